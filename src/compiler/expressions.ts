/**
 * Expressions.
 *
 *     expression := assignment {, assignment}
 *     assignment := conditional | unary assignment-operator assignment
 *     conditional := binary [? expression : conditional]
 *     binary := unary {operator unary}              by precedence
 */
import type { Expression } from './ast.ts';
import { arithmeticOf, value } from './build.ts';
import { condition, convert } from './convert.ts';
import type { CType } from './ctypes.ts';
import { binaryOf, checkAssignable, choose, compound, logical } from './operators.ts';
import type { Parser } from './parser.ts';
import { unaryExpression } from './primary.ts';
import type { Token } from './tokenize.ts';

const PRECEDENCE = new Map<string, number>(
  Object.entries({
    '||': 1,
    '&&': 2,
    '|': 3,
    '^': 4,
    '&': 5,
    '==': 6,
    '!=': 6,
    '<': 7,
    '>': 7,
    '<=': 7,
    '>=': 7,
    '<<': 8,
    '>>': 8,
    '+': 9,
    '-': 9,
    '*': 10,
    '/': 10,
    '%': 10,
  }),
);

/** A full expression with commas. */
export function expression(p: Parser): Expression {
  let left = assignment(p);
  while (p.is(',')) {
    p.link();
    const comma = p.take();
    const right = value(assignment(p));
    left = { kind: 'comma', type: right.type, place: p.place(comma), left: value(left), right };
  }
  return left;
}

/** An expression without commas: an argument, an initialiser. */
export function assignment(p: Parser): Expression {
  p.enter();
  const start = p.token;
  let left = conditional(p);
  const operator = p.token;
  if (operator.text === '=') {
    p.take();
    checkAssignable(p, left, operator, start);
    const right = convert(p, assignment(p), left.type, operator, 'the assigned value');
    left = { kind: 'assign', type: left.type, place: p.place(operator), target: left, value: right };
  } else {
    const arithmetic = arithmeticOf(operator.text);
    if (arithmetic) {
      p.take();
      checkAssignable(p, left, operator, start);
      left = compound(p, arithmetic, left, assignment(p), operator);
    }
  }
  p.leave();
  return left;
}

/** conditional := binary [? expression : conditional] */
export function conditional(p: Parser): Expression {
  const start = p.token;
  const test = binaryExpression(p, 1);
  if (!p.is('?')) return test;
  p.enter();
  const question = p.take();
  const tested = condition(p, test, start);
  const then = expression(p);
  p.expect(':', 'of ? :');
  const otherwise = conditional(p);
  p.leave();
  return choose(p, tested, then, otherwise, question);
}

function binaryExpression(p: Parser, least: number): Expression {
  let start = p.token;
  let left = unaryExpression(p);
  for (;;) {
    const operator = p.token;
    const precedence = PRECEDENCE.get(operator.text);
    if (precedence === undefined || precedence < least) return left;
    p.link();
    p.take();
    const rightStart = p.token;
    const right = binaryExpression(p, precedence + 1);
    if (precedence <= 2) left = logical(p, condition(p, left, start), condition(p, right, rightStart), operator);
    else left = binaryOf(p, value(left), value(right), operator);
    start = operator;
  }
}

/** An integer constant expression. */
export function constantInteger(p: Parser, what: string): { value: bigint; type: CType; spot: Token } {
  const spot = p.token;
  const e = conditional(p);
  if (e.kind !== 'integer' || e.type.kind !== 'integer') {
    p.fail(spot, `${what} must be a constant integer`, e.kind === 'float' ? 'write it without a fraction' : undefined);
  }
  return { value: e.value, type: e.type, spot };
}
