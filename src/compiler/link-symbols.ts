/**
 * Debug data of all linked objects in one: addresses become RVAs, the type tables one table, the file lists one list.
 */
import { typeKey } from './debug-info.ts';
import type { LinkedObject, Resolution } from './link-resolve.ts';
import type { ObjectDebug } from './object.ts';
import { undecoratedName } from './object.ts';
import type { DataSymbol, FunctionSymbol, ImageSymbols, LocalSymbol, SymbolType, TypeIndex } from './symbols.ts';

const keysOfTables = new WeakMap<readonly SymbolType[], readonly string[]>();

/** Keys by which types of different tables are the same. Kept, because libraries are linked again and again. */
function keysOf(types: readonly SymbolType[]): readonly string[] {
  let keys = keysOfTables.get(types);
  if (!keys) {
    const made: string[] = [];
    const keyOf = (index: TypeIndex): string => {
      made[index] ??= typeKey(types[index] as SymbolType, keyOf);
      return made[index] as string;
    };
    for (const index of types.keys()) keyOf(index);
    keys = made;
    keysOfTables.set(types, keys);
  }
  return keys;
}

class TypeMerger {
  readonly types: SymbolType[] = [];
  readonly #byKey = new Map<string, TypeIndex>();

  /** The merged index of each of an object's types. */
  merge(types: readonly SymbolType[]): readonly TypeIndex[] {
    const added: number[] = [];
    const result = keysOf(types).map((key, index) => {
      const known = this.#byKey.get(key);
      if (known !== undefined) return known;
      const at = this.types.push(types[index] as SymbolType) - 1;
      this.#byKey.set(key, at);
      added.push(at);
      return at;
    });
    for (const at of added)
      this.types[at] = this.#moved(this.types[at] as SymbolType, (index) => result[index] as TypeIndex);
    return result;
  }

  #moved(type: SymbolType, visit: (index: TypeIndex) => TypeIndex): SymbolType {
    switch (type.kind) {
      case 'pointer':
        return { kind: 'pointer', to: visit(type.to) };
      case 'array':
        return { ...type, of: visit(type.of) };
      case 'struct':
        return { ...type, members: type.members.map((m) => ({ ...m, type: visit(m.type) })) };
      case 'function':
        return { ...type, returns: visit(type.returns), parameters: type.parameters.map(visit) };
      default:
        return type;
    }
  }
}

export function imageSymbols(
  module: string,
  resolution: Resolution,
  thunkRvas: ReadonlyMap<string, number>,
): ImageSymbols {
  const merger = new TypeMerger();
  const files: string[] = [];
  const fileIndex = new Map<string, number>();
  const functions: FunctionSymbol[] = [];
  const data: DataSymbol[] = [];
  const typeNames: Record<string, TypeIndex> = {};
  const rows: { readonly rva: number; readonly file: number; readonly line: number }[] = [];
  for (const object of resolution.objects) {
    const { debug } = object.file;
    if (!debug) continue;
    const types = merger.merge(debug.types);
    const fileOf = debug.files.map((file) => {
      const known = fileIndex.get(file) ?? files.push(file) - 1;
      fileIndex.set(file, known);
      return known;
    });
    addFunctions(object, debug, types, fileOf, functions, rows);
    addData(object, debug, types, resolution, data);
    for (const [name, index] of Object.entries(debug.typeNames)) typeNames[name] ??= types[index] as TypeIndex;
  }
  const none = merger.merge([{ kind: 'void' }])[0] as TypeIndex;
  for (const [name, rva] of thunkRvas) functions.push(thunkSymbol(name, rva, none));
  functions.sort((a, b) => a.rva - b.rva);
  data.sort((a, b) => a.rva - b.rva);
  rows.sort((a, b) => a.rva - b.rva);
  const lines = rows.flatMap(({ rva, file, line }) => [rva, file, line]);
  return { module, files, functions, lines, data, types: merger.types, typeNames };
}

function thunkSymbol(name: string, rva: number, none: TypeIndex): FunctionSymbol {
  const shown = undecoratedName(name);
  return {
    name: shown,
    rva,
    size: 6,
    bodyRva: rva,
    hasFrame: false,
    isPublic: true,
    returns: none,
    parameters: [],
    locals: [],
  };
}

function addFunctions(
  object: LinkedObject,
  debug: ObjectDebug,
  types: readonly TypeIndex[],
  fileOf: readonly number[],
  functions: FunctionSymbol[],
  rows: { rva: number; file: number; line: number }[],
): void {
  for (const f of debug.functions) {
    if (object.dropped.has(f.section)) continue;
    const base = object.rvas[f.section] as number;
    const local = (l: LocalSymbol): LocalSymbol => ({
      ...l,
      type: types[l.type] as TypeIndex,
      from: l.to === 0 ? 0 : base + l.from,
      to: l.to === 0 ? 0 : base + l.to,
    });
    functions.push({
      name: f.name,
      rva: base + f.offset,
      size: f.size,
      bodyRva: base + f.bodyOffset,
      hasFrame: f.hasFrame,
      isPublic: f.isPublic,
      returns: types[f.returns] as TypeIndex,
      parameters: f.parameters.map(local),
      locals: f.locals.map(local),
    });
    for (let i = 0; i < f.lines.length; i += 3)
      rows.push({
        rva: base + (f.lines[i] as number),
        file: fileOf[f.lines[i + 1] as number] ?? 0,
        line: f.lines[i + 2] as number,
      });
    // What lies between functions belongs to no line.
    rows.push({ rva: base + f.offset + f.size, file: 0, line: 0 });
  }
}

function addData(
  object: LinkedObject,
  debug: ObjectDebug,
  types: readonly TypeIndex[],
  resolution: Resolution,
  data: DataSymbol[],
): void {
  for (const d of debug.data) {
    const symbol = object.file.symbols[d.symbol];
    if (!symbol || symbol.section < 0 || object.dropped.has(symbol.section)) continue;
    if (symbol.external && resolution.definitions.get(symbol.name)?.object !== object) continue;
    const rva = (object.rvas[symbol.section] as number) + symbol.offset;
    data.push({ name: d.name, rva, type: types[d.type] as TypeIndex, isPublic: d.isPublic });
  }
}
