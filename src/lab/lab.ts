/**
 * The one door to a machine. A page, a terminal or a test acts on it through `act`, and is told of each new state.
 *
 * Data goes down as actions and up as moments: an action is carried out in slices, then `state` is replaced, once. Actions
 * wait for each other; `pause` alone acts at once. Nothing here throws because of what a guest or a reader did.
 */
import type { Image } from '../compiler/symbols.ts';
import { exceptionHeadline } from '../debugger/events.ts';
import { DebuggerSession } from '../debugger/session.ts';
import { type LoadedModule, lineAt } from '../debugger/symbols.ts';
import type { PokeRequest, Request, RunEnd, RunRequest, State, Target } from '../debugger/target.ts';
import { threadInView } from '../debugger/threads.ts';
import { unreachable } from '../machine/assert.ts';
import type { LogEntry } from '../machine/log.ts';
import type { Machine } from '../machine/machine.ts';
import type { Processor } from '../machine/processor.ts';
import type { Stop } from '../machine/stop.ts';
import type { BootOptions } from '../nt/boot.ts';
import { boot } from '../nt/boot.ts';
import { Allocations } from './allocations.ts';
import { ExceptionTrace } from './exception-trace.ts';
import { History, SNAPSHOT_INTERVAL } from './history.ts';
import type { Input } from './input.ts';
import { lateCommands, loadCommands } from './late-commands.ts';
import { LiveState } from './live.ts';
import { Moment } from './moment.ts';
import { Pace } from './pace.ts';

/** What runs in a lab, and how it was started. */
export interface LabProgram {
  readonly images: readonly Image[];
  /** File name of the EXE among `images`. */
  readonly program: string;
  /** The program's own source texts, by the file names that symbols use. */
  readonly sources: Readonly<Record<string, string>>;
  /** The system's source texts, where they are at hand. */
  readonly systemSource?: (fileName: string) => string | undefined;
  readonly options?: Partial<BootOptions>;
  /** Debugger commands that bring the lab to where it begins: "bp main; g". */
  readonly start?: string;
  /** Inputs of a run that is to be repeated. */
  readonly inputs?: readonly Input[];
}

export type Direction = 'forward' | 'backward';

export type Action =
  | {
      readonly kind: 'step';
      readonly how: 'into' | 'over' | 'out';
      readonly unit: 'line' | 'instruction';
      readonly direction: Direction;
    }
  | { readonly kind: 'run'; readonly direction: Direction }
  | { readonly kind: 'restart' }
  | { readonly kind: 'goto'; readonly position: number }
  /** To where the run was at a position when these inputs and no others had happened. */
  | { readonly kind: 'returnTo'; readonly position: number; readonly inputs: readonly Input[] }
  | { readonly kind: 'type'; readonly text: string }
  | { readonly kind: 'endOfInput' }
  /** Looks at the moment from the thread with this id. */
  | { readonly kind: 'thread'; readonly id: number }
  /** Lets another thread run now: the one with this id, or the next. */
  | { readonly kind: 'switch'; readonly processor: number; readonly id: number | undefined }
  /** The thread with this id runs alone to its next line (or instruction) of the program's own, or until it cannot go on. */
  | { readonly kind: 'turn'; readonly id: number; readonly unit: 'line' | 'instruction' }
  | { readonly kind: 'command'; readonly line: string };

export interface LabState {
  readonly now: Moment;
  readonly before: Moment | undefined;
  readonly isRunning: boolean;
  /** Why the last run ended; undefined before the first. */
  readonly end: RunEnd | undefined;
  /** From where the lab begins, or the reader went back to, to the furthest position of this run. */
  readonly range: { readonly start: number; readonly end: number };
  /** What the debugger has printed, commands included. */
  readonly transcript: string;
  /** Set when one of our own assertions failed: program, seed and position to repeat it. */
  readonly failure: string | undefined;
}

/** Instructions that one action may run before it stops with a sentence. */
const ACTION_BUDGET = 3_000_000_000;
const SLICE_INSTRUCTIONS = 50_000;
const TRANSCRIPT_MAX = 200_000;

export class Lab implements Target {
  readonly program: LabProgram;
  readonly session: DebuggerSession;
  readonly machine: Machine;
  private readonly history: History;
  private readonly listeners = new Set<(state: LabState) => void>();
  private current: LabState;
  private queue: Promise<void> = Promise.resolve();
  private isInterrupted = false;
  private readonly live: LiveState;
  /** Who allocated which block of a heap. */
  readonly allocations = new Allocations();
  /** What became of each exception. */
  readonly exceptions = new ExceptionTrace();
  private observers: ReadonlyMap<number, (m: Machine, p: Processor) => boolean> = new Map();
  private probed: number[] = [];
  /** What is to be printed about exceptions that the last run has passed. */
  private notices = '';
  /** Where the start commands have brought the machine: the lab's own beginning. */
  private startPosition = 0;
  /** The run that ended because the program waits for input: it goes on when something was typed. */
  private waitingRun: RunRequest | undefined;

  /** Boots the program; `ready` resolves when its start commands have run. */
  constructor(program: LabProgram) {
    this.program = program;
    this.machine = boot({ images: program.images, program: program.program, ...program.options });
    this.live = new LiveState(this.machine, program.images);
    this.session = new DebuggerSession(this, lateCommands);
    this.observe();
    this.history = new History(this.machine, program.inputs);
    this.current = this.stateAfter(undefined, '');
    this.queue = this.begin();
  }

  /** Brings the machine to where the lab begins. A debugged process first stops at the loader's breakpoint, as under WinDbg. */
  private async begin(): Promise<void> {
    if (this.program.options?.debugged) await this.perform({ kind: 'run', direction: 'forward' });
    if (this.program.start) await this.perform({ kind: 'command', line: this.program.start });
    this.startPosition = this.machine.position;
    this.publish({ ...this.current, before: undefined, range: this.range() });
  }

  get ready(): Promise<void> {
    return this.queue;
  }

  get now(): LabState {
    return this.current;
  }

  get images(): readonly Image[] {
    return this.program.images;
  }

  /** The inputs of this run, for a link that carries it. */
  get inputs(): readonly Input[] {
    return this.history.allInputs;
  }

  source(fileName: string): string | undefined {
    return this.program.sources[fileName] ?? this.program.systemSource?.(fileName);
  }

  state(): State {
    return this.live;
  }

  modules(): readonly LoadedModule[] {
    return this.live.modules();
  }

  /** Calls `listener` with each new state until the returned function is called. */
  subscribe(listener: (state: LabState) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** Publishes the present state again: sources have come that lenses can show now. */
  refresh(): void {
    this.publish({ ...this.current, now: this.current.now.again() });
  }

  /** Carries `action` out after those before it; resolves when the new state stands. */
  act(action: Action): Promise<void> {
    this.queue = this.queue.then(() => this.perform(action));
    return this.queue;
  }

  /** Stops a run that is under way. */
  pause(): void {
    this.isInterrupted = true;
  }

  private async perform(action: Action): Promise<void> {
    this.isInterrupted = false;
    this.publish({ ...this.current, isRunning: true });
    let printed = action.kind === 'command' ? `${this.session.prompt}${action.line}\n` : '';
    let end: RunEnd | undefined;
    let failure: string | undefined;
    try {
      const requests = this.requestsOf(action);
      let step = requests.next();
      while (!step.done) {
        const logged = this.machine.log.entries.length;
        const answer = await this.serve(step.value);
        if (step.value.kind === 'print') printed += step.value.text;
        else if (step.value.kind === 'run' && step.value.direction === 'forward') printed += this.debugText(logged);
        printed += this.notices;
        this.notices = '';
        end = answer ?? end;
        step = requests.next(answer);
      }
      printed += step.value;
    } catch (error) {
      failure = this.failureText(error);
    }
    this.publish(this.stateAfter(end, printed, failure));
  }

  /** What the guest has said to its debugger (DbgPrint, OutputDebugString) since the log had `from` entries. */
  private debugText(from: number): string {
    const texts = this.machine.log.entries.slice(from).filter(({ kind }) => kind === 'debugPrint');
    return texts.map((entry) => String((entry as LogEntry & { readonly text?: string }).text ?? '')).join('');
  }

  /** What an action asks of the machine, in order; its result is text for the transcript. */
  private *requestsOf(action: Action): Generator<Request, string, RunEnd | undefined> {
    switch (action.kind) {
      case 'step':
        yield this.session.stepRequest({
          kind: action.how,
          unit: action.unit,
          direction: action.direction,
          counts: this.countsFor(action.how),
        });
        return '';
      case 'run':
        yield this.session.runRequest(action.direction);
        return '';
      case 'restart':
        this.history.goto(this.startPosition);
        return '';
      case 'goto':
        this.history.goto(action.position);
        return '';
      case 'returnTo':
        this.allocations.forgetAfter(action.position);
        this.exceptions.forgetAfter(action.position);
        this.history.returnTo(action.position, action.inputs);
        return '';
      case 'type':
        this.input({ position: this.machine.position, kind: 'type', text: action.text });
        if (this.waitingRun) yield this.waitingRun;
        return '';
      case 'endOfInput':
        this.input({ position: this.machine.position, kind: 'endOfInput' });
        if (this.waitingRun) yield this.waitingRun;
        return '';
      case 'thread':
        this.session.chooseThread(action.id);
        return '';
      case 'switch':
        yield { kind: 'switch', processor: action.processor, threadId: action.id };
        return '';
      case 'turn':
        yield* this.session.turn(action.id, { unit: action.unit, counts: this.isOwn });
        return '';
      case 'command':
        return yield* this.session.execute(action.line);
      default:
        return unreachable(action);
    }
  }

  /**
   * Which sources a step by line stops in: the program's own; the system's too when the reader enters functions, or stands
   * in the system already.
   */
  private countsFor(how: 'into' | 'over' | 'out'): (file: string) => boolean {
    const here = lineAt(this.modules(), this.live.registers.eip)?.file;
    const isInSystem = here !== undefined && !this.isOwn(here) && this.source(here) !== undefined;
    if (how === 'into' || isInSystem) return (file) => this.source(file) !== undefined;
    return this.isOwn;
  }

  /** Whether a source is the program's own. */
  private readonly isOwn = (file: string): boolean => this.program.sources[file] !== undefined;

  private async serve(request: Request): Promise<RunEnd | undefined> {
    if (request.kind === 'print') return undefined;
    if (request.kind === 'load') {
      this.session.addCommands(request.group, await loadCommands(request.group));
      return undefined;
    }
    if (request.kind === 'poke') {
      this.poke(request);
      return undefined;
    }
    if (request.kind === 'switch') {
      const { processor, threadId: thread } = request;
      this.input({ position: this.machine.position, kind: 'switch', processor, ...(thread ? { thread } : {}) });
      return undefined;
    }
    if (request.direction === 'backward') return this.runBackward(request);
    const end = await this.runForward(request);
    this.waitingRun = end.kind === 'input' ? request : undefined;
    return end;
  }

  /** What the reader does begins another future. */
  private input(input: Input): void {
    this.allocations.forgetAfter(input.position);
    this.exceptions.forgetAfter(input.position);
    this.history.input(input);
  }

  private poke({ change }: PokeRequest): void {
    const at = { position: this.machine.position, processor: 0 };
    if ('address' in change) this.input({ ...at, kind: 'memory', address: change.address, bytes: [...change.bytes] });
    else this.input({ ...at, kind: 'register', register: change.register, value: change.value });
  }

  /** A step back stays with its thread: where it ends, another processor's turn may have begun. */
  private runBackward({ test }: RunRequest): RunEnd {
    const id = threadInView(this.session.state)?.id;
    const previous = this.machine.position - 1;
    const end = this.history.searchBack(test, () => this.live);
    if (end.kind === 'start' && test.elsePrevious && previous > 0) {
      this.history.goto(previous);
      return { kind: 'found' };
    }
    if (test.each && id !== undefined) this.session.chooseThread(id);
    return end;
  }

  private async runForward(request: RunRequest): Promise<RunEnd> {
    const pace = new Pace();
    const budgetEnd = this.machine.position + ACTION_BUDGET;
    let snapshotAt = this.machine.position + SNAPSHOT_INTERVAL;
    this.install(request);
    try {
      for (;;) {
        const stop = this.history.advance(this.machine.position + SLICE_INSTRUCTIONS);
        if (stop.kind === 'debug' && this.passes(stop)) continue;
        if (stop.kind !== 'limit') return runEndOf(stop);
        if (this.machine.position >= budgetEnd) return { kind: 'budget', what: 'instructions' };
        if (this.machine.position >= snapshotAt) {
          this.history.keepSnapshot();
          snapshotAt = this.machine.position + SNAPSHOT_INTERVAL;
        }
        if (pace.isOver) await pace.rest();
        if (this.isInterrupted) return { kind: 'interrupted' };
      }
    } finally {
      this.uninstall();
    }
  }

  /** An exception that the debugger is not to stop for; it is told of all the same, unless it is ignored. */
  private passes({ code, first }: Extract<Stop, { kind: 'debug' }>): boolean {
    const { filters } = this.session;
    if (!filters.passes(code, first)) return false;
    if (filters.reaction(code) !== 'ignore') this.notices += exceptionHeadline(code, first);
    return true;
  }

  /** Sets probes; one at the instruction that the run starts with is not asked about that instruction. */
  private install({ test }: RunRequest): void {
    const start = this.machine.position;
    for (const [address, isStop] of test.addresses ?? []) {
      const observe = this.observers.get(address);
      this.machine.probes.set(address, (m, p) => {
        observe?.(m, p);
        return this.machine.position !== start && isStop(this.live);
      });
      this.probed.push(address);
    }
    const each = test.each;
    if (each) this.machine.afterEach = () => each(this.live);
    if (test.watch) this.machine.dataWatch = [...test.watch];
  }

  private uninstall(): void {
    for (const address of this.probed) this.machine.probes.delete(address);
    this.probed = [];
    this.observe();
    this.machine.afterEach = undefined;
    this.machine.dataWatch = [];
  }

  /** Sets the probes of those who only note what happens, in all modules that are loaded now. */
  private observe(): void {
    const space = () => this.live.space;
    this.observers = new Map([
      ...this.allocations.probes(this.modules(), this.images, space),
      ...this.exceptions.probes(this.modules(), space),
    ]);
    for (const [address, probe] of this.observers) this.machine.probes.set(address, probe);
  }

  /**
   * What is to be noted at the instruction that runs next is noted when the machine stops before it, so that who looks now
   * sees it. With several processors it is open who is next.
   */
  private observeNext(): void {
    const [processor, other] = this.machine.processors;
    if (processor && !other) this.observers.get(processor.eip >>> 0)?.(this.machine, processor);
  }

  private stateAfter(end: RunEnd | undefined, printed: string, failure?: string): LabState {
    this.observeNext();
    const now = new Moment(this.machine, this.history.keepSnapshot(), this.images, this.session.chosenThread);
    const transcript = ((this.current?.transcript ?? '') + printed).slice(-TRANSCRIPT_MAX);
    return { now, before: this.current?.now, isRunning: false, end, range: this.range(), transcript, failure };
  }

  /** From the lab's beginning, or from further back when the reader went there. */
  private range(): LabState['range'] {
    return { start: Math.min(this.startPosition, this.machine.position), end: this.history.end };
  }

  private publish(state: LabState): void {
    this.current = state;
    for (const listener of this.listeners) listener(state);
  }

  private failureText(error: unknown): string {
    const what = error instanceof Error ? error.message : String(error);
    const seed = this.program.options?.seed ?? 0;
    return `${what} (program ${this.program.program}, seed ${seed}, position ${this.machine.position})`;
  }
}

function runEndOf(stop: Stop): RunEnd {
  switch (stop.kind) {
    case 'probe':
      return { kind: 'found', address: stop.address };
    case 'asked':
    case 'watch':
      return { kind: 'found' };
    case 'debug':
      return { kind: 'exception', code: stop.code, address: stop.address, first: stop.first };
    case 'exit':
      return stop;
    case 'input':
    case 'deadlock':
      return { kind: stop.kind };
    case 'budget':
      return stop;
    case 'limit':
      return { kind: 'interrupted' };
    default:
      return unreachable(stop);
  }
}
