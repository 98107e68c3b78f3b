/*
 * What the heap does when it is watched or when it finds itself damaged: the debug heap's checks and fills, and the report of
 * a failure.
 *
 * A busy block of the debug heap:
 *
 *      | header | user data (fresh: F00DBAAD ...) | AB x 8 | left over | extra, 8 bytes |      free: links, then EEFEEEFE ...
 */
#include <ntheap.h>

HEAP_FAILURE_INFORMATION RtlpHeapFailureInfo;
BOOLEAN RtlpTerminateOnHeapCorruption;

/* "HEAP[program.exe]: " */
VOID RtlpHeapPrefix(VOID)
{
    PPEB_LDR_DATA Ldr = NtCurrentPeb()->Ldr;

    if (Ldr != NULL && Ldr->InLoadOrderModuleList.Flink != &Ldr->InLoadOrderModuleList) {
        PLDR_DATA_TABLE_ENTRY Module =
            CONTAINING_RECORD(Ldr->InLoadOrderModuleList.Flink, LDR_DATA_TABLE_ENTRY, InLoadOrderLinks);
        DbgPrint("HEAP[%wZ]: ", &Module->BaseDllName);
    } else {
        DbgPrint("HEAP: ");
    }
}

VOID RtlpBreakPointHeap(VOID)
{
    if (NtCurrentPeb()->BeingDebugged) {
        DbgBreakPoint();
    }
}

/* Ends the process with STATUS_HEAP_CORRUPTION; a debugger sees the exception, the program does not. */
static VOID RtlReportCriticalFailure(LONG Status, PVOID Parameter)
{
    EXCEPTION_RECORD Record;
    CONTEXT Context;

    if (NtCurrentPeb()->BeingDebugged) {
        DbgPrint("Critical error detected %x\n", Status);
        DbgBreakPoint();
    }
    RtlZeroMemory(&Record, sizeof(Record));
    Record.ExceptionCode = (DWORD)Status;
    Record.ExceptionFlags = EXCEPTION_NONCONTINUABLE;
    Record.ExceptionAddress = (PVOID)RtlReportCriticalFailure;
    Record.NumberParameters = 1;
    Record.ExceptionInformation[0] = (ULONG_PTR)Parameter;
    RtlCaptureContext(&Context);
    NtRaiseException(&Record, &Context, FALSE);
    NtTerminateProcess(NtCurrentProcess(), Status);
}

static VOID RtlpReportHeapFailure(VOID)
{
    if (RtlpTerminateOnHeapCorruption) {
        RtlReportCriticalFailure((LONG)STATUS_HEAP_CORRUPTION, &RtlpHeapFailureInfo);
    } else {
        RtlpBreakPointHeap();
    }
}

/* True when the address is a sound busy entry of another heap of the process: the block was given to the wrong heap. */
static BOOLEAN RtlpBelongsToAnotherHeap(PHEAP Heap, PVOID Address)
{
    PPEB Peb = NtCurrentPeb();
    HEAP_ENTRY Header;
    ULONG Index;

    for (Index = 0; Index < Peb->NumberOfHeaps; Index++) {
        PHEAP Other = Peb->ProcessHeaps[Index];
        if (Other != Heap && RtlpIsHeapRangeCommitted(Other, Address, sizeof(HEAP_ENTRY))) {
            RtlpDecodeEntry(Other, Address, &Header);
            return RtlpIsEntryChecksumRight(&Header) && (Header.Flags & HEAP_ENTRY_BUSY);
        }
    }
    return FALSE;
}

/* Finds out more about a damaged entry: whose it is, which neighbours still fit to it, what its header should have been. */
static ULONG RtlpAnalyzeHeapFailure(ULONG FailureType, PHEAP Heap, PVOID Address)
{
    PHEAP_SEGMENT Segment;
    PHEAP_ENTRY Entry;
    PHEAP_ENTRY Previous = NULL;
    HEAP_ENTRY Header;

    if (RtlpBelongsToAnotherHeap(Heap, Address)) {
        return heap_failure_cross_heap_operation;
    }
    Segment = RtlpFindHeapSegment(Heap, Address);
    if (Segment == NULL) {
        return FailureType;
    }
    /* Whoever lies in front of the damaged entry, if the walk reaches it, is who wrote past its end. */
    Entry = Segment->FirstEntry;
    while ((PVOID)Entry < Address && RtlpIsHeapRangeCommitted(Heap, Entry, sizeof(HEAP_ENTRY))) {
        PHEAP_UCR_DESCRIPTOR Range;
        RtlpDecodeEntry(Heap, Entry, &Header);
        if (!RtlpIsEntryChecksumRight(&Header) || Header.Size == 0) {
            return heap_failure_multiple_entries_corruption;
        }
        Previous = Entry;
        Range = RtlpUCRDescriptorOfEntry(Entry, &Header);
        Entry = Range == NULL ? Entry + Header.Size : (PHEAP_ENTRY)((PUCHAR)Range->Address + Range->Size);
    }
    if ((PVOID)Entry == Address && Previous != NULL) {
        RtlpHeapFailureInfo.PreviousBlock = Previous + 1;
        return heap_failure_buffer_overrun;
    }
    return FailureType;
}

/* Notes who called, innermost first: Frame is where a function keeps its caller's EBP, with the return address behind it. */
static VOID RtlpCaptureFailureStack(PULONG_PTR Frame)
{
    PNT_TIB Tib = &NtCurrentTeb()->NtTib;
    ULONG Count = 0;

    while (Count < RTL_NUMBER_OF(RtlpHeapFailureInfo.StackTrace) && (PVOID)Frame >= Tib->StackLimit &&
           (PVOID)(Frame + 2) <= Tib->StackBase) {
        RtlpHeapFailureInfo.StackTrace[Count++] = (PVOID)Frame[1];
        if (Frame[0] <= (ULONG_PTR)Frame) {
            break;
        }
        Frame = (PULONG_PTR)Frame[0];
    }
}

/* Notes a failure and reports it: the process ends if that was asked for; otherwise the operation fails and it goes on. */
VOID RtlpLogHeapFailure(ULONG FailureType, PHEAP Heap, PVOID Address, PVOID Param1, PVOID Param2, PVOID Param3)
{
    RtlZeroMemory(&RtlpHeapFailureInfo, sizeof(RtlpHeapFailureInfo));
    RtlpHeapFailureInfo.Version = 1;
    RtlpHeapFailureInfo.StructureSize = sizeof(RtlpHeapFailureInfo);
    RtlpHeapFailureInfo.HeapAddress = Heap;
    RtlpHeapFailureInfo.Address = Address;
    RtlpHeapFailureInfo.Param1 = Param1;
    RtlpHeapFailureInfo.Param2 = Param2;
    RtlpHeapFailureInfo.Param3 = Param3;
    RtlpCaptureFailureStack((PULONG_PTR)&FailureType - 2);
    if (FailureType == heap_failure_entry_corruption) {
        FailureType = RtlpAnalyzeHeapFailure(FailureType, Heap, Address);
    }
    RtlpHeapFailureInfo.FailureType = FailureType;
    RtlpReportHeapFailure();
}

/* The AB pattern behind the user data, and an extra of nothing at the end of the block. */
VOID RtlpFillBusyTail(PHEAP_ENTRY Entry, ULONG BlockBytes, SIZE_T Size, BOOLEAN ExtraPresent)
{
    RtlFillMemory((PUCHAR)(Entry + 1) + Size, CHECK_HEAP_TAIL_SIZE, CHECK_HEAP_TAIL_FILL);
    if (ExtraPresent) {
        RtlZeroMemory((PUCHAR)Entry + BlockBytes - sizeof(HEAP_ENTRY_EXTRA), sizeof(HEAP_ENTRY_EXTRA));
    }
}

/* FALSE, with a message, when somebody wrote behind the end of the block. */
BOOLEAN RtlpCheckBusyBlockTail(PHEAP Heap, PHEAP_ENTRY Entry)
{
    SIZE_T Size = RtlpRequestedSize(Heap, Entry);
    PUCHAR Tail = (PUCHAR)(Entry + 1) + Size;
    ULONG Index;

    for (Index = 0; Index < CHECK_HEAP_TAIL_SIZE; Index++) {
        if (Tail[Index] != CHECK_HEAP_TAIL_FILL) {
            RtlpHeapPrefix();
            DbgPrint("Heap block at %p modified at %p past requested size of %x\n", Entry, Tail + Index, Size);
            RtlpBreakPointHeap();
            return FALSE;
        }
    }
    return TRUE;
}

/* FALSE, with a message, when somebody wrote into a block after it was freed. */
BOOLEAN RtlpCheckFreeBlockFill(PHEAP Heap, PHEAP_ENTRY Entry, PHEAP_ENTRY Header)
{
    PUCHAR Fill = (PUCHAR)((PHEAP_FREE_ENTRY)Entry + 1);
    SIZE_T Bytes = ((SIZE_T)Header->Size << HEAP_GRANULARITY_SHIFT) - sizeof(HEAP_FREE_ENTRY);
    SIZE_T Same = RtlCompareMemoryUlong(Fill, Bytes, FREE_HEAP_FILL);

    if (Same == Bytes) {
        return TRUE;
    }
    RtlpHeapPrefix();
    DbgPrint("HEAP: Free Heap block %p modified at %p after it was freed\n", Entry, Fill + Same);
    RtlpBreakPointHeap();
    return FALSE;
}

/* The debug heap's RtlAllocateHeap. */
PVOID RtlDebugAllocateHeap(PHEAP Heap, ULONG Flags, SIZE_T Size)
{
    PVOID Block;

    RtlpLockHeap(Heap, Flags);
    if (Flags & HEAP_VALIDATE_ALL_ENABLED) {
        RtlpValidateHeap(Heap);
    }
    Block = RtlAllocateHeap(Heap, Flags | HEAP_SKIP_VALIDATION_CHECKS, Size);
    RtlpUnlockHeap(Heap, Flags);
    return Block;
}

/* The debug heap's RtlFreeHeap: a block that does not look right is not freed. */
BOOLEAN RtlDebugFreeHeap(PHEAP Heap, ULONG Flags, PVOID BaseAddress)
{
    BOOLEAN Freed = FALSE;

    RtlpLockHeap(Heap, Flags);
    if (Flags & HEAP_VALIDATE_ALL_ENABLED) {
        RtlpValidateHeap(Heap);
    }
    if (RtlpValidateHeapEntry(Heap, BaseAddress, "RtlFreeHeap")) {
        Freed = RtlFreeHeap(Heap, Flags | HEAP_SKIP_VALIDATION_CHECKS, BaseAddress);
    }
    RtlpUnlockHeap(Heap, Flags);
    return Freed;
}

BOOLEAN RtlDebugReAllocateCheck(PHEAP Heap, ULONG Flags, PVOID BaseAddress)
{
    BOOLEAN Sound;

    RtlpLockHeap(Heap, Flags);
    Sound = RtlpValidateHeapEntry(Heap, BaseAddress, "RtlReAllocateHeap");
    RtlpUnlockHeap(Heap, Flags);
    return Sound;
}
