/**
 * A PE32 file as the memory manager reads it: headers, sections, and the directories that mapping needs. Every offset is checked
 * against the file; a file that is not sound is no image.
 */

export interface PeSection {
  readonly name: string;
  readonly rva: number;
  readonly size: number;
  readonly fileOffset: number;
  readonly fileSize: number;
  readonly characteristics: number;
}

export interface PeImage {
  readonly bytes: Uint8Array;
  readonly imageBase: number;
  readonly size: number;
  readonly headersSize: number;
  readonly entryRva: number;
  readonly sections: readonly PeSection[];
  readonly characteristics: number;
  readonly dllCharacteristics: number;
  readonly subsystem: number;
  readonly subsystemMajor: number;
  readonly subsystemMinor: number;
  readonly stackReserve: number;
  readonly stackCommit: number;
  readonly checkSum: number;
  /** Where OptionalHeader.ImageBase lies in the headers. */
  readonly imageBaseOffset: number;
  readonly directories: readonly { readonly rva: number; readonly size: number }[];
}

export const IMAGE_FILE_DLL = 0x2000;
export const IMAGE_FILE_RELOCS_STRIPPED = 1;
export const DYNAMIC_BASE = 0x40;
const SIZE_MAX = 0x0800_0000;

/** The image in a file; undefined when the file is none that this machine can run. */
export function parsePe(bytes: Uint8Array): PeImage | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  if (bytes.length < 0x40 || view.getUint16(0, true) !== 0x5a4d) return undefined;
  const pe = view.getUint32(0x3c, true);
  if (pe > bytes.length - 0xf8 || view.getUint32(pe, true) !== 0x4550) return undefined;
  const sectionCount = view.getUint16(pe + 6, true);
  const optionalSize = view.getUint16(pe + 20, true);
  const optional = pe + 24;
  if (view.getUint16(pe + 4, true) !== 0x14c || view.getUint16(optional, true) !== 0x10b || optionalSize < 96)
    return undefined;
  const table = optional + optionalSize;
  if (sectionCount > 96 || table + sectionCount * 40 > bytes.length) return undefined;
  const size = view.getUint32(optional + 56, true);
  const headersSize = view.getUint32(optional + 60, true);
  if (size === 0 || size > SIZE_MAX || headersSize > size || headersSize > bytes.length) return undefined;
  const sections: PeSection[] = [];
  for (let i = 0; i < sectionCount; i++) {
    const section = readSection(bytes, view, table + i * 40);
    if (section.rva % 0x1000 !== 0 || section.rva + section.size > alignUp(size)) return undefined;
    if (section.fileOffset + section.fileSize > bytes.length) return undefined;
    sections.push(section);
  }
  const imageBase = view.getUint32(optional + 28, true);
  if (imageBase % 0x10000 !== 0) return undefined;
  return {
    bytes,
    imageBase,
    size: alignUp(size),
    headersSize,
    entryRva: view.getUint32(optional + 16, true),
    sections,
    characteristics: view.getUint16(pe + 22, true),
    dllCharacteristics: view.getUint16(optional + 70, true),
    subsystem: view.getUint16(optional + 68, true),
    subsystemMajor: view.getUint16(optional + 48, true),
    subsystemMinor: view.getUint16(optional + 50, true),
    stackReserve: view.getUint32(optional + 72, true),
    stackCommit: view.getUint32(optional + 76, true),
    checkSum: view.getUint32(optional + 64, true),
    imageBaseOffset: optional + 28,
    directories: readDirectories(view, optional, optionalSize),
  };
}

function readSection(bytes: Uint8Array, view: DataView, at: number): PeSection {
  let name = '';
  for (let i = 0; i < 8 && bytes[at + i]; i++) name += String.fromCharCode(bytes[at + i] as number);
  const virtualSize = view.getUint32(at + 8, true);
  const fileSize = view.getUint32(at + 16, true);
  const size = virtualSize === 0 ? fileSize : virtualSize;
  return {
    name,
    rva: view.getUint32(at + 12, true),
    size,
    fileOffset: view.getUint32(at + 20, true),
    fileSize: Math.min(fileSize, alignUp(size)),
    characteristics: view.getUint32(at + 36, true),
  };
}

function readDirectories(view: DataView, optional: number, optionalSize: number): { rva: number; size: number }[] {
  const count = Math.min(view.getUint32(optional + 92, true), 16, Math.floor((optionalSize - 96) / 8));
  return Array.from({ length: Math.max(0, count) }, (_, i) => ({
    rva: view.getUint32(optional + 96 + i * 8, true),
    size: view.getUint32(optional + 100 + i * 8, true),
  }));
}

function alignUp(size: number): number {
  return Math.ceil(size / 0x1000) * 0x1000;
}

/** The image as it lies in memory at `base`: sections in their places, addresses corrected. Undefined when it cannot be moved. */
export function laidOut(image: PeImage, base: number): Uint8Array | undefined {
  const flat = new Uint8Array(image.size);
  flat.set(image.bytes.subarray(0, image.headersSize));
  for (const s of image.sections)
    flat.set(image.bytes.subarray(s.fileOffset, s.fileOffset + Math.min(s.fileSize, image.size - s.rva)), s.rva);
  if (base === image.imageBase) return flat;
  if (image.characteristics & IMAGE_FILE_RELOCS_STRIPPED || !relocate(image, flat, base - image.imageBase))
    return undefined;
  new DataView(flat.buffer).setUint32(image.imageBaseOffset, base, true);
  return flat;
}

/** Applies base relocations: blocks of a page, each entry four bits of type and twelve of offset. */
function relocate(image: PeImage, flat: Uint8Array, delta: number): boolean {
  const directory = image.directories[5];
  if (!directory || directory.rva === 0) return false;
  const view = new DataView(flat.buffer);
  let at = directory.rva;
  const end = Math.min(directory.rva + directory.size, flat.length);
  while (at + 8 <= end) {
    const page = view.getUint32(at, true);
    const size = view.getUint32(at + 4, true);
    if (size < 8 || at + size > end) return false;
    for (let entry = at + 8; entry + 2 <= at + size; entry += 2) {
      const word = view.getUint16(entry, true);
      const place = page + (word & 0xfff);
      if (word >>> 12 === 0) continue;
      if (word >>> 12 !== 3 || place + 4 > flat.length) return false;
      view.setUint32(place, (view.getUint32(place, true) + delta) >>> 0, true);
    }
    at += size;
  }
  return true;
}

/** RVAs of named exports (no forwarders). */
export function exportsOf(image: PeImage): ReadonlyMap<string, number> {
  const found = new Map<string, number>();
  const flat = laidOut(image, image.imageBase);
  const directory = image.directories[0];
  if (!flat || !directory || directory.rva === 0 || directory.rva + 40 > flat.length) return found;
  const view = new DataView(flat.buffer);
  const read = (at: number): number => (at >= 0 && at + 4 <= flat.length ? view.getUint32(at, true) : 0);
  const functions = read(directory.rva + 28);
  const names = read(directory.rva + 32);
  const ordinals = read(directory.rva + 36);
  const count = Math.min(read(directory.rva + 24), 65_536);
  for (let i = 0; i < count; i++) {
    const ordinal = read(ordinals + i * 2) & 0xffff;
    found.set(textAt(flat, read(names + i * 4)), read(functions + ordinal * 4));
  }
  return found;
}

function textAt(flat: Uint8Array, at: number): string {
  let text = '';
  for (let i = at; i < flat.length && flat[i] && text.length < 512; i++) text += String.fromCharCode(flat[i] as number);
  return text;
}
