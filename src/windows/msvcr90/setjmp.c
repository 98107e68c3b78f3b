/*
 * setjmp.c - _setjmp keeps the registers that a function must not lose, and where it was called; longjmp goes back there.
 *
 * Between the two lie frames that are left for good. Their exception handlers get to know: RtlUnwind calls each of them
 * that was registered after the one that _setjmp saw.
 */
#include "internal.h"
#include <setjmp.h>

__declspec(naked) _CRTIMP int __cdecl _setjmp(jmp_buf environment)
{
    __asm {
        mov edx, dword ptr [esp+4]
        mov dword ptr [edx], ebp
        mov dword ptr [edx+4], ebx
        mov dword ptr [edx+8], edi
        mov dword ptr [edx+0Ch], esi
        mov dword ptr [edx+10h], esp
        mov eax, dword ptr [esp]
        mov dword ptr [edx+14h], eax
        mov eax, dword ptr fs:[0]
        mov dword ptr [edx+18h], eax
        mov dword ptr [edx+1Ch], -1
        cmp eax, -1
        je done
        mov eax, dword ptr [eax+0Ch]
        mov dword ptr [edx+1Ch], eax
    done:
        mov dword ptr [edx+20h], 56433230h
        mov dword ptr [edx+24h], 0
        xor eax, eax
        ret
    }
}

typedef int (__cdecl *HANDLER)(EXCEPTION_RECORD *, void *, CONTEXT *, void *);

/*
 * Takes the frames that are left off the list of handlers. If the function that called _setjmp has a __try itself, its handler
 * also brings it back to the level at which it called: its registration record lies right below its EBP.
 */
static void __cdecl _UnwindTo(_JUMP_BUFFER *buffer)
{
    void *record = (void *)buffer->Registration;
    void *target = record;
    HANDLER handler = NULL;
    EXCEPTION_RECORD jump;

    if (buffer->Registration + 0x10 == buffer->Ebp)
        handler = ((HANDLER *)record)[1];
    jump.ExceptionCode = STATUS_LONGJUMP;
    jump.ExceptionFlags = 0;
    jump.NumberParameters = (DWORD)-1;
    jump.ExceptionInformation[0] = buffer->TryLevel;
    jump.ExceptionInformation[1] = (ULONG_PTR)record;
    if (handler != NULL) {
        handler(&jump, record, NULL, NULL);
        target = (void *)jump.ExceptionInformation[1];
    }
    if (__readfsdword(0) != (DWORD)target)
        RtlUnwind(target, NULL, NULL, NULL);
    jump.ExceptionFlags = EXCEPTION_UNWINDING;
    if (handler != NULL)
        handler(&jump, record, NULL, NULL);
}

__declspec(naked) _CRTIMP void __cdecl longjmp(jmp_buf environment, int value)
{
    __asm {
        mov eax, dword ptr [esp+4]
        push eax
        call _UnwindTo
        add esp, 4
        mov edx, dword ptr [esp+4]
        mov eax, dword ptr [esp+8]
        test eax, eax
        jnz nonzero
        inc eax
    nonzero:
        mov ebp, dword ptr [edx]
        mov ebx, dword ptr [edx+4]
        mov edi, dword ptr [edx+8]
        mov esi, dword ptr [edx+0Ch]
        mov esp, dword ptr [edx+10h]
        add esp, 4
        jmp dword ptr [edx+14h]
    }
}
