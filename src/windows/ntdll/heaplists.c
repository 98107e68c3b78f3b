/*
 * The free blocks of a heap: one list, sorted by size, and the lists lookup that finds a place in it at once.
 *
 * Heap->FreeLists runs through all free blocks from the smallest to the largest; of equal ones the last freed comes first.
 * A lookup has, for each size in granules from BaseIndex up to ArraySize - 1, a bit and a hint whose Flink is the first free
 * block of that size. The last hint of the last lookup stands for all larger sizes as well.
 *
 * A hint's Blink has nothing to do with lists: it counts how often the size is asked for, until the low-fragmentation heap
 * serves the size; then it is the address of the bucket plus 1.
 */
#include <ntheap.h>

/* The lookup that is responsible for a size, and the index of its hint. */
PHEAP_LIST_LOOKUP RtlpHeapLookupOfSize(PHEAP Heap, ULONG Size, ULONG *Index)
{
    PHEAP_LIST_LOOKUP Lookup = Heap->BlocksIndex;

    while (Size >= Lookup->ArraySize && Lookup->ExtendedLookup != NULL) {
        Lookup = Lookup->ExtendedLookup;
    }
    if (Size >= Lookup->ArraySize) {
        Size = Lookup->ArraySize - 1;
    }
    *Index = Size - Lookup->BaseIndex;
    return Lookup;
}

PLIST_ENTRY RtlpHeapHint(PHEAP_LIST_LOOKUP Lookup, ULONG Index)
{
    return &Lookup->ListHints[Index];
}

/* The first bit from Index on that is set, or the number of bits when there is none. */
static ULONG RtlpFindListInUse(PHEAP_LIST_LOOKUP Lookup, ULONG Index)
{
    ULONG Count = Lookup->ArraySize - Lookup->BaseIndex;
    ULONG Word = Index / 32;
    ULONG Bits = Lookup->ListsInUseUlong[Word] >> (Index & 31) << (Index & 31);

    while (Bits == 0) {
        Word++;
        if (Word * 32 >= Count) {
            return Count;
        }
        Bits = Lookup->ListsInUseUlong[Word];
    }
    Index = Word * 32;
    if ((Bits & 0xFFFF) == 0) {
        Bits >>= 16;
        Index += 16;
    }
    if ((Bits & 0xFF) == 0) {
        Bits >>= 8;
        Index += 8;
    }
    while (!(Bits & 1)) {
        Bits >>= 1;
        Index++;
    }
    return Index;
}

/* The first free block that has at least Size granules; the list's head when there is none. */
PLIST_ENTRY RtlpHeapFindListLookupEntry(PHEAP Heap, ULONG Size)
{
    PHEAP_LIST_LOOKUP Lookup;
    PLIST_ENTRY Link;
    ULONG Index;

    Lookup = RtlpHeapLookupOfSize(Heap, Size, &Index);
    for (;;) {
        Index = RtlpFindListInUse(Lookup, Index);
        if (Index < Lookup->ArraySize - Lookup->BaseIndex) {
            break;
        }
        Lookup = Lookup->ExtendedLookup;
        if (Lookup == NULL) {
            return &Heap->FreeLists;
        }
        Index = 0;
    }
    Link = Lookup->ListHints[Index].Flink;
    while (Link != &Heap->FreeLists &&
           RtlpEntrySize(Heap, CONTAINING_RECORD(Link, HEAP_FREE_ENTRY, FreeList)) < Size) {
        Link = Link->Flink;
    }
    return Link;
}

/* Links a free block into its place before the blocks of its size, and makes it their hint. */
VOID RtlpHeapAddListEntry(PHEAP Heap, PHEAP_FREE_ENTRY FreeBlock, ULONG Size)
{
    PLIST_ENTRY Next = RtlpHeapFindListLookupEntry(Heap, Size);
    PLIST_ENTRY Previous = Next->Blink;
    PHEAP_LIST_LOOKUP Lookup;
    ULONG Index;

    if (Previous->Flink != Next) {
        RtlpLogHeapFailure(heap_failure_freelists_corruption, Heap, Next, Previous, Previous->Flink, NULL);
    }
    FreeBlock->FreeList.Flink = Next;
    FreeBlock->FreeList.Blink = Previous;
    Previous->Flink = &FreeBlock->FreeList;
    Next->Blink = &FreeBlock->FreeList;

    Lookup = RtlpHeapLookupOfSize(Heap, Size, &Index);
    Lookup->ItemCount++;
    if (Size >= Lookup->ArraySize) {
        Lookup->OutOfRangeItems++;
    }
    if (Lookup->ListHints[Index].Flink == NULL || Lookup->ListHints[Index].Flink == Next) {
        Lookup->ListHints[Index].Flink = &FreeBlock->FreeList;
        Lookup->ListsInUseUlong[Index / 32] |= 1 << (Index & 31);
    }
}

/* Takes a block's place as hint away from it: the next block gets it if it belongs to the same hint. */
static VOID RtlpHeapMoveHint(PHEAP Heap, PHEAP_LIST_LOOKUP Lookup, ULONG Index, PLIST_ENTRY Next)
{
    ULONG NextIndex;

    if (Next != &Heap->FreeLists &&
        RtlpHeapLookupOfSize(Heap, RtlpEntrySize(Heap, CONTAINING_RECORD(Next, HEAP_FREE_ENTRY, FreeList)), &NextIndex) ==
            Lookup &&
        NextIndex == Index) {
        Lookup->ListHints[Index].Flink = Next;
        return;
    }
    Lookup->ListHints[Index].Flink = NULL;
    Lookup->ListsInUseUlong[Index / 32] &= ~(1 << (Index & 31));
}

/* Unlinks a free block, unless its neighbours in the list do not point back to it: then somebody wrote over the links. */
BOOLEAN RtlpHeapRemoveListEntry(PHEAP Heap, PHEAP_FREE_ENTRY FreeBlock, ULONG Size)
{
    PLIST_ENTRY Link = &FreeBlock->FreeList;
    PLIST_ENTRY Next = Link->Flink;
    PLIST_ENTRY Previous = Link->Blink;
    PHEAP_LIST_LOOKUP Lookup;
    ULONG Index;

    if (Next->Blink != Previous->Flink || Next->Blink != Link) {
        RtlpLogHeapFailure(heap_failure_freelists_corruption, Heap, FreeBlock, Next->Blink, Previous->Flink, NULL);
        return FALSE;
    }
    Lookup = RtlpHeapLookupOfSize(Heap, Size, &Index);
    Lookup->ItemCount--;
    if (Size >= Lookup->ArraySize) {
        Lookup->OutOfRangeItems--;
    }
    if (Lookup->ListHints[Index].Flink == Link) {
        RtlpHeapMoveHint(Heap, Lookup, Index, Next);
    }
    Previous->Flink = Next;
    Next->Blink = Previous;
    return TRUE;
}

/*
 * Makes Size granules at Entry free. Header says what is known of the stretch: PreviousSize, and LAST_ENTRY in Flags. A
 * stretch that is too long for one entry becomes several. Fill: the debug heap's pattern is not there yet.
 */
VOID RtlpInsertFreeBlock(PHEAP Heap, PHEAP_ENTRY Entry, ULONG Size, PHEAP_ENTRY Header, BOOLEAN Fill)
{
    PHEAP_SEGMENT Segment = RtlpFindHeapSegment(Heap, Entry);
    UCHAR Last = Header->Flags & HEAP_ENTRY_LAST_ENTRY;
    HEAP_ENTRY Free = *Header;
    ULONG Piece;

    Heap->TotalFreeSize += Size;
    while (Size != 0) {
        Piece = Size;
        if (Piece > HEAP_MAXIMUM_BLOCK_SIZE) {
            /* What remains must be able to be a block as well. */
            Piece = Size == HEAP_MAXIMUM_BLOCK_SIZE + 1 ? HEAP_MAXIMUM_BLOCK_SIZE - 16 : HEAP_MAXIMUM_BLOCK_SIZE;
        }
        Size -= Piece;
        Free.Size = (USHORT)Piece;
        Free.Flags = Size == 0 ? Last : 0;
        Free.UnusedBytes = 0;
        Free.SegmentOffset = RtlpSegmentOffset(Heap, Segment, Entry);
        if (Heap->Flags & HEAP_FREE_CHECKING_ENABLED) {
            Free.Flags |= HEAP_ENTRY_FILL_PATTERN;
            if (Fill) {
                RtlFillMemoryUlong((PHEAP_FREE_ENTRY)Entry + 1,
                                 (Piece << HEAP_GRANULARITY_SHIFT) - sizeof(HEAP_FREE_ENTRY), FREE_HEAP_FILL);
            }
        }
        RtlpEncodeEntry(Heap, Entry, &Free);
        RtlpHeapAddListEntry(Heap, (PHEAP_FREE_ENTRY)Entry, Piece);
        if (Size == 0) {
            RtlpSetNextPreviousSize(Heap, Entry, &Free);
        }
        Free.PreviousSize = (USHORT)Piece;
        Entry += Piece;
    }
}

/* The second lookup, for sizes from 80h to 7FFh granules, with what its hints must be now. */
BOOLEAN RtlpExtendListLookup(PHEAP Heap)
{
    PHEAP_LIST_LOOKUP First = Heap->BlocksIndex;
    ULONG Count = HEAP_EXTENDED_LOOKUP_SIZE - HEAP_FIRST_LOOKUP_SIZE;
    SIZE_T Bytes = sizeof(HEAP_LIST_LOOKUP) + Count / 8 + Count * sizeof(LIST_ENTRY);
    PHEAP_LIST_LOOKUP Lookup;
    PLIST_ENTRY Link;
    ULONG Index;
    ULONG Size;

    if (First->ExtendedLookup != NULL) {
        return TRUE;
    }
    Lookup = RtlpAllocateInternalBlock(Heap, Bytes);
    if (Lookup == NULL) {
        return FALSE;
    }
    RtlZeroMemory(Lookup, Bytes);
    Lookup->ArraySize = HEAP_EXTENDED_LOOKUP_SIZE;
    Lookup->ExtraItem = 1;
    Lookup->BaseIndex = HEAP_FIRST_LOOKUP_SIZE;
    Lookup->ListHead = &Heap->FreeLists;
    Lookup->ListsInUseUlong = (PULONG)(Lookup + 1);
    Lookup->ListHints = (PLIST_ENTRY)(Lookup->ListsInUseUlong + Count / 32);

    /* The first lookup's last hint meant "this size and all larger ones"; the larger ones move. */
    Index = HEAP_FIRST_LOOKUP_SIZE - 1;
    Link = First->ListHints[Index].Flink;
    First->ListHints[Index].Flink = NULL;
    First->ListsInUseUlong[Index / 32] &= ~(1 << (Index & 31));
    First->ItemCount -= First->OutOfRangeItems;
    First->OutOfRangeItems = 0;
    First->ExtendedLookup = Lookup;
    for (; Link != NULL && Link != &Heap->FreeLists; Link = Link->Flink) {
        PHEAP_LIST_LOOKUP Responsible;
        Size = RtlpEntrySize(Heap, CONTAINING_RECORD(Link, HEAP_FREE_ENTRY, FreeList));
        Responsible = RtlpHeapLookupOfSize(Heap, Size, &Index);
        if (Responsible == Lookup) {
            Lookup->ItemCount++;
            if (Size >= Lookup->ArraySize) {
                Lookup->OutOfRangeItems++;
            }
        }
        if (Responsible->ListHints[Index].Flink == NULL) {
            Responsible->ListHints[Index].Flink = Link;
            Responsible->ListsInUseUlong[Index / 32] |= 1 << (Index & 31);
        }
    }
    return TRUE;
}
