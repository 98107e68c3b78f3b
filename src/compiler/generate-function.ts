/**
 * One function: its body first, then the prologue, when it is known how large the frame is and which registers are saved.
 */
import type { Expression, FunctionDefinition, Statement, Variable } from './ast.ts';
import type { FinishedCode, Mem } from './encode.ts';
import { at, CodeBuffer, EAX, EBP, EBX, ECX, EDI, EDX, ESI, ESP, SUB } from './encode.ts';
import { Frame, registerParameters } from './frame.ts';
import { address } from './generate-address.ts';
import { assign, compound, postfix } from './generate-assign.ts';
import { isBitField } from './generate-bits.ts';
import { call } from './generate-call.ts';
import { jumpIf } from './generate-condition.ts';
import { intrinsic } from './generate-intrinsic.ts';
import { real } from './generate-real.ts';
import type { UnitContext } from './generate-state.ts';
import { FunctionState, isReal, isWide } from './generate-state.ts';
import { statement } from './generate-statement.ts';
import { assignAny, initialize, structure } from './generate-structure.ts';
import { value } from './generate-value.ts';
import { assignWide, wide } from './generate-wide.ts';
import {
  checkCookie,
  cookieOffsets,
  linkGuardedRecord,
  outermostLevel,
  placeBuffers,
  storeCookie,
} from './gs-frames.ts';
import { findLabels, SEH_RECORD_SIZE } from './seh-frames.ts';

class FunctionGenerator extends FunctionState {
  override value(e: Expression, target: number): void {
    value(this, e, target);
  }
  override wide(e: Expression): void {
    wide(this, e);
  }
  override real(e: Expression): void {
    real(this, e);
  }
  override address(e: Expression): Mem {
    return address(this, e);
  }
  override structure(e: Expression): Mem {
    return structure(this, e);
  }
  override jumpIf(e: Expression, label: number, when: boolean): void {
    jumpIf(this, e, label, when);
  }
  override call(e: Extract<Expression, { kind: 'call' }>): Mem | undefined {
    return call(this, e);
  }
  override intrinsic(e: Extract<Expression, { kind: 'intrinsic' }>): void {
    intrinsic(this, e);
  }
  override initialize(e: Extract<Expression, { kind: 'literal' }>): void {
    if (e.variable.storage === 'local') this.frame.declare(e.variable);
    initialize(this, e.variable, e.initialize, e.place);
  }
  override statement(s: Statement): void {
    statement(this, s);
  }
  override effect(e: Expression): void {
    effect(this, e);
  }
}

/** Runs an expression whose value nobody wants. */
function effect(g: FunctionState, e: Expression): void {
  switch (e.kind) {
    case 'assign':
      assignAny(
        g,
        e,
        () => assign(g, e),
        () => assignWide(g, e),
      );
      return;
    case 'compound':
      if (isWide(e.target.type) && !isBitField(e.target)) g.wide(e);
      else if (isReal(e.target.type)) dropReal(g, e);
      else compound(g, e);
      return;
    case 'postfix':
      if (isWide(e.type)) g.wide(e);
      else if (isReal(e.type)) dropReal(g, e);
      else postfix(g, e);
      return;
    case 'call':
      g.call(e);
      if (isReal(e.type)) g.code.bytes(0xdd, 0xd8);
      return;
    case 'intrinsic':
      g.intrinsic(e);
      return;
    case 'comma':
      effect(g, e.left);
      effect(g, e.right);
      return;
    case 'cast':
      if (e.type.kind === 'void') effect(g, e.operand);
      else anyValue(g, e);
      return;
    case 'conditional':
      conditionalEffect(g, e);
      return;
    case 'logical':
      logicalEffect(g, e);
      return;
    default:
      anyValue(g, e);
  }
}

function conditionalEffect(g: FunctionState, e: Extract<Expression, { kind: 'conditional' }>): void {
  const no = g.code.newLabel();
  const end = g.code.newLabel();
  g.jumpIf(e.condition, no, false);
  effect(g, e.then);
  g.code.jmp(end);
  g.code.place(no);
  effect(g, e.otherwise);
  g.code.place(end);
}

function logicalEffect(g: FunctionState, e: Extract<Expression, { kind: 'logical' }>): void {
  const end = g.code.newLabel();
  g.jumpIf(e.left, end, e.operator === '||');
  effect(g, e.right);
  g.code.place(end);
}

function anyValue(g: FunctionState, e: Expression): void {
  if (e.type.kind === 'void') {
    g.fail(e.place, 'this expression has no value and no effect');
  }
  if (isReal(e.type)) dropReal(g, e);
  else if (isWide(e.type)) g.wide(e);
  else if (e.type.kind === 'struct') g.giveMem(g.structure(e));
  else {
    const register = g.take(EAX);
    g.value(e, register);
    g.give(register);
  }
}

function dropReal(g: FunctionState, e: Expression): void {
  g.real(e);
  g.code.bytes(0xdd, 0xd8);
  g.realDepth--;
}

// --------------------------------------------------------------- functions

/** A function's code and what the debugger wants to know; offsets are those in `code.bytes`. */
export interface GeneratedFunction {
  readonly code: FinishedCode;
  readonly frame: Frame;
  readonly bodyOffset: number;
  readonly hasFrame: boolean;
  readonly lines: readonly number[];
  readonly scopes: FunctionState['scopes'];
  readonly scopeTable:
    | { readonly symbol: string; readonly words: readonly number[]; readonly labels: readonly (number | undefined)[] }
    | undefined;
}

export function generateFunction(unit: UnitContext, definition: FunctionDefinition, symbol: string): GeneratedFunction {
  const naked = definition.variable.attributes.naked === true;
  const code = new CodeBuffer(symbol);
  const guards = unit.options.rtc === true && !naked;
  const frame = new Frame(definition, guards);
  const g = new FunctionGenerator(unit, definition, code, frame);
  const locals: Variable[] = [];
  if (findLabels(g, definition.body, locals) && !naked) {
    frame.reserve(SEH_RECORD_SIZE);
    g.seh = { scopes: [], level: -1, leaves: [] };
  }
  if (unit.options.bufferSecurity && !naked) placeBuffers(g, locals);
  g.statement(definition.body);
  checkLabels(g);
  if (frame.size > 0x7fff0000) g.fail(definition.place, 'the local variables of this function take more than 2 GB');
  if (!naked) implicitReturn(g);
  if (unit.options.bufferSecurity && g.movesStack) g.cookieSlot ??= at(EBP, frame.reserve(4));
  code.dropJumpTo(g.returnLabel);
  for (const scope of g.scopes) scope.to = Math.min(scope.to, code.length);
  g.note(definition.end);
  code.place(g.returnLabel);
  if (!naked) epilogue(g);
  const before = code.length;
  if (!naked) code.prepend(prologue(g, symbol));
  const shift = code.length - before;
  const finished = code.finish();
  const lines = definition.place && unit.options.debug ? [0, definition.place.file, definition.place.line] : [];
  for (let i = 0; i < g.lines.length; i += 3)
    lines.push(finished.moved((g.lines[i] as number) + shift), g.lines[i + 1] as number, g.lines[i + 2] as number);
  for (const scope of g.scopes) {
    scope.from = finished.moved(scope.from + shift);
    scope.to = finished.moved(scope.to + shift);
  }
  return {
    code: finished,
    frame,
    bodyOffset: finished.moved(shift),
    hasFrame: !naked,
    lines,
    scopes: g.scopes,
    scopeTable: scopeTable(g, symbol),
  };
}

function checkLabels(g: FunctionState): void {
  for (const [name, { label, place }] of g.namedLabels)
    if (!g.code.isPlaced(label)) g.fail(place ?? g.definition.place, `there is no label '${name}' in this function`);
}

/** C99: the end of main returns 0. */
function implicitReturn(g: FunctionState): void {
  const { variable, body, type } = g.definition;
  if ((variable.name !== 'main' && variable.name !== 'wmain') || type.returns.kind !== 'integer') return;
  if (body.statements.at(-1)?.kind !== 'return') g.code.setTo(EAX, 0);
}

const savedRegisters = (g: FunctionState): readonly number[] => [
  ...(g.usesEbx ? [EBX] : []),
  ...(g.usesEsi ? [ESI] : []),
  ...(g.usesEdi ? [EDI] : []),
];

function epilogue(g: FunctionState): void {
  const { code, frame } = g;
  checkCookie(g);
  if (g.seh) {
    code.load(ECX, at(EBP, -16), 4, false);
    code.store({ base: -1, index: -1, scale: 1, displacement: 0, fs: true }, ECX, 4);
    g.usesEbx = true;
    g.usesEsi = true;
    g.usesEdi = true;
  }
  if (g.unit.options.rtc && frame.size > 0) g.usesEdi = true;
  const saved = savedRegisters(g);
  if (saved.length > 0 && (g.movesStack || g.seh)) code.lea(ESP, at(EBP, -frame.size - saved.length * 4));
  for (const register of saved.toReversed()) code.pop(register);
  if (frame.size > 0 || g.movesStack) code.mov(ESP, EBP);
  code.pop(EBP);
  const { type } = g.definition;
  code.ret(type.convention === 'cdecl' || type.variadic ? 0 : frame.argumentBytes);
}

function prologue(g: FunctionState, symbol: string): CodeBuffer {
  const code = new CodeBuffer(symbol);
  const { unit, frame } = g;
  if (unit.options.hotpatch) code.mov2(EDI, EDI);
  code.push(EBP);
  code.mov(EBP, ESP);
  if (g.seh) sehPrologue(g, code, symbol);
  const size = frame.size - (g.seh ? 16 : 0);
  if (size >= 4096) {
    code.movImm(EAX, size);
    code.call(unit.externalSymbol('__chkstk'));
  } else if (size > 0) code.aluImm(SUB, ESP, size);
  for (const register of savedRegisters(g)) code.push(register);
  if (g.seh && unit.options.bufferSecurity) linkGuardedRecord(g, code);
  else if (g.seh) code.store(at(EBP, -24), ESP, 4);
  const inRegisters = registerParameters(g.definition.type);
  fill(g, code, inRegisters.length > 0);
  for (const [n, i] of inRegisters.entries()) {
    const parameter = g.definition.parameters[i];
    if (parameter) code.store(at(EBP, frame.offsetOf(parameter)), n === 0 ? ECX : EDX, 4);
  }
  storeCookie(g, code);
  return code;
}

function sehPrologue(g: FunctionState, code: CodeBuffer, symbol: string): void {
  const guarded = g.unit.options.bufferSecurity === true;
  code.pushImm(outermostLevel(g));
  code.pushSymbol(scopeTableName(symbol), 0);
  code.pushSymbol(g.unit.externalSymbol(guarded ? '__except_handler4' : '__except_handler3'), 0);
  const head: Mem = { base: -1, index: -1, scale: 1, displacement: 0, fs: true };
  code.load(EAX, head, 4, false);
  code.push(EAX);
  if (!guarded) code.store(head, ESP, 4);
}

/** Locals begin as 0xCC, as in debug builds. */
function fill(g: FunctionState, code: CodeBuffer, keepEcx: boolean): void {
  const size = g.frame.size - (g.seh ? SEH_RECORD_SIZE : 0);
  if (!g.unit.options.rtc || size <= 0) return;
  if (keepEcx) code.push(ECX);
  code.lea(EDI, at(EBP, -g.frame.size));
  code.movImm(ECX, size >> 2);
  code.movImm(EAX, 0xcccccccc | 0);
  code.bytes(0xf3, 0xab);
  if (keepEcx) code.pop(ECX);
}

const scopeTableName = (symbol: string): string => `${symbol}$scopes`;

function scopeTable(g: FunctionState, symbol: string): GeneratedFunction['scopeTable'] {
  if (!g.seh) return undefined;
  const ehCookie = -g.frame.size - savedRegisters(g).length * 4 - 4;
  const words = g.unit.options.bufferSecurity ? [...cookieOffsets(g, ehCookie)] : [];
  const labels: (number | undefined)[] = words.map(() => undefined);
  for (const { enclosing, filter, handler } of g.seh.scopes) {
    words.push(enclosing < 0 ? outermostLevel(g) : enclosing, 0, 0);
    labels.push(undefined, filter, handler);
  }
  return { symbol: scopeTableName(symbol), words, labels };
}
