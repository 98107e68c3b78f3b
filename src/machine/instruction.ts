/** A decoded instruction: what decoding yields, execution specialises on, and the disassembler prints. */
import type { Row } from './instructions.ts';

export type Size = 1 | 2 | 4;

export interface RegisterOperand {
  readonly kind: 'register';
  readonly size: Size;
  readonly index: number;
}

/** [base + index * scale + displacement]; -1 for a register that is not there. `size` is 0 where none is meant (lea). */
export interface MemoryOperand {
  readonly kind: 'memory';
  readonly size: number;
  readonly base: number;
  readonly index: number;
  readonly scale: number;
  readonly displacement: number;
  /** The segment that a prefix names (0 ES … 4 FS, 5 GS), or -1. */
  readonly segment: number;
  /** True when the address is computed in 16 bits. */
  readonly short: boolean;
}

export interface ImmediateOperand {
  readonly kind: 'immediate';
  /** Sign-extended where the instruction does so; as a signed 32-bit number for 4 bytes, unsigned otherwise. */
  readonly value: number;
  readonly size: Size;
}

/** A jump's distance, counted from the next instruction. */
export interface RelativeOperand {
  readonly kind: 'relative';
  readonly distance: number;
  readonly size: Size;
}

export interface SegmentOperand {
  readonly kind: 'segment';
  readonly index: number;
}

export interface StackOperand {
  readonly kind: 'st';
  readonly index: number;
}

/** A far pointer in the instruction itself. */
export interface FarOperand {
  readonly kind: 'far';
  readonly offset: number;
  readonly selector: number;
}

export type Operand =
  | RegisterOperand
  | MemoryOperand
  | ImmediateOperand
  | RelativeOperand
  | SegmentOperand
  | StackOperand
  | FarOperand;

export interface Instruction {
  readonly row: Row;
  readonly mnemonic: string;
  readonly operands: readonly Operand[];
  /** Operand size: 2 with a 66 prefix, else 4. Byte forms say so in their operands. */
  readonly size: 2 | 4;
  /** Address size, for string instructions and jecxz. */
  readonly addressSize: 2 | 4;
  readonly segment: number;
  readonly lock: boolean;
  readonly repeat: '' | 'rep' | 'repne';
  readonly length: number;
}
