/*
 * Going on from an exception that must not be
 * gone on from.
 * Watch the second record: its code, and where
 * its ExceptionRecord leads.
 */
#include <windows.h>
#include <stdio.h>

static int stubborn(EXCEPTION_POINTERS *exception)
{
    EXCEPTION_RECORD *record = exception->ExceptionRecord;

    printf("code %08lx flags %lx", record->ExceptionCode, record->ExceptionFlags);
    if (record->ExceptionRecord != NULL)
        printf(", because of %08lx", record->ExceptionRecord->ExceptionCode);
    printf("\n");
    return record->ExceptionCode == STATUS_NONCONTINUABLE_EXCEPTION
        ? EXCEPTION_EXECUTE_HANDLER : EXCEPTION_CONTINUE_EXECUTION;
}

int main(void)
{
    __try {
        RaiseException(0xF0001234, EXCEPTION_NONCONTINUABLE, 0, NULL);
    } __except (stubborn(GetExceptionInformation())) {
        printf("handled %08lx\n", GetExceptionCode());
    }
    return 0;
}
