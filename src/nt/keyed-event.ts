/**
 * Keyed events: one object serves many waits, each for a key. Waiting threads hang by KeyedWaitChain in a list whose head is the
 * object's body; KeyedWaitValue is the key, its low bit says that the thread came to release. Who waits has KeyedEventInUse
 * set; a wait that ended by its time-out leaves the chain when the thread next comes here or ends.
 */
import type { Space } from '../machine/space.ts';
import {
  DispatcherType,
  KeReleaseSemaphore,
  KeWaitForObjects,
  WaitAny,
  type WaitResult,
  waitsFor,
} from './dispatcher.ts';
import type { Caller } from './kernel.ts';
import { kernelSpace } from './kernel.ts';
import { entriesOf, InsertTailList, RemoveEntryList } from './list.ts';
import { STATUS } from './ntstatus.ts';
import { initializeDispatcher, ObjectType, onDelete } from './object.ts';
import { ETHREAD } from './structs/ps.ts';

const CHAIN = ETHREAD.offsetOf('KeyedWaitChain');
const WR_KEYED_EVENT = 21;

/** Meets a thread that waits for the same key from the other side, or waits for one. */
export function meetByKey(
  c: Caller,
  event: number,
  key: number,
  due: number | undefined,
  isRelease: boolean,
): WaitResult {
  leaveKeyedWait(c.kernel, c.thread);
  const wanted = (isRelease ? key : key | 1) >>> 0;
  const partner = entriesOf(c.kernel, event)
    .map((entry) => ETHREAD.at(c.kernel, entry - CHAIN))
    .find((thread) => isWaitingFor(c.kernel, thread, wanted) && thread.Tcb.Process === c.thread.Tcb.Process);
  if (partner) {
    leaveKeyedWait(c.kernel, partner);
    KeReleaseSemaphore(c.m, partner.KeyedWaitSemaphore.address, 1, 1);
    return STATUS.STATUS_SUCCESS;
  }
  if (due !== undefined && due <= c.m.time100ns) return STATUS.STATUS_TIMEOUT;
  const semaphore = c.thread.KeyedWaitSemaphore;
  initializeDispatcher(c.kernel, semaphore.address, DispatcherType.Semaphore, 0x14, 0);
  c.thread.KeyedWaitValue = (isRelease ? key | 1 : key) >>> 0;
  c.thread.KeyedEventInUse = 1;
  InsertTailList(c.kernel, event, c.thread.KeyedWaitChain.address);
  return KeWaitForObjects(c, [semaphore.address], WaitAny, due, WR_KEYED_EVENT);
}

/** A wait that is broken off by a suspension still counts: the semaphore keeps the release until it goes on. */
function isWaitingFor(space: Space, thread: ETHREAD, value: number): boolean {
  return thread.KeyedWaitValue === value && waitsFor(space, thread.Tcb, thread.KeyedWaitSemaphore.address);
}

/** Takes a thread out of the chain that it may hang in. */
export function leaveKeyedWait(space: Space, thread: ETHREAD): void {
  if (!thread.KeyedEventInUse) return;
  RemoveEntryList(space, thread.KeyedWaitChain.address);
  thread.KeyedEventInUse = 0;
  thread.KeyedWaitValue = 0;
}

onDelete(ObjectType.KeyedEvent, (m, event) => {
  const space = kernelSpace(m);
  for (const entry of entriesOf(space, event)) leaveKeyedWait(space, ETHREAD.at(space, entry - CHAIN));
});
