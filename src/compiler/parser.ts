/**
 * The state of parsing one unit: the token that is read now, the scopes, and the unit as far as it is made.
 *
 * The grammar lies in the files above this one (expressions, declarations, statements); where they need each other in a
 * circle they call through `rules`, which the entry fills. All of them report errors through this class, so that the
 * first error ends the compilation.
 */
import type { DataDefinition, Expression, FunctionDefinition, Place, Variable } from './ast.ts';
import type { CType } from './ctypes.ts';
import type { Diagnostic } from './diagnostic.ts';
import type { Pragma, Preprocessed } from './preprocess.ts';
import { Scope } from './scope.ts';
import { fail, type SourceFile, type Spot } from './source.ts';
import { END, IDENTIFIER, Token } from './tokenize.ts';

/** Parts of the grammar that lower files call upwards. */
export interface Rules {
  /** Whether a type name starts at the current token (or `ahead` tokens further). */
  startsType(p: Parser, ahead?: number): boolean;
  /** A type name, as in casts and `sizeof`. */
  typeName(p: Parser): { type: CType; isConst: boolean };
  expression(p: Parser): Expression;
  assignment(p: Parser): Expression;
  /** `(type){ … }`, at the brace. */
  compoundLiteral(p: Parser, type: CType, spot: Token): Expression;
  /** A type without `*` and the like, as in C++'s `int(x)`. */
  simpleType(p: Parser): { type: CType; isConst: boolean };
  /** The type behind `new`, with the number of elements if it is an array. */
  newType(p: Parser): { type: CType; count: Expression | undefined };
  /** A structure, union or enumeration, at its word. */
  tagged(p: Parser): CType;
  functionBody(p: Parser, variable: Variable, parameters: readonly Variable[], spot: Token, isInline: boolean): void;
  /** Obeys a pragma. */
  pragma(p: Parser, pragma: Pragma): void;
}

/** The function whose body is being parsed. */
export interface CurrentFunction {
  readonly variable: Variable;
  readonly returns: CType;
  readonly labels: Set<string>;
  readonly gotos: Token[];
  /** Depth of loops (for `continue`) and of loops and switches (for `break`). */
  loops: number;
  breakables: number;
  tries: number;
  switches: SwitchState[];
  hasAsm: boolean;
  hasReturn: boolean;
}

export interface SwitchState {
  readonly type: CType;
  readonly cases: { value: bigint; place: Place }[];
  readonly seen: Set<bigint>;
  hasDefault: boolean;
}

/** A function definition with what decides whether it is kept. */
export interface DefinedFunction {
  readonly definition: FunctionDefinition;
  /** Inline functions are dropped when nobody uses them. */
  readonly isInline: boolean;
  readonly references: ReadonlySet<Variable>;
  /** Its static locals and string literals. */
  readonly data: readonly DataDefinition[];
}

/** Settings that pragmas change. */
export interface PragmaState {
  pack: number;
  readonly packs: { readonly name: string; readonly pack: number }[];
  dataSection: string | undefined;
  bssSection: string | undefined;
  constSection: string | undefined;
  codeSection: string | undefined;
}

const DEEPEST = 220;
/** Operators in one expression without parentheses: trees of chains are as deep as they are long. */
const LONGEST_CHAIN = 1000;

export class Parser {
  readonly tokens: readonly Token[];
  readonly isCpp: boolean;
  readonly rules: Rules;
  readonly fileScope = new Scope(undefined);
  scope = this.fileScope;
  /** The current token. */
  token: Token;
  private at = 0;
  private depth = 0;
  /** How often GetExceptionCode was met. */
  exceptionCodes = 0;
  private chain = 0;
  private readonly pragmas: readonly Pragma[];
  private nextPragma = 0;

  readonly files: string[] = [];
  private readonly fileIndexes = new Map<string, number>();
  readonly functions: DefinedFunction[] = [];
  data: DataDefinition[] = [];
  /** Globals with a definition, and those with a tentative one. */
  readonly defined = new Set<Variable>();
  readonly tentative = new Map<Variable, Token>();
  /** Values of C++'s constant variables. */
  readonly constants = new Map<Variable, bigint>();
  references = new Set<Variable>();
  readonly linkerOptions: string[] = [];
  readonly libraries: string[] = [];
  readonly typeNames = new Map<string, CType>();
  readonly enumerations = new Map<string, readonly { name: string; value: number }[]>();
  readonly warnings: Diagnostic[] = [];
  readonly pragmaState: PragmaState = {
    pack: 8,
    packs: [],
    dataSection: undefined,
    bssSection: undefined,
    constSection: undefined,
    codeSection: undefined,
  };
  readonly sectionStacks: Record<
    'dataSection' | 'bssSection' | 'constSection' | 'codeSection',
    (string | undefined)[]
  > = {
    dataSection: [],
    bssSection: [],
    constSection: [],
    codeSection: [],
  };
  function: CurrentFunction | undefined;
  /** Depth of `extern "C"` in C++. */
  cLinkage: boolean;
  private counter = 0;

  constructor(input: Preprocessed, isCpp: boolean, rules: Rules, mainFile: SourceFile) {
    this.tokens = input.tokens;
    this.pragmas = input.pragmas;
    this.isCpp = isCpp;
    this.cLinkage = !isCpp;
    this.rules = rules;
    this.fileIndex(mainFile);
    this.token = this.tokens[0]!;
  }

  /** Obeys the pragmas before the first token. */
  start(): void {
    this.obeyPragmas();
  }

  // ------------------------------------------------------------------ tokens

  /** The current token, which is then behind us. */
  take(): Token {
    const { token } = this;
    if (this.at < this.tokens.length - 1) this.at++;
    this.token = this.tokens[this.at]!;
    if (this.nextPragma < this.pragmas.length) this.obeyPragmas();
    return token;
  }

  private obeyPragmas(): void {
    while (this.nextPragma < this.pragmas.length && this.pragmas[this.nextPragma]!.index <= this.at)
      this.rules.pragma(this, this.pragmas[this.nextPragma++]!);
  }

  /** The token `ahead` of the current one. */
  peek(ahead: number): Token {
    return this.tokens[Math.max(0, Math.min(this.at + ahead, this.tokens.length - 1))]!;
  }

  get previous(): Token {
    return this.tokens[Math.max(0, this.at - 1)]!;
  }

  is(text: string): boolean {
    return this.token.text === text;
  }

  /** Takes the token if it is `text`. */
  accept(text: string): boolean {
    if (this.token.text !== text) return false;
    this.take();
    return true;
  }

  /** Takes the token, which must be `text`. */
  expect(text: string, where: string): Token {
    if (this.token.text === text) return this.take();
    return this.failExpected(`'${text}'`, where, text === ';' || text === ')' || text === ']');
  }

  /** Takes an identifier that is no keyword. */
  identifier(what: string): Token {
    if (this.token.kind === IDENTIFIER && !this.isKeyword(this.token.text)) return this.take();
    const hint =
      this.token.kind === IDENTIFIER ? `'${this.token.text}' is a word of the language and can't be a name` : undefined;
    return this.failExpected(what, '', false, hint);
  }

  /** Whether anything stands in a header of this name, windows.h standing for its parts. */
  hasIncluded(header: string): boolean {
    const name = header === 'windows.h' ? 'winbase.h' : header;
    return this.tokens.some((token) => token.source.name === name);
  }

  isKeyword(text: string): boolean {
    return KEYWORDS.has(text) || (this.isCpp && CPP_KEYWORDS.has(text));
  }

  // ------------------------------------------------------------------ errors

  fail(spot: Spot, message: string, hint?: string): never {
    return fail(spot, message, hint ?? this.macroHint(spot));
  }

  /** Where a token comes out of a macro, the line shows another text: says so. */
  private macroHint(spot: Spot): string | undefined {
    if (!(spot instanceof Token) || spot.kind === END) return undefined;
    const shown = spot.source.line(spot.line).slice(spot.column - 1, spot.column - 1 + spot.length);
    if (shown === spot.text || !/^[A-Za-z_]\w*$/.test(shown)) return undefined;
    return `'${spot.text}' comes out of the macro '${shown}'`;
  }

  /** "X is expected"; what ends something is missed at the end of what stands before it. */
  failExpected(what: string, where: string, atEnd: boolean, hint?: string): never {
    const { token, previous } = this;
    const tail = where ? ` ${where}` : '';
    if (token.kind === END && !atEnd) fail(token, `${what} is expected${tail}, but the file ends here`, hint);
    if (atEnd && this.at > 0)
      fail(
        { source: previous.source, line: previous.line, column: previous.column + previous.length, length: 1 },
        `${what} is expected${tail}`,
        hint,
      );
    fail(token, `${what} is expected${tail}, not '${token.text}'`, hint ?? this.macroHint(token));
  }

  warn(spot: Spot, message: string, hint?: string): void {
    if (this.warnings.length >= 100) return;
    const { source, line, column, length } = spot;
    this.warnings.push({
      file: source.name,
      line,
      column,
      length: Math.max(1, length),
      message,
      ...(hint ? { hint } : {}),
      text: source.line(line),
    });
  }

  /** Counts one level of nesting for the time of `parse`. */
  nested<T>(parse: () => T): T {
    this.enter();
    const result = parse();
    this.leave();
    return result;
  }

  enter(): void {
    if (++this.depth > DEEPEST) fail(this.token, `this is nested more than ${DEEPEST} levels deep`);
  }

  leave(): void {
    this.depth--;
  }

  /** Counts one operator of a chain such as a + b + c. */
  link(): void {
    if (++this.chain > LONGEST_CHAIN)
      fail(this.token, `the expression has more than ${LONGEST_CHAIN} operators`, 'split it into several statements');
  }

  /** A new expression begins that is no operand. */
  resetChain(): void {
    this.chain = 0;
  }

  // ------------------------------------------------------------------ places

  private fileIndex(source: SourceFile): number {
    let index = this.fileIndexes.get(source.name);
    if (index === undefined) {
      index = this.files.length;
      this.files.push(source.name);
      this.fileIndexes.set(source.name, index);
    }
    return index;
  }

  place(spot: Spot): Place {
    return { file: this.fileIndex(spot.source), line: spot.line, column: spot.column };
  }

  // ------------------------------------------------------------------- names

  /** A number that no other name of the unit has. */
  uniqueNumber(): number {
    return ++this.counter;
  }

  pushScope(): Scope {
    this.scope = new Scope(this.scope);
    return this.scope;
  }

  popScope(): void {
    this.scope = this.scope.outer!;
  }
}

/** The words of C that cannot be names. */
export const KEYWORDS = new Set(
  (
    'auto break case char const continue default do double else enum extern float for goto if int long register return ' +
    'short signed sizeof static struct switch typedef union unsigned void volatile while inline restrict _Bool ' +
    '__int8 __int16 __int32 __int64 __declspec __cdecl __stdcall __fastcall _cdecl _stdcall _fastcall __inline _inline __forceinline ' +
    '__try __except __finally __leave _try _except _finally _leave __asm _asm __asm__ __alignof __unaligned __w64 __ptr32 __restrict __based __wchar_t'
  ).split(' '),
);

const CPP_KEYWORDS = new Set(
  (
    'bool true false new delete class namespace template typename this operator public private protected virtual friend ' +
    'using throw try catch static_cast reinterpret_cast const_cast dynamic_cast typeid explicit mutable wchar_t asm'
  ).split(' '),
);
