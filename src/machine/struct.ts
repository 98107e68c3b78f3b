/**
 * Structures declared once: `struct("KEVENT", { Header: DISPATCHER_HEADER })` gives typed access to guest bytes, and the
 * layout from which C headers, `dt` and lenses are made.
 *
 * Members are laid out as Microsoft's compiler does (natural alignment, size rounded up), or where `at(offset, type)` says;
 * `at` also makes unions (two members at one offset) and, in debug spirit, states an offset that a fact sheet gives.
 * An accessor holds a space and an address and no copy of anything: `event.Header.SignalState = 1` writes four guest bytes.
 */
import { assert } from './assert.ts';
import type { ReadSpace, WriteSpace } from './space.ts';

/** How a member is described to people and programs: for `dt`, C text and lenses. */
export type TypeShape =
  | { readonly kind: 'integer'; readonly name: string; readonly size: number; readonly signed: boolean }
  | { readonly kind: 'pointer'; readonly to: string }
  | { readonly kind: 'array'; readonly of: TypeShape; readonly count: number }
  | { readonly kind: 'struct'; readonly name: string }
  | { readonly kind: 'bits'; readonly unit: number; readonly shift: number; readonly width: number };

/** A type of members: its size in bytes, its shape, how it is read and written. */
export interface FieldType<Value> {
  readonly size: number;
  readonly align: number;
  readonly shape: TypeShape;
  /** Set when `at` has fixed the member's place. */
  readonly offset?: number;
  read(space: ReadSpace, address: number): Value;
  write(space: WriteSpace, address: number, value: Value): void;
}

export interface Member {
  readonly name: string;
  readonly offset: number;
  readonly size: number;
  readonly shape: TypeShape;
}

type Fields = Record<string, FieldType<unknown>>;
type ValueOf<F> = F extends FieldType<infer V> ? V : never;

/** The accessor of a structure at an address. Nested structures and arrays are accessors again; writes need a Space. */
export type Accessor<F> = { readonly address: number; readonly space: ReadSpace } & {
  -readonly [K in keyof F]: ValueOf<F[K]>;
};

/** The accessor type of a declared structure: `type KEVENT = At<typeof KEVENT>`. */
export type At<S> = S extends Struct<infer F> ? Accessor<F> : never;

/** Elements of an array member. */
export interface Elements<V> {
  readonly address: number;
  readonly length: number;
  get(index: number): V;
  set(index: number, value: V): void;
  addressOf(index: number): number;
}

export interface Struct<F> extends FieldType<Accessor<F>> {
  readonly name: string;
  readonly members: readonly Member[];
  /** The structure at `address`; reads and writes go through to the space. */
  at(space: ReadSpace, address: number): Accessor<F>;
  offsetOf(member: keyof F & string): number;
}

function integer(name: string, size: 1 | 2 | 4, signed: boolean): FieldType<number> {
  const shape: TypeShape = { kind: 'integer', name, size, signed };
  return { size, align: size, shape, read: reader(size, signed), write: writer(size) };
}

function reader(size: 1 | 2 | 4, signed: boolean): (space: ReadSpace, address: number) => number {
  if (size === 1) return signed ? (s, a) => (s.u8(a) << 24) >> 24 : (s, a) => s.u8(a);
  if (size === 2) return signed ? (s, a) => (s.u16(a) << 16) >> 16 : (s, a) => s.u16(a);
  return signed ? (s, a) => s.i32(a) : (s, a) => s.u32(a);
}

function writer(size: 1 | 2 | 4): (space: WriteSpace, address: number, value: number) => void {
  if (size === 1) return (s, a, v) => s.setU8(a, v);
  if (size === 2) return (s, a, v) => s.setU16(a, v);
  return (s, a, v) => s.setU32(a, v);
}

function integer64(name: string, signed: boolean): FieldType<bigint> {
  return {
    size: 8,
    align: 8,
    shape: { kind: 'integer', name, size: 8, signed },
    read: (s, a) => {
      const value = (BigInt(s.u32(a + 4)) << 32n) | BigInt(s.u32(a));
      return signed ? BigInt.asIntN(64, value) : value;
    },
    write: (s, a, v) => {
      s.setU32(a, Number(BigInt.asUintN(32, v)));
      s.setU32(a + 4, Number(BigInt.asUintN(32, v >> 32n)));
    },
  };
}

export const U8 = integer('UChar', 1, false);
export const I8 = integer('Char', 1, true);
export const U16 = integer('Uint2B', 2, false);
export const I16 = integer('Int2B', 2, true);
export const U32 = integer('Uint4B', 4, false);
export const I32 = integer('Int4B', 4, true);
export const U64 = integer64('Uint8B', false);
export const I64 = integer64('Int8B', true);
/** A pointer to something without a type of its own. */
export const PVOID = pointer('Void');

/** A 32-bit pointer to the structure or type named `to`; its value is the address. */
export function pointer(to: string): FieldType<number> {
  return {
    size: 4,
    align: 4,
    shape: { kind: 'pointer', to },
    read: (s, a) => s.u32(a),
    write: (s, a, v) => s.setU32(a, v),
  };
}

/** `count` elements of `of`, one after the other. */
export function array<V>(of: FieldType<V>, count: number): FieldType<Elements<V>> {
  return {
    size: of.size * count,
    align: of.align,
    shape: { kind: 'array', of: of.shape, count },
    read: (space, address) => ({
      address,
      length: count,
      addressOf: (index) => address + index * of.size,
      get: (index) => of.read(space, address + index * of.size),
      set: (index, value) => of.write(space as WriteSpace, address + index * of.size, value),
    }),
    write: () => assert(false, 'an array is written element by element'),
  };
}

/** `width` bits from bit `shift` of an integer of `unit`'s size; give its place with `at` when bits share a unit. */
export function bits(unit: FieldType<number>, shift: number, width: number): FieldType<number> {
  const mask = width === 32 ? 0xffffffff : 2 ** width - 1;
  return {
    size: unit.size,
    align: unit.align,
    shape: { kind: 'bits', unit: unit.size, shift, width },
    read: (s, a) => ((unit.read(s, a) >>> shift) & mask) >>> 0,
    write: (s, a, v) => unit.write(s, a, ((unit.read(s, a) & ~(mask << shift)) | ((v & mask) << shift)) >>> 0),
  };
}

/** `type` at a given offset, for unions, bit fields and offsets that a source states. */
export function at<V>(offset: number, type: FieldType<V>): FieldType<V> {
  return { ...type, offset, read: type.read.bind(type), write: type.write.bind(type) };
}

const declared = new Map<string, Struct<unknown>>();

/** Every structure declared so far, by its name without the leading underscore. */
export function declaredStructs(): ReadonlyMap<string, Struct<unknown>> {
  return declared;
}

/** Declares a structure. `size`, when given, is what a source says: the layout must come to it. */
export function struct<const F extends Fields>(name: string, fields: F, size?: number): Struct<F> {
  const { members, align, end } = layout(name, fields);
  const rounded = size ?? Math.ceil(end / align) * align;
  assert(rounded >= end, `${name} is ${rounded.toString(16)}h bytes but its members end at ${end.toString(16)}h`);
  class At {
    readonly space: ReadSpace;
    readonly address: number;
    constructor(space: ReadSpace, address: number) {
      this.space = space;
      this.address = address;
    }
  }
  for (const member of members) defineMember(At.prototype, member, fields[member.name] as FieldType<unknown>);
  const at = (space: ReadSpace, address: number) => new At(space, address >>> 0) as unknown as Accessor<F>;
  const made: Struct<F> = {
    name,
    size: rounded,
    align,
    members,
    shape: { kind: 'struct', name },
    at,
    read: at,
    write: () => assert(false, 'a structure is written member by member'),
    offsetOf: (wanted) => {
      const member = members.find((m) => m.name === wanted);
      assert(member, `${name} has a member ${wanted}`);
      return member.offset;
    },
  };
  declared.set(name, made as Struct<unknown>);
  return made;
}

function layout(name: string, fields: Fields): { members: Member[]; align: number; end: number } {
  const members: Member[] = [];
  let offset = 0;
  let end = 0;
  let align = 1;
  for (const [memberName, type] of Object.entries(fields)) {
    align = Math.max(align, type.align);
    offset = type.offset ?? Math.ceil(offset / type.align) * type.align;
    assert(!members.some((m) => m.name === memberName), `${name}.${memberName} stands once`);
    members.push({ name: memberName, offset, size: type.size, shape: type.shape });
    offset += type.size;
    end = Math.max(end, offset);
  }
  return { members, align, end };
}

function defineMember(prototype: object, member: Member, type: FieldType<unknown>): void {
  Object.defineProperty(prototype, member.name, {
    enumerable: true,
    get(this: { space: ReadSpace; address: number }) {
      return type.read(this.space, this.address + member.offset);
    },
    set(this: { space: WriteSpace; address: number }, value: unknown) {
      type.write(this.space, this.address + member.offset, value);
    },
  });
}
