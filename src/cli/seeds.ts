/**
 * `glass run --seeds A-B`: one program, booted once for each seed. Compiled once; the seeds are shared out among threads of Node's,
 * and told in order: how each run ended that did not end with exit code 0, with the last line that it printed.
 */
import { availableParallelism } from 'node:os';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import type { Image } from '../compiler/symbols.ts';
import type { LogEntry } from '../machine/log.ts';
import { type BootOptions, boot } from '../nt/boot.ts';
import { closeInput } from '../nt/input.ts';
import { outcome } from './run.ts';

/** What all seeds have in common. */
export interface SeedRun {
  readonly images: readonly Image[];
  readonly program: string;
  readonly options: Omit<BootOptions, 'images' | 'program' | 'seed'>;
  readonly limit: number;
  readonly first: number;
  readonly last: number;
}

/** How the run with one seed ended. */
export interface SeedOutcome {
  readonly seed: number;
  /** The exit code; 124 when the limit was reached, 125 for a deadlock. */
  readonly code: number;
  /** What `glass run` would say on standard error. */
  readonly message: string;
  readonly lastLine: string;
  readonly position: number;
}

const SLICE = 50_000_000;
/** Fewer seeds than this are not worth another thread. */
const SEEDS_PER_WORKER = 16;
const WORKERS_MAX = 8;

/** Runs the program with one seed, to its end. A program that asks for input gets the end of it. */
export function runSeed(run: SeedRun, seed: number): SeedOutcome {
  const { images, program, options, limit } = run;
  const machine = boot({ ...options, images, program, seed });
  let stop = machine.run(Math.min(limit, SLICE));
  while ((stop.kind === 'limit' && machine.position < limit) || stop.kind === 'input') {
    if (stop.kind === 'input') closeInput(machine);
    stop = machine.run(Math.min(limit, machine.position + SLICE));
  }
  const { code, message } = outcome(stop, program, machine);
  return { seed, code, message, lastLine: lastLineOf(machine.log.entries), position: machine.position };
}

function lastLineOf(entries: readonly LogEntry[]): string {
  const decoder = new TextDecoder();
  const pieces = entries.filter((entry) => entry.kind === 'output').slice(-16);
  const text = pieces.map((entry) => decoder.decode((entry as LogEntry & { bytes: Uint8Array }).bytes)).join('');
  return text.trimEnd().split(/\r?\n/).at(-1) ?? '';
}

/** Runs every seed and gives the outcomes in the seeds' order. */
export async function runSeeds(run: SeedRun): Promise<SeedOutcome[]> {
  const count = run.last - run.first + 1;
  const workers = Math.min(availableParallelism(), WORKERS_MAX, Math.ceil(count / SEEDS_PER_WORKER));
  if (workers < 2) return share(run, 0, 1);
  const parts = Array.from({ length: workers }, (_, index) => inWorker({ run: bare(run), index, workers }));
  const outcomes = (await Promise.all(parts)).flat();
  return outcomes.sort((a, b) => a.seed - b.seed);
}

interface Share {
  readonly run: SeedRun;
  readonly index: number;
  readonly workers: number;
}

/** Symbols are for debuggers, and may hold what cannot be sent. */
function bare(run: SeedRun): SeedRun {
  const images = run.images.map(({ fileName, bytes }) => ({ fileName, bytes }) as Image);
  return { ...run, images };
}

function share(run: SeedRun, index: number, workers: number): SeedOutcome[] {
  const outcomes: SeedOutcome[] = [];
  for (let seed = run.first + index; seed <= run.last; seed += workers) outcomes.push(runSeed(run, seed));
  return outcomes;
}

function inWorker(data: Share): Promise<SeedOutcome[]> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL(import.meta.url), { workerData: data });
    worker.once('message', resolve);
    worker.once('error', reject);
  });
}

if (!isMainThread && isShare(workerData)) {
  parentPort?.postMessage(share(workerData.run, workerData.index, workerData.workers));
}

function isShare(data: unknown): data is Share {
  return typeof data === 'object' && data !== null && 'run' in data && 'workers' in data;
}

const LINES_MAX = 20;

/** What to print about the outcomes, and the command's exit code: 0 when all seeds ended with 0. */
export function reportSeeds(outcomes: readonly SeedOutcome[], seconds: number): { text: string; code: number } {
  const failed = outcomes.filter(({ code }) => code !== 0);
  const lines = failed.slice(0, LINES_MAX).map(({ seed, code, message, lastLine }) => {
    const how = message === '' ? `exit code ${code}` : message;
    return `seed ${seed}: ${how}${lastLine === '' ? '' : ` | ${lastLine}`}`;
  });
  if (failed.length > LINES_MAX) lines.push(`… and ${failed.length - LINES_MAX} more`);
  const ended = outcomes.length - failed.length;
  lines.push(`${outcomes.length} seeds in ${seconds.toFixed(1)} s: ${ended} ended with 0, ${failed.length} did not`);
  return { text: `${lines.join('\n')}\n`, code: failed.length === 0 ? 0 : 1 };
}
