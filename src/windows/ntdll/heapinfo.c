/*
 * The lock of a heap, and what can be set on a heap or asked of it.
 */
#include <ntheap.h>

VOID RtlpLockHeap(PHEAP Heap, ULONG Flags)
{
    if (!((Flags | Heap->ForceFlags) & HEAP_NO_SERIALIZE)) {
        RtlEnterCriticalSection((PRTL_CRITICAL_SECTION)Heap->LockVariable);
    }
}

VOID RtlpUnlockHeap(PHEAP Heap, ULONG Flags)
{
    if (!((Flags | Heap->ForceFlags) & HEAP_NO_SERIALIZE)) {
        RtlLeaveCriticalSection((PRTL_CRITICAL_SECTION)Heap->LockVariable);
    }
}

/* The front end does not ask for the lock: as long as somebody holds it, RtlAllocateHeap keeps away from the front end. */
BOOLEAN NTAPI RtlLockHeap(PVOID HeapHandle)
{
    PHEAP Heap = HeapHandle;

    if (Heap == NULL || Heap->Signature != HEAP_SIGNATURE || (Heap->Flags & HEAP_NO_SERIALIZE)) {
        return FALSE;
    }
    RtlpLockHeap(Heap, 0);
    Heap->FrontHeapLockCount++;
    return TRUE;
}

BOOLEAN NTAPI RtlUnlockHeap(PVOID HeapHandle)
{
    PHEAP Heap = HeapHandle;

    if (Heap == NULL || Heap->Signature != HEAP_SIGNATURE || (Heap->Flags & HEAP_NO_SERIALIZE) ||
        Heap->FrontHeapLockCount == 0) {
        return FALSE;
    }
    Heap->FrontHeapLockCount--;
    RtlpUnlockHeap(Heap, 0);
    return TRUE;
}

/* HeapCompatibilityInformation 2 turns the low-fragmentation heap on; HeapEnableTerminationOnCorruption is for the process. */
LONG NTAPI RtlSetHeapInformation(PVOID HeapHandle, ULONG InformationClass, PVOID Information, SIZE_T Length)
{
    PHEAP Heap = HeapHandle;
    BOOLEAN Active;

    if (InformationClass == HeapEnableTerminationOnCorruption) {
        RtlpTerminateOnHeapCorruption = TRUE;
        return STATUS_SUCCESS;
    }
    if (InformationClass != HeapCompatibilityInformation) {
        return STATUS_UNSUCCESSFUL;
    }
    if (Length < sizeof(ULONG)) {
        return STATUS_BUFFER_TOO_SMALL;
    }
    if (Heap == NULL || Heap->Signature != HEAP_SIGNATURE) {
        return STATUS_INVALID_PARAMETER;
    }
    if (*(PULONG)Information != HEAP_FRONT_LOWFRAGHEAP) {
        return *(PULONG)Information == Heap->FrontEndHeapType ? STATUS_SUCCESS : STATUS_UNSUCCESSFUL;
    }
    RtlpLockHeap(Heap, 0);
    Active = RtlpActivateLowFragmentationHeap(Heap);
    RtlpUnlockHeap(Heap, 0);
    return Active ? STATUS_SUCCESS : STATUS_UNSUCCESSFUL;
}

LONG NTAPI RtlQueryHeapInformation(PVOID HeapHandle, ULONG InformationClass, PVOID Information, SIZE_T Length,
                                   PSIZE_T ReturnLength)
{
    PHEAP Heap = HeapHandle;

    if (InformationClass != HeapCompatibilityInformation) {
        return STATUS_UNSUCCESSFUL;
    }
    if (ReturnLength != NULL) {
        *ReturnLength = sizeof(ULONG);
    }
    if (Length < sizeof(ULONG)) {
        return STATUS_BUFFER_TOO_SMALL;
    }
    *(PULONG)Information = Heap->FrontEndHeapType;
    return STATUS_SUCCESS;
}
