/**
 * The x87 registers. Values are kept as doubles: the precision that Windows sets for a new thread (control word 027F), so
 * results agree with the processor's for all arithmetic on doubles.
 *
 *     control  5..0 exceptions masked   9..8 precision   11..10 rounding (0 nearest, 1 down, 2 up, 3 toward zero)
 *     status   5..0 exceptions seen     7 error pending  8 C0  9 C1  10 C2  13..11 top  14 C3
 */

/** The x87 state as plain data; `registers` in physical order, `used` has bit i set when register i is not empty. */
export interface FpuState {
  readonly registers: Float64Array;
  readonly top: number;
  readonly control: number;
  readonly status: number;
  readonly used: number;
}

export class Fpu {
  readonly registers = new Float64Array(8);
  top = 0;
  control = 0x27f;
  /** Without the top, which is kept beside. */
  status = 0;
  used = 0;

  save(): FpuState {
    return {
      registers: this.registers.slice(),
      top: this.top,
      control: this.control,
      status: this.status,
      used: this.used,
    };
  }

  load(state: FpuState): void {
    this.registers.set(state.registers);
    this.top = state.top;
    this.control = state.control;
    this.status = state.status;
    this.used = state.used;
  }

  /** What finit leaves. */
  reset(): void {
    this.top = 0;
    this.control = 0x37f;
    this.status = 0;
    this.used = 0;
  }
}
