/**
 * The ready queues: 32 lists by priority in each processor's KPRCB, linked through KTHREAD.WaitListEntry; ReadySummary has a bit for
 * each list that is not empty. A thread that is Ready hangs in exactly one list, that of its Priority on its NextProcessor.
 */
import type { Machine } from '../machine/machine.ts';
import type { ReadSpace, Space } from '../machine/space.ts';
import { globals, kernelSpace, pcrOf } from './kernel.ts';
import { entriesOf, InsertHeadList, InsertTailList, IsListEmpty, RemoveEntryList } from './list.ts';
import { type KPRCB, KTHREAD } from './structs/ke.ts';

export const ThreadState = {
  Initialized: 0,
  Ready: 1,
  Running: 2,
  Standby: 3,
  Terminated: 4,
  Waiting: 5,
  Transition: 6,
  DeferredReady: 7,
  GateWait: 8,
} as const;

const WAIT_LIST_ENTRY = KTHREAD.offsetOf('WaitListEntry');

/** The control block of processor `index`. */
export function prcbOf(space: ReadSpace, index: number): KPRCB {
  return pcrOf(space, index).PrcbData;
}

/** Queues a thread on a processor, behind all others of its priority or before them. */
export function KxQueueReadyThread(space: Space, index: number, thread: KTHREAD, toHead: boolean): void {
  const prcb = prcbOf(space, index);
  const priority = thread.Priority & 31;
  const head = prcb.DispatcherReadyListHead.addressOf(priority);
  thread.State = ThreadState.Ready;
  thread.NextProcessor = index;
  thread.WaitTime = globals(space).KiTickCount >>> 0;
  if (toHead) InsertHeadList(space, head, thread.WaitListEntry.address);
  else InsertTailList(space, head, thread.WaitListEntry.address);
  prcb.ReadySummary = (prcb.ReadySummary | (1 << priority)) >>> 0;
}

/** Takes a thread that is Ready out of its queue. */
export function removeReady(space: Space, thread: KTHREAD): void {
  const prcb = prcbOf(space, thread.NextProcessor);
  RemoveEntryList(space, thread.WaitListEntry.address);
  clearIfEmpty(space, prcb, thread.Priority & 31);
}

function clearIfEmpty(space: Space, prcb: KPRCB, priority: number): void {
  if (IsListEmpty(space, prcb.DispatcherReadyListHead.addressOf(priority)))
    prcb.ReadySummary = (prcb.ReadySummary & ~(1 << priority)) >>> 0;
}

/** Takes the first thread of the processor's highest list at or above `lowest`. */
export function KiSelectReadyThread(space: Space, index: number, lowest: number): KTHREAD | undefined {
  const prcb = prcbOf(space, index);
  const summary = lowest > 31 ? 0 : (prcb.ReadySummary & (~0 << lowest)) >>> 0;
  if (summary === 0) return undefined;
  const priority = 31 - Math.clz32(summary);
  const thread = KTHREAD.at(space, space.u32(prcb.DispatcherReadyListHead.addressOf(priority)) - WAIT_LIST_ENTRY);
  removeReady(space, thread);
  return thread;
}

/** For a processor that has nothing to do: the most urgent thread of the others' queues that may run here. */
export function KiSearchForNewThread(m: Machine, index: number): KTHREAD | undefined {
  const space = kernelSpace(m);
  let best: KTHREAD | undefined;
  for (const { index: other } of m.processors) {
    if (other === index) continue;
    const found = queuedThreads(space, other).find((thread) => thread.Affinity.Mask & (1 << index));
    if (found && (!best || found.Priority > best.Priority)) best = found;
  }
  if (best) removeReady(space, best);
  return best;
}

/** The threads in a processor's ready queues, highest priority first, each queue from its head. */
export function queuedThreads(space: ReadSpace, index: number): KTHREAD[] {
  const prcb = prcbOf(space, index);
  const found: KTHREAD[] = [];
  for (let priority = 31; priority >= 0; priority--) {
    if (((prcb.ReadySummary >>> priority) & 1) === 0) continue;
    const head = prcb.DispatcherReadyListHead.addressOf(priority);
    for (const entry of entriesOf(space, head, 4096)) found.push(KTHREAD.at(space, entry - WAIT_LIST_ENTRY));
  }
  return found;
}
