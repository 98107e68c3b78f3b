/**
 * One run of a program for grading: from boot to its end within a budget, with the probes that its demands need. What comes
 * out is a record; nobody steps or looks while it runs.
 */
import type { Image } from '../compiler/symbols.ts';
import type { LoadedModule } from '../debugger/symbols.ts';
import { addressOf, lineAt, moduleAt } from '../debugger/symbols.ts';
import type { LogEntry } from '../machine/log.ts';
import type { Machine } from '../machine/machine.ts';
import type { Processor } from '../machine/processor.ts';
import type { Stop } from '../machine/stop.ts';
import type { BootChoice } from '../nt/boot.ts';
import { boot } from '../nt/boot.ts';
import { programProcess } from '../nt/query.ts';
import { processHeaps, readHeap } from '../nt/query-heap.ts';
import { consoleText } from './console.ts';
import { HeapTrace } from './heap-trace.ts';
import { LiveState } from './live.ts';
import { Pace } from './pace.ts';

/** What is run. */
export interface TrialProgram {
  readonly images: readonly Image[];
  readonly program: string;
  readonly sources: Readonly<Record<string, string>>;
}

export interface Exception {
  readonly code: number;
  readonly address: number;
  readonly position: number;
}

export interface Trial {
  readonly seed: number;
  readonly stop: Stop;
  readonly end: number;
  readonly output: string;
  /** Positions at which each line of output was ended, or the last one written to. */
  readonly linePositions: readonly number[];
  readonly exceptions: readonly Exception[];
  readonly heap: HeapTrace;
  /** Positions of the calls that the program's own code made to each watched function. */
  readonly calls: ReadonlyMap<string, readonly number[]>;
  /** Block sizes that the low-fragmentation heap served when the program ended. */
  readonly lowFragmentationSizes: ReadonlySet<number>;
  /** How many allocations of each block size the heaps had counted then, and how many of them were outstanding. */
  readonly counted: ReadonlyMap<number, { readonly total: number; readonly outstanding: number }>;
  /** Block sizes that have a bucket then, whether it served anybody or not. */
  readonly bucketSizes: ReadonlySet<number>;
}

/** Instructions that a run may take. */
export const TRIAL_BUDGET = 60_000_000;
const SLICE = 4000;
const CALLS_MAX = 50_000;
/** kernel32's forwarded exports: what a call of the name enters. */
const FORWARDS: Readonly<Record<string, string>> = {
  HeapAlloc: 'RtlAllocateHeap',
  HeapReAlloc: 'RtlReAllocateHeap',
  HeapSize: 'RtlSizeHeap',
  EnterCriticalSection: 'RtlEnterCriticalSection',
  LeaveCriticalSection: 'RtlLeaveCriticalSection',
};

/** The command line of an exercise's program: its argument is the seed. */
export function trialCommandLine(program: string, seed: number): string {
  return `${program} ${seed}`;
}

/** Runs the program once, on a machine booted so. `watched` are names of functions whose calls are counted. */
export async function runTrial(
  program: TrialProgram,
  choice: BootChoice & { readonly seed: number },
  watched: readonly string[],
): Promise<Trial> {
  const { seed } = choice;
  const machine = boot({
    ...choice,
    images: program.images,
    program: program.program,
    commandLine: trialCommandLine(program.program, seed),
  });
  return new TrialRun(machine, program, seed, watched).run();
}

class TrialRun {
  private readonly machine: Machine;
  private readonly program: TrialProgram;
  private readonly seed: number;
  private readonly live: LiveState;
  private readonly heap: HeapTrace;
  private readonly calls: Map<string, number[]>;
  private readonly probed = new Set<number>();
  private readonly lowFragmentationSizes = new Set<number>();
  private readonly counted = new Map<number, { readonly total: number; readonly outstanding: number }>();
  private readonly bucketSizes = new Set<number>();

  constructor(machine: Machine, program: TrialProgram, seed: number, watched: readonly string[]) {
    this.machine = machine;
    this.program = program;
    this.seed = seed;
    this.live = new LiveState(machine, program.images);
    const isOwn = (file: string) => program.sources[file] !== undefined;
    this.heap = new HeapTrace(
      () => this.live.modules(),
      isOwn,
      () => this.live.space,
    );
    this.calls = new Map(watched.map((name) => [name, []]));
  }

  async run(): Promise<Trial> {
    this.machine.run(this.machine.position);
    this.watchHeaps();
    const pace = new Pace();
    let logged = -1;
    for (;;) {
      const modules = this.live.modules();
      if (logged !== modules.length) this.watchCalls(modules);
      logged = modules.length;
      const stop = this.machine.run(Math.min(TRIAL_BUDGET, this.machine.position + SLICE));
      if (stop.kind !== 'limit') return this.record(stop);
      if (this.machine.position >= TRIAL_BUDGET) return this.record({ kind: 'budget', what: 'instructions' });
      if (pace.isOver) await pace.rest();
    }
  }

  /** Adds a probe to whatever is at the address already. */
  private probe(address: number, look: (m: Machine, p: Processor) => boolean): void {
    this.probed.add(address);
    this.machine.probes.set(address, look);
  }

  private watchHeaps(): void {
    const ntdll = this.live.modules().filter(({ fileName }) => fileName.toLowerCase() === 'ntdll.dll');
    for (const [address, look] of this.heap.probes()) this.probe(address, look);
    const end = addressOf(ntdll, 'NtTerminateProcess');
    if (end !== undefined && !this.probed.has(end)) {
      this.probe(end, () => {
        this.noteSizes();
        return false;
      });
    }
  }

  /** The sizes that the process's heaps serve and count now. */
  private noteSizes(): void {
    const { space } = this.live;
    const process = programProcess(space);
    const heaps = process ? processHeaps(space, process.peb) : [];
    for (const view of heaps.map((heap) => readHeap(space, heap))) {
      for (const { size, blocks } of view?.lowFragmentation?.buckets ?? []) {
        if (blocks > 0) this.lowFragmentationSizes.add(size);
      }
      for (const { size, total, outstanding, bucket } of view?.counters ?? []) {
        if (bucket !== undefined) this.bucketSizes.add(size);
        if (total > (this.counted.get(size)?.total ?? 0)) this.counted.set(size, { total, outstanding });
      }
    }
  }

  /** Finds the watched functions in what is loaded by now. */
  private watchCalls(modules: readonly LoadedModule[]): void {
    for (const [name, positions] of this.calls) {
      const address = addressOf(modules, FORWARDS[name] ?? name);
      if (address === undefined || (this.probed.has(address) && FORWARDS[name] === undefined)) continue;
      const note = (m: Machine, p: Processor) => {
        const returns = this.live.space.tryU32((p.r[4] ?? 0) >>> 0) ?? 0;
        if (positions.length < CALLS_MAX && this.isOwnCode(returns)) positions.push(m.position);
        return false;
      };
      if (!this.probed.has(address)) this.probe(address, note);
    }
  }

  private isOwnCode(address: number): boolean {
    const modules = this.live.modules();
    const place = moduleAt(modules, address) && lineAt(modules, address - 1);
    return place !== undefined && this.program.sources[place.file] !== undefined;
  }

  private record(stop: Stop): Trial {
    const log = [...this.machine.log.entries];
    const output = consoleText(log)
      .filter(({ kind }) => kind !== 'input')
      .map(({ text }) => text)
      .join('');
    return {
      seed: this.seed,
      stop,
      end: this.machine.position,
      output,
      linePositions: linePositions(log),
      exceptions: log.filter(({ kind }) => kind === 'exception') as unknown as readonly Exception[],
      heap: this.heap,
      calls: this.calls,
      lowFragmentationSizes: this.lowFragmentationSizes,
      counted: this.counted,
      bucketSizes: this.bucketSizes,
    };
  }
}

const NEWLINE = 10;

function linePositions(log: readonly LogEntry[]): readonly number[] {
  const positions: number[] = [];
  let isOpen = false;
  for (const entry of log) {
    if (entry.kind !== 'output') continue;
    for (const byte of (entry as LogEntry & { readonly bytes: Uint8Array }).bytes) {
      if (!isOpen) positions.push(entry.position);
      positions[positions.length - 1] = entry.position;
      isOpen = byte !== NEWLINE;
    }
  }
  return positions;
}
