/**
 * Text to preprocessing tokens.
 *
 * One pass over character codes; a table of classes and a table of punctuators by first character decide. The result is
 * one array for a file, ended by an END token, and the positions of the `#` that start directives, so that skipped groups
 * cost nothing. Tokens are immutable: lists of headers are shared by all units that include them.
 *
 * Nothing here is an error, because text in a skipped group may be anything: what makes no token becomes BAD, and whoever
 * meets it complains.
 */
import type { SourceFile } from './source.ts';

export type TokenKind = 0 | 1 | 2 | 3 | 4 | 5 | 6 | 7;
export const END = 0;
export const IDENTIFIER = 1;
export const NUMBER = 2;
export const STRING = 3;
export const CHARACTER = 4;
export const PUNCTUATOR = 5;
/** `<name>` behind `#include`. */
export const HEADER = 6;
/** A lone character or an unterminated literal. */
export const BAD = 7;

/** White space stands before the token. */
export const AFTER_SPACE = 1;
/** First on its line. */
export const STARTS_LINE = 2;
/** An identifier that was met while its macro was being expanded: it never expands again. */
export const NO_EXPAND = 4;

/** A preprocessing token. `text` is the spelling, quotes and prefix included, without line splices. */
export class Token {
  readonly kind: TokenKind;
  readonly text: string;
  readonly source: SourceFile;
  readonly line: number;
  readonly column: number;
  readonly length: number;
  readonly flags: number;

  constructor(
    kind: TokenKind,
    text: string,
    source: SourceFile,
    line: number,
    column: number,
    length: number,
    flags: number,
  ) {
    this.kind = kind;
    this.text = text;
    this.source = source;
    this.line = line;
    this.column = column;
    this.length = length;
    this.flags = flags;
  }

  /** The same token standing at another spot, as when a macro puts it there. */
  at(spot: Token, flags: number): Token {
    return new Token(this.kind, this.text, spot.source, spot.line, spot.column, spot.length, flags);
  }

  with(flags: number): Token {
    return new Token(this.kind, this.text, this.source, this.line, this.column, this.length, flags);
  }
}

/** A file's tokens. */
export interface TokenList {
  readonly source: SourceFile;
  readonly tokens: readonly Token[];
  /** Indexes of the `#` tokens that start directives. */
  readonly directives: readonly number[];
}

const LETTER = 1;
const DIGIT = 2;
const SPACE = 3;
const classes = new Uint8Array(128);
for (let c = 0; c < 128; c++) {
  const s = String.fromCharCode(c);
  if (/[A-Za-z_$]/.test(s)) classes[c] = LETTER;
  else if (/[0-9]/.test(s)) classes[c] = DIGIT;
  else if (/[ \t\r\f\v]/.test(s)) classes[c] = SPACE;
}

const punctuators: string[][] = [];
for (const p of (
  '... <<= >>= ## #@ -> ++ -- << >> <= >= == != && || *= /= %= += -= &= ^= |= :: ' +
  '{ } ( ) [ ] # ; : , . + - * / % < > = ! & | ^ ~ ?'
).split(' ')) {
  const first = p.charCodeAt(0);
  punctuators[first] ??= [];
  punctuators[first].push(p);
}

const isWord = (c: number) => (c < 128 ? classes[c] === LETTER || classes[c] === DIGIT : false);

/** Length of a line splice (backslash, line end) at `at`, or 0. */
function spliceAt(text: string, at: number): number {
  if (text.charCodeAt(at) !== 92) return 0;
  if (text.charCodeAt(at + 1) === 10) return 2;
  return text.charCodeAt(at + 1) === 13 && text.charCodeAt(at + 2) === 10 ? 3 : 0;
}

const interned = new Map<string, string>();

/** One string object for equal spellings, so that comparing them is comparing pointers. */
function intern(text: string): string {
  const known = interned.get(text);
  if (known !== undefined) return known;
  if (interned.size > 50_000) interned.clear();
  interned.set(text, text);
  return text;
}

/** Splits a file into tokens. */
export function tokenize(source: SourceFile): TokenList {
  return new Tokenizer(source).run();
}

class Tokenizer {
  readonly source: SourceFile;
  readonly text: string;
  readonly tokens: Token[] = [];
  readonly directives: number[] = [];
  at = 0;
  line = 1;
  lineStart = 0;
  flags = STARTS_LINE;
  /** 1 behind the `#` of a directive, 2 behind `#include`. */
  inDirective = 0;

  constructor(source: SourceFile) {
    this.source = source;
    this.text = source.text;
  }

  run(): TokenList {
    const { text } = this;
    if (text.charCodeAt(0) === 0xfeff) {
      this.at = 1;
      this.lineStart = 1;
    }
    for (;;) {
      this.skipSpace();
      if (this.at >= text.length) break;
      this.token();
    }
    this.tokens.push(
      new Token(END, '', this.source, this.line, this.at - this.lineStart + 1, 1, STARTS_LINE | AFTER_SPACE),
    );
    return { source: this.source, tokens: this.tokens, directives: this.directives };
  }

  /** Skips white space, comments and line splices; keeps `line` and `flags`. */
  private skipSpace(): void {
    const { text } = this;
    for (;;) {
      const c = text.charCodeAt(this.at);
      if (c === 10) {
        this.at++;
        this.newLine();
        this.flags = STARTS_LINE | AFTER_SPACE;
        this.inDirective = 0;
      } else if (c < 128 && classes[c] === SPACE) {
        this.at++;
        this.flags |= AFTER_SPACE;
      } else if (c === 47 && text.charCodeAt(this.at + 1) === 42) {
        this.blockComment();
      } else if (c === 47 && text.charCodeAt(this.at + 1) === 47) {
        this.lineComment();
      } else if (c === 92) {
        const splice = spliceAt(text, this.at);
        if (splice === 0) return;
        this.at += splice;
        this.newLine();
        this.flags |= AFTER_SPACE;
      } else if (c === 26 && this.at === text.length - 1) {
        this.at++;
      } else return;
    }
  }

  private newLine(): void {
    this.line++;
    this.lineStart = this.at;
  }

  private blockComment(): void {
    const close = this.text.indexOf('*/', this.at + 2);
    if (close < 0)
      this.tokens.push(new Token(BAD, '/*', this.source, this.line, this.at - this.lineStart + 1, 2, this.flags));
    const end = close < 0 ? this.text.length : close + 2;
    for (let i = this.text.indexOf('\n', this.at); i >= 0 && i < end; i = this.text.indexOf('\n', i + 1)) {
      this.line++;
      this.lineStart = i + 1;
    }
    this.at = end;
    this.flags |= AFTER_SPACE;
  }

  private lineComment(): void {
    for (;;) {
      const end = this.text.indexOf('\n', this.at);
      if (end < 0) {
        this.at = this.text.length;
        return;
      }
      const before = this.text.charCodeAt(end - 1) === 13 ? end - 2 : end - 1;
      this.at = end;
      if (this.text.charCodeAt(before) !== 92) return;
      this.at = end + 1;
      this.newLine();
    }
  }

  private add(kind: TokenKind, text: string, start: number, line: number, lineStart: number): void {
    const length = line === this.line ? this.at - start : text.length;
    this.tokens.push(new Token(kind, text, this.source, line, start - lineStart + 1, length, this.flags));
    this.flags = 0;
  }

  private token(): void {
    const { text, at } = this;
    const c = text.charCodeAt(at);
    if (c < 128 && classes[c] === LETTER) {
      const next = text.charCodeAt(at + 1);
      if (c === 76 && (next === 34 || next === 39)) this.quoted(at + 1, next);
      else this.word(IDENTIFIER);
    } else if (
      c < 128 &&
      (classes[c] === DIGIT ||
        (c === 46 && classes[text.charCodeAt(at + 1) & 127] === DIGIT && text.charCodeAt(at + 1) < 128))
    )
      this.word(NUMBER);
    else if (c === 34 || c === 39) this.quoted(at, c);
    else if (c === 60 && this.inDirective === 2) this.headerName();
    else this.punctuator(c);
  }

  /** An identifier or a preprocessing number. */
  private word(kind: 1 | 2): void {
    const { text, line, lineStart, at: start } = this;
    let spliced = false;
    let from = start;
    let word = '';
    for (;;) {
      const c = text.charCodeAt(this.at);
      if (isWord(c)) this.at++;
      else if (kind === NUMBER && (c === 46 || ((c === 43 || c === 45) && this.isExponent(start)))) this.at++;
      else {
        const splice = c === 92 ? spliceAt(text, this.at) : 0;
        if (splice === 0 || !isWord(text.charCodeAt(this.at + splice))) break;
        word += text.slice(from, this.at);
        this.at += splice;
        from = this.at;
        this.newLine();
        spliced = true;
      }
    }
    word = spliced ? word + text.slice(from, this.at) : text.slice(start, this.at);
    if (this.inDirective === 1) this.inDirective = word === 'include' ? 2 : 3;
    this.add(kind, intern(word), start, line, lineStart);
  }

  /** Whether a sign may follow here: behind `e` of a decimal or `p` of a hexadecimal number. */
  private isExponent(start: number): boolean {
    const letter = this.text.charCodeAt(this.at - 1) | 32;
    if (letter === 112) return true;
    return letter === 101 && (this.text.charCodeAt(start + 1) | 32) !== 120;
  }

  private quoted(open: number, quote: number): void {
    const { text, line, lineStart, at: start } = this;
    const raw = this.inDirective === 2;
    let from = start;
    let body = '';
    this.at = open + 1;
    for (;;) {
      const c = text.charCodeAt(this.at);
      if (c === quote) {
        this.at++;
        this.add(quote === 34 ? STRING : CHARACTER, body + text.slice(from, this.at), start, line, lineStart);
        return;
      }
      if (c === 10 || this.at >= text.length) {
        const end = text.charCodeAt(this.at - 1) === 13 ? this.at - 1 : this.at;
        this.add(BAD, body + text.slice(from, end), start, line, lineStart);
        return;
      }
      if (c !== 92 || raw) {
        this.at++;
        continue;
      }
      const splice = spliceAt(text, this.at);
      if (splice > 0) {
        body += text.slice(from, this.at);
        this.at += splice;
        from = this.at;
        this.newLine();
      } else this.at += text.charCodeAt(this.at + 1) === 10 ? 1 : 2;
    }
  }

  private headerName(): void {
    const end = this.text.indexOf('>', this.at);
    const lineEnd = this.text.indexOf('\n', this.at);
    if (end < 0 || (lineEnd >= 0 && lineEnd < end)) {
      this.punctuator(60);
      return;
    }
    const start = this.at;
    this.at = end + 1;
    this.add(HEADER, this.text.slice(start, this.at), start, this.line, this.lineStart);
  }

  private punctuator(c: number): void {
    const start = this.at;
    for (const p of punctuators[c] ?? []) {
      if (!this.text.startsWith(p, start)) continue;
      this.at += p.length;
      if (p === '#' && (this.flags & STARTS_LINE) !== 0) {
        this.directives.push(this.tokens.length);
        this.inDirective = 1;
      }
      this.add(PUNCTUATOR, p, start, this.line, this.lineStart);
      return;
    }
    this.at += c >= 0xd800 && c < 0xdc00 ? 2 : 1;
    this.add(BAD, this.text.slice(start, this.at), start, this.line, this.lineStart);
  }
}
