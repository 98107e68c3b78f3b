/**
 * Memory management (Mm): virtual address descriptors in their balanced tree, and the forms of page-table entries.
 * Windows 7 SP1, x86 without PAE.
 */
import { type At, at, bits, PVOID, pointer, struct, U8, U16, U32 } from '../../machine/struct.ts';
import { LIST_ENTRY } from './rtl.ts';

export const MMPTE_HARDWARE = struct(
  'MMPTE_HARDWARE',
  {
    Valid: at(0, bits(U32, 0, 1)),
    Write: at(0, bits(U32, 1, 1)),
    Owner: at(0, bits(U32, 2, 1)),
    WriteThrough: at(0, bits(U32, 3, 1)),
    CacheDisable: at(0, bits(U32, 4, 1)),
    Accessed: at(0, bits(U32, 5, 1)),
    Dirty: at(0, bits(U32, 6, 1)),
    LargePage: at(0, bits(U32, 7, 1)),
    Global: at(0, bits(U32, 8, 1)),
    CopyOnWrite: at(0, bits(U32, 9, 1)),
    Prototype: at(0, bits(U32, 10, 1)),
    reserved: at(0, bits(U32, 11, 1)),
    PageFrameNumber: at(0, bits(U32, 12, 20)),
  },
  4,
);

/** Not present: a page of zeros (PageFileLow and PageFileHigh 0), or decommitted when Protection is MM_DECOMMIT. */
export const MMPTE_SOFTWARE = struct(
  'MMPTE_SOFTWARE',
  {
    Valid: at(0, bits(U32, 0, 1)),
    PageFileLow: at(0, bits(U32, 1, 4)),
    Protection: at(0, bits(U32, 5, 5)),
    Prototype: at(0, bits(U32, 10, 1)),
    Transition: at(0, bits(U32, 11, 1)),
    PageFileHigh: at(0, bits(U32, 12, 20)),
  },
  4,
);

export const MMADDRESS_NODE = struct(
  'MMADDRESS_NODE',
  {
    Parent: pointer('MMADDRESS_NODE'),
    Balance: at(0, bits(U32, 0, 2)),
    LeftChild: at(4, pointer('MMADDRESS_NODE')),
    RightChild: pointer('MMADDRESS_NODE'),
    StartingVpn: U32,
    EndingVpn: U32,
  },
  0x14,
);

export const MM_AVL_TABLE = struct(
  'MM_AVL_TABLE',
  {
    BalancedRoot: MMADDRESS_NODE,
    DepthOfTree: at(0x14, bits(U32, 0, 5)),
    Unused: at(0x14, bits(U32, 5, 3)),
    NumberGenericTableElements: at(0x14, bits(U32, 8, 24)),
    NodeHint: at(0x18, PVOID),
    NodeFreeHint: PVOID,
  },
  0x20,
);

const vadMembers = {
  Parent: pointer('MMVAD'),
  Balance: at(0, bits(U32, 0, 2)),
  LeftChild: at(4, pointer('MMVAD')),
  RightChild: pointer('MMVAD'),
  StartingVpn: U32,
  EndingVpn: U32,
  LongFlags: U32,
  CommitCharge: at(0x14, bits(U32, 0, 19)),
  NoChange: at(0x14, bits(U32, 19, 1)),
  VadType: at(0x14, bits(U32, 20, 3)),
  MemCommit: at(0x14, bits(U32, 23, 1)),
  Protection: at(0x14, bits(U32, 24, 5)),
  Spare: at(0x14, bits(U32, 29, 2)),
  PrivateMemory: at(0x14, bits(U32, 31, 1)),
  PushLock: at(0x18, U32),
  LongFlags3: U32,
  PreferredNode: at(0x1c, bits(U32, 0, 6)),
  Teb: at(0x1c, bits(U32, 6, 1)),
};

/** A region of private memory. */
export const MMVAD_SHORT = struct('MMVAD_SHORT', vadMembers, 0x20);
export type MMVAD_SHORT = At<typeof MMVAD_SHORT>;

/** A region that is a view of a section. */
export const MMVAD = struct(
  'MMVAD',
  {
    ...vadMembers,
    LongFlags2: at(0x20, U32),
    FileOffset: at(0x20, bits(U32, 0, 24)),
    CopyOnWrite: at(0x20, bits(U32, 31, 1)),
    Subsection: at(0x24, pointer('SUBSECTION')),
    FirstPrototypePte: pointer('MMPTE'),
    LastContiguousPte: pointer('MMPTE'),
    ViewLinks: LIST_ENTRY,
    VadsProcess: pointer('EPROCESS'),
  },
  0x3c,
);
export type MMVAD = At<typeof MMVAD>;

export const MEMORY_BASIC_INFORMATION = struct(
  'MEMORY_BASIC_INFORMATION',
  {
    BaseAddress: PVOID,
    AllocationBase: PVOID,
    AllocationProtect: U32,
    RegionSize: U32,
    State: U32,
    Protect: U32,
    Type: U32,
  },
  0x1c,
);

/** The header of a pool block; sizes in units of 8 bytes. */
export const POOL_HEADER = struct(
  'POOL_HEADER',
  {
    PreviousSize: at(0, bits(U16, 0, 9)),
    PoolIndex: at(0, bits(U16, 9, 7)),
    BlockSize: at(2, bits(U16, 0, 9)),
    PoolType: at(2, bits(U16, 9, 7)),
    Ulong1: at(0, U32),
    PoolTag: at(4, U32),
    AllocatorBackTraceIndex: at(4, U16),
    PoolTagHash: at(6, U16),
  },
  8,
);

export const SECTION_IMAGE_INFORMATION = struct(
  'SECTION_IMAGE_INFORMATION',
  {
    TransferAddress: PVOID,
    ZeroBits: U32,
    MaximumStackSize: U32,
    CommittedStackSize: U32,
    SubSystemType: U32,
    SubSystemMinorVersion: U16,
    SubSystemMajorVersion: U16,
    GpValue: U32,
    ImageCharacteristics: U16,
    DllCharacteristics: U16,
    Machine: U16,
    ImageContainsCode: U8,
    ImageFlags: U8,
    LoaderFlags: U32,
    ImageFileSize: U32,
    CheckSum: U32,
  },
  0x30,
);
