/**
 * Integers of up to 32 bits and pointers, in one register.
 */
import type { Expression } from './ast.ts';
import { sizeOf } from './ctypes.ts';
import { ADD, AND, EAX, ECX, EDX, SUB } from './encode.ts';
import { addressValue, secondOf } from './generate-address.ts';
import { apply } from './generate-apply.ts';
import { assign, compound, postfix } from './generate-assign.ts';
import { loadBits } from './generate-bits.ts';
import { compareWords, conditionOf, isComparison } from './generate-condition.ts';
import { directOperand, isCommutative, isDirect, isPlace, low32, pointerParts, stripped } from './generate-operand.ts';
import type { FunctionState } from './generate-state.ts';
import { isReal, isSigned, isWide, isWord, wordSize } from './generate-state.ts';

/** Leaves `e` in `target`, extended to 32 bits. */
export function value(g: FunctionState, expression: Expression, target: number): void {
  const e = stripped(expression);
  if (isWide(e.type)) {
    fromEax(g, target, () => g.wide(e));
    return;
  }
  switch (e.kind) {
    case 'integer':
      g.code.setTo(target, low32(e.value));
      return;
    case 'variable':
    case 'dereference':
      if (e.type.kind === 'array' || e.type.kind === 'function') addressOfPlace(g, e, target);
      else loadPlace(g, e, target, wordSize(e.type), isSigned(e.type));
      return;
    case 'member':
      if (e.bits) loadBits(g, e, target);
      else if (e.type.kind === 'array') addressOfPlace(g, e, target);
      else loadPlace(g, e, target, wordSize(e.type), isSigned(e.type));
      return;
    case 'addressOf':
      addressOfPlace(g, e.object, target);
      return;
    case 'unary':
      value(g, e.operand, target);
      g.code.group3(e.operator === '-' ? 3 : 2, target);
      return;
    case 'not':
    case 'logical':
      truth(g, e, target);
      return;
    case 'binary':
      binary(g, e, target);
      return;
    case 'conditional':
      conditional(g, e, target);
      return;
    case 'comma':
      g.give(target);
      g.effect(e.left);
      g.reserve(target);
      value(g, e.right, target);
      return;
    case 'assign':
      assign(g, e, target);
      return;
    case 'compound':
      compound(g, e, target);
      return;
    case 'postfix':
      postfix(g, e, target);
      return;
    case 'cast':
      cast(g, e, target);
      return;
    case 'call':
      fromEax(g, target, () => {
        g.call(e);
        fitResult(g, e);
      });
      return;
    case 'intrinsic':
      fromEax(g, target, () => g.intrinsic(e));
      return;
    case 'literal':
      g.give(target);
      g.initialize(e);
      g.reserve(target);
      loadPlace(
        g,
        { kind: 'variable', variable: e.variable, type: e.type, place: e.place },
        target,
        wordSize(e.type),
        isSigned(e.type),
      );
      return;
    default:
      g.fail(e.place, 'a floating-point constant stands where an integer was promised');
  }
}

/** For what may use all registers and leaves its result in EAX. */
function fromEax(g: FunctionState, target: number, write: () => void): void {
  g.give(target);
  write();
  g.reserve(target);
  g.code.mov(target, EAX);
}

/** What a callee leaves above a small result is anything. */
function fitResult(g: FunctionState, e: Expression): void {
  if (e.type.kind === 'integer' && e.type.size < 4) g.code.extend(EAX, e.type.size, e.type.signed);
}

function addressOfPlace(g: FunctionState, object: Expression, target: number): void {
  if (object.kind === 'variable' && object.variable.type.kind === 'function' && object.variable.attributes.dllimport) {
    g.code.load(
      target,
      { base: -1, index: -1, scale: 1, displacement: 0, symbol: g.unit.importSymbol(object.variable) },
      4,
      false,
    );
    return;
  }
  addressValue(g, { kind: 'addressOf', object, type: object.type, place: object.place }, target);
}

function loadPlace(g: FunctionState, e: Expression, target: number, size: number, signed: boolean): void {
  g.give(target);
  const mem = g.address(e);
  g.giveMem(mem);
  g.reserve(target);
  g.code.load(target, mem, size, signed);
}

/** 0 or 1 for a comparison, `!`, `&&`, `||`. */
function truth(g: FunctionState, e: Expression, target: number): void {
  const operand = e.kind === 'not' ? e.operand : undefined;
  if (operand && isWord(operand.type) && operand.kind !== 'logical' && !isComparison(operand)) {
    value(g, operand, target);
    g.code.test(target, target);
    g.code.setcc(4, target);
    g.code.extend(target, 1, false);
    return;
  }
  if (e.kind === 'binary' && isWord(e.left.type)) {
    g.give(target);
    const code = compareWords(g, e);
    g.reserve(target);
    g.code.setcc(code, target);
    g.code.extend(target, 1, false);
    return;
  }
  byJumps(g, e, target);
}

function byJumps(g: FunctionState, e: Expression, target: number): void {
  const no = g.code.newLabel();
  const end = g.code.newLabel();
  g.give(target);
  g.jumpIf(e, no, false);
  g.reserve(target);
  g.code.movImm(target, 1);
  g.code.jmp(end);
  g.code.place(no);
  g.code.setTo(target, 0);
  g.code.place(end);
}

function conditional(g: FunctionState, e: Extract<Expression, { kind: 'conditional' }>, target: number): void {
  const no = g.code.newLabel();
  const end = g.code.newLabel();
  g.give(target);
  g.jumpIf(e.condition, no, false);
  g.reserve(target);
  value(g, e.then, target);
  g.code.jmp(end);
  g.code.place(no);
  value(g, e.otherwise, target);
  g.code.place(end);
}

// ------------------------------------------------------------------ binary

function binary(g: FunctionState, e: Extract<Expression, { kind: 'binary' }>, target: number): void {
  const { operator } = e;
  if (conditionOf(operator)) {
    truth(g, e, target);
    return;
  }
  if (operator === '/' || operator === '%') {
    divide(g, e, target);
    return;
  }
  if (operator === '<<' || operator === '>>') {
    shift(g, e, target);
    return;
  }
  if (operator === '+' && e.type.kind === 'pointer' && pointerParts(e).base !== e) {
    addressValue(g, e, target);
    return;
  }
  if (isDirect(e.left) && !isDirect(e.right) && isCommutative(operator)) {
    value(g, e.right, target);
    apply(g, operator, target, e.left);
    return;
  }
  value(g, e.left, target);
  apply(g, operator, target, e.right);
}

/** EAX and ECX hold dividend and divisor; or the divisor is a power of two. */
function divide(g: FunctionState, e: Extract<Expression, { kind: 'binary' }>, target: number): void {
  const { code } = g;
  const signed = isSigned(e.left.type);
  const remainder = e.operator === '%';
  const constant = directOperand(g, e.right);
  const divisor = constant?.kind === 'constant' && constant.symbol === undefined ? constant.value : 0;
  const log = divisor === 0 || (signed && divisor < 0) ? Number.NaN : Math.log2(divisor >>> 0);
  g.give(target);
  g.reserve(EAX);
  value(g, e.left, EAX);
  if (Number.isInteger(log) && !(signed && remainder)) {
    if (remainder) code.aluImm(AND, EAX, (2 ** log - 1) | 0);
    else powerOfTwo(g, signed, log);
  } else {
    const register = secondOf(g, EAX, e.right);
    code.mov(ECX, register);
    g.give(register);
    if (signed) code.byte(0x99);
    else code.setTo(EDX, 0);
    code.group3(signed ? 7 : 6, ECX);
    if (remainder) code.mov(EAX, EDX);
  }
  g.give(EAX);
  g.reserve(target);
  code.mov(target, EAX);
}

/** EAX / 2^log, towards zero. */
function powerOfTwo(g: FunctionState, signed: boolean, log: number): void {
  const { code } = g;
  if (signed && log > 0) {
    code.byte(0x99);
    if (log > 1) code.aluImm(AND, EDX, 2 ** log - 1);
    code.alu(log > 1 ? ADD : SUB, EAX, EDX);
  }
  code.shiftImm(signed ? 7 : 5, EAX, log);
}

function shift(g: FunctionState, e: Extract<Expression, { kind: 'binary' }>, target: number): void {
  const kind = e.operator === '<<' ? 4 : isSigned(e.left.type) ? 7 : 5;
  const count = stripped(e.right);
  if (count.kind === 'integer') {
    value(g, e.left, target);
    g.code.shiftImm(kind, target, Number(count.value & 31n));
    return;
  }
  g.give(target);
  g.reserve(EAX);
  value(g, e.left, EAX);
  const register = secondOf(g, EAX, e.right);
  g.code.mov(ECX, register);
  g.give(register);
  g.code.shiftCl(kind, EAX);
  g.give(EAX);
  g.reserve(target);
  g.code.mov(target, EAX);
}

// ------------------------------------------------------------------- casts

function cast(g: FunctionState, e: Extract<Expression, { kind: 'cast' }>, target: number): void {
  const from = e.operand.type;
  const to = e.type;
  if (to.kind === 'integer' && to.isBool) {
    if (isWord(from) && !isComparison(e.operand)) booleanOf(g, e.operand, target);
    else byJumps(g, e.operand, target);
  } else if (isReal(from)) realToWord(g, e.operand, target, wordSize(to), isSigned(to));
  else if (isWide(from)) {
    if (isPlace(e.operand)) loadPlace(g, e.operand, target, wordSize(to), isSigned(to));
    else {
      fromEax(g, target, () => g.wide(e.operand));
      if (sizeOf(to) < 4) g.code.extend(target, sizeOf(to), isSigned(to));
    }
  } else wordToWord(g, e, target);
}

function booleanOf(g: FunctionState, operand: Expression, target: number): void {
  value(g, operand, target);
  g.code.test(target, target);
  g.code.setcc(5, target);
  g.code.extend(target, 1, false);
}

function wordToWord(g: FunctionState, e: Extract<Expression, { kind: 'cast' }>, target: number): void {
  const from = e.operand.type;
  const size = wordSize(e.type);
  const signed = isSigned(e.type);
  if (size < wordSize(from) && isPlace(e.operand)) {
    loadPlace(g, e.operand, target, size, signed);
    return;
  }
  value(g, e.operand, target);
  if (size === 4) return;
  const fits = wordSize(from) < size ? !isSigned(from) || signed : wordSize(from) === size && isSigned(from) === signed;
  if (!fits) g.code.extend(target, size, signed);
}

function realToWord(g: FunctionState, operand: Expression, target: number, size: number, signed: boolean): void {
  fromEax(g, target, () => {
    g.real(operand);
    g.realDepth--;
    g.code.call(g.unit.externalSymbol('__ftol2'));
  });
  if (size < 4) g.code.extend(target, size, signed);
}
