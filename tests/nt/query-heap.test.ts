/** Reading heaps that programs have damaged: it goes on as far as it can, says what is wrong, and never throws. */
import { describe, expect, it } from 'vitest';
import { mixed, nextSeed } from '../../src/machine/random.ts';
import { blockAt, crtDebugBlock, type HeapView, readHeap, readHeapEntry } from '../../src/nt/query-heap.ts';
import { HEAP } from '../../src/nt/structs/heap.ts';
import { BareHeap } from '../windows/bare-heap.ts';

/** A heap with blocks of all kinds: busy, free, of the front end, large. */
function filled(): { bare: BareHeap; heap: number; blocks: number[] } {
  const bare = new BareHeap();
  const heap = bare.call('RtlCreateHeap', 0x1002, 0, 0, 0x1000, 0, 0);
  const sizes = [12, 100, 0x28, 2000, 8, 0x4000];
  const blocks: number[] = [];
  for (let n = 0; n < 150; n++) blocks.push(bare.call('RtlAllocateHeap', heap, 0, sizes[n % sizes.length] as number));
  for (let n = 0; n < 150; n += 4) bare.call('RtlFreeHeap', heap, 0, blocks[n] as number);
  blocks.push(bare.call('RtlAllocateHeap', heap, 0, 0x90000));
  return { bare, heap, blocks };
}

function read(bare: BareHeap, heap: number): HeapView {
  const view = readHeap(bare.space, heap);
  if (!view) throw new Error('the heap can be read');
  return view;
}

describe('reading a heap', () => {
  it('finds each block by any of its bytes, the innermost first', () => {
    const { bare, heap, blocks } = filled();
    const view = read(bare, heap);
    expect(view.problems).toEqual([]);
    blocks.forEach((user, n) => {
      const block = blockAt(view, user + 3);
      expect(block?.user).toBe(user);
      expect(/busy|virtual/.test(block?.state ?? '')).toBe(n % 4 !== 0);
    });
    expect(new Set(blocks.map((user) => blockAt(view, user)?.state))).toEqual(
      new Set(['busy', 'free', 'lfh busy', 'lfh free', 'virtual']),
    );
  });

  it('names the blocks that the heap uses itself', () => {
    const { bare, heap } = filled();
    const uses = read(bare, heap).segments.flatMap((segment) => segment.blocks.map((block) => block.use));
    const expected = [
      'heap header',
      'segment header',
      'UCR descriptor',
      'UserBlocks',
      'lists lookup',
      'low-fragmentation heap',
      'zone',
    ];
    for (const use of expected) expect(uses).toContain(use);
    expect(uses).not.toContain('other');
  });

  it('answers undefined where there is no memory, and knows what is no heap', () => {
    const { bare } = filled();
    expect(readHeap(bare.space, 0x10)).toBeUndefined();
    expect(readHeapEntry(bare.space, 0x10, 0x20)).toBeUndefined();
    expect(readHeap(bare.space, bare.scratch)?.signatureOk).toBe(false);
  });

  it('says which header was overwritten and goes on behind it', () => {
    const { bare, heap, blocks } = filled();
    const victim = blocks[3] as number;
    const behind = blocks[5] as number;
    bare.space.setU32(victim - 8, 0x41414141);
    const view = read(bare, heap);
    expect(view.problems[0]).toMatchObject({ kind: 'checksum', address: victim - 8 });
    expect(blockAt(view, victim)).toMatchObject({ state: 'damaged', address: victim - 8, size: 2008 });
    expect(blockAt(view, behind)).toMatchObject({ state: 'busy', requested: 0x4000 });
    expect(readHeapEntry(bare.space, heap, victim - 8)).toMatchObject({
      raw: [0x41, 0x41, 0x41, 0x41, expect.anything(), expect.anything(), expect.anything(), expect.anything()],
      checksumOk: false,
    });
  });

  it('says that a free list runs in a circle or leads astray', () => {
    const { bare, heap } = filled();
    const head = heap + HEAP.offsetOf('FreeLists');
    const first = bare.space.u32(head);
    const second = bare.space.u32(first);
    bare.space.setU32(second, first);
    expect(read(bare, heap).problems.some((problem) => problem.kind === 'list link')).toBe(true);
    bare.space.setU32(second, 0xfffffff0);
    expect(read(bare, heap).problems.some((problem) => problem.kind === 'list link')).toBe(true);
  });

  it('says that the chain of an area was overwritten', () => {
    const { bare, heap } = filled();
    const subsegment = read(bare, heap).lowFragmentation?.subsegments.find((each) => each.chain.length > 1);
    bare.space.setU16((subsegment?.chain[0] ?? 0) + 8, 0x1111);
    const view = read(bare, heap);
    expect(view.problems.map((problem) => problem.kind)).toContain('low-fragmentation');
  });

  it('never throws and always ends, whatever bytes it meets', () => {
    const { bare, heap } = filled();
    const ranges = read(bare, heap).segments.map((segment) => [segment.address, segment.committed] as const);
    let seed = 3;
    const chance = (below: number) => {
      seed = nextSeed(seed);
      return mixed(seed) % below;
    };
    for (let round = 0; round < 60; round++) {
      const undo: [number, number][] = [];
      for (let n = 0; n < 24; n++) {
        const [base, length] = ranges[chance(ranges.length)] ?? [heap, 0x600];
        const address = base + chance(round % 2 ? Math.min(length, 0x600) : length);
        if (!bare.isCommitted(address)) continue;
        undo.push([address, bare.space.u8(address)]);
        bare.space.setU8(address, chance(256));
      }
      const view = readHeap(bare.space, heap);
      if (view)
        for (const segment of view.segments.slice(0, 4))
          for (const block of segment.blocks) crtDebugBlock(bare.space, block);
      for (const [address, value] of undo.reverse()) bare.space.setU8(address, value);
    }
    expect(read(bare, heap).problems).toEqual([]);
  });

  it('stops at its limits and says so', () => {
    const { bare, heap } = filled();
    const view = readHeap(bare.space, heap, { blocks: 20, items: 3, segments: 1 });
    const limits = view?.problems.filter((problem) => problem.kind === 'limit').map((problem) => problem.text) ?? [];
    expect(limits.some((text) => text.includes('blocks'))).toBe(true);
    expect(limits.some((text) => text.includes('free list'))).toBe(true);
  });
});

describe('blocks of the debug CRT', () => {
  /** A block as _malloc_dbg lays it out for `size` bytes. */
  function debugBlock(bare: BareHeap, heap: number, size: number): number {
    const header = bare.call('RtlAllocateHeap', heap, 0, size + 0x24);
    const words = [0, 0, 0, 248, size, 1, 19867, 0xfdfdfdfd];
    for (const [n, word] of words.entries()) bare.space.setU32(header + n * 4, word);
    for (let n = 0; n < 4; n++) bare.space.setU8(header + 0x20 + size + n, 0xfd);
    return header;
  }

  it('are recognised, with one of their gaps overwritten too', () => {
    const { bare, heap } = filled();
    const header = debugBlock(bare, heap, 37);
    const find = () => {
      const block = blockAt(read(bare, heap), header);
      return block && crtDebugBlock(bare.space, block);
    };
    expect(find()).toMatchObject({ data: header + 0x20, dataSize: 37, use: 'normal', request: 19867, line: 248 });
    bare.space.setU8(header + 0x20 + 37, 0);
    expect(find()).toMatchObject({ gapBeforeOk: true, gapAfterOk: false });
    bare.space.setU8(header + 0x1c, 0);
    expect(find()).toBeUndefined();
  });

  it('are not seen in other blocks', () => {
    const { bare, heap, blocks } = filled();
    const view = read(bare, heap);
    for (const user of blocks) {
      const block = blockAt(view, user);
      if (block) expect(crtDebugBlock(bare.space, block)).toBeUndefined();
    }
  });
});
