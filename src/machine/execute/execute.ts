/** From a decoded instruction to its closure: the families' handlers in one place, and which LOCK forms there are. */
import type { Instruction } from '../instruction.ts';
import { ARITHMETIC } from './arithmetic.ts';
import { BITS } from './bits.ts';
import { CONTROL, ENDS_BLOCK } from './control.ts';
import { MOVES } from './move.ts';
import { MULTIPLY } from './multiply.ts';
import type { Makers, Op, Place } from './operand.ts';
import { SHIFTS } from './shift.ts';
import { STRINGS } from './string.ts';
import { SYSTEM } from './system.ts';
import { X87 } from './x87.ts';
import { X87_ARITHMETIC } from './x87-arithmetic.ts';

const MAKERS: Makers = {
  ...MOVES,
  ...ARITHMETIC,
  ...SHIFTS,
  ...MULTIPLY,
  ...BITS,
  ...STRINGS,
  ...CONTROL,
  ...SYSTEM,
  ...X87,
  ...X87_ARITHMETIC,
};

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
  return ENDS_BLOCK.has(i.mnemonic) || (i.repeat !== '' && i.mnemonic in STRINGS);
}
