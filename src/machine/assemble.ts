/**
 * From one line of MASM text to bytes. All rows of the instruction table that fit the operands are encoded, and the shortest
 * encoding is taken; of two registers the form `G,E`, as Microsoft's assembler does (`8B EC` for `mov ebp,esp`).
 */
import {
  AsmError,
  type AsmValue,
  numberOf,
  parseOperand,
  type ResolveName,
  type TextOperand,
} from './assemble-operand.ts';
import { type Encoding, encode, type Relocation } from './encode-row.ts';
import { INSTRUCTIONS, type Row } from './instructions.ts';
import { ALIASES, SHORT_NAMES } from './names.ts';

export type { AsmValue, Relocation };

export interface AssembleOptions {
  /** Where the instruction will stand; only needed for jumps to numeric addresses. */
  readonly address?: number;
  readonly resolve?: ResolveName;
}

export type Assembled =
  | { readonly bytes: Uint8Array; readonly relocations: readonly Relocation[] }
  | { readonly error: string };

const rowsByMnemonic: ReadonlyMap<string, readonly Row[]> = Map.groupBy(INSTRUCTIONS, (row) => row.mnemonic);

/** Prefix bytes by their names. */
const PREFIXES: Readonly<Record<string, number>> = {
  lock: 0xf0,
  rep: 0xf3,
  repe: 0xf3,
  repz: 0xf3,
  repne: 0xf2,
  repnz: 0xf2,
};

/** Assembles one line; an error is an answer, not thrown. */
export function assemble(text: string, options: AssembleOptions = {}): Assembled {
  try {
    return assembleLine(withoutComment(text).trim(), options);
  } catch (thrown) {
    if (thrown instanceof AsmError) return { error: thrown.message };
    throw thrown;
  }
}

function withoutComment(text: string): string {
  const quoted = /^((?:[^;'"]|'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")*);/.exec(text);
  return quoted ? (quoted[1] as string) : text;
}

function assembleLine(line: string, options: AssembleOptions): Assembled {
  if (line === '') return { bytes: new Uint8Array(0), relocations: [] };
  const [, first = '', rest = ''] = /^(\S+)\s*(.*)$/s.exec(line) ?? [];
  const word = first.toLowerCase();
  const prefix = PREFIXES[word];
  if (prefix !== undefined) return prefixed(prefix, rest, options);
  const unit = { db: 1, _emit: 1, dw: 2, dd: 4 }[word];
  if (unit !== undefined) return data(unit, rest);
  const alias = ALIASES.get(word);
  if (alias?.includes(' ')) return assembleLine(alias, options);
  return instruction(alias ?? word, rest, options);
}

function prefixed(prefix: number, rest: string, options: AssembleOptions): Assembled {
  if (rest === '') return { bytes: Uint8Array.of(prefix), relocations: [] };
  const inner = assembleLine(rest, { ...options, address: (options.address ?? 0) + 1 });
  if ('error' in inner) return inner;
  const relocations = inner.relocations.map((r) => ({ ...r, offset: r.offset + 1 }));
  return { bytes: Uint8Array.of(prefix, ...inner.bytes), relocations };
}

function data(unit: number, text: string): Assembled {
  const bytes: number[] = [];
  for (const item of split(text)) {
    const string = /^(["'])(.*)\1$/s.exec(item);
    if (string && (string[2] as string).length > 1 && unit === 1) {
      for (const c of string[2] as string) bytes.push(c.charCodeAt(0) & 0xff);
      continue;
    }
    const negative = item.startsWith('-');
    const value = numberOf(negative ? item.slice(1).trim() : item);
    if (value === undefined) throw new AsmError(`'${item}' is no number`);
    for (let n = 0; n < unit; n++) bytes.push(((negative ? -value : value) >> (8 * n)) & 0xff);
  }
  return { bytes: Uint8Array.from(bytes), relocations: [] };
}

/** Splits at commas outside brackets and quotes. */
function split(text: string): string[] {
  if (text.trim() === '') return [];
  return (text.match(/(?:[^,'"]|'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")+/g) ?? []).map((part) => part.trim());
}

/** `movsd` and kin: a string instruction whose operands are the usual ones. */
const STRING_NAME = /^(movs|cmps|stos|lods|scas|ins|outs)([bwd])$/;

function instruction(mnemonic: string, rest: string, options: AssembleOptions): Assembled {
  const string = STRING_NAME.exec(mnemonic);
  if (string && rest === '') return stringInstruction(string[1] as string, string[2] as string);
  const long = Object.entries(SHORT_NAMES).find(([, short]) => short === mnemonic)?.[0];
  const rows = rowsByMnemonic.get(long ?? mnemonic);
  if (!rows) throw new AsmError(`unknown instruction '${mnemonic}'`);
  const jumps = rows.some((row) => row.patterns[0]?.[0] === 'J');
  const resolve = options.resolve ?? (() => undefined);
  const operands = split(rest).map((text) => parseOperand(text, resolve, jumps));
  const wanted = usual(mnemonic, operands);
  const prefix = long === undefined ? [] : [long === 'jecxz' ? 0x67 : 0x66];
  const found = encodings(rows, wanted, (options.address ?? 0) + prefix.length);
  const best = choose(found, wanted, mnemonic);
  const relocations = best.relocations.map((r) => ({ ...r, offset: r.offset + prefix.length }));
  return { bytes: Uint8Array.of(...prefix, ...best.bytes), relocations };
}

function stringInstruction(name: string, letter: string): Assembled {
  const rows = rowsByMnemonic.get(name) ?? [];
  const row = rows.find((r) =>
    r.patterns.some((p) => p === (letter === 'b' ? 'Xb' : 'Xv') || p === (letter === 'b' ? 'Yb' : 'Yv')),
  );
  const opcode = row?.opcode ?? 0;
  return { bytes: letter === 'w' ? Uint8Array.of(0x66, opcode) : Uint8Array.of(opcode), relocations: [] };
}

/** Operands that may be left out: `fadd` alone means `faddp st(1),st`; `fxch` alone means st(1); `aam` alone base 10. xchg has its short form with EAX first. */
function usual(mnemonic: string, operands: TextOperand[]): TextOperand[] {
  const st = (index: number): TextOperand => ({ kind: 'st', index, bare: index === 0 });
  if (operands.length === 0) {
    if (/^f(add|sub|subr|mul|div|divr)p$/.test(mnemonic)) return [st(1), st(0)];
    if (/^f(xch|com|comp|ucom|ucomp)$/.test(mnemonic)) return [st(1)];
    if (mnemonic === 'aam' || mnemonic === 'aad') return [{ kind: 'immediate', value: 10, symbol: undefined }];
  }
  const [a, b] = operands;
  if (mnemonic === 'imul' && operands.length === 2 && a && b?.kind === 'immediate') return [a, a, b];
  if (mnemonic === 'xchg' && a?.kind === 'register' && b?.kind === 'register') {
    if (b.index === 0 && b.size > 1) return [b, a];
  }
  return operands;
}

function encodings(rows: readonly Row[], operands: readonly TextOperand[], address: number): Encoding[] {
  const found: Encoding[] = [];
  const sizes = operands.every((o) => o.kind === 'immediate') ? ([4] as const) : ([4, 2] as const);
  for (const row of rows) {
    if (row.patterns.length !== operands.length) continue;
    for (const size of sizes) {
      const encoding = encode(row, operands, size, address);
      if (encoding && !(size === 2 && !encoding.sized)) found.push(encoding);
    }
  }
  return found;
}

/** Instructions for which an address without a size means a doubleword. */
const DOUBLEWORD: ReadonlySet<string> = new Set(['push', 'pop', 'call', 'jmp']);

function choose(found: readonly Encoding[], operands: readonly TextOperand[], mnemonic: string): Encoding {
  let fit = found;
  const unsized = operands.some((o) => o.kind === 'memory' && o.size === 0);
  if (unsized && new Set(found.map((e) => e.memorySize)).size > 1) {
    if (!DOUBLEWORD.has(mnemonic))
      throw new AsmError("say how large the memory operand is: 'byte ptr', 'word ptr' or 'dword ptr'");
    fit = found.filter((e) => e.memorySize === 4);
  }
  const best = fit.reduce<Encoding | undefined>((a, b) => (a && !isBetter(b, a) ? a : b), undefined);
  if (!best) throw new AsmError(`'${mnemonic}' has no form with these operands`);
  return best;
}

function isBetter(b: Encoding, a: Encoding): boolean {
  if (b.bytes.length !== a.bytes.length) return b.bytes.length < a.bytes.length;
  return b.row.patterns[0]?.[0] === 'G' && a.row.patterns[0]?.[0] === 'E';
}
