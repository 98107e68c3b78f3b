/* Virtual memory: each function is one system call. */
#include "k32p.h"

LPVOID WINAPI VirtualAllocEx(HANDLE hProcess, LPVOID lpAddress, SIZE_T dwSize, DWORD flAllocationType, DWORD flProtect)
{
    NTSTATUS Status;

    /* The first 64 KB can never be had. */
    if (lpAddress != NULL && (ULONG_PTR)lpAddress < 0x10000) {
        SetLastError(ERROR_INVALID_PARAMETER);
        return NULL;
    }
    Status = NtAllocateVirtualMemory(hProcess, &lpAddress, 0, &dwSize, flAllocationType, flProtect);
    if (NT_SUCCESS(Status))
        return lpAddress;
    BaseSetLastNTError(Status);
    return NULL;
}

LPVOID WINAPI VirtualAlloc(LPVOID lpAddress, SIZE_T dwSize, DWORD flAllocationType, DWORD flProtect)
{
    return VirtualAllocEx(NtCurrentProcess(), lpAddress, dwSize, flAllocationType, flProtect);
}

BOOL WINAPI VirtualFreeEx(HANDLE hProcess, LPVOID lpAddress, SIZE_T dwSize, DWORD dwFreeType)
{
    NTSTATUS Status;

    if ((dwFreeType & MEM_RELEASE) && dwSize != 0) {
        SetLastError(ERROR_INVALID_PARAMETER);
        return FALSE;
    }
    Status = NtFreeVirtualMemory(hProcess, &lpAddress, &dwSize, dwFreeType);
    return NT_SUCCESS(Status) ? TRUE : BaseSetLastNTError(Status);
}

BOOL WINAPI VirtualFree(LPVOID lpAddress, SIZE_T dwSize, DWORD dwFreeType)
{
    return VirtualFreeEx(NtCurrentProcess(), lpAddress, dwSize, dwFreeType);
}

BOOL WINAPI VirtualProtectEx(HANDLE hProcess, LPVOID lpAddress, SIZE_T dwSize, DWORD flNewProtect, PDWORD lpflOldProtect)
{
    NTSTATUS Status = NtProtectVirtualMemory(hProcess, &lpAddress, &dwSize, flNewProtect, lpflOldProtect);

    return NT_SUCCESS(Status) ? TRUE : BaseSetLastNTError(Status);
}

BOOL WINAPI VirtualProtect(LPVOID lpAddress, SIZE_T dwSize, DWORD flNewProtect, PDWORD lpflOldProtect)
{
    return VirtualProtectEx(NtCurrentProcess(), lpAddress, dwSize, flNewProtect, lpflOldProtect);
}

SIZE_T WINAPI VirtualQueryEx(HANDLE hProcess, LPCVOID lpAddress, PMEMORY_BASIC_INFORMATION lpBuffer, SIZE_T dwLength)
{
    SIZE_T Returned;
    NTSTATUS Status = NtQueryVirtualMemory(hProcess, (PVOID)lpAddress, MemoryBasicInformation, lpBuffer, dwLength, &Returned);

    if (NT_SUCCESS(Status))
        return Returned;
    BaseSetLastNTError(Status);
    return 0;
}

SIZE_T WINAPI VirtualQuery(LPCVOID lpAddress, PMEMORY_BASIC_INFORMATION lpBuffer, SIZE_T dwLength)
{
    return VirtualQueryEx(NtCurrentProcess(), lpAddress, lpBuffer, dwLength);
}

/* TRUE when a byte of the range has a protection outside Allowed. The memory itself is not touched, so guard pages stay. */
static BOOL BaseIsBadRange(ULONG_PTR Address, SIZE_T Size, DWORD Allowed)
{
    MEMORY_BASIC_INFORMATION Information;

    while (Size != 0) {
        SIZE_T Left;
        if (VirtualQuery((LPCVOID)Address, &Information, sizeof(Information)) == 0 || Information.State != MEM_COMMIT)
            return TRUE;
        if (!(Information.Protect & Allowed) || (Information.Protect & PAGE_GUARD))
            return TRUE;
        Left = (ULONG_PTR)Information.BaseAddress + Information.RegionSize - Address;
        if (Left >= Size)
            return FALSE;
        Size -= Left;
        Address += Left;
    }
    return FALSE;
}

#define WRITABLE (PAGE_READWRITE | PAGE_WRITECOPY | PAGE_EXECUTE_READWRITE | PAGE_EXECUTE_WRITECOPY)
#define READABLE (WRITABLE | PAGE_READONLY | PAGE_EXECUTE_READ)

BOOL WINAPI IsBadReadPtr(const VOID *lp, UINT_PTR ucb)
{
    return BaseIsBadRange((ULONG_PTR)lp, ucb, READABLE);
}

BOOL WINAPI IsBadWritePtr(LPVOID lp, UINT_PTR ucb)
{
    return BaseIsBadRange((ULONG_PTR)lp, ucb, WRITABLE);
}

BOOL WINAPI IsBadCodePtr(FARPROC lpfn)
{
    return BaseIsBadRange((ULONG_PTR)lpfn, 1, READABLE);
}

/* Looks page by page, so that text which ends before a bad page is good. */
BOOL WINAPI IsBadStringPtrA(LPCSTR lpsz, UINT_PTR ucchMax)
{
    for (; ucchMax > 0; ucchMax--, lpsz++) {
        if (BaseIsBadRange((ULONG_PTR)lpsz, 1, READABLE))
            return TRUE;
        if (*lpsz == 0)
            return FALSE;
    }
    return FALSE;
}

BOOL WINAPI IsBadStringPtrW(LPCWSTR lpsz, UINT_PTR ucchMax)
{
    for (; ucchMax > 0; ucchMax--, lpsz++) {
        if (BaseIsBadRange((ULONG_PTR)lpsz, sizeof(WCHAR), READABLE))
            return TRUE;
        if (*lpsz == 0)
            return FALSE;
    }
    return FALSE;
}
