/**
 * The dispatching of exceptions (KiDispatchException): the debugger is told first; then EXCEPTION_RECORD and CONTEXT are written on the
 * user's stack and the thread goes on in ntdll!KiUserExceptionDispatcher; what nobody handles ends the process.
 *
 *     E = ESP and not 3    CONTEXT at E-2CC    record below it, cut to its parameters    [ESP] record  [ESP+4] context
 */
import { ESP } from '../machine/processor.ts';
import { CONTEXT_FLOATING_POINT, CONTEXT_FULL, contextOf, setFlatSegments } from './context.ts';
import { describeException, type ExceptionRecord } from './exception-record.ts';
import { type Caller, CONTINUE_HANDLED, CONTINUE_NOT_HANDLED, globals, kernelOf, logPlace, pcrOf } from './kernel.ts';
import { STATUS } from './ntstatus.ts';
import { PspTerminateProcess } from './process-end.ts';
import { raiseStatus, StatusRaised } from './raise.ts';
import { TEB } from './structs/peb.ts';
import { CONTEXT } from './structs/rtl.ts';
import { writeUser } from './user-memory.ts';

/**
 * Delivers an exception to the running thread. `context` is what the handler sees, the processor's registers where it is
 * left out. Afterwards the thread is about to run the dispatcher, or the machine has stopped, or the process has ended.
 */
export function KiDispatchException(c: Caller, record: ExceptionRecord, first: boolean, context?: Uint8Array): void {
  pcrOf(c.kernel, c.p.index).PrcbData.KeExceptionDispatchCount += 1;
  const answer = tellDebugger(c, record, first);
  if (answer === 'stopped' || answer === 'handled') return;
  dispatchToProgram(c, record, first, context);
}

/**
 * Lets a service's failure be an exception in user mode: the thread comes back from the system call into ntdll's
 * KiRaiseUserExceptionDispatcher, which raises what the TEB says and returns it as the service's status.
 */
export function KeRaiseUserException(c: Caller, status: number): void {
  const door = kernelOf(c.m).doors?.KiRaiseUserExceptionDispatcher;
  if (!door || c.thread.Tcb.Teb === 0) return;
  TEB.at(c.space, c.thread.Tcb.Teb).ExceptionCode = status;
  c.p.eip = door;
}

/** The rest, after the debugger: the program's handlers at the first chance, its end at the second. */
export function dispatchToProgram(c: Caller, record: ExceptionRecord, first: boolean, context?: Uint8Array): void {
  note(c, record, first);
  if (!first) {
    PspTerminateProcess(c.m, c.process, record.code, describeException(record));
    return;
  }
  deliver(c, record, context ?? contextOf(c.p, CONTEXT_FULL | CONTEXT_FLOATING_POINT));
}

/**
 * Stops the machine before the exception goes to the program. The instruction stays where it is: run on, it raises the same
 * exception again, and this time the debugger's answer counts. `unasked`: there is no debugger, or it has not said.
 */
export function tellDebugger(
  c: Caller,
  record: ExceptionRecord,
  first: boolean,
): 'stopped' | 'handled' | 'not handled' | 'unasked' {
  if (!kernelOf(c.m).debugged) return 'unasked';
  const g = globals(c.kernel);
  const code = (record.code ^ (first ? 0 : 1)) >>> 0;
  const known =
    g.DbgkReportedThread === c.thread.address && g.DbgkReportedEip === c.p.eip && g.DbgkReportedCode === code;
  g.DbgkReportedThread = known ? 0 : c.thread.address;
  g.DbgkReportedEip = c.p.eip;
  g.DbgkReportedCode = code;
  const answer = g.DbgkContinueStatus;
  g.DbgkContinueStatus = 0;
  if (known)
    return answer === CONTINUE_HANDLED ? 'handled' : answer === CONTINUE_NOT_HANDLED ? 'not handled' : 'unasked';
  const reported = g.DbgkReportedRecord;
  reported.ExceptionCode = record.code;
  reported.ExceptionFlags = record.flags;
  reported.ExceptionRecord = record.record;
  reported.ExceptionAddress = record.address;
  reported.NumberParameters = Math.min(record.parameters.length, 15);
  for (const [i, value] of record.parameters.slice(0, 15).entries()) reported.ExceptionInformation.set(i, value);
  c.m.stop = { kind: 'debug', code: record.code, address: record.address, first };
  return 'stopped';
}

function note(c: Caller, record: ExceptionRecord, first: boolean): void {
  const { code, address, parameters } = record;
  c.m.log.append({ ...logPlace(c), kind: 'exception', code, address, parameters, first });
}

function deliver(c: Caller, record: ExceptionRecord, context: Uint8Array): void {
  const doors = kernelOf(c.m).doors;
  const count = Math.min(record.parameters.length, 15);
  const esp = new DataView(context.buffer, context.byteOffset).getUint32(CONTEXT.offsetOf('Esp'), true);
  const contextAddress = ((esp & ~3) >>> 0) - CONTEXT.size;
  const recordAddress = contextAddress - (20 + 4 * count);
  const top = recordAddress - 8;
  if (!doors || !writeAll(c, top, record, recordAddress, contextAddress, context, count)) return;
  setFlatSegments(c.p);
  c.p.r[ESP] = top;
  c.p.eip = doors.KiUserExceptionDispatcher;
  c.p.eflags = c.p.eflags & ~0x500;
}

/** Writes what the dispatcher needs; a stack that cannot take it raises a stack overflow once, then ends the process. */
function writeAll(
  c: Caller,
  top: number,
  record: ExceptionRecord,
  recordAddress: number,
  contextAddress: number,
  context: Uint8Array,
  count: number,
): boolean {
  const bytes = new Uint8Array(8 + 20 + 4 * count);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, recordAddress, true);
  view.setUint32(4, contextAddress, true);
  view.setUint32(8, record.code, true);
  view.setUint32(12, record.flags, true);
  view.setUint32(16, record.record, true);
  view.setUint32(20, record.address, true);
  view.setUint32(24, count, true);
  record.parameters.slice(0, count).forEach((value, i) => {
    view.setUint32(28 + i * 4, value >>> 0, true);
  });
  try {
    if (top < 0) raiseStatus(STATUS.STATUS_ACCESS_VIOLATION);
    writeUser(c, contextAddress, context);
    writeUser(c, top, bytes);
    return true;
  } catch (thrown) {
    if (!(thrown instanceof StatusRaised)) throw thrown;
    const overflow = thrown.status === STATUS.STATUS_STACK_OVERFLOW && record.code !== STATUS.STATUS_STACK_OVERFLOW;
    if (overflow) deliver(c, { ...record, code: STATUS.STATUS_STACK_OVERFLOW }, context);
    else
      PspTerminateProcess(
        c.m,
        c.process,
        record.code,
        `${describeException(record)}, and the stack cannot take the handler`,
      );
    return false;
  }
}
