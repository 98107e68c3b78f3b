/**
 * Read-only questions about scheduling: what each processor does and has queued, read from KPCRs, and what became of each
 * thread over time, told by the log. A timeline's segments ascend, touch each other and have length.
 */
import type { LogEntry } from '../machine/log.ts';
import type { ReadSpace } from '../machine/space.ts';
import { globals, pcrOf } from './kernel.ts';
import { entriesOf } from './list.ts';
import { hasKernel } from './query.ts';
import { TICK_100NS } from './scheduler.ts';
import { KTHREAD } from './structs/ke.ts';
import { ETHREAD } from './structs/ps.ts';

const WAIT_LIST_ENTRY = KTHREAD.offsetOf('WaitListEntry');
const READY_MAX = 4096;

export interface ReadyThread {
  /** Of the KTHREAD. */
  readonly address: number;
  readonly id: number;
  readonly priority: number;
}

export interface ReadyQueue {
  readonly priority: number;
  /** The next to run first. */
  readonly threads: readonly ReadyThread[];
}

export interface ProcessorView {
  readonly index: number;
  /** Id of the thread that runs; undefined: it idles. */
  readonly threadId: number | undefined;
  readonly thread: number;
  /** Of the KPRCB. */
  readonly prcb: number;
  readonly readySummary: number;
  /** Id of the thread that was chosen to run next. */
  readonly nextThreadId: number | undefined;
  /** Clock ticks that are left of the running thread's turn, and those of a whole turn. */
  readonly quantumLeft: number | undefined;
  readonly quantum: number | undefined;
  /** Queues with somebody in them, the most urgent first. */
  readonly ready: readonly ReadyQueue[];
}

/** What every processor does now and who waits for it. */
export function processorViews(space: ReadSpace, time100ns: number): ProcessorView[] {
  if (!hasKernel(space)) return [];
  const count = Math.min(globals(space).KeNumberProcessors, 32);
  return Array.from({ length: count }, (_, index) => processorView(space, index, time100ns));
}

const idOf = (space: ReadSpace, thread: number): number => ETHREAD.at(space, thread).Cid.UniqueThread;

function processorView(space: ReadSpace, index: number, time100ns: number): ProcessorView {
  const prcb = pcrOf(space, index).PrcbData;
  const isIdle = prcb.CurrentThread === prcb.IdleThread || prcb.CurrentThread === 0;
  const thread = KTHREAD.at(space, prcb.CurrentThread);
  const next = prcb.NextThread;
  return {
    index,
    threadId: isIdle ? undefined : idOf(space, prcb.CurrentThread),
    thread: prcb.CurrentThread,
    prcb: prcb.address,
    readySummary: prcb.ReadySummary,
    nextThreadId: next === 0 || next === prcb.IdleThread ? undefined : idOf(space, next),
    quantumLeft: isIdle ? undefined : quantumLeft(thread, time100ns - Number(prcb.StartCycles)),
    quantum: isIdle ? undefined : thread.QuantumReset / 3,
    ready: readyQueues(space, index),
  };
}

/** In ticks, never below 0: the clock looks only when it ticks. The time since the last switch has not been charged yet. */
function quantumLeft(thread: KTHREAD, uncharged100ns: number): number {
  const used = Number(thread.CycleTime) + uncharged100ns;
  return Math.max(0, (Number(thread.QuantumTarget) - used) / TICK_100NS);
}

function readyQueues(space: ReadSpace, index: number): ReadyQueue[] {
  const heads = pcrOf(space, index).PrcbData.DispatcherReadyListHead;
  const queues: ReadyQueue[] = [];
  for (let priority = 31; priority >= 0; priority--) {
    const head = heads.addressOf(priority);
    const first = space.tryU32(head) ?? 0;
    if (first === head || first === 0) continue;
    const threads = entriesOf(space, head, READY_MAX).map((entry) => {
      const address = entry - WAIT_LIST_ENTRY;
      return { address, id: idOf(space, address), priority };
    });
    queues.push({ priority, threads });
  }
  return queues;
}

// ------------------------------------------------------------------------------ over time

export type TimelineState = 'running' | 'ready' | 'waiting' | 'ended' | 'new';

export interface Segment {
  readonly from: number;
  readonly to: number;
  readonly state: TimelineState;
  /** Where it ran. */
  readonly processor: number | undefined;
}

export interface ThreadTrack {
  /** Where its work begins; 0 when it is not known. */
  readonly startAddress: number;
  /** WinDbg's number: 0 for the first thread that was seen, 1 for the next. */
  readonly number: number;
  readonly id: number;
  /** Up to the last event; from `since` on the thread is in `state`. */
  readonly segments: readonly Segment[];
  readonly state: TimelineState;
  readonly since: number;
  readonly processor: number | undefined;
}

/** Fields of the scheduler's log entries. */
export interface ScheduleEntry extends LogEntry {
  readonly previous?: number;
  readonly previousState?: string;
  readonly reason?: string;
  readonly objects?: readonly number[];
  readonly waitReason?: number | string;
  readonly priority?: number;
  readonly boost?: number;
  readonly from?: number;
  readonly to?: number;
  readonly why?: string;
  readonly status?: number;
  readonly start?: number;
}

interface OpenTrack {
  startAddress: number;
  number: number;
  id: number;
  segments: Segment[];
  state: TimelineState;
  since: number;
  processor: number | undefined;
}

/** Builds tracks entry by entry. */
class Timeline {
  readonly tracks: OpenTrack[] = [];
  /** The newest track of each id: ids are used again. */
  private readonly byId = new Map<number, OpenTrack>();
  private readonly starts = new Map<number, number>();
  taken = 0;

  take(entry: ScheduleEntry): void {
    const { position } = entry;
    if (entry.kind === 'switch') {
      if (entry.previous) this.change(entry.previous, position, stateNamed(entry.previousState));
      if (entry.thread) this.change(entry.thread, position, 'running', entry.processor);
    } else if (entry.kind === 'ready') this.change(entry.thread, position, 'ready');
    else if (entry.kind === 'newThread') this.starts.set(entry.thread, entry.start ?? 0);
    else if (entry.kind === 'wait') this.change(entry.thread, position, 'waiting');
  }

  private change(id: number, position: number, state: TimelineState, processor?: number): void {
    const known = this.byId.get(id);
    const track = known && known.state !== 'ended' ? known : this.begin(id, position, state, processor);
    const isSame = track.state === state && track.processor === processor;
    if (isSame) return;
    if (position > track.since) {
      track.segments.push({ from: track.since, to: position, state: track.state, processor: track.processor });
    }
    track.state = state;
    track.since = position;
    track.processor = processor;
  }

  private begin(id: number, since: number, state: TimelineState, processor: number | undefined): OpenTrack {
    const startAddress = this.starts.get(id) ?? 0;
    const track = { startAddress, number: this.tracks.length, id, segments: [], state, since, processor };
    this.tracks.push(track);
    this.byId.set(id, track);
    return track;
  }
}

function stateNamed(name: string | undefined): TimelineState {
  switch (name) {
    case 'Terminated':
      return 'ended';
    case 'Waiting':
    case 'GateWait':
      return 'waiting';
    case 'Initialized':
      return 'new';
    default:
      return 'ready';
  }
}

const timelines = new WeakMap<readonly LogEntry[], Timeline>();

/**
 * What became of each thread, in the order in which they were first seen. The same list of entries is read on from where it
 * was left; one that was cut back is read anew.
 */
export function threadTimeline(log: readonly LogEntry[]): readonly ThreadTrack[] {
  let timeline = timelines.get(log);
  if (!timeline || timeline.taken > log.length) {
    timeline = new Timeline();
    timelines.set(log, timeline);
  }
  for (; timeline.taken < log.length; timeline.taken++) timeline.take(log[timeline.taken] as ScheduleEntry);
  return timeline.tracks;
}

/** The last switch on any processor, or on one. */
export function lastSwitch(log: readonly LogEntry[], processor?: number): ScheduleEntry | undefined {
  return log.findLast(
    (entry) => entry.kind === 'switch' && (processor === undefined || entry.processor === processor),
  ) as ScheduleEntry | undefined;
}

/** WinDbg's number of the thread with this id: by first appearance in the log, else behind those. */
export function threadNumber(log: readonly LogEntry[], ids: readonly number[], id: number): number {
  const tracks = threadTimeline(log);
  const track = tracks.findLast((candidate) => candidate.id === id);
  if (track) return track.number;
  const unseen = ids.filter((other) => !tracks.some((candidate) => candidate.id === other));
  return tracks.length + Math.max(0, unseen.indexOf(id));
}
