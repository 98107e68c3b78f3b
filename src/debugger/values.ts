/** Values in memory as `dt` and `dv` print them. Memory that is not there shows as question marks. */
import type { ReadSpace } from '../machine/space.ts';
import { hex64, pointerText, printable } from './format.ts';
import type { DebugType, StructDebugType } from './types.ts';
import { typeName } from './types.ts';

/** Names an address, for function pointers: "ntdll!RtlAllocateHeap". */
export type NameAddress = (address: number) => string | undefined;

/** What stands at `address`, taken as a `type`. Structures give their name only. */
export function valueText(space: ReadSpace, type: DebugType, address: number, name: NameAddress): string {
  switch (type.kind) {
    case 'integer':
      return integerText(space, type, address);
    case 'float':
      return floatText(space, type.size, address);
    case 'pointer':
      return pointerValueText(space, type, address, name);
    case 'array':
      return arrayText(space, type, address, name);
    case 'bits':
      return bitsText(space, type, address);
    case 'enum':
      return enumText(space, type, address);
    case 'struct':
      return structText(space, type, address);
    default:
      return '';
  }
}

function integerOf(space: ReadSpace, size: number, address: number): bigint | undefined {
  const low = size === 1 ? space.tryU8(address) : size === 2 ? space.tryU16(address) : space.tryU32(address);
  if (low === undefined || size < 8) return low === undefined ? undefined : BigInt(low);
  const high = space.tryU32(address + 4);
  return high === undefined ? undefined : (BigInt(high) << 32n) | BigInt(low);
}

function integerText(space: ReadSpace, type: { size: number; signed: boolean; name: string }, address: number): string {
  const value = integerOf(space, type.size, address);
  if (value === undefined) return '????';
  if (type.size === 8) return type.signed ? `0n${BigInt.asIntN(64, value)}` : `0x${hex64(value)}`;
  const number = Number(value);
  if (type.size === 1) return characterText(number, type.signed);
  if (/wchar/i.test(type.name))
    return `0x${number.toString(16)} '${number >= 0x20 && number < 0xd800 ? String.fromCharCode(number) : ''}'`;
  if (type.signed) return `0n${Number(BigInt.asIntN(type.size * 8, value))}`;
  return number < 10 ? String(number) : `0x${number.toString(16)}`;
}

function characterText(byte: number, signed: boolean): string {
  const shown = signed ? `${(byte << 24) >> 24}` : byte < 10 ? String(byte) : `0x${byte.toString(16)}`;
  return `${shown} '${byte === 0 ? '' : printable(byte)}'`;
}

/** The double or float at `address` as C's %g would print it. */
export function floatText(space: ReadSpace, size: number, address: number): string {
  const bytes = space.tryBytes(address, size);
  if (!bytes) return '????';
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  const value = size === 4 ? view.getFloat32(0, true) : view.getFloat64(0, true);
  return Number.isFinite(value) ? String(Number(value.toPrecision(size === 4 ? 9 : 17))) : String(value);
}

function pointerValueText(
  space: ReadSpace,
  type: Extract<DebugType, { kind: 'pointer' }>,
  address: number,
  name: NameAddress,
): string {
  const value = space.tryU32(address);
  if (value === undefined) return '????';
  const target = type.to();
  if (value === 0) return '(null) ';
  if (target.kind === 'integer' && (target.size === 1 || /wchar/i.test(target.name))) {
    return `${pointerText(value)}  "${stringAt(space, value, target.size === 1 ? 1 : 2)}"`;
  }
  if (target.kind === 'pointer') {
    const inner = space.tryU32(value);
    return `${pointerText(value)}  -> ${inner === undefined ? '????' : `${pointerText(inner)} ${typeName(target.to())}`}`;
  }
  if (target.kind === 'function') return `${pointerText(value)}     ${name(value) ?? ''}`;
  if (target.kind === 'integer') return `${pointerText(value)}  -> ${integerText(space, target, value)}`;
  return `${pointerText(value)} ${typeName(target)}`;
}

function arrayText(
  space: ReadSpace,
  type: Extract<DebugType, { kind: 'array' }>,
  address: number,
  name: NameAddress,
): string {
  if (type.of.kind === 'integer' && (type.of.size === 1 || /wchar/i.test(type.of.name))) {
    return `[${type.count}]  "${stringAt(space, address, type.of.size === 1 ? 1 : 2, type.count)}"`;
  }
  return `[${type.count}] ${valueText(space, type.of, address, name)}`;
}

/** The member's bits as a number, or undefined where memory is missing. */
function bitsText(space: ReadSpace, type: Extract<DebugType, { kind: 'bits' }>, address: number): string {
  const unit = integerOf(space, type.unit, address);
  if (unit === undefined) return '????';
  const value = (unit >> BigInt(type.shift)) & ((1n << BigInt(type.width)) - 1n);
  if (type.width === 1) return `0y${value}`;
  return type.width < 8
    ? `0y${value.toString(2).padStart(type.width, '0')}`
    : `0y${value.toString(2)} (0x${value.toString(16)})`;
}

function enumText(space: ReadSpace, type: Extract<DebugType, { kind: 'enum' }>, address: number): string {
  const raw = integerOf(space, type.size, address);
  if (raw === undefined) return '????';
  const value = Number(BigInt.asIntN(32, raw));
  const named = type.values.find((candidate) => candidate.value === value);
  return named ? `${value} ( ${named.name} )` : `${value} (No matching name)`;
}

function structText(space: ReadSpace, type: StructDebugType, address: number): string {
  if (/^_?UNICODE_STRING$/.test(type.name)) {
    const length = space.tryU16(address) ?? 0;
    const buffer = space.tryU32(address + 4) ?? 0;
    return `${type.name} "${buffer === 0 ? '' : stringAt(space, buffer, 2, length / 2)}"`;
  }
  if (/^_?U?LARGE_INTEGER$/.test(type.name)) {
    const value = integerOf(space, 8, address);
    return `${type.name} 0x${value === undefined ? '????' : value.toString(16)}`;
  }
  if (/^_?LIST_ENTRY$/.test(type.name)) {
    return `${type.name} [ ${addressText(space.tryU32(address))} - ${addressText(space.tryU32(address + 4))} ]`;
  }
  return type.name;
}

function addressText(value: number | undefined): string {
  return value === undefined ? '????' : pointerText(value);
}

const STRING_MAX = 128;

/** Characters at `address` up to a zero, `limit` or the end of what is mapped. Control characters show as dots. */
export function stringAt(space: ReadSpace, address: number, width: 1 | 2, limit = STRING_MAX): string {
  let text = '';
  for (let i = 0; i < Math.min(limit, STRING_MAX); i++) {
    const unit = width === 1 ? space.tryU8(address + i) : space.tryU16(address + 2 * i);
    if (unit === undefined) return text === '' ? '--- memory read error ---' : text;
    if (unit === 0) return text;
    text += unit < 0x20 || unit === 0x7f ? '.' : String.fromCharCode(unit);
  }
  return limit > STRING_MAX ? `${text}...` : text;
}
