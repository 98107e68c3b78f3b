/** Flags as a whole, cpuid, rdtsc, nop and its kin, pushad, and what user mode may not do. */
import { checkWrite, read16, read32, write16, write32 } from '../access.ts';
import { EAX, EBX, ECX, EDX, EIP, ESP, FLAG_DF, FLAG_TF, type Processor } from '../processor.ts';
import { carryOf, setCarry } from './flags.ts';
import { push16, push32 } from './move.ts';
import { type Maker, type Makers, storeRegister } from './operand.ts';

const nothing: Maker = () => () => {};
const privileged: Maker = () => (p) => p.raise(13);

const pushfd: Maker = (i) => {
  if (i.size === 2) return (p, x) => push16(p, x, p.eflags);
  return (p, x) => push32(p, x, p.eflags & 0xfcffff);
};

const popfd: Maker = (i, place) => {
  const next = place.offset + i.length;
  return (p, x) => {
    const esp = x[ESP] as number;
    const value = i.size === 2 ? (p.eflags & ~0xffff) | read16(p, esp) : read32(p, esp);
    x[ESP] = esp + i.size;
    p.setUserFlags(value);
    x[EIP] = (x[EIP] as number) + next;
    // From the next instruction on each one traps: the block must not simply run on.
    if (p.otherFlags & FLAG_TF) p.leaveBehind();
  };
};

const pushad: Maker = (i) => (p, x) => {
  const size = i.size;
  const esp = x[ESP] as number;
  const bottom = (esp - 8 * size) | 0;
  for (let n = 1; n <= 8; n++) checkWrite(p, (esp - n * size) | 0, size);
  for (let n = 0; n < 8; n++) {
    const at = (esp - (n + 1) * size) | 0;
    if (size === 4) write32(p, at, x[n] as number);
    else write16(p, at, x[n] as number);
  }
  x[ESP] = bottom;
};

const popad: Maker = (i) => (p, x) => {
  const size = i.size;
  const esp = x[ESP] as number;
  const values: number[] = [];
  for (let n = 0; n < 8; n++) values.push(size === 4 ? read32(p, (esp + n * 4) | 0) : read16(p, (esp + n * 2) | 0));
  for (let n = 0; n < 8; n++) {
    const value = values[7 - n] as number;
    if (n !== ESP) x[n] = size === 4 ? value : ((x[n] as number) & 0xffff0000) | value;
  }
  x[ESP] = esp + 8 * size;
};

/**
 * A Pentium III-like processor with the features that this machine has: x87, TSC, CMPXCHG8B, SYSENTER, CMOV.
 * Leaf 1, EDX:  0 FPU   4 TSC   8 CX8   11 SEP   15 CMOV
 */
function cpuid(x: Int32Array): void {
  const leaf = x[EAX] as number;
  const answers: Readonly<Record<number, readonly [number, number, number, number]>> = {
    0: [1, word('Glas'), word('Wind'), word('sUnd')],
    1: [0x6b1, 0, 0, 1 | (1 << 4) | (1 << 8) | (1 << 11) | (1 << 15)],
  };
  const [a, b, c, d] = answers[leaf] ?? answers[1] ?? [0, 0, 0, 0];
  x[EAX] = a;
  x[EBX] = b;
  x[ECX] = c;
  x[EDX] = d;
}

function word(text: string): number {
  let value = 0;
  for (let i = 3; i >= 0; i--) value = (value << 8) | text.charCodeAt(i);
  return value;
}

const rdtsc: Maker = (_i, place) => (p, x) => {
  const now = p.clock + place.index;
  x[EAX] = now % 0x100000000;
  x[EDX] = Math.floor(now / 0x100000000);
};

function setDirection(p: Processor, down: boolean): void {
  p.direction = down ? -1 : 1;
  p.otherFlags = down ? p.otherFlags | FLAG_DF : p.otherFlags & ~FLAG_DF;
}

const setAh = storeRegister(1, 4);

export const SYSTEM: Makers = {
  nop: nothing,
  prefetchnta: nothing,
  prefetcht0: nothing,
  prefetcht1: nothing,
  prefetcht2: nothing,
  lfence: nothing,
  mfence: nothing,
  sfence: nothing,
  pushfd,
  popfd,
  pushad,
  popad,
  lahf: () => (p, x) => setAh(p, x, p.eflags & 0xff),
  sahf: () => (p, x) => p.setArithmeticFlags((p.eflags & 0x800) | (((x[EAX] as number) >> 8) & 0xff)),
  cmc: () => (_p, x) => setCarry(x, carryOf(x) ^ 1),
  clc: () => (_p, x) => setCarry(x, 0),
  stc: () => (_p, x) => setCarry(x, 1),
  cld: () => (p) => setDirection(p, false),
  std: () => (p) => setDirection(p, true),
  cpuid: () => (_p, x) => cpuid(x),
  rdtsc,
  ud2: () => (p) => p.raise(6),
  ...Object.fromEntries(
    'hlt cli sti in out ins outs lldt ltr lgdt lidt lmsw invlpg clts invd wbinvd wrmsr rdmsr rdpmc sysexit les lds'
      .split(' ')
      .map((name) => [name, privileged]),
  ),
};
