/**
 * What a host keeps of one exercise: the state that the learner works on, those of other seeds, and the best score ever handed in.
 * Plain JSON. Whatever comes back from a host may be old, broken or hostile: it is checked field by field.
 *
 * What must hold: `best` never falls, whatever is reset, whichever problem is taken and whichever version of the exercise is shown.
 */
import type { Exercise } from '../exercise.ts';
import { anyStateFrom, type ExerciseState, newState, stateFrom } from '../progress.ts';

export interface CourseRecord {
  readonly v: 1;
  /** The best score so far, as a share from 0 to 1. */
  readonly best: number;
  /** What the learner works on. */
  readonly state: ExerciseState;
  /** What was done on problems with other seeds, the latest first. */
  readonly others: readonly ExerciseState[];
}

const OTHERS_MAX = 3;

const shareOf = ({ score, max }: ExerciseState) => (max > 0 ? score / max : 0);

/** True when nothing of an answer is in it. */
export function isUntouched({ attempts, hints, answers, order, edits, gaveUp }: ExerciseState): boolean {
  return (
    attempts === 0 &&
    hints === 0 &&
    !gaveUp &&
    order.length === 0 &&
    Object.keys(answers).length === 0 &&
    Object.keys(edits).length === 0
  );
}

/** The record of an exercise of which nothing is kept. */
export function newRecord(exercise: Exercise, seed: number): CourseRecord {
  return { v: 1, best: 0, state: newState(exercise, seed), others: [] };
}

/** The record that `value` holds for an exercise; a bare state will do. Undefined when it is none. */
export function recordFrom(value: unknown, exercise: Exercise): CourseRecord | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  const { state: inner, others: list, best } = value as Readonly<Record<string, unknown>>;
  const state = checked(inner ?? value, exercise);
  if (!state) return undefined;
  const others: ExerciseState[] = [];
  for (const each of Array.isArray(list) ? list.slice(0, OTHERS_MAX) : []) {
    const other = checked(each, exercise);
    if (other && other.seed !== state.seed && others.every(({ seed }) => seed !== other.seed)) others.push(other);
  }
  const said = typeof best === 'number' && best >= 0 && best <= 1 ? best : 0;
  return { v: 1, best: Math.max(said, ...[state, ...others].map(shareOf)), state, others };
}

function checked(value: unknown, exercise: Exercise): ExerciseState | undefined {
  const seed = anyStateFrom(value)?.seed;
  return seed === undefined ? undefined : stateFrom(value, exercise, seed);
}

/** The record with another state to work on; one of another seed is put aside, not lost. */
export function withState(record: CourseRecord, state: ExerciseState): CourseRecord {
  const before = record.state.seed === state.seed || isUntouched(record.state) ? [] : [record.state];
  const others = [...before, ...record.others].filter(({ seed }) => seed !== state.seed).slice(0, OTHERS_MAX);
  return { v: 1, best: Math.max(record.best, shareOf(state)), state, others };
}

/** The record turned to the problem with `seed`, with what was done on it before. */
export function withSeed(record: CourseRecord, exercise: Exercise, seed: number): CourseRecord {
  if (record.state.seed === seed) return record;
  return withState(record, record.others.find((other) => other.seed === seed) ?? newState(exercise, seed));
}

/** Two records of one exercise: the first goes on, and nothing that only the second knows is lost. */
export function merged(first: CourseRecord, second: CourseRecord): CourseRecord {
  const rest = [second.state, ...second.others];
  const twin = rest.find(({ seed }) => seed === first.state.seed);
  const known = new Set([first.state.seed, ...first.others.map(({ seed }) => seed)]);
  const others = [...first.others, ...rest.filter(({ seed }) => !known.has(seed))];
  return {
    v: 1,
    best: Math.max(first.best, second.best),
    state: twin ? together(first.state, twin) : first.state,
    others: others.slice(0, OTHERS_MAX),
  };
}

/** Work on one problem from two places: an answer that was begun here, and everything else that was done there before. */
function together(here: ExerciseState, there: ExerciseState): ExerciseState {
  const isSame = here.version === there.version;
  const grade = here.grade ?? (isSame ? there.grade : undefined);
  const { grade: _grade, ...plain } = here;
  return {
    ...plain,
    answers: { ...there.answers, ...here.answers },
    edits: { ...here.edits, ...there.edits },
    order: here.order.length > 0 ? here.order : there.order,
    // Not the sum: one of them may have grown out of the other.
    attempts: Math.max(here.attempts, there.attempts),
    hints: Math.max(here.hints, there.hints),
    score: isSame ? Math.max(here.score, there.score) : here.score,
    solved: here.solved || (isSame && there.solved),
    gaveUp: here.gaveUp || there.gaveUp,
    ...(grade ? { grade } : {}),
  };
}
