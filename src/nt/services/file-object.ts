/**
 * File objects and what all services on files share: making one, the status block, names.
 */

import { DispatcherType } from '../dispatcher.ts';
import { deleteFcb, dosPath, fcbName, findFile, parentPath } from '../files.ts';
import { ObReferenceObjectByHandle } from '../handle.ts';
import { type Caller, kernelSpace } from '../kernel.ts';
import { STATUS } from '../ntstatus.ts';
import { initializeDispatcher, ObCreateObject, ObjectType, onDelete } from '../object.ts';
import { raiseStatus } from '../raise.ts';
import { FCB, FILE_OBJECT, type SHARE_ACCESS } from '../structs/io.ts';
import { KEVENT } from '../structs/ke.ts';
import { writeUserU32 } from '../user-memory.ts';

/** FsContext2 of a file object: what is behind it when it is no file of the disk. */
export const Device = { Disk: 0, ConsoleInput: 1, ConsoleOutput: 2, ConsoleError: 3, Null: 4 } as const;

/** A file object for a device, without handle. */
export function createFileObject(c: { m: Caller['m'] }, device: number, fcb = 0): number {
  const space = kernelSpace(c.m);
  const body = ObCreateObject(c.m, ObjectType.File, FILE_OBJECT.size);
  const file = FILE_OBJECT.at(space, body);
  file.Type = 5;
  file.Size = FILE_OBJECT.size;
  file.FsContext = fcb;
  file.FsContext2 = device;
  // Nothing is ever under way when a service on a file has returned.
  initializeDispatcher(space, file.Event.address, DispatcherType.EventNotification, KEVENT.size, 1);
  if (fcb !== 0) FCB.at(space, fcb).OpenCount += 1;
  return body;
}

onDelete(ObjectType.File, (m, body) => {
  const space = kernelSpace(m);
  const file = FILE_OBJECT.at(space, body);
  if (file.FsContext === 0) return;
  const fcb = FCB.at(space, file.FsContext);
  fcb.OpenCount -= 1;
  countShares(fcb.ShareAccess, file, -1);
  if (file.DeletePending) fcb.DeletePending = 1;
  if (fcb.OpenCount === 0 && fcb.DeletePending) deleteFcb(m, fcb);
});

interface Shares {
  readonly ReadAccess: number;
  readonly WriteAccess: number;
  readonly DeleteAccess: number;
  readonly SharedRead: number;
  readonly SharedWrite: number;
  readonly SharedDelete: number;
}

/** An open that neither reads, writes nor deletes shares nothing and minds nobody. */
function countShares(counts: SHARE_ACCESS, by: Shares, change: 1 | -1): void {
  if (!by.ReadAccess && !by.WriteAccess && !by.DeleteAccess) return;
  counts.OpenCount += change;
  if (by.ReadAccess) counts.Readers += change;
  if (by.WriteAccess) counts.Writers += change;
  if (by.DeleteAccess) counts.Deleters += change;
  if (by.SharedRead) counts.SharedRead += change;
  if (by.SharedWrite) counts.SharedWrite += change;
  if (by.SharedDelete) counts.SharedDelete += change;
}

/** The accesses and shares of an open, as IoCheckShareAccess weighs them. */
export function sharesOf(access: number, share: number): Shares {
  const bit = (value: number): number => (value ? 1 : 0);
  return {
    ReadAccess: bit(access & 0x21),
    WriteAccess: bit(access & 6),
    DeleteAccess: bit(access & 0x0001_0000),
    SharedRead: bit(share & 1),
    SharedWrite: bit(share & 2),
    SharedDelete: bit(share & 4),
  };
}

/** Raises STATUS_SHARING_VIOLATION when the open wants what others do not share, or does not share what they have. */
export function IoCheckShareAccess(fcb: FCB, wanted: Shares): void {
  const counts = fcb.ShareAccess;
  if (!wanted.ReadAccess && !wanted.WriteAccess && !wanted.DeleteAccess) return;
  const refused =
    (wanted.ReadAccess && counts.SharedRead < counts.OpenCount) ||
    (wanted.WriteAccess && counts.SharedWrite < counts.OpenCount) ||
    (wanted.DeleteAccess && counts.SharedDelete < counts.OpenCount) ||
    (counts.Readers > 0 && !wanted.SharedRead) ||
    (counts.Writers > 0 && !wanted.SharedWrite) ||
    (counts.Deleters > 0 && !wanted.SharedDelete);
  if (refused) raiseStatus(STATUS.STATUS_SHARING_VIOLATION);
}

/** Notes accesses and shares in a new file object and counts them. */
export function IoSetShareAccess(fcb: FCB, file: FILE_OBJECT, shares: Shares): void {
  Object.assign(file, shares);
  countShares(fcb.ShareAccess, shares, 1);
}

export function setStatus(c: Caller, block: number, status: number, information: number): void {
  writeUserU32(c, block, status);
  writeUserU32(c, block + 4, information);
}

/** Little-endian fields, each [size, value]. */
export function packed(fields: readonly (readonly [1 | 2 | 4 | 8, number | bigint])[]): Uint8Array {
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

export function fullPath(c: Caller, root: number, name: string): string {
  if (root === 0) return dosPath(name);
  const file = FILE_OBJECT.at(c.kernel, ObReferenceObjectByHandle(c, root, ObjectType.File));
  if (file.FsContext === 0) raiseStatus(STATUS.STATUS_OBJECT_PATH_SYNTAX_BAD);
  return dosPath(`${fcbName(c.kernel, FCB.at(c.kernel, file.FsContext)).replace(/\\$/, '')}\\${name}`);
}

export function missing(c: Caller, path: string): number {
  return findFile(c.kernel, parentPath(path))
    ? STATUS.STATUS_OBJECT_NAME_NOT_FOUND
    : STATUS.STATUS_OBJECT_PATH_NOT_FOUND;
}
