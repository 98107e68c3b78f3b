/**
 * The small structures that everything else is built from: lists, strings, critical sections, bitmaps, and what the
 * processor's state looks like to software (CONTEXT, EXCEPTION_RECORD, NT_TIB). Windows 7 SP1, x86.
 */
import { type At, array, at, I32, I64, PVOID, pointer, struct, U8, U16, U32, U64 } from '../../machine/struct.ts';

export const LIST_ENTRY = struct('LIST_ENTRY', { Flink: pointer('LIST_ENTRY'), Blink: pointer('LIST_ENTRY') }, 8);
export type LIST_ENTRY = At<typeof LIST_ENTRY>;

export const SINGLE_LIST_ENTRY = struct('SINGLE_LIST_ENTRY', { Next: pointer('SINGLE_LIST_ENTRY') }, 4);

export const SLIST_HEADER = struct(
  'SLIST_HEADER',
  { Alignment: U64, Next: at(0, SINGLE_LIST_ENTRY), Depth: at(4, U16), Sequence: at(6, U16) },
  8,
);

export const LARGE_INTEGER = struct('LARGE_INTEGER', { LowPart: U32, HighPart: I32, QuadPart: at(0, I64) }, 8);
export const ULARGE_INTEGER = struct('ULARGE_INTEGER', { LowPart: U32, HighPart: U32, QuadPart: at(0, U64) }, 8);

export const GUID = struct('GUID', { Data1: U32, Data2: U16, Data3: U16, Data4: array(U8, 8) }, 0x10);

export const UNICODE_STRING = struct(
  'UNICODE_STRING',
  { Length: U16, MaximumLength: U16, Buffer: pointer('Uint2B') },
  8,
);
export type UNICODE_STRING = At<typeof UNICODE_STRING>;

export const STRING = struct('STRING', { Length: U16, MaximumLength: U16, Buffer: pointer('Char') }, 8);

export const CLIENT_ID = struct('CLIENT_ID', { UniqueProcess: PVOID, UniqueThread: PVOID }, 8);

export const RTL_BITMAP = struct('RTL_BITMAP', { SizeOfBitMap: U32, Buffer: pointer('Uint4B') }, 8);

export const RTL_CRITICAL_SECTION_DEBUG = struct(
  'RTL_CRITICAL_SECTION_DEBUG',
  {
    Type: U16,
    CreatorBackTraceIndex: U16,
    CriticalSection: pointer('RTL_CRITICAL_SECTION'),
    ProcessLocksList: LIST_ENTRY,
    EntryCount: U32,
    ContentionCount: U32,
    Flags: U32,
    CreatorBackTraceIndexHigh: U16,
    SpareUSHORT: U16,
  },
  0x20,
);

export const RTL_CRITICAL_SECTION = struct(
  'RTL_CRITICAL_SECTION',
  {
    DebugInfo: pointer('RTL_CRITICAL_SECTION_DEBUG'),
    LockCount: I32,
    RecursionCount: I32,
    OwningThread: PVOID,
    LockSemaphore: PVOID,
    SpinCount: U32,
  },
  0x18,
);

export const EXCEPTION_REGISTRATION_RECORD = struct(
  'EXCEPTION_REGISTRATION_RECORD',
  { Next: pointer('EXCEPTION_REGISTRATION_RECORD'), Handler: PVOID },
  8,
);

export const NT_TIB = struct(
  'NT_TIB',
  {
    ExceptionList: pointer('EXCEPTION_REGISTRATION_RECORD'),
    StackBase: PVOID,
    StackLimit: PVOID,
    SubSystemTib: PVOID,
    FiberData: PVOID,
    Version: at(0x10, U32),
    ArbitraryUserPointer: PVOID,
    Self: pointer('NT_TIB'),
  },
  0x1c,
);

export const EXCEPTION_RECORD = struct(
  'EXCEPTION_RECORD',
  {
    ExceptionCode: U32,
    ExceptionFlags: U32,
    ExceptionRecord: pointer('EXCEPTION_RECORD'),
    ExceptionAddress: PVOID,
    NumberParameters: U32,
    ExceptionInformation: array(U32, 15),
  },
  0x50,
);

export const FLOATING_SAVE_AREA = struct(
  'FLOATING_SAVE_AREA',
  {
    ControlWord: U32,
    StatusWord: U32,
    TagWord: U32,
    ErrorOffset: U32,
    ErrorSelector: U32,
    DataOffset: U32,
    DataSelector: U32,
    RegisterArea: array(U8, 80),
    Cr0NpxState: U32,
  },
  0x70,
);

export const CONTEXT = struct(
  'CONTEXT',
  {
    ContextFlags: U32,
    Dr0: U32,
    Dr1: U32,
    Dr2: U32,
    Dr3: U32,
    Dr6: U32,
    Dr7: U32,
    FloatSave: FLOATING_SAVE_AREA,
    SegGs: at(0x8c, U32),
    SegFs: U32,
    SegEs: U32,
    SegDs: U32,
    Edi: U32,
    Esi: U32,
    Ebx: U32,
    Edx: U32,
    Ecx: U32,
    Eax: U32,
    Ebp: U32,
    Eip: U32,
    SegCs: U32,
    EFlags: U32,
    Esp: U32,
    SegSs: U32,
    ExtendedRegisters: array(U8, 512),
  },
  0x2cc,
);
export type CONTEXT = At<typeof CONTEXT>;
