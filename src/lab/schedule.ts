/**
 * Being the scheduler: a program's threads take turns as the reader says, and no other way.
 *
 * A turn lets one thread run alone, to its next line (or instruction) of the program's own sources, or until it waits or
 * ends. It is made of the lab's own inputs, so a list of names is a run: the same turns lead to the same machine.
 */
import { stackFrames } from '../debugger/stack.ts';
import { lineAt } from '../debugger/symbols.ts';
import { stateOfThread } from '../debugger/threads.ts';
import { assert } from '../machine/assert.ts';
import { disassemble } from '../machine/disassemble.ts';
import { threads } from '../nt/query.ts';
import { consoleOutput } from './console.ts';
import type { Exercise, ScheduleTask } from './exercise.ts';
import type { Input } from './input.ts';
import type { Lab } from './lab.ts';
import type { Moment } from './moment.ts';

/** A thread that can be given turns, as it stands at a moment. */
export interface Player {
  readonly name: string;
  /** `new`: it has not come to a line of the program yet. */
  readonly state: 'new' | 'ready' | 'waiting' | 'ended';
  /** Why it waits, in the kernel's word. */
  readonly waitReason?: string;
  /** Where it stands in the program's own sources. */
  readonly line?: { readonly file: string; readonly line: number; readonly text: string };
  /** The instruction that its next turn runs, where turns are instructions. */
  readonly instruction?: string;
}

/** What became of the program when it was let run on. */
export interface Outcome {
  readonly isReached: boolean;
  /** How the run ended: `RunEnd`'s kind. */
  readonly end: string;
  readonly output: string;
}

/** Breakpoints of the reader's own that a run passes. */
const STOPS_MAX = 10_000;

/** The task of a schedule exercise. */
export function scheduleOf({ name, schedule }: Exercise): ScheduleTask {
  assert(schedule !== undefined, `the exercise ${name} has a schedule`);
  return schedule;
}

export class SchedulePlay {
  readonly lab: Lab;
  readonly task: ScheduleTask;
  /** Ids of the threads by name; those that the program has not made are not in it. */
  private readonly ids: ReadonlyMap<string, number>;
  /** Where each turn began. */
  private readonly starts: Place[] = [];
  /** Where the last turn ended. */
  private end: Place;

  /** A play on a lab that stands at the exercise's start. The breakpoints that led there go: nothing else is to stop a turn. */
  static async begin(exercise: Exercise, lab: Lab): Promise<SchedulePlay> {
    await lab.act({ kind: 'command', line: 'bc *' });
    return new SchedulePlay(exercise, lab);
  }

  private constructor(exercise: Exercise, lab: Lab) {
    this.lab = lab;
    this.task = scheduleOf(exercise);
    const made = threads(lab.now.now.space).slice(1);
    this.ids = new Map(this.task.threads.flatMap((name, index) => (made[index] ? [[name, made[index].id]] : [])));
    this.end = placeIn(lab);
  }

  /** Gives a thread its turn, from where the last one ended; false when it cannot run. */
  async turn(name: string): Promise<boolean> {
    const id = this.ids.get(name);
    if (id === undefined || this.starts.length >= this.task.turnsMax) return false;
    await this.back();
    await this.lab.act({ kind: 'turn', id, unit: this.task.unit });
    const after = placeIn(this.lab);
    if (after.position === this.end.position) return false;
    this.starts.push(this.end);
    this.end = after;
    return true;
  }

  /** Takes the last turn back. */
  async undo(): Promise<void> {
    this.end = this.starts.pop() ?? this.end;
    await this.back();
  }

  /** Lets the program run on as the kernel schedules it, and says what became of it. */
  async runOn(): Promise<Outcome> {
    await this.back();
    for (let stops = 0; stops < STOPS_MAX; stops++) {
      await this.lab.act({ kind: 'run', direction: 'forward' });
      if (this.lab.now.end?.kind !== 'found') break;
    }
    return this.outcome();
  }

  /** Whether the goal is reached now. */
  outcome(): Outcome {
    const { now, end } = this.lab.now;
    const output = consoleOutput(now.log);
    const { goal } = this.task;
    const isReached = goal === 'deadlock' ? end?.kind === 'deadlock' : new RegExp(goal.output, 'm').test(output);
    return { isReached, end: end?.kind ?? '', output };
  }

  /** The threads as they stand now. */
  players(): readonly Player[] {
    const { now } = this.lab.now;
    return this.task.threads.map((name) => this.player(now, name));
  }

  private player(now: Moment, name: string): Player {
    const thread = threads(now.space).find(({ id }) => id === this.ids.get(name));
    if (!thread || thread.state === 'Terminated') return { name, state: 'ended' };
    const state = stateOfThread(now, thread);
    const frames = stackFrames(state, now.modules);
    const places = frames.map(({ eip }, index) => lineAt(now.modules, index === 0 ? eip : eip - 1));
    const place = places.find((each) => each && this.lab.program.sources[each.file] !== undefined);
    const { file, line: number } = place ?? {};
    const text = file === undefined ? '' : (this.lab.source(file)?.split('\n')[(number ?? 1) - 1]?.trim() ?? '');
    const instruction =
      this.task.unit === 'instruction' && place && place === places[0]
        ? disassemble((at) => now.space.tryU8(at), state.registers.eip).text
        : undefined;
    return {
      name,
      state: thread.state === 'Waiting' ? 'waiting' : place ? 'ready' : 'new',
      ...(thread.waitReason === undefined ? {} : { waitReason: thread.waitReason }),
      ...(file === undefined || number === undefined ? {} : { line: { file, line: number, text } }),
      ...(instruction === undefined ? {} : { instruction }),
    };
  }

  /** To the end of the last turn, whatever the reader has done in the lab since. */
  private async back(): Promise<void> {
    const { position, inputs } = this.end;
    const { position: now, inputs: done } = placeIn(this.lab);
    const isThere = now === position && done.length === inputs.length && done.every((each, i) => each === inputs[i]);
    if (!isThere) await this.lab.act({ kind: 'returnTo', position, inputs });
  }
}

/** A place in a run: the inputs that led there belong to it. */
interface Place {
  readonly position: number;
  readonly inputs: readonly Input[];
}

function placeIn(lab: Lab): Place {
  return { position: lab.now.now.position, inputs: lab.inputs };
}
