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

void _local_unwind2(void *record, int stop);
void *_unwind_target2(void *record, int level);

/*
 * Takes the frames that are left off the list of handlers. If the function that called _setjmp has a __try itself, it is
 * also to be brought back to the level at which it called: its registration record, right below its EBP, is the result.
 */
static void *__cdecl _UnwindTo(_JUMP_BUFFER *buffer)
{
    void *record = (void *)buffer->Registration;
    int own = buffer->Registration + 0x10 == buffer->Ebp;

    if (__readfsdword(0) != buffer->Registration)
        RtlUnwind(own ? _unwind_target2(record, (int)buffer->TryLevel) : record, NULL, NULL, NULL);
    return own ? record : NULL;
}

__declspec(naked) _CRTIMP void __cdecl longjmp(jmp_buf environment, int value)
{
    __asm {
        mov eax, dword ptr [esp+4]
        push eax
        call _UnwindTo
        add esp, 4
        mov edx, dword ptr [esp+4]
        mov ebp, dword ptr [edx]
        test eax, eax
        jz unwound
        push dword ptr [edx+1Ch]
        push eax
        call _local_unwind2
        add esp, 8
        mov edx, dword ptr [esp+4]
    unwound:
        mov eax, dword ptr [esp+8]
        test eax, eax
        jnz nonzero
        inc eax
    nonzero:
        mov ebx, dword ptr [edx+4]
        mov edi, dword ptr [edx+8]
        mov esi, dword ptr [edx+0Ch]
        mov esp, dword ptr [edx+10h]
        add esp, 4
        jmp dword ptr [edx+14h]
    }
}
