/**
 * An exception as the kernel passes it on, and one sentence about it.
 */
import { STATUS, statusName } from './ntstatus.ts';

/** An exception as the kernel passes it on. */
export interface ExceptionRecord {
  readonly code: number;
  readonly flags: number;
  /** The nested record, a user address, or 0. */
  readonly record: number;
  readonly address: number;
  readonly parameters: readonly number[];
}

/** An exception that a fault at the processor's EIP raised. */
export function exceptionAt(address: number, code: number, parameters: readonly number[] = []): ExceptionRecord {
  return { code: code >>> 0, flags: 0, record: 0, address, parameters };
}

/** One sentence about an exception: what, where, and what was touched. */
export function describeException(record: ExceptionRecord): string {
  const at = `exception ${hex(record.code)} ${statusName(record.code)} at ${hex(record.address)}`;
  const [kind, address] = record.parameters;
  const isAccess = record.code === STATUS.STATUS_ACCESS_VIOLATION || record.code === STATUS.STATUS_STACK_OVERFLOW;
  if (!isAccess || address === undefined) return at;
  return `${at}: ${kind === 1 ? 'write to' : kind === 8 ? 'execution of' : 'read of'} address ${hex(address)}`;
}

function hex(value: number): string {
  return (value >>> 0).toString(16).toUpperCase().padStart(8, '0');
}
