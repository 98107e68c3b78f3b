/**
 * Services that wait: for objects, and by key.
 */
import { BOOT_TIME_100NS } from '../clock.ts';
import { KeWaitForObjects, WaitAll, WaitAny } from '../dispatcher.ts';
import { CURRENT_PROCESS, CURRENT_THREAD, ObReferenceObjectByHandle } from '../handle.ts';
import { type Caller, globals } from '../kernel.ts';
import { meetByKey } from '../keyed-event.ts';
import { STATUS } from '../ntstatus.ts';
import { headerOf, ObjectType } from '../object.ts';
import { raiseStatus } from '../raise.ts';
import { FILE_OBJECT } from '../structs/io.ts';
import { readUser, readUserI64 } from '../user-memory.ts';
import { BOOLEAN, HANDLE, PHANDLE, PLARGE_INTEGER, PVOID, type ServiceResult, service, ULONG } from './service.ts';

const SYNCHRONIZE = 0x0010_0000;

const WAIT_OBJECTS_MAX = 64;
const USER_REQUEST = 6;

/** An absolute time since boot from a time-out: negative is from now, positive a time of day; a null pointer waits for ever. */
export function dueTime(c: Caller, timeoutAt: number): number | undefined {
  if (timeoutAt === 0) return undefined;
  const timeout = readUserI64(c, timeoutAt);
  if (timeout === -0x8000_0000_0000_0000n) return undefined;
  const due = timeout <= 0n ? BigInt(c.m.time100ns) - timeout : timeout - BOOT_TIME_100NS;
  return due > BigInt(Number.MAX_SAFE_INTEGER) ? undefined : Number(due);
}

/** What a handle is waited by: a dispatcher header, and the body of the object that it lies in (0: none that could go away). */
export interface Waitable {
  readonly dispatcher: number;
  readonly body: number;
}

/** A file is waited for by its event, the console's input by what tells of it. */
export function waitable(c: Caller, handle: number): Waitable {
  const body = ObReferenceObjectByHandle(c, handle, undefined, SYNCHRONIZE);
  const { TypeIndex } = headerOf(c.kernel, body);
  if (TypeIndex === ObjectType.File) {
    const file = FILE_OBJECT.at(c.kernel, body);
    if (file.FsContext === 0 && file.FsContext2 === CONSOLE_INPUT)
      return { dispatcher: globals(c.kernel).Console.InputEvent.address, body: 0 };
    return { dispatcher: file.Event.address, body };
  }
  const kinds: readonly number[] = [7, 8, 12, 14, 16, 17];
  if (!kinds.includes(TypeIndex)) raiseStatus(STATUS.STATUS_OBJECT_TYPE_MISMATCH);
  return { dispatcher: body, body };
}

const CONSOLE_INPUT = 1;

function waitForMultiple(
  c: Caller,
  count: number,
  handlesAt: number,
  waitType: number,
  timeoutAt: number,
  alertable: boolean,
): ServiceResult {
  if (count === 0 || count > WAIT_OBJECTS_MAX) return STATUS.STATUS_INVALID_PARAMETER_1;
  if (waitType !== WaitAll && waitType !== WaitAny) return STATUS.STATUS_INVALID_PARAMETER_3;
  const view = new DataView(readUser(c, handlesAt, count * 4).buffer);
  const handles = Array.from({ length: count }, (_, i) => view.getUint32(i * 4, true));
  if (handles.some((handle) => handle === CURRENT_PROCESS || handle === CURRENT_THREAD))
    return STATUS.STATUS_INVALID_HANDLE;
  const waited = handles.map((handle) => waitable(c, handle));
  const objects = waited.map(({ dispatcher }) => dispatcher);
  const bodies = waited.map(({ body }) => body);
  if (waitType === WaitAll && new Set(objects).size !== objects.length) return STATUS.STATUS_INVALID_PARAMETER_MIX;
  return KeWaitForObjects(c, objects, waitType, dueTime(c, timeoutAt), USER_REQUEST, bodies, alertable);
}

function keyed(c: Caller, handle: number, key: number, timeoutAt: number, isRelease: boolean): ServiceResult {
  if (key & 1) return STATUS.STATUS_INVALID_PARAMETER_1;
  const event =
    handle === 0 ? globals(c.kernel).ExpKeyedEvent : ObReferenceObjectByHandle(c, handle, ObjectType.KeyedEvent);
  return meetByKey(c, event, key, dueTime(c, timeoutAt), isRelease);
}

/** A BOOLEAN is one byte of its word. */
const isAlertable = (value: number): boolean => (value & 0xff) !== 0;

export const waitServices = [
  service(
    0x184,
    'NtWaitForKeyedEvent',
    { KeyedEventHandle: HANDLE, Key: PVOID, Alertable: BOOLEAN, Timeout: PLARGE_INTEGER },
    (c, a) => keyed(c, a.KeyedEventHandle, a.Key, a.Timeout, false),
  ),
  service(
    0x11b,
    'NtReleaseKeyedEvent',
    { KeyedEventHandle: HANDLE, Key: PVOID, Alertable: BOOLEAN, Timeout: PLARGE_INTEGER },
    (c, a) => keyed(c, a.KeyedEventHandle, a.Key, a.Timeout, true),
  ),
  service(0x187, 'NtWaitForSingleObject', { Handle: HANDLE, Alertable: BOOLEAN, Timeout: PLARGE_INTEGER }, (c, a) => {
    const due = dueTime(c, a.Timeout);
    const { dispatcher, body } = waitable(c, a.Handle);
    return KeWaitForObjects(c, [dispatcher], WaitAny, due, USER_REQUEST, [body], isAlertable(a.Alertable));
  }),
  service(
    0x185,
    'NtWaitForMultipleObjects',
    { Count: ULONG, Handles: PHANDLE, WaitType: ULONG, Alertable: BOOLEAN, Timeout: PLARGE_INTEGER },
    (c, a) => waitForMultiple(c, a.Count, a.Handles, a.WaitType, a.Timeout, isAlertable(a.Alertable)),
  ),
];
