/**
 * Filters and __finally blocks on the call stack: pieces of a function that the run-time calls with the function's EBP.
 *
 * Who has called one is told by the chain of registration records: below the function's record R = EBP-10h lies the record P
 * of ntdll's ExecuteHandler2 that guards R, or the record U of _local_unwind2, and those two keep their stacks in one shape:
 *
 *   [P-3Ch] return address into _except_handler3    [U-4]   return address into _local_unwind2
 *   P-18h   EBP of _except_handler3                 [U+20h] the return address of _local_unwind2
 *                                                   U+40h or U+44h: EBP of _except_handler3, if that has called it
 *
 * With /GS it is _except_handler4 and _local_unwind4, which has one argument more: the second pair is 4 higher.
 */
import type { FunctionSymbol } from '../compiler/symbols.ts';
import type { LoadedModule } from './symbols.ts';
import { functionAt, moduleAt } from './symbols.ts';
import type { State } from './target.ts';

/** Registers of a frame: of one that has called, or, `exact`, of one that was interrupted at the instruction. */
export interface Cursor {
  readonly eip: number;
  readonly esp: number;
  readonly ebp: number;
  readonly exact?: boolean;
}

/** Where the block's return address lies, and the registers of the caller. */
export interface BlockCaller {
  readonly slot: number;
  readonly cursor: Cursor;
}

const RECORDS_MAX = 512;

const isUnwind = (name: string | undefined): boolean => /^_unwind_handler4?$/.test(name ?? '');

/** The caller of the filter or __finally block that runs at the cursor; undefined for all other code. */
export function blockCaller(
  { space, registers }: State,
  modules: readonly LoadedModule[],
  { esp, ebp, eip }: Cursor,
  inside: FunctionSymbol | undefined,
): BlockCaller | undefined {
  const word = (address: number) => space.tryU32(address) ?? 0;
  const nameAt = (address: number) => {
    const module = moduleAt(modules, address);
    return module && functionAt(module, address)?.name;
  };
  if (/^_local_unwind[24]$/.test(inside?.name ?? '')) return localUnwind(word, nameAt, registers.fsBase, esp, eip);
  const record = ebp - 16;
  if (!inside?.hasFrame || esp >= record || !/^_except_handler[34]/.test(nameAt(word(record + 4)) ?? ''))
    return undefined;
  let at = word(registers.fsBase);
  for (let i = 0; i < RECORDS_MAX && at < record; i++) {
    if (at >= esp) {
      const name = nameAt(word(at + 4));
      if (isUnwind(name) && word(at + 12) === record)
        return { slot: at - 4, cursor: { eip: word(at - 4), esp: at, ebp } };
      if (/^Rtlp\w+Protector$/.test(name ?? '') && word(at + 8) === record)
        return { slot: at - 60, cursor: { eip: word(at - 60), esp: at - 56, ebp: at - 24 } };
    }
    const next = word(at);
    if (next <= at) break;
    at = next;
  }
  return undefined;
}

/** _local_unwind2 has no frame; `esp` is its record while it has called a block. */
function localUnwind(
  word: (address: number) => number,
  nameAt: (address: number) => string | undefined,
  teb: number,
  esp: number,
  eip: number,
): BlockCaller | undefined {
  const at = isUnwind(nameAt(word(esp + 4))) ? esp : word(teb);
  if (!isUnwind(nameAt(word(at + 4))) || at < esp) return undefined;
  const slot = at + 0x20;
  const caller = word(slot);
  const more = nameAt(eip) === '_local_unwind4' ? 4 : 0;
  const own = word(at + 0x2c + more) === at + 0x44 + more ? at + 0x44 + more : at + 0x40 + more;
  const ebp = /^_except_handler[34]/.test(nameAt(caller) ?? '') ? own : word(at + 12) + 16;
  return { slot, cursor: { eip: caller, esp: slot + 12 + more, ebp } };
}
