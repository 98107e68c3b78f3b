/**
 * Operands of assembly text. An address is a sum: registers with factors, a constant, at most one symbol.
 *
 *     operand   size ptr? (segment ':')? (name | '[' sum ']')+  |  register  |  sum  |  'offset' name  |  'short' name
 *     sum       product (('+' | '-') product)*
 *     product   primary ('*' primary)*
 *     primary   number | register | name | '(' sum ')' | '-' primary | '[' sum ']'
 */
import { REGISTERS8, REGISTERS16, REGISTERS32, SEGMENTS, SIZE_NAMES } from './names.ts';

/** What a name in assembly text stands for. */
export type AsmValue =
  | { readonly kind: 'frame'; readonly offset: number; readonly size: number }
  | { readonly kind: 'symbol'; readonly name: string; readonly size: number; readonly isFunction: boolean }
  | { readonly kind: 'constant'; readonly value: number }
  | { readonly kind: 'label'; readonly name: string };

export type ResolveName = (name: string) => AsmValue | undefined;

export type TextOperand =
  | { readonly kind: 'register'; readonly size: 1 | 2 | 4; readonly index: number }
  | { readonly kind: 'segment'; readonly index: number }
  | { readonly kind: 'st'; readonly index: number; readonly bare: boolean }
  /** A number, or with `symbol` that symbol's address and the number. */
  | { readonly kind: 'immediate'; readonly value: number; readonly symbol: string | undefined }
  | { readonly kind: 'target'; readonly name: string; readonly short: boolean }
  | {
      readonly kind: 'memory';
      /** 0: the text does not say. */
      readonly size: number;
      readonly base: number;
      readonly index: number;
      readonly scale: number;
      readonly displacement: number;
      readonly symbol: string | undefined;
      readonly segment: number;
    };

/** Something in the text is not assembly; `message` says what. Caught by `assemble`. */
export class AsmError extends Error {
  override name = 'AsmError';
}

const TOKEN =
  /\s*(0x[0-9a-f]+|[0-9][0-9a-f]*h\b|[01]+b\b|[0-9][0-9a-f]{7}\b|[0-9]+\b|[A-Za-z_@?$][\w@?$]*|'(?:[^'\\]|\\.)'|[-+*/()[\]:.])/giy;

function tokensOf(text: string): string[] {
  const tokens: string[] = [];
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < text.trimEnd().length) {
    const at = TOKEN.lastIndex;
    const match = TOKEN.exec(text);
    if (!match) throw new AsmError(`'${text.slice(at).trim()}' is not assembly`);
    tokens.push(match[1] as string);
  }
  return tokens;
}

/** The value of a numeric token, or undefined. */
export function numberOf(token: string): number | undefined {
  if (/^0x[0-9a-f]+$/i.test(token)) return Number.parseInt(token, 16);
  if (/^[0-9][0-9a-f]*h$/i.test(token) || /^[0-9a-f]{8}h$/i.test(token)) return Number.parseInt(token, 16);
  if (/^[01]+b$/i.test(token)) return Number.parseInt(token, 2);
  if (/^[0-9]+$/.test(token)) return Number.parseInt(token, 10);
  if (/^'.*'$/.test(token)) return (token[1] === '\\' ? token.charCodeAt(2) : token.charCodeAt(1)) & 0xff;
  return undefined;
}

interface Sum {
  /** Registers and what each is multiplied by, in the order of the text. */
  readonly factors: readonly (readonly [register: number, factor: number])[];
  readonly constant: number;
  readonly symbol: string | undefined;
  /** The size of the variable that was named, else 0. */
  readonly size: number;
  readonly isMemory: boolean;
}

const constantSum = (constant: number): Sum => ({
  factors: [],
  constant,
  symbol: undefined,
  size: 0,
  isMemory: false,
});

/** Parses one operand. `jumps`: it says where a jump or call goes. */
export function parseOperand(text: string, resolve: ResolveName, jumps: boolean): TextOperand {
  return new OperandParser(tokensOf(text), resolve, jumps).operand();
}

class OperandParser {
  private readonly tokens: readonly string[];
  private readonly resolve: ResolveName;
  private readonly jumps: boolean;
  private at = 0;

  constructor(tokens: readonly string[], resolve: ResolveName, jumps: boolean) {
    this.tokens = tokens;
    this.resolve = resolve;
    this.jumps = jumps;
  }

  operand(): TextOperand {
    const size = this.sizePrefix();
    if (size === 0) {
      const simple = this.register() ?? this.offsetOrTarget();
      if (simple) return this.ended(simple);
    }
    const segment = this.segmentPrefix();
    const sum = this.sum();
    if (this.at < this.tokens.length) throw new AsmError(`'${this.tokens[this.at]}' is one too many`);
    if (sum.isMemory || size > 0 || segment >= 0 || sum.factors.length > 0) return memoryOf(sum, size, segment);
    return { kind: 'immediate', value: sum.constant, symbol: sum.symbol };
  }

  private ended(operand: TextOperand): TextOperand {
    if (this.at < this.tokens.length) throw new AsmError(`'${this.tokens[this.at]}' is one too many`);
    return operand;
  }

  private peek(ahead = 0): string {
    return (this.tokens[this.at + ahead] ?? '').toLowerCase();
  }

  private take(word: string): boolean {
    if (this.peek() !== word) return false;
    this.at++;
    return true;
  }

  private sizePrefix(): number {
    if (this.peek(1) !== 'ptr') return 0;
    const named = Object.entries(SIZE_NAMES).find(([, name]) => name === this.peek());
    const distance = this.peek() === 'near' || this.peek() === 'far';
    if (!named && !distance) throw new AsmError(`'${this.tokens[this.at]} ptr' is no size`);
    this.at += 2;
    return named ? Number(named[0]) : 0;
  }

  private segmentPrefix(): number {
    const segment = SEGMENTS.indexOf(this.peek() as (typeof SEGMENTS)[number]);
    if (segment < 0 || this.peek(1) !== ':') return -1;
    this.at += 2;
    return segment;
  }

  private register(): TextOperand | undefined {
    const name = this.peek();
    if (this.peek(1) === ':') return undefined;
    const lists = [REGISTERS8, REGISTERS16, REGISTERS32] as const;
    for (const [n, list] of lists.entries()) {
      const index = (list as readonly string[]).indexOf(name);
      if (index < 0 || (this.tokens.length > 1 && n === 2)) continue;
      this.at++;
      return { kind: 'register', size: ([1, 2, 4] as const)[n] as 1 | 2 | 4, index };
    }
    const segment = (SEGMENTS as readonly string[]).indexOf(name);
    if (segment >= 0) {
      this.at++;
      return { kind: 'segment', index: segment };
    }
    return this.take('st') ? this.stackRegister() : undefined;
  }

  private stackRegister(): TextOperand {
    if (!this.take('(')) return { kind: 'st', index: 0, bare: true };
    const index = Number(this.peek());
    this.at++;
    if (!(index >= 0 && index <= 7) || !this.take(')')) throw new AsmError('st(0) to st(7) are the stack registers');
    return { kind: 'st', index, bare: false };
  }

  private offsetOrTarget(): TextOperand | undefined {
    if (this.take('offset')) {
      const sum = this.sum();
      if (sum.symbol === undefined) throw new AsmError('offset wants a name with a fixed address');
      return { kind: 'immediate', value: sum.constant, symbol: sum.symbol };
    }
    const short = this.take('short');
    if (!this.jumps && !short) return undefined;
    const token = this.tokens[this.at] ?? '';
    if (/^[0-9a-f]{8}$/i.test(token) && this.tokens.length === this.at + 1) {
      this.at++;
      return { kind: 'immediate', value: Number.parseInt(token, 16), symbol: undefined };
    }
    if (!/^[A-Za-z_@?$]/.test(token)) return undefined;
    const value = this.resolve(token);
    if (value && value.kind !== 'label' && !(value.kind === 'symbol' && value.isFunction)) return undefined;
    if (!value && this.tokens.length > this.at + 1) return undefined;
    this.at++;
    return { kind: 'target', name: value?.name ?? token, short };
  }

  private sum(): Sum {
    let left = this.product();
    for (;;) {
      if (this.take('+') || this.take('.')) left = added(left, this.product(), 1);
      else if (this.take('-')) left = added(left, this.product(), -1);
      else if (this.peek() === '[') left = added(left, this.primary(), 1);
      else return left;
    }
  }

  private product(): Sum {
    let left = this.primary();
    for (;;) {
      if (this.take('*')) left = multiplied(left, this.primary());
      else if (this.take('/')) left = divided(left, this.primary());
      else return left;
    }
  }

  private primary(): Sum {
    const token = this.tokens[this.at];
    if (token === undefined) throw new AsmError('an operand is missing');
    this.at++;
    if (token === '-') return multiplied(constantSum(-1), this.primary());
    if (token === '+') return this.primary();
    if (token === '(' || token === '[') return this.bracketed(token);
    const value = numberOf(token);
    if (value !== undefined) return constantSum(value);
    const register = (REGISTERS32 as readonly string[]).indexOf(token.toLowerCase());
    if (register >= 0) return { ...constantSum(0), factors: [[register, 1]] };
    return this.named(token);
  }

  private bracketed(open: string): Sum {
    const inner = this.sum();
    const close = open === '(' ? ')' : ']';
    if (!this.take(close)) throw new AsmError(`'${close}' is missing`);
    return open === '[' ? { ...inner, isMemory: true } : inner;
  }

  private named(name: string): Sum {
    const value = this.resolve(name);
    if (!value) throw new AsmError(`unknown name '${name}'`);
    if (value.kind === 'constant') return constantSum(value.value);
    if (value.kind === 'frame') {
      return {
        factors: [[5, 1]],
        constant: value.offset,
        symbol: undefined,
        size: value.size,
        isMemory: true,
      };
    }
    const size = value.kind === 'symbol' ? value.size : 0;
    return { factors: [], constant: 0, symbol: value.name, size, isMemory: true };
  }
}

function added(a: Sum, b: Sum, sign: 1 | -1): Sum {
  if (b.symbol !== undefined && (a.symbol !== undefined || sign < 0)) throw new AsmError('one symbol an operand');
  if (sign < 0 && b.factors.length > 0) throw new AsmError('a register can only be added');
  return {
    factors: [...a.factors, ...b.factors],
    constant: a.constant + sign * b.constant,
    symbol: a.symbol ?? b.symbol,
    size: a.size || b.size,
    isMemory: a.isMemory || b.isMemory,
  };
}

function multiplied(a: Sum, b: Sum): Sum {
  if (a.factors.length > 0 && b.factors.length > 0) throw new AsmError('registers cannot be multiplied');
  if (a.symbol !== undefined || b.symbol !== undefined) throw new AsmError('a symbol can only be added');
  const [sum, factor] = b.factors.length > 0 ? [b, a.constant] : [a, b.constant];
  const factors = sum.factors.map(([register, f]) => [register, f * factor] as const);
  return { ...sum, factors, constant: sum.constant * factor };
}

function divided(a: Sum, b: Sum): Sum {
  if (a.factors.length > 0 || b.factors.length > 0 || b.constant === 0)
    throw new AsmError('only numbers can be divided');
  return constantSum(Math.trunc(a.constant / b.constant));
}

/** Shares out base and index: what has factor 1 first is the base; 3, 5 and 9 need both. */
function memoryOf(sum: Sum, size: number, segment: number): TextOperand {
  let base = -1;
  let index = -1;
  let scale = 1;
  const setIndex = (register: number, factor: number) => {
    if (index >= 0 || register === 4) throw new AsmError('no address has that form');
    index = register;
    scale = factor;
  };
  for (const [register, factor] of sum.factors) {
    if (factor === 0) continue;
    if (factor === 1 && base < 0) base = register;
    else if (factor === 1 && register === 4 && base !== 4) {
      setIndex(base, 1);
      base = register;
    } else if (factor === 1 || factor === 2 || factor === 4 || factor === 8) setIndex(register, factor);
    else if ((factor === 3 || factor === 5 || factor === 9) && base < 0) {
      base = register;
      setIndex(register, factor - 1);
    } else throw new AsmError('no address has that form');
  }
  const displacement = sum.constant | 0;
  return { kind: 'memory', size: size || sum.size, base, index, scale, displacement, symbol: sum.symbol, segment };
}
