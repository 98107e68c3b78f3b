/**
 * What the reader does to a machine: logged with its position, so that the same inputs give the same run again.
 */

import { unreachable } from '../machine/assert.ts';
import type { Machine } from '../machine/machine.ts';
import { Unmapped } from '../machine/space.ts';
import { closeInput, forceSwitch, typeInput } from '../nt/input.ts';

export type Input = { readonly position: number } & (
  | { readonly kind: 'type'; readonly text: string }
  | { readonly kind: 'endOfInput' }
  /** The thread on this processor makes place for `thread`, or for the next one that is ready. */
  | { readonly kind: 'switch'; readonly processor: number; readonly thread?: number }
  | { readonly kind: 'memory'; readonly processor: number; readonly address: number; readonly bytes: readonly number[] }
  | {
      readonly kind: 'register';
      readonly processor: number;
      readonly register: number | 'eip' | 'eflags';
      readonly value: number;
    }
);

/** Lets `input` happen to the machine now. Memory that is not there stays as it is. */
export function applyInput(machine: Machine, input: Input): void {
  switch (input.kind) {
    case 'type':
      typeInput(machine, input.text);
      return;
    case 'endOfInput':
      closeInput(machine);
      return;
    case 'switch':
      forceSwitch(machine, input.processor, input.thread);
      return;
    case 'memory':
      pokeMemory(machine, input.processor, input.address, input.bytes);
      return;
    case 'register':
      pokeRegister(machine, input.processor, input.register, input.value);
      return;
    default:
      unreachable(input);
  }
}

function pokeMemory(machine: Machine, processor: number, address: number, bytes: readonly number[]): void {
  const cr3 = machine.processors[processor]?.cr3;
  if (cr3 === undefined) return;
  try {
    machine.spaceOf(cr3).setBytes(address, Uint8Array.from(bytes));
  } catch (error) {
    if (!(error instanceof Unmapped)) throw error;
  }
}

function pokeRegister(machine: Machine, index: number, register: number | 'eip' | 'eflags', value: number): void {
  const processor = machine.processors[index];
  if (!processor) return;
  if (register === 'eip') processor.eip = value >>> 0;
  else if (register === 'eflags') processor.eflags = value;
  else processor.r[register & 7] = value;
}
