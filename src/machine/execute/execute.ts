/** From a decoded instruction to its closure: the families' handlers in one place, and which LOCK forms there are. */
import type { Instruction } from '../instruction.ts';
import { ARITHMETIC } from './arithmetic.ts';
import { CONTROL, ENDS_BLOCK } from './control.ts';
import { MOVES } from './move.ts';
import type { Makers, Op, Place } from './operand.ts';
import { SYSTEM } from './system.ts';

const MAKERS: Makers = { ...MOVES, ...ARITHMETIC, ...CONTROL, ...SYSTEM };

const LOCKABLE: ReadonlySet<string> = new Set(
  'add adc and btc btr bts cmpxchg cmpxchg8b dec inc neg not or sbb sub xor xadd xchg'.split(' '),
);

const illegal: Op = (p) => p.raise(6);

/** The closure that executes `i` at its place in a block. What is no instruction becomes the illegal-instruction trap. */
export function executable(i: Instruction, place: Place): Op {
  if (i.lock && !(LOCKABLE.has(i.mnemonic) && i.operands.some((o) => o.kind === 'memory'))) return illegal;
  return MAKERS[i.mnemonic]?.(i, place) ?? illegal;
}

/** True when a block cannot go on behind this instruction. */
export function endsBlock(i: Instruction): boolean {
  return ENDS_BLOCK.has(i.mnemonic) || (i.repeat !== '' && i.mnemonic in STRING_MNEMONICS);
}

const STRING_MNEMONICS: Readonly<Record<string, true>> = { movs: true, cmps: true, stos: true, lods: true, scas: true };
