/**
 * Arithmetic that sets flags, by operand size, in the form that `Processor.x` keeps: the result, and the vector of carries
 * out of each bit, of which bits 31 (CF), 30 (for OF) and 3 (AF) are kept. Also the sixteen conditions.
 */
import { CARRIES, parity, RESULT } from '../processor.ts';

export const KEPT: number = 0xc0000008 | 0;
const TOP: number = 0xc0000000 | 0;

/** a + b + carry with all flags; the result has the operand's size. */
export type Binary = (x: Int32Array, a: number, b: number) => number;

export function add32(x: Int32Array, a: number, b: number): number {
  const r = (a + b) | 0;
  x[RESULT] = r;
  x[CARRIES] = ((a & b) | ((a | b) & ~r)) & KEPT;
  return r;
}

export function sub32(x: Int32Array, a: number, b: number): number {
  const r = (a - b) | 0;
  x[RESULT] = r;
  x[CARRIES] = ((~a & b) | (~(a ^ b) & r)) & KEPT;
  return r;
}

export function sub8(x: Int32Array, a: number, b: number): number {
  const r = a - b;
  const borrows = (~a & b) | (~(a ^ b) & r);
  x[RESULT] = (r << 24) >> 24;
  x[CARRIES] = ((borrows << 24) & TOP) | (borrows & 8);
  return r & 0xff;
}

export function adc32(x: Int32Array, a: number, b: number): number {
  const r = (a + b + ((x[CARRIES] as number) >>> 31)) | 0;
  x[RESULT] = r;
  x[CARRIES] = ((a & b) | ((a | b) & ~r)) & KEPT;
  return r;
}

export function sbb32(x: Int32Array, a: number, b: number): number {
  const r = (a - b - ((x[CARRIES] as number) >>> 31)) | 0;
  x[RESULT] = r;
  x[CARRIES] = ((~a & b) | (~(a ^ b) & r)) & KEPT;
  return r;
}

export function logic32(x: Int32Array, r: number): number {
  x[RESULT] = r;
  x[CARRIES] = 0;
  return r;
}

/** Keeps result and carries of an operation on the low `32 - shift` bits. */
function keep(x: Int32Array, r: number, carries: number, shift: number): number {
  x[RESULT] = (r << shift) >> shift;
  x[CARRIES] = ((carries << shift) & TOP) | (carries & 8);
  return r & (-1 >>> shift);
}

const and32: Binary = (x, a, b) => logic32(x, a & b);
const or32: Binary = (x, a, b) => logic32(x, a | b);
const xor32: Binary = (x, a, b) => logic32(x, a ^ b);

function narrow(shift: number): Record<string, Binary> {
  const plus = (x: Int32Array, a: number, b: number, c: number) => {
    const r = a + b + c;
    return keep(x, r, (a & b) | ((a | b) & ~r), shift);
  };
  const minus = (x: Int32Array, a: number, b: number, c: number) => {
    const r = a - b - c;
    return keep(x, r, (~a & b) | (~(a ^ b) & r), shift);
  };
  const carry = (x: Int32Array) => (x[CARRIES] as number) >>> 31;
  return {
    add: (x, a, b) => plus(x, a, b, 0),
    sub: (x, a, b) => minus(x, a, b, 0),
    cmp: (x, a, b) => minus(x, a, b, 0),
    adc: (x, a, b) => plus(x, a, b, carry(x)),
    sbb: (x, a, b) => minus(x, a, b, carry(x)),
    and: (x, a, b) => keep(x, a & b, 0, shift),
    test: (x, a, b) => keep(x, a & b, 0, shift),
    or: (x, a, b) => keep(x, a | b, 0, shift),
    xor: (x, a, b) => keep(x, a ^ b, 0, shift),
  };
}

const wide: Record<string, Binary> = {
  add: add32,
  sub: sub32,
  cmp: sub32,
  adc: adc32,
  sbb: sbb32,
  and: and32,
  test: and32,
  or: or32,
  xor: xor32,
};

/** The two-operand operations by size and name. */
export const BINARY: { readonly [size: number]: Readonly<Record<string, Binary>> } = {
  1: narrow(24),
  2: narrow(16),
  4: wide,
};

/** Sets CF and OF and leaves ZF, SF, PF and AF. */
export function setCarryAndOverflow(x: Int32Array, carry: number, overflow: number): void {
  x[CARRIES] = ((x[CARRIES] as number) & ~TOP) | (carry << 31) | ((carry ^ overflow) << 30);
}

/** Sets CF alone. */
export function setCarry(x: Int32Array, carry: number): void {
  const carries = x[CARRIES] as number;
  setCarryAndOverflow(x, carry, (carries ^ (carries << 1)) >>> 31);
}

export const carryOf = (x: Int32Array): number => (x[CARRIES] as number) >>> 31;

export type Condition = (x: Int32Array) => boolean;

const overflow: Condition = (x) => ((x[CARRIES] as number) ^ ((x[CARRIES] as number) << 1)) < 0;
const below: Condition = (x) => (x[CARRIES] as number) < 0;
const equal: Condition = (x) => x[RESULT] === 0;
const belowOrEqual: Condition = (x) => (x[CARRIES] as number) < 0 || x[RESULT] === 0;
const sign: Condition = (x) => ((((x[RESULT] as number) >>> 31) ^ (x[CARRIES] as number)) & 1) !== 0;
const even: Condition = (x) => parity((x[RESULT] as number) ^ ((x[CARRIES] as number) >> 8));
const less: Condition = (x) => {
  const c = x[CARRIES] as number;
  return ((x[RESULT] as number) ^ c ^ (c << 1) ^ (c << 31)) < 0;
};
const lessOrEqual: Condition = (x) => x[RESULT] === 0 || less(x);

const not =
  (condition: Condition): Condition =>
  (x) =>
    !condition(x);

/** The conditions in the order of their codes: o no b ae e ne be a s ns p np l ge le g. */
export const CONDITION: readonly Condition[] = [
  overflow,
  not(overflow),
  below,
  not(below),
  equal,
  not(equal),
  belowOrEqual,
  not(belowOrEqual),
  sign,
  not(sign),
  even,
  not(even),
  less,
  not(less),
  lessOrEqual,
  not(lessOrEqual),
];
