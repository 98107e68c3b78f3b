/**
 * The kernel proper (Ke): dispatcher objects, threads as the scheduler sees them, processes as it sees them, the processor
 * control region, and the frame that each entry into the kernel leaves on the kernel stack. Windows 7 SP1, x86.
 */
import {
  type At,
  array,
  at,
  bits,
  I8,
  I16,
  I32,
  PVOID,
  pointer,
  struct,
  U8,
  U16,
  U32,
  U64,
} from '../../machine/struct.ts';
import { CONTEXT, LIST_ENTRY, NT_TIB, SINGLE_LIST_ENTRY, ULARGE_INTEGER } from './rtl.ts';

/** The beginning of everything that can be waited for. */
export const DISPATCHER_HEADER = struct(
  'DISPATCHER_HEADER',
  {
    Type: U8,
    TimerControlFlags: U8,
    Abandoned: at(1, U8),
    Signalling: at(1, U8),
    Absolute: at(1, bits(U8, 0, 1)),
    Coalescable: at(1, bits(U8, 1, 1)),
    KeepShifting: at(1, bits(U8, 2, 1)),
    EncodedTolerableDelay: at(1, bits(U8, 3, 5)),
    ThreadControlFlags: at(2, U8),
    Hand: at(2, U8),
    Size: at(2, U8),
    TimerMiscFlags: at(3, U8),
    DebugActive: at(3, U8),
    DpcActive: at(3, U8),
    Index: at(3, bits(U8, 0, 1)),
    Processor: at(3, bits(U8, 1, 5)),
    Inserted: at(3, bits(U8, 6, 1)),
    Expired: at(3, bits(U8, 7, 1)),
    Lock: at(0, I32),
    SignalState: at(4, I32),
    WaitListHead: LIST_ENTRY,
  },
  0x10,
);
export type DISPATCHER_HEADER = At<typeof DISPATCHER_HEADER>;

export const KEVENT = struct('KEVENT', { Header: DISPATCHER_HEADER }, 0x10);
export type KEVENT = At<typeof KEVENT>;

export const KSEMAPHORE = struct('KSEMAPHORE', { Header: DISPATCHER_HEADER, Limit: I32 }, 0x14);

export const KMUTANT = struct(
  'KMUTANT',
  {
    Header: DISPATCHER_HEADER,
    MutantListEntry: LIST_ENTRY,
    OwnerThread: pointer('KTHREAD'),
    Abandoned: U8,
    ApcDisable: U8,
  },
  0x20,
);

export const KTIMER = struct(
  'KTIMER',
  { Header: DISPATCHER_HEADER, DueTime: ULARGE_INTEGER, TimerListEntry: LIST_ENTRY, Dpc: pointer('KDPC'), Period: U32 },
  0x28,
);

export const KDPC = struct(
  'KDPC',
  {
    Type: U8,
    Importance: U8,
    Number: U16,
    DpcListEntry: LIST_ENTRY,
    DeferredRoutine: PVOID,
    DeferredContext: PVOID,
    SystemArgument1: PVOID,
    SystemArgument2: PVOID,
    DpcData: PVOID,
  },
  0x20,
);

/** One thread's wait for one object; hangs in the object's list and in the thread's ring. */
export const KWAIT_BLOCK = struct(
  'KWAIT_BLOCK',
  {
    WaitListEntry: LIST_ENTRY,
    Thread: pointer('KTHREAD'),
    Object: PVOID,
    NextWaitBlock: pointer('KWAIT_BLOCK'),
    WaitKey: U16,
    WaitType: U8,
    BlockState: U8,
  },
  0x18,
);

export const KAPC_STATE = struct(
  'KAPC_STATE',
  {
    ApcListHead: array(LIST_ENTRY, 2),
    Process: pointer('KPROCESS'),
    KernelApcInProgress: U8,
    KernelApcPending: U8,
    UserApcPending: U8,
  },
  0x18,
);

export const KAPC = struct(
  'KAPC',
  {
    Type: U8,
    SpareByte0: U8,
    Size: U8,
    SpareByte1: U8,
    SpareLong0: U32,
    Thread: pointer('KTHREAD'),
    ApcListEntry: LIST_ENTRY,
    KernelRoutine: PVOID,
    RundownRoutine: PVOID,
    NormalRoutine: PVOID,
    NormalContext: PVOID,
    SystemArgument1: PVOID,
    SystemArgument2: PVOID,
    ApcStateIndex: I8,
    ApcMode: I8,
    Inserted: U8,
  },
  0x30,
);
export type KAPC = At<typeof KAPC>;

/** A timer object: what NtCreateTimer makes. ActiveTimerListEntry hangs in the thread whose APC it queues. */
export const ETIMER = struct(
  'ETIMER',
  {
    KeTimer: KTIMER,
    TimerApc: KAPC,
    TimerDpc: KDPC,
    ActiveTimerListEntry: LIST_ENTRY,
    Lock: U32,
    Period: I32,
    ApcAssociated: U8,
    WakeReason: at(0x8c, PVOID),
    WakeTimerListEntry: LIST_ENTRY,
  },
  0x98,
);
export type ETIMER = At<typeof ETIMER>;

export const KAFFINITY_EX = struct(
  'KAFFINITY_EX',
  { Count: U16, Size: U16, Reserved: U32, Bitmap: array(U32, 1) },
  0xc,
);
export const GROUP_AFFINITY = struct('GROUP_AFFINITY', { Mask: U32, Group: U16, Reserved: array(U16, 3) }, 0xc);

export const KTHREAD = struct(
  'KTHREAD',
  {
    Header: DISPATCHER_HEADER,
    CycleTime: U64,
    HighCycleTime: U32,
    QuantumTarget: at(0x20, U64),
    InitialStack: PVOID,
    StackLimit: PVOID,
    KernelStack: PVOID,
    ThreadLock: U32,
    WaitRegister: U8,
    Running: U8,
    Alerted: array(U8, 2),
    MiscFlags: U32,
    KernelStackResident: at(0x3c, bits(U32, 0, 1)),
    ReadyTransition: at(0x3c, bits(U32, 1, 1)),
    ProcessReadyQueue: at(0x3c, bits(U32, 2, 1)),
    WaitNext: at(0x3c, bits(U32, 3, 1)),
    SystemAffinityActive: at(0x3c, bits(U32, 4, 1)),
    Alertable: at(0x3c, bits(U32, 5, 1)),
    ApcInterruptRequest: at(0x3c, bits(U32, 8, 1)),
    ForceDeferSchedule: at(0x3c, bits(U32, 9, 1)),
    QuantumEndMigrate: at(0x3c, bits(U32, 10, 1)),
    TimerActive: at(0x3c, bits(U32, 12, 1)),
    SystemThread: at(0x3c, bits(U32, 13, 1)),
    ApcState: at(0x40, KAPC_STATE),
    Priority: at(0x57, I8),
    NextProcessor: at(0x58, U32),
    DeferredProcessor: U32,
    ApcQueueLock: U32,
    ContextSwitches: U32,
    State: U8,
    NpxState: I8,
    WaitIrql: U8,
    WaitMode: I8,
    WaitStatus: U32,
    WaitBlockList: pointer('KWAIT_BLOCK'),
    WaitListEntry: LIST_ENTRY,
    SwapListEntry: at(0x74, SINGLE_LIST_ENTRY),
    Queue: at(0x7c, pointer('KQUEUE')),
    WaitTime: U32,
    KernelApcDisable: I16,
    SpecialApcDisable: I16,
    CombinedApcDisable: at(0x84, U32),
    Teb: at(0x88, PVOID),
    Timer: at(0x90, KTIMER),
    ThreadFlags: at(0xb8, U32),
    AutoAlignment: at(0xb8, bits(U32, 0, 1)),
    DisableBoost: at(0xb8, bits(U32, 1, 1)),
    GuiThread: at(0xb8, bits(U32, 7, 1)),
    ServiceTable: at(0xbc, PVOID),
    WaitBlock: array(KWAIT_BLOCK, 4),
    QueueListEntry: at(0x120, LIST_ENTRY),
    TrapFrame: pointer('KTRAP_FRAME'),
    FirstArgument: PVOID,
    CallbackStack: PVOID,
    CallbackDepth: at(0x130, U32),
    ApcStateIndex: at(0x134, U8),
    BasePriority: I8,
    PriorityDecrement: I8,
    ForegroundBoost: at(0x136, bits(U8, 0, 4)),
    UnusualBoost: at(0x136, bits(U8, 4, 4)),
    Preempted: at(0x137, U8),
    AdjustReason: U8,
    AdjustIncrement: I8,
    PreviousMode: I8,
    Saturation: I8,
    SystemCallNumber: U32,
    FreezeCount: U32,
    UserAffinity: GROUP_AFFINITY,
    Process: pointer('KPROCESS'),
    Affinity: GROUP_AFFINITY,
    IdealProcessor: U32,
    UserIdealProcessor: U32,
    ApcStatePointer: array(pointer('KAPC_STATE'), 2),
    SavedApcState: at(0x170, KAPC_STATE),
    WaitReason: at(0x187, U8),
    SuspendCount: I8,
    Spare1: I8,
    OtherPlatformFill: U8,
    Win32Thread: at(0x18c, PVOID),
    StackBase: PVOID,
    SuspendApc: at(0x194, KAPC),
    ResourceIndex: at(0x195, U8),
    QuantumReset: at(0x197, U8),
    KernelTime: at(0x198, U32),
    WaitPrcb: at(0x1b8, pointer('KPRCB')),
    LegoData: at(0x1bc, PVOID),
    LargeStack: at(0x1c3, U8),
    UserTime: at(0x1c4, U32),
    SuspendSemaphore: KSEMAPHORE,
    SListFaultCount: at(0x1dc, U32),
    ThreadListEntry: LIST_ENTRY,
    MutantListHead: LIST_ENTRY,
    SListFaultAddress: PVOID,
    ThreadCounters: pointer('KTHREAD_COUNTERS'),
    XStateSave: pointer('XSTATE_SAVE'),
  },
  0x200,
);
export type KTHREAD = At<typeof KTHREAD>;

export const KGDTENTRY = struct(
  'KGDTENTRY',
  { LimitLow: U16, BaseLow: U16, BaseMid: U8, Flags1: U8, Flags2: U8, BaseHi: U8 },
  8,
);
export const KIDTENTRY = struct('KIDTENTRY', { Offset: U16, Selector: U16, Access: U16, ExtendedOffset: U16 }, 8);

export const KPROCESS = struct(
  'KPROCESS',
  {
    Header: DISPATCHER_HEADER,
    ProfileListHead: LIST_ENTRY,
    DirectoryTableBase: U32,
    LdtDescriptor: KGDTENTRY,
    Int21Descriptor: KIDTENTRY,
    ThreadListHead: LIST_ENTRY,
    ProcessLock: U32,
    Affinity: KAFFINITY_EX,
    ReadyListHead: LIST_ENTRY,
    SwapListEntry: SINGLE_LIST_ENTRY,
    ActiveProcessors: KAFFINITY_EX,
    ProcessFlags: U32,
    AutoAlignment: at(0x5c, bits(U32, 0, 1)),
    DisableBoost: at(0x5c, bits(U32, 1, 1)),
    DisableQuantum: at(0x5c, bits(U32, 2, 1)),
    ActiveGroupsMask: at(0x5c, bits(U32, 3, 1)),
    ReservedFlags: at(0x5c, bits(U32, 4, 28)),
    BasePriority: at(0x60, I8),
    QuantumReset: I8,
    Visited: U8,
    Unused3: U8,
    ThreadSeed: array(U32, 1),
    IdealNode: array(U16, 1),
    IdealGlobalNode: U16,
    Flags: U8,
    Unused1: U8,
    IopmOffset: U16,
    Unused4: U32,
    StackCount: U32,
    ProcessListEntry: LIST_ENTRY,
    CycleTime: U64,
    KernelTime: U32,
    UserTime: U32,
    VdmTrapcHandler: PVOID,
  },
  0x98,
);

export type KPROCESS = At<typeof KPROCESS>;

export const KTRAP_FRAME = struct(
  'KTRAP_FRAME',
  {
    DbgEbp: U32,
    DbgEip: U32,
    DbgArgMark: U32,
    DbgArgPointer: U32,
    TempSegCs: U16,
    Logging: U8,
    Reserved: U8,
    TempEsp: U32,
    Dr0: U32,
    Dr1: U32,
    Dr2: U32,
    Dr3: U32,
    Dr6: U32,
    Dr7: U32,
    SegGs: U32,
    SegEs: U32,
    SegDs: U32,
    Edx: U32,
    Ecx: U32,
    Eax: U32,
    PreviousPreviousMode: U32,
    ExceptionList: pointer('EXCEPTION_REGISTRATION_RECORD'),
    SegFs: U32,
    Edi: U32,
    Esi: U32,
    Ebx: U32,
    Ebp: U32,
    ErrCode: U32,
    Eip: U32,
    SegCs: U32,
    EFlags: U32,
    HardwareEsp: U32,
    HardwareSegSs: U32,
    V86Es: U32,
    V86Ds: U32,
    V86Fs: U32,
    V86Gs: U32,
  },
  0x8c,
);
export type KTRAP_FRAME = At<typeof KTRAP_FRAME>;

export const KSERVICE_TABLE_DESCRIPTOR = struct(
  'KSERVICE_TABLE_DESCRIPTOR',
  { Base: PVOID, Count: PVOID, Limit: U32, Number: PVOID },
  0x10,
);

export const DESCRIPTOR = struct('DESCRIPTOR', { Pad: U16, Limit: U16, Base: U32 }, 8);

export const KSPECIAL_REGISTERS = struct(
  'KSPECIAL_REGISTERS',
  {
    Cr0: U32,
    Cr2: U32,
    Cr3: U32,
    Cr4: U32,
    KernelDr0: U32,
    KernelDr1: U32,
    KernelDr2: U32,
    KernelDr3: U32,
    KernelDr6: U32,
    KernelDr7: U32,
    Gdtr: DESCRIPTOR,
    Idtr: DESCRIPTOR,
    Tr: U16,
    Ldtr: U16,
    Reserved: array(U32, 6),
  },
  0x54,
);

export const KPROCESSOR_STATE = struct(
  'KPROCESSOR_STATE',
  { ContextFrame: CONTEXT, SpecialRegisters: KSPECIAL_REGISTERS },
  0x320,
);

export const KDPC_DATA = struct(
  'KDPC_DATA',
  { DpcListHead: LIST_ENTRY, DpcLock: U32, DpcQueueDepth: I32, DpcCount: U32 },
  0x14,
);

export const KTIMER_TABLE_ENTRY = struct(
  'KTIMER_TABLE_ENTRY',
  { Lock: U32, Entry: LIST_ENTRY, Time: at(0x10, ULARGE_INTEGER) },
  0x18,
);

export const KTIMER_TABLE = struct(
  'KTIMER_TABLE',
  { TimerExpiry: array(pointer('KTIMER'), 16), TimerEntries: array(KTIMER_TABLE_ENTRY, 256) },
  0x1840,
);

/** The members of the processor control block that this kernel uses; the rest of its 3628h bytes has no names here. */
export const KPRCB = struct(
  'KPRCB',
  {
    MinorVersion: U16,
    MajorVersion: U16,
    CurrentThread: pointer('KTHREAD'),
    NextThread: pointer('KTHREAD'),
    IdleThread: pointer('KTHREAD'),
    LegacyNumber: U8,
    NestingLevel: U8,
    BuildType: U16,
    CpuType: I8,
    CpuID: I8,
    CpuStep: U16,
    ProcessorState: KPROCESSOR_STATE,
    MHz: at(0x3c0, U32),
    GroupSetMember: at(0x3c8, U32),
    Number: U32,
    NpxThread: at(0x4a0, pointer('KTHREAD')),
    InterruptCount: U32,
    KernelTime: U32,
    UserTime: U32,
    DpcTime: U32,
    InterruptTime: at(0x4b8, U32),
    KeExceptionDispatchCount: at(0x58c, U32),
    KeSystemCalls: U32,
    DpcData: at(0x18e0, array(KDPC_DATA, 2)),
    DpcStack: at(0x1908, PVOID),
    MaximumDpcQueueDepth: I32,
    DpcRequestRate: U32,
    MinimumDpcRate: U32,
    DpcLastCount: U32,
    ThreadDpcEnable: at(0x1930, U8),
    QuantumEnd: U8,
    DpcRoutineActive: U8,
    IdleSchedule: U8,
    DpcRequestSummary: at(0x1934, I32),
    TimerHand: at(0x1938, U32),
    LastTick: U32,
    TimerTable: at(0x1960, KTIMER_TABLE),
    CallDpc: at(0x31a0, KDPC),
    WaitListHead: at(0x31e0, LIST_ENTRY),
    WaitLock: U32,
    ReadySummary: U32,
    QueueIndex: U32,
    DeferredReadyListHead: SINGLE_LIST_ENTRY,
    StartCycles: U64,
    CycleTime: U64,
    HighCycleTime: U32,
    DispatcherReadyListHead: at(0x3220, array(LIST_ENTRY, 32)),
    MmPageFaultCount: at(0x3328, I32),
    MmCopyOnWriteCount: I32,
    MmTransitionCount: I32,
    MmCacheTransitionCount: I32,
    MmDemandZeroCount: I32,
    VendorString: at(0x336c, array(U8, 13)),
    TimerExpirationDpc: at(0x3540, KDPC),
  },
  0x3628,
);
export type KPRCB = At<typeof KPRCB>;

export const KPCR = struct(
  'KPCR',
  {
    NtTib: NT_TIB,
    SelfPcr: pointer('KPCR'),
    Prcb: pointer('KPRCB'),
    Irql: U8,
    IRR: at(0x28, U32),
    IrrActive: U32,
    IDR: U32,
    KdVersionBlock: PVOID,
    IDT: pointer('KIDTENTRY'),
    GDT: pointer('KGDTENTRY'),
    TSS: pointer('KTSS'),
    MajorVersion: U16,
    MinorVersion: U16,
    SetMember: U32,
    StallScaleFactor: U32,
    SpareUnused: U8,
    Number: U8,
    Spare0: U8,
    SecondLevelCacheAssociativity: U8,
    VdmAlert: U32,
    KernelReserved: array(U32, 14),
    SecondLevelCacheSize: U32,
    HalReserved: array(U32, 16),
    InterruptMode: U32,
    Spare1: U8,
    KernelReserved2: at(0xdc, array(U32, 17)),
    PrcbData: at(0x120, KPRCB),
  },
  0x3748,
);
export type KPCR = At<typeof KPCR>;
