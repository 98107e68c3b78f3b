/**
 * The disk: a list of FCBs by full path. A file's bytes are pool pages that grow by doubling; the images of the boot are
 * constants and cannot be written. Directories are FCBs with FILE_ATTRIBUTE_DIRECTORY.
 */
import type { Machine } from '../machine/machine.ts';
import type { ReadSpace, Space } from '../machine/space.ts';
import { systemTime } from './clock.ts';
import { globals, kernelOf, kernelSpace } from './kernel.ts';
import { entriesOf, InsertTailList, RemoveEntryList } from './list.ts';
import { STATUS } from './ntstatus.ts';
import { ExAllocatePoolWithTag, ExFreePool } from './pool.ts';
import { raiseStatus } from './raise.ts';
import { FCB } from './structs/io.ts';
import { utf16, utf16Bytes } from './user-memory.ts';

export const FILE_ATTRIBUTE_READONLY = 1;
export const FILE_ATTRIBUTE_DIRECTORY = 0x10;
export const FILE_ATTRIBUTE_ARCHIVE = 0x20;
/** No file of the simulated disk may be larger. */
const FILE_MAX = 0x0200_0000;
/** Looking for a file goes through all of them. */
const FILES_MAX = 4096;

export const SYSTEM_FOLDER = 'C:\\Windows\\System32';

/** The path that an NT name stands for: without \??\, with one drive. */
export function dosPath(ntName: string): string {
  const name = ntName.replace(/^\\(\?\?|DosDevices|GLOBAL\?\?)\\/i, '').replace(/^\\SystemRoot\\/i, 'C:\\Windows\\');
  return name.replaceAll('/', '\\').replace(/(.)\\+$/, (_, last: string) => (last === ':' ? ':\\' : last));
}

export function fcbName(space: ReadSpace, fcb: FCB): string {
  return utf16(space.tryBytes(fcb.Name.Buffer, fcb.Name.Length) ?? new Uint8Array(0));
}

/** All files and directories in the order of their making. */
export function allFiles(space: ReadSpace): FCB[] {
  return entriesOf(space, globals(space).IopFileListHead.address, 100_000).map((entry) => FCB.at(space, entry));
}

/** The file or directory with this path; letters' case does not matter. */
export function findFile(space: ReadSpace, path: string): FCB | undefined {
  const wanted = path.toLowerCase();
  return allFiles(space).find(
    (fcb) => fcb.Name.Length === wanted.length * 2 && fcbName(space, fcb).toLowerCase() === wanted,
  );
}

/** The folder part of a path. */
export function parentPath(path: string): string {
  const slash = path.lastIndexOf('\\');
  return slash === 2 ? path.slice(0, 3) : path.slice(0, slash);
}

/** Makes a file or directory. */
export function createFcb(m: Machine, path: string, attributes: number, imageNumber = 0): FCB {
  const space = kernelSpace(m);
  if (allFiles(space).length >= FILES_MAX) raiseStatus(STATUS.STATUS_DISK_FULL);
  const name = utf16Bytes(path);
  const fcb = FCB.at(space, ExAllocatePoolWithTag(m, FCB.size, 'Fcb '));
  fcb.Name.Buffer = ExAllocatePoolWithTag(m, name.length + 2, 'FcbN');
  fcb.Name.Length = name.length;
  fcb.Name.MaximumLength = name.length + 2;
  space.setBytes(fcb.Name.Buffer, name);
  fcb.FileAttributes = attributes;
  fcb.ImageNumber = imageNumber;
  fcb.Size = imageNumber === 0 ? 0 : (kernelOf(m).images[imageNumber - 1]?.bytes.length ?? 0);
  fcb.CreationTime.QuadPart = systemTime(m);
  fcb.LastWriteTime.QuadPart = systemTime(m);
  InsertTailList(space, globals(space).IopFileListHead.address, fcb.FileListEntry.address);
  return fcb;
}

/** Takes a file off the disk. */
export function deleteFcb(m: Machine, fcb: FCB): void {
  const space = kernelSpace(m);
  RemoveEntryList(space, fcb.FileListEntry.address);
  if (fcb.Data !== 0) ExFreePool(m, fcb.Data);
  ExFreePool(m, fcb.Name.Buffer);
  ExFreePool(m, fcb.address);
}

/** Up to `length` bytes from `offset` on, only to be read. */
export function readFcb(m: Machine, fcb: FCB, offset: number, length: number): Uint8Array {
  const count = Math.max(0, Math.min(length, fcb.Size - offset));
  if (count === 0) return new Uint8Array(0);
  const image = fcb.ImageNumber === 0 ? undefined : kernelOf(m).images[fcb.ImageNumber - 1];
  if (image) return image.bytes.subarray(offset, offset + count);
  return kernelSpace(m).bytes(fcb.Data + offset, count);
}

/** Sets the size; what is new is zero. */
export function resizeFcb(m: Machine, fcb: FCB, size: number): void {
  if (fcb.ImageNumber !== 0) raiseStatus(STATUS.STATUS_ACCESS_DENIED);
  if (size > FILE_MAX) raiseStatus(STATUS.STATUS_DISK_FULL);
  const space = kernelSpace(m);
  if (size > fcb.Capacity) growFcb(m, space, fcb, size);
  else if (size < fcb.Size) space.setBytes(fcb.Data + size, new Uint8Array(fcb.Size - size));
  fcb.Size = size;
  fcb.LastWriteTime.QuadPart = systemTime(m);
}

function growFcb(m: Machine, space: Space, fcb: FCB, size: number): void {
  const capacity = Math.max(256, 2 ** Math.ceil(Math.log2(size)));
  const data = ExAllocatePoolWithTag(m, capacity, 'FcbD');
  if (fcb.Data !== 0) {
    space.setBytes(data, space.bytes(fcb.Data, fcb.Size));
    ExFreePool(m, fcb.Data);
  }
  fcb.Data = data;
  fcb.Capacity = capacity;
}

/** Writes bytes; the file grows where it must. */
export function writeFcb(m: Machine, fcb: FCB, offset: number, bytes: Uint8Array): void {
  if (offset + bytes.length > fcb.Size) resizeFcb(m, fcb, offset + bytes.length);
  if (fcb.ImageNumber !== 0) raiseStatus(STATUS.STATUS_ACCESS_DENIED);
  if (bytes.length > 0) kernelSpace(m).setBytes(fcb.Data + offset, bytes);
  fcb.LastWriteTime.QuadPart = systemTime(m);
}
