/*
 * Freeing: the front door with its checks, merging with free neighbours, giving pages back; and the size of a block.
 */
#include <ntheap.h>

/* Joins a neighbour that is free: takes it out of the lists. Returns FALSE when it must stay as it is. */
static BOOLEAN RtlpTakeFreeNeighbour(PHEAP Heap, PHEAP_ENTRY Neighbour, PHEAP_ENTRY NeighbourHeader, ULONG Size)
{
    if (NeighbourHeader->Flags & HEAP_ENTRY_BUSY) {
        return FALSE;
    }
    if (NeighbourHeader->Size + Size > HEAP_MAXIMUM_BLOCK_SIZE) {
        return FALSE;
    }
    if (!RtlpIsEntryChecksumRight(NeighbourHeader)) {
        RtlpLogHeapFailure(heap_failure_entry_corruption, Heap, Neighbour, NULL, NULL, NULL);
        return FALSE;
    }
    if (!RtlpHeapRemoveListEntry(Heap, (PHEAP_FREE_ENTRY)Neighbour, NeighbourHeader->Size)) {
        return FALSE;
    }
    Heap->TotalFreeSize -= NeighbourHeader->Size;
    return TRUE;
}

/* Merges a stretch that is free but in no list with free neighbours. Returns where it begins now; Header describes it. */
PHEAP_ENTRY RtlpCoalesceFreeBlocks(PHEAP Heap, PHEAP_ENTRY Entry, PHEAP_ENTRY Header)
{
    HEAP_ENTRY Neighbour;

    if (Heap->Flags & HEAP_DISABLE_COALESCE_ON_FREE) {
        return Entry;
    }
    if (Header->PreviousSize != 0) {
        PHEAP_ENTRY Previous = Entry - Header->PreviousSize;
        RtlpDecodeEntry(Heap, Previous, &Neighbour);
        if (RtlpTakeFreeNeighbour(Heap, Previous, &Neighbour, Header->Size)) {
            Neighbour.Size += Header->Size;
            Neighbour.Flags = Header->Flags;
            *Header = Neighbour;
            Entry = Previous;
        }
    }
    if (!(Header->Flags & HEAP_ENTRY_LAST_ENTRY)) {
        PHEAP_ENTRY Next = Entry + Header->Size;
        RtlpDecodeEntry(Heap, Next, &Neighbour);
        if (RtlpTakeFreeNeighbour(Heap, Next, &Neighbour, Header->Size)) {
            Header->Size += Neighbour.Size;
            Header->Flags = Neighbour.Flags;
        }
    }
    return Entry;
}

/* Gives a stretch back to the free lists, or its pages to the system when the block and the free total are large enough. */
VOID RtlpReturnFreeBlock(PHEAP Heap, PHEAP_ENTRY Entry, PHEAP_ENTRY Header, BOOLEAN MayDeCommit)
{
    Header->Flags &= HEAP_ENTRY_LAST_ENTRY;
    Entry = RtlpCoalesceFreeBlocks(Heap, Entry, Header);
    if (MayDeCommit && Header->Size > Heap->DeCommitFreeBlockThreshold &&
        Heap->TotalFreeSize + Header->Size > Heap->DeCommitTotalFreeThreshold &&
        RtlpDeCommitFreeBlock(Heap, Entry, Header)) {
        return;
    }
    RtlpInsertFreeBlock(Heap, Entry, Header->Size, Header, TRUE);
}

static VOID RtlpFreeVirtualBlock(PHEAP Heap, PHEAP_ENTRY Entry)
{
    PHEAP_VIRTUAL_ALLOC_ENTRY Block = CONTAINING_RECORD(Entry, HEAP_VIRTUAL_ALLOC_ENTRY, BusyBlock);
    PVOID Base = Block;
    SIZE_T Bytes = 0;

    if (Block->Entry.Flink->Blink != &Block->Entry || Block->Entry.Blink->Flink != &Block->Entry) {
        RtlpLogHeapFailure(heap_failure_virtual_block_corruption, Heap, Entry, NULL, NULL, NULL);
        return;
    }
    RemoveEntryList(&Block->Entry);
    Heap->Counters.TotalSizeInVirtualBlocks -= Block->CommitSize;
    NtFreeVirtualMemory(NtCurrentProcess(), &Base, &Bytes, MEM_RELEASE);
}

/* Counts one block of this size less, as long as the size is counted. */
static VOID RtlpCountFree(PHEAP Heap, ULONG Size)
{
    PHEAP_LIST_LOOKUP Lookup;
    PLIST_ENTRY Hint;
    ULONG Index;
    ULONG_PTR Count;

    Lookup = RtlpHeapLookupOfSize(Heap, Size, &Index);
    Hint = RtlpHeapHint(Lookup, Index);
    Count = (ULONG_PTR)Hint->Blink;
    if (Size < Lookup->ArraySize && !(Count & 1) && (Count & 0xFFFF) >= HEAP_HINT_FREED) {
        Hint->Blink = (PLIST_ENTRY)(Count - HEAP_HINT_FREED);
    }
}

/* The back end. The entry is known to look busy; whether its header is sound is checked here. */
BOOLEAN RtlpFreeHeap(PHEAP Heap, ULONG Flags, PHEAP_ENTRY Entry, PVOID BaseAddress)
{
    HEAP_ENTRY Header;

    if ((Flags & HEAP_DEBUG_FLAGS) && !(Flags & HEAP_SKIP_VALIDATION_CHECKS)) {
        return RtlDebugFreeHeap(Heap, Flags, BaseAddress);
    }
    RtlpLockHeap(Heap, Flags);
    RtlpDecodeEntry(Heap, Entry, &Header);
    if (!RtlpIsEntryChecksumRight(&Header)) {
        RtlpLogHeapFailure(heap_failure_entry_corruption, Heap, Entry, NULL, NULL, NULL);
        RtlpUnlockHeap(Heap, Flags);
        return FALSE;
    }
    if (!(Header.Flags & HEAP_ENTRY_BUSY)) {
        RtlpLogHeapFailure(heap_failure_block_not_busy, Heap, Entry, NULL, NULL, NULL);
        RtlpUnlockHeap(Heap, Flags);
        return FALSE;
    }
    Heap->Counters.AllocAndFreeOps++;
    if (Header.UnusedBytes == HEAP_UNUSED_VIRTUAL) {
        RtlpFreeVirtualBlock(Heap, Entry);
    } else {
        if (!(Header.Flags & HEAP_ENTRY_INTERNAL)) {
            RtlpCountFree(Heap, Header.Size);
        }
        RtlpReturnFreeBlock(Heap, Entry, &Header, TRUE);
    }
    RtlpUnlockHeap(Heap, Flags);
    return TRUE;
}

/* Why a pointer cannot be a busy block of the heap, or 0: what can be seen without decoding anything. */
static ULONG RtlpRejectBlock(PVOID BaseAddress)
{
    if ((ULONG_PTR)BaseAddress & (HEAP_GRANULARITY - 1)) {
        return heap_failure_invalid_argument;
    }
    if (!(RtlpEntryOfBlock(BaseAddress)->UnusedBytes & HEAP_UNUSED_MASK)) {
        return heap_failure_block_not_busy;
    }
    return 0;
}

/* Frees a block. Returns FALSE, with the last error set, when it is none that can be freed. */
BOOLEAN NTAPI RtlFreeHeap(PVOID HeapHandle, ULONG Flags, PVOID BaseAddress)
{
    PHEAP Heap = HeapHandle;
    PHEAP_ENTRY Entry;
    ULONG Failure;
    BOOLEAN Freed;

    if (BaseAddress == NULL) {
        return TRUE;
    }
    Flags |= Heap->ForceFlags;
    Entry = RtlpEntryOfBlock(BaseAddress);
    if ((Flags & HEAP_DEBUG_FLAGS) && !(Flags & HEAP_SKIP_VALIDATION_CHECKS)) {
        Freed = RtlpFreeHeap(Heap, Flags, Entry, BaseAddress);
    } else {
        Failure = RtlpRejectBlock(BaseAddress);
        if (Failure != 0) {
            RtlpLogHeapFailure(Failure, Heap, Entry, BaseAddress, NULL, NULL);
            Freed = FALSE;
        } else if (Entry->UnusedBytes & HEAP_UNUSED_LFH) {
            Freed = RtlpLowFragHeapFree(Heap, Entry);
        } else {
            Freed = RtlpFreeHeap(Heap, Flags, Entry, BaseAddress);
        }
    }
    if (!Freed) {
        RtlSetLastWin32ErrorAndNtStatusFromNtStatus((LONG)STATUS_INVALID_PARAMETER);
    }
    return Freed;
}

/* The size that was asked for; (SIZE_T)-1 when this is no busy block. */
SIZE_T NTAPI RtlSizeHeap(PVOID HeapHandle, ULONG Flags, PVOID BaseAddress)
{
    PHEAP Heap = HeapHandle;
    PHEAP_ENTRY Entry = RtlpEntryOfBlock(BaseAddress);
    HEAP_ENTRY Header;
    ULONG Failure;

    Flags |= Heap->ForceFlags;
    if ((Flags & HEAP_DEBUG_FLAGS) && !(Flags & HEAP_SKIP_VALIDATION_CHECKS) &&
        !RtlpValidateHeapEntry(Heap, BaseAddress, "RtlSizeHeap")) {
        RtlSetLastWin32ErrorAndNtStatusFromNtStatus((LONG)STATUS_INVALID_PARAMETER);
        return (SIZE_T)-1;
    }
    Failure = BaseAddress == NULL ? heap_failure_invalid_argument : RtlpRejectBlock(BaseAddress);
    if (Failure == 0 && !(Entry->UnusedBytes & HEAP_UNUSED_LFH)) {
        RtlpDecodeEntry(Heap, Entry, &Header);
        if (!RtlpIsEntryChecksumRight(&Header)) {
            Failure = heap_failure_entry_corruption;
        } else if (!(Header.Flags & HEAP_ENTRY_BUSY)) {
            Failure = heap_failure_block_not_busy;
        }
    }
    if (Failure != 0) {
        RtlpLogHeapFailure(Failure, Heap, Entry, BaseAddress, NULL, NULL);
        RtlSetLastWin32ErrorAndNtStatusFromNtStatus((LONG)STATUS_INVALID_PARAMETER);
        return (SIZE_T)-1;
    }
    return RtlpRequestedSize(Heap, Entry);
}
