/**
 * Programs of one language feature each, whose output gcc has recorded in them, run on a machine without an operating
 * system. Those that need more of the C library than the little one here run on the whole system only.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { runBare } from './bare-program.ts';

const folder = new URL('../conformance/compiler/', import.meta.url);
const NEEDS_SYSTEM = new Set(['seh.c', 'float-functions.c', 'setjmp.c', 'stdlib.c', 'string-functions.c']);

describe("a compiled program prints what gcc's prints:", () => {
  for (const name of readdirSync(folder).filter((file) => /\.c(pp)?$/.test(file) && !NEEDS_SYSTEM.has(file))) {
    it(name, () => {
      const text = readFileSync(new URL(name, folder), 'utf8');
      const expected = [...text.matchAll(/^\/\/ expect:(?: (.*))?$/gm)].map((match) => match[1] ?? '');
      const code = Number(/^\/\/ exit: (\d+)$/m.exec(text)?.[1] ?? 0);
      const { output, stop } = runBare(name, text);
      expect(
        output
          .split('\n')
          .slice(0, -1)
          .map((line) => line.trimEnd()),
      ).toEqual(expected.map((line) => line.trimEnd()));
      expect(stop).toEqual({ kind: 'exit', code });
    });
  }
});
