/**
 * The little C++ that small samples use, in expressions: `true`, `new`, `delete`, named casts, `T(value)`. All else of C++
 * is refused in words.
 */
import type { Expression, Variable } from './ast.ts';
import { binary, cast, integer, value } from './build.ts';
import { makeCall, temporary } from './call.ts';
import { convert, explicitCast } from './convert.ts';
import { BOOL, type CType, type FunctionType, INT, pointerTo, sizeOf, UNSIGNED_INT, VOID } from './ctypes.ts';
import type { Parser } from './parser.ts';
import type { Spot } from './source.ts';
import type { Token } from './tokenize.ts';
import { isComplete, isPointer, isReference, typeText } from './types.ts';

const REFUSED: Readonly<Record<string, string>> = {
  class: 'classes are not supported: this compiler takes C and the little C++ of small samples',
  template: 'templates are not supported',
  throw: "C++ exceptions are not supported; Windows' own are: __try and __except",
  try: "C++ exceptions are not supported; Windows' own are: __try and __except",
  catch: "C++ exceptions are not supported; Windows' own are: __try and __except",
  dynamic_cast: 'dynamic_cast needs classes, which are not supported',
  typeid: 'typeid is not supported',
  this: 'member functions are not supported',
  virtual: 'virtual functions are not supported',
  public: 'classes are not supported',
  private: 'classes are not supported',
  protected: 'classes are not supported',
  friend: 'classes are not supported',
  operator: "operators other than new and delete can't be defined",
  typename: 'templates are not supported',
  explicit: 'classes are not supported',
  mutable: 'classes are not supported',
  thread_local: 'thread_local is not supported; __declspec(thread) is',
};

/** Fails with a sentence if the token belongs to C++ that isn't supported. */
export function refuseCpp(p: Parser): void {
  const next = p.peek(1).text;
  if (p.is('operator') && (next === 'new' || next === 'delete')) return;
  const sentence = p.isCpp && Object.hasOwn(REFUSED, p.token.text) ? REFUSED[p.token.text] : undefined;
  if (sentence) p.fail(p.token, sentence);
}

/** new, delete, and casts by name. */
export function cppUnary(p: Parser, unary: (p: Parser) => Expression): Expression | undefined {
  switch (p.token.text) {
    case 'new':
      return newExpression(p, p.take());
    case 'delete':
      return deleteExpression(p, p.take(), unary);
    case '::':
      p.take();
      if (p.is('new') || p.is('delete')) return cppUnary(p, unary);
      return unary(p);
    default:
      return undefined;
  }
}

/** true, false, `static_cast<T>(e)`, `T(e)`. */
export function cppPrimary(p: Parser): Expression | undefined {
  if (p.is('std') && p.peek(1).text === '::') {
    p.take();
    p.take();
  }
  const { token } = p;
  switch (token.text) {
    case 'true':
    case 'false':
      p.take();
      return integer(token.text === 'true' ? 1n : 0n, BOOL, p.place(token));
    case 'static_cast':
    case 'reinterpret_cast':
    case 'const_cast': {
      p.take();
      p.expect('<', `after ${token.text}`);
      const { type } = p.rules.typeName(p);
      p.expect('>', 'after the type');
      p.expect('(', 'after the type');
      const operand = p.rules.expression(p);
      p.expect(')', 'after the value');
      return explicitCast(p, operand, type, token);
    }
    case 'operator':
      if (p.peek(1).text === 'new' || p.peek(1).text === 'delete') return operatorCall(p);
      break;
    case 'nullptr':
      p.take();
      return integer(0n, pointerTo(VOID), p.place(token));
  }
  refuseCpp(p);
  if (p.peek(1).text === '(' && p.rules.startsType(p)) return functionalCast(p, token);
  return undefined;
}

function functionalCast(p: Parser, spot: Token): Expression {
  const { type } = p.rules.simpleType(p);
  p.expect('(', 'after the type');
  if (p.accept(')')) return cast(integer(0n, INT, p.place(spot)), type);
  const operand = p.rules.expression(p);
  p.expect(')', 'after the value');
  return explicitCast(p, operand, type, spot);
}

/** A function such as `operator new[]`, as it must be declared for these arguments. */
export function operatorFunction(
  p: Parser,
  name: string,
  parameters: readonly { name: string; type: CType }[],
  returns: CType,
  spot: Spot,
): Variable {
  const key = operatorKey(name, parameters);
  const known = p.fileScope.find(key);
  if (known?.kind === 'variable') return known.variable;
  const type: FunctionType = {
    kind: 'function',
    returns,
    parameters,
    variadic: false,
    unprototyped: false,
    convention: 'cdecl',
  };
  const variable: Variable = {
    name,
    type,
    place: p.place(spot),
    storage: 'global',
    external: true,
    linkName: key,
    cLinkage: false,
    attributes: {},
  };
  p.fileScope.names.set(key, { kind: 'variable', variable });
  return variable;
}

/** The name under which one of several functions of an operator is kept: "operator new(unsigned int)". */
export function operatorKey(name: string, parameters: readonly { readonly type: CType }[]): string {
  const types = parameters.map(({ type }) => {
    if (type.kind === 'integer' && type.size === 4) return 'unsigned int';
    if (isReference(type) && type.to.kind === 'struct') return `${type.toConst ? 'const ' : ''}${type.to.tag} &`;
    return typeText(type);
  });
  return `${name}(${types.join(',')})`;
}

/** new [( placement )] type [ [count] ] [ (value) ] */
function newExpression(p: Parser, spot: Token): Expression {
  const placement: Expression[] = [];
  const spots: Token[] = [];
  if (p.is('(') && !p.rules.startsType(p, 1)) {
    p.take();
    do {
      spots.push(p.token);
      placement.push(p.rules.assignment(p));
    } while (p.accept(','));
    p.expect(')', 'after the arguments of new');
  }
  const parenthesized = p.accept('(');
  const { type, count } = p.rules.newType(p);
  if (parenthesized) p.expect(')', 'after the type');
  if (!isComplete(type)) p.fail(spot, `the size of '${typeText(type)}' isn't known, so new can't make one`);
  const place = p.place(spot);
  const one = integer(sizeOf(type), UNSIGNED_INT, place);
  const bytes = count
    ? binary('*', convert(p, count, UNSIGNED_INT, spot, 'the number of elements'), one, UNSIGNED_INT, place)
    : one;
  const name = count ? 'operator new[]' : 'operator new';
  const parameters = [
    { name: 'size', type: UNSIGNED_INT as CType },
    ...placement.map((e) => ({ name: '', type: placementType(value(e), e) })),
  ];
  const callee = operatorFunction(p, name, parameters, pointerTo(VOID), spot);
  p.references.add(callee);
  const node: Expression = { kind: 'variable', type: callee.type, place, variable: callee };
  const call = makeCall(p, node, callee.type as FunctionType, [bytes, ...placement], [spot, ...spots], spot);
  const pointer = cast(call, pointerTo(type));
  if (!p.is('(')) return pointer;
  p.take();
  if (p.accept(')')) return count ? pointer : initialized(p, pointer, type, cast(integer(0n, INT, place), type), spot);
  if (count) p.fail(p.token, "elements of an array made by new can't be given values here");
  const first = p.rules.assignment(p);
  p.expect(')', 'after the value');
  return initialized(p, pointer, type, convert(p, first, type, spot, 'the value for new'), spot);
}

/** `operator new(size, …)` and `operator delete(pointer)`, called by their names. */
function operatorCall(p: Parser): Expression {
  p.take();
  const spot = p.take();
  let name = `operator ${spot.text}`;
  if (p.is('[') && p.peek(1).text === ']') {
    p.take();
    p.take();
    name += '[]';
  }
  p.expect('(', `after ${name}`);
  const args: Expression[] = [];
  const spots: Token[] = [];
  do {
    spots.push(p.token);
    args.push(p.rules.assignment(p));
  } while (p.accept(','));
  const close = p.token;
  p.expect(')', `after the arguments of ${name}`);
  const isNew = spot.text === 'new';
  const first = { name: '', type: isNew ? UNSIGNED_INT : pointerTo(VOID) };
  const others = args.slice(1).map((e) => ({ name: '', type: placementType(value(e), e) }));
  const callee = operatorFunction(p, name, [first, ...others], isNew ? pointerTo(VOID) : VOID, spot);
  p.references.add(callee);
  const node: Expression = { kind: 'variable', type: callee.type, place: p.place(spot), variable: callee };
  return makeCall(p, node, callee.type as FunctionType, args, spots, close);
}

function placementType(passed: Expression, original: Expression): CType {
  if (original.type.kind === 'struct') return { ...pointerTo(original.type, true), isReference: true };
  return passed.type;
}

/** (t = pointer, *t = value, t) */
function initialized(p: Parser, pointer: Expression, type: CType, first: Expression, spot: Token): Expression {
  const variable = temporary(p, pointer.type, spot);
  const place = pointer.place;
  const read: Expression = { kind: 'variable', type: pointer.type, place, variable };
  const keep: Expression = { kind: 'assign', type: pointer.type, place, target: read, value: pointer };
  const target: Expression = { kind: 'dereference', type, place, pointer: read };
  const store: Expression = { kind: 'assign', type, place, target, value: first };
  const comma = (left: Expression, right: Expression): Expression => ({
    kind: 'comma',
    type: right.type,
    place,
    left,
    right,
  });
  return comma(comma(keep, store), read);
}

/** delete pointer, delete[] pointer */
function deleteExpression(p: Parser, spot: Token, unary: (p: Parser) => Expression): Expression {
  let name = 'operator delete';
  if (p.is('[') && p.peek(1).text === ']') {
    p.take();
    p.take();
    name = 'operator delete[]';
  }
  const start = p.token;
  p.enter();
  const pointer = value(unary(p));
  p.leave();
  if (!isPointer(pointer.type)) p.fail(start, `delete needs a pointer, not '${typeText(pointer.type)}'`);
  const callee = operatorFunction(p, name, [{ name: 'block', type: pointerTo(VOID) }], VOID, spot);
  p.references.add(callee);
  const node: Expression = { kind: 'variable', type: callee.type, place: p.place(spot), variable: callee };
  return makeCall(p, node, callee.type as FunctionType, [cast(pointer, pointerTo(VOID))], [start], start);
}
