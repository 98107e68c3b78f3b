/**
 * From bytes to an Instruction, by the instruction table.
 *
 *     prefixes   opcode      ModRM              SIB               displacement  immediate
 *     66 67 F0…  [0F] xx     mod reg r/m        scale index base  0, 1, 2, 4    0, 1, 2, 4
 */
import type { Instruction, MemoryOperand, Operand, Size } from './instruction.ts';
import { INSTRUCTIONS, type Row } from './instructions.ts';

/** The byte at a distance from the instruction's first. Whoever supplies it may throw to end decoding. */
export type ByteAt = (offset: number) => number;

/** No instruction is longer. */
export const LENGTH_MAX = 15;

const MODRM_PATTERN = /^[EGMRSCD]/;

interface Entry {
  readonly rows: Row[];
  modrm: boolean;
}

const entries: (Entry | undefined)[] = [];
for (const row of INSTRUCTIONS) {
  const last = row.plusRegister ? 7 : 0;
  for (let i = 0; i <= last; i++) {
    const opcode = row.opcode + i;
    const key = opcode > 0xff ? 0x100 | (opcode & 0xff) : opcode;
    entries[key] ??= { rows: [], modrm: false };
    const entry = entries[key];
    entry.rows.push(row);
    if (row.extension >= 0 || row.modrm >= 0 || row.patterns.some((t) => MODRM_PATTERN.test(t))) entry.modrm = true;
  }
}

function fits(row: Row, modrm: number): boolean {
  const registerForm = modrm >= 0xc0;
  if (row.modrm >= 0) return (row.plusStack ? modrm & 0xf8 : modrm) === row.modrm;
  if (row.extension >= 0 && ((modrm >> 3) & 7) !== row.extension) return false;
  for (const pattern of row.patterns) {
    if (pattern[0] === 'M' && registerForm) return false;
    if (pattern[0] === 'R' && !registerForm) return false;
  }
  return true;
}

/** Decodes one instruction; undefined when the bytes are none. */
export function decode(byteAt: ByteAt): Instruction | undefined {
  return new Decoder(byteAt).instruction();
}

class Decoder {
  private readonly byteAt: ByteAt;
  private offset = 0;
  private size: 2 | 4 = 4;
  private addressSize: 2 | 4 = 4;
  private segment = -1;
  private lock = false;
  private repeat: '' | 'rep' | 'repne' = '';
  private modrm = 0;

  constructor(byteAt: ByteAt) {
    this.byteAt = byteAt;
  }

  instruction(): Instruction | undefined {
    let opcode = this.prefixes();
    if (opcode === 0x0f) opcode = 0x100 | this.u8();
    const entry = entries[opcode];
    if (!entry) return undefined;
    if (entry.modrm) this.modrm = this.u8();
    const row = entry.modrm ? entry.rows.find((r) => fits(r, this.modrm)) : entry.rows[0];
    if (!row) return undefined;
    const memory = entry.modrm && this.modrm < 0xc0 ? this.memory() : undefined;
    const operands: Operand[] = [];
    for (const pattern of row.patterns) {
      const operand = this.operand(pattern, opcode, memory);
      if (!operand) return undefined;
      operands.push(operand);
    }
    const { size, addressSize, segment, lock, repeat, offset } = this;
    return { row, mnemonic: row.mnemonic, operands, size, addressSize, segment, lock, repeat, length: offset };
  }

  private prefixes(): number {
    for (;;) {
      const byte = this.u8();
      if (byte === 0x66) this.size = 2;
      else if (byte === 0x67) this.addressSize = 2;
      else if (byte === 0xf0) this.lock = true;
      else if (byte === 0xf3) this.repeat = 'rep';
      else if (byte === 0xf2) this.repeat = 'repne';
      else if (byte === 0x26 || byte === 0x2e || byte === 0x36 || byte === 0x3e) this.segment = (byte >> 3) & 3;
      else if (byte === 0x64 || byte === 0x65) this.segment = byte - 0x60;
      else return byte;
    }
  }

  private u8(): number {
    return this.byteAt(this.offset++);
  }

  private u16(): number {
    return this.u8() | (this.u8() << 8);
  }

  private u32(): number {
    return this.u16() | (this.u16() << 16);
  }

  private memory(): Omit<MemoryOperand, 'size'> {
    return this.addressSize === 2 ? this.memory16() : this.memory32();
  }

  private memory32(): Omit<MemoryOperand, 'size'> {
    const mod = this.modrm >> 6;
    let base = this.modrm & 7;
    let index = -1;
    let scale = 1;
    if (base === 4) {
      const sib = this.u8();
      base = sib & 7;
      index = (sib >> 3) & 7;
      scale = 1 << (sib >> 6);
      if (index === 4) index = -1;
    }
    const absolute = mod === 0 && base === 5;
    if (absolute) base = -1;
    const displacement = mod === 1 ? (this.u8() << 24) >> 24 : mod === 2 || absolute ? this.u32() : 0;
    return { kind: 'memory', base, index, scale, displacement, segment: this.segment, short: false };
  }

  private memory16(): Omit<MemoryOperand, 'size'> {
    const mod = this.modrm >> 6;
    const form = this.modrm & 7;
    let base = [3, 3, 5, 5, 6, 7, 5, 3][form] as number;
    const index = form < 4 ? 6 + (form & 1) : -1;
    const absolute = mod === 0 && form === 6;
    if (absolute) base = -1;
    const displacement = mod === 1 ? (this.u8() << 24) >> 24 : mod === 2 || absolute ? (this.u16() << 16) >> 16 : 0;
    return { kind: 'memory', base, index, scale: 1, displacement, segment: this.segment, short: true };
  }

  private sizeOf(letter: string | undefined): Size {
    if (letter === 'b') return 1;
    if (letter === 'w') return 2;
    return letter === 'd' ? 4 : this.size;
  }

  private operand(
    pattern: string,
    opcode: number,
    memory: Omit<MemoryOperand, 'size'> | undefined,
  ): Operand | undefined {
    const letter = pattern[1];
    switch (pattern[0]) {
      case 'E':
        if (memory) return { ...memory, size: this.sizeOf(letter) };
        return { kind: 'register', size: this.sizeOf(letter), index: this.modrm & 7 };
      case 'M':
        return memory && { ...memory, size: this.memorySize(letter) };
      case 'R':
        return { kind: 'register', size: this.sizeOf(letter), index: this.modrm & 7 };
      case 'G':
        return { kind: 'register', size: this.sizeOf(letter), index: (this.modrm >> 3) & 7 };
      case 'Z':
        return { kind: 'register', size: this.sizeOf(letter), index: opcode & 7 };
      case 'C':
      case 'D':
        return { kind: 'immediate', size: 1, value: (this.modrm >> 3) & 7 };
      case 'S':
        return ((this.modrm >> 3) & 7) < 6 ? { kind: 'segment', index: (this.modrm >> 3) & 7 } : undefined;
      case 'I':
        return this.immediate(letter);
      case 'J':
        return this.relative(letter);
      case 'O': {
        const displacement = this.addressSize === 2 ? this.u16() : this.u32();
        return this.plainMemory(this.sizeOf(letter), -1, displacement, this.segment);
      }
      case 'A': {
        const offset = this.size === 2 ? this.u16() : this.u32();
        return { kind: 'far', offset, selector: this.u16() };
      }
      case 'X':
        return this.plainMemory(this.sizeOf(letter), 6, 0, this.segment);
      case 'Y':
        return this.plainMemory(this.sizeOf(letter), 7, 0, 0);
      default:
        return this.named(pattern);
    }
  }

  private plainMemory(size: number, base: number, displacement: number, segment: number): MemoryOperand {
    const short = this.addressSize === 2;
    return { kind: 'memory', size, base, index: -1, scale: 1, displacement, segment, short };
  }

  private memorySize(letter: string | undefined): number {
    if (letter === undefined) return 0;
    if (letter === 'q') return 8;
    if (letter === 't') return 10;
    return letter === 'p' ? 6 : this.sizeOf(letter);
  }

  private immediate(letter: string | undefined): Operand {
    if (letter === 'b') return { kind: 'immediate', size: 1, value: this.u8() };
    if (letter === 'w') return { kind: 'immediate', size: 2, value: this.u16() };
    if (letter === 's') {
      const value = (this.u8() << 24) >> 24;
      return { kind: 'immediate', size: this.size, value: this.size === 2 ? value & 0xffff : value };
    }
    return { kind: 'immediate', size: this.size, value: this.size === 2 ? this.u16() : this.u32() };
  }

  private relative(letter: string | undefined): Operand {
    if (letter === 'b') return { kind: 'relative', size: 1, distance: (this.u8() << 24) >> 24 };
    if (this.size === 2) return { kind: 'relative', size: 2, distance: (this.u16() << 16) >> 16 };
    return { kind: 'relative', size: 4, distance: this.u32() };
  }

  private named(pattern: string): Operand | undefined {
    const segment = ['es', 'cs', 'ss', 'ds', 'fs', 'gs'].indexOf(pattern);
    if (segment >= 0) return { kind: 'segment', index: segment };
    switch (pattern) {
      case 'al':
        return { kind: 'register', size: 1, index: 0 };
      case 'cl':
        return { kind: 'register', size: 1, index: 1 };
      case 'ax':
        return { kind: 'register', size: 2, index: 0 };
      case 'dx':
        return { kind: 'register', size: 2, index: 2 };
      case 'eax':
        return { kind: 'register', size: this.size, index: 0 };
      case '1':
      case '3':
        return { kind: 'immediate', size: 1, value: Number(pattern) };
      case 'st':
        return { kind: 'st', index: 0 };
      case 'st(i)':
        return { kind: 'st', index: this.modrm & 7 };
      default:
        return undefined;
    }
  }
}
