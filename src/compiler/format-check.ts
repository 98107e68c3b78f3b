/**
 * The formats of printf, scanf and their kin against the arguments behind them: warnings where the call would go wrong.
 *
 *     directive := % { flag } [width] [. precision] [size] conversion
 *
 * A width or precision of * takes an argument, too. Only formats that are string literals can be read.
 */
import type { Expression } from './ast.ts';
import type { CType } from './ctypes.ts';
import type { Parser } from './parser.ts';
import type { Token } from './tokenize.ts';
import { typeText } from './types.ts';

/** The place of the format among the arguments. */
const PRINTF: Readonly<Record<string, number>> = {
  printf: 0,
  wprintf: 0,
  printf_s: 0,
  _cprintf: 0,
  fprintf: 1,
  fwprintf: 1,
  fprintf_s: 1,
  sprintf: 1,
  _snprintf: 2,
  snprintf: 2,
  _snwprintf: 2,
  sprintf_s: 2,
  StringCchPrintfA: 2,
  StringCchPrintfW: 2,
};
const SCANF: Readonly<Record<string, number>> = { scanf: 0, wscanf: 0, fscanf: 1, sscanf: 1, swscanf: 1 };

const DIRECTIVE = /%([-+ #0]*)(\*|\d*)(?:\.(\*|\d*))?(hh|h|ll|l|I64|I32|L|w|I)?(\[\^?\]?[^\]]*\]|.)/gs;

interface Wanted {
  readonly directive: string;
  /** What the argument must be, for the message. */
  readonly what: string;
  readonly fits: (type: CType) => boolean;
  readonly hint?: string;
}

const isNumber = (type: CType, size: number): boolean => type.kind === 'integer' && type.size === size;
const isPointerTo = (type: CType, test: (to: CType) => boolean): boolean =>
  type.kind === 'pointer' && (test(type.to) || type.to.kind === 'void');

/** Warns when the arguments of a call of a well-known function do not suit its format. */
export function checkFormat(p: Parser, name: string, args: readonly Expression[], spots: readonly Token[]): void {
  const scans = Object.hasOwn(SCANF, name);
  const at = scans ? SCANF[name] : Object.hasOwn(PRINTF, name) ? PRINTF[name] : undefined;
  const format = at === undefined ? undefined : args[at];
  const text = format && literalText(p, format);
  if (at === undefined || text === undefined) return;
  const wanted = scans ? scanned(text) : printed(text);
  const given = args.slice(at + 1);
  const spot = (i: number): Token => spots[at + 1 + i] ?? spots[at] ?? p.token;
  if (wanted.length > given.length) {
    const count = `${given.length} ${given.length === 1 ? 'is' : 'are'} given`;
    p.warn(spot(-1), `the format takes ${wanted.length} value${wanted.length === 1 ? '' : 's'}, but ${count}`);
  }
  if (wanted.length < given.length) p.warn(spot(wanted.length), 'the format does not use this value');
  wanted.forEach(({ directive, what, fits, hint }, i) => {
    const type = given[i]?.type;
    if (type && !fits(type)) p.warn(spot(i), `${directive} wants ${what}, but this is '${typeText(type)}'`, hint);
  });
}

/** The text of a string literal, arrays having become pointers already. */
function literalText(p: Parser, e: Expression): string | undefined {
  let inner: Expression = e;
  while (inner.kind === 'cast' || inner.kind === 'addressOf')
    inner = inner.kind === 'addressOf' ? inner.object : inner.operand;
  if (inner.kind !== 'variable' || inner.variable.name !== '') return undefined;
  const { variable } = inner;
  const bytes = p.data.findLast((data) => data.variable === variable)?.bytes;
  if (!bytes || variable.type.kind !== 'array') return undefined;
  const wide = variable.type.of.kind === 'integer' && variable.type.of.size === 2;
  let text = '';
  for (let i = 0; i < bytes.length - (wide ? 2 : 1); i += wide ? 2 : 1) text += String.fromCharCode(bytes[i] ?? 0);
  return text;
}

function printed(text: string): Wanted[] {
  const wanted: Wanted[] = [];
  for (const [all, , width, precision, size = '', conversion = ''] of text.matchAll(DIRECTIVE)) {
    if (conversion === '%') continue;
    for (const star of [width, precision])
      if (star === '*') wanted.push({ directive: '*', what: 'int', fits: (type) => isNumber(type, 4) });
    const directive = `%${size}${conversion}`;
    if ('diouxXc'.includes(conversion)) wanted.push(printedInteger(directive, size));
    else if ('eEfgGaA'.includes(conversion)) {
      const hint = 'a number without a point is an int: write 3.0, or cast to double';
      wanted.push({ directive, what: 'double', fits: (type) => type.kind === 'float', hint });
    } else if ('sSZ'.includes(conversion))
      wanted.push({ directive, what: 'a string', fits: (type) => type.kind === 'pointer' });
    else if (conversion === 'p' || conversion === 'n')
      wanted.push({ directive, what: 'a pointer', fits: (type) => type.kind === 'pointer' || isNumber(type, 4) });
    else return wanted.map((each) => ({ ...each, directive: `${each.directive} (before ${all})` }));
  }
  return wanted;
}

/** Pointers and 4-byte integers look alike on the stack. */
function printedInteger(directive: string, size: string): Wanted {
  if (size === 'll' || size === 'I64')
    return { directive, what: 'a 64-bit integer', fits: (type) => isNumber(type, 8), hint: 'cast it to long long' };
  return {
    directive,
    what: 'int',
    fits: (type) => type.kind === 'pointer' || isNumber(type, 4),
    hint: '%f prints double, %lld prints long long',
  };
}

function scanned(text: string): Wanted[] {
  const wanted: Wanted[] = [];
  for (const [, , width, , size = '', conversion = ''] of text.matchAll(DIRECTIVE)) {
    if (conversion === '%' || width === '*') continue;
    const directive = `%${size}${conversion[0]}`;
    const one = (what: string, test: (to: CType) => boolean): Wanted => ({
      directive,
      what: `the address of ${what}`,
      fits: (type) => isPointerTo(type, test),
      hint: "write & before the variable, and see that its type is the directive's",
    });
    if ('diouxX'.includes(conversion)) {
      const bytes = size === 'h' ? 2 : size === 'hh' ? 1 : size === 'll' || size === 'I64' ? 8 : 4;
      const what = bytes === 2 ? 'a short' : bytes === 1 ? 'a char' : bytes === 8 ? 'a long long' : 'an int';
      wanted.push(one(what, (to) => isNumber(to, bytes)));
    } else if ('eEfgG'.includes(conversion))
      wanted.push(
        size === 'l'
          ? one('a double', (to) => to.kind === 'float' && to.size === 8)
          : one('a float', (to) => to.kind === 'float' && to.size === 4),
      );
    else wanted.push(one('memory', () => true));
  }
  return wanted;
}
