/*
 * A finally block that raises an exception of its
 * own, in the middle of an unwind.
 * Watch: the second exception takes the place of
 * the first, and no finally block runs twice.
 */
#include <windows.h>
#include <stdio.h>

static void cleanUp(void)
{
    __try {
        __try {
            *(volatile int *)0 = 1;
        } __finally {
            printf("first finally, raises e0000002\n");
            RaiseException(0xE0000002, 0, 0, NULL);
        }
    } __finally {
        printf("second finally\n");
    }
}

int main(void)
{
    __try {
        cleanUp();
    } __except (printf("filter: %08lx\n", GetExceptionCode()), EXCEPTION_EXECUTE_HANDLER) {
        printf("__except: %08lx\n", GetExceptionCode());
    }
    return 0;
}
