/**
 * Two, three and four processors in the same heap at once, interleaved in another order for each seed. The front end has no
 * lock: what one of them does must never be seen half done by another.
 */
import { describe, expect, it } from 'vitest';
import { readHeap } from '../../src/nt/query-heap.ts';
import { HEAP } from '../../src/nt/structs/heap.ts';
import { BareHeap } from './bare-heap.ts';

function runWorkers(processors: number, seed: number, count: number, sizes: number): BareHeap {
  const bare = new BareHeap({ processors, seed });
  const heap = bare.call('RtlCreateHeap', 0x1002, 0, 0, 0x1000, 0, 0);
  const lists = Array.from({ length: processors }, (_, index) => [heap, seed * 17 + index, count, sizes]);
  expect(bare.callOnAll('Worker', lists)).toEqual(lists.map(() => 0));
  const view = readHeap(bare.space, heap);
  expect(view?.problems).toEqual([]);
  const states = view?.segments.flatMap((segment) =>
    segment.blocks.flatMap((block) => [block, ...(block.blocks ?? [])]).map((block) => block.state),
  );
  expect(states?.filter((state) => /busy$/.test(state))).toEqual([]);
  for (const subsegment of view?.lowFragmentation?.subsegments ?? []) {
    expect(subsegment.chain.length).toBe(subsegment.blockCount);
  }
  expect(bare.call('RtlValidateHeap', heap, 0, 0) & 0xff).toBe(1);
  expect(bare.printed).toEqual([]);
  return bare;
}

describe('processors that allocate and free at the same time', () => {
  it.each([2, 3, 4])('do not disturb each other: %i of them, in one size class', (processors) => {
    for (let seed = 1; seed <= 6; seed++) {
      const bare = runWorkers(processors, seed, 400, 1);
      const [heap] = [bare.space.u32(bare.address('RtlpProcessHeapsListBuffer'))];
      expect(HEAP.at(bare.space, heap).FrontEndHeapType).toBe(2);
    }
  });

  it('do not disturb each other in several size classes', () => {
    for (let seed = 1; seed <= 6; seed++) runWorkers(2, seed, 600, 300);
  });
});
