/**
 * The system-call dispatcher, in the order of KiFastCallEntry: the trap frame is filled, the service's arguments are copied from the
 * user's stack to the kernel stack below it, the service runs, its status comes into EAX.
 *
 * A service answers with a status; with 'waiting' when the thread now waits and the status will come at its wake-up; with 'yield'
 * when it succeeded and lets another thread run; with 'again' when it must look anew after the wake-up (EIP stays on the instruction); with 'loaded' when it has set the
 * registers itself.
 */
import { EAX, ECX, EDX, ESP } from '../machine/processor.ts';
import { frameAddress, saveFrame } from './context.ts';
import { KeRaiseUserException } from './exception.ts';
import { type Caller, kernelOf, logPlace, pcrOf } from './kernel.ts';
import { STATUS } from './ntstatus.ts';
import { StatusRaised } from './raise.ts';
import { KiSwapThread, KiYield, ThreadState } from './scheduler.ts';
import { SERVICE_COUNT, serviceOf } from './services/index.ts';
import type { Service, ServiceResult } from './services/service.ts';
import { readUser } from './user-memory.ts';

export type SystemCallKind = 'sysenter' | 'int2e';

/** Does the service whose number is in EAX for the running thread. */
export function KiSystemService(c: Caller, how: SystemCallKind): void {
  const { p, thread } = c;
  const number = (p.r[EAX] as number) >>> 0;
  const edx = (p.r[EDX] as number) >>> 0;
  const userEsp = how === 'sysenter' ? edx : (p.r[ESP] as number) >>> 0;
  const returnEip = how === 'sysenter' ? (kernelOf(c.m).doors?.KiFastSystemCallRet ?? 0) : p.eip;
  const argumentsAt = how === 'sysenter' ? edx + 8 : edx;
  const frame = saveFrame(p, c.kernel, thread.Tcb, returnEip);
  frame.HardwareEsp = userEsp;
  frame.DbgArgPointer = argumentsAt;
  thread.Tcb.PreviousMode = 1;
  thread.Tcb.SystemCallNumber = number;
  pcrOf(c.kernel, p.index).PrcbData.KeSystemCalls += 1;

  const finish = (status: number): void => {
    p.r[EAX] = status;
    p.eip = returnEip;
    if (how === 'int2e') return;
    p.r[ESP] = userEsp;
    p.r[ECX] = userEsp;
    p.r[EDX] = returnEip;
  };
  const found = serviceOf(number);
  if (!found) {
    finish(isKnownNumber(number) ? STATUS.STATUS_NOT_IMPLEMENTED : STATUS.STATUS_INVALID_SYSTEM_SERVICE);
    noteUnknown(c, number, p.r[EAX] as number);
    return;
  }
  perform(c, found, argumentsAt, how, finish);
}

/** The table of Windows 7 SP1 has 401 services; those that this kernel has not are answered truthfully. */
function isKnownNumber(number: number): boolean {
  return number < SERVICE_COUNT;
}

function perform(
  c: Caller,
  found: Service,
  argumentsAt: number,
  how: SystemCallKind,
  finish: (status: number) => void,
): void {
  const { p, thread } = c;
  const place = logPlace(c);
  let values: number[] = [];
  let result: ServiceResult;
  try {
    values = fetchArguments(c, argumentsAt, found.argumentNames.length);
    result = found.call(c, values);
  } catch (thrown) {
    if (!(thrown instanceof StatusRaised)) throw thrown;
    result = thrown.status;
  }
  if (result === 'again') {
    if (how === 'int2e') p.eip -= 2;
    thread.Tcb.WaitNext = 1;
    KiSwapThread(c.m, p);
    return;
  }
  noteService(c, place, found, values, result);
  if (result === 'loaded') return;
  finish(typeof result === 'number' ? result : result === 'yield' ? STATUS.STATUS_SUCCESS : STATUS.STATUS_PENDING);
  // A debugger wants to see handles that are wrong, or that must not be closed.
  if (found.name === 'NtClose' && how === 'sysenter' && result !== STATUS.STATUS_SUCCESS && kernelOf(c.m).debugged)
    KeRaiseUserException(c, result as number);
  if (result === 'yield') KiYield(c.m, p);
  else if (thread.Tcb.State === ThreadState.Waiting) KiSwapThread(c.m, p);
}

/** The arguments, once copied from the user's stack; the copy lies below the trap frame. */
function fetchArguments(c: Caller, at: number, count: number): number[] {
  if (count === 0) return [];
  const bytes = readUser(c, at >>> 0, count * 4);
  const copy = frameAddress(c.thread.Tcb) - bytes.length;
  c.kernel.setBytes(copy, bytes);
  c.thread.Tcb.FirstArgument = copy;
  const view = new DataView(bytes.buffer);
  return Array.from({ length: count }, (_, i) => view.getUint32(i * 4, true));
}

function noteService(
  c: Caller,
  place: ReturnType<typeof logPlace>,
  found: Service,
  args: readonly number[],
  result: ServiceResult,
): void {
  const status =
    typeof result === 'number' ? result >>> 0 : result === 'waiting' ? STATUS.STATUS_PENDING : STATUS.STATUS_SUCCESS;
  const { name, argumentNames } = found;
  c.m.log.append({
    ...place,
    kind: 'service',
    name,
    number: found.number,
    args,
    argNames: argumentNames,
    status,
  });
}

function noteUnknown(c: Caller, number: number, status: number): void {
  const name = `service ${number.toString(16).toUpperCase()}h`;
  c.m.log.append({ ...logPlace(c), kind: 'service', name, number, args: [], argNames: [], status: status >>> 0 });
}
