/**
 * Source text and places in it.
 *
 * A `SourceFile` is a name and its text; lines are found again only when a diagnostic wants to show one. A `Spot` is any
 * stretch of one line: every token is one, so errors can be reported at tokens directly.
 */
import { CompileError } from './diagnostic.ts';

/** A file as the compiler reads it. Immutable, so it may be shared by many units. */
export class SourceFile {
  readonly name: string;
  readonly text: string;
  #lines: string[] | undefined;

  constructor(name: string, text: string) {
    this.name = name;
    this.text = text;
  }

  /** The text of a line, counted from 1, without its end. */
  line(line: number): string {
    this.#lines ??= this.text.split('\n');
    return (this.#lines[line - 1] ?? '').replace(/\r$/, '');
  }
}

/** A stretch of one line of a file. */
export interface Spot {
  readonly source: SourceFile;
  readonly line: number;
  readonly column: number;
  readonly length: number;
}

/** Ends the compilation with an error at a spot. */
export function fail(spot: Spot, message: string, hint?: string): never {
  throw new CompileError({
    file: spot.source.name,
    line: spot.line,
    column: spot.column,
    length: Math.max(1, spot.length),
    message,
    ...(hint ? { hint } : {}),
    text: spot.source.line(spot.line),
  });
}
