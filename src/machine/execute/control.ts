/**
 * Jumps, calls, returns, loops. They end their block: each sets EIP, last of all, from the block's start, which is where
 * EIP stands while a block runs.
 */
import { checkWrite, read16, read32 } from '../access.ts';
import type { Instruction, MemoryOperand, Operand } from '../instruction.ts';
import { CONDITIONS } from '../instructions.ts';
import { CARRIES, EBP, ECX, EIP, ESP, type Processor, RESULT } from '../processor.ts';
import { CONDITION, type Condition } from './flags.ts';
import { push16, push32 } from './move.ts';
import { load, type Maker, type Makers, type Op, type Place } from './operand.ts';

const nextOf = (i: Instruction, place: Place): number => place.offset + i.length;
const distanceOf = (o: Operand | undefined): number => (o?.kind === 'relative' ? o.distance : 0);

/** Jumps written out for the conditions that follow cmp and test most often. */
const FREQUENT: Readonly<Record<string, (taken: number, next: number) => Op>> = {
  je: (taken, next) => (_p, x) => {
    x[EIP] = (x[EIP] as number) + (x[RESULT] === 0 ? taken : next);
  },
  jne: (taken, next) => (_p, x) => {
    x[EIP] = (x[EIP] as number) + (x[RESULT] !== 0 ? taken : next);
  },
  jb: (taken, next) => (_p, x) => {
    x[EIP] = (x[EIP] as number) + ((x[CARRIES] as number) < 0 ? taken : next);
  },
  jae: (taken, next) => (_p, x) => {
    x[EIP] = (x[EIP] as number) + ((x[CARRIES] as number) >= 0 ? taken : next);
  },
  jl: (taken, next) => (_p, x) => {
    const c = x[CARRIES] as number;
    x[EIP] = (x[EIP] as number) + (((x[RESULT] as number) ^ c ^ (c << 1) ^ (c << 31)) < 0 ? taken : next);
  },
  jge: (taken, next) => (_p, x) => {
    const c = x[CARRIES] as number;
    x[EIP] = (x[EIP] as number) + (((x[RESULT] as number) ^ c ^ (c << 1) ^ (c << 31)) >= 0 ? taken : next);
  },
};

function jump(i: Instruction, place: Place, holds: Condition): Op {
  const next = nextOf(i, place);
  const taken = next + distanceOf(i.operands[0]);
  const short = i.size === 2;
  return (_p, x) => {
    if (!holds(x)) x[EIP] = (x[EIP] as number) + next;
    else x[EIP] = short ? ((x[EIP] as number) + taken) & 0xffff : (x[EIP] as number) + taken;
  };
}

const jmp: Maker = (i, place) => {
  const [o] = i.operands as [Operand];
  if (o.kind === 'far' || (o.kind === 'memory' && o.size === 6)) return (p) => p.raise(13);
  if (o.kind === 'relative') {
    if (i.size === 2) return jump(i, place, () => true);
    const taken = nextOf(i, place) + o.distance;
    return (_p, x) => {
      x[EIP] = (x[EIP] as number) + taken;
    };
  }
  const get = load(o);
  return (p, x) => {
    x[EIP] = get(p, x);
  };
};

const call: Maker = (i, place) => {
  const [o] = i.operands as [Operand];
  if (o.kind === 'far' || (o.kind === 'memory' && o.size === 6)) return (p) => p.raise(13);
  const next = nextOf(i, place);
  if (i.size === 2) return call16(o, next);
  if (o.kind === 'relative') {
    const distance = o.distance;
    return (p, x) => {
      const from = (x[EIP] as number) + next;
      push32(p, x, from);
      x[EIP] = from + distance;
    };
  }
  const get = load(o);
  return (p, x) => {
    const target = get(p, x);
    push32(p, x, (x[EIP] as number) + next);
    x[EIP] = target;
  };
};

function call16(o: Operand, next: number): Op {
  const get = load(o);
  return (p, x) => {
    const from = (x[EIP] as number) + next;
    const target = o.kind === 'relative' ? from + o.distance : get(p, x);
    push16(p, x, from);
    x[EIP] = target & 0xffff;
  };
}

const ret: Maker = (i) => {
  const [o] = i.operands;
  const more = o?.kind === 'immediate' ? o.value : 0;
  if (i.size === 2) {
    return (p, x) => {
      x[EIP] = read16(p, x[ESP] as number);
      x[ESP] = (x[ESP] as number) + 2 + more;
    };
  }
  return (p, x) => {
    x[EIP] = read32(p, x[ESP] as number);
    x[ESP] = (x[ESP] as number) + 4 + more;
  };
};

function counted(again: Condition): Maker {
  return (i, place) => {
    const short = i.addressSize === 2;
    const body = jump(i, place, (x) => (short ? (x[ECX] as number) & 0xffff : (x[ECX] as number)) !== 0 && again(x));
    return (p, x) => {
      const count = (x[ECX] as number) - 1;
      x[ECX] = short ? ((x[ECX] as number) & 0xffff0000) | (count & 0xffff) : count;
      body(p, x);
    };
  };
}

const jecxz: Maker = (i, place) => {
  const mask = i.addressSize === 2 ? 0xffff : -1;
  return jump(i, place, (x) => ((x[ECX] as number) & mask) === 0);
};

/** Level 0 is what compilers write; a level above 31 counts modulo 32 as on the processor. */
const enter: Maker = (i) => {
  const [sizeOperand, levelOperand] = i.operands;
  const size = sizeOperand?.kind === 'immediate' ? sizeOperand.value : 0;
  const level = levelOperand?.kind === 'immediate' ? levelOperand.value & 31 : 0;
  return (p, x) => {
    const esp = x[ESP] as number;
    const frame = (esp - 4) | 0;
    const end = (frame - 4 * level - size) | 0;
    for (let n = 0; n <= level; n++) checkWrite(p, (frame - 4 * n) | 0, 4);
    checkWrite(p, end, 4);
    const outer = x[EBP] as number;
    for (let n = 1; n < level; n++) read32(p, (outer - 4 * n) | 0);
    push32(p, x, outer);
    for (let n = 1; n < level; n++) push32(p, x, read32(p, (outer - 4 * n) | 0));
    if (level > 0) push32(p, x, frame);
    x[EBP] = frame;
    x[ESP] = end;
  };
};

const leave: Maker = (i) => {
  if (i.size === 2) {
    return (p, x) => {
      const value = read16(p, x[EBP] as number);
      x[ESP] = (x[EBP] as number) + 2;
      x[EBP] = ((x[EBP] as number) & 0xffff0000) | value;
    };
  }
  return (p, x) => {
    const frame = x[EBP] as number;
    x[EBP] = read32(p, frame);
    x[ESP] = frame + 4;
  };
};

/** Ends the instruction with a trap; EIP is then behind it. */
function trapBehind(vector: number, i: Instruction, place: Place): Op {
  const next = nextOf(i, place);
  return (p, x) => {
    x[EIP] = (x[EIP] as number) + next;
    p.raiseBehind(vector);
  };
}

/** The vectors below 32 are the processor's own, but for 3 and 4: a program that asks for one has a protection fault. */
const int: Maker = (i, place) => {
  const [o] = i.operands;
  const vector = o?.kind === 'immediate' ? o.value & 0xff : 3;
  if (vector < 32 && vector !== 3 && vector !== 4) return (p) => p.raise(13);
  return trapBehind(vector, i, place);
};

const into: Maker = (i, place) => {
  const overflow = CONDITION[0] as Condition;
  const trap = trapBehind(4, i, place);
  const next = nextOf(i, place);
  return (p, x) => {
    if (overflow(x)) trap(p, x);
    else x[EIP] = (x[EIP] as number) + next;
  };
};

const bound: Maker = (i) => {
  const [o, limits] = i.operands as [Operand, MemoryOperand];
  const get = load(o);
  const size = i.size;
  const low = load({ ...limits, size });
  const high = load({ ...limits, size, displacement: limits.displacement + size });
  const shift = size === 2 ? 16 : 0;
  const signed = (v: number) => (v << shift) >> shift;
  return (p, x) => {
    const value = signed(get(p, x));
    if (value < signed(low(p, x)) || value > signed(high(p, x))) p.raise(5);
  };
};

function conditional(): Record<string, Maker> {
  const makers: Record<string, Maker> = {};
  CONDITIONS.forEach((name, code) => {
    const frequent = FREQUENT[`j${name}`];
    makers[`j${name}`] = (i, place) => {
      const next = nextOf(i, place);
      if (frequent && i.size === 4) return frequent(next + distanceOf(i.operands[0]), next);
      return jump(i, place, CONDITION[code] as Condition);
    };
  });
  return makers;
}

const privileged: Maker = () => (p: Processor) => p.raise(13);

export const CONTROL: Makers = {
  jmp,
  call,
  ret,
  loop: counted(() => true),
  loope: counted((x) => x[RESULT] === 0),
  loopne: counted((x) => x[RESULT] !== 0),
  jecxz,
  enter,
  leave,
  int,
  int1: (i, place) => trapBehind(1, i, place),
  into,
  bound,
  // EIP stays on it: a service that has to look again later leaves it there.
  sysenter: (_, place) => (p, x) => {
    x[EIP] = (x[EIP] as number) + place.offset;
    p.raiseBehind('sysenter');
  },
  ...conditional(),
  retf: privileged,
  iretd: privileged,
};

/** Mnemonics after which the next instruction is not simply the next in memory, or must be looked for anew. */
export const ENDS_BLOCK: ReadonlySet<string> = new Set([
  ...Object.keys(CONTROL).filter((name) => name !== 'enter' && name !== 'leave' && name !== 'bound'),
  'popfd',
]);
