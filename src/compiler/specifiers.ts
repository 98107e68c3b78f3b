/**
 * The words a declaration starts with: storage, type, qualifiers, and Microsoft's `__declspec`.
 *
 *     specifiers := { storage | qualifier | type-word | typedef-name | struct… | enum… | __declspec ( … ) | convention }
 */
import type { Attributes } from './ast.ts';
import { stringValue } from './constants.ts';
import { refuseCpp } from './cplusplus.ts';
import {
  BOOL,
  type CallingConvention,
  CHAR,
  type CType,
  DOUBLE,
  FLOAT,
  INT,
  LONG,
  LONG_DOUBLE,
  LONG_LONG,
  SHORT,
  SIGNED_CHAR,
  UNSIGNED_CHAR,
  UNSIGNED_INT,
  UNSIGNED_LONG,
  UNSIGNED_LONG_LONG,
  UNSIGNED_SHORT,
  VOID,
  WCHAR_T,
} from './ctypes.ts';
import { constantInteger } from './expressions.ts';
import type { Parser } from './parser.ts';
import { IDENTIFIER, STRING, type Token } from './tokenize.ts';

export type Storage = 'typedef' | 'extern' | 'static' | 'register' | 'auto';
export type MutableAttributes = { -readonly [K in keyof Attributes]: Attributes[K] };

export interface Specifiers {
  /** Undefined if no type was written: the old `main() { … }`. */
  type: CType | undefined;
  isConst: boolean;
  storage: Storage | undefined;
  isInline: boolean;
  convention: CallingConvention | undefined;
  readonly attributes: MutableAttributes;
  readonly start: Token;
}

const TYPE_WORDS = new Set(
  'void char short int long float double signed unsigned _Bool __int8 __int16 __int32 __int64 __wchar_t struct union enum const volatile __unaligned __w64 restrict __restrict'.split(
    ' ',
  ),
);
const CPP_TYPE_WORDS = new Set(['bool', 'wchar_t']);
const STORAGE_WORDS = new Set(
  'typedef extern static register auto inline __inline _inline __forceinline __declspec'.split(' '),
);
const CONVENTIONS = new Map<string, CallingConvention>([
  ['__cdecl', 'cdecl'],
  ['_cdecl', 'cdecl'],
  ['__stdcall', 'stdcall'],
  ['_stdcall', 'stdcall'],
  ['__fastcall', 'fastcall'],
  ['_fastcall', 'fastcall'],
]);

/** The calling convention a word names. */
export function conventionOf(token: Token): CallingConvention | undefined {
  return token.text.charCodeAt(0) === 95 ? CONVENTIONS.get(token.text) : undefined;
}

/** Whether a type name starts `ahead` tokens from here. */
export function startsType(p: Parser, ahead = 0): boolean {
  const token = p.peek(ahead);
  if (token.kind !== IDENTIFIER)
    return token.text === '::' && p.isCpp && p.peek(ahead + 1).kind === IDENTIFIER && startsType(p, ahead + 1);
  if (TYPE_WORDS.has(token.text)) return true;
  if (p.isCpp && CPP_TYPE_WORDS.has(token.text)) return true;
  if (p.isCpp && token.text === 'std' && p.peek(ahead + 1).text === '::') return startsType(p, ahead + 2);
  return namedType(p, token) !== undefined;
}

/** Whether a declaration starts at the current token. */
export function startsDeclaration(p: Parser): boolean {
  const { token } = p;
  if (token.kind !== IDENTIFIER) return false;
  if (STORAGE_WORDS.has(token.text)) return true;
  return startsType(p) || conventionOf(token) !== undefined;
}

/** What a name means as a type: a typedef, or in C++ a tag. */
function namedType(p: Parser, token: Token): { type: CType; isConst: boolean; align: number } | undefined {
  const meaning = p.scope.find(token.text);
  if (meaning) return meaning.kind === 'typedef' ? meaning : undefined;
  if (!p.isCpp) return undefined;
  const tag = p.scope.findTag(token.text);
  return tag ? { type: tag.type, isConst: false, align: 0 } : undefined;
}

/** specifiers := see above */
export function specifiers(p: Parser): Specifiers {
  const words: string[] = [];
  const result: Specifiers = {
    type: undefined,
    isConst: false,
    storage: undefined,
    isInline: false,
    convention: undefined,
    attributes: {},
    start: p.token,
  };
  while (specifier(p, result, words));
  if (words.length > 0) result.type = wordsType(p, words, result.start);
  return result;
}

/** Fails at the name of something that lies on the stack or in a structure, and is to be thread-local. */
export function refuseThread(p: Parser, attributes: Attributes, name: Token): void {
  if (!attributes.thread) return;
  p.fail(name, "'thread' is only for variables that are static or global", 'write static __declspec(thread)');
}

/** Takes one word; false when the specifiers have ended. */
function specifier(p: Parser, s: Specifiers, words: string[]): boolean {
  const { token } = p;
  if (token.kind !== IDENTIFIER)
    return token.text === '::' && s.type === undefined && words.length === 0 && qualified(p, s);
  switch (token.text) {
    case 'typedef':
    case 'extern':
    case 'static':
    case 'register':
    case 'auto':
      if (s.storage && s.storage !== token.text)
        p.fail(token, `a declaration can't be both '${s.storage}' and '${token.text}'`);
      s.storage = token.text;
      break;
    case 'inline':
    case '__inline':
    case '_inline':
    case '__forceinline':
      s.isInline = true;
      break;
    case 'const':
      s.isConst = true;
      break;
    case 'volatile':
    case '__unaligned':
    case '__w64':
    case 'restrict':
    case '__restrict':
    case '__ptr32':
      break;
    case '__declspec':
      declspec(p, s.attributes);
      return true;
    case 'struct':
    case 'union':
    case 'enum':
      if (s.type || words.length > 0) twoTypes(p, token);
      s.type = p.rules.tagged(p);
      return true;
    case 'void':
    case 'char':
    case 'short':
    case 'int':
    case 'long':
    case 'float':
    case 'double':
    case 'signed':
    case 'unsigned':
    case '_Bool':
    case '__int8':
    case '__int16':
    case '__int32':
    case '__int64':
    case '__wchar_t':
      if (s.type) twoTypes(p, token);
      words.push(token.text);
      break;
    case 'bool':
    case 'wchar_t':
      if (!p.isCpp) return typedefName(p, s, words);
      words.push(token.text);
      break;
    case '__based':
      return p.fail(token, '__based pointers are not supported');
    default: {
      const convention = conventionOf(token);
      if (!convention) return typedefName(p, s, words);
      s.convention = convention;
    }
  }
  p.take();
  return true;
}

function twoTypes(p: Parser, token: Token): never {
  if (p.previous.text === '}') p.failExpected("';'", 'after the structure', true);
  p.fail(token, 'a declaration has two types here', "is ';' missing before it?");
}

function qualified(p: Parser, s: Specifiers): boolean {
  if (!p.isCpp || !startsType(p)) return false;
  p.take();
  return typedefName(p, s, []);
}

function typedefName(p: Parser, s: Specifiers, words: string[]): boolean {
  if (s.type || words.length > 0) return false;
  if (p.isCpp) {
    refuseCpp(p);
    if (p.is('std') && p.peek(1).text === '::' && startsType(p, 2)) {
      p.take();
      p.take();
    }
  }
  const named = namedType(p, p.token);
  if (!named) return false;
  s.type = named.type;
  if (named.isConst) s.isConst = true;
  if (named.align > 0) s.attributes.align = Math.max(named.align, s.attributes.align ?? 0);
  p.take();
  return true;
}

const COMBINATIONS = new Map<string, CType>([
  ['void', VOID],
  ['_Bool', BOOL],
  ['bool', BOOL],
  ['wchar_t', WCHAR_T],
  ['__wchar_t', WCHAR_T],
  ['char', CHAR],
  ['char signed', SIGNED_CHAR],
  ['char unsigned', UNSIGNED_CHAR],
  ['short', SHORT],
  ['short unsigned', UNSIGNED_SHORT],
  ['int', INT],
  ['int unsigned', UNSIGNED_INT],
  ['long', LONG],
  ['long unsigned', UNSIGNED_LONG],
  ['long long', LONG_LONG],
  ['long long unsigned', UNSIGNED_LONG_LONG],
  ['float', FLOAT],
  ['double', DOUBLE],
  ['double long', LONG_DOUBLE],
  ['__int8', CHAR],
  ['__int8 unsigned', UNSIGNED_CHAR],
  ['__int16', SHORT],
  ['__int16 unsigned', UNSIGNED_SHORT],
  ['__int32', INT],
  ['__int32 unsigned', UNSIGNED_INT],
  ['__int64', LONG_LONG],
  ['__int64 unsigned', UNSIGNED_LONG_LONG],
]);

function wordsType(p: Parser, words: string[], spot: Token): CType {
  let key = words.length === 1 ? words[0]! : [...words].sort().join(' ');
  if (words.length > 1 || key === 'signed' || key === 'unsigned') {
    const left = words.filter((word) => word !== 'int' && (word !== 'signed' || words.includes('char'))).sort();
    key = left.length === 0 ? 'int' : left.join(' ') === 'unsigned' ? 'int unsigned' : left.join(' ');
  }
  const type = COMBINATIONS.get(key);
  if (!type) p.fail(spot, `'${words.join(' ')}' is no type`);
  return type;
}

/** __declspec ( { word [( argument )] } ) */
export function declspec(p: Parser, attributes: MutableAttributes): void {
  p.take();
  p.expect('(', 'after __declspec');
  while (!p.is(')')) {
    const word = p.token;
    if (word.kind !== IDENTIFIER) p.failExpected('a word such as dllimport', 'in __declspec', false);
    p.take();
    oneDeclspec(p, word, attributes);
    p.accept(',');
  }
  p.take();
}

function oneDeclspec(p: Parser, word: Token, attributes: MutableAttributes): void {
  switch (word.text) {
    case 'dllimport':
      attributes.dllimport = true;
      break;
    case 'dllexport':
      attributes.dllexport = true;
      break;
    case 'thread':
      attributes.thread = true;
      break;
    case 'naked':
      attributes.naked = true;
      break;
    case 'noreturn':
      attributes.noreturn = true;
      break;
    case 'selectany':
      attributes.selectAny = true;
      break;
    case 'align': {
      p.expect('(', 'after align');
      const { value, spot } = constantInteger(p, 'an alignment');
      if (value < 1n || value > 8192n || (value & (value - 1n)) !== 0n)
        p.fail(spot, 'an alignment must be a power of two up to 8192');
      attributes.align = Number(value);
      p.expect(')', 'after the alignment');
      break;
    }
    case 'allocate': {
      p.expect('(', 'after allocate');
      if (p.token.kind !== STRING) p.failExpected('the name of a section', '', false);
      attributes.section = sectionName(p.take());
      p.expect(')', 'after the section');
      break;
    }
    default:
      // noinline, nothrow, deprecated("…"), restrict, noalias, novtable, uuid(…): nothing that the code depends on.
      if (p.is('(')) skipParentheses(p);
  }
}

/** The text of a string token. */
export function sectionName(token: Token): string {
  return String.fromCharCode(...stringValue([token]).units);
}

function skipParentheses(p: Parser): void {
  const open = p.take();
  for (let depth = 1; depth > 0; ) {
    if (p.token.kind === 0) p.fail(open, "this '(' is never closed");
    if (p.is('(')) depth++;
    if (p.is(')')) depth--;
    p.take();
  }
}
