/**
 * The value of the expression behind `#if`: integers of 64 bits, signed unless an operand is unsigned.
 *
 *     condition := or [? condition : condition]        operators and precedence as in C, without assignment and comma
 */
import { characterValue, integerValue } from './constants.ts';
import { fail } from './source.ts';
import { CHARACTER, END, IDENTIFIER, NUMBER, PUNCTUATOR, type Token } from './tokenize.ts';

interface Value {
  readonly value: bigint;
  readonly unsigned: boolean;
}

const PRECEDENCE: Readonly<Record<string, number>> = {
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
};

const DEEPEST = 200;

/** Whether the (expanded) tokens of an `#if` line are not 0. Identifiers that are left count as 0. */
export function conditionHolds(directive: Token, tokens: readonly Token[]): boolean {
  if (tokens.length === 0) fail(directive, `an expression is expected after #${directive.text}`);
  const condition = new Condition(directive, tokens);
  const { value } = condition.conditional(true);
  condition.end();
  return value !== 0n;
}

class Condition {
  readonly directive: Token;
  readonly tokens: readonly Token[];
  at = 0;
  depth = 0;

  constructor(directive: Token, tokens: readonly Token[]) {
    this.directive = directive;
    this.tokens = tokens;
  }

  private get token(): Token | undefined {
    return this.tokens[this.at];
  }

  private is(text: string): boolean {
    const token = this.token;
    return token?.kind === PUNCTUATOR && token.text === text;
  }

  end(): void {
    const token = this.token;
    if (token && token.kind !== END)
      fail(token, `'${token.text}' is not expected here: the expression of #${this.directive.text} has ended`);
  }

  private wrap(value: bigint, unsigned: boolean): Value {
    return { value: unsigned ? BigInt.asUintN(64, value) : BigInt.asIntN(64, value), unsigned };
  }

  /** `live` is false in operands that C doesn't evaluate: a division by zero there is no error. */
  conditional(live: boolean): Value {
    if (++this.depth > DEEPEST) fail(this.token ?? this.directive, 'the expression is nested too deeply');
    const condition = this.binary(1, live);
    let result = condition;
    if (this.is('?')) {
      this.at++;
      const chosen = condition.value !== 0n;
      const then = this.conditional(live && chosen);
      if (!this.is(':')) fail(this.token ?? this.directive, "':' is expected");
      this.at++;
      const otherwise = this.conditional(live && !chosen);
      result = this.wrap((chosen ? then : otherwise).value, then.unsigned || otherwise.unsigned);
    }
    this.depth--;
    return result;
  }

  private binary(least: number, live: boolean): Value {
    let left = this.unary(live);
    for (;;) {
      const operator = this.token;
      const precedence = operator?.kind === PUNCTUATOR ? PRECEDENCE[operator.text] : undefined;
      if (!operator || precedence === undefined || precedence < least) return left;
      this.at++;
      const skips = (operator.text === '&&' && left.value === 0n) || (operator.text === '||' && left.value !== 0n);
      const right = this.binary(precedence + 1, live && !skips);
      left = this.combine(operator, left, right, live);
    }
  }

  private combine(operator: Token, left: Value, right: Value, live: boolean): Value {
    const unsigned = left.unsigned || right.unsigned;
    const a = unsigned ? BigInt.asUintN(64, left.value) : left.value;
    const b = unsigned ? BigInt.asUintN(64, right.value) : right.value;
    const truth = (holds: boolean): Value => ({ value: holds ? 1n : 0n, unsigned: false });
    switch (operator.text) {
      case '||':
        return truth(a !== 0n || b !== 0n);
      case '&&':
        return truth(a !== 0n && b !== 0n);
      case '==':
        return truth(a === b);
      case '!=':
        return truth(a !== b);
      case '<':
        return truth(a < b);
      case '>':
        return truth(a > b);
      case '<=':
        return truth(a <= b);
      case '>=':
        return truth(a >= b);
      case '|':
        return this.wrap(a | b, unsigned);
      case '^':
        return this.wrap(a ^ b, unsigned);
      case '&':
        return this.wrap(a & b, unsigned);
      case '+':
        return this.wrap(a + b, unsigned);
      case '-':
        return this.wrap(a - b, unsigned);
      case '*':
        return this.wrap(a * b, unsigned);
      case '<<':
        return this.wrap(left.value << (right.value & 63n), left.unsigned);
      case '>>':
        return this.wrap(left.value >> (right.value & 63n), left.unsigned);
      default:
        if (b === 0n) {
          if (live) fail(operator, 'division by zero');
          return { value: 0n, unsigned };
        }
        return this.wrap(operator.text === '/' ? a / b : a % b, unsigned);
    }
  }

  private unary(live: boolean): Value {
    const token = this.token;
    if (!token) fail(this.tokens[this.tokens.length - 1] ?? this.directive, 'the expression ends too early');
    if (++this.depth > DEEPEST) fail(token, 'the expression is nested too deeply');
    this.at++;
    const value = this.primary(token, live);
    this.depth--;
    return value;
  }

  private primary(token: Token, live: boolean): Value {
    if (token.kind === NUMBER) {
      const number = integerValue(token);
      return this.wrap(number.value, !number.type.signed);
    }
    if (token.kind === CHARACTER) return { value: characterValue(token).value, unsigned: false };
    if (token.kind === IDENTIFIER) return { value: token.text === 'true' ? 1n : 0n, unsigned: false };
    if (token.kind === PUNCTUATOR)
      switch (token.text) {
        case '(': {
          const inner = this.conditional(live);
          if (!this.is(')')) fail(this.token ?? token, "')' is expected");
          this.at++;
          return inner;
        }
        case '!':
          return { value: this.unary(live).value === 0n ? 1n : 0n, unsigned: false };
        case '+':
          return this.unary(live);
        case '-': {
          const operand = this.unary(live);
          return this.wrap(-operand.value, operand.unsigned);
        }
        case '~': {
          const operand = this.unary(live);
          return this.wrap(~operand.value, operand.unsigned);
        }
      }
    fail(token, `'${token.text}' can't stand in the expression of #${this.directive.text}`);
  }
}
