/**
 * Page faults: a page of zeros on first touch, a page of one's own on the first write to a shared one, the growth of a stack
 * when its guard page is touched; all else becomes a status that the exception dispatcher delivers.
 */
import { PAGE_SHIFT, PAGE_SIZE } from '../machine/memory.ts';
import { PTE_COPY_ON_WRITE, PTE_PRESENT, PTE_USER, PTE_WRITE, type Space } from '../machine/space.ts';
import { type Caller, globals, HIGHEST_USER_ADDRESS, logPlace, pcrOf } from './kernel.ts';
import { STATUS } from './ntstatus.ts';
import {
  afterCopy,
  frameOf,
  isCopyOnWrite,
  isGuard,
  isWritable,
  MM_GUARD_PAGE,
  MM_NOACCESS,
  MM_READWRITE,
  protectionOf,
  pteDemandZero,
  pteWithFrame,
} from './pte.ts';
import { TEB } from './structs/peb.ts';

/** Deals with an access to a user page that the processor refused. STATUS_SUCCESS: the access works now. */
export function MmAccessFault(c: Caller, address: number, write: boolean): number {
  if (address > HIGHEST_USER_ADDRESS) return STATUS.STATUS_ACCESS_VIOLATION;
  const pte = c.space.pte(address);
  if (pte & PTE_PRESENT) return validPageFault(c, address, pte, write);
  const protection = protectionOf(pte);
  if (pte === 0 || protection === 0 || protection === MM_NOACCESS || protection === MM_GUARD_PAGE) {
    return STATUS.STATUS_ACCESS_VIOLATION;
  }
  if (isGuard(protection)) return guardPageFault(c, address, pte);
  if (write && !isWritable(protection) && !isCopyOnWrite(protection)) return STATUS.STATUS_ACCESS_VIOLATION;
  const final = write ? afterCopy(protection) : protection;
  if (!bringIn(c.m.memory, c.space, address, final)) return outOfFrames(c);
  note(c, address, 'demand-zero');
  return STATUS.STATUS_SUCCESS;
}

/** Gives a committed page its frame, with this protection. False when there is no frame. */
export function bringIn(memory: Caller['m']['memory'], space: Space, address: number, protection: number): boolean {
  const frame = frameOf(space.pte(address)) ?? memory.allocateFrame();
  if (frame === undefined) return false;
  return space.setPte(address, pteWithFrame(frame, protection));
}

/** Makes a shared page that is written for the first time the process's own. */
export function breakCopyOnWrite(space: Space, address: number): void {
  const pte = space.pte(address);
  space.setPte(address, pteWithFrame(pte >>> PAGE_SHIFT, afterCopy(protectionOf(pte))));
}

function validPageFault(c: Caller, address: number, pte: number, write: boolean): number {
  if (!(pte & PTE_USER)) return STATUS.STATUS_ACCESS_VIOLATION;
  if (!write || pte & PTE_WRITE) return STATUS.STATUS_SUCCESS;
  if (!(pte & PTE_COPY_ON_WRITE)) return STATUS.STATUS_ACCESS_VIOLATION;
  breakCopyOnWrite(c.space, address);
  note(c, address, 'copy-on-write');
  return STATUS.STATUS_SUCCESS;
}

/** The guard bit works once: it is gone now. In one's own stack it means growth, anywhere else an exception. */
function guardPageFault(c: Caller, address: number, pte: number): number {
  const protection = protectionOf(pte) & ~MM_GUARD_PAGE;
  const frame = frameOf(pte);
  c.space.setPte(address, frame === undefined ? pteDemandZero(protection) : pteWithFrame(frame, protection));
  const status = MiCheckForUserStackOverflow(c, address);
  note(c, address, status === STATUS.STATUS_GUARD_PAGE_VIOLATION ? 'guard' : 'stack growth');
  if (status !== STATUS.STATUS_SUCCESS) return status;
  return bringIn(c.m.memory, c.space, address, protection) ? STATUS.STATUS_SUCCESS : outOfFrames(c);
}

/**
 * Moves the guard of the current thread's stack one page down. When the next guard would be the lowest page of the
 * reserve, which is never committed, the rest becomes usable for the handler and the answer is STATUS_STACK_OVERFLOW.
 */
function MiCheckForUserStackOverflow(c: Caller, address: number): number {
  const teb = TEB.at(c.space, c.thread.Tcb.Teb);
  if (c.thread.Tcb.Teb === 0 || c.space.tryU32(teb.address) === undefined) return STATUS.STATUS_GUARD_PAGE_VIOLATION;
  const low = (teb.DeallocationStack & ~0xfff) >>> 0;
  if (address >= teb.NtTib.StackBase || address < low) return STATUS.STATUS_GUARD_PAGE_VIOLATION;
  const page = (address & ~0xfff) >>> 0;
  const guaranteed = Math.min(Math.ceil(teb.GuaranteedStackBytes / PAGE_SIZE), 16) * PAGE_SIZE;
  const next = page - PAGE_SIZE;
  if (next - guaranteed <= low) {
    for (let at = low + PAGE_SIZE; at < page; at += PAGE_SIZE) commitStackPage(c, at, MM_READWRITE);
    teb.NtTib.StackLimit = Math.min(page, low + PAGE_SIZE);
    return STATUS.STATUS_STACK_OVERFLOW;
  }
  if (!commitStackPage(c, next, MM_READWRITE | MM_GUARD_PAGE)) return STATUS.STATUS_STACK_OVERFLOW;
  teb.NtTib.StackLimit = page;
  return STATUS.STATUS_SUCCESS;
}

/** A page that an earlier overflow has committed keeps its contents and takes the protection. */
function commitStackPage(c: Caller, address: number, protection: number): boolean {
  const pte = c.space.pte(address);
  if (pte !== 0 && protectionOf(pte) !== MM_GUARD_PAGE) {
    const frame = frameOf(pte);
    return c.space.setPte(address, frame === undefined ? pteDemandZero(protection) : pteWithFrame(frame, protection));
  }
  const g = globals(c.kernel);
  if (g.MmTotalCommittedPages >= g.MmTotalCommitLimit) return false;
  if (!c.space.setPte(address, pteDemandZero(protection))) return false;
  g.MmTotalCommittedPages += 1;
  c.process.CommitCharge += 1;
  return true;
}

function outOfFrames(c: Caller): number {
  c.m.stop = { kind: 'budget', what: 'memory' };
  return STATUS.STATUS_NO_MEMORY;
}

function note(c: Caller, address: number, what: 'demand-zero' | 'guard' | 'stack growth' | 'copy-on-write'): void {
  const prcb = pcrOf(c.kernel, c.p.index).PrcbData;
  prcb.MmPageFaultCount += 1;
  if (what === 'demand-zero') prcb.MmDemandZeroCount += 1;
  if (what === 'copy-on-write') prcb.MmCopyOnWriteCount += 1;
  c.m.log.append({ ...logPlace(c), kind: 'pageFault', address, what });
}
