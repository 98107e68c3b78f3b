/**
 * The tables of an image that no source file holds, made as object files of their own so that they are laid out and relocated
 * like all others: imports, exports, thread-local storage, the debug directory.
 */
import type { ImportedName } from './link-resolve.ts';
import type { ObjectDebug, ObjectFile, ObjectSection, ObjectSymbol, Relocation, RelocationKind } from './object.ts';
import type { SymbolType } from './symbols.ts';

/** Gathers an object file piece by piece. */
export class ObjectBuilder {
  readonly #name: string;
  readonly #sections: { name: string; bytes: number[]; relocations: Relocation[]; align: number }[] = [];
  readonly #symbols: ObjectSymbol[] = [];
  constructor(name: string) {
    this.#name = name;
  }

  section(name: string, align = 4): number {
    return this.#sections.push({ name, bytes: [], relocations: [], align }) - 1;
  }

  #at(section: number): { bytes: number[]; relocations: Relocation[] } {
    return this.#sections[section] as { bytes: number[]; relocations: Relocation[] };
  }

  length(section: number): number {
    return this.#at(section).bytes.length;
  }

  bytes(section: number, values: Iterable<number>): void {
    for (const value of values) this.#at(section).bytes.push(value & 255);
  }

  dword(section: number, value: number): void {
    this.bytes(section, [value, value >> 8, value >> 16, value >>> 24]);
  }

  word(section: number, value: number): void {
    this.bytes(section, [value, value >> 8]);
  }

  /** Text, ended by a zero, padded to an even length when `even`. */
  text(section: number, text: string, even = false): void {
    this.bytes(
      section,
      [...text].map((c) => c.charCodeAt(0)),
    );
    this.bytes(section, [0]);
    if (even && this.length(section) % 2) this.bytes(section, [0]);
  }

  reference(section: number, kind: RelocationKind, symbol: number, addend = 0): void {
    const { relocations, bytes } = this.#at(section);
    relocations.push({ offset: bytes.length, kind, symbol, addend });
    this.dword(section, 0);
  }

  /** A symbol at the end of the section so far. */
  define(section: number, name: string, external: boolean, size = 4, isFunction = false): number {
    const offset = this.length(section);
    return (
      this.#symbols.push({ name, section, offset, size, external, isFunction, common: false, exportName: undefined }) -
      1
    );
  }

  refer(name: string): number {
    const known = this.#symbols.findIndex((s) => s.name === name);
    if (known >= 0) return known;
    return (
      this.#symbols.push({
        name,
        section: -1,
        offset: 0,
        size: 0,
        external: true,
        isFunction: false,
        common: false,
        exportName: undefined,
      }) - 1
    );
  }

  finish(): ObjectFile {
    const sections = this.#sections.map(({ name, bytes, relocations, align }): ObjectSection => {
      return { name, bytes: Uint8Array.from(bytes), size: bytes.length, align, relocations, selectAny: false };
    });
    return { name: this.#name, sections, symbols: this.#symbols, linkerOptions: [], libraries: [], debug: undefined };
  }
}

const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/**
 * .idata$2 descriptors, .idata$4 lookup tables, .idata$5 address tables (the cells that calls go through), .idata$6 names;
 * and a `jmp dword ptr [cell]` for each name that is called plainly.
 */
export function importObject(imports: ReadonlyMap<string, ImportedName>, thunks: ReadonlySet<string>): ObjectFile {
  const b = new ObjectBuilder('imports');
  const descriptors = b.section('.idata$2');
  const lookup = b.section('.idata$4');
  const cells = b.section('.idata$5');
  const names = b.section('.idata$6', 2);
  const byDll = Map.groupBy(imports, ([, imported]) => imported.dll);
  for (const dll of [...byDll.keys()].sort(byText)) {
    const list = (byDll.get(dll) ?? []).toSorted((x, y) => byText(x[1].name.exportName, y[1].name.exportName));
    const firstLookup = b.define(lookup, `lookup ${dll}`, false);
    const firstCell = b.define(cells, `cells ${dll}`, false);
    for (const [name, imported] of list) {
      const hint = b.define(names, `name ${dll} ${imported.name.exportName}`, false);
      b.word(names, imported.name.hint ?? 0);
      b.text(names, imported.name.exportName, true);
      b.reference(lookup, 'rva', hint);
      b.define(cells, `__imp_${name}`, true);
      b.reference(cells, 'rva', hint);
    }
    b.dword(lookup, 0);
    b.dword(cells, 0);
    const dllName = b.define(names, `dll ${dll}`, false);
    b.text(names, dll, true);
    b.reference(descriptors, 'rva', firstLookup);
    b.dword(descriptors, 0);
    b.dword(descriptors, 0);
    b.reference(descriptors, 'rva', dllName);
    b.reference(descriptors, 'rva', firstCell);
  }
  for (let i = 0; i < 5; i++) b.dword(descriptors, 0);
  addThunks(b, thunks);
  return b.finish();
}

function addThunks(b: ObjectBuilder, thunks: ReadonlySet<string>): void {
  if (thunks.size === 0) return;
  const text = b.section('.text', 2);
  for (const name of [...thunks].sort(byText)) {
    b.define(text, name, true, 6, true);
    b.bytes(text, [0xff, 0x25]);
    b.reference(text, 'dir32', b.refer(`__imp_${name}`));
  }
}

/** Cells for dllimport names that are linked in after all. */
export function ownCellObject(names: Iterable<string>): ObjectFile {
  const b = new ObjectBuilder('own imports');
  const section = b.section('.rdata');
  for (const name of names) {
    b.define(section, `__imp_${name}`, true);
    b.reference(section, 'dir32', b.refer(name));
  }
  return b.finish();
}

export interface Export {
  /** Empty when exported by ordinal only. */
  readonly name: string;
  readonly ordinal: number;
  /** Linker name, or the text of a forwarder. */
  readonly target: { readonly symbol: string } | { readonly forward: string };
}

/** The export directory: addresses by ordinal, names in order, their ordinals, the DLL's name. */
export function exportObject(dll: string, exports: readonly Export[], stamp: number): ObjectFile {
  const b = new ObjectBuilder('exports');
  const directory = b.section('.edata$1');
  const addresses = b.section('.edata$2');
  const namePointers = b.section('.edata$3');
  const ordinals = b.section('.edata$4', 2);
  const texts = b.section('.edata$5', 1);
  const first = Math.min(...exports.map((e) => e.ordinal));
  const last = Math.max(...exports.map((e) => e.ordinal));
  const named = exports.filter((e) => e.name !== '').toSorted((x, y) => byText(x.name, y.name));
  const tables = [
    b.define(addresses, 'addresses', false),
    b.define(namePointers, 'names', false),
    b.define(ordinals, 'ordinals', false),
  ];
  const dllName = b.define(texts, 'dll', false);
  b.text(texts, dll);
  b.dword(directory, 0);
  b.dword(directory, stamp);
  b.dword(directory, 0);
  b.reference(directory, 'rva', dllName);
  b.dword(directory, first);
  b.dword(directory, last - first + 1);
  b.dword(directory, named.length);
  for (const table of tables) b.reference(directory, 'rva', table);
  const byOrdinal = new Map(exports.map((e) => [e.ordinal, e]));
  for (let ordinal = first; ordinal <= last; ordinal++) exportAddress(b, addresses, texts, byOrdinal.get(ordinal));
  for (const e of named) {
    const name = b.define(texts, `export ${e.name}`, false);
    b.text(texts, e.name);
    b.reference(namePointers, 'rva', name);
    b.word(ordinals, e.ordinal - first);
  }
  return b.finish();
}

function exportAddress(b: ObjectBuilder, addresses: number, texts: number, e: Export | undefined): void {
  if (!e) b.dword(addresses, 0);
  else if ('forward' in e.target) {
    const text = b.define(texts, `forward ${e.target.forward}`, false);
    b.text(texts, e.target.forward);
    b.reference(addresses, 'rva', text);
  } else b.reference(addresses, 'rva', b.refer(e.target.symbol));
}

/**
 * Thread-local storage, when no run-time library brings it: start and end of the template, the module's index, the
 * null-ended list of callbacks between .CRT$XLA and .CRT$XLZ, and the directory.
 */
export function tlsObject(): ObjectFile {
  const b = new ObjectBuilder('tls');
  const start = b.section('.tls');
  b.define(start, '__tls_start', true);
  b.dword(start, 0);
  const end = b.section('.tls$ZZZ');
  b.define(end, '__tls_end', true);
  b.dword(end, 0);
  const data = b.section('.data');
  const index = b.define(data, '__tls_index', true);
  b.dword(data, 0);
  const before = b.section('.CRT$XLA');
  b.define(before, '___xl_a', true);
  b.dword(before, 0);
  const after = b.section('.CRT$XLZ');
  b.dword(after, 0);
  const directory = b.section('.rdata$T');
  b.define(directory, '__tls_used', true, 24);
  b.reference(directory, 'dir32', b.refer('__tls_start'));
  b.reference(directory, 'dir32', b.refer('__tls_end'));
  b.reference(directory, 'dir32', b.refer('__tls_index'));
  b.reference(directory, 'dir32', b.refer('___xl_a'), 4);
  b.dword(directory, 0);
  b.dword(directory, 0);
  return { ...b.finish(), debug: nameInDebugger('_tls_index', index) };
}

/** What a debugger knows of an object of one ULONG. */
function nameInDebugger(name: string, symbol: number): ObjectDebug {
  const types: readonly SymbolType[] = [{ kind: 'integer', name: 'unsigned long', size: 4, signed: false }];
  return { files: [], functions: [], data: [{ name, symbol, type: 0, isPublic: true }], types, typeNames: {} };
}

/** Bytes of IMAGE_LOAD_CONFIG_DIRECTORY32 up to the count of handlers. */
export const LOAD_CONFIG_SIZE = 0x48;
const COOKIE_OFFSET = 0x3c;

/** The load configuration: the place of the security cookie, and the table of exception handlers by RVA. */
export function loadConfigObject(handlers: readonly string[], hasCookie: boolean): ObjectFile {
  const b = new ObjectBuilder('load configuration');
  const table = b.section('.rdata$sxdata');
  const start = b.define(table, '___safe_se_handler_table', true, 4 * handlers.length);
  for (const handler of handlers) b.reference(table, 'rva', b.refer(handler));
  const config = b.section('.rdata$zzloadcfg');
  b.define(config, '__load_config_used', true, LOAD_CONFIG_SIZE);
  b.dword(config, LOAD_CONFIG_SIZE);
  while (b.length(config) < COOKIE_OFFSET) b.dword(config, 0);
  if (hasCookie) b.reference(config, 'dir32', b.refer('___security_cookie'));
  else b.dword(config, 0);
  b.reference(config, 'dir32', start);
  b.dword(config, handlers.length);
  return b.finish();
}

/** The debug directory's one entry, CodeView: where a debugger would look for symbols. */
export function debugObject(pdb: string, identity: readonly number[], stamp: number): ObjectFile {
  const b = new ObjectBuilder('debug');
  const directory = b.section('.rdata$zzdbg');
  const record = b.section('.rdata$zzzdbg');
  b.define(directory, '__debug_directory', true, 28);
  const start = b.define(record, 'codeview', false);
  b.bytes(record, [0x52, 0x53, 0x44, 0x53]);
  for (const word of identity) b.dword(record, word);
  b.dword(record, 1);
  b.text(record, pdb);
  const size = b.length(record);
  b.dword(directory, 0);
  b.dword(directory, stamp);
  b.dword(directory, 0);
  b.dword(directory, 2);
  b.dword(directory, size);
  b.reference(directory, 'rva', start);
  // PointerToRawData: the file offset, which equals the RVA less a constant of the section; set when the file is written.
  b.define(directory, '__debug_pointer', true);
  b.dword(directory, 0);
  return b.finish();
}
