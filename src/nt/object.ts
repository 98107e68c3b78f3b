/**
 * Objects: bodies in the pool behind an OBJECT_HEADER, with two counts. When the last handle goes, a name is taken away; when
 * the last reference goes, the object is deleted.
 */
import type { Machine } from '../machine/machine.ts';
import type { ReadSpace, Space } from '../machine/space.ts';
import { insertEntry, nameBefore, removeEntry } from './directory-entries.ts';
import { kernelSpace } from './kernel.ts';
import { InitializeListHead } from './list.ts';
import { ExAllocatePoolWithTag, ExFreePool } from './pool.ts';
import { DISPATCHER_HEADER } from './structs/ke.ts';
import { OBJECT_BODY, OBJECT_HEADER, OBJECT_HEADER_NAME_INFO } from './structs/ob.ts';
import { utf16Bytes } from './user-memory.ts';

/** TypeIndex of the types of Windows 7 that this kernel makes. */
export const ObjectType = {
  Directory: 3,
  SymbolicLink: 4,
  Process: 7,
  Thread: 8,
  Event: 12,
  Mutant: 14,
  Semaphore: 16,
  Timer: 17,
  KeyedEvent: 19,
  File: 28,
  Section: 33,
} as const;

const tags: Readonly<Record<number, string>> = {
  3: 'Dire',
  4: 'Symb',
  7: 'Proc',
  8: 'Thre',
  12: 'Even',
  14: 'Muta',
  16: 'Sema',
  17: 'Time',
  19: 'Keye',
  28: 'File',
  33: 'Sect',
};

const typeNames: ReadonlyMap<number, string> = new Map(
  Object.entries(ObjectType).map(([name, index]) => [index, name]),
);

/** The name of a TypeIndex. */
export function objectTypeName(typeIndex: number): string {
  return typeNames.get(typeIndex) ?? `type ${typeIndex}`;
}

/** The header before an object's body. */
export function headerOf(space: ReadSpace, body: number): OBJECT_HEADER {
  return OBJECT_HEADER.at(space, body - OBJECT_BODY);
}

/** Under which name, in which directory (0: in none), an object is to be found. */
export interface NamePlace {
  readonly directory: number;
  readonly name: string;
}

/** A zeroed object with one reference and no handle; with a name its directory leads to it. */
export function ObCreateObject(m: Machine, typeIndex: number, size: number, place?: NamePlace): number {
  const space = kernelSpace(m);
  const before = place === undefined ? 0 : OBJECT_HEADER_NAME_INFO.size;
  const block = ExAllocatePoolWithTag(m, before + OBJECT_BODY + size, tags[typeIndex] ?? 'Obj ');
  const header = OBJECT_HEADER.at(space, block + before);
  header.PointerCount = 1;
  header.TypeIndex = typeIndex;
  header.InfoMask = place === undefined ? 0 : 2;
  const body = header.address + OBJECT_BODY;
  if (place !== undefined) insertName(m, space, block, body, place);
  return body;
}

function insertName(m: Machine, space: Space, info: number, body: number, { directory, name }: NamePlace): void {
  const bytes = utf16Bytes(name);
  const buffer = ExAllocatePoolWithTag(m, bytes.length + 2, 'ObNm');
  space.setBytes(buffer, bytes);
  const nameInfo = OBJECT_HEADER_NAME_INFO.at(space, info);
  nameInfo.Name.Length = bytes.length;
  nameInfo.Name.MaximumLength = bytes.length + 2;
  nameInfo.Name.Buffer = buffer;
  nameInfo.Directory = directory;
  if (directory !== 0) insertEntry(m, directory, name, body);
}

/** The name of an object, or undefined when it has none. */
export function ObQueryName(space: ReadSpace, body: number): string | undefined {
  return headerOf(space, body).InfoMask & 2 ? nameBefore(space, body) || undefined : undefined;
}

const OB_FLAG_PERMANENT = 0x10;

/** Called when the last handle is gone: the name may be used anew. */
export function removeName(m: Machine, body: number): void {
  const space = kernelSpace(m);
  const { InfoMask, Flags } = headerOf(space, body);
  if (!(InfoMask & 2) || Flags & OB_FLAG_PERMANENT) return;
  const info = OBJECT_HEADER_NAME_INFO.at(space, body - OBJECT_BODY - OBJECT_HEADER_NAME_INFO.size);
  if (info.Directory !== 0) removeEntry(m, info.Directory, nameBefore(space, body), body);
  info.Directory = 0;
  if (info.Name.Buffer !== 0) ExFreePool(m, info.Name.Buffer);
  info.Name.Buffer = 0;
  info.Name.Length = 0;
}

export function ObReferenceObject(space: Space, body: number): void {
  headerOf(space, body).PointerCount += 1;
}

/** What is to be done when an object of some type has lost its last reference; its memory is freed afterwards. */
export type Delete = (m: Machine, body: number) => void;
const deleters = new Map<number, Delete>();

/** Says how objects of a type are deleted. Called while the kernel's modules load: part of its code, not of its state. */
export function onDelete(typeIndex: number, deleter: Delete): void {
  deleters.set(typeIndex, deleter);
}

/** Gives a reference back; the last one deletes the object. */
export function ObDereferenceObject(m: Machine, body: number): void {
  const space = kernelSpace(m);
  const header = headerOf(space, body);
  header.PointerCount -= 1;
  if (header.PointerCount > 0) return;
  deleters.get(header.TypeIndex)?.(m, body);
  removeName(m, body);
  ExFreePool(m, header.address - (header.InfoMask & 2 ? OBJECT_HEADER_NAME_INFO.size : 0));
}

/** Fills the header of something that can be waited for. */
export function initializeDispatcher(space: Space, address: number, type: number, size: number, state: number): void {
  const header = DISPATCHER_HEADER.at(space, address);
  header.Type = type;
  header.Size = size >>> 2;
  header.SignalState = state;
  InitializeListHead(space, header.WaitListHead.address);
}
