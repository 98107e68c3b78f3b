/*
 * Changing the size of a block: in place when the block, or what lies free behind it, allows it; otherwise by moving.
 */
#include <ntheap.h>

/* Sets the requested size of a back-end block whose length has been settled, with the fills of the debug heap. */
static VOID RtlpResizeBusyBlock(PHEAP Heap, PHEAP_ENTRY Entry, PHEAP_ENTRY Header, SIZE_T OldSize, SIZE_T Size,
                                ULONG Flags)
{
    ULONG BlockBytes = Header->Size << HEAP_GRANULARITY_SHIFT;
    SIZE_T Aligned;

    Header->UnusedBytes = (UCHAR)(BlockBytes - Size);
    RtlpEncodeEntry(Heap, Entry, Header);
    if (Size > OldSize) {
        if (Flags & HEAP_ZERO_MEMORY) {
            RtlZeroMemory((PUCHAR)(Entry + 1) + OldSize, Size - OldSize);
        } else if (Heap->Flags & HEAP_FREE_CHECKING_ENABLED) {
            Aligned = (OldSize + 3) & ~3;
            if (Size > Aligned) {
                RtlFillMemoryUlong((PUCHAR)(Entry + 1) + Aligned, (Size - Aligned) & ~3, ALLOC_HEAP_FILL);
            }
        }
    }
    if (Header->Flags & HEAP_ENTRY_FILL_PATTERN) {
        RtlpFillBusyTail(Entry, BlockBytes, Size, (BOOLEAN)((Header->Flags & HEAP_ENTRY_EXTRA_PRESENT) != 0));
    }
}

/* Cuts a busy block down to NewSize granules; what is left over goes back to the free lists. */
static VOID RtlpShrinkBlockInPlace(PHEAP Heap, PHEAP_ENTRY Entry, PHEAP_ENTRY Header, ULONG NewSize)
{
    PHEAP_ENTRY RestEntry = Entry + NewSize;
    HEAP_ENTRY Rest = *Header;

    if (Header->Size - NewSize < 2) {
        return;
    }
    Rest.Size = (USHORT)(Header->Size - NewSize);
    Rest.PreviousSize = (USHORT)NewSize;
    Rest.SegmentOffset = RtlpSegmentOffset(Heap, RtlpSegmentOfEntry(Heap, Entry, Header->SegmentOffset), RestEntry);
    Header->Size = (USHORT)NewSize;
    Header->Flags &= ~HEAP_ENTRY_LAST_ENTRY;
    RtlpEncodeEntry(Heap, Entry, Header);
    RtlpReturnFreeBlock(Heap, RestEntry, &Rest, TRUE);
}

/* Lengthens a busy block to NewSize granules if enough lies free, or uncommitted, directly behind it. */
static BOOLEAN RtlpGrowBlockInPlace(PHEAP Heap, PHEAP_ENTRY Entry, PHEAP_ENTRY Header, ULONG NewSize)
{
    PHEAP_ENTRY Next = Entry + Header->Size;
    PHEAP_ENTRY RangeEntry = Next;
    HEAP_ENTRY NextHeader;
    PHEAP_UCR_DESCRIPTOR Range;
    SIZE_T Bytes;
    ULONG Found = Header->Size;

    if (Header->Flags & HEAP_ENTRY_LAST_ENTRY) {
        return FALSE;
    }
    RtlpDecodeEntry(Heap, Next, &NextHeader);
    if (!(NextHeader.Flags & HEAP_ENTRY_BUSY)) {
        Found += NextHeader.Size;
        RangeEntry = Next + NextHeader.Size;
    }
    if (Found < NewSize && !(NextHeader.Flags & HEAP_ENTRY_LAST_ENTRY && !(NextHeader.Flags & HEAP_ENTRY_BUSY))) {
        /* The free block may end at an uncommitted range: then the range gives what is missing. */
        RtlpDecodeEntry(Heap, RangeEntry, &NextHeader);
        Range = RtlpUCRDescriptorOfEntry(RangeEntry, &NextHeader);
        if (Range == NULL) {
            return FALSE;
        }
        Bytes = (((NewSize - Found) << HEAP_GRANULARITY_SHIFT) + HEAP_PAGE_SIZE - 1) & ~(HEAP_PAGE_SIZE - 1);
        if (Bytes > Range->Size || !RtlpCommitUnCommittedRange(Heap, Range, Bytes)) {
            return FALSE;
        }
    }
    RtlpDecodeEntry(Heap, Next, &NextHeader);
    if ((NextHeader.Flags & HEAP_ENTRY_BUSY) || Header->Size + NextHeader.Size < (int)NewSize ||
        !RtlpHeapRemoveListEntry(Heap, (PHEAP_FREE_ENTRY)Next, NextHeader.Size)) {
        return FALSE;
    }
    Heap->TotalFreeSize -= NextHeader.Size;
    if (NextHeader.Flags & HEAP_ENTRY_FILL_PATTERN) {
        RtlpCheckFreeBlockFill(Heap, Next, &NextHeader);
    }
    Found = Header->Size + NextHeader.Size;
    Header->Flags |= NextHeader.Flags & HEAP_ENTRY_LAST_ENTRY;
    if (Found - NewSize >= 2) {
        HEAP_ENTRY Rest = *Header;
        PHEAP_ENTRY RestEntry = Entry + NewSize;
        Rest.Size = (USHORT)(Found - NewSize);
        Rest.PreviousSize = (USHORT)NewSize;
        Rest.SegmentOffset =
            RtlpSegmentOffset(Heap, RtlpSegmentOfEntry(Heap, Entry, Header->SegmentOffset), RestEntry);
        Header->Size = (USHORT)NewSize;
        Header->Flags &= ~HEAP_ENTRY_LAST_ENTRY;
        RtlpEncodeEntry(Heap, Entry, Header);
        RtlpReturnFreeBlock(Heap, RestEntry, &Rest, FALSE);
    } else {
        Header->Size = (USHORT)Found;
        RtlpEncodeEntry(Heap, Entry, Header);
        RtlpSetNextPreviousSize(Heap, Entry, Header);
    }
    return TRUE;
}

/* A large block stays where it is as long as it stays large and fits into its region; pages no longer needed go back. */
static BOOLEAN RtlpReAllocateVirtualBlock(PHEAP Heap, PHEAP_ENTRY Entry, SIZE_T OldSize, SIZE_T Size, ULONG Flags)
{
    PHEAP_VIRTUAL_ALLOC_ENTRY Block = CONTAINING_RECORD(Entry, HEAP_VIRTUAL_ALLOC_ENTRY, BusyBlock);
    SIZE_T Bytes = (Size + sizeof(*Block) + HEAP_PAGE_SIZE - 1) & ~(HEAP_PAGE_SIZE - 1);
    HEAP_ENTRY Header;
    PVOID Address;
    SIZE_T Change;

    if (((Size + Heap->AlignRound) & Heap->AlignMask) >> HEAP_GRANULARITY_SHIFT <= Heap->VirtualMemoryThreshold ||
        Bytes > Block->ReserveSize) {
        return FALSE;
    }
    if (Bytes < Block->CommitSize) {
        Address = (PUCHAR)Block + Bytes;
        Change = Block->CommitSize - Bytes;
        NtFreeVirtualMemory(NtCurrentProcess(), &Address, &Change, MEM_DECOMMIT);
    } else if (Bytes > Block->CommitSize) {
        if (!RtlpHeapCommit(Heap, (PUCHAR)Block + Block->CommitSize, Bytes - Block->CommitSize, Heap->Flags)) {
            return FALSE;
        }
    }
    Heap->Counters.TotalSizeInVirtualBlocks += Bytes - Block->CommitSize;
    Block->CommitSize = Bytes;
    RtlpDecodeEntry(Heap, Entry, &Header);
    Header.Size = (USHORT)(Bytes - Size);
    RtlpEncodeEntry(Heap, Entry, &Header);
    if (Size > OldSize && (Flags & HEAP_ZERO_MEMORY)) {
        RtlZeroMemory((PUCHAR)(Entry + 1) + OldSize, Size - OldSize);
    }
    return TRUE;
}

/* Tries to give the block its new size where it is. */
static BOOLEAN RtlpReAllocateInPlace(PHEAP Heap, PHEAP_ENTRY Entry, SIZE_T OldSize, SIZE_T Size, ULONG Flags)
{
    HEAP_ENTRY Header;
    SIZE_T AllocationSize = ((Size == 0 ? 1 : Size) + Heap->AlignRound) & Heap->AlignMask;
    ULONG NewSize;

    if (Entry->UnusedBytes & HEAP_UNUSED_LFH) {
        PHEAP_SUBSEGMENT Subsegment = RtlpSubSegmentOfEntry(Heap, Entry);
        PHEAP_BUCKET Bucket = RtlpGetLFHContext(Heap, AllocationSize);
        if (Bucket == NULL || Bucket->BlockUnits != Subsegment->BlockSize) {
            return FALSE;
        }
        RtlpLowFragHeapSetUnusedBytes(Entry, Subsegment->BlockSize << HEAP_GRANULARITY_SHIFT, Size);
        if (Size > OldSize && (Flags & HEAP_ZERO_MEMORY)) {
            RtlZeroMemory((PUCHAR)(Entry + 1) + OldSize, Size - OldSize);
        }
        return TRUE;
    }
    RtlpDecodeEntry(Heap, Entry, &Header);
    if (Header.UnusedBytes == HEAP_UNUSED_VIRTUAL) {
        return RtlpReAllocateVirtualBlock(Heap, Entry, OldSize, Size, Flags);
    }
    if (Header.Flags & HEAP_ENTRY_EXTRA_PRESENT) {
        AllocationSize += sizeof(HEAP_ENTRY_EXTRA);
    }
    NewSize = AllocationSize >> HEAP_GRANULARITY_SHIFT;
    if (NewSize > Heap->VirtualMemoryThreshold) {
        return FALSE;
    }
    if (NewSize <= Header.Size) {
        RtlpShrinkBlockInPlace(Heap, Entry, &Header, NewSize);
    } else if (!RtlpGrowBlockInPlace(Heap, Entry, &Header, NewSize)) {
        return FALSE;
    }
    RtlpResizeBusyBlock(Heap, Entry, &Header, OldSize, Size, Flags);
    return TRUE;
}

/* Changes the size of a block and returns where it is now, or NULL; then the block is as it was. */
PVOID NTAPI RtlReAllocateHeap(PVOID HeapHandle, ULONG Flags, PVOID BaseAddress, SIZE_T Size)
{
    PHEAP Heap = HeapHandle;
    PHEAP_ENTRY Entry = RtlpEntryOfBlock(BaseAddress);
    SIZE_T OldSize;
    PVOID Moved;
    BOOLEAN InPlace;

    if (BaseAddress == NULL) {
        RtlSetLastWin32ErrorAndNtStatusFromNtStatus((LONG)STATUS_INVALID_PARAMETER);
        return NULL;
    }
    Flags |= Heap->ForceFlags;
    if (Size > 0x7FFFFFFF) {
        return RtlpHeapNoMemory(Flags, Size);
    }
    if ((Flags & HEAP_DEBUG_FLAGS) && !RtlDebugReAllocateCheck(Heap, Flags, BaseAddress)) {
        RtlSetLastWin32ErrorAndNtStatusFromNtStatus((LONG)STATUS_INVALID_PARAMETER);
        return NULL;
    }
    RtlpLockHeap(Heap, Flags);
    OldSize = RtlSizeHeap(Heap, (Flags & HEAP_NO_SERIALIZE) | HEAP_SKIP_VALIDATION_CHECKS, BaseAddress);
    if (OldSize == (SIZE_T)-1) {
        RtlpUnlockHeap(Heap, Flags);
        return NULL;
    }
    InPlace = RtlpReAllocateInPlace(Heap, Entry, OldSize, Size, Flags);
    RtlpUnlockHeap(Heap, Flags);
    if (InPlace) {
        return BaseAddress;
    }
    if (Flags & HEAP_REALLOC_IN_PLACE_ONLY) {
        return RtlpHeapNoMemory(Flags, Size);
    }
    Moved = RtlAllocateHeap(Heap, Flags, Size);
    if (Moved == NULL) {
        return NULL;
    }
    RtlMoveMemory(Moved, BaseAddress, OldSize < Size ? OldSize : Size);
    RtlFreeHeap(Heap, Flags, BaseAddress);
    return Moved;
}
