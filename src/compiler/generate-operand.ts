/**
 * Questions about expressions, without writing code: what an address is made of, which operands an instruction can name
 * directly, and how many registers an expression needs.
 */
import type { Expression, Variable } from './ast.ts';
import type { Mem } from './encode.ts';
import { at, atSymbol, EBP, offsetBy } from './encode.ts';
import type { FunctionState, Operand } from './generate-state.ts';
import { CLOBBERS, isWide, isWord, wordSize } from './generate-state.ts';

/** An address, taken apart: exactly one of `variable`, `base`, `structure` or none (an absolute address), and maybe an index. */
export interface Parts {
  readonly variable?: Variable;
  /** A pointer to be worked out. */
  readonly base?: Expression;
  /** A structure that is not an lvalue: the result of a call, for instance. */
  readonly structure?: Expression;
  readonly index?: Expression;
  readonly scale: 1 | 2 | 4 | 8;
  readonly displacement: number;
}

export const low32 = (value: bigint): number => Number(BigInt.asIntN(32, value));

/** Without casts that change nothing in a 32-bit register. */
export function stripped(e: Expression): Expression {
  while (e.kind === 'cast' && isFullWord(e) && isFullWord(e.operand)) e = e.operand;
  return e;
}

function isFullWord(e: Expression): boolean {
  return isWord(e.type) && wordSize(e.type) === 4;
}

function constantOf(e: Expression): number | undefined {
  const inner = stripped(e);
  return inner.kind === 'integer' && isWord(inner.type) ? low32(inner.value) : undefined;
}

/** Takes a pointer-valued expression apart. */
export function pointerParts(pointer: Expression): Parts {
  const e = stripped(pointer);
  if (e.kind === 'integer') return { scale: 1, displacement: low32(e.value) };
  if (e.kind === 'addressOf') return placeParts(e.object);
  if (e.kind === 'binary' && (e.operator === '+' || e.operator === '-')) {
    const right = constantOf(e.right);
    if (right !== undefined) return moved(pointerParts(e.left), e.operator === '+' ? right : -right);
    if (e.operator === '+') {
      const left = constantOf(e.left);
      if (left !== undefined) return moved(pointerParts(e.right), left);
      return withIndex(e.left, e.right) ?? { base: e, scale: 1, displacement: 0 };
    }
  }
  return { base: e, scale: 1, displacement: 0 };
}

function withIndex(left: Expression, right: Expression): Parts | undefined {
  const parts = pointerParts(left);
  if (parts.index || parts.structure) return undefined;
  if (parts.variable && isIndirect(parts.variable)) return undefined;
  const index = stripped(right);
  if (index.kind === 'binary' && (index.operator === '*' || index.operator === '<<')) {
    const by = constantOf(index.right);
    const factor = by === undefined ? 0 : index.operator === '*' ? by : by <= 3 && by >= 0 ? 1 << by : 0;
    if (factor === 1 || factor === 2 || factor === 4 || factor === 8) return scaled(parts, index.left, factor);
    const first = constantOf(index.left);
    if (index.operator === '*' && (first === 1 || first === 2 || first === 4 || first === 8))
      return scaled(parts, index.right, first);
  }
  return scaled(parts, index, 1);
}

/** a[i + 3] moves the constant into the displacement. */
function scaled(parts: Parts, index: Expression, scale: 1 | 2 | 4 | 8): Parts {
  const inner = stripped(index);
  if (inner.kind === 'binary' && (inner.operator === '+' || inner.operator === '-')) {
    const by = constantOf(inner.right);
    if (by !== undefined) return scaled(moved(parts, (inner.operator === '+' ? by : -by) * scale), inner.left, scale);
  }
  return { ...parts, index: inner, scale };
}

const moved = (parts: Parts, by: number): Parts => ({ ...parts, displacement: (parts.displacement + by) | 0 });

/** Takes the address of an lvalue (or structure) apart. */
export function placeParts(e: Expression): Parts {
  switch (e.kind) {
    case 'variable':
      return { variable: e.variable, scale: 1, displacement: 0 };
    case 'member':
      return moved(placeParts(e.object), e.offset);
    case 'dereference':
      return pointerParts(e.pointer);
    default:
      return { structure: e, scale: 1, displacement: 0 };
  }
}

/** Reached through a pointer or the thread's block instead of by an address in the instruction. */
export function isIndirect(variable: Variable): boolean {
  return variable.attributes.dllimport === true || variable.attributes.thread === true;
}

/** The operand for a variable that is not `isIndirect`. */
export function variableMem(g: FunctionState, variable: Variable): Mem {
  if (variable.storage === 'global') return atSymbol(g.unit.symbol(variable));
  return at(EBP, g.frame.offsetOf(variable));
}

/** Whether `e` is something with an address: can be loaded from or stored to. */
export function isPlace(e: Expression): boolean {
  return e.kind === 'variable' || e.kind === 'dereference' || (e.kind === 'member' && !e.bits);
}

/** The place's operand, when that takes no register. */
export function directPlace(g: FunctionState, e: Expression): Mem | undefined {
  if (!isPlace(e)) return undefined;
  const parts = placeParts(e);
  return needOfParts(parts) === 0 ? directMem(g, parts) : undefined;
}

export function directMem(g: FunctionState, parts: Parts): Mem {
  if (parts.variable) return offsetBy(variableMem(g, parts.variable), parts.displacement);
  return { base: -1, index: -1, scale: 1, displacement: parts.displacement };
}

/** The operand of `e` (a word) when an instruction can name it: a constant, an address, or 4 bytes in memory. */
export function directOperand(g: FunctionState, expression: Expression): Operand | undefined {
  const e = stripped(expression);
  const value = constantOf(e);
  if (value !== undefined) return { kind: 'constant', value };
  if (e.kind === 'cast' && isFullWord(e) && isWide(e.operand.type)) {
    const low = directPlace(g, e.operand);
    return low && { kind: 'memory', mem: low };
  }
  if (isPlace(e) && isFullWord(e) && e.type.kind !== 'array' && e.type.kind !== 'function') {
    const mem = directPlace(g, e);
    return mem && { kind: 'memory', mem };
  }
  return symbolOperand(g, e);
}

function symbolOperand(g: FunctionState, e: Expression): Operand | undefined {
  if (!isFullWord(e)) return undefined;
  if (e.kind !== 'addressOf' && e.kind !== 'binary') return undefined;
  const { variable, index, displacement } = pointerParts(e);
  if (!variable || index || variable.storage !== 'global' || isIndirect(variable)) return undefined;
  return { kind: 'constant', value: displacement, symbol: g.unit.symbol(variable) };
}

/** As `directOperand`, but only the question. */
export function isDirect(expression: Expression): boolean {
  const e = stripped(expression);
  if (constantOf(e) !== undefined) return true;
  if (e.kind === 'cast' && isFullWord(e) && isWide(e.operand.type))
    return isPlace(e.operand) && needOfParts(placeParts(e.operand)) === 0;
  if (!isFullWord(e)) return false;
  if (isPlace(e) && e.type.kind !== 'array' && e.type.kind !== 'function') return needOfParts(placeParts(e)) === 0;
  if (e.kind !== 'addressOf' && e.kind !== 'binary') return false;
  const { variable, index } = pointerParts(e);
  return variable !== undefined && !index && variable.storage === 'global' && !isIndirect(variable);
}

// ------------------------------------------------------------------- needs

const needs = new WeakMap<Expression, number>();

/** How many of EAX, ECX, EDX working out `e` takes, its result's register included; CLOBBERS when all are destroyed. */
export function need(e: Expression): number {
  let known = needs.get(e);
  if (known === undefined) {
    known = Math.min(CLOBBERS, needOf(e));
    needs.set(e, known);
  }
  return known;
}

export function needOfParts(parts: Parts): number {
  if (parts.structure) return CLOBBERS;
  const variable = parts.variable;
  const own = variable ? (variable.attributes.thread ? 2 : variable.attributes.dllimport ? 1 : 0) : 0;
  const base = parts.base ? need(parts.base) : own;
  if (!parts.index) return base;
  const index = need(parts.index);
  return base === 0 ? index : Math.max(base, index + 1, 2);
}

const needOfPlace = (e: Expression): number => needOfParts(placeParts(e));

function needOf(e: Expression): number {
  if (!isWord(e.type) && e.type.kind !== 'void') return CLOBBERS;
  switch (e.kind) {
    case 'integer':
      return 1;
    case 'float':
    case 'call':
    case 'intrinsic':
    case 'literal':
      return CLOBBERS;
    case 'variable':
    case 'dereference':
      return Math.max(1, needOfPlace(e));
    case 'member':
      return Math.max(1, needOfPlace(e));
    case 'addressOf':
      return Math.max(1, needOfPlace(e.object));
    case 'unary':
    case 'not':
      return need(e.operand);
    case 'binary':
      return needOfBinary(e);
    case 'logical':
    case 'comma':
      return Math.max(need(e.left), need(e.right));
    case 'conditional':
      return Math.max(need(e.condition), need(e.then), need(e.otherwise));
    case 'assign':
      if (e.target.kind === 'member' && e.target.bits) return CLOBBERS;
      if (addressComesFirst(e.target, e.value)) return CLOBBERS;
      return needOfStore(need(e.value), needOfPlace(e.target));
    case 'compound':
      return needOfCompound(e);
    case 'postfix':
      if (e.target.kind === 'member' && e.target.bits) return CLOBBERS;
      return Math.max(2, needOfPlace(e.target) + 2);
    case 'cast':
      if (isWord(e.operand.type)) return need(e.operand);
      if (e.type.kind === 'integer' && e.type.isBool) return CLOBBERS;
      if (isWide(e.operand.type) && isPlace(e.operand)) return Math.max(1, needOfPlace(e.operand));
      return CLOBBERS;
  }
}

const needOfStore = (value: number, place: number): number => (place === 0 ? value : Math.max(value, place + 1));

function needOfBinary(e: Extract<Expression, { kind: 'binary' }>): number {
  const { operator, left, right } = e;
  if (!isWord(left.type)) return CLOBBERS;
  if (operator === '/' || operator === '%') return CLOBBERS;
  if ((operator === '<<' || operator === '>>') && constantOf(right) === undefined) return CLOBBERS;
  if (isDirect(right)) return need(left);
  if (isDirect(left) && isCommutative(operator)) return need(right);
  return Math.max(need(left), need(right) + 1);
}

export const isCommutative = (operator: string): boolean =>
  operator === '+' || operator === '*' || operator === '&' || operator === '|' || operator === '^';

/** Compound assignments whose target takes an instruction without conversions. */
export function isSimpleCompound(e: Extract<Expression, { kind: 'compound' }>): boolean {
  if (e.target.kind === 'member' && e.target.bits) return false;
  if (!isWord(e.target.type) || !isWord(e.computeType) || !isWord(e.value.type)) return false;
  if (e.target.type.kind === 'integer' && e.target.type.isBool) return false;
  return '+-&|^*'.includes(e.operator);
}

function needOfCompound(e: Extract<Expression, { kind: 'compound' }>): number {
  if (!isSimpleCompound(e)) return CLOBBERS;
  const place = needOfPlace(e.target);
  if (place === 0) return isDirect(e.value) ? 1 : Math.max(2, need(e.value));
  return isDirect(e.value) ? Math.max(2, place + 1) : Math.max(3, need(e.value), place + 2);
}

const calls = new WeakMap<Expression, boolean>();

/** Whether anything is called: the x87 stack must be empty then. */
export function containsCall(e: Expression): boolean {
  let known = calls.get(e);
  if (known === undefined) {
    known = e.kind === 'call' || e.kind === 'intrinsic' || e.kind === 'literal' || children(e).some(containsCall);
    calls.set(e, known);
  }
  return known;
}

function children(e: Expression): readonly Expression[] {
  switch (e.kind) {
    case 'member':
    case 'addressOf':
      return [e.object];
    case 'dereference':
      return [e.pointer];
    case 'unary':
    case 'not':
    case 'cast':
      return [e.operand];
    case 'binary':
    case 'logical':
    case 'comma':
      return [e.left, e.right];
    case 'conditional':
      return [e.condition, e.then, e.otherwise];
    case 'assign':
    case 'compound':
      return [e.target, e.value];
    case 'postfix':
      return [e.target];
    default:
      return [];
  }
}

/** Variables that `e` assigns to directly, calls not counted. */
function changed(e: Expression, into: Set<Variable>): void {
  if (e.kind === 'assign' || e.kind === 'compound' || e.kind === 'postfix') {
    const { variable } = placeParts(e.target);
    if (variable) into.add(variable);
  }
  for (const child of children(e)) changed(child, into);
}

function mentions(e: Expression, variables: ReadonlySet<Variable>): boolean {
  if (e.kind === 'variable' && variables.has(e.variable)) return true;
  return children(e).some((child) => mentions(child, variables));
}

/**
 * Whether working out the target's address changes what the value reads. C leaves the order open; programs that depend on
 * it expect the address first.
 */
export function addressComesFirst(target: Expression, value: Expression): boolean {
  if (target.kind === 'variable') return false;
  if (containsCall(target)) return value.kind !== 'integer' && value.kind !== 'float';
  const variables = new Set<Variable>();
  changed(target, variables);
  return variables.size > 0 && mentions(value, variables);
}
