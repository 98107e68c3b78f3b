/**
 * The preprocessor: files and directives in, the parser's tokens out.
 *
 * Directives stand where their `#` is the first token of a line. Groups that are skipped are jumped over by the list of
 * directive positions the tokenizer has made. Pragmas that the parser must obey are handed on beside the tokens, each
 * with the index of the token before which it stands.
 */
import { headerHint } from './known-headers.ts';
import { nearest } from './nearest.ts';
import { conditionHolds } from './preprocess-condition.ts';
import { Expander, type OpenFile, spelling } from './preprocess-expand.ts';
import { type Macro, madeToken, readDefinition, sameMacro } from './preprocess-macros.ts';
import { fail, SourceFile } from './source.ts';
import {
  BAD,
  END,
  HEADER,
  IDENTIFIER,
  NUMBER,
  STARTS_LINE,
  STRING,
  type Token,
  type TokenList,
  tokenize,
} from './tokenize.ts';

/** Finds an included file; undefined if there is none. */
export type Include = (
  name: string,
  from: string,
  angled: boolean,
) => { readonly name: string; readonly text: string } | undefined;

/** Token lists of files, by name, that may be shared by many compilations. */
export type TokenCache = Map<string, TokenList>;

/** A pragma for the parser. */
export interface Pragma {
  /** Index of the token that follows it. */
  readonly index: number;
  readonly tokens: readonly Token[];
  readonly spot: Token;
}

export interface Preprocessed {
  /** Ended by an END token. */
  readonly tokens: readonly Token[];
  readonly pragmas: readonly Pragma[];
}

const DEEPEST_INCLUDE = 40;
const MOST_TOKENS = 2_000_000;
const DIRECTIVES = [
  'if',
  'ifdef',
  'ifndef',
  'elif',
  'else',
  'endif',
  'define',
  'undef',
  'include',
  'pragma',
  'error',
  'warning',
  'line',
  'import',
];

/** Preprocesses a unit. Throws CompileError only. */
export function preprocess(
  source: SourceFile,
  defines: Readonly<Record<string, string>>,
  include: Include,
  cache: TokenCache | undefined,
): Preprocessed {
  return new Preprocessor(include, cache).run(source, defines);
}

class Preprocessor extends Expander {
  private readonly include: Include;
  private readonly cache: TokenCache | undefined;
  private readonly once = new Set<string>();
  private readonly out: Token[] = [];
  private readonly pragmas: Pragma[] = [];

  constructor(include: Include, cache: TokenCache | undefined) {
    super();
    this.include = include;
    this.cache = cache;
  }

  run(source: SourceFile, defines: Readonly<Record<string, string>>): Preprocessed {
    const commandLine = new SourceFile(
      '<command line>',
      Object.entries(defines)
        .map(([name, value]) => `#define ${name} ${value}\n`)
        .join(''),
    );
    const { out } = this;
    this.open(source.name, tokenize(source));
    this.open(commandLine.name, tokenize(commandLine));
    for (;;) {
      const token = this.next();
      if (token.kind === BAD && token.text === '/*')
        fail(token, 'the comment that starts here is never closed', 'write */ at its end');
      out.push(token);
      if (token.kind === END) break;
      if (out.length > MOST_TOKENS) fail(token, `the unit has more than ${MOST_TOKENS} tokens`);
    }
    return { tokens: out, pragmas: this.pragmas };
  }

  private open(name: string, list: TokenList): void {
    const file: OpenFile = { list, shownName: name, lineShift: 0, position: 0, conditionals: [] };
    this.files.push(file);
  }

  protected override tokensOf(text: string, spot: Token): Token[] {
    const { tokens } = tokenize(new SourceFile(spot.source.name, text));
    return tokens.filter((token) => token.kind !== END).map((token) => token.at(spot, token.flags & ~STARTS_LINE));
  }

  protected override directive(): void {
    const { file } = this;
    const name = file.list.tokens[file.position]!;
    if (name.kind === END || (name.flags & STARTS_LINE) !== 0) return;
    file.position++;
    switch (name.text) {
      case 'define':
        this.define(name);
        return;
      case 'include':
        this.includeFile(name);
        return;
      case 'if':
      case 'ifdef':
      case 'ifndef':
        file.conditionals.push({ directive: name, taken: false, elseSeen: false });
        this.group(name);
        return;
      case 'elif':
      case 'else':
        this.nextGroup(name);
        return;
      case 'endif':
        if (!file.conditionals.pop()) fail(name, '#endif without #if');
        this.restOfLine();
        return;
      case 'undef': {
        const [macro] = this.restOfLine();
        if (macro?.kind !== IDENTIFIER) fail(macro ?? name, 'a macro name is expected after #undef');
        this.macros.delete(macro.text);
        return;
      }
      case 'pragma': {
        const line = this.restOfLine();
        // Microsoft's compiler replaces macros in pragmas, but not in their first word.
        this.pragma([...line.slice(0, 1), ...this.expandAll(line.slice(1), name)], line[0] ?? name);
        return;
      }
      case 'error':
        this.error(name);
        return;
      case 'warning':
        this.restOfLine();
        return;
      case 'line':
        this.setLine(name);
        return;
      default:
        if (name.kind === NUMBER) {
          this.restOfLine();
          return;
        }
        fail(name, `unknown directive '#${name.text}'`, this.suggest(name.text));
    }
  }

  private error(name: Token): void {
    fail(name, `#error ${spelling(this.restOfLine())}`.trimEnd());
  }

  private suggest(name: string): string | undefined {
    const near = nearest(name, DIRECTIVES);
    return near ? `did you mean #${near}?` : undefined;
  }

  private define(name: Token): void {
    const macro: Macro = readDefinition(name, this.restOfLine());
    const old = this.macros.get(macro.name);
    // Another definition replaces the first, as in Microsoft's compiler (warning C4005).
    if (old && sameMacro(old, macro)) return;
    this.macros.set(macro.name, macro);
  }

  private setLine(name: Token): void {
    const line = this.expandAll(this.restOfLine(), name);
    const number = line[0];
    if (number?.kind !== NUMBER || !/^[0-9]{1,9}$/.test(number.text))
      fail(number ?? name, 'a line number is expected after #line');
    this.file.lineShift = Number(number.text) - name.line - 1;
    if (line[1]?.kind === STRING) this.file.shownName = line[1].text.slice(1, -1).replace(/\\\\/g, '\\');
  }

  // ------------------------------------------------------------ conditionals

  private group(name: Token): void {
    const conditional = this.file.conditionals[this.file.conditionals.length - 1]!;
    const line = this.restOfLine();
    let holds: boolean;
    if (name.text === 'ifdef' || name.text === 'ifndef') {
      const macro = line[0];
      if (macro?.kind !== IDENTIFIER) fail(macro ?? name, `a macro name is expected after #${name.text}`);
      holds = this.isDefined(macro.text) === (name.text === 'ifdef');
    } else holds = conditionHolds(name, this.expandAll(this.replaceDefined(line), name));
    if (holds) conditional.taken = true;
    else this.skip();
  }

  private nextGroup(name: Token): void {
    const conditional = this.file.conditionals[this.file.conditionals.length - 1];
    if (!conditional) fail(name, `#${name.text} without #if`);
    if (conditional.elseSeen) fail(name, `#${name.text} after #else`);
    if (name.text === 'else') conditional.elseSeen = true;
    if (conditional.taken) {
      this.restOfLine();
      this.skip();
    } else if (name.text === 'else') {
      this.restOfLine();
      conditional.taken = true;
    } else this.group(name);
  }

  /** Jumps to the directive that ends the group; it is read as usual. */
  private skip(): void {
    const { file } = this;
    const { tokens, directives } = file.list;
    let at = firstAtLeast(directives, file.position);
    for (let depth = 0; at < directives.length; at++) {
      const position = directives[at]!;
      const name = tokens[position + 1]!;
      if (name.kind !== IDENTIFIER || (name.flags & STARTS_LINE) !== 0) continue;
      if (name.text === 'if' || name.text === 'ifdef' || name.text === 'ifndef') depth++;
      else if (depth === 0 && (name.text === 'elif' || name.text === 'else' || name.text === 'endif')) {
        file.position = position;
        return;
      } else if (name.text === 'endif') depth--;
    }
    file.position = tokens.length - 1;
  }

  private isDefined(name: string): boolean {
    return (
      this.macros.has(name) ||
      name === '__FILE__' ||
      name === '__LINE__' ||
      name === '__DATE__' ||
      name === '__TIME__' ||
      name === '__COUNTER__'
    );
  }

  private replaceDefined(line: readonly Token[]): Token[] {
    const out: Token[] = [];
    for (let i = 0; i < line.length; i++) {
      const token = line[i]!;
      if (token.text !== 'defined') {
        out.push(token);
        continue;
      }
      const parenthesized = line[i + 1]?.text === '(';
      const macro = line[i + (parenthesized ? 2 : 1)];
      if (macro?.kind !== IDENTIFIER) fail(macro ?? token, "a macro name is expected after 'defined'");
      if (parenthesized && line[i + 3]?.text !== ')')
        fail(line[i + 3] ?? macro, "')' is expected after 'defined(name'");
      out.push(madeToken(NUMBER, this.isDefined(macro.text) ? '1' : '0', token));
      i += parenthesized ? 3 : 1;
    }
    return out;
  }

  // ---------------------------------------------------------------- includes

  private includeFile(name: Token): void {
    let line = this.restOfLine();
    if (line[0] && line[0].kind !== HEADER && line[0].kind !== STRING) line = this.expandAll(line, name);
    const header = line[0];
    let wanted: string;
    let angled = true;
    if (header?.kind === HEADER) wanted = header.text.slice(1, -1);
    else if (header?.kind === STRING) {
      wanted = header.text.slice(1, -1);
      angled = false;
    } else if (header?.text === '<')
      wanted = spelling(line)
        .replace(/^<\s*/, '')
        .replace(/\s*>.*$/, '');
    else fail(header ?? name, 'a file name in "quotes" or <brackets> is expected after #include');
    if (this.files.length > DEEPEST_INCLUDE) fail(header, `files include each other more than ${DEEPEST_INCLUDE} deep`);
    const found = this.include(wanted, this.file.list.source.name, angled);
    if (!found) fail(header, `there is no file '${wanted}' to include`, headerHint(wanted, angled));
    if (this.once.has(found.name)) return;
    this.open(found.name, this.listOf(found));
  }

  private listOf(found: { readonly name: string; readonly text: string }): TokenList {
    const cached = this.cache?.get(found.name);
    if (cached && cached.source.text === found.text) return cached;
    const list = tokenize(new SourceFile(found.name, found.text));
    this.cache?.set(found.name, list);
    return list;
  }

  protected override pragma(tokens: readonly Token[], spot: Token): void {
    const word = tokens[0]?.text;
    if (word === 'once') this.once.add(this.file.list.source.name);
    else if (word !== undefined) this.pragmas.push({ index: this.out.length, tokens, spot });
  }
}

function firstAtLeast(sorted: readonly number[], value: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle]! < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
