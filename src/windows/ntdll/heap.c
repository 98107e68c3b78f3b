/*
 * Making and destroying heaps, and the list of a process's heaps.
 *
 * The first page of a heap: _HEAP (138h bytes, which are segment 0 as well), its critical section at +138h, the lists lookup
 * at +150h with its bitmap at +174h and its hints at +184h, and from +588h on the entries.
 */
#include <ntheap.h>

typedef struct _HEAP_FIRST_PAGE {
    HEAP Heap;
    RTL_CRITICAL_SECTION Lock;
    HEAP_LIST_LOOKUP Lookup;
    ULONG ListsInUse[HEAP_FIRST_LOOKUP_SIZE / 32];
    LIST_ENTRY ListHints[HEAP_FIRST_LOOKUP_SIZE];
} HEAP_FIRST_PAGE, *PHEAP_FIRST_PAGE;

#define HEAP_FIRST_PAGE_USED 0x588

PVOID RtlpProcessHeapsListBuffer[HEAP_MAXIMUM_PROCESS_HEAPS];
RTL_CRITICAL_SECTION RtlpProcessHeapsListLock;
ULONG RtlpLFHKey;
static ULONG RtlpHeapRandomState;

/* Chance for keys and bases: the same run gives the same values. */
ULONG RtlpHeapGenerateRandomValue32(VOID)
{
    LARGE_INTEGER Time;

    if (RtlpHeapRandomState == 0) {
        NtQuerySystemTime(&Time);
        RtlpHeapRandomState = Time.LowPart ^ (ULONG)Time.HighPart ^ USER_SHARED_DATA->Cookie;
        if (RtlpHeapRandomState == 0) {
            RtlpHeapRandomState = 0x2545F491;
        }
    }
    RtlpHeapRandomState ^= RtlpHeapRandomState << 13;
    RtlpHeapRandomState ^= RtlpHeapRandomState >> 17;
    RtlpHeapRandomState ^= RtlpHeapRandomState << 5;
    return RtlpHeapRandomState;
}

/*
 * The table of heaps and the keys of the process; the first heap that is made sees to it. Programs made for Windows Vista and
 * later end when their heap is found damaged.
 */
VOID NTAPI RtlInitializeHeapManager(VOID)
{
    PPEB Peb = NtCurrentPeb();
    PIMAGE_NT_HEADERS NtHeaders;

    if (RtlpLFHKey != 0) {
        return;
    }
    NtHeaders = RtlImageNtHeader(Peb->ImageBaseAddress);
    if (NtHeaders != NULL && NtHeaders->OptionalHeader.MajorSubsystemVersion >= 6) {
        RtlpTerminateOnHeapCorruption = TRUE;
    }
    Peb->NumberOfHeaps = 0;
    Peb->MaximumNumberOfHeaps = HEAP_MAXIMUM_PROCESS_HEAPS;
    Peb->ProcessHeaps = RtlpProcessHeapsListBuffer;
    RtlInitializeCriticalSection(&RtlpProcessHeapsListLock);
    RtlpLFHKey = RtlpHeapGenerateRandomValue32() | 1;
}

/* Puts the heap behind the others in PEB.ProcessHeaps; a full table is replaced by one of twice the size. */
static BOOLEAN RtlpAddHeapToProcessList(PHEAP Heap)
{
    PPEB Peb = NtCurrentPeb();
    PVOID *Larger;

    RtlEnterCriticalSection(&RtlpProcessHeapsListLock);
    if (Peb->NumberOfHeaps == Peb->MaximumNumberOfHeaps) {
        Larger = Peb->ProcessHeap == NULL ? NULL
                                          : RtlAllocateHeap(Peb->ProcessHeap, 0,
                                                            Peb->MaximumNumberOfHeaps * 2 * sizeof(PVOID));
        if (Larger == NULL) {
            RtlLeaveCriticalSection(&RtlpProcessHeapsListLock);
            return FALSE;
        }
        RtlMoveMemory(Larger, Peb->ProcessHeaps, Peb->NumberOfHeaps * sizeof(PVOID));
        if (Peb->ProcessHeaps != RtlpProcessHeapsListBuffer) {
            RtlFreeHeap(Peb->ProcessHeap, 0, Peb->ProcessHeaps);
        }
        Peb->ProcessHeaps = Larger;
        Peb->MaximumNumberOfHeaps *= 2;
    }
    Peb->ProcessHeaps[Peb->NumberOfHeaps++] = Heap;
    Heap->ProcessHeapsListIndex = (USHORT)Peb->NumberOfHeaps;
    RtlLeaveCriticalSection(&RtlpProcessHeapsListLock);
    return TRUE;
}

static VOID RtlpRemoveHeapFromProcessList(PHEAP Heap)
{
    PPEB Peb = NtCurrentPeb();
    ULONG Index;

    RtlEnterCriticalSection(&RtlpProcessHeapsListLock);
    Index = Heap->ProcessHeapsListIndex;
    if (Index != 0 && Index <= Peb->NumberOfHeaps && Peb->ProcessHeaps[Index - 1] == Heap) {
        for (; Index < Peb->NumberOfHeaps; Index++) {
            Peb->ProcessHeaps[Index - 1] = Peb->ProcessHeaps[Index];
            ((PHEAP)Peb->ProcessHeaps[Index - 1])->ProcessHeapsListIndex = (USHORT)Index;
        }
        Peb->NumberOfHeaps--;
        Peb->ProcessHeaps[Peb->NumberOfHeaps] = NULL;
    }
    RtlLeaveCriticalSection(&RtlpProcessHeapsListLock);
}

/* What NtGlobalFlag asks for every heap of the process. */
static ULONG RtlpHeapFlagsOfProcess(VOID)
{
    ULONG Global = NtCurrentPeb()->NtGlobalFlag;
    ULONG Flags = 0;

    if (Global & FLG_HEAP_ENABLE_TAIL_CHECK) {
        Flags |= HEAP_TAIL_CHECKING_ENABLED;
    }
    if (Global & FLG_HEAP_ENABLE_FREE_CHECK) {
        Flags |= HEAP_FREE_CHECKING_ENABLED;
    }
    if (Global & FLG_HEAP_VALIDATE_PARAMETERS) {
        Flags |= HEAP_VALIDATE_PARAMETERS_ENABLED | HEAP_TAIL_CHECKING_ENABLED | HEAP_FREE_CHECKING_ENABLED;
    }
    if (Global & FLG_HEAP_VALIDATE_ALL) {
        Flags |= HEAP_VALIDATE_ALL_ENABLED | HEAP_TAIL_CHECKING_ENABLED | HEAP_FREE_CHECKING_ENABLED;
    }
    if (Global & FLG_HEAP_DISABLE_COALESCING) {
        Flags |= HEAP_DISABLE_COALESCE_ON_FREE;
    }
    return Flags;
}

/* The caller's parameters, completed by the PEB's defaults. */
static VOID RtlpCaptureHeapParameters(PRTL_HEAP_PARAMETERS Given, PRTL_HEAP_PARAMETERS Taken)
{
    PPEB Peb = NtCurrentPeb();

    RtlZeroMemory(Taken, sizeof(*Taken));
    if (Given != NULL && Given->Length == sizeof(*Given)) {
        RtlMoveMemory(Taken, Given, sizeof(*Given));
    }
    if (Taken->SegmentReserve == 0) {
        Taken->SegmentReserve = Peb->HeapSegmentReserve;
    }
    if (Taken->SegmentCommit == 0) {
        Taken->SegmentCommit = Peb->HeapSegmentCommit;
    }
    if (Taken->DeCommitFreeBlockThreshold == 0) {
        Taken->DeCommitFreeBlockThreshold = Peb->HeapDeCommitFreeBlockThreshold;
    }
    if (Taken->DeCommitTotalFreeThreshold == 0) {
        Taken->DeCommitTotalFreeThreshold = Peb->HeapDeCommitTotalFreeThreshold;
    }
    if (Taken->MaximumAllocationSize == 0) {
        Taken->MaximumAllocationSize = 0x7FFDEFFF;
    }
    Taken->VirtualMemoryThreshold = (Taken->VirtualMemoryThreshold + 7) >> HEAP_GRANULARITY_SHIFT;
    if (Taken->VirtualMemoryThreshold == 0 || Taken->VirtualMemoryThreshold > HEAP_MAXIMUM_BLOCK_SIZE) {
        Taken->VirtualMemoryThreshold = HEAP_MAXIMUM_BLOCK_SIZE;
    }
}

/* Reserve and commit in whole pages, neither of them nothing, commit within reserve. */
static VOID RtlpRoundHeapSizes(PSIZE_T ReserveSize, PSIZE_T CommitSize)
{
    SIZE_T Reserve = *ReserveSize;
    SIZE_T Commit = *CommitSize;

    if (Commit == 0) {
        Commit = HEAP_PAGE_SIZE;
    }
    Commit = (Commit + HEAP_PAGE_SIZE - 1) & ~(HEAP_PAGE_SIZE - 1);
    if (Reserve == 0) {
        Reserve = (Commit + HEAP_ALLOCATION_GRANULARITY - 1) & ~(HEAP_ALLOCATION_GRANULARITY - 1);
    }
    Reserve = (Reserve + HEAP_PAGE_SIZE - 1) & ~(HEAP_PAGE_SIZE - 1);
    if (Commit > Reserve) {
        Commit = Reserve;
    }
    *ReserveSize = Reserve;
    *CommitSize = Commit;
}

static VOID RtlpInitializeHeapHeader(PHEAP_FIRST_PAGE Page, ULONG Flags, PRTL_HEAP_PARAMETERS Parameters)
{
    PHEAP Heap = &Page->Heap;

    Heap->Flags = Flags;
    Heap->ForceFlags = Flags & HEAP_FORCE_FLAGS;
    Heap->Signature = HEAP_SIGNATURE;
    Heap->HeaderValidateLength = sizeof(HEAP);
    Heap->VirtualMemoryThreshold = Parameters->VirtualMemoryThreshold;
    Heap->SegmentReserve = Parameters->SegmentReserve;
    Heap->SegmentCommit = Parameters->SegmentCommit;
    Heap->DeCommitFreeBlockThreshold = Parameters->DeCommitFreeBlockThreshold >> HEAP_GRANULARITY_SHIFT;
    Heap->DeCommitTotalFreeThreshold = Parameters->DeCommitTotalFreeThreshold >> HEAP_GRANULARITY_SHIFT;
    Heap->MaximumAllocationSize = Parameters->MaximumAllocationSize;
    Heap->AlignRound = sizeof(HEAP_ENTRY) + HEAP_GRANULARITY - 1;
    if (Flags & HEAP_TAIL_CHECKING_ENABLED) {
        Heap->AlignRound += CHECK_HEAP_TAIL_SIZE;
    }
    Heap->AlignMask = ~(HEAP_GRANULARITY - 1);
    Heap->EncodeFlagMask = HEAP_ENCODE_FLAG;
    Heap->Encoding.Code1 = RtlpHeapGenerateRandomValue32() | HEAP_ENCODE_FLAG;
    Heap->Encoding.Code2 = (USHORT)RtlpHeapGenerateRandomValue32();
    Heap->PointerKey = RtlpHeapGenerateRandomValue32();
    Heap->CommitRoutine = (PVOID)((ULONG_PTR)Parameters->CommitRoutine ^ Heap->PointerKey);
    Heap->TuningParameters.CommittThresholdShift = 4;
    Heap->TuningParameters.MaxPreCommittThreshold = 0xFE000;
    InitializeListHead(&Heap->FreeLists);
    InitializeListHead(&Heap->UCRList);
    InitializeListHead(&Heap->VirtualAllocdBlocks);
    InitializeListHead(&Heap->SegmentList);
    Heap->BlocksIndex = &Page->Lookup;
    Page->Lookup.ArraySize = HEAP_FIRST_LOOKUP_SIZE;
    Page->Lookup.ExtraItem = 1;
    Page->Lookup.ListHead = &Heap->FreeLists;
    Page->Lookup.ListsInUseUlong = Page->ListsInUse;
    Page->Lookup.ListHints = Page->ListHints;
}

/* Takes over or makes the region; answers the base and how much of it is committed. */
static PVOID RtlpPrepareHeapRegion(PVOID HeapBase, SIZE_T ReserveSize, PSIZE_T CommitSize, ULONG Flags,
                                   PRTL_HEAP_PARAMETERS Parameters)
{
    PVOID Base = HeapBase;
    SIZE_T Bytes = *CommitSize;
    SIZE_T Released = 0;

    if (HeapBase != NULL && Parameters->CommitRoutine != NULL) {
        *CommitSize = Parameters->InitialCommit;
        return HeapBase;
    }
    if (HeapBase == NULL) {
        Base = RtlpHeapReserve(ReserveSize, Flags);
        if (Base == NULL) {
            return NULL;
        }
    }
    if (NT_SUCCESS(NtAllocateVirtualMemory(NtCurrentProcess(), &Base, 0, &Bytes, MEM_COMMIT,
                                           Flags & HEAP_CREATE_ENABLE_EXECUTE ? PAGE_EXECUTE_READWRITE
                                                                              : PAGE_READWRITE))) {
        return Base;
    }
    if (HeapBase == NULL) {
        NtFreeVirtualMemory(NtCurrentProcess(), &Base, &Released, MEM_RELEASE);
    }
    return NULL;
}

/*
 * Makes a heap and returns it, or NULL. HEAP_GROWABLE: it gets further segments when the first is full. HeapBase: a reserved
 * region of ReserveSize bytes that the heap shall use. Lock: a critical section to use instead of the heap's own.
 */
PVOID NTAPI RtlCreateHeap(ULONG Flags, PVOID HeapBase, SIZE_T ReserveSize, SIZE_T CommitSize, PVOID Lock,
                          PRTL_HEAP_PARAMETERS Parameters)
{
    RTL_HEAP_PARAMETERS Taken;
    PHEAP_FIRST_PAGE Page;

    RtlInitializeHeapManager();
    Flags |= RtlpHeapFlagsOfProcess();
    RtlpCaptureHeapParameters(Parameters, &Taken);
    RtlpRoundHeapSizes(&ReserveSize, &CommitSize);
    Page = RtlpPrepareHeapRegion(HeapBase, ReserveSize, &CommitSize, Flags, &Taken);
    if (Page == NULL) {
        return NULL;
    }
    RtlZeroMemory(Page, HEAP_FIRST_PAGE_USED);
    RtlpInitializeHeapHeader(Page, Flags, &Taken);
    if (!(Flags & HEAP_NO_SERIALIZE)) {
        if (Lock == NULL) {
            RtlInitializeCriticalSection(&Page->Lock);
            Lock = &Page->Lock;
        }
        Page->Heap.LockVariable = Lock;
    }
    if (!RtlpInitializeHeapSegment(&Page->Heap, (PHEAP_SEGMENT)Page, ReserveSize, CommitSize, HEAP_FIRST_PAGE_USED,
                                   (PUCHAR)Page + HEAP_FIRST_PAGE_USED) ||
        !RtlpAddHeapToProcessList(&Page->Heap)) {
        SIZE_T Released = 0;
        PVOID Base = Page;
        if (HeapBase == NULL) {
            NtFreeVirtualMemory(NtCurrentProcess(), &Base, &Released, MEM_RELEASE);
        }
        return NULL;
    }
    return Page;
}

static VOID RtlpReleaseRegion(PVOID Base)
{
    SIZE_T Bytes = 0;

    NtFreeVirtualMemory(NtCurrentProcess(), &Base, &Bytes, MEM_RELEASE);
}

/* Gives back all memory of a heap. Returns NULL, or the heap when it is none or the process heap. */
PVOID NTAPI RtlDestroyHeap(PVOID HeapHandle)
{
    PHEAP Heap = HeapHandle;
    PLIST_ENTRY Link;
    PHEAP_FIRST_PAGE Page = HeapHandle;

    if (Heap == NULL || Heap->Signature != HEAP_SIGNATURE || Heap == NtCurrentPeb()->ProcessHeap) {
        return HeapHandle;
    }
    RtlpRemoveHeapFromProcessList(Heap);
    Link = Heap->VirtualAllocdBlocks.Flink;
    while (Link != &Heap->VirtualAllocdBlocks) {
        PVOID Block = CONTAINING_RECORD(Link, HEAP_VIRTUAL_ALLOC_ENTRY, Entry);
        Link = Link->Flink;
        RtlpReleaseRegion(Block);
    }
    if (Heap->LockVariable == (PVOID)&Page->Lock) {
        RtlDeleteCriticalSection(&Page->Lock);
    }
    if (Heap->FrontEndHeap != NULL) {
        RtlDeleteCriticalSection((PRTL_CRITICAL_SECTION)&((PLFH_HEAP)Heap->FrontEndHeap)->Lock);
    }
    Link = Heap->SegmentList.Flink;
    while (Link != &Heap->SegmentList) {
        PHEAP_SEGMENT Segment = CONTAINING_RECORD(Link, HEAP_SEGMENT, SegmentListEntry);
        Link = Link->Flink;
        if ((PVOID)Segment != HeapHandle) {
            RtlpReleaseRegion(Segment->BaseAddress);
        }
    }
    RtlpReleaseRegion(HeapHandle);
    return NULL;
}

/* Copies at most NumberOfHeaps handles and returns how many heaps there are. */
ULONG NTAPI RtlGetProcessHeaps(ULONG NumberOfHeaps, PVOID *ProcessHeaps)
{
    PPEB Peb = NtCurrentPeb();
    ULONG Count;

    RtlEnterCriticalSection(&RtlpProcessHeapsListLock);
    Count = Peb->NumberOfHeaps;
    if (Count <= NumberOfHeaps) {
        RtlMoveMemory(ProcessHeaps, Peb->ProcessHeaps, Count * sizeof(PVOID));
    }
    RtlLeaveCriticalSection(&RtlpProcessHeapsListLock);
    return Count;
}
