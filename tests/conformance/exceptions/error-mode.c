/*
 * SEM_NOGPFAULTERRORBOX: nobody is told, the last handler takes the exception, finally blocks run, and the exit code is the
 * exception's. SetErrorMode returns the mode before.
 * Facts: Microsoft's "SetErrorMode" and "UnhandledExceptionFilter". Output: by those rules.
 */
#include <windows.h>
#include <stdio.h>

static void f(int divisor)
{
    __try { printf("%d\n", 10 / divisor); }
    __finally { printf("finally %d\n", AbnormalTermination()); fflush(stdout); }
}

int main(void)
{
    printf("%u", SetErrorMode(SEM_FAILCRITICALERRORS | SEM_NOGPFAULTERRORBOX));
    printf(" %u\n", SetErrorMode(SEM_NOGPFAULTERRORBOX));
    f(5);
    f(0);
    puts("not reached");
    return 0;
}
