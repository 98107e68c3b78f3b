/** The tables of chapter 1 on freeing in the wrong module: every cell is run. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, test } from 'vitest';
import { boot } from '../../src/nt/boot.ts';
import { buildProgram, type Runtime } from '../../src/windows/build.ts';
import { loadSystem } from '../../src/windows/system.node.ts';

beforeAll(() => void loadSystem(), 120_000);

const folder = fileURLToPath(new URL('../../content/programs/ch1-cross-mt-mt/', import.meta.url));
const source = (name: string) => ({ name, text: readFileSync(folder + name, 'utf8') });

type Outcome = 'freed' | 'leaked' | 'assertion' | 'access violation' | 'terminated';

function outcome(exe: Runtime, dll: Runtime, subsystem: 5 | 6): Outcome | string {
  const system = loadSystem();
  const own = buildProgram(
    [
      {
        name: 'Borrower',
        kind: 'exe',
        sources: [source('Borrower.c')],
        runtime: exe,
        options: { subsystemVersion: [subsystem, 0] },
      },
      { name: 'Lender', kind: 'dll', sources: [source('Lender.c')], runtime: dll },
    ],
    system,
  );
  const machine = boot({ images: [...own, ...system.images], program: 'Borrower.exe' });
  const stop = machine.run(20_000_000);
  const text = machine.log.entries
    .filter((entry) => entry.kind === 'output')
    .map((entry) => new TextDecoder().decode((entry as unknown as { bytes: Uint8Array }).bytes))
    .join('');
  if (stop.kind !== 'exit') return stop.kind;
  if (stop.code === 0xc0000374) return 'terminated';
  if (stop.code === 0xc0000005) return 'access violation';
  if (stop.code === 3 && /Expression: _CrtIsValidHeapPointer\(pUserData\)/.test(text)) return 'assertion';
  if (stop.code === 0 && /errno 22[\s\S]*STILL ALLOCATED/.test(text)) return 'leaked';
  if (stop.code === 0 && /errno 0[\s\S]*the block is free/.test(text)) return 'freed';
  return `code ${stop.code}: ${text}`;
}

const columns: readonly Runtime[] = ['MD', 'MDd', 'MT', 'MTd'];
const av = 'access violation';
const a = 'assertion';

describe('the EXE frees what the DLL has allocated', () => {
  test.each([
    ['MD', ['freed', av, 'leaked', av]],
    ['MDd', [a, 'freed', a, a]],
    ['MT', ['leaked', av, 'leaked', av]],
    ['MTd', [a, a, a, a]],
  ] as const)('EXE /%s', (exe, expected) => {
    expect(columns.map((dll) => outcome(exe, dll, 5))).toEqual(expected);
  });

  test('with an EXE for subsystem 6.0 the silent leaks become the end of the process, and nothing else changes', () => {
    expect(columns.map((dll) => outcome('MD', dll, 6))).toEqual(['freed', av, 'terminated', av]);
    expect(columns.map((dll) => outcome('MT', dll, 6))).toEqual(['terminated', av, 'terminated', av]);
    expect(columns.map((dll) => outcome('MDd', dll, 6))).toEqual([a, 'freed', a, a]);
  });
});
