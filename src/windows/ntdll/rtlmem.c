/* Moving, filling and comparing memory, with the processor's string instructions. */
#include "ntdllp.h"

/* Overlapping ranges are moved from the end that is read before it is written. */
__declspec(naked) VOID NTAPI RtlMoveMemory(VOID *Destination, const VOID *Source, SIZE_T Length)
{
    __asm {
        push esi
        push edi
        mov edi, dword ptr [esp+0Ch]
        mov esi, dword ptr [esp+10h]
        mov ecx, dword ptr [esp+14h]
        mov eax, edi
        sub eax, esi
        cmp eax, ecx
        jb Backward
        mov edx, ecx
        shr ecx, 2
        rep movsd
        mov ecx, edx
        and ecx, 3
        rep movsb
        pop edi
        pop esi
        ret 0Ch
    Backward:
        lea esi, [esi+ecx-1]
        lea edi, [edi+ecx-1]
        std
        rep movsb
        cld
        pop edi
        pop esi
        ret 0Ch
    }
}

__declspec(naked) VOID NTAPI RtlFillMemory(VOID *Destination, SIZE_T Length, BYTE Fill)
{
    __asm {
        push edi
        mov edi, dword ptr [esp+8]
        mov edx, dword ptr [esp+0Ch]
        movzx eax, byte ptr [esp+10h]
        imul eax, eax, 1010101h
        mov ecx, edx
        shr ecx, 2
        rep stosd
        mov ecx, edx
        and ecx, 3
        rep stosb
        pop edi
        ret 0Ch
    }
}

VOID NTAPI RtlZeroMemory(VOID *Destination, SIZE_T Length)
{
    RtlFillMemory(Destination, Length, 0);
}

/* Length counts bytes and is a multiple of 4. */
VOID NTAPI RtlFillMemoryUlong(VOID *Destination, SIZE_T Length, ULONG Pattern)
{
    PULONG Place = (PULONG)Destination;

    for (; Length >= sizeof(ULONG); Length -= sizeof(ULONG))
        *Place++ = Pattern;
}

/* The number of equal bytes from the beginning on. */
SIZE_T NTAPI RtlCompareMemory(const VOID *Source1, const VOID *Source2, SIZE_T Length)
{
    const UCHAR *First = (const UCHAR *)Source1;
    const UCHAR *Second = (const UCHAR *)Source2;
    SIZE_T i;

    for (i = 0; i < Length && First[i] == Second[i]; i++)
        ;
    return i;
}

/* The number of bytes, from the beginning on, that hold the pattern. */
SIZE_T NTAPI RtlCompareMemoryUlong(PVOID Source, SIZE_T Length, ULONG Pattern)
{
    PULONG Place = (PULONG)Source;
    SIZE_T i;

    for (i = 0; i < Length / sizeof(ULONG) && Place[i] == Pattern; i++)
        ;
    return i * sizeof(ULONG);
}
