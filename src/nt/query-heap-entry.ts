/**
 * One entry of an NT heap, taken apart: the 8 bytes as they lie in memory, the heap's key, and what they say when decoded.
 *
 *     0      2       3          4              6               7
 *     | Size | Flags | SmallTag | PreviousSize | SegmentOffset | UnusedBytes |     SmallTag = byte 0 ^ byte 1 ^ byte 2
 *
 * Nothing here throws: what cannot be read is undefined.
 */
import type { ReadSpace } from '../machine/space.ts';
import type { Accessor, Struct } from '../machine/struct.ts';
import { HEAP } from './structs/heap.ts';

export const GRANULE = 8;
export const ENTRY_BYTES = 8;

export const ENTRY_BUSY = 0x01;
export const ENTRY_FILL_PATTERN = 0x04;
/** On an entry in a segment: a block that the heap uses itself; on a large block: that it is one. */
export const ENTRY_INTERNAL = 0x08;
export const ENTRY_LAST = 0x10;

export const UNUSED_UCR = 3;
export const UNUSED_LFH = 0x80;

/** The header of a block, decoded. Sizes in granules, as they are stored. */
export interface HeapHeader {
  readonly size: number;
  readonly flags: number;
  readonly smallTagIndex: number;
  readonly previousSize: number;
  readonly segmentOffset: number;
  readonly unusedBytes: number;
}

/** An entry with the steps of its decoding, for people who want to follow them. */
export interface HeapEntryView {
  readonly address: number;
  /** The eight bytes in memory. */
  readonly raw: readonly number[];
  /** The same as two words, and the key they are XORed with. */
  readonly encoded: readonly [number, number];
  readonly key: readonly [number, number];
  readonly decoded: readonly [number, number];
  readonly header: HeapHeader;
  /** What the tag must be for this size and these flags. */
  readonly expectedTag: number;
  readonly checksumOk: boolean;
  /** True for a header of the low-fragmentation heap, which is not encoded with this key. */
  readonly isLowFragmentation: boolean;
}

/** The structure at `address` if all of its bytes can be read. */
export function readable<F>(space: ReadSpace, struct: Struct<F>, address: number): Accessor<F> | undefined {
  for (let offset = 0; offset < struct.size; offset += 0x1000) {
    if (space.tryU8((address + offset) >>> 0) === undefined) return undefined;
  }
  if (space.tryU8((address + struct.size - 1) >>> 0) === undefined) return undefined;
  return struct.at(space, address);
}

/** The two words that headers of the heap at `heap` are XORed with. */
export function encodingOf(space: ReadSpace, heap: number): readonly [number, number] | undefined {
  const at = (heap + HEAP.offsetOf('Encoding')) >>> 0;
  const low = space.tryU32(at);
  const high = space.tryU32((at + 4) >>> 0);
  return low === undefined || high === undefined ? undefined : [low >>> 0, high >>> 0];
}

/** The header in two decoded words. */
export function headerOf(low: number, high: number): HeapHeader {
  return {
    size: low & 0xffff,
    flags: (low >>> 16) & 0xff,
    smallTagIndex: low >>> 24,
    previousSize: high & 0xffff,
    segmentOffset: (high >>> 16) & 0xff,
    unusedBytes: high >>> 24,
  };
}

/** The tag that a sound header has. */
export function tagOf(header: HeapHeader): number {
  return (header.size & 0xff) ^ (header.size >>> 8) ^ header.flags;
}

export function isTagRight(header: HeapHeader): boolean {
  return tagOf(header) === header.smallTagIndex;
}

/** The decoded header at `address`, or undefined where nothing can be read. */
export function readHeader(space: ReadSpace, key: readonly [number, number], address: number): HeapHeader | undefined {
  const low = space.tryU32(address);
  const high = space.tryU32((address + 4) >>> 0);
  if (low === undefined || high === undefined) return undefined;
  return headerOf((low ^ key[0]) >>> 0, (high ^ key[1]) >>> 0);
}

/** The entry at `address` of the heap at `heap`, with all the steps of its decoding. */
export function readHeapEntry(space: ReadSpace, heap: number, address: number): HeapEntryView | undefined {
  const key = encodingOf(space, heap);
  const raw = space.tryBytes(address, ENTRY_BYTES);
  const low = space.tryU32(address);
  const high = space.tryU32((address + 4) >>> 0);
  if (!key || !raw || low === undefined || high === undefined) return undefined;
  const decoded: [number, number] = [(low ^ key[0]) >>> 0, (high ^ key[1]) >>> 0];
  const header = headerOf(decoded[0], decoded[1]);
  return {
    address,
    raw: [...raw],
    encoded: [low >>> 0, high >>> 0],
    key,
    decoded,
    header,
    expectedTag: tagOf(header),
    checksumOk: isTagRight(header),
    isLowFragmentation: (header.unusedBytes & UNUSED_LFH) !== 0,
  };
}
