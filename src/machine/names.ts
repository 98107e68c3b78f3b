/** Names of registers and sizes, and the mnemonics that one encoding has under different prefixes or in other assemblers. */

export const REGISTERS32 = ['eax', 'ecx', 'edx', 'ebx', 'esp', 'ebp', 'esi', 'edi'] as const;
export const REGISTERS16 = ['ax', 'cx', 'dx', 'bx', 'sp', 'bp', 'si', 'di'] as const;
export const REGISTERS8 = ['al', 'cl', 'dl', 'bl', 'ah', 'ch', 'dh', 'bh'] as const;
export const SEGMENTS = ['es', 'cs', 'ss', 'ds', 'fs', 'gs'] as const;

/** The name of a register by its size in bytes. */
export function registerName(size: number, index: number): string {
  const names = size === 1 ? REGISTERS8 : size === 2 ? REGISTERS16 : REGISTERS32;
  return names[index] as string;
}

/** Size names before `ptr`. */
export const SIZE_NAMES: Readonly<Record<number, string>> = {
  1: 'byte',
  2: 'word',
  4: 'dword',
  6: 'fword',
  8: 'qword',
  10: 'tbyte',
};

/** What instructions without operands are called with a 66 (or for jecxz 67) prefix. */
export const SHORT_NAMES: Readonly<Record<string, string>> = {
  cwde: 'cbw',
  cdq: 'cwd',
  pushad: 'pusha',
  popad: 'popa',
  pushfd: 'pushf',
  popfd: 'popf',
  iretd: 'iret',
  jecxz: 'jcxz',
};

const CONDITION_ALIASES: Readonly<Record<string, string>> = {
  z: 'e',
  nz: 'ne',
  c: 'b',
  nae: 'b',
  nc: 'ae',
  nb: 'ae',
  na: 'be',
  nbe: 'a',
  pe: 'p',
  po: 'np',
  nge: 'l',
  nl: 'ge',
  ng: 'le',
  nle: 'g',
};

/** Other names of mnemonics. */
export const ALIASES: ReadonlyMap<string, string> = new Map([
  ['sal', 'shl'],
  ['retn', 'ret'],
  ['int3', 'int 3'],
  ['loopz', 'loope'],
  ['loopnz', 'loopne'],
  ['xlatb', 'xlat'],
  ['fwait', 'wait'],
  ['fstcw', 'fnstcw'],
  ['fstsw', 'fnstsw'],
  ['finit', 'fninit'],
  ['fclex', 'fnclex'],
  ['fstenv', 'fnstenv'],
  ['fsave', 'fnsave'],
  ...Object.entries(CONDITION_ALIASES).flatMap(([other, name]): [string, string][] => [
    [`j${other}`, `j${name}`],
    [`set${other}`, `set${name}`],
    [`cmov${other}`, `cmov${name}`],
  ]),
]);
