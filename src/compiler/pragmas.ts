/**
 * Pragmas that change how the parser works. Those it doesn't know are ignored, as in C.
 */

import { stringValue } from './constants.ts';
import type { Parser, PragmaState } from './parser.ts';
import type { Pragma } from './preprocess.ts';
import { NUMBER, STRING, type Token } from './tokenize.ts';

/** Obeys a pragma. */
export function obeyPragma(p: Parser, { tokens, spot }: Pragma): void {
  switch (tokens[0]?.text) {
    case 'pack':
      pack(p, tokens.slice(1), spot);
      break;
    case 'comment':
      comment(p, tokens.slice(1));
      break;
    case 'data_seg':
      section(p, 'dataSection', tokens.slice(1));
      break;
    case 'bss_seg':
      section(p, 'bssSection', tokens.slice(1));
      break;
    case 'const_seg':
      section(p, 'constSection', tokens.slice(1));
      break;
    case 'code_seg':
      section(p, 'codeSection', tokens.slice(1));
      break;
  }
}

const textOf = (token: Token) => String.fromCharCode(...stringValue([token]).units);

/** pack ( [push | pop] [, name] [, n] ) */
function pack(p: Parser, tokens: readonly Token[], spot: Token): void {
  const state = p.pragmaState;
  const words = tokens.filter((token) => token.text !== '(' && token.text !== ')' && token.text !== ',');
  const action = words[0]?.text;
  if (action === 'show') return;
  const number = words.find((token) => token.kind === NUMBER);
  const name = words.find((token, i) => i > 0 && token.kind !== NUMBER)?.text ?? '';
  if (action === 'push') state.packs.push({ name, pack: state.pack });
  else if (action === 'pop') popPack(state, name);
  else if (!number) {
    state.pack = 8;
    return;
  }
  if (!number) return;
  if (!/^(1|2|4|8|16)$/.test(number.text)) p.fail(spot, 'pack takes 1, 2, 4, 8 or 16');
  state.pack = Number(number.text);
}

function popPack(state: PragmaState, name: string): void {
  for (let i = state.packs.length - 1; i >= 0; i--) {
    const saved = state.packs[i]!;
    if (name !== '' && saved.name !== name) continue;
    state.pack = saved.pack;
    state.packs.length = i;
    return;
  }
}

/** comment ( linker | lib , "text" ) */
function comment(p: Parser, tokens: readonly Token[]): void {
  const text = tokens
    .filter((token) => token.kind === STRING)
    .map(textOf)
    .join('');
  if (tokens[1]?.text === 'linker') p.linkerOptions.push(text);
  else if (tokens[1]?.text === 'lib') p.libraries.push(text);
}

type SectionName = 'dataSection' | 'bssSection' | 'constSection' | 'codeSection';

/** data_seg ( [push,] ["name"] ) */
function section(p: Parser, which: SectionName, tokens: readonly Token[]): void {
  const state = p.pragmaState;
  const saved = p.sectionStacks[which];
  const name = tokens.find((token) => token.kind === STRING);
  if (tokens.some((token) => token.text === 'push')) saved.push(state[which]);
  if (tokens.some((token) => token.text === 'pop')) state[which] = saved.pop();
  else if (name || !tokens.some((token) => token.text === 'push')) state[which] = name ? textOf(name) : undefined;
}
