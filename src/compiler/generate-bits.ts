/**
 * Bit-fields of up to 32 bits inside one doubleword: loading shifts, storing merges. 64-bit containers whose field lies in one
 * half are treated as that half; fields across both halves go through EDX:EAX.
 */
import type { Expression } from './ast.ts';
import type { CType } from './ctypes.ts';
import { sizeOf } from './ctypes.ts';
import type { Mem } from './encode.ts';
import { AND, EAX, ECX, EDX, offsetBy } from './encode.ts';
import type { FunctionState } from './generate-state.ts';
import { isSigned } from './generate-state.ts';

export type BitMember = Extract<Expression, { kind: 'member' }>;
interface Bits {
  readonly shift: number;
  readonly width: number;
}

/** The part of the container that holds the field. */
interface Field extends Bits {
  readonly mem: Mem;
  readonly size: 1 | 2 | 4;
}

export function isBitField(e: Expression): e is BitMember {
  return e.kind === 'member' && e.bits !== undefined;
}

const plain = (e: BitMember): Expression => ({
  kind: 'member',
  object: e.object,
  offset: e.offset,
  type: e.type,
  place: e.place,
});

/** Undefined when the field crosses the halves of a 64-bit container. */
export function fieldIn(mem: Mem, type: CType, bits: Bits): Field | undefined {
  const size = sizeOf(type);
  if (size <= 4) return { mem, size: size as 1 | 2 | 4, ...bits };
  if (bits.shift >= 32) return { mem: offsetBy(mem, 4), size: 4, shift: bits.shift - 32, width: bits.width };
  return bits.shift + bits.width <= 32 ? { mem, size: 4, ...bits } : undefined;
}

/** Leaves the field in `target`, extended. */
export function loadBits(g: FunctionState, e: BitMember, target: number): void {
  g.give(target);
  const mem = g.address(plain(e));
  g.giveMem(mem);
  g.reserve(target);
  const field = fieldIn(mem, e.type, e.bits as Bits);
  if (!field) {
    g.fail(e.place, 'this bit-field is too wide for a 32-bit value');
  }
  g.code.load(target, field.mem, field.size, false);
  extractBits(g, target, field, isSigned(e.type));
}

/** The field's value out of the doubleword in `register`. */
export function extractBits(g: FunctionState, register: number, bits: Bits, signed: boolean): void {
  const above = 32 - bits.shift - bits.width;
  if (signed || bits.width === 32) {
    g.code.shiftImm(4, register, above);
    g.code.shiftImm(7, register, 32 - bits.width);
  } else {
    g.code.shiftImm(5, register, bits.shift);
    if (above > 0 || bits.shift === 0) g.code.aluImm(AND, register, maskOf(bits.width));
  }
}

const maskOf = (width: number): number => (width >= 32 ? -1 : (1 << width) - 1);

/** Stores `valueOf` into a bit-field; the field's new value is in EAX (EDX:EAX for 64-bit fields) afterwards. Destroys all registers. */
export function storeBits(g: FunctionState, target: BitMember, value: Expression): void {
  const bits = target.bits as Bits;
  if (sizeOf(target.type) === 8) {
    storeWideBits(g, target, value);
    return;
  }
  g.reserve(EAX);
  g.value(value, EAX);
  const saved = g.slot();
  g.code.store(saved, EAX, 4);
  g.give(EAX);
  const mem = g.address(plain(target));
  mergeBits(g, fieldIn(mem, target.type, bits) as Field, saved);
  g.giveMem(mem);
  g.code.load(EAX, saved, 4, false);
  extractBits(g, EAX, { shift: 0, width: bits.width }, isSigned(target.type));
}

/** The field in memory = low bits of the doubleword at `from`. */
export function mergeBits(g: FunctionState, field: Field, from: Mem): void {
  const { code } = g;
  const value = g.take(ECX);
  const mask = maskOf(field.width);
  code.load(value, from, 4, false);
  if (field.width < 32) {
    code.aluImm(AND, value, mask);
    code.shiftImm(4, value, field.shift);
    clearBits(g, field, ~(mask << field.shift));
    byteWise(g, field, value);
  } else code.store(field.mem, value, 4);
  g.give(value);
}

function clearBits(g: FunctionState, field: Field, mask: number): void {
  const { size } = field;
  const cut = size === 4 ? mask : size === 2 ? (mask << 16) >> 16 : (mask << 24) >> 24;
  g.code.aluMemImm(AND, field.mem, cut, size);
}

function byteWise(g: FunctionState, field: Field, value: number): void {
  const opcode = field.size === 1 ? 0x08 : field.size === 2 ? 0x6609 : 0x09;
  g.code.memory(opcode, value, field.mem);
}

function storeWideBits(g: FunctionState, target: BitMember, value: Expression): void {
  const { shift, width } = target.bits as Bits;
  const saved = g.slot(8);
  g.wide(value);
  g.saveWide(saved);
  const mem = g.address(plain(target));
  const field = fieldIn(mem, target.type, { shift, width });
  if (field) mergeBits(g, field, saved);
  else {
    mergeBits(g, { mem, size: 4, shift, width: 32 - shift }, saved);
    const high = g.take(ECX);
    highPart(g, high, saved, 32 - shift);
    const rest = g.slot();
    g.code.store(rest, high, 4);
    g.give(high);
    mergeBits(g, { mem: offsetBy(mem, 4), size: 4, shift: 0, width: shift + width - 32 }, rest);
  }
  g.giveMem(mem);
  g.code.load(EAX, saved, 4, false);
  g.code.load(EDX, offsetBy(saved, 4), 4, false);
  extractWide(g, 0, width, isSigned(target.type));
}

/** The doubleword of the 64 bits at `from` that begins at bit `by`. */
function highPart(g: FunctionState, to: number, from: Mem, by: number): void {
  if (by === 32) {
    g.code.load(to, offsetBy(from, 4), 4, false);
    return;
  }
  const high = g.take(EDX);
  g.code.load(to, from, 4, false);
  g.code.load(high, offsetBy(from, 4), 4, false);
  g.code.registers(0x0fac, high, to);
  g.code.byte(by);
  g.give(high);
}

/** Loads a bit-field of a 64-bit type into EDX:EAX. */
export function loadWideBits(g: FunctionState, e: BitMember): void {
  const mem = g.address(plain(e));
  g.giveMem(mem);
  const { shift, width } = e.bits as Bits;
  loadPair(g, mem);
  extractWide(g, shift, width, isSigned(e.type));
}

/** The 8 bytes at `mem` into EDX:EAX, whichever registers `mem` uses. */
export function loadPair(g: FunctionState, mem: Mem): void {
  const usesEax = mem.base === EAX || mem.index === EAX;
  if (usesEax && (mem.base === EDX || mem.index === EDX)) {
    g.code.lea(ECX, mem);
    loadPair(g, { base: ECX, index: -1, scale: 1, displacement: 0 });
  } else if (usesEax) {
    g.code.load(EDX, offsetBy(mem, 4), 4, false);
    g.code.load(EAX, mem, 4, false);
  } else {
    g.code.load(EAX, mem, 4, false);
    g.code.load(EDX, offsetBy(mem, 4), 4, false);
  }
}

function extractWide(g: FunctionState, shift: number, width: number, signed: boolean): void {
  shiftWide(g, 4, 64 - shift - width);
  shiftWide(g, signed ? 7 : 5, 64 - width);
}

/** EDX:EAX shifted by a constant: shl 4, shr 5, sar 7. */
export function shiftWide(g: FunctionState, kind: number, count: number): void {
  const { code } = g;
  if (count === 0) return;
  if (count >= 32) {
    if (kind === 4) {
      code.mov(EDX, EAX);
      code.setTo(EAX, 0);
      code.shiftImm(4, EDX, count - 32);
    } else {
      code.mov(EAX, EDX);
      if (kind === 7) code.shiftImm(7, EDX, 31);
      else code.setTo(EDX, 0);
      code.shiftImm(kind, EAX, count - 32);
    }
    return;
  }
  // shld edx,eax,count or shrd eax,edx,count
  code.registers(kind === 4 ? 0x0fa4 : 0x0fac, kind === 4 ? EAX : EDX, kind === 4 ? EDX : EAX);
  code.byte(count);
  code.shiftImm(kind, kind === 4 ? EAX : EDX, count);
}
