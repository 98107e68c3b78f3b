/*
 * What RaiseException puts into the record: parameters, their limit, flags.
 * Facts: Microsoft's "RaiseException". Output: recorded with Wine 8.0 (64-bit, gcc).
 */
#include <windows.h>
#include <stdio.h>

static LONG WINAPI show(EXCEPTION_POINTERS *p)
{
    EXCEPTION_RECORD *r = p->ExceptionRecord;
    DWORD i;

    printf("%08lx flags %lx, nested %d, %lu:", r->ExceptionCode, r->ExceptionFlags & ~0x80, r->ExceptionRecord != NULL, r->NumberParameters);
    for (i = 0; i < r->NumberParameters; i++) printf(" %lu", (DWORD)r->ExceptionInformation[i]);
    puts("");
    return r->ExceptionFlags & EXCEPTION_NONCONTINUABLE ? (puts("end"), fflush(stdout), ExitProcess(5), 0) : EXCEPTION_CONTINUE_EXECUTION;
}

int main(void)
{
    ULONG_PTR arguments[20];
    int i;

    for (i = 0; i < 20; i++) arguments[i] = 100 + i;
    AddVectoredExceptionHandler(1, show);
    RaiseException(0xE0000001, 0, 0, NULL);
    RaiseException(0xE0000002, 0, 3, arguments);
    RaiseException(0xE0000003, 0, 3, NULL);
    RaiseException(0xE0000004, 0, 15, arguments);
    RaiseException(0xE0000005, 0, 20, arguments);
    RaiseException(0x12345678 & ~0x10000000, 0, 1, arguments);
    RaiseException(0, 0, 0, NULL);
    RaiseException(0x40010006 | 0x20000000, 0, 2, arguments);
    RaiseException(0xE0000006, EXCEPTION_NONCONTINUABLE, 1, arguments);
    return 0;
}
