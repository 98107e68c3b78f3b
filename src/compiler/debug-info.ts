/**
 * The table of types that debug data refers to. Types are shared by identity within a unit and by shape for pointers, arrays
 * and functions; the linker merges the tables of all units by `typeKey`.
 */
import type { CType, FunctionType, StructType } from './ctypes.ts';
import type { SymbolMember, SymbolType, TypeIndex } from './symbols.ts';

type Enumerations = ReadonlyMap<string, readonly { readonly name: string; readonly value: number }[]>;

export class TypeTable {
  readonly types: SymbolType[] = [];
  readonly #known = new Map<CType, TypeIndex>();
  readonly #shapes = new Map<string, TypeIndex>();
  readonly #enumerations: Enumerations;
  constructor(enumerations: Enumerations) {
    this.#enumerations = enumerations;
  }

  indexOf(type: CType): TypeIndex {
    const known = this.#known.get(type);
    if (known !== undefined) return known;
    const index = type.kind === 'struct' ? this.#structure(type) : this.#shape(type);
    this.#known.set(type, index);
    return index;
  }

  #add(type: SymbolType): TypeIndex {
    return this.types.push(type) - 1;
  }

  #shape(type: Exclude<CType, StructType>): TypeIndex {
    const made = this.#made(type);
    const key = typeKey(made, String);
    let index = this.#shapes.get(key);
    if (index === undefined) {
      index = this.#add(made);
      this.#shapes.set(key, index);
    }
    return index;
  }

  #made(type: Exclude<CType, StructType>): SymbolType {
    switch (type.kind) {
      case 'void':
        return { kind: 'void' };
      case 'integer': {
        const values = type.name.startsWith('enum ') ? this.#enumerations.get(type.name.slice(5)) : undefined;
        if (values) return { kind: 'enum', name: type.name.slice(5), size: type.size, values };
        return { kind: 'integer', name: type.name, size: type.size, signed: type.signed };
      }
      case 'float':
        return { kind: 'float', name: type.name, size: type.size };
      case 'pointer':
        return { kind: 'pointer', to: this.indexOf(type.to) };
      case 'array':
        return { kind: 'array', of: this.indexOf(type.of), count: type.count ?? 0 };
      case 'function':
        return this.#function(type);
    }
  }

  #function(type: FunctionType): SymbolType {
    return {
      kind: 'function',
      returns: this.indexOf(type.returns),
      parameters: type.parameters.map((p) => this.indexOf(p.type)),
    };
  }

  /** Its place is taken before the members are looked at, because they may point back to it. */
  #structure(type: StructType): TypeIndex {
    const index = this.#add({ kind: 'void' });
    this.#known.set(type, index);
    const members = (type.members ?? []).map((m): SymbolMember => {
      const member = { name: m.name, type: this.indexOf(m.type), offset: m.offset };
      return m.bits ? { ...member, bits: m.bits } : member;
    });
    this.types[index] = { kind: 'struct', name: type.tag, size: type.size, isUnion: type.isUnion, members };
    return index;
  }
}

/** Equal for types that are the same. Structures go by name, size and number of members. */
export function typeKey(type: SymbolType, indexText: (index: TypeIndex) => string): string {
  switch (type.kind) {
    case 'void':
      return 'v';
    case 'integer':
      return `i${type.name}`;
    case 'float':
      return `f${type.name}`;
    case 'enum':
      return `e${type.name},${type.values.length}`;
    case 'pointer':
      return `p${indexText(type.to)}`;
    case 'array':
      return `a${indexText(type.of)},${type.count}`;
    case 'struct':
      return `s${type.name},${type.size},${type.members.map((m) => m.name + m.offset).join()}`;
    case 'function':
      return `(${type.parameters.map(indexText).join()})${indexText(type.returns)}`;
  }
}
