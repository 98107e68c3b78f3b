/**
 * What the generator makes of one translation unit, and what the linker and libraries are made of: sections of bytes,
 * a table of symbols, and relocations that refer to the table by index. Plain data; the only thing that is not JSON is `Uint8Array`.
 *
 * A relocation stores nothing in the bytes that it patches: its whole addend stands in `addend`.
 */

import type { Variable } from './ast.ts';
import type { FunctionType } from './ctypes.ts';
import { sizeOf } from './ctypes.ts';
import type { LocalSymbol, SymbolType, TypeIndex } from './symbols.ts';

/** 'dir32': address. 'rel32': distance from behind the 4 bytes. 'secrel': offset in the symbol's output section. 'rva': address less image base. */
export type RelocationKind = 'dir32' | 'rel32' | 'secrel' | 'rva';

export interface Relocation {
  readonly offset: number;
  readonly kind: RelocationKind;
  /** Index into the object's `symbols`. */
  readonly symbol: number;
  readonly addend: number;
}

export interface ObjectSection {
  /** ".text", ".data", ".CRT$XCU": what follows the $ only orders the pieces. */
  readonly name: string;
  /** Undefined for storage that is zero at start. */
  readonly bytes: Uint8Array | undefined;
  readonly size: number;
  readonly align: number;
  readonly relocations: readonly Relocation[];
  /** Several objects may bring it; the first one stays. Keyed by the symbol at its start. */
  readonly selectAny: boolean;
}

export interface ObjectSymbol {
  /** As the linker knows it: "_main", "_Sleep@4". */
  readonly name: string;
  /** Index into `sections`, or -1: defined elsewhere. */
  readonly section: number;
  readonly offset: number;
  readonly size: number;
  /** Visible to other objects. */
  readonly external: boolean;
  readonly isFunction: boolean;
  /** A tentative definition of C: any number may exist, a real definition wins, the largest gives the size. */
  readonly common: boolean;
  /** Name to export it under: `__declspec(dllexport)`. */
  readonly exportName: string | undefined;
}

/** A function as the debugger needs it; offsets are within its section. */
export interface ObjectFunction {
  readonly name: string;
  readonly symbol: number;
  readonly section: number;
  readonly offset: number;
  readonly size: number;
  readonly bodyOffset: number;
  readonly hasFrame: boolean;
  readonly isPublic: boolean;
  readonly returns: TypeIndex;
  readonly parameters: readonly LocalSymbol[];
  /** `from` and `to` are offsets in the section here. */
  readonly locals: readonly LocalSymbol[];
  /** Triples: offset in the section, index into `files`, line. */
  readonly lines: readonly number[];
}

export interface ObjectData {
  readonly name: string;
  readonly symbol: number;
  readonly type: TypeIndex;
  readonly isPublic: boolean;
}

export interface ObjectDebug {
  readonly files: readonly string[];
  readonly functions: readonly ObjectFunction[];
  readonly data: readonly ObjectData[];
  readonly types: readonly SymbolType[];
  readonly typeNames: Readonly<Record<string, TypeIndex>>;
}

export interface ObjectFile {
  /** The source file's name. */
  readonly name: string;
  readonly sections: readonly ObjectSection[];
  readonly symbols: readonly ObjectSymbol[];
  readonly linkerOptions: readonly string[];
  readonly libraries: readonly string[];
  readonly debug: ObjectDebug | undefined;
}

/** Object files of which the linker takes those that define what is missing, or names that a DLL exports. */
export type Library =
  | { readonly kind: 'static'; readonly name: string; readonly members: readonly ObjectFile[] }
  | { readonly kind: 'import'; readonly dll: string; readonly names: readonly ImportName[] };

export interface ImportName {
  /** As the linker knows it: "_Sleep@4". */
  readonly name: string;
  readonly exportName: string;
  readonly data?: boolean;
  /** Where the name stands in the DLL's sorted table: the loader looks there first. */
  readonly hint?: number;
}

/** Bytes of stack that a call's arguments take: each rounded up to 4. */
export function argumentBytes(type: FunctionType): number {
  return type.parameters.reduce((sum, p) => sum + ((sizeOf(p.type) + 3) & ~3), 0);
}

/** The linker's name of a global: Microsoft's decoration for C; for C++ functions "?name@@" and the parameter types. */
export function decoratedName(variable: Variable): string {
  const { linkName, type } = variable;
  if (type.kind !== 'function') return `_${linkName}`;
  if (!variable.cLinkage) return `?${linkName}@@(${type.parameters.map((p) => typeText(p.type)).join(',')})`;
  if (type.convention === 'stdcall' && !type.variadic) return `_${linkName}@${argumentBytes(type)}`;
  if (type.convention === 'fastcall') return `@${linkName}@${argumentBytes(type)}`;
  return `_${linkName}`;
}

function typeText(type: FunctionType['returns']): string {
  switch (type.kind) {
    case 'void':
      return 'void';
    case 'integer':
    case 'float':
      return type.name;
    case 'pointer':
      return `${typeText(type.to)} *`;
    case 'array':
      return `${typeText(type.of)} [${type.count ?? ''}]`;
    case 'struct':
      return type.tag;
    case 'function':
      return `${typeText(type.returns)} (${type.parameters.map((p) => typeText(p.type)).join(',')})`;
  }
}

/** The name as the programmer wrote it: for messages and symbols without debug data. */
export function undecoratedName(name: string): string {
  const plain = name.replace(/^__imp_/, '');
  const cpp = /^\?(.*)@@\(/.exec(plain);
  if (cpp) return cpp[1] ?? plain;
  return plain.replace(/^[_@]/, '').replace(/@\d+$/, '');
}
