/**
 * A run that can be visited at any position.
 *
 * Kept are snapshots, dense near the present and thinned behind, and the reader's inputs with their positions. Going back
 * is "nearest snapshot, then forward"; on the way the inputs happen again where they happened. An input at an earlier
 * position than the last begins another future: what was done after it is forgotten.
 *
 * What must hold: `kept` ascends by position and begins with the start of the run; inputs ascend by position.
 */
import type { RunEnd, State, StopTest } from '../debugger/target.ts';
import { assert } from '../machine/assert.ts';
import type { Machine, MachineSnapshot } from '../machine/machine.ts';
import type { Stop } from '../machine/stop.ts';
import type { Input } from './input.ts';
import { applyInput } from './input.ts';

/** Positions between snapshots while the machine runs on. */
export const SNAPSHOT_INTERVAL = 250_000;
/** How far before the present a test is tried first, and how much further each time that it has found nothing. */
const FIRST_WINDOW = 1000;
const WINDOW_GROWTH = 8;
const SNAPSHOTS_MAX = 160;
const RECENT_SNAPSHOTS = 48;

/** Where a search came to. */
interface Hit {
  readonly position: number;
  /** False for the first stop in a window: the line may have begun before the window. */
  readonly isCertain: boolean;
}

interface Kept {
  readonly snapshot: MachineSnapshot;
  /** How many inputs had happened when it was taken. */
  readonly inputsDone: number;
}

export class History {
  readonly machine: Machine;
  private kept: Kept[] = [];
  private inputs: Input[];
  private inputsDone = 0;
  /** The furthest position that this run has come to. */
  end: number;

  /** Begins a run at the machine's present position. `inputs` will happen when their positions come. */
  constructor(machine: Machine, inputs: readonly Input[] = []) {
    this.machine = machine;
    this.inputs = [...inputs];
    machine.run(machine.position);
    this.end = machine.position;
    this.keepSnapshot();
  }

  /** The first position that can be visited. */
  get start(): number {
    return this.kept[0]?.snapshot.position ?? 0;
  }

  /** All inputs of this run, for a link that carries it. */
  get allInputs(): readonly Input[] {
    return this.inputs;
  }

  /** A snapshot of the present, kept for coming back to. */
  keepSnapshot(): MachineSnapshot {
    const snapshot = this.machine.snapshot();
    const index = this.indexAtMost(snapshot.position);
    const isSamePosition = this.kept[index]?.snapshot.position === snapshot.position;
    this.kept.splice(isSamePosition ? index : index + 1, isSamePosition ? 1 : 0, {
      snapshot,
      inputsDone: this.inputsDone,
    });
    this.thin();
    return snapshot;
  }

  /** Lets the reader's input happen now; a future that was known before is forgotten. */
  input(input: Input): void {
    this.inputs = [...this.inputs.slice(0, this.inputsDone), input];
    this.kept = this.kept.filter(({ snapshot }) => snapshot.position <= this.machine.position);
    this.end = this.machine.position;
    this.replayInputs();
    this.keepSnapshot();
  }

  /** Runs forward to `limit` at most, or until the machine stops of itself. Known inputs happen where they stand. */
  advance(limit: number): Stop {
    for (;;) {
      this.replayInputs();
      const nextInput = this.inputs[this.inputsDone]?.position ?? Number.POSITIVE_INFINITY;
      const stop = this.machine.run(Math.min(limit, nextInput));
      this.end = Math.max(this.end, this.machine.position);
      const isDueInput = this.machine.position === nextInput && nextInput < limit;
      if (!isDueInput || (stop.kind !== 'limit' && stop.kind !== 'input')) return stop;
    }
  }

  private replayInputs(): void {
    for (;;) {
      const input = this.inputs[this.inputsDone];
      if (!input || input.position !== this.machine.position) return;
      this.inputsDone++;
      applyInput(this.machine, input);
    }
  }

  /** Takes the machine to `position`, or to where the run ends before that. */
  goto(position: number): void {
    if (position < this.machine.position) this.restoreAtMost(position);
    while (this.machine.position < position) {
      if (this.advance(position).kind !== 'limit') return;
    }
  }

  /** Takes the machine to where it was at `position` when these inputs and no others had happened; whatever came later is forgotten. */
  returnTo(position: number, inputs: readonly Input[]): void {
    const firstOther = this.inputs.findIndex((input, index) => input !== inputs[index]);
    const same = firstOther < 0 ? this.inputs.length : firstOther;
    const isOfThisRun = ({ snapshot, inputsDone }: Kept) =>
      inputsDone <= same && snapshot.position <= (inputs[inputsDone]?.position ?? position);
    this.kept = this.kept.filter((each, index) => index === 0 || isOfThisRun(each));
    this.inputs = [...inputs];
    this.restoreAtMost(position);
    this.goto(position);
    this.end = this.machine.position;
  }

  /** Makes the present the last snapshot at `position` or before, and returns its position. */
  private restoreAtMost(position: number): number {
    const kept = this.kept[Math.max(0, this.indexAtMost(position))];
    assert(kept, 'a run keeps a snapshot of its start');
    this.machine.restore(kept.snapshot);
    this.inputsDone = kept.inputsDone;
    return kept.snapshot.position;
  }

  /** Goes back to the last position before the present at which `test` would have stopped. */
  searchBack(test: StopTest, stateOf: () => State): RunEnd {
    const present = this.machine.position;
    let before = present;
    let window = FIRST_WINDOW;
    while (before > this.start) {
      const from = this.windowStart(before, window);
      const hit = this.lastHit(test, before, stateOf);
      if (hit && (hit.isCertain || from <= this.start)) {
        this.goto(hit.position);
        return { kind: 'found' };
      }
      if (!hit) before = from;
      window *= WINDOW_GROWTH;
    }
    this.goto(test.staysWhenNotFound ? present : this.start);
    return { kind: 'start' };
  }

  /** Takes the machine to `window` positions before `before`, and leaves a snapshot there. */
  private windowStart(before: number, window: number): number {
    const wanted = Math.max(this.start, before - window);
    this.restoreAtMost(wanted);
    if (this.machine.position < wanted) {
      this.goto(wanted);
      this.keepSnapshot();
    }
    return this.machine.position;
  }

  /** Runs from here to `before` and tells the last position below it at which the test said yes. */
  private lastHit(test: StopTest, before: number, stateOf: () => State): Hit | undefined {
    const { machine } = this;
    let hit: (Hit & { readonly eip: number }) | undefined;
    let lastLine: string | undefined;
    const noteIf = (isHit: boolean) => {
      if (!isHit || machine.position >= before) return false;
      const { eip } = stateOf().registers;
      const line = test.line?.(stateOf());
      const isSameStop = line !== undefined && line === lastLine && eip !== hit?.eip;
      if (!isSameStop) hit = { position: machine.position, eip, isCertain: line === undefined || hit !== undefined };
      lastLine = line;
      return false;
    };
    for (const [address, isStop] of test.addresses ?? []) machine.probes.set(address, () => noteIf(isStop(stateOf())));
    if (test.each) {
      const each = test.each;
      noteIf(each(stateOf()));
      machine.afterEach = () => noteIf(each(stateOf()));
    }
    while (machine.position < before && this.advance(before).kind === 'limit');
    for (const address of test.addresses?.keys() ?? []) machine.probes.delete(address);
    machine.afterEach = undefined;
    return hit;
  }

  private indexAtMost(position: number): number {
    let index = this.kept.length - 1;
    while (index >= 0 && (this.kept[index]?.snapshot.position ?? 0) > position) index--;
    return index;
  }

  /** Drops every second of the older snapshots when there are too many; the first and the recent ones stay. */
  private thin(): void {
    if (this.kept.length <= SNAPSHOTS_MAX) return;
    const recentFrom = this.kept.length - RECENT_SNAPSHOTS;
    this.kept = this.kept.filter((_, index) => index === 0 || index >= recentFrom || index % 2 === 0);
  }
}
