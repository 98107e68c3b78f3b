/**
 * 64-bit integers in EDX:EAX. Multiplication, division and shifts by a variable call the run-time's functions (`_allmul` and
 * kin): these take their operands on the stack and pop them; shifts take the value in EDX:EAX and the count in CL.
 */
import type { Expression } from './ast.ts';
import type { Mem } from './encode.ts';
import { ADC, ADD, AND, EAX, ECX, EDX, OR, offsetBy, SBB, SUB, XOR } from './encode.ts';
import { expanded, ordered, stablePlace } from './generate-assign.ts';
import { isBitField, loadPair, loadWideBits, shiftWide, storeBits } from './generate-bits.ts';
import { containsCall, directPlace, isPlace, needOfParts, placeParts } from './generate-operand.ts';
import type { FunctionState } from './generate-state.ts';
import { isReal, isSigned, isWide, isWord } from './generate-state.ts';

type Binary = Extract<Expression, { kind: 'binary' }>;
type Assign = Extract<Expression, { kind: 'assign' }>;

/** Leaves `e` in EDX:EAX; destroys all registers. */
export function wide(g: FunctionState, e: Expression): void {
  switch (e.kind) {
    case 'integer':
      g.code.setTo(EAX, Number(BigInt.asIntN(32, e.value)));
      g.code.setTo(EDX, Number(BigInt.asIntN(32, e.value >> 32n)));
      return;
    case 'variable':
    case 'dereference':
    case 'member':
      if (isBitField(e)) loadWideBits(g, e);
      else loadWide(g, e);
      return;
    case 'unary':
      wide(g, e.operand);
      negate(g, e.operator);
      return;
    case 'binary':
      binary(g, e);
      return;
    case 'conditional':
      conditional(g, e);
      return;
    case 'comma':
      g.effect(e.left);
      wide(g, e.right);
      return;
    case 'assign':
      assignWide(g, e);
      return;
    case 'compound':
      assignWide(g, expanded(g, e));
      return;
    case 'postfix':
      postfix(g, e);
      return;
    case 'cast':
      cast(g, e);
      return;
    case 'call':
      g.call(e);
      return;
    case 'intrinsic':
      g.intrinsic(e);
      return;
    case 'literal':
      g.initialize(e);
      loadWide(g, { kind: 'variable', variable: e.variable, type: e.type, place: e.place });
      return;
    default:
      widen(g, e);
  }
}

function loadWide(g: FunctionState, e: Expression): void {
  const mem = g.address(e);
  g.giveMem(mem);
  loadPair(g, mem);
}

function negate(g: FunctionState, operator: '-' | '~'): void {
  const { code } = g;
  if (operator === '~') {
    code.group3(2, EAX);
    code.group3(2, EDX);
  } else {
    code.group3(3, EAX);
    code.aluImm(ADC, EDX, 0);
    code.group3(3, EDX);
  }
}

function conditional(g: FunctionState, e: Extract<Expression, { kind: 'conditional' }>): void {
  const no = g.code.newLabel();
  const end = g.code.newLabel();
  g.jumpIf(e.condition, no, false);
  wide(g, e.then);
  g.code.jmp(end);
  g.code.place(no);
  wide(g, e.otherwise);
  g.code.place(end);
}

const pairs: Partial<Record<string, readonly [number, number]>> = {
  '+': [ADD, ADC],
  '-': [SUB, SBB],
  '&': [AND, AND],
  '|': [OR, OR],
  '^': [XOR, XOR],
};

function binary(g: FunctionState, e: Binary): void {
  const pair = pairs[e.operator];
  if (pair) {
    simple(g, e, pair[0], pair[1]);
    return;
  }
  if (e.operator === '<<' || e.operator === '>>') {
    shift(g, e);
    return;
  }
  if (e.operator === '*' || e.operator === '/' || e.operator === '%') {
    byCall(g, e);
    return;
  }
  widen(g, e);
}

function simple(g: FunctionState, e: Binary, low: number, high: number): void {
  if (e.right.kind === 'integer') {
    wide(g, e.left);
    g.code.aluImm(low, EAX, Number(BigInt.asIntN(32, e.right.value)));
    g.code.aluImm(high, EDX, Number(BigInt.asIntN(32, e.right.value >> 32n)));
    return;
  }
  const mem = bothSides(g, e);
  g.code.aluMem(low, EAX, mem);
  g.code.aluMem(high, EDX, offsetBy(mem, 4));
}

/** Left in EDX:EAX, right in memory. */
export function bothSides(g: FunctionState, e: Binary): Mem {
  const direct = directPlace(g, e.right);
  if (direct) {
    wide(g, e.left);
    return direct;
  }
  const left = g.slot(8);
  const right = g.slot(8);
  const leftDirect = containsCall(e.right) ? undefined : directPlace(g, e.left);
  if (!leftDirect) {
    wide(g, e.left);
    g.saveWide(left);
  }
  wide(g, e.right);
  g.saveWide(right);
  loadPair(g, leftDirect ?? left);
  return right;
}

function shift(g: FunctionState, e: Binary): void {
  const signed = isSigned(e.left.type);
  if (e.right.kind === 'integer') {
    wide(g, e.left);
    shiftWide(g, e.operator === '<<' ? 4 : signed ? 7 : 5, Number(e.right.value & 63n));
    return;
  }
  const saved = g.slot(8);
  wide(g, e.left);
  g.saveWide(saved);
  g.reserve(ECX);
  g.value(e.right, ECX);
  g.give(ECX);
  loadPair(g, saved);
  g.code.call(g.unit.externalSymbol(e.operator === '<<' ? '__allshl' : signed ? '__allshr' : '__aullshr'));
}

function byCall(g: FunctionState, e: Binary): void {
  const signed = isSigned(e.left.type);
  const name =
    e.operator === '*'
      ? '__allmul'
      : e.operator === '/'
        ? signed
          ? '__alldiv'
          : '__aulldiv'
        : signed
          ? '__allrem'
          : '__aullrem';
  pushWide(g, e.right);
  pushWide(g, e.left);
  g.code.call(g.unit.externalSymbol(name));
}

/** Pushes a 64-bit value, high half first. */
export function pushWide(g: FunctionState, e: Expression): void {
  if (e.kind === 'integer') {
    g.code.pushImm(Number(BigInt.asIntN(32, e.value >> 32n)));
    g.code.pushImm(Number(BigInt.asIntN(32, e.value)));
  } else if (isPlace(e)) {
    const mem = g.address(e);
    g.giveMem(mem);
    g.code.pushMem(offsetBy(mem, 4));
    g.code.pushMem(mem);
  } else {
    wide(g, e);
    g.code.push(EDX);
    g.code.push(EAX);
  }
}

/** Stores a 64-bit value and leaves it in EDX:EAX. */
export function assignWide(g: FunctionState, given: Assign): void {
  const e = ordered(g, given);
  if (isBitField(e.target)) {
    storeBits(g, e.target, e.value);
    return;
  }
  wide(g, e.value);
  if (needOfParts(placeParts(e.target)) === 0) {
    const mem = g.address(e.target);
    g.saveWide(mem);
    return;
  }
  const saved = g.slot(8);
  g.saveWide(saved);
  const mem = g.address(e.target);
  g.giveMem(mem);
  g.code.lea(ECX, mem);
  loadPair(g, saved);
  g.saveWide({ base: ECX, index: -1, scale: 1, displacement: 0 });
}

function postfix(g: FunctionState, e: Extract<Expression, { kind: 'postfix' }>): void {
  const place = stablePlace(g, e.target);
  const old = g.slot(8);
  wide(g, place);
  g.saveWide(old);
  const delta: Expression = { kind: 'integer', value: BigInt(e.delta), type: e.type, place: e.place };
  const value: Expression = { kind: 'binary', operator: '+', left: place, right: delta, type: e.type, place: e.place };
  assignWide(g, { kind: 'assign', target: place, value, type: e.type, place: e.place });
  loadPair(g, old);
}

function cast(g: FunctionState, e: Extract<Expression, { kind: 'cast' }>): void {
  const from = e.operand.type;
  if (isWide(from)) wide(g, e.operand);
  else if (isReal(from)) {
    g.real(e.operand);
    g.realDepth--;
    g.code.call(g.unit.externalSymbol(isSigned(e.type) ? '__ftol2' : '__ftoul2'));
  } else widen(g, e.operand);
}

/** A word extended to 64 bits. */
function widen(g: FunctionState, e: Expression): void {
  if (!isWord(e.type)) {
    g.fail(e.place, 'this expression has no 64-bit value');
  }
  g.reserve(EAX);
  g.value(e, EAX);
  g.give(EAX);
  if (isSigned(e.type)) g.code.byte(0x99);
  else g.code.setTo(EDX, 0);
}
