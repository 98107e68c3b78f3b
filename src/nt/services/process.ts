/**
 * Services on processes and threads, on the flow of control, on time, and what the system tells about itself.
 */

import { systemTime } from '../clock.ts';
import { applyContext, CONTEXT_FLOATING_POINT, CONTEXT_FULL, contextOf } from '../context.ts';
import { KeWaitForObjects, WaitAny } from '../dispatcher.ts';
import { KiDispatchException } from '../exception.ts';
import { ObReferenceObjectByHandle } from '../handle.ts';
import { type Caller, kernelOf, logPlace } from '../kernel.ts';
import { STATUS, statusName } from '../ntstatus.ts';
import { ObjectType } from '../object.ts';
import { PspExitThread, PspTerminateProcess, PspTerminateThread, threadsOf } from '../process-end.ts';
import { raiseStatus } from '../raise.ts';
import { hasRival, TICK_100NS } from '../scheduler.ts';
import { EPROCESS, ETHREAD } from '../structs/ps.ts';
import { CONTEXT } from '../structs/rtl.ts';
import {
  ProbeForWrite,
  readUser,
  readUserI64,
  readUserString,
  utf16Bytes,
  writeUser,
  writeUserI64,
  writeUserU32,
  writeUserU32Optional,
} from '../user-memory.ts';
import { dueTime } from './object.ts';
import {
  BOOLEAN,
  HANDLE,
  NTSTATUS,
  PCONTEXT,
  PEXCEPTION_RECORD,
  PLARGE_INTEGER,
  PULONG,
  PVOID,
  type ServiceResult,
  service,
  ULONG,
} from './service.ts';

function processOf(c: Caller, handle: number): EPROCESS {
  return EPROCESS.at(c.kernel, ObReferenceObjectByHandle(c, handle, ObjectType.Process));
}

/** With a null handle: all other threads of the process die. With the process's own: the process ends. */
function terminateProcess(c: Caller, handle: number, status: number): ServiceResult {
  if (handle === 0) {
    for (const thread of threadsOf(c.m, c.process)) {
      if (thread.address === c.thread.address) continue;
      PspTerminateThread(c.m, thread, status);
      c.process.ActiveThreads -= 1;
    }
    return STATUS.STATUS_SUCCESS;
  }
  const process = processOf(c, handle);
  if (process.Pcb.DirectoryTableBase === kernelOf(c.m).directory) return STATUS.STATUS_ACCESS_DENIED;
  PspTerminateProcess(c.m, process, status);
  return process.address === c.process.address ? 'loaded' : STATUS.STATUS_SUCCESS;
}

function terminateThread(c: Caller, handle: number, status: number): ServiceResult {
  if (handle === 0 && c.process.ActiveThreads === 1) return 0xc0000227;
  const body = handle === 0 ? c.thread.address : ObReferenceObjectByHandle(c, handle, ObjectType.Thread);
  const thread = ETHREAD.at(c.kernel, body);
  if (thread.Terminated) return STATUS.STATUS_SUCCESS;
  PspExitThread(c.m, EPROCESS.at(c.kernel, thread.Tcb.Process), thread, status);
  return body === c.thread.address ? 'loaded' : STATUS.STATUS_SUCCESS;
}

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
    code: head.getUint32(0, true),
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
  [STATUS.STATUS_INVALID_IMAGE_FORMAT]: ([file]) => `${file ?? 'The file'} is not a valid Windows image.`,
};

/** What Windows' box says about an exception that nobody handled: [code, address, kind of access, address]. */
function unhandledText(texts: readonly string[]): string {
  const [code = '?', at = '?', kind, address] = texts;
  const verb = Number(kind) === 1 ? 'written' : Number(kind) === 8 ? 'executed' : 'read';
  if (Number(code) === STATUS.STATUS_ACCESS_VIOLATION && address !== undefined) {
    return `The instruction at ${at} referenced memory at ${address}. The memory could not be ${verb}.`;
  }
  return `The exception ${statusName(Number(code))} (${code}) occurred in the application at location ${at}.`;
}

function hardErrorText(status: number, texts: readonly string[]): string {
  const known = messages[(status & ~0x10000000) >>> 0];
  return known ? known(texts) : `${statusName(status)}${texts.length > 0 ? `: ${texts.join(', ')}` : ''}`;
}

/** Little-endian words. */
function words(...values: number[]): Uint8Array {
  const view = new DataView(new ArrayBuffer(values.length * 4));
  values.forEach((value, i) => {
    view.setUint32(i * 4, value >>> 0, true);
  });
  return new Uint8Array(view.buffer);
}

function answer(c: Caller, bytes: Uint8Array, into: number, length: number, returned: number): number {
  if (length < bytes.length) {
    writeUserU32Optional(c, returned, bytes.length);
    return STATUS.STATUS_INFO_LENGTH_MISMATCH;
  }
  writeUser(c, into, bytes);
  writeUserU32Optional(c, returned, bytes.length);
  return STATUS.STATUS_SUCCESS;
}

function processInformation(c: Caller, process: EPROCESS, kind: number): Uint8Array | undefined {
  const { Pcb } = process;
  switch (kind) {
    case 0:
      return words(
        process.ExitStatus,
        process.Peb,
        Pcb.Affinity.Bitmap.get(0),
        Pcb.BasePriority,
        process.UniqueProcessId,
        process.InheritedFromUniqueProcessId,
      );
    case 3:
      return words(
        process.PeakVirtualSize,
        process.VirtualSize,
        0,
        0,
        0,
        0,
        0,
        0,
        0,
        process.CommitCharge * 4096,
        process.CommitChargePeak * 4096,
      );
    case 4: {
      const times = [process.CreateTime.QuadPart, process.ExitTime.QuadPart, 0n, BigInt(c.m.position)];
      return words(...times.flatMap((time) => [Number(time & 0xffffffffn), Number((time >> 32n) & 0xffffffffn)]));
    }
    case 7:
      return words(kernelOf(c.m).debugged ? 0xffffffff : 0);
    case 12:
      return words(process.DefaultHardErrorProcessing);
    case 18:
      return new Uint8Array([0, process.PriorityClass]);
    case 20:
      return words(process.ObjectTable === 0 ? 0 : c.kernel.u32(process.ObjectTable + 0x30));
    case 31:
      return words(kernelOf(c.m).debugged ? 0 : 1);
    case 34:
      return words(2);
    case 36:
      return words(process.Cookie);
    default:
      return undefined;
  }
}

function queryProcess(c: Caller, handle: number, kind: number, into: number, length: number, returned: number): number {
  const process = processOf(c, handle);
  if (kind === 27) return answerName(c, process, into, length, returned);
  const bytes = processInformation(c, process, kind);
  return bytes ? answer(c, bytes, into, length, returned) : STATUS.STATUS_INVALID_INFO_CLASS;
}

function answerName(c: Caller, process: EPROCESS, into: number, length: number, returned: number): number {
  let name = '\\Device\\HarddiskVolume1\\';
  for (let i = 0; i < 15 && process.ImageFileName.get(i) !== 0; i++)
    name += String.fromCharCode(process.ImageFileName.get(i));
  const text = utf16Bytes(name);
  const bytes = new Uint8Array(8 + text.length + 2);
  bytes.set(words(text.length | ((text.length + 2) << 16), into + 8));
  bytes.set(text, 8);
  return answer(c, bytes, into, length, returned);
}

function setProcess(c: Caller, handle: number, kind: number, from: number, length: number): number {
  const process = processOf(c, handle);
  if (kind === 12 || kind === 34) {
    if (length !== 4) return STATUS.STATUS_INFO_LENGTH_MISMATCH;
    const value = new DataView(readUser(c, from, 4).buffer).getUint32(0, true);
    if (kind === 12) process.DefaultHardErrorProcessing = value;
    return STATUS.STATUS_SUCCESS;
  }
  if (kind === 18) {
    if (length !== 2) return STATUS.STATUS_INFO_LENGTH_MISMATCH;
    const priorityClass = readUser(c, from, 2)[1] ?? 0;
    const base = [8, 4, 8, 13, 24, 6, 10][priorityClass];
    if (base === undefined) return STATUS.STATUS_INVALID_PARAMETER;
    process.PriorityClass = priorityClass;
    process.Pcb.BasePriority = base;
    return STATUS.STATUS_SUCCESS;
  }
  return STATUS.STATUS_INVALID_INFO_CLASS;
}

function queryThread(c: Caller, handle: number, kind: number, into: number, length: number, returned: number): number {
  const thread = ETHREAD.at(c.kernel, ObReferenceObjectByHandle(c, handle, ObjectType.Thread));
  const { Tcb, Cid } = thread;
  if (kind === 0) {
    const basic = words(
      thread.ExitStatus,
      Tcb.Teb,
      Cid.UniqueProcess,
      Cid.UniqueThread,
      Tcb.Affinity.Mask,
      Tcb.Priority,
      Tcb.BasePriority,
    );
    return answer(c, basic, into, length, returned);
  }
  if (kind === 1)
    return answer(
      c,
      words(0, 0, 0, 0, 0, 0, c.m.position >>> 0, Math.floor(c.m.position / 2 ** 32)),
      into,
      length,
      returned,
    );
  if (kind === 9) return answer(c, words(thread.Win32StartAddress), into, length, returned);
  if (kind === 12)
    return answer(c, words(EPROCESS.at(c.kernel, Tcb.Process).ActiveThreads === 1 ? 1 : 0), into, length, returned);
  return STATUS.STATUS_INVALID_INFO_CLASS;
}

/** The priority increment of SetThreadPriority, and what needs no more than to be accepted. */
function setThread(c: Caller, handle: number, kind: number, from: number, length: number): number {
  const thread = ETHREAD.at(c.kernel, ObReferenceObjectByHandle(c, handle, ObjectType.Thread));
  if (kind === 17) {
    thread.HideFromDebugger = 1;
    return STATUS.STATUS_SUCCESS;
  }
  if (length !== 4) return STATUS.STATUS_INFO_LENGTH_MISMATCH;
  const value = new DataView(readUser(c, from, 4).buffer).getInt32(0, true);
  if (kind !== 3) return STATUS.STATUS_INVALID_INFO_CLASS;
  if (value < -15 || value > 15) return STATUS.STATUS_INVALID_PARAMETER;
  const base = EPROCESS.at(c.kernel, thread.Tcb.Process).Pcb.BasePriority;
  const level = value <= -15 ? 1 : value >= 15 ? 15 : Math.max(1, Math.min(15, base + value));
  thread.Tcb.BasePriority = level;
  thread.Tcb.Priority = level;
  return STATUS.STATUS_SUCCESS;
}

function systemInformation(c: Caller, kind: number): Uint8Array | undefined {
  const processors = c.m.processors.length;
  if (kind === 0) {
    return words(
      0,
      TICK_100NS,
      4096,
      c.m.memory.framesMax,
      1,
      c.m.memory.framesMax,
      0x10000,
      0x10000,
      0x7ffeffff,
      2 ** processors - 1,
      processors,
    );
  }
  if (kind === 1) return words(0, 0x000f0006 | 0, 0, 0);
  if (kind !== 3) return undefined;
  const now = systemTime(c.m);
  const booted = now - BigInt(c.m.time100ns);
  return words(
    ...[booted, now, 0n, 0n].flatMap((time) => [Number(time & 0xffffffffn), Number((time >> 32n) & 0xffffffffn)]),
  );
}

export const processServices = [
  service(0x172, 'NtTerminateProcess', { ProcessHandle: HANDLE, ExitStatus: NTSTATUS }, (c, a) =>
    terminateProcess(c, a.ProcessHandle, a.ExitStatus),
  ),
  service(0x173, 'NtTerminateThread', { ThreadHandle: HANDLE, ExitStatus: NTSTATUS }, (c, a) =>
    terminateThread(c, a.ThreadHandle, a.ExitStatus),
  ),
  service(0x3c, 'NtContinue', { ContextRecord: PCONTEXT, TestAlert: BOOLEAN }, (c, a) =>
    continueAt(c, a.ContextRecord),
  ),
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
  service(0x87, 'NtGetContextThread', { ThreadHandle: HANDLE, ThreadContext: PCONTEXT }, (c, a) => {
    const body = ObReferenceObjectByHandle(c, a.ThreadHandle, ObjectType.Thread);
    if (body !== c.thread.address) return STATUS.STATUS_NOT_SUPPORTED;
    const flags = new DataView(readUser(c, a.ThreadContext, 4).buffer).getUint32(0, true);
    const bytes = contextOf(c.p, CONTEXT_FULL | CONTEXT_FLOATING_POINT);
    new DataView(bytes.buffer).setUint32(0, flags, true);
    writeUser(c, a.ThreadContext, bytes.subarray(0, 0xcc));
    return STATUS.STATUS_SUCCESS;
  }),
  service(0x174, 'NtTestAlert', {}, () => STATUS.STATUS_SUCCESS),
  service(0x190, 'NtYieldExecution', {}, (c) => {
    return hasRival(c.m, c.thread.Tcb) ? 'yield' : STATUS.STATUS_NO_YIELD_PERFORMED;
  }),
  service(0x62, 'NtDelayExecution', { Alertable: BOOLEAN, DelayInterval: PLARGE_INTEGER }, (c, a) => {
    readUserI64(c, a.DelayInterval);
    const due = dueTime(c, a.DelayInterval);
    const result = KeWaitForObjects(c, [], WaitAny, due ?? Number.MAX_SAFE_INTEGER, 4);
    return result === STATUS.STATUS_TIMEOUT ? STATUS.STATUS_SUCCESS : result;
  }),
  service(0x107, 'NtQuerySystemTime', { SystemTime: PLARGE_INTEGER }, (c, a) => {
    writeUserI64(c, a.SystemTime, systemTime(c.m));
    return STATUS.STATUS_SUCCESS;
  }),
  service(
    0xfb,
    'NtQueryPerformanceCounter',
    { PerformanceCounter: PLARGE_INTEGER, PerformanceFrequency: PLARGE_INTEGER },
    (c, a) => {
      writeUserI64(c, a.PerformanceCounter, BigInt(c.m.time100ns));
      if (a.PerformanceFrequency !== 0) writeUserI64(c, a.PerformanceFrequency, 10_000_000n);
      return STATUS.STATUS_SUCCESS;
    },
  ),
  service(
    0xea,
    'NtQueryInformationProcess',
    {
      ProcessHandle: HANDLE,
      ProcessInformationClass: ULONG,
      ProcessInformation: PVOID,
      ProcessInformationLength: ULONG,
      ReturnLength: PULONG,
    },
    (c, a) =>
      queryProcess(
        c,
        a.ProcessHandle,
        a.ProcessInformationClass,
        a.ProcessInformation,
        a.ProcessInformationLength,
        a.ReturnLength,
      ),
  ),
  service(
    0x14d,
    'NtSetInformationProcess',
    {
      ProcessHandle: HANDLE,
      ProcessInformationClass: ULONG,
      ProcessInformation: PVOID,
      ProcessInformationLength: ULONG,
    },
    (c, a) =>
      setProcess(c, a.ProcessHandle, a.ProcessInformationClass, a.ProcessInformation, a.ProcessInformationLength),
  ),
  service(
    0xec,
    'NtQueryInformationThread',
    {
      ThreadHandle: HANDLE,
      ThreadInformationClass: ULONG,
      ThreadInformation: PVOID,
      ThreadInformationLength: ULONG,
      ReturnLength: PULONG,
    },
    (c, a) =>
      queryThread(
        c,
        a.ThreadHandle,
        a.ThreadInformationClass,
        a.ThreadInformation,
        a.ThreadInformationLength,
        a.ReturnLength,
      ),
  ),
  service(
    0x14f,
    'NtSetInformationThread',
    { ThreadHandle: HANDLE, ThreadInformationClass: ULONG, ThreadInformation: PVOID, ThreadInformationLength: ULONG },
    (c, a) => setThread(c, a.ThreadHandle, a.ThreadInformationClass, a.ThreadInformation, a.ThreadInformationLength),
  ),
  service(
    0x105,
    'NtQuerySystemInformation',
    { SystemInformationClass: ULONG, SystemInformation: PVOID, SystemInformationLength: ULONG, ReturnLength: PULONG },
    (c, a) => {
      const bytes = systemInformation(c, a.SystemInformationClass);
      if (!bytes) return STATUS.STATUS_INVALID_INFO_CLASS;
      return answer(c, bytes, a.SystemInformation, a.SystemInformationLength, a.ReturnLength);
    },
  ),
  service(0x88, 'NtGetCurrentProcessorNumber', {}, (c) => c.p.index),
];
