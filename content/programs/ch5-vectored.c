/*
 * Vectored handlers belong to no frame: they hear
 * of every exception of the process, before any
 * __except.
 * Watch the order, and how "last" repairs the
 * cause so that the frame's filter is not asked
 * at all.
 */
#include <windows.h>
#include <stdio.h>

static LONG CALLBACK log1(EXCEPTION_POINTERS *exception)
{
    printf("vectored, first: %08lx\n", exception->ExceptionRecord->ExceptionCode);
    return EXCEPTION_CONTINUE_SEARCH;
}

static LONG CALLBACK skipBreakpoint(EXCEPTION_POINTERS *exception)
{
    if (exception->ExceptionRecord->ExceptionCode != STATUS_BREAKPOINT)
        return EXCEPTION_CONTINUE_SEARCH;
    printf("vectored, last: skips the breakpoint\n");
    exception->ContextRecord->Eip++;            /* int 3 is one byte long */
    return EXCEPTION_CONTINUE_EXECUTION;
}

static LONG CALLBACK goesOn(EXCEPTION_POINTERS *exception)
{
    printf("continue handler: %08lx goes on\n", exception->ExceptionRecord->ExceptionCode);
    return EXCEPTION_CONTINUE_SEARCH;
}

int main(void)
{
    AddVectoredExceptionHandler(0, skipBreakpoint);
    AddVectoredExceptionHandler(1, log1);       /* 1: to the head of the list */
    AddVectoredContinueHandler(1, goesOn);

    __try {
        __asm { int 3 }
        printf("behind the breakpoint\n");
        *(volatile int *)0 = 1;
    } __except (printf("filter: %08lx\n", GetExceptionCode()), EXCEPTION_EXECUTE_HANDLER) {
        printf("__except block\n");
    }
    return 0;
}
