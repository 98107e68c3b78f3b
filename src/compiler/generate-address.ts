/**
 * Addresses: turns an lvalue into the memory operand of an instruction, with as much as possible folded into it.
 */
import type { Expression, Variable } from './ast.ts';
import type { Mem } from './encode.ts';
import { at, atSymbol, EAX, ECX, offsetBy } from './encode.ts';
import type { Parts } from './generate-operand.ts';
import { directMem, isIndirect, need, placeParts, pointerParts, variableMem } from './generate-operand.ts';
import type { FunctionState } from './generate-state.ts';

/** The memory operand of an lvalue. Its registers stay taken until `giveMem`. */
export function address(g: FunctionState, e: Expression): Mem {
  return memOfParts(g, placeParts(e));
}

/** Leaves the address that a pointer-valued sum or `addressOf` stands for in `target`. */
export function addressValue(g: FunctionState, e: Expression, target: number): void {
  g.give(target);
  const mem = memOfParts(g, e.kind === 'addressOf' ? placeParts(e.object) : pointerParts(e));
  g.giveMem(mem);
  g.reserve(target);
  g.code.lea(target, mem);
}

function memOfParts(g: FunctionState, parts: Parts): Mem {
  const { index } = parts;
  if (!index) return memOfBase(g, parts);
  if (!parts.base) {
    const mem = directMem(g, parts);
    const register = g.take(ECX);
    g.value(index, register);
    return mem.base < 0 && parts.scale === 1
      ? { ...mem, base: register }
      : { ...mem, index: register, scale: parts.scale };
  }
  const [base, indexRegister] = pair(g, parts.base, index);
  return { base, index: indexRegister, scale: parts.scale, displacement: parts.displacement };
}

function memOfBase(g: FunctionState, parts: Parts): Mem {
  if (parts.structure) return offsetBy(g.structure(parts.structure), parts.displacement);
  if (parts.base) {
    const register = g.take(EAX);
    g.value(parts.base, register);
    return at(register, parts.displacement);
  }
  if (parts.variable && isIndirect(parts.variable)) return offsetBy(indirect(g, parts.variable), parts.displacement);
  return directMem(g, parts);
}

/** Both values in registers of their own; the first is worked out first. */
export function pair(g: FunctionState, first: Expression, second: Expression): [number, number] {
  const a = g.take(EAX);
  g.value(first, a);
  const b = secondOf(g, a, second);
  return [a, b];
}

/** Works out `second` into a register of its own while `first` (a taken register) keeps its value. */
export function secondOf(g: FunctionState, first: number, second: Expression): number {
  if (need(second) <= g.freeCount) {
    const register = g.take(ECX);
    g.value(second, register);
    return register;
  }
  const saved = g.slot();
  g.code.store(saved, first, 4);
  g.value(second, first);
  const register = g.take(ECX);
  g.code.mov(register, first);
  g.code.load(first, saved, 4, false);
  return register;
}

function indirect(g: FunctionState, variable: Variable): Mem {
  if (variable.attributes.dllimport) {
    const register = g.take(EAX);
    g.code.load(register, atSymbol(g.unit.importSymbol(variable)), 4, false);
    return at(register, 0);
  }
  return threadLocal(g, variable);
}

/** A thread's copy: in the block that the module's index selects from the thread's array at TEB+2Ch. */
function threadLocal(g: FunctionState, variable: Variable): Mem {
  const array = g.take(EAX);
  const index = g.take(ECX);
  g.code.load(index, atSymbol(g.unit.externalSymbol('__tls_index')), 4, false);
  g.code.load(array, { base: -1, index: -1, scale: 1, displacement: 0x2c, fs: true }, 4, false);
  g.code.load(array, { base: array, index, scale: 4, displacement: 0 }, 4, false);
  g.give(index);
  const mem = variableMem(g, variable);
  return { ...mem, base: array, sectionRelative: true };
}
