/** Text to a unit, a diagnostic or tokens, for the tests of the compiler's front. */
import type { Unit } from '../../src/compiler/ast.ts';
import { CompileError, type Diagnostic } from '../../src/compiler/diagnostic.ts';
import { parseUnit } from '../../src/compiler/parse.ts';
import { preprocess } from '../../src/compiler/preprocess.ts';
import { spelling } from '../../src/compiler/preprocess-expand.ts';
import { SourceFile } from '../../src/compiler/source.ts';

export type Files = Readonly<Record<string, string>>;

const includeFrom = (files: Files) => (name: string) => {
  const text = files[name];
  return text === undefined ? undefined : { name, text };
};

export function unitOf(text: string, language: 'c' | 'c++' = 'c', files: Files = {}): Unit {
  const name = language === 'c' ? 'x.c' : 'x.cpp';
  return parseUnit({ name, text }, { language, defines: {}, include: includeFrom(files) });
}

/** The diagnostic that a text must give. */
export function diagnosticOf(text: string, language: 'c' | 'c++' = 'c', files: Files = {}): Diagnostic {
  try {
    unitOf(text, language, files);
  } catch (error) {
    if (error instanceof CompileError) return error.diagnostic;
    throw error;
  }
  throw new Error(`the compiler takes: ${text}`);
}

/** The text after preprocessing, tokens with one space where there was white space. */
export function expanded(text: string, files: Files = {}): string {
  return spelling(preprocess(new SourceFile('x.c', text), {}, includeFrom(files), undefined).tokens).trim();
}
