/**
 * Handle tables: HANDLE_TABLE in the pool, leaf pages of 512 entries (entry 0 of each reserved), above them one page of 1024
 * pointers when there is more than one leaf. Last freed, first used. The low bit of a busy entry's first word is the lock
 * bit (1: unlocked), bit 1 says that the handle is inherited; protection from closing stands in the access word.
 */
import type { Machine } from '../machine/machine.ts';
import { PAGE_SIZE } from '../machine/memory.ts';
import type { ReadSpace, Space } from '../machine/space.ts';
import { type Caller, kernelSpace } from './kernel.ts';
import { STATUS } from './ntstatus.ts';
import { headerOf, ObDereferenceObject, removeName } from './object.ts';
import { allocatePages, ExAllocatePoolWithTag, ExFreePool, freePages } from './pool.ts';
import { raiseStatus } from './raise.ts';
import { HANDLE_TABLE, HANDLE_TABLE_ENTRY, OBJECT_BODY } from './structs/ob.ts';

export const OBJ_INHERIT = 2;
const UNLOCKED = 1;
export const PROTECT_FROM_CLOSE = 0x0200_0000;
const ENTRIES = PAGE_SIZE / HANDLE_TABLE_ENTRY.size;
const LEAVES_MAX = PAGE_SIZE / 4;

export const CURRENT_PROCESS = 0xffffffff;
export const CURRENT_THREAD = 0xfffffffe;

/** An empty table. */
export function ExCreateHandleTable(m: Machine, process: number, processId: number): number {
  const address = ExAllocatePoolWithTag(m, HANDLE_TABLE.size, 'Obtb');
  const space = kernelSpace(m);
  const table = HANDLE_TABLE.at(space, address);
  table.QuotaProcess = process;
  table.UniqueProcessId = processId;
  table.TableCode = allocatePages(m, 1);
  addLeaf(space, table, table.TableCode, 0);
  return address;
}

/** Threads the free entries of a new leaf into the free list, lowest handle first. */
function addLeaf(space: Space, table: HANDLE_TABLE, leaf: number, number: number): void {
  const first = number * ENTRIES * 4;
  const words = new Uint32Array(PAGE_SIZE / 4);
  for (let i = 1; i < ENTRIES; i++) words[i * 2 + 1] = i + 1 < ENTRIES ? first + (i + 1) * 4 : table.FirstFreeHandle;
  space.setBytes(leaf, new Uint8Array(words.buffer));
  table.FirstFreeHandle = first + 4;
  table.NextHandleNeedingPool = first + ENTRIES * 4;
}

/** The address of the entry of `handle`, or 0 when the table does not reach there. */
export function handleEntryAddress(space: ReadSpace, table: HANDLE_TABLE, handle: number): number {
  const index = (handle & ~3) >>> 2;
  if (index % ENTRIES === 0 || handle >= table.NextHandleNeedingPool) return 0;
  const code = table.TableCode;
  if ((code & 3) === 0) return code + index * 8;
  const leaf = space.u32((code & ~3) + Math.floor(index / ENTRIES) * 4);
  return leaf === 0 ? 0 : leaf + (index % ENTRIES) * 8;
}

function grow(m: Machine, space: Space, table: HANDLE_TABLE): void {
  const number = table.NextHandleNeedingPool / (ENTRIES * 4);
  if (number >= LEAVES_MAX) raiseStatus(STATUS.STATUS_INSUFFICIENT_RESOURCES);
  const leaf = allocatePages(m, 1);
  if ((table.TableCode & 3) === 0) {
    const middle = allocatePages(m, 1);
    space.setU32(middle, table.TableCode);
    table.TableCode = middle | 1;
  }
  space.setU32((table.TableCode & ~3) + number * 4, leaf);
  addLeaf(space, table, leaf, number);
}

/** A new handle to the object with this body; the handle counts as a reference. */
export function ExCreateHandle(
  m: Machine,
  tableAddress: number,
  body: number,
  access: number,
  inherit = false,
): number {
  const space = kernelSpace(m);
  const table = HANDLE_TABLE.at(space, tableAddress);
  if (table.FirstFreeHandle === 0) grow(m, space, table);
  const handle = table.FirstFreeHandle;
  const entry = HANDLE_TABLE_ENTRY.at(space, handleEntryAddress(space, table, handle));
  table.FirstFreeHandle = entry.NextFreeTableEntry;
  entry.Object = (body - OBJECT_BODY) | UNLOCKED | (inherit ? OBJ_INHERIT : 0);
  entry.GrantedAccess = access;
  table.HandleCount += 1;
  table.HandleCountHighWatermark = Math.max(table.HandleCountHighWatermark, table.HandleCount);
  const header = headerOf(space, body);
  header.HandleCount += 1;
  header.PointerCount += 1;
  return handle;
}

/** A new id in the table of processes and threads: the entry counts as neither a handle nor a reference. */
export function ExCreateClientId(m: Machine, tableAddress: number, body: number): number {
  const id = ExCreateHandle(m, tableAddress, body, 0);
  const header = headerOf(kernelSpace(m), body);
  header.HandleCount -= 1;
  header.PointerCount -= 1;
  return id;
}

/** Frees the id of a process or thread that is deleted. */
export function ExDestroyClientId(m: Machine, tableAddress: number, id: number): void {
  freeEntry(kernelSpace(m), tableAddress, id);
}

function freeEntry(space: Space, tableAddress: number, handle: number): void {
  const table = HANDLE_TABLE.at(space, tableAddress);
  const entry = HANDLE_TABLE_ENTRY.at(space, handleEntryAddress(space, table, handle));
  entry.Object = 0;
  entry.NextFreeTableEntry = table.FirstFreeHandle;
  table.FirstFreeHandle = (handle & ~3) >>> 0;
  table.HandleCount -= 1;
}

/** The object behind the id of a process or thread, or 0. */
export function ExLookupClientId(space: ReadSpace, tableAddress: number, id: number): number {
  const entry = handleEntry(space, tableAddress, id);
  return entry ? ((entry.Object & ~7) >>> 0) + OBJECT_BODY : 0;
}

/** Frees an entry and gives back what it held. */
export function ExDestroyHandle(m: Machine, tableAddress: number, handle: number): void {
  const space = kernelSpace(m);
  const table = HANDLE_TABLE.at(space, tableAddress);
  const entry = HANDLE_TABLE_ENTRY.at(space, handleEntryAddress(space, table, handle));
  const body = ((entry.Object & ~7) >>> 0) + OBJECT_BODY;
  freeEntry(space, tableAddress, handle);
  const header = headerOf(space, body);
  header.HandleCount -= 1;
  if (header.HandleCount === 0) removeName(m, body);
  ObDereferenceObject(m, body);
}

/** The busy entry of a handle; undefined where there is none. */
export function handleEntry(space: ReadSpace, tableAddress: number, handle: number): HANDLE_TABLE_ENTRY | undefined {
  if (tableAddress === 0) return undefined;
  const address = handleEntryAddress(space, HANDLE_TABLE.at(space, tableAddress), handle);
  if (address === 0) return undefined;
  const entry = HANDLE_TABLE_ENTRY.at(space, address);
  return entry.Object === 0 ? undefined : entry;
}

/** The object behind a handle of the calling process; raises unless it is of this type and the access was granted. */
export function ObReferenceObjectByHandle(
  c: Caller,
  handle: number,
  typeIndex: number | undefined,
  access = 0,
): number {
  const pseudo = handle === CURRENT_PROCESS ? 7 : handle === CURRENT_THREAD ? 8 : 0;
  if (pseudo !== 0) {
    if (typeIndex !== undefined && typeIndex !== pseudo) raiseStatus(STATUS.STATUS_OBJECT_TYPE_MISMATCH);
    return pseudo === 7 ? c.process.address : c.thread.address;
  }
  const entry = handleEntry(c.kernel, c.process.ObjectTable, handle);
  if (!entry) raiseStatus(STATUS.STATUS_INVALID_HANDLE);
  const body = ((entry.Object & ~7) >>> 0) + OBJECT_BODY;
  const isType = typeIndex === undefined || headerOf(c.kernel, body).TypeIndex === typeIndex;
  if (!isType) raiseStatus(STATUS.STATUS_OBJECT_TYPE_MISMATCH);
  if (access & ~entry.GrantedAccess) raiseStatus(STATUS.STATUS_ACCESS_DENIED);
  return body;
}

/** A new handle of the calling process. */
export function createHandle(c: Caller, body: number, access: number, inherit = false): number {
  return ExCreateHandle(c.m, c.process.ObjectTable, body, access, inherit);
}

/** The handles of a table that are in use, in order. */
export function handlesOf(space: ReadSpace, tableAddress: number): { handle: number; entry: HANDLE_TABLE_ENTRY }[] {
  const found: { handle: number; entry: HANDLE_TABLE_ENTRY }[] = [];
  if (tableAddress === 0) return found;
  const table = HANDLE_TABLE.at(space, tableAddress);
  for (let handle = 4; handle < table.NextHandleNeedingPool; handle += 4) {
    const entry = handleEntry(space, tableAddress, handle);
    if (entry) found.push({ handle, entry });
  }
  return found;
}

/** Closes all handles and frees the table. */
export function ExDestroyHandleTable(m: Machine, tableAddress: number): void {
  const space = kernelSpace(m);
  for (const { handle } of handlesOf(space, tableAddress)) ExDestroyHandle(m, tableAddress, handle);
  const table = HANDLE_TABLE.at(space, tableAddress);
  const code = table.TableCode;
  if (code & 3) {
    for (let i = 0; i < LEAVES_MAX; i++) {
      const leaf = space.u32((code & ~3) + i * 4);
      if (leaf !== 0) freePages(m, leaf);
    }
  }
  freePages(m, (code & ~3) >>> 0);
  ExFreePool(m, tableAddress);
}
