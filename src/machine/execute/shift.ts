/**
 * Shifts and rotates. The count is taken modulo 32; a count of 0 changes nothing, not even flags. Where the manual leaves OF
 * open (counts above 1) it is what the formula for count 1 gives.
 */
import type { Instruction, Operand, Size } from '../instruction.ts';
import { CARRIES, ECX, RESULT } from '../processor.ts';
import { carryOf, setCarryAndOverflow } from './flags.ts';
import { load, type Maker, type Makers, modify, type Op, sizeOf } from './operand.ts';

/** The result of shifting `value` by a count of 1 to 31. */
type Shift = (x: Int32Array, value: number, count: number) => number;

function finish(x: Int32Array, result: number, carry: number, overflow: number): number {
  x[RESULT] = result;
  x[CARRIES] = (carry << 31) | ((carry ^ overflow) << 30);
  return result;
}

const topOf = (value: number, size: Size): number => (value >>> (size * 8 - 1)) & 1;
const secondOf = (value: number, size: Size): number => (value >>> (size * 8 - 2)) & 1;
const signed = (value: number, size: Size): number => (value << (32 - size * 8)) >> (32 - size * 8);

function shl(size: Size): Shift {
  const bits = size * 8;
  return (x, value, count) => {
    const result = signed(value << count, size);
    const carry = count <= bits ? (value >>> (bits - count)) & 1 : 0;
    return finish(x, result, carry, topOf(result, size) ^ carry);
  };
}

function shr(size: Size): Shift {
  return (x, value, count) => {
    const result = signed(value >>> count, size);
    return finish(x, result, (value >>> (count - 1)) & 1, topOf(result, size) ^ secondOf(result, size));
  };
}

function sar(size: Size): Shift {
  return (x, value, count) => {
    const wide = signed(value, size);
    return finish(x, wide >> count, (wide >> (count - 1)) & 1, 0);
  };
}

function rol(size: Size): Shift {
  const bits = size * 8;
  return (x, value, count) => {
    const n = count % bits;
    const result = n === 0 ? value : (value << n) | (value >>> (bits - n));
    setCarryAndOverflow(x, result & 1, topOf(result, size) ^ (result & 1));
    return result;
  };
}

function ror(size: Size): Shift {
  const bits = size * 8;
  return (x, value, count) => {
    const n = count % bits;
    const result = n === 0 ? value : (value >>> n) | (value << (bits - n));
    setCarryAndOverflow(x, topOf(result, size), topOf(result, size) ^ secondOf(result, size));
    return result;
  };
}

/** Rotates through the carry, bit by bit: the count is taken modulo the number of bits and one. */
function rcl(size: Size): Shift {
  const bits = size * 8;
  return (x, value, count) => {
    let carry = carryOf(x);
    let result = value;
    const n = count % (bits + 1);
    for (let i = 0; i < n; i++) {
      const out = topOf(result, size);
      result = (result << 1) | carry;
      carry = out;
    }
    if (n > 0) setCarryAndOverflow(x, carry, topOf(result, size) ^ carry);
    return result;
  };
}

function rcr(size: Size): Shift {
  const bits = size * 8;
  return (x, value, count) => {
    let carry = carryOf(x);
    let result = value;
    const n = count % (bits + 1);
    for (let i = 0; i < n; i++) {
      const out = result & 1;
      result = (result >>> 1) | (carry << (bits - 1));
      carry = out;
    }
    if (n > 0) setCarryAndOverflow(x, carry, topOf(result, size) ^ secondOf(result, size));
    return result;
  };
}

function shift(make: (size: Size) => Shift): Maker {
  const bySize = { 1: make(1), 2: make(2), 4: make(4) };
  return (i) => {
    const [o, by] = i.operands as [Operand, Operand];
    const compute = bySize[sizeOf(o)];
    if (by.kind === 'immediate') return byConstant(o, by.value & 31, compute);
    return modify(o, (_p, x, value) => {
      const count = (x[ECX] as number) & 31;
      return count === 0 ? value : compute(x, value, count);
    });
  };
}

function byConstant(o: Operand, count: number, compute: Shift): Op {
  if (count === 0) return modify(o, (_p, _x, value) => value);
  if (o.kind === 'register' && o.size === 4) {
    const d = o.index;
    return (_p, x) => {
      x[d] = compute(x, x[d] as number, count);
    };
  }
  return modify(o, (_p, x, value) => compute(x, value, count));
}

function double(left: boolean): Maker {
  return (i: Instruction) => {
    const [o, from, by] = i.operands as [Operand, Operand, Operand];
    const size = sizeOf(o);
    const bits = size * 8;
    const get = load(from);
    const fixed = by.kind === 'immediate' ? by.value & 31 : -1;
    return modify(o, (p, x, value) => {
      const count = fixed < 0 ? (x[ECX] as number) & 31 : fixed;
      if (count === 0) return value;
      const other = get(p, x);
      const n = count > bits ? count - bits : count;
      const [a, b] = count > bits ? [other, value] : [value, other];
      const result = signed(left ? (a << n) | (b >>> (bits - n)) : (a >>> n) | (b << (bits - n)), size);
      const carry = left ? (a >>> (bits - n)) & 1 : (a >>> (n - 1)) & 1;
      const overflow = left ? topOf(result, size) ^ carry : topOf(result, size) ^ secondOf(result, size);
      return finish(x, result, carry, overflow);
    });
  };
}

export const SHIFTS: Makers = {
  shl: shift(shl),
  shr: shift(shr),
  sar: shift(sar),
  rol: shift(rol),
  ror: shift(ror),
  rcl: shift(rcl),
  rcr: shift(rcr),
  shld: double(true),
  shrd: double(false),
};
