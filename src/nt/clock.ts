/**
 * The clock interrupt: every 15.625 ms of simulated time the shared page is brought up to date, timers that are due end waits,
 * quanta end. When all processors idle, time jumps to the tick at which the next timer is due.
 */
import type { Machine } from '../machine/machine.ts';
import { KiWaitTest } from './dispatcher.ts';
import { globals, kernelSpace, SHARED_DATA_KERNEL } from './kernel.ts';
import { KiQuantumEnd, TICK_100NS } from './scheduler.ts';
import { DISPATCHER_HEADER } from './structs/ke.ts';
import { type KSYSTEM_TIME, KUSER_SHARED_DATA } from './structs/peb.ts';
import { nextTimerDue, takeDueTimers } from './timer.ts';

/** 1 January 2012, 00:00 UTC, in 100 ns since 1601: when every boot takes place. */
export const BOOT_TIME_100NS = 129_698_496_000_000_000n;

type SystemTime = ReturnType<typeof KSYSTEM_TIME.at>;

/** The time of day, in 100 ns since 1601. */
export function systemTime(m: Machine): bigint {
  return BOOT_TIME_100NS + BigInt(m.time100ns);
}

/** Writes the times into the shared page. */
export function updateSharedTime(m: Machine): void {
  const shared = KUSER_SHARED_DATA.at(kernelSpace(m), SHARED_DATA_KERNEL);
  setTime(shared.InterruptTime, BigInt(m.time100ns));
  setTime(shared.SystemTime, systemTime(m));
  setTime(shared.TickCount, BigInt(Math.floor(m.time100ns / TICK_100NS)));
}

function setTime(time: SystemTime, value: bigint): void {
  time.High2Time = Number((value >> 32n) & 0xffffffffn);
  time.LowPart = Number(value & 0xffffffffn);
  time.High1Time = time.High2Time;
}

/** The position of the next tick. */
function schedule(m: Machine): void {
  const rest = TICK_100NS - (m.time100ns % TICK_100NS);
  m.nextDue = m.position + rest;
}

/** The clock ticks. */
export function KeUpdateSystemTime(m: Machine): void {
  updateSharedTime(m);
  globals(kernelSpace(m)).KiTickCount += 1;
  for (const timer of takeDueTimers(m)) expire(m, timer.address);
  for (const p of m.processors) if (!p.halted) KiQuantumEnd(m, p);
  schedule(m);
}

/** A timer is due: it is signalled, which ends the waits for it. */
function expire(m: Machine, timer: number): void {
  DISPATCHER_HEADER.at(kernelSpace(m), timer).SignalState = 1;
  KiWaitTest(m, timer);
}

/** All processors idle: time jumps. False when nothing will ever happen by itself. */
export function KiIdle(m: Machine): boolean {
  const due = nextTimerDue(m);
  if (due === undefined) return false;
  const tick = Math.max(1, Math.ceil(due / TICK_100NS)) * TICK_100NS;
  m.idleTime100ns += Math.max(0, tick - m.time100ns);
  KeUpdateSystemTime(m);
  return true;
}

/** Starts the clock; called once at boot. */
export function startClock(m: Machine): void {
  updateSharedTime(m);
  schedule(m);
}
