/** Standard C programs print with each of the four run-time libraries what they print when gcc compiled them (`gcc -m32 -std=gnu89`). */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { loadSystem } from '../../src/windows/system.node.ts';
import { RUNTIMES, runC } from './crt-run.ts';

beforeAll(() => void loadSystem(), 120_000);

const folder = new URL('../conformance/crt/', import.meta.url);
const read = (name: string) => readFileSync(new URL(name, folder), 'utf8');
const names = readdirSync(folder)
  .filter((name) => name.endsWith('.c'))
  .map((name) => name.slice(0, -2));

describe.each(RUNTIMES)('with /%s', (runtime) => {
  it.each(names)('%s prints what gcc recorded', (name) => {
    const input = existsSync(new URL(`${name}.in`, folder)) ? read(`${name}.in`) : '';
    const ran = runC(read(`${name}.c`), { runtime, input, fileName: `${name}.c` });
    expect(ran.output).toBe(read(`${name}.out`));
    expect(ran.code).toBe(0);
  });
});
