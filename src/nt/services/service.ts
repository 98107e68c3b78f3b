/**
 * One declaration of a system service: name, arguments with their C types, what it does. Number, stub in ntdll, prototype and the
 * trace's argument names all come from it.
 */
import type { Caller } from '../kernel.ts';

/** A status, or how the call goes on; see system-call.ts. */
export type ServiceResult = number | 'waiting' | 'yield' | 'again' | 'loaded';

/** C types of arguments; each takes four bytes. */
export type ArgumentType = string;

export interface Service {
  readonly name: string;
  readonly number: number;
  readonly argumentNames: readonly string[];
  readonly argumentTypes: readonly ArgumentType[];
  call(c: Caller, values: readonly number[]): ServiceResult;
}

export const HANDLE = 'HANDLE';
export const PHANDLE = 'PHANDLE';
export const ULONG = 'ULONG';
export const PULONG = 'PULONG';
export const LONG = 'LONG';
export const PLONG = 'LONG *';
export const BOOLEAN = 'BOOLEAN';
export const NTSTATUS = 'NTSTATUS';
export const PVOID = 'PVOID';
export const PPVOID = 'PVOID *';
export const ACCESS_MASK = 'ACCESS_MASK';
export const POBJECT_ATTRIBUTES = 'POBJECT_ATTRIBUTES';
export const PIO_STATUS_BLOCK = 'PIO_STATUS_BLOCK';
export const PLARGE_INTEGER = 'PLARGE_INTEGER';
export const PCONTEXT = 'PCONTEXT';
export const PEXCEPTION_RECORD = 'PEXCEPTION_RECORD';

/** Declares the service with this number of Windows 7 SP1 x86. */
export function service<const A extends Readonly<Record<string, ArgumentType>>>(
  number: number,
  name: string,
  types: A,
  body: (c: Caller, args: { readonly [K in keyof A]: number }) => ServiceResult,
): Service {
  const argumentNames = Object.keys(types);
  return {
    name,
    number,
    argumentNames,
    argumentTypes: Object.values(types),
    call: (c, values) => {
      const args = Object.fromEntries(argumentNames.map((key, i) => [key, values[i] as number]));
      return body(c, args as { readonly [K in keyof A]: number });
    },
  };
}
