/**
 * Images as they are sent to pages: the same as the linker made them, in a form that a compressor makes small.
 *
 * - The operand of a near call (E8) is written as the place that it calls instead of the distance to it: the same function
 *   called from many places is then the same four bytes each time.
 * - A function's body and scopes are told from its own beginning, its size as the gap behind it.
 *
 * And of the system's DLLs what nobody reads is left out; of all images but ntdll
 * only types that a function or a datum of theirs uses: `dt` reads NT's structures from ntdll.
 *
 * What must hold: `fat(slim(image))` equals `image`.
 */
import type { FunctionSymbol, Image, ImageSymbols, LocalSymbol, SymbolType } from '../compiler/symbols.ts';

/** An image in its small form. */
export interface SlimImage {
  readonly slim: Image;
}

/** The small form of an image. */
export function slim(image: Image): SlimImage {
  return { slim: { ...image, bytes: absoluteCalls(image.bytes), symbols: mapFunctions(image.symbols, shrink) } };
}

/** The image whose small form this is. */
export function fat({ slim: image }: SlimImage): Image {
  return { ...image, bytes: relativeCalls(image.bytes), symbols: mapFunctions(image.symbols, grow) };
}

/** LZX's translation: operands from -position up to the size are moved so that they count from the file's beginning. */
function absoluteCalls(bytes: Uint8Array): Uint8Array {
  return translate(bytes, (operand, at, size) =>
    operand < -at || operand >= size ? operand : operand < size - at ? operand + at : operand - size,
  );
}

function relativeCalls(bytes: Uint8Array): Uint8Array {
  return translate(bytes, (operand, at, size) =>
    operand < -at || operand >= size ? operand : operand >= 0 ? operand - at : operand + size,
  );
}

function translate(bytes: Uint8Array, change: (operand: number, at: number, size: number) => number): Uint8Array {
  const result = new Uint8Array(bytes);
  const view = new DataView(result.buffer);
  for (let at = 0; at + 5 <= result.length; at++) {
    if (result[at] !== 0xe8) continue;
    view.setInt32(at + 1, change(view.getInt32(at + 1, true), at, result.length), true);
    at += 4;
  }
  return result;
}

type Change = (symbol: FunctionSymbol, nextRva: number) => FunctionSymbol;

function mapFunctions(symbols: ImageSymbols, change: Change): ImageSymbols {
  const next = (index: number) => symbols.functions[index + 1]?.rva ?? 0;
  return { ...symbols, functions: symbols.functions.map((symbol, index) => change(symbol, next(index))) };
}

function shrink(symbol: FunctionSymbol, nextRva: number): FunctionSymbol {
  const { rva, size } = symbol;
  const local = (each: LocalSymbol) => moved(each, 1 - rva, -1 - rva - size);
  return resized(symbol, nextRva - rva - size, symbol.bodyRva - rva, local);
}

function grow(symbol: FunctionSymbol, nextRva: number): FunctionSymbol {
  const { rva } = symbol;
  const size = nextRva - rva - symbol.size;
  return resized(symbol, size, symbol.bodyRva + rva, (each) => moved(each, rva - 1, rva + size + 1));
}

function resized(symbol: FunctionSymbol, size: number, bodyRva: number, local: (each: LocalSymbol) => LocalSymbol) {
  const { parameters, locals } = symbol;
  return { ...symbol, size, bodyRva, parameters: parameters.map(local), locals: locals.map(local) };
}

/** A scope from 0 to 0 is the whole function and stays so; no other scope is moved there, hence the ones above. */
function moved(local: LocalSymbol, from: number, to: number): LocalSymbol {
  if (local.from === 0 && local.to === 0) return local;
  return { ...local, from: local.from + from, to: local.to + to };
}

/**
 * The image without what no page reads of the system's DLLs: the names that typedefs give (structures and enumerations keep
 * theirs) and the types that functions return.
 */
export function withoutUnread(image: Image): Image {
  const { types, typeNames, functions } = image.symbols;
  const isOwn = ([name, index]: [string, number]) => {
    const type = types[index];
    return (type?.kind === 'struct' || type?.kind === 'enum') && type.name === name;
  };
  const nothing = Math.max(
    0,
    types.findIndex(({ kind }) => kind === 'void'),
  );
  return {
    ...image,
    symbols: {
      ...image.symbols,
      typeNames: Object.fromEntries(Object.entries(typeNames).filter(isOwn)),
      functions: functions.map((symbol) => ({ ...symbol, returns: nothing })),
    },
  };
}

/** The image without types that none of its functions and data uses. */
export function withUsedTypes(image: Image): Image {
  const { symbols } = image;
  const used = new Set<number>();
  const visit = (index: number): void => {
    if (used.has(index)) return;
    used.add(index);
    const type = symbols.types[index];
    if (type) partsOf(type).forEach(visit);
  };
  for (const { returns, parameters, locals } of symbols.functions) {
    visit(returns);
    for (const { type } of [...parameters, ...locals]) visit(type);
  }
  for (const { type } of symbols.data) visit(type);
  const kept = [...used].sort((a, b) => a - b);
  const numbers = new Map(kept.map((index, number) => [index, number]));
  const number = (index: number) => numbers.get(index)!;
  const local = (each: LocalSymbol) => ({ ...each, type: number(each.type) });
  return {
    ...image,
    symbols: {
      ...symbols,
      types: kept.map((index) => renumbered(symbols.types[index]!, number)),
      typeNames: Object.fromEntries(
        Object.entries(symbols.typeNames).flatMap(([name, index]) => (used.has(index) ? [[name, number(index)]] : [])),
      ),
      functions: symbols.functions.map((symbol) => ({
        ...symbol,
        returns: number(symbol.returns),
        parameters: symbol.parameters.map(local),
        locals: symbol.locals.map(local),
      })),
      data: symbols.data.map((each) => ({ ...each, type: number(each.type) })),
    },
  };
}

function partsOf(type: SymbolType): number[] {
  switch (type.kind) {
    case 'pointer':
      return [type.to];
    case 'array':
      return [type.of];
    case 'struct':
      return type.members.map((member) => member.type);
    case 'function':
      return [type.returns, ...type.parameters];
    default:
      return [];
  }
}

function renumbered(type: SymbolType, number: (index: number) => number): SymbolType {
  switch (type.kind) {
    case 'pointer':
      return { ...type, to: number(type.to) };
    case 'array':
      return { ...type, of: number(type.of) };
    case 'struct':
      return { ...type, members: type.members.map((member) => ({ ...member, type: number(member.type) })) };
    case 'function':
      return { ...type, returns: number(type.returns), parameters: type.parameters.map(number) };
    default:
      return type;
  }
}
