/**
 * The x87 registers in the ten-byte form in which CONTEXT and the save area of a thread hold them.
 */
import { fromExtended, toExtended } from '../machine/float80.ts';
import type { FpuState } from '../machine/fpu.ts';

/** A register's value; of a NaN the sign is kept beside. */
export interface ExtendedValue {
  readonly value: number;
  readonly negative: boolean;
}

/** Writes ten bytes at `offset`. */
export function writeExtended(bytes: Uint8Array, offset: number, value: number, negativeNaN: boolean): void {
  const { significand, head } = toExtended(value);
  const sign = Number.isNaN(value) ? (negativeNaN ? 0x8000 : 0) : head & 0x8000;
  const view = new DataView(bytes.buffer, bytes.byteOffset + offset);
  view.setBigUint64(0, significand, true);
  view.setUint16(8, sign | (head & 0x7fff), true);
}

/** Reads ten bytes at `offset`. */
export function readExtended(bytes: Uint8Array, offset: number): ExtendedValue {
  const view = new DataView(bytes.buffer, bytes.byteOffset + offset);
  const head = view.getUint16(8, true);
  return { value: fromExtended(view.getBigUint64(0, true), head), negative: (head & 0x8000) !== 0 };
}

/** The 16-bit tag word: two bits a register, 3 for empty. */
export function fpuTagWord(used: number): number {
  let tags = 0;
  for (let i = 0; i < 8; i++) if (!(used & (1 << i))) tags |= 3 << (i * 2);
  return tags;
}

/** An x87 state from its words and its stack, ST(0) first. */
export function fpuStateFromRegisters(
  control: number,
  statusWord: number,
  used: number,
  stack: readonly ExtendedValue[],
): FpuState {
  const top = (statusWord >>> 11) & 7;
  const registers = new Float64Array(8);
  let negativeNaN = 0;
  stack.forEach(({ value, negative }, i) => {
    const n = (top + i) & 7;
    registers[n] = value;
    if (negative && Number.isNaN(value)) negativeNaN |= 1 << n;
  });
  return { registers, top, control: control & 0xffff, status: statusWord & 0xffff & ~0x3800, used, negativeNaN };
}
