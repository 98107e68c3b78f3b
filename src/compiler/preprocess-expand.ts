/**
 * The stream of tokens with macros replaced.
 *
 * A stack of files, and above it a stack of contexts: replacements that are being read. While a replacement is on the
 * stack its macro is disabled; an identifier met in that time is marked NO_EXPAND for good, which is C's rule that a macro
 * never expands inside itself. A context with `barrier` ends its own reading: arguments and `#if` lines are expanded so.
 */
import { type Argument, isPunctuator, type Macro, madeToken, replacement } from './preprocess-macros.ts';
import { fail } from './source.ts';
import {
  AFTER_SPACE,
  END,
  IDENTIFIER,
  NO_EXPAND,
  NUMBER,
  STARTS_LINE,
  STRING,
  type Token,
  type TokenList,
} from './tokenize.ts';

/** A group between `#if` and `#endif`. */
export interface Conditional {
  readonly directive: Token;
  /** A group of this conditional has been taken. */
  taken: boolean;
  elseSeen: boolean;
}

/** A file being read. */
export interface OpenFile {
  readonly list: TokenList;
  /** Name as `__FILE__` gives it and line difference, both changed by `#line`. */
  shownName: string;
  lineShift: number;
  position: number;
  readonly conditionals: Conditional[];
}

interface Context {
  readonly tokens: readonly Token[];
  position: number;
  readonly macro: Macro | undefined;
  readonly barrier: boolean;
}

const MOST_TOKENS = 4_000_000;
const DEEPEST_EXPANSION = 150;

export abstract class Expander {
  readonly macros = new Map<string, Macro>();
  readonly files: OpenFile[] = [];
  private readonly contexts: Context[] = [];
  private produced = 0;
  private depth = 0;
  private counter = 0;

  /** Deals with the directive whose `#` has just been read. */
  protected abstract directive(hash: Token): void;
  /** Takes the tokens of `#pragma`, `__pragma()` or `_Pragma("")`. */
  protected abstract pragma(tokens: readonly Token[], spot: Token): void;
  /** The tokens of a text, for `_Pragma`. */
  protected abstract tokensOf(text: string, spot: Token): Token[];

  protected get file(): OpenFile {
    return this.files[this.files.length - 1]!;
  }

  /** The next token as it stands, with directives obeyed. END at a barrier or at the end of everything. */
  private raw(): Token {
    for (;;) {
      const context = this.contexts[this.contexts.length - 1];
      if (context) {
        if (context.position < context.tokens.length) return context.tokens[context.position++]!;
        if (context.barrier) return this.file.list.tokens[this.file.list.tokens.length - 1]!;
        this.leave(context);
        continue;
      }
      const { file } = this;
      const token = file.list.tokens[file.position++]!;
      if (token.kind === END) {
        file.position--;
        const open = file.conditionals[file.conditionals.length - 1];
        if (open) fail(open.directive, `#${open.directive.text} without #endif`);
        if (this.files.length === 1) return token;
        this.files.pop();
        continue;
      }
      if ((token.flags & STARTS_LINE) !== 0 && token.text === '#') {
        this.directive(token);
        continue;
      }
      return token;
    }
  }

  private leave(context: Context): void {
    if (context.macro) context.macro.disabled = false;
    this.contexts.pop();
  }

  private enter(tokens: readonly Token[], macro: Macro | undefined, barrier: boolean, spot: Token): void {
    this.produced += tokens.length;
    if (this.produced > MOST_TOKENS) fail(spot, `macros make more than ${MOST_TOKENS} tokens`);
    if (macro) macro.disabled = true;
    this.contexts.push({ tokens, position: 0, macro, barrier });
  }

  /** The next token with all macros replaced. */
  protected next(): Token {
    for (;;) {
      const token = this.raw();
      if (token.kind !== IDENTIFIER || (token.flags & NO_EXPAND) !== 0) return token;
      const macro = this.macros.get(token.text);
      if (macro) {
        if (macro.disabled) return token.with(token.flags | NO_EXPAND);
        if (!this.expand(macro, token)) return token;
        continue;
      }
      if (token.text.charCodeAt(0) !== 95) return token;
      const made = this.predefined(token);
      if (made) return made;
    }
  }

  /** Replaces an invocation; false if it is the name of a function-like macro without arguments. */
  private expand(macro: Macro, name: Token): boolean {
    if (!macro.parameters) {
      this.enter(replacement(macro, name, undefined), macro, false, name);
      return true;
    }
    if (!this.parenthesisFollows()) return false;
    this.raw();
    const args = this.readArguments(macro, name).map((raw) => this.argument(raw, name));
    this.enter(replacement(macro, name, args), macro, false, name);
    return true;
  }

  private argument(raw: readonly Token[], spot: Token): Argument {
    let expanded: readonly Token[] | undefined;
    return {
      raw,
      expanded: () => {
        expanded ??= raw.some((token) => token.kind === IDENTIFIER) ? this.expandAll(raw, spot) : raw;
        return expanded;
      },
    };
  }

  /** A list of tokens with all macros replaced. */
  protected expandAll(tokens: readonly Token[], spot: Token): Token[] {
    if (++this.depth > DEEPEST_EXPANSION) fail(spot, 'macro invocations are nested too deeply');
    this.enter(tokens, undefined, true, spot);
    const out: Token[] = [];
    for (let token = this.next(); token.kind !== END; token = this.next()) out.push(token);
    this.contexts.pop();
    this.depth--;
    return out;
  }

  private parenthesisFollows(): boolean {
    for (let i = this.contexts.length - 1; i >= 0; i--) {
      const context = this.contexts[i]!;
      if (context.position < context.tokens.length) return isPunctuator(context.tokens[context.position], '(');
      if (context.barrier) return false;
    }
    for (let i = this.files.length - 1; i >= 0; i--) {
      const file = this.files[i]!;
      const token = file.list.tokens[file.position];
      if (token?.kind !== END) return isPunctuator(token, '(');
    }
    return false;
  }

  /** The arguments behind the `(` of an invocation, one list for each parameter. */
  private readArguments(macro: Macro, name: Token): Token[][] {
    const count = macro.parameters!.length;
    const args: Token[][] = [[]];
    let depth = 0;
    for (;;) {
      let token = this.raw();
      if (token.kind === END) fail(name, `')' is missing at the end of the arguments of macro '${name.text}'`);
      if (token.kind === IDENTIFIER && this.macros.get(token.text)?.disabled)
        token = token.with(token.flags | NO_EXPAND);
      if (token.text === '(') depth++;
      else if (token.text === ')') {
        if (depth-- === 0) break;
      } else if (token.text === ',' && depth === 0 && !(macro.variadic && args.length === count)) {
        args.push([]);
        continue;
      }
      args[args.length - 1]!.push(token);
    }
    if (count === 0 && args.length === 1 && args[0]!.length === 0) return [];
    if (macro.variadic && args.length === count - 1) args.push([]);
    if (args.length > count)
      fail(name, `macro '${name.text}' takes ${count} argument${count === 1 ? '' : 's'}, not ${args.length}`);
    // Microsoft's preprocessor takes missing arguments as empty (with a warning); a single missing one is plain C.
    if (args.length < count && !(count === 1 && args.length === 0))
      fail(name, `macro '${name.text}' takes ${count} argument${count === 1 ? '' : 's'}, not ${args.length}`);
    return args;
  }

  /** Names the preprocessor itself knows. Undefined when the token has been dealt with and gives nothing. */
  private predefined(token: Token): Token | undefined {
    switch (token.text) {
      case '__LINE__':
        return madeToken(NUMBER, String(token.line + this.file.lineShift), token);
      case '__FILE__':
        return madeToken(STRING, `"${this.file.shownName.replace(/["\\]/g, '\\$&')}"`, token);
      case '__DATE__':
        return madeToken(STRING, '"Jul 14 2009"', token);
      case '__TIME__':
        return madeToken(STRING, '"01:14:20"', token);
      case '__TIMESTAMP__':
        return madeToken(STRING, '"Tue Jul 14 01:14:20 2009"', token);
      case '__COUNTER__':
        return madeToken(NUMBER, String(this.counter++), token);
      case '__pragma':
        this.pragma(this.expandAll(this.parenthesized(token), token), token);
        return undefined;
      case '_Pragma': {
        const [literal] = this.parenthesized(token);
        if (literal?.kind !== STRING) fail(token, '_Pragma is followed by a string in parentheses');
        this.pragma(this.tokensOf(literal.text.slice(1, -1).replace(/\\(["\\])/g, '$1'), token), token);
        return undefined;
      }
      default:
        return token;
    }
  }

  private parenthesized(name: Token): Token[] {
    if (!this.parenthesisFollows()) fail(name, `'(' is expected after ${name.text}`);
    this.raw();
    const tokens: Token[] = [];
    for (let depth = 0; ; ) {
      const token = this.raw();
      if (token.kind === END) fail(name, `')' is missing after ${name.text}`);
      if (token.text === '(') depth++;
      if (token.text === ')' && depth-- === 0) return tokens;
      tokens.push(token);
    }
  }

  /** The rest of the directive's line, not expanded. */
  protected restOfLine(): Token[] {
    const { file } = this;
    const { tokens } = file.list;
    const start = file.position;
    while (tokens[file.position]!.kind !== END && (tokens[file.position]!.flags & STARTS_LINE) === 0) file.position++;
    return tokens.slice(start, file.position);
  }
}

/** Tokens as text, with one space where white space stood. */
export function spelling(tokens: readonly Token[]): string {
  return tokens
    .map((token, i) => (i > 0 && (token.flags & AFTER_SPACE) !== 0 ? ` ${token.text}` : token.text))
    .join('');
}
