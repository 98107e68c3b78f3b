/**
 * Objects: bodies in the pool behind an OBJECT_HEADER, with two counts. When the last handle goes, a name is taken away; when
 * the last reference goes, the object is deleted.
 */
import type { Machine } from '../machine/machine.ts';
import type { ReadSpace, Space } from '../machine/space.ts';
import { globals, kernelSpace } from './kernel.ts';
import { InitializeListHead } from './list.ts';
import { ExAllocatePoolWithTag, ExFreePool } from './pool.ts';
import { DISPATCHER_HEADER } from './structs/ke.ts';
import { OBJECT_BODY, OBJECT_HEADER, OBJECT_HEADER_NAME_INFO } from './structs/ob.ts';
import { utf16, utf16Bytes } from './user-memory.ts';

/** TypeIndex of the types of Windows 7 that this kernel makes. */
export const ObjectType = {
  Directory: 3,
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

/** A zeroed object with one reference and no handle; with a name it is also found by ObFindNamed. */
export function ObCreateObject(m: Machine, typeIndex: number, size: number, name?: string): number {
  const space = kernelSpace(m);
  const before = name === undefined ? 0 : OBJECT_HEADER_NAME_INFO.size;
  const block = ExAllocatePoolWithTag(m, before + OBJECT_BODY + size, tags[typeIndex] ?? 'Obj ');
  const header = OBJECT_HEADER.at(space, block + before);
  header.PointerCount = 1;
  header.TypeIndex = typeIndex;
  header.InfoMask = name === undefined ? 0 : 2;
  const body = header.address + OBJECT_BODY;
  if (name !== undefined) insertName(m, space, block, name);
  return body;
}

function insertName(m: Machine, space: Space, info: number, name: string): void {
  const bytes = utf16Bytes(name);
  const buffer = ExAllocatePoolWithTag(m, bytes.length + 2, 'ObNm');
  space.setBytes(buffer, bytes);
  const nameInfo = OBJECT_HEADER_NAME_INFO.at(space, info);
  nameInfo.Name.Length = bytes.length;
  nameInfo.Name.MaximumLength = bytes.length + 2;
  nameInfo.Name.Buffer = buffer;
  const chains = globals(space).ObpNamedObjects;
  const bucket = bucketOf(name);
  nameInfo.Directory = chains.get(bucket);
  chains.set(bucket, info);
}

function bucketOf(name: string): number {
  let hash = 0;
  for (let i = 0; i < name.length; i++) hash = (Math.imul(hash, 31) + name.charCodeAt(i)) >>> 0;
  return hash % 37;
}

/** The body of the object with this name, or 0. Names are compared letter by letter. */
export function ObFindNamed(space: Space, name: string): number {
  for (let info = globals(space).ObpNamedObjects.get(bucketOf(name)); info !== 0; ) {
    const nameInfo = OBJECT_HEADER_NAME_INFO.at(space, info);
    if (nameText(space, nameInfo) === name) return info + OBJECT_HEADER_NAME_INFO.size + OBJECT_BODY;
    info = nameInfo.Directory;
  }
  return 0;
}

function nameText(space: ReadSpace, info: ReturnType<typeof OBJECT_HEADER_NAME_INFO.at>): string {
  return utf16(space.tryBytes(info.Name.Buffer, info.Name.Length) ?? new Uint8Array(0));
}

/** The name of an object, or undefined when it has none. */
export function ObQueryName(space: ReadSpace, body: number): string | undefined {
  if (!(headerOf(space, body).InfoMask & 2)) return undefined;
  return (
    nameText(space, OBJECT_HEADER_NAME_INFO.at(space, body - OBJECT_BODY - OBJECT_HEADER_NAME_INFO.size)) || undefined
  );
}

/** Called when the last handle is gone: the name may be used anew. */
export function removeName(m: Machine, body: number): void {
  const space = kernelSpace(m);
  if (!(headerOf(space, body).InfoMask & 2)) return;
  const info = body - OBJECT_BODY - OBJECT_HEADER_NAME_INFO.size;
  const nameInfo = OBJECT_HEADER_NAME_INFO.at(space, info);
  const chains = globals(space).ObpNamedObjects;
  const bucket = bucketOf(nameText(space, nameInfo));
  const next = nameInfo.Directory;
  if (chains.get(bucket) === info) chains.set(bucket, next);
  for (let at = chains.get(bucket); at !== 0; at = OBJECT_HEADER_NAME_INFO.at(space, at).Directory) {
    const each = OBJECT_HEADER_NAME_INFO.at(space, at);
    if (each.Directory === info) each.Directory = next;
  }
  const name = nameInfo.Name;
  if (name.Buffer !== 0) ExFreePool(m, name.Buffer);
  name.Buffer = 0;
  name.Length = 0;
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
