/** The record of an exercise that a host keeps. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isUntouched, merged, newRecord, recordFrom, withSeed, withState } from '@/lab/embedding/record.ts';
import { readExercise } from '@/lab/exercise-files.node.ts';
import { newState } from '@/lab/progress.ts';

const { exercise } = readExercise('hs-places');
const question = exercise.questions[0]!.id;
const solved = { ...newState(exercise, 1), attempts: 1, score: exercise.points, solved: true };

describe('a record', () => {
  test('comes back from JSON as it was', () => {
    const record = withState(newRecord(exercise, 1), { ...solved, answers: { [question]: 'stack' } });
    expect(recordFrom(JSON.parse(JSON.stringify(record)), exercise)).toEqual(record);
  });

  test('is made from a bare state, and its score counts', () => {
    expect(recordFrom(solved, exercise)).toMatchObject({ best: 1, state: { seed: 1, solved: true } });
  });

  test('of another exercise is none', () => {
    const { exercise: other } = readExercise('hs-guard');
    expect(recordFrom(newRecord(other, 1), exercise)).toBeUndefined();
  });

  test('keeps the best score over a new start, another seed and another version', () => {
    const reset = withState(withState(newRecord(exercise, 1), solved), newState(exercise, 1));
    expect(reset).toMatchObject({ best: 1, state: { score: 0 } });
    expect(withSeed(reset, exercise, 9).best).toBe(1);
    const old = { ...withState(newRecord(exercise, 1), { ...solved, version: '00000000' }) };
    expect(recordFrom(JSON.parse(JSON.stringify(old)), exercise)?.best).toBe(1);
  });

  test('puts the work on one seed aside when another is taken, and finds it again', () => {
    const first = withState(newRecord(exercise, 1), { ...newState(exercise, 1), answers: { [question]: 'heap' } });
    const second = withSeed(first, exercise, 2);
    expect(second.state.answers).toEqual({});
    const worked = withState(second, { ...second.state, hints: 1 });
    expect(withSeed(worked, exercise, 1).state.answers).toEqual({ [question]: 'heap' });
  });

  test('merged with another loses neither answers nor the better score', () => {
    const here = withState(newRecord(exercise, 1), { ...newState(exercise, 1), hints: 1 });
    const there = withState(newRecord(exercise, 5), { ...solved, seed: 5 });
    expect(merged(here, there)).toMatchObject({ best: 1, state: { seed: 1, hints: 1 }, others: [{ seed: 5 }] });
  });

  test('merged with another of the same problem keeps what was done in both', () => {
    const here = withState(newRecord(exercise, 1), { ...newState(exercise, 1), answers: { [question]: 'stack' } });
    const there = withState(newRecord(exercise, 1), {
      ...solved,
      answers: { [question]: 'heap', other: 'kept' },
      edits: { 'a.c': 'much work' },
    });
    expect(merged(here, there)).toMatchObject({
      best: 1,
      state: {
        solved: true,
        attempts: 1,
        answers: { [question]: 'stack', other: 'kept' },
        edits: { 'a.c': 'much work' },
      },
      others: [],
    });
  });

  test('merged with what it has grown from, again and again, counts no attempt twice and stays readable', () => {
    let record = withState(newRecord(exercise, 1), { ...solved, attempts: 3 });
    for (let opening = 0; opening < 20; opening++) {
      const [copy, page] = [recordFrom(record, exercise), recordFrom(record, exercise)];
      record = merged(copy!, page!);
    }
    expect(record).toMatchObject({ best: 1, state: { attempts: 3 } });
  });

  test('is never made of rubbish, and nothing throws', () => {
    fc.assert(
      fc.property(fc.anything({ withNullPrototype: true }), (value) => {
        expect(recordFrom(value, exercise)).toBeUndefined();
      }),
    );
    fc.assert(
      fc.property(fc.anything(), fc.anything(), fc.anything(), (best, state, others) => {
        const record = recordFrom({ best, state: { ...solved, answers: state, grade: others }, others }, exercise);
        expect(record?.best).toBe(1);
        expect(Object.values(record!.state.answers).every((text) => typeof text === 'string')).toBe(true);
      }),
    );
    expect(recordFrom({ best: Number.NaN, state: newState(exercise, 1) }, exercise)?.best).toBe(0);
  });

  test('knows whether anything was done', () => {
    expect(isUntouched(newState(exercise, 1))).toBe(true);
    expect(isUntouched(solved)).toBe(false);
  });
});
