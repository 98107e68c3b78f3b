/**
 * The programs of this folder on the whole system: real headers, each run-time library in turn, loader, kernel, console.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { boot } from '../../../src/nt/boot.ts';
import { buildProgram, type Runtime } from '../../../src/windows/build.ts';
import { loadSystem } from '../../../src/windows/system.node.ts';

const LIMIT = 30_000_000;
const RUNTIMES: readonly Runtime[] = ['MD', 'MT', 'MDd', 'MTd'];

interface OutputEntry {
  readonly kind: 'output';
  readonly bytes: Uint8Array;
}

function run(name: string, text: string, runtime: Runtime): { output: string; code: number } {
  const system = loadSystem();
  const own = buildProgram([{ name: 'test', kind: 'exe', sources: [{ name, text }], runtime }], system);
  const machine = boot({ images: [...own, ...system.images], program: 'test.exe' });
  const stop = machine.run(LIMIT);
  expect(stop.kind).toBe('exit');
  const output = machine.log.entries
    .filter((entry) => entry.kind === 'output')
    .map((entry) => {
      const { bytes } = entry as unknown as OutputEntry;
      return String.fromCharCode(...bytes);
    });
  return { output: output.join('').replaceAll('\r\n', '\n'), code: stop.kind === 'exit' ? stop.code : -1 };
}

// The first run after a change builds all of Windows.
beforeAll(() => void loadSystem(), 180_000);

describe('on the whole system a program prints what its comments say:', () => {
  const files = readdirSync(import.meta.dirname).filter((file) => /\.c(pp)?$/.test(file));
  for (const [i, name] of files.entries()) {
    const runtime = RUNTIMES[i % RUNTIMES.length] as Runtime;
    it(`${name} /${runtime}`, () => {
      const text = readFileSync(new URL(name, import.meta.url), 'utf8');
      const expected = [...text.matchAll(/^\/\/ expect:(?: (.*))?$/gm)].map((match) => (match[1] ?? '').trimEnd());
      const { output, code } = run(name, text, runtime);
      expect(
        output
          .split('\n')
          .slice(0, -1)
          .map((line) => line.trimEnd()),
      ).toEqual(expected);
      expect(code).toBe(Number(/^\/\/ exit: (\d+)$/m.exec(text)?.[1] ?? 0));
    });
  }
});
