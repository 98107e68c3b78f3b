/**
 * The low-fragmentation heap, read: its areas with the blocks in them, the subsegments with their chains of free blocks, and
 * the buckets with what they count.
 */
import { ENTRY_BYTES, GRANULE, readable, UNUSED_LFH } from './query-heap-entry.ts';
import { type HeapWalk, note } from './query-heap-segment.ts';
import type { BucketView, HeapBlock, LowFragmentationView, SubsegmentView } from './query-heap-types.ts';
import { HEAP_LOCAL_DATA, HEAP_SUBSEGMENT, HEAP_USERDATA_HEADER, LFH_HEAP } from './structs/heap.ts';

const SIGNATURE = 0xf0e0d0c0;
/** UnusedBytes of a block whose unused length stands in its last four bytes. */
const UNUSED_LONG = 0xbf;

function hex(value: number): string {
  return value.toString(16).padStart(8, '0');
}

/** The bytes of a busy block that nobody asked for, header included. */
export function lowFragmentationUnused(walk: HeapWalk, entry: number, size: number, unusedBytes: number): number {
  if (unusedBytes !== UNUSED_LONG) return unusedBytes & 0x3f;
  return Math.min(walk.space.tryU32(entry + size - 4) ?? 0, size);
}

function areaBlocks(walk: HeapWalk, userBlocks: number, end: number, subsegment: number, segment: number): HeapBlock[] {
  const described = readable(walk.space, HEAP_SUBSEGMENT, subsegment);
  if (!described || described.UserBlocks !== userBlocks || described.BlockSize < 2) {
    const text = `the area at ${hex(userBlocks)} and its subsegment at ${hex(subsegment)} do not belong together`;
    note(walk, { kind: 'low-fragmentation', address: userBlocks, text });
    return [];
  }
  const size = described.BlockSize * GRANULE;
  const blocks: HeapBlock[] = [];
  let entry = userBlocks + HEAP_USERDATA_HEADER.size;
  for (let i = 0; i < described.BlockCount && entry + size <= end; i++, entry += size) {
    if (walk.left-- <= 0) break;
    const unusedBytes = walk.space.tryU8(entry + 7) ?? 0;
    const isBusy = (unusedBytes & 0x3f) !== 0;
    if (!(unusedBytes & UNUSED_LFH)) {
      const text = `the header at ${hex(entry)} is no longer one of the low-fragmentation heap`;
      note(walk, { kind: 'low-fragmentation', address: entry, text });
    }
    blocks.push({
      address: entry,
      size,
      user: entry + ENTRY_BYTES,
      requested: isBusy ? Math.max(0, size - lowFragmentationUnused(walk, entry, size, unusedBytes)) : 0,
      state: unusedBytes & UNUSED_LFH ? (isBusy ? 'lfh busy' : 'lfh free') : 'damaged',
      flags: 0,
      previousSize: 0,
      segment,
      subsegment,
    });
  }
  return blocks;
}

/** What an internal block is when it serves as an area: its use, and the blocks in it. */
export function areaOf(walk: HeapWalk, entry: number, size: number, segment: number): Partial<HeapBlock> | undefined {
  const userBlocks = entry + ENTRY_BYTES;
  const header =
    size >= ENTRY_BYTES + HEAP_USERDATA_HEADER.size && readable(walk.space, HEAP_USERDATA_HEADER, userBlocks);
  if (!header || header.Signature !== SIGNATURE) return undefined;
  const subsegment = header.SubSegment;
  return {
    use: 'UserBlocks',
    subsegment,
    blocks: areaBlocks(walk, userBlocks, entry + size, subsegment, segment),
  };
}

/** A subsegment with the chain of its free blocks; broken links end the chain and are noted. */
export function readSubsegment(walk: HeapWalk, address: number): SubsegmentView | undefined {
  const subsegment = readable(walk.space, HEAP_SUBSEGMENT, address);
  if (!subsegment) return undefined;
  const { Depth, FreeEntryOffset, Sequence } = subsegment.AggregateExchg;
  const { UserBlocks, BlockSize, BlockCount } = subsegment;
  const chain: number[] = [];
  let offset = FreeEntryOffset;
  while (offset !== 0xffff && chain.length < Depth) {
    const entry = UserBlocks + offset * GRANULE;
    const inside =
      offset >= 2 && BlockSize > 0 && (offset - 2) % BlockSize === 0 && (offset - 2) / BlockSize < BlockCount;
    const next = walk.space.tryU16(entry + ENTRY_BYTES);
    if (!inside || next === undefined) {
      const text = `the chain of free blocks of the subsegment at ${hex(address)} leads to ${hex(entry)}`;
      note(walk, { kind: 'low-fragmentation', address: entry, text });
      break;
    }
    chain.push(entry);
    offset = next;
  }
  return {
    address,
    userBlocks: UserBlocks,
    blockSize: BlockSize * GRANULE,
    blockCount: BlockCount,
    depth: Depth,
    ...(Depth > 0 ? { firstFree: UserBlocks + FreeEntryOffset * GRANULE } : {}),
    sequence: Sequence,
    chain,
  };
}

function readBuckets(walk: HeapWalk, address: number): BucketView[] {
  const lfh = LFH_HEAP.at(walk.space, address);
  const local = HEAP_LOCAL_DATA.at(walk.space, lfh.LocalData.addressOf(0));
  const buckets: BucketView[] = [];
  for (let index = 0; index < lfh.Buckets.length; index++) {
    const info = local.SegmentInfo.get(index);
    const { ActiveSubsegment, Hint, CachedItems, Counters } = info;
    if (Counters.TotalBlocks === 0 && ActiveSubsegment === 0) continue;
    const cached: number[] = [];
    for (let i = 0; i < CachedItems.length; i++) if (CachedItems.get(i) !== 0) cached.push(CachedItems.get(i));
    buckets.push({
      index,
      size: lfh.Buckets.get(index).BlockUnits * GRANULE,
      blocks: Counters.TotalBlocks,
      subsegments: Counters.SubSegmentCounts,
      ...(ActiveSubsegment ? { active: ActiveSubsegment } : {}),
      ...(Hint ? { hint: Hint } : {}),
      cached,
    });
  }
  return buckets;
}

/** The front end at `address` of the heap whose areas were found in `blocks`. */
export function readLowFragmentation(
  walk: HeapWalk,
  address: number,
  blocks: readonly HeapBlock[],
): LowFragmentationView | undefined {
  if (!readable(walk.space, LFH_HEAP, address)) {
    note(walk, { kind: 'unreadable', address, text: `the low-fragmentation heap at ${hex(address)} cannot be read` });
    return undefined;
  }
  const addresses = new Set<number>();
  for (const block of blocks) if (block.use === 'UserBlocks' && block.subsegment) addresses.add(block.subsegment);
  const subsegments: SubsegmentView[] = [];
  for (const each of addresses) {
    const subsegment = readSubsegment(walk, each);
    if (subsegment) subsegments.push(subsegment);
  }
  let cachedAreas = 0;
  const { UserBlockCache } = LFH_HEAP.at(walk.space, address);
  for (let i = 0; i < UserBlockCache.length; i++) cachedAreas += UserBlockCache.get(i).AvailableBlocks;
  return { address, buckets: readBuckets(walk, address), subsegments, cachedAreas };
}
