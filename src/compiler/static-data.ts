/**
 * The bytes of initialised static variables.
 *
 * A constant is a number, or the address of a static object plus a number: the latter becomes a relocation.
 */
import type { DataDefinition, Expression, Variable } from './ast.ts';
import { type CType, sizeOf } from './ctypes.ts';
import type { Parser } from './parser.ts';
import type { Spot } from './source.ts';

export interface Address {
  readonly target: Variable;
  readonly addend: number;
}

const LARGEST = 64 << 20;

/** The address constant an expression is, or its number; undefined if it isn't constant. */
export function addressConstant(e: Expression): Address | bigint | undefined {
  switch (e.kind) {
    case 'integer':
      return e.value;
    case 'addressOf':
      return placeOf(e.object);
    case 'cast': {
      const inner = addressConstant(e.operand);
      if (inner === undefined || sizeOf(e.type) === 4) return inner;
      return undefined;
    }
    case 'binary': {
      const left = addressConstant(e.left);
      const right = addressConstant(e.right);
      if (left === undefined || right === undefined) return undefined;
      if (e.operator === '+') return plus(left, right);
      if (e.operator === '-') return typeof right === 'bigint' ? plus(left, -right) : difference(left, right);
      return e.operator === '/' && typeof left === 'bigint' && typeof right === 'bigint' && right !== 0n
        ? left / right
        : undefined;
    }
    default:
      return undefined;
  }
}

function plus(left: Address | bigint, right: Address | bigint): Address | bigint | undefined {
  if (typeof left === 'bigint') return typeof right === 'bigint' ? left + right : plus(right, left);
  return typeof right === 'bigint'
    ? { target: left.target, addend: (left.addend + Number(BigInt.asIntN(32, right))) | 0 }
    : undefined;
}

function difference(left: Address | bigint, right: Address): bigint | undefined {
  if (typeof left === 'bigint' || left.target !== right.target) return undefined;
  return BigInt(left.addend - right.addend);
}

/** Where a static lvalue lies. */
function placeOf(e: Expression): Address | bigint | undefined {
  switch (e.kind) {
    case 'variable':
      return e.variable.storage === 'global' && !e.variable.attributes.thread
        ? { target: e.variable, addend: 0 }
        : undefined;
    case 'literal':
      return e.variable.storage === 'global' ? { target: e.variable, addend: 0 } : undefined;
    case 'member': {
      const object = placeOf(e.object);
      return object === undefined ? undefined : plus(object, BigInt(e.offset));
    }
    case 'dereference':
      return addressConstant(e.pointer);
    default:
      return undefined;
  }
}

/** The bytes of one static variable as its initialiser is read. */
export class StaticBytes {
  private bytes: Uint8Array;
  /** Bytes in use; `bytes` may be longer. */
  private length: number;
  private readonly relocations = new Map<number, Address>();
  private readonly p: Parser;

  constructor(p: Parser, size: number, spot: Spot) {
    this.p = p;
    if (size > LARGEST) p.fail(spot, `initialised data may be ${LARGEST >> 20} MB at most`);
    this.bytes = new Uint8Array(size);
    this.length = size;
  }

  /** Makes room for `end` bytes (arrays without a size, flexible members). */
  private reserve(end: number, spot: Spot): void {
    if (end <= this.length) return;
    this.length = end;
    if (end <= this.bytes.length) return;
    if (end > LARGEST) this.p.fail(spot, `initialised data may be ${LARGEST >> 20} MB at most`);
    const larger = new Uint8Array(Math.min(LARGEST, 2 * end));
    larger.set(this.bytes);
    this.bytes = larger;
  }

  /** Stores a constant; false if `e` isn't one. */
  store(
    offset: number,
    type: CType,
    e: Expression,
    bits: { shift: number; width: number } | undefined,
    spot: Spot,
  ): boolean {
    const size = sizeOf(type);
    if (e.kind === 'float' && type.kind === 'float') {
      this.reserve(offset + size, spot);
      const view = new DataView(this.bytes.buffer);
      if (size === 4) view.setFloat32(offset, e.value, true);
      else view.setFloat64(offset, e.value, true);
      return true;
    }
    if (type.kind !== 'integer' && type.kind !== 'pointer') return this.copyLiteral(offset, type, e);
    const constant = addressConstant(e);
    if (constant === undefined) return false;
    this.reserve(offset + size, spot);
    if (this.relocations.size > 0) for (let at = offset - 3; at < offset + size; at++) this.relocations.delete(at);
    if (typeof constant === 'bigint') this.number(offset, size, constant, bits);
    else {
      if (size !== 4) return false;
      this.number(offset, 4, 0n, undefined);
      this.relocations.set(offset, constant);
    }
    return true;
  }

  /** A structure given by a compound literal of the file's scope. */
  private copyLiteral(offset: number, type: CType, e: Expression): boolean {
    if (e.kind !== 'literal' || e.variable.storage !== 'global') return false;
    const source = this.p.data.find((d) => d.variable === e.variable);
    if (!source) return false;
    this.bytes.set((source.bytes ?? new Uint8Array(sizeOf(type))).subarray(0, sizeOf(type)), offset);
    for (const r of source.relocations) this.relocations.set(r.offset + offset, r);
    return true;
  }

  private number(
    offset: number,
    size: number,
    number: bigint,
    bits: { shift: number; width: number } | undefined,
  ): void {
    let value = BigInt.asUintN(size * 8, number);
    if (bits) {
      let old = 0n;
      for (let i = size - 1; i >= 0; i--) old = (old << 8n) | BigInt(this.bytes[offset + i]!);
      const mask = ((1n << BigInt(bits.width)) - 1n) << BigInt(bits.shift);
      value = (old & ~mask) | ((value << BigInt(bits.shift)) & mask);
    }
    for (let i = 0; i < size; i++) {
      this.bytes[offset + i] = Number(value & 255n);
      value >>= 8n;
    }
  }

  text(offset: number, text: Uint8Array, spot: Spot): void {
    this.reserve(offset + text.length, spot);
    this.bytes.set(text, offset);
  }

  definition(variable: Variable, size: number, readOnly: boolean): DataDefinition {
    const bytes = new Uint8Array(Math.max(size, this.length));
    bytes.set(this.bytes.subarray(0, this.length));
    const relocations = [...this.relocations]
      .map(([offset, { target, addend }]) => ({ offset, target, addend }))
      .sort((a, b) => a.offset - b.offset);
    const isZero = relocations.length === 0 && !variable.attributes.section && bytes.every((byte) => byte === 0);
    return { variable, bytes: isZero && !readOnly ? undefined : bytes, relocations, readOnly };
  }
}
