/**
 * Macros: how `#define` is read, and what replaces an invocation (C99 6.10.3).
 *
 * A macro's body is kept with, for each token, the index of the parameter it names or -1. Tokens of a replacement stand
 * at the place of the invocation; tokens of arguments keep their own.
 */
import { fail, SourceFile } from './source.ts';
import {
  AFTER_SPACE,
  BAD,
  CHARACTER,
  END,
  IDENTIFIER,
  NO_EXPAND,
  PUNCTUATOR,
  STARTS_LINE,
  STRING,
  Token,
  tokenize,
} from './tokenize.ts';

export interface Macro {
  readonly name: string;
  /** Undefined for object-like macros. For variadic ones the last is "__VA_ARGS__" (or its own name). */
  readonly parameters: readonly string[] | undefined;
  readonly variadic: boolean;
  readonly body: readonly Token[];
  readonly slots: readonly number[];
  /** No `#` or `##` in the body. */
  readonly plain: boolean;
  /** True while its own replacement is being read: it doesn't expand inside itself. */
  disabled: boolean;
}

/** An argument of an invocation: as written, and fully expanded when first asked for. */
export interface Argument {
  readonly raw: readonly Token[];
  expanded(): readonly Token[];
}

/** Reads the tokens of a `#define` line behind the word `define`. */
export function readDefinition(directive: Token, line: readonly Token[]): Macro {
  const name = line[0];
  if (!name) fail(directive, 'a macro name is expected after #define');
  if (name.kind !== IDENTIFIER) fail(name, `a macro name is expected after #define, not '${name.text}'`);
  if (name.text === 'defined') fail(name, "'defined' can't be a macro name");
  const open = line[1];
  const isFunctionLike = open?.text === '(' && (open.flags & AFTER_SPACE) === 0;
  if (!isFunctionLike) return makeMacro(name.text, undefined, false, line.slice(1));
  const parameters: string[] = [];
  let variadic = false;
  let at = 2;
  if (line[at]?.text === ')') at++;
  else {
    for (;;) {
      const token = line[at++];
      if (!token) fail(line[line.length - 1] ?? name, "')' is expected at the end of the macro's parameters");
      if (token.text === '...') {
        variadic = true;
        parameters.push('__VA_ARGS__');
      } else {
        if (token.kind !== IDENTIFIER) fail(token, `a parameter name is expected, not '${token.text}'`);
        if (parameters.includes(token.text)) fail(token, `the macro has two parameters named '${token.text}'`);
        parameters.push(token.text);
        if (line[at]?.text === '...') {
          variadic = true;
          at++;
        }
      }
      const separator = line[at++];
      if (separator?.text === ')') break;
      if (separator?.text !== ',' || variadic)
        fail(separator ?? token, "')' is expected at the end of the macro's parameters");
    }
  }
  return makeMacro(name.text, parameters, variadic, line.slice(at));
}

function makeMacro(name: string, parameters: string[] | undefined, variadic: boolean, body: Token[]): Macro {
  const slots = body.map((token) => (token.kind === IDENTIFIER && parameters ? parameters.indexOf(token.text) : -1));
  const plain = !body.some(
    (token) => token.text === '##' || (parameters && (token.text === '#' || token.text === '#@')),
  );
  const first = body[0];
  if (first?.text === '##') fail(first, "'##' can't stand at the start of a macro");
  const last = body[body.length - 1];
  if (last?.text === '##') fail(last, "'##' can't stand at the end of a macro");
  if (parameters)
    for (let i = 0; i < body.length; i++) {
      const token = body[i]!;
      if ((token.text === '#' || token.text === '#@') && (slots[i + 1] ?? -1) < 0)
        fail(token, `a parameter of the macro is expected after '${token.text}'`);
    }
  return { name, parameters, variadic, body, slots, plain, disabled: false };
}

/** Whether a macro may be defined again as `other`. */
export function sameMacro(a: Macro, b: Macro): boolean {
  return (
    a.parameters?.join() === b.parameters?.join() &&
    a.body.length === b.body.length &&
    a.body.every((token, i) => token.text === b.body[i]!.text)
  );
}

/** The tokens that replace an invocation standing at `spot`. */
export function replacement(macro: Macro, spot: Token, args: readonly Argument[] | undefined): Token[] {
  const out: Token[] = [];
  const { body, slots } = macro;
  for (let i = 0; i < body.length; i++) {
    const token = body[i]!;
    const slot = slots[i]!;
    const flags = i === 0 ? spot.flags & ~NO_EXPAND : token.flags & AFTER_SPACE;
    if (!macro.plain && body[i + 1]?.text === '##') {
      i = pasteRun(macro, spot, args, i, flags, out);
    } else if (!macro.plain && args && (token.text === '#' || token.text === '#@')) {
      out.push(stringize(token, args[slots[++i]!]!.raw, spot, flags));
    } else if (slot >= 0) {
      const isRest = macro.variadic && slot === macro.parameters!.length - 1;
      const expanded = args![slot]!.expanded();
      // Microsoft's preprocessor drops the comma before an empty __VA_ARGS__.
      if (isRest && args![slot]!.raw.length === 0 && body[i - 1]?.text === ',' && slots[i - 1] === -1) out.pop();
      append(out, expanded, flags);
    } else out.push(token.at(spot, flags));
  }
  return out;
}

function append(out: Token[], tokens: readonly Token[], flags: number): void {
  for (let k = 0; k < tokens.length; k++) {
    const token = tokens[k]!;
    if (k > 0)
      out.push((token.flags & STARTS_LINE) !== 0 ? token.with((token.flags & ~STARTS_LINE) | AFTER_SPACE) : token);
    else out.push(token.with((token.flags & NO_EXPAND) | flags));
  }
}

/** `a ## b ## c` from body index `i` on; gives the index of its last token. */
function pasteRun(
  macro: Macro,
  spot: Token,
  args: readonly Argument[] | undefined,
  i: number,
  flags: number,
  out: Token[],
): number {
  const { body, slots } = macro;
  const operand = (k: number): { tokens: readonly Token[]; last: number } => {
    const token = body[k]!;
    if (args && (token.text === '#' || token.text === '#@') && (slots[k + 1] ?? -1) >= 0)
      return { tokens: [stringize(token, args[slots[k + 1]!]!.raw, spot, 0)], last: k + 1 };
    const slot = slots[k]!;
    return { tokens: slot >= 0 ? args![slot]!.raw : [token.at(spot, 0)], last: k };
  };
  const first = operand(i);
  let result = [...first.tokens];
  let at = first.last;
  while (body[at + 1]?.text === '##') {
    const right = operand(at + 2);
    const slot = slots[at + 2]!;
    if (macro.variadic && slot === macro.parameters!.length - 1 && result.length === 1 && result[0]!.text === ',') {
      // `, ## __VA_ARGS__`: the comma goes if there are no arguments, else nothing is pasted.
      result = args![slot]!.raw.length === 0 ? [] : [result[0]!, ...args![slot]!.expanded()];
    } else if (result.length === 0) result = [...right.tokens];
    else if (right.tokens.length > 0) {
      const left = result.pop()!;
      result.push(...paste(left, right.tokens[0]!, spot), ...right.tokens.slice(1));
    }
    at = right.last;
  }
  append(out, result, flags);
  return at;
}

/** Two tokens made one. Where the spelling is no single token both stay, as Microsoft's compiler has it. */
function paste(left: Token, right: Token, spot: Token): Token[] {
  const made = tokenize(new SourceFile(spot.source.name, left.text + right.text)).tokens.filter(
    (token) => token.kind !== END,
  );
  if (made.some((token) => token.kind === BAD) && left.kind !== BAD && right.kind !== BAD)
    fail(spot, `'##' makes '${left.text}${right.text}', which is no token`);
  return made.map((token, i) => token.at(left, i === 0 ? left.flags & AFTER_SPACE : 0));
}

function stringize(operator: Token, tokens: readonly Token[], spot: Token, flags: number): Token {
  let text = '';
  for (let i = 0; i < tokens.length; i++) {
    const token = tokens[i]!;
    if (i > 0 && (token.flags & (AFTER_SPACE | STARTS_LINE)) !== 0) text += ' ';
    text += token.kind === STRING || token.kind === CHARACTER ? token.text.replace(/["\\]/g, '\\$&') : token.text;
  }
  const isCharacter = operator.text === '#@';
  const spelling = isCharacter ? `'${text}'` : `"${text}"`;
  return new Token(isCharacter ? CHARACTER : STRING, spelling, spot.source, spot.line, spot.column, spot.length, flags);
}

/** A token made by the preprocessor itself, at the spot of another. */
export function madeToken(kind: 2 | 3, text: string, spot: Token): Token {
  return new Token(kind, text, spot.source, spot.line, spot.column, spot.length, spot.flags & ~NO_EXPAND);
}

/** Whether a token is the punctuator `text`. */
export function isPunctuator(token: Token | undefined, text: string): boolean {
  return token?.kind === PUNCTUATOR && token.text === text;
}
