/** Offsets and sizes as published dumps of Windows 7 SP1 x86 state them. */
import { describe, expect, test } from 'vitest';
import { declaredStructs } from '../../../src/machine/struct.ts';
import { ntStructsText, structText } from '../../../src/nt/structs/ctext.ts';

const offsets: Record<string, Record<string, number>> = {
  PEB: {
    BeingDebugged: 0x2,
    ImageBaseAddress: 0x8,
    Ldr: 0xc,
    ProcessParameters: 0x10,
    ProcessHeap: 0x18,
    FastPebLock: 0x1c,
    KernelCallbackTable: 0x2c,
    ApiSetMap: 0x38,
    TlsBitmap: 0x40,
    NumberOfProcessors: 0x64,
    NtGlobalFlag: 0x68,
    CriticalSectionTimeout: 0x70,
    HeapSegmentReserve: 0x78,
    NumberOfHeaps: 0x88,
    MaximumNumberOfHeaps: 0x8c,
    ProcessHeaps: 0x90,
    LoaderLock: 0xa0,
    OSMajorVersion: 0xa4,
    OSBuildNumber: 0xac,
    ImageSubsystem: 0xb4,
    GdiHandleBuffer: 0xc4,
    PostProcessInitRoutine: 0x14c,
    TlsExpansionBitmapBits: 0x154,
    SessionId: 0x1d4,
    AppCompatFlags: 0x1d8,
    CSDVersion: 0x1f0,
    MinimumStackCommit: 0x208,
    FlsCallback: 0x20c,
    FlsBitmapBits: 0x21c,
    FlsHighIndex: 0x22c,
    pImageHeaderHash: 0x23c,
  },
  TEB: {
    ClientId: 0x20,
    ThreadLocalStoragePointer: 0x2c,
    ProcessEnvironmentBlock: 0x30,
    LastErrorValue: 0x34,
    CurrentLocale: 0xc4,
    ExceptionCode: 0x1a4,
    ActivationContextStackPointer: 0x1a8,
    GdiTebBatch: 0x1d4,
    RealClientId: 0x6b4,
    LastStatusValue: 0xbf4,
    StaticUnicodeBuffer: 0xc00,
    DeallocationStack: 0xe0c,
    TlsSlots: 0xe10,
    GuaranteedStackBytes: 0xf78,
    TlsExpansionSlots: 0xf94,
    HeapVirtualAffinity: 0xfa8,
    FlsData: 0xfb4,
    SameTebFlags: 0xfca,
    ResourceRetValue: 0xfe0,
  },
  HEAP: {
    SegmentSignature: 0x8,
    Flags: 0x40,
    Encoding: 0x50,
    Signature: 0x64,
    TotalFreeSize: 0x78,
    UCRList: 0x90,
    VirtualAllocdBlocks: 0xa0,
    SegmentList: 0xa8,
    BlocksIndex: 0xb8,
    FreeLists: 0xc4,
    LockVariable: 0xcc,
    FrontEndHeap: 0xd4,
    FrontEndHeapType: 0xda,
    Counters: 0xdc,
    TuningParameters: 0x130,
  },
  KTHREAD: {
    QuantumTarget: 0x20,
    InitialStack: 0x28,
    KernelStack: 0x30,
    ApcState: 0x40,
    Priority: 0x57,
    State: 0x68,
    WaitStatus: 0x6c,
    WaitBlockList: 0x70,
    WaitTime: 0x80,
    Teb: 0x88,
    Timer: 0x90,
    ServiceTable: 0xbc,
    WaitBlock: 0xc0,
    TrapFrame: 0x128,
    ApcStateIndex: 0x134,
    BasePriority: 0x135,
    PreviousMode: 0x13a,
    SystemCallNumber: 0x13c,
    UserAffinity: 0x144,
    Process: 0x150,
    Affinity: 0x154,
    IdealProcessor: 0x160,
    WaitReason: 0x187,
    SuspendCount: 0x188,
    Win32Thread: 0x18c,
    SuspendApc: 0x194,
    QuantumReset: 0x197,
    KernelTime: 0x198,
    UserTime: 0x1c4,
    SuspendSemaphore: 0x1c8,
    ThreadListEntry: 0x1e0,
    MutantListHead: 0x1e8,
  },
  EPROCESS: {
    CreateTime: 0xa0,
    UniqueProcessId: 0xb4,
    ActiveProcessLinks: 0xb8,
    CommitCharge: 0xd0,
    DebugPort: 0xec,
    ObjectTable: 0xf4,
    Token: 0xf8,
    SectionBaseAddress: 0x12c,
    InheritedFromUniqueProcessId: 0x140,
    ImageFileName: 0x16c,
    PriorityClass: 0x17b,
    ThreadListHead: 0x188,
    ActiveThreads: 0x198,
    Peb: 0x1a8,
    Vm: 0x1f0,
    Flags: 0x270,
    ExitStatus: 0x274,
    VadRoot: 0x278,
  },
  ETHREAD: {
    ExitStatus: 0x210,
    StartAddress: 0x218,
    Cid: 0x22c,
    Win32StartAddress: 0x260,
    ThreadListEntry: 0x268,
    CrossThreadFlags: 0x280,
  },
  KPCR: { SelfPcr: 0x1c, Prcb: 0x20, Irql: 0x24, IDT: 0x38, GDT: 0x3c, TSS: 0x40, Number: 0x51, PrcbData: 0x120 },
  KPRCB: {
    KeSystemCalls: 0x590,
    ReadySummary: 0x31ec,
    DispatcherReadyListHead: 0x3220,
    TimerTable: 0x1960,
    QuantumEnd: 0x1931,
  },
  KUSER_SHARED_DATA: {
    SystemTime: 0x14,
    NtSystemRoot: 0x30,
    NtMajorVersion: 0x26c,
    SystemCall: 0x300,
    TickCountQuad: 0x320,
    Cookie: 0x330,
  },
  CONTEXT: { FloatSave: 0x1c, SegGs: 0x8c, Edi: 0x9c, Eip: 0xb8, Esp: 0xc4, ExtendedRegisters: 0xcc },
};

const sizes: Record<string, number> = {
  PEB: 0x248,
  TEB: 0xfe4,
  NT_TIB: 0x1c,
  PEB_LDR_DATA: 0x30,
  LDR_DATA_TABLE_ENTRY: 0x78,
  RTL_USER_PROCESS_PARAMETERS: 0x298,
  RTL_CRITICAL_SECTION: 0x18,
  HEAP: 0x138,
  HEAP_SEGMENT: 0x40,
  LFH_HEAP: 0x3728,
  HEAP_LIST_LOOKUP: 0x24,
  HEAP_SUBSEGMENT: 0x20,
  KTHREAD: 0x200,
  ETHREAD: 0x2b8,
  KPROCESS: 0x98,
  EPROCESS: 0x2c0,
  KPCR: 0x3748,
  KPRCB: 0x3628,
  KTRAP_FRAME: 0x8c,
  CONTEXT: 0x2cc,
  EXCEPTION_RECORD: 0x50,
  DISPATCHER_HEADER: 0x10,
  KWAIT_BLOCK: 0x18,
  HANDLE_TABLE: 0x3c,
  OBJECT_HEADER: 0x20,
  MMVAD_SHORT: 0x20,
};

describe('structures lie as Windows 7 SP1 x86 lays them', () => {
  for (const [name, members] of Object.entries(offsets)) {
    test(name, () => {
      const declared = declaredStructs().get(name);
      for (const [member, offset] of Object.entries(members)) {
        expect(declared?.members.find((each) => each.name === member)?.offset, `${name}.${member}`).toBe(offset);
      }
    });
  }

  test('and have the sizes that the sources state', () => {
    for (const [name, size] of Object.entries(sizes)) expect(declaredStructs().get(name)?.size, name).toBe(size);
  });
});

describe('the C text of structures', () => {
  test('makes unions of members that share bytes', () => {
    const entry = declaredStructs().get('INTERLOCK_SEQ');
    expect(entry && structText(entry)).toBe(
      'typedef struct _INTERLOCK_SEQ {\n' +
        '    union {\n' +
        '        struct {\n            USHORT Depth;\n            USHORT FreeEntryOffset;\n            ULONG Sequence;\n        };\n' +
        '        ULONG OffsetAndDepth;\n        LONGLONG Exchg;\n    };\n' +
        '} INTERLOCK_SEQ, *PINTERLOCK_SEQ;\n',
    );
  });

  test('declares each structure once, and before it is embedded', () => {
    const text = ntStructsText();
    const names = [...text.matchAll(/^typedef struct _(\w+)/gm)].map((match) => match[1]);
    expect(new Set(names).size).toBe(names.length);
    expect(names.indexOf('HEAP_ENTRY')).toBeLessThan(names.indexOf('HEAP'));
    expect(names).toContain('LFH_HEAP');
    expect(names).not.toContain('LIST_ENTRY');
  });
});
