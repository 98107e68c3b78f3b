/** What chapter 3 says of the place where the race loses its first step. */
import { expect, test } from 'vitest';
import { transcript } from '../../src/site/transcript.ts';

const race = (commands: string) =>
  transcript({
    program: 'ch3-race',
    start: 'bp /w "@eax <= poi(counter)" count+0x29; g',
    commands,
    processors: 2,
  });

test('one instruction back from the store stands the add, and there EAX and memory agree', async () => {
  const text = await race('r eax; dd counter L1; l-t; t-; dd counter L1');
  const numbers = (pattern: RegExp) => [...text.matchAll(pattern)].map((match) => Number.parseInt(match[1] ?? '', 16));
  const [atStore = 0, atAdd] = numbers(/^eax=([\da-f]{8})/gm);
  const [memoryAtStore = 0, memoryAtAdd] = numbers(/^00403008 {2}([\da-f]{8})/gm);
  expect(text).toMatch(/^00401026 83c001 +add +eax,1/m);
  expect(atStore).toBeLessThanOrEqual(memoryAtStore);
  expect(atAdd).toBe(atStore - 1);
  expect(memoryAtAdd).toBe(atAdd);
}, 60_000);

test('steps over and into move the thread, also where another processor has had its turn in between', async () => {
  for (const step of ['p', 't']) {
    const text = await race(`l-t; ${step}-; ${step}-; ${step}; ${step}`);
    expect([...text.matchAll(/ eip=|^eip=([\da-f]{8})/gm)].map((match) => match[1])).toEqual([
      '00401026',
      '00401021',
      '00401026',
      '00401029',
    ]);
  }
}, 60_000);
