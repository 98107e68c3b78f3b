/**
 * Services on timer objects, on signalling and waiting in one call, and on handles: their flags, type and name.
 */
import {
  DispatcherType,
  KeReleaseMutant,
  KeReleaseSemaphore,
  KeSetEvent,
  KeWaitForObjects,
  WaitAny,
} from '../dispatcher.ts';
import { associateApc, ExpCancelTimer } from '../executive-timer.ts';
import { handleEntry, OBJ_INHERIT, ObReferenceObjectByHandle, PROTECT_FROM_CLOSE } from '../handle.ts';
import type { Caller } from '../kernel.ts';
import { STATUS } from '../ntstatus.ts';
import { headerOf, initializeDispatcher, ObjectType, objectTypeName } from '../object.ts';
import { ObQueryPath } from '../object-directory.ts';
import { ETIMER, KSEMAPHORE, KTIMER } from '../structs/ke.ts';
import { KiInsertTimer } from '../timer.ts';
import { ProbeForWrite, readUser, readUserI64, utf16Bytes, writeUser } from '../user-memory.ts';
import { answer, words } from './answer.ts';
import { create, open, openNames } from './object.ts';
import {
  ACCESS_MASK,
  BOOLEAN,
  HANDLE,
  LONG,
  PHANDLE,
  PLARGE_INTEGER,
  POBJECT_ATTRIBUTES,
  PULONG,
  PVOID,
  type ServiceResult,
  service,
  ULONG,
} from './service.ts';
import { dueTime, waitable } from './wait.ts';

const TIMER_MODIFY_STATE = 2;
const SEMAPHORE_MODIFY_STATE = 2;
const EVENT_MODIFY_STATE = 2;

function timerOf(c: Caller, handle: number, access: number): ETIMER {
  return ETIMER.at(c.kernel, ObReferenceObjectByHandle(c, handle, ObjectType.Timer, access));
}

/** Writes whether the timer was signalled. */
function writePrevious(c: Caller, at: number, state: number): void {
  if (at !== 0) writeUser(c, at, new Uint8Array([state === 0 ? 0 : 1]));
}

function setTimer(
  c: Caller,
  a: {
    TimerHandle: number;
    DueTime: number;
    TimerApcRoutine: number;
    TimerContext: number;
    Period: number;
    PreviousState: number;
  },
): number {
  const executive = timerOf(c, a.TimerHandle, TIMER_MODIFY_STATE);
  const timer = executive.KeTimer;
  if ((a.Period | 0) < 0) return STATUS.STATUS_INVALID_PARAMETER_6;
  readUserI64(c, a.DueTime);
  if (a.PreviousState !== 0) ProbeForWrite(c, a.PreviousState, 1);
  const due = dueTime(c, a.DueTime);
  ExpCancelTimer(c.m, executive);
  writePrevious(c, a.PreviousState, timer.Header.SignalState);
  timer.Header.SignalState = 0;
  timer.Period = a.Period;
  if (a.TimerApcRoutine !== 0) associateApc(c.kernel, executive, c.thread, a.TimerApcRoutine, a.TimerContext);
  if (due !== undefined) KiInsertTimer(c.m, timer, Math.max(due, 0));
  return STATUS.STATUS_SUCCESS;
}

/** Signals an event, mutex or semaphore, and waits. */
function signalAndWait(
  c: Caller,
  toSignal: number,
  toWaitFor: number,
  timeoutAt: number,
  alertable: boolean,
): ServiceResult {
  const body = ObReferenceObjectByHandle(c, toSignal, undefined);
  const awaited = waitable(c, toWaitFor);
  const due = dueTime(c, timeoutAt);
  switch (headerOf(c.kernel, body).TypeIndex) {
    case ObjectType.Event:
      ObReferenceObjectByHandle(c, toSignal, undefined, EVENT_MODIFY_STATE);
      KeSetEvent(c.m, body);
      break;
    case ObjectType.Mutant:
      KeReleaseMutant(c.m, body, c.thread.address);
      break;
    case ObjectType.Semaphore:
      ObReferenceObjectByHandle(c, toSignal, undefined, SEMAPHORE_MODIFY_STATE);
      KeReleaseSemaphore(c.m, body, 1, KSEMAPHORE.at(c.kernel, body).Limit);
      break;
    default:
      return STATUS.STATUS_OBJECT_TYPE_MISMATCH;
  }
  return KeWaitForObjects(c, [awaited.dispatcher], WaitAny, due, 6, [awaited.body], alertable);
}

/** A UNICODE_STRING followed by its text. */
function stringAnswer(text: string | undefined, into: number, headerSize: number): Uint8Array {
  const characters = text === undefined ? new Uint8Array(0) : utf16Bytes(text);
  const length = characters.length;
  const bytes = new Uint8Array(headerSize + (length === 0 ? 0 : length + 2));
  if (length > 0) bytes.set(words(length | ((length + 2) << 16), into + headerSize));
  bytes.set(characters, headerSize);
  return bytes;
}

const OBJECT_TYPE_INFORMATION_SIZE = 0x60;

function queryObject(c: Caller, handle: number, kind: number, into: number, length: number, returned: number): number {
  const body = ObReferenceObjectByHandle(c, handle, undefined);
  const header = headerOf(c.kernel, body);
  const entry = handleEntry(c.kernel, c.process.ObjectTable, handle);
  const granted = entry ? entry.GrantedAccess & ~PROTECT_FROM_CLOSE : 0x1f_ffff;
  const inherit = entry !== undefined && (entry.ObAttributes & OBJ_INHERIT) !== 0;
  const guarded = entry !== undefined && (entry.GrantedAccess & PROTECT_FROM_CLOSE) !== 0;
  switch (kind) {
    case 0: {
      const attributes = inherit ? OBJ_INHERIT : 0;
      const basic = words(attributes, granted, header.HandleCount, header.PointerCount, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
      return length === basic.length ? answer(c, basic, into, length, returned) : STATUS.STATUS_INFO_LENGTH_MISMATCH;
    }
    case 1:
      return answer(c, stringAnswer(ObQueryPath(c.kernel, body), into, 8), into, length, returned);
    case 2:
      return answer(
        c,
        stringAnswer(objectTypeName(header.TypeIndex), into, OBJECT_TYPE_INFORMATION_SIZE),
        into,
        length,
        returned,
      );
    case 4:
      return answer(c, new Uint8Array([inherit ? 1 : 0, guarded ? 1 : 0]), into, length, returned);
    default:
      return STATUS.STATUS_INVALID_INFO_CLASS;
  }
}

function setObject(c: Caller, handle: number, kind: number, from: number, length: number): number {
  if (kind !== 4) return STATUS.STATUS_INVALID_INFO_CLASS;
  if (length !== 2) return STATUS.STATUS_INFO_LENGTH_MISMATCH;
  const flags = readUser(c, from, 2);
  const entry = handleEntry(c.kernel, c.process.ObjectTable, handle);
  if (!entry) return STATUS.STATUS_INVALID_HANDLE;
  entry.ObAttributes = ((entry.ObAttributes & ~OBJ_INHERIT) | (flags[0] ? OBJ_INHERIT : 0)) >>> 0;
  entry.GrantedAccess = ((entry.GrantedAccess & ~PROTECT_FROM_CLOSE) | (flags[1] ? PROTECT_FROM_CLOSE : 0)) >>> 0;
  return STATUS.STATUS_SUCCESS;
}

const informationNames = { Handle: HANDLE, ObjectInformationClass: ULONG, ObjectInformation: PVOID };

export const timerServices = [
  service(
    0x59,
    'NtCreateTimer',
    { TimerHandle: PHANDLE, DesiredAccess: ACCESS_MASK, ObjectAttributes: POBJECT_ATTRIBUTES, TimerType: ULONG },
    (c, a) => {
      if (a.TimerType > 1) return STATUS.STATUS_INVALID_PARAMETER_4;
      return create(c, a.TimerHandle, a.DesiredAccess, a.ObjectAttributes, ObjectType.Timer, ETIMER.size, (body) =>
        initializeDispatcher(c.kernel, body, DispatcherType.TimerNotification + a.TimerType, KTIMER.size, 0),
      );
    },
  ),
  service(0xc9, 'NtOpenTimer', openNames, (c, a) =>
    open(c, a.Handle, a.DesiredAccess, a.ObjectAttributes, ObjectType.Timer),
  ),
  service(
    0x162,
    'NtSetTimer',
    {
      TimerHandle: HANDLE,
      DueTime: PLARGE_INTEGER,
      TimerApcRoutine: PVOID,
      TimerContext: PVOID,
      ResumeTimer: BOOLEAN,
      Period: LONG,
      PreviousState: PVOID,
    },
    (c, a) => setTimer(c, a),
  ),
  service(0x30, 'NtCancelTimer', { TimerHandle: HANDLE, CurrentState: PVOID }, (c, a) => {
    const timer = timerOf(c, a.TimerHandle, TIMER_MODIFY_STATE);
    if (a.CurrentState !== 0) ProbeForWrite(c, a.CurrentState, 1);
    ExpCancelTimer(c.m, timer);
    timer.KeTimer.Period = 0;
    writePrevious(c, a.CurrentState, timer.KeTimer.Header.SignalState);
    return STATUS.STATUS_SUCCESS;
  }),
  service(
    0x108,
    'NtQueryTimer',
    {
      TimerHandle: HANDLE,
      TimerInformationClass: ULONG,
      TimerInformation: PVOID,
      TimerInformationLength: ULONG,
      ReturnLength: PULONG,
    },
    (c, a) => {
      if (a.TimerInformationClass !== 0) return STATUS.STATUS_INVALID_INFO_CLASS;
      const timer = timerOf(c, a.TimerHandle, 1).KeTimer;
      const remaining = timer.Header.Inserted ? timer.DueTime.QuadPart - BigInt(c.m.time100ns) : 0n;
      const bytes = words(
        Number(BigInt.asUintN(32, remaining)),
        Number(BigInt.asUintN(32, remaining >> 32n)),
        timer.Header.SignalState > 0 ? 1 : 0,
        0,
      );
      return answer(c, bytes, a.TimerInformation, a.TimerInformationLength, a.ReturnLength);
    },
  ),
  service(
    0x16a,
    'NtSignalAndWaitForSingleObject',
    { SignalHandle: HANDLE, WaitHandle: HANDLE, Alertable: BOOLEAN, Timeout: PLARGE_INTEGER },
    (c, a) => signalAndWait(c, a.SignalHandle, a.WaitHandle, a.Timeout, (a.Alertable & 0xff) !== 0),
  ),
  service(
    0xf8,
    'NtQueryObject',
    { ...informationNames, ObjectInformationLength: ULONG, ReturnLength: PULONG },
    (c, a) =>
      queryObject(
        c,
        a.Handle,
        a.ObjectInformationClass,
        a.ObjectInformation,
        a.ObjectInformationLength,
        a.ReturnLength,
      ),
  ),
  service(0x14c, 'NtSetInformationObject', { ...informationNames, ObjectInformationLength: ULONG }, (c, a) =>
    setObject(c, a.Handle, a.ObjectInformationClass, a.ObjectInformation, a.ObjectInformationLength),
  ),
];
