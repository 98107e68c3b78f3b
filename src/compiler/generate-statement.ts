/**
 * Statements: control flow, scopes, and a row of the line table for each.
 */
import { unreachable } from '../machine/assert.ts';
import type { Block, Expression, Statement, Variable } from './ast.ts';
import { sizeOf } from './ctypes.ts';
import { at, EAX, EBP, ECX, EDX } from './encode.ts';
import { returnsThroughPointer } from './frame.ts';
import { loadPair } from './generate-bits.ts';
import type { FunctionState, JumpTarget } from './generate-state.ts';
import { isReal, isWide } from './generate-state.ts';
import { copy, initialize, structure } from './generate-structure.ts';
import { switchStatement } from './generate-switch.ts';
import { asmBlock } from './inline-asm.ts';
import { leaveFinally, leaveLevels, tryExcept, tryFinally } from './seh-frames.ts';

type Of<Kind extends Statement['kind']> = Extract<Statement, { kind: Kind }>;

export function statement(g: FunctionState, s: Statement): void {
  if (hasRow(s)) g.note(s.place);
  switch (s.kind) {
    case 'expression':
      g.effect(s.expression);
      break;
    case 'initialize':
      initialize(g, s.variable, s.steps, s.place);
      break;
    case 'block':
      block(g, s);
      break;
    case 'if':
      ifStatement(g, s);
      break;
    case 'while':
      whileLoop(g, s);
      break;
    case 'doWhile':
      doWhile(g, s);
      break;
    case 'for':
      forLoop(g, s);
      break;
    case 'switch':
      switchStatement(g, s);
      break;
    case 'case':
      g.code.place(caseLabel(g, s));
      statement(g, s.statement);
      break;
    case 'break':
      jumpOut(g, s, g.breaks.at(-1));
      break;
    case 'continue':
      jumpOut(g, s, g.continues.at(-1));
      break;
    case 'return':
      returnStatement(g, s);
      break;
    case 'goto':
      gotoStatement(g, s);
      break;
    case 'label':
      g.code.place(g.labelOf(s.label).label);
      statement(g, s.statement);
      break;
    case 'asm':
      asmBlock(g, s.lines);
      break;
    case 'tryExcept':
      tryExcept(g, s);
      break;
    case 'tryFinally':
      tryFinally(g, s);
      break;
    case 'leave':
      jumpOut(g, s, g.seh?.leaves.at(-1));
      break;
    default:
      unreachable(s);
  }
  g.frame.endExpression();
}

/** Statements that write code of their own at their place; an empty initialiser doesn't. */
function hasRow(s: Statement): boolean {
  if (s.kind === 'initialize') return s.steps.length > 0;
  return (
    s.kind !== 'block' &&
    s.kind !== 'case' &&
    s.kind !== 'label' &&
    s.kind !== 'asm' &&
    s.kind !== 'tryExcept' &&
    s.kind !== 'tryFinally' &&
    s.kind !== 'doWhile' &&
    !(s.kind === 'for' && s.initial !== undefined)
  );
}

function block(g: FunctionState, s: Block): void {
  const from = g.code.length;
  for (const variable of s.variables) if (variable.storage === 'local') declare(g, variable);
  for (const inner of s.statements) statement(g, inner);
  for (const variable of s.variables)
    if (variable.storage === 'local') g.scopes.push({ variable, from, to: g.code.length });
}

/** The frame is aligned to 4 bytes, as any caller leaves it; more can't be promised. */
function declare(g: FunctionState, variable: Variable): void {
  if ((variable.attributes.align ?? 1) > 8)
    g.fail(variable.place, `a local variable can't be aligned to ${variable.attributes.align} bytes`, 'make it static');
  g.frame.declare(variable);
}

function ifStatement(g: FunctionState, s: Of<'if'>): void {
  const no = g.code.newLabel();
  condition(g, s.condition, no, false);
  statement(g, s.then);
  if (!s.otherwise) {
    g.code.place(no);
    return;
  }
  const end = g.code.newLabel();
  g.code.jmp(end);
  g.code.place(no);
  statement(g, s.otherwise);
  g.code.place(end);
}

function condition(g: FunctionState, e: Expression, label: number, when: boolean): void {
  g.jumpIf(e, label, when);
  g.frame.endExpression();
}

function target(g: FunctionState): JumpTarget {
  return { label: g.code.newLabel(), level: g.seh?.level ?? -1, finallyDepth: g.inFinally };
}

function loopBody(g: FunctionState, body: Statement, end: JumpTarget, next: JumpTarget): void {
  g.breaks.push(end);
  g.continues.push(next);
  statement(g, body);
  g.breaks.pop();
  g.continues.pop();
}

function whileLoop(g: FunctionState, s: Of<'while'>): void {
  const next = target(g);
  const end = target(g);
  g.code.place(next.label);
  condition(g, s.condition, end.label, false);
  loopBody(g, s.body, end, next);
  g.note(s.place);
  g.code.jmp(next.label);
  g.code.place(end.label);
}

function doWhile(g: FunctionState, s: Of<'doWhile'>): void {
  const top = g.code.newLabel();
  const next = target(g);
  const end = target(g);
  g.code.place(top);
  loopBody(g, s.body, end, next);
  g.code.place(next.label);
  g.note(s.condition.place);
  condition(g, s.condition, top, true);
  g.code.place(end.label);
}

/** initial; jmp test; next: step; test: condition; body; jmp next. */
function forLoop(g: FunctionState, s: Of<'for'>): void {
  const next = target(g);
  const end = target(g);
  const test = g.code.newLabel();
  if (s.initial) statement(g, s.initial);
  if (s.step) {
    g.code.jmp(test);
    g.code.place(next.label);
    g.note(s.step.place);
    g.effect(s.step);
    g.frame.endExpression();
  } else g.code.place(next.label);
  g.code.place(test);
  if (s.condition) {
    g.note(s.condition.place);
    condition(g, s.condition, end.label, false);
  }
  loopBody(g, s.body, end, next);
  g.note(s.step?.place ?? s.place);
  g.code.jmp(next.label);
  g.code.place(end.label);
}

function caseLabel(g: FunctionState, s: Of<'case'>): number {
  const key = s.label === 'default' ? 'default' : s.label.value;
  const label = g.cases.get(key);
  return label ?? g.fail(s.place, 'this case label is outside of a switch');
}

/** Jumps to where another try level may hold: the __finally blocks on the way run first. */
function jumpOut(g: FunctionState, s: Statement, to: JumpTarget | undefined): void {
  if (!to) g.fail(s.place, 'there is nothing to jump out of here');
  leaveLevels(g, to.level);
  leaveFinally(g, to.finallyDepth);
  g.code.jmp(to.label);
}

function gotoStatement(g: FunctionState, s: Of<'goto'>): void {
  const to = g.labelOf(s.label, s.place);
  const here = g.seh?.level ?? -1;
  if (to.level > here) g.fail(s.place, "goto can't jump into a __try block");
  if (to.finallyDepth > g.inFinally) g.fail(s.place, "goto can't jump into a __finally block");
  leaveLevels(g, to.level);
  leaveFinally(g, to.finallyDepth);
  g.code.jmp(to.label);
}

function returnStatement(g: FunctionState, s: Of<'return'>): void {
  if (s.value) returnValue(g, s.value);
  else leaveLevels(g, -1);
  g.code.jmp(g.returnLabel);
}

function returnValue(g: FunctionState, e: Expression): void {
  const { type } = g.definition;
  const leaves = (g.seh?.level ?? -1) >= 0;
  if (e.type.kind === 'void') g.effect(e);
  else if (e.type.kind === 'struct') {
    returnStructure(g, e);
    if (!leaves) return;
    const saved = g.slot(8);
    g.saveWide(saved);
    leaveLevels(g, -1);
    loadPair(g, saved);
    return;
  } else if (isReal(type.returns)) {
    g.real(e);
    g.realDepth--;
    if (!leaves) return;
    const saved = g.slot(8);
    g.code.memory(0xdd, 3, saved);
    leaveLevels(g, -1);
    g.code.memory(0xdd, 0, saved);
    return;
  } else if (isWide(type.returns)) g.wide(e);
  else {
    g.reserve(EAX);
    g.value(e, EAX);
    g.give(EAX);
  }
  if (!leaves) return;
  const saved = g.slot(8);
  g.saveWide(saved);
  leaveLevels(g, -1);
  loadPair(g, saved);
}

function returnStructure(g: FunctionState, e: Expression): void {
  const from = structure(g, e);
  const size = sizeOf(e.type);
  if (!returnsThroughPointer(g.definition.type)) {
    g.giveMem(from);
    if (size === 8) loadPair(g, from);
    else g.code.load(EAX, from, size, false);
    return;
  }
  const pointer = at(EBP, g.frame.resultPointer);
  g.giveMem(from);
  g.code.lea(ECX, from);
  g.code.load(EDX, pointer, 4, false);
  g.reserve(EDX);
  g.reserve(ECX);
  copy(g, at(EDX, 0), at(ECX, 0), size);
  g.code.load(EAX, pointer, 4, false);
}
