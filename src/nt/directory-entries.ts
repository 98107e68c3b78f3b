/** The entries of an object directory: which chain a name belongs to, found, inserted, taken out. */
import type { Machine } from '../machine/machine.ts';
import type { ReadSpace, Space } from '../machine/space.ts';
import { kernelSpace } from './kernel.ts';
import { ExAllocatePoolWithTag, ExFreePool } from './pool.ts';
import { OBJECT_BODY, OBJECT_DIRECTORY, OBJECT_DIRECTORY_ENTRY, OBJECT_HEADER_NAME_INFO } from './structs/ob.ts';
import { utf16 } from './user-memory.ts';

const BUCKETS = 37;
const CHAIN_MAX = 100_000;

/** Windows' own hash: of the name in capitals, so that a search may ignore the case. */
export function hashOf(name: string): number {
  let hash = 0;
  for (const letter of name.toUpperCase()) {
    hash = (hash + ((hash << 1) >>> 0) + (hash >>> 1) + letter.charCodeAt(0)) >>> 0;
  }
  return hash;
}

/** The addresses of the entries of one chain. */
export function directoryChain(space: ReadSpace, directory: number, bucket: number): number[] {
  const entries: number[] = [];
  let entry = space.tryU32(directory + bucket * 4) ?? 0;
  while (entry !== 0 && entries.length < CHAIN_MAX) {
    entries.push(entry);
    entry = space.tryU32(entry) ?? 0;
  }
  return entries;
}

/** The text of the name before an object's header. */
export function nameBefore(space: ReadSpace, body: number): string {
  const info = OBJECT_HEADER_NAME_INFO.at(space as Space, body - OBJECT_BODY - OBJECT_HEADER_NAME_INFO.size);
  return utf16(space.tryBytes(info.Name.Buffer, info.Name.Length) ?? new Uint8Array(0));
}

/** The body of the object that a directory has under this name, or 0. */
export function findInDirectory(space: ReadSpace, directory: number, name: string, ignoreCase: boolean): number {
  const wanted = ignoreCase ? name.toUpperCase() : name;
  const hash = hashOf(name);
  for (const at of directoryChain(space, directory, hash % BUCKETS)) {
    const entry = OBJECT_DIRECTORY_ENTRY.at(space as Space, at);
    if (entry.HashValue !== hash) continue;
    const text = nameBefore(space, entry.Object);
    if ((ignoreCase ? text.toUpperCase() : text) === wanted) return entry.Object;
  }
  return 0;
}

/** Puts an object into a directory, as the first of its chain. */
export function insertEntry(m: Machine, directory: number, name: string, body: number): void {
  const space = kernelSpace(m);
  const hash = hashOf(name);
  const buckets = OBJECT_DIRECTORY.at(space, directory).HashBuckets;
  const entry = OBJECT_DIRECTORY_ENTRY.at(space, ExAllocatePoolWithTag(m, OBJECT_DIRECTORY_ENTRY.size, 'ObDi'));
  entry.Object = body;
  entry.HashValue = hash;
  entry.ChainLink = buckets.get(hash % BUCKETS);
  buckets.set(hash % BUCKETS, entry.address);
}

/** Takes an object out of its directory. */
export function removeEntry(m: Machine, directory: number, name: string, body: number): void {
  const space = kernelSpace(m);
  const bucket = hashOf(name) % BUCKETS;
  const chain = directoryChain(space, directory, bucket);
  const index = chain.findIndex((at) => OBJECT_DIRECTORY_ENTRY.at(space, at).Object === body);
  const entry = chain[index];
  if (entry === undefined) return;
  const before = index === 0 ? directory + bucket * 4 : (chain[index - 1] as number);
  space.setU32(before, space.u32(entry));
  ExFreePool(m, entry);
}
