/**
 * The linker: objects and libraries to an image.
 *
 * What is missing is drawn from libraries; import, export, TLS and debug tables are made as objects; all is laid out and
 * patched; the PE file is written; debug data is gathered.
 */
import { CompileError } from './diagnostic.ts';
import type { ExportRequest } from './link-exports.ts';
import { declaredExports, numbered, parseExport } from './link-exports.ts';
import type { Layout, OutputSection } from './link-layout.ts';
import { layOut, rvaOfName } from './link-layout.ts';
import { withSourceLine } from './link-message.ts';
import { Resolution } from './link-resolve.ts';
import { imageSymbols } from './link-symbols.ts';
import {
  debugObject,
  exportObject,
  importObject,
  LOAD_CONFIG_SIZE,
  loadConfigObject,
  ownCellObject,
  tlsObject,
} from './link-tables.ts';
import type { Library, ObjectFile } from './object.ts';
import { DIRECTORY, fileOffsets, relocationBlocks, writePe } from './pe.ts';
import type { Image } from './symbols.ts';

export interface LinkOptions {
  /** "RuntimeTest.exe" */
  readonly fileName: string;
  readonly isDll: boolean;
  /** Name of the entry function, decorated or not; empty for none. */
  readonly entry: string;
  readonly base: number;
  readonly subsystem: 'console' | 'windows';
  readonly subsystemVersion: readonly [number, number];
  readonly stackReserve: number;
  readonly stackCommit: number;
  readonly heapReserve: number;
  readonly heapCommit: number;
  readonly objects: readonly ObjectFile[];
  readonly libraries: readonly Library[];
  /** Lines of a module-definition file. */
  readonly exports?: readonly string[];
  readonly dynamicBase: boolean;
  /** Whether the image can be moved: has base relocations. */
  readonly relocations: boolean;
  /** Lists the exception handlers of the image: others in it are refused (/SAFESEH). */
  readonly safeSeh?: boolean;
  /** Texts of source files, so that messages can show the line. */
  readonly sourceOf?: (file: string) => string | undefined;
}

/** The same for all images, so that the same source makes the same bytes: 20 November 2010. */
const STAMP = 0x4ce7b8e8;

/** User space ends at 2 GB. */
const IMAGE_END = 0x7fff0000;

/** Links objects and what they need of the libraries to an image. Throws CompileError only. */
export function link(options: LinkOptions): Image {
  try {
    return linked(options);
  } catch (error) {
    if (!(error instanceof CompileError) || !options.sourceOf) throw error;
    throw withSourceLine(error, options.sourceOf);
  }
}

function linked(options: LinkOptions): Image {
  const { fileName } = options;
  const resolution = new Resolution(options.libraries);
  const asked: ExportRequest[] = (options.exports ?? []).map((line) => parseExport(line, fileName));
  for (const object of options.objects) {
    resolution.add(object);
    asked.push(...linkerExports(object));
  }
  const entry = wantEntry(resolution, options);
  for (const { internal } of asked) {
    const name = internal === undefined ? undefined : resolution.decorated(internal);
    if (name !== undefined) resolution.want(name);
  }
  for (const symbol of included(options)) if (symbol !== '__tls_used') resolution.want(symbol);
  resolution.settle();
  addTables(resolution, options, asked);
  const layout = layOut(resolution, options.base, 0xcc);
  if (layout.end + options.base > IMAGE_END) {
    const message = `the image would take ${Math.ceil(layout.end / 0x100000)} MB: too much for the 2 GB of a process`;
    throw new CompileError({ file: options.fileName, line: 1, column: 1, length: 1, message, text: '' });
  }
  return finish(resolution, layout, options, entry);
}

function linkerExports(object: ObjectFile): ExportRequest[] {
  return object.linkerOptions.flatMap((option) =>
    option.split(/\s+(?=[/-])/).flatMap((part) => {
      const match = /^[/-]export:(.*)$/i.exec(part.trim().replace(/"/g, ''));
      return match ? [parseExport((match[1] as string).replaceAll(',', ' '), object.name)] : [];
    }),
  );
}

/** Symbols that sources ask for by name: `#pragma comment(linker, "/INCLUDE:symbol")`. */
function included({ objects }: LinkOptions): string[] {
  return objects.flatMap(({ linkerOptions }) =>
    linkerOptions.flatMap((option) => /^[/-]include:(\S+)$/i.exec(option.trim().replace(/"/g, ''))?.[1] ?? []),
  );
}

function wantEntry(resolution: Resolution, options: LinkOptions): string | undefined {
  if (options.entry === '') return undefined;
  const name = resolution.decorated(options.entry);
  if (name !== undefined) {
    resolution.want(name);
    return name;
  }
  const message = `no source or library defines the entry '${options.entry}'`;
  throw new CompileError({ file: options.fileName, line: 1, column: 1, length: 1, message, text: '' });
}

function addTables(resolution: Resolution, options: LinkOptions, asked: readonly ExportRequest[]): void {
  const usesTls =
    included(options).includes('__tls_used') ||
    resolution.objects.some((o) => o.file.sections.some((s) => s.name.startsWith('.tls$') && s.size > 0));
  if (usesTls) {
    resolution.want('__tls_used');
    resolution.settle();
    if (!resolution.definitions.has('__tls_used')) resolution.add(tlsObject());
    resolution.settle();
  }
  if (options.safeSeh) addHandlers(resolution, options);
  if (resolution.imports.size > 0) resolution.add(importObject(resolution.imports, resolution.thunks));
  if (resolution.ownCells.size > 0) resolution.add(ownCellObject(resolution.ownCells));
  resolution.settle();
  resolution.complete();
  const requests = [...declaredExports(resolution), ...asked];
  if (requests.length > 0)
    resolution.add(exportObject(options.fileName, numbered(requests, resolution, options.fileName), STAMP));
  const module = moduleName(options.fileName);
  resolution.add(debugObject(`${module}.pdb`, identity(module), STAMP));
}

/** The compiler's own handler, and those that a source names by `/safeseh:name`, as `.safeseh` does in assembly. */
function addHandlers(resolution: Resolution, options: LinkOptions): void {
  const named = options.objects.flatMap(({ linkerOptions }) =>
    linkerOptions.flatMap((option) => /^[/-]safeseh:(\S+)$/i.exec(option.trim())?.[1] ?? []),
  );
  const handlers = ['__except_handler3', '__unwind_handler', '__except_handler4', '__unwind_handler4', ...named].filter(
    (name) => resolution.definitions.has(name),
  );
  resolution.add(loadConfigObject(handlers, resolution.definitions.has('___security_cookie')));
  resolution.settle();
}

const moduleName = (fileName: string): string => fileName.replace(/\.[^.]*$/, '');

/** Four words made of the name, in place of a GUID. */
function identity(text: string): readonly number[] {
  return [0x811c9dc5, 0x01000193, 0x9e3779b9, 0x85ebca6b].map((seed) => {
    let hash = seed;
    for (const c of text) hash = Math.imul(hash ^ c.charCodeAt(0), 0x01000193);
    return hash | 0;
  });
}

function finish(resolution: Resolution, layout: Layout, options: LinkOptions, entry: string | undefined): Image {
  const sections: OutputSection[] = [...layout.sections];
  const directories = new Map<number, { readonly rva: number; readonly size: number }>();
  const set = (n: number, range: { readonly rva: number; readonly size: number } | undefined): void => {
    if (range) directories.set(n, range);
  };
  set(DIRECTORY.export, layout.range('.edata'));
  set(DIRECTORY.import, layout.range('.idata$2'));
  set(DIRECTORY.importAddress, layout.range('.idata$5'));
  const tls = layout.rvaOf('__tls_used');
  if (tls !== undefined) set(DIRECTORY.tls, { rva: tls, size: 24 });
  const loadConfig = layout.rvaOf('__load_config_used');
  if (loadConfig !== undefined) set(DIRECTORY.loadConfig, { rva: loadConfig, size: LOAD_CONFIG_SIZE });
  sortHandlers(sections, layout.range('.rdata$sxdata'));
  const debug = layout.rvaOf('__debug_directory');
  if (debug !== undefined) set(DIRECTORY.debug, { rva: debug, size: 28 });
  if (options.relocations && layout.fixups.length > 0) {
    const bytes = relocationBlocks(layout.fixups);
    sections.push({ name: '.reloc', rva: layout.end, size: bytes.length, bytes, flags: 0x42000040 });
    set(DIRECTORY.relocation, { rva: layout.end, size: bytes.length });
  }
  pointToDebugData(sections, debug);
  const entryRva = entry === undefined ? 0 : (rvaOfName(resolution, entry) ?? 0);
  const bytes = writePe(sections, { ...options, entry: entryRva, timeDateStamp: STAMP, directories });
  const thunks = new Map([...resolution.thunks].map((name) => [name, rvaOfName(resolution, name) ?? 0]));
  const symbols = imageSymbols(moduleName(options.fileName), resolution, thunks);
  return { fileName: options.fileName, bytes, symbols };
}

/** The table of handlers is in the order of their addresses, known only now. */
function sortHandlers(
  sections: readonly OutputSection[],
  range: { readonly rva: number; readonly size: number } | undefined,
): void {
  const section = range && sections.find((s) => range.rva >= s.rva && range.rva < s.rva + s.size);
  if (!section) return;
  const view = new DataView(section.bytes.buffer, section.bytes.byteOffset + range.rva - section.rva, range.size);
  const count = range.size >>> 2;
  const sorted = Uint32Array.from({ length: count }, (_, i) => view.getUint32(4 * i, true)).sort();
  for (const [i, rva] of sorted.entries()) view.setUint32(4 * i, rva, true);
}

/** The debug directory also holds the file offset of its data, known only now. */
function pointToDebugData(sections: readonly OutputSection[], directory: number | undefined): void {
  if (directory === undefined) return;
  const index = sections.findIndex((s) => directory >= s.rva && directory < s.rva + s.size);
  const section = sections[index];
  if (!section) return;
  const view = new DataView(section.bytes.buffer);
  const data = view.getUint32(directory - section.rva + 20, true);
  view.setUint32(directory - section.rva + 24, data - section.rva + (fileOffsets(sections)[index] as number), true);
}
