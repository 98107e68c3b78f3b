/**
 * The parts of expressions that bind tightest.
 *
 *     unary := ++ unary | -- unary | (& * + - ~ !) unary | sizeof unary | sizeof ( type ) | ( type ) unary | postfix
 *     postfix := primary { [ expression ] | ( arguments ) | . name | -> name | ++ | -- }
 *     primary := name | number | character | string… | ( expression )
 */
import type { Expression } from './ast.ts';
import { addressOf, dereference, integer, isConstObject, isLvalue, value } from './build.ts';
import { finishCall } from './call.ts';
import { characterValue, floatValue, integerValue, isFloat } from './constants.ts';
import { explicitCast } from './convert.ts';
import { cppPrimary, cppUnary } from './cplusplus.ts';
import { alignOf, INT, pointerTo, sizeOf, UNSIGNED_INT } from './ctypes.ts';
import { intrinsicCall, isIntrinsic } from './intrinsics.ts';
import { foreignHint, headerOf } from './known-headers.ts';
import { startsString, stringLiteral } from './literals.ts';
import { nearest } from './nearest.ts';
import { binaryOf, checkAssignable, compound, elementSize, notOf, unaryOf } from './operators.ts';
import { KEYWORDS, type Parser } from './parser.ts';
import { BAD, CHARACTER, END, IDENTIFIER, NUMBER, PUNCTUATOR, Token } from './tokenize.ts';
import { findMember, isArithmetic, isComplete, isPointer, isReference, memberNames, typeText } from './types.ts';

/** unary := see above */
export function unaryExpression(p: Parser): Expression {
  const { token } = p;
  switch (token.text) {
    case '(':
      if (!p.rules.startsType(p, 1)) break;
      return nested(p, castOrLiteral);
    case '++':
    case '--':
    case '&':
    case '*':
    case '+':
    case '-':
    case '~':
    case '!':
      return nested(p, prefix);
    case 'sizeof':
    case '__alignof':
    case '_Alignof':
      return nested(p, sizeOrAlign);
  }
  if (p.isCpp) {
    const special = cppUnary(p, unaryExpression);
    if (special) return special;
  }
  return postfix(p, primary(p));
}

function nested(p: Parser, parse: (p: Parser) => Expression): Expression {
  p.enter();
  const result = parse(p);
  p.leave();
  return result;
}

function castOrLiteral(p: Parser): Expression {
  const open = p.take();
  const { type } = p.rules.typeName(p);
  p.expect(')', 'after the type');
  if (p.is('{')) return postfix(p, p.rules.compoundLiteral(p, type, open));
  return explicitCast(p, unaryExpression(p), type, open);
}

function prefix(p: Parser): Expression {
  const operator = p.take();
  const start = p.token;
  const operand = unaryExpression(p);
  const place = p.place(operator);
  switch (operator.text) {
    case '++':
    case '--':
      checkAssignable(p, operand, operator, start);
      return compound(p, operator.text === '++' ? '+' : '-', operand, integer(1n, INT, place), operator);
    case '&':
      if (operand.type.kind === 'function') return value(operand);
      if (!isLvalue(operand)) p.fail(operator, "the address of a value can't be taken, only that of a variable");
      if (operand.kind === 'member' && operand.bits) p.fail(operator, 'a bit-field has no address');
      return addressOf(operand, pointerTo(operand.type, isConstObject(operand)));
    case '*':
      return indirect(p, value(operand), operator);
    case '!':
      return notOf(p, operand, operator);
    default:
      return unaryOf(p, operand, operator);
  }
}

function indirect(p: Parser, pointer: Expression, spot: Token): Expression {
  if (!isPointer(pointer.type)) p.fail(spot, `'*' needs a pointer, not '${typeText(pointer.type)}'`);
  const { to } = pointer.type;
  if (to.kind === 'void')
    p.fail(
      spot,
      "a 'void *' can't be followed, because void has no size",
      'cast it to a pointer to what is there: *(int *)p',
    );
  return dereference(pointer, to, p.place(spot));
}

function sizeOrAlign(p: Parser): Expression {
  const operator = p.take();
  const data = p.data.length;
  const start = p.token;
  let type: Expression['type'];
  if (p.is('(') && p.rules.startsType(p, 1)) {
    p.take();
    ({ type } = p.rules.typeName(p));
    p.expect(')', `of ${operator.text}`);
    if (p.is('{')) ({ type } = postfix(p, p.rules.compoundLiteral(p, type, operator)));
  } else ({ type } = unaryExpression(p));
  p.data.length = Math.min(p.data.length, data);
  if (isReference(type)) type = type.to;
  if (operator.text !== 'sizeof') return integer(alignOf(type), UNSIGNED_INT, p.place(operator));
  if (type.kind === 'void' || type.kind === 'function') return integer(1n, UNSIGNED_INT, p.place(operator));
  if (!isComplete(type) && !(type.kind === 'array' && type.count === 0))
    p.fail(start, `the size of '${typeText(type)}' isn't known here`);
  return integer(sizeOf(type), UNSIGNED_INT, p.place(operator));
}

// ------------------------------------------------------------------- postfix

/** What follows a primary expression. */
export function postfix(p: Parser, first: Expression): Expression {
  let e = first;
  for (;;) {
    const { token } = p;
    switch (token.text) {
      case '[':
        p.link();
        e = subscript(p, e);
        break;
      case '(':
        p.link();
        e = finishCall(p, e);
        break;
      case '.':
      case '->':
        p.link();
        e = member(p, e);
        break;
      case '++':
      case '--':
        p.link();
        e = step(p, e);
        break;
      default:
        return e;
    }
  }
}

function subscript(p: Parser, array: Expression): Expression {
  const open = p.take();
  const index = value(p.rules.expression(p));
  p.expect(']', 'after the index');
  const base = value(array);
  if (!isPointer(base.type) && !isPointer(index.type))
    p.fail(open, `'[' needs an array or a pointer before it, not '${typeText(base.type)}'`);
  if (index.type.kind === 'float') p.fail(open, 'an index must be an integer');
  return indirect(p, binaryOf(p, base, index, madePlus(open)), open);
}

function madePlus(spot: Token): Token {
  return new Token(PUNCTUATOR, '+', spot.source, spot.line, spot.column, spot.length, 0);
}

function member(p: Parser, left: Expression): Expression {
  const operator = p.take();
  const name = p.identifier('a member name');
  let object = left;
  if (operator.text === '->') {
    const pointer = value(left);
    if (!isPointer(pointer.type)) {
      const hint = pointer.type.kind === 'struct' ? "it is no pointer: write '.'" : undefined;
      p.fail(operator, `'->' needs a pointer to a structure before it, not '${typeText(pointer.type)}'`, hint);
    }
    object = dereference(pointer, pointer.type.to, p.place(operator));
  } else if (isPointer(object.type) && object.type.to.kind === 'struct')
    p.fail(operator, `'.' needs a structure before it, not '${typeText(object.type)}'`, "it is a pointer: write '->'");
  const { type } = object;
  if (type.kind !== 'struct')
    p.fail(operator, `'${operator.text}' needs a structure before it, not '${typeText(type)}'`);
  if (!type.members)
    p.fail(
      operator,
      `the members of '${typeText(type)}' aren't known here`,
      'is a header missing, or a definition below its use?',
    );
  const found = findMember(type, name.text);
  if (!found) {
    const names = [...memberNames(type)];
    const near = nearest(name.text, names);
    p.fail(
      name,
      `'${typeText(type)}' has no member '${name.text}'`,
      near ? `did you mean '${near}'?` : `it has ${names.slice(0, 8).join(', ')}${names.length > 8 ? ' …' : ''}`,
    );
  }
  return {
    kind: 'member',
    type: found.type,
    place: p.place(name),
    object,
    offset: found.offset,
    ...(found.bits ? { bits: found.bits } : {}),
    ...(found.isConst ? { isConst: true } : {}),
  };
}

function step(p: Parser, target: Expression): Expression {
  const operator = p.take();
  checkAssignable(p, target, operator, operator);
  const delta = operator.text === '++' ? 1 : -1;
  const { type } = target;
  if (isPointer(type))
    return { kind: 'postfix', type, place: p.place(operator), target, delta: delta * elementSize(p, type, operator) };
  if (!isArithmetic(type)) p.fail(operator, `'${operator.text}' can't work on '${typeText(type)}'`);
  return { kind: 'postfix', type, place: p.place(operator), target, delta };
}

// ------------------------------------------------------------------- primary

function primary(p: Parser): Expression {
  const { token } = p;
  if (token.text === '(') {
    p.enter();
    p.take();
    const inner = p.rules.expression(p);
    p.expect(')', "to close the '('");
    p.leave();
    return inner;
  }
  if (startsString(p)) return stringLiteral(p);
  if (token.kind === NUMBER) {
    p.take();
    if (isFloat(token)) {
      const { value: number, type } = floatValue(token);
      return { kind: 'float', type, place: p.place(token), value: number };
    }
    const { value: number, type } = integerValue(token);
    return integer(number, type, p.place(token));
  }
  if (token.kind === CHARACTER) {
    p.take();
    const { value: number, type } = characterValue(token);
    return integer(number, type, p.place(token));
  }
  if (p.isCpp) {
    const special = cppPrimary(p);
    if (special) return special;
  }
  if (token.kind === IDENTIFIER && !p.isKeyword(token.text)) return name(p);
  return failPrimary(p, token);
}

function failPrimary(p: Parser, token: Token): never {
  if (token.kind === BAD) {
    if (token.text.startsWith('"') || token.text.startsWith('L"'))
      p.fail(token, 'the string is not closed on its line', 'write " at its end');
    if (token.text.startsWith("'") || token.text.startsWith("L'"))
      p.fail(token, 'the character is not closed on its line', "write ' at its end");
    p.fail(token, `the character '${token.text}' has no meaning here`);
  }
  if (token.kind === END) p.fail(token, 'an expression is expected, but the file ends here');
  const hint = p.isKeyword(token.text) ? `'${token.text}' is a word of the language` : undefined;
  p.fail(token, `an expression is expected, not '${token.text}'`, hint);
}

function name(p: Parser): Expression {
  const token = p.take();
  const meaning = p.scope.find(token.text);
  if (!meaning || (meaning.kind === 'variable' && p.is('(') && isIntrinsic(token.text))) {
    if (p.is('(') && isIntrinsic(token.text)) {
      p.take();
      const args: Expression[] = [];
      const spots: Token[] = [];
      while (!p.is(')')) {
        spots.push(p.token);
        args.push(p.rules.assignment(p));
        if (!p.accept(',')) break;
      }
      p.expect(')', 'after the arguments');
      return intrinsicCall(p, token, args, spots);
    }
    return failUndeclared(p, token);
  }
  if (meaning.kind === 'enumerator') return integer(meaning.value, meaning.type, p.place(token));
  if (meaning.kind === 'typedef') p.fail(token, `'${token.text}' is a type, but a value is expected`);
  const { variable } = meaning;
  const constant = p.isCpp && p.peek(-2).text !== '&' ? p.constants.get(variable) : undefined;
  if (constant !== undefined) return integer(constant, variable.type, p.place(token));
  p.references.add(variable);
  const e: Expression = { kind: 'variable', type: variable.type, place: p.place(token), variable };
  return isReference(variable.type) ? dereference(e, variable.type.to, e.place) : e;
}

function failUndeclared(p: Parser, token: Token): never {
  const isCall = p.is('(');
  const what = isCall ? `undeclared function '${token.text}'` : `undeclared name '${token.text}'`;
  p.fail(token, what, hintFor(p, token.text, isCall));
}

function hintFor(p: Parser, name: string, isCall: boolean): string | undefined {
  const foreign = foreignHint(name);
  if (foreign) return foreign;
  const header = headerOf(name);
  if (header && !p.hasIncluded(header)) return `it is declared in ${header}: write #include <${header}>`;
  // Not in front of a declaration's name: a misspelt keyword or type.
  const words = p.token.kind === IDENTIFIER || p.token.kind === NUMBER ? KEYWORDS : [];
  const near = nearest(name, words) ?? nearest(name, p.scope.visible());
  if (near) return `did you mean '${near}'?`;
  if (header) return `${header} is included, but '${name}' is not among the functions that this Windows has`;
  return isCall ? 'declare it before its first use, or include the header that does' : undefined;
}
