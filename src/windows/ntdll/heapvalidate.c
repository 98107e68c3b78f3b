/*
 * Checking a block or a whole heap. Nothing here trusts what it reads: an address is followed only when it lies in committed
 * memory of the heap.
 */
#include <ntheap.h>

static BOOLEAN RtlpInvalidAddress(PHEAP Heap, PVOID BaseAddress, const char *Reason)
{
    RtlpHeapPrefix();
    DbgPrint("Invalid address specified to %s( %p, %p )\n", Reason, Heap, BaseAddress);
    RtlpBreakPointHeap();
    return FALSE;
}

/* A busy block of the low-fragmentation heap that its subsegment knows. */
static BOOLEAN RtlpIsSoundLowFragHeapBlock(PHEAP Heap, PHEAP_ENTRY Entry)
{
    PHEAP_SUBSEGMENT Subsegment = RtlpSubSegmentOfEntry(Heap, Entry);
    PUCHAR First;
    ULONG BlockBytes;
    ULONG Offset;

    if (!(Entry->UnusedBytes & HEAP_UNUSED_MASK) || ((ULONG_PTR)Subsegment & 7) ||
        !RtlpIsHeapRangeCommitted(Heap, Subsegment, sizeof(HEAP_SUBSEGMENT)) ||
        !RtlpIsHeapRangeCommitted(Heap, Subsegment->UserBlocks, sizeof(HEAP_USERDATA_HEADER)) ||
        Subsegment->UserBlocks->Signature != HEAP_USERDATA_SIGNATURE ||
        Subsegment->UserBlocks->SubSegment != Subsegment) {
        return FALSE;
    }
    First = (PUCHAR)(Subsegment->UserBlocks + 1);
    BlockBytes = Subsegment->BlockSize << HEAP_GRANULARITY_SHIFT;
    if ((PUCHAR)Entry < First || BlockBytes == 0) {
        return FALSE;
    }
    Offset = (ULONG)((PUCHAR)Entry - First);
    return Offset % BlockBytes == 0 && Offset / BlockBytes < Subsegment->BlockCount;
}

static BOOLEAN RtlpIsSoundEntry(PHEAP Heap, PHEAP_ENTRY Entry)
{
    HEAP_ENTRY Header;
    PHEAP_SEGMENT Segment;

    if (!RtlpIsHeapRangeCommitted(Heap, Entry, sizeof(HEAP_ENTRY))) {
        if (RtlpFindVirtualBlock(Heap, Entry) == NULL) {
            return FALSE;
        }
        RtlpDecodeEntry(Heap, Entry, &Header);
        return RtlpIsEntryChecksumRight(&Header) && Header.UnusedBytes == HEAP_UNUSED_VIRTUAL &&
               (Header.Flags & HEAP_ENTRY_BUSY) != 0;
    }
    if (Entry->UnusedBytes & HEAP_UNUSED_LFH) {
        return RtlpIsSoundLowFragHeapBlock(Heap, Entry);
    }
    RtlpDecodeEntry(Heap, Entry, &Header);
    Segment = RtlpFindHeapSegment(Heap, Entry);
    return RtlpIsEntryChecksumRight(&Header) && (Header.Flags & HEAP_ENTRY_BUSY) &&
           Header.UnusedBytes >= sizeof(HEAP_ENTRY) && Header.Size >= 2 && Entry >= Segment->FirstEntry &&
           RtlpSegmentOfEntry(Heap, Entry, Header.SegmentOffset) == Segment &&
           RtlpIsHeapRangeCommitted(Heap, Entry, (SIZE_T)Header.Size << HEAP_GRANULARITY_SHIFT);
}

/* TRUE when BaseAddress is a busy block of this heap. Reason names the function that asks, for the message. */
BOOLEAN RtlpValidateHeapEntry(PHEAP Heap, PVOID BaseAddress, const char *Reason)
{
    PHEAP_ENTRY Entry = RtlpEntryOfBlock(BaseAddress);
    HEAP_ENTRY Header;

    if (BaseAddress == NULL || ((ULONG_PTR)BaseAddress & (HEAP_GRANULARITY - 1)) || !RtlpIsSoundEntry(Heap, Entry)) {
        return RtlpInvalidAddress(Heap, BaseAddress, Reason);
    }
    if (!(Entry->UnusedBytes & HEAP_UNUSED_LFH)) {
        RtlpDecodeEntry(Heap, Entry, &Header);
        if ((Header.Flags & HEAP_ENTRY_FILL_PATTERN) && !RtlpCheckBusyBlockTail(Heap, Entry)) {
            return FALSE;
        }
    }
    return TRUE;
}

BOOLEAN RtlpValidateHeapHeaders(PHEAP Heap)
{
    return Heap != NULL && Heap->Signature == HEAP_SIGNATURE && Heap->SegmentSignature == HEAP_SEGMENT_SIGNATURE &&
           Heap->HeaderValidateLength == sizeof(HEAP);
}

/* One entry of a segment in its place: header, neighbour's size, fills. */
static BOOLEAN RtlpValidateSegmentEntry(PHEAP Heap, PHEAP_ENTRY Entry, PHEAP_ENTRY Header, ULONG PreviousSize)
{
    if (!RtlpIsEntryChecksumRight(Header) || Header->Size == 0 ||
        !RtlpIsHeapRangeCommitted(Heap, Entry, (SIZE_T)Header->Size << HEAP_GRANULARITY_SHIFT)) {
        RtlpHeapPrefix();
        DbgPrint("Heap entry %p has a damaged header\n", Entry);
        return FALSE;
    }
    if (Header->PreviousSize != PreviousSize) {
        RtlpHeapPrefix();
        DbgPrint("Heap entry %p has incorrect PreviousSize field (%04x instead of %04x)\n", Entry, Header->PreviousSize,
                 PreviousSize);
        return FALSE;
    }
    if (Header->Flags & HEAP_ENTRY_FILL_PATTERN) {
        return Header->Flags & HEAP_ENTRY_BUSY ? RtlpCheckBusyBlockTail(Heap, Entry)
                                               : RtlpCheckFreeBlockFill(Heap, Entry, Header);
    }
    return TRUE;
}

/* All entries of a segment, from the first to its end; adds up the free ones. */
static BOOLEAN RtlpValidateHeapSegment(PHEAP Heap, PHEAP_SEGMENT Segment, ULONG *FreeBlocks, ULONG *FreeSize)
{
    PHEAP_ENTRY Entry = Segment->FirstEntry;
    HEAP_ENTRY Header;
    PHEAP_UCR_DESCRIPTOR Range;
    ULONG PreviousSize;
    ULONG Ranges = 0;

    RtlpDecodeEntry(Heap, Segment, &Header);
    PreviousSize = Header.Size;
    while (Entry < Segment->LastValidEntry) {
        if (!RtlpIsHeapRangeCommitted(Heap, Entry, sizeof(HEAP_ENTRY))) {
            RtlpHeapPrefix();
            DbgPrint("Heap entry %p is beyond the committed part of its segment\n", Entry);
            return FALSE;
        }
        RtlpDecodeEntry(Heap, Entry, &Header);
        if (!RtlpValidateSegmentEntry(Heap, Entry, &Header, PreviousSize)) {
            return FALSE;
        }
        if (!(Header.Flags & HEAP_ENTRY_BUSY)) {
            *FreeBlocks += 1;
            *FreeSize += Header.Size;
        }
        PreviousSize = Header.Size;
        Range = RtlpUCRDescriptorOfEntry(Entry, &Header);
        Entry += Header.Size;
        if (Range != NULL) {
            if (Range->Address != (PVOID)Entry) {
                return FALSE;
            }
            Ranges++;
            Entry = (PHEAP_ENTRY)((PUCHAR)Range->Address + Range->Size);
            PreviousSize = 0;
        } else if ((Header.Flags & HEAP_ENTRY_LAST_ENTRY) && Entry != Segment->LastValidEntry) {
            return FALSE;
        }
    }
    return Ranges == Segment->NumberOfUnCommittedRanges;
}

/* The free lists: linked both ways, sorted, each of a free entry. */
static BOOLEAN RtlpValidateFreeLists(PHEAP Heap, ULONG *FreeBlocks)
{
    PLIST_ENTRY Link = Heap->FreeLists.Flink;
    PLIST_ENTRY Previous = &Heap->FreeLists;
    ULONG Size = 0;
    HEAP_ENTRY Header;
    PHEAP_FREE_ENTRY FreeBlock;

    while (Link != &Heap->FreeLists) {
        FreeBlock = CONTAINING_RECORD(Link, HEAP_FREE_ENTRY, FreeList);
        if (!RtlpIsHeapRangeCommitted(Heap, FreeBlock, sizeof(HEAP_FREE_ENTRY)) || Link->Blink != Previous) {
            RtlpHeapPrefix();
            DbgPrint("Free list element %p is not linked correctly\n", FreeBlock);
            return FALSE;
        }
        RtlpDecodeEntry(Heap, FreeBlock, &Header);
        if (Header.Flags & HEAP_ENTRY_BUSY) {
            RtlpHeapPrefix();
            DbgPrint("Free list element %p is marked busy\n", FreeBlock);
            return FALSE;
        }
        if (Header.Size < Size) {
            RtlpHeapPrefix();
            DbgPrint("Free list element %p is out of order\n", FreeBlock);
            return FALSE;
        }
        Size = Header.Size;
        *FreeBlocks += 1;
        Previous = Link;
        Link = Link->Flink;
    }
    return Heap->FreeLists.Blink == Previous;
}

/* TRUE when everything in the heap fits together. The lock is held. */
BOOLEAN RtlpValidateHeap(PHEAP Heap)
{
    PLIST_ENTRY Link;
    ULONG FreeBlocks = 0;
    ULONG FreeSize = 0;
    ULONG ListedBlocks = 0;

    if (!RtlpValidateHeapHeaders(Heap) || !RtlpValidateFreeLists(Heap, &ListedBlocks)) {
        RtlpBreakPointHeap();
        return FALSE;
    }
    for (Link = Heap->SegmentList.Flink; Link != &Heap->SegmentList; Link = Link->Flink) {
        PHEAP_SEGMENT Segment = CONTAINING_RECORD(Link, HEAP_SEGMENT, SegmentListEntry);
        if (Segment->SegmentSignature != HEAP_SEGMENT_SIGNATURE || Segment->Heap != (PVOID)Heap ||
            !RtlpValidateHeapSegment(Heap, Segment, &FreeBlocks, &FreeSize)) {
            RtlpBreakPointHeap();
            return FALSE;
        }
    }
    if (FreeBlocks != ListedBlocks) {
        RtlpHeapPrefix();
        DbgPrint("Number of free blocks in arena (%ld) does not match number in the free lists (%ld)\n", FreeBlocks,
                 ListedBlocks);
        RtlpBreakPointHeap();
        return FALSE;
    }
    if (FreeSize != Heap->TotalFreeSize) {
        RtlpHeapPrefix();
        DbgPrint("Total size of free blocks in arena (%ld) does not match number total in heap header (%ld)\n", FreeSize,
                 Heap->TotalFreeSize);
        RtlpBreakPointHeap();
        return FALSE;
    }
    for (Link = Heap->VirtualAllocdBlocks.Flink; Link != &Heap->VirtualAllocdBlocks; Link = Link->Flink) {
        if (!RtlpIsSoundEntry(
                Heap, (PHEAP_ENTRY)&CONTAINING_RECORD(Link, HEAP_VIRTUAL_ALLOC_ENTRY, Entry)->BusyBlock)) {
            RtlpBreakPointHeap();
            return FALSE;
        }
    }
    return TRUE;
}

/* Checks one block, or with a null BaseAddress the whole heap. */
BOOLEAN NTAPI RtlValidateHeap(PVOID HeapHandle, ULONG Flags, PVOID BaseAddress)
{
    PHEAP Heap = HeapHandle;
    BOOLEAN Sound;

    if (!RtlpValidateHeapHeaders(Heap)) {
        return FALSE;
    }
    RtlpLockHeap(Heap, Flags);
    Sound = BaseAddress == NULL ? RtlpValidateHeap(Heap) : RtlpValidateHeapEntry(Heap, BaseAddress, "RtlValidateHeap");
    RtlpUnlockHeap(Heap, Flags);
    return Sound;
}

BOOLEAN NTAPI RtlValidateProcessHeaps(VOID)
{
    PPEB Peb = NtCurrentPeb();
    BOOLEAN Sound = TRUE;
    ULONG Index;

    for (Index = 0; Index < Peb->NumberOfHeaps; Index++) {
        if (!RtlValidateHeap(Peb->ProcessHeaps[Index], 0, NULL)) {
            Sound = FALSE;
        }
    }
    return Sound;
}
