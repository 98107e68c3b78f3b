/**
 * What the compiler says when it can't go on: the first error only, at its place, in words that help.
 */
export interface Diagnostic {
  readonly file: string;
  /** From 1. */
  readonly line: number;
  readonly column: number;
  /** Columns that the mistake covers, at least 1. */
  readonly length: number;
  /** What is wrong, lower case, without a full stop: "undeclared name 'count'". */
  readonly message: string;
  /** What to write instead, where we know. */
  readonly hint?: string;
  /** The source line, so that it can be shown with a caret. */
  readonly text: string;
}

/** Carries a Diagnostic from any stage to the compiler's entry, which alone catches it. */
export class CompileError extends Error {
  override name = 'CompileError';
  readonly diagnostic: Diagnostic;
  constructor(diagnostic: Diagnostic) {
    super(`${diagnostic.file}(${diagnostic.line}): ${diagnostic.message}`);
    this.diagnostic = diagnostic;
  }
}

/** The message as a terminal shows it: file(line,column): error, the line, a caret, the hint. */
export function formatDiagnostic(d: Diagnostic, kind: 'error' | 'warning' = 'error'): string {
  const head = `${d.file}(${d.line},${d.column}): ${kind}: ${d.message}`;
  const caret = `${d.text.slice(0, d.column - 1).replace(/[^\t]/g, ' ')}${'^'.repeat(Math.max(1, d.length))}`;
  const shown = d.text === '' ? [] : [d.text, caret];
  return [head, ...shown, ...(d.hint ? [`hint: ${d.hint}`] : [])].join('\n');
}
