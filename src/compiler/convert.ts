/**
 * Implicit conversions and explicit casts: what C lets through, and what it says about the rest.
 */
import type { Expression } from './ast.ts';
import { cast, isNull, value } from './build.ts';
import type { CType, FunctionType, PointerType } from './ctypes.ts';
import { sizeOf } from './ctypes.ts';
import type { Parser } from './parser.ts';
import type { Spot } from './source.ts';
import { isArithmetic, isInteger, isPointer, isScalar, isVoidPointer, sameType, typeText } from './types.ts';

/** Converts a value as an assignment to `type` does. `what` says in a message what is converted. */
export function convert(p: Parser, e: Expression, type: CType, spot: Spot, what: string): Expression {
  const from = value(e);
  if (type.kind === 'struct') {
    if (from.type === type) return from;
    p.fail(spot, `${what} must be ${article(type)}, not ${article(from.type)}`);
  }
  if (from.type.kind === 'void') p.fail(spot, `${what} has no value: the expression's type is void`);
  if (isArithmetic(type) && isArithmetic(from.type)) return cast(from, type);
  if (type.kind === 'integer' && type.isBool && isPointer(from.type)) return cast(from, type);
  if (isPointer(type)) {
    if (isNull(from)) return cast(from, type);
    if (isPointer(from.type)) {
      checkPointers(p, from.type, type, spot, what);
      return cast(from, type);
    }
    if (isInteger(from.type))
      p.fail(
        spot,
        `${what} is an integer, but a pointer (${typeText(type)}) is wanted`,
        `if the number is meant as an address, write a cast: (${typeText(type)})`,
      );
  }
  if (isPointer(from.type) && isInteger(type))
    p.fail(
      spot,
      `${what} is a pointer (${typeText(from.type)}), but an integer (${typeText(type)}) is wanted`,
      pointerHint(from.type, type),
    );
  p.fail(spot, `${what} is ${article(from.type)}, which can't become ${article(type)}`);
}

function pointerHint(from: PointerType, to: CType): string {
  if (sameType(from.to, to)) return 'write * before it to take what it points to';
  return `if the address is meant as a number, write a cast: (${typeText(to)})`;
}

function article(type: CType): string {
  const text = typeText(type);
  return `${/^[aeiou]/.test(text) ? 'an' : 'a'} '${text}'`;
}

function checkPointers(p: Parser, from: PointerType, to: PointerType, spot: Spot, what: string): void {
  if (isVoidPointer(to)) return;
  if (isVoidPointer(from)) {
    if (p.isCpp)
      p.fail(spot, `${what} is a 'void *'; C++ wants a cast to '${typeText(to)}'`, `write (${typeText(to)}) before it`);
    return;
  }
  if (p.isCpp && from.toConst && !to.toConst && to.to.kind !== 'function' && sameType(from.to, to.to))
    p.fail(spot, `${what} points to something const: '${typeText(from)}' can't become '${typeText(to)}'`);
  if (sameType(from.to, to.to)) return;
  if (closeEnough(from.to, to.to)) {
    p.warn(spot, `${what} is '${typeText(from)}', but '${typeText(to)}' is wanted`);
    return;
  }
  p.fail(spot, `${what} is '${typeText(from)}', but '${typeText(to)}' is wanted`, mismatchHint(from, to));
}

/** Differences that Microsoft's C compiler only warns about and that can't break the machine's code. */
function closeEnough(a: CType, b: CType): boolean {
  if (a.kind === 'integer' && b.kind === 'integer') return a.size === b.size;
  if (a.kind === 'function' && b.kind === 'function') return sameShape(a, b);
  if (a.kind === 'pointer' && b.kind === 'pointer')
    return isVoidPointer(a) || isVoidPointer(b) || closeEnough(a.to, b.to) || sameType(a.to, b.to);
  if (a.kind === 'array' && b.kind === 'array') return sizeOf(a) === sizeOf(b) && closeEnough(a.of, b.of);
  return false;
}

/** Functions that can be called for one another: same convention, same slots on the stack. */
function sameShape(a: FunctionType, b: FunctionType): boolean {
  if (a.convention !== b.convention && !(a.parameters.length === 0 && b.parameters.length === 0)) return false;
  if (a.unprototyped || b.unprototyped) return true;
  return (
    a.variadic === b.variadic &&
    a.parameters.length === b.parameters.length &&
    a.parameters.every((q, i) => slot(q.type) === slot(b.parameters[i]!.type)) &&
    (slot(a.returns) === slot(b.returns) || b.returns.kind === 'void')
  );
}

function slot(type: CType): string {
  return type.kind === 'float' || type.kind === 'struct'
    ? `${type.kind}${sizeOf(type)}`
    : String((sizeOf(type) + 3) & ~3);
}

function mismatchHint(from: PointerType, to: PointerType): string | undefined {
  if (from.to.kind === 'function' && to.to.kind === 'function' && from.to.convention !== to.to.convention)
    return `declare the function with __${to.to.convention}${to.to.convention === 'stdcall' ? ' (WINAPI, CALLBACK)' : ''}`;
  const isText = (t: CType, size: number) => t.kind === 'integer' && t.size === size;
  if (isText(from.to, 1) && isText(to.to, 2)) return 'wide strings are written L"text" or TEXT("text")';
  if (isText(from.to, 2) && isText(to.to, 1))
    return 'leave out the L or TEXT(), or use the function or type for wide strings';
  if (from.to.kind === 'array' && sameType(from.to.of, to.to)) return 'leave out the & before the array';
  return `if it is meant, write a cast: (${typeText(to)})`;
}

/** `(type)e`. */
export function explicitCast(p: Parser, e: Expression, type: CType, spot: Spot): Expression {
  if (type.kind === 'void') return { kind: 'cast', type, place: e.place, operand: value(e) };
  const from = value(e);
  if (type.kind === 'struct' && from.type === type) return from;
  if (!isScalar(type)) p.fail(spot, `there is no cast to '${typeText(type)}'`);
  if (!isScalar(from.type)) p.fail(spot, `${article(from.type)} can't be cast to '${typeText(type)}'`);
  if ((isPointer(type) && from.type.kind === 'float') || (isPointer(from.type) && type.kind === 'float'))
    p.fail(spot, `${article(from.type)} can't be cast to '${typeText(type)}'`);
  return cast(from, type);
}

/** A value that conditions can test. */
export function condition(p: Parser, e: Expression, spot: Spot): Expression {
  const tested = value(e);
  if (!isScalar(tested.type)) p.fail(spot, `a condition must be a number or a pointer, not ${article(tested.type)}`);
  return tested;
}
