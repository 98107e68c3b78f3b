/**
 * Services on handles and dispatcher objects: events, mutants, semaphores, keyed events, waits.
 */

import { BOOT_TIME_100NS } from '../clock.ts';
import {
  DispatcherType,
  KePulseEvent,
  KeReleaseMutant,
  KeReleaseSemaphore,
  KeResetEvent,
  KeSetEvent,
  KeWaitForObjects,
  KiUnwaitThread,
  WaitAll,
  WaitAny,
} from '../dispatcher.ts';
import {
  CURRENT_PROCESS,
  CURRENT_THREAD,
  createHandle,
  ExDestroyHandle,
  handleEntry,
  OBJ_INHERIT,
  ObReferenceObjectByHandle,
  PROTECT_FROM_CLOSE,
} from '../handle.ts';
import { type Caller, globals } from '../kernel.ts';
import { entriesOf, InsertTailList, RemoveEntryList } from '../list.ts';
import { STATUS } from '../ntstatus.ts';
import { headerOf, initializeDispatcher, ObCreateObject, ObFindNamed, ObjectType } from '../object.ts';
import { raiseStatus } from '../raise.ts';
import { OBJECT_ATTRIBUTES } from '../structs/io.ts';
import { KEVENT, KMUTANT, KSEMAPHORE } from '../structs/ke.ts';
import { ETHREAD } from '../structs/ps.ts';
import {
  ProbeForWrite,
  readUser,
  readUserI64,
  readUserString,
  writeUser,
  writeUserU32,
  writeUserU32Optional,
} from '../user-memory.ts';
import {
  ACCESS_MASK,
  BOOLEAN,
  HANDLE,
  LONG,
  PHANDLE,
  PLARGE_INTEGER,
  PLONG,
  POBJECT_ATTRIBUTES,
  PULONG,
  PVOID,
  type ServiceResult,
  service,
  ULONG,
} from './service.ts';

const SYNCHRONIZE = 0x0010_0000;
const EVENT_MODIFY_STATE = 2;
const SEMAPHORE_MODIFY_STATE = 2;
const OBJ_CASE_INSENSITIVE_OPENIF = 0x80;
const WAIT_OBJECTS_MAX = 64;
const GENERIC = [
  [0x1000_0000, 0x001f_0003],
  [0x8000_0000, 0x0002_0001],
  [0x4000_0000, 0x0002_0002],
  [0x2000_0000, 0x0012_0000],
] as const;

/** Generic rights become specific ones. */
function mapAccess(access: number): number {
  let mapped = access & 0x0fff_ffff;
  for (const [generic, specific] of GENERIC) if ((access & generic) !== 0) mapped |= specific;
  return mapped & 0x0200_0000 ? mapped | 0x001f_0003 : mapped;
}

/** What OBJECT_ATTRIBUTES says; without one, nothing. */
export function readAttributes(
  c: Caller,
  address: number,
): { name: string | undefined; root: number; inherit: boolean; openIf: boolean } {
  if (address === 0) return { name: undefined, root: 0, inherit: false, openIf: false };
  const view = new DataView(readUser(c, address, OBJECT_ATTRIBUTES.size).buffer);
  if (view.getUint32(0, true) !== OBJECT_ATTRIBUTES.size) raiseStatus(STATUS.STATUS_INVALID_PARAMETER);
  const nameAt = view.getUint32(8, true);
  const flags = view.getUint32(12, true);
  const name = nameAt === 0 ? undefined : readUserString(c, nameAt);
  return {
    name: name === '' ? undefined : name,
    root: view.getUint32(4, true),
    inherit: (flags & OBJ_INHERIT) !== 0,
    openIf: (flags & OBJ_CASE_INSENSITIVE_OPENIF) !== 0,
  };
}

/** Names are kept as in \BaseNamedObjects, with the prefixes that kernel32 or the caller put before them taken away. */
function baseName(name: string): string {
  return name.replace(/^\\(Sessions\\\d+\\)?BaseNamedObjects\\/, '').replace(/^(Local|Global)\\/, '');
}

/** Makes an object, or opens the one that has its name; writes the handle. */
function create(
  c: Caller,
  into: number,
  access: number,
  attributesAt: number,
  typeIndex: number,
  size: number,
  fill: (body: number) => void,
): number {
  ProbeForWrite(c, into, 4);
  const attributes = readAttributes(c, attributesAt);
  const name = attributes.name === undefined ? undefined : baseName(attributes.name);
  const known = name === undefined ? 0 : ObFindNamed(c.kernel, name);
  if (known !== 0) {
    if (headerOf(c.kernel, known).TypeIndex !== typeIndex) return STATUS.STATUS_OBJECT_TYPE_MISMATCH;
    if (!attributes.openIf) return STATUS.STATUS_OBJECT_NAME_COLLISION;
    writeUserU32(c, into, createHandle(c, known, mapAccess(access), attributes.inherit));
    return STATUS.STATUS_OBJECT_NAME_EXISTS;
  }
  const body = ObCreateObject(c.m, typeIndex, size, name);
  fill(body);
  writeUserU32(c, into, createHandle(c, body, mapAccess(access), attributes.inherit));
  headerOf(c.kernel, body).PointerCount -= 1;
  return STATUS.STATUS_SUCCESS;
}

function open(c: Caller, into: number, access: number, attributesAt: number, typeIndex: number): number {
  ProbeForWrite(c, into, 4);
  const attributes = readAttributes(c, attributesAt);
  if (attributes.name === undefined) return STATUS.STATUS_OBJECT_PATH_SYNTAX_BAD;
  const body = ObFindNamed(c.kernel, baseName(attributes.name));
  if (body === 0) return STATUS.STATUS_OBJECT_NAME_NOT_FOUND;
  if (headerOf(c.kernel, body).TypeIndex !== typeIndex) return STATUS.STATUS_OBJECT_TYPE_MISMATCH;
  writeUserU32(c, into, createHandle(c, body, mapAccess(access), attributes.inherit));
  return STATUS.STATUS_SUCCESS;
}

const openNames = { Handle: PHANDLE, DesiredAccess: ACCESS_MASK, ObjectAttributes: POBJECT_ATTRIBUTES };

/** An absolute time since boot from a time-out: negative is from now, positive a time of day; a null pointer waits for ever. */
export function dueTime(c: Caller, timeoutAt: number): number | undefined {
  if (timeoutAt === 0) return undefined;
  const timeout = readUserI64(c, timeoutAt);
  if (timeout === -0x8000_0000_0000_0000n) return undefined;
  const due = timeout <= 0n ? BigInt(c.m.time100ns) - timeout : timeout - BOOT_TIME_100NS;
  return due > BigInt(Number.MAX_SAFE_INTEGER) ? undefined : Number(due);
}

/** The object that a wait for this one is for: a file is waited for like an event that is always set. */
function waitable(c: Caller, handle: number): number {
  const body = ObReferenceObjectByHandle(c, handle, undefined, SYNCHRONIZE);
  const { TypeIndex } = headerOf(c.kernel, body);
  const kinds: readonly number[] = [7, 8, 12, 14, 16, 17];
  if (!kinds.includes(TypeIndex)) raiseStatus(STATUS.STATUS_OBJECT_TYPE_MISMATCH);
  return body;
}

function waitForMultiple(
  c: Caller,
  count: number,
  handlesAt: number,
  waitType: number,
  timeoutAt: number,
): ServiceResult {
  if (count === 0 || count > WAIT_OBJECTS_MAX) return STATUS.STATUS_INVALID_PARAMETER_1;
  if (waitType !== WaitAll && waitType !== WaitAny) return STATUS.STATUS_INVALID_PARAMETER_3;
  const view = new DataView(readUser(c, handlesAt, count * 4).buffer);
  const handles = Array.from({ length: count }, (_, i) => view.getUint32(i * 4, true));
  if (handles.some((handle) => handle === CURRENT_PROCESS || handle === CURRENT_THREAD))
    return STATUS.STATUS_INVALID_HANDLE;
  const objects = handles.map((handle) => waitable(c, handle));
  if (waitType === WaitAll && new Set(objects).size !== objects.length) return STATUS.STATUS_INVALID_PARAMETER_MIX;
  return KeWaitForObjects(c, objects, waitType, dueTime(c, timeoutAt));
}

function close(c: Caller, handle: number): ServiceResult {
  if (handle === CURRENT_PROCESS || handle === CURRENT_THREAD) return STATUS.STATUS_SUCCESS;
  const entry = handleEntry(c.kernel, c.process.ObjectTable, handle);
  if (!entry) return STATUS.STATUS_INVALID_HANDLE;
  if (entry.GrantedAccess & PROTECT_FROM_CLOSE) return STATUS.STATUS_HANDLE_NOT_CLOSABLE;
  ExDestroyHandle(c.m, c.process.ObjectTable, handle);
  return STATUS.STATUS_SUCCESS;
}

function duplicate(
  c: Caller,
  sourceProcess: number,
  source: number,
  targetProcess: number,
  into: number,
  access: number,
  attributes: number,
  options: number,
): number {
  if (into !== 0) ProbeForWrite(c, into, 4);
  for (const process of [sourceProcess, targetProcess]) ObReferenceObjectByHandle(c, process, ObjectType.Process);
  const body = ObReferenceObjectByHandle(c, source, undefined);
  const entry = handleEntry(c.kernel, c.process.ObjectTable, source);
  const granted = entry ? entry.GrantedAccess & ~PROTECT_FROM_CLOSE : 0x001f_ffff;
  const made =
    into === 0 ? 0 : createHandle(c, body, options & 2 ? granted : mapAccess(access), (attributes & OBJ_INHERIT) !== 0);
  if (options & 1 && entry && !(entry.GrantedAccess & PROTECT_FROM_CLOSE))
    ExDestroyHandle(c.m, c.process.ObjectTable, source);
  if (into !== 0) writeUserU32(c, into, made);
  return STATUS.STATUS_SUCCESS;
}

/** Threads that wait for a key hang in the keyed event's list; KeyedWaitValue is the key, its low bit says "a releaser". */
function keyed(c: Caller, handle: number, key: number, timeoutAt: number, isRelease: boolean): ServiceResult {
  if (key & 1) return STATUS.STATUS_INVALID_PARAMETER_1;
  const event =
    handle === 0 ? globals(c.kernel).ExpKeyedEvent : ObReferenceObjectByHandle(c, handle, ObjectType.KeyedEvent);
  const due = dueTime(c, timeoutAt);
  const chain = ETHREAD.offsetOf('KeyedWaitChain');
  const partner = entriesOf(c.kernel, event)
    .map((entry) => ETHREAD.at(c.kernel, entry - chain))
    .find(
      (thread) => thread.KeyedWaitValue === (key | (isRelease ? 0 : 1)) && thread.Tcb.Process === c.thread.Tcb.Process,
    );
  if (partner) {
    unlinkKeyed(c, partner);
    KiUnwaitThread(c.m, partner.Tcb, STATUS.STATUS_SUCCESS, 1);
    return STATUS.STATUS_SUCCESS;
  }
  if (due !== undefined && due <= c.m.time100ns) return STATUS.STATUS_TIMEOUT;
  const semaphore = c.thread.KeyedWaitSemaphore;
  initializeDispatcher(c.kernel, semaphore.address, DispatcherType.Semaphore, 0x14, 0);
  c.thread.KeyedWaitValue = key | (isRelease ? 1 : 0);
  InsertTailList(c.kernel, event, c.thread.KeyedWaitChain.address);
  return KeWaitForObjects(c, [semaphore.address], WaitAny, due, 21);
}

function unlinkKeyed(c: Caller, thread: ETHREAD): void {
  RemoveEntryList(c.kernel, thread.KeyedWaitChain.address);
  thread.KeyedWaitValue = 0;
}

export const objectServices = [
  service(0x32, 'NtClose', { Handle: HANDLE }, (c, a) => close(c, a.Handle)),
  service(
    0x6f,
    'NtDuplicateObject',
    {
      SourceProcessHandle: HANDLE,
      SourceHandle: HANDLE,
      TargetProcessHandle: HANDLE,
      TargetHandle: PHANDLE,
      DesiredAccess: ACCESS_MASK,
      HandleAttributes: ULONG,
      Options: ULONG,
    },
    (c, a) =>
      duplicate(
        c,
        a.SourceProcessHandle,
        a.SourceHandle,
        a.TargetProcessHandle,
        a.TargetHandle,
        a.DesiredAccess,
        a.HandleAttributes,
        a.Options,
      ),
  ),
  service(
    0x40,
    'NtCreateEvent',
    {
      EventHandle: PHANDLE,
      DesiredAccess: ACCESS_MASK,
      ObjectAttributes: POBJECT_ATTRIBUTES,
      EventType: ULONG,
      InitialState: BOOLEAN,
    },
    (c, a) => {
      if (a.EventType > 1) return STATUS.STATUS_INVALID_PARAMETER;
      return create(c, a.EventHandle, a.DesiredAccess, a.ObjectAttributes, ObjectType.Event, KEVENT.size, (body) =>
        initializeDispatcher(c.kernel, body, a.EventType, KEVENT.size, a.InitialState & 0xff ? 1 : 0),
      );
    },
  ),
  service(0xb1, 'NtOpenEvent', openNames, (c, a) =>
    open(c, a.Handle, a.DesiredAccess, a.ObjectAttributes, ObjectType.Event),
  ),
  service(0x143, 'NtSetEvent', { EventHandle: HANDLE, PreviousState: PLONG }, (c, a) => {
    const event = ObReferenceObjectByHandle(c, a.EventHandle, ObjectType.Event, EVENT_MODIFY_STATE);
    if (a.PreviousState !== 0) ProbeForWrite(c, a.PreviousState, 4);
    writeUserU32Optional(c, a.PreviousState, KeSetEvent(c.m, event));
    return STATUS.STATUS_SUCCESS;
  }),
  service(0x12c, 'NtResetEvent', { EventHandle: HANDLE, PreviousState: PLONG }, (c, a) => {
    const event = ObReferenceObjectByHandle(c, a.EventHandle, ObjectType.Event, EVENT_MODIFY_STATE);
    if (a.PreviousState !== 0) ProbeForWrite(c, a.PreviousState, 4);
    writeUserU32Optional(c, a.PreviousState, KeResetEvent(c.m, event));
    return STATUS.STATUS_SUCCESS;
  }),
  service(0x31, 'NtClearEvent', { EventHandle: HANDLE }, (c, a) => {
    KeResetEvent(c.m, ObReferenceObjectByHandle(c, a.EventHandle, ObjectType.Event, EVENT_MODIFY_STATE));
    return STATUS.STATUS_SUCCESS;
  }),
  service(0xd8, 'NtPulseEvent', { EventHandle: HANDLE, PreviousState: PLONG }, (c, a) => {
    const event = ObReferenceObjectByHandle(c, a.EventHandle, ObjectType.Event, EVENT_MODIFY_STATE);
    if (a.PreviousState !== 0) ProbeForWrite(c, a.PreviousState, 4);
    writeUserU32Optional(c, a.PreviousState, KePulseEvent(c.m, event));
    return STATUS.STATUS_SUCCESS;
  }),
  service(
    0xe3,
    'NtQueryEvent',
    {
      EventHandle: HANDLE,
      EventInformationClass: ULONG,
      EventInformation: PVOID,
      EventInformationLength: ULONG,
      ReturnLength: PULONG,
    },
    (c, a) => {
      if (a.EventInformationClass !== 0) return STATUS.STATUS_INVALID_INFO_CLASS;
      if (a.EventInformationLength !== 8) return STATUS.STATUS_INFO_LENGTH_MISMATCH;
      const event = KEVENT.at(c.kernel, ObReferenceObjectByHandle(c, a.EventHandle, ObjectType.Event, 1));
      const view = new DataView(new ArrayBuffer(8));
      view.setUint32(0, event.Header.Type, true);
      view.setInt32(4, event.Header.SignalState, true);
      writeUser(c, a.EventInformation, new Uint8Array(view.buffer));
      writeUserU32Optional(c, a.ReturnLength, 8);
      return STATUS.STATUS_SUCCESS;
    },
  ),
  service(
    0x4a,
    'NtCreateMutant',
    { MutantHandle: PHANDLE, DesiredAccess: ACCESS_MASK, ObjectAttributes: POBJECT_ATTRIBUTES, InitialOwner: BOOLEAN },
    (c, a) =>
      create(c, a.MutantHandle, a.DesiredAccess, a.ObjectAttributes, ObjectType.Mutant, KMUTANT.size, (body) => {
        const owned = (a.InitialOwner & 0xff) !== 0;
        initializeDispatcher(c.kernel, body, DispatcherType.Mutant, KMUTANT.size, owned ? 0 : 1);
        if (!owned) return;
        const mutant = KMUTANT.at(c.kernel, body);
        mutant.OwnerThread = c.thread.address;
        InsertTailList(c.kernel, c.thread.Tcb.MutantListHead.address, mutant.MutantListEntry.address);
      }),
  ),
  service(0xbb, 'NtOpenMutant', openNames, (c, a) =>
    open(c, a.Handle, a.DesiredAccess, a.ObjectAttributes, ObjectType.Mutant),
  ),
  service(0x11c, 'NtReleaseMutant', { MutantHandle: HANDLE, PreviousCount: PLONG }, (c, a) => {
    const mutant = ObReferenceObjectByHandle(c, a.MutantHandle, ObjectType.Mutant);
    if (a.PreviousCount !== 0) ProbeForWrite(c, a.PreviousCount, 4);
    writeUserU32Optional(c, a.PreviousCount, KeReleaseMutant(c.m, mutant, c.thread.address));
    return STATUS.STATUS_SUCCESS;
  }),
  service(
    0x55,
    'NtCreateSemaphore',
    {
      SemaphoreHandle: PHANDLE,
      DesiredAccess: ACCESS_MASK,
      ObjectAttributes: POBJECT_ATTRIBUTES,
      InitialCount: LONG,
      MaximumCount: LONG,
    },
    (c, a) => {
      const [count, limit] = [a.InitialCount | 0, a.MaximumCount | 0];
      if (limit <= 0 || count < 0 || count > limit) return STATUS.STATUS_INVALID_PARAMETER;
      return create(
        c,
        a.SemaphoreHandle,
        a.DesiredAccess,
        a.ObjectAttributes,
        ObjectType.Semaphore,
        KSEMAPHORE.size,
        (body) => {
          initializeDispatcher(c.kernel, body, DispatcherType.Semaphore, KSEMAPHORE.size, count);
          KSEMAPHORE.at(c.kernel, body).Limit = limit;
        },
      );
    },
  ),
  service(0xc3, 'NtOpenSemaphore', openNames, (c, a) =>
    open(c, a.Handle, a.DesiredAccess, a.ObjectAttributes, ObjectType.Semaphore),
  ),
  service(
    0x11d,
    'NtReleaseSemaphore',
    { SemaphoreHandle: HANDLE, ReleaseCount: LONG, PreviousCount: PLONG },
    (c, a) => {
      const body = ObReferenceObjectByHandle(c, a.SemaphoreHandle, ObjectType.Semaphore, SEMAPHORE_MODIFY_STATE);
      if (a.PreviousCount !== 0) ProbeForWrite(c, a.PreviousCount, 4);
      const before = KeReleaseSemaphore(c.m, body, a.ReleaseCount | 0, KSEMAPHORE.at(c.kernel, body).Limit);
      writeUserU32Optional(c, a.PreviousCount, before);
      return STATUS.STATUS_SUCCESS;
    },
  ),
  service(
    0x47,
    'NtCreateKeyedEvent',
    { KeyedEventHandle: PHANDLE, DesiredAccess: ACCESS_MASK, ObjectAttributes: POBJECT_ATTRIBUTES, Flags: ULONG },
    (c, a) =>
      create(c, a.KeyedEventHandle, a.DesiredAccess, a.ObjectAttributes, ObjectType.KeyedEvent, 8, (body) => {
        c.kernel.setU32(body, body);
        c.kernel.setU32(body + 4, body);
      }),
  ),
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
    return KeWaitForObjects(c, [waitable(c, a.Handle)], WaitAny, due);
  }),
  service(
    0x185,
    'NtWaitForMultipleObjects',
    { Count: ULONG, Handles: PHANDLE, WaitType: ULONG, Alertable: BOOLEAN, Timeout: PLARGE_INTEGER },
    (c, a) => waitForMultiple(c, a.Count, a.Handles, a.WaitType, a.Timeout),
  ),
];
