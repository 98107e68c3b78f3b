/*
 * First chance and second chance: the debugger is
 * asked before the program, and once more when
 * the program gave up.
 * Watch what gh and gn make of the first
 * exception. The second one has no handler.
 */
#include <windows.h>
#include <stdio.h>

int main(void)
{
    __try {
        RaiseException(0xE0000001, 0, 0, NULL);
        printf("1: nobody in the program noticed\n");
    } __except (EXCEPTION_EXECUTE_HANDLER) {
        printf("1: handled by the program\n");
    }
    RaiseException(0xE0000002, 0, 0, NULL);
    printf("2: nobody in the program noticed\n");
    return 0;
}
