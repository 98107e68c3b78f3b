/**
 * A virtual address space seen through its page tables.
 *
 * The tables are the processor's own two levels, in physical memory, found from the directory's physical address (CR3):
 *
 *     31        22 21        12 11         0        entry: 31..12 frame   9 copy-on-write   6 D  5 A  2 U/S  1 R/W  0 P
 *     | directory | table      | offset   |
 *
 * `View` reads and never changes anything: lenses and the debugger use it, over live memory or over a snapshot.
 * `Space` reads and writes with the kernel's rights: pages that are not there yet are asked of `resolve`, which the
 * kernel supplies. Both throw `Unmapped` where there is nothing; `try…` forms answer undefined instead.
 */
import { assert } from './assert.ts';
import type { PhysicalMemory, PhysicalReader } from './memory.ts';
import { PAGE_SHIFT, PAGE_SIZE } from './memory.ts';

export const PTE_PRESENT = 1;
export const PTE_WRITE = 2;
export const PTE_USER = 4;
/** Software bit 9, as in NT: a write must first copy the frame. */
export const PTE_COPY_ON_WRITE = 0x200;

/** There is no memory at this address, or none that may be used so. The kernel turns it into a status. */
export class Unmapped extends Error {
  override name = 'Unmapped';
  readonly address: number;
  readonly write: boolean;
  constructor(address: number, write = false) {
    super(`no memory at ${(address >>> 0).toString(16).padStart(8, '0')}`);
    this.address = address >>> 0;
    this.write = write;
  }
}

/** Reads of typed values at virtual addresses. `struct()` accessors need no more than this. */
export interface ReadSpace {
  u8(address: number): number;
  u16(address: number): number;
  u32(address: number): number;
  i32(address: number): number;
  tryU8(address: number): number | undefined;
  tryU16(address: number): number | undefined;
  tryU32(address: number): number | undefined;
  /** `length` bytes, or undefined when any of them is not there. */
  tryBytes(address: number, length: number): Uint8Array | undefined;
}

export interface WriteSpace extends ReadSpace {
  setU8(address: number, value: number): void;
  setU16(address: number, value: number): void;
  setU32(address: number, value: number): void;
}

/** True for a not-present entry that stands for a committed page of zeros; the kernel knows its own formats. */
export type IsDemandZero = (pte: number) => boolean;

/** A read-only look through page tables; changes nothing, faults nothing in. */
export class View implements ReadSpace {
  protected readonly memory: PhysicalReader;
  readonly directory: number;
  private readonly isDemandZero: IsDemandZero;

  constructor(memory: PhysicalReader, directory: number, isDemandZero: IsDemandZero = () => false) {
    this.memory = memory;
    this.directory = directory;
    this.isDemandZero = isDemandZero;
  }

  /** The page-table entry for `address`, 0 where there is not even a table. */
  pte(address: number): number {
    const pde = this.memory.physicalU32(this.directory + ((address >>> 22) << 2));
    if (!(pde & PTE_PRESENT)) return 0;
    return this.memory.physicalU32((pde & ~0xfff) + (((address >>> PAGE_SHIFT) & 0x3ff) << 2));
  }

  /** The physical address behind `address`; -1 for a page of zeros that has no frame yet; undefined where nothing is. */
  physical(address: number): number | undefined {
    const pte = this.pte(address);
    if (pte & PTE_PRESENT) return ((pte & ~0xfff) >>> 0) + (address & 0xfff);
    return pte !== 0 && this.isDemandZero(pte) ? -1 : undefined;
  }

  tryU8(address: number): number | undefined {
    const physical = this.physical(address);
    if (physical === undefined) return undefined;
    return physical < 0 ? 0 : this.memory.physicalU8(physical);
  }

  tryU16(address: number): number | undefined {
    const low = this.tryU8(address);
    const high = this.tryU8((address + 1) >>> 0);
    return low === undefined || high === undefined ? undefined : low | (high << 8);
  }

  tryU32(address: number): number | undefined {
    if ((address & 3) === 0) {
      const physical = this.physical(address);
      if (physical === undefined) return undefined;
      return physical < 0 ? 0 : this.memory.physicalU32(physical);
    }
    const low = this.tryU16(address);
    const high = this.tryU16((address + 2) >>> 0);
    return low === undefined || high === undefined ? undefined : (low | (high << 16)) >>> 0;
  }

  tryBytes(address: number, length: number): Uint8Array | undefined {
    const bytes = new Uint8Array(length);
    for (let i = 0; i < length; i++) {
      const byte = this.tryU8((address + i) >>> 0);
      if (byte === undefined) return undefined;
      bytes[i] = byte;
    }
    return bytes;
  }

  u8(address: number): number {
    return this.tryU8(address) ?? missing(address);
  }

  u16(address: number): number {
    return this.tryU16(address) ?? missing(address);
  }

  u32(address: number): number {
    return this.tryU32(address) ?? missing(address);
  }

  i32(address: number): number {
    return this.u32(address) | 0;
  }
}

function missing(address: number): never {
  throw new Unmapped(address);
}

/** Brings in the page at `address` or makes it writable; returns false when that cannot be. Supplied by the kernel. */
export type Resolve = (space: Space, address: number, write: boolean) => boolean;

/** An address space that can be written, with the kernel's rights. */
export class Space extends View implements WriteSpace {
  private readonly physicalMemory: PhysicalMemory;
  private readonly resolve: Resolve;
  /** Called when a page-table entry that the processor may have remembered was changed. */
  private readonly onMappingChanged: (page: number) => void;

  constructor(
    memory: PhysicalMemory,
    directory: number,
    resolve: Resolve,
    onMappingChanged: (page: number) => void,
    isDemandZero?: IsDemandZero,
  ) {
    super(memory, directory, isDemandZero);
    this.physicalMemory = memory;
    this.resolve = resolve;
    this.onMappingChanged = onMappingChanged;
  }

  /** Sets the entry for `address`, making a table where there is none. Returns false when memory is used up. */
  setPte(address: number, pte: number): boolean {
    const pdeAddress = this.directory + ((address >>> 22) << 2);
    let pde = this.physicalMemory.physicalU32(pdeAddress);
    if (!(pde & PTE_PRESENT)) {
      if (pte === 0) return true;
      const frame = this.physicalMemory.allocateFrame();
      if (frame === undefined) return false;
      pde = ((frame << PAGE_SHIFT) | PTE_PRESENT | PTE_WRITE | PTE_USER) >>> 0;
      this.physicalMemory.setPhysicalU32(pdeAddress, pde);
    }
    this.physicalMemory.setPhysicalU32((pde & ~0xfff) + (((address >>> PAGE_SHIFT) & 0x3ff) << 2), pte);
    this.onMappingChanged(address >>> PAGE_SHIFT);
    return true;
  }

  override u8(address: number): number {
    return this.physicalMemory.physicalU8(this.reach(address, false));
  }

  override u16(address: number): number {
    return this.u8(address) | (this.u8((address + 1) >>> 0) << 8);
  }

  override u32(address: number): number {
    if ((address & 3) === 0) return this.physicalMemory.physicalU32(this.reach(address, false));
    return (this.u16(address) | (this.u16((address + 2) >>> 0) << 16)) >>> 0;
  }

  setU8(address: number, value: number): void {
    const physical = this.reach(address, true);
    this.touch(physical);
    this.physicalMemory.bytes[physical] = value;
  }

  setU16(address: number, value: number): void {
    this.setU8(address, value);
    this.setU8((address + 1) >>> 0, value >>> 8);
  }

  setU32(address: number, value: number): void {
    if ((address & 3) === 0) {
      const physical = this.reach(address, true);
      this.touch(physical);
      this.physicalMemory.words[physical >>> 2] = value;
      return;
    }
    this.setU16(address, value);
    this.setU16((address + 2) >>> 0, value >>> 16);
  }

  /** Copies `bytes` to `address`, page by page. */
  setBytes(address: number, bytes: Uint8Array): void {
    let done = 0;
    while (done < bytes.length) {
      const physical = this.reach((address + done) >>> 0, true);
      const length = Math.min(bytes.length - done, PAGE_SIZE - (physical & 0xfff));
      this.touch(physical);
      this.physicalMemory.bytes.set(bytes.subarray(done, done + length), physical);
      done += length;
    }
  }

  /** A copy of `length` bytes at `address`; throws Unmapped where there is nothing. */
  bytes(address: number, length: number): Uint8Array {
    const bytes = new Uint8Array(length);
    let done = 0;
    while (done < length) {
      const physical = this.reach((address + done) >>> 0, false);
      const run = Math.min(length - done, PAGE_SIZE - (physical & 0xfff));
      bytes.set(this.physicalMemory.bytes.subarray(physical, physical + run), done);
      done += run;
    }
    return bytes;
  }

  private touch(physical: number): void {
    const frame = physical >>> PAGE_SHIFT;
    this.physicalMemory.markDirty(frame);
    if (this.physicalMemory.hasCode[frame]) this.physicalMemory.onFrameReplaced(frame);
  }

  /** The physical address behind `address`, after the kernel brought the page in if it had to. */
  private reach(address: number, write: boolean): number {
    let pte = this.pte(address);
    if (!(pte & PTE_PRESENT) || (write && (pte & PTE_COPY_ON_WRITE) !== 0)) {
      if (!this.resolve(this, address, write)) throw new Unmapped(address, write);
      pte = this.pte(address);
      assert(pte & PTE_PRESENT, 'a resolved page is present');
    }
    return ((pte & ~0xfff) >>> 0) + (address & 0xfff);
  }
}
