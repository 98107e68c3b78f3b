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
  private readonly starts: number[] = [];
  /** Where the last turn ended. */
  private end: number;

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
    this.end = lab.now.now.position;
  }

  /** Gives a thread its turn, from where the last one ended; false when it cannot run. */
  async turn(name: string): Promise<boolean> {
    const id = this.ids.get(name);
    if (id === undefined || this.starts.length >= this.task.turnsMax) return false;
    await this.back(this.end);
    await this.lab.act({ kind: 'turn', id, unit: this.task.unit });
    const { position } = this.lab.now.now;
    if (position === this.end) return false;
    this.starts.push(this.end);
    this.end = position;
    return true;
  }

  /** Takes the last turn back. */
  async undo(): Promise<void> {
    this.end = this.starts.pop() ?? this.end;
    await this.back(this.end);
  }

  /** Lets the program run on as the kernel schedules it, and says what became of it. */
  async runOn(): Promise<Outcome> {
    await this.back(this.end);
    await this.lab.act({ kind: 'run', direction: 'forward' });
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

  private async back(position: number): Promise<void> {
    if (this.lab.now.now.position !== position) await this.lab.act({ kind: 'goto', position });
  }
}
