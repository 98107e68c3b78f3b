/**
 * Declarators: the part of a declaration that holds the name.
 *
 *     declarator := { * | & | qualifier | convention } ( name | ( declarator ) ) { [ size ] | ( parameters ) }
 *
 * Read from the inside out, a declarator is a list of steps from the base type to the name's type; it is collected as
 * such a list and applied when the whole is known.
 */

import type { Expression } from './ast.ts';
import { refuseCpp } from './cplusplus.ts';
import { arrayOf, type CallingConvention, type CType, type FunctionType, pointerTo, sizeOf, VOID } from './ctypes.ts';
import { assignment, conditional } from './expressions.ts';
import type { Parser } from './parser.ts';
import { Scope } from './scope.ts';
import { conventionOf, declspec, type MutableAttributes, refuseThread, specifiers, startsType } from './specifiers.ts';
import { IDENTIFIER, type Token } from './tokenize.ts';
import { isComplete, isReference, typeText } from './types.ts';

export interface Parameter {
  readonly name: string;
  type: CType;
  isConst: boolean;
  readonly spot: Token;
  readonly value: Expression | undefined;
}

/** The parameter list of a function declarator. */
export interface ParameterList {
  readonly parameters: readonly Parameter[];
  readonly variadic: boolean;
  readonly unprototyped: boolean;
  /** Names of an old definition `f(a, b) int a; char b; { … }`, whose types follow. */
  readonly oldNames: readonly Token[] | undefined;
  /** Tags and enumerators declared inside the list. */
  readonly scope: Scope;
}

type Step =
  | { readonly kind: 'pointer'; readonly isConst: boolean }
  | { readonly kind: 'reference' }
  | { readonly kind: 'array'; readonly count: number | undefined; readonly spot: Token }
  | { readonly kind: 'function'; readonly list: ParameterList; readonly spot: Token }
  | { readonly kind: 'convention'; readonly convention: CallingConvention };

export interface Declarator {
  /** The name's token; undefined in type names and unnamed parameters. */
  readonly name: Token | undefined;
  /** The name: for operators "operator new[]". */
  readonly text: string;
  readonly steps: readonly Step[];
}

export interface Declared {
  readonly name: Token | undefined;
  readonly text: string;
  readonly type: CType;
  readonly isConst: boolean;
  /** For functions: the list as written. */
  readonly list: ParameterList | undefined;
}

/** Reads a declarator and applies it to a base type. `mayBeUnnamed`: in parameters and type names. */
export function declared(
  p: Parser,
  base: CType,
  isConst: boolean,
  convention: CallingConvention | undefined,
  attributes: MutableAttributes,
  mayBeUnnamed: boolean,
): Declared {
  const start = p.token;
  const d = declarator(p, attributes, mayBeUnnamed);
  return apply(p, d, base, isConst, convention, start);
}

function declarator(p: Parser, attributes: MutableAttributes, mayBeUnnamed: boolean): Declarator {
  p.enter();
  const steps: Step[] = [];
  prefix(p, steps, attributes);
  let name: Token | undefined;
  let text = '';
  let inner: readonly Step[] = [];
  if (p.is('(') && isNested(p, mayBeUnnamed)) {
    p.take();
    const nested = declarator(p, attributes, mayBeUnnamed);
    p.expect(')', 'in the declaration');
    ({ name, text } = nested);
    inner = nested.steps;
  } else if (p.isCpp && p.is('operator')) {
    name = p.token;
    text = operatorName(p);
  } else if (p.token.kind === IDENTIFIER && !p.isKeyword(p.token.text)) {
    name = p.take();
    text = name.text;
    if (p.isCpp && p.is('::')) p.fail(p.token, 'member functions are not supported');
  } else if (!mayBeUnnamed) {
    refuseCpp(p);
    failName(p);
  }
  const suffixes: Step[] = [];
  while (p.is('[') || p.is('(')) {
    if (p.is('(') && p.isCpp && !mayBeUnnamed && startsInitializer(p)) break;
    suffixes.push(p.is('[') ? arraySuffix(p) : functionSuffix(p));
  }
  p.leave();
  return { name, text, steps: [...steps, ...suffixes.reverse(), ...inner] };
}

function failName(p: Parser): never {
  const { token } = p;
  const before = p.previous;
  if (token.kind === IDENTIFIER && p.isKeyword(token.text))
    p.fail(
      token,
      `a name is expected, not '${token.text}'`,
      `'${token.text}' is a word of the language and can't be a name`,
    );
  if (before.kind === IDENTIFIER && token.text !== ';')
    p.fail(token, `a name is expected after '${before.text}', not '${token.text || 'the end of the file'}'`);
  return p.failExpected('a name', 'in the declaration', false);
}

/** C++: `int x(5)` is a variable with a value, not a function. */
function startsInitializer(p: Parser): boolean {
  return p.peek(1).text !== ')' && p.peek(1).text !== '...' && !startsType(p, 1) && p.peek(1).text !== 'register';
}

/** { * | & | const | volatile | __stdcall | __declspec(…) … } */
function prefix(p: Parser, steps: Step[], attributes: MutableAttributes): void {
  for (;;) {
    const { token } = p;
    switch (token.text) {
      case '*': {
        p.take();
        let isConst = false;
        while (QUALIFIERS.has(p.token.text)) if (p.take().text === 'const') isConst = true;
        steps.push({ kind: 'pointer', isConst });
        p.link();
        break;
      }
      case '&':
        if (!p.isCpp) return;
        p.take();
        steps.push({ kind: 'reference' });
        break;
      case '__declspec':
        declspec(p, attributes);
        break;
      default: {
        const convention = conventionOf(token);
        if (convention) steps.push({ kind: 'convention', convention });
        else if (!QUALIFIERS.has(token.text) && token.text !== '__inline' && token.text !== '__forceinline') return;
        p.take();
      }
    }
  }
}

const QUALIFIERS = new Set(['const', 'volatile', 'restrict', '__restrict', '__ptr32', '__w64', '__unaligned']);

/** Whether `(` opens a declarator rather than parameters. */
function isNested(p: Parser, mayBeUnnamed: boolean): boolean {
  const next = p.peek(1);
  if (next.text === '*' || next.text === '&' || next.text === '(' || next.text === '[' || conventionOf(next))
    return true;
  if (!mayBeUnnamed) return true;
  return next.kind === IDENTIFIER && !startsType(p, 1) && !p.isKeyword(next.text);
}

function operatorName(p: Parser): string {
  p.take();
  const word = p.token;
  if (word.text !== 'new' && word.text !== 'delete')
    p.fail(word, "operators other than new and delete can't be defined");
  p.take();
  if (p.is('[') && p.peek(1).text === ']') {
    p.take();
    p.take();
    return `operator ${word.text}[]`;
  }
  return `operator ${word.text}`;
}

function arraySuffix(p: Parser): Step {
  const open = p.take();
  while (QUALIFIERS.has(p.token.text) || p.is('static')) p.take();
  if (p.accept(']')) return { kind: 'array', count: undefined, spot: open };
  const spot = p.token;
  const size = conditional(p);
  p.expect(']', 'after the size of the array');
  if (size.kind !== 'integer' || size.type.kind !== 'integer')
    p.fail(
      spot,
      'the size of an array must be a constant integer',
      size.kind === 'float' ? undefined : 'arrays of variable size are made with malloc or _alloca',
    );
  if (size.value < 0n) p.fail(spot, "the size of an array can't be negative");
  if (size.value > 0x7fffffffn) p.fail(spot, 'the array is too large for a 32-bit address space');
  return { kind: 'array', count: Number(size.value), spot: open };
}

/** ( parameters ) */
function functionSuffix(p: Parser): Step {
  const spot = p.take();
  const scope = new Scope(p.scope, true);
  const empty: Parameter[] = [];
  if (p.accept(')'))
    return {
      kind: 'function',
      spot,
      list: { parameters: empty, variadic: false, unprototyped: !p.isCpp, oldNames: undefined, scope },
    };
  if (p.is('void') && p.peek(1).text === ')') {
    p.take();
    p.take();
    return {
      kind: 'function',
      spot,
      list: { parameters: empty, variadic: false, unprototyped: false, oldNames: undefined, scope },
    };
  }
  if (!p.isCpp && p.token.kind === IDENTIFIER && !p.isKeyword(p.token.text) && !startsType(p))
    return oldParameters(p, spot, scope);
  p.scope = scope;
  const parameters: Parameter[] = [];
  let variadic = false;
  do {
    if (p.accept('...')) {
      variadic = true;
      break;
    }
    parameters.push(parameter(p));
  } while (p.accept(','));
  p.scope = scope.outer!;
  p.expect(')', 'after the parameters');
  return { kind: 'function', spot, list: { parameters, variadic, unprototyped: false, oldNames: undefined, scope } };
}

function oldParameters(p: Parser, spot: Token, scope: Scope): Step {
  const oldNames: Token[] = [];
  if (p.peek(1).text !== ',' && p.peek(1).text !== ')') p.fail(p.token, `'${p.token.text}' is no type`, undefined);
  do oldNames.push(p.identifier('a parameter name'));
  while (p.accept(','));
  p.expect(')', 'after the parameters');
  return { kind: 'function', spot, list: { parameters: [], variadic: false, unprototyped: true, oldNames, scope } };
}

function parameter(p: Parser): Parameter {
  const spot = p.token;
  if (spot.text === '__declspec' || spot.text === 'register' || startsType(p) || p.is('auto') || conventionOf(spot)) {
    const s = specifiers(p);
    if (!s.type) p.failExpected('a type', 'of the parameter', false);
    const d = declared(p, s.type, s.isConst, s.convention, s.attributes, true);
    refuseThread(p, s.attributes, d.name ?? spot);
    const value = p.isCpp && p.accept('=') ? assignment(p) : undefined;
    const { type, isConst } = adjusted(d.type, d.isConst);
    if (type.kind === 'void') p.fail(spot, "a parameter can't be void");
    return { name: d.text, type, isConst, spot: d.name ?? spot, value };
  }
  refuseCpp(p);
  return p.fail(
    spot,
    spot.kind === IDENTIFIER ? `'${spot.text}' is no type` : `a parameter is expected, not '${spot.text}'`,
  );
}

/** Parameters that are arrays or functions are pointers. */
export function adjusted(type: CType, isConst: boolean): { type: CType; isConst: boolean } {
  if (type.kind === 'array') return { type: pointerTo(type.of, isConst), isConst: false };
  if (type.kind === 'function') return { type: pointerTo(type), isConst: false };
  return { type, isConst };
}

function apply(
  p: Parser,
  d: Declarator,
  base: CType,
  baseConst: boolean,
  baseConvention: CallingConvention | undefined,
  start: Token,
): Declared {
  let type = base;
  let isConst = baseConst;
  let convention = baseConvention;
  let list: ParameterList | undefined;
  const spot = d.name ?? start;
  for (const step of d.steps) {
    switch (step.kind) {
      case 'pointer':
        if (isReference(type)) p.fail(spot, 'there are no pointers to references');
        type = pointerTo(type, isConst);
        isConst = step.isConst;
        list = undefined;
        break;
      case 'reference':
        type = { ...pointerTo(type, isConst), isReference: true };
        isConst = false;
        list = undefined;
        break;
      case 'array':
        type = arrayStep(p, type, step.count, spot);
        list = undefined;
        break;
      case 'function':
        if (type.kind === 'array' || type.kind === 'function')
          p.fail(spot, `a function can't return ${type.kind === 'array' ? 'an array' : 'a function'}`);
        type = functionType(type, step.list, convention ?? 'cdecl');
        convention = undefined;
        isConst = false;
        ({ list } = step);
        break;
      case 'convention':
        if (type.kind === 'function') type = { ...type, convention: step.convention };
        else ({ convention } = step);
    }
  }
  return { name: d.name, text: d.text, type, isConst, list };
}

function arrayStep(p: Parser, of: CType, count: number | undefined, spot: Token): CType {
  if (of.kind === 'function')
    p.fail(spot, 'there are no arrays of functions', 'write an array of pointers to functions: (*name[2])()');
  if (of.kind === 'void') p.fail(spot, 'there are no arrays of void');
  if (!isComplete(of)) p.fail(spot, `elements of an array must have a known size, but '${typeText(of)}' hasn't`);
  if (sizeOf(of) * (count ?? 0) > 0x7fffffff) p.fail(spot, 'the array is too large for a 32-bit address space');
  return arrayOf(of, count);
}

/** The type of a function with this parameter list. Variadic functions always pop nothing themselves: they are cdecl. */
export function functionType(returns: CType, list: ParameterList, convention: CallingConvention): FunctionType {
  return {
    kind: 'function',
    returns: returns.kind === 'void' ? VOID : returns,
    parameters: list.parameters.map(({ name, type }) => ({ name, type })),
    variadic: list.variadic,
    unprototyped: list.unprototyped,
    convention: list.variadic ? 'cdecl' : convention,
  };
}

/** A type name, as in casts and `sizeof`. */
export function typeName(p: Parser): { type: CType; isConst: boolean } {
  const s = specifiers(p);
  if (!s.type) p.failExpected('a type', '', false);
  const d = declared(p, s.type, s.isConst, s.convention, s.attributes, true);
  if (d.name) p.fail(d.name, `a type is expected, without the name '${d.text}'`);
  return { type: d.type, isConst: d.isConst };
}

/** A type without declarator, as in C++'s `int(x)`. */
export function simpleType(p: Parser): { type: CType; isConst: boolean } {
  const s = specifiers(p);
  if (!s.type) p.failExpected('a type', '', false);
  return { type: s.type, isConst: s.isConst };
}

/** The type behind `new`: pointers, then sizes of which the first may be any expression. */
export function newType(p: Parser): { type: CType; count: Expression | undefined } {
  let { type } = simpleType(p);
  while (p.accept('*')) type = pointerTo(type);
  if (!p.accept('[')) return { type, count: undefined };
  const count = p.rules.expression(p);
  p.expect(']', 'after the number of elements');
  const sizes: number[] = [];
  while (p.is('[')) {
    const step = arraySuffix(p);
    if (step.kind !== 'array' || step.count === undefined)
      p.fail(p.previous, 'the size of the inner array is expected');
    sizes.push(step.count);
  }
  for (const size of sizes.reverse()) type = arrayOf(type, size);
  return { type, count };
}
