/**
 * The clock interrupt: every 15.625 ms of simulated time the shared page is brought up to date, timers that are due end waits,
 * quanta end, and once a second the balance-set manager looks for threads that starve. When all processors idle, time jumps to
 * the tick at which the next timer is due.
 */
import type { Machine } from '../machine/machine.ts';
import { KiServiceExit } from './apc.ts';
import { KiWaitTest } from './dispatcher.ts';
import { ExpTimerDpcRoutine } from './executive-timer.ts';
import { globals, kernelSpace, SHARED_DATA_KERNEL } from './kernel.ts';
import { TICK_100NS } from './quantum.ts';
import { prcbOf } from './ready-queue.ts';
import { chargeCycles, KiScanReadyQueues } from './scheduler.ts';
import { DISPATCHER_HEADER, KPROCESS, KTHREAD, type KTIMER } from './structs/ke.ts';
import { type KSYSTEM_TIME, KUSER_SHARED_DATA } from './structs/peb.ts';
import { KiInsertTimer, nextTimerDue, takeDueTimers } from './timer.ts';

/** 1 January 2012, 00:00 UTC, in 100 ns since 1601: when every boot takes place. */
export const BOOT_TIME_100NS = 129_698_496_000_000_000n;

type SystemTime = ReturnType<typeof KSYSTEM_TIME.at>;

/** The time of day, in 100 ns since 1601. */
export function systemTime(m: Machine): bigint {
  return BOOT_TIME_100NS + BigInt(m.time100ns);
}

/** When something began and ended, as times of day; 0 for an end that has not come. */
export function lifeTimes(created: bigint, ended: bigint): [bigint, bigint] {
  return [BOOT_TIME_100NS + created, ended === 0n ? 0n : BOOT_TIME_100NS + ended];
}

/** Writes the times into the shared page. */
export function updateSharedTime(m: Machine): void {
  const shared = KUSER_SHARED_DATA.at(kernelSpace(m), SHARED_DATA_KERNEL);
  setTime(shared.InterruptTime, BigInt(m.time100ns));
  setTime(shared.SystemTime, systemTime(m));
  setTime(shared.TickCount, BigInt(tickCount(m)));
}

/** Clock ticks since boot. The first one comes early by the phase. */
export function tickCount(m: Machine): number {
  return Math.floor((m.time100ns + globals(kernelSpace(m)).KiClockPhase) / TICK_100NS);
}

function setTime(time: SystemTime, value: bigint): void {
  time.High2Time = Number((value >> 32n) & 0xffffffffn);
  time.LowPart = Number(value & 0xffffffffn);
  time.High1Time = time.High2Time;
}

/** The position of the next tick. */
function schedule(m: Machine): void {
  const rest = TICK_100NS - ((m.time100ns + globals(kernelSpace(m)).KiClockPhase) % TICK_100NS);
  m.nextDue = m.position + rest;
}

/** The clock ticks. */
export function KeUpdateSystemTime(m: Machine): void {
  const g = globals(kernelSpace(m));
  updateSharedTime(m);
  const ticks = tickCount(m) - g.KiTickCount;
  g.KiTickCount += ticks;
  for (const p of m.processors) KeUpdateRunTime(m, p.index, ticks);
  for (const timer of takeDueTimers(m)) expire(m, timer);
  if (g.KiTickCount >= g.KiBalanceSetDue) {
    g.KiBalanceSetDue = g.KiTickCount + BALANCE_SET_TICKS;
    KiScanReadyQueues(m);
  }
  KiServiceExit(m);
  schedule(m);
}

/** A second. */
const BALANCE_SET_TICKS = 64;

/** The tick is counted to whom it found running; whose turn is over is noted. */
function KeUpdateRunTime(m: Machine, index: number, ticks: number): void {
  const space = kernelSpace(m);
  const prcb = prcbOf(space, index);
  const thread = KTHREAD.at(space, prcb.CurrentThread);
  prcb.InterruptCount += 1;
  if (thread.address === prcb.IdleThread) {
    thread.KernelTime += ticks;
    prcb.KernelTime += ticks;
    return;
  }
  thread.UserTime += ticks;
  prcb.UserTime += ticks;
  KPROCESS.at(space, thread.Process).UserTime += ticks;
  chargeCycles(m, space, prcb);
  if (thread.CycleTime >= thread.QuantumTarget) prcb.QuantumEnd = 1;
}

/** A timer is due: it is signalled, which ends the waits for it; a periodic one is set anew. */
function expire(m: Machine, timer: ReturnType<typeof KTIMER.at>): void {
  DISPATCHER_HEADER.at(kernelSpace(m), timer.address).SignalState = 1;
  if (timer.Period !== 0) KiInsertTimer(m, timer, Number(timer.DueTime.QuadPart) + timer.Period * 10_000);
  KiWaitTest(m, timer.address);
  if (timer.Dpc !== 0) ExpTimerDpcRoutine(m, timer.address, systemTime(m));
}

/** All processors idle: time jumps. False when nothing will ever happen by itself. */
export function KiIdle(m: Machine): boolean {
  const due = nextTimerDue(m);
  if (due === undefined) return false;
  const phase = globals(kernelSpace(m)).KiClockPhase;
  const tick = Math.max(1, Math.ceil((due + phase) / TICK_100NS)) * TICK_100NS - phase;
  m.idleTime100ns += Math.max(0, tick - m.time100ns);
  KeUpdateSystemTime(m);
  return true;
}

/** Starts the clock; called once at boot. */
export function startClock(m: Machine): void {
  const g = globals(kernelSpace(m));
  g.KiTickCount = tickCount(m);
  g.KiBalanceSetDue = BALANCE_SET_TICKS;
  updateSharedTime(m);
  schedule(m);
}
