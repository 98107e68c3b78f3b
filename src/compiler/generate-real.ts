/**
 * Floating point on the x87 stack. Values stay there while nothing is called; a call finds the stack empty.
 */
import type { Expression } from './ast.ts';
import type { CType } from './ctypes.ts';
import { sizeOf } from './ctypes.ts';
import type { Mem } from './encode.ts';
import { atSymbol, condition, EAX, EDX, offsetBy } from './encode.ts';
import { expanded, ordered, stablePlace } from './generate-assign.ts';
import { realBeside, realOperand } from './generate-condition.ts';
import { containsCall, directPlace, isPlace, needOfParts, placeParts } from './generate-operand.ts';
import type { FunctionState } from './generate-state.ts';
import { isReal, isSigned, isWide, wordSize } from './generate-state.ts';

type Binary = Extract<Expression, { kind: 'binary' }>;
type Assign = Extract<Expression, { kind: 'assign' }>;

const isFloat = (type: CType): boolean => sizeOf(type) === 4;

/** Leaves `e` in ST(0); destroys all integer registers. */
export function real(g: FunctionState, e: Expression): void {
  switch (e.kind) {
    case 'float':
      constant(g, e.value, isFloat(e.type));
      return;
    case 'variable':
    case 'dereference':
    case 'member':
      loadReal(g, e);
      return;
    case 'unary':
      real(g, e.operand);
      g.code.bytes(0xd9, 0xe0);
      return;
    case 'binary':
      binary(g, e);
      return;
    case 'conditional':
      conditional(g, e);
      return;
    case 'comma':
      g.effect(e.left);
      real(g, e.right);
      return;
    case 'assign':
      assignReal(g, e, true);
      return;
    case 'compound':
      assignReal(g, expanded(g, e), true);
      return;
    case 'postfix':
      postfix(g, e);
      return;
    case 'cast':
      cast(g, e);
      return;
    case 'call':
      g.call(e);
      g.realDepth++;
      return;
    case 'literal':
      g.initialize(e);
      loadReal(g, { kind: 'variable', variable: e.variable, type: e.type, place: e.place });
      return;
    default:
      g.fail(e.place, 'this expression has no floating-point value');
  }
}

function loadReal(g: FunctionState, e: Expression): void {
  const mem = g.address(e);
  g.giveMem(mem);
  loadFrom(g, mem, sizeOf(e.type));
}

function loadFrom(g: FunctionState, mem: Mem, size: number): void {
  g.code.memory(size === 4 ? 0xd9 : 0xdd, 0, mem);
  g.realDepth++;
}

/** fstp: stores and removes ST(0). */
export function storePop(g: FunctionState, mem: Mem, size: number): void {
  g.code.memory(size === 4 ? 0xd9 : 0xdd, 3, mem);
  g.realDepth--;
}

function constant(g: FunctionState, value: number, isSmall: boolean): void {
  if (Object.is(value, 0)) g.code.bytes(0xd9, 0xee);
  else if (value === 1) g.code.bytes(0xd9, 0xe8);
  else {
    const exact = isSmall || Math.fround(value) === value;
    g.code.memory(exact ? 0xd9 : 0xdd, 0, atSymbol(g.unit.realConstant(value, exact ? 4 : 8)));
  }
  g.realDepth++;
}

/** Number of the operation in D8 and DC; the form that pops has its own bytes. */
const operations: Record<string, { readonly memory: number; readonly pop: number }> = {
  '+': { memory: 0, pop: 0xc1 },
  '*': { memory: 1, pop: 0xc9 },
  '-': { memory: 4, pop: 0xe9 },
  '/': { memory: 6, pop: 0xf9 },
};

function binary(g: FunctionState, e: Binary): void {
  const operation = operations[e.operator];
  if (!operation) {
    g.fail(e.place, `'${e.operator}' has no floating-point form`);
  }
  if (containsCall(e.right) && directPlace(g, e.left)) {
    const right = g.slot(8);
    real(g, e.right);
    storePop(g, right, 8);
    real(g, e.left);
    g.code.memory(0xdc, operation.memory, right);
    return;
  }
  real(g, e.left);
  const direct = realOperand(g, e.right);
  if (direct) {
    g.code.memory(direct.size === 4 ? 0xd8 : 0xdc, operation.memory, direct.mem);
    return;
  }
  realBeside(g, e.right);
  g.code.bytes(0xde, operation.pop);
  g.realDepth--;
}

function conditional(g: FunctionState, e: Extract<Expression, { kind: 'conditional' }>): void {
  const no = g.code.newLabel();
  const end = g.code.newLabel();
  g.jumpIf(e.condition, no, false);
  real(g, e.then);
  g.code.jmp(end);
  g.code.place(no);
  g.realDepth--;
  real(g, e.otherwise);
  g.code.place(end);
}

/** Stores; the value stays in ST(0) when `keep`. */
export function assignReal(g: FunctionState, given: Assign, keep: boolean): void {
  const e = ordered(g, given);
  const size = sizeOf(e.target.type);
  real(g, e.value);
  let saved: Mem | undefined;
  if (needOfParts(placeParts(e.target)) > 0 && containsCall(e.target)) {
    saved = g.slot(8);
    storePop(g, saved, 8);
  }
  const mem = g.address(e.target);
  g.giveMem(mem);
  if (saved) loadFrom(g, saved, 8);
  storePop(g, mem, size);
  // What was stored is the value, so a float is read back rounded.
  if (keep) loadFrom(g, mem, size);
}

function postfix(g: FunctionState, e: Extract<Expression, { kind: 'postfix' }>): void {
  const place = stablePlace(g, e.target);
  real(g, place);
  const one: Expression = { kind: 'float', value: e.delta, type: e.type, place: e.place };
  const value: Expression = { kind: 'binary', operator: '+', left: place, right: one, type: e.type, place: e.place };
  assignReal(g, { kind: 'assign', target: place, value, type: e.type, place: e.place }, false);
}

// ------------------------------------------------------------------- casts

function cast(g: FunctionState, e: Extract<Expression, { kind: 'cast' }>): void {
  const from = e.operand.type;
  if (isReal(from)) {
    real(g, e.operand);
    if (!isFloat(e.type) || isFloat(from)) return;
    const rounded = g.slot(4);
    storePop(g, rounded, 4);
    loadFrom(g, rounded, 4);
  } else if (isWide(from)) fromWide(g, e.operand);
  else fromWord(g, e.operand);
  if (isFloat(e.type) && !isReal(from)) roundToFloat(g);
}

function roundToFloat(g: FunctionState): void {
  const rounded = g.slot(4);
  storePop(g, rounded, 4);
  loadFrom(g, rounded, 4);
}

function fromWord(g: FunctionState, operand: Expression): void {
  const unsigned = !isSigned(operand.type) && wordSize(operand.type) === 4;
  const direct = unsigned || wordSize(operand.type) !== 4 || !isPlace(operand) ? undefined : directPlace(g, operand);
  if (direct) g.code.memory(0xdb, 0, direct);
  else {
    const saved = g.slot(8);
    g.reserve(EAX);
    g.value(operand, EAX);
    g.give(EAX);
    g.code.store(saved, EAX, 4);
    if (unsigned) g.code.storeImm(offsetBy(saved, 4), 0, 4);
    g.code.memory(unsigned ? 0xdf : 0xdb, unsigned ? 5 : 0, saved);
  }
  g.realDepth++;
}

function fromWide(g: FunctionState, operand: Expression): void {
  const saved = g.slot(8);
  g.wide(operand);
  g.saveWide(saved);
  g.code.memory(0xdf, 5, saved);
  g.realDepth++;
  if (isSigned(operand.type)) return;
  // FILD took the topmost bit for a sign: 2^64 too little.
  const done = g.code.newLabel();
  g.code.test(EDX, EDX);
  g.code.jcc(condition.ns, done);
  g.code.memory(0xd8, 0, atSymbol(g.unit.realConstant(2 ** 64, 4)));
  g.code.place(done);
}
