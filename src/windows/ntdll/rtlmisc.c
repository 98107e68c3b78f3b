/* Bitmaps, encoded pointers, chance, version, break points. */
#include "ntdllp.h"

VOID NTAPI RtlInitializeBitMap(PRTL_BITMAP BitMapHeader, PULONG BitMapBuffer, ULONG SizeOfBitMap)
{
    BitMapHeader->SizeOfBitMap = SizeOfBitMap;
    BitMapHeader->Buffer = BitMapBuffer;
}

static BOOLEAN RtlpTestBit(PRTL_BITMAP BitMapHeader, ULONG Index)
{
    return (BitMapHeader->Buffer[Index / 32] >> (Index % 32)) & 1;
}

VOID NTAPI RtlSetBits(PRTL_BITMAP BitMapHeader, ULONG StartingIndex, ULONG NumberToSet)
{
    for (; NumberToSet > 0; NumberToSet--, StartingIndex++)
        BitMapHeader->Buffer[StartingIndex / 32] |= 1 << (StartingIndex % 32);
}

VOID NTAPI RtlClearBits(PRTL_BITMAP BitMapHeader, ULONG StartingIndex, ULONG NumberToClear)
{
    for (; NumberToClear > 0; NumberToClear--, StartingIndex++)
        BitMapHeader->Buffer[StartingIndex / 32] &= ~(1 << (StartingIndex % 32));
}

BOOLEAN NTAPI RtlAreBitsSet(PRTL_BITMAP BitMapHeader, ULONG StartingIndex, ULONG Length)
{
    for (; Length > 0; Length--, StartingIndex++) {
        if (StartingIndex >= BitMapHeader->SizeOfBitMap || !RtlpTestBit(BitMapHeader, StartingIndex))
            return FALSE;
    }
    return TRUE;
}

/* The index of the first run of clear bits, which are then set, from HintIndex on and then from the beginning; or FFFFFFFF. */
ULONG NTAPI RtlFindClearBitsAndSet(PRTL_BITMAP BitMapHeader, ULONG NumberToFind, ULONG HintIndex)
{
    ULONG Start;
    ULONG Run = 0;

    for (Start = HintIndex; Start < BitMapHeader->SizeOfBitMap; Start++) {
        /* A word that is full is passed over as a whole. */
        if (Start % 32 == 0 && BitMapHeader->Buffer[Start / 32] == 0xFFFFFFFF) {
            Run = 0;
            Start += 31;
            continue;
        }
        Run = RtlpTestBit(BitMapHeader, Start) ? 0 : Run + 1;
        if (Run == NumberToFind) {
            RtlSetBits(BitMapHeader, Start + 1 - NumberToFind, NumberToFind);
            return Start + 1 - NumberToFind;
        }
    }
    return HintIndex != 0 ? RtlFindClearBitsAndSet(BitMapHeader, NumberToFind, 0) : 0xFFFFFFFF;
}

/* A word that only this process and the kernel know, so that an overwritten pointer does not lead where the writer wants. */
static ULONG RtlpProcessCookie;

VOID NTAPI RtlpInitializeEncodedPointers(VOID)
{
    NtQueryInformationProcess(NtCurrentProcess(), ProcessCookie, &RtlpProcessCookie, sizeof(RtlpProcessCookie), NULL);
}

/* Exclusive or with the cookie, then a rotation to the right by the cookie's low five bits. */
static PVOID RtlpEncode(PVOID Ptr, ULONG Cookie)
{
    ULONG Value = (ULONG)Ptr ^ Cookie;
    ULONG Shift = Cookie & 31;

    return (PVOID)(Shift == 0 ? Value : (Value >> Shift) | (Value << (32 - Shift)));
}

static PVOID RtlpDecode(PVOID Ptr, ULONG Cookie)
{
    ULONG Value = (ULONG)Ptr;
    ULONG Shift = Cookie & 31;

    if (Shift != 0)
        Value = (Value << Shift) | (Value >> (32 - Shift));
    return (PVOID)(Value ^ Cookie);
}

PVOID NTAPI RtlEncodePointer(PVOID Ptr)
{
    return RtlpEncode(Ptr, RtlpProcessCookie);
}

PVOID NTAPI RtlDecodePointer(PVOID Ptr)
{
    return RtlpDecode(Ptr, RtlpProcessCookie);
}

/* The system's word is the same in all processes, and everybody can read it: it lies in the shared page. */
PVOID NTAPI RtlEncodeSystemPointer(PVOID Ptr)
{
    return RtlpEncode(Ptr, USER_SHARED_DATA->Cookie);
}

PVOID NTAPI RtlDecodeSystemPointer(PVOID Ptr)
{
    return RtlpDecode(Ptr, USER_SHARED_DATA->Cookie);
}

/* A linear congruential generator: seed * 7FFFFFED + 7FFFFFC3, modulo 2^31 - 1. */
ULONG NTAPI RtlUniform(PULONG Seed)
{
    *Seed = (ULONG)(((ULONGLONG)*Seed * 0x7FFFFFED + 0x7FFFFFC3) % 0x7FFFFFFF);
    return *Seed;
}

ULONG NTAPI RtlRandom(PULONG Seed)
{
    static ULONG Table[128];
    static BOOLEAN Filled;
    ULONG i;
    ULONG Result;

    if (!Filled) {
        ULONG First = 0x4C8BC0AA;
        for (i = 0; i < 128; i++)
            Table[i] = RtlUniform(&First);
        Filled = TRUE;
    }
    i = RtlUniform(Seed) & 127;
    Result = Table[i];
    Table[i] = RtlUniform(Seed);
    return Result;
}

PPEB NTAPI RtlGetCurrentPeb(VOID)
{
    return NtCurrentPeb();
}

NTSTATUS NTAPI RtlGetVersion(PRTL_OSVERSIONINFOW VersionInformation)
{
    PPEB Peb = NtCurrentPeb();
    UNICODE_STRING ServicePack;

    VersionInformation->dwMajorVersion = Peb->OSMajorVersion;
    VersionInformation->dwMinorVersion = Peb->OSMinorVersion;
    VersionInformation->dwBuildNumber = Peb->OSBuildNumber;
    VersionInformation->dwPlatformId = Peb->OSPlatformId;
    ServicePack.Buffer = VersionInformation->szCSDVersion;
    ServicePack.Length = 0;
    ServicePack.MaximumLength = sizeof(VersionInformation->szCSDVersion);
    VersionInformation->szCSDVersion[0] = 0;
    RtlCopyUnicodeString(&ServicePack, &Peb->CSDVersion);
    return STATUS_SUCCESS;
}

__declspec(naked) VOID NTAPI DbgBreakPoint(VOID)
{
    __asm {
        int 3
        ret
    }
}

__declspec(naked) VOID NTAPI DbgUserBreakPoint(VOID)
{
    __asm {
        int 3
        ret
    }
}
