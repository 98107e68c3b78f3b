/**
 * String literals: each is a static variable of the unit.
 */
import type { Expression, Variable } from './ast.ts';
import { stringValue } from './constants.ts';
import { arrayOf, CHAR, WCHAR_T } from './ctypes.ts';
import type { Parser } from './parser.ts';
import { madeToken } from './preprocess-macros.ts';
import { STRING, type Token } from './tokenize.ts';

/** Whether the current token is a string literal or stands for one. */
export function startsString(p: Parser): boolean {
  return p.token.kind === STRING || functionNameText(p, p.token) !== undefined;
}

/** The spelling of `__FUNCTION__` and its kin. */
function functionNameText(p: Parser, token: Token): string | undefined {
  switch (token.text) {
    case '__FUNCTION__':
    case '__func__':
    case '__PRETTY_FUNCTION__':
    case '__FUNCSIG__':
    case '__FUNCDNAME__':
      return p.function ? `"${p.function.variable.name}"` : undefined;
    case 'L__FUNCTION__':
    case '__FUNCTIONW__':
    case '__WFUNCTION__':
      return p.function ? `L"${p.function.variable.name}"` : undefined;
    default:
      return undefined;
  }
}

/** Takes adjacent string literals: their code units without the final zero. */
export function stringTokens(p: Parser): { units: number[]; wide: boolean; spot: Token } {
  const spot = p.token;
  const tokens: Token[] = [];
  while (startsString(p)) {
    const text = functionNameText(p, p.token);
    tokens.push(text === undefined ? p.token : madeToken(STRING, text, p.token));
    p.take();
  }
  return { ...stringValue(tokens), spot };
}

/** Makes the variable that holds a string. */
export function stringVariable(p: Parser, units: readonly number[], wide: boolean, spot: Token): Variable {
  const variable: Variable = {
    name: '',
    type: arrayOf(wide ? WCHAR_T : CHAR, units.length + 1),
    place: p.place(spot),
    storage: 'global',
    external: false,
    linkName: `$SG${1000 + p.uniqueNumber()}`,
    cLinkage: true,
    attributes: {},
  };
  p.data.push({ variable, bytes: stringBytes(units, wide, units.length + 1), relocations: [], readOnly: true });
  return variable;
}

/** Code units as bytes, cut or filled with zeros to `count` units. */
export function stringBytes(units: readonly number[], wide: boolean, count: number): Uint8Array {
  const bytes = new Uint8Array(count * (wide ? 2 : 1));
  const limit = Math.min(count, units.length);
  for (let i = 0; i < limit; i++) {
    const unit = units[i]!;
    if (wide) {
      bytes[2 * i] = unit & 255;
      bytes[2 * i + 1] = unit >> 8;
    } else bytes[i] = unit;
  }
  return bytes;
}

/** A string literal as an expression: an lvalue of array type. */
export function stringLiteral(p: Parser): Expression {
  const { units, wide, spot } = stringTokens(p);
  const variable = stringVariable(p, units, wide, spot);
  return { kind: 'variable', type: variable.type, place: variable.place, variable };
}
