/**
 * Services on handles and dispatcher objects: events, mutants, semaphores, keyed events.
 */
import {
  DispatcherType,
  KePulseEvent,
  KeReleaseMutant,
  KeReleaseSemaphore,
  KeResetEvent,
  KeSetEvent,
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
import { InsertTailList } from '../list.ts';
import { STATUS } from '../ntstatus.ts';
import {
  headerOf,
  initializeDispatcher,
  ObCreateObject,
  ObDereferenceObject,
  ObjectType,
  removeName,
} from '../object.ts';
import { ObpLookupName, type Place } from '../object-directory.ts';
import { KEVENT, KMUTANT, KSEMAPHORE } from '../structs/ke.ts';
import { ProbeForWrite, writeUser, writeUserU32, writeUserU32Optional } from '../user-memory.ts';
import { type Attributes, mapAccess, readAttributes } from './attributes.ts';
import {
  ACCESS_MASK,
  BOOLEAN,
  HANDLE,
  LONG,
  PHANDLE,
  PLONG,
  POBJECT_ATTRIBUTES,
  PULONG,
  PVOID,
  type ServiceResult,
  service,
  ULONG,
} from './service.ts';

const EVENT_MODIFY_STATE = 2;

const SEMAPHORE_MODIFY_STATE = 2;

/** Where the name leads. One without a path lies in \BaseNamedObjects, as kernel32 has it; a prefix Local or Global is a link there. */
function placeOf(c: Caller, attributes: Attributes, name: string): Place {
  const root = attributes.root;
  const from =
    root === 0 ? globals(c.kernel).ObpBaseNamedObjects : ObReferenceObjectByHandle(c, root, ObjectType.Directory);
  return ObpLookupName(c.kernel, name, from, attributes.ignoreCase);
}

/** Makes an object, or opens the one that has its name; writes the handle. */
export function create(
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
  const place = attributes.name === undefined ? undefined : placeOf(c, attributes, attributes.name);
  const known = place?.body ?? 0;
  if (known !== 0) {
    if (headerOf(c.kernel, known).TypeIndex !== typeIndex) return STATUS.STATUS_OBJECT_TYPE_MISMATCH;
    if (!attributes.openIf) return STATUS.STATUS_OBJECT_NAME_COLLISION;
    writeUserU32(c, into, createHandle(c, known, mapAccess(access, typeIndex), attributes.inherit));
    return STATUS.STATUS_OBJECT_NAME_EXISTS;
  }
  const body = ObCreateObject(c.m, typeIndex, size, place);
  fill(body);
  writeUserU32(c, into, createHandle(c, body, mapAccess(access, typeIndex), attributes.inherit));
  headerOf(c.kernel, body).PointerCount -= 1;
  return STATUS.STATUS_SUCCESS;
}

/** Opens an object that has this name and type. */
export function open(c: Caller, into: number, access: number, attributesAt: number, typeIndex: number): number {
  ProbeForWrite(c, into, 4);
  const attributes = readAttributes(c, attributesAt);
  // An empty name is the directory's own, and that is of another type.
  if (attributes.isEmpty) return STATUS.STATUS_OBJECT_TYPE_MISMATCH;
  if (attributes.name === undefined) return STATUS.STATUS_OBJECT_PATH_SYNTAX_BAD;
  const { body } = placeOf(c, attributes, attributes.name);
  if (body === 0) return STATUS.STATUS_OBJECT_NAME_NOT_FOUND;
  if (headerOf(c.kernel, body).TypeIndex !== typeIndex) return STATUS.STATUS_OBJECT_TYPE_MISMATCH;
  if (access === 0) return STATUS.STATUS_ACCESS_DENIED;
  writeUserU32(c, into, createHandle(c, body, mapAccess(access, typeIndex), attributes.inherit));
  return STATUS.STATUS_SUCCESS;
}

export const openNames = { Handle: PHANDLE, DesiredAccess: ACCESS_MASK, ObjectAttributes: POBJECT_ATTRIBUTES };

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
  const guarded = entry !== undefined && (entry.GrantedAccess & PROTECT_FROM_CLOSE) !== 0;
  const granted = entry ? entry.GrantedAccess & ~PROTECT_FROM_CLOSE : 0x001f_ffff;
  const wanted = options & 2 ? granted : mapAccess(access, headerOf(c.kernel, body).TypeIndex);
  const made = keeping(c, body, () => {
    // The source is closed first, so that its value is the copy's.
    if (options & 1 && entry && !guarded) ExDestroyHandle(c.m, c.process.ObjectTable, source);
    return into === 0 ? 0 : createHandle(c, body, wanted, (attributes & OBJ_INHERIT) !== 0);
  });
  if (into !== 0) writeUserU32(c, into, made);
  return STATUS.STATUS_SUCCESS;
}

/** Does something while the object and its name stay, even if its last handle is closed. */
function keeping(c: Caller, body: number, action: () => number): number {
  const header = headerOf(c.kernel, body);
  header.HandleCount += 1;
  header.PointerCount += 1;
  try {
    return action();
  } finally {
    header.HandleCount -= 1;
    if (header.HandleCount === 0) removeName(c.m, body);
    ObDereferenceObject(c.m, body);
  }
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
];
