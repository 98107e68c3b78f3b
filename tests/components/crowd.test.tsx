/**
 * Two hundred threads, eleven thousand handles, a thousand named events: a step and every lens on them stay below 50 ms of processor
 * time, and everything comes back when it is closed.
 */
import { readFileSync } from 'node:fs';
import { signal } from '@preact/signals';
import { renderToString } from 'preact-render-to-string';
import { beforeAll, describe, expect, it } from 'vitest';
import { labWords } from '../../components/lab/words.ts';
import { lensOf, loadLens } from '../../components/lenses/index.ts';
import type { Lab } from '../../src/lab/lab.ts';
import type { LogEntry } from '../../src/machine/log.ts';
import { programProcess } from '../../src/nt/query.ts';
import { namedObjects } from '../../src/nt/query-objects.ts';
import { labOf } from '../lab/labs.ts';

const LENSES = ['threads', 'scheduler', 'waits', 'handles', 'objects', 'object'] as const;
const BUDGET_MS = 50;
const text = readFileSync(new URL('../conformance/load/crowd.c', import.meta.url), 'utf8');

/** Milliseconds of processor time, the median of several turns: others on the same machine do not count. */
async function cost(prepare: () => Promise<unknown>, action: () => unknown): Promise<number> {
  const costs: number[] = [];
  for (let turn = 0; turn < 7; turn++) {
    await prepare();
    const before = process.cpuUsage();
    await action();
    costs.push(process.cpuUsage(before).user / 1000);
  }
  return costs.sort((a, b) => a - b)[3] ?? 0;
}

function outputOf(lab: Lab): string {
  const pieces = lab.now.now.log.filter((entry) => entry.kind === 'output');
  return pieces.map((entry) => new TextDecoder().decode((entry as LogEntry & { bytes: Uint8Array }).bytes)).join('');
}

describe('a crowd', () => {
  let lab: Lab;
  const step = () => lab.act({ kind: 'step', how: 'over', unit: 'line', direction: 'forward' });

  beforeAll(async () => {
    lab = await labOf(text, 'bp crowded; g; gu');
  }, 120_000);

  it('is there', () => {
    const { space } = lab.now.now;
    expect(programProcess(space)?.threadCount).toBe(201);
    expect(programProcess(space)?.handleCount).toBeGreaterThan(11_200);
    expect(namedObjects(space).filter(({ object }) => object.name?.startsWith('crowd '))).toHaveLength(1000);
  });

  it('is stepped in', async () => {
    expect(await cost(() => Promise.resolve(), step)).toBeLessThan(BUDGET_MS);
  });

  it.each(LENSES)('is drawn by the lens %s', async (name) => {
    await loadLens(name);
    const Lens = lensOf(name);
    if (!Lens) throw new Error(`no lens ${name}`);
    const draw = () => {
      const { now, before } = lab.now;
      const selection = signal(undefined);
      const words = labWords('en');
      const props = { lab, now, before, language: 'en' as const, words, selection };
      return renderToString(<Lens {...props} />);
    };
    expect(draw().length).toBeGreaterThan(1000);
    expect(await cost(step, draw)).toBeLessThan(BUDGET_MS);
  });

  it('leaves nothing behind', async () => {
    await lab.act({ kind: 'command', line: 'bp empty; g' });
    const { space } = lab.now.now;
    expect(programProcess(space)?.threadCount).toBe(1);
    expect(namedObjects(space).filter(({ object }) => object.name?.startsWith('crowd '))).toHaveLength(0);
    expect(outputOf(lab)).toContain('left 0');
  }, 60_000);
});
