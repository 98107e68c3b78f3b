/*
 * int 3 without a debugger: EIP and ExceptionAddress are at the CC, one parameter of the three is 0; continued unchanged it comes
 * again. DebugBreak breaks inside ntdll and returns when the handler has moved EIP by one.
 * Facts: what Wine's 32-bit exception tests assert; Microsoft's "DebugBreak", "__debugbreak". Output: by them.
 */
#include <windows.h>
#include <stdio.h>

static int times, skip;
static DWORD place;

static int tell(EXCEPTION_POINTERS *p)
{
    EXCEPTION_RECORD *r = p->ExceptionRecord;

    times++;
    place = p->ContextRecord->Eip;
    printf("%08lx, %lu parameters, %lx, address is EIP %d, byte %02x\n", r->ExceptionCode, r->NumberParameters, r->ExceptionInformation[0],
        (DWORD)r->ExceptionAddress == place, *(unsigned char *)place);
    if (times < skip) return EXCEPTION_CONTINUE_EXECUTION;
    p->ContextRecord->Eip++;
    return EXCEPTION_CONTINUE_EXECUTION;
}

int main(void)
{
    skip = 1;
    __try { __asm int 3 } __except (tell(GetExceptionInformation())) { }
    puts("behind it");
    times = 0;
    skip = 3;
    __try { __debugbreak(); } __except (tell(GetExceptionInformation())) { }
    printf("%d times\n", times);
    times = 0;
    skip = 1;
    __try { DebugBreak(); } __except (tell(GetExceptionInformation())) { }
    printf("inside ntdll %d, debugger %d\n", (HMODULE)(place & 0xffff0000) >= GetModuleHandle(TEXT("ntdll.dll")), IsDebuggerPresent());
    return 0;
}
