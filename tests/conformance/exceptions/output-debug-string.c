/*
 * OutputDebugString without a debugger: an exception that vectored handlers see and that is taken inside of it.
 * Facts: what Wine's exception tests ask of Windows. Output: recorded with Wine 8.0 (64-bit, gcc).
 */
#include <windows.h>
#include <stdio.h>

static LONG WINAPI see(EXCEPTION_POINTERS *p)
{
    EXCEPTION_RECORD *r = p->ExceptionRecord;

    if (r->ExceptionCode == 0x4001000A) return EXCEPTION_CONTINUE_SEARCH;
    printf("%08lx, %lu parameters, length %lu, \"%s\"\n", r->ExceptionCode, r->NumberParameters, (DWORD)r->ExceptionInformation[0],
        (char *)r->ExceptionInformation[1]);
    return EXCEPTION_CONTINUE_SEARCH;
}

int main(void)
{
    PVOID h = AddVectoredExceptionHandler(0, see);

    OutputDebugStringA("Hello World");
    OutputDebugStringA("");
    puts("on");
    RemoveVectoredExceptionHandler(h);
    OutputDebugStringA("nobody hears");
    puts("done");
    return 0;
}
