/**
 * Operators: what they demand of their operands and the tree they give.
 */
import type { ArithmeticOperator, BinaryOperator, Expression, Place } from './ast.ts';
import {
  binary,
  cast,
  integer,
  isConstObject,
  isLvalue,
  isNull,
  not,
  offsetPointer,
  promote,
  scale,
  truth,
  unary,
  value,
} from './build.ts';
import { condition } from './convert.ts';
import { type CType, INT, type PointerType, sizeOf } from './ctypes.ts';
import type { Parser } from './parser.ts';
import type { Token } from './tokenize.ts';
import {
  isArithmetic,
  isComplete,
  isInteger,
  isPointer,
  isVoidPointer,
  sameType,
  typeText,
  usualType,
} from './types.ts';

/** Fails unless the expression is an object that may be changed. */
export function checkAssignable(p: Parser, target: Expression, operator: Token, spot: Token): void {
  if (target.type.kind === 'array')
    p.fail(spot, "an array can't be assigned to", 'copy its elements, for example with memcpy or strcpy');
  if (target.type.kind === 'function') p.fail(spot, "a function can't be assigned to");
  if (!isLvalue(target)) {
    const hint = operator.text === '=' && target.kind === 'binary' ? 'comparing is written ==' : undefined;
    p.fail(operator, `what stands before '${operator.text}' is a value, not a variable that can be changed`, hint);
  }
  if (isConstObject(target)) p.fail(operator, "a const object can't be changed");
}

/** target operator= value */
export function compound(
  p: Parser,
  operator: ArithmeticOperator,
  target: Expression,
  operand: Expression,
  spot: Token,
): Expression {
  const place = p.place(spot);
  const right = value(operand);
  const text = `${operator}=`;
  if (isPointer(target.type)) {
    if ((operator !== '+' && operator !== '-') || !isInteger(right.type)) failOperands(p, text, target, right, spot);
    const size = elementSize(p, target.type, spot);
    return {
      kind: 'compound',
      type: target.type,
      place,
      operator,
      target,
      value: scale(right, size, place),
      computeType: target.type,
    };
  }
  if (!isArithmetic(target.type) || !isArithmetic(right.type)) failOperands(p, text, target, right, spot);
  if (operator === '<<' || operator === '>>') {
    if (!isInteger(target.type) || !isInteger(right.type)) failOperands(p, text, target, right, spot);
    const computeType = promote(target).type;
    return {
      kind: 'compound',
      type: target.type,
      place,
      operator,
      target,
      value: cast(promote(right), INT),
      computeType,
    };
  }
  const computeType = usualType(promote(target).type, promote(right).type);
  if (computeType.kind === 'float' && '%&|^'.includes(operator)) failOperands(p, text, target, right, spot);
  checkDivisor(p, operator, right, spot);
  return { kind: 'compound', type: target.type, place, operator, target, value: cast(right, computeType), computeType };
}

/** `test ? then : otherwise` */
export function choose(
  p: Parser,
  test: Expression,
  thenRaw: Expression,
  otherwiseRaw: Expression,
  spot: Token,
): Expression {
  let then = value(thenRaw);
  let otherwise = value(otherwiseRaw);
  let type: CType;
  if (isArithmetic(then.type) && isArithmetic(otherwise.type)) {
    type = usualType(promote(then).type, promote(otherwise).type);
    then = cast(then, type);
    otherwise = cast(otherwise, type);
  } else if (then.type === otherwise.type) type = then.type;
  else if (then.type.kind === 'void' || otherwise.type.kind === 'void') {
    type = { kind: 'void' };
  } else {
    type = commonPointer(p, then, otherwise, spot);
    then = cast(then, type);
    otherwise = cast(otherwise, type);
  }
  const known = truth(test);
  if (known !== undefined && test.kind === 'integer') {
    const chosen = known ? then : otherwise;
    if (chosen.kind === 'integer' || chosen.kind === 'float') return chosen;
  }
  return { kind: 'conditional', type, place: p.place(spot), condition: test, then, otherwise };
}

/** The type of two pointers that meet in a comparison or behind `?`. */
function commonPointer(p: Parser, a: Expression, b: Expression, spot: Token): CType {
  if (isPointer(a.type) && isNull(b)) return a.type;
  if (isPointer(b.type) && isNull(a)) return b.type;
  if (isPointer(a.type) && isPointer(b.type)) {
    if (isVoidPointer(a.type)) return a.type;
    if (isVoidPointer(b.type)) return b.type;
    const [x, y] = [a.type.to, b.type.to];
    if (sameType(x, y)) return a.type.toConst ? a.type : b.type;
    if (x.kind === 'integer' && y.kind === 'integer' && x.size === y.size) return a.type;
    if (x.kind === 'pointer' && y.kind === 'pointer') return a.type;
    if (x.kind === 'function' && y.kind === 'function') return a.type;
  }
  return failOperands(p, spot.text === '?' ? '? :' : spot.text, a, b, spot);
}

function failOperands(p: Parser, operator: string, a: Expression, b: Expression, spot: Token): never {
  const pointerWithNumber = isPointer(a.type) !== isPointer(b.type) && /^[=!<>]/.test(operator);
  const hint = pointerWithNumber
    ? 'one is a pointer and the other a number: cast one of them, or take what the pointer points to with *'
    : operator === '%' && isArithmetic(a.type) && isArithmetic(b.type)
      ? "'%' is for integers; fmod in math.h divides doubles"
      : operator === '+' && isPointer(a.type) && isPointer(b.type)
        ? 'strings are put together with strcpy and strcat of string.h'
        : undefined;
  p.fail(spot, `'${operator}' can't work on '${typeText(a.type)}' and '${typeText(b.type)}'`, hint);
}

/** `left && right`, `left || right` */
export function logical(p: Parser, left: Expression, right: Expression, spot: Token): Expression {
  const operator = spot.text as '&&' | '||';
  const place = p.place(spot);
  const a = truth(left);
  const b = truth(right);
  if (a !== undefined && a === (operator === '||')) return integer(a ? 1n : 0n, INT, place);
  if (a !== undefined && b !== undefined) return integer(b ? 1n : 0n, INT, place);
  return { kind: 'logical', type: INT, place, operator, left, right };
}

/** An arithmetic, comparing or pointer operator on two values. */
export function binaryOf(p: Parser, left: Expression, right: Expression, spot: Token): Expression {
  const operator = spot.text as BinaryOperator;
  const place = p.place(spot);
  if (isPointer(left.type) || isPointer(right.type)) return pointerOperator(p, operator, left, right, spot, place);
  if (!isArithmetic(left.type) || !isArithmetic(right.type)) failOperands(p, operator, left, right, spot);
  const a = promote(left);
  const b = promote(right);
  if (operator === '<<' || operator === '>>') {
    if (!isInteger(a.type) || !isInteger(b.type)) failOperands(p, operator, left, right, spot);
    return binary(operator, a, cast(b, INT), a.type, place);
  }
  const type = usualType(a.type, b.type);
  if (type.kind === 'float' && '%&|^'.includes(operator)) failOperands(p, operator, left, right, spot);
  checkDivisor(p, operator, b, spot);
  return binary(operator, cast(a, type), cast(b, type), isComparison(operator) ? INT : type, place);
}

function isComparison(operator: string): boolean {
  return (
    operator === '==' ||
    operator === '!=' ||
    operator === '<' ||
    operator === '<=' ||
    operator === '>' ||
    operator === '>='
  );
}

function checkDivisor(p: Parser, operator: string, right: Expression, spot: Token): void {
  if ((operator === '/' || operator === '%') && right.kind === 'integer' && right.value === 0n)
    p.warn(spot, 'division by zero');
}

/** The size of what a pointer points to, where arithmetic needs it. */
export function elementSize(p: Parser, type: PointerType, spot: Token): number {
  if (type.to.kind === 'void') {
    p.fail(spot, "there is no arithmetic on 'void *', because void has no size", 'cast it to char * first');
  }
  if (!isComplete(type.to))
    p.fail(spot, `there is no arithmetic on '${typeText(type)}', because the size of what it points to isn't known`);
  return sizeOf(type.to);
}

function pointerOperator(
  p: Parser,
  operator: BinaryOperator,
  left: Expression,
  right: Expression,
  spot: Token,
  place: Place,
): Expression {
  if (operator === '+' || operator === '-') {
    if (isPointer(left.type) && isInteger(right.type)) {
      elementSize(p, left.type, spot);
      return offsetPointer(left, right, operator, place);
    }
    if (operator === '+' && isInteger(left.type) && isPointer(right.type)) {
      elementSize(p, right.type, spot);
      return offsetPointer(right, left, '+', place);
    }
    if (operator === '-' && isPointer(left.type) && isPointer(right.type)) {
      if (!sameType(left.type.to, right.type.to) && sizeOf(left.type.to) !== sizeOf(right.type.to))
        failOperands(p, operator, left, right, spot);
      const size = elementSize(p, left.type, spot);
      const difference = binary('-', cast(left, INT), cast(right, INT), INT, place);
      return size === 1 ? difference : binary('/', difference, integer(size, INT, place), INT, place);
    }
  } else if (isComparison(operator)) {
    const type = commonPointer(p, left, right, spot);
    return binary(operator, cast(left, type), cast(right, type), INT, place);
  }
  return failOperands(p, operator, left, right, spot);
}

/** `!e` */
export function notOf(p: Parser, e: Expression, spot: Token): Expression {
  return not(condition(p, e, spot), p.place(spot));
}

/** `-e`, `~e`, `+e` */
export function unaryOf(p: Parser, e: Expression, spot: Token): Expression {
  const operand = promote(value(e));
  const wanted = spot.text === '~' ? isInteger(operand.type) : isArithmetic(operand.type);
  if (!wanted) p.fail(spot, `'${spot.text}' can't work on '${typeText(operand.type)}'`);
  return spot.text === '+' ? operand : unary(spot.text as '-' | '~', operand, p.place(spot));
}
