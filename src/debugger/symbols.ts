/**
 * From addresses to names and lines and back, over the modules that are loaded at one moment.
 *
 * All questions are binary searches in the sorted lists of `ImageSymbols`; nothing is built in advance but one small index a
 * image, kept as long as the image.
 */
import type { DataSymbol, FunctionSymbol, Image, ImageSymbols } from '../compiler/symbols.ts';

/** A module in the debuggee's address space. */
export interface LoadedModule {
  readonly base: number;
  readonly size: number;
  /** As WinDbg shows it: "RuntimeTest". */
  readonly name: string;
  readonly fileName: string;
  /** Undefined for a module that we have no image of. */
  readonly symbols: ImageSymbols | undefined;
}

export interface SymbolPlace {
  readonly module: LoadedModule;
  readonly name: string;
  readonly displacement: number;
  readonly function?: FunctionSymbol;
  readonly data?: DataSymbol;
}

export interface LinePlace {
  readonly module: LoadedModule;
  readonly file: string;
  readonly line: number;
  /** First address of the row and first address behind it. */
  readonly start: number;
  readonly end: number;
}

/** Index of the last element whose key is at most `wanted`, or -1. */
function lastAtMost(count: number, key: (index: number) => number, wanted: number): number {
  let low = 0;
  let high = count - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    if (key(middle) <= wanted) low = middle + 1;
    else high = middle - 1;
  }
  return high;
}

export function imageOf(images: readonly Image[], fileName: string): Image | undefined {
  const wanted = fileName.toLowerCase();
  return images.find((image) => image.fileName.toLowerCase() === wanted);
}

export function moduleAt(modules: readonly LoadedModule[], address: number): LoadedModule | undefined {
  return modules.find((module) => address >= module.base && address < module.base + module.size);
}

/** The function around `address`, if symbols know one. */
export function functionAt(module: LoadedModule, address: number): FunctionSymbol | undefined {
  const functions = module.symbols?.functions ?? [];
  const rva = address - module.base;
  const found = functions[lastAtMost(functions.length, (i) => functions[i]?.rva ?? 0, rva)];
  return found && rva < found.rva + found.size ? found : undefined;
}

/**
 * Options of a look-up. `publicsOnly` is SYMOPT_PUBLICS_ONLY for the system's modules: their static functions are not known,
 * as in the symbol files that Microsoft gives out.
 */
export interface LookupOptions {
  readonly publicsOnly?: boolean;
}

/** True for Windows' own DLLs and the run-time library's. */
export function isSystemModule(module: LoadedModule): boolean {
  return /^(ntdll|kernel32|msvcr90d?)\.dll$/i.test(module.fileName);
}

/** The nearest symbol at or before `address`. */
export function symbolAt(
  modules: readonly LoadedModule[],
  address: number,
  options: LookupOptions = {},
): SymbolPlace | undefined {
  const module = moduleAt(modules, address);
  if (!module?.symbols) return undefined;
  const rva = address - module.base;
  const publicsOnly = options.publicsOnly === true && isSystemModule(module);
  const nearestFunction = nearest(module.symbols.functions, rva, publicsOnly);
  const nearestData = nearest(module.symbols.data, rva, publicsOnly);
  if (!nearestFunction && !nearestData) return undefined;
  if (nearestFunction && (!nearestData || nearestFunction.rva >= nearestData.rva)) {
    return { module, name: nearestFunction.name, displacement: rva - nearestFunction.rva, function: nearestFunction };
  }
  const data = nearestData as DataSymbol;
  return { module, name: data.name, displacement: rva - data.rva, data };
}

function nearest<S extends { readonly rva: number; readonly isPublic: boolean }>(
  symbols: readonly S[],
  rva: number,
  publicsOnly: boolean,
): S | undefined {
  let index = lastAtMost(symbols.length, (i) => symbols[i]?.rva ?? 0, rva);
  while (publicsOnly && index >= 0 && !symbols[index]?.isPublic) index--;
  return symbols[index];
}

/** "RuntimeTest!wmain+0x1a", or undefined where nothing is known. */
export function nameOf(
  modules: readonly LoadedModule[],
  address: number,
  options: LookupOptions = {},
): string | undefined {
  const place = symbolAt(modules, address, options);
  if (place)
    return `${place.module.name}!${place.name}${place.displacement ? `+0x${place.displacement.toString(16)}` : ''}`;
  const module = moduleAt(modules, address);
  return module ? `${module.name}+0x${(address - module.base).toString(16)}` : undefined;
}

/** The row of the line table that covers `address`; undefined where there is no source. */
export function lineAt(modules: readonly LoadedModule[], address: number): LinePlace | undefined {
  const module = moduleAt(modules, address);
  const lines = module?.symbols?.lines;
  if (!module || !lines) return undefined;
  const rva = address - module.base;
  const index = lastAtMost(lines.length / 3, (i) => lines[i * 3] ?? 0, rva);
  const line = index < 0 ? 0 : (lines[index * 3 + 2] ?? 0);
  if (line === 0) return undefined;
  const start = module.base + (lines[index * 3] ?? 0);
  const next = lines[index * 3 + 3];
  return {
    module,
    file: module.symbols?.files[lines[index * 3 + 1] ?? 0] ?? '',
    line,
    start,
    end: next === undefined ? start + 1 : module.base + next,
  };
}

/** A line without code stands for the next one that has some, if it is not further away than this. */
const LINES_AHEAD = 12;

/** Addresses at which code for `line` of `file`, or for the next line with code, begins. */
export function addressesOfLine(modules: readonly LoadedModule[], file: string, line: number): number[] {
  for (let ahead = 0; ahead < LINES_AHEAD; ahead++) {
    const addresses = addressesOfExactLine(modules, file, line + ahead);
    if (addresses.length > 0) return addresses;
  }
  return [];
}

function addressesOfExactLine(modules: readonly LoadedModule[], file: string, line: number): number[] {
  const addresses: number[] = [];
  for (const module of modules) {
    const { files = [], lines = [] } = module.symbols ?? {};
    for (let i = 0; i < lines.length; i += 3) {
      const rva = lines[i] ?? 0;
      if (lines[i + 2] !== line || !sameFile(files[lines[i + 1] ?? 0] ?? '', file)) continue;
      const inFunction = functionAt(module, module.base + rva);
      addresses.push(inFunction?.rva === rva ? module.base + inFunction.bodyRva : module.base + rva);
    }
  }
  return addresses;
}

/** Addresses at which rows begin whose file counts, prologues left out: a function's first stop is its body. */
export function rowStarts(modules: readonly LoadedModule[], counts: (file: string) => boolean): number[] {
  const addresses: number[] = [];
  for (const { base, symbols } of modules) {
    if (!symbols) continue;
    const isCounted = symbols.files.map(counts);
    if (!isCounted.includes(true)) continue;
    const bodies = new Map(symbols.functions.map((f) => [f.rva, f.bodyRva]));
    for (let i = 0; i < symbols.lines.length; i += 3) {
      const rva = symbols.lines[i] ?? 0;
      if (symbols.lines[i + 2] && isCounted[symbols.lines[i + 1] ?? 0]) addresses.push(base + (bodies.get(rva) ?? rva));
    }
  }
  return addresses;
}

/** True for equal file names; folders count only when both have one. */
export function sameFile(a: string, b: string): boolean {
  const left = a.toLowerCase().replaceAll('/', '\\');
  const right = b.toLowerCase().replaceAll('/', '\\');
  return left === right || left.endsWith(`\\${right}`) || right.endsWith(`\\${left}`);
}

/** The address of a symbol written `module!name` or `name`; the first module that knows it wins. */
export function addressOf(modules: readonly LoadedModule[], text: string): number | undefined {
  const bang = text.indexOf('!');
  const wantedModule = bang < 0 ? undefined : text.slice(0, bang).toLowerCase();
  const name = bang < 0 ? text : text.slice(bang + 1);
  for (const module of modules) {
    if (wantedModule !== undefined && !isModuleNamed(module, wantedModule)) continue;
    const rva = rvaOf(module.symbols, name);
    if (rva !== undefined) return (module.base + rva) >>> 0;
  }
  return undefined;
}

function isModuleNamed(module: LoadedModule, wanted: string): boolean {
  const name = module.name.toLowerCase();
  return name === wanted || module.fileName.toLowerCase() === wanted;
}

const indexes = new WeakMap<ImageSymbols, Map<string, number>>();

/** The RVA of a function or variable by its exact name. */
export function rvaOf(symbols: ImageSymbols | undefined, name: string): number | undefined {
  if (!symbols) return undefined;
  let index = indexes.get(symbols);
  if (!index) {
    index = new Map();
    for (const symbol of [...symbols.data, ...symbols.functions]) index.set(symbol.name, symbol.rva);
    indexes.set(symbols, index);
  }
  return index.get(name);
}

/** The module that `image` would be, loaded at the base that its header asks for. */
export function atPreferredBase(image: Image): LoadedModule {
  const header = new DataView(image.bytes.buffer, image.bytes.byteOffset, image.bytes.byteLength);
  const optional = header.getUint32(0x3c, true) + 24;
  const base = header.getUint32(optional + 28, true);
  const size = header.getUint32(optional + 56, true);
  return {
    base,
    size,
    name: image.symbols.module.replace(/\W/g, '_'),
    fileName: image.fileName,
    symbols: image.symbols,
  };
}
