/** Multiplication and division. A quotient that does not fit, and a divisor of 0, are trap 0. */
import type { Operand } from '../instruction.ts';
import { EAX, EDX, type Processor } from '../processor.ts';
import { setCarryAndOverflow } from './flags.ts';
import { load, type Maker, type Makers, type Op, sizeOf, store, storeRegister } from './operand.ts';

const setAl = storeRegister(1, 0);
const setAh = storeRegister(1, 4);
const setAx = storeRegister(2, EAX);
const setDx = storeRegister(2, EDX);

/** The high 32 bits of the unsigned product. */
export function highOfProduct(a: number, b: number): number {
  const a0 = a & 0xffff;
  const a1 = a >>> 16;
  const b0 = b & 0xffff;
  const b1 = b >>> 16;
  const middle = a1 * b0 + ((a0 * b0) >>> 16);
  const other = a0 * b1 + (middle & 0xffff);
  return (a1 * b1 + Math.floor(middle / 0x10000) + Math.floor(other / 0x10000)) | 0;
}

function highOfSignedProduct(a: number, b: number): number {
  return (highOfProduct(a, b) - (a < 0 ? b : 0) - (b < 0 ? a : 0)) | 0;
}

const mul: Maker = (i) => {
  const [o] = i.operands as [Operand];
  const get = load(o);
  const size = sizeOf(o);
  return (p, x) => {
    const b = get(p, x);
    const a = x[EAX] as number;
    let high: number;
    if (size === 4) {
      high = highOfProduct(a, b);
      x[EAX] = Math.imul(a, b);
      x[EDX] = high;
    } else if (size === 2) {
      const product = (a & 0xffff) * b;
      high = product >>> 16;
      setAx(p, x, product);
      setDx(p, x, high);
    } else {
      const product = (a & 0xff) * b;
      high = product >>> 8;
      setAx(p, x, product);
    }
    const over = high === 0 ? 0 : 1;
    setCarryAndOverflow(x, over, over);
  };
};

const imul: Maker = (i) => {
  const [to, from, third] = i.operands as [Operand, Operand | undefined, Operand | undefined];
  if (from) return imulTo(to, third ? from : to, third ?? from);
  const get = load(to);
  const size = sizeOf(to);
  return (p, x) => {
    const a = x[EAX] as number;
    if (size === 4) {
      const b = get(p, x);
      const low = Math.imul(a, b);
      const high = highOfSignedProduct(a, b);
      x[EAX] = low;
      x[EDX] = high;
      overflowed(x, high !== low >> 31);
    } else if (size === 2) {
      const product = ((a << 16) >> 16) * ((get(p, x) << 16) >> 16);
      setAx(p, x, product);
      setDx(p, x, product >> 16);
      overflowed(x, product !== (product << 16) >> 16);
    } else {
      const product = ((a << 24) >> 24) * ((get(p, x) << 24) >> 24);
      setAx(p, x, product);
      overflowed(x, product !== (product << 24) >> 24);
    }
  };
};

function overflowed(x: Int32Array, over: boolean): void {
  const bit = over ? 1 : 0;
  setCarryAndOverflow(x, bit, bit);
}

function imulTo(to: Operand, left: Operand, right: Operand): Op {
  const a = load(left);
  const b = load(right);
  const set = store(to);
  if (sizeOf(to) === 4 && to.kind === 'register') {
    const d = to.index;
    return (p, x) => {
      const u = a(p, x);
      const v = b(p, x);
      const low = Math.imul(u, v);
      overflowed(x, u * v !== low);
      x[d] = low;
    };
  }
  return (p, x) => {
    const product = ((a(p, x) << 16) >> 16) * ((b(p, x) << 16) >> 16);
    overflowed(x, product !== (product << 16) >> 16);
    set(p, x, product);
  };
}

const div: Maker = (i) => {
  const [o] = i.operands as [Operand];
  const get = load(o);
  const size = sizeOf(o);
  if (size === 4) return (p, x) => divide32(p, x, get(p, x) >>> 0);
  return (p, x) => {
    const divisor = get(p, x);
    if (divisor === 0) p.raise(0);
    const a = x[EAX] as number;
    const value = size === 2 ? (((x[EDX] as number) << 16) | (a & 0xffff)) >>> 0 : a & 0xffff;
    const quotient = Math.floor(value / divisor);
    if (quotient > (size === 2 ? 0xffff : 0xff)) p.raise(0);
    finish(p, x, size, quotient, value % divisor);
  };
};

function finish(p: Processor, x: Int32Array, size: 1 | 2, quotient: number, remainder: number): void {
  if (size === 1) {
    setAl(p, x, quotient);
    setAh(p, x, remainder);
  } else {
    setAx(p, x, quotient);
    setDx(p, x, remainder);
  }
}

function divide32(p: Processor, x: Int32Array, divisor: number): void {
  const high = (x[EDX] as number) >>> 0;
  const low = (x[EAX] as number) >>> 0;
  if (high >= divisor) p.raise(0);
  if (high === 0) {
    x[EAX] = Math.floor(low / divisor);
    x[EDX] = low % divisor;
    return;
  }
  const value = (BigInt(high) << 32n) | BigInt(low);
  x[EAX] = Number(value / BigInt(divisor));
  x[EDX] = Number(value % BigInt(divisor));
}

const idiv: Maker = (i) => {
  const [o] = i.operands as [Operand];
  const get = load(o);
  const size = sizeOf(o);
  if (size === 4) return (p, x) => divideSigned32(p, x, get(p, x));
  return (p, x) => {
    const shift = 32 - size * 8;
    const divisor = (get(p, x) << shift) >> shift;
    if (divisor === 0) p.raise(0);
    const a = x[EAX] as number;
    const value = size === 2 ? ((x[EDX] as number) << 16) | (a & 0xffff) : (a << 16) >> 16;
    const quotient = Math.trunc(value / divisor);
    if (quotient !== (quotient << shift) >> shift) p.raise(0);
    finish(p, x, size, quotient, value % divisor);
  };
};

function divideSigned32(p: Processor, x: Int32Array, divisor: number): void {
  if (divisor === 0) p.raise(0);
  const high = x[EDX] as number;
  const low = x[EAX] as number;
  if (high === low >> 31) {
    const quotient = Math.trunc(low / divisor);
    if (quotient > 0x7fffffff) p.raise(0);
    x[EAX] = quotient;
    x[EDX] = low % divisor;
    return;
  }
  const value = (BigInt(high) << 32n) | BigInt(low >>> 0);
  const quotient = value / BigInt(divisor);
  if (quotient > 0x7fffffffn || quotient < -0x80000000n) p.raise(0);
  x[EAX] = Number(quotient);
  x[EDX] = Number(value % BigInt(divisor));
}

export const MULTIPLY: Makers = { mul, imul, div, idiv };
