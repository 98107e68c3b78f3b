/* How much memory there is. */
#include "k32p.h"

typedef struct _SYSTEM_PERFORMANCE_PAGES {
    UCHAR Before[0x2C];
    ULONG AvailablePages;
    ULONG CommittedPages;
    ULONG CommitLimit;
    UCHAR Behind[0x100];
} SYSTEM_PERFORMANCE_PAGES;

/* Bytes of the user address space that belong to no region. */
static ULONGLONG BaseFreeVirtual(VOID)
{
    MEMORY_BASIC_INFORMATION Information;
    ULONG_PTR Address = 0x10000;
    ULONGLONG Free = 0;

    while (VirtualQuery((LPCVOID)Address, &Information, sizeof(Information)) != 0 && Information.RegionSize != 0) {
        if (Information.State == MEM_FREE)
            Free += Information.RegionSize;
        Address = (ULONG_PTR)Information.BaseAddress + Information.RegionSize;
        if (Address >= 0x7FFF0000)
            break;
    }
    return Free;
}

BOOL WINAPI GlobalMemoryStatusEx(LPMEMORYSTATUSEX lpBuffer)
{
    SYSTEM_BASIC_INFORMATION Basic;
    SYSTEM_PERFORMANCE_PAGES Performance;
    NTSTATUS Status;

    if (lpBuffer->dwLength != sizeof(MEMORYSTATUSEX)) {
        SetLastError(ERROR_INVALID_PARAMETER);
        return FALSE;
    }
    Status = NtQuerySystemInformation(SystemBasicInformation, &Basic, sizeof(Basic), NULL);
    if (NT_SUCCESS(Status))
        Status = NtQuerySystemInformation(SystemPerformanceInformation, &Performance, sizeof(Performance), NULL);
    if (!NT_SUCCESS(Status))
        return BaseSetLastNTError(Status);
    lpBuffer->ullTotalPhys = (ULONGLONG)Basic.NumberOfPhysicalPages * PAGE_SIZE;
    lpBuffer->ullAvailPhys = (ULONGLONG)Performance.AvailablePages * PAGE_SIZE;
    lpBuffer->dwMemoryLoad = (DWORD)(100 - lpBuffer->ullAvailPhys * 100 / lpBuffer->ullTotalPhys);
    lpBuffer->ullTotalPageFile = (ULONGLONG)Performance.CommitLimit * PAGE_SIZE;
    lpBuffer->ullAvailPageFile = (ULONGLONG)(Performance.CommitLimit - Performance.CommittedPages) * PAGE_SIZE;
    lpBuffer->ullTotalVirtual = Basic.MaximumUserModeAddress - Basic.MinimumUserModeAddress + 1;
    lpBuffer->ullAvailVirtual = BaseFreeVirtual();
    lpBuffer->ullAvailExtendedVirtual = 0;
    return TRUE;
}

VOID WINAPI GlobalMemoryStatus(LPMEMORYSTATUS lpBuffer)
{
    MEMORYSTATUSEX Status;

    Status.dwLength = sizeof(Status);
    RtlZeroMemory(lpBuffer, sizeof(MEMORYSTATUS));
    lpBuffer->dwLength = sizeof(MEMORYSTATUS);
    if (!GlobalMemoryStatusEx(&Status))
        return;
    lpBuffer->dwMemoryLoad = Status.dwMemoryLoad;
    lpBuffer->dwTotalPhys = (SIZE_T)Status.ullTotalPhys;
    lpBuffer->dwAvailPhys = (SIZE_T)Status.ullAvailPhys;
    lpBuffer->dwTotalPageFile = (SIZE_T)Status.ullTotalPageFile;
    lpBuffer->dwAvailPageFile = (SIZE_T)Status.ullAvailPageFile;
    lpBuffer->dwTotalVirtual = (SIZE_T)Status.ullTotalVirtual;
    lpBuffer->dwAvailVirtual = (SIZE_T)Status.ullAvailVirtual;
}
