/**
 * Services that ask about files and change what is not their contents: sizes, names, attributes, deletion.
 */
import {
  allFiles,
  createFcb,
  deleteFcb,
  dosPath,
  FILE_ATTRIBUTE_DIRECTORY,
  fcbName,
  findFile,
  parentPath,
  resizeFcb,
} from '../files.ts';
import { ObReferenceObjectByHandle } from '../handle.ts';
import type { Caller } from '../kernel.ts';
import { STATUS } from '../ntstatus.ts';
import { ObjectType } from '../object.ts';
import { raiseStatus } from '../raise.ts';
import { FCB, FILE_OBJECT } from '../structs/io.ts';
import { ProbeForWrite, readUser, utf16, utf16Bytes, writeUser } from '../user-memory.ts';
import { readAttributes } from './attributes.ts';
import { Device, fullPath, missing, packed, setStatus } from './file-object.ts';
import { HANDLE, PIO_STATUS_BLOCK, POBJECT_ATTRIBUTES, PVOID, service, ULONG } from './service.ts';

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

export const fileInformationServices = [
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
];
