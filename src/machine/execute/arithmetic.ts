/** Two-operand arithmetic and logic, and inc, dec, neg, not. The 32-bit forms that compilers use most are written out. */
import { checkWrite, read8, read32, write32 } from '../access.ts';
import type { MemoryOperand, Operand } from '../instruction.ts';
import { CARRIES, RESULT } from '../processor.ts';
import { add32, BINARY, type Binary, sub8, sub32 } from './flags.ts';
import { address, load, type Maker, type Makers, modify, type Op, sizeOf, store } from './operand.ts';

type Registers = (d: number, s: number) => Op;
type Immediate = (d: number, value: number) => Op;

const withRegister: Record<string, Registers> = {
  add: (d, s) => (_p, x) => {
    x[d] = add32(x, x[d] as number, x[s] as number);
  },
  sub: (d, s) => (_p, x) => {
    x[d] = sub32(x, x[d] as number, x[s] as number);
  },
  cmp: (d, s) => (_p, x) => {
    sub32(x, x[d] as number, x[s] as number);
  },
  and: (d, s) => (_p, x) => {
    x[d] = x[RESULT] = (x[d] as number) & (x[s] as number);
    x[CARRIES] = 0;
  },
  or: (d, s) => (_p, x) => {
    x[d] = x[RESULT] = (x[d] as number) | (x[s] as number);
    x[CARRIES] = 0;
  },
  xor: (d, s) => (_p, x) => {
    x[d] = x[RESULT] = (x[d] as number) ^ (x[s] as number);
    x[CARRIES] = 0;
  },
  test: (d, s) => (_p, x) => {
    x[RESULT] = (x[d] as number) & (x[s] as number);
    x[CARRIES] = 0;
  },
};

const withImmediate: Record<string, Immediate> = {
  add: (d, value) => (_p, x) => {
    x[d] = add32(x, x[d] as number, value);
  },
  sub: (d, value) => (_p, x) => {
    x[d] = sub32(x, x[d] as number, value);
  },
  cmp: (d, value) => (_p, x) => {
    sub32(x, x[d] as number, value);
  },
  and: (d, value) => (_p, x) => {
    x[d] = x[RESULT] = (x[d] as number) & value;
    x[CARRIES] = 0;
  },
  or: (d, value) => (_p, x) => {
    x[d] = x[RESULT] = (x[d] as number) | value;
    x[CARRIES] = 0;
  },
  xor: (d, value) => (_p, x) => {
    x[d] = x[RESULT] = (x[d] as number) ^ value;
    x[CARRIES] = 0;
  },
  test: (d, value) => (_p, x) => {
    x[RESULT] = (x[d] as number) & value;
    x[CARRIES] = 0;
  },
};

function binary(name: string): Maker {
  const keeps = name !== 'cmp' && name !== 'test';
  return (i) => {
    const [to, from] = i.operands as [Operand, Operand];
    const size = sizeOf(to);
    const compute = BINARY[size]?.[name] as Binary;
    if (size === 4 && to.kind === 'register') {
      const fast = wide(name, to.index, from, compute, keeps);
      if (fast) return fast;
    }
    const get = load(from);
    if (!keeps && size === 1) {
      const fast = compareBytes(name, to, from);
      if (fast) return fast;
    }
    if (!keeps && size === 4 && to.kind === 'memory') return compareMemory(name, to, from);
    if (!keeps) {
      const first = load(to);
      return (p, x) => {
        compute(x, first(p, x), get(p, x));
      };
    }
    if (size === 4 && to.kind === 'memory') return onMemory(to, from, compute);
    return modify(to, (p, x, value) => compute(x, value, get(p, x)));
  };
}

function wide(name: string, d: number, from: Operand, compute: Binary, keeps: boolean): Op | undefined {
  if (from.kind === 'register') return withRegister[name]?.(d, from.index);
  if (from.kind === 'immediate') return withImmediate[name]?.(d, from.value);
  if (from.kind !== 'memory') return undefined;
  const at = address(from);
  if (name === 'add') {
    return (p, x) => {
      x[d] = add32(x, x[d] as number, read32(p, at(p, x)));
    };
  }
  if (name === 'cmp') {
    return (p, x) => {
      sub32(x, x[d] as number, read32(p, at(p, x)));
    };
  }
  if (!keeps) return undefined;
  return (p, x) => {
    const value = read32(p, at(p, x));
    x[d] = compute(x, x[d] as number, value);
  };
}

/** cmp and test of a byte register or memory with the like or a constant. */
function compareBytes(name: string, to: Operand, from: Operand): Op | undefined {
  if (to.kind === 'register' && to.index < 4) {
    const d = to.index;
    if (name === 'test' && from.kind === 'register' && from.index < 4) {
      const s = from.index;
      return (_p, x) => {
        x[RESULT] = (((x[d] as number) & (x[s] as number)) << 24) >> 24;
        x[CARRIES] = 0;
      };
    }
    if (name === 'cmp' && from.kind === 'immediate') {
      const value = from.value;
      return (_p, x) => {
        sub8(x, (x[d] as number) & 0xff, value);
      };
    }
  }
  if (to.kind !== 'memory' || name !== 'cmp' || from.kind !== 'immediate') return undefined;
  const at = address(to);
  const value = from.value;
  return (p, x) => {
    sub8(x, read8(p, at(p, x)), value);
  };
}

function compareMemory(name: string, to: MemoryOperand, from: Operand): Op {
  const at = address(to);
  const get = load(from);
  if (name === 'test') {
    return (p, x) => {
      x[RESULT] = read32(p, at(p, x)) & get(p, x);
      x[CARRIES] = 0;
    };
  }
  if (from.kind === 'register') {
    const s = from.index;
    return (p, x) => {
      sub32(x, read32(p, at(p, x)), x[s] as number);
    };
  }
  const value = from.kind === 'immediate' ? from.value : 0;
  const { base, displacement } = to;
  if (base >= 0 && to.index < 0 && !to.short && to.segment !== 4) {
    return (p, x) => {
      sub32(x, read32(p, ((x[base] as number) + displacement) | 0), value);
    };
  }
  return (p, x) => {
    sub32(x, read32(p, at(p, x)), value);
  };
}

function onMemory(to: MemoryOperand, from: Operand, compute: Binary): Op {
  const at = address(to);
  const get = load(from);
  return (p, x) => {
    const a = at(p, x);
    checkWrite(p, a, 4);
    write32(p, a, compute(x, read32(p, a), get(p, x)));
  };
}

/** inc and dec leave CF as it was. */
function step(by: 1 | -1): Maker {
  return (i) => {
    const [o] = i.operands as [Operand];
    const size = sizeOf(o);
    const overflowed = by === 1 ? -0x80000000 : 0x7fffffff;
    const borrowed = by === 1 ? 0 : 15;
    if (size === 4) {
      const change = (x: Int32Array, value: number): number => {
        const r = (value + by) | 0;
        const carry = (x[CARRIES] as number) & -0x80000000;
        x[RESULT] = r;
        x[CARRIES] = (carry | (carry >>> 1)) ^ (r === overflowed ? 0x40000000 : 0) ^ ((r & 15) === borrowed ? 8 : 0);
        return r;
      };
      if (o.kind === 'register') {
        const d = o.index;
        return (_p, x) => {
          x[d] = change(x, x[d] as number);
        };
      }
      return modify(o, (_p, x, value) => change(x, value));
    }
    const compute = BINARY[size]?.[by === 1 ? 'add' : 'sub'] as Binary;
    return modify(o, (_p, x, value) => {
      const carry = (x[CARRIES] as number) & -0x80000000;
      const r = compute(x, value, 1);
      const c = x[CARRIES] as number;
      const overflow = (c ^ (c << 1)) & -0x80000000;
      x[CARRIES] = (c & 8) | carry | ((carry ^ overflow) >>> 1);
      return r;
    });
  };
}

const neg: Maker = (i) => {
  const [o] = i.operands as [Operand];
  const compute = BINARY[sizeOf(o)]?.['sub'] as Binary;
  return modify(o, (_p, x, value) => compute(x, 0, value));
};

const not: Maker = (i) => modify(i.operands[0] as Operand, (_p, _x, value) => ~value);

const xadd: Maker = (i) => {
  const [to, from] = i.operands as [Operand, Operand];
  const compute = BINARY[sizeOf(to)]?.['add'] as Binary;
  const get = load(from);
  const set = store(from);
  return modify(to, (p, x, value) => {
    const sum = compute(x, value, get(p, x));
    set(p, x, value);
    return sum;
  });
};

export const ARITHMETIC: Makers = {
  ...Object.fromEntries(['add', 'or', 'adc', 'sbb', 'and', 'sub', 'xor', 'cmp', 'test'].map((n) => [n, binary(n)])),
  inc: step(1),
  dec: step(-1),
  neg,
  not,
  xadd,
};
