/** States of exercises that come from outside: what is sound is kept, what is not does no harm. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readExercise } from '../../src/lab/exercise-files.node.ts';
import {
  anyStateFrom,
  gradedState,
  isOld,
  newState,
  progressFile,
  stateFrom,
  statesInFile,
} from '../../src/lab/progress.ts';
import { mixed, seedFrom } from '../../src/lab/seed.ts';

const { exercise } = readExercise('rt-debug-block');
const { exercise: edit } = readExercise('rt-leak');

const answered = {
  ...newState(exercise, 7),
  answers: { size: '18', overrun: 'behind' },
  attempts: 2,
  hints: 1,
  score: 1,
};

test('a state survives the way through a file', () => {
  const states = statesInFile(progressFile([answered])) ?? [];
  expect(states).toEqual([answered]);
  expect(stateFrom(JSON.parse(JSON.stringify(answered)), exercise, 7)).toEqual(answered);
});

test('edits survive too, and only those of files that the exercise has', () => {
  const state = { ...newState(edit, 1), edits: { 'exercise.c': 'int main(void) { return 0; }\n', 'other.c': 'x' } };
  expect(stateFrom(state, edit, 1)?.edits).toEqual({ 'exercise.c': 'int main(void) { return 0; }\n' });
});

test('an answer to another version is kept, with its score, and is old', () => {
  const before = stateFrom({ ...answered, version: '00000000', solved: true, score: 3 }, exercise, 7);
  expect(before?.answers).toEqual(answered.answers);
  expect(before?.score).toBe(3);
  expect(before && isOld(before, exercise)).toBe(true);
  const grade = { solved: false, score: 1, max: 3, findings: [] };
  const after = before && gradedState(before, exercise, grade);
  expect(after).toMatchObject({ version: exercise.version, score: 1, solved: false, answers: answered.answers });
});

test('the best score counts, and none after the solution was shown', () => {
  const good = gradedState(answered, exercise, { solved: true, score: 3, max: 3, findings: [] });
  expect(gradedState(good, exercise, { solved: false, score: 0, max: 3, findings: [] })).toMatchObject({
    score: 3,
    solved: true,
  });
  const shown = { ...answered, gaveUp: true };
  expect(gradedState(shown, exercise, { solved: true, score: 3, max: 3, findings: [] })).toMatchObject({
    score: 1,
    solved: false,
  });
});

test('a state of another seed or exercise is none of this one', () => {
  expect(stateFrom(answered, exercise, 8)).toBeUndefined();
  expect(stateFrom(answered, edit, 7)).toBeUndefined();
});

test('whatever is read, nothing is thrown and nothing unsound comes out', () => {
  const shape = fc.record(
    Object.fromEntries(Object.keys({ ...answered, grade: 1 }).map((key) => [key, fc.anything()])),
    { requiredKeys: [] },
  );
  const spoiled = shape.map((parts) => ({ ...answered, ...parts }));
  fc.assert(
    fc.property(fc.oneof(fc.anything(), shape, spoiled), (value) => {
      const state = stateFrom(value, exercise, 7) ?? anyStateFrom(value);
      if (!state) return;
      expect(state.score).toBeLessThanOrEqual(state.max);
      expect(Object.values(state.answers).every((answer) => typeof answer === 'string')).toBe(true);
      expect(() => progressFile([state])).not.toThrow();
    }),
  );
  fc.assert(fc.property(fc.string(), (text) => void statesInFile(text)));
});

test('a seed is a whole number of 32 bits, and nothing else is one', () => {
  expect(['0', '7', '4294967295'].map(seedFrom)).toEqual([0, 7, 4294967295]);
  expect(['', '-1', '1.5', '4294967296', '0x10', ' 7', 'abc', '1e3', null].map(seedFrom)).toEqual(
    Array(9).fill(undefined),
  );
});

test('mixing gives the same order for the same seed, another for others, and never the first', () => {
  const list = ['a', 'b', 'c', 'd'];
  const orders = Array.from({ length: 40 }, (_, seed) => mixed(list, seed).join(''));
  expect(orders).toEqual(Array.from({ length: 40 }, (_, seed) => mixed(list, seed).join('')));
  expect(new Set(orders).size).toBeGreaterThan(8);
  expect(orders).not.toContain('abcd');
});
