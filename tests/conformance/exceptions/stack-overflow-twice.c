/*
 * Without _resetstkoflw the second overflow finds no guard page and no stack for any handler: the process ends without a word.
 * Facts: Microsoft's "_resetstkoflw" ("the program writes beyond the end of the stack and causes an access violation").
 * Output and code: by its description.
 */
#include <windows.h>
#include <stdio.h>

static int dive(int n) { volatile char room[1000]; room[0] = 1; return dive(n + 1) + room[0]; }

int main(void)
{
    int i;

    for (i = 1; i <= 2; i++) {
        printf("loop #%d\n", i);
        fflush(stdout);
        __try { dive(0); }
        __except (GetExceptionCode() == EXCEPTION_STACK_OVERFLOW) { puts("survived"); fflush(stdout); }
    }
    puts("not reached");
    return 0;
}
