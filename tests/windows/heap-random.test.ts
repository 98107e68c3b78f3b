/**
 * Random sequences of heap calls on a bare processor. After every few calls everything in the heap is read from the guest's
 * bytes and must fit together: no two blocks share a byte, every byte of a segment belongs to a block or an uncommitted range,
 * the free list is sorted and complete, hints and bits lead to the first block of their size, contents are kept.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { blockAt, type HeapBlock, type HeapView, readHeap } from '../../src/nt/query-heap.ts';
import { HEAP, HEAP_LIST_LOOKUP } from '../../src/nt/structs/heap.ts';
import { BareHeap } from './bare-heap.ts';

const GROWABLE = 0x1002;
const ZERO = 8;
const IN_PLACE = 0x10;

interface Live {
  address: number;
  size: number;
  fill: number;
}

type Operation =
  | { readonly kind: 'allocate'; readonly size: number; readonly zero: boolean }
  | { readonly kind: 'free'; readonly which: number }
  | { readonly kind: 'resize'; readonly which: number; readonly size: number; readonly inPlace: boolean };

const size = fc.oneof(
  { weight: 6, arbitrary: fc.integer({ min: 0, max: 120 }) },
  { weight: 3, arbitrary: fc.integer({ min: 0, max: 3000 }) },
  { weight: 2, arbitrary: fc.constantFrom(8, 0x28, 100, 0x200) },
  { weight: 1, arbitrary: fc.integer({ min: 0, max: 0x18000 }) },
);
const huge = fc.integer({ min: 0x7e000, max: 0x90000 });

function operations(sizes: fc.Arbitrary<number>): fc.Arbitrary<Operation[]> {
  const which = fc.nat(1000);
  const allocate = fc.record({ kind: fc.constant('allocate' as const), size: sizes, zero: fc.boolean() });
  const free = fc.record({ kind: fc.constant('free' as const), which });
  const resize = fc.record({ kind: fc.constant('resize' as const), which, size: sizes, inPlace: fc.boolean() });
  return fc.array(
    fc.oneof({ weight: 5, arbitrary: allocate }, { weight: 3, arbitrary: free }, { weight: 2, arbitrary: resize }),
    { minLength: 40, maxLength: 160, size: 'max' },
  );
}

/** A heap with a model beside it. */
class Run {
  readonly bare: BareHeap;
  readonly heap: number;
  readonly live: Live[] = [];
  private fills = 0;

  constructor(flags: number, globalFlag: number, reserve = 0) {
    this.bare = new BareHeap({ globalFlag });
    this.heap = this.bare.call('RtlCreateHeap', flags, 0, reserve, 0x1000, 0, 0);
  }

  do(operation: Operation): void {
    if (operation.kind === 'allocate') this.allocate(operation.size, operation.zero);
    else if (this.live.length > 0) {
      const index = operation.which % this.live.length;
      if (operation.kind === 'free') this.free(index);
      else this.resize(index, operation.size, operation.inPlace);
    }
  }

  private paint(live: Live): void {
    live.fill = ++this.fills & 0xff;
    this.bare.space.setBytes(live.address, new Uint8Array(live.size).fill(live.fill));
  }

  private expectContent(live: Live, length = live.size): void {
    const bytes = this.bare.space.bytes(live.address, Math.min(length, live.size));
    expect(bytes.every((byte) => byte === live.fill)).toBe(true);
  }

  private allocate(size: number, zero: boolean): void {
    const address = this.bare.call('RtlAllocateHeap', this.heap, zero ? ZERO : 0, size);
    if (address === 0) return;
    expect(address & 7).toBe(0);
    if (zero) expect(this.bare.space.bytes(address, size).every((byte) => byte === 0)).toBe(true);
    const live = { address, size, fill: 0 };
    this.live.push(live);
    this.paint(live);
  }

  private free(index: number): void {
    const live = this.live[index] as Live;
    this.expectContent(live);
    expect(this.bare.call('RtlFreeHeap', this.heap, 0, live.address) & 0xff).toBe(1);
    this.live.splice(index, 1);
  }

  private resize(index: number, size: number, inPlace: boolean): void {
    const live = this.live[index] as Live;
    this.expectContent(live);
    const flags = inPlace ? IN_PLACE : 0;
    const address = this.bare.call('RtlReAllocateHeap', this.heap, flags, live.address, size);
    if (address === 0) {
      this.expectContent(live);
      return;
    }
    if (inPlace) expect(address).toBe(live.address);
    live.address = address;
    this.expectContent(live, size);
    live.size = size;
    this.paint(live);
  }

  check(): void {
    const view = readHeap(this.bare.space, this.heap);
    if (!view) throw new Error('the heap can be read');
    expect(view.problems).toEqual([]);
    this.checkBlocks(view);
    this.checkLists(view);
    expect(this.bare.call('RtlValidateHeap', this.heap, 0, 0) & 0xff).toBe(1);
    expect(this.bare.printed).toEqual([]);
  }

  private checkBlocks(view: HeapView): void {
    const busy: HeapBlock[] = [...view.virtualBlocks];
    for (const segment of view.segments) {
      let at = segment.address;
      for (const block of segment.blocks) {
        expect(block.address).toBe(at);
        at += block.size;
        const committed = block.state !== 'uncommitted';
        for (let page = block.address & ~0xfff; page < at; page += 0x1000) {
          if (page >= block.address || committed) expect(this.bare.isCommitted(page)).toBe(committed);
        }
        busy.push(...[block, ...(block.blocks ?? [])].filter((each) => /^(lfh )?busy$/.test(each.state)));
      }
      expect(at).toBe(segment.end);
    }
    const expected = this.live.map((live) => `${live.address.toString(16)}:${live.size}`).sort();
    expect(busy.map((block) => `${block.user.toString(16)}:${block.requested}`).sort()).toEqual(expected);
  }

  private checkLists(view: HeapView): void {
    const free = view.segments.flatMap((segment) => segment.blocks.filter((block) => block.state === 'free'));
    const listed = view.freeLists.map((item) => item.address);
    expect([...listed].sort((a, b) => a - b)).toEqual(free.map((block) => block.address).sort((a, b) => a - b));
    const sizes = view.freeLists.map((item) => item.size);
    expect(sizes).toEqual([...sizes].sort((a, b) => a - b));
    const { space } = this.bare;
    const seen = new Set<string>();
    const hinted = new Map<string, number>();
    let at = HEAP.at(space, this.heap).BlocksIndex;
    const lookups: { base: number; end: number; hints: number }[] = [];
    for (; at !== 0; ) {
      const lookup = HEAP_LIST_LOOKUP.at(space, at);
      lookups.push({ base: lookup.BaseIndex, end: lookup.ArraySize, hints: lookup.ListHints });
      at = lookup.ExtendedLookup;
    }
    for (const item of view.freeLists) {
      const granules = item.size / 8;
      const last = lookups[lookups.length - 1] as (typeof lookups)[0];
      const lookup = lookups.find((each) => granules < each.end) ?? last;
      const index = Math.min(granules, lookup.end - 1) - lookup.base;
      const key = `${lookup.base}+${index}`;
      if (seen.has(key)) continue;
      seen.add(key);
      hinted.set(key, item.address + 8);
      expect(space.u32(lookup.hints + index * 8)).toBe(item.address + 8);
    }
    for (const { base, end, hints } of lookups) {
      for (let index = 0; index < end - base; index++) {
        expect(space.u32(hints + index * 8)).toBe(hinted.get(`${base}+${index}`) ?? 0);
      }
    }
  }

  /** Frees what is left; without the front end all but what describes uncommitted ranges is free then. */
  finish(): void {
    while (this.live.length > 0) this.free(this.live.length - 1);
    this.check();
    const view = readHeap(this.bare.space, this.heap) as HeapView;
    const states = view.segments.flatMap((segment) => segment.blocks.map((block) => block.state));
    expect(states.filter((state) => state === 'busy' || state === 'lfh busy')).toEqual([]);
    expect(blockAt(view, this.heap)?.use).toBe('heap header');
    expect(view.virtualBlocks).toEqual([]);
  }
}

function holds(flags: number, globalFlag: number, reserve: number, sizes: fc.Arbitrary<number>, runs: number): void {
  fc.assert(
    fc.property(operations(sizes), (list) => {
      const run = new Run(flags, globalFlag, reserve);
      list.forEach((operation, n) => {
        run.do(operation);
        if (n % 8 === 0) run.check();
      });
      run.finish();
    }),
    { numRuns: runs, seed: 20101120, endOnFailure: true },
  );
}

describe('after any sequence of calls everything in the heap fits together', () => {
  it('in a growable heap', () => holds(GROWABLE, 0, 0, size, 12));
  it('in a growable heap with blocks of all sizes', () =>
    holds(GROWABLE, 0, 0, fc.oneof({ weight: 8, arbitrary: size }, { weight: 1, arbitrary: huge }), 6));
  it('in a fixed heap that gets full', () => holds(0x1000, 0, 0x20000, size, 8));
  it('in an unserialised heap', () => holds(GROWABLE | 1, 0, 0, size, 6));
  it('in a heap that does not merge free blocks', () => holds(GROWABLE | 0x80, 0, 0, size, 6));
  it('in a debug heap', () => holds(2, 0x70, 0, size, 6));
  it('in a heap with few sizes, which the low-fragmentation heap takes over', () =>
    holds(GROWABLE, 0, 0, fc.constantFrom(8, 16, 24, 40), 10));
});
