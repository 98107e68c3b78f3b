/**
 * Services on the flow of control: contexts, exceptions, error boxes, sleep.
 */
import { testAlert } from '../apc-queue.ts';
import { chargeOutput } from '../console.ts';
import { applyContext, CONTEXT_FLOATING_POINT, CONTEXT_FULL, contextOf } from '../context.ts';
import { KeWaitForObjects, WaitAny } from '../dispatcher.ts';
import { KiDispatchException } from '../exception.ts';
import { type Caller, kernelOf, logPlace } from '../kernel.ts';
import { STATUS, statusName } from '../ntstatus.ts';
import { raiseStatus } from '../raise.ts';
import { hasRival } from '../scheduler.ts';
import { CONTEXT } from '../structs/rtl.ts';
import { ProbeForWrite, readUser, readUserI64, readUserString, writeUserU32 } from '../user-memory.ts';
import {
  BOOLEAN,
  NTSTATUS,
  PCONTEXT,
  PEXCEPTION_RECORD,
  PLARGE_INTEGER,
  PULONG,
  type ServiceResult,
  service,
  ULONG,
} from './service.ts';
import { dueTime } from './wait.ts';

function continueAt(c: Caller, contextAt: number): ServiceResult {
  applyContext(c.p, readUser(c, contextAt, CONTEXT.size));
  return 'loaded';
}

/** Joins the path of hardware exceptions. A record can be continued where the context stands. */
function raiseException(c: Caller, recordAt: number, contextAt: number, firstChance: number): ServiceResult {
  const head = new DataView(readUser(c, recordAt, 20).buffer);
  const count = head.getUint32(16, true);
  if (count > 15) raiseStatus(STATUS.STATUS_INVALID_PARAMETER);
  const tail = new DataView(readUser(c, recordAt + 20, count * 4).buffer);
  const context = readUser(c, contextAt, CONTEXT.size);
  const record = {
    // Bit 28 marks the kernel's own codes: a program cannot set it.
    code: (head.getUint32(0, true) & ~0x10000000) >>> 0,
    flags: head.getUint32(4, true),
    record: head.getUint32(8, true),
    address: head.getUint32(12, true),
    parameters: Array.from({ length: count }, (_, i) => tail.getUint32(i * 4, true)),
  };
  if (record.code === STATUS.DBG_PRINTEXCEPTION_C && notePrint(c, record.parameters)) {
    if (kernelOf(c.m).debugged) return continueAt(c, contextAt);
  }
  const position = c.p.eip;
  const saved = contextOf(c.p, CONTEXT_FULL | CONTEXT_FLOATING_POINT);
  applyContext(c.p, context);
  const full = contextOf(c.p, CONTEXT_FULL | CONTEXT_FLOATING_POINT);
  KiDispatchException(c, record, (firstChance & 0xff) !== 0, merged(context, full));
  if (c.m.stop?.kind === 'debug') {
    // The debugger was told: the call stays where it is and is made again when the machine goes on.
    applyContext(c.p, saved);
    c.p.eip = position;
  }
  return 'loaded';
}

/** What the raiser's context does not hold comes from the registers. */
function merged(given: Uint8Array, full: Uint8Array): Uint8Array {
  const flags = new DataView(given.buffer, given.byteOffset).getUint32(0, true);
  if ((flags & CONTEXT_FULL) !== CONTEXT_FULL) return full;
  const bytes = given.slice();
  if ((flags & CONTEXT_FLOATING_POINT) !== CONTEXT_FLOATING_POINT) bytes.set(full.subarray(0x1c, 0x8c), 0x1c);
  new DataView(bytes.buffer).setUint32(0, flags | CONTEXT_FLOATING_POINT, true);
  return bytes;
}

/** OutputDebugString: [length with the zero, text]. */
function notePrint(c: Caller, parameters: readonly number[]): boolean {
  const [length, at] = parameters;
  if (length === undefined || at === undefined || length === 0) return false;
  const bytes = readUser(c, at, Math.min(length, 0x10000));
  if (!chargeOutput(c.m, bytes.length)) return true;
  const end = bytes.indexOf(0);
  const text = new TextDecoder().decode(bytes.subarray(0, end < 0 ? bytes.length : end));
  c.m.log.append({ ...logPlace(c), kind: 'debugPrint', text });
  return true;
}

/** A message box of the system: it is logged, and answered as if it had been closed (ResponseOk 6, or ResponseAbort). */
function hardError(
  c: Caller,
  status: number,
  count: number,
  stringMask: number,
  parametersAt: number,
  response: number,
): number {
  if (count > 5) return STATUS.STATUS_INVALID_PARAMETER;
  ProbeForWrite(c, response, 4);
  const view = new DataView(readUser(c, parametersAt, count * 4).buffer);
  const texts = Array.from({ length: count }, (_, i) => {
    const value = view.getUint32(i * 4, true);
    return stringMask & (1 << i) ? readUserString(c, value) : `0x${value.toString(16).toUpperCase().padStart(8, '0')}`;
  });
  const text = hardErrorText(status, texts);
  c.m.log.append({ ...logPlace(c), kind: 'hardError', status, text, parameters: texts });
  writeUserU32(c, response, 6);
  return STATUS.STATUS_SUCCESS;
}

/** A message box: text, caption, kind. */
const SERVICE_NOTIFICATION = 0x40000018;

const messages: Readonly<Record<number, (texts: readonly string[]) => string>> = {
  [STATUS.STATUS_UNHANDLED_EXCEPTION]: unhandledText,
  [STATUS.STATUS_DLL_NOT_FOUND]: ([dll]) =>
    `The program can't start because ${dll ?? 'a DLL'} is missing from your computer.`,
  [STATUS.STATUS_ENTRYPOINT_NOT_FOUND]: ([name, dll]) =>
    `The procedure entry point ${name ?? '?'} could not be located in the dynamic link library ${dll ?? '?'}.`,
  [STATUS.STATUS_ORDINAL_NOT_FOUND]: ([ordinal, dll]) =>
    `The ordinal ${ordinal ?? '?'} could not be located in the dynamic link library ${dll ?? '?'}.`,
  [STATUS.STATUS_DLL_INIT_FAILED]: ([dll]) =>
    `The dynamic link library ${dll ?? '?'} failed to initialize (0xC0000142).`,
  [SERVICE_NOTIFICATION]: ([text, caption]) => `${caption ?? 'Error'}: ${text ?? ''}`,
  [STATUS.STATUS_INVALID_IMAGE_FORMAT]: ([file]) => `${file ?? 'The file'} is not a valid Windows image.`,
};

/** What Windows' box says about an exception that nobody handled: [code, address, kind of access, address]. */
function unhandledText(texts: readonly string[]): string {
  const [code = '?', at = '?', kind, address] = texts;
  const verb = Number(kind) === 1 ? 'written' : Number(kind) === 8 ? 'executed' : 'read';
  if (Number(code) === STATUS.STATUS_ACCESS_VIOLATION && address !== undefined) {
    return `The instruction at ${at} referenced memory at ${address}. The memory could not be ${verb}.`;
  }
  const named = statusName(Number(code));
  const name = named === code ? 'unknown software exception' : named;
  return `The exception ${name} (${code}) occurred in the application at location ${at}.`;
}

function hardErrorText(status: number, texts: readonly string[]): string {
  const known = messages[(status & ~0x10000000) >>> 0];
  return known ? known(texts) : `${statusName(status)}${texts.length > 0 ? `: ${texts.join(', ')}` : ''}`;
}

export const controlServices = [
  service(0x3c, 'NtContinue', { ContextRecord: PCONTEXT, TestAlert: BOOLEAN }, (c, a) => {
    const result = continueAt(c, a.ContextRecord);
    if (a.TestAlert & 0xff) testAlert(c.kernel, c.thread.Tcb);
    return result;
  }),
  service(
    0x10f,
    'NtRaiseException',
    { ExceptionRecord: PEXCEPTION_RECORD, ContextRecord: PCONTEXT, FirstChance: BOOLEAN },
    (c, a) => raiseException(c, a.ExceptionRecord, a.ContextRecord, a.FirstChance),
  ),
  service(
    0x110,
    'NtRaiseHardError',
    {
      ErrorStatus: NTSTATUS,
      NumberOfParameters: ULONG,
      UnicodeStringParameterMask: ULONG,
      Parameters: PULONG,
      ValidResponseOptions: ULONG,
      Response: PULONG,
    },
    (c, a) => hardError(c, a.ErrorStatus, a.NumberOfParameters, a.UnicodeStringParameterMask, a.Parameters, a.Response),
  ),
  service(0x190, 'NtYieldExecution', {}, (c) => {
    return hasRival(c.m, c.p) ? 'yield' : STATUS.STATUS_NO_YIELD_PERFORMED;
  }),
  service(0x62, 'NtDelayExecution', { Alertable: BOOLEAN, DelayInterval: PLARGE_INTEGER }, (c, a) => {
    const alertable = (a.Alertable & 0xff) !== 0;
    if (readUserI64(c, a.DelayInterval) === 0n) {
      if (alertable && testAlert(c.kernel, c.thread.Tcb)) return STATUS.STATUS_USER_APC;
      return hasRival(c.m, c.p) ? 'yield' : STATUS.STATUS_SUCCESS;
    }
    const due = dueTime(c, a.DelayInterval);
    const result = KeWaitForObjects(c, [], WaitAny, due ?? Number.MAX_SAFE_INTEGER, 4, [], alertable);
    return result === STATUS.STATUS_TIMEOUT ? STATUS.STATUS_SUCCESS : result;
  }),
];
