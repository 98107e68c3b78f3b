/*
 * The memory of the low-fragmentation heap, all of it from the back end: zones, out of which subsegments are cut, and areas
 * for blocks, whose lengths are powers of two and which are kept for a while after use.
 */
#include <ntheap.h>

#define HEAP_ZONE_BYTES 0x3F8
#define HEAP_USERBLOCK_CACHED 16

VOID RtlpPushSList(PSLIST_HEADER Head, PSLIST_ENTRY Entry)
{
    SLIST_HEADER Old;
    SLIST_HEADER New;

    do {
        Old.Alignment = Head->Alignment;
        Entry->Next = Old.Next.Next;
        New.Next.Next = Entry;
        New.Depth = Old.Depth + 1;
        New.Sequence = Old.Sequence + 1;
    } while (_InterlockedCompareExchange64((volatile LONGLONG *)&Head->Alignment, (LONGLONG)New.Alignment,
                                           (LONGLONG)Old.Alignment) != (LONGLONG)Old.Alignment);
}

PSLIST_ENTRY RtlpPopSList(PSLIST_HEADER Head)
{
    SLIST_HEADER Old;
    SLIST_HEADER New;

    do {
        Old.Alignment = Head->Alignment;
        if (Old.Next.Next == NULL) {
            return NULL;
        }
        New.Next.Next = Old.Next.Next->Next;
        New.Depth = Old.Depth - 1;
        New.Sequence = Old.Sequence + 1;
    } while (_InterlockedCompareExchange64((volatile LONGLONG *)&Head->Alignment, (LONGLONG)New.Alignment,
                                           (LONGLONG)Old.Alignment) != (LONGLONG)Old.Alignment);
    return Old.Next.Next;
}

/* What is asked of the back end for an area: with its entry header it is a power of two long, but for the largest. */
ULONG RtlpUserBlockBytes(ULONG SizeShift)
{
    ULONG Bytes = (1UL << SizeShift) - sizeof(HEAP_ENTRY);

    return Bytes > HEAP_USERBLOCK_MAXIMUM ? HEAP_USERBLOCK_MAXIMUM : Bytes;
}

/* An area of this length, from the cache or new; NULL when there is no memory. */
PVOID RtlpAllocateUserBlock(PLFH_HEAP LowFragHeap, ULONG SizeShift)
{
    PUSER_MEMORY_CACHE_ENTRY Cache = &LowFragHeap->UserBlockCache[SizeShift - HEAP_USERBLOCK_FIRST_SHIFT];
    PVOID UserBlocks = RtlpPopSList(&Cache->UserBlocks);

    if (UserBlocks != NULL) {
        _InterlockedExchangeAdd((volatile LONG *)&Cache->AvailableBlocks, -1);
        _InterlockedExchangeAdd((volatile LONG *)&LowFragHeap->SizeInCache, -(LONG)RtlpUserBlockBytes(SizeShift));
        _InterlockedExchangeAdd((volatile LONG *)&LowFragHeap->CacheAllocs, 1);
        return UserBlocks;
    }
    return RtlpAllocateInternalBlock((PHEAP)LowFragHeap->Heap, RtlpUserBlockBytes(SizeShift));
}

static VOID RtlpReturnUserBlock(PLFH_HEAP LowFragHeap, PVOID UserBlocks)
{
    RtlpFreeHeap((PHEAP)LowFragHeap->Heap, 0, RtlpEntryOfBlock(UserBlocks), UserBlocks);
}

/* Keeps an area for the next subsegment, or gives it back to the back end when enough of them are kept. */
VOID RtlpFreeUserBlock(PLFH_HEAP LowFragHeap, PVOID UserBlocks, ULONG SizeShift)
{
    PUSER_MEMORY_CACHE_ENTRY Cache = &LowFragHeap->UserBlockCache[SizeShift - HEAP_USERBLOCK_FIRST_SHIFT];

    ((PHEAP_USERDATA_HEADER)UserBlocks)->Signature = 0;
    if (Cache->AvailableBlocks >= HEAP_USERBLOCK_CACHED) {
        RtlpReturnUserBlock(LowFragHeap, UserBlocks);
        return;
    }
    RtlpPushSList(&Cache->UserBlocks, UserBlocks);
    _InterlockedExchangeAdd((volatile LONG *)&Cache->AvailableBlocks, 1);
    _InterlockedExchangeAdd((volatile LONG *)&LowFragHeap->SizeInCache, (LONG)RtlpUserBlockBytes(SizeShift));
    _InterlockedExchangeAdd((volatile LONG *)&LowFragHeap->CacheFrees, 1);
}

/* Gives all areas that are kept back to the back end. */
VOID RtlpFlushLFHCache(PLFH_HEAP LowFragHeap)
{
    PVOID UserBlocks;
    ULONG Index;

    for (Index = 0; Index < RTL_NUMBER_OF(LowFragHeap->UserBlockCache); Index++) {
        PUSER_MEMORY_CACHE_ENTRY Cache = &LowFragHeap->UserBlockCache[Index];
        while ((UserBlocks = RtlpPopSList(&Cache->UserBlocks)) != NULL) {
            _InterlockedExchangeAdd((volatile LONG *)&Cache->AvailableBlocks, -1);
            _InterlockedExchangeAdd((volatile LONG *)&LowFragHeap->SizeInCache,
                                    -(LONG)RtlpUserBlockBytes(Index + HEAP_USERBLOCK_FIRST_SHIFT));
            RtlpReturnUserBlock(LowFragHeap, UserBlocks);
        }
    }
}

/* Room for one more subsegment; zones are never given back. NULL when there is no memory. */
PVOID RtlpLowFragHeapAllocateFromZone(PLFH_HEAP LowFragHeap)
{
    PRTL_CRITICAL_SECTION Lock = (PRTL_CRITICAL_SECTION)&LowFragHeap->Lock;
    PLFH_BLOCK_ZONE Zone;
    PVOID Subsegment = NULL;

    RtlEnterCriticalSection(Lock);
    Zone = LowFragHeap->LocalData[0].CrtZone;
    if (Zone == NULL || (PUCHAR)Zone->FreePointer + LowFragHeap->ZoneBlockSize > (PUCHAR)Zone->Limit) {
        Zone = RtlpAllocateInternalBlock((PHEAP)LowFragHeap->Heap, HEAP_ZONE_BYTES);
        if (Zone != NULL) {
            RtlZeroMemory(Zone, HEAP_ZONE_BYTES);
            Zone->FreePointer = Zone + 1;
            Zone->Limit = (PUCHAR)Zone + HEAP_ZONE_BYTES;
            InsertTailList(&LowFragHeap->SubSegmentZones, &Zone->ListEntry);
            LowFragHeap->LocalData[0].CrtZone = Zone;
        }
    }
    if (Zone != NULL) {
        Subsegment = Zone->FreePointer;
        Zone->FreePointer = (PUCHAR)Zone->FreePointer + LowFragHeap->ZoneBlockSize;
    }
    RtlLeaveCriticalSection(Lock);
    return Subsegment;
}
