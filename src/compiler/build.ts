/**
 * Building expressions with C's rules: decay, conversions and arithmetic on constants.
 *
 * Every function takes checked operands and gives a node of the generator's tree. Integer and floating operations on
 * constants are done here, so that "is it constant" is the same as "is it a number node".
 */
import type { ArithmeticOperator, BinaryOperator, Expression, Place } from './ast.ts';
import { wrapInteger } from './constants.ts';
import type { CType, FloatType } from './ctypes.ts';
import { DOUBLE, FLOAT, INT, LONG_DOUBLE, pointerTo, sizeOf } from './ctypes.ts';
import { decayed, isInteger, isVoidPointer, promoted, sameType } from './types.ts';

/** A number node. */
export function integer(value: bigint | number, type: CType, place: Place): Expression {
  return { kind: 'integer', type, place, value: typeof value === 'bigint' ? value : BigInt(value) };
}

function float(value: number, type: FloatType, place: Place): Expression {
  return { kind: 'float', type, place, value: type.size === 4 ? Math.fround(value) : value };
}

/** Whether the object an lvalue names was declared const. */
export function isConstObject(e: Expression): boolean {
  switch (e.kind) {
    case 'variable':
      return e.variable.isConst === true;
    case 'dereference':
      return e.pointer.type.kind === 'pointer' && e.pointer.type.toConst === true;
    case 'member':
      return e.isConst === true || isConstObject(e.object);
    default:
      return false;
  }
}

/** Whether an expression names an object (or function). */
export function isLvalue(e: Expression): boolean {
  if (e.kind === 'member') return isLvalue(e.object);
  return e.kind === 'variable' || e.kind === 'dereference' || e.kind === 'literal';
}

/** `&e` with pointer type `type`. */
export function addressOf(e: Expression, type: CType): Expression {
  if (e.kind === 'dereference') return retyped(e.pointer, type);
  const known = e.kind === 'member' ? knownPlace(e) : undefined;
  if (known !== undefined) return integer(BigInt.asUintN(32, known), type, e.place);
  return { kind: 'addressOf', type, place: e.place, object: e };
}

/** The address of an lvalue that starts from a number, as in `&((T *)0)->member`. */
function knownPlace(e: Expression): bigint | undefined {
  if (e.kind === 'dereference') return e.pointer.kind === 'integer' ? e.pointer.value : undefined;
  if (e.kind !== 'member') return undefined;
  const object = knownPlace(e.object);
  return object === undefined ? undefined : object + BigInt(e.offset);
}

/** The same value with another pointer type. */
function retyped(e: Expression, type: CType): Expression {
  if (e.kind === 'integer' || e.kind === 'addressOf') return { ...e, type };
  return sameType(e.type, type) &&
    e.type.kind === 'pointer' &&
    type.kind === 'pointer' &&
    e.type.toConst === type.toConst
    ? e
    : { kind: 'cast', type, place: e.place, operand: e };
}

/** The value of an expression: arrays and functions become pointers. */
export function value(e: Expression): Expression {
  if (e.type.kind === 'array') return addressOf(e, decayed(e.type, isConstObject(e)));
  if (e.type.kind === 'function') return addressOf(e, pointerTo(e.type));
  return e;
}

/** `*e` for a pointer value. */
export function dereference(e: Expression, type: CType, place: Place): Expression {
  if (e.kind === 'addressOf' && e.object.type === type) return e.object;
  return { kind: 'dereference', type, place, pointer: e };
}

/** Whether it is 0 or (void *)0. */
export function isNull(e: Expression): boolean {
  return e.kind === 'integer' && e.value === 0n && (isInteger(e.type) || isVoidPointer(e.type));
}

/** Conversion to a scalar type (or void), done at once for constants. */
export function cast(e: Expression, type: CType): Expression {
  if (e.type === type) return e;
  const { place } = e;
  if (e.kind === 'integer') {
    if (type.kind === 'integer') return integer(wrapInteger(e.value, type), type, place);
    if (type.kind === 'pointer') return integer(BigInt.asUintN(32, e.value), type, place);
    if (type.kind === 'float') return float(Number(e.value), type, place);
  }
  if (e.kind === 'float') {
    if (type.kind === 'float') return float(e.value, type, place);
    if (type.kind === 'integer' && type.isBool) return integer(e.value === 0 ? 0n : 1n, type, place);
    if (type.kind === 'integer' && Math.abs(e.value) < 2 ** 63)
      return integer(wrapInteger(BigInt(Math.trunc(e.value)), type), type, place);
  }
  // A cast between pointers, or integers of one size, of an address keeps it an address.
  if (e.kind === 'addressOf' && type.kind === 'pointer') return { ...e, type };
  return { kind: 'cast', type, place, operand: e };
}

/** Small integers become int. */
export function promote(e: Expression): Expression {
  if (e.type.kind !== 'integer') return e;
  if (e.kind === 'member' && e.bits && e.bits.width < 32 && e.type.size <= 4) return cast(e, INT);
  return cast(e, promoted(e.type));
}

/** What an argument without a declared parameter becomes. */
export function promoteArgument(e: Expression): Expression {
  if (e.type === FLOAT) return cast(e, DOUBLE);
  if (e.type === LONG_DOUBLE) return cast(e, DOUBLE);
  return promote(e);
}

/** Operands of one arithmetic type: `type` is the result's. */
export function binary(
  operator: BinaryOperator,
  left: Expression,
  right: Expression,
  type: CType,
  place: Place,
): Expression {
  if (left.kind === 'integer' && right.kind === 'integer') {
    const folded = foldIntegers(operator, left.value, right.value, left.type);
    if (folded !== undefined)
      return integer(type.kind === 'integer' ? wrapInteger(folded, type) : BigInt.asUintN(32, folded), type, place);
  }
  if (left.kind === 'float' && right.kind === 'float') {
    const folded = foldFloats(operator, left.value, right.value);
    if (typeof folded === 'number' && type.kind === 'float') return float(folded, type, place);
    if (typeof folded === 'boolean') return integer(folded ? 1n : 0n, type, place);
  }
  return { kind: 'binary', type, place, operator, left, right };
}

function foldIntegers(operator: BinaryOperator, a: bigint, b: bigint, type: CType): bigint | undefined {
  const bits = type.kind === 'integer' ? BigInt(type.size * 8) : 32n;
  switch (operator) {
    case '+':
      return a + b;
    case '-':
      return a - b;
    case '*':
      return a * b;
    case '/':
      return b === 0n ? undefined : a / b;
    case '%':
      return b === 0n ? undefined : a % b;
    case '<<':
      return a << (b & (bits - 1n));
    case '>>':
      return a >> (b & (bits - 1n));
    case '&':
      return a & b;
    case '|':
      return a | b;
    case '^':
      return a ^ b;
    case '==':
      return a === b ? 1n : 0n;
    case '!=':
      return a !== b ? 1n : 0n;
    case '<':
      return a < b ? 1n : 0n;
    case '<=':
      return a <= b ? 1n : 0n;
    case '>':
      return a > b ? 1n : 0n;
    case '>=':
      return a >= b ? 1n : 0n;
  }
}

function foldFloats(operator: BinaryOperator, a: number, b: number): number | boolean | undefined {
  switch (operator) {
    case '+':
      return a + b;
    case '-':
      return a - b;
    case '*':
      return a * b;
    case '/':
      return a / b;
    case '==':
      return a === b;
    case '!=':
      return a !== b;
    case '<':
      return a < b;
    case '<=':
      return a <= b;
    case '>':
      return a > b;
    case '>=':
      return a >= b;
    default:
      return undefined;
  }
}

/** Minus or complement of a promoted operand. */
export function unary(operator: '-' | '~', operand: Expression, place: Place): Expression {
  if (operand.kind === 'integer' && operand.type.kind === 'integer')
    return integer(wrapInteger(operator === '-' ? -operand.value : ~operand.value, operand.type), operand.type, place);
  if (operand.kind === 'float') return float(-operand.value, operand.type as FloatType, place);
  return { kind: 'unary', type: operand.type, place, operator, operand };
}

/** Whether a constant is not zero; undefined for what isn't constant. */
export function truth(e: Expression): boolean | undefined {
  if (e.kind === 'integer') return e.value !== 0n;
  if (e.kind === 'float') return e.value !== 0;
  return undefined;
}

/** Logical not. */
export function not(operand: Expression, place: Place): Expression {
  const known = truth(operand);
  if (known !== undefined) return integer(known ? 0n : 1n, INT, place);
  return { kind: 'not', type: INT, place, operand };
}

/** Pointer plus integer, scaled by the size of what it points to. */
export function offsetPointer(pointer: Expression, index: Expression, operator: '+' | '-', place: Place): Expression {
  const size = pointer.type.kind === 'pointer' ? sizeOf(pointer.type.to) || 1 : 1;
  const scaled = scale(index, size, place);
  if (scaled.kind === 'integer' && scaled.value === 0n) return pointer;
  if (pointer.kind === 'integer' && scaled.kind === 'integer') {
    const sum = operator === '+' ? pointer.value + scaled.value : pointer.value - scaled.value;
    return integer(BigInt.asUintN(32, sum), pointer.type, place);
  }
  return { kind: 'binary', type: pointer.type, place, operator, left: pointer, right: scaled };
}

/** An index as int, times the size of an element. */
export function scale(index: Expression, size: number, place: Place): Expression {
  const plain = cast(promote(index), INT);
  return size === 1 ? plain : binary('*', plain, integer(size, INT, place), INT, place);
}

/** The arithmetic operator of a compound assignment. */
export function arithmeticOf(text: string): ArithmeticOperator | undefined {
  return text.length >= 2 && text.endsWith('=') && COMPOUND.has(text)
    ? (text.slice(0, -1) as ArithmeticOperator)
    : undefined;
}

const COMPOUND = new Set(['+=', '-=', '*=', '/=', '%=', '<<=', '>>=', '&=', '|=', '^=']);
