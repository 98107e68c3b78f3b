/* Names and attributes of files: directories made and removed, files moved, times, the current directory. */
#include "k32p.h"

/* Opens whatever has the name; the last error is set when that fails. */
static NTSTATUS BaseOpenPath(LPCWSTR FileName, ACCESS_MASK Access, ULONG Options, PHANDLE File)
{
    UNICODE_STRING NtName;
    OBJECT_ATTRIBUTES ObjectAttributes;
    IO_STATUS_BLOCK IoStatusBlock;
    NTSTATUS Status = STATUS_OBJECT_PATH_NOT_FOUND;

    if (FileName != NULL && RtlDosPathNameToNtPathName_U(FileName, &NtName, NULL, NULL)) {
        InitializeObjectAttributes(&ObjectAttributes, &NtName, OBJ_CASE_INSENSITIVE, NULL, NULL);
        Status = NtOpenFile(File, Access | SYNCHRONIZE, &ObjectAttributes, &IoStatusBlock,
            FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE, Options | FILE_SYNCHRONOUS_IO_NONALERT);
        RtlFreeUnicodeString(&NtName);
    }
    if (!NT_SUCCESS(Status))
        BaseSetLastNTError(Status);
    return Status;
}

/* Sets information on the file and closes it. */
static BOOL BaseSetAndClose(HANDLE File, PVOID Information, ULONG Length, ULONG Class)
{
    IO_STATUS_BLOCK IoStatusBlock;
    NTSTATUS Status = NtSetInformationFile(File, &IoStatusBlock, Information, Length, Class);

    NtClose(File);
    return NT_SUCCESS(Status) ? TRUE : BaseSetLastNTError(Status);
}

BOOL WINAPI CreateDirectoryW(LPCWSTR lpPathName, LPSECURITY_ATTRIBUTES lpSecurityAttributes)
{
    UNICODE_STRING NtName;
    OBJECT_ATTRIBUTES ObjectAttributes;
    IO_STATUS_BLOCK IoStatusBlock;
    HANDLE Directory;
    NTSTATUS Status;

    if (lpPathName == NULL || !RtlDosPathNameToNtPathName_U(lpPathName, &NtName, NULL, NULL)) {
        SetLastError(ERROR_PATH_NOT_FOUND);
        return FALSE;
    }
    InitializeObjectAttributes(&ObjectAttributes, &NtName, OBJ_CASE_INSENSITIVE, NULL, NULL);
    Status = NtCreateFile(&Directory, FILE_LIST_DIRECTORY | SYNCHRONIZE, &ObjectAttributes, &IoStatusBlock, NULL, FILE_ATTRIBUTE_NORMAL,
        FILE_SHARE_READ | FILE_SHARE_WRITE, FILE_CREATE, FILE_DIRECTORY_FILE | FILE_SYNCHRONOUS_IO_NONALERT, NULL, 0);
    RtlFreeUnicodeString(&NtName);
    if (!NT_SUCCESS(Status))
        return BaseSetLastNTError(Status);
    NtClose(Directory);
    return TRUE;
}

BOOL WINAPI RemoveDirectoryW(LPCWSTR lpPathName)
{
    HANDLE Directory;
    BOOLEAN Delete = TRUE;

    if (!NT_SUCCESS(BaseOpenPath(lpPathName, DELETE, FILE_DIRECTORY_FILE, &Directory)))
        return FALSE;
    return BaseSetAndClose(Directory, &Delete, sizeof(Delete), FileDispositionInformation);
}

BOOL WINAPI MoveFileExW(LPCWSTR lpExistingFileName, LPCWSTR lpNewFileName, DWORD dwFlags)
{
    UNICODE_STRING NtName;
    PFILE_RENAME_INFORMATION Rename;
    HANDLE File;
    ULONG Length;
    BOOL Moved;

    if (!NT_SUCCESS(BaseOpenPath(lpExistingFileName, DELETE, 0, &File)))
        return FALSE;
    if (lpNewFileName == NULL || !RtlDosPathNameToNtPathName_U(lpNewFileName, &NtName, NULL, NULL)) {
        NtClose(File);
        SetLastError(ERROR_PATH_NOT_FOUND);
        return FALSE;
    }
    Length = FIELD_OFFSET(FILE_RENAME_INFORMATION, FileName) + NtName.Length;
    Rename = (PFILE_RENAME_INFORMATION)RtlAllocateHeap(BaseHeap(), 0, Length + sizeof(WCHAR));
    if (Rename == NULL) {
        RtlFreeUnicodeString(&NtName);
        NtClose(File);
        SetLastError(ERROR_NOT_ENOUGH_MEMORY);
        return FALSE;
    }
    Rename->ReplaceIfExists = (dwFlags & MOVEFILE_REPLACE_EXISTING) != 0;
    Rename->RootDirectory = NULL;
    Rename->FileNameLength = NtName.Length;
    RtlMoveMemory(Rename->FileName, NtName.Buffer, NtName.Length);
    Moved = BaseSetAndClose(File, Rename, Length, FileRenameInformation);
    RtlFreeHeap(BaseHeap(), 0, Rename);
    RtlFreeUnicodeString(&NtName);
    return Moved;
}

BOOL WINAPI MoveFileW(LPCWSTR lpExistingFileName, LPCWSTR lpNewFileName)
{
    return MoveFileExW(lpExistingFileName, lpNewFileName, MOVEFILE_COPY_ALLOWED);
}

BOOL WINAPI SetFileAttributesW(LPCWSTR lpFileName, DWORD dwFileAttributes)
{
    FILE_BASIC_INFORMATION Information;
    HANDLE File;

    if (!NT_SUCCESS(BaseOpenPath(lpFileName, FILE_WRITE_ATTRIBUTES, 0, &File)))
        return FALSE;
    RtlZeroMemory(&Information, sizeof(Information));
    Information.FileAttributes = dwFileAttributes | FILE_ATTRIBUTE_NORMAL;
    return BaseSetAndClose(File, &Information, sizeof(Information), FileBasicInformation);
}

static VOID BaseTimeOut(LPFILETIME To, PLARGE_INTEGER From)
{
    if (To == NULL)
        return;
    To->dwLowDateTime = From->LowPart;
    To->dwHighDateTime = From->HighPart;
}

BOOL WINAPI GetFileTime(HANDLE hFile, LPFILETIME lpCreationTime, LPFILETIME lpLastAccessTime, LPFILETIME lpLastWriteTime)
{
    FILE_BASIC_INFORMATION Information;
    IO_STATUS_BLOCK IoStatusBlock;
    NTSTATUS Status = NtQueryInformationFile(hFile, &IoStatusBlock, &Information, sizeof(Information), FileBasicInformation);

    if (!NT_SUCCESS(Status))
        return BaseSetLastNTError(Status);
    BaseTimeOut(lpCreationTime, &Information.CreationTime);
    BaseTimeOut(lpLastAccessTime, &Information.LastAccessTime);
    BaseTimeOut(lpLastWriteTime, &Information.LastWriteTime);
    return TRUE;
}

/* The directory must exist; its path, with a separator at the end, takes the old one's place in the process parameters. */
BOOL WINAPI SetCurrentDirectoryW(LPCWSTR lpPathName)
{
    PUNICODE_STRING Current = &NtCurrentPeb()->ProcessParameters->CurrentDirectory.DosPath;
    WCHAR Full[MAX_PATH * 2];
    DWORD Length;
    HANDLE Directory;

    if (!NT_SUCCESS(BaseOpenPath(lpPathName, FILE_LIST_DIRECTORY, FILE_DIRECTORY_FILE, &Directory)))
        return FALSE;
    NtClose(Directory);
    Length = GetFullPathNameW(lpPathName, MAX_PATH * 2 - 2, Full, NULL);
    if (Length == 0 || (Length + 2) * sizeof(WCHAR) > Current->MaximumLength) {
        SetLastError(ERROR_FILENAME_EXCED_RANGE);
        return FALSE;
    }
    if (Full[Length - 1] != L'\\')
        Full[Length++] = L'\\';
    Full[Length] = 0;
    RtlAcquirePebLock();
    RtlMoveMemory(Current->Buffer, Full, (Length + 1) * sizeof(WCHAR));
    Current->Length = (USHORT)(Length * sizeof(WCHAR));
    RtlReleasePebLock();
    return TRUE;
}

/* A name of the prefix's first three characters and four hexadecimal digits; without a number the file is made, too. */
UINT WINAPI GetTempFileNameW(LPCWSTR lpPathName, LPCWSTR lpPrefixString, UINT uUnique, LPWSTR lpTempFileName)
{
    static const WCHAR Digits[] = L"0123456789ABCDEF";
    UINT Number = uUnique != 0 ? uUnique : GetTickCount();
    ULONG Tries;

    for (Tries = 0; Tries < 0x10000; Tries++, Number++) {
        PWSTR To = lpTempFileName;
        HANDLE File;
        int i;

        if ((Number & 0xFFFF) == 0)
            continue;
        lstrcpynW(To, lpPathName, MAX_PATH - 14);
        To += lstrlenW(To);
        if (To > lpTempFileName && To[-1] != L'\\')
            *To++ = L'\\';
        for (i = 0; i < 3 && lpPrefixString != NULL && lpPrefixString[i] != 0; i++)
            *To++ = lpPrefixString[i];
        for (i = Number & 0xF000 ? 12 : Number & 0xF00 ? 8 : Number & 0xF0 ? 4 : 0; i >= 0; i -= 4)
            *To++ = Digits[(Number >> i) & 15];
        lstrcpyW(To, L".tmp");
        if (uUnique != 0)
            return uUnique & 0xFFFF;
        File = CreateFileW(lpTempFileName, GENERIC_READ, 0, NULL, CREATE_NEW, FILE_ATTRIBUTE_NORMAL, NULL);
        if (File != INVALID_HANDLE_VALUE) {
            CloseHandle(File);
            return Number & 0xFFFF;
        }
        if (GetLastError() != ERROR_FILE_EXISTS)
            return 0;
    }
    return 0;
}

/* ---- the same with narrow characters ---- */

BOOL WINAPI CreateDirectoryA(LPCSTR lpPathName, LPSECURITY_ATTRIBUTES lpSecurityAttributes)
{
    UNICODE_STRING Name;
    BOOL Done;

    if (!BaseToUnicode(&Name, lpPathName))
        return FALSE;
    Done = CreateDirectoryW(Name.Buffer, lpSecurityAttributes);
    RtlFreeUnicodeString(&Name);
    return Done;
}

BOOL WINAPI RemoveDirectoryA(LPCSTR lpPathName)
{
    UNICODE_STRING Name;
    BOOL Done;

    if (!BaseToUnicode(&Name, lpPathName))
        return FALSE;
    Done = RemoveDirectoryW(Name.Buffer);
    RtlFreeUnicodeString(&Name);
    return Done;
}

BOOL WINAPI MoveFileExA(LPCSTR lpExistingFileName, LPCSTR lpNewFileName, DWORD dwFlags)
{
    UNICODE_STRING From;
    UNICODE_STRING To;
    BOOL Done;

    if (!BaseToUnicode(&From, lpExistingFileName))
        return FALSE;
    Done = BaseToUnicode(&To, lpNewFileName);
    if (Done) {
        Done = MoveFileExW(From.Buffer, To.Buffer, dwFlags);
        RtlFreeUnicodeString(&To);
    }
    RtlFreeUnicodeString(&From);
    return Done;
}

BOOL WINAPI MoveFileA(LPCSTR lpExistingFileName, LPCSTR lpNewFileName)
{
    return MoveFileExA(lpExistingFileName, lpNewFileName, MOVEFILE_COPY_ALLOWED);
}

BOOL WINAPI SetFileAttributesA(LPCSTR lpFileName, DWORD dwFileAttributes)
{
    UNICODE_STRING Name;
    BOOL Done;

    if (!BaseToUnicode(&Name, lpFileName))
        return FALSE;
    Done = SetFileAttributesW(Name.Buffer, dwFileAttributes);
    RtlFreeUnicodeString(&Name);
    return Done;
}

BOOL WINAPI SetCurrentDirectoryA(LPCSTR lpPathName)
{
    UNICODE_STRING Name;
    BOOL Done;

    if (!BaseToUnicode(&Name, lpPathName))
        return FALSE;
    Done = SetCurrentDirectoryW(Name.Buffer);
    RtlFreeUnicodeString(&Name);
    return Done;
}

UINT WINAPI GetTempFileNameA(LPCSTR lpPathName, LPCSTR lpPrefixString, UINT uUnique, LPSTR lpTempFileName)
{
    UNICODE_STRING Path;
    UNICODE_STRING Prefix;
    WCHAR Name[MAX_PATH + 1];
    UINT Number = 0;

    if (!BaseToUnicode(&Path, lpPathName))
        return 0;
    if (BaseToUnicode(&Prefix, lpPrefixString != NULL ? lpPrefixString : "")) {
        Number = GetTempFileNameW(Path.Buffer, Prefix.Buffer, uUnique, Name);
        RtlFreeUnicodeString(&Prefix);
    }
    RtlFreeUnicodeString(&Path);
    if (Number != 0)
        BaseAnswerA(Name, lstrlenW(Name), lpTempFileName, MAX_PATH);
    return Number;
}
