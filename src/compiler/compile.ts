/**
 * The compiler's entry: one source text to an object file.
 */
import { assemble } from '../machine/assemble.ts';
import { CompileError } from './diagnostic.ts';
import { generate } from './generate.ts';
import type { GenerateOptions } from './generate-state.ts';
import type { ObjectFile } from './object.ts';
import type { FrontOptions } from './parse.ts';
import { parseUnit } from './parse.ts';

export type CompileOptions = FrontOptions & GenerateOptions;

/** Compiles a translation unit. Throws CompileError only. */
export function compile(source: { readonly name: string; readonly text: string }, options: CompileOptions): ObjectFile {
  try {
    return generate(parseUnit(source, options), options, assemble);
  } catch (error) {
    throw error instanceof CompileError ? withLine(error, source) : error;
  }
}

/** The generator knows places only; the line's text comes from here. */
function withLine(error: CompileError, source: { readonly name: string; readonly text: string }): CompileError {
  const { diagnostic } = error;
  if (diagnostic.text !== '' || diagnostic.file !== source.name) return error;
  const text = source.text.split(/\r?\n/)[diagnostic.line - 1] ?? '';
  return new CompileError({ ...diagnostic, text });
}
