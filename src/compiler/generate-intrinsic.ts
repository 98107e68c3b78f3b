/**
 * Intrinsic functions: what C can't say, written in place.
 */
import { unreachable } from '../machine/assert.ts';
import type { Expression, Intrinsic } from './ast.ts';
import { sizeOf } from './ctypes.ts';
import type { Mem } from './encode.ts';
import { ADD, AND, at, condition, EAX, EBP, EBX, ECX, EDI, EDX, ESP } from './encode.ts';
import { secondOf } from './generate-address.ts';
import type { FunctionState } from './generate-state.ts';

type Node = Extract<Expression, { kind: 'intrinsic' }>;

const LOCK = 0xf0;
const fs = (base: number): Mem => ({ base, index: -1, scale: 1, displacement: 0, fs: true });

/** Leaves the result, if any, in EAX or EDX:EAX; destroys all registers. */
export function intrinsic(g: FunctionState, e: Node): void {
  const { code } = g;
  const [first] = e.arguments;
  switch (e.name) {
    case '_alloca':
      alloca(g, first as Expression);
      return;
    case '__debugbreak':
      code.byte(0xcc);
      return;
    case '_ReturnAddress':
      code.load(EAX, at(EBP, 4), 4, false);
      return;
    case '__readfsdword':
      single(g, first as Expression, EAX);
      code.load(EAX, fs(EAX), 4, false);
      return;
    case '__writefsdword':
      both(g, e);
      code.store(fs(EAX), ECX, 4);
      return;
    case '_InterlockedIncrement':
    case '_InterlockedDecrement':
      single(g, first as Expression, ECX);
      code.movImm(EAX, e.name === '_InterlockedIncrement' ? 1 : -1);
      code.byte(LOCK);
      code.memory(0x0fc1, EAX, at(ECX, 0));
      code.aluImm(ADD, EAX, e.name === '_InterlockedIncrement' ? 1 : -1);
      return;
    case '_InterlockedExchange':
      both(g, e);
      code.memory(0x87, ECX, at(EAX, 0));
      code.mov(EAX, ECX);
      return;
    case '_InterlockedExchangeAdd':
      both(g, e);
      code.byte(LOCK);
      code.memory(0x0fc1, ECX, at(EAX, 0));
      code.mov(EAX, ECX);
      return;
    case '_InterlockedCompareExchange':
      compareExchange(g, e);
      return;
    case '_InterlockedCompareExchange64':
      compareExchange64(g, e);
      return;
    case '_InterlockedAnd':
    case '_InterlockedOr':
    case '_InterlockedXor':
      loopExchange(g, e, e.name === '_InterlockedAnd' ? 0x23 : e.name === '_InterlockedOr' ? 0x0b : 0x33);
      return;
    case '_interlockedbittestandset':
    case '_interlockedbittestandreset':
      both(g, e);
      code.byte(LOCK);
      code.memory(e.name === '_interlockedbittestandset' ? 0x0fab : 0x0fb3, ECX, at(EAX, 0));
      code.setcc(condition.b, EAX);
      code.extend(EAX, 1, false);
      return;
    case '_BitScanForward':
    case '_BitScanReverse':
      bitScan(g, e, e.name === '_BitScanForward' ? 0x0fbc : 0x0fbd);
      return;
    case '_byteswap_ulong':
      single(g, first as Expression, EAX);
      code.bytes(0x0f, 0xc8);
      return;
    case '__rdtsc':
      code.bytes(0x0f, 0x31);
      return;
    case '_ReadWriteBarrier':
      return;
    case '_exception_code':
    case '_exception_info':
    case '_abnormal_termination':
      exceptionQuestion(g, e, e.name);
      return;
    default:
      unreachable(e.name);
  }
}

function single(g: FunctionState, e: Expression, register: number): void {
  g.reserve(register);
  g.value(e, register);
  g.give(register);
}

/** First argument in EAX, second in ECX; not taken. */
function both(g: FunctionState, e: Node): void {
  g.reserve(EAX);
  g.value(e.arguments[0] as Expression, EAX);
  const other = secondOf(g, EAX, e.arguments[1] as Expression);
  g.code.mov(ECX, other);
  g.give(other);
  g.give(EAX);
}

/** Rounds up to 4 and moves ESP, touching each page (`__chkstk` takes the size in EAX). */
function alloca(g: FunctionState, size: Expression): void {
  g.movesStack = true;
  single(g, size, EAX);
  g.code.aluImm(ADD, EAX, 3);
  g.code.aluImm(AND, EAX, -4);
  g.code.call(g.unit.externalSymbol('__chkstk'));
  if (g.seh) g.code.store(at(EBP, -24), ESP, 4);
  g.code.mov(EAX, ESP);
}

/** Each argument put into the frame, so that any registers may take them. */
function inFrame(g: FunctionState, e: Node): readonly Mem[] {
  return e.arguments.map((argument) => {
    const wide = sizeOf(argument.type) === 8;
    const mem = g.slot(wide ? 8 : 4);
    if (wide) {
      g.wide(argument);
      g.saveWide(mem);
    } else {
      single(g, argument, EAX);
      g.code.store(mem, EAX, 4);
    }
    return mem;
  });
}

function compareExchange(g: FunctionState, e: Node): void {
  const [target, exchange, comparand] = inFrame(g, e) as [Mem, Mem, Mem];
  const { code } = g;
  code.load(ECX, target, 4, false);
  code.load(EDX, exchange, 4, false);
  code.load(EAX, comparand, 4, false);
  code.byte(LOCK);
  code.memory(0x0fb1, EDX, at(ECX, 0));
}

function compareExchange64(g: FunctionState, e: Node): void {
  const [target, exchange, comparand] = inFrame(g, e) as [Mem, Mem, Mem];
  const { code } = g;
  g.usesEbx = true;
  g.usesEdi = true;
  code.load(EDI, target, 4, false);
  code.load(EBX, exchange, 4, false);
  code.load(ECX, { ...exchange, displacement: exchange.displacement + 4 }, 4, false);
  code.load(EAX, comparand, 4, false);
  code.load(EDX, { ...comparand, displacement: comparand.displacement + 4 }, 4, false);
  code.byte(LOCK);
  code.memory(0x0fc7, 1, at(EDI, 0));
}

/** Old value in EAX; tried again until nobody came between. */
function loopExchange(g: FunctionState, e: Node, opcode: number): void {
  const [target, operand] = inFrame(g, e) as [Mem, Mem];
  const { code } = g;
  const again = code.newLabel();
  code.load(ECX, target, 4, false);
  code.load(EAX, at(ECX, 0), 4, false);
  code.place(again);
  code.mov(EDX, EAX);
  code.memory(opcode, EDX, operand);
  code.byte(LOCK);
  code.memory(0x0fb1, EDX, at(ECX, 0));
  code.jcc(condition.ne, again);
}

function bitScan(g: FunctionState, e: Node, opcode: number): void {
  both(g, e);
  const { code } = g;
  code.registers(opcode, ECX, ECX);
  const none = code.newLabel();
  const end = code.newLabel();
  code.jcc(condition.e, none);
  code.store(at(EAX, 0), ECX, 4);
  code.movImm(EAX, 1);
  code.jmp(end);
  code.place(none);
  code.setTo(EAX, 0);
  code.place(end);
}

/** Answers inside filters and __finally blocks, from the frame's registration record. */
function exceptionQuestion(g: FunctionState, e: Node, name: Intrinsic): void {
  const { code } = g;
  if (name === '_abnormal_termination') {
    if (!g.abnormalFlag) {
      g.fail(e.place, `${name}() is for __finally blocks only`);
    }
    code.load(EAX, g.abnormalFlag, 4, false);
    return;
  }
  if (name === '_exception_code' && !g.exceptionPointers) {
    if (!g.exceptionCode) g.fail(e.place, 'GetExceptionCode() is for filters and __except blocks only');
    code.load(EAX, g.exceptionCode, 4, false);
    return;
  }
  if (!g.exceptionPointers) {
    g.fail(e.place, 'GetExceptionInformation() is for filters only', 'let the filter call a function with it');
  }
  code.load(EAX, g.exceptionPointers, 4, false);
  if (name === '_exception_info') return;
  code.load(EAX, at(EAX, 0), 4, false);
  code.load(EAX, at(EAX, 0), 4, false);
}
