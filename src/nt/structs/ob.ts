/**
 * The object manager (Ob): the header before every object's body, and the handle table of a process.
 *
 * A handle is index times 4; the leaf table is one page of 512 entries of 8 bytes, of which entry 0 is reserved. The
 * entry's first word is the address of the OBJECT_HEADER with three attribute bits; of a free entry it is 0 and the second
 * word holds the next free handle.
 */
import { type At, array, at, I32, PVOID, pointer, struct, U8, U16, U32 } from '../../machine/struct.ts';
import { LARGE_INTEGER, LIST_ENTRY, UNICODE_STRING } from './rtl.ts';

export const OBJECT_HEADER = struct(
  'OBJECT_HEADER',
  {
    PointerCount: I32,
    HandleCount: I32,
    NextToFree: at(4, PVOID),
    Lock: at(8, U32),
    TypeIndex: U8,
    TraceFlags: U8,
    InfoMask: U8,
    Flags: U8,
    ObjectCreateInfo: PVOID,
    QuotaBlockCharged: at(0x10, PVOID),
    SecurityDescriptor: at(0x14, PVOID),
    Body: array(U8, 8),
  },
  0x20,
);
export type OBJECT_HEADER = At<typeof OBJECT_HEADER>;
/** The body of an object begins this far behind its header. */
export const OBJECT_BODY = 0x18;

/** Lies right before the header of a named object (InfoMask bit 2). */
export const OBJECT_HEADER_NAME_INFO = struct(
  'OBJECT_HEADER_NAME_INFO',
  { Directory: PVOID, Name: UNICODE_STRING, ReferenceCount: I32 },
  0x10,
);

export const OBJECT_DIRECTORY_ENTRY = struct(
  'OBJECT_DIRECTORY_ENTRY',
  { ChainLink: pointer('OBJECT_DIRECTORY_ENTRY'), Object: PVOID, HashValue: U32 },
  0xc,
);

export const OBJECT_DIRECTORY = struct(
  'OBJECT_DIRECTORY',
  {
    HashBuckets: array(pointer('OBJECT_DIRECTORY_ENTRY'), 37),
    Lock: U32,
    DeviceMap: PVOID,
    SessionId: U32,
    NamespaceEntry: PVOID,
    Flags: U32,
  },
  0xa8,
);

export const OBJECT_SYMBOLIC_LINK = struct(
  'OBJECT_SYMBOLIC_LINK',
  { CreationTime: LARGE_INTEGER, LinkTarget: UNICODE_STRING, DosDeviceDriveIndex: U32 },
  0x18,
);

export const HANDLE_TABLE_ENTRY = struct(
  'HANDLE_TABLE_ENTRY',
  {
    Object: PVOID,
    ObAttributes: at(0, U32),
    Value: at(0, U32),
    GrantedAccess: at(4, U32),
    GrantedAccessIndex: at(4, U16),
    CreatorBackTraceIndex: at(6, U16),
    NextFreeTableEntry: at(4, U32),
  },
  8,
);
export type HANDLE_TABLE_ENTRY = At<typeof HANDLE_TABLE_ENTRY>;

export const HANDLE_TABLE = struct(
  'HANDLE_TABLE',
  {
    TableCode: U32,
    QuotaProcess: pointer('EPROCESS'),
    UniqueProcessId: PVOID,
    HandleLock: U32,
    HandleTableList: LIST_ENTRY,
    HandleContentionEvent: U32,
    DebugInfo: PVOID,
    ExtraInfoPages: I32,
    Flags: U32,
    FirstFreeHandle: U32,
    LastFreeHandleEntry: pointer('HANDLE_TABLE_ENTRY'),
    HandleCount: U32,
    NextHandleNeedingPool: U32,
    HandleCountHighWatermark: U32,
  },
  0x3c,
);
export type HANDLE_TABLE = At<typeof HANDLE_TABLE>;
