/*
 * A filter that faults: a second exception begins
 * while the first is being dispatched.
 * Watch the protecting record on the chain, and
 * that the same filter is asked again, about its
 * own mistake.
 */
#include <windows.h>
#include <stdio.h>

static int clumsy(EXCEPTION_POINTERS *exception)
{
    EXCEPTION_RECORD *record = exception->ExceptionRecord;

    printf("filter asked: code %08lx flags %lx\n", record->ExceptionCode, record->ExceptionFlags);
    if (record->ExceptionCode == STATUS_INTEGER_DIVIDE_BY_ZERO)
        *(volatile int *)0 = 1; /* a mistake */
    return EXCEPTION_CONTINUE_SEARCH;
}

static void divide(volatile int divisor)
{
    __try {
        printf("%d\n", 1 / divisor);
    } __except (clumsy(GetExceptionInformation())) {
        printf("never\n");
    }
}

int main(void)
{
    __try {
        divide(0);
    } __except (printf("filter in main: %08lx\n", GetExceptionCode()), EXCEPTION_EXECUTE_HANDLER) {
        printf("__except in main: %08lx\n", GetExceptionCode());
    }
    return 0;
}
