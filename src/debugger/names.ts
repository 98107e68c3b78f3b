/** Registers and pseudo-registers by the names that expressions use. */
import { threads } from '../nt/query.ts';
import type { Context } from './command.ts';
import type { State } from './target.ts';

export const REGISTER_NAMES = ['eax', 'ecx', 'edx', 'ebx', 'esp', 'ebp', 'esi', 'edi'] as const;
const FLAG_BITS: Readonly<Record<string, number>> = { cf: 0, pf: 2, af: 4, zf: 6, sf: 7, tf: 8, if: 9, df: 10, of: 11 };
const SELECTORS: Readonly<Record<string, number>> = { cs: 0x1b, ss: 0x23, ds: 0x23, es: 0x23, fs: 0x3b, gs: 0 };

/** The value of a register, a part of one (`ax`, `ah`, `al`) or a flag. */
export function registerValue(state: State, name: string): number | undefined {
  const { r, eip, eflags } = state.registers;
  const index = REGISTER_NAMES.indexOf(name as (typeof REGISTER_NAMES)[number]);
  if (index >= 0) return (r[index] ?? 0) >>> 0;
  if (name === 'eip' || name === 'ip') return eip;
  if (name === 'efl') return eflags;
  if (Object.hasOwn(FLAG_BITS, name)) return (eflags >>> (FLAG_BITS[name] ?? 0)) & 1;
  if (Object.hasOwn(SELECTORS, name)) return SELECTORS[name];
  return partOfRegister(r, name);
}

function partOfRegister(r: Int32Array, name: string): number | undefined {
  const word = REGISTER_NAMES.indexOf(`e${name}` as (typeof REGISTER_NAMES)[number]);
  if (word >= 0) return (r[word] ?? 0) & 0xffff;
  const byte = /^([abcd])([lh])$/.exec(name);
  if (!byte) return undefined;
  const full = r[REGISTER_NAMES.indexOf(`e${byte[1]}x` as (typeof REGISTER_NAMES)[number])] ?? 0;
  return (byte[2] === 'h' ? full >>> 8 : full) & 0xff;
}

/** `$ip`, `$ra`, `$csp`, `$retreg`, `$peb`, `$teb`, `$tid`, `$tpid`, `$thread`, `$proc`, `$exentry`, `$ptrsize`, `$pagesize`. */
export function pseudoRegister(context: Context, name: string): number | undefined {
  const { state } = context;
  const teb = state.registers.fsBase;
  switch (name) {
    case 'ip':
    case 'scopeip':
      return state.registers.eip;
    case 'ra':
      return context.frames(1)[0]?.returnAddress;
    case 'csp':
      return registerValue(state, 'esp');
    case 'retreg':
      return registerValue(state, 'eax');
    case 'teb':
      return teb;
    case 'peb':
      return state.space.tryU32(teb + 0x30);
    case 'tpid':
      return state.space.tryU32(teb + 0x20);
    case 'tid':
      return state.space.tryU32(teb + 0x24);
    case 'thread':
      return threadObject(context);
    case 'proc':
      return state.space.tryU32((threadObject(context) ?? 0) + PROCESS_OF_THREAD);
    case 'exentry':
      return entryPoint(context);
    case 'ptrsize':
      return 4;
    case 'pagesize':
      return 0x1000;
    default:
      return undefined;
  }
}

/** Where a thread names its process: KTHREAD.ApcState.Process. */
const PROCESS_OF_THREAD = 0x50;

/** The ETHREAD of the thread that is looked at. */
function threadObject({ state }: Context): number | undefined {
  return threads(state.space).find(({ teb }) => teb === state.registers.fsBase)?.address;
}

function entryPoint(context: Context): number | undefined {
  const peb = context.state.space.tryU32(context.state.registers.fsBase + 0x30) ?? 0;
  const base = context.state.space.tryU32(peb + 8) ?? 0;
  const header = context.state.space.tryU32(base + 0x3c);
  const rva = header === undefined ? undefined : context.state.space.tryU32(base + header + 0x28);
  return rva === undefined ? undefined : base + rva;
}
