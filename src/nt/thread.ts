/**
 * Threads of a running process: made (kernel stack, id, user stack with guard page, TEB, first context), and what remains of
 * them taken away: user stack and TEB when the thread ends, kernel stack and id when nobody refers to it any more.
 */
import type { Machine } from '../machine/machine.ts';
import { PAGE_SIZE } from '../machine/memory.ts';
import { ExDestroyClientId } from './handle.ts';
import { globals, kernelSpace } from './kernel.ts';
import { STATUS } from './ntstatus.ts';
import { ObDereferenceObject, ObjectType, onDelete } from './object.ts';
import { freePages } from './pool.ts';
import {
  createTeb,
  createThreadObject,
  createUserStack,
  insertThread,
  memoryOfProcess,
  prepareUserThread,
  type UserStack,
} from './process.ts';
import { raiseStatus } from './raise.ts';
import { MMVAD } from './structs/mm.ts';
import { TEB } from './structs/peb.ts';
import { EPROCESS, ETHREAD } from './structs/ps.ts';
import { MiLocateAddress, vadAnchor, vadConflict } from './vad.ts';
import { findFreeRange, type Memory, release } from './virtual-memory.ts';

const FIRST_TEB = 0x7ffdf000;
const LOWEST_TEB = 0x7f000000;
const MEGABYTE = 0x100000;
/** What an EXE without a readable header would have had. */
const DEFAULT_STACK = { reserve: MEGABYTE, commit: 0x1000 };

/** What the creator says of the new thread; 0 means: as the EXE's header has it. */
export interface ThreadStart {
  readonly start: number;
  readonly parameter: number;
  readonly stackCommit: number;
  readonly stackReserve: number;
}

/** A thread that could run: State Initialized, nowhere queued. Raises when memory or room is short, and leaves nothing behind. */
export function PspCreateThread(m: Machine, process: EPROCESS, how: ThreadStart): ETHREAD {
  if (process.ProcessExiting) raiseStatus(STATUS.STATUS_PROCESS_IS_TERMINATING);
  const v = memoryOfProcess(m, process);
  const thread = createThreadObject(m, process);
  let stack: UserStack | undefined;
  try {
    stack = makeStack(v, how);
    insertThread(m, process, thread);
    createTeb(v, process, thread, tebAddress(v), stack, false);
    prepareUserThread(v, thread, stack, how.start, how.parameter);
    return thread;
  } catch (thrown) {
    if (stack) releaseRegion(v, stack.deallocation);
    abandon(m, process, thread);
    throw thrown;
  }
}

/** A thread that never came to be. */
function abandon(m: Machine, process: EPROCESS, thread: ETHREAD): void {
  if (thread.ThreadInserted) removeThread(m, process, thread);
  freeUserMemory(m, thread);
  ObDereferenceObject(m, thread.address);
}

function makeStack(v: Memory, how: ThreadStart): UserStack {
  const header = stackOfImage(v);
  const commit = how.stackCommit === 0 ? header.commit : how.stackCommit;
  const wanted = how.stackReserve === 0 ? header.reserve : how.stackReserve;
  const reserve = commit >= wanted ? Math.ceil((commit + 0x2000) / MEGABYTE) * MEGABYTE : wanted;
  const size = Math.ceil(reserve / 0x10000) * 0x10000;
  const at = size > 0x7fff0000 ? undefined : findFreeRange(v, size);
  if (at === undefined) raiseStatus(STATUS.STATUS_NO_MEMORY);
  try {
    return createUserStack(v, size, commit, at);
  } catch (thrown) {
    releaseRegion(v, at);
    throw thrown;
  }
}

/** Stack sizes from the EXE's header. */
function stackOfImage(v: Memory): { reserve: number; commit: number } {
  const base = v.process.SectionBaseAddress;
  const header = base + (v.space.tryU32(base + 0x3c) ?? 0);
  const reserve = v.space.tryU32(header + 0x60);
  const commit = v.space.tryU32(header + 0x64);
  return reserve === undefined || commit === undefined ? DEFAULT_STACK : { reserve, commit };
}

/** The highest free page at or below where the first thread's TEB lies. */
function tebAddress(v: Memory): number {
  const kernel = kernelSpace(v.m);
  const anchor = vadAnchor(v.process);
  for (let at = FIRST_TEB; at > LOWEST_TEB; at -= PAGE_SIZE) {
    if (!vadConflict(kernel, anchor, at >>> 12, at >>> 12)) return at;
  }
  return raiseStatus(STATUS.STATUS_NO_MEMORY);
}

/** Takes a thread out of its process's lists. */
export function removeThread(m: Machine, process: EPROCESS, thread: ETHREAD): void {
  const space = kernelSpace(m);
  for (const entry of [thread.ThreadListEntry.address, thread.Tcb.ThreadListEntry.address]) {
    const next = space.u32(entry);
    const previous = space.u32(entry + 4);
    space.setU32(previous, next);
    space.setU32(next + 4, previous);
    space.setU32(entry, entry);
    space.setU32(entry + 4, entry);
  }
  process.ActiveThreads -= 1;
  thread.ThreadInserted = 0;
}

/** Gives the user stack and the TEB of a thread back. */
export function freeUserMemory(m: Machine, thread: ETHREAD): void {
  const address = thread.Tcb.Teb;
  if (address === 0) return;
  const v = memoryOfProcess(m, EPROCESS.at(kernelSpace(m), thread.Tcb.Process));
  const stack = v.space.tryU32(address + TEB.offsetOf('DeallocationStack'));
  thread.Tcb.Teb = 0;
  // A program can have written anything into its TEB: only what is a private region of its own is released.
  if (stack !== undefined) releaseRegion(v, stack);
  releaseRegion(v, address);
}

function releaseRegion(v: Memory, base: number): void {
  const kernel = kernelSpace(v.m);
  const node = MiLocateAddress(kernel, vadAnchor(v.process), base >>> 12);
  if (node === 0) return;
  const vad = MMVAD.at(kernel, node);
  if (!vad.PrivateMemory || vad.StartingVpn !== base >>> 12) return;
  release(v, vad, base, vad.EndingVpn * PAGE_SIZE + PAGE_SIZE - 1);
}

onDelete(ObjectType.Thread, (m, body) => {
  const space = kernelSpace(m);
  const thread = ETHREAD.at(space, body);
  const id = thread.Cid.UniqueThread;
  if (id !== 0) ExDestroyClientId(m, globals(space).PspCidTable, id);
  freePages(m, thread.Tcb.StackLimit);
  ObDereferenceObject(m, thread.Tcb.Process);
});
