/* Directories and whole files: full paths, copies, searches with wildcards. */
#include "k32p.h"

/* An open search: a directory's handle and the pattern that its names must fit. */
typedef struct _FIND_HANDLE {
    HANDLE Directory;
    UNICODE_STRING Pattern;
} FIND_HANDLE, *PFIND_HANDLE;

DWORD WINAPI GetFullPathNameW(LPCWSTR lpFileName, DWORD nBufferLength, LPWSTR lpBuffer, LPWSTR *lpFilePart)
{
    return RtlGetFullPathName_U(lpFileName, nBufferLength * sizeof(WCHAR), lpBuffer, lpFilePart) / sizeof(WCHAR);
}

DWORD WINAPI GetFullPathNameA(LPCSTR lpFileName, DWORD nBufferLength, LPSTR lpBuffer, LPSTR *lpFilePart)
{
    UNICODE_STRING Name;
    WCHAR Full[MAX_PATH * 2];
    PWSTR Part;
    DWORD Length;

    if (!BaseToUnicode(&Name, lpFileName))
        return 0;
    Length = GetFullPathNameW(Name.Buffer, MAX_PATH * 2, Full, &Part);
    RtlFreeUnicodeString(&Name);
    if (Length == 0 || BaseAnswerA(Full, Length, lpBuffer, nBufferLength) != Length)
        return Length == 0 ? 0 : Length + 1;
    if (lpFilePart != NULL)
        *lpFilePart = Part != NULL ? lpBuffer + (Part - Full) : NULL;
    return Length;
}

static BOOL BaseCopyBytes(HANDLE From, HANDLE To)
{
    PVOID Buffer = RtlAllocateHeap(BaseHeap(), 0, PAGE_SIZE);
    DWORD Read;
    DWORD Written;
    BOOL Done = Buffer != NULL;

    if (Buffer == NULL)
        SetLastError(ERROR_NOT_ENOUGH_MEMORY);
    while (Done && (Done = ReadFile(From, Buffer, PAGE_SIZE, &Read, NULL)) && Read != 0)
        Done = WriteFile(To, Buffer, Read, &Written, NULL);
    if (Buffer != NULL)
        RtlFreeHeap(BaseHeap(), 0, Buffer);
    return Done;
}

BOOL WINAPI CopyFileW(LPCWSTR lpExistingFileName, LPCWSTR lpNewFileName, BOOL bFailIfExists)
{
    HANDLE From = CreateFileW(lpExistingFileName, GENERIC_READ, FILE_SHARE_READ, NULL, OPEN_EXISTING, 0, NULL);
    HANDLE To;
    BOOL Done;

    if (From == INVALID_HANDLE_VALUE)
        return FALSE;
    To = CreateFileW(lpNewFileName, GENERIC_WRITE, 0, NULL, bFailIfExists ? CREATE_NEW : CREATE_ALWAYS, FILE_ATTRIBUTE_NORMAL, NULL);
    if (To == INVALID_HANDLE_VALUE) {
        NtClose(From);
        return FALSE;
    }
    Done = BaseCopyBytes(From, To);
    NtClose(From);
    NtClose(To);
    return Done;
}

BOOL WINAPI CopyFileA(LPCSTR lpExistingFileName, LPCSTR lpNewFileName, BOOL bFailIfExists)
{
    UNICODE_STRING From;
    UNICODE_STRING To;
    BOOL Done;

    if (!BaseToUnicode(&From, lpExistingFileName))
        return FALSE;
    Done = BaseToUnicode(&To, lpNewFileName);
    if (Done) {
        Done = CopyFileW(From.Buffer, To.Buffer, bFailIfExists);
        RtlFreeUnicodeString(&To);
    }
    RtlFreeUnicodeString(&From);
    return Done;
}

static VOID BaseToFileTime(PLARGE_INTEGER Time, LPFILETIME FileTime)
{
    FileTime->dwLowDateTime = Time->LowPart;
    FileTime->dwHighDateTime = Time->HighPart;
}

/* The next name of the search, or the first with Restart. */
static NTSTATUS BaseFind(PFIND_HANDLE Find, LPWIN32_FIND_DATAW Data, BOOLEAN Restart)
{
    IO_STATUS_BLOCK IoStatusBlock;
    ULONGLONG Buffer[80];
    PFILE_BOTH_DIR_INFORMATION Information = (PFILE_BOTH_DIR_INFORMATION)Buffer;
    NTSTATUS Status = NtQueryDirectoryFile(Find->Directory, NULL, NULL, NULL, &IoStatusBlock, Information, sizeof(Buffer),
        FileBothDirectoryInformation, TRUE, &Find->Pattern, Restart);

    if (!NT_SUCCESS(Status))
        return Status;
    RtlZeroMemory(Data, sizeof(WIN32_FIND_DATAW));
    Data->dwFileAttributes = Information->FileAttributes;
    BaseToFileTime(&Information->CreationTime, &Data->ftCreationTime);
    BaseToFileTime(&Information->LastAccessTime, &Data->ftLastAccessTime);
    BaseToFileTime(&Information->LastWriteTime, &Data->ftLastWriteTime);
    Data->nFileSizeHigh = Information->EndOfFile.HighPart;
    Data->nFileSizeLow = Information->EndOfFile.LowPart;
    BaseAnswerW(Information->FileName, Information->FileNameLength / sizeof(WCHAR), Data->cFileName, MAX_PATH);
    return STATUS_SUCCESS;
}

/* Opens the directory of a path whose last part is the pattern, and keeps the pattern. */
static NTSTATUS BaseOpenSearch(LPCWSTR FileName, PFIND_HANDLE *Result)
{
    WCHAR Full[MAX_PATH * 2];
    UNICODE_STRING NtName;
    OBJECT_ATTRIBUTES ObjectAttributes;
    IO_STATUS_BLOCK IoStatusBlock;
    PWSTR Part;
    PFIND_HANDLE Find;
    HANDLE Directory;
    NTSTATUS Status;

    if (GetFullPathNameW(FileName, MAX_PATH * 2, Full, &Part) == 0 || Part == NULL)
        return STATUS_OBJECT_NAME_INVALID;
    Find = (PFIND_HANDLE)RtlAllocateHeap(BaseHeap(), HEAP_ZERO_MEMORY, sizeof(FIND_HANDLE));
    if (Find == NULL || !RtlCreateUnicodeString(&Find->Pattern, Part))
        return STATUS_NO_MEMORY;
    *Part = 0;
    Status = STATUS_OBJECT_PATH_NOT_FOUND;
    if (RtlDosPathNameToNtPathName_U(Full, &NtName, NULL, NULL)) {
        InitializeObjectAttributes(&ObjectAttributes, &NtName, OBJ_CASE_INSENSITIVE, NULL, NULL);
        Status = NtOpenFile(&Directory, FILE_LIST_DIRECTORY | SYNCHRONIZE, &ObjectAttributes, &IoStatusBlock,
            FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE, FILE_DIRECTORY_FILE | FILE_SYNCHRONOUS_IO_NONALERT);
        RtlFreeUnicodeString(&NtName);
    }
    if (!NT_SUCCESS(Status)) {
        RtlFreeUnicodeString(&Find->Pattern);
        RtlFreeHeap(BaseHeap(), 0, Find);
        return Status == STATUS_OBJECT_NAME_NOT_FOUND ? STATUS_OBJECT_PATH_NOT_FOUND : Status;
    }
    Find->Directory = Directory;
    *Result = Find;
    return STATUS_SUCCESS;
}

HANDLE WINAPI FindFirstFileW(LPCWSTR lpFileName, LPWIN32_FIND_DATAW lpFindFileData)
{
    PFIND_HANDLE Find;
    NTSTATUS Status = BaseOpenSearch(lpFileName, &Find);

    if (NT_SUCCESS(Status)) {
        Status = BaseFind(Find, lpFindFileData, TRUE);
        if (NT_SUCCESS(Status))
            return (HANDLE)Find;
        FindClose((HANDLE)Find);
    }
    BaseSetLastNTError(Status);
    return INVALID_HANDLE_VALUE;
}

BOOL WINAPI FindNextFileW(HANDLE hFindFile, LPWIN32_FIND_DATAW lpFindFileData)
{
    NTSTATUS Status;

    if (hFindFile == INVALID_HANDLE_VALUE || hFindFile == NULL) {
        SetLastError(ERROR_INVALID_HANDLE);
        return FALSE;
    }
    Status = BaseFind((PFIND_HANDLE)hFindFile, lpFindFileData, FALSE);
    return NT_SUCCESS(Status) ? TRUE : BaseSetLastNTError(Status);
}

BOOL WINAPI FindClose(HANDLE hFindFile)
{
    PFIND_HANDLE Find = (PFIND_HANDLE)hFindFile;

    if (hFindFile == INVALID_HANDLE_VALUE || hFindFile == NULL) {
        SetLastError(ERROR_INVALID_HANDLE);
        return FALSE;
    }
    NtClose(Find->Directory);
    RtlFreeUnicodeString(&Find->Pattern);
    RtlFreeHeap(BaseHeap(), 0, Find);
    return TRUE;
}

/* Everything in front of the two names is the same in both structures. */
static VOID BaseFindDataToAnsi(LPWIN32_FIND_DATAW Wide, LPWIN32_FIND_DATAA Ansi)
{
    RtlMoveMemory(Ansi, Wide, FIELD_OFFSET(WIN32_FIND_DATAW, cFileName));
    BaseAnswerA(Wide->cFileName, lstrlenW(Wide->cFileName), Ansi->cFileName, MAX_PATH);
    Ansi->cAlternateFileName[0] = 0;
}

HANDLE WINAPI FindFirstFileA(LPCSTR lpFileName, LPWIN32_FIND_DATAA lpFindFileData)
{
    UNICODE_STRING Name;
    WIN32_FIND_DATAW Wide;
    HANDLE Find;

    if (!BaseToUnicode(&Name, lpFileName))
        return INVALID_HANDLE_VALUE;
    Find = FindFirstFileW(Name.Buffer, &Wide);
    RtlFreeUnicodeString(&Name);
    if (Find != INVALID_HANDLE_VALUE)
        BaseFindDataToAnsi(&Wide, lpFindFileData);
    return Find;
}

BOOL WINAPI FindNextFileA(HANDLE hFindFile, LPWIN32_FIND_DATAA lpFindFileData)
{
    WIN32_FIND_DATAW Wide;

    if (!FindNextFileW(hFindFile, &Wide))
        return FALSE;
    BaseFindDataToAnsi(&Wide, lpFindFileData);
    return TRUE;
}
