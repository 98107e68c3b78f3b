/**
 * One processor: its registers, its flags, and what it remembers of page tables.
 *
 * All integer state that instructions touch lies in one Int32Array `x`, so that nothing is ever boxed:
 *
 *     x[0..7]  EAX ECX EDX EBX ESP EBP ESI EDI      x[8] EIP
 *     x[9]     result of the last flag-setting instruction, sign-extended
 *     x[10]    carries:  31 CF   30 carry into the sign bit   15..8 correction of PF   3 AF   0 correction of SF
 *     x[11]    base of the FS segment
 *
 * From these: ZF = (x[9] == 0), SF = sign(x[9]) ^ bit 0, OF = bit 31 ^ bit 30, PF = parity of (low byte of x[9] ^ bits 15..8).
 *
 * `readPage` and `writePage` give for each of the 2^20 linear pages the physical address of its frame, or -1. What must hold:
 * a write entry exists only for a frame that is already marked dirty and from which nothing was decoded.
 */

import { Fpu, type FpuState } from './fpu.ts';
import type { PhysicalMemory } from './memory.ts';
import { PAGE_SHIFT } from './memory.ts';
import { PTE_PRESENT, PTE_USER, PTE_WRITE } from './space.ts';

export const EAX = 0;
export const ECX = 1;
export const EDX = 2;
export const EBX = 3;
export const ESP = 4;
export const EBP = 5;
export const ESI = 6;
export const EDI = 7;
export const EIP = 8;
export const RESULT = 9;
export const CARRIES = 10;
export const FS_BASE = 11;

export const FLAG_CF = 1;
export const FLAG_PF = 4;
export const FLAG_AF = 0x10;
export const FLAG_ZF = 0x40;
export const FLAG_SF = 0x80;
export const FLAG_TF = 0x100;
export const FLAG_IF = 0x200;
export const FLAG_DF = 0x400;
export const FLAG_OF = 0x800;
const FLAGS_ARITHMETIC = FLAG_CF | FLAG_PF | FLAG_AF | FLAG_ZF | FLAG_SF | FLAG_OF;
/** What user mode may change of the others: TF, DF, NT, AC, ID. */
const FLAGS_OF_USER = 0x244500;
const FLAGS_OTHER = 0x247700;

/** Why an instruction gave control to the kernel. The last four say where and how, for a page fault. */
export interface Trap {
  /** 0 divide, 1 single step, 3 breakpoint, 4 overflow, 5 bound, 6 invalid opcode, 13 protection, 14 page fault, 16 x87, or the n of `int n`. */
  readonly vector: number | 'sysenter';
  readonly address: number;
  readonly write: boolean;
  readonly present: boolean;
  readonly execute: boolean;
}

/** Thrown inside the machine, and caught there, when an instruction cannot go on; `Processor.trap` says why. */
export const LEAVE: unique symbol = Symbol('leave');

/** The registers at one moment; plain data. */
export interface ProcessorState {
  readonly r: Int32Array;
  readonly eip: number;
  readonly eflags: number;
  readonly cs: number;
  readonly ss: number;
  readonly ds: number;
  readonly es: number;
  readonly fs: number;
  readonly gs: number;
  readonly fsBase: number;
  readonly cr2: number;
  readonly cr3: number;
  readonly fpu: FpuState;
  readonly halted: boolean;
}

/** An access that a debugger waits for (`ba`). */
export interface DataWatch {
  readonly address: number;
  readonly length: number;
  /** True: only writes; false: reads too. */
  readonly write: boolean;
}

export class Processor {
  readonly index: number;
  readonly x = new Int32Array(12);
  readonly r: Int32Array = this.x.subarray(0, 8);
  cs = 0x1b;
  ss = 0x23;
  ds = 0x23;
  es = 0x23;
  fs = 0x3b;
  gs = 0;
  cr2 = 0;
  cr3 = 0;
  readonly fpu: Fpu = new Fpu();
  halted = false;
  /** Step of string instructions: 1, or -1 when DF is set. */
  direction = 1;
  /** The flags that no arithmetic makes. */
  otherFlags = FLAG_IF;
  /** What the instruction that left wanted; undefined when only its block was no longer valid. */
  trap: Trap | undefined;
  /** True when the instruction that left counts as executed and has set EIP itself. */
  retired = false;
  /** The position of the first instruction of the block that runs now. */
  clock = 0;

  bytes: Uint8Array;
  words: Int32Array;
  readonly readPage: Int32Array = new Int32Array(1 << 20).fill(-1);
  readonly writePage: Int32Array = new Int32Array(1 << 20).fill(-1);
  private readonly memory: PhysicalMemory;
  private readUsed: number[] = [];
  private writeUsed: number[] = [];
  watches: readonly DataWatch[] = [];
  watchHit: (DataWatch & { readonly wrote: boolean }) | undefined;

  constructor(index: number, memory: PhysicalMemory) {
    this.index = index;
    this.memory = memory;
    this.bytes = memory.bytes;
    this.words = memory.words;
  }

  get eip(): number {
    return (this.x[EIP] as number) >>> 0;
  }

  set eip(value: number) {
    this.x[EIP] = value;
  }

  get fsBase(): number {
    return (this.x[FS_BASE] as number) >>> 0;
  }

  set fsBase(value: number) {
    this.x[FS_BASE] = value;
  }

  get eflags(): number {
    const result = this.x[RESULT] as number;
    const carries = this.x[CARRIES] as number;
    const zero = result === 0 ? FLAG_ZF : 0;
    const sign = ((result >>> 31) ^ carries) & 1 ? FLAG_SF : 0;
    const overflow = (carries ^ (carries << 1)) < 0 ? FLAG_OF : 0;
    const adjust = carries & 8 ? FLAG_AF : 0;
    const even = parity(result ^ (carries >> 8)) ? FLAG_PF : 0;
    return (carries >>> 31) | even | adjust | zero | sign | overflow | this.otherFlags | 2;
  }

  set eflags(value: number) {
    this.setArithmeticFlags(value);
    this.otherFlags = value & FLAGS_OTHER;
    this.direction = value & FLAG_DF ? -1 : 1;
  }

  /** What popfd may do in user mode. */
  setUserFlags(value: number): void {
    this.eflags = (value & (FLAGS_ARITHMETIC | FLAGS_OF_USER)) | (this.otherFlags & ~FLAGS_OF_USER);
  }

  /** Takes CF, PF, AF, ZF, SF and OF from `value`, laid out as in EFLAGS. */
  setArithmeticFlags(value: number): void {
    const zero = (value & FLAG_ZF) !== 0;
    const even = (value & FLAG_PF) !== 0;
    const carry = value & FLAG_CF;
    const into = carry ^ (value & FLAG_OF ? 1 : 0);
    const parityFix = zero === even ? 0 : 1;
    this.x[RESULT] = zero ? 0 : 1;
    this.x[CARRIES] =
      (carry << 31) | (into << 30) | (parityFix << 8) | (value & FLAG_AF ? 8 : 0) | (value & FLAG_SF ? 1 : 0);
  }

  /** The registers as plain data. */
  save(): ProcessorState {
    const { cs, ss, ds, es, fs, gs, cr2, cr3, halted, eip, eflags, fsBase } = this;
    return { r: this.r.slice(), eip, eflags, cs, ss, ds, es, fs, gs, fsBase, cr2, cr3, fpu: this.fpu.save(), halted };
  }

  /** Sets all registers from `state`. When CR3 changes, its translations must be flushed by the caller. */
  load(state: ProcessorState): void {
    this.r.set(state.r);
    this.eip = state.eip;
    this.eflags = state.eflags;
    this.cs = state.cs;
    this.ss = state.ss;
    this.ds = state.ds;
    this.es = state.es;
    this.fs = state.fs;
    this.gs = state.gs;
    this.fsBase = state.fsBase;
    this.cr2 = state.cr2;
    this.cr3 = state.cr3;
    this.fpu.load(state.fpu);
    this.halted = state.halted;
  }

  /** Ends the instruction with a trap of this vector. */
  raise(vector: number | 'sysenter'): never {
    this.trap = { vector, address: 0, write: false, present: false, execute: false };
    throw LEAVE;
  }

  /** Like `raise`, for an instruction that has done its work: it counts as executed. */
  raiseBehind(vector: number | 'sysenter'): never {
    this.trap = { vector, address: 0, write: false, present: false, execute: false };
    this.retired = true;
    throw LEAVE;
  }

  /** Ends the block behind an instruction that has done its work, without a trap. */
  leaveBehind(): never {
    this.trap = undefined;
    this.retired = true;
    throw LEAVE;
  }

  /** Takes the memory's buffer anew after it grew. */
  attachMemory(): void {
    this.bytes = this.memory.bytes;
    this.words = this.memory.words;
  }

  flushPage(page: number): void {
    this.readPage[page] = -1;
    this.writePage[page] = -1;
  }

  flushAll(): void {
    for (const page of this.readUsed) this.readPage[page] = -1;
    this.readUsed = [];
    this.flushWrites();
  }

  flushWrites(): void {
    for (const page of this.writeUsed) this.writePage[page] = -1;
    this.writeUsed = [];
  }

  /** The physical address of a linear one that is about to be read; a page fault where it may not be. */
  reachRead(address: number, execute = false): number {
    const page = address >>> PAGE_SHIFT;
    const entry = this.readPage[page] as number;
    if (entry >= 0) return entry | (address & 0xfff);
    const base = this.walk(address, false, execute);
    if (this.watches.length > 0 && this.watchedPage(page)) {
      if (!execute) this.noticeWatch(address, false);
    } else {
      this.readPage[page] = base;
      this.readUsed.push(page);
    }
    return base | (address & 0xfff);
  }

  /** The physical address of a linear one that is about to be written; a page fault where it may not be. */
  reachWrite(address: number): number {
    const page = address >>> PAGE_SHIFT;
    const entry = this.writePage[page] as number;
    if (entry >= 0) return entry | (address & 0xfff);
    const base = this.walk(address, true, false);
    const frame = base >>> PAGE_SHIFT;
    this.memory.markDirty(frame);
    if (this.memory.hasCode[frame]) this.memory.onFrameReplaced(frame);
    if (this.watches.length > 0 && this.watchedPage(page)) this.noticeWatch(address, true);
    else {
      this.writePage[page] = base;
      this.writeUsed.push(page);
    }
    return base | (address & 0xfff);
  }

  /**
   * The frame behind a linear address. Accessed and dirty bits are left as they are: reading ahead must not show in memory.
   */
  private walk(address: number, write: boolean, execute: boolean): number {
    const memory = this.memory;
    const pdeAddress = this.cr3 + ((address >>> 22) << 2);
    const pde = memory.physicalU32(pdeAddress);
    if (!(pde & PTE_PRESENT)) this.pageFault(address, write, false, execute);
    const pteAddress = ((pde & ~0xfff) >>> 0) + (((address >>> PAGE_SHIFT) & 0x3ff) << 2);
    const pte = memory.physicalU32(pteAddress);
    if (!(pte & PTE_PRESENT)) this.pageFault(address, write, false, execute);
    const both = pde & pte;
    if (!(both & PTE_USER) || (write && !(both & PTE_WRITE))) this.pageFault(address, write, true, execute);
    const base = (pte & ~0xfff) >>> 0;
    if (base >= memory.bytes.length) this.pageFault(address, write, false, execute);
    return base;
  }

  private pageFault(address: number, write: boolean, present: boolean, execute: boolean): never {
    this.cr2 = address >>> 0;
    this.trap = { vector: 14, address: address >>> 0, write, present, execute };
    throw LEAVE;
  }

  private watchedPage(page: number): boolean {
    return this.watches.some(
      (w) => w.address >>> PAGE_SHIFT <= page && (w.address + w.length - 1) >>> PAGE_SHIFT >= page,
    );
  }

  private noticeWatch(address: number, wrote: boolean): void {
    const at = address >>> 0;
    for (const w of this.watches) {
      if (at + 3 < w.address || at >= w.address + w.length || (w.write && !wrote)) continue;
      this.watchHit = { ...w, wrote };
    }
  }
}

/** True when the low byte of `value` has an even number of ones. */
export function parity(value: number): boolean {
  const nibble = (value ^ (value >> 4)) & 0xf;
  return ((0x9669 >> nibble) & 1) === 1;
}
