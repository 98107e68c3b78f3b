/**
 * Conditions: comparisons that end in a condition code, and jumps that never make a 0 or 1 out of them.
 */
import { assert } from '../machine/assert.ts';
import type { BinaryOperator, Expression } from './ast.ts';
import { type CType, sizeOf } from './ctypes.ts';
import type { Mem } from './encode.ts';
import { atSymbol, CMP, condition, EAX, EDX, OR, offsetBy } from './encode.ts';
import { secondOf } from './generate-address.ts';
import {
  containsCall,
  directOperand,
  directPlace,
  isPlace,
  needOfParts,
  placeParts,
  stripped,
} from './generate-operand.ts';
import type { FunctionState, Operand } from './generate-state.ts';
import { isReal, isWide, isWord, wordSize } from './generate-state.ts';
import { bothSides } from './generate-wide.ts';

type Binary = Extract<Expression, { kind: 'binary' }>;

const signedCodes: Partial<Record<BinaryOperator, number>> = {
  '==': condition.e,
  '!=': condition.ne,
  '<': condition.l,
  '<=': condition.le,
  '>': condition.g,
  '>=': condition.ge,
};
const unsignedCodes: Partial<Record<BinaryOperator, number>> = {
  '==': condition.e,
  '!=': condition.ne,
  '<': condition.b,
  '<=': condition.be,
  '>': condition.a,
  '>=': condition.ae,
};
const swapped: Partial<Record<BinaryOperator, BinaryOperator>> = {
  '==': '==',
  '!=': '!=',
  '<': '>',
  '<=': '>=',
  '>': '<',
  '>=': '<=',
};

/** The condition code of a comparison operator for signed operands; undefined for other operators. */
export function conditionOf(operator: BinaryOperator, signed = true): number | undefined {
  return (signed ? signedCodes : unsignedCodes)[operator];
}

export function isComparison(e: Expression): e is Binary {
  return e.kind === 'binary' && conditionOf(e.operator) !== undefined;
}

const comparesSigned = (type: CType): boolean => type.kind === 'integer' && (type.signed || type.size < 4);

/** Compares; the result is the code under which the comparison holds. */
export function compareWords(g: FunctionState, e: Binary): number {
  let { left, right, operator } = e;
  if (stripped(left).kind === 'integer' || (directOperand(g, left)?.kind === 'constant' && !directOperand(g, right))) {
    [left, right] = [right, left];
    operator = swapped[operator] as BinaryOperator;
  }
  const code = conditionOf(operator, comparesSigned(left.type)) as number;
  const operand = directOperand(g, right);
  if (operand?.kind === 'constant' && compareInMemory(g, left, operand)) return code;
  const register = g.take(EAX);
  g.value(left, register);
  if (!operand) {
    const other = secondOf(g, register, right);
    g.code.alu(CMP, register, other);
    g.give(other);
  } else if (operand.kind === 'memory') g.code.aluMem(CMP, register, operand.mem);
  else if (operand.symbol !== undefined) g.code.aluSymbol(CMP, register, operand.symbol, operand.value);
  else if (operand.value === 0) g.code.test(register, register);
  else g.code.aluImm(CMP, register, operand.value);
  g.give(register);
  return code;
}

/** cmp dword ptr [left],constant, when `left` lies in memory. */
function compareInMemory(
  g: FunctionState,
  left: Expression,
  constant: Extract<Operand, { kind: 'constant' }>,
): boolean {
  const e = stripped(left);
  if (!isPlace(e) || !isWord(e.type) || wordSize(e.type) !== 4 || e.type.kind === 'array' || e.type.kind === 'function')
    return false;
  if (needOfParts(placeParts(e)) > g.freeCount && g.freeCount < 3) return false;
  const mem = g.address(e);
  g.giveMem(mem);
  if (constant.symbol !== undefined) g.code.aluMemSymbol(CMP, mem, constant.symbol, constant.value);
  else g.code.aluMemImm(CMP, mem, constant.value);
  return true;
}

/** Jumps to the label when `e` is `when`; falls through otherwise. */
export function jumpIf(g: FunctionState, expression: Expression, label: number, when: boolean): void {
  let e = expression;
  while (e.kind === 'cast' && keepsTruth(e)) e = e.operand;
  if (e.kind === 'integer') {
    if ((e.value !== 0n) === when) g.code.jmp(label);
  } else if (e.kind === 'not') jumpIf(g, e.operand, label, !when);
  else if (e.kind === 'logical') jumpLogical(g, e, label, when);
  else if (e.kind === 'comma') {
    g.effect(e.left);
    jumpIf(g, e.right, label, when);
  } else if (isComparison(e)) jumpCompare(g, e, label, when);
  else jumpNonZero(g, e, label, when);
}

/** Casts that make zero of nothing but zero. */
function keepsTruth(e: Extract<Expression, { kind: 'cast' }>): boolean {
  const from = e.operand.type;
  if (e.type.kind === 'integer' && e.type.isBool) return true;
  if (isReal(from) || !(isWord(e.type) || isWide(e.type))) return false;
  const size = isWide(e.type) ? 8 : wordSize(e.type);
  return (
    isComparison(e.operand) ||
    e.operand.kind === 'logical' ||
    e.operand.kind === 'not' ||
    (isWord(from) && wordSize(from) <= size)
  );
}

function jumpLogical(
  g: FunctionState,
  e: Extract<Expression, { kind: 'logical' }>,
  label: number,
  when: boolean,
): void {
  // `a || b` jumps when true as soon as one is true; `a && b` jumps when false as soon as one is false.
  if ((e.operator === '||') === when) {
    jumpIf(g, e.left, label, when);
    jumpIf(g, e.right, label, when);
    return;
  }
  const through = g.code.newLabel();
  jumpIf(g, e.left, through, !when);
  jumpIf(g, e.right, label, when);
  g.code.place(through);
}

function jumpCompare(g: FunctionState, e: Binary, label: number, when: boolean): void {
  if (isReal(e.left.type)) jumpReal(g, e, label, when);
  else if (isWide(e.left.type)) jumpWide(g, e, label, when);
  else {
    const code = compareWords(g, e);
    g.code.jcc(when ? code : code ^ 1, label);
  }
}

function jumpNonZero(g: FunctionState, e: Expression, label: number, when: boolean): void {
  const code = when ? condition.ne : condition.e;
  if (isReal(e.type)) {
    const zero: Expression = { kind: 'float', value: 0, type: e.type, place: e.place };
    jumpReal(g, { kind: 'binary', operator: '!=', left: e, right: zero, type: e.type, place: e.place }, label, when);
  } else if (isWide(e.type)) {
    g.wide(e);
    g.code.alu(OR, EAX, EDX);
    g.code.jcc(code, label);
  } else if (compareInMemory(g, e, { kind: 'constant', value: 0 })) g.code.jcc(code, label);
  else {
    const register = g.take(EAX);
    g.value(e, register);
    g.code.test(register, register);
    g.give(register);
    g.code.jcc(code, label);
  }
}

// ------------------------------------------------------------------- 64 bit

/** High halves first (signed or unsigned), low halves (unsigned) when those are equal. */
function jumpWide(g: FunctionState, e: Binary, label: number, when: boolean): void {
  const { code } = g;
  const signed = e.left.type.kind === 'integer' && e.left.type.signed;
  const mem = bothSides(g, e);
  const through = code.newLabel();
  const yes = when ? label : through;
  const no = when ? through : label;
  code.aluMem(CMP, EDX, offsetBy(mem, 4));
  if (e.operator === '==' || e.operator === '!=') {
    code.jcc(condition.ne, e.operator === '==' ? no : yes);
    code.aluMem(CMP, EAX, mem);
    code.jcc((e.operator === '==') === when ? condition.e : condition.ne, label);
  } else {
    const isLess = e.operator === '<' || e.operator === '<=';
    code.jcc(signed ? condition.l : condition.b, isLess ? yes : no);
    code.jcc(signed ? condition.g : condition.a, isLess ? no : yes);
    code.aluMem(CMP, EAX, mem);
    const holds = conditionOf(e.operator, false) as number;
    code.jcc(when ? holds : holds ^ 1, label);
  }
  code.place(through);
}

// --------------------------------------------------------------- x87 numbers

/**
 * FCOM leaves C0 (less), C2 (unordered), C3 (equal) in AH bits 0, 2, 6; after a TEST the parity of what is left tells
 * one bit from none, and "unordered" (all three set) from each.
 */
function jumpReal(g: FunctionState, e: Binary, label: number, when: boolean): void {
  const { code } = g;
  const direct = realOperand(g, e.right);
  let { operator } = e;
  if (direct) {
    g.real(e.left);
    code.memory(direct.size === 4 ? 0xd8 : 0xdc, 3, direct.mem);
    g.realDepth--;
  } else {
    g.real(e.left);
    realBeside(g, e.right);
    code.bytes(0xda, 0xe9);
    g.realDepth -= 2;
    operator = swapped[operator] as BinaryOperator;
  }
  code.bytes(0xdf, 0xe0);
  const test = (mask: number): void => code.bytes(0xf6, 0xc4, mask);
  const yes = (jumpCode: number): void => code.jcc(when ? jumpCode : jumpCode ^ 1, label);
  switch (operator) {
    case '==':
      test(0x44);
      yes(condition.np);
      return;
    case '!=':
      test(0x44);
      yes(condition.p);
      return;
    case '<':
      test(0x05);
      yes(condition.np);
      return;
    case '<=':
      test(0x41);
      yes(condition.np);
      return;
    case '>':
      test(0x41);
      yes(condition.e);
      return;
    case '>=':
      test(0x01);
      yes(condition.e);
      return;
    default:
      assert(false, 'only comparisons compare');
  }
}

/** A floating-point operand in memory, the shorter form of a constant if that is exact. */
export function realOperand(g: FunctionState, e: Expression): { readonly mem: Mem; readonly size: number } | undefined {
  if (e.kind === 'float') {
    const size = Math.fround(e.value) === e.value || sizeOf(e.type) === 4 ? 4 : 8;
    return { mem: atSymbol(g.unit.realConstant(e.value, size)), size };
  }
  const mem = directPlace(g, e);
  return mem && { mem, size: sizeOf(e.type) };
}

/** Works out `e` above the value that ST(0) holds, which is put into the frame meanwhile when it could be lost. */
export function realBeside(g: FunctionState, e: Expression): void {
  if (g.realDepth < 5 && !containsCall(e)) {
    g.real(e);
    return;
  }
  const saved = g.slot(8);
  g.code.memory(0xdd, 3, saved);
  g.realDepth--;
  g.real(e);
  g.code.memory(0xdd, 0, saved);
  g.realDepth++;
  g.code.bytes(0xd9, 0xc9);
}
