/**
 * How services hand information out: words packed, lengths checked.
 */
import type { Caller } from '../kernel.ts';
import { STATUS } from '../ntstatus.ts';
import { writeUser, writeUserU32Optional } from '../user-memory.ts';

/** Little-endian words. */
export function words(...values: number[]): Uint8Array {
  const view = new DataView(new ArrayBuffer(values.length * 4));
  values.forEach((value, i) => {
    view.setUint32(i * 4, value >>> 0, true);
  });
  return new Uint8Array(view.buffer);
}

export function answer(c: Caller, bytes: Uint8Array, into: number, length: number, returned: number): number {
  if (length < bytes.length) {
    writeUserU32Optional(c, returned, bytes.length);
    return STATUS.STATUS_INFO_LENGTH_MISMATCH;
  }
  writeUser(c, into, bytes);
  writeUserU32Optional(c, returned, bytes.length);
  return STATUS.STATUS_SUCCESS;
}
