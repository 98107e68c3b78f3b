/**
 * WinDbg's MASM expressions: hexadecimal unless told otherwise, symbols are addresses.
 *
 *     or      = and { ("or" | "|" | "||" | "^" | "xor") and }
 *     and     = compare { ("and" | "&" | "&&") compare }
 *     compare = shift { ("==" | "=" | "!=" | "<" | ">" | "<=" | ">=") shift }
 *     shift   = sum { ("<<" | ">>" | ">>>") sum }
 *     sum     = product { ("+" | "-") product }
 *     product = unary { ("*" | "/" | "%" | "mod") unary }
 *     unary   = ("+" | "-" | "~" | "not" | "poi" | "dwo" | "wo" | "by" | "qwo" | "hi" | "low") unary | primary
 *     primary = "(" or ")" | number | "@"register | "$"pseudo | "." | symbol
 *
 * Values are 32-bit unsigned; the arithmetic wraps as the debuggee's does.
 */
import { refuse } from './error.ts';

/** What names and memory mean where an expression stands. */
export interface ExpressionContext {
  register(name: string): number | undefined;
  pseudoRegister(name: string): number | undefined;
  symbol(name: string): number | undefined;
  u8(address: number): number | undefined;
  u16(address: number): number | undefined;
  u32(address: number): number | undefined;
  readonly instructionPointer: number;
}

const DEPTH_MAX = 64;

/** A cursor over an expression's text; parsing computes. */
export class ExpressionParser {
  private readonly text: string;
  private readonly context: ExpressionContext;
  private depth = 0;
  position: number;

  constructor(text: string, context: ExpressionContext, position = 0) {
    this.text = text;
    this.context = context;
    this.position = position;
  }

  /** The value of the expression at the cursor, which afterwards stands behind it. */
  parse(): number {
    if (++this.depth > DEPTH_MAX) refuse('Too many parentheses in expression');
    const value = this.or();
    this.depth--;
    return value >>> 0;
  }

  /** True when only blanks are left. */
  get isAtEnd(): boolean {
    this.blanks();
    return this.position >= this.text.length;
  }

  private blanks(): void {
    while (/\s/.test(this.text[this.position] ?? '')) this.position++;
  }

  /** Takes the first of `operators` that stands at the cursor. Words must end at a word's end. */
  private take(...operators: readonly string[]): string | undefined {
    this.blanks();
    for (const operator of operators) {
      if (this.text.substr(this.position, operator.length).toLowerCase() !== operator) continue;
      const next = this.text[this.position + operator.length] ?? '';
      if (/\w/.test(operator) && /[\w!]/.test(next)) continue;
      this.position += operator.length;
      return operator;
    }
    return undefined;
  }

  private or(): number {
    let value = this.and();
    for (;;) {
      const operator = this.take('||', '|', 'or', '^', 'xor');
      if (!operator) return value;
      const right = this.and();
      value =
        operator === '||'
          ? Number(value !== 0 || right !== 0)
          : operator === '^' || operator === 'xor'
            ? value ^ right
            : value | right;
    }
  }

  private and(): number {
    let value = this.compare();
    for (;;) {
      const operator = this.take('&&', '&', 'and');
      if (!operator) return value;
      const right = this.compare();
      value = operator === '&&' ? Number(value !== 0 && right !== 0) : value & right;
    }
  }

  private compare(): number {
    let value = this.shift() >>> 0;
    for (;;) {
      const operator = this.take('==', '!=', '<=', '>=', '=', this.isShift() ? '\0' : '<', this.isShift() ? '\0' : '>');
      if (!operator) return value;
      const right = this.shift() >>> 0;
      value = Number(compared(operator, value, right));
    }
  }

  private isShift(): boolean {
    this.blanks();
    return /^(<<|>>)/.test(this.text.slice(this.position));
  }

  private shift(): number {
    let value = this.sum();
    for (;;) {
      const operator = this.take('<<', '>>>', '>>');
      if (!operator) return value;
      const right = this.sum();
      value = operator === '<<' ? value << right : operator === '>>' ? value >>> right : value >> right;
    }
  }

  private sum(): number {
    let value = this.product();
    for (;;) {
      const operator = this.take('+', '-');
      if (!operator) return value;
      const right = this.product();
      value = operator === '+' ? (value + right) | 0 : (value - right) | 0;
    }
  }

  private product(): number {
    let value = this.unary();
    for (;;) {
      const operator = this.take('*', '/', '%', 'mod');
      if (!operator) return value;
      const right = this.unary() >>> 0;
      if (operator !== '*' && right === 0) refuse('Divide by zero in expression');
      value =
        operator === '*'
          ? Math.imul(value, right)
          : operator === '/'
            ? Math.floor((value >>> 0) / right)
            : (value >>> 0) % right;
    }
  }

  private unary(): number {
    const operator = this.take('+', '-', '~', 'not', 'poi', 'dwo', 'qwo', 'wo', 'by', 'hi', 'low');
    if (!operator) return this.primary();
    if (++this.depth > DEPTH_MAX) refuse('Too many operators in expression');
    const value = this.unary();
    this.depth--;
    return this.applyUnary(operator, value);
  }

  private applyUnary(operator: string, value: number): number {
    const address = value >>> 0;
    switch (operator) {
      case '-':
        return -value;
      case '~':
        return ~value;
      case 'not':
        return Number(value === 0);
      case 'poi':
      case 'dwo':
      case 'qwo':
        return this.context.u32(address) ?? memoryError(address);
      case 'wo':
        return this.context.u16(address) ?? memoryError(address);
      case 'by':
        return this.context.u8(address) ?? memoryError(address);
      case 'hi':
        return value >>> 16;
      case 'low':
        return value & 0xffff;
      default:
        return value;
    }
  }

  private primary(): number {
    if (this.take('(')) {
      const value = this.parse();
      if (!this.take(')')) refuse(`Missing ')' in '${this.text}'`);
      return value;
    }
    this.blanks();
    const rest = this.text.slice(this.position);
    const number = /^(0x[\da-f`]+|0n\d+|0t[0-7]+|0y[01]+|[\da-f][\da-f`]*h?)(?![\w!?])/i.exec(rest);
    if (number && !this.isNamedBetter(number[0])) {
      this.position += number[0].length;
      return numberOf(number[0]);
    }
    const name = /^(@?\$?[\w?]*!?(?:operator ?(?:new|delete)(?:\[\])?|[\w?$@:~<>]+)|\.)/.exec(rest)?.[0];
    if (!name) refuse(rest === '' ? "Numeric expression missing from '<EOL>'" : `Syntax error at '${rest}'`);
    this.position += name.length;
    return this.valueOfName(name) ?? refuse(`Couldn't resolve error at '${name}'`);
  }

  /** "add" or "face" may be a symbol: a name that begins with a digit never is; others only when a register or symbol has that name. */
  private isNamedBetter(text: string): boolean {
    if (/^\d/.test(text)) return false;
    return this.context.register(text.toLowerCase()) !== undefined || this.context.symbol(text) !== undefined;
  }

  private valueOfName(name: string): number | undefined {
    if (name === '.') return this.context.instructionPointer;
    const bare = name.replace(/^@/, '');
    if (bare.startsWith('$')) return this.context.pseudoRegister(bare.slice(1).toLowerCase());
    return this.context.register(bare.toLowerCase()) ?? (name.startsWith('@') ? undefined : this.context.symbol(name));
  }
}

function compared(operator: string, left: number, right: number): boolean {
  switch (operator) {
    case '!=':
      return left !== right;
    case '<':
      return left < right;
    case '>':
      return left > right;
    case '<=':
      return left <= right;
    case '>=':
      return left >= right;
    default:
      return left === right;
  }
}

function memoryError(address: number): never {
  return refuse(`Memory access error at '${address.toString(16).padStart(8, '0')}'`);
}

function numberOf(text: string): number {
  const clean = text.replaceAll('`', '').toLowerCase();
  if (clean.startsWith('0n')) return Number.parseInt(clean.slice(2), 10) | 0;
  if (clean.startsWith('0t')) return Number.parseInt(clean.slice(2), 8) | 0;
  if (clean.startsWith('0y')) return Number.parseInt(clean.slice(2), 2) | 0;
  const digits = clean.replace(/^0x/, '').replace(/h$/, '');
  return Number(BigInt(`0x${digits || '0'}`) & 0xffffffffn) | 0;
}

/** The value of all of `text`; what is left over is an error. */
export function evaluate(text: string, context: ExpressionContext): number {
  const parser = new ExpressionParser(text, context);
  const value = parser.parse();
  if (!parser.isAtEnd) refuse(`Extra character error in '${text.slice(parser.position)}'`);
  return value;
}
