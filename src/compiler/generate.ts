/**
 * From the tree of one translation unit to its object file: sections of code and data, symbols, relocations, debug data.
 */
import type { DataDefinition, Expression, FunctionDefinition, Unit, Variable } from './ast.ts';
import type { FunctionType } from './ctypes.ts';
import { alignOf, sizeOf, VOID } from './ctypes.ts';
import { TypeTable } from './debug-info.ts';
import type { CodeRelocation } from './encode.ts';
import type { GeneratedFunction } from './generate-function.ts';
import { generateFunction } from './generate-function.ts';
import type { Assembler, GenerateOptions, UnitContext } from './generate-state.ts';
import type { ObjectData, ObjectDebug, ObjectFile, ObjectFunction, ObjectSymbol } from './object.ts';
import { decoratedName } from './object.ts';
import { SectionBuilder } from './section.ts';
import type { LocalSymbol } from './symbols.ts';

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

class UnitGenerator implements UnitContext {
  readonly options: GenerateOptions;
  readonly assemble: Assembler;
  readonly unit: Unit;
  readonly files: readonly string[];
  readonly symbols: Mutable<ObjectSymbol>[] = [];
  readonly sections: SectionBuilder[] = [];
  readonly types: TypeTable;
  readonly functions: ObjectFunction[] = [];
  readonly data: ObjectData[] = [];
  readonly #byName = new Map<string, number>();
  readonly #names = new Map<Variable, string>();
  readonly #defined: ReadonlySet<Variable>;

  constructor(unit: Unit, options: GenerateOptions, assemble: Assembler) {
    this.unit = unit;
    this.files = unit.files;
    this.options = options;
    this.assemble = assemble;
    this.types = new TypeTable(unit.enumerations);
    this.#defined = new Set([...unit.functions, ...unit.data].map((d) => d.variable));
  }

  // ---------------------------------------------------------------- symbols

  indexOf(name: string): number {
    let index = this.#byName.get(name);
    if (index === undefined) {
      index = this.symbols.length;
      this.#byName.set(name, index);
      this.symbols.push({
        name,
        section: -1,
        offset: 0,
        size: 0,
        external: true,
        isFunction: false,
        common: false,
        exportName: undefined,
      });
    }
    return index;
  }

  hasSymbol(name: string): boolean {
    return this.#byName.has(name);
  }

  externalSymbol(name: string): string {
    this.indexOf(name);
    return name;
  }

  symbol(variable: Variable): string {
    let name = this.#names.get(variable);
    if (name === undefined) {
      name = decoratedName(variable);
      this.#names.set(variable, name);
      const symbol = this.symbols[this.indexOf(name)] as Mutable<ObjectSymbol>;
      symbol.isFunction = variable.type.kind === 'function';
    }
    return name;
  }

  importSymbol(variable: Variable): string {
    return this.externalSymbol(`__imp_${decoratedName(variable)}`);
  }

  isDefined(variable: Variable): boolean {
    return this.#defined.has(variable);
  }

  realConstant(value: number, size: 4 | 8): string {
    const bytes = new Uint8Array(size);
    const view = new DataView(bytes.buffer);
    if (size === 4) view.setFloat32(0, value, true);
    else view.setFloat64(0, value, true);
    const name = `__real@${[...bytes]
      .toReversed()
      .map((b) => b.toString(16).padStart(2, '0'))
      .join('')}`;
    const symbol = this.symbols[this.indexOf(name)] as Mutable<ObjectSymbol>;
    if (symbol.section < 0) this.#define(name, this.section('.rdata'), size, bytes, size, false);
    return name;
  }

  // --------------------------------------------------------------- sections

  section(name: string): SectionBuilder {
    const found = this.sections.find((s) => s.name === name && !s.selectAny);
    if (found) return found;
    return this.#newSection(name, false);
  }

  #newSection(name: string, selectAny: boolean): SectionBuilder {
    const section = new SectionBuilder(name, this.sections.length, selectAny);
    this.sections.push(section);
    return section;
  }

  #define(
    name: string,
    section: SectionBuilder,
    align: number,
    bytes: Uint8Array | undefined,
    size: number,
    external: boolean,
  ): Mutable<ObjectSymbol> {
    const symbol = this.symbols[this.indexOf(name)] as Mutable<ObjectSymbol>;
    symbol.section = section.index;
    symbol.offset = section.append(bytes, size, align);
    symbol.size = size;
    symbol.external = external;
    return symbol;
  }

  // -------------------------------------------------------------- functions

  function(definition: FunctionDefinition): void {
    const { variable } = definition;
    const name = this.symbol(variable);
    const made = generateFunction(this, definition, name);
    const section = this.section(variable.attributes.section ?? '.text');
    section.fill = this.options.hotpatch ? 0x90 : 0xcc;
    if (this.options.hotpatch) section.append(new Uint8Array(5).fill(0x90), 5, 16, 11);
    const { bytes } = made.code;
    const symbol = this.#define(name, section, this.options.hotpatch ? 1 : 16, bytes, bytes.length, variable.external);
    symbol.isFunction = true;
    symbol.exportName = exportNameOf(variable);
    this.#relocate(section, symbol.offset, made.code.relocations);
    if (made.scopeTable) this.#scopeTable(name, made, made.scopeTable);
    if (this.options.debug) this.functions.push(this.#debugFunction(definition, made, symbol));
  }

  #relocate(section: SectionBuilder, base: number, relocations: readonly CodeRelocation[]): void {
    for (const { offset, kind, symbol, addend } of relocations)
      section.relocations.push({ offset: base + offset, kind, symbol: this.indexOf(symbol), addend });
  }

  #scopeTable(
    functionName: string,
    made: GeneratedFunction,
    table: NonNullable<GeneratedFunction['scopeTable']>,
  ): void {
    const bytes = new Uint8Array(new Int32Array(table.words).buffer);
    const section = this.section('.rdata');
    const { offset } = this.#define(table.symbol, section, 4, bytes, bytes.length, false);
    const target = this.indexOf(functionName);
    for (const [i, label] of table.labels.entries())
      if (label !== undefined)
        section.relocations.push({
          offset: offset + i * 4,
          kind: 'dir32',
          symbol: target,
          addend: made.code.labelOffset(label),
        });
  }

  #debugFunction(definition: FunctionDefinition, made: GeneratedFunction, symbol: ObjectSymbol): ObjectFunction {
    const { variable, type } = definition;
    const base = symbol.offset;
    const local = (v: Variable, from: number, to: number): LocalSymbol => ({
      name: v.name,
      type: this.types.indexOf(v.type),
      offset: made.frame.offsetOf(v),
      from,
      to,
    });
    return {
      name: variable.name,
      symbol: this.indexOf(symbol.name),
      section: symbol.section,
      offset: base,
      size: symbol.size,
      bodyOffset: base + made.bodyOffset,
      hasFrame: made.hasFrame,
      isPublic: variable.external,
      returns: this.types.indexOf(type.returns),
      parameters: definition.parameters.filter((p) => p.name !== '').map((p) => local(p, 0, 0)),
      locals: made.scopes
        .filter((s) => s.variable.name !== '')
        .map((s) => local(s.variable, base + s.from, base + s.to)),
      lines: made.lines.map((n, i) => (i % 3 === 0 ? base + n : n)),
    };
  }

  // ------------------------------------------------------------------- data

  definition(definition: DataDefinition): void {
    const { variable, bytes, relocations } = definition;
    const { attributes } = variable;
    const size = Math.max(sizeOf(variable.type), bytes?.length ?? 0);
    const align = Math.max(
      alignOf(variable.type),
      attributes.align ?? 1,
      size >= 4 && variable.type.kind === 'array' ? 4 : 1,
    );
    const name = this.symbol(variable);
    const common = isTentative(definition);
    const sectionName =
      attributes.section ?? (attributes.thread ? '.tls$' : definition.readOnly ? '.rdata' : bytes ? '.data' : '.bss');
    const section = attributes.selectAny || common ? this.#newSection(sectionName, true) : this.section(sectionName);
    const symbol = this.#define(name, section, align, bytes, size, variable.external);
    symbol.common = common;
    symbol.exportName = exportNameOf(variable);
    for (const { offset, target, addend } of relocations) {
      const targetName = this.symbol(target);
      section.relocations.push({
        offset: symbol.offset + offset,
        kind: 'dir32',
        symbol: this.indexOf(targetName),
        addend,
      });
    }
    if (this.options.debug && variable.name !== '' && !name.startsWith('_$SG'))
      this.data.push({
        name: variable.name,
        symbol: this.indexOf(name),
        type: this.types.indexOf(variable.type),
        isPublic: variable.external,
      });
    if (definition.dynamicInitializer) this.#initializer(variable, definition.dynamicInitializer);
  }

  /** A function that assigns the first value, and its address among those that the run-time calls before main. */
  #initializer(variable: Variable, value: Expression): void {
    const { place } = value;
    const type: FunctionType = {
      kind: 'function',
      returns: VOID,
      parameters: [],
      variadic: false,
      unprototyped: false,
      convention: 'cdecl',
    };
    const name = `dynamic initializer for '${variable.name}'`;
    const initializer: Variable = {
      name,
      type,
      place,
      storage: 'global',
      external: false,
      linkName: `__E${variable.linkName}`,
      cLinkage: true,
      attributes: {},
    };
    const target: Expression = { kind: 'variable', variable, type: variable.type, place };
    const expression: Expression = { kind: 'assign', target, value, type: variable.type, place };
    const body = {
      kind: 'block',
      place,
      end: place,
      variables: [],
      statements: [{ kind: 'expression', place, expression }],
    } as const;
    this.function({ variable: initializer, type, parameters: [], body, place, end: place });
    const section = this.section('.CRT$XCU');
    const offset = section.append(new Uint8Array(4), 4, 4);
    section.relocations.push({ offset, kind: 'dir32', symbol: this.indexOf(this.symbol(initializer)), addend: 0 });
  }

  finish(name: string): ObjectFile {
    return {
      name,
      sections: this.sections.map((s) => s.finish()),
      symbols: this.symbols,
      linkerOptions: this.unit.linkerOptions,
      libraries: this.unit.libraries,
      debug: this.options.debug ? this.#debug() : undefined,
    };
  }

  #debug(): ObjectDebug {
    const typeNames: Record<string, number> = {};
    for (const [typeName, type] of this.unit.typeNames) typeNames[typeName] = this.types.indexOf(type);
    return { files: this.files, functions: this.functions, data: this.data, types: this.types.types, typeNames };
  }
}

/** `int x;` in C: others may define it too. */
function isTentative(d: DataDefinition): boolean {
  const { variable } = d;
  const { attributes } = variable;
  const plain = !attributes.section && !attributes.thread && !attributes.selectAny && !attributes.dllexport;
  return (
    plain && variable.external && variable.cLinkage && d.bytes === undefined && !d.readOnly && !d.dynamicInitializer
  );
}

function exportNameOf(variable: Variable): string | undefined {
  if (!variable.attributes.dllexport || !variable.external) return undefined;
  return variable.cLinkage ? variable.linkName : decoratedName(variable);
}

/** Turns a unit into an object file. Throws CompileError for what it has no code for. */
export function generate(unit: Unit, options: GenerateOptions, assemble: Assembler): ObjectFile {
  const generator = new UnitGenerator(unit, options, assemble);
  for (const definition of unit.data) generator.definition(definition);
  for (const definition of unit.functions) generator.function(definition);
  return generator.finish(unit.files[0] ?? '');
}
