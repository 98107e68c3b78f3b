/**
 * Services on files: the console's handles, NUL, and the files and directories of the simulated disk.
 */
import { chargeOutput, consoleOf, takeInput } from '../console.ts';
import { KeWaitForObjects, WaitAny } from '../dispatcher.ts';
import {
  createFcb,
  dosPath,
  FILE_ATTRIBUTE_ARCHIVE,
  FILE_ATTRIBUTE_DIRECTORY,
  findFile,
  parentPath,
  readFcb,
  resizeFcb,
  writeFcb,
} from '../files.ts';
import { createHandle, ObReferenceObjectByHandle } from '../handle.ts';
import { type Caller, logPlace } from '../kernel.ts';
import { STATUS } from '../ntstatus.ts';
import { headerOf, ObjectType } from '../object.ts';
import { raiseStatus } from '../raise.ts';
import { FCB, FILE_OBJECT } from '../structs/io.ts';
import { ProbeForWrite, readUser, readUserI64, writeUser, writeUserU32 } from '../user-memory.ts';
import { readAttributes } from './attributes.ts';
import {
  createFileObject,
  Device,
  fullPath,
  IoCheckShareAccess,
  IoSetShareAccess,
  missing,
  setStatus,
  sharesOf,
} from './file-object.ts';
import {
  ACCESS_MASK,
  HANDLE,
  PHANDLE,
  PIO_STATUS_BLOCK,
  PLARGE_INTEGER,
  POBJECT_ATTRIBUTES,
  PULONG,
  PVOID,
  type ServiceResult,
  service,
  ULONG,
} from './service.ts';

const FILE_READ_DATA = 1;

const FILE_WRITE_DATA = 2;

const FILE_APPEND_DATA = 4;

const FILE_SUPERSEDE = 0;

const FILE_OPEN = 1;

const FILE_CREATE = 2;

const FILE_OPEN_IF = 3;

const FILE_OVERWRITE = 4;

const FILE_OVERWRITE_IF = 5;

const FILE_DIRECTORY_FILE = 1;

const FILE_NON_DIRECTORY_FILE = 0x40;

const FILE_DELETE_ON_CLOSE = 0x1000;

const WRITE_PIECE_MAX = 0x0100_0000;

function specificAccess(access: number): number {
  let mapped = access & 0x1fffffff;
  if (access & 0x8000_0000) mapped |= 0x0012_0089;
  if (access & 0x4000_0000) mapped |= 0x0012_0116;
  if (access & 0x2000_0000) mapped |= 0x0012_00a0;
  if (access & 0x1000_0000) mapped |= 0x001f_01ff;
  return mapped & 0x0fff_ffff;
}

function deviceOf(name: string): number | undefined {
  const plain = dosPath(name).toUpperCase();
  if (plain === 'CONIN$') return Device.ConsoleInput;
  if (plain === 'CONOUT$' || plain === 'CON') return Device.ConsoleOutput;
  return plain === 'NUL' || plain === 'C:\\NUL' ? Device.Null : undefined;
}

interface CreateRequest {
  readonly into: number;
  readonly access: number;
  readonly attributesAt: number;
  readonly block: number;
  readonly fileAttributes: number;
  readonly share: number;
  readonly disposition: number;
  readonly options: number;
}

function create(c: Caller, request: CreateRequest): number {
  ProbeForWrite(c, request.into, 4);
  ProbeForWrite(c, request.block, 8);
  const attributes = readAttributes(c, request.attributesAt);
  if (request.disposition > FILE_OVERWRITE_IF) return STATUS.STATUS_INVALID_PARAMETER;
  if (attributes.name === undefined) return STATUS.STATUS_OBJECT_PATH_SYNTAX_BAD;
  const device = deviceOf(attributes.name);
  const access = specificAccess(request.access);
  const finish = (body: number, information: number): number => {
    writeUserU32(c, request.into, createHandle(c, body, access, attributes.inherit));
    headerOf(c.kernel, body).PointerCount -= 1;
    setStatus(c, request.block, STATUS.STATUS_SUCCESS, information);
    return STATUS.STATUS_SUCCESS;
  };
  if (device !== undefined) return finish(createFileObject(c, device), 1);
  const { fcb, information } = openOrMake(c, fullPath(c, attributes.root, attributes.name), request, access);
  const body = createFileObject(c, Device.Disk, fcb.address);
  const file = FILE_OBJECT.at(c.kernel, body);
  IoSetShareAccess(fcb, file, sharesOf(access, request.share));
  file.DeletePending = request.options & FILE_DELETE_ON_CLOSE ? 1 : 0;
  return finish(body, information);
}

/** Opens or makes the file as the disposition says; information is FILE_OPENED 1, CREATED 2, OVERWRITTEN 3, SUPERSEDED 0. */
function openOrMake(
  c: Caller,
  path: string,
  request: CreateRequest,
  access: number,
): { fcb: FCB; information: number } {
  const { disposition, options } = request;
  if (/[*?"<>|]/.test(path) || !/^[A-Za-z]:\\/.test(path)) raiseStatus(STATUS.STATUS_OBJECT_NAME_INVALID);
  const known = findFile(c.kernel, path);
  if (!known) {
    if (disposition === FILE_OPEN || disposition === FILE_OVERWRITE) raiseStatus(missing(c, path));
    const parent = findFile(c.kernel, parentPath(path));
    if (!parent || !(parent.FileAttributes & FILE_ATTRIBUTE_DIRECTORY))
      raiseStatus(STATUS.STATUS_OBJECT_PATH_NOT_FOUND);
    const isDirectory = (options & FILE_DIRECTORY_FILE) !== 0;
    const attributes = isDirectory ? FILE_ATTRIBUTE_DIRECTORY : (request.fileAttributes & 7) | FILE_ATTRIBUTE_ARCHIVE;
    return { fcb: createFcb(c.m, path, attributes), information: 2 };
  }
  if (known.DeletePending) raiseStatus(STATUS.STATUS_FILE_DELETED);
  if (disposition === FILE_CREATE) raiseStatus(STATUS.STATUS_OBJECT_NAME_COLLISION);
  const isDirectory = (known.FileAttributes & FILE_ATTRIBUTE_DIRECTORY) !== 0;
  if (isDirectory && options & FILE_NON_DIRECTORY_FILE) raiseStatus(STATUS.STATUS_FILE_IS_A_DIRECTORY);
  if (!isDirectory && options & FILE_DIRECTORY_FILE) raiseStatus(STATUS.STATUS_NOT_A_DIRECTORY);
  IoCheckShareAccess(known, sharesOf(access, request.share));
  const wantsWrite = (access & (FILE_WRITE_DATA | FILE_APPEND_DATA)) !== 0;
  if (wantsWrite && (known.ImageNumber !== 0 || known.FileAttributes & 1)) raiseStatus(STATUS.STATUS_ACCESS_DENIED);
  if (disposition === FILE_OPEN || disposition === FILE_OPEN_IF) return { fcb: known, information: 1 };
  resizeFcb(c.m, known, 0);
  return { fcb: known, information: disposition === FILE_SUPERSEDE ? 0 : 3 };
}

/** The place in the file: an offset of the call, or where the file object stands. */
function placeOf(c: Caller, file: FILE_OBJECT, offsetAt: number, fcb: FCB): number {
  if (offsetAt === 0) return Number(file.CurrentByteOffset.QuadPart);
  const offset = readUserI64(c, offsetAt);
  if (offset === -2n) return Number(file.CurrentByteOffset.QuadPart);
  if (offset === -1n) return fcb.Size;
  if (offset < 0n || offset > 0xffffffffn) raiseStatus(STATUS.STATUS_INVALID_PARAMETER);
  return Number(offset);
}

function read(
  c: Caller,
  handle: number,
  block: number,
  buffer: number,
  length: number,
  offsetAt: number,
): ServiceResult {
  const file = FILE_OBJECT.at(c.kernel, ObReferenceObjectByHandle(c, handle, ObjectType.File, FILE_READ_DATA));
  ProbeForWrite(c, block, 8);
  const count = Math.min(length, WRITE_PIECE_MAX);
  ProbeForWrite(c, buffer, count);
  const device = file.FsContext2;
  if (device === Device.ConsoleInput) return readConsole(c, block, buffer, count);
  if (device === Device.ConsoleOutput || device === Device.ConsoleError) return STATUS.STATUS_INVALID_DEVICE_REQUEST;
  if (device === Device.Null) return endOfFile(c, block);
  const fcb = FCB.at(c.kernel, file.FsContext);
  if (fcb.FileAttributes & FILE_ATTRIBUTE_DIRECTORY) return STATUS.STATUS_INVALID_DEVICE_REQUEST;
  const place = placeOf(c, file, offsetAt, fcb);
  if (place >= fcb.Size && count > 0) return endOfFile(c, block);
  const bytes = readFcb(c.m, fcb, place, count);
  writeUser(c, buffer, bytes);
  file.CurrentByteOffset.QuadPart = BigInt(place + bytes.length);
  setStatus(c, block, STATUS.STATUS_SUCCESS, bytes.length);
  return STATUS.STATUS_SUCCESS;
}

function endOfFile(c: Caller, block: number): number {
  setStatus(c, block, STATUS.STATUS_END_OF_FILE, 0);
  return STATUS.STATUS_END_OF_FILE;
}

function readConsole(c: Caller, block: number, buffer: number, length: number): ServiceResult {
  const bytes = takeInput(c.m, length);
  if (bytes === undefined) {
    KeWaitForObjects(c, [consoleOf(c.m).InputEvent.address], WaitAny, undefined, 6);
    return 'again';
  }
  writeUser(c, buffer, bytes);
  setStatus(c, block, STATUS.STATUS_SUCCESS, bytes.length);
  return STATUS.STATUS_SUCCESS;
}

function write(c: Caller, handle: number, block: number, buffer: number, length: number, offsetAt: number): number {
  const body = ObReferenceObjectByHandle(c, handle, ObjectType.File, 0);
  const file = FILE_OBJECT.at(c.kernel, body);
  ProbeForWrite(c, block, 8);
  if (length > WRITE_PIECE_MAX) return STATUS.STATUS_INVALID_PARAMETER;
  const bytes = readUser(c, buffer, length);
  const device = file.FsContext2;
  if (device === Device.ConsoleInput) return STATUS.STATUS_INVALID_DEVICE_REQUEST;
  if (device === Device.Disk) {
    if (!file.WriteAccess) return STATUS.STATUS_ACCESS_DENIED;
    const fcb = FCB.at(c.kernel, file.FsContext);
    const place = placeOf(c, file, offsetAt, fcb);
    writeFcb(c.m, fcb, place, bytes);
    file.CurrentByteOffset.QuadPart = BigInt(place + bytes.length);
  } else if (device !== Device.Null && chargeOutput(c.m, length)) {
    c.m.log.append({ ...logPlace(c), kind: 'output', handle: device === Device.ConsoleError ? 2 : 1, bytes });
  }
  setStatus(c, block, STATUS.STATUS_SUCCESS, length);
  return STATUS.STATUS_SUCCESS;
}

const transfer = {
  FileHandle: HANDLE,
  Event: HANDLE,
  ApcRoutine: PVOID,
  ApcContext: PVOID,
  IoStatusBlock: PIO_STATUS_BLOCK,
  Buffer: PVOID,
  Length: ULONG,
  ByteOffset: PLARGE_INTEGER,
  Key: PULONG,
};

export const fileServices = [
  service(
    0x42,
    'NtCreateFile',
    {
      FileHandle: PHANDLE,
      DesiredAccess: ACCESS_MASK,
      ObjectAttributes: POBJECT_ATTRIBUTES,
      IoStatusBlock: PIO_STATUS_BLOCK,
      AllocationSize: PLARGE_INTEGER,
      FileAttributes: ULONG,
      ShareAccess: ULONG,
      CreateDisposition: ULONG,
      CreateOptions: ULONG,
      EaBuffer: PVOID,
      EaLength: ULONG,
    },
    (c, a) =>
      create(c, {
        into: a.FileHandle,
        access: a.DesiredAccess,
        attributesAt: a.ObjectAttributes,
        block: a.IoStatusBlock,
        fileAttributes: a.FileAttributes,
        share: a.ShareAccess,
        disposition: a.CreateDisposition,
        options: a.CreateOptions,
      }),
  ),
  service(
    0xb3,
    'NtOpenFile',
    {
      FileHandle: PHANDLE,
      DesiredAccess: ACCESS_MASK,
      ObjectAttributes: POBJECT_ATTRIBUTES,
      IoStatusBlock: PIO_STATUS_BLOCK,
      ShareAccess: ULONG,
      OpenOptions: ULONG,
    },
    (c, a) =>
      create(c, {
        into: a.FileHandle,
        access: a.DesiredAccess,
        attributesAt: a.ObjectAttributes,
        block: a.IoStatusBlock,
        fileAttributes: 0,
        share: a.ShareAccess,
        disposition: FILE_OPEN,
        options: a.OpenOptions,
      }),
  ),
  service(0x111, 'NtReadFile', transfer, (c, a) =>
    read(c, a.FileHandle, a.IoStatusBlock, a.Buffer, a.Length, a.ByteOffset),
  ),
  service(0x18c, 'NtWriteFile', transfer, (c, a) =>
    write(c, a.FileHandle, a.IoStatusBlock, a.Buffer, a.Length, a.ByteOffset),
  ),
  service(0x7b, 'NtFlushBuffersFile', { FileHandle: HANDLE, IoStatusBlock: PIO_STATUS_BLOCK }, (c, a) => {
    ObReferenceObjectByHandle(c, a.FileHandle, ObjectType.File);
    setStatus(c, a.IoStatusBlock, STATUS.STATUS_SUCCESS, 0);
    return STATUS.STATUS_SUCCESS;
  }),
];
