/**
 * Read-only questions about heaps: which heaps a process has, and everything that is in one of them, read from the guest's
 * bytes. A heap that a program has damaged is read as far as it goes: `problems` says what does not fit together.
 */
import type { ReadSpace } from '../machine/space.ts';
import { ENTRY_BYTES, encodingOf, GRANULE, isTagRight, readable, readHeader } from './query-heap-entry.ts';
import { areaOf, readLowFragmentation } from './query-heap-lfh.ts';
import { type HeapWalk, note, readSegment } from './query-heap-segment.ts';
import {
  defaultLimits,
  type FreeListItem,
  type HeapBlock,
  type HeapLimits,
  type HeapSegmentView,
  type HeapView,
  type InternalUse,
  type SizeCounter,
} from './query-heap-types.ts';
import {
  HEAP,
  HEAP_LIST_LOOKUP,
  HEAP_SEGMENT,
  HEAP_VIRTUAL_ALLOC_ENTRY,
  LFH_BLOCK_ZONE,
  LFH_HEAP,
} from './structs/heap.ts';
import { PEB } from './structs/peb.ts';

export { type CrtDebugBlock, crtDebugBlock } from './query-heap-crt.ts';
export { type HeapEntryView, type HeapHeader, readHeapEntry } from './query-heap-entry.ts';
export * from './query-heap-types.ts';

const HEAP_SIGNATURE = 0xeeffeeff;

function hex(value: number): string {
  return value.toString(16).padStart(8, '0');
}

/** The heaps that the process block at `peb` lists, oldest first. */
export function processHeaps(space: ReadSpace, peb: number): number[] {
  const block = readable(space, PEB, peb);
  if (!block) return [];
  const heaps: number[] = [];
  for (let i = 0; i < Math.min(block.NumberOfHeaps, 1024); i++) {
    const heap = space.tryU32(block.ProcessHeaps + i * 4);
    if (heap) heaps.push(heap);
  }
  return heaps;
}

/** The addresses of a doubly linked list's links; broken or circling lists end where they break, and that is noted. */
function listOf(walk: HeapWalk, head: number, what: string, limit: number): number[] {
  const links: number[] = [];
  const seen = new Set<number>([head]);
  let previous = head;
  for (let link = walk.space.tryU32(head); link !== undefined && link !== head; link = walk.space.tryU32(link)) {
    const back = walk.space.tryU32(link + 4);
    if (back === undefined || seen.has(link)) {
      const text = `${what} leads from ${hex(previous)} to ${hex(link)}, which ${back === undefined ? 'cannot be read' : 'is in it already'}`;
      note(walk, { kind: 'list link', address: previous, text });
      break;
    }
    if (back !== previous) {
      const text = `${what}: the back link at ${hex(link + 4)} is ${hex(back)} and should be ${hex(previous)}`;
      note(walk, { kind: 'list link', address: link, text });
    }
    seen.add(link);
    links.push(link);
    previous = link;
    if (links.length >= limit) {
      note(walk, { kind: 'limit', address: link, text: `${what} has more items than are shown` });
      break;
    }
  }
  return links;
}

function readFreeLists(walk: HeapWalk): FreeListItem[] {
  const head = walk.heap + HEAP.offsetOf('FreeLists');
  const items: FreeListItem[] = [];
  let last = 0;
  for (const link of listOf(walk, head, 'the free list', walk.limits.items)) {
    const address = link - ENTRY_BYTES;
    const header = readHeader(walk.space, walk.key, address);
    if (!header || !isTagRight(header) || header.flags & 1) {
      note(walk, { kind: 'list entry', address, text: `the free list holds ${hex(address)}, which is no free block` });
    }
    const size = (header?.size ?? 0) * GRANULE;
    if (size < last)
      note(walk, { kind: 'list order', address, text: `the free list is out of order at ${hex(address)}` });
    last = size;
    items.push({ address, size });
  }
  return items;
}

/** The lookups, nearest first. */
function lookupsOf(walk: HeapWalk, first: number): number[] {
  const lookups: number[] = [];
  for (let at = first; at !== 0 && lookups.length < 4 && !lookups.includes(at); ) {
    const lookup = readable(walk.space, HEAP_LIST_LOOKUP, at);
    if (!lookup) {
      note(walk, { kind: 'unreadable', address: at, text: `the lists lookup at ${hex(at)} cannot be read` });
      break;
    }
    lookups.push(at);
    at = lookup.ExtendedLookup;
  }
  return lookups;
}

function readCounters(walk: HeapWalk, lookups: readonly number[]): SizeCounter[] {
  const counters: SizeCounter[] = [];
  for (const at of lookups) {
    const lookup = HEAP_LIST_LOOKUP.at(walk.space, at);
    const count = Math.min(lookup.ArraySize - lookup.BaseIndex, 0x1000);
    for (let index = 0; index < count; index++) {
      const hint = lookup.ListHints + index * 8;
      const first = walk.space.tryU32(hint);
      const context = walk.space.tryU32(hint + 4);
      const word = walk.space.tryU32(lookup.ListsInUseUlong + (index >>> 5) * 4);
      if (first === undefined || context === undefined || word === undefined) {
        note(walk, { kind: 'unreadable', address: hint, text: `the hint at ${hex(hint)} cannot be read` });
        return counters;
      }
      if (((word >>> (index & 31)) & 1) !== (first === 0 ? 0 : 1)) {
        note(walk, { kind: 'hint', address: hint, text: `the hint at ${hex(hint)} and its bit do not agree` });
      }
      if (first === 0 && context === 0) continue;
      counters.push({
        size: (lookup.BaseIndex + index) * GRANULE,
        outstanding: context & 1 ? 0 : (context & 0xffff) >>> 1,
        total: context & 1 ? 0 : context >>> 16,
        ...(context & 1 ? { bucket: context - 1 } : {}),
        ...(first ? { firstFree: first - ENTRY_BYTES } : {}),
      });
    }
  }
  return counters;
}

function readVirtualBlocks(walk: HeapWalk): HeapBlock[] {
  const blocks: HeapBlock[] = [];
  const head = walk.heap + HEAP.offsetOf('VirtualAllocdBlocks');
  for (const address of listOf(walk, head, 'the list of large blocks', 4096)) {
    const block = readable(walk.space, HEAP_VIRTUAL_ALLOC_ENTRY, address);
    const entry = address + HEAP_VIRTUAL_ALLOC_ENTRY.offsetOf('BusyBlock');
    const header = readHeader(walk.space, walk.key, entry);
    if (!block || !header) continue;
    if (!isTagRight(header)) {
      note(walk, {
        kind: 'checksum',
        address: entry,
        text: `the header of the large block at ${hex(address)} is damaged`,
      });
    }
    blocks.push({
      address,
      size: block.CommitSize,
      user: address + HEAP_VIRTUAL_ALLOC_ENTRY.size,
      requested: Math.max(0, block.CommitSize - header.size),
      state: 'virtual',
      flags: header.flags,
      previousSize: 0,
      segment: 0,
    });
  }
  return blocks;
}

/** What the heap's own blocks are, by user address, from the pointers that lead to them. */
function internalUses(space: ReadSpace, lookups: readonly number[], frontEnd: number): Map<number, InternalUse> {
  const uses = new Map<number, InternalUse>(lookups.map((at) => [at, 'lists lookup']));
  const lfh = frontEnd === 0 ? undefined : readable(space, LFH_HEAP, frontEnd);
  if (!lfh) return uses;
  uses.set(frontEnd, 'low-fragmentation heap');
  const head = lfh.SubSegmentZones.address;
  let zone = lfh.SubSegmentZones.Flink;
  for (let i = 0; i < 4096 && zone !== head && readable(space, LFH_BLOCK_ZONE, zone) && !uses.has(zone); i++) {
    uses.set(zone, 'zone');
    zone = space.tryU32(zone) ?? head;
  }
  for (let i = 0; i < lfh.UserBlockCache.length; i++) {
    let area = lfh.UserBlockCache.get(i).UserBlocks.Next.Next;
    for (let n = 0; n < 64 && area !== 0 && !uses.has(area); n++) {
      uses.set(area, 'cached UserBlocks');
      area = space.tryU32(area) ?? 0;
    }
  }
  return uses;
}

function checkTotals(walk: HeapWalk, heap: HEAP, segments: readonly HeapSegmentView[], listed: number): void {
  let blocks = 0;
  let granules = 0;
  for (const segment of segments) {
    for (const block of segment.blocks) {
      if (block.state !== 'free') continue;
      blocks++;
      granules += block.size / GRANULE;
    }
  }
  if (walk.left <= 0 || walk.problems.length > 0) return;
  const { address } = heap;
  if (blocks !== listed) {
    note(walk, { kind: 'count', address, text: `${blocks} blocks are free, ${listed} are in the free list` });
  }
  if (granules !== heap.TotalFreeSize) {
    const text = `${granules} granules are free, the heap counts ${heap.TotalFreeSize}`;
    note(walk, { kind: 'count', address, text });
  }
}

/** Everything in the heap at `address`; undefined when there is no memory that could be a heap. */
export function readHeap(space: ReadSpace, address: number, limits: HeapLimits = defaultLimits): HeapView | undefined {
  const heap = readable(space, HEAP, address);
  const key = encodingOf(space, address);
  if (!heap || !key) return undefined;
  const uses = new Map<number, InternalUse>();
  const walk: HeapWalk = {
    space,
    heap: address,
    key,
    limits,
    problems: [],
    left: limits.blocks,
    useOf: (user) => uses.get(user) ?? 'other',
    areaOf,
  };
  const lookups = lookupsOf(walk, heap.BlocksIndex);
  for (const [user, use] of internalUses(space, lookups, heap.FrontEndHeap)) uses.set(user, use);
  const segments: HeapSegmentView[] = [];
  const links = listOf(walk, address + HEAP.offsetOf('SegmentList'), 'the list of segments', limits.segments);
  for (const link of links) {
    const segment = readSegment(walk, link - HEAP_SEGMENT.offsetOf('SegmentListEntry'));
    if (segment) segments.push(segment);
  }
  const freeLists = readFreeLists(walk);
  checkTotals(walk, heap, segments, freeLists.length);
  const virtualBlocks = readVirtualBlocks(walk);
  const counters = readCounters(walk, lookups);
  const lowFragmentation =
    heap.FrontEndHeap === 0
      ? undefined
      : readLowFragmentation(
          walk,
          heap.FrontEndHeap,
          segments.flatMap((segment) => segment.blocks),
        );
  return {
    address,
    flags: heap.Flags,
    forceFlags: heap.ForceFlags,
    encoding: key,
    signatureOk: heap.Signature === HEAP_SIGNATURE,
    totalFreeSize: heap.TotalFreeSize,
    virtualMemoryThreshold: heap.VirtualMemoryThreshold,
    frontEndHeapType: heap.FrontEndHeapType,
    lockVariable: heap.LockVariable,
    segments,
    virtualBlocks,
    freeLists,
    counters,
    ...(lowFragmentation ? { lowFragmentation } : {}),
    problems: walk.problems,
  };
}

/** The block that owns the byte at `address`, the innermost one: a block in an area rather than the area. */
export function blockAt(heap: HeapView, address: number): HeapBlock | undefined {
  const all = [...heap.segments.flatMap((segment) => segment.blocks), ...heap.virtualBlocks];
  const owner = all.find((block) => address >= block.address && address < block.address + block.size);
  return owner?.blocks?.find((block) => address >= block.address && address < block.address + block.size) ?? owner;
}
