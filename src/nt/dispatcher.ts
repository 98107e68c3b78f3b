/**
 * Waiting and waking. A wait links one KWAIT_BLOCK per object into the object's list and into a ring of the thread; whoever
 * signals an object takes waiters from the head of its list, does the side effects of the wait for them and makes them ready.
 * A time-out is the thread's own KTIMER; its wait block is WaitBlock[3].
 */
import type { Machine } from '../machine/machine.ts';
import type { ReadSpace, Space } from '../machine/space.ts';
import { testAlert } from './apc-queue.ts';
import { frameAddress } from './context.ts';
import { type Caller, globals, kernelSpace, logPlace } from './kernel.ts';
import { entriesOf, InsertTailList, RemoveEntryList } from './list.ts';
import { STATUS } from './ntstatus.ts';
import { ObDereferenceObject, ObReferenceObject } from './object.ts';
import { ExAllocatePoolWithTag, ExFreePool } from './pool.ts';
import { AdjustUnwait, idOf } from './quantum.ts';
import { raiseStatus } from './raise.ts';
import { KiReadyThread, ThreadState } from './scheduler.ts';
import { DISPATCHER_HEADER, KMUTANT, KTHREAD, KTRAP_FRAME, KWAIT_BLOCK } from './structs/ke.ts';
import { KiCancelTimer, KiInsertTimer } from './timer.ts';

export const DispatcherType = {
  EventNotification: 0,
  EventSynchronization: 1,
  Mutant: 2,
  Process: 3,
  Queue: 4,
  Semaphore: 5,
  Thread: 6,
  TimerNotification: 8,
  TimerSynchronization: 9,
} as const;

export const WaitAll = 0;
export const WaitAny = 1;
const MUTANT_LIMIT = -0x8000_0000;
/** Blocks that a thread carries itself; the fourth is its timer's. */
const THREAD_WAIT_OBJECTS = 3;
/**
 * BlockState of a block whose object may not go away before the wait ends: 1, plus the words from the body that is referenced to
 * what is waited for in it (a file's event). 0: nothing is held.
 */
const HOLDS_REFERENCE = 1;

/** True when a wait of `thread` for this object would be satisfied now. */
function isSignaled(space: Space, object: number, thread: number): boolean {
  const header = DISPATCHER_HEADER.at(space, object);
  if (header.Type === DispatcherType.Mutant && KMUTANT.at(space, object).OwnerThread === thread) return true;
  return header.SignalState > 0;
}

/** The side effect of a successful wait. Returns 80h when the object was an abandoned mutex, else 0. */
function satisfy(space: Space, object: number, thread: number): number {
  const header = DISPATCHER_HEADER.at(space, object);
  if (header.Type === DispatcherType.EventSynchronization || header.Type === DispatcherType.TimerSynchronization) {
    header.SignalState = 0;
  } else if (header.Type === DispatcherType.Semaphore) header.SignalState -= 1;
  else if (header.Type === DispatcherType.Mutant) return acquireMutant(space, object, thread);
  return 0;
}

function acquireMutant(space: Space, object: number, thread: number): number {
  const mutant = KMUTANT.at(space, object);
  if (mutant.Header.SignalState === MUTANT_LIMIT) raiseStatus(STATUS.STATUS_MUTANT_LIMIT_EXCEEDED);
  mutant.Header.SignalState -= 1;
  if (mutant.Header.SignalState !== 0) return 0;
  mutant.OwnerThread = thread;
  InsertTailList(space, KTHREAD.at(space, thread).MutantListHead.address, mutant.MutantListEntry.address);
  const abandoned = mutant.Abandoned;
  mutant.Abandoned = 0;
  return abandoned ? STATUS.STATUS_ABANDONED_WAIT_0 : 0;
}

/** How a wait went: a status at once, or 'waiting' (the status comes into EAX when it is over). */
export type WaitResult = number | 'waiting';

/**
 * Waits for objects. `due` is an absolute time in 100 ns since boot, undefined for ever; one that has passed only tests.
 * `bodies`: for each, the body of the object in which it lies, or 0; a thread that waits holds a reference, so that it stays.
 * `alertable`: a user APC ends the wait, or keeps it from beginning, unless it is satisfied at once.
 */
export function KeWaitForObjects(
  c: Caller,
  objects: readonly number[],
  waitType: number,
  due: number | undefined,
  reason = 6,
  bodies: readonly number[] = [],
  alertable = false,
): WaitResult {
  const { kernel: space, m } = c;
  const thread = c.thread.Tcb;
  const signaled = objects.findIndex((object) => isSignaled(space, object, thread.address));
  if (waitType === WaitAny && signaled >= 0) {
    return signaled + satisfy(space, objects[signaled] as number, thread.address);
  }
  if (waitType === WaitAll && objects.every((object) => isSignaled(space, object, thread.address))) {
    return satisfyAll(space, objects, thread.address);
  }
  if (alertable && testAlert(space, thread)) return STATUS.STATUS_USER_APC;
  if (due !== undefined && due <= m.time100ns) return STATUS.STATUS_TIMEOUT;
  thread.Alertable = alertable ? 1 : 0;
  linkWaitBlocks(m, space, thread, objects, waitType, due !== undefined);
  holdObjects(space, thread, bodies);
  thread.WaitReason = reason;
  thread.State = ThreadState.Waiting;
  thread.WaitMode = 1;
  thread.WaitTime = globals(space).KiTickCount >>> 0;
  if (due !== undefined) {
    thread.Timer.Header.SignalState = 0;
    KiInsertTimer(m, thread.Timer, due);
  }
  m.log.append({ ...logPlace(c), kind: 'wait', objects, waitReason: reason });
  return 'waiting';
}

function satisfyAll(space: Space, objects: readonly number[], thread: number): number {
  return objects.reduce((status, object) => status | satisfy(space, object, thread), 0);
}

/** Fills the blocks and ties them into the thread's ring; with a time-out, the timer's block is the last. */
function linkWaitBlocks(
  m: Machine,
  space: Space,
  thread: KTHREAD,
  objects: readonly number[],
  waitType: number,
  timed: boolean,
): void {
  const size = KWAIT_BLOCK.size;
  const own = thread.WaitBlock.address;
  const first = objects.length <= THREAD_WAIT_OBJECTS ? own : ExAllocatePoolWithTag(m, objects.length * size, 'Wait');
  const places = objects.map((_, i) => first + i * size);
  const waits = objects.map((object, key) => ({ object, key, type: waitType }));
  if (timed) {
    places.push(own + THREAD_WAIT_OBJECTS * size);
    // Nothing but the timer to wait for is a delay, and those end in success.
    const key = objects.length === 0 ? STATUS.STATUS_SUCCESS : STATUS.STATUS_TIMEOUT;
    waits.push({ object: thread.Timer.address, key, type: WaitAny });
  }
  waits.forEach(({ object, key, type }, i) => {
    const block = KWAIT_BLOCK.at(space, places[i] as number);
    block.Thread = thread.address;
    block.Object = object;
    block.WaitKey = key;
    block.WaitType = type;
    block.BlockState = 0;
    block.NextWaitBlock = places[(i + 1) % places.length] as number;
    InsertTailList(space, DISPATCHER_HEADER.at(space, object).WaitListHead.address, block.WaitListEntry.address);
  });
  thread.WaitBlockList = places[0] ?? 0;
}

/** Takes a reference to the body behind each wait block, and notes it in the block. */
function holdObjects(space: Space, thread: KTHREAD, bodies: readonly number[]): void {
  const blocks = waitBlocksOf(space, thread);
  for (const [i, body] of bodies.entries()) {
    const block = blocks[i];
    if (!block || body === 0) continue;
    ObReferenceObject(space, body);
    block.BlockState = HOLDS_REFERENCE + (block.Object - body) / 4;
  }
}

/** The wait blocks of a waiting thread. */
export function waitBlocksOf(space: ReadSpace, thread: KTHREAD): WaitBlock[] {
  return blocksFrom(space, thread.WaitBlockList);
}
export type WaitBlock = ReturnType<typeof KWAIT_BLOCK.at>;

/** The blocks of the ring that begins at `first`. */
export function blocksFrom(space: ReadSpace, first: number): WaitBlock[] {
  const blocks: WaitBlock[] = [];
  let at = first;
  while (at !== 0 && blocks.length < 65) {
    const block = KWAIT_BLOCK.at(space, at);
    blocks.push(block);
    at = block.NextWaitBlock === first ? 0 : block.NextWaitBlock;
  }
  return blocks;
}

/** True when the thread waits for this object, now or as soon as it is no longer suspended. */
export function waitsFor(space: Space, thread: KTHREAD, object: number): boolean {
  if (thread.State !== ThreadState.Waiting) return false;
  if (waitBlocksOf(space, thread).some((block) => block.Object === object)) return true;
  return blocksFrom(space, thread.SuspendApc.NormalContext).some((block) => block.Object === object);
}

/** Takes a waiting thread out of all lists that its wait put it in. */
export function leaveWait(m: Machine, thread: KTHREAD): void {
  const space = kernelSpace(m);
  const blocks = waitBlocksOf(space, thread);
  for (const block of blocks) RemoveEntryList(space, block.WaitListEntry.address);
  KiCancelTimer(m, thread.Timer);
  freeWaitBlocks(m, thread, blocks);
}

/** Forgets the blocks of a wait, which hang in no list any more. */
export function freeWaitBlocks(m: Machine, thread: KTHREAD, blocks: readonly WaitBlock[]): void {
  const first = thread.WaitBlockList;
  const held = blocks
    .filter((block) => block.BlockState !== 0)
    .map((block) => block.Object - (block.BlockState - HOLDS_REFERENCE) * 4);
  const own = thread.WaitBlock;
  if (first !== 0 && (first < own.address || first > own.addressOf(THREAD_WAIT_OBJECTS))) ExFreePool(m, first);
  thread.WaitBlockList = 0;
  for (const object of held) ObDereferenceObject(m, object);
}

/** Ends a thread's wait: all its blocks are unlinked, `status` is the result of the service, the thread is ready. */
export function KiUnwaitThread(m: Machine, thread: KTHREAD, status: number, increment = 0): void {
  leaveWait(m, thread);
  finishWait(m, thread, status, increment);
}

/** A thread whose wait is over gets the status and is ready. */
export function finishWait(m: Machine, thread: KTHREAD, status: number, increment: number): void {
  const space = kernelSpace(m);
  thread.WaitStatus = status;
  thread.Alertable = 0;
  if (!thread.WaitNext) KTRAP_FRAME.at(space, frameAddress(thread)).Eax = status;
  thread.WaitNext = 0;
  const place = { position: m.position, processor: m.currentProcessor, thread: idOf(space, thread.address) };
  m.log.append({ ...place, kind: 'wake', status: status >>> 0 });
  thread.AdjustReason = AdjustUnwait;
  thread.AdjustIncrement = increment;
  KiReadyThread(m, thread);
}

/** Wakes whom the object's state satisfies, from the head of its list on. */
export function KiWaitTest(m: Machine, object: number, increment = 0): void {
  const space = kernelSpace(m);
  const head = DISPATCHER_HEADER.at(space, object).WaitListHead.address;
  for (const entry of entriesOf(space, head)) {
    if (DISPATCHER_HEADER.at(space, object).SignalState <= 0) return;
    const block = KWAIT_BLOCK.at(space, entry);
    const thread = KTHREAD.at(space, block.Thread);
    if (thread.State !== ThreadState.Waiting) continue;
    const status = satisfied(space, thread, block);
    if (status !== undefined) KiUnwaitThread(m, thread, status, increment);
  }
}

function satisfied(space: Space, thread: KTHREAD, block: WaitBlock): number | undefined {
  if (block.WaitType === WaitAny) return block.WaitKey + satisfy(space, block.Object, thread.address);
  return satisfiedNow(
    space,
    thread,
    waitBlocksOf(space, thread).filter((each) => each.WaitType === WaitAll),
  );
}

/** Takes what a wait with these blocks can take now and returns its status; undefined when it has to go on. */
export function satisfiedNow(space: Space, thread: KTHREAD, blocks: readonly WaitBlock[]): number | undefined {
  const isReady = (block: WaitBlock): boolean => isSignaled(space, block.Object, thread.address);
  if (blocks[0]?.WaitType === WaitAll) {
    if (!blocks.every(isReady)) return undefined;
    return satisfyAll(
      space,
      blocks.map((block) => block.Object),
      thread.address,
    );
  }
  const first = blocks.find(isReady);
  return first && first.WaitKey + satisfy(space, first.Object, thread.address);
}

/** Sets an event; returns the state before. */
export function KeSetEvent(m: Machine, event: number, increment = 1): number {
  const header = DISPATCHER_HEADER.at(kernelSpace(m), event);
  const before = header.SignalState;
  header.SignalState = 1;
  if (before === 0) KiWaitTest(m, event, increment);
  return before;
}

/** Makes an event not signalled; returns the state before. */
export function KeResetEvent(m: Machine, event: number): number {
  const header = DISPATCHER_HEADER.at(kernelSpace(m), event);
  const before = header.SignalState;
  header.SignalState = 0;
  return before;
}

/** Wakes those who wait now; afterwards the event is not signalled. */
export function KePulseEvent(m: Machine, event: number): number {
  const before = KeSetEvent(m, event);
  KeResetEvent(m, event);
  return before;
}

/** Adds to a semaphore; raises when that would be more than its limit. Returns the count before. */
export function KeReleaseSemaphore(m: Machine, semaphore: number, count: number, limit: number): number {
  const header = DISPATCHER_HEADER.at(kernelSpace(m), semaphore);
  const before = header.SignalState;
  if (count <= 0) raiseStatus(STATUS.STATUS_INVALID_PARAMETER);
  if (before + count > limit) raiseStatus(STATUS.STATUS_SEMAPHORE_LIMIT_EXCEEDED);
  header.SignalState = before + count;
  KiWaitTest(m, semaphore, 1);
  return before;
}

/** Gives a mutex back; raises unless `thread` owns it. Returns the state before. */
export function KeReleaseMutant(m: Machine, address: number, thread: number, abandoned = false): number {
  const space = kernelSpace(m);
  const mutant = KMUTANT.at(space, address);
  const before = mutant.Header.SignalState;
  if (mutant.OwnerThread !== thread) raiseStatus(STATUS.STATUS_MUTANT_NOT_OWNED);
  mutant.Header.SignalState = abandoned ? 1 : before + 1;
  if (mutant.Header.SignalState !== 1) return before;
  mutant.Abandoned = abandoned ? 1 : 0;
  RemoveEntryList(space, mutant.MutantListEntry.address);
  mutant.OwnerThread = 0;
  KiWaitTest(m, address, 1);
  return before;
}

/** Signals a process or thread that has ended. */
export function signalEnd(m: Machine, object: number): void {
  DISPATCHER_HEADER.at(kernelSpace(m), object).SignalState = 1;
  KiWaitTest(m, object);
}
