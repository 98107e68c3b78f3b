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

/** What is written so far of an instruction, and where its current operand began. */
interface Line {
  text: string;
  operand: number;
  readonly variables: Map<string, Variable>;
  readonly constants: Map<string, number>;
}

function withMeanings(p: Parser, tokens: readonly Token[]): AsmLine {
  const line: Line = { text: '', operand: 0, variables: new Map(), constants: new Map() };
  for (let i = 0; i < tokens.length; i++) {
    const token = tokens[i]!;
    if (i > 0 && (token.flags & AFTER_SPACE) !== 0) line.text += ' ';
    if (i === 1 || tokens[i - 1]?.text === ',') line.operand = line.text.length;
    if (token.text === '.' && tokens[i - 1]?.text === ']' && tokens[i + 1]?.kind === IDENTIFIER) {
      line.text += `+${anyMember(p, tokens[i + 1]!)}`;
      i++;
      continue;
    }
    const members = token.kind === IDENTIFIER ? name(p, tokens, i, line) : 0;
    if (members > 0) {
      i += 2 * members;
      continue;
    }
    line.text += token.text === '__emit' ? '_emit' : token.text;
  }
  return { text: line.text, place: p.place(tokens[0]!), variables: line.variables, constants: line.constants };
}

/** Notes what a name means; a name with members is written as its offset. Gives how many members follow it. */
function name(p: Parser, tokens: readonly Token[], at: number, line: Line): number {
  const token = tokens[at]!;
  const meaning = p.scope.find(token.text);
  operatorValues(p, tokens, at, line.constants);
  if (meaning?.kind === 'enumerator') line.constants.set(token.text, Number(meaning.value));
  if (meaning?.kind === 'variable') {
    const { variable } = meaning;
    const constant = p.constants.get(variable);
    if (constant !== undefined) line.constants.set(token.text, Number(constant));
    line.variables.set(token.text, variable);
    p.references.add(variable);
    return members(variable.type, tokens, at, line, `${token.text}+`);
  }
  const tag = meaning ? undefined : p.scope.findTag(token.text);
  const type = meaning?.kind === 'typedef' ? meaning.type : tag?.kind === 'struct' ? tag.type : undefined;
  const follows = tokens[at - 1]?.text === ']' ? '+' : '';
  return type ? members(type, tokens, at, line, follows) : 0;
}

/** `.a.b` behind a name: writes the offset, and the size where the operand has none. */
function members(first: CType, tokens: readonly Token[], from: number, line: Line, before: string): number {
  let type = first;
  let offset = 0;
  let count = 0;
  for (let at = from + 1; tokens[at]?.text === '.'; at += 2) {
    const object = type.kind === 'pointer' ? type.to : type;
    const member = object.kind === 'struct' ? findMember(object, tokens[at + 1]?.text ?? '') : undefined;
    if (!member) break;
    offset += member.offset;
    ({ type } = member);
    count++;
  }
  if (count === 0) return 0;
  const size = SIZES[sizeOf(type)];
  const isBare = !/\bptr\b|\boffset\b/i.test(line.text.slice(line.operand));
  if (size && isBare && before.endsWith('+') && (type.kind === 'integer' || type.kind === 'pointer'))
    line.text = `${line.text.slice(0, line.operand)}${size} ptr ${line.text.slice(line.operand)}`;
  line.text += `${before}${offset}`;
  return count;
}

const SIZES: Readonly<Record<number, string>> = { 1: 'byte', 2: 'word', 4: 'dword' };

/** `[ecx].name`: the offset that all structures with such a member agree on. */
function anyMember(p: Parser, member: Token): number {
  const offsets = new Set<number>();
  for (const type of p.typeNames.values()) {
    const found = type.kind === 'struct' ? findMember(type, member.text) : undefined;
    if (found) offsets.add(found.offset);
  }
  const [offset] = offsets;
  if (offset === undefined) p.fail(member, `no structure has a member '${member.text}'`);
  if (offsets.size > 1)
    p.fail(
      member,
      `several structures have a member '${member.text}'`,
      `write the structure's name: [ecx]NAME.${member.text}`,
    );
  return offset;
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
