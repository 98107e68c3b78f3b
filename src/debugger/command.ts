/**
 * What a command is, and what it is given. A command's file in `commands/` is its registration in `commands/index.ts`.
 */
import type { Breakpoints } from './breakpoints.ts';
import type { ExceptionFilters } from './exception-filters.ts';
import type { ExpressionContext } from './expression.ts';
import type { Frame } from './stack.ts';
import type { LoadedModule, LookupOptions } from './symbols.ts';
import type { Request, RunEnd, State, StopTest, Target } from './target.ts';

/** What a command may use. */
export interface Context {
  readonly target: Target;
  readonly breakpoints: Breakpoints;
  /** What happens at exceptions of a process that is debugged. */
  readonly filters: ExceptionFilters;
  readonly options: LookupOptions & { readonly stepsIntoSource: boolean };
  setOption(option: 'publicsOnly' | 'stepsIntoSource', value: boolean): void;
  readonly state: State;
  readonly modules: readonly LoadedModule[];
  /** Modules that are loaded, and those that may be loaded later, at the bases they want. */
  allModules(): readonly LoadedModule[];
  /** Frames of the current thread. */
  frames(limit?: number): Frame[];
  /** The frame that `.frame` chose; its locals are in scope. */
  currentFrame(): Frame | undefined;
  chooseFrame(index: number): void;
  /** The thread with this id is the one whose registers and stack are meant, until the machine moves. */
  chooseThread(id: number): void;
  readonly expressions: ExpressionContext;
  evaluate(text: string): number;
  /** The address that a breakpoint on `text` would have; undefined when nothing is known yet. */
  breakpointAddress(text: string): number | undefined;
  /** "module!name+0x12" for an address. */
  nameOf(address: number): string | undefined;
  /** Where `d`, `u` and kin go on when they are given no address. */
  readonly memory: { dataNext: number; codeNext: number; dataFormat: string };
  /** Asks for a run, and then prints what WinDbg prints at a stop. */
  run(
    direction: 'forward' | 'backward',
    test: StopTest,
    quiet?: boolean,
  ): Generator<Request, string, RunEnd | undefined>;
  /** Runs a list of commands, as in a breakpoint's string. */
  execute(line: string): Generator<Request, string, RunEnd | undefined>;
  /** All commands, for `.help`. */
  readonly commands: readonly Command[];
}

export interface Command {
  /** As typed: "bp", "!heap", ".frame". A name that ends in a letter needs a blank or sign behind it. */
  readonly names: readonly string[];
  /** How it is called, for `.help`. */
  readonly usage: string;
  /** One line on what it shows or does. */
  readonly help: string;
  /** Its output; a generator when the machine has to go somewhere. */
  readonly run: (
    context: Context,
    args: string,
    name: string,
  ) => string | Generator<Request, string, RunEnd | undefined>;
}
