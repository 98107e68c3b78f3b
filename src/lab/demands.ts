/**
 * What a program must do: comments in an exercise's solution, one to a line, read into plain data.
 *
 *   // expect: a line of output          all of them, in order, are the whole output
 *   // exit: 0                           the exit code
 *   // seeds: 20                         so many runs, each with another seed
 *   // never: exception                  or deadlock
 *   // demand: every block freed         and the others of the catalogue below
 */
import { unreachable } from '../machine/assert.ts';

/** How often: `HeapAlloc is called at most 18 times`. */
export type CountRule = 'at least' | 'at most' | 'exactly';

export type Demand =
  | { readonly kind: 'output'; readonly lines: readonly string[] }
  | { readonly kind: 'exit'; readonly code: number }
  | { readonly kind: 'seeds'; readonly count: number }
  | { readonly kind: 'exception' }
  | { readonly kind: 'deadlock' }
  /** Every block is freed to the heap that it came from. */
  | { readonly kind: 'own heap' }
  /** Every block that the program's own code asked for is freed. */
  | { readonly kind: 'no leak' }
  /** No block is freed twice, and nothing is freed that is no block. */
  | { readonly kind: 'sound frees' }
  | { readonly kind: 'calls'; readonly name: string; readonly rule: CountRule; readonly count: number }
  /** When the program ends, blocks of this size are the low-fragmentation heap's in one of its heaps. */
  | { readonly kind: 'low fragmentation'; readonly size: number };

const SEEDS_MAX = 200;
const fixed: Readonly<Record<string, Demand>> = {
  'every block freed to the heap it came from': { kind: 'own heap' },
  'every block freed': { kind: 'no leak' },
  'nothing freed twice': { kind: 'sound frees' },
};

/** The demands in the comments of `text`. Throws an Error that names a line which is none of them. */
export function demandsIn(text: string): readonly Demand[] {
  const lines: string[] = [];
  const demands: Demand[] = [];
  for (const match of text.matchAll(/^[ \t]*\/\/ (expect|exit|seeds|never|demand):(?: (.*?))?[ \t]*\r?$/gm)) {
    const [, word = '', rest = ''] = match;
    if (word === 'expect') lines.push(rest);
    else demands.push(demandOf(word, rest));
  }
  return lines.length > 0 ? [{ kind: 'output', lines }, ...demands] : demands;
}

function demandOf(word: string, rest: string): Demand {
  const number = /^\d+$/.test(rest) ? Number(rest) : undefined;
  if (word === 'exit' && number !== undefined) return { kind: 'exit', code: number };
  if (word === 'seeds' && number !== undefined && number >= 1 && number <= SEEDS_MAX)
    return { kind: 'seeds', count: number };
  if (word === 'never' && (rest === 'exception' || rest === 'deadlock')) return { kind: rest };
  const known = word === 'demand' ? (fixed[rest] ?? callRule(rest) ?? lowFragmentation(rest)) : undefined;
  if (!known) throw new Error(`"// ${word}: ${rest}" is no demand; known are ${Object.keys(fixed).join(', ')}`);
  return known;
}

function callRule(text: string): Demand | undefined {
  const never = /^(\w+) is never called$/.exec(text);
  if (never) return { kind: 'calls', name: never[1] ?? '', rule: 'exactly', count: 0 };
  const match = /^(\w+) is called (at least|at most|exactly) (\d+) times?$/.exec(text);
  return match
    ? { kind: 'calls', name: match[1] ?? '', rule: match[2] as CountRule, count: Number(match[3]) }
    : undefined;
}

function lowFragmentation(text: string): Demand | undefined {
  const match = /^low-fragmentation heap for (\d+) bytes$/.exec(text);
  return match ? { kind: 'low fragmentation', size: Number(match[1]) } : undefined;
}

/** The demand as it is written. */
export function demandText(demand: Demand): string {
  switch (demand.kind) {
    case 'output':
      return `expect: ${demand.lines.join(' ⏎ ')}`;
    case 'exit':
      return `exit: ${demand.code}`;
    case 'seeds':
      return `seeds: ${demand.count}`;
    case 'exception':
    case 'deadlock':
      return `never: ${demand.kind}`;
    case 'own heap':
    case 'no leak':
    case 'sound frees':
      return Object.entries(fixed).find(([, each]) => each.kind === demand.kind)?.[0] ?? '';
    case 'calls':
      return `${demand.name} is called ${demand.rule} ${demand.count} times`;
    case 'low fragmentation':
      return `low-fragmentation heap for ${demand.size} bytes`;
    default:
      return unreachable(demand);
  }
}

/** How many runs are asked for, each with a seed of its own. */
export function runsOf(demands: readonly Demand[]): number {
  const seeds = demands.find((demand) => demand.kind === 'seeds');
  return seeds?.kind === 'seeds' ? seeds.count : 1;
}
