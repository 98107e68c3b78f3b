/**
 * The kernel's part in static thread-local storage: it exchanges the vectors of all threads of a process at once, so that
 * no running thread ever sees half of a change (ProcessTlsInformation, operation ReplaceVector).
 *
 *     PROCESS_TLS_INFORMATION  +0 Flags  +4 OperationType  +8 ThreadDataCount  +C TlsVectorLength  +10 PreviousCount
 *         +14 ThreadData, each: +0 Flags  +4 NewTlsData  +8 OldTlsData  +C ThreadId
 */
import type { Caller } from './kernel.ts';
import { STATUS } from './ntstatus.ts';
import { threadsOf } from './process-end.ts';
import { TEB } from './structs/peb.ts';
import type { EPROCESS } from './structs/ps.ts';
import { readUser, writeUser } from './user-memory.ts';

const HEADER = 0x14;
const ENTRY = 16;
const REPLACE_VECTOR = 1;
const VECTOR_POINTER = TEB.offsetOf('ThreadLocalStoragePointer');

/** Gives each thread the next new vector with the contents of its old one. Changes nothing when there are too few. */
export function replaceTlsVectors(c: Caller, process: EPROCESS, from: number, length: number): number {
  if (length < HEADER) return STATUS.STATUS_INFO_LENGTH_MISMATCH;
  const bytes = readUser(c, from, length);
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  const word = (offset: number) => view.getUint32(offset, true);
  const count = word(8);
  const previous = word(16);
  if (length !== HEADER + count * ENTRY || previous > 0x10000) return STATUS.STATUS_INFO_LENGTH_MISMATCH;
  if (word(4) !== REPLACE_VECTOR) return STATUS.STATUS_INVALID_PARAMETER;
  const alive = threadsOf(c.m, process).filter(
    ({ Tcb }) => Tcb.Teb !== 0 && c.space.tryU32(Tcb.Teb + VECTOR_POINTER) !== undefined,
  );
  if (alive.length > count) return STATUS.STATUS_BUFFER_TOO_SMALL;
  for (const [i, { Tcb, Cid }] of alive.entries()) {
    const at = HEADER + i * ENTRY;
    const old = c.space.tryU32(Tcb.Teb + VECTOR_POINTER) ?? 0;
    if (old !== 0 && previous > 0) writeUser(c, word(at + 4), readUser(c, old, 4 * previous));
    view.setUint32(at + 8, old, true);
    view.setUint32(at + 12, Cid.UniqueThread, true);
    const pointer = new Uint8Array(4);
    new DataView(pointer.buffer).setUint32(0, word(at + 4), true);
    writeUser(c, Tcb.Teb + VECTOR_POINTER, pointer);
  }
  writeUser(c, from, bytes);
  return STATUS.STATUS_SUCCESS;
}
