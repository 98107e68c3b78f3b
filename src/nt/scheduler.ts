/**
 * Who runs. A thread that becomes ready is given a processor (KiDeferredReadyThread): an idle one, or one that does something less
 * urgent, else it queues. Who was chosen is the processor's NextThread, State Standby, until the end of the kernel entry,
 * where KiDispatchInterrupt switches: so a service that wakes somebody still finishes first.
 *
 * Kernel functions run between two instructions, so switching is: save the registers in the old thread's trap frame, load the
 * new one's. An idle processor is halted and its CurrentThread is its idle thread. What must hold between instructions: no
 * thread is Standby or DeferredReady, and each processor's CurrentThread is Running.
 */
import type { Machine } from '../machine/machine.ts';
import type { Processor } from '../machine/processor.ts';
import type { Space } from '../machine/space.ts';
import { loadFpu, loadFrame, saveFpu, saveFrame } from './context.ts';
import { globals, kernelSpace, pcrOf } from './kernel.ts';
import { applyBoost, idOf, KiComputeNewPriority, LOW_REALTIME_PRIORITY, refillQuantum } from './quantum.ts';
import {
  KiSearchForNewThread,
  KiSelectReadyThread,
  KxQueueReadyThread,
  prcbOf,
  queuedThreads,
  removeReady,
  ThreadState,
} from './ready-queue.ts';
import { type KPRCB, KPROCESS, KTHREAD } from './structs/ke.ts';

export { TICK_100NS } from './quantum.ts';
export { removeReady, ThreadState } from './ready-queue.ts';

/** Why a processor went from one thread to another. */
export type SwitchReason = 'quantum end' | 'preempted' | 'wait' | 'yield' | 'exit' | 'ready' | 'forced';

const stateNames = ['Initialized', 'Ready', 'Running', 'Standby', 'Terminated', 'Waiting', 'Transition'] as const;

/** Makes a thread ready. It runs when the kernel entry ends, or when its turn comes. */
export function KiReadyThread(m: Machine, thread: KTHREAD): void {
  const space = kernelSpace(m);
  const boost = applyBoost(space, thread);
  const id = idOf(space, thread.address);
  const place = { position: m.position, processor: m.currentProcessor };
  if (boost) m.log.append({ ...place, thread: id, kind: 'boost', ...boost });
  m.log.append({ ...place, thread: id, kind: 'ready', priority: thread.Priority });
  KiDeferredReadyThread(m, space, thread);
}

/** Gives a thread that hangs nowhere a processor or a place in a queue. */
export function KiDeferredReadyThread(m: Machine, space: Space, thread: KTHREAD): void {
  const preempted = thread.Preempted !== 0;
  thread.Preempted = 0;
  thread.State = ThreadState.DeferredReady;
  const idle = idleProcessorFor(m, space, thread);
  if (idle !== undefined) {
    standBy(space, idle, thread);
    return;
  }
  const index = homeOf(m, thread);
  const prcb = prcbOf(space, index);
  thread.DeferredProcessor = index;
  if (prcb.NextThread !== 0) {
    const next = KTHREAD.at(space, prcb.NextThread);
    if (thread.Priority > next.Priority) {
      next.Preempted = 1;
      standBy(space, index, thread);
      KiDeferredReadyThread(m, space, next);
      return;
    }
  } else {
    const current = KTHREAD.at(space, prcb.CurrentThread);
    if (thread.Priority > current.Priority) {
      if (current.State === ThreadState.Running) current.Preempted = 1;
      standBy(space, index, thread);
      return;
    }
  }
  KxQueueReadyThread(space, index, thread, preempted);
}

function standBy(space: Space, index: number, thread: KTHREAD): void {
  thread.State = ThreadState.Standby;
  thread.NextProcessor = index;
  prcbOf(space, index).NextThread = thread.address;
  const g = globals(space);
  g.KiIdleSummary = (g.KiIdleSummary & ~(1 << index)) >>> 0;
}

/** An idle processor that may run the thread: its ideal one, where it last ran, this one, any. */
function idleProcessorFor(m: Machine, space: Space, thread: KTHREAD): number | undefined {
  const idle = globals(space).KiIdleSummary & thread.Affinity.Mask;
  if (idle === 0) return undefined;
  for (const index of [thread.IdealProcessor, thread.NextProcessor, m.currentProcessor]) {
    if ((idle >>> index) & 1) return index;
  }
  return 31 - Math.clz32(idle & -idle);
}

/** Where the thread queues: on its ideal processor when it may run there. */
function homeOf(m: Machine, thread: KTHREAD): number {
  const allowed = thread.Affinity.Mask & (2 ** m.processors.length - 1);
  if ((allowed >>> thread.IdealProcessor) & 1) return thread.IdealProcessor;
  return allowed === 0 ? 0 : 31 - Math.clz32(allowed & -allowed);
}

/** The end of a kernel entry: quanta that are over end, who stands by runs, who may not stay on its processor leaves. */
export function KiDispatchInterrupt(m: Machine): void {
  const space = kernelSpace(m);
  for (let again = true; again; ) {
    again = false;
    for (const p of m.processors) {
      const prcb = prcbOf(space, p.index);
      if (prcb.QuantumEnd) {
        prcb.QuantumEnd = 0;
        KiQuantumEnd(m, space, p, prcb);
        again = true;
      } else if (prcb.NextThread !== 0) {
        switchToNext(m, space, p, prcb.CurrentThread === prcb.IdleThread ? 'ready' : 'preempted');
        again = true;
      } else if (isForbidden(space, p, prcb)) {
        leaveProcessor(m, space, p, prcb);
        again = true;
      }
    }
  }
}

function isForbidden(space: Space, p: Processor, prcb: KPRCB): boolean {
  if (prcb.CurrentThread === prcb.IdleThread) return false;
  const { State, Affinity } = KTHREAD.at(space, prcb.CurrentThread);
  return State === ThreadState.Running && !((Affinity.Mask >>> p.index) & 1);
}

/** The running thread goes to a processor that it may run on; nobody else is ready, so this one idles. */
function leaveProcessor(m: Machine, space: Space, p: Processor, prcb: KPRCB): void {
  const current = KTHREAD.at(space, prcb.CurrentThread);
  suspendRunning(space, p, current);
  current.State = ThreadState.Ready;
  KiSwitchToIdle(m, space, p, 'preempted');
  KiDeferredReadyThread(m, space, current);
}

/** The thread that stands by takes the processor; who ran becomes ready. */
function switchToNext(m: Machine, space: Space, p: Processor, reason: SwitchReason): void {
  const prcb = prcbOf(space, p.index);
  const current = KTHREAD.at(space, prcb.CurrentThread);
  const next = KTHREAD.at(space, prcb.NextThread);
  prcb.NextThread = 0;
  if (current.address === prcb.IdleThread) {
    KiSwapContext(m, space, p, next, reason);
    return;
  }
  suspendRunning(space, p, current);
  current.State = ThreadState.Ready;
  current.WaitReason = reason === 'preempted' ? 32 : 30;
  KiSwapContext(m, space, p, next, reason);
  KiDeferredReadyThread(m, space, current);
}

function suspendRunning(space: Space, p: Processor, thread: KTHREAD): void {
  saveFrame(p, space, thread, p.eip);
  saveFpu(p, space, thread);
}

/** The running thread of `p` has stopped to run (its State says why): another one takes over, or the processor idles. */
export function KiSwapThread(m: Machine, p: Processor): void {
  const space = kernelSpace(m);
  const prcb = prcbOf(space, p.index);
  const current = KTHREAD.at(space, prcb.CurrentThread);
  const isOver = current.State === ThreadState.Terminated;
  if (!isOver) suspendRunning(space, p, current);
  prcb.QuantumEnd = 0;
  const next = takeNext(space, prcb) ?? KiSelectReadyThread(space, p.index, 0) ?? KiSearchForNewThread(m, p.index);
  if (next) KiSwapContext(m, space, p, next, isOver ? 'exit' : 'wait');
  else KiSwitchToIdle(m, space, p, isOver ? 'exit' : 'wait');
}

function takeNext(space: Space, prcb: KPRCB): KTHREAD | undefined {
  if (prcb.NextThread === 0) return undefined;
  const next = KTHREAD.at(space, prcb.NextThread);
  prcb.NextThread = 0;
  return next;
}

function KiSwitchToIdle(m: Machine, space: Space, p: Processor, reason: SwitchReason): void {
  const prcb = prcbOf(space, p.index);
  const g = globals(space);
  noteSwitch(m, space, p, prcb.IdleThread, reason);
  chargeCycles(m, space, prcb);
  prcb.CurrentThread = prcb.IdleThread;
  g.KiIdleSummary = (g.KiIdleSummary | (1 << p.index)) >>> 0;
  p.halted = true;
}

/** Lets `p` run `thread`, whose registers are in its trap frame. */
function KiSwapContext(m: Machine, space: Space, p: Processor, thread: KTHREAD, reason: SwitchReason): void {
  const pcr = pcrOf(space, p.index);
  const prcb = pcr.PrcbData;
  const g = globals(space);
  noteSwitch(m, space, p, thread.address, reason);
  chargeCycles(m, space, prcb);
  g.KiIdleSummary = (g.KiIdleSummary & ~(1 << p.index)) >>> 0;
  prcb.CurrentThread = thread.address;
  thread.State = ThreadState.Running;
  thread.NextProcessor = p.index;
  thread.ContextSwitches += 1;
  if (thread.CycleTime >= thread.QuantumTarget || thread.PriorityDecrement !== 0) refillQuantum(thread);
  pcr.NtTib.Self = thread.Teb;
  const directory = KPROCESS.at(space, thread.Process).DirectoryTableBase;
  if (directory !== 0) m.setDirectory(p, directory);
  p.fsBase = thread.Teb;
  loadFrame(p, space, thread);
  loadFpu(p, space, thread);
  p.halted = false;
}

/** The time since the processor's last switch is the running thread's. */
export function chargeCycles(m: Machine, space: Space, prcb: KPRCB): void {
  const now = BigInt(m.time100ns);
  const current = KTHREAD.at(space, prcb.CurrentThread);
  current.CycleTime += now - prcb.StartCycles;
  prcb.StartCycles = now;
}

function noteSwitch(m: Machine, space: Space, p: Processor, to: number, reason: SwitchReason): void {
  const from = KTHREAD.at(space, prcbOf(space, p.index).CurrentThread);
  m.log.append({
    position: m.position,
    processor: p.index,
    thread: idOf(space, to),
    kind: 'switch',
    previous: idOf(space, from.address),
    previousState: stateNames[from.State] ?? 'Running',
    reason,
  });
}

/** The clock has seen that the turn is over: the priority decays, and who is ready at no less than that runs. */
function KiQuantumEnd(m: Machine, space: Space, p: Processor, prcb: KPRCB): void {
  if (prcb.CurrentThread === prcb.IdleThread) return;
  const current = KTHREAD.at(space, prcb.CurrentThread);
  if (current.State !== ThreadState.Running) return;
  current.Priority = KiComputeNewPriority(current, 1);
  current.PriorityDecrement = 0;
  refillQuantum(current);
  if (prcb.NextThread === 0) {
    const next = KiSelectReadyThread(space, p.index, current.Priority);
    if (!next) return;
    standBy(space, p.index, next);
  } else current.Preempted = 0;
  switchToNext(m, space, p, 'quantum end');
}

/** True when some thread waits for this processor. */
export function hasRival(m: Machine, p: Processor): boolean {
  const prcb = prcbOf(kernelSpace(m), p.index);
  return prcb.NextThread !== 0 || prcb.ReadySummary > 1;
}

/** Lets the most urgent ready thread of this processor run, whatever its priority; the current one queues last. */
export function KiYield(m: Machine, p: Processor): boolean {
  const space = kernelSpace(m);
  const prcb = prcbOf(space, p.index);
  const current = KTHREAD.at(space, prcb.CurrentThread);
  if (current.State !== ThreadState.Running || current.address === prcb.IdleThread) return false;
  if (prcb.NextThread === 0) {
    const next = KiSelectReadyThread(space, p.index, 1);
    if (!next) return false;
    standBy(space, p.index, next);
  }
  current.Priority = KiComputeNewPriority(current, 1);
  current.PriorityDecrement = 0;
  current.Preempted = 0;
  refillQuantum(current);
  giveWay(m, space, p, current, 'yield');
  return true;
}

/**
 * Lets processor `index` run another thread from here on: the one named, when it is Ready, else the next in the queues. Who ran goes
 * to the tail. False: there is no such thread, and nothing has changed.
 */
export function KiForceSwitch(m: Machine, index: number, threadId?: number): boolean {
  const space = kernelSpace(m);
  const p = m.processors[index];
  if (!p) return false;
  const next = threadId === undefined ? nextReady(m, space, p) : readyThread(m, space, p, threadId);
  if (!next) return false;
  const prcb = prcbOf(space, p.index);
  const current = KTHREAD.at(space, prcb.CurrentThread);
  current.Preempted = 0;
  standBy(space, index, next);
  if (current.address === prcb.IdleThread) switchToNext(m, space, p, 'forced');
  else giveWay(m, space, p, current, 'forced');
  KiDispatchInterrupt(m);
  return true;
}

/** Who gives way queues last even when it is the more urgent one: the rules apply again at the next event. */
function giveWay(m: Machine, space: Space, p: Processor, current: KTHREAD, reason: 'forced' | 'yield'): void {
  const prcb = prcbOf(space, p.index);
  const next = KTHREAD.at(space, prcb.NextThread);
  prcb.NextThread = 0;
  suspendRunning(space, p, current);
  current.State = ThreadState.Ready;
  current.WaitReason = WR_YIELD_EXECUTION;
  KiSwapContext(m, space, p, next, reason);
  KxQueueReadyThread(space, p.index, current, false);
}
const WR_YIELD_EXECUTION = 33;

function nextReady(m: Machine, space: Space, p: Processor): KTHREAD | undefined {
  return KiSelectReadyThread(space, p.index, 0) ?? KiSearchForNewThread(m, p.index);
}

function readyThread(m: Machine, space: Space, p: Processor, threadId: number): KTHREAD | undefined {
  for (const { index } of m.processors) {
    const found = queuedThreads(space, index).find((thread) => idOf(space, thread.address) === threadId);
    if (!found || !(found.Affinity.Mask & (1 << p.index))) continue;
    removeReady(space, found);
    return found;
  }
  return undefined;
}

/** Changes a thread's priority where it stands: queue, processor and who runs follow. */
export function KiSetPriorityThread(m: Machine, thread: KTHREAD, priority: number): void {
  const space = kernelSpace(m);
  const old = thread.Priority;
  if (old === priority) return;
  const index = thread.NextProcessor;
  const prcb = prcbOf(space, index);
  switch (thread.State) {
    case ThreadState.Ready:
      removeReady(space, thread);
      thread.Priority = priority;
      KiDeferredReadyThread(m, space, thread);
      return;
    case ThreadState.Standby:
      thread.Priority = priority;
      if (priority >= old) return;
      prcb.NextThread = 0;
      replaceStandby(m, space, index, thread);
      return;
    case ThreadState.Running: {
      thread.Priority = priority;
      if (priority >= old || prcb.NextThread !== 0) return;
      const next = KiSelectReadyThread(space, index, priority + 1);
      if (next) standBy(space, index, next);
      return;
    }
    default:
      thread.Priority = priority;
  }
}

function replaceStandby(m: Machine, space: Space, index: number, thread: KTHREAD): void {
  const next = KiSelectReadyThread(space, index, thread.Priority + 1);
  if (next) standBy(space, index, next);
  KiDeferredReadyThread(m, space, thread);
}

/** Takes back the choice of a thread that stands by; the next best takes its place. */
export function leaveStandby(space: Space, thread: KTHREAD): void {
  const prcb = prcbOf(space, thread.NextProcessor);
  prcb.NextThread = 0;
  const g = globals(space);
  const isIdle = prcb.CurrentThread === prcb.IdleThread;
  if (isIdle) g.KiIdleSummary = (g.KiIdleSummary | (1 << thread.NextProcessor)) >>> 0;
  const lowest = isIdle ? 0 : KTHREAD.at(space, prcb.CurrentThread).Priority + 1;
  const next = KiSelectReadyThread(space, thread.NextProcessor, lowest);
  if (next) standBy(space, thread.NextProcessor, next);
}

/** Says on which processors a thread may run; one that runs elsewhere moves at the end of this kernel entry. */
export function KiSetAffinityThread(m: Machine, thread: KTHREAD, mask: number): void {
  const space = kernelSpace(m);
  thread.Affinity.Mask = mask;
  thread.UserAffinity.Mask = mask;
  if (!((mask >>> thread.IdealProcessor) & 1)) thread.IdealProcessor = 31 - Math.clz32(mask & -mask);
  const prcb = prcbOf(space, thread.NextProcessor);
  const mayStay = (mask >>> thread.NextProcessor) & 1;
  if (thread.State === ThreadState.Ready) {
    removeReady(space, thread);
    KiDeferredReadyThread(m, space, thread);
  } else if (thread.State === ThreadState.Standby && !mayStay) {
    prcb.NextThread = 0;
    replaceStandby(m, space, thread.NextProcessor, thread);
  } else if (thread.State === ThreadState.Running && !mayStay && prcb.NextThread === 0) {
    const next = KiSelectReadyThread(space, thread.NextProcessor, 0);
    if (next) standBy(space, thread.NextProcessor, next);
  }
}

/** The scan of the balance-set manager, once a second: threads that were Ready for 300 ticks get one tick at 15. */
export function KiScanReadyQueues(m: Machine): void {
  const space = kernelSpace(m);
  const limit = globals(space).KiTickCount - READY_WITHOUT_RUNNING_TICKS;
  for (const { index } of m.processors) {
    let looked = 0;
    let boosted = 0;
    const waiting = queuedThreads(space, index).sort((a, b) => a.Priority - b.Priority);
    for (const thread of waiting) {
      if (thread.Priority >= LOW_REALTIME_PRIORITY - 1 || thread.Priority === 0) continue;
      if (looked++ >= SCANNED_MAX || boosted >= BOOSTED_MAX) break;
      if ((thread.WaitTime | 0) > limit) continue;
      boosted++;
      starvationBoost(m, space, thread);
    }
  }
}
const READY_WITHOUT_RUNNING_TICKS = 300;
const SCANNED_MAX = 16;
const BOOSTED_MAX = 10;

function starvationBoost(m: Machine, space: Space, thread: KTHREAD): void {
  const from = thread.Priority;
  const to = LOW_REALTIME_PRIORITY - 1;
  removeReady(space, thread);
  thread.UnusualBoost = Math.min(15, to - from + thread.UnusualBoost);
  thread.Priority = to;
  refillQuantum(thread);
  const place = { position: m.position, processor: m.currentProcessor, thread: idOf(space, thread.address) };
  m.log.append({ ...place, kind: 'boost', from, to, why: 'starvation' });
  KiDeferredReadyThread(m, space, thread);
}
