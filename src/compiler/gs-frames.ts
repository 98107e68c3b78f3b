/**
 * /GS: the security cookie in frames that have buffers, and the frames of `_except_handler4`.
 *
 * A buffer is an array of characters of more than four bytes, a structure that has one, or what _alloca gives. Arrays and structures
 * lie above all other locals, the cookie, xor-ed with EBP, right above them: what runs over their end changes the cookie before
 * it reaches the registration record, the saved EBP or the return address, and no other local at all. What _alloca gives lies at the
 * stack's top: its overrun changes locals first.
 */
import type { Variable } from './ast.ts';
import type { CType } from './ctypes.ts';
import { sizeOf } from './ctypes.ts';
import type { CodeBuffer, Mem } from './encode.ts';
import { at, EAX, EBP, ECX, ESP, XOR } from './encode.ts';
import type { FunctionState } from './generate-state.ts';

const COOKIE = '___security_cookie';
const HEAD: Mem = { base: -1, index: -1, scale: 1, displacement: 0, fs: true };

/** A frame's level outside of all __try blocks. */
export const outermostLevel = (g: FunctionState): number => (g.unit.options.bufferSecurity ? -2 : -1);

function isBuffer(type: CType): boolean {
  if (type.kind === 'struct') return (type.members ?? []).some((member) => isBuffer(member.type));
  if (type.kind !== 'array') return false;
  const isText = type.of.kind === 'integer' && type.of.size <= 2 && !type.of.isBool;
  return (isText && sizeOf(type) > 4) || isBuffer(type.of);
}

/** Gives the cookie and the buffers their places, above all other locals. */
export function placeBuffers(g: FunctionState, locals: readonly Variable[]): void {
  const buffers = locals.filter((variable) => variable.storage === 'local' && isBuffer(variable.type));
  if (buffers.length === 0) return;
  g.cookieSlot = at(EBP, g.frame.reserve(4));
  for (const buffer of buffers) g.frame.declare(buffer);
}

function cookie(g: FunctionState): Mem {
  return { base: -1, index: -1, scale: 1, displacement: 0, symbol: g.unit.externalSymbol(COOKIE) };
}

/** What the scope table's address is xor-ed with, pushed for _local_unwind4. */
export function pushCookieAddress(g: FunctionState): void {
  g.code.pushSymbol(g.unit.externalSymbol(COOKIE), 0);
}

/** Masks the scope table's address, keeps the cookie below the saved registers, and links the record. */
export function linkGuardedRecord(g: FunctionState, code: CodeBuffer): void {
  code.load(EAX, cookie(g), 4, false);
  code.aluToMem(XOR, at(EBP, -8), EAX);
  code.alu(XOR, EAX, EBP);
  code.push(EAX);
  code.lea(EAX, at(EBP, -16));
  code.store(HEAD, EAX, 4);
  code.store(at(EBP, -24), ESP, 4);
}

/** Behind everything else that the prologue writes into the frame. */
export function storeCookie(g: FunctionState, code: CodeBuffer): void {
  if (!g.cookieSlot) return;
  code.load(EAX, cookie(g), 4, false);
  code.alu(XOR, EAX, EBP);
  code.store(g.cookieSlot, EAX, 4);
}

/** The check leaves EAX and EDX alone. */
export function checkCookie(g: FunctionState): void {
  if (!g.cookieSlot) return;
  g.code.load(ECX, g.cookieSlot, 4, false);
  g.code.alu(XOR, ECX, EBP);
  g.code.call(g.unit.externalSymbol('@__security_check_cookie@4'));
}

/** The four words before the rows of a scope table. */
export function cookieOffsets(g: FunctionState, ehCookie: number): readonly number[] {
  return [g.cookieSlot?.displacement ?? -2, 0, ehCookie, 0];
}
