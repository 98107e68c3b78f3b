/** The heap in ntdll's C, run on a bare processor: the numbers that Windows 7 shows must come out. */
import { describe, expect, it } from 'vitest';
import { blockAt, type HeapView, processHeaps, readHeap, readHeapEntry } from '../../src/nt/query-heap.ts';
import { HEAP, HEAP_LIST_LOOKUP } from '../../src/nt/structs/heap.ts';
import { BareHeap } from './bare-heap.ts';

const GROWABLE = 0x1002;
const FIXED = 0x1000;
const FAILURE_TYPE = 8;

function heapOf(bare: BareHeap, flags = GROWABLE, reserve = 0, commit = 0x1000): number {
  const heap = bare.call('RtlCreateHeap', flags, 0, reserve, commit, 0, 0);
  expect(heap).not.toBe(0);
  return heap;
}

function view(bare: BareHeap, heap: number): HeapView {
  const read = readHeap(bare.space, heap);
  if (!read) throw new Error('the heap can be read');
  expect(read.problems).toEqual([]);
  return read;
}

const allocate = (bare: BareHeap, heap: number, size: number, flags = 0): number =>
  bare.call('RtlAllocateHeap', heap, flags, size);
const free = (bare: BareHeap, heap: number, block: number): number => bare.call('RtlFreeHeap', heap, 0, block) & 0xff;
const failureType = (bare: BareHeap): number => bare.space.u32(bare.address('RtlpHeapFailureInfo') + FAILURE_TYPE);

describe('a new heap', () => {
  it('has its lock, lookup, bitmap, hints and first entry where Windows 7 has them', () => {
    const bare = new BareHeap();
    const heap = heapOf(bare, FIXED, 0x10000);
    const header = HEAP.at(bare.space, heap);
    expect(heap & 0xffff).toBe(0);
    expect(header.LockVariable - heap).toBe(0x138);
    expect(header.BlocksIndex - heap).toBe(0x150);
    expect(header.FirstEntry - heap).toBe(0x588);
    const lookup = HEAP_LIST_LOOKUP.at(bare.space, header.BlocksIndex);
    expect(lookup.ListsInUseUlong - heap).toBe(0x174);
    expect(lookup.ListHints - heap).toBe(0x184);
    expect(lookup.ArraySize).toBe(0x80);
    expect([header.Flags, header.NumberOfPages, header.VirtualMemoryThreshold]).toEqual([0x1000, 0x10, 0xfe00]);
    expect([header.SegmentReserve, header.SegmentCommit]).toEqual([0x100000, 0x2000]);
    expect([header.DeCommitFreeBlockThreshold, header.DeCommitTotalFreeThreshold]).toEqual([0x200, 0x2000]);
    expect(header.TotalFreeSize).toBe(0x14b);
  });

  it('ends its committed page with an entry of 20h bytes that describes the uncommitted range', () => {
    const bare = new BareHeap();
    const heap = heapOf(bare, FIXED, 0x10000);
    const blocks = view(bare, heap).segments[0]?.blocks ?? [];
    expect(blocks.map((block) => [block.address - heap, block.size, block.state])).toEqual([
      [0, 0x588, 'internal'],
      [0x588, 0xa58, 'free'],
      [0xfe0, 0x20, 'internal'],
      [0x1000, 0xf000, 'uncommitted'],
    ]);
    expect(blocks[2]?.flags).toBe(0x11);
  });

  it('reserves 64 KB when no size is given, and stands in the list of the process', () => {
    const bare = new BareHeap();
    const heaps = [heapOf(bare), heapOf(bare), heapOf(bare)];
    expect(processHeaps(bare.space, bare.peb)).toEqual(heaps);
    expect(view(bare, heaps[1] as number).segments[0]?.end).toBe((heaps[1] as number) + 0x10000);
    bare.call('RtlDestroyHeap', heaps[1] as number);
    expect(processHeaps(bare.space, bare.peb)).toEqual([heaps[0], heaps[2]]);
  });

  it('gives all its memory back when it is destroyed', () => {
    const bare = new BareHeap();
    const before = bare.committedPages;
    const heap = heapOf(bare);
    for (const size of [8, 5000, 0x20000, 0x90000, 0x7fff0]) allocate(bare, heap, size);
    expect(bare.call('RtlDestroyHeap', heap)).toBe(0);
    expect(bare.committedPages).toBe(before);
  });

  it('has another key for another seed', () => {
    const keys = [1, 2].map((cookie) => {
      const bare = new BareHeap({ cookie });
      return readHeap(bare.space, heapOf(bare))?.encoding[0];
    });
    expect(keys[0]).not.toBe(keys[1]);
  });
});

describe('the back end', () => {
  it('splits and reuses as the recorded session of a fixed heap shows', () => {
    const bare = new BareHeap();
    const heap = heapOf(bare, FIXED, 0x10000);
    const blocks = Array.from({ length: 6 }, () => allocate(bare, heap, 8));
    expect(blocks.map((block) => block - heap)).toEqual([0x590, 0x5a0, 0x5b0, 0x5c0, 0x5d0, 0x5e0]);
    expect(view(bare, heap).totalFreeSize).toBe(0x13f);
    for (const n of [0, 2, 4]) expect(free(bare, heap, blocks[n] as number)).toBe(1);
    const after = view(bare, heap);
    expect(after.totalFreeSize).toBe(0x145);
    expect(after.freeLists.map((item) => item.address - heap)).toEqual([0x5c8, 0x5a8, 0x588, 0x5e8]);
    expect(allocate(bare, heap, 8)).toBe(blocks[4]);
    expect(view(bare, heap).totalFreeSize).toBe(0x143);
  });

  it('encodes size, flags, tag and previous size with the key of the heap', () => {
    const bare = new BareHeap();
    const heap = heapOf(bare, FIXED, 0x10000);
    const entry = readHeapEntry(bare.space, heap, allocate(bare, heap, 8) - 8);
    expect(entry?.header).toEqual({
      size: 2,
      flags: 1,
      smallTagIndex: 3,
      previousSize: 0xb1,
      segmentOffset: 0,
      unusedBytes: 8,
    });
    expect(entry?.key[0] && entry.key[0] & 0x00100000).not.toBe(0);
    expect((entry?.key[1] ?? 1) >>> 16).toBe(0);
    expect(entry?.encoded).not.toEqual(entry?.decoded);
  });

  it('merges three neighbours into one when the last of them is freed', () => {
    const bare = new BareHeap();
    const heap = heapOf(bare, FIXED, 0x10000);
    const [a, b, c, d] = [0x20, 0x30, 0x40, 8].map((size) => allocate(bare, heap, size)) as [
      number,
      number,
      number,
      number,
    ];
    free(bare, heap, a);
    free(bare, heap, c);
    expect(blockAt(view(bare, heap), a)?.size).toBe(0x28);
    free(bare, heap, b);
    const after = view(bare, heap);
    expect(blockAt(after, a)).toMatchObject({ state: 'free', size: 0x28 + 0x38 + 0x48 });
    expect(blockAt(after, d)?.previousSize).toBe(0x28 + 0x38 + 0x48);
  });

  it('puts what is larger than 508 KB into a region of its own, 20h behind its start', () => {
    const bare = new BareHeap();
    const heap = heapOf(bare);
    const inSegment = allocate(bare, heap, 0x7eff0);
    const alone = allocate(bare, heap, 0x7f000);
    const now = view(bare, heap);
    expect(now.segments.length).toBe(2);
    expect(inSegment).toBe((now.segments[1]?.address ?? 0) + 0x48);
    expect(alone & 0xffff).toBe(0x20);
    expect(now.virtualBlocks.map((block) => [block.user, block.requested])).toEqual([[alone, 0x7f000]]);
    const committed = bare.committedPages;
    expect(free(bare, heap, alone)).toBe(1);
    expect(committed - bare.committedPages).toBe(0x80);
    expect(view(bare, heap).virtualBlocks).toEqual([]);
  });

  it('does not give a fixed heap more than it has', () => {
    const bare = new BareHeap();
    const heap = heapOf(bare, FIXED, 0x10000);
    expect(allocate(bare, heap, 0x10000)).toBe(0);
    expect(bare.lastStatus).toBe(0xc0000017);
    expect(allocate(bare, heap, 0xf9f0)).not.toBe(0);
    expect(bare.raised).toEqual([]);
    expect(allocate(bare, heap, 0x10000, 4)).toBe(0);
    expect(bare.raised).toEqual([0xc0000017]);
  });

  it('reserves each further segment twice as large', () => {
    const bare = new BareHeap();
    const heap = heapOf(bare);
    for (let i = 0; i < 12; i++) allocate(bare, heap, 0x7e000);
    const sizes = view(bare, heap).segments.map((segment) => segment.end - segment.address);
    expect(sizes).toEqual([0x10000, 0x100000, 0x200000, 0x400000]);
  });

  it('gives pages back only when the block and the free total are both large', () => {
    const bare = new BareHeap();
    const heap = heapOf(bare, FIXED, 0x80000);
    const small = [allocate(bare, heap, 0x8000), allocate(bare, heap, 8)];
    const large = [allocate(bare, heap, 0x9000), allocate(bare, heap, 8)];
    const committed = bare.committedPages;
    free(bare, heap, small[0] as number);
    expect(bare.committedPages).toBe(committed);
    free(bare, heap, large[0] as number);
    expect(bare.committedPages).toBeLessThan(committed);
    expect(view(bare, heap).segments[0]?.ranges).toBe(2);
  });

  it('answers the size that was asked for, nothing included', () => {
    const bare = new BareHeap();
    const heap = heapOf(bare);
    for (const size of [0, 1, 8, 9, 24, 1000, 0x7f001]) {
      expect(bare.call('RtlSizeHeap', heap, 0, allocate(bare, heap, size))).toBe(size);
    }
  });
});

describe('the low-fragmentation heap', () => {
  it('takes the first size over at its 19th allocation', () => {
    const bare = new BareHeap();
    const heap = heapOf(bare);
    const blocks: number[] = [];
    for (let n = 1; n <= 40; n++) {
      blocks.push(allocate(bare, heap, 0x28));
      expect(bare.space.u8((blocks[n - 1] as number) - 1)).toBe(n <= 18 ? 8 : 0x88);
      expect(HEAP.at(bare.space, heap).FrontEndHeapType).toBe(n < 18 ? 0 : 2);
    }
    expect((blocks[39] as number) - (blocks[18] as number)).toBe(21 * 0x30);
    const now = view(bare, heap);
    const area = now.segments.flatMap((segment) => segment.blocks).find((block) => block.use === 'UserBlocks');
    expect([area?.size, area?.blocks?.length]).toEqual([0x800, 42]);
    expect(blockAt(now, blocks[18] as number)).toMatchObject({ state: 'lfh busy', size: 0x30, requested: 0x28 });
    const subsegment = now.lowFragmentation?.subsegments[0];
    expect(subsegment?.depth).toBe(42 - 22);
  });

  it('takes a further size over at its 18th allocation', () => {
    const bare = new BareHeap();
    const heap = heapOf(bare);
    for (let n = 0; n < 19; n++) allocate(bare, heap, 0x28);
    const kinds = Array.from({ length: 20 }, () => bare.space.u8(allocate(bare, heap, 0x64) - 1) & 0x80);
    expect(kinds.indexOf(0x80)).toBe(17);
  });

  it('counts what is outstanding, not what was asked for in all', () => {
    const bare = new BareHeap();
    const heap = heapOf(bare);
    for (let n = 0; n < 100; n++) free(bare, heap, allocate(bare, heap, 0x28));
    expect(HEAP.at(bare.space, heap).FrontEndHeapType).toBe(0);
    expect(view(bare, heap).counters.find((each) => each.size === 0x30)).toMatchObject({ outstanding: 0, total: 100 });
  });

  it.each([
    [8, 0x10, [0x400, 62], [0x400, 62], [0x800, 126]],
    [0x10, 0x18, [0x400, 41], [0x400, 41], [0x800, 84]],
    [0x28, 0x30, [0x800, 42], [0x800, 42], [0x1000, 84]],
    [0x40, 0x48, [0x1000, 56], [0x1000, 56], [0x2000, 113]],
    [0x64, 0x70, [0x1000, 36], [0x1000, 36], [0x2000, 72]],
    [0x200, 0x208, [0x4000, 31], [0x4000, 31], [0x8000, 62]],
  ])('serves requests of %i bytes from areas of the right sizes', (request, size, ...areas) => {
    const bare = new BareHeap();
    const heap = heapOf(bare);
    const count = 19 + areas.reduce((sum, [, blocks]) => sum + (blocks ?? 0), 0) - 2;
    for (let n = 0; n < count; n++) allocate(bare, heap, request);
    const found = view(bare, heap).segments.flatMap((segment) => segment.blocks.filter((block) => block.blocks));
    expect(found.map((block) => [block.size, block.blocks?.length])).toEqual(areas);
    expect(new Set(found.flatMap((block) => block.blocks?.map((each) => each.size) ?? []))).toEqual(new Set([size]));
  });

  it('hands the block that was freed last out first', () => {
    const bare = new BareHeap();
    const heap = heapOf(bare);
    const blocks = Array.from({ length: 40 }, () => allocate(bare, heap, 0x28));
    for (const n of [20, 30, 25]) free(bare, heap, blocks[n] as number);
    expect([25, 30, 20].map(() => allocate(bare, heap, 0x28))).toEqual([25, 30, 20].map((n) => blocks[n]));
  });

  it('keeps away from fixed heaps, unserialised heaps, debug heaps and blocks of 16 KB', () => {
    for (const [flags, reserve] of [
      [FIXED, 0x20000],
      [GROWABLE | 1, 0],
    ] as const) {
      const bare = new BareHeap();
      const heap = heapOf(bare, flags, reserve);
      for (let n = 0; n < 60; n++) allocate(bare, heap, 0x28);
      expect(HEAP.at(bare.space, heap).FrontEndHeapType).toBe(0);
    }
    const debug = new BareHeap({ globalFlag: 0x70 });
    const heap = heapOf(debug, 2);
    for (let n = 0; n < 60; n++) allocate(debug, heap, 0x28);
    expect(HEAP.at(debug.space, heap).FrontEndHeapType).toBe(0);
    const bare = new BareHeap();
    const large = heapOf(bare);
    for (let n = 0; n < 60; n++) expect(bare.space.u8(allocate(bare, large, 0x4000) - 1) & 0x80).toBe(0);
  });

  it('can be turned on at once, and gives an area up when all its blocks are free', () => {
    const bare = new BareHeap();
    const heap = heapOf(bare);
    bare.space.setU32(bare.scratch, 2);
    expect(bare.call('RtlSetHeapInformation', heap, 0, bare.scratch, 4)).toBe(0);
    expect(HEAP.at(bare.space, heap).FrontEndHeapType).toBe(2);
    const blocks = Array.from({ length: 300 }, () => allocate(bare, heap, 0x28));
    expect(view(bare, heap).lowFragmentation?.subsegments.length).toBeGreaterThan(2);
    for (const block of blocks) free(bare, heap, block);
    const after = view(bare, heap).lowFragmentation;
    expect(after?.subsegments.length).toBeLessThanOrEqual(2);
    expect(after?.cachedAreas).toBeGreaterThan(0);
    bare.call('RtlCompactHeap', heap, 0);
    expect(view(bare, heap).lowFragmentation?.cachedAreas).toBe(0);
  });
});

describe('the debug heap', () => {
  const bareDebug = () => new BareHeap({ globalFlag: 0x70, beingDebugged: true });

  it('has the flags of a process that a debugger created', () => {
    const bare = bareDebug();
    const header = HEAP.at(bare.space, heapOf(bare, 2));
    expect([header.Flags, header.ForceFlags]).toEqual([0x40000062, 0x40000060]);
  });

  it.each([
    [0xc, 0x28],
    [0x100, 0x118],
    [100, 0x80],
    [0x88, 0xa0],
  ])('fills a block of %i bytes with BAADF00D and puts eight ABs behind it', (size, blockSize) => {
    const bare = bareDebug();
    const heap = heapOf(bare, 2);
    const block = allocate(bare, heap, size);
    expect(blockAt(view(bare, heap), block)).toMatchObject({ size: blockSize, requested: size, flags: 7 });
    for (let at = 0; at + 4 <= size; at += 4) expect(bare.space.u32(block + at)).toBe(0xbaadf00d);
    expect([...bare.space.bytes(block + size, 8)]).toEqual(Array(8).fill(0xab));
    expect(bare.space.u32(block - 8 + blockSize - 8)).toBe(0);
    free(bare, heap, block);
    expect(bare.space.u32(block + 8)).toBe(0xfeeefeee);
  });

  it('sees at the free that somebody wrote behind a block', () => {
    const bare = bareDebug();
    const heap = heapOf(bare, 2);
    const block = allocate(bare, heap, 12);
    bare.space.setU8(block + 12, 0);
    expect(free(bare, heap, block)).toBe(0);
    const hex = (n: number) => n.toString(16).padStart(8, '0');
    expect(bare.printed).toContain(
      `Heap block at ${hex(block - 8)} modified at ${hex(block + 12)} past requested size of c\n`,
    );
    expect(bare.breaks).toBe(1);
    expect(readHeap(bare.space, heap)?.problems.map((problem) => problem.kind)).toEqual(['tail']);
  });

  it('sees at the reuse that somebody wrote into a free block', () => {
    const bare = bareDebug();
    const heap = heapOf(bare, 2);
    const block = allocate(bare, heap, 0x40);
    allocate(bare, heap, 8);
    free(bare, heap, block);
    bare.space.setU8(block + 0x20, 0);
    allocate(bare, heap, 0x40);
    expect(bare.printed.join('')).toMatch(/HEAP: Free Heap block .* modified at .* after it was freed/);
  });
});

describe('a damaged heap', () => {
  it('refuses to free a block whose header was overwritten, and says that the block before did it', () => {
    const bare = new BareHeap();
    const heap = heapOf(bare);
    const [a, b] = [allocate(bare, heap, 12), allocate(bare, heap, 12)];
    bare.space.setU32(a + 16, 0x41414141);
    expect(readHeap(bare.space, heap)?.problems[0]).toMatchObject({ kind: 'checksum', address: b - 8 });
    expect(bare.call('RtlValidateHeap', heap, 0, b) & 0xff).toBe(0);
    expect(free(bare, heap, b)).toBe(0);
    expect(failureType(bare)).toBe(6);
    expect(bare.lastStatus).toBe(0xc000000d);
    expect(bare.terminated).toBeUndefined();
  });

  it('ends the process with C0000374 when that was asked for', () => {
    const bare = new BareHeap();
    const heap = heapOf(bare);
    bare.call('RtlSetHeapInformation', 0, 1, 0, 0);
    const block = allocate(bare, heap, 12);
    bare.space.setU8(block - 6, 0x55);
    bare.call('RtlFreeHeap', heap, 0, block);
    expect(bare.raised).toEqual([0xc0000374]);
    expect(bare.terminated).toBe(0xc0000374);
  });

  it('knows a block freed twice, and a block of another heap', () => {
    const bare = new BareHeap();
    const [heap, other] = [heapOf(bare), heapOf(bare)];
    const block = allocate(bare, heap, 12);
    expect(free(bare, heap, block)).toBe(1);
    expect(free(bare, heap, block)).toBe(0);
    expect(failureType(bare)).toBe(8);
    const foreign = allocate(bare, other, 30);
    expect(free(bare, heap, foreign)).toBe(0);
    expect(failureType(bare)).toBe(11);
    expect(bare.call('RtlValidateHeap', heap, 0, foreign) & 0xff).toBe(0);
    expect(bare.call('RtlValidateHeap', other, 0, foreign) & 0xff).toBe(1);
    expect(free(bare, heap, block + 4)).toBe(0);
    expect(failureType(bare)).toBe(9);
  });

  it('does not unlink a free block whose links were overwritten', () => {
    const bare = new BareHeap();
    const heap = heapOf(bare);
    const block = allocate(bare, heap, 0x40);
    allocate(bare, heap, 8);
    free(bare, heap, block);
    const victim = bare.scratch;
    bare.space.setU32(block, victim);
    bare.space.setU32(block + 4, victim + 0x20);
    expect(allocate(bare, heap, 0x40)).toBe(0);
    expect(failureType(bare)).toBe(12);
    expect([bare.space.u32(victim + 4), bare.space.u32(victim + 0x20)]).toEqual([0, 0]);
  });
});
