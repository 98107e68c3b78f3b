/**
 * Which object files make an image, and which definition each name means.
 *
 * Objects given are all in; members of static libraries come in when they define a name that is missing; names of import
 * libraries become imports. A `SymbolPlace` is a symbol of a linked object whose section is kept.
 */
import { CompileError } from './diagnostic.ts';
import { nearest } from './nearest.ts';
import type { ImportName, Library, ObjectFile, ObjectSymbol } from './object.ts';
import { undecoratedName } from './object.ts';

export interface SymbolPlace {
  readonly object: LinkedObject;
  readonly symbol: ObjectSymbol;
}

export interface LinkedObject {
  readonly file: ObjectFile;
  /** For sections that another object's copy stands in for. */
  readonly dropped: Set<number>;
  /** RVA of each section, once laid out. */
  readonly rvas: number[];
}

export interface ImportedName {
  readonly dll: string;
  readonly name: ImportName;
}

interface LibraryIndex {
  readonly members: ReadonlyMap<string, ObjectFile>;
  readonly imports: ReadonlyMap<string, ImportedName>;
}

const indexes = new WeakMap<Library, LibraryIndex>();

function indexOf(library: Library): LibraryIndex {
  let index = indexes.get(library);
  if (!index) {
    index = makeIndex(library);
    indexes.set(library, index);
  }
  return index;
}

function makeIndex(library: Library): LibraryIndex {
  const members = new Map<string, ObjectFile>();
  const imports = new Map<string, ImportedName>();
  if (library.kind === 'import') for (const name of library.names) imports.set(name.name, { dll: library.dll, name });
  else
    for (const member of library.members)
      for (const symbol of member.symbols)
        if (symbol.external && symbol.section >= 0 && !members.has(symbol.name)) members.set(symbol.name, member);
  return { members, imports };
}

const fail = (file: string, message: string, line = 1, hint?: string): never => {
  throw new CompileError({ file, line, column: 1, length: 1, message, text: '', ...(hint ? { hint } : {}) });
};

export class Resolution {
  readonly objects: LinkedObject[] = [];
  readonly definitions = new Map<string, SymbolPlace>();
  /** By name without `__imp_`: what comes from DLLs. */
  readonly imports = new Map<string, ImportedName>();
  /** Imported functions that are called by their plain name and need a jump of their own. */
  readonly thunks = new Set<string>();
  readonly #libraries: readonly LibraryIndex[];
  readonly #queue: { readonly name: string; readonly by: ObjectFile | undefined }[] = [];
  readonly #seen = new Set<string>();
  readonly #taken = new Set<ObjectFile>();

  constructor(libraries: readonly Library[]) {
    this.#libraries = libraries.map(indexOf);
  }

  /** Links an object in, with all that it needs. Call `settle` afterwards. */
  add(file: ObjectFile): LinkedObject {
    const object: LinkedObject = { file, dropped: new Set(), rvas: [] };
    this.#taken.add(file);
    this.objects.push(object);
    for (const symbol of file.symbols) {
      if (symbol.section < 0) this.#want(symbol.name, file);
      else if (symbol.external) this.#define(object, symbol);
    }
    return object;
  }

  /** Asks for a name as if an object referred to it. */
  want(name: string): void {
    this.#want(name, undefined);
  }

  #want(name: string, by: ObjectFile | undefined): void {
    if (this.#seen.has(name)) return;
    this.#seen.add(name);
    this.#queue.push({ name, by });
  }

  #define(object: LinkedObject, symbol: ObjectSymbol): void {
    const known = this.definitions.get(symbol.name);
    const place = { object, symbol };
    if (!known) {
      this.definitions.set(symbol.name, place);
      return;
    }
    const keepsNew = known.symbol.common && (!symbol.common || symbol.size > known.symbol.size);
    const may = known.symbol.common || symbol.common || object.file.sections[symbol.section]?.selectAny;
    if (!may) this.#duplicate(known, place);
    const loser = keepsNew ? known : place;
    if (loser.object.file.sections[loser.symbol.section]?.selectAny) loser.object.dropped.add(loser.symbol.section);
    if (keepsNew) this.definitions.set(symbol.name, place);
  }

  #duplicate(known: SymbolPlace, other: SymbolPlace): never {
    const name = undecoratedName(other.symbol.name);
    const line = lineOfSymbol(other);
    return fail(other.object.file.name, `'${name}' is already defined in ${known.object.file.name}`, line);
  }

  /** Works until nothing is missing. */
  settle(): void {
    for (let next = this.#queue.pop(); next; next = this.#queue.pop()) {
      const { name } = next;
      if (this.definitions.has(name) || this.#fromLibraries(name)) continue;
      this.#missing.push(next);
    }
  }

  readonly #missing: { readonly name: string; readonly by: ObjectFile | undefined }[] = [];

  #fromLibraries(name: string): boolean {
    const plain = name.startsWith('__imp_') ? name.slice(6) : undefined;
    for (const { members, imports } of this.#libraries) {
      const member = members.get(name);
      if (member && !this.#taken.has(member)) {
        this.add(member);
        return true;
      }
      const imported = imports.get(plain ?? name);
      if (!imported) continue;
      this.imports.set(plain ?? name, imported);
      if (plain === undefined) this.thunks.add(name);
      return true;
    }
    return plain !== undefined && this.#ownImport(plain);
  }

  /** A dllimport name that turns out to be linked in: its cell is made here. */
  readonly ownCells = new Set<string>();
  #ownImport(plain: string): boolean {
    if (!this.definitions.has(plain) && !this.#libraries.some((l) => l.members.has(plain))) return false;
    this.ownCells.add(plain);
    this.#want(plain, undefined);
    return true;
  }

  /** Fails for the first name that nobody defines. */
  complete(): void {
    for (const { name, by } of this.#missing) if (!this.definitions.has(name)) this.#unresolved(name, by);
  }

  #unresolved(name: string, by: ObjectFile | undefined): never {
    const shown = undecoratedName(name);
    const close = nearest(shown, this.#knownNames());
    const line = by ? lineOfUse(by, name) : 1;
    const file = by?.name ?? '';
    const suggestion = close !== undefined && close !== shown ? `; did you mean '${close}'?` : '';
    const decorated = close === shown ? ` (as ${name}: calling conventions or parameters differ)` : '';
    return fail(file, `unresolved external '${shown}'${decorated} used in ${file || 'the image'}${suggestion}`, line);
  }

  *#knownNames(): Generator<string> {
    for (const name of this.definitions.keys()) yield undecoratedName(name);
    for (const { members, imports } of this.#libraries) {
      for (const name of members.keys()) yield undecoratedName(name);
      for (const name of imports.keys()) yield undecoratedName(name);
    }
  }

  /** The decorated name that a name without decoration means, in objects or libraries. */
  decorated(name: string): string | undefined {
    for (const candidate of [name, `_${name}`]) if (this.#isKnown(candidate)) return candidate;
    return this.#undecorated().get(name);
  }

  #isKnown(name: string): boolean {
    return this.definitions.has(name) || this.#libraries.some((l) => l.members.has(name) || l.imports.has(name));
  }

  #names: Map<string, string> | undefined;
  #undecorated(): Map<string, string> {
    if (this.#names) return this.#names;
    this.#names = new Map();
    const note = (name: string): void => {
      const plain = undecoratedName(name);
      if (!this.#names?.has(plain)) this.#names?.set(plain, name);
    };
    for (const name of this.definitions.keys()) note(name);
    for (const { members, imports } of this.#libraries) {
      for (const name of members.keys()) note(name);
      for (const name of imports.keys()) note(name);
    }
    return this.#names;
  }
}

/** The line of the first instruction or datum that refers to the name. */
function lineOfUse(file: ObjectFile, name: string): number {
  const symbol = file.symbols.findIndex((s) => s.name === name);
  for (const [index, section] of file.sections.entries())
    for (const relocation of section.relocations) {
      if (relocation.symbol !== symbol) continue;
      const line = lineAt(file, index, relocation.offset);
      if (line > 0) return line;
    }
  return 1;
}

function lineAt(file: ObjectFile, section: number, offset: number): number {
  const f = file.debug?.functions.find(
    (g) => g.section === section && offset >= g.offset && offset < g.offset + g.size,
  );
  let line = 0;
  for (let i = 0; f && i < f.lines.length && (f.lines[i] as number) <= offset; i += 3) line = f.lines[i + 2] as number;
  return line;
}

function lineOfSymbol({ object, symbol }: SymbolPlace): number {
  return Math.max(1, lineAt(object.file, symbol.section, symbol.offset));
}
