/** x87: loads, stores, conversions, exchange, and the environment. */
import { checkWrite, read16, read32, write16, write32 } from '../access.ts';
import { doubleOf, floatOf, fromExtended, toExtended, wordOfFloat, wordsOf } from '../float80.ts';
import { INVALID } from '../fpu.ts';
import type { Instruction, MemoryOperand, Operand } from '../instruction.ts';
import { EAX, type Processor } from '../processor.ts';
import { CONDITION, type Condition } from './flags.ts';
import { address, type Maker, type Makers, type Op, storeRegister } from './operand.ts';

/** An error that is not masked traps at the next instruction that computes. */
export function checkPending(p: Processor): void {
  if (p.fpu.status & ~p.fpu.control & 0x3f) p.raise(16);
}

/** How a floating-point operand in memory is read. */
export function readReal(p: Processor, a: number, size: number): number {
  if (size === 4) return floatOf(read32(p, a));
  if (size === 8) {
    const low = read32(p, a);
    return doubleOf(low, read32(p, (a + 4) | 0));
  }
  const low = BigInt(read32(p, a) >>> 0);
  const high = BigInt(read32(p, (a + 4) | 0) >>> 0);
  return fromExtended((high << 32n) | low, read16(p, (a + 8) | 0));
}

export function readWhole(p: Processor, a: number, size: number): number {
  if (size === 2) return (read16(p, a) << 16) >> 16;
  const low = read32(p, a);
  return size === 4 ? low : read32(p, (a + 4) | 0) * 0x100000000 + (low >>> 0);
}

/** The sign of the real at `a`, which matters for a NaN. */
function signAt(p: Processor, a: number, size: number): number {
  return (read16(p, (a + size - 2) | 0) >> 15) & 1;
}

function writeReal(p: Processor, a: number, size: number, value: number, sign: number): void {
  checkWrite(p, a, size);
  const nan = Number.isNaN(value);
  if (size === 4) {
    write32(p, a, nan ? 0x7fc00000 | (sign << 31) : wordOfFloat(p.fpu.toSingle(value)));
  } else if (size === 8) {
    const [low, high] = nan ? [0, 0x7ff80000 | (sign << 31)] : wordsOf(value);
    write32(p, a, low);
    write32(p, (a + 4) | 0, high);
  } else {
    const { significand, head } = nan ? { significand: 3n << 62n, head: 0x7fff | (sign << 15) } : toExtended(value);
    write64(p, a, significand);
    write16(p, (a + 8) | 0, head);
  }
}

function write64(p: Processor, a: number, value: bigint): void {
  write32(p, a, Number(BigInt.asIntN(32, value)));
  write32(p, (a + 4) | 0, Number(BigInt.asIntN(32, value >> 32n)));
}

/** Stores a whole number; what does not fit becomes the "indefinite" one, 8000…h. */
function writeWhole(p: Processor, a: number, size: number, value: number): void {
  checkWrite(p, a, size);
  const limit = 2 ** (size * 8 - 1);
  const fits = value >= -limit && value < limit;
  if (!fits) p.fpu.status |= INVALID;
  const stored = fits ? value : -limit;
  if (size === 2) write16(p, a, stored);
  else if (size === 4) write32(p, a, stored);
  else write64(p, a, BigInt(stored));
}

const fld: Maker = (i) => {
  const [o] = i.operands as [Operand];
  if (o.kind === 'st') {
    const n = o.index;
    return (p) => {
      checkPending(p);
      p.fpu.push(p.fpu.get(n), p.fpu.signOfNaN(n));
    };
  }
  const memory = o as MemoryOperand;
  const at = address(memory);
  return (p, x) => {
    checkPending(p);
    const a = at(p, x);
    p.fpu.push(readReal(p, a, memory.size), signAt(p, a, memory.size));
  };
};

function fst(pops: boolean): Maker {
  return (i) => {
    const [o] = i.operands as [Operand];
    const at = o.kind === 'memory' ? address(o) : undefined;
    return (p, x) => {
      checkPending(p);
      if (at) writeReal(p, at(p, x), (o as MemoryOperand).size, p.fpu.get(0), p.fpu.signOfNaN(0));
      else if (o.kind === 'st') p.fpu.set(o.index, p.fpu.get(0), p.fpu.signOfNaN(0));
      if (pops) p.fpu.pop();
    };
  };
}

const fild: Maker = (i) => {
  const o = i.operands[0] as MemoryOperand;
  const at = address(o);
  return (p, x) => {
    checkPending(p);
    p.fpu.push(readWhole(p, at(p, x), o.size));
  };
};

function fist(pops: boolean, truncates: boolean): Maker {
  return (i) => {
    const o = i.operands[0] as MemoryOperand;
    const at = address(o);
    return (p, x) => {
      checkPending(p);
      const value = p.fpu.get(0);
      writeWhole(p, at(p, x), o.size, truncates ? Math.trunc(value) : p.fpu.toWhole(value));
      if (pops) p.fpu.pop();
    };
  };
}

/** Packed decimal: nine bytes of two digits each, and a sign byte. */
const fbld: Maker = (i) => {
  const at = address(i.operands[0] as MemoryOperand);
  return (p, x) => {
    checkPending(p);
    const a = at(p, x);
    let value = 0n;
    for (let n = 8; n >= 0; n--) {
      const byte = read16(p, (a + n) | 0) & 0xff;
      value = value * 100n + BigInt((byte >> 4) * 10 + (byte & 15));
    }
    const negative = (read16(p, (a + 8) | 0) & 0x8000) !== 0;
    p.fpu.push(negative ? -Number(value) : Number(value));
  };
};

const fbstp: Maker = (i) => {
  const at = address(i.operands[0] as MemoryOperand);
  return (p, x) => {
    checkPending(p);
    const a = at(p, x);
    checkWrite(p, a, 10);
    const whole = p.fpu.toWhole(p.fpu.get(0));
    const fits = Math.abs(whole) < 1e18;
    if (!fits) p.fpu.status |= INVALID;
    let rest = fits ? BigInt(Math.abs(whole)) : 0n;
    const bytes: number[] = [];
    for (let n = 0; n < 9; n++, rest /= 100n) bytes.push(Number(rest % 10n) | (Number((rest / 10n) % 10n) << 4));
    bytes.push(whole < 0 ? 0x80 : 0);
    const stored = fits ? bytes : [0, 0, 0, 0, 0, 0, 0, 0xc0, 0xff, 0xff];
    for (let n = 0; n < 10; n += 2) write16(p, (a + n) | 0, (stored[n] as number) | ((stored[n + 1] as number) << 8));
    p.fpu.pop();
  };
};

const fxch: Maker = (i) => {
  const [o] = i.operands;
  const n = o?.kind === 'st' ? o.index : 1;
  return (p) => {
    checkPending(p);
    const f = p.fpu;
    const [top, topSign] = [f.get(0), f.signOfNaN(0)];
    f.set(0, f.get(n), f.signOfNaN(n));
    f.set(n, top, topSign);
  };
};

/** The conditions of fcmov by name: CF, ZF, either, PF, and their opposites. */
const MOVES_IF: Readonly<Record<string, number>> = { b: 2, nb: 3, e: 4, ne: 5, be: 6, nbe: 7, u: 10, nu: 11 };

function conditionalMoves(): Record<string, Maker> {
  const makers: Record<string, Maker> = {};
  for (const [name, code] of Object.entries(MOVES_IF)) {
    const holds = CONDITION[code] as Condition;
    makers[`fcmov${name}`] = (i) => {
      const from = i.operands[1];
      const n = from?.kind === 'st' ? from.index : 0;
      return (p, x) => {
        checkPending(p);
        if (holds(x)) p.fpu.set(0, p.fpu.get(n), p.fpu.signOfNaN(n));
      };
    };
  }
  return makers;
}

function constant(value: number): Maker {
  return () => (p) => {
    checkPending(p);
    p.fpu.push(value);
  };
}

const fldcw: Maker = (i) => {
  const at = address(i.operands[0] as MemoryOperand);
  return (p, x) => {
    p.fpu.control = read16(p, at(p, x)) | 0x40;
  };
};

/** The environment is seven doublewords: control, status, tags, and four about the last instruction, kept as 0. */
function storeEnvironment(p: Processor, a: number): void {
  const words = [p.fpu.control | 0xffff0000, p.fpu.statusWord | 0xffff0000, p.fpu.tagWord | 0xffff0000, 0, 0, 0, 0];
  words.forEach((word, n) => {
    write32(p, (a + 4 * n) | 0, word);
  });
}

function loadEnvironment(p: Processor, a: number): void {
  const [control, status, tags] = [read16(p, a), read16(p, (a + 4) | 0), read16(p, (a + 8) | 0)];
  p.fpu.control = control | 0x40;
  p.fpu.statusWord = status;
  p.fpu.tagWord = tags;
}

function environment(work: (p: Processor, a: number) => void, written: number): Maker {
  return (i: Instruction): Op => {
    const at = address(i.operands[0] as MemoryOperand);
    return (p, x) => {
      const a = at(p, x);
      if (written > 0) checkWrite(p, a, written);
      work(p, a);
    };
  };
}

function save(p: Processor, a: number): void {
  storeEnvironment(p, a);
  for (let n = 0; n < 8; n++) {
    const value = p.fpu.registers[(p.fpu.top + n) & 7] as number;
    writeReal(p, (a + 28 + 10 * n) | 0, 10, value, p.fpu.signOfNaN(n));
  }
  p.fpu.reset();
}

function restore(p: Processor, a: number): void {
  const values: number[] = [];
  const signs: number[] = [];
  for (let n = 0; n < 8; n++) {
    const at = (a + 28 + 10 * n) | 0;
    values.push(readReal(p, at, 10));
    signs.push(signAt(p, at, 10));
  }
  const tags = read16(p, (a + 8) | 0);
  loadEnvironment(p, a);
  values.forEach((value, n) => {
    p.fpu.set(n, value, signs[n]);
  });
  p.fpu.tagWord = tags;
}

const setAx = storeRegister(2, EAX);

const fnstsw: Maker = (i) => {
  const [o] = i.operands as [Operand];
  if (o.kind !== 'memory') return (p, x) => setAx(p, x, p.fpu.statusWord);
  const at = address(o);
  return (p, x) => write16(p, at(p, x), p.fpu.statusWord);
};

const fnstcw: Maker = (i) => {
  const at = address(i.operands[0] as MemoryOperand);
  return (p, x) => write16(p, at(p, x), p.fpu.control);
};

export const X87: Makers = {
  fld,
  fst: fst(false),
  fstp: fst(true),
  fild,
  fist: fist(false, false),
  fistp: fist(true, false),
  fisttp: fist(true, true),
  fbld,
  fbstp,
  fxch,
  ...conditionalMoves(),
  fld1: constant(1),
  fldz: constant(0),
  fldpi: constant(Math.PI),
  fldl2e: constant(Math.LOG2E),
  fldl2t: constant(Math.log2(10)),
  fldlg2: constant(Math.log10(2)),
  fldln2: constant(Math.LN2),
  ffree: (i) => (p) => {
    const [o] = i.operands;
    if (o?.kind === 'st') p.fpu.free(o.index);
  },
  fdecstp: () => (p) => {
    p.fpu.top = (p.fpu.top - 1) & 7;
  },
  fincstp: () => (p) => {
    p.fpu.top = (p.fpu.top + 1) & 7;
  },
  fnop: () => checkPending,
  wait: () => checkPending,
  fldcw,
  fnstcw,
  fnstsw,
  fnclex: () => (p) => {
    p.fpu.status &= ~0xff;
  },
  fninit: () => (p) => p.fpu.reset(),
  fnstenv: environment((p, a) => {
    storeEnvironment(p, a);
    p.fpu.control |= 0x3f;
  }, 28),
  fldenv: environment(loadEnvironment, 0),
  fnsave: environment(save, 108),
  frstor: environment(restore, 0),
};
