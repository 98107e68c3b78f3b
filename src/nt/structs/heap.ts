/**
 * The NT heap as Windows 7 SP1 x86 lays it out: _HEAP and its segments, entries with encoded 8-byte headers, the lists
 * lookup ("blocks index"), large blocks, and the low-fragmentation heap. One granule is 8 bytes.
 */
import { type At, array, at, bits, I32, I64, PVOID, pointer, struct, U8, U16, U32, U64 } from '../../machine/struct.ts';
import { LIST_ENTRY, RTL_CRITICAL_SECTION, SINGLE_LIST_ENTRY, SLIST_HEADER } from './rtl.ts';

/** The 8 bytes before each block: sizes in granules; the first six bytes are encoded in a normal heap. */
const headerMembers = {
  Size: U16,
  Flags: U8,
  SmallTagIndex: U8,
  SubSegmentCode: at(0, PVOID),
  PreviousSize: at(4, U16),
  SegmentOffset: at(6, U8),
  LFHFlags: at(6, U8),
  UnusedBytes: at(7, U8),
  FunctionIndex: at(0, U16),
  ContextValue: at(2, U16),
  InterceptorValue: at(0, U32),
  UnusedBytesLength: at(4, U16),
  EntryOffset: at(6, U8),
  ExtendedBlockSignature: at(7, U8),
  Code1: at(0, U32),
  Code2: at(4, U16),
  Code3: at(6, U8),
  Code4: at(7, U8),
  AgregateCode: at(0, U64),
};

export const HEAP_ENTRY = struct('HEAP_ENTRY', headerMembers, 8);
export type HEAP_ENTRY = At<typeof HEAP_ENTRY>;

export const HEAP_FREE_ENTRY = struct('HEAP_FREE_ENTRY', { ...headerMembers, FreeList: at(8, LIST_ENTRY) }, 0x10);

export const HEAP_ENTRY_EXTRA = struct(
  'HEAP_ENTRY_EXTRA',
  { AllocatorBackTraceIndex: U16, TagIndex: U16, Settable: U32, ZeroInit: at(0, U64) },
  8,
);

export const HEAP_COUNTERS = struct(
  'HEAP_COUNTERS',
  {
    TotalMemoryReserved: U32,
    TotalMemoryCommitted: U32,
    TotalMemoryLargeUCR: U32,
    TotalSizeInVirtualBlocks: U32,
    TotalSegments: U32,
    TotalUCRs: U32,
    CommittOps: U32,
    DeCommitOps: U32,
    LockAcquires: U32,
    LockCollisions: U32,
    CommitRate: U32,
    DecommittRate: U32,
    CommitFailures: U32,
    InBlockCommitFailures: U32,
    CompactHeapCalls: U32,
    CompactedUCRs: U32,
    AllocAndFreeOps: U32,
    InBlockDeccommits: U32,
    InBlockDeccomitSize: U32,
    HighWatermarkSize: U32,
    LastPolledSize: U32,
  },
  0x54,
);

export const HEAP_TUNING_PARAMETERS = struct(
  'HEAP_TUNING_PARAMETERS',
  { CommittThresholdShift: U32, MaxPreCommittThreshold: U32 },
  8,
);

export const HEAP_TAG_ENTRY = struct(
  'HEAP_TAG_ENTRY',
  { Allocs: U32, Frees: U32, Size: U32, TagIndex: U16, CreatorBackTraceIndex: U16, TagName: array(U16, 24) },
  0x40,
);

export const HEAP_PSEUDO_TAG_ENTRY = struct('HEAP_PSEUDO_TAG_ENTRY', { Allocs: U32, Frees: U32, Size: U32 }, 0xc);

export const HEAP_LOCK = struct('HEAP_LOCK', { Lock: RTL_CRITICAL_SECTION }, 0x18);

const segmentMembers = {
  Entry: HEAP_ENTRY,
  SegmentSignature: U32,
  SegmentFlags: U32,
  SegmentListEntry: LIST_ENTRY,
  Heap: pointer('HEAP'),
  BaseAddress: PVOID,
  NumberOfPages: U32,
  FirstEntry: pointer('HEAP_ENTRY'),
  LastValidEntry: pointer('HEAP_ENTRY'),
  NumberOfUnCommittedPages: U32,
  NumberOfUnCommittedRanges: U32,
  SegmentAllocatorBackTraceIndex: U16,
  Reserved: U16,
  UCRSegmentList: at(0x38, LIST_ENTRY),
};

export const HEAP_SEGMENT = struct('HEAP_SEGMENT', segmentMembers, 0x40);
export type HEAP_SEGMENT = At<typeof HEAP_SEGMENT>;

export const HEAP = struct(
  'HEAP',
  {
    ...segmentMembers,
    Flags: at(0x40, U32),
    ForceFlags: U32,
    CompatibilityFlags: U32,
    EncodeFlagMask: U32,
    Encoding: at(0x50, HEAP_ENTRY),
    PointerKey: at(0x58, U32),
    Interceptor: U32,
    VirtualMemoryThreshold: U32,
    Signature: U32,
    SegmentReserve: U32,
    SegmentCommit: U32,
    DeCommitFreeBlockThreshold: U32,
    DeCommitTotalFreeThreshold: U32,
    TotalFreeSize: U32,
    MaximumAllocationSize: U32,
    ProcessHeapsListIndex: at(0x80, U16),
    HeaderValidateLength: U16,
    HeaderValidateCopy: PVOID,
    NextAvailableTagIndex: at(0x88, U16),
    MaximumTagIndex: U16,
    TagEntries: pointer('HEAP_TAG_ENTRY'),
    UCRList: at(0x90, LIST_ENTRY),
    AlignRound: at(0x98, U32),
    AlignMask: U32,
    VirtualAllocdBlocks: at(0xa0, LIST_ENTRY),
    SegmentList: at(0xa8, LIST_ENTRY),
    AllocatorBackTraceIndex: at(0xb0, U16),
    NonDedicatedListLength: at(0xb4, U32),
    BlocksIndex: pointer('HEAP_LIST_LOOKUP'),
    UCRIndex: PVOID,
    PseudoTagEntries: pointer('HEAP_PSEUDO_TAG_ENTRY'),
    FreeLists: at(0xc4, LIST_ENTRY),
    LockVariable: at(0xcc, pointer('HEAP_LOCK')),
    CommitRoutine: PVOID,
    FrontEndHeap: PVOID,
    FrontHeapLockCount: U16,
    FrontEndHeapType: U8,
    Counters: at(0xdc, HEAP_COUNTERS),
    TuningParameters: at(0x130, HEAP_TUNING_PARAMETERS),
  },
  0x138,
);
export type HEAP = At<typeof HEAP>;

export const HEAP_LIST_LOOKUP = struct(
  'HEAP_LIST_LOOKUP',
  {
    ExtendedLookup: pointer('HEAP_LIST_LOOKUP'),
    ArraySize: U32,
    ExtraItem: U32,
    ItemCount: U32,
    OutOfRangeItems: U32,
    BaseIndex: U32,
    ListHead: pointer('LIST_ENTRY'),
    ListsInUseUlong: pointer('Uint4B'),
    ListHints: pointer('LIST_ENTRY'),
  },
  0x24,
);

export const HEAP_UCR_DESCRIPTOR = struct(
  'HEAP_UCR_DESCRIPTOR',
  { ListEntry: LIST_ENTRY, SegmentEntry: LIST_ENTRY, Address: PVOID, Size: U32 },
  0x18,
);

export const HEAP_VIRTUAL_ALLOC_ENTRY = struct(
  'HEAP_VIRTUAL_ALLOC_ENTRY',
  {
    Entry: LIST_ENTRY,
    ExtraStuff: HEAP_ENTRY_EXTRA,
    CommitSize: U32,
    ReserveSize: U32,
    BusyBlock: HEAP_ENTRY,
  },
  0x20,
);

export const INTERLOCK_SEQ = struct(
  'INTERLOCK_SEQ',
  { Depth: U16, FreeEntryOffset: U16, OffsetAndDepth: at(0, U32), Sequence: at(4, U32), Exchg: at(0, I64) },
  8,
);

export const HEAP_BUCKET = struct(
  'HEAP_BUCKET',
  { BlockUnits: U16, SizeIndex: U8, UseAffinity: at(3, bits(U8, 0, 1)), DebugFlags: at(3, bits(U8, 1, 2)) },
  4,
);

export const HEAP_BUCKET_COUNTERS = struct(
  'HEAP_BUCKET_COUNTERS',
  { TotalBlocks: U32, SubSegmentCounts: U32, Aggregate64: at(0, I64) },
  8,
);

export const HEAP_BUCKET_RUN_INFO = struct(
  'HEAP_BUCKET_RUN_INFO',
  { Bucket: U32, RunLength: U32, Aggregate64: at(0, I64) },
  8,
);

export const USER_MEMORY_CACHE_ENTRY = struct(
  'USER_MEMORY_CACHE_ENTRY',
  { UserBlocks: SLIST_HEADER, AvailableBlocks: U32 },
  0x10,
);

export const HEAP_USERDATA_HEADER = struct(
  'HEAP_USERDATA_HEADER',
  {
    SFreeListEntry: SINGLE_LIST_ENTRY,
    SubSegment: at(0, pointer('HEAP_SUBSEGMENT')),
    Reserved: PVOID,
    SizeIndex: U32,
    Signature: U32,
  },
  0x10,
);

export const HEAP_SUBSEGMENT = struct(
  'HEAP_SUBSEGMENT',
  {
    LocalInfo: pointer('HEAP_LOCAL_SEGMENT_INFO'),
    UserBlocks: pointer('HEAP_USERDATA_HEADER'),
    AggregateExchg: INTERLOCK_SEQ,
    BlockSize: at(0x10, U16),
    Flags: U16,
    BlockCount: U16,
    SizeIndex: U8,
    AffinityIndex: U8,
    Alignment: at(0x10, array(U32, 2)),
    SFreeListEntry: at(0x18, SINGLE_LIST_ENTRY),
    Lock: U32,
  },
  0x20,
);

export const LFH_BLOCK_ZONE = struct(
  'LFH_BLOCK_ZONE',
  { ListEntry: LIST_ENTRY, FreePointer: PVOID, Limit: PVOID },
  0x10,
);

export const HEAP_LOCAL_SEGMENT_INFO = struct(
  'HEAP_LOCAL_SEGMENT_INFO',
  {
    Hint: pointer('HEAP_SUBSEGMENT'),
    ActiveSubsegment: pointer('HEAP_SUBSEGMENT'),
    CachedItems: array(pointer('HEAP_SUBSEGMENT'), 16),
    SListHeader: SLIST_HEADER,
    Counters: HEAP_BUCKET_COUNTERS,
    LocalData: pointer('HEAP_LOCAL_DATA'),
    LastOpSequence: U32,
    BucketIndex: U16,
    LastUsed: U16,
  },
  0x68,
);

export const HEAP_LOCAL_DATA = struct(
  'HEAP_LOCAL_DATA',
  {
    DeletedSubSegments: SLIST_HEADER,
    CrtZone: pointer('LFH_BLOCK_ZONE'),
    LowFragHeap: pointer('LFH_HEAP'),
    Sequence: U32,
    SegmentInfo: at(0x18, array(HEAP_LOCAL_SEGMENT_INFO, 128)),
  },
  0x3418,
);

export const LFH_HEAP = struct(
  'LFH_HEAP',
  {
    Lock: RTL_CRITICAL_SECTION,
    SubSegmentZones: LIST_ENTRY,
    ZoneBlockSize: U32,
    Heap: PVOID,
    SegmentChange: U32,
    SegmentCreate: U32,
    SegmentInsertInFree: U32,
    SegmentDelete: U32,
    CacheAllocs: U32,
    CacheFrees: U32,
    SizeInCache: U32,
    RunInfo: at(0x48, HEAP_BUCKET_RUN_INFO),
    UserBlockCache: at(0x50, array(USER_MEMORY_CACHE_ENTRY, 12)),
    Buckets: at(0x110, array(HEAP_BUCKET, 128)),
    LocalData: at(0x310, array(HEAP_LOCAL_DATA, 1)),
  },
  0x3728,
);

/** What the heap remembers of the first corruption that it found. */
export const HEAP_FAILURE_INFORMATION = struct('HEAP_FAILURE_INFORMATION', {
  Version: U32,
  StructureSize: U32,
  FailureType: I32,
  HeapAddress: PVOID,
  Address: PVOID,
  Param1: PVOID,
  Param2: PVOID,
  Param3: PVOID,
  PreviousBlock: PVOID,
  NextBlock: PVOID,
  ExpectedEncodedEntry: HEAP_ENTRY,
  ExpectedDecodedEntry: HEAP_ENTRY,
  StackTrace: array(PVOID, 32),
});
