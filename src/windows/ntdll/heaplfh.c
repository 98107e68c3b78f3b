/*
 * The low-fragmentation heap: equally long blocks of one size class lie in one area (UserBlocks), and are handed out and taken
 * back without the heap's lock.
 *
 * A subsegment describes an area. Its free blocks are chained by 16-bit offsets (granules from the area's start) in their first
 * two user bytes; the head of the chain, the number of free blocks and a sequence number are the 8 bytes AggregateExchg, which
 * change by one interlocked compare-exchange. The header of a block here is not encoded: it holds its subsegment's address
 * mixed with keys, the index of the block and, in UnusedBytes, 80h for free or 80h + what the block is longer than asked for.
 */
#include <ntheap.h>

#define HEAP_BUCKETS 128
#define HEAP_UNUSED_LFH_LONG 0xBF

/* The longest request that a bucket serves: steps of 8 bytes up to 256, then sixteen steps for each doubling. */
static ULONG RtlpBucketBytes(ULONG SizeIndex)
{
    ULONG Group;

    if (SizeIndex < 32) {
        return (SizeIndex + 1) * 8;
    }
    Group = (SizeIndex - 32) / 16;
    return (256 << Group) + ((SizeIndex - 32) % 16 + 1) * (16 << Group);
}

/* The bucket for blocks of AllocationSize bytes, header included; NULL when the front end is off or they are too long. */
PHEAP_BUCKET RtlpGetLFHContext(PHEAP Heap, SIZE_T AllocationSize)
{
    PLFH_HEAP LowFragHeap = (PLFH_HEAP)Heap->FrontEndHeap;
    SIZE_T Bytes = AllocationSize - sizeof(HEAP_ENTRY);
    ULONG Group = 0;

    if (LowFragHeap == NULL || Bytes > 16384) {
        return NULL;
    }
    if (Bytes <= 256) {
        return &LowFragHeap->Buckets[(Bytes + 7) / 8 - 1];
    }
    while (Bytes > (SIZE_T)(512 << Group)) {
        Group++;
    }
    return &LowFragHeap->Buckets[32 + Group * 16 + (Bytes - (256 << Group) - 1) / (16 << Group)];
}

/* Makes the front end of a heap that may have one. Returns TRUE when it is there. The heap's lock is held. */
BOOLEAN RtlpActivateLowFragmentationHeap(PHEAP Heap)
{
    PLFH_HEAP LowFragHeap;
    PHEAP_LOCAL_DATA LocalData;
    ULONG Index;

    if (Heap->FrontEndHeap != NULL) {
        return TRUE;
    }
    if (!(Heap->Flags & HEAP_GROWABLE) || (Heap->Flags & (HEAP_NO_SERIALIZE | HEAP_DEBUG_FLAGS)) ||
        !RtlpExtendListLookup(Heap)) {
        return FALSE;
    }
    LowFragHeap = RtlpAllocateInternalBlock(Heap, sizeof(LFH_HEAP));
    if (LowFragHeap == NULL) {
        return FALSE;
    }
    RtlZeroMemory(LowFragHeap, sizeof(LFH_HEAP));
    RtlInitializeCriticalSection((PRTL_CRITICAL_SECTION)&LowFragHeap->Lock);
    InitializeListHead(&LowFragHeap->SubSegmentZones);
    LowFragHeap->ZoneBlockSize = sizeof(HEAP_SUBSEGMENT);
    LowFragHeap->Heap = Heap;
    LocalData = &LowFragHeap->LocalData[0];
    LocalData->LowFragHeap = LowFragHeap;
    for (Index = 0; Index < HEAP_BUCKETS; Index++) {
        LowFragHeap->Buckets[Index].BlockUnits =
            (USHORT)(RtlpBucketBytes(Index) / HEAP_GRANULARITY + sizeof(HEAP_ENTRY) / HEAP_GRANULARITY);
        LowFragHeap->Buckets[Index].SizeIndex = (UCHAR)Index;
        LocalData->SegmentInfo[Index].LocalData = LocalData;
        LocalData->SegmentInfo[Index].BucketIndex = (USHORT)Index;
    }
    Heap->FrontEndHeap = LowFragHeap;
    Heap->FrontEndHeapType = HEAP_FRONT_LOWFRAGHEAP;
    return TRUE;
}

/* What an earlier allocation left to be done: the front end is made. */
VOID RtlpPerformHeapMaintenance(PHEAP Heap)
{
    Heap->CompatibilityFlags &= ~HEAP_COMPATIBILITY_MAINTENANCE;
    RtlpActivateLowFragmentationHeap(Heap);
}

static ULONG RtlpSubSegmentCode(PHEAP Heap, PHEAP_ENTRY Entry, ULONG Subsegment)
{
    return Subsegment ^ RtlpLFHKey ^ (ULONG)Heap ^ ((ULONG)Entry >> HEAP_GRANULARITY_SHIFT);
}

PHEAP_SUBSEGMENT RtlpSubSegmentOfEntry(PHEAP Heap, PHEAP_ENTRY Entry)
{
    return (PHEAP_SUBSEGMENT)RtlpSubSegmentCode(Heap, Entry, *(PULONG)Entry);
}

ULONG RtlpLowFragHeapBlockUnusedBytes(PHEAP_ENTRY Entry, ULONG BlockBytes)
{
    if (Entry->UnusedBytes == HEAP_UNUSED_LFH_LONG) {
        return *(PULONG)((PUCHAR)Entry + BlockBytes - sizeof(ULONG));
    }
    return Entry->UnusedBytes & HEAP_UNUSED_MASK;
}

/* Marks a block busy with Size bytes; a long rest does not fit into the header and is noted at the block's end. */
VOID RtlpLowFragHeapSetUnusedBytes(PHEAP_ENTRY Entry, ULONG BlockBytes, SIZE_T Size)
{
    ULONG Unused = BlockBytes - Size;

    if (Unused < HEAP_UNUSED_MASK) {
        Entry->UnusedBytes = (UCHAR)(HEAP_UNUSED_LFH | Unused);
    } else {
        *(PULONG)((PUCHAR)Entry + BlockBytes - sizeof(ULONG)) = Unused;
        Entry->UnusedBytes = HEAP_UNUSED_LFH_LONG;
    }
}

/* Lays an area out as free blocks, the first one first in the chain, and opens the subsegment. */
VOID RtlpSubSegmentInitialize(PLFH_HEAP LowFragHeap, PHEAP_SUBSEGMENT Subsegment, PHEAP_USERDATA_HEADER UserBlocks,
                              PHEAP_LOCAL_SEGMENT_INFO Info, PHEAP_BUCKET Bucket, ULONG BlockCount)
{
    PHEAP_ENTRY Entry = (PHEAP_ENTRY)(UserBlocks + 1);
    ULONG Offset = sizeof(HEAP_USERDATA_HEADER) >> HEAP_GRANULARITY_SHIFT;
    INTERLOCK_SEQ Open;
    ULONG Index;

    for (Index = 0; Index < BlockCount; Index++) {
        *(PULONG)Entry = RtlpSubSegmentCode((PHEAP)LowFragHeap->Heap, Entry, (ULONG)Subsegment);
        Entry->PreviousSize = (USHORT)Index;
        Entry->LFHFlags = 0;
        Entry->UnusedBytes = HEAP_UNUSED_LFH;
        Offset += Bucket->BlockUnits;
        *(PUSHORT)(Entry + 1) = Index + 1 < BlockCount ? (USHORT)Offset : 0xFFFF;
        Entry += Bucket->BlockUnits;
    }
    UserBlocks->SubSegment = Subsegment;
    UserBlocks->Signature = HEAP_USERDATA_SIGNATURE;
    Subsegment->LocalInfo = Info;
    Subsegment->UserBlocks = UserBlocks;
    Subsegment->BlockSize = Bucket->BlockUnits;
    Subsegment->Flags = 0;
    Subsegment->BlockCount = (USHORT)BlockCount;
    Subsegment->SizeIndex = Bucket->SizeIndex;
    Subsegment->AffinityIndex = 0;
    Subsegment->Lock = 1;
    Open.Depth = (USHORT)BlockCount;
    Open.FreeEntryOffset = sizeof(HEAP_USERDATA_HEADER) >> HEAP_GRANULARITY_SHIFT;
    /* The sequence goes on from the subsegment's last life: who still looks at that one must not succeed. */
    Open.Sequence = Subsegment->AggregateExchg.Sequence + 1;
    Subsegment->AggregateExchg.Exchg = Open.Exchg;
}

/* Takes the first free block of a subsegment; NULL when it has none, or serves another class by now. */
static PHEAP_ENTRY RtlpPopBlock(PHEAP_LOCAL_SEGMENT_INFO Info, PHEAP_SUBSEGMENT Subsegment)
{
    INTERLOCK_SEQ Old;
    INTERLOCK_SEQ New;
    PHEAP_ENTRY Entry;

    for (;;) {
        Old.Sequence = Subsegment->AggregateExchg.Sequence;
        Old.OffsetAndDepth = Subsegment->AggregateExchg.OffsetAndDepth;
        if (Old.Depth == 0 || Subsegment->LocalInfo != Info) {
            return NULL;
        }
        Entry = (PHEAP_ENTRY)Subsegment->UserBlocks + Old.FreeEntryOffset;
        New.Depth = Old.Depth - 1;
        New.FreeEntryOffset = *(PUSHORT)(Entry + 1);
        New.Sequence = Old.Sequence + 1;
        if (_InterlockedCompareExchange64(&Subsegment->AggregateExchg.Exchg, New.Exchg, Old.Exchg) == Old.Exchg) {
            return Entry;
        }
    }
}

/* A block of a bucket's size; NULL when there is no memory for an area. */
PVOID RtlpLowFragHeapAllocFromContext(PHEAP_BUCKET Bucket, SIZE_T Size)
{
    PLFH_HEAP LowFragHeap = CONTAINING_RECORD(Bucket - Bucket->SizeIndex, LFH_HEAP, Buckets);
    PHEAP_LOCAL_SEGMENT_INFO Info = &LowFragHeap->LocalData[0].SegmentInfo[Bucket->SizeIndex];
    PHEAP_SUBSEGMENT Subsegment;
    PHEAP_ENTRY Entry = NULL;

    while (Entry == NULL) {
        Subsegment = Info->Hint;
        if (Subsegment != NULL) {
            Entry = RtlpPopBlock(Info, Subsegment);
            if (Entry != NULL) {
                break;
            }
            RtlpLowFragHeapDropHint(Info, Subsegment);
        }
        Subsegment = Info->ActiveSubsegment;
        if (Subsegment != NULL) {
            Entry = RtlpPopBlock(Info, Subsegment);
            if (Entry != NULL) {
                break;
            }
        }
        if (!RtlpLowFragHeapReplaceActive(LowFragHeap, Info, Bucket, Subsegment)) {
            return NULL;
        }
    }
    RtlpLowFragHeapSetUnusedBytes(Entry, Bucket->BlockUnits << HEAP_GRANULARITY_SHIFT, Size);
    return Entry + 1;
}

/* Gives a block back to its subsegment: it becomes the first of the chain. */
BOOLEAN RtlpLowFragHeapFree(PHEAP Heap, PHEAP_ENTRY Entry)
{
    PHEAP_SUBSEGMENT Subsegment = RtlpSubSegmentOfEntry(Heap, Entry);
    PHEAP_LOCAL_SEGMENT_INFO Info = Subsegment->LocalInfo;
    ULONG BlockCount = Subsegment->BlockCount;
    INTERLOCK_SEQ Old;
    INTERLOCK_SEQ New;

    Entry->UnusedBytes = HEAP_UNUSED_LFH;
    do {
        Old.Sequence = Subsegment->AggregateExchg.Sequence;
        Old.OffsetAndDepth = Subsegment->AggregateExchg.OffsetAndDepth;
        *(PUSHORT)(Entry + 1) = Old.FreeEntryOffset;
        New.Depth = Old.Depth + 1;
        New.FreeEntryOffset = (USHORT)(Entry - (PHEAP_ENTRY)Subsegment->UserBlocks);
        New.Sequence = Old.Sequence + 1;
    } while (_InterlockedCompareExchange64(&Subsegment->AggregateExchg.Exchg, New.Exchg, Old.Exchg) != Old.Exchg);
    if (New.Depth == BlockCount) {
        RtlpRetireSubsegment(Info, Subsegment);
    } else if (Old.Depth == 0) {
        RtlpLowFragHeapOfferSubsegment(Info, Subsegment);
    }
    return TRUE;
}
