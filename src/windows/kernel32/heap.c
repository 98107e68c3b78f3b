/*
 * The heap functions of Win32. HeapAlloc, HeapReAlloc and HeapSize are not here: they are forwarded exports, other names for
 * ntdll's RtlAllocateHeap, RtlReAllocateHeap and RtlSizeHeap. HeapFree is a function of its own, so a stack shows it.
 */
#include "k32p.h"

HANDLE WINAPI GetProcessHeap(VOID)
{
    return NtCurrentPeb()->ProcessHeap;
}

DWORD WINAPI GetProcessHeaps(DWORD NumberOfHeaps, PHANDLE ProcessHeaps)
{
    return RtlGetProcessHeaps(NumberOfHeaps, ProcessHeaps);
}

/* A maximum of 0 makes a heap that grows. */
HANDLE WINAPI HeapCreate(DWORD flOptions, SIZE_T dwInitialSize, SIZE_T dwMaximumSize)
{
    ULONG Flags = (flOptions & (HEAP_GENERATE_EXCEPTIONS | HEAP_NO_SERIALIZE | HEAP_CREATE_ENABLE_EXECUTE)) | HEAP_CLASS_1;
    HANDLE Heap;

    if (dwMaximumSize == 0)
        Flags |= HEAP_GROWABLE;
    else if (dwInitialSize > dwMaximumSize)
        dwMaximumSize = dwInitialSize;
    Heap = RtlCreateHeap(Flags, NULL, dwMaximumSize, dwInitialSize, NULL, NULL);
    if (Heap == NULL)
        SetLastError(ERROR_NOT_ENOUGH_MEMORY);
    return Heap;
}

/* RtlDestroyHeap gives NULL when it is done, the heap itself when it refused. */
BOOL WINAPI HeapDestroy(HANDLE hHeap)
{
    if (RtlDestroyHeap(hHeap) == NULL)
        return TRUE;
    SetLastError(ERROR_INVALID_HANDLE);
    return FALSE;
}

BOOL WINAPI HeapFree(HANDLE hHeap, DWORD dwFlags, LPVOID lpMem)
{
    return RtlFreeHeap(hHeap, dwFlags, lpMem);
}

BOOL WINAPI HeapValidate(HANDLE hHeap, DWORD dwFlags, LPCVOID lpMem)
{
    return RtlValidateHeap(hHeap, dwFlags, (PVOID)lpMem);
}

SIZE_T WINAPI HeapCompact(HANDLE hHeap, DWORD dwFlags)
{
    return RtlCompactHeap(hHeap, dwFlags);
}

BOOL WINAPI HeapLock(HANDLE hHeap)
{
    return RtlLockHeap(hHeap);
}

BOOL WINAPI HeapUnlock(HANDLE hHeap)
{
    return RtlUnlockHeap(hHeap);
}

/* Win32's PROCESS_HEAP_ENTRY and ntdll's RTL_HEAP_WALK_ENTRY hold the same under other flag names. */
static VOID BaseToWalkEntry(LPPROCESS_HEAP_ENTRY Win32, PRTL_HEAP_WALK_ENTRY Rtl)
{
    RtlZeroMemory(Rtl, sizeof(RTL_HEAP_WALK_ENTRY));
    Rtl->DataAddress = Win32->lpData;
    Rtl->DataSize = Win32->cbData;
    Rtl->OverheadBytes = Win32->cbOverhead;
    Rtl->SegmentIndex = Win32->iRegionIndex;
    if (Win32->wFlags & PROCESS_HEAP_REGION)
        Rtl->Flags |= RTL_HEAP_SEGMENT;
    if (Win32->wFlags & PROCESS_HEAP_UNCOMMITTED_RANGE)
        Rtl->Flags |= RTL_HEAP_UNCOMMITTED_RANGE;
    if (Win32->wFlags & PROCESS_HEAP_ENTRY_BUSY)
        Rtl->Flags |= RTL_HEAP_BUSY;
}

static VOID BaseFromWalkEntry(PRTL_HEAP_WALK_ENTRY Rtl, LPPROCESS_HEAP_ENTRY Win32)
{
    Win32->lpData = Rtl->DataAddress;
    Win32->cbData = Rtl->DataSize;
    Win32->cbOverhead = Rtl->OverheadBytes;
    Win32->iRegionIndex = Rtl->SegmentIndex;
    Win32->wFlags = 0;
    RtlZeroMemory(&Win32->Block, sizeof(Win32->Block));
    if (Rtl->Flags & RTL_HEAP_BUSY)
        Win32->wFlags = PROCESS_HEAP_ENTRY_BUSY;
    else if (Rtl->Flags & RTL_HEAP_UNCOMMITTED_RANGE)
        Win32->wFlags = PROCESS_HEAP_UNCOMMITTED_RANGE;
    else if (Rtl->Flags & RTL_HEAP_SEGMENT) {
        Win32->wFlags = PROCESS_HEAP_REGION;
        Win32->Region.dwCommittedSize = Rtl->Segment.CommittedSize;
        Win32->Region.dwUnCommittedSize = Rtl->Segment.UnCommittedSize;
        Win32->Region.lpFirstBlock = Rtl->Segment.FirstEntry;
        Win32->Region.lpLastBlock = Rtl->Segment.LastEntry;
    }
}

/* lpData NULL starts; FALSE with last error 259 ends. */
BOOL WINAPI HeapWalk(HANDLE hHeap, LPPROCESS_HEAP_ENTRY lpEntry)
{
    RTL_HEAP_WALK_ENTRY Entry;
    NTSTATUS Status;

    BaseToWalkEntry(lpEntry, &Entry);
    Status = RtlWalkHeap(hHeap, &Entry);
    if (!NT_SUCCESS(Status))
        return BaseSetLastNTError(Status);
    BaseFromWalkEntry(&Entry, lpEntry);
    return TRUE;
}

BOOL WINAPI HeapSetInformation(HANDLE HeapHandle, HEAP_INFORMATION_CLASS HeapInformationClass, PVOID HeapInformation, SIZE_T HeapInformationLength)
{
    NTSTATUS Status = RtlSetHeapInformation(HeapHandle, HeapInformationClass, HeapInformation, HeapInformationLength);

    return NT_SUCCESS(Status) ? TRUE : BaseSetLastNTError(Status);
}

BOOL WINAPI HeapQueryInformation(
    HANDLE HeapHandle, HEAP_INFORMATION_CLASS HeapInformationClass, PVOID HeapInformation, SIZE_T HeapInformationLength, PSIZE_T ReturnLength)
{
    NTSTATUS Status = RtlQueryHeapInformation(HeapHandle, HeapInformationClass, HeapInformation, HeapInformationLength, ReturnLength);

    return NT_SUCCESS(Status) ? TRUE : BaseSetLastNTError(Status);
}
