/**
 * Suspending. SuspendCount goes up and down; while it is not 0 the thread waits, for its own SuspendSemaphore. A thread that was
 * waiting already is taken off its objects' lists meanwhile, as the kernel APC that suspends it does on Windows: it misses
 * what is signalled only for a moment, and comes back at the tail.
 *
 * The wait that was broken off is kept in SuspendApc: NormalContext its WaitBlockList, SystemArgument1 its WaitReason,
 * SystemArgument2 whether the service is to be made again.
 */
import type { Machine } from '../machine/machine.ts';
import { testAlert } from './apc-queue.ts';
import { finishWait, freeWaitBlocks, leaveWait, satisfiedNow, waitBlocksOf } from './dispatcher.ts';
import { kernelSpace, pcrOf } from './kernel.ts';
import { InsertTailList, RemoveEntryList } from './list.ts';
import { STATUS } from './ntstatus.ts';
import { ExAllocatePoolWithTag } from './pool.ts';
import { idOf } from './quantum.ts';
import { raiseStatus } from './raise.ts';
import { KiSwapThread, leaveStandby, removeReady, ThreadState } from './scheduler.ts';
import { DISPATCHER_HEADER, type KTHREAD, KWAIT_BLOCK } from './structs/ke.ts';
import { KiCancelTimer, KiInsertTimer } from './timer.ts';

const MAXIMUM_SUSPEND_COUNT = 0x7f;
const SUSPENDED = 5;

/** Suspends a thread once more; returns how often it was before. The running thread itself stops when its service ends. */
export function KeSuspendThread(m: Machine, thread: KTHREAD): number {
  const before = thread.SuspendCount;
  if (before === MAXIMUM_SUSPEND_COUNT) raiseStatus(STATUS.STATUS_SUSPEND_COUNT_EXCEEDED);
  thread.SuspendCount = before + 1;
  if (before === 0) stopThread(m, thread);
  return before;
}

function stopThread(m: Machine, thread: KTHREAD): void {
  const space = kernelSpace(m);
  const wasRunning = thread.State === ThreadState.Running;
  let redo = 1;
  if (thread.State === ThreadState.Ready) removeReady(space, thread);
  else if (thread.State === ThreadState.Standby) leaveStandby(space, thread);
  else if (thread.State === ThreadState.Waiting) redo = breakWait(m, thread);
  const block = KWAIT_BLOCK.at(space, ExAllocatePoolWithTag(m, KWAIT_BLOCK.size, 'Wait'));
  block.Thread = thread.address;
  block.Object = thread.SuspendSemaphore.address;
  block.WaitType = 1;
  block.NextWaitBlock = block.address;
  InsertTailList(space, thread.SuspendSemaphore.Header.WaitListHead.address, block.WaitListEntry.address);
  thread.WaitBlockList = block.address;
  thread.SuspendApc.SystemArgument2 = redo;
  thread.WaitNext = 1;
  thread.WaitReason = SUSPENDED;
  thread.WaitMode = 0;
  thread.State = ThreadState.Waiting;
  const place = { position: m.position, processor: m.currentProcessor, thread: idOf(space, thread.address) };
  m.log.append({ ...place, kind: 'wait', objects: [block.Object], waitReason: SUSPENDED });
  if (!wasRunning) return;
  const p = m.processors.find((each) => pcrOf(space, each.index).PrcbData.CurrentThread === thread.address);
  // On the processor that does this service, the service itself has to end first.
  if (p && p.index !== m.currentProcessor) KiSwapThread(m, p);
}

/** Takes the thread off its objects; the blocks stay. Returns WaitNext of the wait. */
function breakWait(m: Machine, thread: KTHREAD): number {
  const space = kernelSpace(m);
  const blocks = waitBlocksOf(space, thread);
  for (const block of blocks) RemoveEntryList(space, block.WaitListEntry.address);
  KiCancelTimer(m, thread.Timer);
  thread.SuspendApc.NormalContext = thread.WaitBlockList;
  thread.SuspendApc.SystemArgument1 = thread.WaitReason;
  return thread.WaitNext;
}

/** Takes one suspension back; returns how many there were. At the last one the thread goes on. */
export function KeResumeThread(m: Machine, thread: KTHREAD): number {
  const before = thread.SuspendCount;
  if (before === 0) return 0;
  thread.SuspendCount = before - 1;
  if (before > 1) return before;
  const brokenOff = thread.SuspendApc.NormalContext;
  thread.SuspendApc.NormalContext = 0;
  leaveWait(m, thread);
  thread.WaitNext = thread.SuspendApc.SystemArgument2 & 1;
  if (brokenOff === 0) finishWait(m, thread, STATUS.STATUS_SUCCESS, 0);
  else waitAgain(m, thread, brokenOff);
  return before;
}

/** The wait that was broken off is looked at anew: it ends if it can, else it goes on behind all others. */
function waitAgain(m: Machine, thread: KTHREAD, list: number): void {
  const space = kernelSpace(m);
  thread.WaitBlockList = list;
  const blocks = waitBlocksOf(space, thread);
  const timer = blocks.find((block) => block.Object === thread.Timer.address);
  const objects = blocks.filter((block) => block !== timer);
  const due = Number(thread.Timer.DueTime.QuadPart);
  const alerted = thread.Alertable && testAlert(space, thread) ? STATUS.STATUS_USER_APC : undefined;
  const late = timer && due <= m.time100ns ? timer.WaitKey : undefined;
  const status = satisfiedNow(space, thread, objects) ?? alerted ?? late;
  if (status !== undefined) {
    freeWaitBlocks(m, thread, blocks);
    finishWait(m, thread, status, 0);
    return;
  }
  for (const { Object: object, WaitListEntry } of blocks)
    InsertTailList(space, DISPATCHER_HEADER.at(space, object).WaitListHead.address, WaitListEntry.address);
  if (timer) KiInsertTimer(m, thread.Timer, due);
  thread.WaitReason = thread.SuspendApc.SystemArgument1;
  thread.WaitMode = 1;
}

/** For a suspended thread that ends: the wait that was broken off is forgotten. */
export function dropBrokenWait(m: Machine, thread: KTHREAD): void {
  const list = thread.SuspendApc.NormalContext;
  if (list === 0) return;
  thread.SuspendApc.NormalContext = 0;
  thread.WaitBlockList = list;
  freeWaitBlocks(m, thread, waitBlocksOf(kernelSpace(m), thread));
}
