/**
 * Services on threads: making and ending them, suspending, asking about them, changing them.
 */
import { lifeTimes } from '../clock.ts';
import { createHandle, ExLookupClientId, ObReferenceObjectByHandle } from '../handle.ts';
import { type Caller, globals } from '../kernel.ts';
import { STATUS } from '../ntstatus.ts';
import { headerOf, ObjectType } from '../object.ts';
import { KeQueryBasePriorityThread, KeSetBasePriorityThread } from '../priority.ts';
import { PspExitThread, PspTerminateThread, threadsOf } from '../process-end.ts';
import { TICK_100NS } from '../quantum.ts';
import { raiseStatus } from '../raise.ts';
import { KiReadyThread, KiSetAffinityThread } from '../scheduler.ts';
import { TEB } from '../structs/peb.ts';
import { EPROCESS, ETHREAD } from '../structs/ps.ts';
import { KeResumeThread, KeSuspendThread } from '../suspend.ts';
import { PspCreateThread } from '../thread.ts';
import { ProbeForWrite, readUser, writeUser, writeUserU32, writeUserU32Optional } from '../user-memory.ts';
import { answer, words } from './answer.ts';
import { mapAccess, readAttributes } from './attributes.ts';
import {
  ACCESS_MASK,
  HANDLE,
  NTSTATUS,
  PHANDLE,
  POBJECT_ATTRIBUTES,
  PULONG,
  PVOID,
  type ServiceResult,
  service,
  ULONG,
} from './service.ts';

const THREAD_TERMINATE = 1;
const THREAD_SUSPEND_RESUME = 2;
const THREAD_SET_INFORMATION = 0x20;
const THREAD_SET_LIMITED_INFORMATION = 0x400;
const THREAD_QUERY_LIMITED_INFORMATION = 0x800;
const CREATE_SUSPENDED = 1;
const ATTRIBUTE_CLIENT_ID = 0x10003;
const ATTRIBUTE_TEB_ADDRESS = 0x10004;
const ATTRIBUTES_MAX = 16;

function threadOf(c: Caller, handle: number, access = 0): ETHREAD {
  return ETHREAD.at(c.kernel, ObReferenceObjectByHandle(c, handle, ObjectType.Thread, access));
}

/** The words that PS_ATTRIBUTE_LIST asks for: where they go, checked before anything is made. */
function wantedAttributes(
  c: Caller,
  listAt: number,
): { kind: number; into: number; length: number; returned: number }[] {
  if (listAt === 0) return [];
  const total = new DataView(readUser(c, listAt, 4).buffer).getUint32(0, true);
  const count = (total - 4) / 16;
  if (!Number.isInteger(count) || count < 0 || count > ATTRIBUTES_MAX) raiseStatus(STATUS.STATUS_INVALID_PARAMETER);
  const view = new DataView(readUser(c, listAt + 4, count * 16).buffer);
  return Array.from({ length: count }, (_, i) => {
    const [kind, length, into, returned] = [0, 4, 8, 12].map((at) => view.getUint32(i * 16 + at, true)) as [
      number,
      number,
      number,
      number,
    ];
    const size = kind === ATTRIBUTE_CLIENT_ID ? 8 : kind === ATTRIBUTE_TEB_ADDRESS ? 4 : 0;
    if (size === 0) raiseStatus(STATUS.STATUS_NOT_SUPPORTED);
    if (length < size) raiseStatus(STATUS.STATUS_INFO_LENGTH_MISMATCH);
    ProbeForWrite(c, into, size);
    return { kind, into, length: size, returned };
  });
}

function createThread(
  c: Caller,
  a: {
    ThreadHandle: number;
    DesiredAccess: number;
    ObjectAttributes: number;
    ProcessHandle: number;
    StartRoutine: number;
    Argument: number;
    CreateFlags: number;
    StackSize: number;
    MaximumStackSize: number;
    AttributeList: number;
  },
): ServiceResult {
  ProbeForWrite(c, a.ThreadHandle, 4);
  const { inherit } = readAttributes(c, a.ObjectAttributes);
  const attributes = wantedAttributes(c, a.AttributeList);
  const process = EPROCESS.at(c.kernel, ObReferenceObjectByHandle(c, a.ProcessHandle, ObjectType.Process));
  if (process.Peb === 0) return STATUS.STATUS_ACCESS_DENIED;
  const thread = PspCreateThread(c.m, process, {
    start: a.StartRoutine,
    parameter: a.Argument,
    stackCommit: a.StackSize,
    stackReserve: a.MaximumStackSize,
  });
  if (a.CreateFlags & CREATE_SUSPENDED) KeSuspendThread(c.m, thread.Tcb);
  else KiReadyThread(c.m, thread.Tcb);
  for (const { kind, into, length, returned } of attributes) {
    const { UniqueProcess, UniqueThread } = thread.Cid;
    writeUser(c, into, kind === ATTRIBUTE_CLIENT_ID ? words(UniqueProcess, UniqueThread) : words(thread.Tcb.Teb));
    writeUserU32Optional(c, returned, length);
  }
  writeUserU32(
    c,
    a.ThreadHandle,
    createHandle(c, thread.address, mapAccess(a.DesiredAccess, ObjectType.Thread), inherit),
  );
  return STATUS.STATUS_SUCCESS;
}

function openThread(c: Caller, into: number, access: number, attributesAt: number, clientIdAt: number): number {
  ProbeForWrite(c, into, 4);
  const { inherit } = readAttributes(c, attributesAt);
  const view = new DataView(readUser(c, clientIdAt, 8).buffer);
  const [processId, threadId] = [view.getUint32(0, true), view.getUint32(4, true)];
  const body = ExLookupClientId(c.kernel, globals(c.kernel).PspCidTable, threadId);
  if (body === 0 || threadId & 3 || headerOf(c.kernel, body).TypeIndex !== ObjectType.Thread)
    return STATUS.STATUS_INVALID_CID;
  const { Cid, Tcb } = ETHREAD.at(c.kernel, body);
  if (processId !== 0 && Cid.UniqueProcess !== processId) return STATUS.STATUS_INVALID_CID;
  if (Tcb.SystemThread) return STATUS.STATUS_ACCESS_DENIED;
  writeUserU32(c, into, createHandle(c, body, mapAccess(access, ObjectType.Thread), inherit));
  return STATUS.STATUS_SUCCESS;
}

function terminateThread(c: Caller, handle: number, status: number): ServiceResult {
  if (handle === 0 && c.process.ActiveThreads === 1) return STATUS.STATUS_CANT_TERMINATE_SELF;
  const thread = handle === 0 ? c.thread : threadOf(c, handle, THREAD_TERMINATE);
  if (thread.Terminated) return STATUS.STATUS_SUCCESS;
  const process = EPROCESS.at(c.kernel, thread.Tcb.Process);
  const isSelf = thread.address === c.thread.address;
  // Somebody else's last thread takes its process with it, too; only the way it is told differs.
  if (isSelf || process.ActiveThreads <= 1) PspExitThread(c.m, process, thread, status);
  else PspTerminateThread(c.m, thread, status);
  return isSelf ? 'loaded' : STATUS.STATUS_SUCCESS;
}

function threadInformation(c: Caller, thread: ETHREAD, kind: number): Uint8Array | undefined {
  const { Tcb, Cid } = thread;
  const process = EPROCESS.at(c.kernel, Tcb.Process);
  const isOver = thread.Terminated === 1;
  switch (kind) {
    case 0:
      return words(
        thread.ExitStatus,
        Tcb.Teb,
        Cid.UniqueProcess,
        Cid.UniqueThread,
        Tcb.Affinity.Mask,
        Tcb.Priority,
        KeQueryBasePriorityThread(Tcb, process.Pcb),
      );
    case 1: {
      const [created, ended] = lifeTimes(thread.CreateTime.QuadPart, thread.ExitTime.QuadPart);
      const ticks = [Tcb.KernelTime, Tcb.UserTime].map((count) => BigInt(count) * BigInt(TICK_100NS));
      return words(...[created, ended, ...ticks].flatMap((time) => [Number(time & 0xffffffffn), Number(time >> 32n)]));
    }
    case 9:
      return words(thread.Win32StartAddress);
    case 12:
      return words(process.ActiveThreads === 1 ? 1 : 0);
    case 14:
      return words(Tcb.DisableBoost);
    case 23:
      return words(Number(Tcb.CycleTime & 0xffffffffn), Number(Tcb.CycleTime >> 32n), 0, 0);
    case 20:
      return words(isOver ? 1 : 0);
    default:
      return undefined;
  }
}

const TLS_SLOTS = TEB.offsetOf('TlsSlots');
const TLS_EXPANSION_SLOTS = TEB.offsetOf('TlsExpansionSlots');

/** A slot that was given back is zero in every thread of the process. */
function zeroTlsCell(c: Caller, index: number): number {
  if (index >= 64 + 1024) return STATUS.STATUS_INVALID_PARAMETER;
  for (const { Tcb } of threadsOf(c.m, c.process)) {
    if (Tcb.Teb === 0) continue;
    if (index < 64) writeUserU32(c, Tcb.Teb + TLS_SLOTS + index * 4, 0);
    else {
      const slots = new DataView(readUser(c, Tcb.Teb + TLS_EXPANSION_SLOTS, 4).buffer).getUint32(0, true);
      if (slots !== 0) writeUserU32(c, slots + (index - 64) * 4, 0);
    }
  }
  return STATUS.STATUS_SUCCESS;
}

/** Levels -2 to 2 and the two ends for everybody, -7 to 6 in the real-time class. */
function setLevel(c: Caller, thread: ETHREAD, level: number): number {
  const { Pcb } = EPROCESS.at(c.kernel, thread.Tcb.Process);
  const isEnd = Math.abs(level) === 16 || Math.abs(level) === 15;
  const isRealTime = Pcb.BasePriority >= 16 && level >= -7 && level <= 6;
  if (!isEnd && !isRealTime && Math.abs(level) > 2) return STATUS.STATUS_INVALID_PARAMETER;
  KeSetBasePriorityThread(c.m, thread.Tcb, isEnd ? Math.sign(level) * 16 : level);
  return STATUS.STATUS_SUCCESS;
}

function setAffinity(c: Caller, thread: ETHREAD, mask: number): number {
  const allowed = EPROCESS.at(c.kernel, thread.Tcb.Process).Pcb.Affinity.Bitmap.get(0);
  if (mask === 0 || mask & ~allowed) return STATUS.STATUS_INVALID_PARAMETER;
  KiSetAffinityThread(c.m, thread.Tcb, mask);
  return STATUS.STATUS_SUCCESS;
}

/** Answers with the processor that was ideal before; MAXIMUM_PROCESSORS (32) only asks. */
function setIdealProcessor(c: Caller, thread: ETHREAD, processor: number): number {
  if (processor > 32 || (processor < 32 && processor >= c.m.processors.length)) return STATUS.STATUS_INVALID_PARAMETER;
  const before = thread.Tcb.UserIdealProcessor;
  if (processor < 32) {
    thread.Tcb.UserIdealProcessor = processor;
    if ((thread.Tcb.Affinity.Mask >>> processor) & 1) thread.Tcb.IdealProcessor = processor;
  }
  return before;
}

function setThread(c: Caller, handle: number, kind: number, from: number, length: number): number {
  const thread = threadOf(c, handle);
  if (kind === 17) {
    thread.HideFromDebugger = 1;
    return STATUS.STATUS_SUCCESS;
  }
  if (length !== 4) return STATUS.STATUS_INFO_LENGTH_MISMATCH;
  const value = new DataView(readUser(c, from, 4).buffer).getInt32(0, true);
  if (kind === 10) return zeroTlsCell(c, value >>> 0);
  if (kind === 13 || kind === 4) threadOf(c, handle, THREAD_SET_INFORMATION);
  else if (kind === 3 || kind === 14) threadOf(c, handle, THREAD_SET_LIMITED_INFORMATION);
  if (kind === 3) return setLevel(c, thread, value);
  if (kind === 4) return setAffinity(c, thread, value >>> 0);
  if (kind === 13) return setIdealProcessor(c, thread, value >>> 0);
  if (kind !== 14) return STATUS.STATUS_INVALID_INFO_CLASS;
  thread.Tcb.DisableBoost = value === 0 ? 0 : 1;
  return STATUS.STATUS_SUCCESS;
}

/** Suspends or resumes, and tells how often it was suspended before. */
function changeSuspension(
  c: Caller,
  handle: number,
  previousAt: number,
  change: (m: Caller['m'], thread: ETHREAD['Tcb']) => number,
): number {
  const thread = threadOf(c, handle, THREAD_SUSPEND_RESUME);
  if (previousAt !== 0) ProbeForWrite(c, previousAt, 4);
  if (thread.Terminated && change === KeSuspendThread) return STATUS.STATUS_THREAD_IS_TERMINATING;
  writeUserU32Optional(c, previousAt, thread.Terminated ? 0 : change(c.m, thread.Tcb));
  return STATUS.STATUS_SUCCESS;
}

const informationNames = { ThreadHandle: HANDLE, ThreadInformationClass: ULONG, ThreadInformation: PVOID };

export const threadServices = [
  service(
    0x58,
    'NtCreateThreadEx',
    {
      ThreadHandle: PHANDLE,
      DesiredAccess: ACCESS_MASK,
      ObjectAttributes: POBJECT_ATTRIBUTES,
      ProcessHandle: HANDLE,
      StartRoutine: PVOID,
      Argument: PVOID,
      CreateFlags: ULONG,
      ZeroBits: ULONG,
      StackSize: ULONG,
      MaximumStackSize: ULONG,
      AttributeList: PVOID,
    },
    (c, a) => createThread(c, a),
  ),
  service(
    0xc6,
    'NtOpenThread',
    { ThreadHandle: PHANDLE, DesiredAccess: ACCESS_MASK, ObjectAttributes: POBJECT_ATTRIBUTES, ClientId: PVOID },
    (c, a) => openThread(c, a.ThreadHandle, a.DesiredAccess, a.ObjectAttributes, a.ClientId),
  ),
  service(0x173, 'NtTerminateThread', { ThreadHandle: HANDLE, ExitStatus: NTSTATUS }, (c, a) =>
    terminateThread(c, a.ThreadHandle, a.ExitStatus),
  ),
  service(0x16f, 'NtSuspendThread', { ThreadHandle: HANDLE, PreviousSuspendCount: PULONG }, (c, a) =>
    changeSuspension(c, a.ThreadHandle, a.PreviousSuspendCount, KeSuspendThread),
  ),
  service(0x130, 'NtResumeThread', { ThreadHandle: HANDLE, PreviousSuspendCount: PULONG }, (c, a) =>
    changeSuspension(c, a.ThreadHandle, a.PreviousSuspendCount, KeResumeThread),
  ),
  service(
    0xec,
    'NtQueryInformationThread',
    { ...informationNames, ThreadInformationLength: ULONG, ReturnLength: PULONG },
    (c, a) => {
      const thread = threadOf(c, a.ThreadHandle, THREAD_QUERY_LIMITED_INFORMATION);
      const bytes = threadInformation(c, thread, a.ThreadInformationClass);
      if (!bytes) return STATUS.STATUS_INVALID_INFO_CLASS;
      return answer(c, bytes, a.ThreadInformation, a.ThreadInformationLength, a.ReturnLength);
    },
  ),
  service(0x14f, 'NtSetInformationThread', { ...informationNames, ThreadInformationLength: ULONG }, (c, a) =>
    setThread(c, a.ThreadHandle, a.ThreadInformationClass, a.ThreadInformation, a.ThreadInformationLength),
  ),
];
