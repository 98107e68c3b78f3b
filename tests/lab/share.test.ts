import fc from 'fast-check';
import { expect, test } from 'vitest';
import { packRun, type SharedRun, unpackRun } from '../../src/lab/share.ts';

const run: SharedRun = {
  program: 'heap-split',
  edits: { 'heap-split.c': 'int main(void) { return 玻璃; }' },
  seed: 7,
  inputs: [
    { position: 10, kind: 'type', text: 'hello\r\n' },
    { position: 12, kind: 'memory', processor: 0, address: 0x401000, bytes: [1, 2, 255] },
    { position: 12, kind: 'register', processor: 0, register: 'eip', value: 5 },
    { position: 400, kind: 'endOfInput' },
  ],
  position: 12345,
};

test('a run comes back from its link as it was', async () => {
  const text = await packRun(run);
  expect(text).toMatch(/^[\w-]+$/);
  expect(await unpackRun(text)).toEqual(run);
});

test('a link says how the machine boots and what is looked at; what does not fit is left out', async () => {
  const scene = { boot: { processors: 2, debugged: true, seed: 7 }, lenses: ['source', 'heap'], title: '堆' };
  expect(await unpackRun(await packRun({ ...run, scene }))).toEqual({ ...run, scene });
  const hostile = {
    boot: { processors: 900, debugged: 'yes', framesMax: 1, sehop: true },
    lenses: [1, 'heap'],
    title: 3,
  };
  expect(await unpackRun(await packRun({ ...run, scene: hostile as never }))).toEqual({
    ...run,
    scene: { boot: { sehop: true }, lenses: ['heap'], title: '' },
  });
});

test('whatever stands in a link, the answer is a run or nothing', async () => {
  await fc.assert(
    fc.asyncProperty(fc.string({ maxLength: 300 }), async (text) => {
      expect(await unpackRun(text)).toBeUndefined();
    }),
    { numRuns: 200 },
  );
});

test('a link with a letter changed is a run that fits, or nothing', async () => {
  const text = await packRun(run);
  for (let i = 0; i < text.length; i += 3) {
    const broken = `${text.slice(0, i)}${text[i] === 'A' ? 'B' : 'A'}${text.slice(i + 1)}`;
    const result = await unpackRun(broken);
    if (result) expect(result.inputs.every((input) => input.position >= 0)).toBe(true);
  }
});

test('fields of the wrong kind are refused', async () => {
  const wrong: readonly unknown[] = [
    { ...run, seed: -1 },
    { ...run, position: 1.5 },
    { ...run, program: '../secret' },
    { ...run, edits: { a: 5 } },
    { ...run, inputs: [{ position: 1, kind: 'explode' }] },
    {
      ...run,
      inputs: [
        { position: 5, kind: 'endOfInput' },
        { position: 1, kind: 'endOfInput' },
      ],
    },
    { ...run, inputs: [{ position: 1, kind: 'memory', processor: 0, address: 0, bytes: [256] }] },
  ];
  for (const value of wrong) expect(await unpackRun(await packRun(value as SharedRun))).toBeUndefined();
});

test('a bomb is not inflated', async () => {
  const text = await packRun({ ...run, edits: { a: ' '.repeat(3_000_000) } });
  expect(await unpackRun(text)).toBeUndefined();
});
