/*
 * Allocation: the front door, which tries the low-fragmentation heap, and the back end.
 */
#include <ntheap.h>

/* What happens when there is no memory: the last error is set, and an exception raised if the heap or the call wants one. */
PVOID RtlpHeapNoMemory(ULONG Flags, SIZE_T Size)
{
    EXCEPTION_RECORD Record;

    RtlSetLastWin32ErrorAndNtStatusFromNtStatus((LONG)STATUS_NO_MEMORY);
    if (Flags & HEAP_GENERATE_EXCEPTIONS) {
        RtlZeroMemory(&Record, sizeof(Record));
        Record.ExceptionCode = (DWORD)STATUS_NO_MEMORY;
        Record.NumberParameters = 1;
        Record.ExceptionInformation[0] = Size;
        RtlRaiseException(&Record);
    }
    return NULL;
}

/* The bucket that serves a size, if the low-fragmentation heap has taken the size over. */
static PHEAP_BUCKET RtlpBucketOfHint(PHEAP Heap, SIZE_T AllocationSize)
{
    PHEAP_LIST_LOOKUP Lookup;
    ULONG Size = AllocationSize >> HEAP_GRANULARITY_SHIFT;
    ULONG Index;
    ULONG_PTR Context;

    Lookup = RtlpHeapLookupOfSize(Heap, Size, &Index);
    if (Size >= Lookup->ArraySize) {
        return NULL;
    }
    Context = (ULONG_PTR)RtlpHeapHint(Lookup, Index)->Blink;
    return Context & 1 ? (PHEAP_BUCKET)(Context - 1) : NULL;
}

/* Allocates Size bytes. Returns NULL (or raises STATUS_NO_MEMORY, if that is wanted) when there is no memory. */
PVOID NTAPI RtlAllocateHeap(PVOID HeapHandle, ULONG Flags, SIZE_T Size)
{
    PHEAP Heap = HeapHandle;
    SIZE_T AllocationSize;
    PHEAP_BUCKET Bucket;
    PVOID Block;

    Flags |= Heap->ForceFlags;
    if (Size > 0x7FFFFFFF) {
        return RtlpHeapNoMemory(Flags, Size);
    }
    AllocationSize = ((Size == 0 ? 1 : Size) + Heap->AlignRound) & Heap->AlignMask;
    if (Heap->Flags & HEAP_TAIL_CHECKING_ENABLED) {
        AllocationSize += sizeof(HEAP_ENTRY_EXTRA);
    }
    if (Heap->FrontEndHeapType == HEAP_FRONT_LOWFRAGHEAP && Heap->FrontHeapLockCount == 0 &&
        !(Flags & (HEAP_NO_SERIALIZE | HEAP_DEBUG_FLAGS))) {
        Bucket = RtlpBucketOfHint(Heap, AllocationSize);
        if (Bucket != NULL) {
            Block = RtlpLowFragHeapAllocFromContext(Bucket, Size);
            if (Block != NULL) {
                if (Flags & HEAP_ZERO_MEMORY) {
                    RtlZeroMemory(Block, Size);
                }
                return Block;
            }
        }
    }
    return RtlpAllocateHeap(Heap, Flags, Size, AllocationSize);
}

/* Counts one more allocation of this size; often enough, and the low-fragmentation heap takes the size over. */
static VOID RtlpCountAllocation(PHEAP Heap, ULONG Size)
{
    PHEAP_LIST_LOOKUP Lookup;
    PLIST_ENTRY Hint;
    ULONG Index;
    ULONG_PTR Count;
    PHEAP_BUCKET Bucket;

    Lookup = RtlpHeapLookupOfSize(Heap, Size, &Index);
    Hint = RtlpHeapHint(Lookup, Index);
    if (Size >= Lookup->ArraySize || ((ULONG_PTR)Hint->Blink & 1)) {
        return;
    }
    Count = (ULONG_PTR)Hint->Blink + HEAP_HINT_ALLOCATED;
    Hint->Blink = (PLIST_ENTRY)Count;
    if ((Count & 0xFFFF) <= HEAP_HINT_OUTSTANDING_LIMIT && Count <= HEAP_HINT_TOTAL_LIMIT) {
        return;
    }
    if (!(Heap->Flags & HEAP_GROWABLE) || (Heap->Flags & (HEAP_NO_SERIALIZE | HEAP_DEBUG_FLAGS))) {
        return;
    }
    if (Heap->FrontEndHeap == NULL) {
        Heap->CompatibilityFlags |= HEAP_COMPATIBILITY_ACTIVATE_LFH;
        return;
    }
    Bucket = RtlpGetLFHContext(Heap, Size << HEAP_GRANULARITY_SHIFT);
    if (Bucket != NULL) {
        Hint->Blink = (PLIST_ENTRY)((ULONG_PTR)Bucket + 1);
    }
}

/* Puts what a free block (unlinked, at Entry) has beyond Size granules back as a free block; Header becomes the front part. */
VOID RtlpCreateSplitBlock(PHEAP Heap, PHEAP_ENTRY Entry, PHEAP_ENTRY Header, ULONG Size)
{
    PHEAP_ENTRY RestEntry = Entry + Size;
    PHEAP_ENTRY Joined;
    HEAP_ENTRY Rest;
    ULONG RestSize = Header->Size - Size;

    if (RestSize < 2) {
        return;
    }
    Rest = *Header;
    Rest.Size = (USHORT)RestSize;
    Rest.PreviousSize = (USHORT)Size;
    Rest.SegmentOffset = RtlpSegmentOffset(Heap, RtlpSegmentOfEntry(Heap, Entry, Header->SegmentOffset), RestEntry);
    Header->Size = (USHORT)Size;
    Header->Flags = HEAP_ENTRY_BUSY;
    RtlpEncodeEntry(Heap, Entry, Header);
    Joined = RtlpCoalesceFreeBlocks(Heap, RestEntry, &Rest);
    RtlpInsertFreeBlock(Heap, Joined, Rest.Size, &Rest, Rest.Size != RestSize);
}

/* Writes the header of a block that is being handed out, and the debug heap's fills. Answers what the caller gets. */
static PVOID RtlpFinishBusyBlock(PHEAP Heap, ULONG Flags, PHEAP_ENTRY Entry, PHEAP_ENTRY Header, SIZE_T Size)
{
    ULONG BlockBytes = Header->Size << HEAP_GRANULARITY_SHIFT;

    Header->Flags = (Header->Flags & HEAP_ENTRY_LAST_ENTRY) | HEAP_ENTRY_BUSY;
    Header->UnusedBytes = (UCHAR)(BlockBytes - Size);
    if (Flags & HEAP_INTERNAL_BLOCK) {
        Header->Flags |= HEAP_ENTRY_INTERNAL;
    }
    if (Heap->Flags & HEAP_TAIL_CHECKING_ENABLED) {
        Header->Flags |= HEAP_ENTRY_FILL_PATTERN | HEAP_ENTRY_EXTRA_PRESENT;
    }
    RtlpEncodeEntry(Heap, Entry, Header);
    if (Flags & HEAP_ZERO_MEMORY) {
        RtlZeroMemory(Entry + 1, Size);
    } else if (Heap->Flags & HEAP_FREE_CHECKING_ENABLED) {
        RtlFillMemoryUlong(Entry + 1, Size & ~3, ALLOC_HEAP_FILL);
    }
    if (Heap->Flags & HEAP_TAIL_CHECKING_ENABLED) {
        RtlpFillBusyTail(Entry, BlockBytes, Size, TRUE);
    }
    return Entry + 1;
}

/* A block of Size granules from the free lists, which get more if they have none. NULL: no memory, or lists broken. */
static PVOID RtlpAllocateFromFreeLists(PHEAP Heap, ULONG Flags, SIZE_T Size, ULONG BlockSize)
{
    PLIST_ENTRY Link;
    PHEAP_ENTRY Entry;
    HEAP_ENTRY Header;

    Link = RtlpHeapFindListLookupEntry(Heap, BlockSize);
    if (Link == &Heap->FreeLists) {
        if (!RtlpExtendHeap(Heap, BlockSize << HEAP_GRANULARITY_SHIFT)) {
            return NULL;
        }
        Link = RtlpHeapFindListLookupEntry(Heap, BlockSize);
        if (Link == &Heap->FreeLists) {
            return NULL;
        }
    }
    Entry = (PHEAP_ENTRY)CONTAINING_RECORD(Link, HEAP_FREE_ENTRY, FreeList);
    RtlpDecodeEntry(Heap, Entry, &Header);
    if (!RtlpIsEntryChecksumRight(&Header)) {
        RtlpLogHeapFailure(heap_failure_entry_corruption, Heap, Entry, NULL, NULL, NULL);
        return NULL;
    }
    if (!RtlpHeapRemoveListEntry(Heap, (PHEAP_FREE_ENTRY)Entry, Header.Size)) {
        return NULL;
    }
    Heap->TotalFreeSize -= Header.Size;
    if (Header.Flags & HEAP_ENTRY_FILL_PATTERN) {
        RtlpCheckFreeBlockFill(Heap, Entry, &Header);
    }
    RtlpCreateSplitBlock(Heap, Entry, &Header, BlockSize);
    return RtlpFinishBusyBlock(Heap, Flags, Entry, &Header, Size);
}

/* A block too large for the lists: a region of its own with a header of 20h bytes. */
static PVOID RtlpAllocateVirtualBlock(PHEAP Heap, SIZE_T Size)
{
    PVOID Base = NULL;
    SIZE_T Bytes = (Size + sizeof(HEAP_VIRTUAL_ALLOC_ENTRY) + HEAP_PAGE_SIZE - 1) & ~(HEAP_PAGE_SIZE - 1);
    PHEAP_VIRTUAL_ALLOC_ENTRY Block;
    HEAP_ENTRY Header;

    if (!(Heap->Flags & HEAP_GROWABLE) || Bytes > Heap->MaximumAllocationSize) {
        return NULL;
    }
    if (!NT_SUCCESS(NtAllocateVirtualMemory(NtCurrentProcess(), &Base, 0, &Bytes, MEM_COMMIT | MEM_RESERVE,
                                            Heap->Flags & HEAP_CREATE_ENABLE_EXECUTE ? PAGE_EXECUTE_READWRITE
                                                                                     : PAGE_READWRITE))) {
        return NULL;
    }
    Block = Base;
    Block->CommitSize = Bytes;
    Block->ReserveSize = Bytes;
    Header.Size = (USHORT)(Bytes - Size);
    Header.Flags = HEAP_ENTRY_BUSY | HEAP_ENTRY_VIRTUAL_ALLOC;
    Header.PreviousSize = 0;
    Header.SegmentOffset = 0;
    Header.UnusedBytes = HEAP_UNUSED_VIRTUAL;
    RtlpEncodeEntry(Heap, &Block->BusyBlock, &Header);
    InsertTailList(&Heap->VirtualAllocdBlocks, &Block->Entry);
    Heap->Counters.TotalSizeInVirtualBlocks += Bytes;
    return Block + 1;
}

/*
 * The back end. AllocationSize is Size with header, rounded up to granules. HEAP_INTERNAL_BLOCK in Flags: a block that the
 * heap needs for itself, which does not count towards anything.
 */
PVOID RtlpAllocateHeap(PHEAP Heap, ULONG Flags, SIZE_T Size, SIZE_T AllocationSize)
{
    ULONG BlockSize = AllocationSize >> HEAP_GRANULARITY_SHIFT;
    PVOID Block;

    if ((Flags & HEAP_DEBUG_FLAGS) && !(Flags & HEAP_SKIP_VALIDATION_CHECKS)) {
        return RtlDebugAllocateHeap(Heap, Flags, Size);
    }
    RtlpLockHeap(Heap, Flags);
    if (Heap->CompatibilityFlags & HEAP_COMPATIBILITY_MAINTENANCE) {
        RtlpPerformHeapMaintenance(Heap);
    }
    Heap->Counters.AllocAndFreeOps++;
    if (BlockSize > Heap->VirtualMemoryThreshold) {
        Block = RtlpAllocateVirtualBlock(Heap, Size);
    } else {
        if (BlockSize < 2) {
            BlockSize = 2;
        }
        if (!(Flags & HEAP_INTERNAL_BLOCK)) {
            RtlpCountAllocation(Heap, BlockSize);
        }
        Block = RtlpAllocateFromFreeLists(Heap, Flags, Size, BlockSize);
    }
    RtlpUnlockHeap(Heap, Flags);
    return Block == NULL ? RtlpHeapNoMemory(Flags, Size) : Block;
}

/* A block for the heap's own use; NULL when there is no memory. The caller may hold the lock. */
PVOID RtlpAllocateInternalBlock(PHEAP Heap, SIZE_T Size)
{
    SIZE_T AllocationSize = (Size + sizeof(HEAP_ENTRY) + HEAP_GRANULARITY - 1) & ~(HEAP_GRANULARITY - 1);

    return RtlpAllocateHeap(Heap, HEAP_INTERNAL_BLOCK, Size, AllocationSize);
}
