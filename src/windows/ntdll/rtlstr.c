/*
 * Counted strings. Length and MaximumLength count bytes; a terminating zero is not counted in Length, and need not be there.
 * "Ansi" means code page 1252 (rtlnls.c).
 */
#include "ntdllp.h"

#define UNICODE_STRING_MAX_BYTES 0xFFFE

SIZE_T __cdecl RtlpStringLength(PCSZ String)
{
    PCSZ End = String;

    while (*End != 0)
        End++;
    return End - String;
}

SIZE_T __cdecl RtlpWideStringLength(PCWSTR String)
{
    PCWSTR End = String;

    while (*End != 0)
        End++;
    return End - String;
}

/* Fails when the text is longer than a counted string can say. */
NTSTATUS NTAPI RtlInitUnicodeStringEx(PUNICODE_STRING DestinationString, PCWSTR SourceString)
{
    SIZE_T Bytes = SourceString != NULL ? RtlpWideStringLength(SourceString) * sizeof(WCHAR) : 0;

    DestinationString->Length = 0;
    DestinationString->MaximumLength = 0;
    DestinationString->Buffer = (PWSTR)SourceString;
    if (SourceString == NULL)
        return STATUS_SUCCESS;
    if (Bytes > UNICODE_STRING_MAX_BYTES - sizeof(WCHAR))
        return STATUS_NAME_TOO_LONG;
    DestinationString->Length = (USHORT)Bytes;
    DestinationString->MaximumLength = (USHORT)(Bytes + sizeof(WCHAR));
    return STATUS_SUCCESS;
}

/* Text that is too long is cut. */
VOID NTAPI RtlInitUnicodeString(PUNICODE_STRING DestinationString, PCWSTR SourceString)
{
    if (RtlInitUnicodeStringEx(DestinationString, SourceString) == STATUS_NAME_TOO_LONG) {
        DestinationString->Length = UNICODE_STRING_MAX_BYTES - sizeof(WCHAR);
        DestinationString->MaximumLength = UNICODE_STRING_MAX_BYTES;
    }
}

VOID NTAPI RtlInitAnsiString(PANSI_STRING DestinationString, PCSZ SourceString)
{
    SIZE_T Bytes = SourceString != NULL ? RtlpStringLength(SourceString) : 0;

    if (Bytes > UNICODE_STRING_MAX_BYTES)
        Bytes = UNICODE_STRING_MAX_BYTES;
    DestinationString->Buffer = (PCHAR)SourceString;
    DestinationString->Length = (USHORT)Bytes;
    DestinationString->MaximumLength = (USHORT)(SourceString != NULL ? Bytes + 1 : 0);
}

VOID NTAPI RtlFreeUnicodeString(PUNICODE_STRING UnicodeString)
{
    if (UnicodeString->Buffer != NULL)
        RtlFreeHeap(NtCurrentPeb()->ProcessHeap, 0, UnicodeString->Buffer);
    RtlZeroMemory(UnicodeString, sizeof(UNICODE_STRING));
}

VOID NTAPI RtlFreeAnsiString(PANSI_STRING AnsiString)
{
    if (AnsiString->Buffer != NULL)
        RtlFreeHeap(NtCurrentPeb()->ProcessHeap, 0, AnsiString->Buffer);
    RtlZeroMemory(AnsiString, sizeof(ANSI_STRING));
}

NTSTATUS NTAPI RtlAnsiStringToUnicodeString(PUNICODE_STRING DestinationString, PCANSI_STRING SourceString, BOOLEAN AllocateDestinationString)
{
    ULONG Bytes;

    RtlMultiByteToUnicodeSize(&Bytes, SourceString->Buffer, SourceString->Length);
    if (Bytes + sizeof(WCHAR) > UNICODE_STRING_MAX_BYTES)
        return STATUS_INVALID_PARAMETER_2;
    if (AllocateDestinationString) {
        DestinationString->Buffer = (PWSTR)RtlAllocateHeap(NtCurrentPeb()->ProcessHeap, 0, Bytes + sizeof(WCHAR));
        DestinationString->MaximumLength = (USHORT)(Bytes + sizeof(WCHAR));
        if (DestinationString->Buffer == NULL)
            return STATUS_NO_MEMORY;
    } else if (Bytes + sizeof(WCHAR) > DestinationString->MaximumLength)
        return STATUS_BUFFER_OVERFLOW;
    RtlMultiByteToUnicodeN(DestinationString->Buffer, Bytes, &Bytes, SourceString->Buffer, SourceString->Length);
    DestinationString->Length = (USHORT)Bytes;
    DestinationString->Buffer[Bytes / sizeof(WCHAR)] = 0;
    return STATUS_SUCCESS;
}

NTSTATUS NTAPI RtlUnicodeStringToAnsiString(PANSI_STRING DestinationString, PCUNICODE_STRING SourceString, BOOLEAN AllocateDestinationString)
{
    ULONG Bytes;

    RtlUnicodeToMultiByteSize(&Bytes, SourceString->Buffer, SourceString->Length);
    if (AllocateDestinationString) {
        DestinationString->Buffer = (PCHAR)RtlAllocateHeap(NtCurrentPeb()->ProcessHeap, 0, Bytes + 1);
        DestinationString->MaximumLength = (USHORT)(Bytes + 1);
        if (DestinationString->Buffer == NULL)
            return STATUS_NO_MEMORY;
    } else if (Bytes + 1 > DestinationString->MaximumLength)
        return STATUS_BUFFER_OVERFLOW;
    RtlUnicodeToMultiByteN(DestinationString->Buffer, Bytes, &Bytes, SourceString->Buffer, SourceString->Length);
    DestinationString->Length = (USHORT)Bytes;
    DestinationString->Buffer[Bytes] = 0;
    return STATUS_SUCCESS;
}

BOOLEAN NTAPI RtlCreateUnicodeStringFromAsciiz(PUNICODE_STRING DestinationString, PCSZ SourceString)
{
    ANSI_STRING Source;

    RtlInitAnsiString(&Source, SourceString);
    return NT_SUCCESS(RtlAnsiStringToUnicodeString(DestinationString, &Source, TRUE));
}

/* A copy of the text on the process heap. */
BOOLEAN NTAPI RtlCreateUnicodeString(PUNICODE_STRING DestinationString, PCWSTR SourceString)
{
    UNICODE_STRING Source;

    RtlInitUnicodeString(&Source, SourceString);
    DestinationString->Buffer = (PWSTR)RtlAllocateHeap(NtCurrentPeb()->ProcessHeap, 0, Source.Length + sizeof(WCHAR));
    if (DestinationString->Buffer == NULL)
        return FALSE;
    DestinationString->MaximumLength = Source.Length + sizeof(WCHAR);
    RtlCopyUnicodeString(DestinationString, &Source);
    return TRUE;
}

/* Negative, zero or positive, character by character, then by length. */
LONG NTAPI RtlCompareUnicodeString(PCUNICODE_STRING String1, PCUNICODE_STRING String2, BOOLEAN CaseInsensitive)
{
    ULONG Length1 = String1->Length / sizeof(WCHAR);
    ULONG Length2 = String2->Length / sizeof(WCHAR);
    ULONG i;

    for (i = 0; i < Length1 && i < Length2; i++) {
        WCHAR First = String1->Buffer[i];
        WCHAR Second = String2->Buffer[i];
        if (CaseInsensitive) {
            First = RtlUpcaseUnicodeChar(First);
            Second = RtlUpcaseUnicodeChar(Second);
        }
        if (First != Second)
            return (LONG)First - (LONG)Second;
    }
    return (LONG)Length1 - (LONG)Length2;
}

BOOLEAN NTAPI RtlEqualUnicodeString(PCUNICODE_STRING String1, PCUNICODE_STRING String2, BOOLEAN CaseInsensitive)
{
    return String1->Length == String2->Length && RtlCompareUnicodeString(String1, String2, CaseInsensitive) == 0;
}

/* Copies as much as fits; adds a zero if there is room. */
VOID NTAPI RtlCopyUnicodeString(PUNICODE_STRING DestinationString, PCUNICODE_STRING SourceString)
{
    USHORT Bytes = 0;

    if (SourceString != NULL)
        Bytes = SourceString->Length < DestinationString->MaximumLength ? SourceString->Length : DestinationString->MaximumLength;
    if (Bytes != 0)
        RtlMoveMemory(DestinationString->Buffer, SourceString->Buffer, Bytes);
    DestinationString->Length = Bytes;
    if (Bytes + sizeof(WCHAR) <= DestinationString->MaximumLength)
        DestinationString->Buffer[Bytes / sizeof(WCHAR)] = 0;
}

NTSTATUS NTAPI RtlAppendUnicodeStringToString(PUNICODE_STRING Destination, PCUNICODE_STRING Source)
{
    ULONG NewLength = Destination->Length + Source->Length;

    if (NewLength > Destination->MaximumLength)
        return STATUS_BUFFER_TOO_SMALL;
    RtlMoveMemory((PCHAR)Destination->Buffer + Destination->Length, Source->Buffer, Source->Length);
    Destination->Length = (USHORT)NewLength;
    if (NewLength + sizeof(WCHAR) <= Destination->MaximumLength)
        Destination->Buffer[NewLength / sizeof(WCHAR)] = 0;
    return STATUS_SUCCESS;
}

NTSTATUS NTAPI RtlAppendUnicodeToString(PUNICODE_STRING Destination, PCWSTR Source)
{
    UNICODE_STRING String;

    RtlInitUnicodeString(&String, Source);
    return RtlAppendUnicodeStringToString(Destination, &String);
}
