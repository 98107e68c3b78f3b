import { expect, test } from 'vitest';
import { kernelSpace } from '../../src/nt/kernel.ts';
import { ExAllocatePoolWithTag, ExFreePool } from '../../src/nt/pool.ts';
import { programProcess } from '../../src/nt/query.ts';
import { MMVAD } from '../../src/nt/structs/mm.ts';
import { EPROCESS } from '../../src/nt/structs/ps.ts';
import { MiInsertVad, MiLocateAddress, MiRemoveVad, vadConflict, vadFrom } from '../../src/nt/vad.ts';
import { bootText } from './guest.ts';

const generator = (start: number) => {
  let seed = start;
  return (): number => {
    seed ^= seed << 13;
    seed ^= seed >>> 17;
    seed ^= seed << 5;
    return seed >>> 0;
  };
};

/** The depth below a node; asserts order, parents and balances on the way. */
function depth(space: ReturnType<typeof kernelSpace>, node: number, parent: number, low: number, high: number): number {
  if (node === 0) return 0;
  const vad = MMVAD.at(space, node);
  expect((vad.Parent & ~3) >>> 0).toBe(parent);
  expect(vad.StartingVpn).toBeGreaterThanOrEqual(low);
  expect(vad.EndingVpn).toBeLessThanOrEqual(high);
  const left = depth(space, vad.LeftChild, node, low, vad.StartingVpn - 1);
  const right = depth(space, vad.RightChild, node, vad.EndingVpn + 1, high);
  expect(vad.Balance).toBe(right === left ? 0 : right > left ? 1 : 3);
  expect(Math.abs(right - left)).toBeLessThanOrEqual(1);
  return Math.max(left, right) + 1;
}

test('the tree of regions stays balanced and ordered under random insertions and removals', () => {
  const m = bootText('int start(void) { return 0; }');
  const space = kernelSpace(m);
  const anchor = ExAllocatePoolWithTag(m, 0x20, 'Test');
  space.setU32(anchor, anchor);
  const chance = generator(20250101);
  const model = new Map<number, number>();
  for (let i = 0; i < 1200; i++) {
    const start = (chance() % 500) * 4;
    const known = model.get(start);
    if (known !== undefined) {
      MiRemoveVad(space, anchor, known);
      ExFreePool(m, known);
      model.delete(start);
    } else {
      const vad = MMVAD.at(space, ExAllocatePoolWithTag(m, MMVAD.size, 'Vad '));
      vad.StartingVpn = start;
      vad.EndingVpn = start + (chance() % 4);
      MiInsertVad(space, anchor, vad.address);
      model.set(start, vad.address);
    }
    if (i % 20 === 0) depth(space, space.u32(anchor + 8), anchor, 0, 0xffffffff);
  }
  for (let page = 0; page < 2000; page++) {
    const address = model.get(page - (page % 4)) ?? 0;
    const inside = address !== 0 && MMVAD.at(space, address).EndingVpn >= page;
    expect(MiLocateAddress(space, anchor, page)).toBe(inside ? address : 0);
    expect(vadConflict(space, anchor, page, page)).toBe(inside);
  }
  expect(vadFrom(space, anchor, 5000)).toBe(0);
});

test('pool blocks do not overlap, are zero when given, and are used again', () => {
  const m = bootText('int start(void) { return 0; }');
  const space = kernelSpace(m);
  const chance = generator(7);
  const live = new Map<number, number>();
  for (let i = 0; i < 2000; i++) {
    if (live.size > 60 && chance() % 2) {
      const [address] = [...live.keys()][chance() % live.size]
        ? [[...live.keys()][chance() % live.size] as number]
        : [0];
      const size = live.get(address) as number;
      expect(space.bytes(address, size).every((byte) => byte === (address >>> 3) % 251)).toBe(true);
      ExFreePool(m, address);
      live.delete(address);
      continue;
    }
    const size = 1 + (chance() % 8 ? chance() % 600 : chance() % 20_000);
    const address = ExAllocatePoolWithTag(m, size, 'Test');
    expect(space.bytes(address, size).every((byte) => byte === 0)).toBe(true);
    space.setBytes(address, new Uint8Array(size).fill((address >>> 3) % 251));
    live.set(address, size);
  }
  const frames = m.memory.framesInUse;
  for (const address of live.keys()) ExFreePool(m, address);
  for (const size of live.values()) ExAllocatePoolWithTag(m, size, 'Test');
  expect(m.memory.framesInUse).toBeLessThanOrEqual(frames + 2);
  expect(programProcess(space)).toBeDefined();
  expect(EPROCESS.size).toBe(0x2c0);
});
