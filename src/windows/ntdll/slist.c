/*
 * Singly linked lists that several threads push to and pop from without a lock.
 *
 * The header is 8 bytes: the first entry, how many entries there are, and a number that grows with every change. All eight are
 * exchanged at once, so a thread that was interrupted between looking and exchanging fails when anything has happened since,
 * even if the same entry is first again.
 */
#include "ntdllp.h"

NTSYSAPI VOID NTAPI RtlInitializeSListHead(PSLIST_HEADER ListHead)
{
    ListHead->Alignment = 0;
}

NTSYSAPI PSLIST_ENTRY NTAPI RtlFirstEntrySList(const SLIST_HEADER *ListHead)
{
    return ListHead->Next.Next;
}

NTSYSAPI USHORT NTAPI RtlQueryDepthSList(PSLIST_HEADER ListHead)
{
    return ListHead->Depth;
}

static BOOLEAN RtlpExchangeHead(PSLIST_HEADER ListHead, SLIST_HEADER *New, SLIST_HEADER *Old)
{
    return _InterlockedCompareExchange64((LONGLONG volatile *)&ListHead->Alignment, (LONGLONG)New->Alignment, (LONGLONG)Old->Alignment) ==
           (LONGLONG)Old->Alignment;
}

/* Puts the entry in front; gives the one that was in front. */
NTSYSAPI PSLIST_ENTRY NTAPI RtlInterlockedPushEntrySList(PSLIST_HEADER ListHead, PSLIST_ENTRY ListEntry)
{
    SLIST_HEADER Old;
    SLIST_HEADER New;

    do {
        Old = *ListHead;
        ListEntry->Next = Old.Next.Next;
        New.Next.Next = ListEntry;
        New.Depth = Old.Depth + 1;
        New.Sequence = Old.Sequence + 1;
    } while (!RtlpExchangeHead(ListHead, &New, &Old));
    return Old.Next.Next;
}

/* Takes the first entry away; NULL when there is none. */
NTSYSAPI PSLIST_ENTRY NTAPI RtlInterlockedPopEntrySList(PSLIST_HEADER ListHead)
{
    SLIST_HEADER Old;
    SLIST_HEADER New;

    do {
        Old = *ListHead;
        if (Old.Next.Next == NULL)
            return NULL;
        New.Next.Next = Old.Next.Next->Next;
        New.Depth = Old.Depth - 1;
        New.Sequence = Old.Sequence + 1;
    } while (!RtlpExchangeHead(ListHead, &New, &Old));
    return Old.Next.Next;
}

/* Takes all entries away, still chained. */
NTSYSAPI PSLIST_ENTRY NTAPI RtlInterlockedFlushSList(PSLIST_HEADER ListHead)
{
    SLIST_HEADER Old;
    SLIST_HEADER New;

    do {
        Old = *ListHead;
        if (Old.Next.Next == NULL)
            return NULL;
        New.Next.Next = NULL;
        New.Depth = 0;
        New.Sequence = Old.Sequence + 1;
    } while (!RtlpExchangeHead(ListHead, &New, &Old));
    return Old.Next.Next;
}
