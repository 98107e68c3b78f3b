/** The text of the programs in content/programs, for pages that show a part of it. */
import { programData } from './lab-data.node.ts';

export interface ProgramSource {
  readonly name: string;
  readonly text: string;
}

/** A file of a program; `file` may be left out where the program has only one. */
export function programSource(program: string, file?: string): ProgramSource {
  const own = Object.entries(programData(program).sources).map(([name, text]) => ({ name, text }));
  const chosen = file ? own.find((source) => source.name === file) : own.length === 1 ? own[0] : undefined;
  if (chosen) return chosen;
  throw new Error(
    `Program "${program}" has the files ${own.map((source) => source.name).join(', ')}; name one of them`,
  );
}

/** `12-20` or `12` as first and last line. */
export function lineRange(source: ProgramSource, lines: string): [number, number] {
  const match = /^(\d+)(?:-(\d+))?$/.exec(lines);
  const count = source.text.trimEnd().split('\n').length;
  const from = Number(match?.[1]);
  const to = Number(match?.[2] ?? match?.[1]);
  if (!match || from < 1 || to < from || to > count) {
    throw new Error(`${source.name} has the lines 1-${count}; "${lines}" are not among them`);
  }
  return [from, to];
}

/** The lines of a function's definition: from the comment above its name to the brace that closes it at the margin. */
export function functionLines(source: ProgramSource, name: string): [number, number] {
  const lines = source.text.split('\n');
  const escaped = name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  const head = new RegExp(`^[^\\s#/].*\\b${escaped}\\s*\\([^;]*$`);
  const start = lines.findIndex((line) => head.test(line));
  const end = lines.findIndex((line, index) => index >= start && /^}/.test(line));
  if (start < 0 || end < 0) throw new Error(`${source.name} defines no function "${name}"`);
  let from = start;
  while (from > 0 && /^(\/\/|\/\*| \*)/.test(lines[from - 1]!)) from -= 1;
  return [from + 1, end + 1];
}
