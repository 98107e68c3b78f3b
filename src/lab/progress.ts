/**
 * What is kept of a reader's work on one exercise with one seed: plain JSON, for the browser's storage, a file or a host page.
 *
 * Whatever is read back may be old, broken or hostile: it is measured and checked field by field, and what does not fit is
 * left out. A state of another version of the exercise keeps answers and score, and says that it is old.
 */
import type { Answer, Exercise, Finding, Grade } from './exercise.ts';

/** The state of an exercise. */
export interface ExerciseState extends Answer {
  readonly exercise: string;
  readonly version: string;
  readonly seed: number;
  /** How often an answer was handed in. */
  readonly attempts: number;
  /** Hints that were shown. */
  readonly hints: number;
  /** The best score so far, of `max`. */
  readonly score: number;
  readonly max: number;
  readonly solved: boolean;
  /** The solution was shown before it was solved: later grades do not count. */
  readonly gaveUp: boolean;
  /** The last grade; undefined when there is none of this version. */
  readonly grade?: Grade;
}

/** What a host is told, beside each new state. `checked` alone is a submission. */
export type ExerciseEvent =
  | { readonly kind: 'checked'; readonly state: ExerciseState; readonly grade: Grade }
  | { readonly kind: 'hint'; readonly state: ExerciseState; readonly hint: number }
  | { readonly kind: 'solution'; readonly state: ExerciseState }
  | { readonly kind: 'reset'; readonly state: ExerciseState };

const TEXT_MAX = 200_000;
const ANSWER_MAX = 2000;
const FINDINGS_MAX = 60;
const ORDER_MAX = 60;
const COUNT_MAX = 100_000;

/** Nothing done yet. */
export function newState(exercise: Exercise, seed: number): ExerciseState {
  return {
    exercise: exercise.name,
    version: exercise.version,
    seed,
    answers: {},
    order: [],
    edits: {},
    attempts: 0,
    hints: 0,
    score: 0,
    max: exercise.points,
    solved: false,
    gaveUp: false,
  };
}

/** True when the answer was given to another version of the exercise. */
export function isOld(state: ExerciseState, exercise: Exercise): boolean {
  return state.version !== exercise.version;
}

/** The state after an answer was graded: the exercise's present version, the best score. */
export function gradedState(state: ExerciseState, exercise: Exercise, grade: Grade): ExerciseState {
  const before = isOld(state, exercise) ? { score: 0, solved: false } : state;
  const counts = !state.gaveUp;
  return {
    ...state,
    version: exercise.version,
    attempts: Math.min(state.attempts + 1, COUNT_MAX),
    score: counts ? Math.max(before.score, grade.score) : before.score,
    max: grade.max,
    solved: before.solved || (counts && grade.solved),
    grade,
  };
}

type Plain = Readonly<Record<string, unknown>>;

const isPlain = (value: unknown): value is Plain =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isCount = (value: unknown, most: number): value is number =>
  typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= most;

/** The state that `value` holds for an exercise and a seed; undefined when it is none. */
export function stateFrom(value: unknown, exercise: Exercise, seed: number): ExerciseState | undefined {
  const state = anyStateFrom(value);
  if (!state || state.exercise !== exercise.name || state.seed !== seed) return undefined;
  const questions = new Set(exercise.questions.map(({ id }) => id));
  const kept = {
    ...state,
    answers: only(state.answers, (name) => questions.has(name)),
    order: orderFrom(state.order, exercise),
    edits: only(state.edits, (name) => exercise.files.includes(name)),
    hints: Math.min(state.hints, 9),
  };
  if (!isOld(state, exercise)) return { ...kept, max: exercise.points, score: Math.min(state.score, exercise.points) };
  const { grade: _old, ...rest } = kept;
  return rest;
}

function orderFrom(order: readonly string[], exercise: Exercise): readonly string[] {
  if (exercise.schedule) {
    const { threads, turnsMax } = exercise.schedule;
    return order.filter((name) => threads.includes(name)).slice(0, turnsMax);
  }
  return order.filter((item, index) => exercise.order.includes(item) && order.indexOf(item) === index);
}

/** The state that `value` holds, whatever exercise it is of; undefined when it is none. */
export function anyStateFrom(value: unknown): ExerciseState | undefined {
  if (!isPlain(value)) return undefined;
  const { exercise, version, seed, attempts, hints, score, max } = value;
  if (typeof exercise !== 'string' || !/^[a-z0-9-]{1,64}$/.test(exercise)) return undefined;
  if (typeof version !== 'string' || !/^[0-9a-f]{8}$/.test(version)) return undefined;
  if (!isCount(seed, 0xffffffff) || !isCount(attempts, COUNT_MAX) || !isCount(hints, 99)) return undefined;
  if (!isCount(score, 1000) || !isCount(max, 1000) || score > max) return undefined;
  const grade = gradeFrom(value['grade']);
  return {
    exercise,
    version,
    seed,
    answers: textsFrom(value['answers'], ANSWER_MAX),
    order: Array.isArray(value['order'])
      ? value['order'].filter((item) => typeof item === 'string').slice(0, ORDER_MAX)
      : [],
    edits: textsFrom(value['edits'], TEXT_MAX),
    attempts,
    hints,
    score,
    max,
    solved: value['solved'] === true,
    gaveUp: value['gaveUp'] === true,
    ...(grade ? { grade } : {}),
  };
}

function textsFrom(value: unknown, most: number): Readonly<Record<string, string>> {
  if (!isPlain(value)) return {};
  const entries = Object.entries(value).filter(
    (entry): entry is [string, string] =>
      /^[\w.-]{1,64}$/.test(entry[0]) && typeof entry[1] === 'string' && entry[1].length <= most,
  );
  return Object.fromEntries(entries.slice(0, 50));
}

function only(record: Readonly<Record<string, string>>, isWanted: (name: string) => boolean) {
  return Object.fromEntries(Object.entries(record).filter(([name]) => isWanted(name)));
}

function gradeFrom(value: unknown): Grade | undefined {
  if (!isPlain(value) || !isCount(value['score'], 1000) || !isCount(value['max'], 1000)) return undefined;
  const list = value['findings'];
  if (!Array.isArray(list) || list.length > FINDINGS_MAX) return undefined;
  const findings = list.map(findingFrom).filter((finding) => finding !== undefined);
  return { solved: value['solved'] === true, score: value['score'], max: value['max'], findings };
}

function findingFrom(value: unknown): Finding | undefined {
  if (!isPlain(value) || typeof value['part'] !== 'string' || typeof value['key'] !== 'string') return undefined;
  const values = isPlain(value['values']) ? value['values'] : {};
  const good = Object.entries(values).filter(
    (entry): entry is [string, string | number] =>
      typeof entry[1] === 'number' || (typeof entry[1] === 'string' && entry[1].length <= ANSWER_MAX),
  );
  return {
    part: value['part'].slice(0, ANSWER_MAX),
    holds: value['holds'] === true,
    key: value['key'].slice(0, 60),
    values: Object.fromEntries(good.slice(0, 20)),
    ...(isCount(value['seed'], 0xffffffff) ? { seed: value['seed'] } : {}),
    ...(isCount(value['position'], Number.MAX_SAFE_INTEGER) ? { position: value['position'] } : {}),
  };
}

const FORMAT = 'windows-under-glass progress';
const FILE_MAX = 5_000_000;
const STATES_MAX = 2000;

/** A file that carries states to another browser. */
export function progressFile(states: readonly ExerciseState[]): string {
  return `${JSON.stringify({ format: FORMAT, version: 1, states }, undefined, 1)}\n`;
}

/** The states in such a file; undefined when it is none. States that are broken are left out. */
export function statesInFile(text: string): readonly ExerciseState[] | undefined {
  if (text.length > FILE_MAX) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    if (!isPlain(value) || value['format'] !== FORMAT || !Array.isArray(value['states'])) return undefined;
    return value['states']
      .slice(0, STATES_MAX)
      .map(anyStateFrom)
      .filter((state) => state !== undefined);
  } catch {
    return undefined;
  }
}
