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

/*
 * The IsBad functions try and see: they touch every page of the range and catch the exception. So they eat guard pages, and a
 * stack that should have grown there no longer does. That is why nobody should call them.
 */
BOOL WINAPI IsBadReadPtr(const VOID *lp, UINT_PTR ucb)
{
    volatile const CHAR *Page = (volatile const CHAR *)lp;
    volatile const CHAR *Last = Page + ucb - 1;
    CHAR Byte;

    if (ucb == 0)
        return FALSE;
    if (lp == NULL || Last < Page)
        return TRUE;
    __try {
        for (; Page < Last; Page += PAGE_SIZE)
            Byte = *Page;
        Byte = *Last;
    } __except (EXCEPTION_EXECUTE_HANDLER) {
        return TRUE;
    }
    return FALSE;
}

BOOL WINAPI IsBadWritePtr(LPVOID lp, UINT_PTR ucb)
{
    volatile CHAR *Page = (volatile CHAR *)lp;
    volatile CHAR *Last = Page + ucb - 1;

    if (ucb == 0)
        return FALSE;
    if (lp == NULL || Last < Page)
        return TRUE;
    __try {
        for (; Page < Last; Page += PAGE_SIZE)
            *Page = *Page;
        *Last = *Last;
    } __except (EXCEPTION_EXECUTE_HANDLER) {
        return TRUE;
    }
    return FALSE;
}

BOOL WINAPI IsBadCodePtr(FARPROC lpfn)
{
    return IsBadReadPtr((const VOID *)lpfn, 1);
}

BOOL WINAPI IsBadStringPtrA(LPCSTR lpsz, UINT_PTR ucchMax)
{
    if (ucchMax == 0)
        return FALSE;
    if (lpsz == NULL)
        return TRUE;
    __try {
        for (; ucchMax > 0 && *lpsz != 0; ucchMax--)
            lpsz++;
    } __except (EXCEPTION_EXECUTE_HANDLER) {
        return TRUE;
    }
    return FALSE;
}

BOOL WINAPI IsBadStringPtrW(LPCWSTR lpsz, UINT_PTR ucchMax)
{
    if (ucchMax == 0)
        return FALSE;
    if (lpsz == NULL)
        return TRUE;
    __try {
        for (; ucchMax > 0 && *lpsz != 0; ucchMax--)
            lpsz++;
    } __except (EXCEPTION_EXECUTE_HANDLER) {
        return TRUE;
    }
    return FALSE;
}

BOOL WINAPI VirtualLock(LPVOID lpAddress, SIZE_T dwSize)
{
    NTSTATUS Status = NtLockVirtualMemory(NtCurrentProcess(), &lpAddress, &dwSize, 1);

    return NT_SUCCESS(Status) ? TRUE : BaseSetLastNTError(Status);
}

BOOL WINAPI VirtualUnlock(LPVOID lpAddress, SIZE_T dwSize)
{
    NTSTATUS Status = NtUnlockVirtualMemory(NtCurrentProcess(), &lpAddress, &dwSize, 1);

    return NT_SUCCESS(Status) ? TRUE : BaseSetLastNTError(Status);
}
