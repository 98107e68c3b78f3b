/**
 * Programs: one EXE and its DLLs, each from C files and with its own run-time library, compiled and linked in order so that an
 * EXE can import from the DLLs beside it.
 */
import { type CompileOptions, compile } from '../compiler/compile.ts';
import { CompileError, type Diagnostic } from '../compiler/diagnostic.ts';
import { link } from '../compiler/link.ts';
import { nearest } from '../compiler/nearest.ts';
import type { Library, ObjectFile } from '../compiler/object.ts';
import type { TokenCache } from '../compiler/preprocess.ts';
import type { Image } from '../compiler/symbols.ts';
import { programInclude } from './headers.ts';
import { importLibrary, type System } from './system.ts';

/** The compiler option that chooses the run-time library. */
export type Runtime = 'MD' | 'MDd' | 'MT' | 'MTd';

export interface ModuleOptions {
  readonly subsystemVersion?: readonly [number, number];
  readonly subsystem?: 'console' | 'windows';
  readonly defines?: Readonly<Record<string, string>>;
  readonly stackReserve?: number;
  readonly stackCommit?: number;
  readonly heapReserve?: number;
  readonly heapCommit?: number;
  readonly base?: number;
  /** Only handlers that the linker knows are called (/SAFESEH); off, handlers made by hand work too. */
  readonly safeSeh?: boolean;
  /** Security cookies guard buffers and exception records (/GS). */
  readonly bufferSecurity?: boolean;
  /** No run-time library, and this function as the entry point. */
  readonly entry?: string;
}

export interface ModuleSource {
  /** Without extension. */
  readonly name: string;
  readonly kind: 'exe' | 'dll';
  /** C and C++ files; headers may be among them, for `#include "name"`. */
  readonly sources: readonly { readonly name: string; readonly text: string }[];
  readonly runtime: Runtime;
  readonly options?: ModuleOptions;
}

/** A module without its texts: what is kept beside a program whose sources may be edited. */
export interface ModuleOutline extends Omit<ModuleSource, 'sources'> {
  /** Names of files. */
  readonly sources: readonly string[];
}

/** A program that can be built anew: its modules, the EXE first, and the texts of its files. */
export interface ProgramOutline {
  readonly modules: readonly ModuleOutline[];
  readonly sources: Readonly<Record<string, string>>;
}

const EXE_BASE = 0x00400000;
const DLL_BASE = 0x10000000;

/** Compiles and links all modules; the EXE first in the result. Throws CompileError for mistakes; `warn` gets warnings. */
export function buildProgram(
  modules: readonly ModuleSource[],
  system: System,
  warn?: (diagnostic: Diagnostic) => void,
): Image[] {
  const objects = modules.map((module) => compileModule(module, system, warn).map(({ object }) => object));
  const imports = modules.map((module, i) => importLibrary(fileNameOf(module), objects[i] ?? [], [], []));
  return modules.map((module, i) => {
    const others = imports.filter((_, k) => k !== i && modules[k]?.kind === 'dll');
    return linkModule(module, objects[i] ?? [], others, system);
  });
}

/** The modules of a program with their texts. */
export function modulesOf({ modules, sources }: ProgramOutline): ModuleSource[] {
  return modules.map((module) => ({
    ...module,
    sources: module.sources.map((name) => ({ name, text: sources[name] ?? '' })),
  }));
}

/** The program with `edits` in place of its files' texts: its images, the EXE first. Throws CompileError. */
export function buildEdited(program: ProgramOutline, edits: Readonly<Record<string, string>>, system: System): Image[] {
  return buildProgram(modulesOf({ ...program, sources: { ...program.sources, ...edits } }), system);
}

/** The object file of each C file of the module, with the file's text. Throws CompileError. */
export function compileModule(
  module: ModuleSource,
  system: System,
  warn?: (diagnostic: Diagnostic) => void,
): { object: ObjectFile; text: string }[] {
  const cache = headerTokens(system);
  return module.sources
    .filter(isUnit)
    .map((source) => ({ object: compileUnit(module, source, system, cache, warn), text: source.text }));
}

/** "RuntimeTest.exe" */
export function fileNameOf(module: ModuleSource): string {
  return `${module.name}.${module.kind}`;
}

const tokensOfHeaders = new WeakMap<System, TokenCache>();

/** Headers are read into tokens once for a system, whatever number of programs is built. */
function headerTokens(system: System): TokenCache {
  const known = tokensOfHeaders.get(system) ?? new Map();
  tokensOfHeaders.set(system, known);
  return known;
}

function isUnit(source: { readonly name: string }): boolean {
  return /\.(c|cpp|cc|cxx)$/i.test(source.name);
}

function compileUnit(
  module: ModuleSource,
  source: { readonly name: string; readonly text: string },
  system: System,
  cache: TokenCache,
  warn: ((diagnostic: Diagnostic) => void) | undefined,
): ObjectFile {
  const own = Object.fromEntries(module.sources.map(({ name, text }) => [name, text]));
  const include = programInclude(own, system.headers);
  const options = {
    defines: { ...runtimeDefines(module.runtime), ...module.options?.defines },
    include,
    cache,
    debug: true,
    rtc: module.runtime.endsWith('d'),
    bufferSecurity: module.options?.bufferSecurity ?? false,
    ...(warn ? { warn } : {}),
  };
  if (!/\.c$/i.test(source.name)) return compile(source, { ...options, language: 'c++' });
  try {
    return compile(source, { ...options, language: 'c' });
  } catch (error) {
    if (!(error instanceof CompileError && WORD_OF_CPLUSPLUS.test(error.diagnostic.message))) throw error;
    return asCplusplus(source, options, error);
  }
}

/** What published samples for C++ have that C without stdbool.h has not. */
const WORD_OF_CPLUSPLUS = /^undeclared name '(true|false|bool)'$/;

/** A sample for C++ that was put into a .c file; where it is none, the mistake is the one that C has found. */
function asCplusplus(
  source: { readonly name: string; readonly text: string },
  options: Omit<CompileOptions, 'language'>,
  mistake: CompileError,
): ObjectFile {
  try {
    const object = compile(source, { ...options, language: 'c++' });
    const { hint: _, ...place } = mistake.diagnostic;
    options.warn?.({ ...place, message: `${mistake.diagnostic.message} in C: compiled as C++` });
    return object;
  } catch (error) {
    throw error instanceof CompileError ? mistake : error;
  }
}

function runtimeDefines(runtime: Runtime): Record<string, string> {
  return {
    _MT: '1',
    ...(runtime.startsWith('MD') ? { _DLL: '1' } : {}),
    ...(runtime.endsWith('d') ? { _DEBUG: '1' } : {}),
  };
}

function runtimeLibraries(runtime: Runtime, { libraries }: System): readonly Library[] {
  switch (runtime) {
    case 'MD':
      return libraries.msvcrt;
    case 'MDd':
      return libraries.msvcrtd;
    case 'MT':
      return libraries.libcmt;
    case 'MTd':
      return libraries.libcmtd;
  }
}

function linkModule(
  module: ModuleSource,
  objects: readonly ObjectFile[],
  others: readonly Library[],
  system: System,
): Image {
  const { kind, options = {}, runtime } = module;
  const isDll = kind === 'dll';
  return link({
    fileName: fileNameOf(module),
    isDll,
    entry: options.entry ?? (isDll ? '_DllMainCRTStartup' : startUpOf(module, objects)),
    base: options.base ?? (isDll ? DLL_BASE : EXE_BASE),
    subsystem: options.subsystem ?? 'console',
    subsystemVersion: options.subsystemVersion ?? [5, 0],
    stackReserve: options.stackReserve ?? 0x100000,
    stackCommit: options.stackCommit ?? 0x1000,
    heapReserve: options.heapReserve ?? 0x100000,
    heapCommit: options.heapCommit ?? 0x1000,
    objects,
    libraries: [...others, ...runtimeLibraries(runtime, system), system.libraries.kernel32, system.libraries.ntdll],
    dynamicBase: false,
    relocations: isDll,
    safeSeh: options.safeSeh ?? false,
    sourceOf: (file) => module.sources.find(({ name }) => name === file)?.text,
  });
}

const START_UPS: Readonly<Record<string, string>> = {
  _main: 'mainCRTStartup',
  _wmain: 'wmainCRTStartup',
  '_WinMain@16': 'WinMainCRTStartup',
  '_wWinMain@16': 'wWinMainCRTStartup',
};

/** The start-up function that calls the main function which the program has. */
function startUpOf(module: ModuleSource, objects: readonly ObjectFile[]): string {
  for (const { symbols } of objects)
    for (const { name, section, external } of symbols) {
      const startUp = section >= 0 && external ? START_UPS[name] : undefined;
      if (startUp !== undefined) return startUp;
    }
  const file = module.sources[0]?.name ?? fileNameOf(module);
  const message = `${fileNameOf(module)} has no main, wmain or WinMain`;
  const functions = objects.flatMap(({ symbols }) =>
    symbols.filter(({ section }) => section >= 0).map(({ name }) => name),
  );
  const near = nearest('_main', functions)?.slice(1);
  const hint = near ? `is '${near}' meant to be main?` : 'a program starts at: int main(void)';
  throw new CompileError({ file, line: 1, column: 1, length: 1, message, hint, text: '' });
}
