/**
 * The types of C, as 32-bit Windows has them: int, long and pointers 4 bytes, long long 8, double 8 with 8-byte alignment
 * in structures, wchar_t 2 bytes, long double the same as double.
 *
 * A structure type is completed in place (`complete`), because C lets a name be used before its members are known; all
 * other types are immutable and may be shared.
 */
export type CType = VoidType | IntegerType | FloatType | PointerType | ArrayType | StructType | FunctionType;

export interface VoidType {
  readonly kind: 'void';
}

/** All integer types, `bool` and enumerations included. */
export interface IntegerType {
  readonly kind: 'integer';
  /** As C spells it: "int", "unsigned char", "wchar_t", "bool", "enum color". */
  readonly name: string;
  readonly size: 1 | 2 | 4 | 8;
  readonly signed: boolean;
  /** Conversions to `bool` compare with zero instead of truncating. */
  readonly isBool?: boolean;
}

export interface FloatType {
  readonly kind: 'float';
  readonly name: 'float' | 'double' | 'long double';
  readonly size: 4 | 8;
}

export interface PointerType {
  readonly kind: 'pointer';
  readonly to: CType;
  readonly size: 4;
  /** What it points to is `const`: the parser refuses to assign to it. */
  readonly toConst?: boolean;
  /** A C++ reference: an ordinary pointer to the generator; the parser has put in the dereferences. */
  readonly isReference?: boolean;
}

export interface ArrayType {
  readonly kind: 'array';
  readonly of: CType;
  /** Undefined for `int a[]` until its initialiser says. */
  readonly count: number | undefined;
}

export interface StructType {
  readonly kind: 'struct';
  readonly isUnion: boolean;
  /** The tag, or a made-up name such as "<unnamed-3>". A typedef name of an unnamed one is taken as its tag. */
  tag: string;
  /** Undefined while the type is incomplete. */
  members: readonly StructMember[] | undefined;
  size: number;
  align: number;
}

export interface StructMember {
  /** Empty for an unnamed structure or union whose members belong to the outer one. */
  readonly name: string;
  readonly type: CType;
  readonly offset: number;
  /** Set for bit-fields: the bits lie in the integer of `type`'s size at `offset`. */
  readonly bits?: { readonly shift: number; readonly width: number };
  readonly isConst?: boolean;
}

export type CallingConvention = 'cdecl' | 'stdcall' | 'fastcall';

export interface FunctionType {
  readonly kind: 'function';
  readonly returns: CType;
  readonly parameters: readonly { readonly name: string; readonly type: CType }[];
  readonly variadic: boolean;
  /** Declared as `f()`: takes anything, as in old C. */
  readonly unprototyped: boolean;
  readonly convention: CallingConvention;
}

const integerType = (name: string, size: 1 | 2 | 4 | 8, signed: boolean): IntegerType => ({
  kind: 'integer',
  name,
  size,
  signed,
});

export const VOID: VoidType = { kind: 'void' };
export const BOOL: IntegerType = { kind: 'integer', name: 'bool', size: 1, signed: false, isBool: true };
export const CHAR = integerType('char', 1, true);
export const SIGNED_CHAR = integerType('signed char', 1, true);
export const UNSIGNED_CHAR = integerType('unsigned char', 1, false);
export const SHORT = integerType('short', 2, true);
export const UNSIGNED_SHORT = integerType('unsigned short', 2, false);
export const WCHAR_T = integerType('wchar_t', 2, false);
export const INT = integerType('int', 4, true);
export const UNSIGNED_INT = integerType('unsigned int', 4, false);
export const LONG = integerType('long', 4, true);
export const UNSIGNED_LONG = integerType('unsigned long', 4, false);
export const LONG_LONG = integerType('__int64', 8, true);
export const UNSIGNED_LONG_LONG = integerType('unsigned __int64', 8, false);
export const FLOAT: FloatType = { kind: 'float', name: 'float', size: 4 };
export const DOUBLE: FloatType = { kind: 'float', name: 'double', size: 8 };
export const LONG_DOUBLE: FloatType = { kind: 'float', name: 'long double', size: 8 };

export function pointerTo(to: CType, toConst = false): PointerType {
  return toConst ? { kind: 'pointer', to, size: 4, toConst } : { kind: 'pointer', to, size: 4 };
}

export function arrayOf(of: CType, count: number | undefined): ArrayType {
  return { kind: 'array', of, count };
}

/** Size in bytes; 0 for void, functions and incomplete types. */
export function sizeOf(type: CType): number {
  if (type.kind === 'array') return sizeOf(type.of) * (type.count ?? 0);
  if (type.kind === 'void' || type.kind === 'function') return 0;
  return type.size;
}

/** Alignment in bytes, at least 1. */
export function alignOf(type: CType): number {
  if (type.kind === 'array') return alignOf(type.of);
  if (type.kind === 'struct') return type.align;
  return Math.max(1, sizeOf(type));
}
