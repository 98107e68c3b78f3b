/**
 * The classic bugs of threads show with some seeds, and the cured programs end well with all that are tried here. `glass run --seeds
 * 0-499` tries more of them.
 */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { runSeed, type SeedRun } from '../../src/cli/seeds.ts';
import { buildProgram } from '../../src/windows/build.ts';
import { loadSystem } from '../../src/windows/system.node.ts';
import { exe } from './run.ts';

const BUGS = ['lost-update', 'deadlock', 'double-checked', 'missed-wake-up'] as const;
const system = loadSystem();

function seedRun(name: string, processors: 1 | 2 | 3 | 4, commandLine = 'test.exe'): SeedRun {
  const text = readFileSync(new URL(`../conformance/races/${name}.c`, import.meta.url), 'utf8');
  const images = [...buildProgram([exe(text)], system), ...system.images];
  const options = { processors, commandLine };
  return { images, program: 'test.exe', options, limit: 50_000_000, first: 0, last: 0 };
}

const seeds = (count: number) => Array.from({ length: count }, (_, seed) => seed);

describe.each(BUGS)('%s', (name) => {
  it('shows with some seed on two or three processors', () => {
    const runs = ([2, 3] as const).map((processors) => seedRun(name, processors));
    const bad = seeds(24).find((seed) => runs.some((run) => runSeed(run, seed).code !== 0));
    expect(bad).toBeDefined();
  }, 60_000);

  it('never shows when it is cured', () => {
    for (const processors of [1, 2, 4] as const) {
      const run = seedRun(`${name}-cured`, processors);
      for (const seed of seeds(3)) expect(runSeed(run, seed)).toMatchObject({ seed, code: 0 });
    }
  }, 60_000);
});

it('shows with one processor, too, when there is enough to do for a turn to end in the middle', () => {
  const run = seedRun('lost-update', 1, 'test.exe 200000');
  expect(seeds(12).some((seed) => runSeed(run, seed).code === 1)).toBe(true);
  const locks = seedRun('deadlock', 1, 'test.exe 20000');
  expect(seeds(6).map((seed) => runSeed(locks, seed).code)).toContain(125);
}, 60_000);

it('tells the deadlock’s ring', () => {
  const run = seedRun('deadlock', 2, 'test.exe 30');
  const messages = seeds(8).map((seed) => runSeed(run, seed).message);
  expect(messages.some((message) => /thread \d+ waits for thread \d+ waits for thread/.test(message))).toBe(true);
}, 60_000);

it.each([1, 2, 3, 4] as const)(
  'runs the same twice with one seed and %i processors, and differently with others',
  (processors) => {
    const run = seedRun('lost-update', processors);
    const positions = seeds(4).map((seed) => runSeed(run, seed).position);
    expect(seeds(4).map((seed) => runSeed(run, seed).position)).toEqual(positions);
    expect(new Set(positions).size).toBeGreaterThan(1);
  },
  60_000,
);
