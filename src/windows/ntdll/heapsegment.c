/*
 * Segments: the reserved stretches of address space in which blocks lie, and which of their pages are committed.
 *
 *      | header entry | blocks ...        | UCR entry |  uncommitted range  | blocks ... | UCR entry | uncommitted ... |
 *
 * In front of each uncommitted range stands a busy entry of 20h bytes, marked LAST_ENTRY, whose body is the range's
 * descriptor. All descriptors hang in Heap->UCRList (smallest first) and in their segment's list (lowest first). The entry
 * behind a range has PreviousSize 0. A block that ends where the segment ends is marked LAST_ENTRY too.
 */
#include <ntheap.h>

#define UCR_ENTRY_BYTES (sizeof(HEAP_ENTRY) + sizeof(HEAP_UCR_DESCRIPTOR))
#define UCR_ENTRY_SIZE (UCR_ENTRY_BYTES >> HEAP_GRANULARITY_SHIFT)

/* Reserves a region for a new heap, 0 to 31 times 64 KB behind the place where it would fit. */
PVOID RtlpHeapReserve(SIZE_T Bytes, ULONG Flags)
{
    ULONG Protect = Flags & HEAP_CREATE_ENABLE_EXECUTE ? PAGE_EXECUTE_READWRITE : PAGE_READWRITE;
    ULONG Random = (RtlpHeapGenerateRandomValue32() & 31) << 16;
    PVOID Base = NULL;
    SIZE_T Size = Bytes + Random;
    SIZE_T Released = 0;

    if (Size > Bytes && NT_SUCCESS(NtAllocateVirtualMemory(NtCurrentProcess(), &Base, 0, &Size, MEM_RESERVE, Protect))) {
        NtFreeVirtualMemory(NtCurrentProcess(), &Base, &Released, MEM_RELEASE);
        Base = (PUCHAR)Base + Random;
        Size = Bytes;
        if (NT_SUCCESS(NtAllocateVirtualMemory(NtCurrentProcess(), &Base, 0, &Size, MEM_RESERVE, Protect))) {
            return Base;
        }
    }
    Base = NULL;
    Size = Bytes;
    if (NT_SUCCESS(NtAllocateVirtualMemory(NtCurrentProcess(), &Base, 0, &Size, MEM_RESERVE, Protect))) {
        return Base;
    }
    return NULL;
}

BOOLEAN RtlpHeapCommit(PHEAP Heap, PVOID Address, SIZE_T Bytes, ULONG Flags)
{
    PRTL_HEAP_COMMIT_ROUTINE Routine;
    ULONG Protect = Flags & HEAP_CREATE_ENABLE_EXECUTE ? PAGE_EXECUTE_READWRITE : PAGE_READWRITE;
    LONG Status;

    Routine = (PRTL_HEAP_COMMIT_ROUTINE)((ULONG_PTR)Heap->CommitRoutine ^ Heap->PointerKey);
    if (Routine != NULL) {
        Status = Routine(Heap, &Address, &Bytes);
    } else {
        Status = NtAllocateVirtualMemory(NtCurrentProcess(), &Address, 0, &Bytes, MEM_COMMIT, Protect);
    }
    if (!NT_SUCCESS(Status)) {
        Heap->Counters.CommitFailures++;
        return FALSE;
    }
    Heap->Counters.CommittOps++;
    Heap->Counters.TotalMemoryCommitted += Bytes;
    return TRUE;
}

/* The descriptor of the range behind this entry, or NULL when the entry is none that describes a range. */
PHEAP_UCR_DESCRIPTOR RtlpUCRDescriptorOfEntry(PHEAP_ENTRY Entry, PHEAP_ENTRY Header)
{
    if (Header->Size == UCR_ENTRY_SIZE && Header->UnusedBytes == HEAP_UNUSED_UCR &&
        (Header->Flags & (HEAP_ENTRY_BUSY | HEAP_ENTRY_LAST_ENTRY)) == (HEAP_ENTRY_BUSY | HEAP_ENTRY_LAST_ENTRY)) {
        return (PHEAP_UCR_DESCRIPTOR)(Entry + 1);
    }
    return NULL;
}

static VOID RtlpInsertBefore(PLIST_ENTRY Place, PLIST_ENTRY Link)
{
    Link->Flink = Place;
    Link->Blink = Place->Blink;
    Place->Blink->Flink = Link;
    Place->Blink = Link;
}

/* Says that Bytes at Address are uncommitted: writes the entry in front of them and links the descriptor. */
static VOID RtlpCreateUCREntry(PHEAP Heap, PHEAP_SEGMENT Segment, PVOID Address, SIZE_T Bytes, ULONG PreviousSize)
{
    PHEAP_ENTRY Entry = (PHEAP_ENTRY)((PUCHAR)Address - UCR_ENTRY_BYTES);
    PHEAP_UCR_DESCRIPTOR Descriptor = (PHEAP_UCR_DESCRIPTOR)(Entry + 1);
    HEAP_ENTRY Header;
    PLIST_ENTRY Link;

    Header.Size = UCR_ENTRY_SIZE;
    Header.Flags = HEAP_ENTRY_BUSY | HEAP_ENTRY_LAST_ENTRY;
    Header.PreviousSize = (USHORT)PreviousSize;
    Header.SegmentOffset = RtlpSegmentOffset(Heap, Segment, Entry);
    Header.UnusedBytes = HEAP_UNUSED_UCR;
    RtlpEncodeEntry(Heap, Entry, &Header);
    Descriptor->Address = Address;
    Descriptor->Size = Bytes;

    Link = Heap->UCRList.Flink;
    while (Link != &Heap->UCRList && CONTAINING_RECORD(Link, HEAP_UCR_DESCRIPTOR, ListEntry)->Size < Bytes) {
        Link = Link->Flink;
    }
    RtlpInsertBefore(Link, &Descriptor->ListEntry);
    Link = Segment->UCRSegmentList.Flink;
    while (Link != &Segment->UCRSegmentList &&
           (PUCHAR)CONTAINING_RECORD(Link, HEAP_UCR_DESCRIPTOR, SegmentEntry)->Address < (PUCHAR)Address) {
        Link = Link->Flink;
    }
    RtlpInsertBefore(Link, &Descriptor->SegmentEntry);
    Segment->NumberOfUnCommittedPages += Bytes / HEAP_PAGE_SIZE;
    Segment->NumberOfUnCommittedRanges++;
    Heap->Counters.TotalUCRs++;
}

static VOID RtlpRemoveUCR(PHEAP Heap, PHEAP_SEGMENT Segment, PHEAP_UCR_DESCRIPTOR Descriptor)
{
    RemoveEntryList(&Descriptor->ListEntry);
    RemoveEntryList(&Descriptor->SegmentEntry);
    Segment->NumberOfUnCommittedPages -= Descriptor->Size / HEAP_PAGE_SIZE;
    Segment->NumberOfUnCommittedRanges--;
    Heap->Counters.TotalUCRs--;
}

/* Makes a segment of a reserved region whose first CommittedBytes are committed; all behind the header becomes free. */
BOOLEAN RtlpInitializeHeapSegment(PHEAP Heap, PHEAP_SEGMENT Segment, SIZE_T ReservedBytes, SIZE_T CommittedBytes,
                                  ULONG HeaderBytes, PVOID FirstEntry)
{
    PUCHAR End = (PUCHAR)Segment + CommittedBytes;
    HEAP_ENTRY Header;

    if (CommittedBytes < HeaderBytes + UCR_ENTRY_BYTES + sizeof(HEAP_FREE_ENTRY)) {
        return FALSE;
    }
    Segment->SegmentSignature = HEAP_SEGMENT_SIGNATURE;
    Segment->Heap = Heap;
    Segment->BaseAddress = Segment;
    Segment->NumberOfPages = ReservedBytes / HEAP_PAGE_SIZE;
    Segment->FirstEntry = FirstEntry;
    Segment->LastValidEntry = (PHEAP_ENTRY)((PUCHAR)Segment + ReservedBytes);
    InitializeListHead(&Segment->UCRSegmentList);
    RtlpInsertBefore(&Heap->SegmentList, &Segment->SegmentListEntry);
    Heap->Counters.TotalSegments++;
    Heap->Counters.TotalMemoryReserved += ReservedBytes;
    if ((PVOID)Segment == (PVOID)Heap) {
        Heap->Counters.TotalMemoryCommitted += CommittedBytes;
    }

    Header.Size = (USHORT)(HeaderBytes >> HEAP_GRANULARITY_SHIFT);
    Header.Flags = HEAP_ENTRY_BUSY;
    Header.PreviousSize = 0;
    Header.SegmentOffset = RtlpSegmentOffset(Heap, Segment, Segment);
    Header.UnusedBytes = 1;
    RtlpEncodeEntry(Heap, Segment, &Header);

    Header.PreviousSize = Header.Size;
    Header.Flags = HEAP_ENTRY_LAST_ENTRY;
    if (CommittedBytes < ReservedBytes) {
        RtlpCreateUCREntry(Heap, Segment, End, ReservedBytes - CommittedBytes, 0);
        End -= UCR_ENTRY_BYTES;
        Header.Flags = 0;
    }
    RtlpInsertFreeBlock(Heap, FirstEntry, (ULONG)(End - (PUCHAR)FirstEntry) >> HEAP_GRANULARITY_SHIFT, &Header, TRUE);
    return TRUE;
}

/* Commits the first Bytes of a range; they, and the descriptor's entry if the range is used up, become free. */
BOOLEAN RtlpCommitUnCommittedRange(PHEAP Heap, PHEAP_UCR_DESCRIPTOR Descriptor, SIZE_T Bytes)
{
    PHEAP_ENTRY Entry = (PHEAP_ENTRY)Descriptor - 1;
    PHEAP_SEGMENT Segment;
    PUCHAR Address = Descriptor->Address;
    SIZE_T Remaining = Descriptor->Size - Bytes;
    HEAP_ENTRY Header;

    if (!RtlpHeapCommit(Heap, Address, Bytes, Heap->Flags)) {
        return FALSE;
    }
    RtlpDecodeEntry(Heap, Entry, &Header);
    Segment = RtlpSegmentOfEntry(Heap, Entry, Header.SegmentOffset);
    RtlpRemoveUCR(Heap, Segment, Descriptor);
    Header.Flags = 0;
    Header.Size = (USHORT)(Bytes >> HEAP_GRANULARITY_SHIFT);
    if (Remaining != 0) {
        RtlpCreateUCREntry(Heap, Segment, Address + Bytes, Remaining, 0);
    } else {
        Header.Size += UCR_ENTRY_SIZE;
        if (Address + Bytes == (PUCHAR)Segment->LastValidEntry) {
            Header.Flags = HEAP_ENTRY_LAST_ENTRY;
        }
    }
    RtlpReturnFreeBlock(Heap, Entry, &Header, FALSE);
    return TRUE;
}

/* How many bytes lie free directly in front of an uncommitted range. */
static SIZE_T RtlpFreeBytesBefore(PHEAP Heap, PHEAP_UCR_DESCRIPTOR Descriptor)
{
    PHEAP_ENTRY Entry = (PHEAP_ENTRY)Descriptor - 1;
    HEAP_ENTRY Header;

    RtlpDecodeEntry(Heap, Entry, &Header);
    if (Header.PreviousSize == 0 || (Heap->Flags & HEAP_DISABLE_COALESCE_ON_FREE)) {
        return 0;
    }
    RtlpDecodeEntry(Heap, Entry - Header.PreviousSize, &Header);
    return Header.Flags & HEAP_ENTRY_BUSY ? 0 : (SIZE_T)Header.Size << HEAP_GRANULARITY_SHIFT;
}

/* Commits as many pages as AllocationSize bytes need behind what is free already, in the smallest range that has them. */
BOOLEAN RtlpFindAndCommitPages(PHEAP Heap, SIZE_T AllocationSize)
{
    PLIST_ENTRY Link;

    for (Link = Heap->UCRList.Flink; Link != &Heap->UCRList; Link = Link->Flink) {
        PHEAP_UCR_DESCRIPTOR Range = CONTAINING_RECORD(Link, HEAP_UCR_DESCRIPTOR, ListEntry);
        SIZE_T Before = RtlpFreeBytesBefore(Heap, Range);
        SIZE_T Bytes;

        if (Before >= AllocationSize ||
            Before + AllocationSize + HEAP_PAGE_SIZE > (HEAP_MAXIMUM_BLOCK_SIZE << HEAP_GRANULARITY_SHIFT)) {
            /* The two would not be joined into one block. */
            Before = 0;
        }
        Bytes = (AllocationSize - Before + HEAP_PAGE_SIZE - 1) & ~(HEAP_PAGE_SIZE - 1);
        if (Bytes > Range->Size && Range->Size + Before + UCR_ENTRY_BYTES >= AllocationSize) {
            Bytes = Range->Size;
        }
        if (Bytes <= Range->Size) {
            return RtlpCommitUnCommittedRange(Heap, Range, Bytes);
        }
    }
    return FALSE;
}

/* Adds a segment that has room for AllocationSize bytes. Each further one is reserved twice as large as the last. */
static BOOLEAN RtlpAddHeapSegment(PHEAP Heap, SIZE_T AllocationSize)
{
    SIZE_T Needed = AllocationSize + sizeof(HEAP_SEGMENT) + UCR_ENTRY_BYTES;
    SIZE_T Reserve = Heap->SegmentReserve;
    SIZE_T Commit = Heap->SegmentCommit;
    PVOID Base = NULL;
    ULONG Protect = Heap->Flags & HEAP_CREATE_ENABLE_EXECUTE ? PAGE_EXECUTE_READWRITE : PAGE_READWRITE;
    SIZE_T Released = 0;

    Needed = (Needed + HEAP_PAGE_SIZE - 1) & ~(HEAP_PAGE_SIZE - 1);
    if (Reserve < Needed) {
        Reserve = Needed;
    }
    Reserve = (Reserve + HEAP_ALLOCATION_GRANULARITY - 1) & ~(HEAP_ALLOCATION_GRANULARITY - 1);
    while (!NT_SUCCESS(NtAllocateVirtualMemory(NtCurrentProcess(), &Base, 0, &Reserve, MEM_RESERVE, Protect))) {
        Reserve = (Reserve / 2) & ~(HEAP_ALLOCATION_GRANULARITY - 1);
        Base = NULL;
        if (Reserve < Needed) {
            return FALSE;
        }
    }
    if (Commit < Needed) {
        Commit = Needed;
    }
    if (Commit > Reserve) {
        Commit = Reserve;
    }
    if (!RtlpHeapCommit(Heap, Base, Commit, Heap->Flags)) {
        NtFreeVirtualMemory(NtCurrentProcess(), &Base, &Released, MEM_RELEASE);
        return FALSE;
    }
    RtlpInitializeHeapSegment(Heap, Base, Reserve, Commit, sizeof(HEAP_SEGMENT), (PUCHAR)Base + sizeof(HEAP_SEGMENT));
    Heap->SegmentReserve *= 2;
    if (Heap->SegmentReserve > HEAP_MAXIMUM_SEGMENT_RESERVE) {
        Heap->SegmentReserve = HEAP_MAXIMUM_SEGMENT_RESERVE;
    }
    return TRUE;
}

/* Sees to it that a free block of AllocationSize bytes exists: commits pages or adds a segment. */
BOOLEAN RtlpExtendHeap(PHEAP Heap, SIZE_T AllocationSize)
{
    if (RtlpFindAndCommitPages(Heap, AllocationSize)) {
        return TRUE;
    }
    if (!(Heap->Flags & HEAP_GROWABLE) || ((ULONG_PTR)Heap->CommitRoutine ^ Heap->PointerKey) != 0) {
        return FALSE;
    }
    return RtlpAddHeapSegment(Heap, AllocationSize);
}

/* The uncommitted range that ends where an entry begins; NULL when there is none. */
static PHEAP_UCR_DESCRIPTOR RtlpUCRDescriptorBefore(PHEAP_SEGMENT Segment, PHEAP_ENTRY Entry)
{
    PLIST_ENTRY Link;

    for (Link = Segment->UCRSegmentList.Flink; Link != &Segment->UCRSegmentList; Link = Link->Flink) {
        PHEAP_UCR_DESCRIPTOR Range = CONTAINING_RECORD(Link, HEAP_UCR_DESCRIPTOR, SegmentEntry);
        if ((PUCHAR)Range->Address + Range->Size == (PUCHAR)Entry) {
            return Range;
        }
    }
    return NULL;
}

/* The entry behind a range that grew up to it: it has nothing in front of it any more. */
static VOID RtlpClearPreviousSize(PHEAP Heap, PHEAP_ENTRY Entry)
{
    HEAP_ENTRY Header;

    RtlpDecodeEntry(Heap, Entry, &Header);
    Header.PreviousSize = 0;
    RtlpEncodeEntry(Heap, Entry, &Header);
}

/* Where the pages begin that can be given back: a range in front grows; otherwise there must be room for a new entry. */
static PUCHAR RtlpFirstPageToDeCommit(PUCHAR Start, PHEAP_UCR_DESCRIPTOR Before)
{
    PUCHAR First;

    if (Before != NULL) {
        return Start;
    }
    First = (PUCHAR)(((ULONG_PTR)Start + UCR_ENTRY_BYTES + HEAP_PAGE_SIZE - 1) & ~(HEAP_PAGE_SIZE - 1));
    if (First - UCR_ENTRY_BYTES - Start == sizeof(HEAP_ENTRY)) {
        /* One granule alone cannot be a block. */
        First += HEAP_PAGE_SIZE;
    }
    return First;
}

/*
 * Gives the whole pages inside a free block (which is in no list) back to the system. What is left of the block in front of
 * and behind them becomes free blocks. Returns FALSE, with nothing changed, when there is no whole page to give back.
 */
BOOLEAN RtlpDeCommitFreeBlock(PHEAP Heap, PHEAP_ENTRY Entry, PHEAP_ENTRY Header)
{
    PHEAP_SEGMENT Segment = RtlpSegmentOfEntry(Heap, Entry, Header->SegmentOffset);
    PUCHAR Start = (PUCHAR)Entry;
    PUCHAR End = (PUCHAR)(Entry + Header->Size);
    PUCHAR First;
    PUCHAR Behind = (PUCHAR)((ULONG_PTR)End & ~(HEAP_PAGE_SIZE - 1));
    PUCHAR RangeStart;
    PUCHAR RangeEnd;
    PVOID Address;
    SIZE_T Bytes;
    PHEAP_UCR_DESCRIPTOR Before = Header->PreviousSize == 0 ? RtlpUCRDescriptorBefore(Segment, Entry) : NULL;
    PHEAP_UCR_DESCRIPTOR Next = NULL;
    HEAP_ENTRY Rest;

    if (((ULONG_PTR)Heap->CommitRoutine ^ Heap->PointerKey) != 0) {
        return FALSE;
    }
    First = RtlpFirstPageToDeCommit(Start, Before);
    if (!(Header->Flags & HEAP_ENTRY_LAST_ENTRY)) {
        RtlpDecodeEntry(Heap, End, &Rest);
        Next = RtlpUCRDescriptorOfEntry((PHEAP_ENTRY)End, &Rest);
        if (Next != NULL) {
            Behind = Next->Address;
        } else if (End - Behind == sizeof(HEAP_ENTRY)) {
            Behind -= HEAP_PAGE_SIZE;
        }
    }
    if (First >= Behind) {
        return FALSE;
    }

    /* The range that there will be, with what was uncommitted next to it. */
    Rest = *Header;
    Rest.Flags = 0;
    RangeStart = First;
    RangeEnd = Behind;
    if (Next != NULL) {
        RangeEnd = (PUCHAR)Next->Address + Next->Size;
        RtlpRemoveUCR(Heap, Segment, Next);
    }
    if (Before != NULL) {
        RangeStart = Before->Address;
        RtlpDecodeEntry(Heap, (PHEAP_ENTRY)Before - 1, &Rest);
        RtlpRemoveUCR(Heap, Segment, Before);
    }
    Address = First;
    Bytes = (SIZE_T)(Behind - First);
    NtFreeVirtualMemory(NtCurrentProcess(), &Address, &Bytes, MEM_DECOMMIT);
    Heap->Counters.DeCommitOps++;
    Heap->Counters.TotalMemoryCommitted -= (ULONG)(Behind - First);
    RtlpCreateUCREntry(Heap, Segment, RangeStart, (SIZE_T)(RangeEnd - RangeStart), Rest.PreviousSize);

    Rest.Flags = 0;
    if (Before == NULL && First - UCR_ENTRY_BYTES > Start) {
        Rest.Size = (USHORT)((First - UCR_ENTRY_BYTES - Start) >> HEAP_GRANULARITY_SHIFT);
        RtlpReturnFreeBlock(Heap, Entry, &Rest, FALSE);
    }
    if (Next != NULL || (Header->Flags & HEAP_ENTRY_LAST_ENTRY)) {
        return TRUE;
    }
    if (End > Behind) {
        Rest.PreviousSize = 0;
        Rest.Size = (USHORT)((End - Behind) >> HEAP_GRANULARITY_SHIFT);
        RtlpReturnFreeBlock(Heap, (PHEAP_ENTRY)Behind, &Rest, FALSE);
    } else {
        RtlpClearPreviousSize(Heap, (PHEAP_ENTRY)Behind);
    }
    return TRUE;
}
