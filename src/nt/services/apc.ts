/**
 * Services on what a thread will do next from outside: user APCs, and its registers.
 */
import { KeInitializeApc, PspQueueApcSpecialApc, testAlert } from '../apc-queue.ts';
import { ObReferenceObjectByHandle } from '../handle.ts';
import { KeInsertQueueApc } from '../insert-apc.ts';
import type { Caller } from '../kernel.ts';
import { STATUS } from '../ntstatus.ts';
import { ObjectType } from '../object.ts';
import { ExAllocatePoolWithTag } from '../pool.ts';
import { KAPC } from '../structs/ke.ts';
import { ETHREAD } from '../structs/ps.ts';
import { CONTEXT } from '../structs/rtl.ts';
import { CONTEXT_PARTS, contextOfThread, setThreadContext } from '../thread-context.ts';
import { ProbeForWrite, readUser, writeUser } from '../user-memory.ts';
import { HANDLE, PCONTEXT, PVOID, type ServiceResult, service } from './service.ts';

const THREAD_GET_CONTEXT = 8;
const THREAD_SET_CONTEXT = 0x10;

function threadOf(c: Caller, handle: number, access: number): ETHREAD {
  return ETHREAD.at(c.kernel, ObReferenceObjectByHandle(c, handle, ObjectType.Thread, access));
}

function getContext(c: Caller, handle: number, into: number): ServiceResult {
  const thread = threadOf(c, handle, THREAD_GET_CONTEXT);
  const flags = new DataView(readUser(c, into, 4).buffer).getUint32(0, true);
  ProbeForWrite(c, into, CONTEXT.offsetOf('SegSs') + 4);
  if (thread.Terminated) return STATUS.STATUS_UNSUCCESSFUL;
  const bytes = contextOfThread(c, thread.Tcb);
  for (const [flag, from, to] of CONTEXT_PARTS)
    if ((flags & flag) === flag) writeUser(c, into + from, bytes.slice(from, to));
  return STATUS.STATUS_SUCCESS;
}

function setContext(c: Caller, handle: number, from: number): ServiceResult {
  const thread = threadOf(c, handle, THREAD_SET_CONTEXT);
  const bytes = readUser(c, from, CONTEXT.size);
  if (thread.Terminated) return STATUS.STATUS_UNSUCCESSFUL;
  setThreadContext(c, thread.Tcb, bytes);
  return thread.address === c.thread.address ? 'loaded' : STATUS.STATUS_SUCCESS;
}

export const apcServices = [
  service(
    0x10d,
    'NtQueueApcThread',
    { ThreadHandle: HANDLE, ApcRoutine: PVOID, ApcArgument1: PVOID, ApcArgument2: PVOID, ApcArgument3: PVOID },
    (c, a) => {
      const thread = threadOf(c, a.ThreadHandle, THREAD_SET_CONTEXT);
      if (thread.Terminated) return STATUS.STATUS_UNSUCCESSFUL;
      if (thread.Tcb.SystemThread) return STATUS.STATUS_INVALID_HANDLE;
      const at = ExAllocatePoolWithTag(c.m, KAPC.size, 'Psap');
      const apc = KeInitializeApc(c.kernel, at, thread.address, PspQueueApcSpecialApc, {
        NormalRoutine: a.ApcRoutine,
        NormalContext: a.ApcArgument1,
        SystemArgument1: a.ApcArgument2,
        SystemArgument2: a.ApcArgument3,
      });
      KeInsertQueueApc(c.m, thread.Tcb, apc);
      return STATUS.STATUS_SUCCESS;
    },
  ),
  service(0x174, 'NtTestAlert', {}, (c) => {
    testAlert(c.kernel, c.thread.Tcb);
    return STATUS.STATUS_SUCCESS;
  }),
  service(0x87, 'NtGetContextThread', { ThreadHandle: HANDLE, ThreadContext: PCONTEXT }, (c, a) =>
    getContext(c, a.ThreadHandle, a.ThreadContext),
  ),
  service(0x13c, 'NtSetContextThread', { ThreadHandle: HANDLE, ThreadContext: PCONTEXT }, (c, a) =>
    setContext(c, a.ThreadHandle, a.ThreadContext),
  ),
];
