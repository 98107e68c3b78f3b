/**
 * Services on processes and threads: ending them, asking about them, changing them.
 */
import { ObReferenceObjectByHandle } from '../handle.ts';
import { type Caller, kernelOf } from '../kernel.ts';
import { STATUS } from '../ntstatus.ts';
import { ObjectType } from '../object.ts';
import { PspExitThread, PspTerminateProcess, PspTerminateThread, threadsOf } from '../process-end.ts';
import { TEB } from '../structs/peb.ts';
import { EPROCESS, ETHREAD } from '../structs/ps.ts';
import { readUser, utf16Bytes, writeUserU32 } from '../user-memory.ts';
import { answer, words } from './answer.ts';
import { HANDLE, NTSTATUS, PULONG, PVOID, type ServiceResult, service, ULONG } from './service.ts';

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

/** The priority increment of SetThreadPriority, and what needs no more than to be accepted. */
function setThread(c: Caller, handle: number, kind: number, from: number, length: number): number {
  const thread = ETHREAD.at(c.kernel, ObReferenceObjectByHandle(c, handle, ObjectType.Thread));
  if (kind === 17) {
    thread.HideFromDebugger = 1;
    return STATUS.STATUS_SUCCESS;
  }
  if (length !== 4) return STATUS.STATUS_INFO_LENGTH_MISMATCH;
  const value = new DataView(readUser(c, from, 4).buffer).getInt32(0, true);
  if (kind === 10) return zeroTlsCell(c, value >>> 0);
  if (kind !== 3) return STATUS.STATUS_INVALID_INFO_CLASS;
  if (value < -15 || value > 15) return STATUS.STATUS_INVALID_PARAMETER;
  const base = EPROCESS.at(c.kernel, thread.Tcb.Process).Pcb.BasePriority;
  const level = value <= -15 ? 1 : value >= 15 ? 15 : Math.max(1, Math.min(15, base + value));
  thread.Tcb.BasePriority = level;
  thread.Tcb.Priority = level;
  return STATUS.STATUS_SUCCESS;
}

export const processServices = [
  service(0x172, 'NtTerminateProcess', { ProcessHandle: HANDLE, ExitStatus: NTSTATUS }, (c, a) =>
    terminateProcess(c, a.ProcessHandle, a.ExitStatus),
  ),
  service(0x173, 'NtTerminateThread', { ThreadHandle: HANDLE, ExitStatus: NTSTATUS }, (c, a) =>
    terminateThread(c, a.ThreadHandle, a.ExitStatus),
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
];
