/** The registers as `r` prints them. */
import { hex2, hex4, hex8 } from './format.ts';
import type { Registers } from './target.ts';

/** Bit, text when set, text when clear, in the order in which WinDbg prints them. */
const FLAGS: readonly (readonly [number, string, string])[] = [
  [11, 'ov', 'nv'],
  [10, 'dn', 'up'],
  [9, 'ei', 'di'],
  [7, 'ng', 'pl'],
  [6, 'zr', 'nz'],
  [4, 'ac', 'na'],
  [2, 'pe', 'po'],
  [0, 'cy', 'nc'],
];

/** Three lines: general registers; EIP, ESP, EBP and flags; selectors. */
export function registersText({ r, eip, eflags }: Registers): string {
  const [eax, ecx, edx, ebx, esp, ebp, esi, edi] = [...r].map(hex8);
  const flags = FLAGS.map(([bit, set, clear]) => ((eflags >>> bit) & 1 ? set : clear)).join(' ');
  return [
    `eax=${eax} ebx=${ebx} ecx=${ecx} edx=${edx} esi=${esi} edi=${edi}`,
    `eip=${hex8(eip)} esp=${esp} ebp=${ebp} iopl=0         ${flags}`,
    `cs=${hex4(0x1b)}  ss=${hex4(0x23)}  ds=${hex4(0x23)}  es=${hex4(0x23)}  fs=${hex4(0x3b)}  gs=${hex4(0)}             efl=${hex2(0)}${hex8(eflags).slice(2)}`,
    '',
  ].join('\n');
}
