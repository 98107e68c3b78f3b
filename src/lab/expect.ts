/** Demands held against what happened in runs: what does not hold is said with the seed and the position to look at. */
import { unreachable } from '../machine/assert.ts';
import type { Stop } from '../machine/stop.ts';
import type { Demand } from './demands.ts';
import { demandText } from './demands.ts';
import type { Finding } from './exercise.ts';
import type { OwnLine } from './heap-trace.ts';
import type { Trial } from './trial.ts';

type Held = Omit<Finding, 'part' | 'seed'>;

const holds: Held = { holds: true, key: 'holds', values: {} };
const fails = (key: string, values: Held['values'], position: number): Held => ({
  holds: false,
  key,
  values,
  position,
});

const LFH_HEADER = 8;
const hex = (value: number) => value.toString(16).padStart(8, '0');

/** Functions whose calls must be counted for these demands. */
export function watchedFunctions(demands: readonly Demand[]): readonly string[] {
  return demands.flatMap((demand) => (demand.kind === 'calls' ? [demand.name] : []));
}

/** Each demand against one run. A run that did not come to its end is a finding of its own. */
export function findingsOf(demands: readonly Demand[], trial: Trial): readonly Finding[] {
  const complete = (part: string, held: Held): Finding => ({ part, ...held, seed: trial.seed });
  const ended = endOf(trial.stop, trial.end);
  const others = demands.filter(({ kind }) => kind !== 'seeds');
  const findings = others.map((demand) => complete(demandText(demand), findingOf(demand, trial)));
  return ended ? [complete('end', ended), ...findings] : findings;
}

/** The finding when a run did not end by itself. */
function endOf(stop: Stop, position: number): Held | undefined {
  switch (stop.kind) {
    case 'exit':
      return undefined;
    case 'input':
      return fails('waits for input', {}, position);
    case 'deadlock':
      return fails('deadlock', {}, position);
    case 'budget':
      return fails('endless', { what: stop.what }, position);
    default:
      return fails('stopped', { why: stop.kind }, position);
  }
}

function findingOf(demand: Demand, trial: Trial): Held {
  switch (demand.kind) {
    case 'output':
      return outputHeld(demand.lines, trial);
    case 'exit':
      return exitHeld(demand.code, trial);
    case 'seeds':
      return holds;
    case 'exception': {
      const first = trial.exceptions[0];
      return first
        ? fails('exception', { code: hex(first.code >>> 0), address: hex(first.address) }, first.position)
        : holds;
    }
    case 'deadlock':
      return trial.stop.kind === 'deadlock' ? fails('deadlock', {}, trial.end) : holds;
    case 'own heap':
      return mistakeHeld('foreign', trial);
    case 'sound frees':
      return mistakeHeld('twice', trial);
    case 'no leak':
      return leakHeld(trial);
    case 'calls':
      return callsHeld(demand, trial);
    case 'low fragmentation':
      return lowFragmentationHeld(demand.size, trial);
    default:
      return unreachable(demand);
  }
}

function lowFragmentationHeld(size: number, { lowFragmentationSizes, bucketSizes, counted, end }: Trial): Held {
  const block = blockSize(size);
  if (lowFragmentationSizes.has(block)) return holds;
  const { total: count = 0, outstanding = 0 } = counted.get(block) ?? {};
  const key = bucketSizes.has(block) ? 'bucket unused' : count > 0 ? 'low fragmentation' : 'not counted';
  return fails(key, { size, block, count, outstanding }, end);
}

const blockSize = (size: number) => (size + LFH_HEADER + 7) & ~7;

const linesOf = (text: string) =>
  text
    .replace(/\n$/, '')
    .split('\n')
    .map((line) => line.trimEnd());

function outputHeld(wanted: readonly string[], trial: Trial): Held {
  const got = trial.output === '' ? [] : linesOf(trial.output);
  const index = wanted.findIndex((line, i) => line !== got[i]);
  const at = index >= 0 ? index : wanted.length;
  if (index < 0 && got.length <= wanted.length) return holds;
  const position = trial.linePositions[at] ?? trial.end;
  const line = at + 1;
  if (index < 0) return fails('output too long', { line, got: got[at] ?? '' }, position);
  if (at >= got.length) return fails('output too short', { line, wanted: wanted[at] ?? '' }, position);
  return fails('output', { line, wanted: wanted[at] ?? '', got: got[at] ?? '' }, position);
}

function exitHeld(code: number, { stop, end }: Trial): Held {
  const got = stop.kind === 'exit' ? stop.code >>> 0 : undefined;
  return got === code ? holds : fails('exit', { wanted: code, got: got === undefined ? '?' : got }, end);
}

const placeOf = (by: OwnLine | undefined) => (by ? `${by.function} (${by.file}:${by.line})` : '?');

function mistakeHeld(kind: 'foreign' | 'twice', { heap }: Trial): Held {
  const mistake = heap.mistakes.find((each) => each.kind === kind || (kind === 'twice' && each.kind === 'unknown'));
  if (!mistake) return holds;
  const values = {
    address: hex(mistake.address),
    heap: hex(mistake.heap),
    by: placeOf(mistake.by),
    ...(mistake.block ? { from: hex(mistake.block.heap), made: placeOf(mistake.block.by) } : {}),
  };
  return fails(
    mistake.kind === 'foreign' ? 'own heap' : mistake.kind === 'twice' ? 'freed twice' : 'no block',
    values,
    mistake.position,
  );
}

function leakHeld({ heap }: Trial): Held {
  const { leaks } = heap;
  const [first] = leaks;
  if (!first) return holds;
  const values = { count: leaks.length, address: hex(first.address), size: first.size, made: placeOf(first.by) };
  return fails('no leak', values, first.position);
}

function callsHeld({ name, rule, count }: Extract<Demand, { kind: 'calls' }>, trial: Trial): Held {
  const positions = trial.calls.get(name) ?? [];
  const got = positions.length;
  if (rule === 'at least' ? got >= count : rule === 'at most' ? got <= count : got === count) return holds;
  const key = got > count ? 'called too often' : 'called too seldom';
  return fails(key, { name, count, got }, got > count ? (positions[count] ?? trial.end) : trial.end);
}
