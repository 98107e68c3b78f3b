/**
 * Reserving, committing, protecting, freeing and asking about a process's user memory.
 *
 * A region is a VAD; whether a page of it is committed, and how it is protected, stands in its page-table entry (0: reserved
 * only). Committed pages are charged against a limit that is smaller than physical memory, so a committed page never lacks a
 * frame. Checks come first: a call that fails has changed nothing.
 */
import type { Machine } from '../machine/machine.ts';
import { PAGE_SHIFT, PAGE_SIZE } from '../machine/memory.ts';
import type { ReadSpace, Space } from '../machine/space.ts';
import { globals, HIGHEST_USER_ADDRESS, kernelSpace, LOWEST_USER_ADDRESS, PTE_BASE } from './kernel.ts';
import { STATUS } from './ntstatus.ts';
import { ExAllocatePoolWithTag, ExFreePool } from './pool.ts';
import {
  frameOf,
  isCopyOnWrite,
  MM_EXECUTE_READWRITE,
  MM_GUARD_PAGE,
  MM_READWRITE,
  pageProtect,
  protectionOf,
  pteDemandZero,
  pteWithFrame,
} from './pte.ts';
import { raiseStatus } from './raise.ts';
import { MMVAD, MMVAD_SHORT } from './structs/mm.ts';
import type { EPROCESS } from './structs/ps.ts';
import { MiInsertVad, MiLocateAddress, MiRemoveVad, nextVad, vadAnchor, vadConflict, vadFrom } from './vad.ts';

export const MEM_COMMIT = 0x1000;
export const MEM_RESERVE = 0x2000;
export const MEM_DECOMMIT = 0x4000;
export const MEM_RELEASE = 0x8000;
export const MEM_FREE = 0x10000;
export const MEM_PRIVATE = 0x20000;
export const MEM_MAPPED = 0x40000;
export const MEM_RESET = 0x80000;
export const MEM_TOP_DOWN = 0x100000;
export const MEM_IMAGE = 0x1000000;

/** VadType of a view of an image. */
export const VadImageMap = 2;
export const ALLOCATION_GRANULARITY = 0x10000;

/** A process's memory as these functions take it. */
export interface Memory {
  readonly m: Machine;
  readonly process: EPROCESS;
  readonly space: Space;
}

/** What one page table maps. */
const TABLE_SPAN = 0x400000;
const PDE_BASE = 0xc0300000;

const vpn = (address: number): number => address >>> PAGE_SHIFT;
const alignDown = (address: number, to: number): number => address - (address % to);
const alignUp = (address: number, to: number): number => Math.ceil(address / to) * to;

/** The lowest (or, top down, highest) free range of `size` bytes at or below `highest`, or undefined. */
export function findFreeRange(
  v: Memory,
  size: number,
  topDown = false,
  highest = HIGHEST_USER_ADDRESS,
): number | undefined {
  const kernel = kernelSpace(v.m);
  const anchor = vadAnchor(v.process);
  let free = LOWEST_USER_ADDRESS;
  let best: number | undefined;
  let node = vadFrom(kernel, anchor, 0);
  for (;;) {
    const end = node === 0 ? highest + 1 : Math.min(highest + 1, kernel.u32(node + 12) * PAGE_SIZE);
    if (end - free >= size) {
      if (!topDown) return free;
      const start = alignDown(end - size, ALLOCATION_GRANULARITY);
      if (start >= free) best = start;
    }
    if (node === 0) return best;
    free = Math.max(free, alignUp((kernel.u32(node + 16) + 1) * PAGE_SIZE, ALLOCATION_GRANULARITY));
    node = nextVad(kernel, anchor, node);
  }
}

/** Links a private region for `start`..`end` (inclusive, page-aligned) and returns it. */
export function makeVad(v: Memory, start: number, end: number, protection: number, isView = false): MMVAD {
  const size = isView ? MMVAD.size : MMVAD_SHORT.size;
  const address = ExAllocatePoolWithTag(v.m, size, isView ? 'Vad ' : 'VadS');
  const kernel = kernelSpace(v.m);
  const vad = MMVAD.at(kernel, address);
  vad.StartingVpn = vpn(start);
  vad.EndingVpn = vpn(end);
  vad.Protection = protection;
  vad.PrivateMemory = isView ? 0 : 1;
  MiInsertVad(kernel, vadAnchor(v.process), address);
  v.process.VirtualSize += end + 1 - start;
  v.process.PeakVirtualSize = Math.max(v.process.PeakVirtualSize, v.process.VirtualSize);
  return vad;
}

/** Raises when `pages` more cannot be committed; else they are charged. */
export function chargeCommit(v: Memory, pages: number): void {
  const g = globals(kernelSpace(v.m));
  if (g.MmTotalCommittedPages + pages > g.MmTotalCommitLimit) raiseStatus(STATUS.STATUS_COMMITMENT_LIMIT);
  g.MmTotalCommittedPages += pages;
  v.process.CommitCharge += pages;
  v.process.CommitChargePeak = Math.max(v.process.CommitChargePeak, v.process.CommitCharge);
}

function returnCommit(v: Memory, pages: number): void {
  const g = globals(kernelSpace(v.m));
  g.MmTotalCommittedPages -= pages;
  v.process.CommitCharge -= pages;
}

function isCommitted(pte: number): boolean {
  return pte !== 0 && protectionOf(pte) !== MM_GUARD_PAGE;
}

/** Reserves `size` bytes at `base` (0: anywhere). Returns the region. */
export function reserve(
  v: Memory,
  base: number,
  size: number,
  protection: number,
  topDown: boolean,
  highest?: number,
): MMVAD {
  const kernel = kernelSpace(v.m);
  if (base === 0) {
    const whole = alignUp(size, PAGE_SIZE);
    const start = findFreeRange(v, whole, topDown, highest);
    if (start === undefined) raiseStatus(STATUS.STATUS_NO_MEMORY);
    return makeVad(v, start, start + whole - 1, protection);
  }
  const start = alignDown(base, ALLOCATION_GRANULARITY);
  const end = alignUp(base + size, PAGE_SIZE) - 1;
  if (start < LOWEST_USER_ADDRESS || end > HIGHEST_USER_ADDRESS) raiseStatus(STATUS.STATUS_INVALID_PARAMETER_2);
  if (vadConflict(kernel, vadAnchor(v.process), vpn(start), vpn(end))) raiseStatus(STATUS.STATUS_CONFLICTING_ADDRESSES);
  return makeVad(v, start, end, protection);
}

/** Commits the pages `start`..`end` (inclusive) of one region with `protection`. */
export function commit(v: Memory, start: number, end: number, protection: number): void {
  let pages = 0;
  for (let at = start; at <= end; at += PAGE_SIZE) if (!isCommitted(v.space.pte(at))) pages++;
  chargeCommit(v, pages);
  for (let at = start; at <= end; at += PAGE_SIZE) {
    const pte = v.space.pte(at);
    if (isCommitted(pte)) setProtection(v, at, pte, protection);
    else if (!v.space.setPte(at, pteDemandZero(protection))) raiseStatus(STATUS.STATUS_NO_MEMORY);
  }
}

/** The next page behind `at` that may have an entry other than 0: a missing page table is skipped as a whole. */
function nextPage(view: PteView, at: number): number {
  const next = at + PAGE_SIZE;
  return next % TABLE_SPAN === 0 && !view.hasTable(next) ? skipTables(view, next) : next;
}

function skipTables(view: PteView, from: number): number {
  let at = from;
  while (at <= HIGHEST_USER_ADDRESS && !view.hasTable(at)) at += TABLE_SPAN;
  return at;
}

/** A view of page tables through where they map themselves. */
export function pteView(space: ReadSpace): PteView {
  return {
    pte: (address) => space.tryU32(PTE_BASE + (address >>> PAGE_SHIFT) * 4) ?? 0,
    hasTable: (address) => ((space.tryU32(PDE_BASE + (address >>> 22) * 4) ?? 0) & 1) === 1,
  };
}

function setProtection(v: Memory, at: number, pte: number, protection: number): void {
  const frame = frameOf(pte);
  v.space.setPte(at, frame === undefined ? pteDemandZero(protection) : pteWithFrame(frame, protection));
}

/** The region that contains all of `start`..`end` (inclusive); raises `otherwise` when there is none. */
export function regionOf(v: Memory, start: number, end: number, otherwise: number): MMVAD {
  const kernel = kernelSpace(v.m);
  const node = MiLocateAddress(kernel, vadAnchor(v.process), vpn(start));
  if (node === 0) raiseStatus(otherwise);
  const vad = MMVAD.at(kernel, node);
  if (vad.EndingVpn < vpn(end)) raiseStatus(STATUS.STATUS_CONFLICTING_ADDRESSES);
  return vad;
}

/** Takes the pages `start`..`end` (inclusive) away: decommitted when the region stays, else nothing at all. */
export function uncommit(v: Memory, start: number, end: number, remains: boolean): void {
  const view = pteView(v.space);
  let pages = 0;
  for (
    let at = view.hasTable(start) ? start : skipTables(view, alignDown(start, TABLE_SPAN));
    at <= end;
    at = nextPage(view, at)
  ) {
    const pte = v.space.pte(at);
    if (pte === 0) continue;
    if (isCommitted(pte)) pages++;
    const frame = frameOf(pte);
    v.space.setPte(at, remains ? pteDemandZero(MM_GUARD_PAGE) : 0);
    if (frame !== undefined) v.m.memory.freeFrame(frame);
  }
  returnCommit(v, pages);
}

/** Releases `start`..`end` (inclusive), all or a part of `vad`: the region shrinks, splits or goes. */
export function release(v: Memory, vad: MMVAD, start: number, end: number): void {
  const kernel = kernelSpace(v.m);
  const anchor = vadAnchor(v.process);
  const low = vad.StartingVpn;
  const high = vad.EndingVpn;
  uncommit(v, start, end, false);
  v.process.VirtualSize -= end + 1 - start;
  if (vpn(start) === low && vpn(end) === high) {
    MiRemoveVad(kernel, anchor, vad.address);
    ExFreePool(v.m, vad.address);
    return;
  }
  if (vpn(start) === low) {
    vad.StartingVpn = vpn(end) + 1;
    return;
  }
  vad.EndingVpn = vpn(start) - 1;
  if (vpn(end) === high) return;
  v.process.VirtualSize -= (high - vpn(end)) * PAGE_SIZE;
  makeVad(v, (vpn(end) + 1) * PAGE_SIZE, (high + 1) * PAGE_SIZE - 1, vad.Protection);
}

/** Changes the protection of committed pages and returns the old PAGE_… of the first. */
export function protect(v: Memory, start: number, end: number, protection: number): number {
  const vad = regionOf(v, start, end, STATUS.STATUS_CONFLICTING_ADDRESSES);
  for (let at = start; at <= end; at += PAGE_SIZE) {
    if (!isCommitted(v.space.pte(at))) raiseStatus(STATUS.STATUS_NOT_COMMITTED);
  }
  const old = pageProtect(protectionOf(v.space.pte(start)));
  const isImage = vad.VadType === VadImageMap;
  if (!isImage && isCopyOnWrite(protection)) raiseStatus(STATUS.STATUS_INVALID_PAGE_PROTECTION);
  for (let at = start; at <= end; at += PAGE_SIZE) {
    const pte = v.space.pte(at);
    setProtection(v, at, pte, isImage ? ofImage(pte, protection) : protection);
  }
  return old;
}

/** In an image a page becomes writable as a copy, unless it is the process's own already. */
function ofImage(pte: number, protection: number): number {
  const low = protection & 7;
  const isOwn = (protectionOf(pte) & 7) === MM_READWRITE || (protectionOf(pte) & 7) === MM_EXECUTE_READWRITE;
  if (isOwn) return isCopyOnWrite(protection) ? protection - 1 : protection;
  return low === MM_READWRITE || low === MM_EXECUTE_READWRITE ? protection + 1 : protection;
}

/** A run of pages alike: what VirtualQuery tells of an address. */
export interface Region {
  readonly base: number;
  readonly allocationBase: number;
  readonly allocationProtect: number;
  readonly size: number;
  readonly state: number;
  readonly protect: number;
  readonly type: number;
}

/** The run of pages alike that begins at the page of `address`. */
export function queryRegion(kernel: ReadSpace, process: EPROCESS, view: PteView, address: number): Region {
  const base = alignDown(address, PAGE_SIZE);
  const anchor = vadAnchor(process);
  const node = MiLocateAddress(kernel, anchor, vpn(base));
  if (node === 0) {
    const next = vadFrom(kernel, anchor, vpn(base));
    const end = next === 0 ? HIGHEST_USER_ADDRESS + 1 : kernel.u32(next + 12) * PAGE_SIZE;
    const free = { allocationBase: 0, allocationProtect: 0, state: MEM_FREE, protect: 0x01, type: 0 };
    return { base, size: end - base, ...free };
  }
  const vad = MMVAD.at(kernel, node);
  const end = (vad.EndingVpn + 1) * PAGE_SIZE;
  const kind = pageKind(view.pte(base));
  let at = kind === 0 ? nextPage(view, base) : base + PAGE_SIZE;
  while (at < end && pageKind(view.pte(at)) === kind) at = kind === 0 ? nextPage(view, at) : at + PAGE_SIZE;
  at = Math.min(at, end);
  return {
    base,
    allocationBase: vad.StartingVpn * PAGE_SIZE,
    allocationProtect: pageProtect(vad.Protection),
    size: at - base,
    state: kind === 0 ? MEM_RESERVE : MEM_COMMIT,
    protect: kind,
    type: vad.VadType === VadImageMap ? MEM_IMAGE : vad.PrivateMemory ? MEM_PRIVATE : MEM_MAPPED,
  };
}

/** Anything whose page-table entries can be asked. */
export interface PteView {
  pte(address: number): number;
  /** False where not even a page table is. */
  hasTable(address: number): boolean;
}

/** PAGE_… of a committed page, 0 for one that is not. */
function pageKind(pte: number): number {
  return isCommitted(pte) ? pageProtect(protectionOf(pte)) : 0;
}
