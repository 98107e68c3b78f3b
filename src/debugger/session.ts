/**
 * A debugging session: the prompt of WinDbg over a `Target`.
 *
 * `execute` takes a line and is a generator, because a command may have to wait for the machine: it yields what it wants
 * and is answered. Whatever a line says, the result is text; a mistake in it is printed, never thrown.
 */

import { currentThread, threads } from '../nt/query.ts';
import { threadNumber } from '../nt/query-scheduler.ts';
import { branchOf } from './branch.ts';
import type { Breakpoint } from './breakpoints.ts';
import { Breakpoints } from './breakpoints.ts';
import type { Command, Context } from './command.ts';
import { commands } from './commands/index.ts';
import { CommandError, refuse } from './error.ts';
import { describeStop } from './events.ts';
import { ExceptionFilters } from './exception-filters.ts';
import type { ExpressionContext } from './expression.ts';
import { evaluate } from './expression.ts';
import { pseudoRegister, registerValue } from './names.ts';
import { splitCommands } from './split.ts';
import type { Frame } from './stack.ts';
import { stackFrames } from './stack.ts';
import type { StepOptions, TurnOptions } from './stepping.ts';
import { stepTest, turnTest } from './stepping.ts';
import type { LoadedModule } from './symbols.ts';
import { addressesOfLine, addressOf, atPreferredBase, lineAt, nameOf, sameFile } from './symbols.ts';
import type { Request, RunEnd, RunRequest, State, StopTest, Target } from './target.ts';
import { stateOfThread, threadIds, threadInView } from './threads.ts';

/** A breakpoint string that goes on by itself may do so this often in one run. */
const AUTOMATIC_RUNS_MAX = 100_000;

export class DebuggerSession implements Context {
  readonly target: Target;
  readonly breakpoints = new Breakpoints();
  readonly filters = new ExceptionFilters();
  commands: readonly Command[] = commands;
  /** Groups of commands whose code is not here yet, by the names of their commands. */
  private readonly late: Map<string, string>;
  readonly memory = { dataNext: 0, codeNext: 0, dataFormat: 'b' };
  private lookup = { publicsOnly: false, stepsIntoSource: true };
  private frameIndex = 0;
  private framePosition = -1;
  private threadId: number | undefined;
  private threadPosition = -1;
  private lastLine = '';

  /** `late` names the commands that can be brought later, with the group that brings each. */
  constructor(target: Target, late: ReadonlyMap<string, string> = new Map()) {
    this.target = target;
    this.late = new Map(late);
  }

  /** The commands of a group are here from now on. */
  addCommands(group: string, added: readonly Command[]): void {
    for (const [name, its] of this.late) if (its === group) this.late.delete(name);
    this.commands = [...this.commands, ...added];
  }

  /** "0:001> " while thread 1 is looked at. */
  get prompt(): string {
    const state = this.target.state();
    const id = this.chosenThread ?? threadInView(state)?.id;
    const number = id === undefined ? 0 : threadNumber(state.log, threadIds(state), id);
    return `0:${String(number).padStart(3, '0')}> `;
  }

  get options() {
    return this.lookup;
  }

  setOption(option: 'publicsOnly' | 'stepsIntoSource', value: boolean): void {
    this.lookup = { ...this.lookup, [option]: value };
  }

  /** The machine as it stands, looked at from the thread that was chosen, as long as it has not moved on. */
  get state(): State {
    const state = this.target.state();
    if (this.chosenThread === undefined) return state;
    const thread = threads(state.space).find(({ id }) => id === this.chosenThread);
    return thread ? stateOfThread(state, thread) : state;
  }

  /** Id of the thread that `~Ns` chose at this position. */
  get chosenThread(): number | undefined {
    return this.threadPosition === this.target.state().position ? this.threadId : undefined;
  }

  chooseThread(id: number): void {
    this.threadId = id;
    this.threadPosition = this.target.state().position;
    this.framePosition = -1;
  }

  get modules(): readonly LoadedModule[] {
    return this.target.modules();
  }

  frames(limit?: number): Frame[] {
    return stackFrames(this.state, this.modules, limit);
  }

  currentFrame(): Frame | undefined {
    const index = this.framePosition === this.state.position ? this.frameIndex : 0;
    return this.frames(index + 1)[index];
  }

  chooseFrame(index: number): void {
    this.frameIndex = index;
    this.framePosition = this.state.position;
  }

  nameOf(address: number): string | undefined {
    return nameOf(this.modules, address, this.lookup);
  }

  get expressions(): ExpressionContext {
    const { state } = this;
    return {
      register: (name) => registerValue(state, name),
      pseudoRegister: (name) => pseudoRegister(this, name),
      symbol: (name) => this.addressNamed(name),
      u8: (address) => state.space.tryU8(address),
      u16: (address) => state.space.tryU16(address),
      u32: (address) => state.space.tryU32(address),
      instructionPointer: state.registers.eip,
    };
  }

  evaluate(text: string): number {
    return evaluate(text, this.expressions);
  }

  /** The value of an expression, or the message that says what is wrong with it. */
  tryEvaluate(text: string): number | string {
    try {
      return this.evaluate(text);
    } catch (error) {
      if (error instanceof CommandError) return error.message;
      throw error;
    }
  }

  /** A local of the current frame, a symbol, a module's base. */
  private addressNamed(name: string): number | undefined {
    if (!name.includes('!')) {
      const local = this.localNamed(name);
      if (local !== undefined) return local;
    }
    const symbol = addressOf(this.modules, name);
    if (symbol !== undefined) return symbol;
    return this.modules.find((module) => module.name.toLowerCase() === name.toLowerCase())?.base;
  }

  private localNamed(name: string): number | undefined {
    const frame = this.currentFrame();
    const rva = frame?.module && frame.eip - frame.module.base;
    if (!frame?.function || rva === undefined || rva < frame.function.bodyRva) return undefined;
    const { parameters, locals } = frame.function;
    const inScope = [...parameters, ...locals].filter(
      (v) => v.name === name && (v.to === 0 || (rva >= v.from && rva < v.to)),
    );
    const found = inScope[inScope.length - 1];
    return found && (frame.ebp + found.offset) >>> 0;
  }

  // ------------------------------------------------------------------------------ commands

  /** Runs the commands of `line`; an empty line repeats the last one. Its result is the rest of the output. */
  *execute(line: string): Generator<Request, string, RunEnd | undefined> {
    const text = line.trim() === '' ? this.lastLine : line;
    this.lastLine = text;
    yield* this.executeAll(text, false);
    return '';
  }

  /** Runs commands one after the other. In a breakpoint's string `g` and `gc` mean "go on": true then. */
  private *executeAll(text: string, isBreakpoint: boolean): Generator<Request, boolean, RunEnd | undefined> {
    for (const piece of splitCommands(text)) {
      const branch = branchOf(piece);
      if (branch) {
        const chosen = this.isTrue(branch.condition) ? branch.taken : branch.otherwise;
        if (yield* this.executeAll(chosen, isBreakpoint)) return true;
        continue;
      }
      if (isBreakpoint && /^gc?$/.test(piece)) return true;
      const output = yield* this.executeOne(piece);
      if (output) yield { kind: 'print', text: output };
    }
    return false;
  }

  private *executeOne(piece: string): Generator<Request, string, RunEnd | undefined> {
    try {
      yield* this.bring(commandName(piece));
      const { command, name, args } = this.commandOf(piece);
      const result = command.run(this, args, name);
      return typeof result === 'string' ? result : yield* result;
    } catch (error) {
      if (error instanceof CommandError) return `${error.message}\n`;
      throw error;
    }
  }

  /** Asks for the code of a command that is not here yet; the list of all commands asks for all. */
  private *bring(name: string): Generator<Request, void, RunEnd | undefined> {
    const groups = name === '.help' ? new Set(this.late.values()) : [this.late.get(name)];
    for (const group of groups) if (group !== undefined) yield { kind: 'load', group };
  }

  private commandOf(piece: string): { command: Command; name: string; args: string } {
    const text = piece.trim();
    const name = commandName(text);
    const command = this.commands.find((candidate) => candidate.names.includes(name));
    if (!command) refuse(`^ Syntax error in '${text}'   (.help lists the commands)`);
    return { command, name, args: text.slice(name.length).trim() };
  }

  // ----------------------------------------------------------------------------------- runs

  /** A step for the lab's buttons; breakpoints met on the way end it too. */
  stepRequest(options: StepOptions): RunRequest {
    const step = stepTest(this.state, this.allModules(), options);
    const test = options.direction === 'forward' ? merged(this.breakTest(), step) : step;
    return { kind: 'run', direction: options.direction, test };
  }

  /** Another thread's turn: what runs on processor 0 makes place for it. A thread that cannot run gets none. */
  *turn(threadId: number, options: TurnOptions): Generator<Request, void, RunEnd | undefined> {
    const runs = () => currentThread(this.target.state().space, 0)?.id === threadId;
    if (!runs()) yield { kind: 'switch', processor: 0, threadId };
    if (!runs()) return;
    this.chooseThread(threadId);
    yield { kind: 'run', direction: 'forward', test: turnTest(this.state, this.allModules(), options) };
  }

  /** Running on to the next breakpoint, or back to the last one. */
  runRequest(direction: 'forward' | 'backward'): RunRequest {
    return { kind: 'run', direction, test: this.breakTest() };
  }

  *run(
    direction: 'forward' | 'backward',
    test: StopTest,
    quiet = false,
  ): Generator<Request, string, RunEnd | undefined> {
    for (let runs = 0; runs < AUTOMATIC_RUNS_MAX; runs++) {
      const all =
        direction === 'forward'
          ? merged(this.breakTest(), test)
          : test.each || test.addresses
            ? test
            : this.breakTest();
      const end = yield { kind: 'run', direction, test: all };
      const text = end ? describeStop(this, end, quiet) : '';
      const hit = this.breakpointsHere(end);
      if (text) yield { kind: 'print', text };
      const commands = hit.map((breakpoint) => breakpoint.commands ?? '').join(';');
      if (!commands.replaceAll(';', '').trim()) return '';
      if (!(yield* this.executeAll(commands, true))) return '';
    }
    return 'The breakpoint went on by itself too often; stopped.\n';
  }

  private breakpointsHere(end: RunEnd | undefined): Breakpoint[] {
    return end?.kind === 'found' && end.address !== undefined ? this.breakpoints.at(end.address) : [];
  }

  /** The test of all breakpoints, with those of newly known modules. */
  private breakTest(): StopTest {
    this.resolveBreakpoints();
    return this.breakpoints.test((address) => this.isBreak(address));
  }

  /** Finds addresses for breakpoints whose module was not loaded when they were set. */
  resolveBreakpoints(): void {
    for (const breakpoint of this.breakpoints.list) {
      if (breakpoint.address !== undefined) continue;
      breakpoint.address = this.breakpointAddress(breakpoint.text);
    }
  }

  /** Where `text` would break: a source line behind `file:line`, else an expression; undefined when nothing is known. */
  breakpointAddress(text: string): number | undefined {
    const line = /^`?(?:[^!`]*!)?([^!`]+):(\d+)`?$/.exec(text);
    if (line) return addressesOfLine(this.allModules(), line[1] ?? '', Number(line[2]))[0];
    try {
      return this.evaluate(text);
    } catch (error) {
      if (error instanceof CommandError) return addressOf(this.expectedModules(), text);
      throw error;
    }
  }

  /** What is loaded, and what may be loaded on the way. */
  allModules(): readonly LoadedModule[] {
    return [...this.modules, ...this.expectedModules()];
  }

  /** Images that are not loaded, at the bases that they would be loaded at. */
  private expectedModules(): readonly LoadedModule[] {
    const loaded = new Set(this.modules.map((module) => module.fileName.toLowerCase()));
    return this.target.images.filter((image) => !loaded.has(image.fileName.toLowerCase())).map(atPreferredBase);
  }

  /** Lines of `file` on which a breakpoint stands. */
  breakpointLines(file: string): number[] {
    const lines: number[] = [];
    for (const { address } of this.breakpoints.list) {
      const place = address === undefined ? undefined : lineAt(this.modules, address);
      if (place && sameFile(place.file, file)) lines.push(place.line);
    }
    return lines;
  }

  /** Sets a breakpoint on a line of `file`, or clears the one that is there. Lines without code change nothing. */
  toggleLine(file: string, line: number): void {
    const addresses = addressesOfLine(this.allModules(), file, line);
    const there = this.breakpoints.list.find(({ address }) => address !== undefined && addresses.includes(address));
    if (there) this.breakpoints.remove(there.id);
    else if (addresses[0] !== undefined)
      this.breakpoints.add({ text: `${file}:${line}`, address: addresses[0], passes: 1 });
  }

  private isBreak(address: number): boolean {
    for (const breakpoint of this.breakpoints.at(address)) {
      if (breakpoint.condition && !this.isTrue(breakpoint.condition)) continue;
      breakpoint.hits++;
      if (breakpoint.hits >= breakpoint.passes) return true;
    }
    return false;
  }

  private isTrue(condition: string): boolean {
    try {
      return this.evaluate(condition) !== 0;
    } catch (error) {
      if (error instanceof CommandError) return true;
      throw error;
    }
  }
}

/** The command that `piece` begins with, in lower case; empty when it begins with something else. */
function commandName(piece: string): string {
  return /^(?:[!.|]\w+|[a-z]+-?|[?~*|.#]+)/i.exec(piece.trim())?.[0].toLowerCase() ?? '';
}

function merged(a: StopTest, b: StopTest): StopTest {
  const addresses = new Map(a.addresses);
  for (const [address, isStop] of b.addresses ?? []) {
    const other = a.addresses?.get(address);
    addresses.set(address, other ? (state) => other(state) || isStop(state) : isStop);
  }
  const watch = [...(a.watch ?? []), ...(b.watch ?? [])];
  return { addresses, ...(b.each ? { each: b.each } : {}), ...(watch.length > 0 ? { watch } : {}) };
}
