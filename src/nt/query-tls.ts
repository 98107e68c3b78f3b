/**
 * Thread-local storage as a debugger reads it: the bitmaps of indices in the PEB, the slots of each thread in its TEB and
 * expansion block, and the static blocks of each module that has a TLS directory.
 */
import type { ReadSpace } from '../machine/space.ts';
import { PEB, TEB } from './structs/peb.ts';

export const TLS_SLOTS = 64;
export const TLS_EXPANSION_SLOTS = 1024;
export const FLS_SLOTS = 128;

export interface TlsBitmaps {
  /** Indices in use: 0-63 by TlsBitmap, 64-1087 by TlsExpansionBitmap. */
  readonly indices: readonly number[];
  readonly flsIndices: readonly number[];
}

/** A module's static storage. */
export interface StaticTls {
  readonly base: number;
  readonly index: number;
  /** Of the module's _tls_index. */
  readonly indexAddress: number;
  readonly templateStart: number;
  readonly templateEnd: number;
  readonly zeroFill: number;
  readonly callbacks: readonly number[];
}

function setBits(space: ReadSpace, address: number, count: number, first: number): readonly number[] {
  const found: number[] = [];
  for (let i = 0; i < count; i++)
    if (((space.tryU32(address + 4 * (i >>> 5)) ?? 0) >>> (i & 31)) & 1) found.push(first + i);
  return found;
}

/** Which indices are in use. */
export function tlsBitmaps(space: ReadSpace, peb: number): TlsBitmaps {
  return {
    indices: [
      ...setBits(space, peb + PEB.offsetOf('TlsBitmapBits'), TLS_SLOTS, 0),
      ...setBits(space, peb + PEB.offsetOf('TlsExpansionBitmapBits'), TLS_EXPANSION_SLOTS, TLS_SLOTS),
    ],
    flsIndices: setBits(space, peb + PEB.offsetOf('FlsBitmapBits'), FLS_SLOTS, 0),
  };
}

/** Where a thread's slot lies; undefined when the thread has no expansion block for it. */
export function tlsSlotAddress(space: ReadSpace, teb: number, index: number): number | undefined {
  if (index < TLS_SLOTS) return teb + TEB.offsetOf('TlsSlots') + 4 * index;
  if (index >= TLS_SLOTS + TLS_EXPANSION_SLOTS) return undefined;
  const block = space.tryU32(teb + TEB.offsetOf('TlsExpansionSlots'));
  return block ? block + 4 * (index - TLS_SLOTS) : undefined;
}

/** Where a thread's fibre-local slot lies; undefined when the thread has no block for them. */
export function flsSlotAddress(space: ReadSpace, teb: number, index: number): number | undefined {
  const block = space.tryU32(teb + TEB.offsetOf('FlsData'));
  return block ? block + 8 + 4 * index : undefined;
}

/** The function that gets a fibre-local slot's value when its thread ends; 0 when there is none. */
export function flsCallback(space: ReadSpace, peb: number, index: number): number {
  const callbacks = space.tryU32(peb + PEB.offsetOf('FlsCallback'));
  return callbacks ? (space.tryU32(callbacks + 4 * index) ?? 0) : 0;
}

/** The static storage of the module at `base`; undefined without a TLS directory. */
export function staticTls(space: ReadSpace, base: number): StaticTls | undefined {
  const header = base + (space.tryU32(base + 0x3c) ?? 0);
  const rva = space.tryU32(header + 0xc0);
  if (!rva || space.tryU32(header) !== 0x4550) return undefined;
  const word = (offset: number) => space.tryU32(base + rva + offset) ?? 0;
  const callbacks: number[] = [];
  for (let at = word(12); at !== 0 && callbacks.length < 32; at += 4) {
    const callback = space.tryU32(at);
    if (!callback) break;
    callbacks.push(callback);
  }
  return {
    base,
    index: space.tryU32(word(8)) ?? 0,
    indexAddress: word(8),
    templateStart: word(0),
    templateEnd: word(4),
    zeroFill: word(16),
    callbacks,
  };
}

/** A thread's block of the module with this index; 0 when it has none. */
export function staticTlsBlock(space: ReadSpace, teb: number, index: number): number {
  const array = space.tryU32(teb + TEB.offsetOf('ThreadLocalStoragePointer'));
  return array ? (space.tryU32(array + 4 * index) ?? 0) : 0;
}
