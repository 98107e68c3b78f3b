/**
 * Kernel memory. Small blocks come from the pool: an 8-byte POOL_HEADER (size in granules of 8 bytes, tag) before each, free
 * ones in a list by size. Whole pages come from a range with a bitmap, with an unmapped page wherever the caller wants one.
 *
 * The page tables of both ranges exist from boot on, so that every process sees the same kernel.
 */
import { assert } from '../machine/assert.ts';
import type { Machine } from '../machine/machine.ts';
import { PAGE_SHIFT, PAGE_SIZE } from '../machine/memory.ts';
import { PTE_PRESENT, PTE_WRITE, type Space } from '../machine/space.ts';
import { globals, kernelSpace, PAGES_BASE, PAGES_BITMAP, PAGES_END, POOL_BASE, POOL_END } from './kernel.ts';
import { STATUS } from './ntstatus.ts';
import { raiseStatus } from './raise.ts';
import { POOL_HEADER } from './structs/mm.ts';

const HEADER = 8;
const LARGEST_BLOCK = PAGE_SIZE - HEADER;
const PAGES = (PAGES_END - PAGES_BASE) >>> PAGE_SHIFT;

/** Puts a fresh zeroed frame behind a kernel address. Raises STATUS_NO_MEMORY when there is none. */
export function mapKernelPage(m: Machine, address: number): void {
  const frame = m.memory.allocateFrame();
  if (frame === undefined) raiseStatus(STATUS.STATUS_NO_MEMORY);
  kernelSpace(m).setPte(address, ((frame << PAGE_SHIFT) | PTE_PRESENT | PTE_WRITE) >>> 0);
}

/** A zeroed block of `size` bytes, marked with a tag of four letters; whole pages when it is large. */
export function ExAllocatePoolWithTag(m: Machine, size: number, tag: string): number {
  if (size > LARGEST_BLOCK) return allocatePages(m, Math.ceil(size / PAGE_SIZE));
  const space = kernelSpace(m);
  const granules = Math.max(2, Math.ceil((size + HEADER) / 8));
  const block = takeFree(space, granules) ?? takeFresh(m, space, granules);
  const header = POOL_HEADER.at(space, block);
  header.BlockSize = granules;
  header.PoolType = 1;
  header.PoolTag = tagValue(tag);
  space.setBytes(block + HEADER, new Uint8Array((granules - 1) * 8));
  return block + HEADER;
}

/** Gives a block back. */
export function ExFreePool(m: Machine, address: number): void {
  if (address >= PAGES_BASE && address < PAGES_END) {
    freePages(m, address);
    return;
  }
  const space = kernelSpace(m);
  const header = POOL_HEADER.at(space, address - HEADER);
  assert(header.PoolType === 1, 'a pool block that is freed was allocated');
  header.PoolType = 0;
  const lists = globals(space).PoolFreeLists;
  space.setU32(address, lists.get(header.BlockSize));
  lists.set(header.BlockSize, address - HEADER);
}

function takeFree(space: Space, granules: number): number | undefined {
  const lists = globals(space).PoolFreeLists;
  const block = lists.get(granules);
  if (block === 0) return undefined;
  lists.set(granules, space.u32(block + HEADER));
  return block;
}

/** Cuts a block from the page that is being used up; what is left of a page too small goes to its free list. */
function takeFresh(m: Machine, space: Space, granules: number): number {
  const g = globals(space);
  if (g.PoolNext + granules * 8 > g.PoolLimit) {
    keepRest(space);
    if (g.PoolPagesEnd >= POOL_END) raiseStatus(STATUS.STATUS_INSUFFICIENT_RESOURCES);
    mapKernelPage(m, g.PoolPagesEnd);
    g.PoolNext = g.PoolPagesEnd;
    g.PoolPagesEnd += PAGE_SIZE;
    g.PoolLimit = g.PoolPagesEnd;
  }
  const block = g.PoolNext;
  g.PoolNext = block + granules * 8;
  return block;
}

function keepRest(space: Space): void {
  const g = globals(space);
  const granules = (g.PoolLimit - g.PoolNext) >>> 3;
  if (granules < 2) return;
  const header = POOL_HEADER.at(space, g.PoolNext);
  header.BlockSize = granules;
  header.PoolType = 0;
  space.setU32(g.PoolNext + HEADER, g.PoolFreeLists.get(granules));
  g.PoolFreeLists.set(granules, g.PoolNext);
}

/** Makes the pool empty; called once at boot, when NT_GLOBALS is mapped. */
export function initializePool(m: Machine): void {
  const g = globals(kernelSpace(m));
  g.PoolNext = POOL_BASE;
  g.PoolLimit = POOL_BASE;
  g.PoolPagesEnd = POOL_BASE;
}

/**
 * `count` zeroed pages in a row, behind `guards` pages that are not mapped. Each page's bit in the bitmap is set; an
 * unused page on either side ends the run.
 */
export function allocatePages(m: Machine, count: number, guards = 0): number {
  const space = kernelSpace(m);
  const first = findPages(space, count + guards + 2);
  if (first === undefined) raiseStatus(STATUS.STATUS_INSUFFICIENT_RESOURCES);
  if (m.memory.framesMax - m.memory.framesInUse < count) raiseStatus(STATUS.STATUS_NO_MEMORY);
  for (let page = first; page < first + count + guards; page++) setPageBit(space, page, true);
  const start = PAGES_BASE + (first + guards) * PAGE_SIZE;
  for (let i = 0; i < count; i++) mapKernelPage(m, start + i * PAGE_SIZE);
  return start;
}

/** Gives back a run of pages from its first mapped one on, with the unmapped ones before it. */
export function freePages(m: Machine, address: number): void {
  const space = kernelSpace(m);
  let page = (address - PAGES_BASE) >>> PAGE_SHIFT;
  for (let guard = page - 1; guard >= 0 && pageBit(space, guard) && !isMapped(space, guard); guard--) {
    setPageBit(space, guard, false);
  }
  for (; page < PAGES && pageBit(space, page); page++) {
    const at = PAGES_BASE + page * PAGE_SIZE;
    const pte = space.pte(at);
    space.setPte(at, 0);
    m.memory.freeFrame(pte >>> PAGE_SHIFT);
    setPageBit(space, page, false);
  }
}

function isMapped(space: Space, page: number): boolean {
  return (space.pte(PAGES_BASE + page * PAGE_SIZE) & PTE_PRESENT) !== 0;
}

function findPages(space: Space, count: number): number | undefined {
  let run = 0;
  for (let page = 0; page < PAGES; page++) {
    if ((page & 31) === 0 && run === 0 && space.u32(PAGES_BITMAP + (page >>> 3)) === 0xffffffff) {
      page += 31;
      continue;
    }
    run = pageBit(space, page) ? 0 : run + 1;
    // The first and the last page of what was found stay unused, so that runs never touch.
    if (run === count) return page - count + 2;
  }
  return undefined;
}

function pageBit(space: Space, page: number): boolean {
  return ((space.u32(PAGES_BITMAP + ((page >>> 5) << 2)) >>> (page & 31)) & 1) === 1;
}

function setPageBit(space: Space, page: number, set: boolean): void {
  const at = PAGES_BITMAP + ((page >>> 5) << 2);
  const bit = 1 << (page & 31);
  space.setU32(at, set ? space.u32(at) | bit : space.u32(at) & ~bit);
}

function tagValue(tag: string): number {
  let value = 0;
  for (let i = 3; i >= 0; i--) value = (value << 8) | (tag.charCodeAt(i) || 0x20);
  return value >>> 0;
}
