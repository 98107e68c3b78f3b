/** Exercises as pages see them when the site is built: definition, words, rendered task and solution. */
import { getEntry, render } from 'astro:content';
import type { Language } from '@/i18n/words.ts';
import type { Exercise, ExerciseText } from '@/lab/exercise.ts';
import { exerciseNames, readExercise } from '@/lab/exercise-files.node.ts';
import { addressOf, chaptersOf } from './book.ts';
import { programData } from './lab-data.node.ts';

/** What lists show of an exercise. */
export interface ListedExercise {
  readonly exercise: Exercise;
  readonly text: ExerciseText;
}

/** All exercises in a language, in the order of their numbers. */
export function exercisesIn(language: Language): ListedExercise[] {
  const all = exerciseNames().map(readExercise);
  const listed = all.map(({ exercise, texts }) => ({ exercise, text: texts[language] }));
  return listed.sort((a, b) => a.exercise.number - b.exercise.number || a.exercise.name.localeCompare(b.exercise.name));
}

async function part(name: string, file: string) {
  const entry = await getEntry('exercises', `${name}/${file}`);
  if (!entry) throw new Error(`content/exercises/${name}/${file}.mdx is missing`);
  return (await render(entry)).Content;
}

/** Everything that a page shows of an exercise. */
export async function exercisePage(name: string, language: Language) {
  const { exercise, texts, solution } = readExercise(name);
  const sources = exercise.program === undefined ? {} : programData(exercise.program).sources;
  return {
    exercise,
    text: texts[language],
    Task: await part(name, `task.${language}`),
    Solution: await part(name, `solution.${language}`),
    sources,
    /** The solution's files that differ from those given, without the demands. */
    solved: Object.fromEntries(
      Object.entries(solution)
        .filter(([file, text]) => text !== sources[file])
        .map(([file, text]) => [file, text.replace(/^[ \t]*\/\/ (?:expect|exit|seeds|never|demand):.*\r?\n/gm, '')]),
    ),
  };
}

/** A row of a list of exercises: plain data, for the browser. */
export interface ExerciseRow {
  readonly name: string;
  readonly version: string;
  readonly title: string;
  readonly address: string;
  readonly kind: Exercise['kind'];
  readonly level: Exercise['level'];
  readonly minutes: number;
  readonly points: number;
}

export interface ExerciseChapter {
  /** The chapter's name; where the chapter is not written yet, all that is known of it. */
  readonly name: string;
  readonly title: string;
  readonly address: string | undefined;
  readonly rows: readonly ExerciseRow[];
}

/** All exercises by chapter, in the book's order. */
export async function exerciseChapters(language: Language): Promise<ExerciseChapter[]> {
  const chapters = await chaptersOf(language);
  const all = exercisesIn(language);
  const names = [...new Set([...chapters.map(({ name }) => name), ...all.map(({ exercise }) => exercise.chapter)])];
  return names
    .map((name) => {
      const chapter = chapters.find((each) => each.name === name);
      const rows = all.filter(({ exercise }) => exercise.chapter === name).map((each) => rowOf(each, language));
      return {
        name,
        title: chapter ? `${chapter.number} ${chapter.title}` : name,
        address: chapter && addressOf(language, name),
        rows,
      };
    })
    .filter(({ rows }) => rows.length > 0);
}

function rowOf({ exercise, text }: ListedExercise, language: Language): ExerciseRow {
  const { name, version, kind, level, minutes, points } = exercise;
  return {
    name,
    version,
    title: text.title,
    address: addressOf(language, `exercises/${name}`),
    kind,
    level,
    minutes,
    points,
  };
}
