/**
 * Timer objects of user mode (ETIMER): a KTIMER, and the KAPC by which the completion routine reaches the thread that set it.
 * While a routine is associated, the timer hangs in that thread's ActiveTimerListHead; the thread's end cancels it.
 */
import type { Machine } from '../machine/machine.ts';
import type { Space } from '../machine/space.ts';
import { ExpTimerApcRoutine, KeInitializeApc, KeRemoveQueueApc } from './apc-queue.ts';
import { KeInsertQueueApc } from './insert-apc.ts';
import { kernelSpace } from './kernel.ts';
import { entriesOf, InsertTailList, RemoveEntryList } from './list.ts';
import { ObjectType, onDelete } from './object.ts';
import { ETIMER, KTHREAD } from './structs/ke.ts';
import type { ETHREAD } from './structs/ps.ts';
import { KiCancelTimer } from './timer.ts';

const ACTIVE_TIMER_LIST_ENTRY = ETIMER.offsetOf('ActiveTimerListEntry');

/** Lets `routine` be called in `thread` each time that the timer is due. */
export function associateApc(space: Space, timer: ETIMER, thread: ETHREAD, routine: number, context: number): void {
  KeInitializeApc(space, timer.TimerApc.address, thread.address, ExpTimerApcRoutine, {
    NormalRoutine: routine,
    NormalContext: context,
    SystemArgument1: 0,
    SystemArgument2: 0,
  });
  timer.KeTimer.Dpc = timer.TimerDpc.address;
  timer.ApcAssociated = 1;
  InsertTailList(space, thread.ActiveTimerListHead.address, timer.ActiveTimerListEntry.address);
}

/** Stops a timer; a completion routine that was not called yet is not called any more. */
export function ExpCancelTimer(m: Machine, timer: ETIMER): void {
  const space = kernelSpace(m);
  KiCancelTimer(m, timer.KeTimer);
  if (!timer.ApcAssociated) return;
  timer.ApcAssociated = 0;
  timer.KeTimer.Dpc = 0;
  KeRemoveQueueApc(space, timer.TimerApc);
  RemoveEntryList(space, timer.ActiveTimerListEntry.address);
}

/** The timer is due: its APC is queued with the time of day, unless it still is. */
export function ExpTimerDpcRoutine(m: Machine, timerAddress: number, now: bigint): void {
  const space = kernelSpace(m);
  const { TimerApc: apc } = ETIMER.at(space, timerAddress);
  if (apc.Inserted) return;
  apc.SystemArgument1 = Number(now & 0xffffffffn);
  apc.SystemArgument2 = Number((now >> 32n) & 0xffffffffn);
  KeInsertQueueApc(m, KTHREAD.at(space, apc.Thread), apc);
}

/** Stops all timers whose routines the ending thread would have called. */
export function ExTimerRundown(m: Machine, thread: ETHREAD): void {
  const space = kernelSpace(m);
  for (const entry of entriesOf(space, thread.ActiveTimerListHead.address)) {
    ExpCancelTimer(m, ETIMER.at(space, entry - ACTIVE_TIMER_LIST_ENTRY));
  }
}

onDelete(ObjectType.Timer, (m, body) => ExpCancelTimer(m, ETIMER.at(kernelSpace(m), body)));
