/** x87: arithmetic, comparisons and the elementary functions. */
import { C0, C1, C2, C3, DIVIDE_BY_ZERO, type Fpu, INVALID, OVERFLOW } from '../fpu.ts';
import type { Operand } from '../instruction.ts';
import { FLAG_CF, FLAG_PF, FLAG_ZF } from '../processor.ts';
import { address, type Load, type Maker, type Makers } from './operand.ts';
import { checkPending, readReal, readWhole } from './x87.ts';

type Compute = (f: Fpu, a: number, b: number) => number;

function noticed(f: Fpu, result: number, a: number, b: number): number {
  if (Number.isNaN(result) && !Number.isNaN(a) && !Number.isNaN(b)) f.status |= INVALID;
  const rounded = f.rounded(result);
  if (!Number.isFinite(rounded) && Number.isFinite(a) && Number.isFinite(b)) f.status |= OVERFLOW;
  return rounded;
}

const divide: Compute = (f, a, b) => {
  if (b === 0 && a !== 0 && Number.isFinite(a)) {
    f.status |= DIVIDE_BY_ZERO;
    return a / b;
  }
  return noticed(f, a / b, a, b);
};

const COMPUTE: Readonly<Record<string, Compute>> = {
  add: (f, a, b) => noticed(f, a + b, a, b),
  mul: (f, a, b) => noticed(f, a * b, a, b),
  sub: (f, a, b) => noticed(f, a - b, a, b),
  subr: (f, a, b) => noticed(f, b - a, a, b),
  div: divide,
  divr: (f, a, b) => divide(f, b, a),
};

/** The second operand when it is in memory. */
function memoryValue(o: Operand | undefined, whole: boolean): Load | undefined {
  if (o?.kind !== 'memory') return undefined;
  const at = address(o);
  const size = o.size;
  return whole ? (p, x) => readWhole(p, at(p, x), size) : (p, x) => readReal(p, at(p, x), size);
}

const indexOf = (o: Operand | undefined, otherwise: number): number => (o?.kind === 'st' ? o.index : otherwise);

function arithmetic(compute: Compute, whole: boolean, pops: boolean): Maker {
  return (i) => {
    const value = memoryValue(i.operands[0], whole);
    if (value) {
      return (p, x) => {
        checkPending(p);
        const b = value(p, x);
        p.fpu.set(0, compute(p.fpu, p.fpu.get(0), b), p.fpu.signOfNaN(0));
      };
    }
    const to = indexOf(i.operands[0], 1);
    const from = indexOf(i.operands[1], 0);
    return (p) => {
      checkPending(p);
      const f = p.fpu;
      f.set(to, compute(f, f.get(to), f.get(from)), f.signOfNaN(to) & f.signOfNaN(from));
      if (pops) f.pop();
    };
  };
}

function arithmeticMakers(): Record<string, Maker> {
  const makers: Record<string, Maker> = {};
  for (const [name, compute] of Object.entries(COMPUTE)) {
    makers[`f${name}`] = arithmetic(compute, false, false);
    makers[`fi${name}`] = arithmetic(compute, true, false);
    makers[`f${name}p`] = arithmetic(compute, false, true);
  }
  return makers;
}

/** C3 C2 C0 for a comparison; a NaN is unordered, and invalid unless the instruction is the quiet kind. */
function compareBits(f: Fpu, a: number, b: number, quiet: boolean): number {
  if (a > b) return 0;
  if (a < b) return C0;
  if (a === b) return C3;
  if (!quiet) f.status |= INVALID;
  return C0 | C2 | C3;
}

function compare(quiet: boolean, whole: boolean, pops: 0 | 1 | 2): Maker {
  return (i) => {
    const value = memoryValue(i.operands[0], whole);
    const other = indexOf(i.operands[0], 1);
    return (p, x) => {
      checkPending(p);
      const f = p.fpu;
      const b = value ? value(p, x) : f.get(other);
      f.setConditions(compareBits(f, f.get(0), b, quiet));
      for (let n = 0; n < pops; n++) f.pop();
    };
  };
}

function compareToFlags(quiet: boolean, pops: boolean): Maker {
  return (i) => {
    const other = indexOf(i.operands[1], 1);
    return (p) => {
      checkPending(p);
      const f = p.fpu;
      const bits = compareBits(f, f.get(0), f.get(other), quiet);
      p.setArithmeticFlags((bits & C0 ? FLAG_CF : 0) | (bits & C2 ? FLAG_PF : 0) | (bits & C3 ? FLAG_ZF : 0));
      f.status &= ~C1;
      if (pops) f.pop();
    };
  };
}

/** Replaces ST(0). */
function unary(compute: (f: Fpu, a: number) => number): Maker {
  return () => (p) => {
    checkPending(p);
    p.fpu.set(0, compute(p.fpu, p.fpu.get(0)), p.fpu.signOfNaN(0));
  };
}

/** Changes only the sign of ST(0), a NaN's too. */
function sign(ofNaN: (old: number) => number, compute: (a: number) => number): Maker {
  return () => (p) => {
    checkPending(p);
    const f = p.fpu;
    f.set(0, compute(f.get(0)), ofNaN(f.signOfNaN(0)));
  };
}

/** Replaces ST(1) by a function of both and pops. */
function binary(compute: Compute): Maker {
  return () => (p) => {
    checkPending(p);
    const f = p.fpu;
    f.set(1, compute(f, f.get(1), f.get(0)), f.signOfNaN(1) & f.signOfNaN(0));
    f.pop();
  };
}

/** A trigonometric function of an argument below 2^63 in size; beyond, C2 says that nothing was done. */
function trigonometric(compute: (f: Fpu, a: number) => void): Maker {
  return () => (p) => {
    checkPending(p);
    const f = p.fpu;
    const a = f.get(0);
    if (Math.abs(a) >= 2 ** 63 && Number.isFinite(a)) {
      f.status |= C2;
      return;
    }
    f.status &= ~C2;
    if (a === Number.POSITIVE_INFINITY || a === Number.NEGATIVE_INFINITY) f.status |= INVALID;
    compute(f, a);
  };
}

/** Remainders: complete at once, with the low three bits of the quotient in C0, C3 and C1. */
function remainder(nearest: boolean): Maker {
  return () => (p) => {
    checkPending(p);
    const f = p.fpu;
    const a = f.get(0);
    const b = f.get(1);
    let rest = a % b;
    if (nearest) rest = nearestRemainder(a, b, rest);
    const quotient = Number.isFinite(b) ? Math.abs(Math.round((a - rest) / b)) % 8 : 0;
    f.setConditions((quotient & 4 ? C0 : 0) | (quotient & 2 ? C3 : 0) | (quotient & 1 ? C1 : 0));
    if (Number.isNaN(rest) && !Number.isNaN(a) && !Number.isNaN(b)) f.status |= INVALID;
    f.set(0, rest);
  };
}

function nearestRemainder(a: number, b: number, rest: number): number {
  const size = Math.abs(b);
  const other = rest - Math.sign(rest) * size;
  if (Math.abs(rest) < size / 2) return rest;
  if (Math.abs(rest) > size / 2) return other;
  return Math.abs(Math.trunc(a / b)) % 2 === 0 ? rest : other;
}

/** fxam: C1 the sign, C3 C2 C0 the class. */
const fxam: Maker = () => (p) => {
  checkPending(p);
  const f = p.fpu;
  const empty = f.isEmpty(0);
  const a = f.registers[f.top] as number;
  const sign = a < 0 || Object.is(a, -0) ? C1 : 0;
  const subnormal = Math.abs(a) < 2.2250738585072014e-308;
  let kind = C2;
  if (empty) kind = C3 | C0;
  else if (Number.isNaN(a)) kind = C0;
  else if (!Number.isFinite(a)) kind = C2 | C0;
  else if (a === 0) kind = C3;
  else if (subnormal) kind = C2;
  f.setConditions(sign | kind);
};

const fxtract: Maker = () => (p) => {
  checkPending(p);
  const f = p.fpu;
  const a = f.get(0);
  if (a === 0 || !Number.isFinite(a)) {
    if (a === 0) f.status |= DIVIDE_BY_ZERO;
    f.set(0, a === 0 ? Number.NEGATIVE_INFINITY : Math.abs(a));
    f.push(a);
    return;
  }
  let exponent = Math.floor(Math.log2(Math.abs(a)));
  while (Math.abs(a) >= 2 * 2 ** exponent) exponent++;
  while (Math.abs(a) < 2 ** exponent) exponent--;
  f.set(0, exponent);
  f.push(exponent < -1022 ? (a * 2 ** 1000) / 2 ** (exponent + 1000) : a / 2 ** exponent);
};

/** a * 2^n without overflow on the way. */
function scaled(a: number, n: number): number {
  let result = a;
  let left = Math.max(-5000, Math.min(5000, n));
  while (left > 1000) {
    result *= 2 ** 1000;
    left -= 1000;
  }
  while (left < -1000) {
    result *= 2 ** -1000;
    left += 1000;
  }
  return result * 2 ** left;
}

export const X87_ARITHMETIC: Makers = {
  ...arithmeticMakers(),
  fcom: compare(false, false, 0),
  fcomp: compare(false, false, 1),
  fcompp: compare(false, false, 2),
  ficom: compare(false, true, 0),
  ficomp: compare(false, true, 1),
  fucom: compare(true, false, 0),
  fucomp: compare(true, false, 1),
  fucompp: compare(true, false, 2),
  fcomi: compareToFlags(false, false),
  fcomip: compareToFlags(false, true),
  fucomi: compareToFlags(true, false),
  fucomip: compareToFlags(true, true),
  ftst: () => (p) => {
    checkPending(p);
    p.fpu.setConditions(compareBits(p.fpu, p.fpu.get(0), 0, false));
  },
  fxam,
  fchs: sign(
    (old) => old ^ 1,
    (a) => -a,
  ),
  fabs: sign(() => 0, Math.abs),
  fsqrt: unary((f, a) => noticed(f, Math.sqrt(a), a, 0)),
  frndint: unary((f, a) => f.toWhole(a)),
  f2xm1: unary((_f, a) => Math.expm1(a * Math.LN2)),
  fscale: () => (p) => {
    checkPending(p);
    p.fpu.set(0, scaled(p.fpu.get(0), Math.trunc(p.fpu.get(1))));
  },
  fyl2x: binary((f, y, a) => noticed(f, y * Math.log2(a), y, a)),
  fyl2xp1: binary((f, y, a) => noticed(f, (y * Math.log1p(a)) / Math.LN2, y, a)),
  fpatan: binary((_f, y, a) => Math.atan2(y, a)),
  fxtract,
  fprem: remainder(false),
  fprem1: remainder(true),
  fsin: trigonometric((f, a) => f.set(0, Math.sin(a))),
  fcos: trigonometric((f, a) => f.set(0, Math.cos(a))),
  fsincos: trigonometric((f, a) => {
    f.set(0, Math.sin(a));
    f.push(Math.cos(a));
  }),
  fptan: trigonometric((f, a) => {
    f.set(0, Math.tan(a));
    f.push(1);
  }),
};
