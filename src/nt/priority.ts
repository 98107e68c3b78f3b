/**
 * Base priorities: that of a process by its class, that of a thread by its level relative to the process.
 */
import type { Machine } from '../machine/machine.ts';
import { kernelSpace } from './kernel.ts';
import { threadsOf } from './process-end.ts';
import { KiComputeNewPriority, LOW_REALTIME_PRIORITY, quantumOf, refillQuantum } from './quantum.ts';
import { KiSetPriorityThread } from './scheduler.ts';
import { KPROCESS, type KTHREAD } from './structs/ke.ts';
import type { EPROCESS } from './structs/ps.ts';

/** Base priority by class code: 1 idle, 2 normal, 3 high, 4 real time, 5 below normal, 6 above normal. */
const PspPriorityTable = [8, 4, 8, 13, 24, 6, 10] as const;
/** An increment of this size or more means the end of the range. */
const SATURATION = 16;

/** The level of a thread as SetThreadPriority gave it: 16 or -16 at the ends. */
export function KeQueryBasePriorityThread(thread: KTHREAD, process: KPROCESS): number {
  return thread.Saturation !== 0 ? SATURATION * thread.Saturation : thread.BasePriority - process.BasePriority;
}

/** Sets a thread's level: `increment` on the base priority of its process. */
export function KeSetBasePriorityThread(m: Machine, thread: KTHREAD, increment: number): void {
  const process = KPROCESS.at(kernelSpace(m), thread.Process);
  thread.Saturation = Math.abs(increment) >= SATURATION ? Math.sign(increment) : 0;
  rebase(m, thread, process, increment);
}

function rebase(m: Machine, thread: KTHREAD, process: KPROCESS, increment: number): void {
  const isRealTime = process.BasePriority >= LOW_REALTIME_PRIORITY;
  const [low, high] = isRealTime ? [LOW_REALTIME_PRIORITY, 31] : [1, LOW_REALTIME_PRIORITY - 1];
  const old = thread.BasePriority;
  const base =
    thread.Saturation !== 0
      ? thread.Saturation > 0
        ? high
        : low
      : Math.max(low, Math.min(high, process.BasePriority + increment));
  const priority =
    isRealTime || thread.Saturation !== 0 || thread.Priority >= LOW_REALTIME_PRIORITY
      ? base
      : Math.max(low, Math.min(high, KiComputeNewPriority(thread, 0) + base - old));
  thread.BasePriority = base;
  thread.PriorityDecrement = 0;
  if (priority === thread.Priority) return;
  refillQuantum(thread);
  KiSetPriorityThread(m, thread, priority);
}

/** Sets the class of a process; its threads keep their levels. False: there is no such class. */
export function setPriorityClass(m: Machine, process: EPROCESS, priorityClass: number): boolean {
  const base = PspPriorityTable[priorityClass];
  if (base === undefined || priorityClass === 0) return false;
  const { Pcb } = process;
  const levels = threadsOf(m, process).map(({ Tcb }) => ({ Tcb, level: KeQueryBasePriorityThread(Tcb, Pcb) }));
  process.PriorityClass = priorityClass;
  Pcb.BasePriority = base;
  Pcb.QuantumReset = quantumOf(kernelSpace(m), process);
  for (const { Tcb, level } of levels) {
    Tcb.QuantumReset = Pcb.QuantumReset;
    rebase(m, Tcb, Pcb, level);
  }
  return true;
}
