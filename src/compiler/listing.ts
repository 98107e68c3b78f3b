/**
 * The assembly listing of an object file: source lines as comments, labels where code is jumped to, addresses by the names
 * that the linker will put in, locals by their names, then the data.
 *
 * To let the disassembler print names, the code is read with made-up addresses in place of what the linker will patch.
 */
import { disassemble } from '../machine/disassemble.ts';
import type { ObjectFile, ObjectFunction, ObjectSection, ObjectSymbol, Relocation } from './object.ts';

/** Made-up addresses: symbol n lies at n+1 times this. */
const STRIDE = 0x100000;

/** The listing of one unit; `text` is its main source file. */
export function listing(object: ObjectFile, text: string): string {
  const source = text.split(/\r?\n/);
  const lines: string[] = [`; ${object.name}`, ''];
  for (const f of object.debug?.functions ?? []) lines.push(...functionLines(object, f, source));
  for (const [index, section] of object.sections.entries())
    if (!isCode(section.name)) lines.push(...dataLines(object, index, section));
  return `${lines.join('\n')}\n`;
}

const isCode = (name: string): boolean => name === '.text' || name.startsWith('.text$');

// --------------------------------------------------------------- functions

class FunctionListing {
  readonly #object: ObjectFile;
  readonly #f: ObjectFunction;
  readonly #relocations: ReadonlyMap<number, Relocation>;
  readonly #bytes: Uint8Array;
  /** Offsets that are jumped to. */
  readonly #labels = new Map<number, string>();
  readonly #frame: ReadonlyMap<number, string>;

  constructor(object: ObjectFile, f: ObjectFunction) {
    this.#object = object;
    this.#f = f;
    const section = object.sections[f.section] as ObjectSection;
    const inside = section.relocations.filter((r) => r.offset >= f.offset && r.offset < f.offset + f.size);
    this.#relocations = new Map(inside.map((r) => [r.offset, r]));
    this.#bytes = (section.bytes as Uint8Array).slice();
    for (const relocation of inside) this.#patch(relocation);
    this.#frame = new Map([...f.parameters, ...f.locals].map((l) => [l.offset, l.name]));
    this.#findLabels();
  }

  #patch({ offset, kind, symbol, addend }: Relocation): void {
    const target = (symbol + 1) * STRIDE + addend;
    const view = new DataView(this.#bytes.buffer);
    view.setInt32(offset, kind === 'rel32' ? target - (offset + 4) : target, true);
  }

  *instructions(): Generator<{ offset: number; length: number; text: string; target: number | undefined }> {
    const end = this.#f.offset + this.#f.size;
    for (let offset = this.#f.offset; offset < end; ) {
      const table = this.#relocations.get(offset);
      if (table) {
        yield {
          offset,
          length: 4,
          text: `dd      ${this.#name((table.symbol + 1) * STRIDE + table.addend)}`,
          target: undefined,
        };
        offset += 4;
        continue;
      }
      const { text, length, target } = disassemble(
        (address) => this.#bytes[address],
        offset,
        (address) => this.#name(address),
      );
      yield { offset, length, text: this.#withNames(text), target };
      offset += length;
    }
  }

  #findLabels(): void {
    const { offset, size } = this.#f;
    const targets = new Set<number>();
    for (const { target } of this.instructions())
      if (target !== undefined && target >= offset && target < offset + size) targets.add(target);
    for (const { symbol, addend } of this.#relocations.values())
      if (symbol === this.#f.symbol && addend !== 0) targets.add(offset + addend);
    for (const [i, target] of [...targets].sort((a, b) => a - b).entries()) this.#labels.set(target, `$L${i + 1}`);
  }

  labelAt(offset: number): string | undefined {
    return this.#labels.get(offset);
  }

  /** What a made-up address stands for. */
  #name(address: number): string | undefined {
    const { offset, size, symbol } = this.#f;
    if (address >= offset && address < offset + size) return this.#labels.get(address);
    const index = Math.floor((address + STRIDE / 2) / STRIDE) - 1;
    const name = this.#object.symbols[index]?.name;
    if (name === undefined) return undefined;
    const from = address - (index + 1) * STRIDE;
    if (index === symbol) return this.#labels.get(offset + from) ?? name;
    return from === 0 ? name : `${name}${from < 0 ? '-' : '+'}${Math.abs(from).toString(16).toUpperCase()}h`;
  }

  /** Without the addresses that the debugger prints behind names; with the names of locals. */
  #withNames(text: string): string {
    const plain = text
      .replace(/([\w$?@+]+) \([0-9a-f]{8}\)/g, '$1')
      .replace(/ds:\[?([0-9a-f]{8})h?\]?/g, (all, hex: string) => this.#bracketed(hex) ?? all)
      .replace(/\b(0?[0-9A-Fa-f]{6,8})h?\b/g, (all, hex: string) => this.#offsetName(hex) ?? all)
      .replace(/\[([^\]]*)\+offset ([^\]]+)\]/g, '$2[$1]');
    return plain.replace(/\[ebp([+-])([0-9A-F]+)h?\]/g, (all, sign: string, hex: string) => {
      const name = this.#frame.get(Number.parseInt(hex, 16) * (sign === '-' ? -1 : 1));
      return name === undefined ? all : `${name}[ebp]`;
    });
  }

  #bracketed(hex: string): string | undefined {
    const name = this.#relocated(Number.parseInt(hex, 16));
    return name === undefined ? undefined : `[${name}]`;
  }

  #offsetName(hex: string): string | undefined {
    const name = this.#relocated(Number.parseInt(hex, 16));
    return name === undefined ? undefined : `offset ${name}`;
  }

  /** The name at an address that a relocation of this function has made. */
  #relocated(address: number): string | undefined {
    for (const { symbol, addend } of this.#relocations.values())
      if ((symbol + 1) * STRIDE + addend === address) return this.#name(address);
    return undefined;
  }
}

function functionLines(object: ObjectFile, f: ObjectFunction, source: readonly string[]): string[] {
  const code = new FunctionListing(object, f);
  const name = (object.symbols[f.symbol] as ObjectSymbol).name;
  const rows = new Map<number, number>();
  for (let i = 0; i < f.lines.length; i += 3)
    if (f.lines[i + 1] === 0) rows.set(f.lines[i] as number, f.lines[i + 2] as number);
  const lines = [`${name} PROC`];
  let shown = 0;
  for (const { offset, text } of code.instructions()) {
    const label = code.labelAt(offset);
    if (label !== undefined) lines.push(`${label}:`);
    const line = rows.get(offset);
    if (line !== undefined && line !== shown)
      lines.push(`; ${String(line).padEnd(4)}: ${source[line - 1]?.trimEnd() ?? ''}`);
    shown = line ?? shown;
    lines.push(`        ${text.trimEnd()}`);
  }
  return [...lines, `${name} ENDP`, ''];
}

// -------------------------------------------------------------------- data

function dataLines(object: ObjectFile, index: number, section: ObjectSection): string[] {
  const symbols = object.symbols.filter((s) => s.section === index).toSorted((a, b) => a.offset - b.offset);
  if (symbols.length === 0 && section.relocations.length === 0) return [];
  const lines = [`${section.name} SEGMENT`];
  const relocations = new Map(section.relocations.map((r) => [r.offset, r]));
  for (const symbol of symbols) {
    if (!section.bytes) lines.push(`${symbol.name} db ${symbol.size} dup (?)`);
    else
      lines.push(
        symbol.name,
        ...valueLines(object, section.bytes, relocations, symbol.offset, symbol.offset + symbol.size),
      );
  }
  if (symbols.length === 0 && section.bytes)
    lines.push(...valueLines(object, section.bytes, relocations, 0, section.size));
  return [...lines, `${section.name} ENDS`, ''];
}

function valueLines(
  object: ObjectFile,
  bytes: Uint8Array,
  relocations: ReadonlyMap<number, Relocation>,
  from: number,
  to: number,
): string[] {
  const lines: string[] = [];
  for (let at = from; at < to; ) {
    const relocation = relocations.get(at);
    if (relocation) {
      const name = object.symbols[relocation.symbol]?.name ?? '';
      lines.push(`        dd      offset ${name}${relocation.addend ? `+${relocation.addend}` : ''}`);
      at += 4;
      continue;
    }
    let end = at + 1;
    while (end < to && end < at + 16 && !relocations.has(end)) end++;
    lines.push(`        db      ${byteText(bytes.subarray(at, end))}`);
    at = end;
  }
  return lines;
}

const hex = (byte: number): string => `${byte > 0x9f ? '0' : ''}${byte.toString(16).toUpperCase().padStart(2, '0')}h`;

/** Runs of letters in quotes, all else as numbers. */
function byteText(bytes: Uint8Array): string {
  const parts: string[] = [];
  for (let at = 0; at < bytes.length; ) {
    let end = at;
    while (end < bytes.length && isLetter(bytes[end] as number)) end++;
    if (end - at > 1) parts.push(`'${String.fromCharCode(...bytes.subarray(at, end))}'`);
    else parts.push(hex(bytes[at] as number));
    at = Math.max(end - at > 1 ? end : 0, at + 1);
  }
  return parts.join(', ');
}

const isLetter = (byte: number): boolean => byte >= 32 && byte < 127 && byte !== 39;
