/*
 * A return inside __finally, during an unwind.
 * The handler in main has already accepted the
 * exception.
 * Watch: its __except block never runs.
 */
#include <windows.h>
#include <stdio.h>

static int swallow(void)
{
    __try {
        *(volatile int *)0 = 1;
    } __finally {
        printf("finally: returning as if nothing had happened\n");
        return 7;
    }
    return 0;
}

int main(void)
{
    __try {
        printf("swallow() = %d\n", swallow());
    } __except (printf("filter in main: mine\n"), EXCEPTION_EXECUTE_HANDLER) {
        printf("__except in main\n");
    }
    return 0;
}
