/**
 * The queue of a thread's user APCs as bytes: KAPCs that hang in KTHREAD.ApcState.ApcListHead[1], first in, first out. The second
 * head is user mode's, the first the kernel's own. A KAPC of NtQueueApcThread lies in the pool by itself; a timer's is part of it.
 */
import type { Machine } from '../machine/machine.ts';
import type { ReadSpace, Space } from '../machine/space.ts';
import { kernelSpace, NT_BASE } from './kernel.ts';
import { entriesOf, InsertTailList, IsListEmpty, RemoveEntryList } from './list.ts';
import { ExFreePool } from './pool.ts';
import { KAPC, type KTHREAD } from './structs/ke.ts';

const APC_OBJECT = 18;
const USER_MODE = 1;
const APC_LIST_ENTRY = KAPC.offsetOf('ApcListEntry');

/** Who owns the KAPC, told by its KernelRoutine: the address stands for the routine. */
export const PspQueueApcSpecialApc = NT_BASE + 0x110000;
export const ExpTimerApcRoutine = NT_BASE + 0x110010;

/** What user mode is to do: the routine and its three arguments. */
export interface ApcCall {
  readonly NormalRoutine: number;
  readonly NormalContext: number;
  readonly SystemArgument1: number;
  readonly SystemArgument2: number;
}

/** Fills a KAPC for a thread; it is queued nowhere yet. */
export function KeInitializeApc(
  space: Space,
  address: number,
  thread: number,
  kernelRoutine: number,
  call: ApcCall,
): KAPC {
  const apc = KAPC.at(space, address);
  apc.Type = APC_OBJECT;
  apc.Size = KAPC.size;
  apc.Thread = thread;
  apc.KernelRoutine = kernelRoutine;
  apc.ApcMode = USER_MODE;
  apc.Inserted = 0;
  Object.assign(apc, call);
  return apc;
}

function userList(thread: KTHREAD): number {
  return thread.ApcState.ApcListHead.get(USER_MODE).address;
}

/** Hangs a KAPC at the end of its thread's queue. */
export function enqueueUserApc(space: Space, thread: KTHREAD, apc: KAPC): void {
  apc.Inserted = 1;
  InsertTailList(space, userList(thread), apc.ApcListEntry.address);
}

/** Takes a KAPC out of the queue, where it is in one. */
export function KeRemoveQueueApc(space: Space, apc: KAPC): void {
  if (!apc.Inserted) return;
  apc.Inserted = 0;
  RemoveEntryList(space, apc.ApcListEntry.address);
}

/** The KAPCs of a thread's user queue, in the order in which they will run. */
export function userApcsOf(space: ReadSpace, thread: KTHREAD, most = 64): KAPC[] {
  return entriesOf(space, userList(thread), most).map((entry) => KAPC.at(space as Space, entry - APC_LIST_ENTRY));
}

/** True when user APCs are queued; they then run before the thread goes back to what it did in user mode. */
export function testAlert(space: Space, thread: KTHREAD): boolean {
  if (IsListEmpty(space, userList(thread))) return false;
  thread.ApcState.UserApcPending = 1;
  return true;
}

/** Takes the first KAPC of the queue and gives its memory back; undefined when there is none. */
export function dequeueUserApc(m: Machine, thread: KTHREAD): ApcCall | undefined {
  const space = kernelSpace(m);
  const [apc] = userApcsOf(space, thread, 1);
  if (!apc) return undefined;
  KeRemoveQueueApc(space, apc);
  const { NormalRoutine, NormalContext, SystemArgument1, SystemArgument2 } = apc;
  if (apc.KernelRoutine === PspQueueApcSpecialApc) ExFreePool(m, apc.address);
  return { NormalRoutine, NormalContext, SystemArgument1, SystemArgument2 };
}

/** Empties the queue of a thread that ends. */
export function rundownUserApcs(m: Machine, thread: KTHREAD): void {
  thread.ApcState.UserApcPending = 0;
  while (dequeueUserApc(m, thread));
}
