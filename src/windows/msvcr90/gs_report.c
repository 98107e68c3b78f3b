/*
 * gs_report.c - the checks of /GS: a function that has a buffer keeps the security cookie, xor-ed with EBP, between its locals
 * and what its caller needs, and compares it before it returns. A process in which one has changed is ended: nothing on that
 * stack, no handler and no return address, can be believed.
 */
#include "internal.h"

extern uintptr_t __security_cookie;

static EXCEPTION_RECORD GS_ExceptionRecord;
static CONTEXT GS_ContextRecord;
static const EXCEPTION_POINTERS GS_ExceptionPointers = { &GS_ExceptionRecord, &GS_ContextRecord };

void __cdecl __report_gsfailure(void)
{
    RtlCaptureContext(&GS_ContextRecord);
    GS_ExceptionRecord.ExceptionCode = STATUS_STACK_BUFFER_OVERRUN;
    GS_ExceptionRecord.ExceptionFlags = EXCEPTION_NONCONTINUABLE;
    GS_ExceptionRecord.ExceptionAddress = (PVOID)GS_ContextRecord.Eip;
    SetUnhandledExceptionFilter(NULL);
    UnhandledExceptionFilter((EXCEPTION_POINTERS *)&GS_ExceptionPointers);
    TerminateProcess(GetCurrentProcess(), STATUS_STACK_BUFFER_OVERRUN);
}

/* EAX and EDX, the caller's result, stay. */
__declspec(naked) void __fastcall __security_check_cookie(unsigned long cookie)
{
    __asm {
        cmp     ecx, dword ptr [__security_cookie]
        jne     failure
        ret
    failure:
        jmp     __report_gsfailure
    }
}
