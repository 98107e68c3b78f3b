/** Reading the system's and the book's C files from disk, under Node. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Files } from './headers.ts';

const root = import.meta.dirname;
const programs = join(root, '..', '..', 'content', 'programs');

/** All C files, headers and lists of the system, by path below `src/windows`. */
export function readWindowsFiles(): Files {
  const names = readdirSync(root, { recursive: true }).map((name) => String(name).replaceAll('\\', '/'));
  const wanted = names.filter((name) => /\.(c|cpp|h|def|json)$/.test(name) || /^include\/[a-z]+$/.test(name)).sort();
  return Object.fromEntries(wanted.flatMap((name) => textOf(root, name)));
}

/** All files of content/programs, by path below it. */
export function readProgramFiles(): Files {
  const names = readdirSync(programs, { recursive: true }).map((name) => String(name).replaceAll('\\', '/'));
  const wanted = names.filter((name) => /\.(c|cpp|h|json)$/.test(name)).sort();
  return Object.fromEntries(wanted.flatMap((name) => textOf(programs, name)));
}

/** C++'s headers have no extension, and neither have folders. */
function textOf(folder: string, name: string): [string, string][] {
  try {
    return [[name, readFileSync(join(folder, name), 'utf8')]];
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EISDIR') return [];
    throw error;
  }
}
