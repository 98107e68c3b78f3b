/** Encodes operands by one row of the instruction table, or finds that they do not fit it. */
import type { TextOperand } from './assemble-operand.ts';
import type { Row } from './instructions.ts';

/**
 * A place to fill in when the symbol's address is known. absolute: 32 bits, address + addend. relative: 32 bits,
 * address + addend - (end of the field). relative8: the same in 8 bits.
 */
export interface Relocation {
  readonly offset: number;
  readonly kind: 'absolute' | 'relative' | 'relative8';
  readonly name: string;
  readonly addend: number;
}

export interface Encoding {
  readonly row: Row;
  readonly bytes: readonly number[];
  readonly relocations: readonly Relocation[];
  /** Size of the memory operand as this row means it, 0 if there is none or it does not matter. */
  readonly memorySize: number;
  /** True when the operand size (a 66 prefix) makes a difference. */
  readonly sized: boolean;
}

type Memory = TextOperand & { kind: 'memory' };

const FIXED: Readonly<Record<string, readonly [size: 1 | 2, index: number]>> = {
  al: [1, 0],
  cl: [1, 1],
  ax: [2, 0],
  dx: [2, 2],
};

const SEGMENT_PREFIX = [0x26, 0x2e, 0x36, 0x3e, 0x64, 0x65] as const;
const SEGMENT_NAMES = ['es', 'cs', 'ss', 'ds', 'fs', 'gs'];

/** The encoding of `operands` by `row` with an operand size, or undefined when they do not fit. */
export function encode(row: Row, operands: readonly TextOperand[], size: 2 | 4, address: number): Encoding | undefined {
  return new RowEncoder(row, size).run(operands, address);
}

class RowEncoder {
  private readonly row: Row;
  private readonly size: 2 | 4;
  private opcodeRegister = 0;
  private regField = 0;
  private stack = 0;
  private rm: TextOperand | undefined;
  private readonly tail: number[] = [];
  private readonly relocations: Relocation[] = [];
  private memorySize = 0;
  private sized = false;
  private segment = -1;
  private jump: { readonly operand: TextOperand; readonly size: 1 | 4 } | undefined;

  constructor(row: Row, size: 2 | 4) {
    this.row = row;
    this.size = size;
  }

  run(operands: readonly TextOperand[], address: number): Encoding | undefined {
    for (const [n, pattern] of this.row.patterns.entries()) {
      if (!this.fit(pattern, operands[n] as TextOperand)) return undefined;
    }
    const bytes = this.head();
    const tailAt = bytes.length;
    bytes.push(...this.tail);
    const relocations = this.relocations.map((r) => (r.offset < 0 ? { ...r, offset: tailAt - r.offset - 1 } : r));
    if (this.jump && !this.finishJump(bytes, relocations, address)) return undefined;
    return { row: this.row, bytes, relocations, memorySize: this.memorySize, sized: this.sized };
  }

  private head(): number[] {
    const { row } = this;
    const bytes: number[] = [];
    if (this.segment >= 0 && !this.impliesData()) bytes.push(SEGMENT_PREFIX[this.segment] as number);
    if (this.sized && this.size === 2) bytes.push(0x66);
    if (row.opcode > 0xff) bytes.push(0x0f);
    bytes.push((row.opcode & 0xff) + (row.plusRegister ? this.opcodeRegister : 0));
    if (row.modrm >= 0) bytes.push(row.modrm + (row.plusStack ? this.stack : 0));
    else if (this.rm) this.modrm(bytes, this.rm, row.extension >= 0 ? row.extension : this.regField);
    return bytes;
  }

  /** `ds:` before a plain number only says that an address is meant. */
  private impliesData(): boolean {
    return this.segment === 3 && !(this.rm?.kind === 'memory' && (this.rm.base >= 0 || this.rm.index >= 0));
  }

  private modrm(bytes: number[], rm: TextOperand, reg: number): void {
    if (rm.kind === 'register') bytes.push(0xc0 | (reg << 3) | rm.index);
    else if (rm.kind === 'memory') this.memory(bytes, rm, reg << 3);
  }

  private memory(bytes: number[], m: Memory, reg: number): void {
    const { base, index, displacement: d } = m;
    const wide = m.symbol !== undefined || d < -128 || d > 127;
    const mod = base < 0 ? 0 : wide ? 0x80 : d !== 0 || base === 5 ? 0x40 : 0;
    if (index >= 0 || base === 4) {
      bytes.push(mod | reg | 4, (Math.log2(m.scale) << 6) | ((index < 0 ? 4 : index) << 3) | (base < 0 ? 5 : base));
    } else {
      bytes.push(mod | reg | (base < 0 ? 5 : base));
    }
    if (mod === 0x40) bytes.push(d & 0xff);
    else if (mod === 0x80 || base < 0) this.word(bytes, d, m.symbol);
  }

  /** A 32-bit field, perhaps to be relocated. */
  private word(bytes: number[], value: number, symbol: string | undefined): void {
    if (symbol !== undefined)
      this.relocations.push({ offset: bytes.length, kind: 'absolute', name: symbol, addend: value });
    const stored = symbol === undefined ? value : 0;
    bytes.push(stored & 0xff, (stored >> 8) & 0xff, (stored >> 16) & 0xff, (stored >> 24) & 0xff);
  }

  private sizeOf(letter: string | undefined): number {
    if (letter === 'v' || letter === 'z') {
      this.sized = true;
      return this.size;
    }
    return { b: 1, w: 2, d: 4, p: 6, q: 8, t: 10 }[letter ?? ''] ?? 0;
  }

  private fit(pattern: string, o: TextOperand): boolean {
    const letter = pattern[1];
    switch (pattern[0]) {
      case 'E':
        return this.fitRm(this.sizeOf(letter), o);
      case 'M':
        return o.kind === 'memory' && this.fitRm(this.sizeOf(letter), o);
      case 'R':
        return o.kind === 'register' && this.fitRm(this.sizeOf(letter), o);
      case 'G':
        if (o.kind !== 'register' || o.size !== this.sizeOf(letter)) return false;
        this.regField = o.index;
        return true;
      case 'Z':
        if (o.kind !== 'register' || o.size !== this.sizeOf(letter)) return false;
        this.opcodeRegister = o.index;
        return true;
      case 'S':
        if (o.kind !== 'segment') return false;
        this.regField = o.index;
        return true;
      case 'I':
        return o.kind === 'immediate' && this.immediate(letter, o.value, o.symbol);
      case 'J':
        return this.fitJump(letter, o);
      case 'O':
        return this.fitOffset(letter, o);
      case 'X':
      case 'Y':
        return this.fitString(pattern, o);
      default:
        return this.fitNamed(pattern, o);
    }
  }

  private fitRm(size: number, o: TextOperand): boolean {
    if (o.kind === 'register') {
      if (o.size !== size) return false;
    } else if (o.kind === 'memory') {
      if (size !== 0 && o.size !== 0 && o.size !== size) return false;
      this.memorySize = size;
      this.segment = o.segment;
    } else return false;
    this.rm = o;
    return true;
  }

  private fitOffset(letter: string | undefined, o: TextOperand): boolean {
    const size = this.sizeOf(letter);
    if (o.kind !== 'memory' || o.base >= 0 || o.index >= 0 || (o.size !== 0 && o.size !== size)) return false;
    this.memorySize = size;
    this.segment = o.segment;
    this.tailWord(o.displacement, o.symbol);
    return true;
  }

  private fitString(pattern: string, o: TextOperand): boolean {
    const size = this.sizeOf(pattern[1]);
    const register = pattern[0] === 'X' ? 6 : 7;
    if (o.kind !== 'memory' || o.base !== register || o.index >= 0 || o.displacement !== 0) return false;
    if (o.size !== 0 && o.size !== size) return false;
    this.memorySize = size;
    if (pattern[0] === 'X') this.segment = o.segment;
    return true;
  }

  private fitNamed(pattern: string, o: TextOperand): boolean {
    const fixed = FIXED[pattern];
    if (fixed) return o.kind === 'register' && o.size === fixed[0] && o.index === fixed[1];
    if (pattern === 'eax') return o.kind === 'register' && o.index === 0 && o.size === this.sizeOf('v');
    if (pattern === '1' || pattern === '3')
      return o.kind === 'immediate' && o.symbol === undefined && o.value === Number(pattern);
    if (pattern === 'st') return o.kind === 'st' && o.index === 0;
    if (pattern === 'st(i)') {
      if (o.kind !== 'st' || o.bare) return false;
      this.stack = o.index;
      return true;
    }
    return o.kind === 'segment' && SEGMENT_NAMES[o.index] === pattern;
  }

  private immediate(letter: string | undefined, value: number, symbol: string | undefined): boolean {
    if (symbol !== undefined) {
      if ((letter !== 'z' && letter !== 'v') || this.size === 2) return false;
      this.sized = true;
      this.tailWord(value, symbol);
      return true;
    }
    if (letter === 'b') return this.small(value, value >= -128 && value <= 255, 1);
    if (letter === 'w') return this.small(value, value >= -32768 && value <= 65535, 2);
    this.sized = true;
    if (letter === 's') {
      const wide = this.size === 2 ? (value << 16) >> 16 : value | 0;
      const fits = this.size === 4 || (value >= -32768 && value <= 65535);
      return this.small(wide, fits && inWord(value) && wide >= -128 && wide <= 127, 1);
    }
    if (this.size === 2) return this.small(value, value >= -32768 && value <= 65535, 2);
    if (!inWord(value)) return false;
    this.tailWord(value | 0, undefined);
    return true;
  }

  private small(value: number, fits: boolean, size: 1 | 2): boolean {
    if (!fits) return false;
    this.tail.push(value & 0xff);
    if (size === 2) this.tail.push((value >> 8) & 0xff);
    return true;
  }

  /** Offsets in the tail are kept as -1 - offset until it is known where the tail begins. */
  private tailWord(value: number, symbol: string | undefined): void {
    if (symbol !== undefined) {
      this.relocations.push({ offset: -1 - this.tail.length, kind: 'absolute', name: symbol, addend: value });
    }
    const stored = symbol === undefined ? value : 0;
    this.tail.push(stored & 0xff, (stored >> 8) & 0xff, (stored >> 16) & 0xff, (stored >> 24) & 0xff);
  }

  private fitJump(letter: string | undefined, o: TextOperand): boolean {
    if (this.size === 2) return false;
    if (o.kind !== 'target' && !(o.kind === 'immediate' && o.symbol === undefined)) return false;
    const size = letter === 'b' ? 1 : 4;
    const onlyShort = /^(loop|jecxz)/.test(this.row.mnemonic);
    if (o.kind === 'target' && !onlyShort && (size === 1) !== o.short) return false;
    this.jump = { operand: o, size };
    return true;
  }

  private finishJump(bytes: number[], relocations: Relocation[], address: number): boolean {
    const { operand, size } = this.jump as { operand: TextOperand; size: 1 | 4 };
    if (operand.kind === 'target') {
      relocations.push({
        offset: bytes.length,
        kind: size === 1 ? 'relative8' : 'relative',
        name: operand.name,
        addend: 0,
      });
    }
    const distance = operand.kind === 'immediate' ? (operand.value - (address + bytes.length + size)) | 0 : 0;
    if (size === 1 && (distance < -128 || distance > 127)) return false;
    for (let n = 0; n < size; n++) bytes.push((distance >> (8 * n)) & 0xff);
    return true;
  }
}

const inWord = (value: number): boolean => value >= -0x80000000 && value <= 0xffffffff;
