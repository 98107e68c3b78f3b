/**
 * Operands as closures: where a value comes from and goes to, decided once when an instruction is decoded. Bytes and words
 * travel unsigned, doublewords as signed 32-bit numbers.
 */
import { checkWrite, read8, read16, read32, write8, write16, write32 } from '../access.ts';
import type { Instruction, MemoryOperand, Operand, Size } from '../instruction.ts';
import { FS_BASE, type Processor } from '../processor.ts';

/** An instruction ready to run. `x` is the processor's own register array. */
export type Op = (p: Processor, x: Int32Array) => void;
/** Where in its block an instruction stands: its distance in bytes from the block's start, and its number. */
export interface Place {
  readonly offset: number;
  readonly index: number;
}
/** Makes the closure of an instruction; undefined when these operands are no instruction. */
export type Maker = (i: Instruction, place: Place) => Op | undefined;
export type Makers = Readonly<Record<string, Maker>>;

export type Load = (p: Processor, x: Int32Array) => number;
export type Store = (p: Processor, x: Int32Array, value: number) => void;

const SEGMENT_FS = 4;

/** The linear address of a memory operand. */
export function address(o: MemoryOperand): Load {
  if (o.short) return address16(o);
  const { base, index, displacement: d } = o;
  const shift = Math.log2(o.scale);
  if (o.segment === SEGMENT_FS) {
    const flat = address({ ...o, segment: -1 });
    return (p, x) => (flat(p, x) + (x[FS_BASE] as number)) | 0;
  }
  if (index < 0) {
    if (base < 0) return () => d;
    if (d === 0) return (_p, x) => x[base] as number;
    return (_p, x) => ((x[base] as number) + d) | 0;
  }
  if (base < 0) return (_p, x) => (((x[index] as number) << shift) + d) | 0;
  return (_p, x) => ((x[base] as number) + ((x[index] as number) << shift) + d) | 0;
}

function address16(o: MemoryOperand): Load {
  const { base, index, displacement } = o;
  const fs = o.segment === SEGMENT_FS;
  return (_p, x) => {
    const offset = (base < 0 ? 0 : (x[base] as number)) + (index < 0 ? 0 : (x[index] as number)) + displacement;
    return ((offset & 0xffff) + (fs ? (x[FS_BASE] as number) : 0)) | 0;
  };
}

export const READ = { 1: read8, 2: read16, 4: read32 } as const;
export const WRITE = { 1: write8, 2: write16, 4: write32 } as const;

/** How a register of this size is read. */
export function loadRegister(size: Size, n: number): Load {
  if (size === 4) return (_p, x) => x[n] as number;
  if (size === 2) return (_p, x) => (x[n] as number) & 0xffff;
  if (n < 4) return (_p, x) => (x[n] as number) & 0xff;
  const whole = n - 4;
  return (_p, x) => ((x[whole] as number) >> 8) & 0xff;
}

/** How a register of this size is written; the rest of the whole register stays. */
export function storeRegister(size: Size, n: number): Store {
  if (size === 4) {
    return (_p, x, v) => {
      x[n] = v;
    };
  }
  if (size === 2) {
    return (_p, x, v) => {
      x[n] = ((x[n] as number) & 0xffff0000) | (v & 0xffff);
    };
  }
  if (n < 4) {
    return (_p, x, v) => {
      x[n] = ((x[n] as number) & 0xffffff00) | (v & 0xff);
    };
  }
  const whole = n - 4;
  return (_p, x, v) => {
    x[whole] = ((x[whole] as number) & 0xffff00ff) | ((v & 0xff) << 8);
  };
}

/** How an operand's value is read. */
export function load(o: Operand): Load {
  if (o.kind === 'register') return loadRegister(o.size, o.index);
  if (o.kind === 'immediate') {
    const value = o.value;
    return () => value;
  }
  if (o.kind === 'segment') return loadSegment(o.index);
  if (o.kind !== 'memory') return () => 0;
  const at = address(o);
  if (o.size === 1) return (p, x) => read8(p, at(p, x));
  if (o.size === 2) return (p, x) => read16(p, at(p, x));
  return (p, x) => read32(p, at(p, x));
}

/** How an operand's value is written. */
export function store(o: Operand): Store {
  if (o.kind === 'register') return storeRegister(o.size, o.index);
  if (o.kind === 'segment') return storeSegment(o.index);
  if (o.kind !== 'memory') return () => {};
  const at = address(o);
  if (o.size === 1) return (p, x, v) => write8(p, at(p, x), v);
  if (o.size === 2) return (p, x, v) => write16(p, at(p, x), v);
  return (p, x, v) => write32(p, at(p, x), v);
}

/** Reads, changes and writes back one operand; a write that would fault does so before anything changed. */
export function modify(o: Operand, change: (p: Processor, x: Int32Array, value: number) => number): Op {
  if (o.kind === 'memory') {
    const at = address(o);
    const size = o.size as Size;
    const read = READ[size];
    const write = WRITE[size];
    return (p, x) => {
      const a = at(p, x);
      checkWrite(p, a, size);
      write(p, a, change(p, x, read(p, a)));
    };
  }
  const from = load(o);
  const to = store(o);
  return (p, x) => to(p, x, change(p, x, from(p, x)));
}

/** The size of an operand that is a register, memory or immediate. */
export function sizeOf(o: Operand): Size {
  return o.kind === 'register' || o.kind === 'immediate' ? o.size : o.kind === 'memory' ? (o.size as Size) : 2;
}

function loadSegment(n: number): Load {
  const loads: Load[] = [(p) => p.es, (p) => p.cs, (p) => p.ss, (p) => p.ds, (p) => p.fs, (p) => p.gs];
  return loads[n] as Load;
}

/** Segments are flat, so loading one of the selectors that there are only remembers it; any other faults. */
function storeSegment(n: number): Store {
  return (p, _x, v) => {
    const selector = v & 0xffff;
    const known =
      selector === 0x23 || selector === 0x3b || (selector <= 3 && n !== 2) || (selector === 0x1b && n !== 2);
    if (!known || n === 1) p.raise(n === 1 ? 6 : 13);
    if (n === 0) p.es = selector;
    else if (n === 2) p.ss = selector;
    else if (n === 3) p.ds = selector;
    else if (n === 4) p.fs = selector;
    else p.gs = selector;
  };
}
