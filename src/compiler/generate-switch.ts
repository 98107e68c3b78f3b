/**
 * `switch`: a table of addresses when the cases lie close together, otherwise a chain of comparisons.
 */
import type { Statement } from './ast.ts';
import { CMP, condition, EAX, EDX, SUB } from './encode.ts';
import type { FunctionState } from './generate-state.ts';
import { isWide } from './generate-state.ts';

type Switch = Extract<Statement, { kind: 'switch' }>;

const smaller = (a: bigint, b: bigint): bigint => (b < a ? b : a);
const larger = (a: bigint, b: bigint): bigint => (b > a ? b : a);

export function switchStatement(g: FunctionState, s: Switch): void {
  const end = { label: g.code.newLabel(), level: g.seh?.level ?? -1, finallyDepth: g.inFinally };
  const labels = new Map<bigint | 'default', number>();
  for (const c of s.cases) if (!labels.has(c.value)) labels.set(c.value, g.code.newLabel());
  if (s.hasDefault) labels.set('default', g.code.newLabel());
  const values = [...labels.keys()].filter((key) => key !== 'default');
  const otherwise = labels.get('default') ?? end.label;
  if (isWide(s.value.type)) wideChain(g, s, labels, otherwise);
  else {
    g.reserve(EAX);
    g.value(s.value, EAX);
    g.give(EAX);
    const least = values.reduce(smaller, values[0] ?? 0n);
    const most = values.reduce(larger, values[0] ?? 0n);
    if (values.length > 4 && most - least < BigInt(values.length) * 3n) table(g, labels, least, most, otherwise);
    else chain(g, values, labels, otherwise);
  }
  g.frame.endExpression();
  const outer = g.cases;
  g.cases = labels;
  g.breaks.push(end);
  g.statement(s.body);
  g.breaks.pop();
  g.cases = outer;
  g.code.place(end.label);
}

function chain(
  g: FunctionState,
  values: readonly bigint[],
  labels: ReadonlyMap<bigint | 'default', number>,
  otherwise: number,
): void {
  for (const value of values) {
    g.code.aluImm(CMP, EAX, Number(BigInt.asIntN(32, value)));
    g.code.jcc(condition.e, labels.get(value) as number);
  }
  g.code.jmp(otherwise);
}

function table(
  g: FunctionState,
  labels: ReadonlyMap<bigint | 'default', number>,
  least: bigint,
  most: bigint,
  otherwise: number,
): void {
  const entries: number[] = [];
  for (let value = least; value <= most; value++) entries.push(labels.get(value) ?? otherwise);
  if (least !== 0n) g.code.aluImm(SUB, EAX, Number(BigInt.asIntN(32, least)));
  g.code.aluImm(CMP, EAX, entries.length - 1);
  g.code.jcc(condition.a, otherwise);
  const label = g.code.addressTable(entries);
  // jmp dword ptr [table+eax*4]
  g.code.memory(0xff, 4, { base: -1, index: EAX, scale: 4, displacement: 0, label });
}

function wideChain(
  g: FunctionState,
  s: Switch,
  labels: ReadonlyMap<bigint | 'default', number>,
  otherwise: number,
): void {
  g.wide(s.value);
  for (const [value, label] of labels) {
    if (value === 'default') continue;
    const next = g.code.newLabel();
    g.code.aluImm(CMP, EAX, Number(BigInt.asIntN(32, value)));
    g.code.jcc(condition.ne, next);
    g.code.aluImm(CMP, EDX, Number(BigInt.asIntN(32, value >> 32n)));
    g.code.jcc(condition.e, label);
    g.code.place(next);
  }
  g.code.jmp(otherwise);
}
