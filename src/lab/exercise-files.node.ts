/**
 * Exercises as they lie in content/exercises, read under Node: for the site's build, the terminal and the tests.
 *
 *   exercise.json            what is asked, and how the answer is known
 *   task.en.mdx task.zh.mdx  front matter: the words; below it the task
 *   solution.en.mdx …        the explanation
 *   start.c solution.c wrong-name.c    the program, its solution (with the demands) and wrong ones; or folders of these
 *                            names with several files, beside a modules.json; or "program" in exercise.json names a program of the book
 */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { load } from 'js-yaml';
import type { ProgramOutline } from '../windows/build.ts';
import { programIn } from '../windows/program.ts';
import { demandsIn } from './demands.ts';
import type { Exercise, ExerciseText } from './exercise.ts';
import { exerciseOf, exerciseTextOf } from './exercise-check.ts';

type Texts = Readonly<Record<string, string>>;

export type ExerciseLanguage = 'en' | 'zh';

/** An exercise with its words and, for those who build, run and test it, its program. */
export interface ExerciseFolder {
  readonly exercise: Exercise;
  readonly texts: Readonly<Record<ExerciseLanguage, ExerciseText>>;
  /** The program that it starts with, unless it is one of the book's own or there is none. */
  readonly outline: ProgramOutline | undefined;
  /** Changed files of the solution, and of each wrong solution. */
  readonly solution: Texts;
  readonly wrong: Readonly<Record<string, Texts>>;
  /** Orders that are wrong, for the tests. */
  readonly wrongOrders: readonly (readonly string[])[];
}

/** Beside this file's project; in a bundled build, where the build was started. */
const beside = join(import.meta.dirname, '..', '..', 'content', 'exercises');
const root = existsSync(beside) ? beside : join(process.cwd(), 'content', 'exercises');
const SOURCE = /\.(c|cpp|h)$/;

/** The names of all exercises. */
export function exerciseNames(): string[] {
  if (!existsSync(root)) return [];
  return readdirSync(root)
    .filter((name) => existsSync(join(root, name, 'exercise.json')))
    .sort();
}

/** The exercise of that name. Throws an Error that says what is wrong with its files. */
export function readExercise(name: string): ExerciseFolder {
  const folder = join(root, name);
  if (!/^[a-z0-9-]+$/.test(name) || !existsSync(folder))
    throw new Error(`there is no exercise ${name}; there are ${exerciseNames().join(', ')}`);
  const written = JSON.parse(readFileSync(join(folder, 'exercise.json'), 'utf8')) as Record<string, unknown>;
  const start = variant(folder, 'start');
  const solution = variant(folder, 'solution');
  const outline = start && outlineOf(folder, start, written);
  const program = outline
    ? `exercise-${name}`
    : typeof written['program'] === 'string'
      ? written['program']
      : undefined;
  const exercise = exerciseOf(written, {
    name,
    version: fingerprint(JSON.stringify(written) + JSON.stringify(start ?? {}) + JSON.stringify(solution ?? {})),
    ...(program === undefined ? {} : { program }),
    sources: Object.keys(start ?? {}),
    demands: demandsIn(Object.values(solution ?? {}).join('\n')),
  });
  const wrongNames = readdirSync(folder)
    .map((file) => /^(wrong-[a-z0-9-]+?)(?:\.(?:c|cpp))?$/.exec(file)?.[1])
    .filter((each) => each !== undefined);
  return {
    exercise,
    texts: { en: textsOf(folder, 'en', exercise), zh: textsOf(folder, 'zh', exercise) },
    outline,
    solution: solution ?? {},
    wrong: Object.fromEntries(wrongNames.map((each) => [each, variant(folder, each) ?? {}])),
    wrongOrders: (written['wrongOrders'] ?? []) as string[][],
  };
}

/** The files of a variant: `start.c`, which is called exercise.c, or all sources in `start/`. */
function variant(folder: string, name: string): Texts | undefined {
  for (const ending of ['c', 'cpp']) {
    const file = join(folder, `${name}.${ending}`);
    if (existsSync(file)) return { [`exercise.${ending}`]: readFileSync(file, 'utf8') };
  }
  const inner = join(folder, name);
  if (!existsSync(inner) || !statSync(inner).isDirectory()) return undefined;
  const files = readdirSync(inner).filter((file) => SOURCE.test(file));
  return Object.fromEntries(files.map((file) => [file, readFileSync(join(inner, file), 'utf8')]));
}

function outlineOf(folder: string, start: Texts, { runtime = 'MD' }: Record<string, unknown>): ProgramOutline {
  const list = join(folder, 'modules.json');
  const modules = existsSync(list)
    ? readFileSync(list, 'utf8')
    : JSON.stringify([{ name: 'exercise', kind: 'exe', sources: Object.keys(start), runtime }]);
  const files = Object.entries(start).map(([file, text]) => [`exercise/${file}`, text]);
  return programIn({ ...Object.fromEntries(files), 'exercise/modules.json': modules }, 'exercise');
}

function textsOf(folder: string, language: ExerciseLanguage, exercise: Exercise): ExerciseText {
  const file = `task.${language}.mdx`;
  const front = /^---\n([\s\S]*?)\n---\n/.exec(readFileSync(join(folder, file), 'utf8'))?.[1] ?? '';
  return exerciseTextOf(load(front), exercise, file);
}

/** FNV-1a of a text, as eight hexadecimal digits. */
function fingerprint(text: string): string {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193) >>> 0;
  return hash.toString(16).padStart(8, '0');
}
