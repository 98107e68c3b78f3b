/* Environment variables and directories. */
#include "k32p.h"

/* The value on the process heap, or NULL with last error 203. */
static BOOL BaseQueryVariable(PCUNICODE_STRING Name, PUNICODE_STRING Value)
{
    NTSTATUS Status;

    Value->MaximumLength = 512;
    for (;;) {
        Value->Length = 0;
        Value->Buffer = (PWSTR)RtlAllocateHeap(BaseHeap(), 0, Value->MaximumLength + sizeof(WCHAR));
        if (Value->Buffer == NULL)
            return BaseSetLastNTError(STATUS_NO_MEMORY);
        Status = RtlQueryEnvironmentVariable_U(NULL, Name, Value);
        if (NT_SUCCESS(Status))
            return TRUE;
        RtlFreeHeap(BaseHeap(), 0, Value->Buffer);
        if (Status != STATUS_BUFFER_TOO_SMALL)
            return BaseSetLastNTError(Status);
        Value->MaximumLength = Value->Length;
    }
}

DWORD WINAPI GetEnvironmentVariableW(LPCWSTR lpName, LPWSTR lpBuffer, DWORD nSize)
{
    UNICODE_STRING Name;
    UNICODE_STRING Value;
    DWORD Answer;

    RtlInitUnicodeString(&Name, lpName);
    if (!BaseQueryVariable(&Name, &Value))
        return 0;
    Answer = BaseAnswerW(Value.Buffer, Value.Length / sizeof(WCHAR), lpBuffer, nSize);
    RtlFreeHeap(BaseHeap(), 0, Value.Buffer);
    return Answer;
}

DWORD WINAPI GetEnvironmentVariableA(LPCSTR lpName, LPSTR lpBuffer, DWORD nSize)
{
    UNICODE_STRING Name;
    UNICODE_STRING Value;
    DWORD Answer = 0;

    if (!BaseToUnicode(&Name, lpName))
        return 0;
    if (BaseQueryVariable(&Name, &Value)) {
        Answer = BaseAnswerA(Value.Buffer, Value.Length / sizeof(WCHAR), lpBuffer, nSize);
        RtlFreeHeap(BaseHeap(), 0, Value.Buffer);
    }
    RtlFreeUnicodeString(&Name);
    return Answer;
}

BOOL WINAPI SetEnvironmentVariableW(LPCWSTR lpName, LPCWSTR lpValue)
{
    UNICODE_STRING Name;
    UNICODE_STRING Value;
    NTSTATUS Status;

    RtlInitUnicodeString(&Name, lpName);
    RtlInitUnicodeString(&Value, lpValue);
    Status = RtlSetEnvironmentVariable(NULL, &Name, lpValue != NULL ? &Value : NULL);
    return NT_SUCCESS(Status) ? TRUE : BaseSetLastNTError(Status);
}

BOOL WINAPI SetEnvironmentVariableA(LPCSTR lpName, LPCSTR lpValue)
{
    UNICODE_STRING Name;
    UNICODE_STRING Value;
    BOOL Done;

    if (!BaseToUnicode(&Name, lpName))
        return FALSE;
    Value.Buffer = NULL;
    if (lpValue != NULL && !BaseToUnicode(&Value, lpValue)) {
        RtlFreeUnicodeString(&Name);
        return FALSE;
    }
    Done = SetEnvironmentVariableW(Name.Buffer, Value.Buffer);
    RtlFreeUnicodeString(&Name);
    if (Value.Buffer != NULL)
        RtlFreeUnicodeString(&Value);
    return Done;
}

static ULONG BaseEnvironmentCharacters(PWSTR Environment)
{
    PWSTR End = Environment;

    while (*End != 0)
        End += lstrlenW(End) + 1;
    return (ULONG)(End + 1 - Environment);
}

/* A copy, to be freed with FreeEnvironmentStrings. */
LPWSTR WINAPI GetEnvironmentStringsW(VOID)
{
    PWSTR Environment;
    PWSTR Copy;
    ULONG Characters;

    RtlAcquirePebLock();
    Environment = (PWSTR)NtCurrentPeb()->ProcessParameters->Environment;
    Characters = BaseEnvironmentCharacters(Environment);
    Copy = (PWSTR)RtlAllocateHeap(BaseHeap(), 0, Characters * sizeof(WCHAR));
    if (Copy != NULL)
        RtlMoveMemory(Copy, Environment, Characters * sizeof(WCHAR));
    RtlReleasePebLock();
    return Copy;
}

LPSTR WINAPI GetEnvironmentStringsA(VOID)
{
    PWSTR Environment;
    PCHAR Copy;
    ULONG Characters;

    RtlAcquirePebLock();
    Environment = (PWSTR)NtCurrentPeb()->ProcessParameters->Environment;
    Characters = BaseEnvironmentCharacters(Environment);
    Copy = (PCHAR)RtlAllocateHeap(BaseHeap(), 0, Characters);
    if (Copy != NULL)
        RtlUnicodeToMultiByteN(Copy, Characters, NULL, Environment, Characters * sizeof(WCHAR));
    RtlReleasePebLock();
    return Copy;
}

LPSTR WINAPI GetEnvironmentStrings(VOID)
{
    return GetEnvironmentStringsA();
}

BOOL WINAPI FreeEnvironmentStringsW(LPWSTR penv)
{
    return RtlFreeHeap(BaseHeap(), 0, penv);
}

BOOL WINAPI FreeEnvironmentStringsA(LPSTR penv)
{
    return RtlFreeHeap(BaseHeap(), 0, penv);
}

/* The answer counts the zero, whether the text fitted or not. */
DWORD WINAPI ExpandEnvironmentStringsW(LPCWSTR lpSrc, LPWSTR lpDst, DWORD nSize)
{
    UNICODE_STRING Source;
    UNICODE_STRING Destination;
    ULONG Bytes;
    NTSTATUS Status;

    RtlInitUnicodeString(&Source, lpSrc);
    Destination.Buffer = lpDst;
    Destination.Length = 0;
    Destination.MaximumLength = nSize < 0x7FFF ? (USHORT)(nSize * sizeof(WCHAR)) : 0xFFFE;
    Status = RtlExpandEnvironmentStrings_U(NULL, &Source, &Destination, &Bytes);
    if (!NT_SUCCESS(Status) && Status != STATUS_BUFFER_TOO_SMALL) {
        BaseSetLastNTError(Status);
        return 0;
    }
    return Bytes / sizeof(WCHAR);
}

DWORD WINAPI ExpandEnvironmentStringsA(LPCSTR lpSrc, LPSTR lpDst, DWORD nSize)
{
    UNICODE_STRING Source;
    PWSTR Wide;
    DWORD Characters = 0;

    if (!BaseToUnicode(&Source, lpSrc))
        return 0;
    Wide = (PWSTR)RtlAllocateHeap(BaseHeap(), 0, nSize * sizeof(WCHAR));
    if (Wide != NULL) {
        Characters = ExpandEnvironmentStringsW(Source.Buffer, Wide, nSize);
        if (Characters != 0 && Characters <= nSize)
            RtlUnicodeToMultiByteN(lpDst, nSize, NULL, Wide, Characters * sizeof(WCHAR));
        RtlFreeHeap(BaseHeap(), 0, Wide);
    } else
        SetLastError(ERROR_NOT_ENOUGH_MEMORY);
    RtlFreeUnicodeString(&Source);
    return Characters;
}

/* ---- directories ---- */

/* Without the separator at the end, unless it is the root. */
static ULONG BaseCurrentDirectory(PWSTR *Text)
{
    PUNICODE_STRING Path = &NtCurrentPeb()->ProcessParameters->CurrentDirectory.DosPath;
    ULONG Characters = Path->Length / sizeof(WCHAR);

    if (Characters > 3 && Path->Buffer[Characters - 1] == L'\\')
        Characters--;
    *Text = Path->Buffer;
    return Characters;
}

DWORD WINAPI GetCurrentDirectoryW(DWORD nBufferLength, LPWSTR lpBuffer)
{
    PWSTR Text;
    ULONG Characters = BaseCurrentDirectory(&Text);

    return BaseAnswerW(Text, Characters, lpBuffer, nBufferLength);
}

DWORD WINAPI GetCurrentDirectoryA(DWORD nBufferLength, LPSTR lpBuffer)
{
    PWSTR Text;
    ULONG Characters = BaseCurrentDirectory(&Text);

    return BaseAnswerA(Text, Characters, lpBuffer, nBufferLength);
}

/* TMP, then TEMP, then the Windows directory, with a separator at the end. */
DWORD WINAPI GetTempPathW(DWORD nBufferLength, LPWSTR lpBuffer)
{
    WCHAR Path[MAX_PATH + 1];
    DWORD Length = GetEnvironmentVariableW(L"TMP", Path, MAX_PATH);

    if (Length == 0 || Length >= MAX_PATH)
        Length = GetEnvironmentVariableW(L"TEMP", Path, MAX_PATH);
    if (Length == 0 || Length >= MAX_PATH)
        Length = GetWindowsDirectoryW(Path, MAX_PATH);
    if (Path[Length - 1] != L'\\')
        Path[Length++] = L'\\';
    return BaseAnswerW(Path, Length, lpBuffer, nBufferLength);
}

DWORD WINAPI GetTempPathA(DWORD nBufferLength, LPSTR lpBuffer)
{
    WCHAR Path[MAX_PATH + 1];
    DWORD Length = GetTempPathW(MAX_PATH + 1, Path);

    return BaseAnswerA(Path, Length, lpBuffer, nBufferLength);
}

UINT WINAPI GetWindowsDirectoryW(LPWSTR lpBuffer, UINT uSize)
{
    PCWSTR Root = (PCWSTR)USER_SHARED_DATA->NtSystemRoot;

    return BaseAnswerW(Root, lstrlenW(Root), lpBuffer, uSize);
}

UINT WINAPI GetWindowsDirectoryA(LPSTR lpBuffer, UINT uSize)
{
    PCWSTR Root = (PCWSTR)USER_SHARED_DATA->NtSystemRoot;

    return BaseAnswerA(Root, lstrlenW(Root), lpBuffer, uSize);
}

UINT WINAPI GetSystemDirectoryW(LPWSTR lpBuffer, UINT uSize)
{
    WCHAR Path[MAX_PATH];

    lstrcpyW(Path, (PCWSTR)USER_SHARED_DATA->NtSystemRoot);
    lstrcatW(Path, L"\\System32");
    return BaseAnswerW(Path, lstrlenW(Path), lpBuffer, uSize);
}

UINT WINAPI GetSystemDirectoryA(LPSTR lpBuffer, UINT uSize)
{
    WCHAR Path[MAX_PATH];
    UINT Length = GetSystemDirectoryW(Path, MAX_PATH);

    return BaseAnswerA(Path, Length, lpBuffer, uSize);
}
