/**
 * String instructions. With a repeat prefix one execution does at most 16384 elements, and leaves EIP on the instruction until
 * ECX is used up (or a comparison ends it): so a long copy never hangs the machine. A fault finds registers that say exactly
 * how far it came. Copies and fills are done a page at a time where nothing could tell the difference.
 */
import type { Instruction, MemoryOperand, Operand, Size } from '../instruction.ts';
import { EAX, ECX, EDI, EIP, ESI, FS_BASE, type Processor, RESULT } from '../processor.ts';
import { BINARY, type Binary } from './flags.ts';
import { load, type Maker, type Makers, type Op, type Place, READ, storeRegister, WRITE } from './operand.ts';

const ELEMENTS_MAX = 16_384;

/** Moves an index register on; only its low half with 16-bit addresses. */
type Advance = (x: Int32Array, register: number, by: number) => void;

const advance32: Advance = (x, register, by) => {
  x[register] = (x[register] as number) + by;
};

const advance16: Advance = (x, register, by) => {
  const value = x[register] as number;
  x[register] = (value & 0xffff0000) | ((value + by) & 0xffff);
};

/** What one string instruction needs to know. */
interface Form {
  readonly size: Size;
  readonly advance: Advance;
  /** The linear address that ESI means. */
  readonly source: (x: Int32Array) => number;
  /** The linear address that EDI means. */
  readonly target: (x: Int32Array) => number;
  readonly short: boolean;
  readonly plain: boolean;
}

function formOf(i: Instruction): Form {
  const size = (i.operands.find((o) => o.kind === 'memory') as MemoryOperand).size as Size;
  const short = i.addressSize === 2;
  const mask = short ? 0xffff : -1;
  const fs = i.segment === 4;
  return {
    size,
    advance: short ? advance16 : advance32,
    source: (x) => (((x[ESI] as number) & mask) + (fs ? (x[FS_BASE] as number) : 0)) | 0,
    target: (x) => (x[EDI] as number) & mask,
    short,
    plain: !short && !fs,
  };
}

/** Does one element; false ends a repetition early. */
type Element = (p: Processor, x: Int32Array) => boolean;
/** Does up to `most` elements at once and answers how many; 0 when they must be done one by one. */
type Bulk = (p: Processor, x: Int32Array, most: number) => number;

function stringInstruction(i: Instruction, place: Place, form: Form, element: Element, bulk?: Bulk): Op {
  if (i.repeat === '') {
    return (p, x) => {
      element(p, x);
    };
  }
  const next = place.offset + i.length;
  const stay = place.offset;
  const mask = form.short ? 0xffff : -1;
  return (p, x) => {
    const total = ((x[ECX] as number) & mask) >>> 0;
    let left = Math.min(total, ELEMENTS_MAX);
    let going = true;
    const fast = bulk !== undefined && p.direction > 0 && p.watches.length === 0;
    while (left > 0 && going) {
      const done = fast && bulk !== undefined && left > 1 ? bulk(p, x, left) : 0;
      if (done > 0) {
        x[ECX] = (x[ECX] as number) - done;
        left -= done;
      } else {
        going = element(p, x);
        form.advance(x, ECX, -1);
        left--;
      }
    }
    going = going && ((x[ECX] as number) & mask) !== 0;
    x[EIP] = (x[EIP] as number) + (going ? stay : next);
  };
}

/** How many of `wanted` bytes from `linear` lie in frames that follow each other and that `pages` remembers. */
function contiguous(pages: Int32Array, linear: number, physical: number, wanted: number): number {
  let length = 0x1000 - (linear & 0xfff);
  while (length < wanted && pages[(linear + length) >>> 12] === physical + length) length += 0x1000;
  return Math.min(length, wanted);
}

const movs: Maker = (i, place) => {
  const form = formOf(i);
  const { size, advance } = form;
  const read = READ[size];
  const write = WRITE[size];
  const element: Element = (p, x) => {
    write(p, form.target(x), read(p, form.source(x)));
    advance(x, ESI, p.direction * size);
    advance(x, EDI, p.direction * size);
    return true;
  };
  return stringInstruction(i, place, form, element, form.plain ? moveBulk(size) : undefined);
};

function moveBulk(size: Size): Bulk {
  return (p, x, most) => {
    const from = x[ESI] as number;
    const to = x[EDI] as number;
    const source = p.reachRead(from);
    const target = p.reachWrite(to);
    const readable = contiguous(p.readPage, from, source, most * size);
    const count = (contiguous(p.writePage, to, target, readable) / size) | 0;
    const length = count * size;
    if (target > source && target < source + length) {
      if ((target - source) % size !== 0) return 0;
      for (let n = 0; n < length; n++) p.bytes[target + n] = p.bytes[source + n] as number;
    } else {
      p.bytes.copyWithin(target, source, source + length);
    }
    x[ESI] = from + length;
    x[EDI] = to + length;
    return count;
  };
}

const stos: Maker = (i, place) => {
  const form = formOf(i);
  const { size, advance } = form;
  const write = WRITE[size];
  const element: Element = (p, x) => {
    write(p, form.target(x), x[EAX] as number);
    advance(x, EDI, p.direction * size);
    return true;
  };
  return stringInstruction(i, place, form, element, form.plain ? storeBulk(size) : undefined);
};

function storeBulk(size: Size): Bulk {
  return (p, x, most) => {
    const to = x[EDI] as number;
    if (size === 2 || (size === 4 && (to & 3) !== 0)) return 0;
    const target = p.reachWrite(to);
    const count = (contiguous(p.writePage, to, target, most * size) / size) | 0;
    if (size === 1) p.bytes.fill((x[EAX] as number) & 0xff, target, target + count);
    else p.words.fill(x[EAX] as number, target >> 2, (target >> 2) + count);
    x[EDI] = to + count * size;
    return count;
  };
}

const lods: Maker = (i, place) => {
  const form = formOf(i);
  const { size, advance } = form;
  const read = READ[size];
  const set = storeRegister(size, EAX);
  return stringInstruction(i, place, form, (p, x) => {
    set(p, x, read(p, form.source(x)));
    advance(x, ESI, p.direction * size);
    return true;
  });
};

/** Whether a comparing repetition goes on after a comparison: repe while equal, repne while different. */
function goesOn(i: Instruction, x: Int32Array): boolean {
  return (x[RESULT] === 0) === (i.repeat === 'rep');
}

const scas: Maker = (i, place) => {
  const form = formOf(i);
  const { size, advance } = form;
  const read = READ[size];
  const compare = BINARY[size]?.['cmp'] as Binary;
  const accumulator = load({ kind: 'register', size, index: EAX } as Operand);
  return stringInstruction(i, place, form, (p, x) => {
    compare(x, accumulator(p, x), read(p, form.target(x)));
    advance(x, EDI, p.direction * size);
    return goesOn(i, x);
  });
};

const cmps: Maker = (i, place) => {
  const form = formOf(i);
  const { size, advance } = form;
  const read = READ[size];
  const compare = BINARY[size]?.['cmp'] as Binary;
  return stringInstruction(i, place, form, (p, x) => {
    const left = read(p, form.source(x));
    compare(x, left, read(p, form.target(x)));
    advance(x, ESI, p.direction * size);
    advance(x, EDI, p.direction * size);
    return goesOn(i, x);
  });
};

export const STRINGS: Makers = { movs, stos, lods, scas, cmps };
