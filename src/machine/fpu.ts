/**
 * The x87 registers. Values are kept as doubles: the precision that Windows sets for a new thread (control word 027F), so
 * results agree with the processor's for arithmetic on doubles. Of a NaN only the sign is kept, in `negativeNaN`, for hosts
 * do not keep it reliably; what an invalid operation makes has it set.
 *
 *     control  5..0 exceptions masked   9..8 precision   11..10 rounding (0 nearest, 1 down, 2 up, 3 toward zero)
 *     status   5..0 exceptions seen     6 stack fault  7 error pending  8 C0  9 C1  10 C2  13..11 top  14 C3
 */

import { floatOf, wordOfFloat } from './float80.ts';

export const INVALID = 1;
export const DIVIDE_BY_ZERO = 4;
export const OVERFLOW = 8;
const STACK_FAULT = 0x40;
export const C0 = 0x100;
export const C1 = 0x200;
export const C2 = 0x400;
export const C3 = 0x4000;

/** The x87 state as plain data; `registers` in physical order, `used` has bit i set when register i is not empty. */
export interface FpuState {
  readonly registers: Float64Array;
  readonly top: number;
  readonly control: number;
  readonly status: number;
  readonly used: number;
  readonly negativeNaN: number;
}

export class Fpu {
  readonly registers: Float64Array = new Float64Array(8);
  top = 0;
  control = 0x27f;
  /** Without the top, which is kept beside. */
  status = 0;
  used = 0;
  /** Bit i: register i, if it is a NaN, has its sign set. */
  negativeNaN = 0;

  save(): FpuState {
    const { top, control, status, used, negativeNaN } = this;
    return { registers: this.registers.slice(), top, control, status, used, negativeNaN };
  }

  load(state: FpuState): void {
    this.registers.set(state.registers);
    this.top = state.top;
    this.control = state.control;
    this.status = state.status;
    this.used = state.used;
    this.negativeNaN = state.negativeNaN;
  }

  /** What finit leaves. */
  reset(): void {
    this.top = 0;
    this.control = 0x37f;
    this.status = 0;
    this.used = 0;
  }

  /** True when an exception was seen that is not masked. */
  get pending(): boolean {
    return (this.status & ~this.control & 0x3f) !== 0;
  }

  /** The status word as programs see it. */
  get statusWord(): number {
    return this.status | (this.top << 11) | (this.pending ? 0x8080 : 0);
  }

  set statusWord(value: number) {
    this.status = value & 0x477f;
    this.top = (value >> 11) & 7;
  }

  /** Two bits a register: 0 valid, 1 zero, 2 special, 3 empty. */
  get tagWord(): number {
    let tags = 0;
    for (let i = 7; i >= 0; i--) tags = (tags << 2) | this.tag(i);
    return tags;
  }

  set tagWord(value: number) {
    this.used = 0;
    for (let i = 0; i < 8; i++) if (((value >> (2 * i)) & 3) !== 3) this.used |= 1 << i;
  }

  private tag(i: number): number {
    if (!(this.used & (1 << i))) return 3;
    const value = this.registers[i] as number;
    if (value === 0) return 1;
    return Number.isFinite(value) ? 0 : 2;
  }

  /** The value of ST(i); an empty register is an invalid operation and reads as NaN. */
  get(i: number): number {
    const n = (this.top + i) & 7;
    if (this.used & (1 << n)) return this.registers[n] as number;
    this.status = (this.status & ~C1) | INVALID | STACK_FAULT;
    return Number.NaN;
  }

  /** Sets ST(i); `sign` is the sign if the value is a NaN. */
  set(i: number, value: number, sign = 1): void {
    this.place((this.top + i) & 7, value, sign);
  }

  /** The sign of ST(i) if it is a NaN; 1 if it is not, so that signs of operands can be combined with &. */
  signOfNaN(i: number): number {
    const n = (this.top + i) & 7;
    return Number.isNaN(this.registers[n] as number) && this.used & (1 << n) ? (this.negativeNaN >> n) & 1 : 1;
  }

  private place(n: number, value: number, sign: number): void {
    this.registers[n] = value;
    this.used |= 1 << n;
    if (Number.isNaN(value)) this.negativeNaN = (this.negativeNaN & ~(1 << n)) | (sign << n);
  }

  isEmpty(i: number): boolean {
    return (this.used & (1 << ((this.top + i) & 7))) === 0;
  }

  free(i: number): void {
    this.used &= ~(1 << ((this.top + i) & 7));
  }

  push(value: number, sign = 1): void {
    this.top = (this.top - 1) & 7;
    const full = (this.used & (1 << this.top)) !== 0;
    if (full) this.status |= INVALID | STACK_FAULT | C1;
    this.place(this.top, full ? Number.NaN : value, full ? 1 : sign);
  }

  pop(): void {
    this.used &= ~(1 << this.top);
    this.top = (this.top + 1) & 7;
  }

  setConditions(bits: number): void {
    this.status = (this.status & ~(C0 | C1 | C2 | C3)) | bits;
  }

  /** A result as the precision control wants it. */
  rounded(value: number): number {
    return (this.control & 0x300) === 0 ? Math.fround(value) : value;
  }

  /** `value` as a float, by the rounding control. */
  toSingle(value: number): number {
    const nearest = Math.fround(value);
    const mode = (this.control >> 10) & 3;
    if (mode === 0 || nearest === value || !Number.isFinite(value)) return nearest;
    const down = mode === 1 || (mode === 3 && value > 0);
    if (down) return nearest > value ? neighbour(nearest, -1) : nearest;
    return nearest < value ? neighbour(nearest, 1) : nearest;
  }

  /** `value` as a whole number, by the rounding control. */
  toWhole(value: number): number {
    switch ((this.control >> 10) & 3) {
      case 1:
        return Math.floor(value);
      case 2:
        return Math.ceil(value);
      case 3:
        return Math.trunc(value);
      default:
        return nearestEven(value);
    }
  }
}

/** The next float below or above a float. */
function neighbour(value: number, step: 1 | -1): number {
  if (value === 0) return step * 2 ** -149;
  const away = value > 0 === step > 0;
  return floatOf(wordOfFloat(value) + (away ? 1 : -1));
}

/** The nearest whole number, and the even one of two equally near; keeps the sign of zero. */
export function nearestEven(value: number): number {
  if (!(Math.abs(value) < 2 ** 52)) return value;
  const below = Math.floor(value);
  const rest = value - below;
  const whole = rest > 0.5 || (rest === 0.5 && below % 2 !== 0) ? below + 1 : below;
  return whole === 0 && (value < 0 || Object.is(value, -0)) ? -0 : whole;
}
