/**
 * OBJECT_ATTRIBUTES and access masks, as all services that open something read them.
 */
import { OBJ_INHERIT } from '../handle.ts';
import type { Caller } from '../kernel.ts';
import { STATUS } from '../ntstatus.ts';
import { ObjectType } from '../object.ts';
import { raiseStatus } from '../raise.ts';
import { OBJECT_ATTRIBUTES } from '../structs/io.ts';
import { readUser, readUserString } from '../user-memory.ts';

const OBJ_CASE_INSENSITIVE = 0x40;
const OBJ_OPENIF = 0x80;

const GENERIC = [
  [0x8000_0000, 0x0002_0001],
  [0x4000_0000, 0x0002_0002],
  [0x2000_0000, 0x0012_0000],
] as const;

const GENERIC_ALL = 0x1000_0000;
/** Not a right: asks for all that can be had. */
const MAXIMUM_ALLOWED = 0x0200_0000;

/** All rights to objects of a type, where they are not those of an event. */
const ALL_ACCESS: Readonly<Record<number, number>> = {
  [ObjectType.Process]: 0x001f_ffff,
  [ObjectType.Thread]: 0x001f_ffff,
  [ObjectType.Mutant]: 0x001f_0001,
};

/** Rights of which the greater one holds the lesser: to query or set all is to query or set a little. */
const IMPLIED: Readonly<Record<number, readonly (readonly [right: number, less: number])[]>> = {
  [ObjectType.Process]: [[0x400, 0x1000]],
  [ObjectType.Thread]: [
    [0x40, 0x800],
    [0x20, 0x400],
  ],
};

/** Generic rights become specific ones. */
export function mapAccess(access: number, typeIndex: number = ObjectType.Event): number {
  const all = ALL_ACCESS[typeIndex] ?? 0x001f_0003;
  if (access & (GENERIC_ALL | MAXIMUM_ALLOWED)) return (access & 0x01ff_ffff) | all;
  let mapped = access & 0x01ff_ffff;
  for (const [generic, specific] of GENERIC) if ((access & generic) !== 0) mapped |= specific;
  for (const [right, less] of IMPLIED[typeIndex] ?? []) if ((mapped & right) !== 0) mapped |= less;
  return mapped;
}

/** OBJECT_ATTRIBUTES, read. */
export interface Attributes {
  /** Undefined when there is none or it is empty. */
  readonly name: string | undefined;
  readonly isEmpty: boolean;
  /** A directory's handle, or 0. */
  readonly root: number;
  readonly inherit: boolean;
  readonly openIf: boolean;
  readonly ignoreCase: boolean;
}

const NO_ATTRIBUTES: Attributes = {
  name: undefined,
  isEmpty: false,
  root: 0,
  inherit: false,
  openIf: false,
  ignoreCase: false,
};

/** What OBJECT_ATTRIBUTES says; without one, nothing. */
export function readAttributes(c: Caller, address: number): Attributes {
  if (address === 0) return NO_ATTRIBUTES;
  const view = new DataView(readUser(c, address, OBJECT_ATTRIBUTES.size).buffer);
  if (view.getUint32(0, true) !== OBJECT_ATTRIBUTES.size) raiseStatus(STATUS.STATUS_INVALID_PARAMETER);
  const nameAt = view.getUint32(8, true);
  const flags = view.getUint32(12, true);
  const name = nameAt === 0 ? undefined : readUserString(c, nameAt);
  return {
    name: name === '' ? undefined : name,
    isEmpty: name === '',
    root: view.getUint32(4, true),
    inherit: (flags & OBJ_INHERIT) !== 0,
    openIf: (flags & OBJ_OPENIF) !== 0,
    ignoreCase: (flags & OBJ_CASE_INSENSITIVE) !== 0,
  };
}
