/*
 * Where the subsegments of a size class are kept: the active one, the hint, sixteen cached ones, and a list for the rest.
 *
 * A subsegment with free blocks is in exactly one of these places, and then its Lock is 1. A full one is in none: its Lock is
 * 0, and whoever frees one of its blocks first puts it back. One whose blocks are all free is taken apart, unless it is the
 * active one: its area goes into the cache of areas, its description into the list of deleted ones.
 */
#include <ntheap.h>

#define CACHED_SUBSEGMENTS 16

/* Puts New into the place if Old is still there. */
static BOOLEAN RtlpReplacePointer(PVOID Place, PHEAP_SUBSEGMENT Old, PHEAP_SUBSEGMENT New)
{
    return _InterlockedCompareExchange((volatile LONG *)Place, (LONG)New, (LONG)Old) == (LONG)Old;
}

/* Finds a place for a subsegment that the caller holds. */
static VOID RtlpPlaceSubsegment(PHEAP_LOCAL_SEGMENT_INFO Info, PHEAP_SUBSEGMENT Subsegment)
{
    ULONG Index;

    if (RtlpReplacePointer(&Info->Hint, NULL, Subsegment)) {
        return;
    }
    for (Index = 0; Index < CACHED_SUBSEGMENTS; Index++) {
        if (Info->CachedItems[Index] == NULL && RtlpReplacePointer(&Info->CachedItems[Index], NULL, Subsegment)) {
            return;
        }
    }
    RtlpPushSList(&Info->SListHeader, &Subsegment->SFreeListEntry);
}

/* A block of the subsegment is free: if it is in no place, it gets one. */
VOID RtlpLowFragHeapOfferSubsegment(PHEAP_LOCAL_SEGMENT_INFO Info, PHEAP_SUBSEGMENT Subsegment)
{
    if (_InterlockedCompareExchange((volatile LONG *)&Subsegment->Lock, 1, 0) == 0) {
        RtlpPlaceSubsegment(Info, Subsegment);
    }
}

/* The caller took a full subsegment out of its place. A block may have been freed in between, and nobody else would see it. */
static VOID RtlpLetSubsegmentGo(PHEAP_LOCAL_SEGMENT_INFO Info, PHEAP_SUBSEGMENT Subsegment)
{
    _InterlockedExchange((volatile LONG *)&Subsegment->Lock, 0);
    if (Subsegment->AggregateExchg.Depth != 0) {
        RtlpLowFragHeapOfferSubsegment(Info, Subsegment);
    }
}

VOID RtlpLowFragHeapDropHint(PHEAP_LOCAL_SEGMENT_INFO Info, PHEAP_SUBSEGMENT Subsegment)
{
    if (RtlpReplacePointer(&Info->Hint, Subsegment, NULL)) {
        RtlpLetSubsegmentGo(Info, Subsegment);
    }
}

/* A subsegment with free blocks out of the cached ones or the list, held by the caller from now on; or NULL. */
static PHEAP_SUBSEGMENT RtlpTakeSubsegment(PHEAP_LOCAL_SEGMENT_INFO Info)
{
    PHEAP_SUBSEGMENT Subsegment;
    PSLIST_ENTRY Link;
    ULONG Index;

    for (Index = 0; Index < CACHED_SUBSEGMENTS; Index++) {
        Subsegment = Info->CachedItems[Index];
        if (Subsegment != NULL && RtlpReplacePointer(&Info->CachedItems[Index], Subsegment, NULL)) {
            if (Subsegment->AggregateExchg.Depth != 0) {
                return Subsegment;
            }
            RtlpLetSubsegmentGo(Info, Subsegment);
        }
    }
    while ((Link = RtlpPopSList(&Info->SListHeader)) != NULL) {
        Subsegment = CONTAINING_RECORD(Link, HEAP_SUBSEGMENT, SFreeListEntry);
        if (Subsegment->AggregateExchg.Depth != 0) {
            return Subsegment;
        }
        RtlpLetSubsegmentGo(Info, Subsegment);
    }
    return NULL;
}

/* The power of two, as a shift, of the area for a class: the more blocks the class has, the larger. */
static ULONG RtlpUserBlockShift(PHEAP_LOCAL_SEGMENT_INFO Info, ULONG BlockBytes)
{
    ULONG Blocks = Info->Counters.TotalBlocks;
    ULONG Least = BlockBytes - sizeof(HEAP_ENTRY) >= 256 ? 16 : 32;
    ULONG Bytes;
    ULONG Shift = HEAP_USERBLOCK_FIRST_SHIFT;

    if (Blocks < Least) {
        Blocks = Least;
    }
    if (Blocks > 1024) {
        Blocks = 1024;
    }
    Bytes = Blocks * BlockBytes + sizeof(HEAP_USERDATA_HEADER) + sizeof(HEAP_ENTRY);
    if (Bytes > HEAP_USERBLOCK_MAXIMUM) {
        Bytes = HEAP_USERBLOCK_MAXIMUM;
    }
    while ((1UL << Shift) < Bytes) {
        Shift++;
    }
    return Shift;
}

/* A new subsegment with an area full of free blocks, held by the caller; NULL when there is no memory. */
static PHEAP_SUBSEGMENT RtlpCreateSubsegment(PLFH_HEAP LowFragHeap, PHEAP_LOCAL_SEGMENT_INFO Info, PHEAP_BUCKET Bucket)
{
    ULONG BlockBytes = Bucket->BlockUnits << HEAP_GRANULARITY_SHIFT;
    ULONG Shift = RtlpUserBlockShift(Info, BlockBytes);
    ULONG BlockCount = (RtlpUserBlockBytes(Shift) - sizeof(HEAP_USERDATA_HEADER)) / BlockBytes;
    PHEAP_USERDATA_HEADER UserBlocks;
    PHEAP_SUBSEGMENT Subsegment;
    PSLIST_ENTRY Link;

    UserBlocks = RtlpAllocateUserBlock(LowFragHeap, Shift);
    if (UserBlocks == NULL) {
        return NULL;
    }
    Link = RtlpPopSList(&LowFragHeap->LocalData[0].DeletedSubSegments);
    Subsegment = Link != NULL ? CONTAINING_RECORD(Link, HEAP_SUBSEGMENT, SFreeListEntry)
                              : RtlpLowFragHeapAllocateFromZone(LowFragHeap);
    if (Subsegment == NULL) {
        RtlpFreeUserBlock(LowFragHeap, UserBlocks, Shift);
        return NULL;
    }
    UserBlocks->Reserved = NULL;
    UserBlocks->SizeIndex = Shift;
    RtlpSubSegmentInitialize(LowFragHeap, Subsegment, UserBlocks, Info, Bucket, BlockCount);
    _InterlockedExchangeAdd((volatile LONG *)&Info->Counters.TotalBlocks, (LONG)BlockCount);
    _InterlockedExchangeAdd((volatile LONG *)&Info->Counters.SubSegmentCounts, 1);
    _InterlockedExchangeAdd((volatile LONG *)&LowFragHeap->SegmentCreate, 1);
    return Subsegment;
}

/* Makes a subsegment that has free blocks the active one in place of Exhausted. FALSE: no memory. */
BOOLEAN RtlpLowFragHeapReplaceActive(PLFH_HEAP LowFragHeap, PHEAP_LOCAL_SEGMENT_INFO Info, PHEAP_BUCKET Bucket,
                                     PHEAP_SUBSEGMENT Exhausted)
{
    PHEAP_SUBSEGMENT Subsegment = RtlpTakeSubsegment(Info);

    if (Subsegment == NULL) {
        Subsegment = RtlpCreateSubsegment(LowFragHeap, Info, Bucket);
        if (Subsegment == NULL) {
            return FALSE;
        }
    }
    if (!RtlpReplacePointer(&Info->ActiveSubsegment, Exhausted, Subsegment)) {
        /* Another thread was faster. */
        RtlpPlaceSubsegment(Info, Subsegment);
    } else if (Exhausted != NULL) {
        _InterlockedExchangeAdd((volatile LONG *)&LowFragHeap->SegmentChange, 1);
        RtlpLetSubsegmentGo(Info, Exhausted);
    }
    return TRUE;
}

/* Takes a subsegment out of the hint or the cached ones; FALSE when it is not there. */
static BOOLEAN RtlpTakeOutOfPlace(PHEAP_LOCAL_SEGMENT_INFO Info, PHEAP_SUBSEGMENT Subsegment)
{
    ULONG Index;

    if (RtlpReplacePointer(&Info->Hint, Subsegment, NULL)) {
        return TRUE;
    }
    for (Index = 0; Index < CACHED_SUBSEGMENTS; Index++) {
        if (Info->CachedItems[Index] == Subsegment && RtlpReplacePointer(&Info->CachedItems[Index], Subsegment, NULL)) {
            return TRUE;
        }
    }
    return FALSE;
}

/* All blocks were free a moment ago: if they still are, the area is given up. */
VOID RtlpRetireSubsegment(PHEAP_LOCAL_SEGMENT_INFO Info, PHEAP_SUBSEGMENT Subsegment)
{
    PLFH_HEAP LowFragHeap = ((PHEAP_LOCAL_DATA)Info->LocalData)->LowFragHeap;
    PHEAP_USERDATA_HEADER UserBlocks;
    INTERLOCK_SEQ Old;
    INTERLOCK_SEQ Closed;

    if (!RtlpTakeOutOfPlace(Info, Subsegment)) {
        return;
    }
    Old.Sequence = Subsegment->AggregateExchg.Sequence;
    Old.OffsetAndDepth = Subsegment->AggregateExchg.OffsetAndDepth;
    Closed.Depth = 0;
    Closed.FreeEntryOffset = 0xFFFF;
    Closed.Sequence = Old.Sequence + 1;
    if (Old.Depth != Subsegment->BlockCount ||
        _InterlockedCompareExchange64(&Subsegment->AggregateExchg.Exchg, Closed.Exchg, Old.Exchg) != Old.Exchg) {
        RtlpPlaceSubsegment(Info, Subsegment);
        return;
    }
    UserBlocks = Subsegment->UserBlocks;
    _InterlockedExchangeAdd((volatile LONG *)&Info->Counters.TotalBlocks, -(LONG)Subsegment->BlockCount);
    _InterlockedExchangeAdd((volatile LONG *)&Info->Counters.SubSegmentCounts, -1);
    _InterlockedExchangeAdd((volatile LONG *)&LowFragHeap->SegmentDelete, 1);
    Subsegment->UserBlocks = NULL;
    RtlpPushSList(&LowFragHeap->LocalData[0].DeletedSubSegments, &Subsegment->SFreeListEntry);
    RtlpFreeUserBlock(LowFragHeap, UserBlocks, UserBlocks->SizeIndex);
}
