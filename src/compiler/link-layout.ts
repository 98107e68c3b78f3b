/**
 * Places the kept sections of all objects in the image's sections, gives them addresses, and patches what refers to them.
 *
 * Pieces are ordered by the group they belong to (".text", ".CRT"), then by what follows the $ in their names, then as they
 * came. Read-only groups share .rdata; .bss is the zero-filled end of .data.
 */
import { assert } from '../machine/assert.ts';
import type { LinkedObject, Resolution } from './link-resolve.ts';
import type { ObjectSection, ObjectSymbol } from './object.ts';

export interface OutputSection {
  readonly name: string;
  rva: number;
  /** Bytes in memory. */
  size: number;
  bytes: Uint8Array;
  readonly flags: number;
}

export interface Layout {
  readonly sections: readonly OutputSection[];
  /** RVAs of 32-bit addresses, for base relocations. */
  readonly fixups: readonly number[];
  /** RVA and size of the pieces of a group, such as ".idata$2". */
  range(name: string): { readonly rva: number; readonly size: number } | undefined;
  rvaOf(name: string): number | undefined;
  end: number;
}

interface Piece {
  readonly object: LinkedObject;
  readonly index: number;
  readonly section: ObjectSection;
  readonly order: number;
  readonly suffix: string;
  rva: number;
}

export const PAGE = 0x1000;
const aligned = (value: number, to: number): number => Math.ceil(value / to) * to;

/** Output section, place among its groups. */
const homes: Readonly<Record<string, readonly [string, number]>> = {
  '.text': ['.text', 0],
  '.idata$5': ['.rdata', 0],
  '.CRT': ['.rdata', 1],
  '.rdata': ['.rdata', 2],
  '.idata': ['.rdata', 3],
  '.edata': ['.rdata', 4],
  '.data': ['.data', 0],
  '.bss': ['.data', 9],
  '.tls': ['.tls', 0],
};

const flagsOf: Readonly<Record<string, number>> = {
  '.text': 0x60000020,
  '.rdata': 0x40000040,
};

function homeOf(name: string): readonly [string, number] {
  return homes[name] ?? homes[name.replace(/\$.*/, '')] ?? [name.replace(/\$.*/, '').slice(0, 8), 0];
}

const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

export function layOut(resolution: Resolution, base: number, fillText: number): Layout {
  const outputs = gather(resolution);
  const sections: OutputSection[] = [];
  let rva = PAGE;
  for (const [name, pieces] of outputs) {
    const section = placePieces(name, pieces, rva, fillText);
    sections.push(section);
    rva = aligned(rva + section.size, PAGE);
  }
  const all = [...outputs.values()].flat();
  const fixups: number[] = [];
  const patcher = new Patcher(resolution, base, fixups, sections);
  for (const piece of all) if (piece.section.relocations.length > 0) patcher.patch(piece);
  fixups.sort((a, b) => a - b);
  return {
    sections,
    fixups,
    end: rva,
    range: (name) => rangeOf(all, name),
    rvaOf: (name) => rvaOfName(resolution, name),
  };
}

export function rvaOfName(resolution: Resolution, name: string): number | undefined {
  const place = resolution.definitions.get(name);
  if (!place) return undefined;
  return (place.object.rvas[place.symbol.section] as number) + place.symbol.offset;
}

/** Pieces by output section, in their final order. */
function gather(resolution: Resolution): Map<string, Piece[]> {
  const outputs = new Map<string, Piece[]>(['.text', '.rdata', '.data', '.tls'].map((name) => [name, []]));
  for (const object of resolution.objects)
    for (const [index, section] of object.file.sections.entries()) {
      if (object.dropped.has(index)) {
        object.rvas[index] = 0;
        continue;
      }
      const [home, order] = homeOf(section.name);
      const suffix = section.name.includes('$') ? section.name.slice(section.name.indexOf('$')) : '';
      let list = outputs.get(home);
      if (!list) {
        list = [];
        outputs.set(home, list);
      }
      list.push({
        object,
        index,
        section,
        order: order + (home === '.data' && !section.bytes ? 9 : 0),
        suffix,
        rva: 0,
      });
    }
  for (const [name, list] of outputs) {
    if (list.every((p) => p.section.size === 0)) outputs.delete(name);
    list.sort((a, b) => a.order - b.order || byText(a.suffix, b.suffix));
  }
  return outputs;
}

function placePieces(name: string, pieces: readonly Piece[], start: number, fillText: number): OutputSection {
  let at = start;
  let filled = start;
  for (const piece of pieces) {
    at = aligned(at, piece.section.align);
    piece.rva = at;
    piece.object.rvas[piece.index] = at;
    at += piece.section.size;
    if (piece.section.bytes) filled = at;
  }
  const bytes = new Uint8Array(filled - start);
  if (name === '.text') bytes.fill(fillText);
  for (const { section, rva } of pieces) if (section.bytes) bytes.set(section.bytes, rva - start);
  return { name, rva: start, size: at - start, bytes, flags: flagsOf[name] ?? 0xc0000040 };
}

function rangeOf(pieces: readonly Piece[], name: string): { rva: number; size: number } | undefined {
  const found = pieces.filter(
    (p) => p.section.size > 0 && (p.section.name === name || p.section.name.startsWith(`${name}$`)),
  );
  const first = found[0];
  const last = found.at(-1);
  return first && last ? { rva: first.rva, size: last.rva + last.section.size - first.rva } : undefined;
}

class Patcher {
  readonly #resolution: Resolution;
  readonly #base: number;
  readonly #fixups: number[];
  readonly #sections: readonly OutputSection[];
  readonly #cache = new Map<LinkedObject, Int32Array>();

  constructor(resolution: Resolution, base: number, fixups: number[], sections: readonly OutputSection[]) {
    this.#resolution = resolution;
    this.#base = base;
    this.#fixups = fixups;
    this.#sections = sections;
  }

  patch(piece: Piece): void {
    const output = this.#sectionAt(piece.rva);
    const view = new DataView(output.bytes.buffer);
    for (const { offset, kind, symbol, addend } of piece.section.relocations) {
      const target = this.#rvaOfSymbol(piece.object, symbol);
      const rva = piece.rva + offset;
      const at = rva - output.rva;
      if (kind === 'dir32') {
        view.setInt32(at, target + this.#base + addend, true);
        this.#fixups.push(rva);
      } else if (kind === 'rel32') view.setInt32(at, target + addend - (rva + 4), true);
      else if (kind === 'rva') view.setInt32(at, target + addend, true);
      else view.setInt32(at, target + addend - this.#sectionAt(target).rva, true);
    }
  }

  #sectionAt(rva: number): OutputSection {
    // The end of a section is in it, unless the next one begins there.
    const found = this.#sections.findLast((s) => rva >= s.rva && rva <= s.rva + s.size);
    assert(found, 'an address that is patched lies in a section');
    return found;
  }

  #rvaOfSymbol(object: LinkedObject, index: number): number {
    let known = this.#cache.get(object);
    if (!known) {
      known = new Int32Array(object.file.symbols.length).fill(-1);
      this.#cache.set(object, known);
    }
    let rva = known[index] as number;
    if (rva < 0) {
      rva = this.#find(object, object.file.symbols[index] as ObjectSymbol);
      known[index] = rva;
    }
    return rva;
  }

  #find(object: LinkedObject, symbol: ObjectSymbol): number {
    if (symbol.section >= 0 && (!symbol.external || !object.dropped.has(symbol.section)))
      return (object.rvas[symbol.section] as number) + symbol.offset;
    if (symbol.name === '___ImageBase') return 0;
    const rva = rvaOfName(this.#resolution, symbol.name);
    assert(rva !== undefined, `'${symbol.name}' is resolved before addresses are given`);
    return rva;
  }
}
