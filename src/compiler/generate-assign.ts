/**
 * Assignments to words: `=`, `+=` and kin, `++`. A variable is loaded, changed and stored by three instructions, never by one,
 * as unoptimised code does it: another thread can come in between.
 */
import type { Expression, Variable } from './ast.ts';
import type { CType } from './ctypes.ts';
import { pointerTo, sizeOf } from './ctypes.ts';
import type { Mem } from './encode.ts';
import { ADD, at, EAX, EBP, ECX, EDX, SUB } from './encode.ts';
import { apply } from './generate-apply.ts';
import { isBitField, storeBits } from './generate-bits.ts';
import {
  addressComesFirst,
  containsCall,
  directOperand,
  isDirect,
  isSimpleCompound,
  needOfParts,
  placeParts,
} from './generate-operand.ts';
import type { FunctionState, Operand } from './generate-state.ts';
import { isSigned, isWord, wordSize } from './generate-state.ts';

type Assign = Extract<Expression, { kind: 'assign' }>;
type Compound = Extract<Expression, { kind: 'compound' }>;
type Postfix = Extract<Expression, { kind: 'postfix' }>;

/** Stores a word; with a `target` register, leaves the stored value in it. */
export function assign(g: FunctionState, given: Assign, target?: number): void {
  const e = ordered(g, given, target);
  if (isBitField(e.target)) {
    if (target !== undefined) g.give(target);
    storeBits(g, e.target, e.value);
    if (target !== undefined) moveResult(g, target);
    return;
  }
  const operand = constantOperand(g, e.value);
  if (target === undefined && operand) storeConstant(g, e.target, operand);
  else {
    const register = target ?? g.take(EAX);
    g.value(target === undefined ? lowPart(e.value, wordSize(e.target.type)) : e.value, register);
    storeRegister(g, e.target, register);
    if (target === undefined) g.give(register);
  }
}

/** The assignment with its target's address already in the frame, when that has to come before the value. */
export function ordered(g: FunctionState, e: Assign, held?: number): Assign {
  if (!addressComesFirst(e.target, e.value)) return e;
  return { ...e, target: stablePlace(g, e.target, held) };
}

function moveResult(g: FunctionState, target: number): void {
  g.reserve(target);
  g.code.mov(target, EAX);
}

function constantOperand(g: FunctionState, e: Expression): Extract<Operand, { kind: 'constant' }> | undefined {
  if (e.kind === 'integer' && isWord(e.type)) return { kind: 'constant', value: Number(BigInt.asIntN(32, e.value)) };
  const operand = wordSize(e.type) === 4 ? directOperand(g, e) : undefined;
  return operand?.kind === 'constant' ? operand : undefined;
}

function storeConstant(g: FunctionState, place: Expression, constant: Extract<Operand, { kind: 'constant' }>): void {
  const mem = g.address(place);
  if (constant.symbol !== undefined) g.code.storeSymbol(mem, constant.symbol, constant.value);
  else g.code.storeImm(mem, constant.value, wordSize(place.type));
  g.giveMem(mem);
}

/** Without conversions that only change bits which are not stored. */
function lowPart(value: Expression, size: number): Expression {
  let e = value;
  while (e.kind === 'cast' && e.type.kind === 'integer' && !e.type.isBool && isWord(e.operand.type)) {
    if (wordSize(e.type) < size || wordSize(e.operand.type) < size) break;
    e = e.operand;
  }
  return e;
}

/** Stores the taken `register`, which keeps its value. */
export function storeRegister(g: FunctionState, place: Expression, register: number): void {
  const size = wordSize(place.type);
  if (needOfParts(placeParts(place)) <= g.freeCount) {
    const mem = g.address(place);
    g.code.store(mem, register, size);
    g.giveMem(mem);
    return;
  }
  const saved = g.slot();
  g.code.store(saved, register, 4);
  g.give(register);
  const mem = g.address(place);
  const other = g.take(ECX);
  g.code.load(other, saved, 4, false);
  g.code.store(mem, other, size);
  g.give(other);
  g.giveMem(mem);
  g.reserve(register);
  g.code.mov(register, other);
}

// --------------------------------------------------------------- compounds

/** `target op= value`; with a register, leaves the new value in it. */
export function compound(g: FunctionState, e: Compound, target?: number): void {
  if (!isSimpleCompound(e)) {
    general(g, e, target);
    return;
  }
  const result = target ?? g.take(EAX);
  g.give(result);
  if (needOfParts(placeParts(e.target)) === 0) compoundDirect(g, e, result);
  else compoundThrough(g, e, result);
  narrow(g, e.target.type, result, target !== undefined);
  if (target === undefined) g.give(result);
}

/** The value that was stored, where the register holds more than that. */
function narrow(g: FunctionState, type: CType, register: number, wanted: boolean): void {
  if (wanted && sizeOf(type) < 4) g.code.extend(register, sizeOf(type), isSigned(type));
}

/** Takes another register than `result`, which stays free for the value's own use. */
function takeBeside(g: FunctionState, result: number, preferred: number): number {
  g.reserve(result);
  const other = g.take(preferred);
  g.give(result);
  return other;
}

function compoundDirect(g: FunctionState, e: Compound, result: number): void {
  const size = wordSize(e.target.type);
  const mem = g.address(e.target);
  if (isDirect(e.value)) {
    g.reserve(result);
    g.code.load(result, mem, size, isSigned(e.target.type));
    apply(g, e.operator, result, e.value);
  } else {
    const other = takeBeside(g, result, result === ECX ? EAX : ECX);
    g.value(e.value, other);
    g.reserve(result);
    g.code.load(result, mem, size, isSigned(e.target.type));
    applyRegister(g, e, result, other);
    g.give(other);
  }
  g.code.store(mem, result, size);
}

function compoundThrough(g: FunctionState, e: Compound, result: number): void {
  const size = wordSize(e.target.type);
  if (isDirect(e.value)) {
    const mem = oneRegister(g, e.target, result);
    g.reserve(result);
    g.code.load(result, mem, size, isSigned(e.target.type));
    apply(g, e.operator, result, e.value);
    g.code.store(mem, result, size);
    g.giveMem(mem);
    return;
  }
  const other = takeBeside(g, result, result === EDX ? ECX : EDX);
  g.value(e.value, other);
  let saved: Mem | undefined;
  if (needOfParts(placeParts(e.target)) + 1 > g.freeCount) {
    saved = g.slot();
    g.code.store(saved, other, 4);
    g.give(other);
  }
  const mem = oneRegister(g, e.target, result);
  g.reserve(result);
  if (saved) {
    g.code.load(result, mem, size, isSigned(e.target.type));
    applyMemory(g, e, result, saved);
  } else {
    g.code.load(result, mem, size, isSigned(e.target.type));
    applyRegister(g, e, result, other);
    g.give(other);
  }
  g.code.store(mem, result, size);
  g.giveMem(mem);
}

/** The place's operand, in at most one register that is not `except`. */
function oneRegister(g: FunctionState, place: Expression, except: number): Mem {
  const avoid = g.isFree(except) && needOfParts(placeParts(place)) < g.freeCount;
  if (avoid) g.reserve(except);
  const mem = g.address(place);
  g.giveMem(mem);
  if (avoid) g.give(except);
  const simple = mem.index < 0 && mem.base !== except;
  if (simple) {
    if (mem.base >= 0 && mem.base <= EDX) g.reserve(mem.base);
    return mem;
  }
  g.reserve(except);
  const base = g.take(ECX);
  g.give(except);
  if (mem.index < 0) {
    g.code.mov(base, mem.base);
    return { ...mem, base };
  }
  g.code.lea(base, mem);
  return { base, index: -1, scale: 1, displacement: 0 };
}

const opcodes: Record<string, number> = { '+': 0x03, '-': 0x2b, '&': 0x23, '|': 0x0b, '^': 0x33, '*': 0x0faf };

function applyRegister(g: FunctionState, e: Compound, result: number, other: number): void {
  g.code.registers(opcodes[e.operator] as number, result, other);
}

function applyMemory(g: FunctionState, e: Compound, result: number, mem: Mem): void {
  g.code.memory(opcodes[e.operator] as number, result, mem);
}

/** Written out as `target = (type)((computeType)target op value)`, the target's address worked out once. */
function general(g: FunctionState, e: Compound, target?: number): void {
  const assignment = expanded(g, e, target);
  if (assignment.kind !== 'assign') return;
  assign(g, assignment, target);
}

/** The assignment that a compound one stands for; writes code that puts the target's address into the frame when it isn't direct. */
export function expanded(g: FunctionState, e: Compound, held?: number): Assign {
  const place = stablePlace(g, e.target, held);
  const { operator, computeType } = e;
  const value = calledFirst(g, e.value, held);
  const left = convert(place, computeType);
  const sum: Expression = { kind: 'binary', operator, left, right: value, type: computeType, place: e.place };
  return { kind: 'assign', target: place, value: convert(sum, e.target.type), type: e.target.type, place: e.place };
}

/** A call in the value happens before the target is read: its result is kept in a variable of our own. */
function calledFirst(g: FunctionState, value: Expression, held?: number): Expression {
  if (!containsCall(value)) return value;
  const variable = hidden(g, value.type, value);
  const kept: Expression = { kind: 'variable', variable, type: value.type, place: value.place };
  if (held !== undefined) g.give(held);
  g.effect({ kind: 'assign', target: kept, value, type: value.type, place: value.place });
  if (held !== undefined) g.reserve(held);
  return kept;
}

export function convert(e: Expression, type: CType): Expression {
  return e.type === type ? e : { kind: 'cast', operand: e, type, place: e.place };
}

/** An lvalue that can be evaluated twice: the same one, or a dereference of its address kept in the frame. */
export function stablePlace(g: FunctionState, place: Expression, held?: number): Expression {
  if (needOfParts(placeParts(place)) === 0) return place;
  const bits = isBitField(place) ? place.bits : undefined;
  const plain: Expression = isBitField(place)
    ? { kind: 'member', object: place.object, offset: place.offset, type: place.type, place: place.place }
    : place;
  const variable = hidden(g, pointerTo(place.type), place);
  const register = held ?? g.take(EAX);
  g.value({ kind: 'addressOf', object: plain, type: variable.type, place: place.place }, register);
  g.code.store(at(EBP, g.frame.offsetOf(variable)), register, 4);
  if (held === undefined) g.give(register);
  const pointer: Expression = { kind: 'variable', variable, type: variable.type, place: place.place };
  const object: Expression = { kind: 'dereference', pointer, type: place.type, place: place.place };
  return bits ? { kind: 'member', object, offset: 0, type: place.type, bits, place: place.place } : object;
}

/** A variable that the source doesn't have. */
function hidden(g: FunctionState, type: CType, e: Expression): Variable {
  const variable: Variable = {
    name: '',
    type,
    place: e.place,
    storage: 'local',
    external: false,
    linkName: '',
    cLinkage: true,
    attributes: {},
  };
  g.frame.declareHidden(variable);
  return variable;
}

// ----------------------------------------------------------------- postfix

/** `x++`: with a register, leaves the old value in it. */
export function postfix(g: FunctionState, e: Postfix, target?: number): void {
  const { type } = e.target;
  if (isBitField(e.target) || (type.kind === 'integer' && type.isBool)) {
    postfixGeneral(g, e, target);
    return;
  }
  const size = wordSize(type);
  const result = target ?? g.take(EAX);
  g.give(result);
  const mem = oneRegister(g, e.target, result);
  g.reserve(result);
  g.code.load(result, mem, size, isSigned(type));
  if (target === undefined) {
    addDelta(g, result, e.delta);
    g.code.store(mem, result, size);
    g.give(result);
  } else {
    const next = g.take(ECX);
    g.code.mov(next, result);
    addDelta(g, next, e.delta);
    g.code.store(mem, next, size);
    g.give(next);
  }
  g.giveMem(mem);
}

function addDelta(g: FunctionState, register: number, delta: number): void {
  g.code.aluImm(delta < 0 ? SUB : ADD, register, Math.abs(delta));
}

function postfixGeneral(g: FunctionState, e: Postfix, target?: number): void {
  const place = stablePlace(g, e.target, target);
  const register = target ?? g.take(EAX);
  g.value(place, register);
  const old = g.slot();
  g.code.store(old, register, 4);
  g.give(register);
  const delta: Expression = {
    kind: 'integer',
    value: BigInt(e.delta),
    type: { kind: 'integer', name: 'int', size: 4, signed: true },
    place: e.place,
  };
  const sum: Expression = {
    kind: 'binary',
    operator: '+',
    left: place,
    right: delta,
    type: delta.type,
    place: e.place,
  };
  assign(g, { kind: 'assign', target: place, value: convert(sum, e.target.type), type: e.target.type, place: e.place });
  if (target === undefined) return;
  g.reserve(target);
  g.code.load(target, old, 4, false);
}
