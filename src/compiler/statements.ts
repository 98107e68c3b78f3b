/**
 * Statements and function bodies.
 *
 *     block := { { declaration | statement } }
 *     statement := block | if ( e ) statement [else statement] | while … | do … | for … | switch … | return [e] ; | …
 */

import { asmStatement } from './asm-lines.ts';
import type { Block, Expression, Statement, Variable } from './ast.ts';
import { cast, value } from './build.ts';
import { passTo, temporary } from './call.ts';
import { wrapInteger } from './constants.ts';
import { condition, convert } from './convert.ts';
import { refuseCpp } from './cplusplus.ts';
import { type FunctionType, INT } from './ctypes.ts';
import { localDeclaration } from './declarations.ts';
import { declared } from './declarators.ts';
import { assignment, constantInteger, expression } from './expressions.ts';
import { nearest } from './nearest.ts';
import type { CurrentFunction, Parser } from './parser.ts';
import { specifiers, startsDeclaration } from './specifiers.ts';
import { END, IDENTIFIER, type Token } from './tokenize.ts';
import { isInteger, promoted, typeText } from './types.ts';

/** The body of a function whose parameters are in scope; adds the definition to the unit. */
export function functionBody(
  p: Parser,
  variable: Variable,
  parameters: readonly Variable[],
  spot: Token,
  isInline: boolean,
): void {
  const type = variable.type as FunctionType;
  const current: CurrentFunction = {
    variable,
    returns: type.returns,
    labels: new Set(),
    gotos: [],
    loops: 0,
    breakables: 0,
    tries: 0,
    switches: [],
    hasAsm: false,
    hasReturn: false,
  };
  const unitReferences = p.references;
  const unitData = p.data;
  p.references = new Set();
  p.data = [];
  p.function = current;
  const body = block(p, true);
  for (const label of current.gotos) {
    if (current.labels.has(label.text) || current.hasAsm) continue;
    const near = nearest(label.text, current.labels);
    p.fail(label, `there is no label '${label.text}' in this function`, near ? `did you mean '${near}'?` : undefined);
  }
  const needsReturn = type.returns.kind !== 'void' && !/^w?main$/.test(variable.name);
  if (needsReturn && !current.hasReturn && !current.hasAsm && !endsInLoop(body))
    p.warn(spot, `'${variable.name}' must return a value`, "its result is whatever EAX holds: end it with 'return …;'");
  p.function = undefined;
  const definition = { variable, type, parameters, body, place: p.place(spot), end: body.end };
  p.functions.push({ definition, isInline, references: p.references, data: p.data });
  p.references = unitReferences;
  p.data = unitData;
}

/** Whether a function's last statement is `for (;;)` or `while (1)`: as a rule nobody comes to its end. */
function endsInLoop({ statements }: Block): boolean {
  const last = statements.at(-1);
  if (last?.kind === 'block') return endsInLoop(last);
  if (last?.kind === 'for') return last.condition === undefined;
  return last?.kind === 'while' && last.condition.kind === 'integer' && last.condition.value !== 0n;
}

/** { … }. The outermost block of a function shares the scope of its parameters' names. */
function block(p: Parser, isFunction = false): Block {
  p.enter();
  const open = p.expect('{', '');
  const scope = isFunction ? p.scope : p.pushScope();
  const statements: Statement[] = [];
  while (!p.is('}')) {
    if (p.token.kind === END) p.fail(open, "this '{' is never closed: the file ends before its '}'");
    blockItem(p, statements);
  }
  const close = p.take();
  if (!isFunction) p.popScope();
  p.leave();
  return { kind: 'block', place: p.place(open), variables: scope.variables, statements, end: p.place(close) };
}

function blockItem(p: Parser, statements: Statement[]): void {
  p.resetChain();
  if (isLabel(p)) {
    // Labels in a row stay flat: each before an empty statement.
    statements.push(labelled(p, () => emptyStatement(p, p.previous)));
    return;
  }
  if (startsDeclaration(p) && !isCppExpression(p)) {
    for (const s of localDeclaration(p)) statements.push(s);
    return;
  }
  statements.push(statement(p));
}

/** In C++, `T(x);` and `std::f()` at the start of a statement are expressions. */
function isCppExpression(p: Parser): boolean {
  return p.isCpp && p.peek(1).text === '(' && p.token.kind === IDENTIFIER && p.scope.find(p.token.text) !== undefined;
}

function isLabel(p: Parser): boolean {
  const { token } = p;
  if (token.text === 'case' || token.text === 'default') return true;
  return token.kind === IDENTIFIER && p.peek(1).text === ':' && !p.isKeyword(token.text);
}

function emptyStatement(p: Parser, spot: Token): Block {
  const place = p.place(spot);
  return { kind: 'block', place, variables: [], statements: [], end: place };
}

/** One statement. */
function statement(p: Parser): Statement {
  p.enter();
  p.resetChain();
  const result = anyStatement(p);
  p.leave();
  return result;
}

function anyStatement(p: Parser): Statement {
  const { token } = p;
  switch (token.text) {
    case '{':
      return block(p);
    case ';':
      p.take();
      return emptyStatement(p, token);
    case 'if':
      return ifStatement(p);
    case 'while':
      return whileStatement(p);
    case 'do':
      return doStatement(p);
    case 'for':
      return forStatement(p);
    case 'switch':
      return switchStatement(p);
    case 'return':
      return returnStatement(p);
    case 'break':
      if (p.function!.breakables === 0) p.fail(token, "'break' stands outside a loop or switch");
      return jump(p, 'break');
    case 'continue':
      if (p.function!.loops === 0) p.fail(token, "'continue' stands outside a loop");
      return jump(p, 'continue');
    case 'goto':
      return gotoStatement(p);
    case '__try':
    case '_try':
      return tryStatement(p);
    case '__leave':
    case '_leave':
      if (p.function!.tries === 0) p.fail(token, "'__leave' stands outside a __try block");
      return jump(p, 'leave');
    case '__asm':
    case '_asm':
      return asmStatement(p);
    case '__asm__':
    case 'asm':
      if (token.text === 'asm' && !p.isCpp) break;
      return p.fail(token, "assembly is written __asm { … } here, in Intel's syntax");
    case 'else':
      return p.fail(token, "this 'else' belongs to no 'if'", "is there a ';' or a missing '{' before it?");
    case '__except':
    case '__finally':
      return p.fail(token, `'${token.text}' belongs to no __try`);
  }
  if (isLabel(p)) return labelled(p, () => (p.is('}') ? emptyStatement(p, p.previous) : statement(p)));
  refuseCpp(p);
  if (startsDeclaration(p) && !isCppExpression(p) && !startsValue(p))
    p.fail(token, "a declaration can't be the only statement here", "put it into '{' and '}'");
  const e = expression(p);
  p.expect(';', 'after the expression');
  return { kind: 'expression', place: p.place(token), expression: value(e) };
}

/** A type word that starts an expression: `int(x)` in C++. */
function startsValue(p: Parser): boolean {
  return p.isCpp && p.peek(1).text === '(';
}

function jump(p: Parser, kind: 'break' | 'continue' | 'leave'): Statement {
  const spot = p.take();
  p.expect(';', `after ${spot.text}`);
  return { kind, place: p.place(spot) };
}

/** ( condition ); in C++ it may declare a variable. */
function parenthesized(p: Parser, after: string): Expression {
  p.expect('(', `after ${after}`);
  const spot = p.token;
  const test = p.isCpp && startsDeclaration(p) && p.peek(1).text !== '(' ? declaredCondition(p) : expression(p);
  if (test.kind === 'assign' && test.value.kind === 'integer')
    p.warn(p.previous, 'the condition assigns a constant', "'==' compares");
  const tested = condition(p, test, spot);
  p.expect(')', 'after the condition');
  return tested;
}

/** type name = value */
function declaredCondition(p: Parser): Expression {
  const s = specifiers(p);
  if (!s.type) return expression(p);
  const d = declared(p, s.type, s.isConst, s.convention, s.attributes, false);
  const spot = p.expect('=', 'after the variable of a condition');
  const variable: Variable = { ...temporary(p, d.type, d.name!), name: d.text, linkName: d.text };
  p.scope.variables[p.scope.variables.length - 1] = variable;
  p.scope.names.set(d.text, { kind: 'variable', variable });
  const target: Expression = { kind: 'variable', type: d.type, place: p.place(d.name!), variable };
  return {
    kind: 'assign',
    type: d.type,
    place: p.place(spot),
    target,
    value: convert(p, assignment(p), d.type, spot, 'the initialiser'),
  };
}

/** A statement with a scope of its own, which is made a block if something was declared in it. */
function scoped(p: Parser, parse: () => Statement): Statement {
  const scope = p.pushScope();
  const result = parse();
  p.popScope();
  if (scope.variables.length === 0) return result;
  return {
    kind: 'block',
    place: result.place,
    variables: scope.variables,
    statements: [result],
    end: p.place(p.previous),
  };
}

function ifStatement(p: Parser): Statement {
  return scoped(p, () => {
    const spot = p.take();
    const test = parenthesized(p, 'if');
    const then = statement(p);
    const otherwise = p.accept('else') ? statement(p) : undefined;
    return { kind: 'if', place: p.place(spot), condition: test, then, otherwise };
  });
}

function loopBody(p: Parser): Statement {
  const current = p.function!;
  current.loops++;
  current.breakables++;
  const body = statement(p);
  current.loops--;
  current.breakables--;
  return body;
}

function whileStatement(p: Parser): Statement {
  return scoped(p, () => {
    const spot = p.take();
    const test = parenthesized(p, 'while');
    return { kind: 'while', place: p.place(spot), condition: test, body: loopBody(p) };
  });
}

function doStatement(p: Parser): Statement {
  const spot = p.take();
  const body = loopBody(p);
  p.expect('while', "after the body of 'do'");
  p.resetChain();
  const test = parenthesized(p, 'while');
  p.expect(';', "after 'do … while (…)'");
  return { kind: 'doWhile', place: p.place(spot), condition: test, body };
}

function forStatement(p: Parser): Statement {
  return scoped(p, () => {
    const spot = p.take();
    p.expect('(', 'after for');
    const initial = forInitial(p);
    const conditionSpot = p.token;
    const test = p.is(';') ? undefined : condition(p, expression(p), conditionSpot);
    p.expect(';', 'after the condition of for');
    p.resetChain();
    const step = p.is(')') ? undefined : value(expression(p));
    p.expect(')', 'after the parts of for');
    return { kind: 'for', place: p.place(spot), initial, condition: test, step, body: loopBody(p) };
  });
}

function forInitial(p: Parser): Statement | undefined {
  const spot = p.token;
  if (p.accept(';')) return undefined;
  if (startsDeclaration(p)) {
    const statements = localDeclaration(p);
    if (statements.length === 1) return statements[0];
    return { kind: 'block', place: p.place(spot), variables: [], statements, end: p.place(p.previous) };
  }
  const e = expression(p);
  p.expect(';', 'after the first part of for');
  return { kind: 'expression', place: p.place(spot), expression: value(e) };
}

function switchStatement(p: Parser): Statement {
  return scoped(p, () => {
    const spot = p.take();
    const start = p.peek(1);
    const test = parenthesized(p, 'switch');
    if (!isInteger(test.type)) p.fail(start, `switch needs an integer, not '${typeText(test.type)}'`);
    const type = promoted(test.type);
    const state = { type, cases: [], seen: new Set<bigint>(), hasDefault: false };
    const current = p.function!;
    current.switches.push(state);
    current.breakables++;
    const body = statement(p);
    current.breakables--;
    current.switches.pop();
    return {
      kind: 'switch',
      place: p.place(spot),
      value: cast(test, type),
      cases: state.cases,
      hasDefault: state.hasDefault,
      body,
    };
  });
}

/** case value : statement, default : statement, name : statement */
function labelled(p: Parser, rest: () => Statement): Statement {
  const spot = p.take();
  const current = p.function!;
  if (spot.text !== 'case' && spot.text !== 'default') {
    if (current.labels.has(spot.text)) p.fail(spot, `there are two labels named '${spot.text}'`);
    current.labels.add(spot.text);
    p.take();
    return { kind: 'label', place: p.place(spot), label: spot.text, statement: rest() };
  }
  const state = current.switches[current.switches.length - 1];
  if (!state) p.fail(spot, `'${spot.text}' stands outside a switch`);
  if (spot.text === 'default') {
    if (state.hasDefault) p.fail(spot, 'the switch has two default labels');
    state.hasDefault = true;
    p.expect(':', 'after default');
    return { kind: 'case', place: p.place(spot), label: 'default', statement: rest() };
  }
  const { value: number, spot: at } = constantInteger(p, 'a case label');
  const wrapped = state.type.kind === 'integer' ? wrapInteger(number, state.type) : number;
  if (state.seen.has(wrapped)) p.fail(at, `the switch has two labels for ${wrapped}`);
  state.seen.add(wrapped);
  const label = { value: wrapped, place: p.place(spot) };
  state.cases.push(label);
  p.expect(':', 'after the value of the case');
  return { kind: 'case', place: p.place(spot), label, statement: rest() };
}

function returnStatement(p: Parser): Statement {
  const spot = p.take();
  const place = p.place(spot);
  const { returns, variable } = p.function!;
  p.function!.hasReturn = true;
  if (p.is(';')) {
    p.take();
    if (returns.kind !== 'void') p.warn(spot, `'${variable.name}' must return a value`);
    return { kind: 'return', place, value: undefined };
  }
  const start = p.token;
  const e = expression(p);
  p.expect(';', 'after return');
  if (returns.kind === 'void') {
    if (e.type.kind !== 'void') p.fail(start, `'${variable.name}' returns nothing (void), so no value can stand here`);
    return { kind: 'return', place, value: e };
  }
  return { kind: 'return', place, value: passTo(p, e, returns, start, 'the returned value') };
}

function gotoStatement(p: Parser): Statement {
  const spot = p.take();
  const label = p.identifier('a label');
  p.function!.gotos.push(label);
  p.expect(';', 'after the label');
  return { kind: 'goto', place: p.place(spot), label: label.text };
}

/** __try block ( __except ( filter ) block | __finally block ) */
function tryStatement(p: Parser): Statement {
  const spot = p.take();
  const current = p.function!;
  current.tries++;
  const body = block(p);
  current.tries--;
  const place = p.place(spot);
  if (p.accept('__finally') || p.accept('_finally')) return { kind: 'tryFinally', place, body, finally: block(p) };
  if (!p.accept('__except') && !p.accept('_except'))
    p.failExpected("'__except' or '__finally'", 'after the __try block', false);
  p.expect('(', 'after __except');
  const start = p.token;
  const filter = convert(p, expression(p), INT, start, 'the filter');
  p.expect(')', 'after the filter');
  const before = p.exceptionCodes;
  const handler = block(p);
  return { kind: 'tryExcept', place, body, filter, handler, usesCode: p.exceptionCodes > before };
}
