/**
 * Files, sections and the console: what file handles and mapped images stand for. FILE_OBJECT, SEGMENT and CONTROL_AREA keep
 * Windows' beginnings; FCB and CONSOLE are this kernel's own (on Windows they belong to a file system and to csrss).
 */
import { type At, array, at, PVOID, pointer, struct, U8, U16, U32 } from '../../machine/struct.ts';
import { KEVENT } from './ke.ts';
import { LARGE_INTEGER, LIST_ENTRY, UNICODE_STRING } from './rtl.ts';

export const FILE_OBJECT = struct(
  'FILE_OBJECT',
  {
    Type: U16,
    Size: U16,
    DeviceObject: PVOID,
    Vpb: PVOID,
    FsContext: PVOID,
    FsContext2: PVOID,
    SectionObjectPointer: PVOID,
    PrivateCacheMap: PVOID,
    FinalStatus: U32,
    RelatedFileObject: PVOID,
    LockOperation: U8,
    DeletePending: U8,
    ReadAccess: U8,
    WriteAccess: U8,
    DeleteAccess: U8,
    SharedRead: U8,
    SharedWrite: U8,
    SharedDelete: U8,
    Flags: U32,
    FileName: UNICODE_STRING,
    CurrentByteOffset: LARGE_INTEGER,
    Waiters: U32,
    Busy: U32,
    LastLock: PVOID,
    Lock: KEVENT,
    Event: KEVENT,
  },
  0x80,
);
export type FILE_OBJECT = At<typeof FILE_OBJECT>;

/** How many file objects read, write and delete a file, and how many let others do so. */
export const SHARE_ACCESS = struct('SHARE_ACCESS', {
  OpenCount: U32,
  Readers: U32,
  Writers: U32,
  Deleters: U32,
  SharedRead: U32,
  SharedWrite: U32,
  SharedDelete: U32,
});
export type SHARE_ACCESS = At<typeof SHARE_ACCESS>;

/** A file on the only disk: its bytes are pool pages, or those of an image that the machine was booted with. */
export const FCB = struct('FCB', {
  FileListEntry: LIST_ENTRY,
  Name: UNICODE_STRING,
  Data: PVOID,
  Size: U32,
  Capacity: U32,
  /** 1 + its index among the images of the boot, 0 for a file in pool pages. */
  ImageNumber: U32,
  FileAttributes: U32,
  OpenCount: U32,
  DeletePending: U32,
  ShareAccess: SHARE_ACCESS,
  CreationTime: LARGE_INTEGER,
  LastWriteTime: LARGE_INTEGER,
});
export type FCB = At<typeof FCB>;

/** The one console. Input is what was typed and not yet read. */
export const CONSOLE = struct('CONSOLE', {
  InputEvent: KEVENT,
  InputBuffer: PVOID,
  InputSize: U32,
  InputCapacity: U32,
  EndOfInput: U32,
  InputMode: U32,
  OutputMode: U32,
  /** Bytes of text that were put out so far, to the console and to a debugger. */
  OutputSize: U32,
  Attributes: U16,
  Title: array(U16, 65),
});
export type CONSOLE = At<typeof CONSOLE>;

export const IO_STATUS_BLOCK = struct(
  'IO_STATUS_BLOCK',
  { Status: U32, Pointer: at(0, PVOID), Information: at(4, U32) },
  8,
);

export const OBJECT_ATTRIBUTES = struct(
  'OBJECT_ATTRIBUTES',
  {
    Length: U32,
    RootDirectory: PVOID,
    ObjectName: pointer('UNICODE_STRING'),
    Attributes: U32,
    SecurityDescriptor: PVOID,
    SecurityQualityOfService: PVOID,
  },
  0x18,
);

export const CONTROL_AREA = struct(
  'CONTROL_AREA',
  {
    Segment: pointer('SEGMENT'),
    DereferenceList: LIST_ENTRY,
    NumberOfSectionReferences: U32,
    NumberOfPfnReferences: U32,
    NumberOfMappedViews: U32,
    NumberOfUserReferences: U32,
    LongFlags: U32,
    FlushInProgressCount: U32,
    FilePointer: pointer('FILE_OBJECT'),
  },
  0x50,
);

/** What a section object leads to; `BasedAddress` is where an image wants to lie. */
export const SEGMENT = struct('SEGMENT', {
  ControlArea: pointer('CONTROL_AREA'),
  TotalNumberOfPtes: U32,
  SegmentFlags: U32,
  NumberOfCommittedPages: U32,
  SizeOfSegment: LARGE_INTEGER,
  BasedAddress: PVOID,
});

export const SECTION_OBJECT = struct(
  'SECTION_OBJECT',
  {
    StartingVa: PVOID,
    EndingVa: PVOID,
    Parent: PVOID,
    LeftChild: PVOID,
    RightChild: PVOID,
    Segment: pointer('SEGMENT'),
  },
  0x18,
);

export const SUBSECTION = struct('SUBSECTION', { ControlArea: pointer('CONTROL_AREA'), SubsectionBase: PVOID }, 8);
