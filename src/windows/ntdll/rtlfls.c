/*
 * Fibre-local storage: 128 slots, each with a callback that gets the value when a thread ends or the slot is freed.
 *
 * PEB.FlsCallback points at the callbacks; PEB.FlsListHead chains the blocks of all threads (TEB.FlsData).
 */
#include "ntdllp.h"

static RTL_BITMAP FlsBitMap;
static PFLS_CALLBACK_FUNCTION RtlpFlsCallbacks[FLS_MAXIMUM_AVAILABLE];

VOID NTAPI RtlpInitializeFls(PPEB Peb)
{
    RtlInitializeBitMap(&FlsBitMap, Peb->FlsBitmapBits, FLS_MAXIMUM_AVAILABLE);
    RtlSetBits(&FlsBitMap, 0, 1);
    Peb->FlsBitmap = &FlsBitMap;
    Peb->FlsCallback = (PVOID)RtlpFlsCallbacks;
    InitializeListHead(&Peb->FlsListHead);
}

NTSTATUS NTAPI RtlFlsAlloc(PFLS_CALLBACK_FUNCTION Callback, PULONG FlsIndex)
{
    PPEB Peb = NtCurrentPeb();
    NTSTATUS Status = STATUS_SUCCESS;

    RtlAcquirePebLock();
    *FlsIndex = RtlFindClearBitsAndSet(&FlsBitMap, 1, 1);
    if (*FlsIndex == 0xFFFFFFFF)
        Status = STATUS_NO_MEMORY;
    else {
        RtlpFlsCallbacks[*FlsIndex] = Callback;
        if (*FlsIndex > Peb->FlsHighIndex)
            Peb->FlsHighIndex = *FlsIndex;
    }
    RtlReleasePebLock();
    return Status;
}

/* Calls back for one slot of one thread's block. */
static VOID RtlpRunFlsCallback(PRTL_FLS_DATA FlsData, ULONG FlsIndex)
{
    PVOID Value = FlsData->Slots[FlsIndex];

    FlsData->Slots[FlsIndex] = NULL;
    if (Value != NULL && RtlpFlsCallbacks[FlsIndex] != NULL)
        RtlpFlsCallbacks[FlsIndex](Value);
}

NTSTATUS NTAPI RtlFlsFree(ULONG FlsIndex)
{
    PPEB Peb = NtCurrentPeb();
    PLIST_ENTRY Next;

    if (FlsIndex >= FLS_MAXIMUM_AVAILABLE)
        return STATUS_INVALID_PARAMETER;
    RtlAcquirePebLock();
    if (!RtlAreBitsSet(&FlsBitMap, FlsIndex, 1)) {
        RtlReleasePebLock();
        return STATUS_INVALID_PARAMETER;
    }
    for (Next = Peb->FlsListHead.Flink; Next != &Peb->FlsListHead; Next = Next->Flink)
        RtlpRunFlsCallback(CONTAINING_RECORD(Next, RTL_FLS_DATA, Entry), FlsIndex);
    RtlpFlsCallbacks[FlsIndex] = NULL;
    RtlClearBits(&FlsBitMap, FlsIndex, 1);
    RtlReleasePebLock();
    return STATUS_SUCCESS;
}

/* A thread ends: all its values go to their callbacks, and its block is freed. */
VOID NTAPI RtlProcessFlsData(PVOID Data)
{
    PRTL_FLS_DATA FlsData = (PRTL_FLS_DATA)Data;
    ULONG i;

    if (FlsData == NULL)
        return;
    for (i = 1; i < FLS_MAXIMUM_AVAILABLE; i++)
        RtlpRunFlsCallback(FlsData, i);
    RtlAcquirePebLock();
    RemoveEntryList(&FlsData->Entry);
    RtlReleasePebLock();
    RtlFreeHeap(NtCurrentPeb()->ProcessHeap, 0, FlsData);
}
