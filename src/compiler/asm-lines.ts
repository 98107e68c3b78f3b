/**
 * `__asm`: instructions as text, with what their names mean in C.
 *
 *     asm := __asm instruction | __asm { instruction… } [;]
 *
 * An instruction ends with its line, at another `__asm`, or at the brace. `;` starts a comment, as assemblers have it.
 */
import type { AsmLine, Statement, Variable } from './ast.ts';
import { alignOf, type CType, sizeOf } from './ctypes.ts';
import type { Parser } from './parser.ts';
import { AFTER_SPACE, END, IDENTIFIER, STARTS_LINE, type Token } from './tokenize.ts';
import { findMember } from './types.ts';

const isAsmWord = (token: Token) => token.text === '__asm' || token.text === '_asm';

/** At `__asm`. */
export function asmStatement(p: Parser): Statement {
  const word = p.take();
  const lines: AsmLine[] = [];
  if (p.function) p.function.hasAsm = true;
  if (p.is('{')) {
    const open = p.take();
    while (!p.is('}')) {
      if (p.token.kind === END) p.fail(open, "this '{' is never closed");
      asmLine(p, true, lines);
    }
    p.take();
    p.accept(';');
  } else {
    // Several `__asm` on one line, as macros make them, are one statement.
    asmLine(p, false, lines);
    if (p.is(';') && (p.token.flags & STARTS_LINE) === 0) p.take();
  }
  return { kind: 'asm', place: p.place(word), lines };
}

function asmLine(p: Parser, inBraces: boolean, lines: AsmLine[]): void {
  const tokens: Token[] = [];
  if (isAsmWord(p.token)) p.take();
  if (!inBraces && (p.token.flags & STARTS_LINE) !== 0) return;
  for (let first = true; ; first = false) {
    const { token } = p;
    if (token.kind === END || (token.text === '}' && !(first && !inBraces))) break;
    if (!first && ((token.flags & STARTS_LINE) !== 0 || isAsmWord(token))) break;
    if (token.text === ';') {
      skipComment(p, inBraces);
      break;
    }
    tokens.push(p.take());
  }
  if (tokens.length > 0) lines.push(withMeanings(p, tokens));
}

function skipComment(p: Parser, inBraces: boolean): void {
  const { token } = p;
  if (!inBraces) return;
  p.take();
  while (p.token.kind !== END && (p.token.flags & STARTS_LINE) === 0 && !isAsmWord(p.token)) {
    // A macro's lines all stand on one: there the closing brace ends the comment.
    if (p.is('}') && p.token.column === token.column && p.token.line === token.line) break;
    p.take();
  }
}

function withMeanings(p: Parser, tokens: readonly Token[]): AsmLine {
  let text = '';
  const variables = new Map<string, Variable>();
  const constants = new Map<string, number>();
  for (let i = 0; i < tokens.length; i++) {
    const token = tokens[i]!;
    if (token.text === '__emit' || token.text === '_emit') text += `${i > 0 ? ' ' : ''}_emit`;
    else text += (i > 0 && (token.flags & AFTER_SPACE) !== 0 ? ' ' : '') + token.text;
    if (token.kind !== IDENTIFIER) continue;
    const meaning = p.scope.find(token.text);
    if (meaning?.kind === 'variable') {
      const { variable } = meaning;
      const constant = p.constants.get(variable);
      if (constant !== undefined) constants.set(token.text, Number(constant));
      variables.set(token.text, variable);
      p.references.add(variable);
      members(variable.type, token.text, tokens, i + 1, 0, constants);
    } else if (meaning?.kind === 'enumerator') constants.set(token.text, Number(meaning.value));
    else if (meaning?.kind === 'typedef') members(meaning.type, token.text, tokens, i + 1, 0, constants);
    else {
      const tag = p.scope.findTag(token.text);
      if (tag?.kind === 'struct') members(tag.type, token.text, tokens, i + 1, 0, constants);
    }
    operatorValues(p, tokens, i, constants);
  }
  return { text, place: p.place(tokens[0]!), variables, constants };
}

/** `.a.b` behind a name: the offset, under the whole text. */
function members(
  type: CType,
  path: string,
  tokens: readonly Token[],
  at: number,
  offset: number,
  constants: Map<string, number>,
): void {
  const object = type.kind === 'pointer' ? type.to : type;
  const name = tokens[at + 1];
  if (tokens[at]?.text !== '.' || !name || object.kind !== 'struct') return;
  const found = findMember(object, name.text);
  if (!found) return;
  const whole = `${path}.${name.text}`;
  constants.set(whole, offset + found.offset);
  members(found.type, whole, tokens, at + 2, offset + found.offset, constants);
}

/** `size x`, `type x`, `length x`: under the text "size x". */
function operatorValues(p: Parser, tokens: readonly Token[], at: number, constants: Map<string, number>): void {
  const word = tokens[at]!.text.toLowerCase();
  const name = tokens[at + 1];
  if ((word !== 'size' && word !== 'type' && word !== 'length') || name?.kind !== IDENTIFIER) return;
  const meaning = p.scope.find(name.text);
  const tag = meaning ? undefined : p.scope.findTag(name.text);
  const type =
    meaning?.kind === 'variable' ? meaning.variable.type : meaning?.kind === 'typedef' ? meaning.type : tag?.type;
  if (!type) return;
  const element = type.kind === 'array' ? type.of : type;
  const value =
    word === 'size'
      ? sizeOf(type)
      : word === 'type'
        ? sizeOf(element)
        : sizeOf(type) / (sizeOf(element) || alignOf(type));
  constants.set(`${tokens[at]!.text} ${name.text}`, value);
}
