/**
 * Writes x86 machine code for the generator: one method per instruction form that it uses, labels, and relocations.
 *
 * The code of one function is written with every jump in its long form; `finish` then shortens all jumps that reach
 * (beginning with all short and growing until nothing changes) and moves everything that was noted by offset.
 *
 *   ModRM: mod(2) reg(3) rm(3), then SIB: scale(2) index(3) base(3) when rm is 4, then displacement of 0, 1 or 4 bytes.
 */
import { assert } from '../machine/assert.ts';
import type { RelocationKind } from './object.ts';

export const EAX = 0;
export const ECX = 1;
export const EDX = 2;
export const EBX = 3;
export const ESP = 4;
export const EBP = 5;
export const ESI = 6;
export const EDI = 7;

/** A place in memory: [base + index*scale + symbol + displacement]. */
export interface Mem {
  /** Register, or -1 for none. */
  readonly base: number;
  readonly index: number;
  readonly scale: 1 | 2 | 4 | 8;
  readonly displacement: number;
  readonly symbol?: string | undefined;
  /** The symbol is taken by its offset in its section instead of by its address. */
  readonly sectionRelative?: boolean;
  /** The address of a label of this function instead of a symbol. */
  readonly label?: number;
  /** Through the FS segment: the thread's block. */
  readonly fs?: boolean;
}

export function at(base: number, displacement: number): Mem {
  return { base, index: -1, scale: 1, displacement };
}

export function atSymbol(symbol: string, displacement = 0): Mem {
  return { base: -1, index: -1, scale: 1, displacement, symbol };
}

export function offsetBy(mem: Mem, bytes: number): Mem {
  return bytes === 0 ? mem : { ...mem, displacement: (mem.displacement + bytes) | 0 };
}

/** Numbers of the eight arithmetic instructions that share their forms. */
export const ADD = 0;
export const OR = 1;
export const ADC = 2;
export const SBB = 3;
export const AND = 4;
export const SUB = 5;
export const XOR = 6;
export const CMP = 7;

/** Condition codes as in Jcc and SETcc; the lowest bit negates. */
export const condition = {
  o: 0,
  no: 1,
  b: 2,
  ae: 3,
  e: 4,
  ne: 5,
  be: 6,
  a: 7,
  s: 8,
  ns: 9,
  p: 10,
  np: 11,
  l: 12,
  ge: 13,
  le: 14,
  g: 15,
} as const;

const JMP = -1;
const CALL = -2;

/** Bytes of the long form. */
const longSize = (code: number): number => (code >= 0xe0 ? 2 : code < 0 ? 5 : 6);
/** Whether there is a long and a short form. */
const hasBoth = (code: number): boolean => code < 0xe0 && code !== CALL;

interface Jump {
  readonly offset: number;
  /** Condition code, JMP, CALL, or the opcode (0xE0 to 0xE3) of an instruction that only has a short form. */
  readonly code: number;
  readonly label: number;
}

export interface CodeRelocation {
  offset: number;
  readonly kind: RelocationKind;
  readonly symbol: string;
  addend: number;
  /** Its final offset is added to the addend. */
  readonly label: number;
}

export interface FinishedCode {
  readonly bytes: Uint8Array;
  readonly relocations: readonly CodeRelocation[];
  /** Where the byte written at this offset has come to lie. */
  moved(offset: number): number;
  labelOffset(label: number): number;
}

export class CodeBuffer {
  #bytes = new Uint8Array(256);
  length = 0;
  readonly #jumps: Jump[] = [];
  readonly #relocations: CodeRelocation[] = [];
  readonly #labels: number[] = [];
  readonly #tables: { readonly label: number; readonly entries: readonly number[] }[] = [];
  /** Symbol of the function that this is, for addresses of its labels. */
  readonly self: string;
  constructor(self: string) {
    this.self = self;
  }

  byte(value: number): void {
    if (this.length === this.#bytes.length) this.#grow();
    this.#bytes[this.length++] = value;
  }

  #grow(): void {
    const larger = new Uint8Array(this.#bytes.length * 2);
    larger.set(this.#bytes);
    this.#bytes = larger;
  }

  bytes(...values: number[]): void {
    for (const value of values) this.byte(value);
  }

  word(value: number): void {
    this.byte(value & 255);
    this.byte((value >> 8) & 255);
  }

  dword(value: number): void {
    this.word(value);
    this.word(value >> 16);
  }

  relocate(kind: RelocationKind, symbol: string, addend: number, label = -1): void {
    this.#relocations.push({ offset: this.length, kind, symbol, addend, label });
    this.dword(0);
  }

  newLabel(): number {
    this.#labels.push(-1);
    return this.#labels.length - 1;
  }

  place(label: number): void {
    assert(this.#labels[label] === -1, 'a label is placed once');
    this.#labels[label] = this.length;
  }

  isPlaced(label: number): boolean {
    return (this.#labels[label] as number) >= 0;
  }

  /** The operand bytes of an instruction with a memory operand. `opcode` may be several bytes, high byte first. */
  memory(opcode: number, reg: number, mem: Mem): void {
    if (mem.fs) this.byte(0x64);
    this.#opcode(opcode);
    const { base, index, displacement, symbol } = mem;
    const relocated = symbol !== undefined || mem.label !== undefined;
    const none = base < 0;
    const small = !relocated && displacement >= -128 && displacement <= 127;
    const mod = none ? 0 : relocated ? 2 : displacement === 0 && base !== EBP ? 0 : small ? 1 : 2;
    if (index >= 0 || base === ESP) {
      const scale = mem.scale === 1 ? 0 : mem.scale === 2 ? 1 : mem.scale === 4 ? 2 : 3;
      this.bytes((mod << 6) | (reg << 3) | 4, (scale << 6) | ((index >= 0 ? index : 4) << 3) | (none ? 5 : base));
    } else this.byte((mod << 6) | (reg << 3) | (none ? 5 : base));
    if (relocated) this.#address(mem);
    else if (mod === 1) this.byte(displacement & 255);
    else if (mod === 2 || none) this.dword(displacement);
  }

  #address(mem: Mem): void {
    const kind = mem.sectionRelative ? 'secrel' : 'dir32';
    if (mem.label !== undefined) this.relocate('dir32', this.self, mem.displacement, mem.label);
    else this.relocate(kind, mem.symbol as string, mem.displacement);
  }

  #opcode(opcode: number): void {
    if (opcode > 0xffff) this.byte(opcode >>> 16);
    if (opcode > 0xff) this.byte((opcode >>> 8) & 255);
    this.byte(opcode & 255);
  }

  /** An instruction with two register operands. */
  registers(opcode: number, reg: number, rm: number): void {
    this.#opcode(opcode);
    this.byte(0xc0 | (reg << 3) | rm);
  }

  // ------------------------------------------------------------- data moves

  movImm(register: number, value: number): void {
    this.byte(0xb8 + register);
    this.dword(value);
  }

  /** Constant into a register, the short way for 0. Changes the flags. */
  setTo(register: number, value: number): void {
    if (value === 0) this.registers(0x33, register, register);
    else this.movImm(register, value);
  }

  movSymbol(register: number, symbol: string, addend: number): void {
    this.byte(0xb8 + register);
    this.relocate('dir32', symbol, addend);
  }

  mov(to: number, from: number): void {
    if (to !== from) this.registers(0x8b, to, from);
  }

  /** mov edi,edi: two bytes that do nothing and can be patched. */
  mov2(to: number, from: number): void {
    this.registers(0x8b, to, from);
  }

  /** Loads 1, 2 or 4 bytes, extended to the whole register. */
  load(register: number, mem: Mem, size: number, signed: boolean): void {
    if (size === 4) {
      if (register === EAX && isAbsolute(mem)) {
        this.byte(0xa1);
        this.#address(mem);
      } else this.memory(0x8b, register, mem);
    } else this.memory((size === 1 ? 0x0fb6 : 0x0fb7) + (signed ? 8 : 0), register, mem);
  }

  store(mem: Mem, register: number, size: number): void {
    if (register === EAX && isAbsolute(mem)) {
      if (size === 2) this.byte(0x66);
      this.byte(size === 1 ? 0xa2 : 0xa3);
      this.#address(mem);
    } else this.memory(size === 1 ? 0x88 : size === 2 ? 0x6689 : 0x89, register, mem);
  }

  storeImm(mem: Mem, value: number, size: number): void {
    this.memory(size === 1 ? 0xc6 : size === 2 ? 0x66c7 : 0xc7, 0, mem);
    if (size === 1) this.byte(value & 255);
    else if (size === 2) this.word(value);
    else this.dword(value);
  }

  storeSymbol(mem: Mem, symbol: string, addend: number): void {
    this.memory(0xc7, 0, mem);
    this.relocate('dir32', symbol, addend);
  }

  /** Extends the low 1 or 2 bytes to the whole register. */
  extend(register: number, size: number, signed: boolean): void {
    this.registers((size === 1 ? 0x0fb6 : 0x0fb7) + (signed ? 8 : 0), register, register);
  }

  lea(register: number, mem: Mem): void {
    if (mem.base < 0 && mem.index < 0 && !mem.fs) {
      this.byte(0xb8 + register);
      if (mem.symbol !== undefined || mem.label !== undefined) this.#address(mem);
      else this.dword(mem.displacement);
    } else if (mem.index < 0 && mem.displacement === 0 && mem.symbol === undefined) this.mov(register, mem.base);
    else this.memory(0x8d, register, mem);
  }

  // ------------------------------------------------------------- arithmetic

  alu(operation: number, to: number, from: number): void {
    this.registers(operation * 8 + 3, to, from);
  }

  aluImm(operation: number, register: number, value: number): void {
    if (value >= -128 && value <= 127) {
      this.registers(0x83, operation, register);
      this.byte(value & 255);
    } else {
      if (register === EAX) this.byte(operation * 8 + 5);
      else this.registers(0x81, operation, register);
      this.dword(value);
    }
  }

  aluSymbol(operation: number, register: number, symbol: string, addend: number): void {
    if (register === EAX) this.byte(operation * 8 + 5);
    else this.registers(0x81, operation, register);
    this.relocate('dir32', symbol, addend);
  }

  aluMem(operation: number, register: number, mem: Mem): void {
    this.memory(operation * 8 + 3, register, mem);
  }

  aluToMem(operation: number, mem: Mem, register: number): void {
    this.memory(operation * 8 + 1, register, mem);
  }

  aluMemImm(operation: number, mem: Mem, value: number, size = 4): void {
    const prefix = size === 2 ? 0x6600 : 0;
    const small = value >= -128 && value <= 127;
    this.memory(size === 1 ? 0x80 : (small ? 0x83 : 0x81) | prefix, operation, mem);
    if (size === 1 || small) this.byte(value & 255);
    else if (size === 2) this.word(value);
    else this.dword(value);
  }

  aluMemSymbol(operation: number, mem: Mem, symbol: string, addend: number): void {
    this.memory(0x81, operation, mem);
    this.relocate('dir32', symbol, addend);
  }

  test(a: number, b: number): void {
    this.registers(0x85, b, a);
  }

  imul(to: number, from: number): void {
    this.registers(0x0faf, to, from);
  }

  imulMem(to: number, mem: Mem): void {
    this.memory(0x0faf, to, mem);
  }

  imulImm(to: number, from: number, value: number): void {
    const small = value >= -128 && value <= 127;
    this.registers(small ? 0x6b : 0x69, to, from);
    if (small) this.byte(value & 255);
    else this.dword(value);
  }

  /** The group not 2, neg 3, mul 4, imul 5, div 6, idiv 7. */
  group3(operation: number, register: number): void {
    this.registers(0xf7, operation, register);
  }

  /** The group shl 4, shr 5, sar 7 by a constant. */
  shiftImm(operation: number, register: number, count: number): void {
    if (count === 0) return;
    if (count === 1) this.registers(0xd1, operation, register);
    else {
      this.registers(0xc1, operation, register);
      this.byte(count);
    }
  }

  shiftCl(operation: number, register: number): void {
    this.registers(0xd3, operation, register);
  }

  setcc(code: number, register: number): void {
    this.registers(0x0f90 + code, 0, register);
  }

  // ------------------------------------------------------------------ stack

  push(register: number): void {
    this.byte(0x50 + register);
  }

  pop(register: number): void {
    this.byte(0x58 + register);
  }

  pushImm(value: number): void {
    if (value >= -128 && value <= 127) this.bytes(0x6a, value & 255);
    else {
      this.byte(0x68);
      this.dword(value);
    }
  }

  pushSymbol(symbol: string, addend: number): void {
    this.byte(0x68);
    this.relocate('dir32', symbol, addend);
  }

  pushMem(mem: Mem): void {
    this.memory(0xff, 6, mem);
  }

  // ------------------------------------------------------------------- flow

  call(symbol: string): void {
    this.byte(0xe8);
    this.relocate('rel32', symbol, 0);
  }

  callMem(mem: Mem): void {
    this.memory(0xff, 2, mem);
  }

  callRegister(register: number): void {
    this.registers(0xff, 2, register);
  }

  ret(popped: number): void {
    if (popped === 0) this.byte(0xc3);
    else {
      this.byte(0xc2);
      this.word(popped);
    }
  }

  jmp(label: number): void {
    this.#jumps.push({ offset: this.length, code: JMP, label });
    this.bytes(0xe9, 0, 0, 0, 0);
  }

  jcc(code: number, label: number): void {
    this.#jumps.push({ offset: this.length, code, label });
    this.bytes(0x0f, 0x80 + code, 0, 0, 0, 0);
  }

  /** Takes back a jump to `label` that was just written, when the label comes next. */
  dropJumpTo(label: number): void {
    const last = this.#jumps.at(-1);
    if (last?.code !== JMP || last.label !== label || last.offset !== this.length - 5) return;
    this.#jumps.pop();
    for (const [i, offset] of this.#labels.entries()) if (offset === this.length) this.#labels[i] = last.offset;
    this.length = last.offset;
  }

  /** loopne E0, loope E1, loop E2, jecxz E3. */
  jumpShort(opcode: number, label: number): void {
    this.#jumps.push({ offset: this.length, code: opcode, label });
    this.bytes(opcode, 0);
  }

  callLabel(label: number): void {
    this.#jumps.push({ offset: this.length, code: CALL, label });
    this.bytes(0xe8, 0, 0, 0, 0);
  }

  /** A table of label addresses behind the function; the result is the table's own label. */
  addressTable(entries: readonly number[]): number {
    const label = this.newLabel();
    this.#tables.push({ label, entries });
    return label;
  }

  /** Code without its own labels and jumps, appended; for a prologue that is written last. */
  prepend(other: CodeBuffer): void {
    assert(other.#jumps.length === 0, 'a prologue has no jumps');
    const shift = other.length;
    const joined = new Uint8Array((shift + this.length) * 2);
    joined.set(other.#bytes.subarray(0, shift));
    joined.set(this.#bytes.subarray(0, this.length), shift);
    this.#bytes = joined;
    this.length += shift;
    for (const [i, jump] of this.#jumps.entries()) this.#jumps[i] = { ...jump, offset: jump.offset + shift };
    for (const relocation of this.#relocations) relocation.offset += shift;
    for (const [i, offset] of this.#labels.entries()) if (offset >= 0) this.#labels[i] = offset + shift;
    this.#relocations.unshift(...other.#relocations);
  }

  // ----------------------------------------------------------------- finish

  finish(): FinishedCode {
    this.#writeTables();
    const jumps = this.#jumps;
    const long = new Uint8Array(jumps.length);
    const shrunk = new Int32Array(jumps.length + 1);
    const before = (offset: number): number => {
      let low = 0;
      let high = jumps.length;
      while (low < high) {
        const middle = (low + high) >> 1;
        if ((jumps[middle] as Jump).offset < offset) low = middle + 1;
        else high = middle;
      }
      return low;
    };
    const target = jumps.map((jump) => {
      const offset = this.#labels[jump.label] as number;
      assert(offset >= 0, 'every label that is jumped to is placed');
      return { offset, before: before(offset) };
    });
    for (let changed = true; changed; ) {
      changed = false;
      for (const [i, jump] of jumps.entries()) {
        const saved = long[i] || !hasBoth(jump.code) ? 0 : jump.code === JMP ? 3 : 4;
        shrunk[i + 1] = (shrunk[i] as number) + saved;
      }
      for (const [i, jump] of jumps.entries()) {
        if (long[i] || !hasBoth(jump.code)) continue;
        const to = target[i] as { offset: number; before: number };
        const distance = to.offset - (shrunk[to.before] as number) - (jump.offset - (shrunk[i] as number) + 2);
        if (distance < -128 || distance > 127) {
          long[i] = 1;
          changed = true;
        }
      }
    }
    const moved = (offset: number): number => offset - (shrunk[before(offset)] as number);
    const labelOffset = (label: number): number => moved(this.#labels[label] as number);
    const bytes = this.#shortened(long, moved);
    for (const relocation of this.#relocations) {
      relocation.offset = moved(relocation.offset);
      if (relocation.label >= 0) relocation.addend += labelOffset(relocation.label);
    }
    return { bytes, relocations: this.#relocations, moved, labelOffset };
  }

  #writeTables(): void {
    for (const table of this.#tables) {
      this.place(table.label);
      for (const entry of table.entries) this.relocate('dir32', this.self, 0, entry);
    }
  }

  #shortened(long: Uint8Array, moved: (offset: number) => number): Uint8Array {
    const out = new Uint8Array(moved(this.length));
    let from = 0;
    let to = 0;
    for (const [i, jump] of this.#jumps.entries()) {
      out.set(this.#bytes.subarray(from, jump.offset), to);
      to += jump.offset - from;
      const size = longSize(jump.code);
      from = jump.offset + size;
      const isShort = jump.code >= 0xe0 || (hasBoth(jump.code) && long[i] === 0);
      const end = to + (isShort ? 2 : size);
      const distance = moved(this.#labels[jump.label] as number) - end;
      if (isShort) {
        assert(distance >= -128 && distance <= 127, 'a short jump reaches its label');
        out[to] = jump.code >= 0xe0 ? jump.code : jump.code === JMP ? 0xeb : 0x70 + jump.code;
        out[to + 1] = distance & 255;
      } else {
        let p = to;
        if (jump.code < 0) out[p++] = jump.code === JMP ? 0xe9 : 0xe8;
        else {
          out[p++] = 0x0f;
          out[p++] = 0x80 + jump.code;
        }
        new DataView(out.buffer).setInt32(p, distance, true);
      }
      to = end;
    }
    out.set(this.#bytes.subarray(from, this.length), to);
    return out;
  }
}

function isAbsolute(mem: Mem): boolean {
  return (
    mem.base < 0 &&
    mem.index < 0 &&
    (mem.symbol !== undefined || mem.label !== undefined) &&
    !mem.fs &&
    !mem.sectionRelative
  );
}
