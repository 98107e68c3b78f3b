/*
 * An exception that nobody takes, up to the end
 * of the process.
 * Watch: the filter around main asks
 * UnhandledExceptionFilter, which asks yours;
 * then the finally block runs.
 */
#include <windows.h>
#include <stdio.h>

static LONG WINAPI lastWords(EXCEPTION_POINTERS *exception)
{
    printf("last words: %08lx\n", exception->ExceptionRecord->ExceptionCode);
    return EXCEPTION_EXECUTE_HANDLER;           /* end quietly, with the code as exit code */
}

static void fail(void)
{
    __try {
        *(volatile int *)0 = 1;
    } __finally {
        printf("finally in fail\n");
    }
}

int main(void)
{
    SetUnhandledExceptionFilter(lastWords);
    fail();
    printf("never\n");
    return 0;
}
