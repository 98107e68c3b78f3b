/**
 * Writes a PE32 file: DOS header and stub, COFF header, optional header with data directories, section table, sections.
 */
import type { OutputSection } from './link-layout.ts';
import { PAGE } from './link-layout.ts';

export const FILE_ALIGN = 0x200;
const PE_OFFSET = 0x80;
const HEADER_SIZE = 24 + 224;
const aligned = (value: number, to: number): number => Math.ceil(value / to) * to;

/** Numbers of the data directories. */
export const DIRECTORY = {
  export: 0,
  import: 1,
  relocation: 5,
  debug: 6,
  tls: 9,
  loadConfig: 10,
  importAddress: 12,
} as const;

export interface PeOptions {
  readonly isDll: boolean;
  readonly base: number;
  readonly entry: number;
  readonly subsystem: 'console' | 'windows';
  readonly subsystemVersion: readonly [number, number];
  readonly stackReserve: number;
  readonly stackCommit: number;
  readonly heapReserve: number;
  readonly heapCommit: number;
  readonly dynamicBase: boolean;
  readonly relocations: boolean;
  readonly timeDateStamp: number;
  readonly directories: ReadonlyMap<number, { readonly rva: number; readonly size: number }>;
}

/** Size of all headers in the file, and so the file offset of the first section. */
export function headersSize(sectionCount: number): number {
  return aligned(PE_OFFSET + HEADER_SIZE + sectionCount * 40, FILE_ALIGN);
}

/** File offset at which each section's bytes begin. */
export function fileOffsets(sections: readonly OutputSection[]): readonly number[] {
  let offset = headersSize(sections.length);
  return sections.map((s) => {
    const start = offset;
    offset += aligned(s.bytes.length, FILE_ALIGN);
    return start;
  });
}

/** "This program cannot be run in DOS mode." and the code that prints it. */
const DOS_CODE = [0x0e, 0x1f, 0xba, 0x0e, 0x00, 0xb4, 0x09, 0xcd, 0x21, 0xb8, 0x01, 0x4c, 0xcd, 0x21];
const DOS_TEXT = 'This program cannot be run in DOS mode.\r\r\n$';

export function writePe(sections: readonly OutputSection[], options: PeOptions): Uint8Array {
  const offsets = fileOffsets(sections);
  const last = sections.length - 1;
  const size =
    last < 0
      ? headersSize(0)
      : (offsets[last] as number) + aligned((sections[last] as OutputSection).bytes.length, FILE_ALIGN);
  const bytes = new Uint8Array(size);
  const view = new DataView(bytes.buffer);
  dosHeader(bytes, view);
  coffHeader(view, sections.length, options);
  optionalHeader(view, sections, options);
  for (const [i, section] of sections.entries()) {
    sectionHeader(bytes, view, PE_OFFSET + HEADER_SIZE + i * 40, section, offsets[i] as number);
    bytes.set(section.bytes, offsets[i] as number);
  }
  view.setUint32(PE_OFFSET + 24 + 64, checksum(bytes), true);
  return bytes;
}

function dosHeader(bytes: Uint8Array, view: DataView): void {
  const words = [0x5a4d, 0x90, 3, 0, 4, 0, 0xffff, 0, 0xb8, 0, 0, 0, 0x40];
  for (const [i, word] of words.entries()) view.setUint16(i * 2, word, true);
  view.setUint32(0x3c, PE_OFFSET, true);
  bytes.set(DOS_CODE, 0x40);
  bytes.set(
    [...DOS_TEXT].map((c) => c.charCodeAt(0)),
    0x40 + DOS_CODE.length,
  );
}

function coffHeader(view: DataView, sectionCount: number, options: PeOptions): void {
  view.setUint32(PE_OFFSET, 0x4550, true);
  view.setUint16(PE_OFFSET + 4, 0x14c, true);
  view.setUint16(PE_OFFSET + 6, sectionCount, true);
  view.setUint32(PE_OFFSET + 8, options.timeDateStamp, true);
  view.setUint16(PE_OFFSET + 20, 224, true);
  const flags = 0x0102 | (options.isDll ? 0x2000 : 0) | (options.relocations ? 0 : 1);
  view.setUint16(PE_OFFSET + 22, flags, true);
}

function optionalHeader(view: DataView, sections: readonly OutputSection[], options: PeOptions): void {
  const o = PE_OFFSET + 24;
  const sum = (test: (s: OutputSection) => boolean): number =>
    sections.filter(test).reduce((total, s) => total + aligned(s.bytes.length, FILE_ALIGN), 0);
  const code = sections.find((s) => s.flags & 0x20);
  const data = sections.find((s) => !(s.flags & 0x20));
  const end = sections.reduce((at, s) => Math.max(at, aligned(s.rva + s.size, PAGE)), PAGE);
  const set32 = (offset: number, value: number): void => view.setUint32(o + offset, value, true);
  const set16 = (offset: number, value: number): void => view.setUint16(o + offset, value, true);
  set16(0, 0x10b);
  view.setUint8(o + 2, 9);
  set32(
    4,
    sum((s) => (s.flags & 0x20) !== 0),
  );
  set32(
    8,
    sum((s) => (s.flags & 0x20) === 0),
  );
  set32(16, options.entry);
  set32(20, code?.rva ?? PAGE);
  set32(24, data?.rva ?? PAGE);
  set32(28, options.base);
  set32(32, PAGE);
  set32(36, FILE_ALIGN);
  set16(40, 5);
  set16(48, options.subsystemVersion[0]);
  set16(50, options.subsystemVersion[1]);
  set32(56, end);
  set32(60, headersSize(sections.length));
  set16(68, options.subsystem === 'console' ? 3 : 2);
  // NX compatible, terminal server aware (programs only), dynamic base.
  set16(70, 0x100 | (options.isDll ? 0 : 0x8000) | (options.dynamicBase ? 0x40 : 0));
  set32(72, options.stackReserve);
  set32(76, options.stackCommit);
  set32(80, options.heapReserve);
  set32(84, options.heapCommit);
  set32(92, 16);
  for (const [n, { rva, size }] of options.directories) {
    set32(96 + n * 8, rva);
    set32(100 + n * 8, size);
  }
}

function sectionHeader(
  bytes: Uint8Array,
  view: DataView,
  at: number,
  section: OutputSection,
  fileOffset: number,
): void {
  bytes.set(
    [...section.name].slice(0, 8).map((c) => c.charCodeAt(0)),
    at,
  );
  view.setUint32(at + 8, section.size, true);
  view.setUint32(at + 12, section.rva, true);
  const raw = aligned(section.bytes.length, FILE_ALIGN);
  view.setUint32(at + 16, raw, true);
  view.setUint32(at + 20, raw === 0 ? 0 : fileOffset, true);
  view.setUint32(at + 36, section.flags, true);
}

/** Sum of all words with carry folded in, plus the file's length; the checksum's own field counts as zero. */
function checksum(bytes: Uint8Array): number {
  let sum = 0;
  for (let i = 0; i < bytes.length; i += 2) {
    sum += (bytes[i] as number) | ((bytes[i + 1] ?? 0) << 8);
    sum = (sum & 0xffff) + (sum >>> 16);
  }
  return ((sum & 0xffff) + (sum >>> 16) + bytes.length) >>> 0;
}

/**
 * Base relocations: for each page with addresses in it a block of page RVA, block size, and words of type 3 (HIGHLOW) and
 * offset, their number even.
 */
export function relocationBlocks(fixups: readonly number[]): Uint8Array {
  const bytes: number[] = [];
  const pages = Map.groupBy(fixups, (rva) => rva - (rva % PAGE));
  for (const [page, list] of pages) {
    const entries = list.map((rva) => 0x3000 | (rva - page));
    if (entries.length % 2) entries.push(0);
    const size = 8 + entries.length * 2;
    for (const value of [page, size]) bytes.push(value & 255, (value >> 8) & 255, (value >> 16) & 255, value >>> 24);
    for (const entry of entries) bytes.push(entry & 255, entry >> 8);
  }
  return Uint8Array.from(bytes);
}
