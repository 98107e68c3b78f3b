/** Queuing a user APC. A thread that waits alertably wakes for it; any other does it in its next alertable wait. */
import type { Machine } from '../machine/machine.ts';
import { enqueueUserApc } from './apc-queue.ts';
import { KiUnwaitThread } from './dispatcher.ts';
import { kernelSpace } from './kernel.ts';
import { STATUS } from './ntstatus.ts';
import { ThreadState } from './scheduler.ts';
import type { KAPC, KTHREAD } from './structs/ke.ts';

/** Queues a KAPC for its thread. */
export function KeInsertQueueApc(m: Machine, thread: KTHREAD, apc: KAPC): void {
  enqueueUserApc(kernelSpace(m), thread, apc);
  if (thread.State !== ThreadState.Waiting || thread.WaitMode !== 1 || !thread.Alertable) return;
  thread.ApcState.UserApcPending = 1;
  KiUnwaitThread(m, thread, STATUS.STATUS_USER_APC);
}
