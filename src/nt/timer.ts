/**
 * Timers. A KTIMER that is set hangs in one of 256 lists of the first processor's timer table, by its due time; each
 * list's Time is that of its earliest entry. Due times are in 100 ns since boot. Time is looked at when the clock ticks.
 */
import type { Machine } from '../machine/machine.ts';
import type { Space } from '../machine/space.ts';
import { kernelSpace, pcrOf } from './kernel.ts';
import { entriesOf, InsertTailList, IsListEmpty, RemoveEntryList } from './list.ts';
import { KTIMER } from './structs/ke.ts';

type Timer = ReturnType<typeof KTIMER.at>;
const TIMER_LIST_ENTRY = KTIMER.offsetOf('TimerListEntry');
const NEVER = 0xffff_ffff_ffff_ffffn;

function listOf(space: Space, due: bigint): ReturnType<typeof tableEntry> {
  return tableEntry(space, Number((due >> 18n) & 0xffn));
}

function tableEntry(space: Space, index: number) {
  return pcrOf(space, 0).PrcbData.TimerTable.TimerEntries.get(index);
}

/** Empties the timer table; called once at boot. */
export function initializeTimers(space: Space): void {
  for (let i = 0; i < 256; i++) {
    const entry = tableEntry(space, i);
    space.setU32(entry.Entry.address, entry.Entry.address);
    space.setU32(entry.Entry.address + 4, entry.Entry.address);
    entry.Time.QuadPart = NEVER;
  }
}

/** Sets a timer for an absolute time. */
export function KiInsertTimer(m: Machine, timer: Timer, due: number): void {
  const space = kernelSpace(m);
  timer.DueTime.QuadPart = BigInt(Math.max(0, Math.ceil(due)));
  timer.Header.Inserted = 1;
  const list = listOf(space, timer.DueTime.QuadPart);
  InsertTailList(space, list.Entry.address, timer.TimerListEntry.address);
  if (timer.DueTime.QuadPart < list.Time.QuadPart) list.Time.QuadPart = timer.DueTime.QuadPart;
}

/** Takes a timer that is set out of the table. */
export function KiCancelTimer(m: Machine, timer: Timer): void {
  if (!timer.Header.Inserted) return;
  const space = kernelSpace(m);
  const list = listOf(space, timer.DueTime.QuadPart);
  RemoveEntryList(space, timer.TimerListEntry.address);
  timer.Header.Inserted = 0;
  list.Time.QuadPart = earliest(timersIn(space, list.Entry.address));
}

function timersIn(space: Space, head: number): Timer[] {
  return entriesOf(space, head).map((entry) => KTIMER.at(space, entry - TIMER_LIST_ENTRY));
}

function earliest(timers: readonly Timer[]): bigint {
  let least = NEVER;
  for (const { DueTime } of timers) if (DueTime.QuadPart < least) least = DueTime.QuadPart;
  return least;
}

/** The time at which the next timer is due; undefined when none is set. */
export function nextTimerDue(m: Machine): number | undefined {
  const space = kernelSpace(m);
  let least = NEVER;
  for (let i = 0; i < 256; i++) {
    const entry = tableEntry(space, i);
    if (!IsListEmpty(space, entry.Entry.address) && entry.Time.QuadPart < least) least = entry.Time.QuadPart;
  }
  return least === NEVER ? undefined : Number(least);
}

/** Takes the timers that are due out of the table, earliest first. */
export function takeDueTimers(m: Machine): Timer[] {
  const space = kernelSpace(m);
  const now = BigInt(m.time100ns);
  const due: Timer[] = [];
  for (let i = 0; i < 256; i++) {
    const entry = tableEntry(space, i);
    if (entry.Time.QuadPart > now) continue;
    for (const timer of timersIn(space, entry.Entry.address)) if (timer.DueTime.QuadPart <= now) due.push(timer);
  }
  due.sort((a, b) => (a.DueTime.QuadPart < b.DueTime.QuadPart ? -1 : a.DueTime.QuadPart > b.DueTime.QuadPart ? 1 : 0));
  for (const timer of due) KiCancelTimer(m, timer);
  return due;
}
