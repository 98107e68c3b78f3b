/** Moving values: mov, lea, push, pop, xchg, movzx, cmovcc, setcc, xlat, bswap, sign extensions. */
import { checkWrite, read8, read16, read32, write8, write16, write32 } from '../access.ts';
import type { Instruction, MemoryOperand, Operand } from '../instruction.ts';
import { CONDITIONS } from '../instructions.ts';
import { EAX, EBX, EDX, ESP, type Processor } from '../processor.ts';
import { CONDITION } from './flags.ts';
import {
  address,
  type Load,
  load,
  type Maker,
  type Makers,
  modify,
  type Op,
  sizeOf,
  store,
  storeRegister,
} from './operand.ts';

/** True for [base + displacement], the form that most accesses have. */
function isPlain(o: MemoryOperand): boolean {
  return o.base >= 0 && o.index < 0 && !o.short && o.segment !== 4;
}

const mov: Maker = (i) => {
  const [to, from] = i.operands as [Operand, Operand];
  if (isControlRegister(i)) return (p) => p.raise(13);
  if (to.kind === 'segment' || from.kind === 'segment') return movSegment(to, from);
  if (sizeOf(to) === 4) return mov32(to, from);
  if (to.kind === 'memory' && to.size === 1) return storeByte(to, from);
  return copy(to, from);
};

/** User mode may not touch control and debug registers. */
function isControlRegister(i: Instruction): boolean {
  return i.row.opcode >= 0x0f20 && i.row.opcode <= 0x0f23;
}

function copy(to: Operand, from: Operand): Op {
  const get = load(from);
  const set = store(to);
  return (p, x) => set(p, x, get(p, x));
}

function movSegment(to: Operand, from: Operand): Op {
  if (to.kind === 'register') {
    const get = load(from);
    const n = to.index;
    return (p, x) => {
      x[n] = get(p, x);
    };
  }
  return copy(to, from);
}

function mov32(to: Operand, from: Operand): Op {
  if (to.kind === 'register') {
    const d = to.index;
    if (from.kind === 'register') {
      const s = from.index;
      return (_p, x) => {
        x[d] = x[s] as number;
      };
    }
    if (from.kind === 'immediate') {
      const value = from.value;
      return (_p, x) => {
        x[d] = value;
      };
    }
    if (from.kind === 'memory') return loadTo(d, from);
  }
  if (to.kind === 'memory' && from.kind === 'register') return storeFrom(to, from.index);
  if (to.kind === 'memory' && from.kind === 'immediate') return storeImmediate(to, from.value);
  return copy(to, from);
}

function loadTo(d: number, from: MemoryOperand): Op {
  if (isPlain(from)) {
    const { base, displacement } = from;
    return (p, x) => {
      x[d] = read32(p, ((x[base] as number) + displacement) | 0);
    };
  }
  const at = address(from);
  return (p, x) => {
    x[d] = read32(p, at(p, x));
  };
}

function storeFrom(to: MemoryOperand, s: number): Op {
  if (isPlain(to)) {
    const { base, displacement } = to;
    return (p, x) => write32(p, ((x[base] as number) + displacement) | 0, x[s] as number);
  }
  const at = address(to);
  return (p, x) => write32(p, at(p, x), x[s] as number);
}

function storeImmediate(to: MemoryOperand, value: number): Op {
  if (isPlain(to)) {
    const { base, displacement } = to;
    return (p, x) => write32(p, ((x[base] as number) + displacement) | 0, value);
  }
  const at = address(to);
  return (p, x) => write32(p, at(p, x), value);
}

function storeByte(to: MemoryOperand, from: Operand): Op {
  const at = address(to);
  if (from.kind === 'immediate') {
    const value = from.value;
    return (p, x) => write8(p, at(p, x), value);
  }
  if (from.kind === 'register' && from.index < 4) {
    const s = from.index;
    return (p, x) => write8(p, at(p, x), x[s] as number);
  }
  return copy(to, from);
}

const lea: Maker = (i) => {
  const [to, from] = i.operands as [Operand, MemoryOperand];
  const { base, index, displacement, scale } = from;
  if (sizeOf(to) === 4 && to.kind === 'register' && !from.short) {
    const d = to.index;
    const shift = Math.log2(scale);
    if (index < 0 && base >= 0) {
      return (_p, x) => {
        x[d] = (x[base] as number) + displacement;
      };
    }
    if (index >= 0 && base >= 0) {
      return (_p, x) => {
        x[d] = (x[base] as number) + ((x[index] as number) << shift) + displacement;
      };
    }
  }
  const at = address({ ...from, segment: -1 });
  const set = store(to);
  return (p, x) => set(p, x, at(p, x));
};

/** Pushes a doubleword. */
export function push32(p: Processor, x: Int32Array, value: number): void {
  const top = ((x[ESP] as number) - 4) | 0;
  write32(p, top, value);
  x[ESP] = top;
}

export function push16(p: Processor, x: Int32Array, value: number): void {
  const top = ((x[ESP] as number) - 2) | 0;
  write16(p, top, value);
  x[ESP] = top;
}

const push: Maker = (i) => {
  const [o] = i.operands as [Operand];
  if (i.size === 2) {
    const get = load(o);
    return (p, x) => push16(p, x, get(p, x));
  }
  if (o.kind === 'register') {
    const s = o.index;
    return (p, x) => push32(p, x, x[s] as number);
  }
  if (o.kind === 'immediate') {
    const value = o.value;
    return (p, x) => push32(p, x, value);
  }
  const get = load(o);
  return (p, x) => push32(p, x, get(p, x));
};

/** The popped value goes to its place after ESP moved, for the place may be computed from ESP; a fault undoes that. */
const pop: Maker = (i) => {
  const [o] = i.operands as [Operand];
  if (o.kind === 'register' && i.size === 4) {
    const d = o.index;
    return (p, x) => {
      const value = read32(p, x[ESP] as number);
      x[ESP] = (x[ESP] as number) + 4;
      x[d] = value;
    };
  }
  const size = i.size;
  const read = size === 2 ? read16 : read32;
  if (o.kind === 'memory') {
    const at = address(o);
    return (p, x) => {
      const value = read(p, x[ESP] as number);
      x[ESP] = (x[ESP] as number) + size;
      const place = at(p, x);
      x[ESP] = (x[ESP] as number) - size;
      checkWrite(p, place, size);
      if (size === 2) write16(p, place, value);
      else write32(p, place, value);
      x[ESP] = (x[ESP] as number) + size;
    };
  }
  const set = store(o);
  return (p, x) => {
    const value = read(p, x[ESP] as number);
    if (o.kind === 'segment') set(p, x, value);
    x[ESP] = (x[ESP] as number) + size;
    if (o.kind !== 'segment') set(p, x, value);
  };
};

const xchg: Maker = (i) => {
  const [a, b] = i.operands as [Operand, Operand];
  const get = load(b);
  const set = store(b);
  return modify(a, (p, x, old) => {
    const value = get(p, x);
    set(p, x, old);
    return value;
  });
};

function extend(signed: boolean): Maker {
  return (i) => {
    const [to, from] = i.operands as [Operand, Operand];
    const shift = signed ? (sizeOf(from) === 1 ? 24 : 16) : 0;
    const set = store(to);
    if (from.kind === 'memory' && to.kind === 'register' && to.size === 4) return extendMemory(to.index, from, shift);
    const get = load(from);
    return (p, x) => set(p, x, (get(p, x) << shift) >> shift);
  };
}

function extendMemory(d: number, from: MemoryOperand, shift: number): Op {
  if (from.size === 1 && shift === 0) return extendByte(d, from);
  const at = address(from);
  if (from.size === 1) {
    return (p, x) => {
      x[d] = (read8(p, at(p, x)) << 24) >> 24;
    };
  }
  return (p, x) => {
    x[d] = (read16(p, at(p, x)) << shift) >> shift;
  };
}

function extendByte(d: number, from: MemoryOperand): Op {
  if (isPlain(from)) {
    const { base, displacement } = from;
    return (p, x) => {
      x[d] = read8(p, ((x[base] as number) + displacement) | 0);
    };
  }
  const at = address(from);
  return (p, x) => {
    x[d] = read8(p, at(p, x));
  };
}

const bswap: Maker = (i) => {
  const [o] = i.operands as [Operand];
  return modify(o, (_p, _x, v) =>
    i.size === 2 ? 0 : (v << 24) | ((v & 0xff00) << 8) | ((v >>> 8) & 0xff00) | (v >>> 24),
  );
};

const setAx = storeRegister(2, EAX);
const setDx = storeRegister(2, EDX);

const cwde: Maker = (i) => {
  if (i.size === 2) return (p, x) => setAx(p, x, ((x[EAX] as number) << 24) >> 24);
  return (_p, x) => {
    x[EAX] = ((x[EAX] as number) << 16) >> 16;
  };
};

const cdq: Maker = (i) => {
  if (i.size === 2) return (p, x) => setDx(p, x, ((x[EAX] as number) << 16) >> 31);
  return (_p, x) => {
    x[EDX] = (x[EAX] as number) >> 31;
  };
};

const xlat: Maker = (i) => {
  const at = address(tableOf(i));
  const set = storeRegister(1, EAX);
  return (p, x) => {
    const short = i.addressSize === 2;
    const base = at(p, x);
    const a = base + ((x[EAX] as number) & 0xff);
    set(p, x, read8(p, short ? a & 0xffff : a | 0));
  };
};

function tableOf(i: Instruction): MemoryOperand {
  const short = i.addressSize === 2;
  return { kind: 'memory', size: 1, base: EBX, index: -1, scale: 1, displacement: 0, segment: i.segment, short };
}

function conditional(): Record<string, Maker> {
  const makers: Record<string, Maker> = {};
  CONDITIONS.forEach((name, code) => {
    const holds = CONDITION[code] as (typeof CONDITION)[number];
    makers[`set${name}`] = (i) => {
      const set = store(i.operands[0] as Operand);
      return (p, x) => set(p, x, holds(x) ? 1 : 0);
    };
    makers[`cmov${name}`] = (i) => {
      const [to, from] = i.operands as [Operand, Operand];
      const get: Load = load(from);
      const set = store(to);
      return (p, x) => {
        const value = get(p, x);
        if (holds(x)) set(p, x, value);
      };
    };
  });
  return makers;
}

export const MOVES: Makers = {
  mov,
  movnti: mov,
  lea,
  push,
  pop,
  xchg,
  movzx: extend(false),
  movsx: extend(true),
  bswap,
  cwde,
  cdq,
  xlat,
  ...conditional(),
};
