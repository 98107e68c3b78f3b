/**
 * `__try`: the registration record of `_except_handler3` in the frame, and the table that tells it of filters and handlers.
 *
 *   [ebp-18h] ESP to go on with in a handler       [ebp-0Ch] __except_handler3
 *   [ebp-14h] pointer to the EXCEPTION_POINTERS    [ebp-8]   scope table: enclosing level, filter, handler, for each __try
 *   [ebp-10h] the next record (head at fs:[0])     [ebp-4]   try level: the row that is in force, -1 for none
 *
 * Filters and __finally blocks are called by the run-time with EBP set to this frame, and return; an __except block is
 * jumped to and takes its ESP from [ebp-18h]. Inside a __finally block the stack below belongs to whoever called the block:
 * one that has __try blocks of its own keeps its ESP and the head of the chain in the frame, and they go on from there.
 */
import type { Expression, Statement, Variable } from './ast.ts';
import type { Mem } from './encode.ts';
import { at, EAX, EBP, ESP } from './encode.ts';
import type { FinallyState, FunctionState, SehState } from './generate-state.ts';
import { outermostLevel, pushCookieAddress } from './gs-frames.ts';

type Of<Kind extends Statement['kind']> = Extract<Statement, { kind: Kind }>;

/** Bytes below EBP that the record takes. */
export const SEH_RECORD_SIZE = 24;
const LEVEL = at(EBP, -4);
const POINTERS = at(EBP, -20);
const STACK = at(EBP, -24);
const HEAD: Mem = { base: -1, index: -1, scale: 1, displacement: 0, fs: true };

function setLevel(g: FunctionState, seh: SehState, level: number): void {
  seh.level = level;
  g.code.storeImm(LEVEL, level < 0 ? outermostLevel(g) : level, 4);
}

function newScope(seh: SehState, filter: number | undefined, handler: number): number {
  return seh.scopes.push({ enclosing: seh.level, filter, handler }) - 1;
}

function stateOf(g: FunctionState, s: Statement): SehState {
  return g.seh ?? g.fail(s.place, "__try needs a frame: it can't stand in a naked function");
}

export function tryExcept(g: FunctionState, s: Of<'tryExcept'>): void {
  const { code } = g;
  const seh = stateOf(g, s);
  const outer = seh.level;
  const filter = code.newLabel();
  const handler = code.newLabel();
  const end = code.newLabel();
  const level = newScope(seh, filter, handler);
  g.note(s.place);
  setLevel(g, seh, level);
  seh.leaves.push({ label: end, level: outer, finallyDepth: g.inFinally });
  g.statement(s.body);
  seh.leaves.pop();
  setLevel(g, seh, outer);
  code.jmp(end);
  const kept = s.usesCode ? at(EBP, g.frame.reserve(4)) : undefined;
  code.place(filter);
  filterCode(g, s.filter, kept);
  code.place(handler);
  code.load(ESP, finallyAt(g, g.inFinally)?.stack ?? STACK, 4, false);
  handlerCode(g, s.handler, kept, outer);
  code.place(end);
}

/** Ends with the filter's value in EAX. The block wants the code when the record is gone: it is kept. */
function filterCode(g: FunctionState, filter: Expression, kept: Mem | undefined): void {
  const outer = g.exceptionPointers;
  g.exceptionPointers = POINTERS;
  g.note(filter.place);
  if (kept) {
    g.code.load(EAX, POINTERS, 4, false);
    g.code.load(EAX, at(EAX, 0), 4, false);
    g.code.load(EAX, at(EAX, 0), 4, false);
    g.code.store(kept, EAX, 4);
  }
  g.reserve(EAX);
  g.value(filter, EAX);
  g.give(EAX);
  g.frame.endExpression();
  g.code.ret(0);
  g.exceptionPointers = outer;
}

function handlerCode(g: FunctionState, block: Statement, kept: Mem | undefined, level: number): void {
  const outer = g.exceptionCode;
  g.exceptionCode = kept ?? outer;
  setLevel(g, g.seh!, level);
  g.statement(block);
  g.exceptionCode = outer;
}

/** The __finally block is written once, as a piece that returns; the normal way calls it with its flag cleared. */
export function tryFinally(g: FunctionState, s: Of<'tryFinally'>): void {
  const { code } = g;
  const seh = stateOf(g, s);
  const outer = seh.level;
  const piece = code.newLabel();
  const end = code.newLabel();
  const normal = { label: code.newLabel(), level: seh.scopes.length, finallyDepth: g.inFinally };
  const abnormal = at(EBP, g.frame.reserve(4));
  const level = newScope(seh, undefined, piece);
  g.note(s.place);
  code.storeImm(abnormal, 1, 4);
  setLevel(g, seh, level);
  seh.leaves.push(normal);
  g.statement(s.body);
  seh.leaves.pop();
  code.place(normal.label);
  code.storeImm(abnormal, 0, 4);
  setLevel(g, seh, outer);
  callLabel(g, piece);
  code.jmp(end);
  code.place(piece);
  finallyCode(g, s, abnormal);
  code.place(end);
}

function finallyCode(g: FunctionState, s: Of<'tryFinally'>, abnormal: ReturnType<typeof at>): void {
  const outerFlag = g.abnormalFlag;
  g.abnormalFlag = abnormal;
  g.finallyStates.push(g.finallyWithTry.has(s) ? keepState(g) : undefined);
  g.inFinally++;
  g.statement(s.finally);
  g.inFinally--;
  g.finallyStates.pop();
  g.abnormalFlag = outerFlag;
  g.note(s.finally.end);
  g.code.ret(0);
}

/** Keeps what a __try in this block goes on with. */
function keepState(g: FunctionState): FinallyState {
  const { code, frame } = g;
  const state = { stack: at(EBP, frame.reserve(4)), head: at(EBP, frame.reserve(4)) };
  code.store(state.stack, ESP, 4);
  code.load(EAX, HEAD, 4, false);
  code.store(state.head, EAX, 4);
  return state;
}

/** What was kept by the __finally block that is `depth` deep; undefined outside of all. */
const finallyAt = (g: FunctionState, depth: number): FinallyState | undefined => g.finallyStates[depth - 1];

/** call label */
function callLabel(g: FunctionState, label: number): void {
  g.code.callLabel(label);
}

/** Runs the __finally blocks between here and the try level `to`, by the run-time's local unwind. */
export function leaveLevels(g: FunctionState, to: number): void {
  const { seh, code } = g;
  if (!seh || seh.level <= to) return;
  if (hasFinally(seh, to)) {
    code.pushImm(to < 0 ? outermostLevel(g) : to);
    code.lea(EAX, at(EBP, -16));
    code.push(EAX);
    const guarded = g.unit.options.bufferSecurity === true;
    if (guarded) pushCookieAddress(g);
    code.call(g.unit.externalSymbol(guarded ? '__local_unwind4' : '__local_unwind2'));
    code.aluImm(0, ESP, guarded ? 12 : 8);
  }
  code.storeImm(LEVEL, to < 0 ? outermostLevel(g) : to, 4);
}

/**
 * A jump out of __finally blocks. The run-time may have called them in the midst of an unwind: that ends here, with this
 * frame's record the innermost and its own ESP, or with those of the block that is around.
 */
export function leaveFinally(g: FunctionState, depth: number): void {
  if (g.inFinally <= depth) return;
  const around = finallyAt(g, depth);
  g.code.load(ESP, around?.stack ?? STACK, 4, false);
  if (around) g.code.load(EAX, around.head, 4, false);
  else g.code.lea(EAX, at(EBP, -16));
  g.code.store(HEAD, EAX, 4);
}

function hasFinally(seh: SehState, to: number): boolean {
  for (let level = seh.level; level > to && level >= 0; level = seh.scopes[level]?.enclosing ?? -1)
    if (seh.scopes[level]?.filter === undefined) return true;
  return false;
}

/** Notes the try level of each label in the function, and all local variables; whether there is any __try. Levels count in the order of the __try blocks. */
export function findLabels(g: FunctionState, body: Statement, locals: Variable[]): boolean {
  let count = 0;
  let finallyDepth = 0;
  const visit = (s: Statement | undefined, level: number): void => {
    switch (s?.kind) {
      case 'block':
        locals.push(...s.variables);
        for (const inner of s.statements) visit(inner, level);
        return;
      case 'if':
        visit(s.then, level);
        visit(s.otherwise, level);
        return;
      case 'while':
      case 'doWhile':
      case 'switch':
        visit(s.body, level);
        return;
      case 'for':
        visit(s.initial, level);
        visit(s.body, level);
        return;
      case 'case':
        visit(s.statement, level);
        return;
      case 'label':
        g.namedLabels.set(s.label, { label: g.code.newLabel(), level, finallyDepth, place: s.place });
        visit(s.statement, level);
        return;
      case 'tryExcept':
      case 'tryFinally': {
        const inside = count++;
        visit(s.body, inside);
        if (s.kind === 'tryExcept') visit(s.handler, level);
        else {
          const before = count;
          finallyDepth++;
          visit(s.finally, level);
          finallyDepth--;
          if (count > before) g.finallyWithTry.add(s);
        }
        return;
      }
    }
  };
  visit(body, -1);
  return count > 0;
}
