/**
 * The compiler's entry: one source text to an object file.
 */
import { assemble } from '../machine/assemble.ts';
import { CompileError, type Diagnostic } from './diagnostic.ts';
import { generate } from './generate.ts';
import type { GenerateOptions } from './generate-state.ts';
import { withSourceLine } from './link-message.ts';
import type { ObjectFile } from './object.ts';
import type { FrontOptions } from './parse.ts';
import { parseUnit } from './parse.ts';

export interface CompileOptions extends FrontOptions, GenerateOptions {
  /** Gets what is doubtful but no mistake, in the order of the text. */
  readonly warn?: (diagnostic: Diagnostic) => void;
}

/** Compiles a translation unit. Throws CompileError only. */
export function compile(source: { readonly name: string; readonly text: string }, options: CompileOptions): ObjectFile {
  try {
    const unit = parseUnit(source, options);
    if (options.warn) unit.warnings.forEach(options.warn);
    return generate(unit, options, assemble);
  } catch (error) {
    if (error instanceof RangeError) throw tooDeep(source.name);
    if (!(error instanceof CompileError)) throw error;
    // The generator knows places only; the line's text comes from here.
    throw withSourceLine(error, (file) => (file === source.name ? source.text : undefined));
  }
}

/** The host's stack ended while a tree was walked. */
function tooDeep(file: string): CompileError {
  const message = 'an expression or statement is nested too deeply';
  return new CompileError({ file, line: 1, column: 1, length: 1, message, text: '' });
}
