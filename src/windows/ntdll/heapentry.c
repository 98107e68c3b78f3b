/*
 * Entries: the 8 bytes in front of every block. In memory they are XORed with Heap->Encoding; these functions are the only
 * place where that is undone and done.
 *
 *      0      2      3            4             6              7
 *      | Size | Flags| SmallTag   | PreviousSize| SegmentOffset| UnusedBytes|      SmallTag = byte 0 ^ byte 1 ^ byte 2
 */
#include <ntheap.h>

VOID RtlpDecodeEntry(PHEAP Heap, PVOID Entry, PHEAP_ENTRY Header)
{
    ((PULONG)Header)[0] = ((PULONG)Entry)[0] ^ ((PULONG)&Heap->Encoding)[0];
    ((PULONG)Header)[1] = ((PULONG)Entry)[1] ^ ((PULONG)&Heap->Encoding)[1];
}

/* Writes the header with its checksum, encoded. */
VOID RtlpEncodeEntry(PHEAP Heap, PVOID Entry, PHEAP_ENTRY Header)
{
    Header->SmallTagIndex = (UCHAR)(Header->Size ^ (Header->Size >> 8) ^ Header->Flags);
    ((PULONG)Entry)[0] = ((PULONG)Header)[0] ^ ((PULONG)&Heap->Encoding)[0];
    ((PULONG)Entry)[1] = ((PULONG)Header)[1] ^ ((PULONG)&Heap->Encoding)[1];
}

BOOLEAN RtlpIsEntryChecksumRight(PHEAP_ENTRY Header)
{
    return Header->SmallTagIndex == (UCHAR)(Header->Size ^ (Header->Size >> 8) ^ Header->Flags);
}

ULONG RtlpEntrySize(PHEAP Heap, PVOID Entry)
{
    return (USHORT)(*(PUSHORT)Entry ^ *(PUSHORT)&Heap->Encoding);
}

PHEAP_ENTRY RtlpEntryOfBlock(PVOID BaseAddress)
{
    return (PHEAP_ENTRY)BaseAddress - 1;
}

/* SegmentOffset 0: the heap's first segment; otherwise one more than the 64 KB units from the segment's base. */
UCHAR RtlpSegmentOffset(PHEAP Heap, PHEAP_SEGMENT Segment, PVOID Entry)
{
    if ((PVOID)Segment == (PVOID)Heap) {
        return 0;
    }
    return (UCHAR)((((ULONG_PTR)Entry - (ULONG_PTR)Segment) >> 16) + 1);
}

PHEAP_SEGMENT RtlpSegmentOfEntry(PHEAP Heap, PVOID Entry, ULONG SegmentOffset)
{
    if (SegmentOffset == 0) {
        return (PHEAP_SEGMENT)Heap;
    }
    return (PHEAP_SEGMENT)(((ULONG_PTR)Entry & ~0xFFFF) - ((SegmentOffset - 1) << 16));
}

/* The segment in whose reserved range the address lies, or NULL. */
PHEAP_SEGMENT RtlpFindHeapSegment(PHEAP Heap, PVOID Address)
{
    PLIST_ENTRY Link;

    for (Link = Heap->SegmentList.Flink; Link != &Heap->SegmentList; Link = Link->Flink) {
        PHEAP_SEGMENT Segment = CONTAINING_RECORD(Link, HEAP_SEGMENT, SegmentListEntry);
        if ((PUCHAR)Address >= (PUCHAR)Segment->BaseAddress && (PUCHAR)Address < (PUCHAR)Segment->LastValidEntry) {
            return Segment;
        }
    }
    return NULL;
}

/* True when all the bytes lie in committed parts of one of the heap's segments: they can be read without a fault. */
BOOLEAN RtlpIsHeapRangeCommitted(PHEAP Heap, PVOID Address, SIZE_T Bytes)
{
    PHEAP_SEGMENT Segment = RtlpFindHeapSegment(Heap, Address);
    PUCHAR First = Address;
    PLIST_ENTRY Link;

    if (Segment == NULL || Bytes > (SIZE_T)((PUCHAR)Segment->LastValidEntry - First)) {
        return FALSE;
    }
    for (Link = Segment->UCRSegmentList.Flink; Link != &Segment->UCRSegmentList; Link = Link->Flink) {
        PHEAP_UCR_DESCRIPTOR Range = CONTAINING_RECORD(Link, HEAP_UCR_DESCRIPTOR, SegmentEntry);
        if (First + Bytes > (PUCHAR)Range->Address && First < (PUCHAR)Range->Address + Range->Size) {
            return FALSE;
        }
    }
    return TRUE;
}

/* The large block whose entry this is, found in the list, or NULL. */
PHEAP_VIRTUAL_ALLOC_ENTRY RtlpFindVirtualBlock(PHEAP Heap, PHEAP_ENTRY Entry)
{
    PLIST_ENTRY Link;

    for (Link = Heap->VirtualAllocdBlocks.Flink; Link != &Heap->VirtualAllocdBlocks; Link = Link->Flink) {
        PHEAP_VIRTUAL_ALLOC_ENTRY Block = CONTAINING_RECORD(Link, HEAP_VIRTUAL_ALLOC_ENTRY, Entry);
        if ((PVOID)&Block->BusyBlock == (PVOID)Entry) {
            return Block;
        }
    }
    return NULL;
}

/* Tells the entry behind, if there is one, how long this one is. */
VOID RtlpSetNextPreviousSize(PHEAP Heap, PHEAP_ENTRY Entry, PHEAP_ENTRY Header)
{
    HEAP_ENTRY Next;

    if (Header->Flags & HEAP_ENTRY_LAST_ENTRY) {
        return;
    }
    RtlpDecodeEntry(Heap, Entry + Header->Size, &Next);
    Next.PreviousSize = Header->Size;
    RtlpEncodeEntry(Heap, Entry + Header->Size, &Next);
}

/* The size that was asked for, of a busy block of any kind. */
SIZE_T RtlpRequestedSize(PHEAP Heap, PHEAP_ENTRY Entry)
{
    HEAP_ENTRY Header;

    if (Entry->UnusedBytes & HEAP_UNUSED_LFH) {
        PHEAP_SUBSEGMENT Subsegment = RtlpSubSegmentOfEntry(Heap, Entry);
        ULONG BlockBytes = Subsegment->BlockSize << HEAP_GRANULARITY_SHIFT;
        return BlockBytes - RtlpLowFragHeapBlockUnusedBytes(Entry, BlockBytes);
    }
    RtlpDecodeEntry(Heap, Entry, &Header);
    if (Header.UnusedBytes == HEAP_UNUSED_VIRTUAL) {
        return CONTAINING_RECORD(Entry, HEAP_VIRTUAL_ALLOC_ENTRY, BusyBlock)->CommitSize - Header.Size;
    }
    return ((SIZE_T)Header.Size << HEAP_GRANULARITY_SHIFT) - Header.UnusedBytes;
}
