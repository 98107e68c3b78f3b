/**
 * register = register operator operand, for the operators that one instruction does.
 */
import type { BinaryOperator, Expression } from './ast.ts';
import { ADD, AND, OR, SUB, XOR } from './encode.ts';
import { secondOf } from './generate-address.ts';
import { directOperand } from './generate-operand.ts';
import type { FunctionState } from './generate-state.ts';

const aluOf: Partial<Record<BinaryOperator, number>> = { '+': ADD, '-': SUB, '&': AND, '|': OR, '^': XOR };

/** target = target operator right. */
export function apply(g: FunctionState, operator: BinaryOperator, target: number, right: Expression): void {
  const { code } = g;
  const alu = aluOf[operator];
  const operand = directOperand(g, right);
  if (!operand) {
    const register = secondOf(g, target, right);
    if (alu === undefined) code.imul(target, register);
    else code.alu(alu, target, register);
    g.give(register);
  } else if (operand.kind === 'memory') {
    if (alu === undefined) code.imulMem(target, operand.mem);
    else code.aluMem(alu, target, operand.mem);
  } else if (alu === undefined) multiplyBy(g, target, operand.value);
  else if (operand.symbol !== undefined) code.aluSymbol(alu, target, operand.symbol, operand.value);
  else code.aluImm(alu, target, operand.value);
}

function multiplyBy(g: FunctionState, target: number, factor: number): void {
  const log = Math.log2(factor >>> 0);
  if (factor === 1) return;
  if (Number.isInteger(log)) g.code.shiftImm(4, target, log);
  else g.code.imulImm(target, target, factor);
}
