/**
 * The stack frame of one function: where parameters, locals and temporaries lie, as distances from EBP.
 *
 *   [ebp+8…]  arguments (a hidden pointer to the result first, where the result is a large structure)
 *   [ebp+4]   return address
 *   [ebp]     the caller's EBP
 *   [ebp-4…]  locals in the order of their declarations, then temporaries
 *
 * With `guards`, four unused bytes stand on both sides of each local, as /RTC1 has them.
 */
import type { FunctionDefinition, Variable } from './ast.ts';
import type { FunctionType } from './ctypes.ts';
import { sizeOf } from './ctypes.ts';

const rounded = (size: number): number => Math.ceil(size / 4) * 4;

/** Structures of these sizes travel in EDX:EAX; all others through a hidden pointer. */
export function returnsThroughPointer(type: FunctionType): boolean {
  if (type.returns.kind !== 'struct') return false;
  const size = sizeOf(type.returns);
  return size !== 1 && size !== 2 && size !== 4 && size !== 8;
}

/** Which parameters a fastcall function takes in ECX and EDX: the first two that fit a register. */
export function registerParameters(type: FunctionType): readonly number[] {
  if (type.convention !== 'fastcall') return [];
  const fits = type.parameters.flatMap((p, i) =>
    (p.type.kind === 'integer' && p.type.size <= 4) || p.type.kind === 'pointer' ? [i] : [],
  );
  return fits.slice(0, 2);
}

export class Frame {
  readonly #offsets = new Map<Variable, number>();
  /** Bytes below EBP in use so far. */
  size = 0;
  /** Bytes of arguments on the stack. */
  argumentBytes = 0;
  /** Where the hidden result pointer lies, or 0. */
  readonly resultPointer: number;
  readonly #guards: boolean;
  #free: { readonly offset: number; readonly size: number }[] = [];
  #used: { readonly offset: number; readonly size: number }[] = [];

  constructor(definition: FunctionDefinition, guards: boolean) {
    this.#guards = guards;
    const inRegisters = registerParameters(definition.type);
    let offset = 8;
    this.resultPointer = returnsThroughPointer(definition.type) ? offset : 0;
    if (this.resultPointer) offset += 4;
    for (const [i, parameter] of definition.parameters.entries()) {
      if (inRegisters.includes(i)) this.declare(parameter);
      else {
        this.#offsets.set(parameter, offset);
        offset += rounded(sizeOf(parameter.type));
      }
    }
    this.argumentBytes = offset - 8;
  }

  /** Gives a local its place. */
  declare(variable: Variable, size = sizeOf(variable.type)): void {
    if (this.#offsets.has(variable)) return;
    const guard = this.#guards ? 4 : 0;
    this.size += rounded(Math.max(size, 1)) + guard;
    this.#offsets.set(variable, -this.size);
    this.size += guard;
  }

  /** Gives a variable of our own a place among the temporaries. */
  declareHidden(variable: Variable): void {
    this.#offsets.set(variable, this.temporary(sizeOf(variable.type)));
  }

  offsetOf(variable: Variable): number {
    if (!this.#offsets.has(variable)) this.declare(variable);
    return this.#offsets.get(variable) as number;
  }

  /** Room that nobody else uses until `endExpression`. */
  temporary(size: number): number {
    const wanted = rounded(size);
    const found = this.#free.findIndex((slot) => slot.size === wanted);
    const slot = found >= 0 ? (this.#free.splice(found, 1)[0] as { offset: number; size: number }) : this.#grow(wanted);
    this.#used.push(slot);
    return slot.offset;
  }

  /** Room that stays taken. */
  reserve(size: number): number {
    return this.#grow(rounded(size)).offset;
  }

  #grow(size: number): { offset: number; size: number } {
    this.size += size;
    return { offset: -this.size, size };
  }

  endExpression(): void {
    this.#free.push(...this.#used);
    this.#used = [];
  }
}
