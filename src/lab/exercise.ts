/**
 * An exercise: what is asked, and how the machine knows the answer. It is data alone, read from a folder of
 * content/exercises, and holds no words: those are the texts, one set for each language, under the same names.
 *
 * What must hold: names of questions, options and items are the same in the definition and in the texts of both languages.
 */
import type { BootChoice } from '../nt/boot.ts';
import type { Demand } from './demands.ts';

export type ExerciseKind = 'edit' | 'debug' | 'predict' | 'choose' | 'order' | 'schedule';
export type Level = 1 | 2 | 3;

/** Where a value comes from: written down, or taken from the machine after the commands in `at`. */
export type ValueSource =
  | { readonly value: string | number }
  /** A debugger expression. */
  | { readonly expression: string; readonly at?: string }
  /** The first group of a pattern in what the program has written. */
  | { readonly output: string; readonly at?: string }
  /** The first group of a pattern in what a debugger command prints. */
  | { readonly command: string; readonly match: string; readonly at?: string };

/** How an answer is given: by choosing, as a number (decimal, 0x for hexadecimal), as an address (hexadecimal), as text. */
export type AnswerForm = 'choice' | 'number' | 'address' | 'text';

export interface Question {
  readonly id: string;
  readonly form: AnswerForm;
  /** Names of the options of a choice, in the order in which they stand. */
  readonly options?: readonly string[];
  /** The right answer; for a choice the name of the option, or the value that decides between `optionValues`. */
  readonly answer: ValueSource;
  /** For a choice that the machine decides: the value that makes each option the right one. */
  readonly optionValues?: Readonly<Record<string, string | number>>;
  /** Mistakes that have an explanation of their own, by name. */
  readonly wrong?: Readonly<Record<string, ValueSource>>;
}

/** Being the scheduler: whose turn is next, until the program breaks. */
export interface ScheduleTask {
  /** Names for the threads that the program has made where the exercise starts, oldest first; the first thread has none. */
  readonly threads: readonly string[];
  /** How far a turn goes. */
  readonly unit: 'line' | 'instruction';
  readonly turnsMax: number;
  /** What is to be reached: a deadlock, or output that matches a pattern. */
  readonly goal: 'deadlock' | { readonly output: string };
  /** Turns that reach it. */
  readonly solution: readonly string[];
}

export interface Exercise {
  readonly name: string;
  /** Changes when what is asked changes: an answer to another version is old. */
  readonly version: string;
  /** Name of the chapter it belongs to. */
  readonly chapter: string;
  /** Place among the chapter's exercises, from easy to hard. */
  readonly number: number;
  readonly kind: ExerciseKind;
  readonly level: Level;
  readonly minutes: number;
  readonly points: number;
  /** Name under which a page loads the program, when there is one. */
  readonly program?: string;
  readonly start: string;
  readonly lenses: readonly string[];
  /** How its machine boots; the seed is the reader's. */
  readonly boot: BootChoice;
  readonly questions: readonly Question[];
  /** Items in their right order. */
  readonly order: readonly string[];
  readonly schedule?: ScheduleTask;
  readonly demands: readonly Demand[];
  /** Files that the reader may change. */
  readonly files: readonly string[];
}

/** True when another seed is another problem: the learner may ask for one. */
export function isSeeded({ kind }: Exercise): boolean {
  return kind === 'debug' || kind === 'predict';
}

/** What a question says. */
export interface QuestionText {
  readonly ask: string;
  readonly options?: Readonly<Record<string, string>>;
  /** Why an option is wrong (or right), or what is behind a known mistake, by its name. */
  readonly why?: Readonly<Record<string, string>>;
}

/** The words of an exercise in one language. */
export interface ExerciseText {
  readonly title: string;
  readonly objectives: readonly string[];
  readonly hints: readonly string[];
  readonly questions: Readonly<Record<string, QuestionText>>;
  readonly items: Readonly<Record<string, string>>;
  /** Why `first` comes before `then`. */
  readonly orders: readonly { readonly first: string; readonly then: string; readonly why: string }[];
  /** What is behind a demand that does not hold, by the demand's kind. */
  readonly feedback: Readonly<Record<string, string>>;
}

/** What a reader hands in. */
export interface Answer {
  readonly answers: Readonly<Record<string, string>>;
  /** Items in their order; names of threads in the order of their turns. */
  readonly order: readonly string[];
  /** Changed sources by file name. */
  readonly edits: Readonly<Record<string, string>>;
}

export const noAnswer: Answer = { answers: {}, order: [], edits: {} };

/** One thing that was looked at: a question, a pair of items, a demand. */
export interface Finding {
  /** The question's name, "order", "build", or the demand's text. */
  readonly part: string;
  readonly holds: boolean;
  /** What kind of finding it is: names the words for it. */
  readonly key: string;
  readonly values: Readonly<Record<string, string | number>>;
  /** Where to look: the seed of the run, and the position in it. */
  readonly seed?: number;
  readonly position?: number;
}

/** What grading comes to. */
export interface Grade {
  readonly solved: boolean;
  readonly score: number;
  readonly max: number;
  readonly findings: readonly Finding[];
}

/** The grade for findings: points by the share that holds, and all of them only when everything does. */
export function gradeOf(exercise: Exercise, findings: readonly Finding[]): Grade {
  const held = findings.filter(({ holds }) => holds).length;
  const solved = findings.length > 0 && held === findings.length;
  const isWhole = exercise.kind === 'edit' || exercise.kind === 'schedule';
  const share = isWhole || findings.length === 0 ? Number(solved) : held / findings.length;
  return {
    solved,
    score: solved ? exercise.points : Math.floor(exercise.points * share),
    max: exercise.points,
    findings,
  };
}
