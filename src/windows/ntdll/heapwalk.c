/*
 * Walking a heap thing by thing: each segment, then its entries and uncommitted ranges in the order of their addresses, then
 * the large blocks. Of an area that serves the low-fragmentation heap the blocks in it are reported, not the area.
 */
#include <ntheap.h>

static VOID RtlpReportSegment(PHEAP_SEGMENT Segment, ULONG SegmentIndex, PRTL_HEAP_WALK_ENTRY Walk)
{
    ULONG UnCommitted = Segment->NumberOfUnCommittedPages * HEAP_PAGE_SIZE;

    RtlZeroMemory(Walk, sizeof(*Walk));
    Walk->DataAddress = Segment;
    Walk->DataSize = (ULONG)((PUCHAR)Segment->FirstEntry - (PUCHAR)Segment);
    Walk->SegmentIndex = (UCHAR)SegmentIndex;
    Walk->Flags = RTL_HEAP_SEGMENT;
    Walk->Segment.CommittedSize = Segment->NumberOfPages * HEAP_PAGE_SIZE - UnCommitted;
    Walk->Segment.UnCommittedSize = UnCommitted;
    Walk->Segment.FirstEntry = Segment->FirstEntry;
    Walk->Segment.LastEntry = Segment->LastValidEntry;
}

static VOID RtlpReportLowFragHeapBlock(PHEAP_ENTRY Entry, ULONG BlockBytes, ULONG SegmentIndex,
                                       PRTL_HEAP_WALK_ENTRY Walk)
{
    RtlZeroMemory(Walk, sizeof(*Walk));
    Walk->DataAddress = Entry + 1;
    Walk->SegmentIndex = (UCHAR)SegmentIndex;
    Walk->OverheadBytes = sizeof(HEAP_ENTRY);
    Walk->DataSize = BlockBytes - sizeof(HEAP_ENTRY);
    if (Entry->UnusedBytes & HEAP_UNUSED_MASK) {
        ULONG Unused = RtlpLowFragHeapBlockUnusedBytes(Entry, BlockBytes);
        Walk->Flags = RTL_HEAP_BUSY;
        Walk->DataSize = BlockBytes - Unused;
        Walk->OverheadBytes = (UCHAR)Unused;
    }
}

static VOID RtlpReportEntry(PHEAP_ENTRY Entry, PHEAP_ENTRY Header, ULONG SegmentIndex, PRTL_HEAP_WALK_ENTRY Walk)
{
    RtlZeroMemory(Walk, sizeof(*Walk));
    Walk->DataAddress = Entry + 1;
    Walk->SegmentIndex = (UCHAR)SegmentIndex;
    if (Header->Flags & HEAP_ENTRY_BUSY) {
        Walk->Flags = RTL_HEAP_BUSY;
        Walk->OverheadBytes = Header->UnusedBytes;
        Walk->DataSize = (Header->Size << HEAP_GRANULARITY_SHIFT) - Header->UnusedBytes;
    } else {
        Walk->OverheadBytes = sizeof(HEAP_FREE_ENTRY);
        Walk->DataSize = (Header->Size << HEAP_GRANULARITY_SHIFT) - sizeof(HEAP_FREE_ENTRY);
    }
}

/* The subsegment of an area that serves the low-fragmentation heap, or NULL for every other entry. */
static PHEAP_SUBSEGMENT RtlpSubSegmentOfArea(PHEAP_ENTRY Entry, PHEAP_ENTRY Header)
{
    PHEAP_USERDATA_HEADER UserBlocks = (PHEAP_USERDATA_HEADER)(Entry + 1);

    if ((Header->Flags & HEAP_ENTRY_INTERNAL) && UserBlocks->Signature == HEAP_USERDATA_SIGNATURE &&
        UserBlocks->SubSegment != NULL) {
        return UserBlocks->SubSegment;
    }
    return NULL;
}

static LONG RtlpWalkToSegment(PHEAP Heap, PLIST_ENTRY Link, ULONG SegmentIndex, PRTL_HEAP_WALK_ENTRY Walk);

/* Reports what stands at Entry; an area of the low-fragmentation heap is entered. */
static LONG RtlpWalkToEntry(PHEAP Heap, PHEAP_SEGMENT Segment, PHEAP_ENTRY Entry, ULONG SegmentIndex,
                            PRTL_HEAP_WALK_ENTRY Walk)
{
    HEAP_ENTRY Header;
    PHEAP_SUBSEGMENT Subsegment;

    if (Entry >= Segment->LastValidEntry) {
        return RtlpWalkToSegment(Heap, Segment->SegmentListEntry.Flink, SegmentIndex + 1, Walk);
    }
    RtlpDecodeEntry(Heap, Entry, &Header);
    if (!RtlpIsEntryChecksumRight(&Header) || Header.Size == 0) {
        return STATUS_INVALID_PARAMETER;
    }
    Subsegment = RtlpSubSegmentOfArea(Entry, &Header);
    if (Subsegment != NULL) {
        RtlpReportLowFragHeapBlock((PHEAP_ENTRY)((PHEAP_USERDATA_HEADER)(Entry + 1) + 1),
                                   Subsegment->BlockSize << HEAP_GRANULARITY_SHIFT, SegmentIndex, Walk);
        return STATUS_SUCCESS;
    }
    if (RtlpUCRDescriptorOfEntry(Entry, &Header) != NULL) {
        PHEAP_UCR_DESCRIPTOR Range = RtlpUCRDescriptorOfEntry(Entry, &Header);
        RtlZeroMemory(Walk, sizeof(*Walk));
        Walk->DataAddress = Range->Address;
        Walk->DataSize = Range->Size;
        Walk->SegmentIndex = (UCHAR)SegmentIndex;
        Walk->Flags = RTL_HEAP_UNCOMMITTED_RANGE;
        return STATUS_SUCCESS;
    }
    RtlpReportEntry(Entry, &Header, SegmentIndex, Walk);
    return STATUS_SUCCESS;
}

static LONG RtlpWalkToVirtualBlock(PHEAP Heap, PLIST_ENTRY Link, PRTL_HEAP_WALK_ENTRY Walk)
{
    PHEAP_VIRTUAL_ALLOC_ENTRY Block;

    if (Link == &Heap->VirtualAllocdBlocks) {
        return STATUS_NO_MORE_ENTRIES;
    }
    Block = CONTAINING_RECORD(Link, HEAP_VIRTUAL_ALLOC_ENTRY, Entry);
    RtlZeroMemory(Walk, sizeof(*Walk));
    Walk->DataAddress = Block + 1;
    Walk->DataSize = RtlpRequestedSize(Heap, (PHEAP_ENTRY)&Block->BusyBlock);
    Walk->OverheadBytes = sizeof(*Block);
    Walk->SegmentIndex = 64;
    Walk->Flags = RTL_HEAP_BUSY;
    return STATUS_SUCCESS;
}

static LONG RtlpWalkToSegment(PHEAP Heap, PLIST_ENTRY Link, ULONG SegmentIndex, PRTL_HEAP_WALK_ENTRY Walk)
{
    if (Link == &Heap->SegmentList) {
        return RtlpWalkToVirtualBlock(Heap, Heap->VirtualAllocdBlocks.Flink, Walk);
    }
    RtlpReportSegment(CONTAINING_RECORD(Link, HEAP_SEGMENT, SegmentListEntry), SegmentIndex, Walk);
    return STATUS_SUCCESS;
}

/* From a block of the low-fragmentation heap to the next one of its area, or to the entry behind the area. */
static LONG RtlpWalkBehindLowFragHeapBlock(PHEAP Heap, PHEAP_SEGMENT Segment, PHEAP_ENTRY Entry, ULONG SegmentIndex,
                                           PRTL_HEAP_WALK_ENTRY Walk)
{
    PHEAP_SUBSEGMENT Subsegment = RtlpSubSegmentOfEntry(Heap, Entry);
    PHEAP_ENTRY First = (PHEAP_ENTRY)(Subsegment->UserBlocks + 1);
    PHEAP_ENTRY Area = (PHEAP_ENTRY)Subsegment->UserBlocks - 1;
    HEAP_ENTRY Header;

    if ((ULONG)(Entry - First) / Subsegment->BlockSize + 1 < Subsegment->BlockCount) {
        RtlpReportLowFragHeapBlock(Entry + Subsegment->BlockSize, Subsegment->BlockSize << HEAP_GRANULARITY_SHIFT,
                                   SegmentIndex, Walk);
        return STATUS_SUCCESS;
    }
    RtlpDecodeEntry(Heap, Area, &Header);
    return RtlpWalkToEntry(Heap, Segment, Area + Header.Size, SegmentIndex, Walk);
}

static LONG RtlpWalkBehind(PHEAP Heap, PRTL_HEAP_WALK_ENTRY Walk)
{
    PHEAP_ENTRY Entry = RtlpEntryOfBlock(Walk->DataAddress);
    PHEAP_SEGMENT Segment = RtlpFindHeapSegment(Heap, Walk->DataAddress);
    HEAP_ENTRY Header;

    if (Walk->Flags & RTL_HEAP_SEGMENT) {
        if (Segment == NULL) {
            return STATUS_INVALID_PARAMETER;
        }
        return RtlpWalkToEntry(Heap, Segment, Segment->FirstEntry, Walk->SegmentIndex, Walk);
    }
    if (Segment == NULL) {
        PHEAP_VIRTUAL_ALLOC_ENTRY Block = RtlpFindVirtualBlock(Heap, Entry);
        return Block == NULL ? (LONG)STATUS_INVALID_PARAMETER : RtlpWalkToVirtualBlock(Heap, Block->Entry.Flink, Walk);
    }
    if (Walk->Flags & RTL_HEAP_UNCOMMITTED_RANGE) {
        return RtlpWalkToEntry(Heap, Segment, (PHEAP_ENTRY)((PUCHAR)Walk->DataAddress + Walk->DataSize),
                               Walk->SegmentIndex, Walk);
    }
    if (!RtlpIsHeapRangeCommitted(Heap, Entry, sizeof(HEAP_ENTRY))) {
        return STATUS_INVALID_PARAMETER;
    }
    if (Entry->UnusedBytes & HEAP_UNUSED_LFH) {
        return RtlpWalkBehindLowFragHeapBlock(Heap, Segment, Entry, Walk->SegmentIndex, Walk);
    }
    RtlpDecodeEntry(Heap, Entry, &Header);
    return RtlpWalkToEntry(Heap, Segment, Entry + Header.Size, Walk->SegmentIndex, Walk);
}

/* Replaces Entry by what comes after it; a null DataAddress starts. STATUS_NO_MORE_ENTRIES behind the last one. */
LONG NTAPI RtlWalkHeap(PVOID HeapHandle, PRTL_HEAP_WALK_ENTRY Entry)
{
    PHEAP Heap = HeapHandle;
    LONG Status;

    if (!RtlpValidateHeapHeaders(Heap)) {
        return STATUS_INVALID_PARAMETER;
    }
    RtlpLockHeap(Heap, 0);
    if (Entry->DataAddress == NULL) {
        Status = RtlpWalkToSegment(Heap, Heap->SegmentList.Flink, 0, Entry);
    } else {
        Status = RtlpWalkBehind(Heap, Entry);
    }
    RtlpUnlockHeap(Heap, 0);
    return Status;
}

/* Gives cached areas back to the free lists, and returns the size of the largest free block that is committed. */
SIZE_T NTAPI RtlCompactHeap(PVOID HeapHandle, ULONG Flags)
{
    PHEAP Heap = HeapHandle;
    SIZE_T Largest = 0;

    if (!RtlpValidateHeapHeaders(Heap)) {
        return 0;
    }
    RtlpLockHeap(Heap, Flags);
    Heap->Counters.CompactHeapCalls++;
    if (Heap->FrontEndHeap != NULL) {
        RtlpFlushLFHCache((PLFH_HEAP)Heap->FrontEndHeap);
    }
    if (Heap->FreeLists.Blink != &Heap->FreeLists) {
        Largest = RtlpEntrySize(Heap, CONTAINING_RECORD(Heap->FreeLists.Blink, HEAP_FREE_ENTRY, FreeList))
                  << HEAP_GRANULARITY_SHIFT;
    }
    RtlpUnlockHeap(Heap, Flags);
    return Largest;
}
