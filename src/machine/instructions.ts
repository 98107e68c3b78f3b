/**
 * The instruction table: the one place where an instruction is declared. Decoding, assembling and disassembling read it;
 * execution finds its handler by the mnemonic.
 *
 * A line is `opcode mnemonic operands`. Opcode: `00` or `0f.af`, then one of
 *
 *     +r    the low three bits name the register operand Z (one row for eight opcodes)
 *     /3    bits 5..3 of ModRM are part of the opcode            :c1   the whole ModRM byte is
 *     :c0+  ModRM c0..c7, whose low three bits are ST(i)
 *
 * Operands: E register or memory, G register of ModRM, M memory only, R register only, Z register in the opcode, I immediate,
 * J jump distance, O address in the instruction, S segment register, X ds:[esi], Y es:[edi], C and D control and debug
 * registers, A far pointer; sizes b 1, w 2, d 4, q 8, t 10, v 2 or 4 by operand size, z immediate of operand size, s byte
 * extended to operand size, p far pointer in memory. Names in lower case stand for themselves.
 */

export interface Row {
  /** 00..ff, or 0f00..0fff for the two-byte opcodes. */
  readonly opcode: number;
  readonly plusRegister: boolean;
  /** ModRM bits 5..3, or -1. */
  readonly extension: number;
  /** The whole ModRM byte, or -1. */
  readonly modrm: number;
  readonly plusStack: boolean;
  readonly mnemonic: string;
  readonly patterns: readonly string[];
}

/** The condition codes' names, as WinDbg prints them. */
export const CONDITIONS = [
  'o',
  'no',
  'b',
  'ae',
  'e',
  'ne',
  'be',
  'a',
  's',
  'ns',
  'p',
  'np',
  'l',
  'ge',
  'le',
  'g',
] as const;

const ARITHMETIC = ['add', 'or', 'adc', 'sbb', 'and', 'sub', 'xor', 'cmp'];
const SHIFTS = ['rol', 'ror', 'rcl', 'rcr', 'shl', 'shr', 'shl', 'sar'];
const hex = (n: number) => n.toString(16).padStart(2, '0');

function arithmeticLines(): string[] {
  return ARITHMETIC.flatMap((name, n) => [
    `${hex(n * 8)} ${name} Eb,Gb`,
    `${hex(n * 8 + 1)} ${name} Ev,Gv`,
    `${hex(n * 8 + 2)} ${name} Gb,Eb`,
    `${hex(n * 8 + 3)} ${name} Gv,Ev`,
    `${hex(n * 8 + 4)} ${name} al,Ib`,
    `${hex(n * 8 + 5)} ${name} eax,Iz`,
    `83/${n} ${name} Ev,Is`,
    `80/${n} ${name} Eb,Ib`,
    `81/${n} ${name} Ev,Iz`,
    `82/${n} ${name} Eb,Ib`,
  ]);
}

function shiftLines(): string[] {
  return SHIFTS.flatMap((name, n) => [
    `d0/${n} ${name} Eb,1`,
    `d1/${n} ${name} Ev,1`,
    `c0/${n} ${name} Eb,Ib`,
    `c1/${n} ${name} Ev,Ib`,
    `d2/${n} ${name} Eb,cl`,
    `d3/${n} ${name} Ev,cl`,
  ]);
}

function conditionLines(): string[] {
  return CONDITIONS.flatMap((name, n) => [
    `${hex(0x70 + n)} j${name} Jb`,
    `0f.${hex(0x80 + n)} j${name} Jz`,
    `0f.${hex(0x90 + n)} set${name} Eb`,
    `0f.${hex(0x40 + n)} cmov${name} Gv,Ev`,
  ]);
}

const INTEGER = `
06 push es|07 pop es|0e push cs|16 push ss|17 pop ss|1e push ds|1f pop ds|0f.a0 push fs|0f.a1 pop fs|0f.a8 push gs|0f.a9 pop gs
27 daa|2f das|37 aaa|3f aas|d4 aam Ib|d5 aad Ib
40+r inc Zv|48+r dec Zv|fe/0 inc Eb|ff/0 inc Ev|fe/1 dec Eb|ff/1 dec Ev
50+r push Zv|58+r pop Zv|6a push Is|68 push Iz|ff/6 push Ev|8f/0 pop Ev
60 pushad|61 popad|9c pushfd|9d popfd|9e sahf|9f lahf
62 bound Gv,M|63 arpl Ew,Gw
6b imul Gv,Ev,Is|69 imul Gv,Ev,Iz|0f.af imul Gv,Ev
f6/4 mul Eb|f7/4 mul Ev|f6/5 imul Eb|f7/5 imul Ev|f6/6 div Eb|f7/6 div Ev|f6/7 idiv Eb|f7/7 idiv Ev
f6/2 not Eb|f7/2 not Ev|f6/3 neg Eb|f7/3 neg Ev
84 test Eb,Gb|85 test Ev,Gv|a8 test al,Ib|a9 test eax,Iz|f6/0 test Eb,Ib|f7/0 test Ev,Iz|f6/1 test Eb,Ib|f7/1 test Ev,Iz
90 nop|90+r xchg eax,Zv|86 xchg Eb,Gb|87 xchg Ev,Gv|0f.1f/0 nop Ev|0f.0d nop Ev
88 mov Eb,Gb|89 mov Ev,Gv|8a mov Gb,Eb|8b mov Gv,Ev|8c mov Ew,Sw|8e mov Sw,Ew
a0 mov al,Ob|a1 mov eax,Ov|a2 mov Ob,al|a3 mov Ov,eax|b0+r mov Zb,Ib|b8+r mov Zv,Iv|c6/0 mov Eb,Ib|c7/0 mov Ev,Iz
8d lea Gv,M
98 cwde|99 cdq|d7 xlat
a4 movs Yb,Xb|a5 movs Yv,Xv|a6 cmps Xb,Yb|a7 cmps Xv,Yv|aa stos Yb|ab stos Yv|ac lods Xb|ad lods Xv|ae scas Yb|af scas Yv
6c ins Yb,dx|6d ins Yv,dx|6e outs dx,Xb|6f outs dx,Xv
c2 ret Iw|c3 ret|ca retf Iw|cb retf|c8 enter Iw,Ib|c9 leave|cc int 3|cd int Ib|ce into|cf iretd
e8 call Jz|ff/2 call Ev|ff/3 call Mp|9a call Ap|e9 jmp Jz|eb jmp Jb|ff/4 jmp Ev|ff/5 jmp Mp|ea jmp Ap
e0 loopne Jb|e1 loope Jb|e2 loop Jb|e3 jecxz Jb
e4 in al,Ib|e5 in eax,Ib|e6 out Ib,al|e7 out Ib,eax|ec in al,dx|ed in eax,dx|ee out dx,al|ef out dx,eax
f1 int1|f4 hlt|f5 cmc|f8 clc|f9 stc|fa cli|fb sti|fc cld|fd std
c4 les Gv,Mp|c5 lds Gv,Mp
0f.a2 cpuid|0f.31 rdtsc|0f.34 sysenter|0f.35 sysexit|0f.0b ud2|0f.05 syscall
0f.a3 bt Ev,Gv|0f.ab bts Ev,Gv|0f.b3 btr Ev,Gv|0f.bb btc Ev,Gv
0f.ba/4 bt Ev,Ib|0f.ba/5 bts Ev,Ib|0f.ba/6 btr Ev,Ib|0f.ba/7 btc Ev,Ib
0f.bc bsf Gv,Ev|0f.bd bsr Gv,Ev|0f.c8+r bswap Zv
0f.a4 shld Ev,Gv,Ib|0f.a5 shld Ev,Gv,cl|0f.ac shrd Ev,Gv,Ib|0f.ad shrd Ev,Gv,cl
0f.b0 cmpxchg Eb,Gb|0f.b1 cmpxchg Ev,Gv|0f.c0 xadd Eb,Gb|0f.c1 xadd Ev,Gv|0f.c7/1 cmpxchg8b Mq
0f.b6 movzx Gv,Eb|0f.b7 movzx Gv,Ew|0f.be movsx Gv,Eb|0f.bf movsx Gv,Ew
0f.00/0 sldt Ew|0f.00/1 str Ew|0f.00/2 lldt Ew|0f.00/3 ltr Ew|0f.00/4 verr Ew|0f.00/5 verw Ew
0f.01/0 sgdt M|0f.01/1 sidt M|0f.01/2 lgdt M|0f.01/3 lidt M|0f.01/4 smsw Ew|0f.01/6 lmsw Ew|0f.01/7 invlpg M
0f.06 clts|0f.08 invd|0f.09 wbinvd|0f.20 mov Rd,Cd|0f.22 mov Cd,Rd|0f.21 mov Rd,Dd|0f.23 mov Dd,Rd|0f.30 wrmsr|0f.32 rdmsr|0f.33 rdpmc
0f.18/0 prefetchnta Mb|0f.18/1 prefetcht0 Mb|0f.18/2 prefetcht1 Mb|0f.18/3 prefetcht2 Mb
0f.ae:e8 lfence|0f.ae:f0 mfence|0f.ae:f8 sfence|0f.c3 movnti Md,Gd
`;

const X87 = `
9b wait
d9/0 fld Md|dd/0 fld Mq|db/5 fld Mt|d9:c0+ fld st(i)|d9/2 fst Md|dd/2 fst Mq|dd:d0+ fst st(i)
d9/3 fstp Md|dd/3 fstp Mq|db/7 fstp Mt|dd:d8+ fstp st(i)
df/0 fild Mw|db/0 fild Md|df/5 fild Mq|df/2 fist Mw|db/2 fist Md|df/3 fistp Mw|db/3 fistp Md|df/7 fistp Mq
df/1 fisttp Mw|db/1 fisttp Md|dd/1 fisttp Mq|df/4 fbld Mt|df/6 fbstp Mt
d9:c8+ fxch st(i)|dd:c0+ ffree st(i)
d9:d0 fnop|d9:e0 fchs|d9:e1 fabs|d9:e4 ftst|d9:e5 fxam
d9:e8 fld1|d9:e9 fldl2t|d9:ea fldl2e|d9:eb fldpi|d9:ec fldlg2|d9:ed fldln2|d9:ee fldz
d9:f0 f2xm1|d9:f1 fyl2x|d9:f2 fptan|d9:f3 fpatan|d9:f4 fxtract|d9:f5 fprem1|d9:f6 fdecstp|d9:f7 fincstp
d9:f8 fprem|d9:f9 fyl2xp1|d9:fa fsqrt|d9:fb fsincos|d9:fc frndint|d9:fd fscale|d9:fe fsin|d9:ff fcos
dd:e0+ fucom st(i)|dd:e8+ fucomp st(i)|da:e9 fucompp|de:d9 fcompp
db:e8+ fucomi st,st(i)|df:e8+ fucomip st,st(i)|db:f0+ fcomi st,st(i)|df:f0+ fcomip st,st(i)
da:c0+ fcmovb st,st(i)|da:c8+ fcmove st,st(i)|da:d0+ fcmovbe st,st(i)|da:d8+ fcmovu st,st(i)
db:c0+ fcmovnb st,st(i)|db:c8+ fcmovne st,st(i)|db:d0+ fcmovnbe st,st(i)|db:d8+ fcmovnu st,st(i)
d9/5 fldcw Mw|d9/7 fnstcw Mw|dd/7 fnstsw Mw|df:e0 fnstsw ax|db:e2 fnclex|db:e3 fninit|d9/6 fnstenv M|d9/4 fldenv M|dd/6 fnsave M|dd/4 frstor M
`;

function x87ArithmeticLines(): string[] {
  const names = ['fadd', 'fmul', 'fcom', 'fcomp', 'fsub', 'fsubr', 'fdiv', 'fdivr'];
  const lines = names.flatMap((name, n) => {
    const compares = n === 2 || n === 3;
    const from = hex(0xc0 + n * 8);
    const integer = name.replace('f', 'fi');
    const own = [`d8/${n} ${name} Md`, `dc/${n} ${name} Mq`, `da/${n} ${integer} Md`, `de/${n} ${integer} Mw`];
    return [...own, compares ? `d8:${from}+ ${name} st(i)` : `d8:${from}+ ${name} st,st(i)`];
  });
  const reversed = ['fadd', 'fmul', '', '', 'fsubr', 'fsub', 'fdivr', 'fdiv'];
  const toOther = reversed.flatMap((name, n) =>
    name ? [`dc:${hex(0xc0 + n * 8)}+ ${name} st(i),st`, `de:${hex(0xc0 + n * 8)}+ ${name}p st(i),st`] : [],
  );
  return [...lines, ...toOther];
}

function row(line: string): Row {
  const [code = '', mnemonic = '', operands = ''] = line.split(' ');
  const parts = /^(0f\.)?([0-9a-f]{2})(\+r)?(?:\/(\d))?(?::([0-9a-f]{2})(\+)?)?$/.exec(code);
  if (!parts) throw new SyntaxError(`instruction table: ${line}`);
  return {
    opcode: (parts[1] ? 0x0f00 : 0) | Number.parseInt(parts[2] as string, 16),
    plusRegister: parts[3] !== undefined,
    extension: parts[4] === undefined ? -1 : Number(parts[4]),
    modrm: parts[5] === undefined ? -1 : Number.parseInt(parts[5], 16),
    plusStack: parts[6] !== undefined,
    mnemonic,
    patterns: operands === '' ? [] : operands.split(','),
  };
}

const linesOf = (text: string): string[] => text.split(/[\n|]/).filter((line) => line !== '');

/** All instructions. Where two rows fit one encoding, the earlier one is meant. */
export const INSTRUCTIONS: readonly Row[] = [
  ...linesOf(INTEGER),
  ...arithmeticLines(),
  ...shiftLines(),
  ...conditionLines(),
  ...linesOf(X87),
  ...x87ArithmeticLines(),
].map(row);
