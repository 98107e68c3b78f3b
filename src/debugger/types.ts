/**
 * Types as the debugger shows them, wherever they were declared: in an image's symbols (the programs' and DLLs' C) or by
 * `struct()` (the kernel's own). `dt` and the lenses walk this one form.
 */
import type { ImageSymbols, SymbolType, TypeIndex } from '../compiler/symbols.ts';
import type { Struct, TypeShape } from '../machine/struct.ts';
import { declaredStructs } from '../machine/struct.ts';
import type { LoadedModule } from './symbols.ts';

export type DebugType =
  | { readonly kind: 'void' }
  | { readonly kind: 'integer'; readonly size: number; readonly signed: boolean; readonly name: string }
  | { readonly kind: 'float'; readonly size: number; readonly name: string }
  | { readonly kind: 'pointer'; readonly to: () => DebugType }
  | { readonly kind: 'array'; readonly of: DebugType; readonly count: number }
  | { readonly kind: 'bits'; readonly unit: number; readonly shift: number; readonly width: number }
  | {
      readonly kind: 'enum';
      readonly name: string;
      readonly size: number;
      readonly values: readonly { readonly name: string; readonly value: number }[];
    }
  | {
      readonly kind: 'struct';
      readonly name: string;
      readonly size: number;
      readonly isUnion: boolean;
      readonly members: readonly DebugMember[];
    }
  | { readonly kind: 'function' };

export type StructDebugType = Extract<DebugType, { kind: 'struct' }>;

export interface DebugMember {
  readonly name: string;
  readonly offset: number;
  readonly type: DebugType;
}

const VOID: DebugType = { kind: 'void' };

// ------------------------------------------------------------------ from image symbols

const converted = new WeakMap<ImageSymbols, Map<TypeIndex, DebugType>>();

/** The type with index `index` in `symbols`. */
export function typeOfSymbol(symbols: ImageSymbols, index: TypeIndex): DebugType {
  const known = converted.get(symbols) ?? new Map<TypeIndex, DebugType>();
  converted.set(symbols, known);
  const before = known.get(index);
  if (before) return before;
  const type = symbols.types[index];
  const made = type ? convert(symbols, type) : VOID;
  known.set(index, made);
  return made;
}

function convert(symbols: ImageSymbols, type: SymbolType): DebugType {
  switch (type.kind) {
    case 'pointer':
      return { kind: 'pointer', to: () => typeOfSymbol(symbols, type.to) };
    case 'array':
      return { kind: 'array', of: typeOfSymbol(symbols, type.of), count: type.count };
    case 'struct':
      return structOfSymbols(symbols, type);
    case 'function':
      return { kind: 'function' };
    default:
      return type;
  }
}

function structOfSymbols(symbols: ImageSymbols, type: Extract<SymbolType, { kind: 'struct' }>): DebugType {
  let members: DebugMember[] | undefined;
  return {
    kind: 'struct',
    name: type.name,
    size: type.size,
    isUnion: type.isUnion,
    get members() {
      members ??= type.members.flatMap((member) => {
        const full = typeOfSymbol(symbols, member.type);
        const unit = full.kind === 'integer' || full.kind === 'enum' ? full.size : 4;
        if (member.name === '' && full.kind === 'struct') return membersInside(full, member.offset);
        return {
          name: member.name,
          offset: member.offset,
          type: member.bits ? { kind: 'bits' as const, unit, ...member.bits } : full,
        };
      });
      return members;
    },
  };
}

/** The members of an unnamed structure count as those of the one around it, as WinDbg shows them. */
function membersInside(type: StructDebugType, offset: number): readonly DebugMember[] {
  return type.members.map((member) => ({ ...member, offset: member.offset + offset }));
}

// ---------------------------------------------------------------- from declared structures

const declaredTypes = new Map<string, StructDebugType>();

/** A structure declared by `struct()`, by its name with or without the leading underscore. */
export function declaredType(name: string): StructDebugType | undefined {
  const bare = name.replace(/^_/, '');
  const known = declaredTypes.get(bare);
  if (known) return known;
  const declared = declaredStructs().get(bare);
  if (!declared) return undefined;
  const made = structOfDeclared(declared);
  declaredTypes.set(bare, made);
  return made;
}

function structOfDeclared(declared: Struct<unknown>): StructDebugType {
  const members = declared.members.map((member) => ({
    name: member.name,
    offset: member.offset,
    type: typeOfShape(member.shape),
  }));
  return { kind: 'struct', name: `_${declared.name}`, size: declared.size, isUnion: false, members };
}

function typeOfShape(shape: TypeShape): DebugType {
  switch (shape.kind) {
    case 'integer':
      return shape;
    case 'pointer':
      return { kind: 'pointer', to: () => declaredType(shape.to) ?? namedScalar(shape.to) };
    case 'array':
      return { kind: 'array', of: typeOfShape(shape.of), count: shape.count };
    case 'struct':
      return declaredType(shape.name) ?? VOID;
    case 'bits':
      return shape;
  }
}

/** What a pointer target that is no structure is: "Void", "Uint2B" … */
function namedScalar(name: string): DebugType {
  const scalar = /^(U?int|U?Char|Int|Wchar)(\d)?B?$/i.exec(name);
  if (!scalar) return VOID;
  const size = /char/i.test(name) ? (/^wchar/i.test(name) ? 2 : 1) : Number(scalar[2] ?? 4);
  return { kind: 'integer', name, size, signed: !/^[uw]/i.test(name) };
}

// ------------------------------------------------------------------------------- look-up

/** The type named `module!name` or `name`. Images' own types win over declared ones; the first module wins. */
export function typeNamed(
  modules: readonly LoadedModule[],
  text: string,
): { module: string; type: DebugType } | undefined {
  const bang = text.indexOf('!');
  const wanted = bang < 0 ? undefined : text.slice(0, bang).toLowerCase();
  const name = text.slice(bang + 1).replace(/^(struct|union|enum) /, '');
  for (const module of modules) {
    if (wanted !== undefined && module.name.toLowerCase() !== wanted) continue;
    const index = module.symbols && indexOfType(module.symbols, name);
    if (index !== undefined && module.symbols) {
      const type = typeOfSymbol(module.symbols, index);
      if (type.kind !== 'struct' || type.members.length > 0) return { module: module.name, type };
    }
  }
  const declared = declaredType(name);
  const isSystem = wanted === undefined || wanted === 'nt' || wanted === 'ntdll';
  return declared && isSystem ? { module: wanted ?? 'nt', type: declared } : undefined;
}

function indexOfType(symbols: ImageSymbols, name: string): TypeIndex | undefined {
  const names = symbols.typeNames;
  if (Object.hasOwn(names, name)) return names[name];
  const alternative = name.startsWith('_') ? name.slice(1) : `_${name}`;
  return Object.hasOwn(names, alternative) ? names[alternative] : undefined;
}

/** Size in bytes. */
export function sizeOfType(type: DebugType): number {
  switch (type.kind) {
    case 'pointer':
      return 4;
    case 'array':
      return type.count * sizeOfType(type.of);
    case 'bits':
      return type.unit;
    case 'void':
    case 'function':
      return 0;
    default:
      return type.size;
  }
}

/** The type's name as `dt` prints it: "Uint4B", "Ptr32 _PEB", "[34] Uint4B". */
export function typeName(type: DebugType): string {
  switch (type.kind) {
    case 'void':
      return 'Void';
    case 'integer':
      return integerName(type.size, type.signed, type.name);
    case 'float':
      return type.size === 4 ? 'Float' : 'Double';
    case 'pointer':
      return `Ptr32 ${typeName(type.to())}`;
    case 'array':
      return `[${type.count}] ${typeName(type.of)}`;
    case 'bits':
      return `Pos ${type.shift}, ${type.width} Bit${type.width === 1 ? '' : 's'}`;
    case 'function':
      return '     ';
    default:
      return type.name;
  }
}

function integerName(size: number, signed: boolean, name: string): string {
  if (/wchar/i.test(name)) return 'Wchar';
  if (size === 1) return signed ? 'Char' : 'UChar';
  return `${signed ? 'Int' : 'Uint'}${size}B`;
}
