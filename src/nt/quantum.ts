/**
 * How long a turn is and what a thread's priority becomes: quantum table and Win32PrioritySeparation, boosts and their decay.
 *
 * A quantum is counted in units, three to a clock tick. The boost of a thread is the distance of Priority from BasePriority; what of
 * it goes at once at the end of the quantum stands in PriorityDecrement (low four bits foreground, high four bits unusual), the
 * rest goes by one level each quantum. Real-time threads (16 and above) have neither boost nor decay.
 */
import type { ReadSpace, Space } from '../machine/space.ts';
import { globals } from './kernel.ts';
import { KPROCESS, type KTHREAD } from './structs/ke.ts';
import { EPROCESS, ETHREAD } from './structs/ps.ts';

/** One clock tick of 15.625 ms, in units of 100 ns; an instruction is one unit. */
export const TICK_100NS = 156_250;
export const LOW_REALTIME_PRIORITY = 16;
const UNITS_OF_TICK = 3;
const UNITS_OF_IDLE_CLASS = 6;
/** Where EPROCESS.Vm has its MemoryPriority: 2 in the foreground, 0 in the background. */
const MEMORY_PRIORITY = 0x6a;

export const AdjustNone = 0;
export const AdjustUnwait = 1;

/** How the system shares the processor out. */
export interface SchedulingOptions {
  /** A server: long quanta, all alike. */
  readonly server?: boolean;
  /** The registry's Win32PrioritySeparation; 2 where it is left out. */
  readonly prioritySeparation?: number;
}

const tables: Readonly<Record<string, readonly [number, number, number]>> = {
  'short variable': [6, 12, 18],
  'short fixed': [18, 18, 18],
  'long variable': [12, 24, 36],
  'long fixed': [36, 36, 36],
};

/** Decodes Win32PrioritySeparation: bits 5-4 length, 3-2 kind, 1-0 separation. */
export function PsChangeQuantumTable(space: Space, options: SchedulingOptions): void {
  const { server = false, prioritySeparation = 2 } = options;
  const lengthBits = (prioritySeparation >>> 4) & 3;
  const kindBits = (prioritySeparation >>> 2) & 3;
  const isLong = lengthBits === 1 || (lengthBits !== 2 && server);
  const isFixed = kindBits === 2 || (kindBits !== 1 && server);
  const table = tables[`${isLong ? 'long' : 'short'} ${isFixed ? 'fixed' : 'variable'}`];
  const g = globals(space);
  g.PsPrioritySeparation = Math.min(prioritySeparation & 3, 2);
  for (let i = 0; i < 3; i++) g.PspForegroundQuantum.set(i, table?.[i] ?? 6);
}

export function isForeground(process: EPROCESS): boolean {
  return process.Vm.get(MEMORY_PRIORITY) !== 0;
}

/** Says whether the process is the one that the user works with, and what its threads get by that. */
export function setForeground(space: Space, process: EPROCESS, foreground: boolean): void {
  process.Vm.set(MEMORY_PRIORITY, foreground ? 2 : 0);
  process.Pcb.QuantumReset = quantumOf(space, process);
}

/** The units of a turn of the process's threads. */
export function quantumOf(space: ReadSpace, process: EPROCESS): number {
  const g = globals(space);
  if (process.PriorityClass === 1) return UNITS_OF_IDLE_CLASS;
  return g.PspForegroundQuantum.get(isForeground(process) ? g.PsPrioritySeparation : 0);
}

/** Gives a thread a new turn; while part of a boost is to go at once, the turn is only a tick. */
export function refillQuantum(thread: KTHREAD): void {
  const units = thread.PriorityDecrement !== 0 ? UNITS_OF_TICK : thread.QuantumReset;
  thread.QuantumTarget = thread.CycleTime + BigInt(Math.trunc((units * TICK_100NS) / UNITS_OF_TICK));
}

/** What the thread's priority is after it has used up a turn. */
export function KiComputeNewPriority(thread: KTHREAD, adjustment: number): number {
  if (thread.Priority >= LOW_REALTIME_PRIORITY) return thread.Priority;
  return Math.max(thread.BasePriority, thread.Priority - thread.ForegroundBoost - thread.UnusualBoost - adjustment);
}

/** A change of priority by a boost, for the log. */
export interface Boost {
  readonly from: number;
  readonly to: number;
  readonly why: string;
}

/** Consumes AdjustReason and AdjustIncrement: the boost that a wait's end brings. */
export function applyBoost(space: Space, thread: KTHREAD): Boost | undefined {
  const reason = thread.AdjustReason;
  const increment = thread.AdjustIncrement;
  thread.AdjustReason = AdjustNone;
  thread.AdjustIncrement = 0;
  if (reason === AdjustNone || thread.DisableBoost || thread.PriorityDecrement !== 0) return undefined;
  if (thread.Priority >= LOW_REALTIME_PRIORITY || KPROCESS.at(space, thread.Process).DisableBoost) return undefined;
  return reason === AdjustUnwait ? unwaitBoost(space, thread, increment) : ownershipBoost(thread, increment);
}

function unwaitBoost(space: Space, thread: KTHREAD, increment: number): Boost | undefined {
  const process = EPROCESS.at(space, thread.Process);
  const separation = isForeground(process) ? globals(space).PsPrioritySeparation : 0;
  const to = Math.min(thread.BasePriority + increment + separation, LOW_REALTIME_PRIORITY - 1);
  const from = thread.Priority;
  if (to <= from) return undefined;
  thread.ForegroundBoost = Math.max(0, to - thread.BasePriority - increment);
  thread.Priority = to;
  return { from, to, why: separation > 0 ? (increment > 0 ? 'wait ended, foreground' : 'foreground') : 'wait ended' };
}

/** Who is given a lock is raised to the releaser's priority, at most 13. */
function ownershipBoost(thread: KTHREAD, releaser: number): Boost | undefined {
  const to = Math.min(releaser, 13);
  const from = thread.Priority;
  if (to <= from) return undefined;
  thread.UnusualBoost = Math.min(15, to - from);
  thread.Priority = to;
  return { from, to, why: 'lock ownership' };
}

/** The id of a thread; 0 of an idle thread. */
export function idOf(space: ReadSpace, thread: number): number {
  return ETHREAD.at(space, thread).Cid.UniqueThread;
}
