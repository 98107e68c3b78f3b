/**
 * Page-table entries as NT writes them (x86 without PAE), and the five-bit protection that stands in those not present.
 *
 *     valid        31..12 frame  11 may execute  10 execute only  9 copy-on-write  6 D  5 A  2 U  1 W  0 = 1
 *     transition   31..12 frame  11 = 1          9..5 protection                                     0 = 0   has a frame, needs a fault
 *     demand zero  31..12 = 0    11 = 0          9..5 protection                                     0 = 0   no frame yet
 *
 * The processor does not look at bits 9 to 11. An entry of 0 is not committed.
 */
import { PAGE_SHIFT } from '../machine/memory.ts';
import { PTE_COPY_ON_WRITE, PTE_PRESENT, PTE_USER, PTE_WRITE } from '../machine/space.ts';

export const MM_READONLY = 1;
export const MM_EXECUTE = 2;
export const MM_EXECUTE_READ = 3;
export const MM_READWRITE = 4;
export const MM_WRITECOPY = 5;
export const MM_EXECUTE_READWRITE = 6;
export const MM_EXECUTE_WRITECOPY = 7;
export const MM_GUARD_PAGE = 0x10;
export const MM_NOACCESS = 0x18;

const PTE_EXECUTE_ONLY = 0x400;
const PTE_EXECUTE = 0x800;
const PTE_TRANSITION = 0x800;

export const PAGE_NOACCESS = 0x01;
export const PAGE_READONLY = 0x02;
export const PAGE_READWRITE = 0x04;
export const PAGE_WRITECOPY = 0x08;
export const PAGE_EXECUTE = 0x10;
export const PAGE_EXECUTE_READ = 0x20;
export const PAGE_EXECUTE_READWRITE = 0x40;
export const PAGE_EXECUTE_WRITECOPY = 0x80;
export const PAGE_GUARD = 0x100;
export const PAGE_NOCACHE = 0x200;
export const PAGE_WRITECOMBINE = 0x400;

/** PAGE_… of each protection without guard. */
const pageProtects: readonly number[] = [
  PAGE_NOACCESS,
  PAGE_READONLY,
  PAGE_EXECUTE,
  PAGE_EXECUTE_READ,
  PAGE_READWRITE,
  PAGE_WRITECOPY,
  PAGE_EXECUTE_READWRITE,
  PAGE_EXECUTE_WRITECOPY,
];

/** The five-bit protection of PAGE_… flags; undefined when they make no sense together. */
export function protectionMask(protect: number): number | undefined {
  if (protect & ~0x7ff) return undefined;
  const base = pageProtects.indexOf(protect & 0xff);
  if (base < 0) return undefined;
  const special = protect & (PAGE_GUARD | PAGE_NOCACHE | PAGE_WRITECOMBINE);
  if (base === 0) return special ? undefined : MM_NOACCESS;
  if (special & (special - 1)) return undefined;
  return protect & PAGE_GUARD ? base | MM_GUARD_PAGE : base;
}

/** PAGE_… flags of a five-bit protection. */
export function pageProtect(protection: number): number {
  if (protection === MM_NOACCESS || protection === 0) return PAGE_NOACCESS;
  return (pageProtects[protection & 7] as number) | (protection & MM_GUARD_PAGE ? PAGE_GUARD : 0);
}

export function isWritable(protection: number): boolean {
  return (protection & 7) >= MM_READWRITE && protection < MM_GUARD_PAGE;
}

/** True when a guard page is meant, not the absence of access. */
export function isGuard(protection: number): boolean {
  return (protection & MM_GUARD_PAGE) !== 0 && protection !== MM_NOACCESS && (protection & 7) !== 0;
}

export function isCopyOnWrite(protection: number): boolean {
  return (protection & 7) === MM_WRITECOPY || (protection & 7) === MM_EXECUTE_WRITECOPY;
}

/** What a page becomes when the first write has made it the process's own. */
export function afterCopy(protection: number): number {
  return isCopyOnWrite(protection) ? protection - 1 : protection;
}

/** An entry with a frame: valid when nothing forbids it, else in transition. */
export function pteWithFrame(frame: number, protection: number): number {
  const base = (frame << PAGE_SHIFT) >>> 0;
  if (protection >= MM_GUARD_PAGE || protection === 0) return (base | PTE_TRANSITION | (protection << 5)) >>> 0;
  let bits = PTE_PRESENT | PTE_USER;
  if (isCopyOnWrite(protection)) bits |= PTE_COPY_ON_WRITE;
  else if (isWritable(protection)) bits |= PTE_WRITE;
  const low = protection & 7;
  if (low === MM_EXECUTE) bits |= PTE_EXECUTE | PTE_EXECUTE_ONLY;
  else if (low === MM_EXECUTE_READ || low >= MM_EXECUTE_READWRITE) bits |= PTE_EXECUTE;
  return (base | bits) >>> 0;
}

/** A committed page that has no frame yet. */
export function pteDemandZero(protection: number): number {
  return protection << 5;
}

/** True for a committed page of zeros that a read would just bring in. */
export function isDemandZero(pte: number): boolean {
  const protection = (pte >>> 5) & 0x1f;
  return !(pte & (PTE_PRESENT | PTE_TRANSITION)) && protection > 0 && protection < MM_GUARD_PAGE;
}

/** The frame that belongs to an entry, or undefined. */
export function frameOf(pte: number): number | undefined {
  return pte & PTE_PRESENT || pte & PTE_TRANSITION ? pte >>> PAGE_SHIFT : undefined;
}

/** The five-bit protection of a committed page's entry. */
export function protectionOf(pte: number): number {
  if (!(pte & PTE_PRESENT)) return (pte >>> 5) & 0x1f;
  const execute = (pte & PTE_EXECUTE) !== 0;
  if (pte & PTE_COPY_ON_WRITE) return execute ? MM_EXECUTE_WRITECOPY : MM_WRITECOPY;
  if (pte & PTE_WRITE) return execute ? MM_EXECUTE_READWRITE : MM_READWRITE;
  if (!execute) return MM_READONLY;
  return pte & PTE_EXECUTE_ONLY ? MM_EXECUTE : MM_EXECUTE_READ;
}
