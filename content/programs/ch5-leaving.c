/*
 * Five ways out of a __try that has a __finally.
 * Watch AbnormalTermination: it tells the normal
 * way and __leave from all the others.
 */
#include <windows.h>
#include <stdio.h>

static int leave(int way)
{
    int i;

    for (i = 0; i < 1; i++) {
        __try {
            if (way == 1)
                __leave;
            if (way == 2)
                break;
            if (way == 3)
                return 33;
            if (way == 4)
                RaiseException(0xE0000004, 0, 0, NULL);
        } __finally {
            printf("AbnormalTermination() = %d", AbnormalTermination() != 0);
        }
    }
    return way;
}

int main(void)
{
    static const char *const ways[] = { "end of block", "__leave", "break", "return", "exception" };
    int way;

    for (way = 0; way < 5; way++) {
        printf("%-13s ", ways[way]);
        __try {
            printf("  returned %d\n", leave(way));
        } __except (EXCEPTION_EXECUTE_HANDLER) {
            printf("  __except in main\n");
        }
    }
    return 0;
}
