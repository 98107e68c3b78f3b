/**
 * How the kernel touches user memory: every pointer of a service is probed, every page is reached with the user's own rights
 * (guard pages and protections included), and what cannot be reached raises a status. Reads copy once; the copy is used.
 */
import { PAGE_SIZE } from '../machine/memory.ts';
import { PTE_PRESENT, PTE_USER, PTE_WRITE } from '../machine/space.ts';
import { MmAccessFault } from './fault.ts';
import { type Caller, USER_PROBE_ADDRESS } from './kernel.ts';
import { STATUS } from './ntstatus.ts';
import { raiseStatus } from './raise.ts';

/** No service takes more bytes than this in one piece. */
const LENGTH_MAX = 0x4000_0000;

/** Raises unless `length` bytes at `address` lie in user space, aligned. Touches no page. */
export function ProbeForRead(address: number, length: number, align = 1): void {
  if (length === 0) return;
  if (address & (align - 1)) raiseStatus(STATUS.STATUS_DATATYPE_MISALIGNMENT);
  if (length > LENGTH_MAX || address + length > USER_PROBE_ADDRESS) raiseStatus(STATUS.STATUS_ACCESS_VIOLATION);
}

/** Raises unless `length` bytes at `address` can be written by the user now; brings their pages in. */
export function ProbeForWrite(c: Caller, address: number, length: number, align = 1): void {
  ProbeForRead(address, length, align);
  touch(c, address, length, true);
}

/** Brings the pages of `length` bytes in as a read would; what cannot be reached raises. */
export function touchForRead(c: Caller, address: number, length: number): void {
  ProbeForRead(address, length);
  touch(c, address, length, false);
}

function touch(c: Caller, address: number, length: number, write: boolean): void {
  if (length === 0) return;
  const end = address + length;
  for (let page = (address & ~0xfff) >>> 0; page < end; page += PAGE_SIZE) {
    const pte = c.space.pte(page);
    const wanted = PTE_PRESENT | PTE_USER | (write ? PTE_WRITE : 0);
    if ((pte & wanted) === wanted) continue;
    const status = MmAccessFault(c, Math.max(page, address), write);
    if (status !== STATUS.STATUS_SUCCESS) raiseStatus(status);
  }
}

/** A copy of `length` user bytes. */
export function readUser(c: Caller, address: number, length: number): Uint8Array {
  ProbeForRead(address, length);
  touch(c, address, length, false);
  return c.space.bytes(address, length);
}

/** Writes user bytes. */
export function writeUser(c: Caller, address: number, bytes: Uint8Array): void {
  ProbeForWrite(c, address, bytes.length);
  c.space.setBytes(address, bytes);
}

export function readUserU32(c: Caller, address: number): number {
  ProbeForRead(address, 4);
  touch(c, address, 4, false);
  return c.space.u32(address);
}

export function writeUserU32(c: Caller, address: number, value: number): void {
  ProbeForWrite(c, address, 4);
  c.space.setU32(address, value);
}

/** Writes a user word where the pointer is not null. */
export function writeUserU32Optional(c: Caller, address: number, value: number): void {
  if (address !== 0) writeUserU32(c, address, value);
}

export function readUserI64(c: Caller, address: number): bigint {
  ProbeForRead(address, 8);
  touch(c, address, 8, false);
  return BigInt.asIntN(64, (BigInt(c.space.u32(address + 4)) << 32n) | BigInt(c.space.u32(address)));
}

export function writeUserI64(c: Caller, address: number, value: bigint): void {
  ProbeForWrite(c, address, 8);
  c.space.setU32(address, Number(BigInt.asUintN(32, value)));
  c.space.setU32(address + 4, Number(BigInt.asUintN(32, value >> 32n)));
}

/** The text of the UNICODE_STRING at a user address. */
export function readUserString(c: Caller, address: number): string {
  const header = new DataView(readUser(c, address, 8).buffer);
  const length = header.getUint16(0, true) & ~1;
  return utf16(readUser(c, header.getUint32(4, true), length));
}

/** The text that little-endian UTF-16 bytes spell. */
export function utf16(bytes: Uint8Array): string {
  let text = '';
  for (let i = 0; i + 1 < bytes.length; i += 2)
    text += String.fromCharCode((bytes[i] as number) | ((bytes[i + 1] as number) << 8));
  return text;
}

/** Little-endian UTF-16 bytes of a text. */
export function utf16Bytes(text: string): Uint8Array {
  const bytes = new Uint8Array(text.length * 2);
  for (let i = 0; i < text.length; i++) {
    bytes[i * 2] = text.charCodeAt(i) & 0xff;
    bytes[i * 2 + 1] = text.charCodeAt(i) >>> 8;
  }
  return bytes;
}
