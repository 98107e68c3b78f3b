/** Compiles, links and runs small programs on the bare machine: no Windows, only memory and a stack. */
import { readFileSync } from 'node:fs';
import { compile } from '../../src/compiler/compile.ts';
import type { LinkOptions } from '../../src/compiler/link.ts';
import { link } from '../../src/compiler/link.ts';
import type { Library, ObjectFile } from '../../src/compiler/object.ts';
import type { Image } from '../../src/compiler/symbols.ts';
import { disassemble } from '../../src/machine/disassemble.ts';
import { guest, map, STACK_TOP } from '../machine/guest.ts';

export interface BuildOptions {
  readonly language?: 'c' | 'c++';
  readonly rtc?: boolean;
  readonly hotpatch?: boolean;
}

export function object(text: string, options: BuildOptions = {}, name = 'main.c'): ObjectFile {
  return compile({ name, text }, { language: 'c', defines: {}, include: () => undefined, debug: true, ...options });
}

const folder = new URL('../../src/windows/intrinsics/', import.meta.url);

let intrinsics: Library | undefined;

/** The library of functions that generated code calls by itself. */
export function intrinsicsLibrary(): Library {
  intrinsics ??= {
    kind: 'static',
    name: 'intrinsics',
    members: ['math64.c', 'chkstk.c', 'ftol.c'].map((f) => object(readFileSync(new URL(f, folder), 'utf8'), {}, f)),
  };
  return intrinsics;
}

export function linked(objects: readonly ObjectFile[], options: Partial<LinkOptions> = {}): Image {
  return link({
    fileName: 'main.exe',
    isDll: false,
    entry: 'main',
    base: 0x400000,
    subsystem: 'console',
    subsystemVersion: [5, 0],
    stackReserve: 0x100000,
    stackCommit: 0x1000,
    heapReserve: 0x100000,
    heapCommit: 0x1000,
    libraries: [intrinsicsLibrary()],
    dynamicBase: false,
    relocations: true,
    ...options,
    objects,
  });
}

/** Header fields and sections of a PE file. */
export function readPe(bytes: Uint8Array) {
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  const pe = view.getUint32(0x3c, true);
  const optional = pe + 24;
  const count = view.getUint16(pe + 6, true);
  const sections = Array.from({ length: count }, (_, i) => {
    const at = optional + 224 + i * 40;
    const name = String.fromCharCode(...bytes.subarray(at, at + 8)).replace(/\0+$/, '');
    const [size, rva, rawSize, raw] = [8, 12, 16, 20].map((o) => view.getUint32(at + o, true)) as [
      number,
      number,
      number,
      number,
    ];
    return { name, size, rva, data: bytes.subarray(raw, raw + rawSize) };
  });
  const directory = (n: number) => ({
    rva: view.getUint32(optional + 96 + n * 8, true),
    size: view.getUint32(optional + 100 + n * 8, true),
  });
  const at = (rva: number): DataView => {
    const section = sections.find((s) => rva >= s.rva && rva < s.rva + s.data.length);
    if (!section) throw new Error(`no section holds ${rva.toString(16)}`);
    return new DataView(section.data.buffer, section.data.byteOffset + rva - section.rva);
  };
  const text = (rva: number): string => {
    let result = '';
    for (let view = at(rva), i = 0; view.getUint8(i) !== 0; i++) result += String.fromCharCode(view.getUint8(i));
    return result;
  };
  return {
    view,
    pe,
    optional,
    base: view.getUint32(optional + 28, true),
    entry: view.getUint32(optional + 16, true),
    sizeOfImage: view.getUint32(optional + 56, true),
    sections,
    directory,
    at,
    text,
  };
}

/** Runs the image's entry until it returns; the result is EAX. */
export function run(image: Image, limit = 2_000_000): number {
  const file = readPe(image.bytes);
  const { m, p, space, traps } = guest(new Uint8Array(0));
  const from = 0x10000000;
  const moved = from - file.base;
  map(m, space, from, Math.ceil(file.sizeOfImage / 4096));
  map(m, space, STACK_TOP - 0x40000, 0x3c);
  for (const section of file.sections) space.setBytes(from + section.rva, section.data.subarray(0, section.size));
  relocate(file, (rva) => space.setU32(from + rva, (space.u32(from + rva) + moved) >>> 0));
  p.eip = from + file.entry;
  p.r[4] = STACK_TOP - 16;
  m.run(limit);
  const [trap] = traps;
  if (p.eip !== 0 || !trap)
    throw new Error(`stopped at ${(p.eip - from).toString(16)}: ${JSON.stringify(trap ?? m.stop)}`);
  return p.r[0] as number;
}

function relocate(file: ReturnType<typeof readPe>, patch: (rva: number) => void): void {
  const { rva, size } = file.directory(5);
  for (let at = 0; at < size; ) {
    const block = file.at(rva + at);
    const page = block.getUint32(0, true);
    const length = block.getUint32(4, true);
    for (let i = 8; i < length; i += 2) {
      const entry = block.getUint16(i, true);
      if (entry >> 12 === 3) patch(page + (entry & 0xfff));
    }
    at += length;
  }
}

/** Compiles, links and runs `int main()`. */
export function result(text: string, options: BuildOptions = {}): number {
  return run(linked([object(text, options)]));
}

/** The instructions of a function, in WinDbg's shape without columns of blanks. */
export function code(text: string, name: string, options: BuildOptions = {}): string[] {
  const o = object(text, options);
  const f = o.debug?.functions.find((candidate) => candidate.name === name);
  const bytes = f && o.sections[f.section]?.bytes;
  if (!f || !bytes) throw new Error(`no function ${name}`);
  const lines: string[] = [];
  for (let at = f.offset; at < f.offset + f.size; ) {
    const { text: line, length } = disassemble((address) => bytes[address], at);
    lines.push(line.replace(/\s+/g, ' ').trim());
    at += length;
  }
  return lines;
}
