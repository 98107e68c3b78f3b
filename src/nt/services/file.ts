/**
 * Services on files: the console's handles, NUL, and the files and directories of the simulated disk.
 */
import { consoleOf, setInputMode, takeInput } from '../console.ts';
import { KeWaitForObjects, WaitAny } from '../dispatcher.ts';
import {
  allFiles,
  createFcb,
  deleteFcb,
  dosPath,
  FILE_ATTRIBUTE_ARCHIVE,
  FILE_ATTRIBUTE_DIRECTORY,
  fcbName,
  findFile,
  parentPath,
  readFcb,
  resizeFcb,
  writeFcb,
} from '../files.ts';
import { createHandle, ObReferenceObjectByHandle } from '../handle.ts';
import { type Caller, kernelSpace, logPlace } from '../kernel.ts';
import { STATUS } from '../ntstatus.ts';
import { headerOf, ObCreateObject, ObjectType, onDelete } from '../object.ts';
import { raiseStatus } from '../raise.ts';
import { FCB, FILE_OBJECT } from '../structs/io.ts';
import { ProbeForWrite, readUser, readUserI64, utf16, utf16Bytes, writeUser, writeUserU32 } from '../user-memory.ts';
import { readAttributes } from './object.ts';
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

/** FsContext2 of a file object: what is behind it when it is no file of the disk. */
export const Device = { Disk: 0, ConsoleInput: 1, ConsoleOutput: 2, ConsoleError: 3, Null: 4 } as const;

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

/** A file object for a device, without handle. */
export function createFileObject(c: { m: Caller['m'] }, device: number, fcb = 0): number {
  const space = kernelSpace(c.m);
  const body = ObCreateObject(c.m, ObjectType.File, FILE_OBJECT.size);
  const file = FILE_OBJECT.at(space, body);
  file.Type = 5;
  file.Size = FILE_OBJECT.size;
  file.FsContext = fcb;
  file.FsContext2 = device;
  if (fcb !== 0) FCB.at(space, fcb).OpenCount += 1;
  return body;
}

onDelete(ObjectType.File, (m, body) => {
  const space = kernelSpace(m);
  const file = FILE_OBJECT.at(space, body);
  if (file.FsContext === 0) return;
  const fcb = FCB.at(space, file.FsContext);
  fcb.OpenCount -= 1;
  if (file.DeletePending) fcb.DeletePending = 1;
  if (fcb.OpenCount === 0 && fcb.DeletePending) deleteFcb(m, fcb);
});

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

function setStatus(c: Caller, block: number, status: number, information: number): void {
  writeUserU32(c, block, status);
  writeUserU32(c, block + 4, information);
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
  file.ReadAccess = access & FILE_READ_DATA ? 1 : 0;
  file.WriteAccess = access & (FILE_WRITE_DATA | FILE_APPEND_DATA) ? 1 : 0;
  file.SharedRead = request.share & 1;
  file.SharedWrite = (request.share >>> 1) & 1;
  file.DeletePending = request.options & FILE_DELETE_ON_CLOSE ? 1 : 0;
  return finish(body, information);
}

function fullPath(c: Caller, root: number, name: string): string {
  if (root === 0) return dosPath(name);
  const file = FILE_OBJECT.at(c.kernel, ObReferenceObjectByHandle(c, root, ObjectType.File));
  if (file.FsContext === 0) raiseStatus(STATUS.STATUS_OBJECT_PATH_SYNTAX_BAD);
  return dosPath(`${fcbName(c.kernel, FCB.at(c.kernel, file.FsContext)).replace(/\\$/, '')}\\${name}`);
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
  const wantsWrite = (access & (FILE_WRITE_DATA | FILE_APPEND_DATA)) !== 0;
  if (wantsWrite && (known.ImageNumber !== 0 || known.FileAttributes & 1)) raiseStatus(STATUS.STATUS_ACCESS_DENIED);
  if (disposition === FILE_OPEN || disposition === FILE_OPEN_IF) return { fcb: known, information: 1 };
  resizeFcb(c.m, known, 0);
  return { fcb: known, information: disposition === FILE_SUPERSEDE ? 0 : 3 };
}

function missing(c: Caller, path: string): number {
  return findFile(c.kernel, parentPath(path))
    ? STATUS.STATUS_OBJECT_NAME_NOT_FOUND
    : STATUS.STATUS_OBJECT_PATH_NOT_FOUND;
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
  } else if (device !== Device.Null) {
    c.m.log.append({ ...logPlace(c), kind: 'output', handle: device === Device.ConsoleError ? 2 : 1, bytes });
  }
  setStatus(c, block, STATUS.STATUS_SUCCESS, length);
  return STATUS.STATUS_SUCCESS;
}

/** Little-endian fields, each [size, value]. */
function packed(fields: readonly (readonly [1 | 2 | 4 | 8, number | bigint])[]): Uint8Array {
  const bytes = new Uint8Array(fields.reduce((sum, [size]) => sum + size, 0));
  const view = new DataView(bytes.buffer);
  let at = 0;
  for (const [size, value] of fields) {
    if (size === 8) view.setBigInt64(at, BigInt(value), true);
    else if (size === 4) view.setUint32(at, Number(value), true);
    else if (size === 2) view.setUint16(at, Number(value), true);
    else view.setUint8(at, Number(value));
    at += size;
  }
  return bytes;
}

function basicInformation(fcb: FCB): Uint8Array {
  const [made, written] = [fcb.CreationTime.QuadPart, fcb.LastWriteTime.QuadPart];
  return packed([
    [8, made],
    [8, written],
    [8, written],
    [8, written],
    [4, fcb.FileAttributes],
    [4, 0],
  ]);
}

function standardInformation(fcb: FCB): Uint8Array {
  const isDirectory = (fcb.FileAttributes & FILE_ATTRIBUTE_DIRECTORY) !== 0 ? 1 : 0;
  const allocated = Math.ceil(fcb.Size / 4096) * 4096;
  return packed([
    [8, allocated],
    [8, fcb.Size],
    [4, 1],
    [1, fcb.DeletePending],
    [1, isDirectory],
    [2, 0],
  ]);
}

function queryFile(c: Caller, handle: number, block: number, into: number, length: number, kind: number): number {
  ProbeForWrite(c, block, 8);
  const file = FILE_OBJECT.at(c.kernel, ObReferenceObjectByHandle(c, handle, ObjectType.File));
  let bytes: Uint8Array;
  if (kind === 14) bytes = packed([[8, file.CurrentByteOffset.QuadPart]]);
  else if (file.FsContext === 0) return STATUS.STATUS_INVALID_DEVICE_REQUEST;
  else {
    const fcb = FCB.at(c.kernel, file.FsContext);
    if (kind === 4) bytes = basicInformation(fcb);
    else if (kind === 5) bytes = standardInformation(fcb);
    else if (kind === 9) bytes = nameInformation(fcbName(c.kernel, fcb).slice(2));
    else return STATUS.STATUS_INVALID_INFO_CLASS;
  }
  if (length < bytes.length) return STATUS.STATUS_INFO_LENGTH_MISMATCH;
  writeUser(c, into, bytes);
  setStatus(c, block, STATUS.STATUS_SUCCESS, bytes.length);
  return STATUS.STATUS_SUCCESS;
}

function nameInformation(name: string): Uint8Array {
  const text = utf16Bytes(name);
  const bytes = new Uint8Array(4 + text.length);
  new DataView(bytes.buffer).setUint32(0, text.length, true);
  bytes.set(text, 4);
  return bytes;
}

function setFile(c: Caller, handle: number, block: number, from: number, length: number, kind: number): number {
  ProbeForWrite(c, block, 8);
  const file = FILE_OBJECT.at(c.kernel, ObReferenceObjectByHandle(c, handle, ObjectType.File));
  const view = new DataView(readUser(c, from, Math.min(length, 0x1000)).buffer);
  if (file.FsContext === 0) return STATUS.STATUS_INVALID_DEVICE_REQUEST;
  const fcb = FCB.at(c.kernel, file.FsContext);
  const needs: Readonly<Record<number, number>> = { 4: 0x28, 10: 16, 13: 1, 14: 8, 19: 8, 20: 8 };
  const needed = needs[kind];
  if (needed === undefined) return STATUS.STATUS_INVALID_INFO_CLASS;
  if (view.byteLength < needed) return STATUS.STATUS_INFO_LENGTH_MISMATCH;
  const done = kind === 14 ? setPosition(file, view) : changeFile(c, file, fcb, view, kind);
  if (done === STATUS.STATUS_SUCCESS) setStatus(c, block, STATUS.STATUS_SUCCESS, 0);
  return done;
}

function setPosition(file: FILE_OBJECT, view: DataView): number {
  const position = view.getBigInt64(0, true);
  if (position < 0n) return STATUS.STATUS_INVALID_PARAMETER;
  file.CurrentByteOffset.QuadPart = position;
  return STATUS.STATUS_SUCCESS;
}

function changeFile(c: Caller, file: FILE_OBJECT, fcb: FCB, view: DataView, kind: number): number {
  if (fcb.ImageNumber !== 0) return STATUS.STATUS_ACCESS_DENIED;
  if (kind === 4) {
    const attributes = view.getUint32(32, true);
    if (attributes !== 0) fcb.FileAttributes = (fcb.FileAttributes & FILE_ATTRIBUTE_DIRECTORY) | (attributes & 0x27);
    return STATUS.STATUS_SUCCESS;
  }
  if (kind === 10) return rename(c, fcb, view);
  if (kind === 13) return setDelete(c, fcb, view.getUint8(0) !== 0);
  if (kind === 19) return STATUS.STATUS_SUCCESS;
  if (!file.WriteAccess) return STATUS.STATUS_ACCESS_DENIED;
  const size = view.getBigInt64(0, true);
  if (size < 0n) return STATUS.STATUS_INVALID_PARAMETER;
  resizeFcb(c.m, fcb, size > 0xffffffffn ? 0xffffffff : Number(size));
  return STATUS.STATUS_SUCCESS;
}

function setDelete(c: Caller, fcb: FCB, wanted: boolean): number {
  if (fcb.FileAttributes & 1) return STATUS.STATUS_CANNOT_DELETE;
  const folder = `${fcbName(c.kernel, fcb).toLowerCase()}\\`;
  const isFull = allFiles(c.kernel).some((each) => fcbName(c.kernel, each).toLowerCase().startsWith(folder));
  if (wanted && isFull) return STATUS.STATUS_DIRECTORY_NOT_EMPTY;
  fcb.DeletePending = wanted ? 1 : 0;
  return STATUS.STATUS_SUCCESS;
}

function rename(c: Caller, fcb: FCB, view: DataView): number {
  const length = view.getUint32(8, true);
  if (view.byteLength < 12 + length) return STATUS.STATUS_INFO_LENGTH_MISMATCH;
  const given = utf16(new Uint8Array(view.buffer, view.byteOffset + 12, length));
  const path = dosPath(given.includes('\\') ? given : `${parentPath(fcbName(c.kernel, fcb))}\\${given}`);
  const known = findFile(c.kernel, path);
  if (known && known.address !== fcb.address) {
    if (view.getUint8(0) === 0) return STATUS.STATUS_OBJECT_NAME_COLLISION;
    if (known.OpenCount > 0 || known.ImageNumber !== 0) return STATUS.STATUS_ACCESS_DENIED;
    deleteFcb(c.m, known);
  }
  if (!findFile(c.kernel, parentPath(path))) return STATUS.STATUS_OBJECT_PATH_NOT_FOUND;
  const made = createFcb(c.m, path, fcb.FileAttributes);
  const [oldName, oldLength, oldMaximum] = [fcb.Name.Buffer, fcb.Name.Length, fcb.Name.MaximumLength];
  Object.assign(fcb.Name, {
    Buffer: made.Name.Buffer,
    Length: made.Name.Length,
    MaximumLength: made.Name.MaximumLength,
  });
  Object.assign(made.Name, { Buffer: oldName, Length: oldLength, MaximumLength: oldMaximum });
  deleteFcb(c.m, made);
  return STATUS.STATUS_SUCCESS;
}

function attributesByName(c: Caller, attributesAt: number): FCB {
  const { name, root } = readAttributes(c, attributesAt);
  if (name === undefined) raiseStatus(STATUS.STATUS_OBJECT_PATH_SYNTAX_BAD);
  const path = fullPath(c, root, name);
  const fcb = findFile(c.kernel, path);
  if (!fcb) raiseStatus(missing(c, path));
  return fcb;
}

const DEVICE_CONSOLE = 0x50;
const DEVICE_DISK = 7;
const DEVICE_NULL = 0x15;

function queryVolume(c: Caller, handle: number, block: number, into: number, length: number, kind: number): number {
  ProbeForWrite(c, block, 8);
  const file = FILE_OBJECT.at(c.kernel, ObReferenceObjectByHandle(c, handle, ObjectType.File));
  if (kind !== 4) return STATUS.STATUS_INVALID_INFO_CLASS;
  if (length < 8) return STATUS.STATUS_INFO_LENGTH_MISMATCH;
  const device = file.FsContext2;
  const type = device === Device.Disk ? DEVICE_DISK : device === Device.Null ? DEVICE_NULL : DEVICE_CONSOLE;
  writeUser(
    c,
    into,
    packed([
      [4, type],
      [4, device === Device.Disk ? 0x20 : 0],
    ]),
  );
  setStatus(c, block, STATUS.STATUS_SUCCESS, 8);
  return STATUS.STATUS_SUCCESS;
}

/** A console's modes and how much input waits. On Windows 7 these go to csrss; here they are requests to the console device. */
export const ConsoleRequest = {
  GetMode: 0x500004,
  SetMode: 0x500008,
  InputCount: 0x50000c,
  FlushInput: 0x500010,
} as const;

function consoleControl(
  c: Caller,
  handle: number,
  block: number,
  code: number,
  from: number,
  fromLength: number,
  into: number,
  intoLength: number,
): number {
  ProbeForWrite(c, block, 8);
  const file = FILE_OBJECT.at(c.kernel, ObReferenceObjectByHandle(c, handle, ObjectType.File));
  const device = file.FsContext2;
  if (device === Device.Disk || device === Device.Null) return STATUS.STATUS_INVALID_DEVICE_REQUEST;
  const it = consoleOf(c.m);
  const isInput = device === Device.ConsoleInput;
  const answer = (value: number): number => {
    if (intoLength < 4) return STATUS.STATUS_BUFFER_TOO_SMALL;
    writeUserU32(c, into, value);
    setStatus(c, block, STATUS.STATUS_SUCCESS, 4);
    return STATUS.STATUS_SUCCESS;
  };
  if (code === ConsoleRequest.GetMode) return answer(isInput ? it.InputMode : it.OutputMode);
  if (code === ConsoleRequest.InputCount) return answer(it.InputSize);
  if (code === ConsoleRequest.FlushInput) it.InputSize = 0;
  else if (code === ConsoleRequest.SetMode) {
    if (fromLength < 4) return STATUS.STATUS_INVALID_PARAMETER;
    const mode = new DataView(readUser(c, from, 4).buffer).getUint32(0, true);
    if (isInput) setInputMode(c.m, mode);
    else it.OutputMode = mode;
  } else return STATUS.STATUS_INVALID_DEVICE_REQUEST;
  setStatus(c, block, STATUS.STATUS_SUCCESS, 0);
  return STATUS.STATUS_SUCCESS;
}

/** FILE_BOTH_DIR_INFORMATION of the next file of a directory that fits a pattern; the file object's offset counts them. */
function queryDirectory(
  c: Caller,
  a: {
    FileHandle: number;
    IoStatusBlock: number;
    FileInformation: number;
    Length: number;
    FileInformationClass: number;
    FileName: number;
    RestartScan: number;
  },
): number {
  ProbeForWrite(c, a.IoStatusBlock, 8);
  const file = FILE_OBJECT.at(c.kernel, ObReferenceObjectByHandle(c, a.FileHandle, ObjectType.File));
  if (a.FileInformationClass !== 3) return STATUS.STATUS_INVALID_INFO_CLASS;
  if (file.FsContext === 0) return STATUS.STATUS_INVALID_DEVICE_REQUEST;
  const pattern = a.FileName === 0 ? '*' : utf16FileName(c, a.FileName) || '*';
  const folder = fcbName(c.kernel, FCB.at(c.kernel, file.FsContext)).replace(/\\$/, '').toLowerCase();
  const matches = patternTest(pattern);
  const inside = allFiles(c.kernel).filter((fcb) => {
    const path = fcbName(c.kernel, fcb);
    return (
      parentPath(path).replace(/\\$/, '').toLowerCase() === folder &&
      path.length > folder.length + 1 &&
      matches(path.slice(folder.length + 1))
    );
  });
  if (a.RestartScan & 0xff) file.CurrentByteOffset.QuadPart = 0n;
  const index = Number(file.CurrentByteOffset.QuadPart);
  const fcb = inside[index];
  if (!fcb) return index === 0 ? STATUS.STATUS_NO_SUCH_FILE : STATUS.STATUS_NO_MORE_FILES;
  const name = utf16Bytes(fcbName(c.kernel, fcb).slice(folder.length + 1));
  const bytes = new Uint8Array(0x5e + name.length);
  if (a.Length < bytes.length) return STATUS.STATUS_BUFFER_OVERFLOW;
  const view = new DataView(bytes.buffer);
  [fcb.CreationTime, fcb.LastWriteTime, fcb.LastWriteTime, fcb.LastWriteTime].forEach((time, i) => {
    view.setBigInt64(8 + i * 8, time.QuadPart, true);
  });
  view.setUint32(0x28, fcb.Size, true);
  view.setUint32(0x30, Math.ceil(fcb.Size / 4096) * 4096, true);
  view.setUint32(0x38, fcb.FileAttributes, true);
  view.setUint32(0x3c, name.length, true);
  bytes.set(name, 0x5e);
  writeUser(c, a.FileInformation, bytes);
  file.CurrentByteOffset.QuadPart = BigInt(index + 1);
  setStatus(c, a.IoStatusBlock, STATUS.STATUS_SUCCESS, bytes.length);
  return STATUS.STATUS_SUCCESS;
}

function utf16FileName(c: Caller, at: number): string {
  const view = new DataView(readUser(c, at, 8).buffer);
  return utf16(readUser(c, view.getUint32(4, true), view.getUint16(0, true) & ~1));
}

/** A test of names against * and ?, letters' case aside; *.* means all. Linear in the pattern for each name. */
function patternTest(pattern: string): (name: string) => boolean {
  if (pattern === '*.*' || pattern === '*') return () => true;
  const wanted = pattern.toLowerCase();
  return (name) => wildcard(wanted, name.toLowerCase());
}

function wildcard(pattern: string, name: string): boolean {
  let [p, n, star, mark] = [0, 0, -1, 0];
  while (n < name.length) {
    if (p < pattern.length && (pattern[p] === '?' || pattern[p] === name[n]) && pattern[p] !== '*') {
      p++;
      n++;
    } else if (pattern[p] === '*') {
      star = p++;
      mark = n;
    } else if (star >= 0) {
      p = star + 1;
      n = ++mark;
    } else return false;
  }
  while (pattern[p] === '*') p++;
  return p === pattern.length;
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
  service(
    0xe7,
    'NtQueryInformationFile',
    {
      FileHandle: HANDLE,
      IoStatusBlock: PIO_STATUS_BLOCK,
      FileInformation: PVOID,
      Length: ULONG,
      FileInformationClass: ULONG,
    },
    (c, a) => queryFile(c, a.FileHandle, a.IoStatusBlock, a.FileInformation, a.Length, a.FileInformationClass),
  ),
  service(
    0x149,
    'NtSetInformationFile',
    {
      FileHandle: HANDLE,
      IoStatusBlock: PIO_STATUS_BLOCK,
      FileInformation: PVOID,
      Length: ULONG,
      FileInformationClass: ULONG,
    },
    (c, a) => setFile(c, a.FileHandle, a.IoStatusBlock, a.FileInformation, a.Length, a.FileInformationClass),
  ),
  service(
    0x10c,
    'NtQueryVolumeInformationFile',
    {
      FileHandle: HANDLE,
      IoStatusBlock: PIO_STATUS_BLOCK,
      FsInformation: PVOID,
      Length: ULONG,
      FsInformationClass: ULONG,
    },
    (c, a) => queryVolume(c, a.FileHandle, a.IoStatusBlock, a.FsInformation, a.Length, a.FsInformationClass),
  ),
  service(0xd9, 'NtQueryAttributesFile', { ObjectAttributes: POBJECT_ATTRIBUTES, FileInformation: PVOID }, (c, a) => {
    writeUser(c, a.FileInformation, basicInformation(attributesByName(c, a.ObjectAttributes)));
    return STATUS.STATUS_SUCCESS;
  }),
  service(
    0xe4,
    'NtQueryFullAttributesFile',
    { ObjectAttributes: POBJECT_ATTRIBUTES, FileInformation: PVOID },
    (c, a) => {
      const fcb = attributesByName(c, a.ObjectAttributes);
      const [made, written] = [fcb.CreationTime.QuadPart, fcb.LastWriteTime.QuadPart];
      const allocated = Math.ceil(fcb.Size / 4096) * 4096;
      const fields = [
        [8, made],
        [8, written],
        [8, written],
        [8, written],
        [8, allocated],
        [8, fcb.Size],
        [4, fcb.FileAttributes],
        [4, 0],
      ] as const;
      writeUser(c, a.FileInformation, packed(fields));
      return STATUS.STATUS_SUCCESS;
    },
  ),
  service(0x66, 'NtDeleteFile', { ObjectAttributes: POBJECT_ATTRIBUTES }, (c, a) => {
    const fcb = attributesByName(c, a.ObjectAttributes);
    if (fcb.ImageNumber !== 0) return STATUS.STATUS_CANNOT_DELETE;
    const status = setDelete(c, fcb, true);
    if (status === STATUS.STATUS_SUCCESS && fcb.OpenCount === 0) deleteFcb(c.m, fcb);
    return status;
  }),
  service(
    0xdf,
    'NtQueryDirectoryFile',
    {
      FileHandle: HANDLE,
      Event: HANDLE,
      ApcRoutine: PVOID,
      ApcContext: PVOID,
      IoStatusBlock: PIO_STATUS_BLOCK,
      FileInformation: PVOID,
      Length: ULONG,
      FileInformationClass: ULONG,
      ReturnSingleEntry: 'BOOLEAN',
      FileName: 'PUNICODE_STRING',
      RestartScan: 'BOOLEAN',
    },
    (c, a) => queryDirectory(c, a),
  ),
  service(0x7b, 'NtFlushBuffersFile', { FileHandle: HANDLE, IoStatusBlock: PIO_STATUS_BLOCK }, (c, a) => {
    ObReferenceObjectByHandle(c, a.FileHandle, ObjectType.File);
    setStatus(c, a.IoStatusBlock, STATUS.STATUS_SUCCESS, 0);
    return STATUS.STATUS_SUCCESS;
  }),
  service(
    0x6b,
    'NtDeviceIoControlFile',
    {
      FileHandle: HANDLE,
      Event: HANDLE,
      ApcRoutine: PVOID,
      ApcContext: PVOID,
      IoStatusBlock: PIO_STATUS_BLOCK,
      IoControlCode: ULONG,
      InputBuffer: PVOID,
      InputBufferLength: ULONG,
      OutputBuffer: PVOID,
      OutputBufferLength: ULONG,
    },
    (c, a) =>
      consoleControl(
        c,
        a.FileHandle,
        a.IoStatusBlock,
        a.IoControlCode,
        a.InputBuffer,
        a.InputBufferLength,
        a.OutputBuffer,
        a.OutputBufferLength,
      ),
  ),
];
