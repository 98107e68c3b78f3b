/** The processor against a real one: each row of rows.txt.gz, which rows.c printed, must come out the same. */
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { Machine } from '../../../src/machine/machine.ts';
import type { Trap } from '../../../src/machine/processor.ts';

const DATA = 0x30000000;
const WINDOW = 0x30000800;
const READONLY = 0x2ffff000;
const START = 0x31000100;
const FLAGS = 0xcd5;
/** Steps that one row may take. */
const STEPS = 2000;

interface Row {
  readonly kind: string;
  readonly bytes: Uint8Array;
  readonly input: readonly number[];
  readonly end: string;
  readonly registers: string;
  readonly flags: string;
  readonly memory: string;
}

const numbers = (text: string) => text.split(',').map((n) => Number.parseInt(n, 16));

function parse(line: string): Row {
  const [kind = '', bytes = '', input = '', , end = '', registers = '', flags = '', ...memory] = line.split(' ');
  return {
    kind,
    bytes: Uint8Array.from(Buffer.from(bytes, 'hex')),
    input: numbers(input),
    end,
    registers,
    flags,
    memory: memory.join(' '),
  };
}

function machine(): Machine {
  const m = new Machine();
  const directory = (m.memory.allocateFrame() as number) * 4096;
  const space = m.spaceOf(directory);
  for (const [address, bits] of [
    [DATA, 7],
    [READONLY, 5],
    [START & ~0xfff, 5],
  ] as const) {
    space.setPte(address, ((m.memory.allocateFrame() as number) << 12) | bits);
  }
  m.setDirectory(m.processors[0] as Machine['processors'][0], directory);
  return m;
}

function fill(number: number): Uint8Array {
  const bytes = new Uint8Array(1024);
  let s = number >>> 0;
  for (let i = 0; i < 1024; i++) {
    s = (Math.imul(s, 1103515245) + 12345) >>> 0;
    bytes[i] = (s >>> 16) & 0xff;
  }
  return bytes;
}

/** What changed, in the form that rows.c prints. */
function changes(before: Uint8Array, after: Uint8Array): string {
  const hex = (n: number) => (after[n] as number).toString(16).padStart(2, '0');
  const runs: string[] = [];
  let last = -10;
  let run = '';
  for (let i = 0; i < 1024; i++) {
    if (before[i] === after[i]) continue;
    if (i > last + 4) {
      if (run !== '') runs.push(run);
      run = `${i.toString(16)}:`;
      last = i - 1;
    }
    for (let n = last + 1; n <= i; n++) run += hex(n);
    last = i;
  }
  if (run !== '') runs.push(run);
  return runs.join(' ');
}

function endOf(trap: Trap | undefined): string {
  if (!trap) return 'ok';
  return trap.vector === 14 ? `14:${trap.address.toString(16)}:${trap.write ? 'w' : 'r'}` : String(trap.vector);
}

function doubleAt(bytes: Uint8Array, offset: number): number {
  return new DataView(bytes.buffer, bytes.byteOffset).getFloat64(offset, true);
}

/** The memory of a row of which only the double at [edi] counts: its bytes put back together. */
function expectedDouble(before: Uint8Array, memory: string): number {
  const bytes = before.slice();
  for (const run of memory.split(' ').filter((r) => r !== '')) {
    const [at = '', hex = ''] = run.split(':');
    bytes.set(Buffer.from(hex, 'hex'), Number.parseInt(at, 16));
  }
  return doubleAt(bytes, 0x200);
}

function close(a: number, b: number): boolean {
  return (
    Object.is(a, b) ||
    Math.abs(a - b) <= 1e-14 * Math.max(Math.abs(a), Math.abs(b)) ||
    (Number.isNaN(a) && Number.isNaN(b))
  );
}

/** Runs a row; an empty answer when it came out right. */
function run(m: Machine, row: Row, number: number): string {
  const p = m.processors[0] as Machine['processors'][0];
  const space = m.spaceOf(p.cr3);
  const before = fill(number);
  space.setBytes(WINDOW, before);
  space.setBytes(START, row.bytes);
  space.setU8(START + row.bytes.length, 0xcc);
  p.r.set(row.input.slice(0, 8));
  p.eflags = row.input[8] as number;
  p.eip = START;
  let trap: Trap | undefined;
  m.hooks = {
    trap: (_m, _p, t) => {
      trap = t;
      m.stop = { kind: 'exit', code: 0 };
    },
    due: () => {},
    idle: () => false,
  };
  m.run(m.position + STEPS);
  if (trap?.vector === 3) trap = undefined;
  const after = space.bytes(WINDOW, 1024);
  const end = endOf(trap);
  if (row.kind === 't') {
    const [got, wanted] = [doubleAt(after, 0x200), expectedDouble(before, row.memory)];
    return close(got, wanted) ? '' : `${got} instead of ${wanted}`;
  }
  const [, mask = '0'] = row.flags.split('/');
  const registers = Array.from(p.r, (v, i) => (v >>> 0 === row.input[i] ? '' : `${i}=${(v >>> 0).toString(16)}`));
  const got = [
    end,
    registers.filter((t) => t !== '').join(',') || '-',
    `${(p.eflags & FLAGS & Number.parseInt(mask, 16)).toString(16)}/${mask}`,
    changes(before, after),
  ].join(' ');
  const wanted = [row.end, row.registers, row.flags, row.memory].join(' ');
  return got === wanted ? '' : `got ${got} wanted ${wanted}`;
}

it('does what a real processor does, row by row', () => {
  const text = gunzipSync(readFileSync(new URL('rows.txt.gz', import.meta.url))).toString();
  const rows = text.trimEnd().split('\n').map(parse);
  expect(rows.length).toBeGreaterThan(10_000);
  const m = machine();
  const wrong: string[] = [];
  rows.forEach((row, n) => {
    const difference = run(m, row, n);
    if (difference !== '')
      wrong.push(
        `${Buffer.from(row.bytes).toString('hex')} ${row.input.map((v) => v.toString(16)).join(',')}: ${difference}`,
      );
  });
  expect(wrong.length, wrong.slice(0, Number(process.env['ROWS_SHOWN'] ?? 20)).join('\n')).toBe(0);
});
