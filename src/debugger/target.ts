/**
 * What the debugger debugs: a machine that somebody else runs.
 *
 * The debugger never runs anything itself. A command that wants the machine to go somewhere yields a `RunRequest` and is
 * told the `RunEnd`; the lab (in slices, so that the page stays alive) or the terminal (in one go) carries it out. Forward
 * means "run on"; backward means "the last earlier position at which the same test would have stopped".
 */
import type { Image } from '../compiler/symbols.ts';
import type { LogEntry } from '../machine/log.ts';
import type { ReadSpace } from '../machine/space.ts';
import type { LoadedModule } from './symbols.ts';

/** The registers of one processor as a debugger reads them. */
export interface Registers {
  readonly r: Int32Array;
  readonly eip: number;
  readonly eflags: number;
  readonly fsBase: number;
}

/** A machine at one position: live while it is running, or a moment of the past. Read only. */
export interface State {
  readonly position: number;
  /** Registers of the thread that is looked at: the one on the processor that is current, unless another was chosen. */
  readonly registers: Registers;
  readonly processorIndex: number;
  /** Registers of all processors. */
  readonly processors: readonly Registers[];
  readonly space: ReadSpace;
  readonly time100ns: number;
  /** Everything that happened up to `position`. */
  readonly log: readonly LogEntry[];
}

/** When to stop. Every part that is given is asked; the first to say yes ends the run. */
export interface StopTest {
  /** Asked before the instruction at the address runs. */
  readonly addresses?: ReadonlyMap<number, (state: State) => boolean>;
  /** Asked after every instruction: slow, for steps. */
  readonly each?: (state: State) => boolean;
  /**
   * Backward, neighbouring stops of the same line count as one, and the first of them is meant: a line may have several rows
   * (the parts of a `for`). Coming to the same address again begins anew.
   */
  readonly line?: (state: State) => string | undefined;
  /** Backward: when nothing is found the machine stays where it is, instead of going to the beginning. */
  readonly staysWhenNotFound?: boolean;
  /** Backward, when nothing is found: the position before this one, whoever ran there. */
  readonly elsePrevious?: boolean;
  /** Stops after an access to one of these ranges. */
  readonly watch?: readonly { readonly address: number; readonly length: number; readonly write: boolean }[];
}

/** "Let another one run now": what runs on the processor makes place for the thread with this id, or for the next one. */
export interface SwitchRequest {
  readonly kind: 'switch';
  readonly processor: number;
  readonly threadId: number | undefined;
}

export interface RunRequest {
  readonly kind: 'run';
  readonly direction: 'forward' | 'backward';
  readonly test: StopTest;
}

/** Why a run ended. `found`: the test said yes (`address` for breakpoints). `start`: backward came to the first position. */
export type RunEnd =
  | { readonly kind: 'found'; readonly address?: number }
  | { readonly kind: 'start' }
  | { readonly kind: 'exit'; readonly code: number; readonly reason?: string }
  | { readonly kind: 'input' }
  | { readonly kind: 'deadlock' }
  | { readonly kind: 'exception'; readonly code: number; readonly address: number; readonly first: boolean }
  | { readonly kind: 'budget'; readonly what: string }
  /** The reader pressed pause. */
  | { readonly kind: 'interrupted' };

/** Bytes that the reader writes (`eb`, `r eax=…`): an input like any other, logged with its position. */
export interface PokeRequest {
  readonly kind: 'poke';
  readonly change:
    | { readonly address: number; readonly bytes: Uint8Array }
    | { readonly register: number | 'eip' | 'eflags'; readonly value: number };
}

/** Text that a command prints as it goes. */
export interface PrintRequest {
  readonly kind: 'print';
  readonly text: string;
}

/** A command was typed whose code is not there yet: it is to be brought with `DebuggerSession.addCommands`. */
export interface LoadRequest {
  readonly kind: 'load';
  /** Of the group of commands that it belongs to. */
  readonly group: string;
}

export type Request = RunRequest | PokeRequest | SwitchRequest | PrintRequest | LoadRequest;

export interface Target {
  /** All images that may be loaded, with their symbols. */
  readonly images: readonly Image[];
  /** Source texts by file name as the symbols have it, where known. */
  source(fileName: string): string | undefined;
  /** The machine as it stands now, also while it is being run: tests of a run read it. */
  state(): State;
  /** The modules that are loaded now. */
  modules(): readonly LoadedModule[];
}
