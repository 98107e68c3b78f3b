/**
 * Where an exercise stands, as the exercise sees it: somebody who keeps its record and takes its score. The browser's storage,
 * a page around the frame and a learning management system are all such hosts; an exercise knows only this interface.
 *
 * What must hold: `save` is never a submission, and `submit` is called once for each answer that was checked, right after the
 * `save` of the same record. Nothing of a host throws or rejects: a host that is not there keeps nothing.
 */
import type { Exercise, Grade } from '../exercise.ts';
import type { ExerciseEvent } from '../progress.ts';
import type { CourseRecord } from './record.ts';

/** An answer that was handed in and graded. */
export interface Submission {
  readonly exercise: Exercise;
  /** The record after it; `record.best` is the score to report, never lower than one that was reported before. */
  readonly record: CourseRecord;
  /** The grade of this one answer, with its findings: one for each question, pair or demand. */
  readonly grade: Grade;
}

export interface CourseHost {
  /**
   * What was kept for an exercise: a record, or a bare state, or anything else, for it is checked by who asks (`recordFrom`).
   * Undefined when nothing is kept. `seed` is what the address asks for, undefined when it asks for none.
   */
  restore(exercise: Exercise, seed: number | undefined): Promise<unknown>;
  /** Keeps work that goes on. Called with each keystroke: a host gathers as it can bear. */
  save(exercise: Exercise, record: CourseRecord): void;
  /** Takes the score of an answer, and keeps its record at once. */
  submit(submission: Submission): void;
  /** Hears what else happened: a hint, the solution, a new start. */
  note?(exercise: Exercise, event: Exclude<ExerciseEvent, { readonly kind: 'checked' }>): void;
  /** Hands over what the host says of an exercise after `restore` had given up waiting for it. */
  onLate?(exercise: Exercise, take: (kept: unknown) => void): void;
}
