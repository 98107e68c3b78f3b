/**
 * The blocks of a segment, one after the other, each found from the size of the one before. Where a header makes no sense,
 * the walk says so and looks for the next place from which two entries in a row fit together.
 */
import type { ReadSpace } from '../machine/space.ts';
import {
  ENTRY_BUSY,
  ENTRY_BYTES,
  ENTRY_FILL_PATTERN,
  ENTRY_INTERNAL,
  ENTRY_LAST,
  GRANULE,
  type HeapHeader,
  isTagRight,
  readable,
  readHeader,
  UNUSED_UCR,
} from './query-heap-entry.ts';
import type { HeapBlock, HeapLimits, HeapProblem, HeapSegmentView, InternalUse } from './query-heap-types.ts';
import { HEAP_SEGMENT, HEAP_UCR_DESCRIPTOR } from './structs/heap.ts';

/** What the walk of one heap needs to know and what it notes. */
export interface HeapWalk {
  readonly space: ReadSpace;
  readonly heap: number;
  readonly key: readonly [number, number];
  readonly limits: HeapLimits;
  readonly problems: HeapProblem[];
  /** Blocks that may still be reported. */
  left: number;
  /** What the heap uses a block of its own for, by the block's user address. */
  useOf(user: number): InternalUse;
  /** The blocks in an area, when the block is one. */
  areaOf(walk: HeapWalk, entry: number, size: number, segment: number): Partial<HeapBlock> | undefined;
}

const UCR_ENTRY_SIZE = (ENTRY_BYTES + HEAP_UCR_DESCRIPTOR.size) / GRANULE;

/** Notes a problem, unless there are very many already. */
export function note(walk: HeapWalk, problem: HeapProblem): void {
  if (walk.problems.length < 200) walk.problems.push(problem);
}

function hex(value: number): string {
  return value.toString(16).padStart(8, '0');
}

interface Range {
  readonly address: number;
  readonly size: number;
}

/** The uncommitted range behind an entry, when the entry is one that describes a range. */
function rangeBehind(walk: HeapWalk, entry: number, header: HeapHeader): Range | undefined {
  const marked = (header.flags & (ENTRY_BUSY | ENTRY_LAST)) === (ENTRY_BUSY | ENTRY_LAST);
  if (!marked || header.size !== UCR_ENTRY_SIZE || header.unusedBytes !== UNUSED_UCR) return undefined;
  const descriptor = readable(walk.space, HEAP_UCR_DESCRIPTOR, entry + ENTRY_BYTES);
  return descriptor && { address: descriptor.Address, size: descriptor.Size };
}

function blockOf(walk: HeapWalk, entry: number, header: HeapHeader, segment: number): HeapBlock {
  const size = header.size * GRANULE;
  const { flags, previousSize } = header;
  const base = {
    address: entry,
    size,
    user: entry + ENTRY_BYTES,
    flags,
    previousSize: previousSize * GRANULE,
    segment,
  };
  if (!(flags & ENTRY_BUSY)) return { ...base, requested: 0, state: 'free' };
  if (rangeBehind(walk, entry, header)) return { ...base, requested: 0, state: 'internal', use: 'UCR descriptor' };
  if (flags & ENTRY_INTERNAL) {
    const area = walk.areaOf(walk, entry, size, segment);
    return { ...base, requested: 0, state: 'internal', use: walk.useOf(base.user), ...area };
  }
  const requested = Math.max(0, size - header.unusedBytes);
  if (flags & ENTRY_FILL_PATTERN) checkTail(walk, entry, base.user + requested);
  return { ...base, requested, state: 'busy' };
}

/** The eight AB bytes that the debug heap puts behind what was asked for. */
function checkTail(walk: HeapWalk, entry: number, tail: number): void {
  for (let i = 0; i < 8; i++) {
    const byte = walk.space.tryU8(tail + i);
    if (byte === undefined || byte === 0xab) continue;
    const text = `block at ${hex(entry)} was written at ${hex(tail + i)}, past its end`;
    note(walk, { kind: 'tail', address: tail + i, text });
    return;
  }
}

function isPlausible(walk: HeapWalk, entry: number, end: number): HeapHeader | undefined {
  const header = readHeader(walk.space, walk.key, entry);
  if (!header || header.size < 2 || !isTagRight(header) || entry + header.size * GRANULE > end) return undefined;
  return header;
}

/** The next address from which two entries in a row fit together; `end` when there is none. */
function findSoundEntry(walk: HeapWalk, from: number, end: number): number {
  for (let entry = from; entry < end; entry += GRANULE) {
    const header = isPlausible(walk, entry, end);
    if (!header) continue;
    const next = entry + header.size * GRANULE;
    if (next === end || header.flags & ENTRY_LAST) return entry;
    const behind = isPlausible(walk, next, end);
    if (behind && behind.previousSize === header.size) return entry;
  }
  return end;
}

function damaged(address: number, size: number, segment: number): HeapBlock {
  return { address, size, user: address, requested: 0, state: 'damaged', flags: 0, previousSize: 0, segment };
}

function whatIsWrong(header: HeapHeader | undefined, entry: number, end: number): HeapProblem | undefined {
  if (!header) return { kind: 'unreadable', address: entry, text: `the entry at ${hex(entry)} cannot be read` };
  if (!isTagRight(header)) {
    return { kind: 'checksum', address: entry, text: `the header at ${hex(entry)} has a wrong checksum` };
  }
  if (header.size === 0 || entry + header.size * GRANULE > end) {
    return { kind: 'size', address: entry, text: `the header at ${hex(entry)} has an impossible size` };
  }
  return undefined;
}

/** End of the committed bytes from `from` on, looked up page by page. */
function committedEnd(walk: HeapWalk, from: number, end: number): number {
  let page = (from & ~0xfff) >>> 0;
  while (page < end && walk.space.tryU8(page) !== undefined) page += 0x1000;
  return Math.min(page, end);
}

/** All blocks between `first` and `end`, the uncommitted ranges among them. */
function walkBlocks(walk: HeapWalk, segment: number, first: number, end: number, previousSize: number): HeapBlock[] {
  const blocks: HeapBlock[] = [];
  let previous = previousSize;
  let entry = first;
  while (entry < end) {
    if (walk.left-- <= 0) {
      note(walk, { kind: 'limit', address: entry, text: `more blocks than are shown, from ${hex(entry)} on` });
      break;
    }
    const header = readHeader(walk.space, walk.key, entry);
    const wrong = whatIsWrong(header, entry, end);
    if (wrong || !header) {
      if (wrong) note(walk, wrong);
      const stop = header ? findSoundEntry(walk, entry + GRANULE, committedEnd(walk, entry, end)) : end;
      blocks.push(damaged(entry, stop - entry, segment));
      entry = stop;
      previous = -1;
      if (walk.space.tryU8(entry) === undefined) break;
      continue;
    }
    if (previous >= 0 && header.previousSize !== previous) {
      const text = `the entry at ${hex(entry)} says that the block before has ${header.previousSize} granules, it has ${previous}`;
      note(walk, { kind: 'previous size', address: entry, text });
    }
    const block = blockOf(walk, entry, header, segment);
    blocks.push(block);
    const range = rangeBehind(walk, entry, header);
    entry += block.size;
    previous = header.size;
    if (!range) continue;
    const size = range.address === entry && entry + range.size <= end ? range.size : end - entry;
    blocks.push({ ...damaged(entry, size, segment), state: 'uncommitted' });
    entry += size;
    previous = 0;
  }
  return blocks;
}

/** A segment with its blocks; undefined when not even its header can be read. */
export function readSegment(walk: HeapWalk, address: number): HeapSegmentView | undefined {
  const segment = readable(walk.space, HEAP_SEGMENT, address);
  if (!segment) {
    note(walk, { kind: 'unreadable', address, text: `the segment at ${hex(address)} cannot be read` });
    return undefined;
  }
  const pages = Math.min(segment.NumberOfPages, 0x80000);
  const end = address + pages * 0x1000;
  const uncommitted = Math.min(segment.NumberOfUnCommittedPages, pages) * 0x1000;
  const first =
    segment.FirstEntry > address && segment.FirstEntry < end ? segment.FirstEntry : address + HEAP_SEGMENT.size;
  const header = readHeader(walk.space, walk.key, address);
  const headerBlock: HeapBlock = {
    ...damaged(address, first - address, address),
    user: address + ENTRY_BYTES,
    state: 'internal',
    use: address === walk.heap ? 'heap header' : 'segment header',
    flags: header?.flags ?? 0,
  };
  return {
    address,
    end,
    committed: end - address - uncommitted,
    uncommitted,
    ranges: segment.NumberOfUnCommittedRanges,
    firstEntry: first,
    blocks: [headerBlock, ...walkBlocks(walk, address, first, end, header?.size ?? -1)],
  };
}
