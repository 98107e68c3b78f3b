/**
 * The front of the compiler: text in, a checked unit out.
 *
 * Text becomes tokens (tokenize), macros and directives are dealt with (preprocess), and declarations are read one after
 * the other into a `Unit`. The first error ends it as a CompileError; nothing else is ever thrown for what the text holds.
 */
import type { DataDefinition, FunctionDefinition, Unit, Variable } from './ast.ts';
import { externalDeclaration } from './declarations.ts';
import { newType, simpleType, typeName } from './declarators.ts';
import { assignment, expression } from './expressions.ts';
import { defineTentative } from './globals.ts';
import { compoundLiteral } from './initializers.ts';
import { Parser, type Rules } from './parser.ts';
import { obeyPragma } from './pragmas.ts';
import { type Include, preprocess, type TokenCache } from './preprocess.ts';
import { SourceFile } from './source.ts';
import { startsType } from './specifiers.ts';
import { functionBody } from './statements.ts';
import { tagged } from './structs.ts';
import { END } from './tokenize.ts';

export interface FrontOptions {
  readonly language: 'c' | 'c++';
  readonly defines: Readonly<Record<string, string>>;
  readonly include: Include;
  /** Token lists of headers, kept from one compilation to the next. */
  readonly cache?: TokenCache;
}

const RULES: Rules = {
  startsType,
  typeName,
  simpleType,
  newType,
  tagged,
  expression,
  assignment,
  compoundLiteral,
  functionBody,
  pragma: obeyPragma,
};

const PREDEFINED: Readonly<Record<string, string>> = {
  _MSC_VER: '1500',
  _MSC_FULL_VER: '150030729',
  _MSC_EXTENSIONS: '1',
  _WIN32: '1',
  _M_IX86: '600',
  _M_IX86_FP: '0',
  _INTEGRAL_MAX_BITS: '64',
};

const PREDEFINED_CPP: Readonly<Record<string, string>> = {
  __cplusplus: '199711L',
  _WCHAR_T_DEFINED: '1',
  _NATIVE_WCHAR_T_DEFINED: '1',
};

/** Parses a translation unit. Throws CompileError only. */
export function parseUnit(source: { readonly name: string; readonly text: string }, options: FrontOptions): Unit {
  const isCpp = options.language === 'c++';
  const file = new SourceFile(source.name, source.text);
  const defines = { ...PREDEFINED, ...(isCpp ? PREDEFINED_CPP : {}), ...options.defines };
  const tokens = preprocess(file, defines, options.include, options.cache);
  const p = new Parser(tokens, isCpp, RULES, file);
  p.start();
  while (p.token.kind !== END) externalDeclaration(p);
  defineTentative(p);
  return finish(p);
}

function finish(p: Parser): Unit {
  const used = reachable(p);
  const functions: FunctionDefinition[] = [];
  const data: DataDefinition[] = [...p.data];
  for (const f of p.functions) {
    if (f.isInline && !used.has(f.definition.variable)) continue;
    functions.push(f.definition);
    for (const d of f.data) data.push(d);
  }
  return {
    files: p.files,
    functions,
    data,
    linkerOptions: p.linkerOptions,
    libraries: p.libraries,
    typeNames: p.typeNames,
    enumerations: p.enumerations,
    warnings: p.warnings,
  };
}

/** Everything that kept functions and data refer to. */
function reachable(p: Parser): Set<Variable> {
  const used = new Set<Variable>();
  const inline = new Map(p.functions.filter((f) => f.isInline).map((f) => [f.definition.variable, f]));
  const pending: Variable[] = [...p.references];
  for (const f of p.functions) if (!f.isInline) for (const variable of f.references) pending.push(variable);
  for (let variable = pending.pop(); variable; variable = pending.pop()) {
    if (used.has(variable)) continue;
    used.add(variable);
    for (const next of inline.get(variable)?.references ?? []) pending.push(next);
  }
  return used;
}
