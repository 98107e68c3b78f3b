/**
 * Who runs. Ready threads hang in 32 lists by priority in a processor's KPRCB; ReadySummary has a bit for each list that is
 * not empty. A thread runs until it waits, a higher one becomes ready, or its quantum ends at a clock tick.
 *
 * Kernel functions run between two instructions, so switching is: save the registers in the old thread's trap frame, load
 * the new one's. An idle processor is halted and its CurrentThread is its idle thread.
 */
import type { Machine } from '../machine/machine.ts';
import type { Processor } from '../machine/processor.ts';
import type { Space } from '../machine/space.ts';
import { loadFpu, loadFrame, saveFpu, saveFrame } from './context.ts';
import { kernelSpace, pcrOf } from './kernel.ts';
import { InsertHeadList, InsertTailList, IsListEmpty, RemoveEntryList } from './list.ts';
import { type KPRCB, KPROCESS, KTHREAD } from './structs/ke.ts';

export const ThreadState = {
  Initialized: 0,
  Ready: 1,
  Running: 2,
  Standby: 3,
  Terminated: 4,
  Waiting: 5,
  Transition: 6,
  DeferredReady: 7,
} as const;

/** One clock tick of 15.625 ms, in units of 100 ns; an instruction is one unit. */
export const TICK_100NS = 156_250;
const WAIT_LIST_ENTRY = KTHREAD.offsetOf('WaitListEntry');

/** Makes a thread ready: it runs at once where a processor is idle or does something less urgent, else it queues. */
export function KiReadyThread(m: Machine, thread: KTHREAD, toHead = false): void {
  const space = kernelSpace(m);
  thread.State = ThreadState.Ready;
  thread.WaitTime = Math.floor(m.time100ns / TICK_100NS) >>> 0;
  const idle = m.processors.find((p) => pcrOf(space, p.index).PrcbData.CurrentThread === idleThread(space, p.index));
  if (idle) {
    KiSwapContext(m, idle, thread);
    return;
  }
  const victim = preemptible(m, space, thread.Priority);
  if (!victim) {
    queueReady(space, pcrOf(space, thread.IdealProcessor % m.processors.length).PrcbData, thread, toHead);
    return;
  }
  const current = KTHREAD.at(space, pcrOf(space, victim.index).PrcbData.CurrentThread);
  current.Preempted = 1;
  suspendRunning(m, victim, current);
  queueReady(space, pcrOf(space, victim.index).PrcbData, current, true);
  KiSwapContext(m, victim, thread);
}

function idleThread(space: Space, index: number): number {
  return pcrOf(space, index).PrcbData.IdleThread;
}

/** A processor that runs something of lower priority. */
function preemptible(m: Machine, space: Space, priority: number): Processor | undefined {
  return m.processors.find((p) => KTHREAD.at(space, pcrOf(space, p.index).PrcbData.CurrentThread).Priority < priority);
}

function queueReady(space: Space, prcb: KPRCB, thread: KTHREAD, toHead: boolean): void {
  const priority = thread.Priority & 31;
  const head = prcb.DispatcherReadyListHead.addressOf(priority);
  thread.State = ThreadState.Ready;
  if (toHead) InsertHeadList(space, head, thread.WaitListEntry.address);
  else InsertTailList(space, head, thread.WaitListEntry.address);
  prcb.ReadySummary = (prcb.ReadySummary | (1 << priority)) >>> 0;
}

/** Takes a thread that is Ready out of its queue. */
export function removeReady(m: Machine, thread: KTHREAD): void {
  const space = kernelSpace(m);
  RemoveEntryList(space, thread.WaitListEntry.address);
  for (const p of m.processors) {
    const prcb = pcrOf(space, p.index).PrcbData;
    const priority = thread.Priority & 31;
    if (IsListEmpty(space, prcb.DispatcherReadyListHead.addressOf(priority))) clearReadyBit(prcb, priority);
  }
}

function clearReadyBit(prcb: KPRCB, priority: number): void {
  prcb.ReadySummary = (prcb.ReadySummary & ~(1 << priority)) >>> 0;
}

/** Takes the first ready thread of the highest list at or above `lowest`, on this processor or (when it has none) another. */
export function KiSelectReadyThread(m: Machine, p: Processor, lowest: number): KTHREAD | undefined {
  const space = kernelSpace(m);
  const order = [p, ...m.processors.filter((other) => other !== p)];
  for (const candidate of order) {
    const prcb = pcrOf(space, candidate.index).PrcbData;
    const summary = (prcb.ReadySummary & (~0 << lowest)) >>> 0;
    if (summary === 0) continue;
    const priority = 31 - Math.clz32(summary);
    const head = prcb.DispatcherReadyListHead.addressOf(priority);
    const entry = space.u32(head);
    RemoveEntryList(space, entry);
    if (IsListEmpty(space, head)) clearReadyBit(prcb, priority);
    return KTHREAD.at(space, entry - WAIT_LIST_ENTRY);
  }
  return undefined;
}

function suspendRunning(m: Machine, p: Processor, thread: KTHREAD): void {
  const space = kernelSpace(m);
  saveFrame(p, space, thread, p.eip);
  saveFpu(p, space, thread);
}

/** The running thread of `p` has stopped to run (its State says why): another one takes over, or the processor idles. */
export function KiSwapThread(m: Machine, p: Processor): void {
  const space = kernelSpace(m);
  const prcb = pcrOf(space, p.index).PrcbData;
  const current = KTHREAD.at(space, prcb.CurrentThread);
  if (current.State !== ThreadState.Terminated) suspendRunning(m, p, current);
  const next = KiSelectReadyThread(m, p, 0);
  if (next) {
    KiSwapContext(m, p, next);
    return;
  }
  prcb.CurrentThread = prcb.IdleThread;
  p.halted = true;
}

/** Lets `p` run `thread`, whose registers are in its trap frame. */
function KiSwapContext(m: Machine, p: Processor, thread: KTHREAD): void {
  const space = kernelSpace(m);
  const pcr = pcrOf(space, p.index);
  const prcb = pcr.PrcbData;
  prcb.CurrentThread = thread.address;
  thread.State = ThreadState.Running;
  thread.NextProcessor = p.index;
  thread.Preempted = 0;
  thread.ContextSwitches += 1;
  pcr.NtTib.Self = thread.Teb;
  thread.QuantumTarget = BigInt(m.time100ns) + BigInt(Math.trunc((thread.QuantumReset * TICK_100NS) / 3));
  const directory = KPROCESS.at(space, thread.Process).DirectoryTableBase;
  if (directory !== 0) m.setDirectory(p, directory);
  p.fsBase = thread.Teb;
  loadFrame(p, space, thread);
  loadFpu(p, space, thread);
  p.halted = false;
}

/** True when a thread of at least this one's priority is ready. */
export function hasRival(m: Machine, thread: KTHREAD): boolean {
  const space = kernelSpace(m);
  return m.processors.some((p) => pcrOf(space, p.index).PrcbData.ReadySummary >>> Math.max(0, thread.Priority) !== 0);
}

/** Lets the next thread of at least the same priority run, the current one queues behind. False: there is none. */
export function KiYield(m: Machine, p: Processor): boolean {
  const space = kernelSpace(m);
  const prcb = pcrOf(space, p.index).PrcbData;
  const current = KTHREAD.at(space, prcb.CurrentThread);
  const next = KiSelectReadyThread(m, p, Math.max(0, current.Priority));
  if (!next) return false;
  suspendRunning(m, p, current);
  queueReady(space, prcb, current, false);
  KiSwapContext(m, p, next);
  return true;
}

/** At a clock tick: whoever has used up the quantum makes place for a thread of the same priority. */
export function KiQuantumEnd(m: Machine, p: Processor): void {
  const space = kernelSpace(m);
  const prcb = pcrOf(space, p.index).PrcbData;
  if (prcb.CurrentThread === prcb.IdleThread) return;
  const current = KTHREAD.at(space, prcb.CurrentThread);
  if (BigInt(m.time100ns) < current.QuantumTarget) return;
  current.Priority = Math.max(current.BasePriority, current.Priority - current.PriorityDecrement - 1);
  current.PriorityDecrement = 0;
  current.QuantumTarget = BigInt(m.time100ns) + BigInt(Math.trunc((current.QuantumReset * TICK_100NS) / 3));
  KiYield(m, p);
}
