/** Showing memory (`d…`) and changing it (`e…`). */
import type { ReadSpace } from '../../machine/space.ts';
import type { Command, Context } from '../command.ts';
import { refuse } from '../error.ts';
import { ExpressionParser } from '../expression.ts';
import { hex2, hex4, hex8, printable } from '../format.ts';
import type { Request, RunEnd } from '../target.ts';
import { floatText, stringAt } from '../values.ts';

interface Range {
  readonly address: number;
  /** In elements; undefined when not given. */
  readonly count: number | undefined;
}

const ELEMENTS_MAX = 4096;

/** `address`, `address Lcount` or `first last`; nothing means "go on where the last command ended". */
export function parseRange(context: Context, args: string, elementSize: number, next: number): Range {
  if (args.trim() === '') return { address: next, count: undefined };
  const parser = new ExpressionParser(args, context.expressions);
  const address = parser.parse();
  if (parser.isAtEnd) return { address, count: undefined };
  const rest = args.slice(parser.position).trim();
  const length = /^l\??\s*(.+)$/i.exec(rest);
  const count = length
    ? context.evaluate(length[1] ?? '')
    : Math.floor((context.evaluate(rest) - address) / elementSize) + 1;
  if (count < 1 || count > ELEMENTS_MAX) refuse(`Range error in '${rest}': at most ${ELEMENTS_MAX} elements`);
  return { address, count };
}

interface Format {
  readonly size: number;
  readonly perLine: number;
  readonly count: number;
  element(space: ReadSpace, address: number): string;
  /** The column behind the elements. */
  tail?(space: ReadSpace, address: number, count: number): string;
}

const characters = (space: ReadSpace, address: number, count: number) =>
  `  ${Array.from({ length: count }, (_, i) => space.tryU8(address + i))
    .map((byte) => (byte === undefined ? '?' : printable(byte)))
    .join('')}`;

const number = (size: 1 | 2 | 4) => (space: ReadSpace, address: number) => {
  const value = size === 1 ? space.tryU8(address) : size === 2 ? space.tryU16(address) : space.tryU32(address);
  if (value === undefined) return '?'.repeat(size * 2);
  return size === 1 ? hex2(value) : size === 2 ? hex4(value) : hex8(value);
};

const quad = (space: ReadSpace, address: number) => `${number(4)(space, address + 4)}\`${number(4)(space, address)}`;

const FORMATS: Readonly<Record<string, Format>> = {
  b: { size: 1, perLine: 16, count: 128, element: number(1), tail: characters },
  w: { size: 2, perLine: 8, count: 64, element: number(2) },
  d: { size: 4, perLine: 4, count: 32, element: number(4) },
  c: { size: 4, perLine: 4, count: 32, element: number(4), tail: (s, a, n) => characters(s, a, n * 4) },
  q: { size: 8, perLine: 2, count: 16, element: quad },
  f: { size: 4, perLine: 1, count: 16, element: (s, a) => floatText(s, 4, a).padStart(20) },
};

function display(context: Context, args: string, name: string): string {
  if (name === 'd') return display(context, args, `d${context.memory.dataFormat}`);
  const letter = name.slice(1);
  context.memory.dataFormat = letter;
  if (letter === 'a' || letter === 'u') return text(context, args, letter === 'a' ? 1 : 2);
  if (letter === 'ps') return pointers(context, args);
  const format = FORMATS[letter] ?? refuse(`There is no command '${name}'`);
  const range = parseRange(context, args, format.size, context.memory.dataNext);
  const count = range.count ?? format.count;
  context.memory.dataNext = (range.address + count * format.size) >>> 0;
  return rows(context.state.space, format, range.address, count);
}

function rows(space: ReadSpace, format: Format, address: number, count: number): string {
  let out = '';
  for (let i = 0; i < count; i += format.perLine) {
    const here = (address + i * format.size) >>> 0;
    const n = Math.min(format.perLine, count - i);
    const cells = Array.from({ length: n }, (_, k) => format.element(space, here + k * format.size));
    out += `${hex8(here)}  ${joined(cells, format.size).padEnd(format.tail && n < format.perLine ? format.perLine * 3 - 1 : 0)}${format.tail?.(space, here, n) ?? ''}\n`;
  }
  return out;
}

/** `db` has a dash in the middle of its sixteen bytes. */
function joined(cells: readonly string[], size: number): string {
  return size === 1 && cells.length > 8
    ? `${cells.slice(0, 8).join(' ')}-${cells.slice(8).join(' ')}`
    : cells.join(' ');
}

function text(context: Context, args: string, width: 1 | 2): string {
  const range = parseRange(context, args, width, context.memory.dataNext);
  const shown = stringAt(context.state.space, range.address, width, range.count ?? 128);
  context.memory.dataNext = (range.address + shown.length * width) >>> 0;
  return `${hex8(range.address)}  "${shown}"\n`;
}

function pointers(context: Context, args: string): string {
  const range = parseRange(context, args, 4, context.memory.dataNext);
  const count = range.count ?? 16;
  context.memory.dataNext = (range.address + count * 4) >>> 0;
  let out = '';
  for (let i = 0; i < count; i++) {
    const address = (range.address + 4 * i) >>> 0;
    const value = context.state.space.tryU32(address);
    const name = value === undefined ? undefined : context.nameOf(value);
    out += `${hex8(address)}  ${value === undefined ? '????????' : hex8(value)}${name ? ` ${name}` : ''}\n`;
  }
  return out;
}

/** `eb address values…`, `ed`, `ew`, `ea "text"`. Missing memory is refused before anything is written. */
function* enter(context: Context, args: string, name: string): Generator<Request, string, RunEnd | undefined> {
  const parser = new ExpressionParser(args, context.expressions);
  const address = parser.parse();
  const rest = args.slice(parser.position).trim();
  if (rest === '') refuse('What is to be written? Give values behind the address');
  const bytes = Uint8Array.from(
    name === 'ea' || name === 'eza'
      ? textBytes(rest, name === 'eza')
      : valueBytes(context, rest, name === 'eb' ? 1 : name === 'ew' ? 2 : 4),
  );
  if (!context.state.space.tryBytes(address, bytes.length)) refuse(`Memory access error at '${hex8(address)}'`);
  yield { kind: 'poke', change: { address, bytes } };
  return '';
}

function textBytes(text: string, isTerminated: boolean): number[] {
  const bytes = [...text.replace(/^"|"$/g, '')].map((c) => c.charCodeAt(0) & 0xff);
  return isTerminated ? [...bytes, 0] : bytes;
}

function valueBytes(context: Context, text: string, size: number): number[] {
  const parser = new ExpressionParser(text, context.expressions);
  const bytes: number[] = [];
  while (!parser.isAtEnd) {
    const value = parser.parse();
    for (let i = 0; i < size; i++) bytes.push((value >>> (8 * i)) & 0xff);
  }
  return bytes;
}

export const memoryCommands: readonly Command[] = [
  {
    names: ['d', 'db', 'dw', 'dd', 'dc', 'dq', 'df', 'da', 'du', 'dps', 'dds'],
    usage: 'db|dw|dd|dq|dc|df|da|du|dps [address [Lcount]]',
    help: 'display memory as bytes, words, dwords, quads, floats, text, or pointers with names',
    run: (c, args, name) => display(c, args, name === 'dds' ? 'dps' : name),
  },
  {
    names: ['eb', 'ew', 'ed', 'ea', 'eza'],
    usage: 'eb|ew|ed address values',
    help: 'enter values into memory (an input of this run)',
    run: enter,
  },
];
