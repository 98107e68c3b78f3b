/**
 * The delivery of asynchronous procedure calls of user mode: when a thread with UserApcPending is about to go back to user mode, its
 * registers are put on its stack as a CONTEXT and it goes on in ntdll!KiUserApcDispatcher, which calls the routine and then
 * NtContinue, where the next one's turn comes.
 *
 *     [ESP] routine, context, two arguments    [ESP+10] CONTEXT
 */
import type { Machine } from '../machine/machine.ts';
import { ESP } from '../machine/processor.ts';
import { type ApcCall, dequeueUserApc } from './apc-queue.ts';
import { CONTEXT_FLOATING_POINT, CONTEXT_FULL, contextOf, setFlatSegments } from './context.ts';
import { KiDispatchException } from './exception.ts';
import { exceptionAt } from './exception-record.ts';
import { type Caller, callerOn, kernelOf, kernelSpace, logPlace } from './kernel.ts';
import { StatusRaised } from './raise.ts';
import { prcbOf } from './ready-queue.ts';
import { KiDispatchInterrupt } from './scheduler.ts';
import { KTHREAD } from './structs/ke.ts';
import { CONTEXT } from './structs/rtl.ts';
import { writeUser } from './user-memory.ts';

const ARGUMENTS = 0x10;
const USER_APC_PENDING = KTHREAD.offsetOf('ApcState') + 0x16;

/** The end of every entry into the kernel: who stands by runs, and pending user APCs are delivered to who runs. */
export function KiServiceExit(m: Machine): void {
  KiDispatchInterrupt(m);
  const space = kernelSpace(m);
  for (const p of m.processors) {
    if (m.stop) return;
    const current = prcbOf(space, p.index).CurrentThread;
    if (space.u8(current + USER_APC_PENDING) !== 0) KiDeliverApc(callerOn(m, p));
  }
}

/** Lets the running thread do its first user APC before anything else. */
function KiDeliverApc(c: Caller): void {
  c.thread.Tcb.ApcState.UserApcPending = 0;
  const call = dequeueUserApc(c.m, c.thread.Tcb);
  if (!call) return;
  c.m.log.append({ ...logPlace(c), kind: 'apc', routine: call.NormalRoutine, argument: call.NormalContext });
  try {
    KiInitializeUserApc(c, call);
  } catch (thrown) {
    if (!(thrown instanceof StatusRaised)) throw thrown;
    KiDispatchException(c, exceptionAt(c.p.eip, thrown.status, []), true);
  }
}

function KiInitializeUserApc(c: Caller, call: ApcCall): void {
  const doors = kernelOf(c.m).doors;
  if (!doors) return;
  const esp = (c.p.r[ESP] as number) & ~3;
  const top = (esp >>> 0) - CONTEXT.size - ARGUMENTS;
  const bytes = new Uint8Array(ARGUMENTS + CONTEXT.size);
  const view = new DataView(bytes.buffer);
  const words = [call.NormalRoutine, call.NormalContext, call.SystemArgument1, call.SystemArgument2];
  words.forEach((word, i) => {
    view.setUint32(i * 4, word, true);
  });
  bytes.set(contextOf(c.p, CONTEXT_FULL | CONTEXT_FLOATING_POINT), ARGUMENTS);
  writeUser(c, top, bytes);
  setFlatSegments(c.p);
  c.p.r[ESP] = top;
  c.p.eip = doors.KiUserApcDispatcher;
}
