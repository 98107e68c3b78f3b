/**
 * What literals mean: numbers, characters and strings, spelled as tokens.
 */
import type { FloatType, IntegerType } from './ctypes.ts';
import {
  CHAR,
  DOUBLE,
  FLOAT,
  INT,
  LONG,
  LONG_DOUBLE,
  LONG_LONG,
  SHORT,
  UNSIGNED_CHAR,
  UNSIGNED_INT,
  UNSIGNED_LONG,
  UNSIGNED_LONG_LONG,
  UNSIGNED_SHORT,
  WCHAR_T,
} from './ctypes.ts';
import { fail } from './source.ts';
import type { Token } from './tokenize.ts';

/** Whether a number token is a floating-point constant. */
export function isFloat(token: Token): boolean {
  const { text } = token;
  if (/^0[xX]/.test(text)) return /[pP.]/.test(text);
  return /[.eE]/.test(text) || /^[0-9]+[fF]$/.test(text);
}

/** A floating-point constant. */
export function floatValue(token: Token): { value: number; type: FloatType } {
  const { text } = token;
  const hex = /^0[xX]([0-9a-fA-F]*)\.?([0-9a-fA-F]*)[pP]([+-]?[0-9]+)([fFlL]?)$/.exec(text);
  const decimal = /^([0-9]*\.?[0-9]*(?:[eE][+-]?[0-9]+)?)([fFlL]?)$/.exec(text);
  if (!hex && !decimal) fail(token, `'${text}' is no number`);
  const suffix = (hex ? hex[4] : decimal![2])!.toLowerCase();
  const value = hex ? hexFloat(hex[1]!, hex[2]!, Number(hex[3])) : Number(decimal![1]);
  if (Number.isNaN(value)) fail(token, `'${text}' is no number`);
  if (suffix === 'f') return { value: Math.fround(value), type: FLOAT };
  return { value, type: suffix === 'l' ? LONG_DOUBLE : DOUBLE };
}

function hexFloat(whole: string, fraction: string, exponent: number): number {
  const digits = Number(BigInt(`0x${whole}${fraction || ''}` === '0x' ? '0x0' : `0x${whole}${fraction}`));
  return digits * 2 ** (exponent - 4 * fraction.length);
}

const SUFFIXED: Readonly<Record<string, readonly IntegerType[]>> = {
  '': [INT, LONG, UNSIGNED_LONG, LONG_LONG, UNSIGNED_LONG_LONG],
  u: [UNSIGNED_INT, UNSIGNED_LONG, UNSIGNED_LONG_LONG],
  l: [LONG, UNSIGNED_LONG, LONG_LONG, UNSIGNED_LONG_LONG],
  ul: [UNSIGNED_LONG, UNSIGNED_LONG_LONG],
  lu: [UNSIGNED_LONG, UNSIGNED_LONG_LONG],
  ll: [LONG_LONG, UNSIGNED_LONG_LONG],
  ull: [UNSIGNED_LONG_LONG],
  llu: [UNSIGNED_LONG_LONG],
  i8: [CHAR],
  ui8: [UNSIGNED_CHAR],
  i16: [SHORT],
  ui16: [UNSIGNED_SHORT],
  i32: [INT, UNSIGNED_INT],
  ui32: [UNSIGNED_INT],
  i64: [LONG_LONG],
  ui64: [UNSIGNED_LONG_LONG],
};

/** Decimal constants without a suffix never become `unsigned long` in C99; octal and hexadecimal ones may be unsigned. */
const DECIMAL: readonly IntegerType[] = [INT, LONG, LONG_LONG, UNSIGNED_LONG_LONG];
const HEXADECIMAL: readonly IntegerType[] = [INT, UNSIGNED_INT, LONG, UNSIGNED_LONG, LONG_LONG, UNSIGNED_LONG_LONG];

/** An integer constant. */
export function integerValue(token: Token): { value: bigint; type: IntegerType } {
  const match = /^(0[xX][0-9a-fA-F]+|0[bB][01]+|[0-9]+)([uUlL]*|[uU]?[iI](?:8|16|32|64))$/.exec(token.text);
  if (!match) {
    if (/^[0-9]*[89]/.test(token.text) && /^0[0-9]+$/.test(token.text))
      fail(token, 'an octal number (it starts with 0) has digits 0 to 7 only');
    fail(token, `'${token.text}' is no number`);
  }
  const digits = match[1]!;
  const suffix = match[2]!.toLowerCase();
  const candidates = SUFFIXED[suffix];
  if (!candidates)
    fail(token, `'${match[2]}' is no suffix of an integer`, 'suffixes are u, l, ul, ll, ull, i64 and ui64');
  const isOctal = /^0[0-9]+$/.test(digits);
  if (isOctal && /[89]/.test(digits)) fail(token, 'an octal number (it starts with 0) has digits 0 to 7 only');
  const value = BigInt(isOctal ? `0o${digits.slice(1)}` : digits);
  if (value >= 1n << 64n) fail(token, 'the number does not fit into 64 bits');
  const isDecimal = /^[1-9]/.test(digits);
  const list = suffix !== '' ? candidates : isDecimal ? DECIMAL : HEXADECIMAL;
  const sized = /i(8|16|32)$/.test(suffix);
  const type = list.find((t) => sized || fits(value, t)) ?? list[list.length - 1]!;
  return { value: wrapInteger(value, type), type };
}

function fits(value: bigint, type: IntegerType): boolean {
  return value < 1n << BigInt(type.signed ? type.size * 8 - 1 : type.size * 8);
}

/** A value as an integer type holds it. */
export function wrapInteger(value: bigint, type: IntegerType): bigint {
  if (type.isBool) return value === 0n ? 0n : 1n;
  return type.signed ? BigInt.asIntN(type.size * 8, value) : BigInt.asUintN(type.size * 8, value);
}

const SIMPLE: Readonly<Record<string, number>> = {
  n: 10,
  t: 9,
  r: 13,
  '0': 0,
  a: 7,
  b: 8,
  f: 12,
  v: 11,
  e: 27,
  '\\': 92,
  "'": 39,
  '"': 34,
  '?': 63,
};

/** The characters of a literal as code units: UTF-16 for wide literals, UTF-8 bytes else. */
function codeUnits(token: Token, wide: boolean): number[] {
  const text = token.text.slice(token.text.charCodeAt(0) === 76 ? 2 : 1, -1);
  const units: number[] = [];
  const limit = wide ? 0xffff : 0xff;
  for (let i = 0; i < text.length; ) {
    const c = text.charCodeAt(i);
    if (c !== 92) {
      const point = text.codePointAt(i)!;
      const length = point > 0xffff ? 2 : 1;
      if (wide) for (let k = 0; k < length; k++) units.push(text.charCodeAt(i + k));
      else pushUtf8(units, point);
      i += length;
      continue;
    }
    const digits = /^\\(?:x([0-9a-fA-F]+)|([0-7]{1,3})|u([0-9a-fA-F]{4}))/.exec(text.slice(i, i + 40));
    if (digits) {
      const value = digits[1]
        ? Number.parseInt(digits[1], 16)
        : digits[2]
          ? Number.parseInt(digits[2], 8)
          : Number.parseInt(digits[3]!, 16);
      if (digits[3] && !wide) pushUtf8(units, value);
      else if (value > limit)
        fail(token, `the escape '${digits[0]}' is too large for ${wide ? 'a wide' : 'a'} character`);
      else units.push(value);
      i += digits[0].length;
      continue;
    }
    const simple = SIMPLE[text[i + 1] ?? ''];
    if (simple === undefined) {
      if (text[i + 1] === 'x') fail(token, "hexadecimal digits are expected after '\\x'");
      // An unknown escape stands for its character, as both gcc and Microsoft's compiler have it (with a warning).
      units.push(text.charCodeAt(i + 1) & limit);
    } else units.push(simple);
    i += 2;
  }
  return units;
}

function pushUtf8(units: number[], point: number): void {
  if (point < 0x80) units.push(point);
  else if (point < 0x800) units.push(0xc0 | (point >> 6), 0x80 | (point & 63));
  else if (point < 0x10000) units.push(0xe0 | (point >> 12), 0x80 | ((point >> 6) & 63), 0x80 | (point & 63));
  else units.push(0xf0 | (point >> 18), 0x80 | ((point >> 12) & 63), 0x80 | ((point >> 6) & 63), 0x80 | (point & 63));
}

/** A character constant: int in C ('ab' is 0x6162), wchar_t with the prefix L. */
export function characterValue(token: Token): { value: bigint; type: IntegerType } {
  const wide = token.text.charCodeAt(0) === 76;
  const units = codeUnits(token, wide);
  if (units.length === 0) fail(token, 'a character is expected between the quotes');
  if (wide) return { value: BigInt(units[units.length - 1]!), type: WCHAR_T };
  if (units.length > 4)
    fail(token, 'a character constant holds at most four characters', 'strings are written with "double quotes"');
  if (units.length === 1) return { value: BigInt.asIntN(8, BigInt(units[0]!)), type: INT };
  let value = 0;
  for (const unit of units) value = (value << 8) | unit;
  return { value: BigInt(value), type: INT };
}

/** Adjacent string literals as one: its code units without the final zero. */
export function stringValue(tokens: readonly Token[]): { units: number[]; wide: boolean } {
  const wide = tokens.some((token) => token.text.charCodeAt(0) === 76);
  const units: number[] = [];
  for (const token of tokens) for (const unit of codeUnits(token, wide)) units.push(unit);
  return { units, wide };
}
