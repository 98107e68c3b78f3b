/* Modules: a module handle is the address at which the image is mapped. */
#include "k32p.h"

static HMODULE BaseGetModuleHandle(PCUNICODE_STRING Name)
{
    PVOID Handle;
    NTSTATUS Status = LdrGetDllHandle(NULL, NULL, Name, &Handle);

    if (NT_SUCCESS(Status))
        return (HMODULE)Handle;
    BaseSetLastNTError(Status);
    return NULL;
}

/* NULL asks for the EXE. The handle is not counted: the module may go while you hold it. */
HMODULE WINAPI GetModuleHandleW(LPCWSTR lpModuleName)
{
    UNICODE_STRING Name;

    if (lpModuleName == NULL)
        return (HMODULE)NtCurrentPeb()->ImageBaseAddress;
    RtlInitUnicodeString(&Name, lpModuleName);
    return BaseGetModuleHandle(&Name);
}

HMODULE WINAPI GetModuleHandleA(LPCSTR lpModuleName)
{
    UNICODE_STRING Name;
    HMODULE Module;

    if (lpModuleName == NULL)
        return GetModuleHandleW(NULL);
    if (!BaseToUnicode(&Name, lpModuleName))
        return NULL;
    Module = BaseGetModuleHandle(&Name);
    RtlFreeUnicodeString(&Name);
    return Module;
}

BOOL WINAPI GetModuleHandleExW(DWORD dwFlags, LPCWSTR lpModuleName, HMODULE *phModule)
{
    PLDR_DATA_TABLE_ENTRY LdrEntry;

    *phModule = NULL;
    if (dwFlags & ~7) {
        SetLastError(ERROR_INVALID_PARAMETER);
        return FALSE;
    }
    if (dwFlags & GET_MODULE_HANDLE_EX_FLAG_FROM_ADDRESS) {
        if (NT_SUCCESS(LdrFindEntryForAddress((PVOID)lpModuleName, &LdrEntry)))
            *phModule = (HMODULE)LdrEntry->DllBase;
        else
            SetLastError(ERROR_MOD_NOT_FOUND);
    } else
        *phModule = GetModuleHandleW(lpModuleName);
    if (*phModule == NULL)
        return FALSE;
    if (!(dwFlags & GET_MODULE_HANDLE_EX_FLAG_UNCHANGED_REFCOUNT))
        LdrAddRefDll((dwFlags & GET_MODULE_HANDLE_EX_FLAG_PIN) ? 1 : 0, *phModule);
    return TRUE;
}

BOOL WINAPI GetModuleHandleExA(DWORD dwFlags, LPCSTR lpModuleName, HMODULE *phModule)
{
    UNICODE_STRING Name;
    BOOL Found;

    if ((dwFlags & GET_MODULE_HANDLE_EX_FLAG_FROM_ADDRESS) || lpModuleName == NULL)
        return GetModuleHandleExW(dwFlags, (LPCWSTR)lpModuleName, phModule);
    *phModule = NULL;
    if (!BaseToUnicode(&Name, lpModuleName))
        return FALSE;
    Found = GetModuleHandleExW(dwFlags, Name.Buffer, phModule);
    RtlFreeUnicodeString(&Name);
    return Found;
}

static PUNICODE_STRING BaseModulePath(HMODULE Module)
{
    PLDR_DATA_TABLE_ENTRY LdrEntry;

    if (Module == NULL)
        Module = (HMODULE)NtCurrentPeb()->ImageBaseAddress;
    if (NT_SUCCESS(LdrFindEntryForAddress(Module, &LdrEntry)) && LdrEntry->DllBase == Module)
        return &LdrEntry->FullDllName;
    SetLastError(ERROR_MOD_NOT_FOUND);
    return NULL;
}

/* A path that is too long is cut, with a zero behind it, and the answer is nSize. */
DWORD WINAPI GetModuleFileNameW(HMODULE hModule, LPWSTR lpFilename, DWORD nSize)
{
    PUNICODE_STRING Path = BaseModulePath(hModule);
    DWORD Length;

    if (Path == NULL)
        return 0;
    Length = Path->Length / sizeof(WCHAR);
    if (Length < nSize) {
        BaseAnswerW(Path->Buffer, Length, lpFilename, nSize);
        SetLastError(ERROR_SUCCESS);
        return Length;
    }
    if (nSize != 0)
        BaseAnswerW(Path->Buffer, nSize - 1, lpFilename, nSize);
    SetLastError(ERROR_INSUFFICIENT_BUFFER);
    return nSize;
}

DWORD WINAPI GetModuleFileNameA(HMODULE hModule, LPSTR lpFilename, DWORD nSize)
{
    PUNICODE_STRING Path = BaseModulePath(hModule);
    DWORD Length;

    if (Path == NULL)
        return 0;
    Length = Path->Length / sizeof(WCHAR);
    if (Length < nSize) {
        BaseAnswerA(Path->Buffer, Length, lpFilename, nSize);
        SetLastError(ERROR_SUCCESS);
        return Length;
    }
    if (nSize != 0)
        BaseAnswerA(Path->Buffer, nSize - 1, lpFilename, nSize);
    SetLastError(ERROR_INSUFFICIENT_BUFFER);
    return nSize;
}

/* Mapping without binding and initialising is not supported, and said so. */
HMODULE WINAPI LoadLibraryExW(LPCWSTR lpLibFileName, HANDLE hFile, DWORD dwFlags)
{
    UNICODE_STRING Name;
    PVOID Handle;
    NTSTATUS Status;

    if (lpLibFileName == NULL || hFile != NULL) {
        SetLastError(ERROR_INVALID_PARAMETER);
        return NULL;
    }
    if (dwFlags & (DONT_RESOLVE_DLL_REFERENCES | LOAD_LIBRARY_AS_DATAFILE)) {
        SetLastError(ERROR_NOT_SUPPORTED);
        return NULL;
    }
    RtlInitUnicodeString(&Name, lpLibFileName);
    Status = LdrLoadDll(NULL, NULL, &Name, &Handle);
    if (NT_SUCCESS(Status))
        return (HMODULE)Handle;
    BaseSetLastNTError(Status);
    return NULL;
}

HMODULE WINAPI LoadLibraryExA(LPCSTR lpLibFileName, HANDLE hFile, DWORD dwFlags)
{
    UNICODE_STRING Name;
    HMODULE Module;

    if (!BaseToUnicode(&Name, lpLibFileName))
        return NULL;
    Module = LoadLibraryExW(Name.Buffer, hFile, dwFlags);
    RtlFreeUnicodeString(&Name);
    return Module;
}

HMODULE WINAPI LoadLibraryW(LPCWSTR lpLibFileName)
{
    return LoadLibraryExW(lpLibFileName, NULL, 0);
}

HMODULE WINAPI LoadLibraryA(LPCSTR lpLibFileName)
{
    return LoadLibraryExA(lpLibFileName, NULL, 0);
}

BOOL WINAPI FreeLibrary(HMODULE hLibModule)
{
    NTSTATUS Status = LdrUnloadDll(hLibModule);

    return NT_SUCCESS(Status) ? TRUE : BaseSetLastNTError(Status);
}

/* A number below 64 K in place of a name is an ordinal. */
FARPROC WINAPI GetProcAddress(HMODULE hModule, LPCSTR lpProcName)
{
    ANSI_STRING Name;
    PVOID Address;
    NTSTATUS Status;

    if (hModule == NULL)
        hModule = (HMODULE)NtCurrentPeb()->ImageBaseAddress;
    if ((ULONG_PTR)lpProcName > 0xFFFF) {
        RtlInitAnsiString(&Name, lpProcName);
        Status = LdrGetProcedureAddress(hModule, &Name, 0, &Address);
    } else
        Status = LdrGetProcedureAddress(hModule, NULL, (ULONG)lpProcName, &Address);
    if (NT_SUCCESS(Status))
        return (FARPROC)Address;
    BaseSetLastNTError(Status);
    return NULL;
}

BOOL WINAPI DisableThreadLibraryCalls(HMODULE hLibModule)
{
    NTSTATUS Status = LdrDisableThreadCalloutsForDll(hLibModule);

    return NT_SUCCESS(Status) ? TRUE : BaseSetLastNTError(Status);
}
