/**
 * Two hundred threads, eleven thousand handles, a thousand named events: how long it takes to get there, a step, and what lenses
 * ask of the moment (the table, the names, the waits).
 */
import { readFileSync } from 'node:fs';
import { processWaits } from '../../src/debugger/waits.ts';
import { handleTableView, namedObjects } from '../../src/nt/query-objects.ts';
import { labOf } from '../lab/labs.ts';

const text = readFileSync(new URL('../conformance/load/crowd.c', import.meta.url), 'utf8');

async function best(count: number, run: () => unknown): Promise<string> {
  let least = Number.POSITIVE_INFINITY;
  for (let n = 0; n < count; n++) {
    const began = performance.now();
    await run();
    least = Math.min(least, performance.now() - began);
  }
  return `${least.toFixed(1)} ms`;
}

/** Prints the figures. */
export default async function crowdBench(): Promise<void> {
  const began = performance.now();
  const lab = await labOf(text, 'bp crowded; g; gu');
  const { now } = lab.now;
  console.log(`the crowd is there after ${((performance.now() - began) / 1000).toFixed(1)} s`);
  const step = () => lab.act({ kind: 'step', how: 'over', unit: 'line', direction: 'forward' });
  console.log(`a step over a line: ${await best(8, step)}`);
  console.log(`its handle table: ${await best(8, () => handleTableView(now.space))}`);
  console.log(`its names: ${await best(8, () => namedObjects(now.space))}`);
  console.log(`its waits: ${await best(8, () => processWaits(now, now.modules))}`);
}
