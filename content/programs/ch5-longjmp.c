/*
 * longjmp leaves three calls at once. It is no
 * exception, but it unwinds the chain as one.
 * Watch the finally block on the way, and that no
 * filter is asked.
 */
#include <windows.h>
#include <setjmp.h>
#include <stdio.h>

static jmp_buf home;

static void down(int depth)
{
    __try {
        if (depth == 0)
            longjmp(home, 5);
        down(depth - 1);
    } __finally {
        printf("finally at depth %d, abnormal: %d\n", depth, AbnormalTermination() != 0);
    }
}

int main(void)
{
    __try {
        int value = setjmp(home);
        printf("setjmp gave %d\n", value);
        if (value == 0)
            down(2);
    } __except (printf("filter in main\n"), EXCEPTION_EXECUTE_HANDLER) {
        printf("never\n");
    }
    return 0;
}
