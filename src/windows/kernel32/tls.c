/*
 * Thread-local storage by index. Indices are bits of two bitmaps in the PEB (0-63, 64-1087), guarded by FastPebLock; values
 * lie in each thread's TEB: TlsSlots, and the block at TlsExpansionSlots that is made when first needed.
 */
#include "k32p.h"

#define TLS_EXPANSION_SLOTS 1024

/* The place of the slot in this thread, or NULL when there is no memory for the expansion block. */
static PVOID *BaseTlsSlot(DWORD Index)
{
    PTEB Teb = NtCurrentTeb();

    if (Index < TLS_MINIMUM_AVAILABLE)
        return &Teb->TlsSlots[Index];
    if (Teb->TlsExpansionSlots == NULL)
        Teb->TlsExpansionSlots = (PVOID *)RtlAllocateHeap(BaseHeap(), HEAP_ZERO_MEMORY, TLS_EXPANSION_SLOTS * sizeof(PVOID));
    return Teb->TlsExpansionSlots != NULL ? &((PVOID *)Teb->TlsExpansionSlots)[Index - TLS_MINIMUM_AVAILABLE] : NULL;
}

DWORD WINAPI TlsAlloc(VOID)
{
    PPEB Peb = NtCurrentPeb();
    DWORD Index;
    PVOID *Slot;

    RtlAcquirePebLock();
    Index = RtlFindClearBitsAndSet((PRTL_BITMAP)Peb->TlsBitmap, 1, 0);
    if (Index == TLS_OUT_OF_INDEXES) {
        Index = RtlFindClearBitsAndSet((PRTL_BITMAP)Peb->TlsExpansionBitmap, 1, 0);
        if (Index != TLS_OUT_OF_INDEXES)
            Index += TLS_MINIMUM_AVAILABLE;
    }
    if (Index == TLS_OUT_OF_INDEXES)
        SetLastError(ERROR_NO_MORE_ITEMS);
    else {
        /* Other threads are clean: TlsFree has seen to that. */
        Slot = BaseTlsSlot(Index);
        if (Slot != NULL)
            *Slot = NULL;
        else {
            RtlClearBits((PRTL_BITMAP)Peb->TlsExpansionBitmap, Index - TLS_MINIMUM_AVAILABLE, 1);
            Index = TLS_OUT_OF_INDEXES;
            SetLastError(ERROR_NOT_ENOUGH_MEMORY);
        }
    }
    RtlReleasePebLock();
    return Index;
}

/* 0 may be a value or a failure: therefore success sets the last error to 0. Only the range of the index is checked. */
LPVOID WINAPI TlsGetValue(DWORD dwTlsIndex)
{
    PTEB Teb = NtCurrentTeb();

    if (dwTlsIndex < TLS_MINIMUM_AVAILABLE) {
        Teb->LastErrorValue = ERROR_SUCCESS;
        return Teb->TlsSlots[dwTlsIndex];
    }
    if (dwTlsIndex >= TLS_MINIMUM_AVAILABLE + TLS_EXPANSION_SLOTS) {
        SetLastError(ERROR_INVALID_PARAMETER);
        return NULL;
    }
    Teb->LastErrorValue = ERROR_SUCCESS;
    return Teb->TlsExpansionSlots != NULL ? ((PVOID *)Teb->TlsExpansionSlots)[dwTlsIndex - TLS_MINIMUM_AVAILABLE] : NULL;
}

BOOL WINAPI TlsSetValue(DWORD dwTlsIndex, LPVOID lpTlsValue)
{
    PVOID *Slot;

    if (dwTlsIndex >= TLS_MINIMUM_AVAILABLE + TLS_EXPANSION_SLOTS) {
        SetLastError(ERROR_INVALID_PARAMETER);
        return FALSE;
    }
    Slot = BaseTlsSlot(dwTlsIndex);
    if (Slot == NULL) {
        SetLastError(ERROR_NOT_ENOUGH_MEMORY);
        return FALSE;
    }
    *Slot = lpTlsValue;
    return TRUE;
}

/* The kernel clears the cell in every thread. What the value points at is the caller's business. */
BOOL WINAPI TlsFree(DWORD dwTlsIndex)
{
    PPEB Peb = NtCurrentPeb();
    PRTL_BITMAP BitMap = (PRTL_BITMAP)Peb->TlsBitmap;
    DWORD Bit = dwTlsIndex;
    BOOL Valid;

    if (dwTlsIndex >= TLS_MINIMUM_AVAILABLE) {
        BitMap = (PRTL_BITMAP)Peb->TlsExpansionBitmap;
        Bit -= TLS_MINIMUM_AVAILABLE;
    }
    RtlAcquirePebLock();
    Valid = RtlAreBitsSet(BitMap, Bit, 1);
    if (Valid) {
        NtSetInformationThread(NtCurrentThread(), ThreadZeroTlsCell, &dwTlsIndex, sizeof(dwTlsIndex));
        RtlClearBits(BitMap, Bit, 1);
    }
    RtlReleasePebLock();
    if (!Valid)
        SetLastError(ERROR_INVALID_PARAMETER);
    return Valid;
}

/* ---- fibre-local storage: the same with a destructor ---- */

DWORD WINAPI FlsAlloc(PFLS_CALLBACK_FUNCTION lpCallback)
{
    ULONG Index;
    NTSTATUS Status = RtlFlsAlloc(lpCallback, &Index);

    if (NT_SUCCESS(Status))
        return Index;
    BaseSetLastNTError(Status);
    return FLS_OUT_OF_INDEXES;
}

PVOID WINAPI FlsGetValue(DWORD dwFlsIndex)
{
    PRTL_FLS_DATA FlsData = (PRTL_FLS_DATA)NtCurrentTeb()->FlsData;

    if (dwFlsIndex >= FLS_MAXIMUM_AVAILABLE) {
        SetLastError(ERROR_INVALID_PARAMETER);
        return NULL;
    }
    SetLastError(ERROR_SUCCESS);
    return FlsData != NULL ? FlsData->Slots[dwFlsIndex] : NULL;
}

BOOL WINAPI FlsSetValue(DWORD dwFlsIndex, PVOID lpFlsData)
{
    PTEB Teb = NtCurrentTeb();
    PRTL_FLS_DATA FlsData = (PRTL_FLS_DATA)Teb->FlsData;

    if (dwFlsIndex >= FLS_MAXIMUM_AVAILABLE) {
        SetLastError(ERROR_INVALID_PARAMETER);
        return FALSE;
    }
    if (FlsData == NULL) {
        FlsData = (PRTL_FLS_DATA)RtlAllocateHeap(BaseHeap(), HEAP_ZERO_MEMORY, sizeof(RTL_FLS_DATA));
        if (FlsData == NULL) {
            SetLastError(ERROR_NOT_ENOUGH_MEMORY);
            return FALSE;
        }
        RtlAcquirePebLock();
        InsertTailList(&NtCurrentPeb()->FlsListHead, &FlsData->Entry);
        RtlReleasePebLock();
        Teb->FlsData = FlsData;
    }
    FlsData->Slots[dwFlsIndex] = lpFlsData;
    return TRUE;
}

BOOL WINAPI FlsFree(DWORD dwFlsIndex)
{
    NTSTATUS Status = RtlFlsFree(dwFlsIndex);

    return NT_SUCCESS(Status) ? TRUE : BaseSetLastNTError(Status);
}
