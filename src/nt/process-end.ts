/**
 * How threads and processes end: mutexes they own are abandoned, who waits for them is woken, handles are closed, and when the
 * last thread of the program is gone the machine stops with its exit code.
 */

import type { LogEntry } from '../machine/log.ts';
import type { Machine } from '../machine/machine.ts';
import type { Stop } from '../machine/stop.ts';
import { rundownUserApcs } from './apc-queue.ts';
import { KeReleaseMutant, leaveWait, signalEnd } from './dispatcher.ts';
import { describeException } from './exception-record.ts';
import { ExTimerRundown } from './executive-timer.ts';
import { ExDestroyHandleTable } from './handle.ts';
import { globals, kernelSpace, pcrOf } from './kernel.ts';
import { leaveKeyedWait } from './keyed-event.ts';
import { entriesOf } from './list.ts';
import { STATUS, statusName } from './ntstatus.ts';
import { ObDereferenceObject } from './object.ts';
import { KiSwapThread, leaveStandby, removeReady, ThreadState } from './scheduler.ts';
import { KMUTANT, type KTHREAD } from './structs/ke.ts';
import { EPROCESS, ETHREAD } from './structs/ps.ts';
import { dropBrokenWait } from './suspend.ts';
import { freeUserMemory, removeThread } from './thread.ts';

const THREAD_LIST_ENTRY = ETHREAD.offsetOf('ThreadListEntry');
const MUTANT_LIST_ENTRY = KMUTANT.offsetOf('MutantListEntry');

/** The threads of a process, oldest first. */
export function threadsOf(m: Machine, process: EPROCESS): ETHREAD[] {
  const space = kernelSpace(m);
  return entriesOf(space, process.ThreadListHead.address).map((entry) => ETHREAD.at(space, entry - THREAD_LIST_ENTRY));
}

/** Ends one thread; when it is running somewhere, another one takes over there. */
export function PspTerminateThread(m: Machine, thread: ETHREAD, status: number): void {
  const space = kernelSpace(m);
  if (thread.Terminated) return;
  const process = EPROCESS.at(space, thread.Tcb.Process);
  takeOut(m, thread.Tcb);
  thread.Terminated = 1;
  thread.ExitStatus = status;
  leaveKeyedWait(space, thread);
  thread.ExitTime.QuadPart = BigInt(m.time100ns);
  for (const entry of entriesOf(space, thread.Tcb.MutantListHead.address)) {
    KeReleaseMutant(m, entry - MUTANT_LIST_ENTRY, thread.address, true);
  }
  ExTimerRundown(m, thread);
  rundownUserApcs(m, thread.Tcb);
  if (thread.ThreadInserted) removeThread(m, process, thread);
  signalEnd(m, thread.address);
  const p = m.processors.find((each) => pcrOf(space, each.index).PrcbData.CurrentThread === thread.address);
  if (p) KiSwapThread(m, p);
  // The memory of a process that ends is not given back: there is nobody left who could use it.
  if (!process.ProcessExiting) freeUserMemory(m, thread);
  ObDereferenceObject(m, thread.address);
}

/** Whatever a thread is doing, it is in no list any more and its State is Terminated. */
function takeOut(m: Machine, thread: KTHREAD): void {
  const space = kernelSpace(m);
  if (thread.State === ThreadState.Waiting) {
    leaveWait(m, thread);
    dropBrokenWait(m, thread);
  } else if (thread.State === ThreadState.Ready) removeReady(space, thread);
  else if (thread.State === ThreadState.Standby) leaveStandby(space, thread);
  thread.State = ThreadState.Terminated;
}

/** Ends a thread, and its process with it when it was the last one. */
export function PspExitThread(m: Machine, process: EPROCESS, thread: ETHREAD, status: number): void {
  process.LastThreadExitStatus = status;
  if (process.ActiveThreads <= 1) PspTerminateProcess(m, process, status);
  else PspTerminateThread(m, thread, status);
}

/** Ends a process: all its threads, its handles, and the run when it is the program. */
export function PspTerminateProcess(m: Machine, process: EPROCESS, code: number, reason?: string): void {
  if (process.ProcessExiting) return;
  process.ProcessExiting = 1;
  process.ExitStatus = code;
  process.ExitTime.QuadPart = BigInt(m.time100ns);
  const first = threadsOf(m, process)[0];
  const place = { position: m.position, processor: 0, thread: first?.Cid.UniqueThread ?? 0 };
  for (const thread of threadsOf(m, process)) PspTerminateThread(m, thread, code);
  process.ActiveThreads = 0;
  if (process.ObjectTable !== 0) ExDestroyHandleTable(m, process.ObjectTable);
  process.ObjectTable = 0;
  signalEnd(m, process.address);
  m.log.append({ ...place, kind: 'processExit', code });
  m.stop = exitStop(m, code, reason);
}

function exitStop(m: Machine, code: number, reason?: string): Stop {
  const why = reason ?? reasonOf(m, code);
  return why === undefined ? { kind: 'exit', code } : { kind: 'exit', code, reason: why };
}

/** How the program ended, once it has. */
export function endedStop(m: Machine): Stop | undefined {
  const space = kernelSpace(m);
  const entries = entriesOf(space, globals(space).PsActiveProcessHead.address, 64);
  const processes = entries.map((entry) => EPROCESS.at(space, entry - EPROCESS.offsetOf('ActiveProcessLinks')));
  const programs = processes.filter((process) => process.address !== globals(space).PsInitialSystemProcess);
  const [first] = programs;
  if (!first || !programs.every((process) => process.ProcessExiting)) return undefined;
  return exitStop(m, first.ExitStatus);
}

/** A sentence for exit codes that are error statuses; undefined for what programs return. */
function reasonOf(m: Machine, code: number): string | undefined {
  if (code >>> 30 !== 3) return undefined;
  for (let i = m.log.entries.length - 1; i >= 0 && i > m.log.entries.length - 2000; i--) {
    const entry = m.log.entries[i] as LogEntry & { text?: string; code?: number; address?: number };
    if (entry.kind === 'hardError' && entry.text) return entry.text;
    if (entry.kind === 'exception' && entry.code === code) {
      const { address, parameters } = entry as unknown as { address: number; parameters: readonly number[] };
      return describeException({ code, flags: 0, record: 0, address, parameters });
    }
  }
  return code === STATUS.STATUS_SUCCESS ? undefined : `the process ended with ${statusName(code)}`;
}
