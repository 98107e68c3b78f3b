/**
 * Structures: where the bytes of a structure-typed expression are, copies, and the initialisers of locals.
 */
import type { Expression, Initialization, Place, Variable } from './ast.ts';
import { sizeOf } from './ctypes.ts';
import type { Mem } from './encode.ts';
import { at, EAX, EBP, ECX, EDI, EDX, ESI, offsetBy } from './encode.ts';
import { stablePlace } from './generate-assign.ts';
import { isBitField } from './generate-bits.ts';
import { addressComesFirst, isPlace, needOfParts, placeParts, variableMem } from './generate-operand.ts';
import { assignReal } from './generate-real.ts';
import type { FunctionState } from './generate-state.ts';
import { isReal, isWide, isWord } from './generate-state.ts';

/** Where the bytes of the structure `e` are; registers stay taken until `giveMem`. */
export function structure(g: FunctionState, e: Expression): Mem {
  switch (e.kind) {
    case 'call': {
      const mem = g.call(e);
      return mem ?? g.fail(e.place, 'this call gives no structure');
    }
    case 'assign':
      return assignStructure(g, e.target, e.value, true);
    case 'comma':
      g.effect(e.left);
      return structure(g, e.right);
    case 'conditional':
      return conditional(g, e);
    case 'literal':
      g.initialize(e);
      return variableMem(g, e.variable);
    case 'cast':
      return structure(g, e.operand);
    default:
      if (isPlace(e)) return g.address(e);
      return g.fail(e.place, 'this expression is no structure');
  }
}

function conditional(g: FunctionState, e: Extract<Expression, { kind: 'conditional' }>): Mem {
  const no = g.code.newLabel();
  const end = g.code.newLabel();
  g.jumpIf(e.condition, no, false);
  pointerTo(g, e.then);
  g.code.jmp(end);
  g.code.place(no);
  pointerTo(g, e.otherwise);
  g.code.place(end);
  g.reserve(EAX);
  return at(EAX, 0);
}

/** Leaves the structure's address in EAX, not taken. */
export function pointerTo(g: FunctionState, e: Expression): void {
  const mem = structure(g, e);
  g.giveMem(mem);
  g.code.lea(EAX, mem);
}

/** Copies `value` to `target`; the result is where the target is. */
export function assignStructure(g: FunctionState, target: Expression, value: Expression, wanted: boolean): Mem {
  const size = sizeOf(target.type);
  if (addressComesFirst(target, value)) return assignStructure(g, stablePlace(g, target), value, wanted);
  if (needOfParts(placeParts(target)) === 0) {
    const from = structure(g, value);
    const to = g.address(target);
    copy(g, to, from, size);
    return to;
  }
  const source = g.slot();
  pointerTo(g, value);
  g.code.store(source, EAX, 4);
  pointerTo(g, target);
  const saved = g.slot();
  if (wanted) g.code.store(saved, EAX, 4);
  g.reserve(EAX);
  g.reserve(ECX);
  g.code.load(ECX, source, 4, false);
  copy(g, at(EAX, 0), at(ECX, 0), size);
  if (!wanted) return at(EBP, 0);
  g.reserve(EAX);
  g.code.load(EAX, saved, 4, false);
  return at(EAX, 0);
}

/** Copies `size` bytes and gives both operands' registers back. */
export function copy(g: FunctionState, to: Mem, from: Mem, size: number): void {
  const register = [EDX, ECX, EAX].find((r) => g.isFree(r));
  if (size <= 16 && register !== undefined) {
    for (const [offset, piece] of pieces(size)) {
      g.code.load(register, offsetBy(from, offset), piece, false);
      g.code.store(offsetBy(to, offset), register, piece);
    }
    g.giveMem(from);
    g.giveMem(to);
    return;
  }
  g.code.lea(ESI, from);
  g.code.lea(EDI, to);
  g.giveMem(from);
  g.giveMem(to);
  moveString(g, size);
}

/** Splits a size into doublewords, a word and a byte. */
export function pieces(size: number): [number, 1 | 2 | 4][] {
  const result: [number, 1 | 2 | 4][] = [];
  let offset = 0;
  for (const piece of [4, 2, 1] as const) for (; size - offset >= piece; offset += piece) result.push([offset, piece]);
  return result;
}

/** Copies from [ESI] to [EDI]. */
export function moveString(g: FunctionState, size: number): void {
  const { code } = g;
  g.useString();
  code.movImm(ECX, size >> 2);
  code.bytes(0xf3, 0xa5);
  if (size & 2) code.bytes(0x66, 0xa5);
  if (size & 1) code.byte(0xa4);
}

// ------------------------------------------------------------ initialisers

/** Runs the steps that give a local its first value. */
export function initialize(g: FunctionState, variable: Variable, steps: readonly Initialization[], place: Place): void {
  for (const step of steps) {
    if (step.kind === 'zero') zero(g, variable);
    else if (step.kind === 'copy')
      copyLiteral(g, offsetBy(variableMem(g, variable), step.offset), step.source, step.size);
    else store(g, variable, step, place);
    g.frame.endExpression();
  }
}

function zero(g: FunctionState, variable: Variable): void {
  const { code } = g;
  const size = sizeOf(variable.type);
  const mem = variableMem(g, variable);
  g.code.setTo(EAX, 0);
  if (size <= 32) {
    for (const [offset, piece] of pieces(size)) code.store(offsetBy(mem, offset), EAX, piece);
    return;
  }
  code.lea(EDI, mem);
  g.useString();
  code.movImm(ECX, size >> 2);
  code.bytes(0xf3, 0xab);
  if (size & 2) code.bytes(0x66, 0xab);
  if (size & 1) code.byte(0xaa);
}

function copyLiteral(g: FunctionState, to: Mem, source: Variable, size: number): void {
  copy(g, to, variableMem(g, source), size);
}

/** A step is an assignment to a member of the variable. */
function store(
  g: FunctionState,
  variable: Variable,
  step: Extract<Initialization, { kind: 'store' }>,
  place: Place,
): void {
  const object: Expression = { kind: 'variable', variable, type: variable.type, place };
  const target: Expression = step.bits
    ? { kind: 'member', object, offset: step.offset, bits: step.bits, type: step.type, place }
    : { kind: 'member', object, offset: step.offset, type: step.type, place };
  g.effect({ kind: 'assign', target, value: step.value, type: step.type, place });
}

/** Assignment of any type, its value not wanted. */
export function assignAny(
  g: FunctionState,
  e: Extract<Expression, { kind: 'assign' }>,
  word: () => void,
  wide: () => void,
): void {
  const { type } = e.target;
  if (isBitField(e.target) || isWord(type)) {
    if (isWide(type)) wide();
    else word();
  } else if (isWide(type)) wide();
  else if (isReal(type)) assignReal(g, e, false);
  else g.giveMem(assignStructure(g, e.target, e.value, false));
}
