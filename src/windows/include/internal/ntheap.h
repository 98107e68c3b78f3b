/*
 * The NT heap's own declarations, shared by ntdll's heap files. Nobody else needs them but kernel32's heap functions.
 *
 * Units: a granule is 8 bytes. `Size` and `PreviousSize` of an entry count granules with the 8-byte header; names that end in
 * Bytes count bytes. The first 8 bytes of every entry are stored XORed with Heap->Encoding; nothing reads them but through
 * RtlpDecodeEntry, nothing writes them but through RtlpEncodeEntry.
 */
#ifndef _NTHEAP_
#define _NTHEAP_

#include <ntrtl.h>
#include <ntservices.h>

#define HEAP_GRANULARITY 8
#define HEAP_GRANULARITY_SHIFT 3
#define HEAP_PAGE_SIZE 0x1000
#define HEAP_ALLOCATION_GRANULARITY 0x10000

/* Sizes are 16 bits of granules; a free stretch longer than this is kept as several blocks. */
#define HEAP_MAXIMUM_BLOCK_SIZE 0xFE00
/* Size of the largest further segment: its 64 KB units must be countable in SegmentOffset. */
#define HEAP_MAXIMUM_SEGMENT_RESERVE 0xFD0000

#define HEAP_SIGNATURE 0xEEFFEEFF
#define HEAP_SEGMENT_SIGNATURE 0xFFEEFFEE
#define HEAP_USERDATA_SIGNATURE 0xF0E0D0C0
#define HEAP_ENCODE_FLAG 0x00100000

/* HEAP_ENTRY.Flags */
#define HEAP_ENTRY_BUSY 0x01
#define HEAP_ENTRY_EXTRA_PRESENT 0x02
#define HEAP_ENTRY_FILL_PATTERN 0x04
#define HEAP_ENTRY_VIRTUAL_ALLOC 0x08
#define HEAP_ENTRY_INTERNAL 0x08
#define HEAP_ENTRY_LAST_ENTRY 0x10
#define HEAP_ENTRY_SETTABLE_FLAGS 0xE0

/* HEAP_ENTRY.UnusedBytes */
#define HEAP_UNUSED_UCR 3
#define HEAP_UNUSED_VIRTUAL 4
#define HEAP_UNUSED_LFH 0x80
#define HEAP_UNUSED_MASK 0x3F

/* Flags of a heap and of a call that the Win32 headers do not name. */
#define HEAP_CLASS_MASK 0x0000F000
#define HEAP_CLASS_1 0x00001000
#define HEAP_INTERNAL_BLOCK 0x00800000
#define HEAP_SKIP_VALIDATION_CHECKS 0x10000000
#define HEAP_VALIDATE_ALL_ENABLED 0x20000000
#define HEAP_VALIDATE_PARAMETERS_ENABLED 0x40000000
#define HEAP_DEBUG_FLAGS                                                                                        \
    (HEAP_VALIDATE_ALL_ENABLED | HEAP_VALIDATE_PARAMETERS_ENABLED | HEAP_TAIL_CHECKING_ENABLED |                \
     HEAP_FREE_CHECKING_ENABLED)
#define HEAP_FORCE_FLAGS                                                                                        \
    (HEAP_NO_SERIALIZE | HEAP_GENERATE_EXCEPTIONS | HEAP_ZERO_MEMORY | HEAP_REALLOC_IN_PLACE_ONLY |             \
     HEAP_DISABLE_COALESCE_ON_FREE | HEAP_DEBUG_FLAGS)

/* PEB.NtGlobalFlag */
#define FLG_HEAP_ENABLE_TAIL_CHECK 0x10
#define FLG_HEAP_ENABLE_FREE_CHECK 0x20
#define FLG_HEAP_VALIDATE_PARAMETERS 0x40
#define FLG_HEAP_VALIDATE_ALL 0x80
#define FLG_HEAP_DISABLE_COALESCING 0x200000

/* HEAP.CompatibilityFlags: the next back-end allocation sees to it that the front end is made. */
#define HEAP_COMPATIBILITY_ACTIVATE_LFH 0x20000000
#define HEAP_COMPATIBILITY_MAINTENANCE 0x30000000
#define HEAP_FRONT_LOWFRAGHEAP 2

/* Fills of the debug heap. */
#define CHECK_HEAP_TAIL_SIZE 8
#define CHECK_HEAP_TAIL_FILL 0xAB
#define ALLOC_HEAP_FILL 0xBAADF00D
#define FREE_HEAP_FILL 0xFEEEFEEE

/* Counter in ListHints[].Blink: low word outstanding * 2, high word allocations in all. */
#define HEAP_HINT_ALLOCATED 0x10002
#define HEAP_HINT_FREED 2
#define HEAP_HINT_OUTSTANDING_LIMIT 0x20
#define HEAP_HINT_TOTAL_LIMIT 0x10000000

/* Places in the first page of a heap. */
#define HEAP_FIRST_LOOKUP_SIZE 0x80
#define HEAP_EXTENDED_LOOKUP_SIZE 0x800

#define HEAP_MAXIMUM_PROCESS_HEAPS 16

typedef enum _HEAP_FAILURE_TYPE {
    heap_failure_internal = 0,
    heap_failure_unknown = 1,
    heap_failure_generic = 2,
    heap_failure_entry_corruption = 3,
    heap_failure_multiple_entries_corruption = 4,
    heap_failure_virtual_block_corruption = 5,
    heap_failure_buffer_overrun = 6,
    heap_failure_buffer_underrun = 7,
    heap_failure_block_not_busy = 8,
    heap_failure_invalid_argument = 9,
    heap_failure_usage_after_free = 10,
    heap_failure_cross_heap_operation = 11,
    heap_failure_freelists_corruption = 12,
    heap_failure_listentry_corruption = 13
} HEAP_FAILURE_TYPE;

typedef LONG (NTAPI *PRTL_HEAP_COMMIT_ROUTINE)(PVOID Base, PVOID *CommitAddress, PSIZE_T CommitSize);

typedef struct _RTL_HEAP_PARAMETERS {
    ULONG Length;
    SIZE_T SegmentReserve;
    SIZE_T SegmentCommit;
    SIZE_T DeCommitFreeBlockThreshold;
    SIZE_T DeCommitTotalFreeThreshold;
    SIZE_T MaximumAllocationSize;
    SIZE_T VirtualMemoryThreshold;
    SIZE_T InitialCommit;
    SIZE_T InitialReserve;
    PRTL_HEAP_COMMIT_ROUTINE CommitRoutine;
    SIZE_T Reserved[2];
} RTL_HEAP_PARAMETERS, *PRTL_HEAP_PARAMETERS;

/* What RtlWalkHeap says of one thing at a time. Flags: */
#define RTL_HEAP_BUSY 0x0001
#define RTL_HEAP_SEGMENT 0x0002
#define RTL_HEAP_SETTABLE_VALUE 0x0010
#define RTL_HEAP_SETTABLE_FLAGS 0x00E0
#define RTL_HEAP_UNCOMMITTED_RANGE 0x0100

typedef struct _RTL_HEAP_WALK_ENTRY {
    PVOID DataAddress;
    SIZE_T DataSize;
    UCHAR OverheadBytes;
    UCHAR SegmentIndex;
    USHORT Flags;
    union {
        struct {
            SIZE_T Settable;
            USHORT TagIndex;
            USHORT AllocatorBackTraceIndex;
            ULONG Reserved[2];
        } Block;
        struct {
            ULONG CommittedSize;
            ULONG UnCommittedSize;
            PVOID FirstEntry;
            PVOID LastEntry;
        } Segment;
    };
} RTL_HEAP_WALK_ENTRY, *PRTL_HEAP_WALK_ENTRY;

/* heap.c */
extern PVOID RtlpProcessHeapsListBuffer[HEAP_MAXIMUM_PROCESS_HEAPS];
extern RTL_CRITICAL_SECTION RtlpProcessHeapsListLock;
extern ULONG RtlpLFHKey;
ULONG RtlpHeapGenerateRandomValue32(VOID);

/* heapinfo.c */
VOID RtlpLockHeap(PHEAP Heap, ULONG Flags);
VOID RtlpUnlockHeap(PHEAP Heap, ULONG Flags);

/* heapentry.c */
VOID RtlpDecodeEntry(PHEAP Heap, PVOID Entry, PHEAP_ENTRY Header);
VOID RtlpEncodeEntry(PHEAP Heap, PVOID Entry, PHEAP_ENTRY Header);
BOOLEAN RtlpIsEntryChecksumRight(PHEAP_ENTRY Header);
ULONG RtlpEntrySize(PHEAP Heap, PVOID Entry);
PHEAP_ENTRY RtlpEntryOfBlock(PVOID BaseAddress);
PHEAP_SEGMENT RtlpSegmentOfEntry(PHEAP Heap, PVOID Entry, ULONG SegmentOffset);
UCHAR RtlpSegmentOffset(PHEAP Heap, PHEAP_SEGMENT Segment, PVOID Entry);
PHEAP_SEGMENT RtlpFindHeapSegment(PHEAP Heap, PVOID Address);
BOOLEAN RtlpIsHeapRangeCommitted(PHEAP Heap, PVOID Address, SIZE_T Bytes);
PHEAP_VIRTUAL_ALLOC_ENTRY RtlpFindVirtualBlock(PHEAP Heap, PHEAP_ENTRY Entry);
VOID RtlpSetNextPreviousSize(PHEAP Heap, PHEAP_ENTRY Entry, PHEAP_ENTRY Header);
SIZE_T RtlpRequestedSize(PHEAP Heap, PHEAP_ENTRY Entry);

/* heaplists.c */
PHEAP_LIST_LOOKUP RtlpHeapLookupOfSize(PHEAP Heap, ULONG Size, ULONG *Index);
PLIST_ENTRY RtlpHeapHint(PHEAP_LIST_LOOKUP Lookup, ULONG Index);
PLIST_ENTRY RtlpHeapFindListLookupEntry(PHEAP Heap, ULONG Size);
VOID RtlpHeapAddListEntry(PHEAP Heap, PHEAP_FREE_ENTRY FreeBlock, ULONG Size);
BOOLEAN RtlpHeapRemoveListEntry(PHEAP Heap, PHEAP_FREE_ENTRY FreeBlock, ULONG Size);
VOID RtlpInsertFreeBlock(PHEAP Heap, PHEAP_ENTRY Entry, ULONG Size, PHEAP_ENTRY Header, BOOLEAN Fill);
BOOLEAN RtlpExtendListLookup(PHEAP Heap);

/* heapsegment.c */
PVOID RtlpHeapReserve(SIZE_T Bytes, ULONG Flags);
BOOLEAN RtlpHeapCommit(PHEAP Heap, PVOID Address, SIZE_T Bytes, ULONG Flags);
BOOLEAN RtlpInitializeHeapSegment(PHEAP Heap, PHEAP_SEGMENT Segment, SIZE_T ReservedBytes, SIZE_T CommittedBytes,
                                  ULONG HeaderBytes, PVOID FirstEntry);
BOOLEAN RtlpExtendHeap(PHEAP Heap, SIZE_T AllocationSize);
BOOLEAN RtlpFindAndCommitPages(PHEAP Heap, SIZE_T AllocationSize);
BOOLEAN RtlpCommitUnCommittedRange(PHEAP Heap, PHEAP_UCR_DESCRIPTOR Descriptor, SIZE_T Bytes);
PHEAP_UCR_DESCRIPTOR RtlpUCRDescriptorOfEntry(PHEAP_ENTRY Entry, PHEAP_ENTRY Header);
BOOLEAN RtlpDeCommitFreeBlock(PHEAP Heap, PHEAP_ENTRY Entry, PHEAP_ENTRY Header);

/* heapalloc.c */
PVOID RtlpAllocateHeap(PHEAP Heap, ULONG Flags, SIZE_T Size, SIZE_T AllocationSize);
PVOID RtlpAllocateInternalBlock(PHEAP Heap, SIZE_T Size);
VOID RtlpCreateSplitBlock(PHEAP Heap, PHEAP_ENTRY Entry, PHEAP_ENTRY Header, ULONG Size);
PVOID RtlpHeapNoMemory(ULONG Flags, SIZE_T Size);

/* heapfree.c */
BOOLEAN RtlpFreeHeap(PHEAP Heap, ULONG Flags, PHEAP_ENTRY Entry, PVOID BaseAddress);
PHEAP_ENTRY RtlpCoalesceFreeBlocks(PHEAP Heap, PHEAP_ENTRY Entry, PHEAP_ENTRY Header);
VOID RtlpReturnFreeBlock(PHEAP Heap, PHEAP_ENTRY Entry, PHEAP_ENTRY Header, BOOLEAN MayDeCommit);

/* heapvalidate.c */
BOOLEAN RtlpValidateHeapEntry(PHEAP Heap, PVOID BaseAddress, const char *Reason);
BOOLEAN RtlpValidateHeap(PHEAP Heap);
BOOLEAN RtlpValidateHeapHeaders(PHEAP Heap);

/* heapdebug.c */
extern HEAP_FAILURE_INFORMATION RtlpHeapFailureInfo;
extern BOOLEAN RtlpTerminateOnHeapCorruption;
VOID RtlpLogHeapFailure(ULONG FailureType, PHEAP Heap, PVOID Address, PVOID Param1, PVOID Param2, PVOID Param3);
VOID RtlpHeapPrefix(VOID);
VOID RtlpBreakPointHeap(VOID);
PVOID RtlDebugAllocateHeap(PHEAP Heap, ULONG Flags, SIZE_T Size);
BOOLEAN RtlDebugFreeHeap(PHEAP Heap, ULONG Flags, PVOID BaseAddress);
BOOLEAN RtlDebugReAllocateCheck(PHEAP Heap, ULONG Flags, PVOID BaseAddress);
VOID RtlpFillBusyTail(PHEAP_ENTRY Entry, ULONG BlockBytes, SIZE_T Size, BOOLEAN ExtraPresent);
BOOLEAN RtlpCheckBusyBlockTail(PHEAP Heap, PHEAP_ENTRY Entry);
BOOLEAN RtlpCheckFreeBlockFill(PHEAP Heap, PHEAP_ENTRY Entry, PHEAP_ENTRY Header);

/* heaplfh.c */
PHEAP_BUCKET RtlpGetLFHContext(PHEAP Heap, SIZE_T AllocationSize);
VOID RtlpPerformHeapMaintenance(PHEAP Heap);
BOOLEAN RtlpActivateLowFragmentationHeap(PHEAP Heap);
PVOID RtlpLowFragHeapAllocFromContext(PHEAP_BUCKET Bucket, SIZE_T Size);
BOOLEAN RtlpLowFragHeapFree(PHEAP Heap, PHEAP_ENTRY Entry);
PHEAP_SUBSEGMENT RtlpSubSegmentOfEntry(PHEAP Heap, PHEAP_ENTRY Entry);
ULONG RtlpLowFragHeapBlockUnusedBytes(PHEAP_ENTRY Entry, ULONG BlockBytes);
VOID RtlpLowFragHeapSetUnusedBytes(PHEAP_ENTRY Entry, ULONG BlockBytes, SIZE_T Size);
VOID RtlpSubSegmentInitialize(PLFH_HEAP LowFragHeap, PHEAP_SUBSEGMENT Subsegment, PHEAP_USERDATA_HEADER UserBlocks,
                              PHEAP_LOCAL_SEGMENT_INFO Info, PHEAP_BUCKET Bucket, ULONG BlockCount);

/* heaplfhsub.c */
VOID RtlpLowFragHeapOfferSubsegment(PHEAP_LOCAL_SEGMENT_INFO Info, PHEAP_SUBSEGMENT Subsegment);
VOID RtlpLowFragHeapDropHint(PHEAP_LOCAL_SEGMENT_INFO Info, PHEAP_SUBSEGMENT Subsegment);
BOOLEAN RtlpLowFragHeapReplaceActive(PLFH_HEAP LowFragHeap, PHEAP_LOCAL_SEGMENT_INFO Info, PHEAP_BUCKET Bucket,
                                     PHEAP_SUBSEGMENT Exhausted);
VOID RtlpRetireSubsegment(PHEAP_LOCAL_SEGMENT_INFO Info, PHEAP_SUBSEGMENT Subsegment);

/* heaplfhcache.c: areas are 2 ** shift bytes long, from 100h on; the largest is a little shorter. */
#define HEAP_USERBLOCK_FIRST_SHIFT 8
#define HEAP_USERBLOCK_MAXIMUM 0x78000
VOID RtlpPushSList(PSLIST_HEADER Head, PSLIST_ENTRY Entry);
PSLIST_ENTRY RtlpPopSList(PSLIST_HEADER Head);
PVOID RtlpAllocateUserBlock(PLFH_HEAP LowFragHeap, ULONG SizeShift);
VOID RtlpFreeUserBlock(PLFH_HEAP LowFragHeap, PVOID UserBlocks, ULONG SizeShift);
ULONG RtlpUserBlockBytes(ULONG SizeShift);
PVOID RtlpLowFragHeapAllocateFromZone(PLFH_HEAP LowFragHeap);
VOID RtlpFlushLFHCache(PLFH_HEAP LowFragHeap);

/* Exports, by file. */
NTSYSAPI PVOID NTAPI RtlCreateHeap(ULONG Flags, PVOID HeapBase, SIZE_T ReserveSize, SIZE_T CommitSize, PVOID Lock,
                                   PRTL_HEAP_PARAMETERS Parameters);
NTSYSAPI PVOID NTAPI RtlDestroyHeap(PVOID HeapHandle);
NTSYSAPI VOID NTAPI RtlInitializeHeapManager(VOID);
NTSYSAPI ULONG NTAPI RtlGetProcessHeaps(ULONG NumberOfHeaps, PVOID *ProcessHeaps);
NTSYSAPI BOOLEAN NTAPI RtlLockHeap(PVOID HeapHandle);
NTSYSAPI BOOLEAN NTAPI RtlUnlockHeap(PVOID HeapHandle);
NTSYSAPI LONG NTAPI RtlSetHeapInformation(PVOID HeapHandle, ULONG InformationClass, PVOID Information, SIZE_T Length);
NTSYSAPI LONG NTAPI RtlQueryHeapInformation(PVOID HeapHandle, ULONG InformationClass, PVOID Information, SIZE_T Length,
                                            PSIZE_T ReturnLength);
NTSYSAPI PVOID NTAPI RtlAllocateHeap(PVOID HeapHandle, ULONG Flags, SIZE_T Size);
NTSYSAPI BOOLEAN NTAPI RtlFreeHeap(PVOID HeapHandle, ULONG Flags, PVOID BaseAddress);
NTSYSAPI PVOID NTAPI RtlReAllocateHeap(PVOID HeapHandle, ULONG Flags, PVOID BaseAddress, SIZE_T Size);
NTSYSAPI SIZE_T NTAPI RtlSizeHeap(PVOID HeapHandle, ULONG Flags, PVOID BaseAddress);
NTSYSAPI BOOLEAN NTAPI RtlValidateHeap(PVOID HeapHandle, ULONG Flags, PVOID BaseAddress);
NTSYSAPI BOOLEAN NTAPI RtlValidateProcessHeaps(VOID);
NTSYSAPI LONG NTAPI RtlWalkHeap(PVOID HeapHandle, PRTL_HEAP_WALK_ENTRY Entry);
NTSYSAPI SIZE_T NTAPI RtlCompactHeap(PVOID HeapHandle, ULONG Flags);

#endif
