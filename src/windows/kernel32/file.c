/* Files and handles. */
#include "k32p.h"

HANDLE WINAPI GetStdHandle(DWORD nStdHandle)
{
    PRTL_USER_PROCESS_PARAMETERS Parameters = NtCurrentPeb()->ProcessParameters;

    switch (nStdHandle) {
    case STD_INPUT_HANDLE:
        return Parameters->StandardInput;
    case STD_OUTPUT_HANDLE:
        return Parameters->StandardOutput;
    case STD_ERROR_HANDLE:
        return Parameters->StandardError;
    }
    SetLastError(ERROR_INVALID_HANDLE);
    return INVALID_HANDLE_VALUE;
}

BOOL WINAPI SetStdHandle(DWORD nStdHandle, HANDLE hHandle)
{
    PRTL_USER_PROCESS_PARAMETERS Parameters = NtCurrentPeb()->ProcessParameters;

    switch (nStdHandle) {
    case STD_INPUT_HANDLE:
        Parameters->StandardInput = hHandle;
        return TRUE;
    case STD_OUTPUT_HANDLE:
        Parameters->StandardOutput = hHandle;
        return TRUE;
    case STD_ERROR_HANDLE:
        Parameters->StandardError = hHandle;
        return TRUE;
    }
    SetLastError(ERROR_INVALID_HANDLE);
    return FALSE;
}

BOOL WINAPI CloseHandle(HANDLE hObject)
{
    NTSTATUS Status = NtClose(hObject);

    return NT_SUCCESS(Status) ? TRUE : BaseSetLastNTError(Status);
}

/* 0 when the handle is no file's. */
static ULONG BaseDeviceType(HANDLE Handle)
{
    FILE_FS_DEVICE_INFORMATION Device;
    IO_STATUS_BLOCK IoStatusBlock;
    NTSTATUS Status = NtQueryVolumeInformationFile(Handle, &IoStatusBlock, &Device, sizeof(Device), FileFsDeviceInformation);

    if (NT_SUCCESS(Status))
        return Device.DeviceType;
    BaseSetLastNTError(Status);
    return 0;
}

DWORD WINAPI GetFileType(HANDLE hFile)
{
    switch (BaseDeviceType(hFile)) {
    case 0:
        return FILE_TYPE_UNKNOWN;
    case FILE_DEVICE_CONSOLE:
    case FILE_DEVICE_NULL:
        return FILE_TYPE_CHAR;
    case FILE_DEVICE_NAMED_PIPE:
        return FILE_TYPE_PIPE;
    }
    return FILE_TYPE_DISK;
}

static const UCHAR BaseDispositions[] = {0, FILE_CREATE, FILE_OVERWRITE_IF, FILE_OPEN, FILE_OPEN_IF, FILE_OVERWRITE};

static ACCESS_MASK BaseFileAccess(DWORD Desired)
{
    ACCESS_MASK Access = (Desired & 0x0FFFFFFF) | SYNCHRONIZE | FILE_READ_ATTRIBUTES;

    if (Desired & (GENERIC_READ | GENERIC_ALL))
        Access |= FILE_READ_DATA | FILE_READ_EA | READ_CONTROL;
    if (Desired & (GENERIC_WRITE | GENERIC_ALL))
        Access |= FILE_WRITE_DATA | FILE_APPEND_DATA | FILE_WRITE_ATTRIBUTES | FILE_WRITE_EA | READ_CONTROL;
    if (Desired & (GENERIC_EXECUTE | GENERIC_ALL))
        Access |= FILE_EXECUTE | READ_CONTROL;
    return Access;
}

/* What CreateFile leaves in the last error when it succeeds: 183 tells that the file had been there before. */
static VOID BaseSetCreateResult(DWORD Disposition, ULONG_PTR Information)
{
    if ((Disposition == CREATE_ALWAYS && Information == FILE_OVERWRITTEN) || (Disposition == OPEN_ALWAYS && Information == FILE_OPENED))
        SetLastError(ERROR_ALREADY_EXISTS);
    else
        SetLastError(ERROR_SUCCESS);
}

HANDLE WINAPI CreateFileW(LPCWSTR lpFileName, DWORD dwDesiredAccess, DWORD dwShareMode, LPSECURITY_ATTRIBUTES lpSecurityAttributes,
    DWORD dwCreationDisposition, DWORD dwFlagsAndAttributes, HANDLE hTemplateFile)
{
    UNICODE_STRING NtName;
    OBJECT_ATTRIBUTES ObjectAttributes;
    IO_STATUS_BLOCK IoStatusBlock;
    HANDLE File;
    ULONG Options = FILE_SYNCHRONOUS_IO_NONALERT | FILE_NON_DIRECTORY_FILE;
    NTSTATUS Status;

    if (dwCreationDisposition < CREATE_NEW || dwCreationDisposition > TRUNCATE_EXISTING) {
        SetLastError(ERROR_INVALID_PARAMETER);
        return INVALID_HANDLE_VALUE;
    }
    if (lpFileName == NULL || !RtlDosPathNameToNtPathName_U(lpFileName, &NtName, NULL, NULL)) {
        SetLastError(ERROR_PATH_NOT_FOUND);
        return INVALID_HANDLE_VALUE;
    }
    if (dwFlagsAndAttributes & FILE_FLAG_WRITE_THROUGH)
        Options |= FILE_WRITE_THROUGH;
    if (dwFlagsAndAttributes & FILE_FLAG_DELETE_ON_CLOSE)
        Options |= FILE_DELETE_ON_CLOSE;
    InitializeObjectAttributes(&ObjectAttributes, &NtName, OBJ_CASE_INSENSITIVE, NULL, NULL);
    if (lpSecurityAttributes != NULL && lpSecurityAttributes->bInheritHandle)
        ObjectAttributes.Attributes |= OBJ_INHERIT;
    Status = NtCreateFile(&File, BaseFileAccess(dwDesiredAccess), &ObjectAttributes, &IoStatusBlock, NULL,
        dwFlagsAndAttributes & 0x7FB7, dwShareMode, BaseDispositions[dwCreationDisposition], Options, NULL, 0);
    RtlFreeUnicodeString(&NtName);
    if (!NT_SUCCESS(Status)) {
        BaseSetLastNTError(Status);
        if (Status == STATUS_OBJECT_NAME_COLLISION)
            SetLastError(ERROR_FILE_EXISTS);
        return INVALID_HANDLE_VALUE;
    }
    BaseSetCreateResult(dwCreationDisposition, IoStatusBlock.Information);
    return File;
}

HANDLE WINAPI CreateFileA(LPCSTR lpFileName, DWORD dwDesiredAccess, DWORD dwShareMode, LPSECURITY_ATTRIBUTES lpSecurityAttributes,
    DWORD dwCreationDisposition, DWORD dwFlagsAndAttributes, HANDLE hTemplateFile)
{
    UNICODE_STRING Name;
    HANDLE File;

    if (!BaseToUnicode(&Name, lpFileName))
        return INVALID_HANDLE_VALUE;
    File = CreateFileW(Name.Buffer, dwDesiredAccess, dwShareMode, lpSecurityAttributes, dwCreationDisposition, dwFlagsAndAttributes, hTemplateFile);
    RtlFreeUnicodeString(&Name);
    return File;
}

static PLARGE_INTEGER BaseOverlappedOffset(LPOVERLAPPED Overlapped, PLARGE_INTEGER Offset)
{
    if (Overlapped == NULL)
        return NULL;
    Offset->LowPart = Overlapped->Offset;
    Offset->HighPart = Overlapped->OffsetHigh;
    return Offset;
}

/* At the end of the file: TRUE with zero bytes. All files are synchronous here; an OVERLAPPED only gives the place. */
BOOL WINAPI ReadFile(HANDLE hFile, LPVOID lpBuffer, DWORD nNumberOfBytesToRead, LPDWORD lpNumberOfBytesRead, LPOVERLAPPED lpOverlapped)
{
    IO_STATUS_BLOCK IoStatusBlock;
    LARGE_INTEGER Offset;
    NTSTATUS Status;

    if (lpNumberOfBytesRead != NULL)
        *lpNumberOfBytesRead = 0;
    IoStatusBlock.Information = 0;
    Status = NtReadFile(hFile, NULL, NULL, NULL, &IoStatusBlock, lpBuffer, nNumberOfBytesToRead, BaseOverlappedOffset(lpOverlapped, &Offset), NULL);
    if (Status == STATUS_END_OF_FILE)
        return lpOverlapped != NULL ? BaseSetLastNTError(Status) : TRUE;
    if (!NT_SUCCESS(Status))
        return BaseSetLastNTError(Status);
    if (lpNumberOfBytesRead != NULL)
        *lpNumberOfBytesRead = IoStatusBlock.Information;
    return TRUE;
}

BOOL WINAPI WriteFile(HANDLE hFile, LPCVOID lpBuffer, DWORD nNumberOfBytesToWrite, LPDWORD lpNumberOfBytesWritten, LPOVERLAPPED lpOverlapped)
{
    IO_STATUS_BLOCK IoStatusBlock;
    LARGE_INTEGER Offset;
    NTSTATUS Status;

    if (lpNumberOfBytesWritten != NULL)
        *lpNumberOfBytesWritten = 0;
    IoStatusBlock.Information = 0;
    Status = NtWriteFile(hFile, NULL, NULL, NULL, &IoStatusBlock, (PVOID)lpBuffer, nNumberOfBytesToWrite,
        BaseOverlappedOffset(lpOverlapped, &Offset), NULL);
    if (!NT_SUCCESS(Status))
        return BaseSetLastNTError(Status);
    if (lpNumberOfBytesWritten != NULL)
        *lpNumberOfBytesWritten = IoStatusBlock.Information;
    return TRUE;
}

static BOOL BaseQueryFile(HANDLE File, PVOID Information, ULONG Length, ULONG Class)
{
    IO_STATUS_BLOCK IoStatusBlock;
    NTSTATUS Status = NtQueryInformationFile(File, &IoStatusBlock, Information, Length, Class);

    return NT_SUCCESS(Status) ? TRUE : BaseSetLastNTError(Status);
}

static BOOL BaseSetFile(HANDLE File, PVOID Information, ULONG Length, ULONG Class)
{
    IO_STATUS_BLOCK IoStatusBlock;
    NTSTATUS Status = NtSetInformationFile(File, &IoStatusBlock, Information, Length, Class);

    return NT_SUCCESS(Status) ? TRUE : BaseSetLastNTError(Status);
}

BOOL WINAPI GetFileSizeEx(HANDLE hFile, PLARGE_INTEGER lpFileSize)
{
    FILE_STANDARD_INFORMATION Information;

    if (!BaseQueryFile(hFile, &Information, sizeof(Information), FileStandardInformation))
        return FALSE;
    *lpFileSize = Information.EndOfFile;
    return TRUE;
}

DWORD WINAPI GetFileSize(HANDLE hFile, LPDWORD lpFileSizeHigh)
{
    LARGE_INTEGER Size;

    if (!GetFileSizeEx(hFile, &Size))
        return INVALID_FILE_SIZE;
    if (lpFileSizeHigh != NULL)
        *lpFileSizeHigh = Size.HighPart;
    SetLastError(ERROR_SUCCESS);
    return Size.LowPart;
}

BOOL WINAPI SetFilePointerEx(HANDLE hFile, LARGE_INTEGER liDistanceToMove, PLARGE_INTEGER lpNewFilePointer, DWORD dwMoveMethod)
{
    LARGE_INTEGER Position;

    Position.QuadPart = 0;
    if (dwMoveMethod > FILE_END) {
        SetLastError(ERROR_INVALID_PARAMETER);
        return FALSE;
    }
    if (dwMoveMethod == FILE_CURRENT && !BaseQueryFile(hFile, &Position, sizeof(Position), FilePositionInformation))
        return FALSE;
    if (dwMoveMethod == FILE_END && !GetFileSizeEx(hFile, &Position))
        return FALSE;
    Position.QuadPart += liDistanceToMove.QuadPart;
    if (Position.QuadPart < 0) {
        SetLastError(ERROR_NEGATIVE_SEEK);
        return FALSE;
    }
    if (!BaseSetFile(hFile, &Position, sizeof(Position), FilePositionInformation))
        return FALSE;
    if (lpNewFilePointer != NULL)
        *lpNewFilePointer = Position;
    return TRUE;
}

/* FFFFFFFF may be a position: then only the last error tells. */
DWORD WINAPI SetFilePointer(HANDLE hFile, LONG lDistanceToMove, PLONG lpDistanceToMoveHigh, DWORD dwMoveMethod)
{
    LARGE_INTEGER Distance;
    LARGE_INTEGER Position;

    Distance.QuadPart = lDistanceToMove;
    if (lpDistanceToMoveHigh != NULL) {
        Distance.LowPart = lDistanceToMove;
        Distance.HighPart = *lpDistanceToMoveHigh;
    }
    if (!SetFilePointerEx(hFile, Distance, &Position, dwMoveMethod))
        return INVALID_SET_FILE_POINTER;
    if (lpDistanceToMoveHigh != NULL)
        *lpDistanceToMoveHigh = Position.HighPart;
    SetLastError(ERROR_SUCCESS);
    return Position.LowPart;
}

BOOL WINAPI SetEndOfFile(HANDLE hFile)
{
    LARGE_INTEGER Position;

    return BaseQueryFile(hFile, &Position, sizeof(Position), FilePositionInformation) &&
           BaseSetFile(hFile, &Position, sizeof(Position), FileEndOfFileInformation);
}

BOOL WINAPI FlushFileBuffers(HANDLE hFile)
{
    IO_STATUS_BLOCK IoStatusBlock;
    NTSTATUS Status = NtFlushBuffersFile(hFile, &IoStatusBlock);

    return NT_SUCCESS(Status) ? TRUE : BaseSetLastNTError(Status);
}

BOOL WINAPI DeleteFileW(LPCWSTR lpFileName)
{
    UNICODE_STRING NtName;
    OBJECT_ATTRIBUTES ObjectAttributes;
    IO_STATUS_BLOCK IoStatusBlock;
    HANDLE File;
    NTSTATUS Status;
    BOOLEAN Delete = TRUE;

    if (lpFileName == NULL || !RtlDosPathNameToNtPathName_U(lpFileName, &NtName, NULL, NULL)) {
        SetLastError(ERROR_PATH_NOT_FOUND);
        return FALSE;
    }
    InitializeObjectAttributes(&ObjectAttributes, &NtName, OBJ_CASE_INSENSITIVE, NULL, NULL);
    Status = NtOpenFile(&File, DELETE | SYNCHRONIZE, &ObjectAttributes, &IoStatusBlock, FILE_SHARE_DELETE | FILE_SHARE_READ | FILE_SHARE_WRITE,
        FILE_SYNCHRONOUS_IO_NONALERT | FILE_NON_DIRECTORY_FILE);
    RtlFreeUnicodeString(&NtName);
    if (!NT_SUCCESS(Status))
        return BaseSetLastNTError(Status);
    Status = NtSetInformationFile(File, &IoStatusBlock, &Delete, sizeof(Delete), FileDispositionInformation);
    NtClose(File);
    return NT_SUCCESS(Status) ? TRUE : BaseSetLastNTError(Status);
}

BOOL WINAPI DeleteFileA(LPCSTR lpFileName)
{
    UNICODE_STRING Name;
    BOOL Deleted;

    if (!BaseToUnicode(&Name, lpFileName))
        return FALSE;
    Deleted = DeleteFileW(Name.Buffer);
    RtlFreeUnicodeString(&Name);
    return Deleted;
}

DWORD WINAPI GetFileAttributesW(LPCWSTR lpFileName)
{
    UNICODE_STRING NtName;
    OBJECT_ATTRIBUTES ObjectAttributes;
    FILE_BASIC_INFORMATION Information;
    NTSTATUS Status;

    if (lpFileName == NULL || !RtlDosPathNameToNtPathName_U(lpFileName, &NtName, NULL, NULL)) {
        SetLastError(ERROR_PATH_NOT_FOUND);
        return INVALID_FILE_ATTRIBUTES;
    }
    InitializeObjectAttributes(&ObjectAttributes, &NtName, OBJ_CASE_INSENSITIVE, NULL, NULL);
    Status = NtQueryAttributesFile(&ObjectAttributes, &Information);
    RtlFreeUnicodeString(&NtName);
    if (NT_SUCCESS(Status))
        return Information.FileAttributes;
    BaseSetLastNTError(Status);
    return INVALID_FILE_ATTRIBUTES;
}

DWORD WINAPI GetFileAttributesA(LPCSTR lpFileName)
{
    UNICODE_STRING Name;
    DWORD Attributes;

    if (!BaseToUnicode(&Name, lpFileName))
        return INVALID_FILE_ATTRIBUTES;
    Attributes = GetFileAttributesW(Name.Buffer);
    RtlFreeUnicodeString(&Name);
    return Attributes;
}

/* A leftover of Windows 3.1: there is no limit to set. */
UINT WINAPI SetHandleCount(UINT uNumber)
{
    return uNumber;
}
