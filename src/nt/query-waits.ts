/**
 * Who waits for whom: threads, the objects that they wait for, and the threads that these belong to. A mutex belongs to its
 * owner; a thread object is signalled by its thread; events and semaphores belong to nobody, so no cycle leads through
 * them unless somebody knows better (a critical section's event has the section's owner).
 */
import type { ReadSpace } from '../machine/space.ts';
import { headerOf, ObjectType } from './object.ts';
import { type ProcessView, programProcess, type ThreadView, threads } from './query.ts';
import { type DispatcherView, dispatcherView, type ObjectView, objectView } from './query-objects.ts';
import { ETHREAD } from './structs/ps.ts';

export interface WaitEdge {
  readonly threadId: number;
  /** Of the object's body. */
  readonly object: number;
  /** A wait for all of several, for one of several, or for this one. */
  readonly kind: 'one' | 'any' | 'all';
  /** The thread that alone can end this wait, where there is one. */
  readonly ownerId: number | undefined;
}

export interface WaitedObject {
  readonly address: number;
  readonly dispatcher: DispatcherView;
  /** With a header of its own; a thread's timer has none. */
  readonly object: ObjectView | undefined;
  /** The key when the wait is one of a keyed event. */
  readonly key: number | undefined;
}

export interface WaitGraph {
  readonly threads: readonly ThreadView[];
  readonly objects: readonly WaitedObject[];
  readonly edges: readonly WaitEdge[];
  /** Ids of threads that wait for each other in a ring, or nothing. */
  readonly cycle: readonly number[];
}

/** Names the thread that alone can signal an object whose kernel part does not say so. */
export type OwnerOf = (object: number) => number | undefined;

/** The graph of a process's waits. */
export function waitGraph(
  space: ReadSpace,
  process: ProcessView | undefined = programProcess(space),
  ownerOf: OwnerOf = () => undefined,
): WaitGraph {
  const all = threads(space, process);
  const objects = new Map<number, WaitedObject>();
  const edges: WaitEdge[] = [];
  for (const thread of all) {
    const timer = ETHREAD.at(space, thread.address).Tcb.Timer.address;
    const waited = thread.waitsFor.filter(({ address }) => address !== timer);
    for (const { address } of waited) {
      const found = objects.get(address) ?? waitedObject(space, thread, address);
      if (!found) continue;
      objects.set(address, found);
      const isAll = found.dispatcher.waiters.some((b) => b.thread === thread.address && b.waitType === 'all');
      const kind = waited.length === 1 ? 'one' : isAll ? 'all' : 'any';
      edges.push({ threadId: thread.id, object: address, kind, ownerId: ownerOf(address) ?? ownerIn(space, found) });
    }
  }
  return { threads: all, objects: [...objects.values()], edges, cycle: cycleIn(edges) };
}

function waitedObject(space: ReadSpace, thread: ThreadView, address: number): WaitedObject | undefined {
  const dispatcher = dispatcherView(space, address);
  if (!dispatcher) return undefined;
  const ethread = ETHREAD.at(space, thread.address);
  const isInThread = address >= thread.address && address < thread.address + ETHREAD.size && address !== thread.address;
  const isKeyed = isInThread && address === ethread.KeyedWaitSemaphore.address;
  return {
    address,
    dispatcher,
    object: isInThread ? undefined : objectView(space, address),
    key: isKeyed ? (ethread.KeyedWaitValue & ~1) >>> 0 : undefined,
  };
}

function ownerIn(space: ReadSpace, waited: WaitedObject): number | undefined {
  if (waited.dispatcher.owner) return waited.dispatcher.owner.id;
  const isThread = waited.object !== undefined && headerOf(space, waited.address).TypeIndex === ObjectType.Thread;
  return isThread ? ETHREAD.at(space, waited.address).Cid.UniqueThread : undefined;
}

/** A ring of threads of which each needs what the next one has; waits for any of several have other ways out. */
function cycleIn(edges: readonly WaitEdge[]): readonly number[] {
  const next = new Map<number, number[]>();
  for (const { threadId, ownerId, kind } of edges) {
    if (ownerId === undefined || kind === 'any') continue;
    next.set(threadId, [...(next.get(threadId) ?? []), ownerId]);
  }
  const done = new Set<number>();
  for (const start of next.keys()) {
    const found = cycleFrom(start, next, done, []);
    if (found.length > 0) return found;
  }
  return [];
}

function cycleFrom(
  id: number,
  next: ReadonlyMap<number, readonly number[]>,
  done: Set<number>,
  path: readonly number[],
): readonly number[] {
  if (path.includes(id)) return path.slice(path.indexOf(id));
  if (done.has(id)) return [];
  for (const other of next.get(id) ?? []) {
    const found = cycleFrom(other, next, done, [...path, id]);
    if (found.length > 0) return found;
  }
  done.add(id);
  return [];
}
