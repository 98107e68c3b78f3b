/** Bit tests and scans, compare-and-exchange, and decimal adjustment. */
import { checkWrite, read32, write32 } from '../access.ts';
import type { MemoryOperand, Operand, Size } from '../instruction.ts';
import { EAX, EBX, ECX, EDX, FLAG_AF, FLAG_CF, FLAG_ZF, type Processor, parity } from '../processor.ts';
import { BINARY, type Binary, setCarry } from './flags.ts';
import {
  address,
  load,
  type Maker,
  type Makers,
  modify,
  READ,
  sizeOf,
  store,
  storeRegister,
  WRITE,
} from './operand.ts';

type Change = (value: number, bit: number) => number;

/** With a bit number from a register, memory operands reach beyond the operand: whole operands further up or down. */
function bitTest(change: Change | undefined): Maker {
  return (i) => {
    const [o, which] = i.operands as [Operand, Operand];
    const size = sizeOf(o) as 2 | 4;
    const last = size * 8 - 1;
    const number = load(which);
    if (o.kind === 'memory' && which.kind === 'register') return bitTestFar(o, size, number, change);
    const get = load(o);
    if (!change) return (p, x) => setCarry(x, (get(p, x) >>> (number(p, x) & last)) & 1);
    return modify(o, (p, x, value) => {
      const n = number(p, x) & last;
      setCarry(x, (value >>> n) & 1);
      return change(value, 1 << n);
    });
  };
}

function bitTestFar(o: MemoryOperand, size: 2 | 4, number: ReturnType<typeof load>, change: Change | undefined) {
  const at = address(o);
  const read = READ[size];
  const write = WRITE[size];
  const [shift, bytes] = size === 4 ? [5, 2] : [4, 1];
  return (p: Processor, x: Int32Array) => {
    const n = size === 4 ? number(p, x) : (number(p, x) << 16) >> 16;
    const a = (at(p, x) + ((n >> shift) << bytes)) | 0;
    if (change) checkWrite(p, a, size);
    const value = read(p, a);
    const bit = n & (size * 8 - 1);
    setCarry(x, (value >>> bit) & 1);
    if (change) write(p, a, change(value, 1 << bit));
  };
}

function setZero(p: Processor, zero: boolean): void {
  p.setArithmeticFlags((p.eflags & ~FLAG_ZF) | (zero ? FLAG_ZF : 0));
}

function scan(forward: boolean): Maker {
  return (i) => {
    const [to, from] = i.operands as [Operand, Operand];
    const get = load(from);
    const set = store(to);
    return (p, x) => {
      const value = get(p, x);
      setZero(p, value === 0);
      if (value !== 0) set(p, x, 31 - Math.clz32(forward ? value & -value : value));
    };
  };
}

const cmpxchg: Maker = (i) => {
  const [to, from] = i.operands as [Operand, Operand];
  const size = sizeOf(to) as Size;
  const compare = BINARY[size]?.['cmp'] as Binary;
  const accumulator = load({ kind: 'register', size, index: EAX });
  const setAccumulator = storeRegister(size, EAX);
  const get = load(from);
  return modify(to, (p, x, value) => {
    const expected = accumulator(p, x);
    compare(x, expected, value);
    if (expected === value) return get(p, x);
    setAccumulator(p, x, value);
    return value;
  });
};

const cmpxchg8b: Maker = (i) => {
  const at = address(i.operands[0] as MemoryOperand);
  return (p, x) => {
    const a = at(p, x);
    checkWrite(p, a, 8);
    const low = read32(p, a);
    const high = read32(p, (a + 4) | 0);
    const equal = low === x[EAX] && high === x[EDX];
    setZero(p, equal);
    if (equal) {
      write32(p, a, x[EBX] as number);
      write32(p, (a + 4) | 0, x[ECX] as number);
    } else {
      x[EAX] = low;
      x[EDX] = high;
    }
  };
};

const setAl = storeRegister(1, 0);
const setAx = storeRegister(2, 0);

/** SF, ZF and PF of the byte in AL, with the given CF and AF. */
function adjusted(p: Processor, al: number, carry: boolean, half: boolean): void {
  const of = p.eflags & 0x800;
  const flags = (al === 0 ? FLAG_ZF : 0) | (al & 0x80) | (parity(al) ? 4 : 0);
  p.setArithmeticFlags(of | flags | (carry ? FLAG_CF : 0) | (half ? FLAG_AF : 0));
}

/** daa and das. */
function decimal(sign: 1 | -1): Maker {
  return () => (p, x) => {
    const old = (x[EAX] as number) & 0xff;
    const flags = p.eflags;
    const half = (old & 15) > 9 || (flags & FLAG_AF) !== 0;
    const high = old > 0x99 || (flags & FLAG_CF) !== 0;
    const borrow = sign < 0 && half && old < 6;
    const al = (old + sign * ((half ? 6 : 0) + (high ? 0x60 : 0))) & 0xff;
    setAl(p, x, al);
    adjusted(p, al, high || borrow, half);
  };
}

/** aaa and aas. */
function unpacked(sign: 1 | -1): Maker {
  return () => (p, x) => {
    const ax = (x[EAX] as number) & 0xffff;
    const half = (ax & 15) > 9 || (p.eflags & FLAG_AF) !== 0;
    const sum = half ? (ax + sign * 0x106) & 0xffff : ax;
    setAx(p, x, sum & 0xff0f);
    adjusted(p, sum & 0x0f, half, half);
  };
}

const aam: Maker = (i) => {
  const [o] = i.operands;
  const base = o?.kind === 'immediate' ? o.value : 10;
  return (p, x) => {
    if (base === 0) p.raise(0);
    const al = (x[EAX] as number) & 0xff;
    const low = al % base;
    setAx(p, x, (Math.floor(al / base) << 8) | low);
    adjusted(p, low, false, false);
  };
};

const aad: Maker = (i) => {
  const [o] = i.operands;
  const base = o?.kind === 'immediate' ? o.value : 10;
  return (p, x) => {
    const ax = (x[EAX] as number) & 0xffff;
    const al = ((ax & 0xff) + (ax >> 8) * base) & 0xff;
    setAx(p, x, al);
    adjusted(p, al, false, false);
  };
};

export const BITS: Makers = {
  bt: bitTest(undefined),
  bts: bitTest((value, bit) => value | bit),
  btr: bitTest((value, bit) => value & ~bit),
  btc: bitTest((value, bit) => value ^ bit),
  bsf: scan(true),
  bsr: scan(false),
  cmpxchg,
  cmpxchg8b,
  daa: decimal(1),
  das: decimal(-1),
  aaa: unpacked(1),
  aas: unpacked(-1),
  aam,
  aad,
};
