/**
 * The processor's reads and writes of linear memory: a fast way where the page is remembered and the value does not cross
 * a word (or page), a slow one for all else. Bytes and words come unsigned, doublewords as signed 32-bit numbers.
 *
 * What must hold: a value that crosses two pages is written only when both may be.
 */
import type { Processor } from './processor.ts';

export function read8(p: Processor, a: number): number {
  const base = p.readPage[a >>> 12] as number;
  if (base >= 0) return p.bytes[base | (a & 0xfff)] as number;
  return p.bytes[p.reachRead(a)] as number;
}

export function read16(p: Processor, a: number): number {
  const base = p.readPage[a >>> 12] as number;
  if (base >= 0 && (a & 0xfff) !== 0xfff) {
    const at = base | (a & 0xfff);
    return (p.bytes[at] as number) | ((p.bytes[at + 1] as number) << 8);
  }
  return read16Slow(p, a);
}

export function read32(p: Processor, a: number): number {
  const base = p.readPage[a >>> 12] as number;
  if (base >= 0 && (a & 3) === 0) return p.words[(base | (a & 0xfff)) >> 2] as number;
  return read32Slow(p, a);
}

export function write8(p: Processor, a: number, value: number): void {
  const base = p.writePage[a >>> 12] as number;
  if (base >= 0) p.bytes[base | (a & 0xfff)] = value;
  else p.bytes[p.reachWrite(a)] = value;
}

export function write16(p: Processor, a: number, value: number): void {
  const low = p.reachWrite(a);
  const high = (a & 0xfff) === 0xfff ? p.reachWrite((a + 1) | 0) : low + 1;
  p.bytes[low] = value;
  p.bytes[high] = value >> 8;
}

export function write32(p: Processor, a: number, value: number): void {
  const base = p.writePage[a >>> 12] as number;
  if (base >= 0 && (a & 3) === 0) p.words[(base | (a & 0xfff)) >> 2] = value;
  else write32Slow(p, a, value);
}

/** Faults now if a write of `size` bytes at `a` would. */
export function checkWrite(p: Processor, a: number, size: number): void {
  if ((p.writePage[a >>> 12] as number) < 0) p.reachWrite(a);
  if ((a & 0xfff) + size > 0x1000) p.reachWrite((a + size - 1) & ~0xfff);
}

function read16Slow(p: Processor, a: number): number {
  const low = p.reachRead(a);
  const high = (a & 0xfff) === 0xfff ? p.reachRead((a + 1) | 0) : low + 1;
  return (p.bytes[low] as number) | ((p.bytes[high] as number) << 8);
}

function read32Slow(p: Processor, a: number): number {
  const at = p.reachRead(a);
  const b = p.bytes;
  if ((a & 0xfff) <= 0xffc) {
    return (
      (b[at] as number) | ((b[at + 1] as number) << 8) | ((b[at + 2] as number) << 16) | ((b[at + 3] as number) << 24)
    );
  }
  p.reachRead((a + 3) & ~0xfff);
  let value = 0;
  for (let i = 3; i >= 0; i--) value = (value << 8) | (b[p.reachRead((a + i) | 0)] as number);
  return value;
}

function write32Slow(p: Processor, a: number, value: number): void {
  const at = p.reachWrite(a);
  if ((a & 0xfff) <= 0xffc) {
    const b = p.bytes;
    b[at] = value;
    b[at + 1] = value >> 8;
    b[at + 2] = value >> 16;
    b[at + 3] = value >> 24;
    return;
  }
  p.reachWrite((a + 3) & ~0xfff);
  for (let i = 0; i < 4; i++) p.bytes[p.reachWrite((a + i) | 0)] = value >> (i * 8);
}
