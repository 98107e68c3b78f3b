/**
 * Programs on threads, waiting, handles and names print what Wine printed when it ran them (tests/conformance/threads/record.sh);
 * where a program says "Order: open", the lines may come in any order.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { exe, run } from './run.ts';

const folder = new URL('../conformance/threads/', import.meta.url);
const read = (name: string) => readFileSync(new URL(name, folder), 'utf8');
const names = readdirSync(folder)
  .filter((name) => name.endsWith('.c'))
  .map((name) => name.slice(0, -2));
const sorted = (text: string) => text.split('\n').sort().join('\n');

describe.each([1, 3] as const)('with %i processors', (processors) => {
  it.each(names)(
    '%s prints what Wine recorded',
    (name) => {
      const text = read(`${name}.c`);
      const { output, stop } = run(exe(text), { processors, seed: 7, limit: 50_000_000 });
      const inOrder = (lines: string) => (text.includes('Order: open') ? sorted(lines) : lines);
      expect(inOrder(output)).toBe(inOrder(read(`${name}.out`)));
      expect(stop).toEqual({ kind: 'exit', code: 0 });
    },
    30_000,
  );
});
