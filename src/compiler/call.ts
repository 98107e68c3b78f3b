/**
 * Calls: arguments against parameters.
 */
import type { Expression, Variable } from './ast.ts';
import { addressOf, dereference, isLvalue, promoteArgument, value } from './build.ts';
import { convert } from './convert.ts';
import { type CType, type FunctionType, VOID } from './ctypes.ts';
import { checkFormat } from './format-check.ts';
import type { Parser } from './parser.ts';
import type { Token } from './tokenize.ts';
import { isPointer, isReference, isScalar, sameType, typeText } from './types.ts';

/** ( arguments ) behind what is called. */
export function finishCall(p: Parser, called: Expression): Expression {
  const open = p.take();
  const { callee, type } = calleeOf(p, called, open);
  const spots: Token[] = [];
  const args: Expression[] = [];
  if (!p.is(')'))
    do {
      spots.push(p.token);
      args.push(p.rules.assignment(p));
    } while (p.accept(','));
  const close = p.expect(')', 'after the arguments');
  return makeCall(p, callee, type, args, spots, close);
}

function calleeOf(p: Parser, called: Expression, open: Token): { callee: Expression; type: FunctionType } {
  if (called.kind === 'variable' && called.type.kind === 'function') return { callee: called, type: called.type };
  const pointer = value(called);
  if (isPointer(pointer.type) && pointer.type.to.kind === 'function') {
    const callee = pointer.kind === 'addressOf' && pointer.object.kind === 'variable' ? pointer.object : pointer;
    return { callee, type: pointer.type.to };
  }
  return p.fail(open, `what stands before '(' is no function but '${typeText(called.type)}'`);
}

/** A call with parsed arguments: counts, converts and promotes them. */
export function makeCall(
  p: Parser,
  callee: Expression,
  type: FunctionType,
  args: readonly Expression[],
  spots: readonly Token[],
  close: Token,
): Expression {
  const name = callee.kind === 'variable' ? callee.variable.name : '';
  const { parameters } = type;
  const all = type.unprototyped ? args : withDefaults(callee, args, parameters.length);
  const wrong = all.length < parameters.length || (all.length > parameters.length && !type.variadic);
  if (wrong && !type.unprototyped) {
    const spot = all.length > parameters.length ? spots[parameters.length]! : close;
    const count = `${parameters.length} argument${parameters.length === 1 ? '' : 's'}`;
    p.fail(
      spot,
      `'${name || 'the function'}' takes ${type.variadic ? 'at least ' : ''}${count}, not ${all.length}`,
      `it is declared as: ${typeText(type, name)}`,
    );
  }
  const converted = all.map((argument, i) => {
    const spot = spots[i] ?? close;
    const what = `argument ${i + 1}${name ? ` of '${name}'` : ''}`;
    const parameter = type.unprototyped ? undefined : parameters[i];
    if (parameter) return passTo(p, argument, parameter.type, spot, what);
    const passed = promoteArgument(value(argument));
    if (passed.type.kind === 'void') p.fail(spot, `${what} has no value: the expression's type is void`);
    return passed;
  });
  if (type.variadic && name !== '') checkFormat(p, name, converted, spots);
  const { returns } = type;
  if (returns.kind !== 'void' && returns.kind !== 'struct' && !isScalar(returns))
    p.fail(close, `a function can't return '${typeText(returns)}'`);
  if (returns.kind === 'struct' && !returns.members)
    p.fail(close, `the type that the function returns, '${typeText(returns)}', isn't complete`);
  const call: Expression = {
    kind: 'call',
    type: returns,
    place: callee.place,
    callee,
    functionType: type,
    arguments: converted,
  };
  return isReference(returns) ? dereference(call, returns.to, call.place) : call;
}

function withDefaults(callee: Expression, args: readonly Expression[], count: number): readonly Expression[] {
  const defaults = callee.kind === 'variable' ? callee.variable.defaults : undefined;
  if (!defaults || args.length >= count) return args;
  const missing = defaults.slice(args.length - count);
  return missing.length === count - args.length && missing.every((e) => e !== undefined)
    ? [...args, ...(missing as Expression[])]
    : args;
}

/** Converts a value to a parameter or a returned type; references take addresses. */
export function passTo(p: Parser, e: Expression, type: CType, spot: Token, what: string): Expression {
  if (!isReference(type)) return convert(p, e, type, spot, what);
  if (isLvalue(e) && sameType(e.type, type.to)) return addressOf(e, type);
  if (!type.toConst)
    p.fail(spot, `${what} must be a variable of type '${typeText(type.to)}', because a reference to it is taken`);
  const converted = convert(p, e, type.to, spot, what);
  const variable = temporary(p, type.to, spot);
  return addressOf(
    {
      kind: 'literal',
      type: type.to,
      place: e.place,
      variable,
      initialize: [{ kind: 'store', offset: 0, type: type.to, value: converted }],
    },
    type,
  );
}

/** A local without a name, in the innermost block. */
export function temporary(p: Parser, type: CType, spot: Token): Variable {
  if (!p.function) p.fail(spot, 'a temporary is possible in functions only');
  const variable: Variable = {
    name: '',
    type,
    place: p.place(spot),
    storage: 'local',
    external: false,
    linkName: '',
    cLinkage: true,
    attributes: {},
  };
  if (type !== VOID) p.scope.variables.push(variable);
  return variable;
}
