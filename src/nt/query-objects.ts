/**
 * Read-only questions about objects: an object's header and what lies behind it, who waits for it, the handle table as
 * levels of pages, and the names. What a wild pointer has ruined is left out, never thrown about.
 */
import { PAGE_SIZE } from '../machine/memory.ts';
import type { ReadSpace } from '../machine/space.ts';
import { entriesOf } from './list.ts';
import { headerOf, ObjectType, ObQueryName, objectTypeName } from './object.ts';
import { objectPaths } from './object-directory.ts';
import { hasKernel, type ProcessView, programProcess } from './query.ts';
import { DISPATCHER_HEADER, KMUTANT, KSEMAPHORE, KTIMER, KWAIT_BLOCK } from './structs/ke.ts';
import { HANDLE_TABLE, HANDLE_TABLE_ENTRY, OBJECT_BODY } from './structs/ob.ts';
import { EPROCESS, ETHREAD } from './structs/ps.ts';

/** One thread's wait for an object: a KWAIT_BLOCK in its list. */
export interface WaitBlockView {
  readonly address: number;
  readonly thread: number;
  readonly threadId: number;
  readonly waitKey: number;
  readonly waitType: 'all' | 'any';
  readonly next: number;
  readonly previous: number;
  readonly nextWaitBlock: number;
}

/** Something that can be waited for. */
export interface DispatcherView {
  readonly address: number;
  readonly type: number;
  readonly typeName: string;
  /** Bytes 1, 2 and 3: what they mean depends on the type. */
  readonly bytes: readonly [number, number, number];
  readonly signalState: number;
  readonly isSignaled: boolean;
  readonly waitListHead: number;
  readonly waiters: readonly WaitBlockView[];
  /** Of a mutex that is owned. */
  readonly owner: { readonly address: number; readonly id: number } | undefined;
  readonly isAbandoned: boolean;
  /** Of a semaphore. */
  readonly limit: number | undefined;
  /** Of a timer: when it is due (100 ns since boot) and its period in ms. */
  readonly due: bigint | undefined;
  readonly period: number | undefined;
}

export interface ObjectView {
  /** Of the body: what the kernel calls the object. */
  readonly address: number;
  readonly header: number;
  readonly type: string;
  readonly typeIndex: number;
  readonly name: string | undefined;
  readonly pointerCount: number;
  readonly handleCount: number;
  readonly infoMask: number;
  readonly flags: number;
  readonly dispatcher: DispatcherView | undefined;
}

export const dispatcherTypeNames: readonly string[] = [
  'EventNotificationObject',
  'EventSynchronizationObject',
  'MutantObject',
  'ProcessObject',
  'QueueObject',
  'SemaphoreObject',
  'ThreadObject',
  'GateObject',
  'TimerNotificationObject',
  'TimerSynchronizationObject',
];

const MUTANT = 2;
const SEMAPHORE = 5;
const TIMERS: readonly number[] = [8, 9];
const DISPATCHERS: readonly number[] = [
  ObjectType.Process,
  ObjectType.Thread,
  ObjectType.Event,
  ObjectType.Mutant,
  ObjectType.Semaphore,
  ObjectType.Timer,
];
const WAITERS_MAX = 4096;

/** The dispatcher object at `address`; undefined where there is no memory or no such type. */
export function dispatcherView(space: ReadSpace, address: number): DispatcherView | undefined {
  if (space.tryBytes(address, DISPATCHER_HEADER.size) === undefined) return undefined;
  const header = DISPATCHER_HEADER.at(space, address);
  const type = header.Type;
  const typeName = dispatcherTypeNames[type];
  if (typeName === undefined) return undefined;
  const owner = type === MUTANT ? KMUTANT.at(space, address).OwnerThread : 0;
  const timer = TIMERS.includes(type) ? KTIMER.at(space, address) : undefined;
  return {
    address,
    type,
    typeName,
    bytes: [header.Absolute, header.Size, header.Inserted],
    signalState: header.SignalState,
    isSignaled: header.SignalState > 0,
    waitListHead: header.WaitListHead.address,
    waiters: waitersOf(space, header.WaitListHead.address),
    owner: owner === 0 ? undefined : { address: owner, id: threadIdAt(space, owner) },
    isAbandoned: type === MUTANT && KMUTANT.at(space, address).Abandoned !== 0,
    limit: type === SEMAPHORE ? KSEMAPHORE.at(space, address).Limit : undefined,
    due: timer?.DueTime.QuadPart,
    period: timer?.Period,
  };
}

function threadIdAt(space: ReadSpace, thread: number): number {
  return space.tryU32(thread + ETHREAD.offsetOf('Cid') + 4) ?? 0;
}

function waitersOf(space: ReadSpace, head: number): WaitBlockView[] {
  const first = space.tryU32(head) ?? 0;
  if (first === 0) return [];
  const views: WaitBlockView[] = [];
  for (const address of entriesOf(space, head, WAITERS_MAX)) {
    if (space.tryBytes(address, KWAIT_BLOCK.size) === undefined) break;
    const block = KWAIT_BLOCK.at(space, address);
    views.push({
      address,
      thread: block.Thread,
      threadId: threadIdAt(space, block.Thread),
      waitKey: block.WaitKey,
      waitType: block.WaitType === 0 ? 'all' : 'any',
      next: space.tryU32(address) ?? 0,
      previous: space.tryU32(address + 4) ?? 0,
      nextWaitBlock: block.NextWaitBlock,
    });
  }
  return views;
}

/** The type of the object whose body is at `address`, at less cost than all of it. */
export function typeOfObject(space: ReadSpace, address: number): string {
  const typeIndex = space.tryU8(address - OBJECT_BODY + 0xc);
  return typeIndex === undefined ? 'unknown' : objectTypeName(typeIndex);
}

/** The object whose body is at `address`; undefined where there is none. */
export function objectView(space: ReadSpace, address: number): ObjectView | undefined {
  const start = address - OBJECT_BODY;
  if (address < 0x80000000 || (address & 3) !== 0 || space.tryBytes(start, OBJECT_BODY + 4) === undefined)
    return undefined;
  const header = headerOf(space, address);
  const type = objectTypeName(header.TypeIndex);
  if (type.startsWith('type ')) return undefined;
  return {
    address,
    header: start,
    type,
    typeIndex: header.TypeIndex,
    name: nameOfObject(space, address, header.TypeIndex),
    pointerCount: header.PointerCount,
    handleCount: header.HandleCount,
    infoMask: header.InfoMask,
    flags: header.Flags,
    dispatcher: DISPATCHERS.includes(header.TypeIndex) ? dispatcherView(space, address) : undefined,
  };
}

function nameOfObject(space: ReadSpace, address: number, typeIndex: number): string | undefined {
  if (typeIndex === ObjectType.Process) return `process ${EPROCESS.at(space, address).UniqueProcessId.toString(16)}`;
  if (typeIndex === ObjectType.Thread) return `thread ${threadIdAt(space, address).toString(16)}`;
  return ObQueryName(space, address);
}

// --------------------------------------------------------------------------- handle tables

export interface HandleEntryView {
  readonly handle: number;
  /** Of the HANDLE_TABLE_ENTRY. */
  readonly entry: number;
  /** The first word as it stands, attribute bits included. */
  readonly word: number;
  readonly access: number;
  /** Of the object's body. */
  readonly object: number;
  readonly isInherited: boolean;
  readonly isProtected: boolean;
}

export interface HandleLeafView {
  readonly address: number;
  readonly firstHandle: number;
  readonly used: number;
  /** One character an entry: reserved, used or free. */
  readonly entries: readonly ('reserved' | 'used' | 'free')[];
}

export interface HandleTableView {
  readonly address: number;
  readonly tableCode: number;
  /** Levels of pointer pages above the leaves. */
  readonly levels: number;
  readonly handleCount: number;
  readonly highWatermark: number;
  readonly firstFreeHandle: number;
  readonly nextHandleNeedingPool: number;
  readonly leaves: readonly HandleLeafView[];
  readonly handles: readonly HandleEntryView[];
}

const ENTRIES = PAGE_SIZE / HANDLE_TABLE_ENTRY.size;
const PROTECT_FROM_CLOSE = 0x0200_0000;

/** The handle table of a process: its pages, and every handle in use. */
export function handleTableView(
  space: ReadSpace,
  process: ProcessView | undefined = programProcess(space),
): HandleTableView | undefined {
  const address = process && EPROCESS.at(space, process.address).ObjectTable;
  if (!address || space.tryBytes(address, HANDLE_TABLE.size) === undefined) return undefined;
  const table = HANDLE_TABLE.at(space, address);
  const levels = table.TableCode & 3;
  const leaves: HandleLeafView[] = [];
  const handles: HandleEntryView[] = [];
  leafPages(space, table.TableCode).forEach((page, number) => {
    const bytes = page === 0 ? undefined : space.tryBytes(page, PAGE_SIZE);
    if (!bytes) return;
    const words = new DataView(bytes.buffer, bytes.byteOffset);
    const first = number * ENTRIES * 4;
    const entries = Array.from({ length: ENTRIES }, (_, i) => {
      if (i === 0) return 'reserved' as const;
      const word = words.getUint32(i * 8, true);
      if (word === 0) return 'free' as const;
      handles.push(entryView(first + i * 4, page + i * 8, word, words.getUint32(i * 8 + 4, true)));
      return 'used' as const;
    });
    const used = entries.filter((entry) => entry === 'used').length;
    leaves.push({ address: page, firstHandle: first, used, entries });
  });
  return {
    address,
    tableCode: table.TableCode,
    levels,
    handleCount: table.HandleCount,
    highWatermark: table.HandleCountHighWatermark,
    firstFreeHandle: table.FirstFreeHandle,
    nextHandleNeedingPool: table.NextHandleNeedingPool,
    leaves,
    handles,
  };
}

function entryView(handle: number, entry: number, word: number, access: number): HandleEntryView {
  return {
    handle,
    entry,
    word,
    access: (access & ~PROTECT_FROM_CLOSE) >>> 0,
    object: ((word & ~7) >>> 0) + OBJECT_BODY,
    isInherited: (word & 2) !== 0,
    isProtected: (access & PROTECT_FROM_CLOSE) !== 0,
  };
}

/** Addresses of the leaf pages, in order; 0 where a pointer page has none. */
function leafPages(space: ReadSpace, code: number): number[] {
  const page = (code & ~3) >>> 0;
  const level = code & 3;
  if (level === 0) return [page];
  const bytes = space.tryBytes(page, PAGE_SIZE);
  if (!bytes) return [];
  const words = new DataView(bytes.buffer, bytes.byteOffset);
  const pointers = Array.from({ length: PAGE_SIZE / 4 }, (_, i) => words.getUint32(i * 4, true));
  while (pointers[pointers.length - 1] === 0) pointers.pop();
  return level === 1 ? pointers : pointers.flatMap((pointer) => leafPages(space, pointer | 1));
}

// ------------------------------------------------------------------------------------ names

export interface NamedObject {
  /** "\\BaseNamedObjects\\name" */
  readonly path: string;
  readonly object: ObjectView;
}

const NAMES_MAX = 10_000;

/** Every object with a name, by path. */
export function namedObjects(space: ReadSpace): NamedObject[] {
  if (!hasKernel(space)) return [];
  const found = objectPaths(space, NAMES_MAX).flatMap(({ path, body }) => {
    const object = objectView(space, body);
    return object?.name ? [{ path, object }] : [];
  });
  return found.sort((a, b) => (a.path < b.path ? -1 : 1));
}
