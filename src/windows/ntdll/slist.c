/*
 * Interlocked singly linked lists: SLIST_HEADER is first entry, depth and a sequence number in eight bytes that are exchanged at once.
 * The number grows with every push, so that a list that looks the same but was changed meanwhile is not mistaken for the old one.
 */
#include "ntdllp.h"

#define SListWord(Header) ((LONGLONG volatile *)&(Header)->Alignment)

VOID NTAPI RtlInitializeSListHead(PSLIST_HEADER ListHead)
{
    ListHead->Alignment = 0;
}

PSLIST_ENTRY NTAPI RtlFirstEntrySList(const SLIST_HEADER *ListHead)
{
    return ListHead->Next.Next;
}

USHORT NTAPI RtlQueryDepthSList(PSLIST_HEADER ListHead)
{
    return ListHead->Depth;
}

static SLIST_HEADER RtlpReadSList(PSLIST_HEADER ListHead)
{
    SLIST_HEADER Now;

    Now.Alignment = _InterlockedCompareExchange64(SListWord(ListHead), 0, 0);
    return Now;
}

static BOOLEAN RtlpExchangeSList(PSLIST_HEADER ListHead, SLIST_HEADER New, SLIST_HEADER Old)
{
    return _InterlockedCompareExchange64(SListWord(ListHead), New.Alignment, Old.Alignment) == (LONGLONG)Old.Alignment;
}

/* Puts a chain of entries in front; gives the entry that was first before. */
PSLIST_ENTRY NTAPI RtlInterlockedPushListSListEx(PSLIST_HEADER ListHead, PSLIST_ENTRY List, PSLIST_ENTRY ListEnd, ULONG Count)
{
    SLIST_HEADER Old;
    SLIST_HEADER New;

    do {
        Old = RtlpReadSList(ListHead);
        ListEnd->Next = Old.Next.Next;
        New.Next.Next = List;
        New.Depth = (WORD)(Old.Depth + Count);
        New.Sequence = Old.Sequence + 1;
    } while (!RtlpExchangeSList(ListHead, New, Old));
    return Old.Next.Next;
}

PSLIST_ENTRY FASTCALL RtlInterlockedPushListSList(PSLIST_HEADER ListHead, PSLIST_ENTRY List, PSLIST_ENTRY ListEnd, ULONG Count)
{
    return RtlInterlockedPushListSListEx(ListHead, List, ListEnd, Count);
}

PSLIST_ENTRY NTAPI RtlInterlockedPushEntrySList(PSLIST_HEADER ListHead, PSLIST_ENTRY ListEntry)
{
    return RtlInterlockedPushListSListEx(ListHead, ListEntry, ListEntry, 1);
}

PSLIST_ENTRY NTAPI RtlInterlockedPopEntrySList(PSLIST_HEADER ListHead)
{
    SLIST_HEADER Old;
    SLIST_HEADER New;

    do {
        Old = RtlpReadSList(ListHead);
        if (Old.Next.Next == NULL)
            return NULL;
        New.Next.Next = Old.Next.Next->Next;
        New.Depth = Old.Depth - 1;
        New.Sequence = Old.Sequence;
    } while (!RtlpExchangeSList(ListHead, New, Old));
    return Old.Next.Next;
}

PSLIST_ENTRY NTAPI RtlInterlockedFlushSList(PSLIST_HEADER ListHead)
{
    SLIST_HEADER Old;
    SLIST_HEADER New;

    do {
        Old = RtlpReadSList(ListHead);
        New.Alignment = 0;
        New.Sequence = Old.Sequence;
    } while (!RtlpExchangeSList(ListHead, New, Old));
    return Old.Next.Next;
}
