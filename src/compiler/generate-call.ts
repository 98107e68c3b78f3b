/**
 * Calls: arguments pushed from right to left, the call itself, the stack put back (cdecl), and structures as results.
 */
import type { Expression } from './ast.ts';
import type { FunctionType } from './ctypes.ts';
import { sizeOf } from './ctypes.ts';
import type { Mem } from './encode.ts';
import { ADD, at, atSymbol, EAX, EBP, ECX, EDI, EDX, ESI, ESP, offsetBy, SUB } from './encode.ts';
import { registerParameters, returnsThroughPointer } from './frame.ts';
import { directOperand } from './generate-operand.ts';
import type { FunctionState } from './generate-state.ts';
import { isReal, isWide } from './generate-state.ts';
import { moveString, structure } from './generate-structure.ts';
import { pushWide } from './generate-wide.ts';

type Call = Extract<Expression, { kind: 'call' }>;

/** Calls; a structure's place is the result, all others are in EAX, EDX:EAX or ST(0). */
export function call(g: FunctionState, e: Call): Mem | undefined {
  const { functionType } = e;
  const inRegisters = registerParameters(functionType);
  let pushed = 0;
  for (let i = e.arguments.length - 1; i >= 0; i--)
    if (!inRegisters.includes(i)) pushed += pushArgument(g, e.arguments[i] as Expression);
  const result =
    functionType.returns.kind === 'struct'
      ? at(EBP, g.frame.temporary(Math.max(8, sizeOf(functionType.returns))))
      : undefined;
  if (result && returnsThroughPointer(functionType)) {
    g.code.lea(EAX, result);
    g.code.push(EAX);
    pushed += 4;
  }
  passInRegisters(g, e, inRegisters);
  callTarget(g, e.callee);
  if (popsItself(functionType)) pushed = 0;
  if (pushed > 0) g.code.aluImm(ADD, ESP, pushed);
  if (!result) return undefined;
  if (returnsThroughPointer(functionType)) return result;
  g.code.store(result, EAX, 4);
  if (sizeOf(functionType.returns) === 8) g.code.store(offsetBy(result, 4), EDX, 4);
  return result;
}

const popsItself = (type: FunctionType): boolean => type.convention !== 'cdecl' && !type.variadic;

function passInRegisters(g: FunctionState, e: Call, inRegisters: readonly number[]): void {
  for (const i of inRegisters.toReversed()) pushArgument(g, e.arguments[i] as Expression);
  for (const [n] of inRegisters.entries()) g.code.pop(n === 0 ? ECX : EDX);
}

function callTarget(g: FunctionState, callee: Expression): void {
  let e = callee;
  if (e.kind === 'addressOf' && e.object.kind === 'variable') e = e.object;
  if (e.kind === 'dereference' && e.type.kind === 'function') e = e.pointer;
  if (e.kind === 'variable' && e.variable.type.kind === 'function') {
    if (e.variable.attributes.dllimport) g.code.callMem(atSymbol(g.unit.importSymbol(e.variable)));
    else g.code.call(g.unit.symbol(e.variable));
    return;
  }
  const operand = directOperand(g, e);
  if (operand?.kind === 'memory') {
    g.code.callMem(operand.mem);
    return;
  }
  // EAX, because ECX and EDX may hold a fastcall's arguments by now; what needs more is worked out before them.
  const saved = g.slot();
  const fast = e.kind !== 'variable';
  if (fast && calleeIsFast(callee)) {
    g.code.push(ECX);
    g.code.push(EDX);
  }
  g.reserve(EAX);
  g.value(e, EAX);
  g.give(EAX);
  if (fast && calleeIsFast(callee)) {
    g.code.store(saved, EAX, 4);
    g.code.pop(EDX);
    g.code.pop(ECX);
    g.code.callMem(saved);
  } else g.code.callRegister(EAX);
}

function calleeIsFast(callee: Expression): boolean {
  const type = callee.type.kind === 'pointer' ? callee.type.to : callee.type;
  return type.kind === 'function' && type.convention === 'fastcall';
}

/** Pushes one argument; the result is the bytes it took. */
export function pushArgument(g: FunctionState, e: Expression): number {
  const { code } = g;
  const { type } = e;
  if (type.kind === 'struct') return pushStructure(g, e);
  if (isReal(type)) {
    const size = sizeOf(type);
    g.real(e);
    code.aluImm(SUB, ESP, size);
    code.memory(size === 4 ? 0xd9 : 0xdd, 3, at(ESP, 0));
    g.realDepth--;
    return size;
  }
  if (isWide(type)) {
    pushWide(g, e);
    return 8;
  }
  const operand = directOperand(g, e);
  if (operand?.kind === 'memory') code.pushMem(operand.mem);
  else if (operand?.symbol !== undefined) code.pushSymbol(operand.symbol, operand.value);
  else if (operand) code.pushImm(operand.value);
  else {
    g.reserve(EAX);
    g.value(e, EAX);
    g.give(EAX);
    code.push(EAX);
  }
  return 4;
}

function pushStructure(g: FunctionState, e: Expression): number {
  const { code } = g;
  const size = (sizeOf(e.type) + 3) & ~3;
  const mem = structure(g, e);
  if (size <= 16) {
    for (let offset = size - 4; offset >= 0; offset -= 4) code.pushMem(offsetBy(mem, offset));
    g.giveMem(mem);
    return size;
  }
  code.lea(ESI, mem);
  g.giveMem(mem);
  code.aluImm(SUB, ESP, size);
  code.mov(EDI, ESP);
  moveString(g, sizeOf(e.type));
  return size;
}
