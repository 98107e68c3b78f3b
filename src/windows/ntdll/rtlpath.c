/*
 * DOS paths ("C:\dir\file", "file", "..\file", "CONOUT$") and the NT names that the kernel opens ("\??\C:\dir\file").
 */
#include "ntdllp.h"

static const PCWSTR RtlpDeviceNames[] = {L"CONIN$", L"CONOUT$", L"CON", L"NUL"};

static BOOLEAN RtlpIsSeparator(WCHAR Character)
{
    return Character == L'\\' || Character == L'/';
}

/* Names that mean a device in every directory. */
static BOOLEAN RtlpIsDeviceName(PCUNICODE_STRING Name)
{
    UNICODE_STRING Device;
    ULONG i;

    for (i = 0; i < RTL_NUMBER_OF(RtlpDeviceNames); i++) {
        RtlInitUnicodeString(&Device, RtlpDeviceNames[i]);
        if (RtlEqualUnicodeString(Name, &Device, TRUE))
            return TRUE;
    }
    return FALSE;
}

/* Appends the parts of Path to Full, taking "." and ".." away. Full begins with "X:\" and has no separator at its end but that. */
static BOOLEAN RtlpAppendParts(PUNICODE_STRING Full, PCWSTR Path)
{
    UNICODE_STRING Part;

    while (*Path != 0) {
        while (RtlpIsSeparator(*Path))
            Path++;
        Part.Buffer = (PWSTR)Path;
        while (*Path != 0 && !RtlpIsSeparator(*Path))
            Path++;
        Part.Length = Part.MaximumLength = (USHORT)((Path - Part.Buffer) * sizeof(WCHAR));
        if (Part.Length == 0 || (Part.Length == 2 && Part.Buffer[0] == L'.'))
            continue;
        if (Part.Length == 4 && Part.Buffer[0] == L'.' && Part.Buffer[1] == L'.') {
            while (Full->Length > 6 && Full->Buffer[Full->Length / sizeof(WCHAR) - 1] != L'\\')
                Full->Length -= sizeof(WCHAR);
            if (Full->Length > 6)
                Full->Length -= sizeof(WCHAR);
            continue;
        }
        if (Full->Length > 6 && !NT_SUCCESS(RtlAppendUnicodeToString(Full, L"\\")))
            return FALSE;
        if (!NT_SUCCESS(RtlAppendUnicodeStringToString(Full, &Part)))
            return FALSE;
    }
    return TRUE;
}

/* Bytes of the full path without the final zero, or, when the buffer is too small, the bytes that are needed. 0: no such path. */
ULONG NTAPI RtlGetFullPathName_U(PCWSTR FileName, ULONG BufferLength, PWSTR Buffer, PWSTR *FilePart)
{
    WCHAR Text[MAX_PATH * 2];
    UNICODE_STRING Full;
    UNICODE_STRING Current;
    ULONG i;

    if (FileName == NULL || *FileName == 0)
        return 0;
    Full.Buffer = Text;
    Full.Length = 0;
    Full.MaximumLength = sizeof(Text);
    Current = NtCurrentPeb()->ProcessParameters->CurrentDirectory.DosPath;
    if (FileName[1] == L':') {
        Text[0] = RtlUpcaseUnicodeChar(FileName[0]);
        FileName += 2;
    } else
        Text[0] = Current.Length != 0 ? Current.Buffer[0] : L'C';
    Text[1] = L':';
    Text[2] = L'\\';
    Full.Length = 3 * sizeof(WCHAR);
    /* "X:name" without a separator would need a current directory of each drive; it is taken from the root. */
    if (!RtlpIsSeparator(*FileName) && Current.Length > 3 * sizeof(WCHAR) && Text[0] == Current.Buffer[0]) {
        WCHAR Directory[MAX_PATH];
        UNICODE_STRING Copy;
        Copy.Buffer = Directory;
        Copy.Length = 0;
        Copy.MaximumLength = sizeof(Directory) - sizeof(WCHAR);
        RtlCopyUnicodeString(&Copy, &Current);
        Directory[Copy.Length / sizeof(WCHAR)] = 0;
        if (!RtlpAppendParts(&Full, Directory + 3))
            return 0;
    }
    if (!RtlpAppendParts(&Full, FileName))
        return 0;
    if (Full.Length + sizeof(WCHAR) > BufferLength)
        return Full.Length + sizeof(WCHAR);
    RtlMoveMemory(Buffer, Text, Full.Length);
    Buffer[Full.Length / sizeof(WCHAR)] = 0;
    if (FilePart != NULL) {
        for (i = Full.Length / sizeof(WCHAR); i > 0 && Buffer[i - 1] != L'\\'; i--)
            ;
        *FilePart = Buffer[i] != 0 ? Buffer + i : NULL;
    }
    return Full.Length;
}

/* The NT name, on the process heap: free it with RtlFreeUnicodeString. FALSE when the path makes no sense. */
BOOLEAN NTAPI RtlDosPathNameToNtPathName_U(PCWSTR DosPathName, PUNICODE_STRING NtPathName, PWSTR *FilePart, PVOID Reserved)
{
    WCHAR Full[MAX_PATH * 2];
    UNICODE_STRING Name;
    PCWSTR Path = DosPathName;
    ULONG Bytes;

    RtlInitUnicodeString(&Name, DosPathName);
    if (Name.Length == 0)
        return FALSE;
    /* "\\.\name" and "\\?\path" are passed on as they are. */
    if (Name.Length >= 8 && Path[0] == L'\\' && Path[1] == L'\\' && (Path[2] == L'.' || Path[2] == L'?') && Path[3] == L'\\')
        Path += 4;
    else if (!RtlpIsDeviceName(&Name)) {
        Bytes = RtlGetFullPathName_U(DosPathName, sizeof(Full), Full, NULL);
        if (Bytes == 0 || Bytes >= sizeof(Full))
            return FALSE;
        Path = Full;
    }
    RtlInitUnicodeString(&Name, Path);
    NtPathName->MaximumLength = Name.Length + 5 * sizeof(WCHAR);
    NtPathName->Length = 0;
    NtPathName->Buffer = (PWSTR)RtlAllocateHeap(NtCurrentPeb()->ProcessHeap, 0, NtPathName->MaximumLength);
    if (NtPathName->Buffer == NULL)
        return FALSE;
    RtlAppendUnicodeToString(NtPathName, L"\\??\\");
    RtlAppendUnicodeStringToString(NtPathName, &Name);
    if (FilePart != NULL)
        *FilePart = NULL;
    return TRUE;
}
