/**
 * Services on processes: ending them, asking about them, changing them.
 */

import { lifeTimes } from '../clock.ts';
import { ObReferenceObjectByHandle } from '../handle.ts';
import { type Caller, kernelOf } from '../kernel.ts';
import { STATUS } from '../ntstatus.ts';
import { ObjectType } from '../object.ts';
import { setPriorityClass } from '../priority.ts';
import { PspTerminateProcess, PspTerminateThread, threadsOf } from '../process-end.ts';
import { isForeground, TICK_100NS } from '../quantum.ts';
import { KiSetAffinityThread } from '../scheduler.ts';
import { EPROCESS } from '../structs/ps.ts';
import { replaceTlsVectors } from '../tls.ts';
import { readUser, utf16Bytes } from '../user-memory.ts';
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
    }
    return STATUS.STATUS_SUCCESS;
  }
  const process = processOf(c, handle);
  if (process.Pcb.DirectoryTableBase === kernelOf(c.m).directory) return STATUS.STATUS_ACCESS_DENIED;
  PspTerminateProcess(c.m, process, status);
  return process.address === c.process.address ? 'loaded' : STATUS.STATUS_SUCCESS;
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
      const { CreateTime, ExitTime } = process;
      const times = [
        ...lifeTimes(CreateTime.QuadPart, ExitTime.QuadPart),
        0n,
        BigInt(Pcb.UserTime) * BigInt(TICK_100NS),
      ];
      return words(...times.flatMap((time) => [Number(time & 0xffffffffn), Number((time >> 32n) & 0xffffffffn)]));
    }
    case 7:
      return words(kernelOf(c.m).debugged ? 0xffffffff : 0);
    case 12:
      return words(process.DefaultHardErrorProcessing);
    case 18:
      return new Uint8Array([isForeground(process) ? 1 : 0, process.PriorityClass]);
    case 20:
      return words(process.ObjectTable === 0 ? 0 : c.kernel.u32(process.ObjectTable + 0x30));
    case 22:
      return words(Pcb.DisableBoost);
    case 31:
      return words(kernelOf(c.m).debugged ? 0 : 1);
    case 34:
      return words(kernelOf(c.m).sehop ? 2 : 2 | DISABLE_EXCEPTION_CHAIN_VALIDATION);
    case 36:
      return words(process.Cookie);
    default:
      return undefined;
  }
}

/** Of ProcessExecuteFlags. */
const DISABLE_EXCEPTION_CHAIN_VALIDATION = 0x40;

/** All threads of the process follow. */
function setProcessAffinity(c: Caller, process: EPROCESS, mask: number): number {
  if (mask === 0 || mask & ~(2 ** c.m.processors.length - 1)) return STATUS.STATUS_INVALID_PARAMETER;
  process.Pcb.Affinity.Bitmap.set(0, mask);
  for (const { Tcb } of threadsOf(c.m, process)) KiSetAffinityThread(c.m, Tcb, mask);
  return STATUS.STATUS_SUCCESS;
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
    return setPriorityClass(c.m, process, priorityClass) ? STATUS.STATUS_SUCCESS : STATUS.STATUS_INVALID_PARAMETER;
  }
  if (kind === 35) return replaceTlsVectors(c, process, from, length);
  if (kind === 21 || kind === 22) {
    if (length !== 4) return STATUS.STATUS_INFO_LENGTH_MISMATCH;
    const value = new DataView(readUser(c, from, 4).buffer).getUint32(0, true);
    if (kind === 22) process.Pcb.DisableBoost = value === 0 ? 0 : 1;
    else return setProcessAffinity(c, process, value);
    return STATUS.STATUS_SUCCESS;
  }
  return STATUS.STATUS_INVALID_INFO_CLASS;
}

export const processServices = [
  service(0x172, 'NtTerminateProcess', { ProcessHandle: HANDLE, ExitStatus: NTSTATUS }, (c, a) =>
    terminateProcess(c, a.ProcessHandle, a.ExitStatus),
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
];
