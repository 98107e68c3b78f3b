/**
 * Messages of the later stages, which know names and lines but not the text: the line, and the caret under the name.
 */
import { CompileError } from './diagnostic.ts';

/** The error with its source line, the caret under the first name that the message quotes. */
export function withSourceLine(error: CompileError, sourceOf: (file: string) => string | undefined): CompileError {
  const { diagnostic } = error;
  const text = sourceOf(diagnostic.file)?.split(/\r?\n/)[diagnostic.line - 1];
  if (diagnostic.text !== '' || text === undefined) return error;
  const name = /'([^']+)'/.exec(diagnostic.message)?.[1];
  const found = diagnostic.column > 1 || name === undefined ? -1 : text.search(new RegExp(`\\b${escaped(name)}\\b`));
  const place = found < 0 ? {} : { column: found + 1, length: name?.length ?? 1 };
  return new CompileError({ ...diagnostic, ...place, text });
}

const escaped = (name: string): string => name.replace(/[^\w]/g, '\\$&');
