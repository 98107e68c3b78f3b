/*
 * Critical sections, as since Windows Vista.
 *
 * LockCount is a set of fields, all stored so that "free and nobody waits" is -1: bit 0 is 1 when free, 0 when owned; bit 1
 * is 1 unless a waiter has been woken and is on its way; the bits above count waiters downwards, 4 for each.
 * -1 free; -2 owned; -6 owned with one waiter; -10 with two.
 */
#include "ntdllp.h"

#define LOCK_BIT 0
#define WOKEN_BIT 1
#define ONE_WAITER 4
#define SPIN_COUNT_MASK 0x00FFFFFF

/* Debug blocks for the sections that are made before there is a heap. */
#define STATIC_DEBUG_BLOCKS 8
static RTL_CRITICAL_SECTION_DEBUG RtlpStaticDebugInfo[STATIC_DEBUG_BLOCKS];
static ULONG RtlpStaticDebugInfoUsed;

/* All sections with a debug block, so that a debugger can list them. */
static LIST_ENTRY RtlCriticalSectionList;

VOID NTAPI RtlpInitializeCriticalSectionLists(VOID)
{
    InitializeListHead(&RtlCriticalSectionList);
}

static PRTL_CRITICAL_SECTION_DEBUG RtlpAllocateDebugInfo(VOID)
{
    PVOID Heap = NtCurrentPeb()->ProcessHeap;

    if (Heap != NULL)
        return (PRTL_CRITICAL_SECTION_DEBUG)RtlAllocateHeap(Heap, HEAP_ZERO_MEMORY, sizeof(RTL_CRITICAL_SECTION_DEBUG));
    if (RtlpStaticDebugInfoUsed == STATIC_DEBUG_BLOCKS)
        return NULL;
    return &RtlpStaticDebugInfo[RtlpStaticDebugInfoUsed++];
}

static VOID RtlpFreeDebugInfo(PRTL_CRITICAL_SECTION_DEBUG DebugInfo)
{
    if (DebugInfo < RtlpStaticDebugInfo || DebugInfo >= RtlpStaticDebugInfo + STATIC_DEBUG_BLOCKS)
        RtlFreeHeap(NtCurrentPeb()->ProcessHeap, 0, DebugInfo);
}

NTSTATUS NTAPI RtlInitializeCriticalSectionAndSpinCount(PRTL_CRITICAL_SECTION CriticalSection, ULONG SpinCount)
{
    PRTL_CRITICAL_SECTION_DEBUG DebugInfo = RtlpAllocateDebugInfo();

    CriticalSection->DebugInfo = (PRTL_CRITICAL_SECTION_DEBUG)-1;
    CriticalSection->LockCount = -1;
    CriticalSection->RecursionCount = 0;
    CriticalSection->OwningThread = NULL;
    CriticalSection->LockSemaphore = NULL;
    /* Spinning is of no use with a single processor: the owner cannot run meanwhile. */
    CriticalSection->SpinCount = NtCurrentPeb()->NumberOfProcessors > 1 ? SpinCount & SPIN_COUNT_MASK : 0;
    if (DebugInfo != NULL) {
        DebugInfo->Type = RTL_CRITSECT_TYPE;
        DebugInfo->CriticalSection = CriticalSection;
        InsertTailList(&RtlCriticalSectionList, &DebugInfo->ProcessLocksList);
        CriticalSection->DebugInfo = DebugInfo;
    }
    return STATUS_SUCCESS;
}

NTSTATUS NTAPI RtlInitializeCriticalSection(PRTL_CRITICAL_SECTION CriticalSection)
{
    return RtlInitializeCriticalSectionAndSpinCount(CriticalSection, 0);
}

ULONG NTAPI RtlSetCriticalSectionSpinCount(PRTL_CRITICAL_SECTION CriticalSection, ULONG SpinCount)
{
    ULONG Old = CriticalSection->SpinCount & SPIN_COUNT_MASK;

    CriticalSection->SpinCount = NtCurrentPeb()->NumberOfProcessors > 1 ? SpinCount & SPIN_COUNT_MASK : 0;
    return Old;
}

NTSTATUS NTAPI RtlDeleteCriticalSection(PRTL_CRITICAL_SECTION CriticalSection)
{
    if (CriticalSection->LockSemaphore != NULL)
        NtClose(CriticalSection->LockSemaphore);
    if (CriticalSection->DebugInfo != NULL && CriticalSection->DebugInfo != (PRTL_CRITICAL_SECTION_DEBUG)-1) {
        RemoveEntryList(&CriticalSection->DebugInfo->ProcessLocksList);
        RtlpFreeDebugInfo(CriticalSection->DebugInfo);
    }
    RtlZeroMemory(CriticalSection, sizeof(RTL_CRITICAL_SECTION));
    return STATUS_SUCCESS;
}

/* Clears bit 0 if it is set. TRUE: it was, so the section is now ours. */
static BOOLEAN RtlpTryLock(PRTL_CRITICAL_SECTION CriticalSection)
{
    LONG Old = CriticalSection->LockCount;

    while (Old & (1 << LOCK_BIT)) {
        LONG Seen = _InterlockedCompareExchange(&CriticalSection->LockCount, Old & ~(1 << LOCK_BIT), Old);
        if (Seen == Old)
            return TRUE;
        Old = Seen;
    }
    return FALSE;
}

static NTSTATUS RtlpOwn(PRTL_CRITICAL_SECTION CriticalSection)
{
    CriticalSection->OwningThread = NtCurrentTeb()->ClientId.UniqueThread;
    CriticalSection->RecursionCount = 1;
    return STATUS_SUCCESS;
}

/* The event on which waiters sleep is made when somebody has to wait for the first time. */
static HANDLE RtlpWaitEvent(PRTL_CRITICAL_SECTION CriticalSection)
{
    HANDLE Event;

    if (CriticalSection->LockSemaphore == NULL) {
        if (!NT_SUCCESS(NtCreateEvent(&Event, EVENT_ALL_ACCESS, NULL, SynchronizationEvent, FALSE)))
            RtlRaiseStatus(STATUS_INSUFFICIENT_RESOURCES);
        if (_InterlockedCompareExchange((LONG volatile *)&CriticalSection->LockSemaphore, (LONG)Event, 0) != 0)
            NtClose(Event);
    }
    return CriticalSection->LockSemaphore;
}

/* Becomes a waiter, and on each awakening tries again: a running thread may have been quicker than the woken one. */
static NTSTATUS RtlpWaitOnCriticalSection(PRTL_CRITICAL_SECTION CriticalSection)
{
    HANDLE Event = RtlpWaitEvent(CriticalSection);
    LONG Old;
    LONG New;
    LONG Seen;

    if (CriticalSection->DebugInfo != NULL && CriticalSection->DebugInfo != (PRTL_CRITICAL_SECTION_DEBUG)-1)
        CriticalSection->DebugInfo->ContentionCount++;
    Old = CriticalSection->LockCount;
    for (;;) {
        /* Free meanwhile: take it. Otherwise be counted. */
        New = (Old & (1 << LOCK_BIT)) ? Old & ~(1 << LOCK_BIT) : Old - ONE_WAITER;
        Seen = _InterlockedCompareExchange(&CriticalSection->LockCount, New, Old);
        if (Seen != Old) {
            Old = Seen;
            continue;
        }
        if (Old & (1 << LOCK_BIT))
            return RtlpOwn(CriticalSection);
        NtWaitForSingleObject(Event, FALSE, NULL);
        /* Woken: no longer counted, and the woken mark was for us. */
        Old = CriticalSection->LockCount;
        do {
            New = (Old + ONE_WAITER) | (1 << WOKEN_BIT);
            Seen = Old;
            Old = _InterlockedCompareExchange(&CriticalSection->LockCount, New, Seen);
        } while (Old != Seen);
        Old = New;
    }
}

NTSTATUS NTAPI RtlEnterCriticalSection(PRTL_CRITICAL_SECTION CriticalSection)
{
    ULONG Spins;

    if (RtlpTryLock(CriticalSection))
        return RtlpOwn(CriticalSection);
    if (CriticalSection->OwningThread == NtCurrentTeb()->ClientId.UniqueThread) {
        CriticalSection->RecursionCount++;
        return STATUS_SUCCESS;
    }
    for (Spins = CriticalSection->SpinCount & SPIN_COUNT_MASK; Spins > 0; Spins--) {
        if (RtlpTryLock(CriticalSection))
            return RtlpOwn(CriticalSection);
    }
    return RtlpWaitOnCriticalSection(CriticalSection);
}

BOOLEAN NTAPI RtlTryEnterCriticalSection(PRTL_CRITICAL_SECTION CriticalSection)
{
    if (RtlpTryLock(CriticalSection)) {
        RtlpOwn(CriticalSection);
        return TRUE;
    }
    if (CriticalSection->OwningThread != NtCurrentTeb()->ClientId.UniqueThread)
        return FALSE;
    CriticalSection->RecursionCount++;
    return TRUE;
}

/* Leaving what one does not own is not noticed: the counts are then wrong for ever, as on Windows. */
NTSTATUS NTAPI RtlLeaveCriticalSection(PRTL_CRITICAL_SECTION CriticalSection)
{
    LONG Old;
    LONG New;
    LONG Seen;

    if (--CriticalSection->RecursionCount != 0)
        return STATUS_SUCCESS;
    CriticalSection->OwningThread = NULL;
    Old = CriticalSection->LockCount;
    for (;;) {
        New = Old | (1 << LOCK_BIT);
        /* Somebody waits and nobody has been woken: wake one. */
        if (((-1 - New) >> 2) > 0 && (New & (1 << WOKEN_BIT)))
            New &= ~(1 << WOKEN_BIT);
        Seen = _InterlockedCompareExchange(&CriticalSection->LockCount, New, Old);
        if (Seen == Old)
            break;
        Old = Seen;
    }
    if ((Old & (1 << WOKEN_BIT)) && !(New & (1 << WOKEN_BIT)))
        NtSetEvent(CriticalSection->LockSemaphore, NULL);
    return STATUS_SUCCESS;
}

VOID NTAPI RtlAcquirePebLock(VOID)
{
    RtlEnterCriticalSection(NtCurrentPeb()->FastPebLock);
}

VOID NTAPI RtlReleasePebLock(VOID)
{
    RtlLeaveCriticalSection(NtCurrentPeb()->FastPebLock);
}
