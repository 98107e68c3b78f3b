import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type CourseRecord, newRecord, recordFrom, withState } from '@/lab/embedding/record.ts';
import { exerciseNames, readExercise } from '@/lab/exercise-files.node.ts';
import { packRecord, unpackRecord } from '@/lab/packages/packed-record.ts';

const { exercise, outline } = readExercise('hs-lfh');
const given = outline?.sources ?? {};
const [file = ''] = exercise.files;
const place = { origin: 'abc123', count: 7 };

/** Records as learners make them: any text in any place where text may stand. */
const records: fc.Arbitrary<CourseRecord> = fc
  .record({
    edit: fc.option(fc.string({ unit: 'grapheme', maxLength: 3000 })),
    best: fc.double({ min: 0, max: 1, noNaN: true }),
    attempts: fc.nat(99_999),
    seed: fc.nat(0xffffffff),
    gaveUp: fc.boolean(),
    findings: fc.array(
      fc.record({
        part: fc.string({ minLength: 1, maxLength: 40 }),
        holds: fc.boolean(),
        key: fc.string({ minLength: 1, maxLength: 40 }),
        values: fc.dictionary(
          fc.string({ minLength: 1, maxLength: 10 }).filter((name) => name !== '__proto__'),
          fc.oneof(fc.string({ maxLength: 100 }), fc.integer()),
          {
            maxKeys: 4,
          },
        ),
      }),
      { maxLength: 6 },
    ),
  })
  .map(({ edit, best, attempts, seed, gaveUp, findings }) => {
    const record = newRecord(exercise, seed);
    const grade = { solved: false, score: 1, max: exercise.points, findings };
    const state = { ...record.state, attempts, gaveUp, grade, edits: edit === null ? {} : { [file]: edit } };
    return withState({ ...record, best }, state);
  });

describe('a packed record', () => {
  test('that fits comes back as it was', () => {
    fc.assert(
      fc.property(records, (record) => {
        const packed = packRecord(record, place, given, 60_000);
        expect(packed?.dropped).toEqual([]);
        const back = unpackRecord(packed?.text ?? '', exercise, given);
        expect(back).toEqual({ ...place, record: recordFrom(record, exercise), lacksEdits: false });
      }),
      { numRuns: 30 },
    );
  });

  test('keeps to the limit, keeps score and attempts, and names what is missing', () => {
    fc.assert(
      fc.property(records, fc.integer({ min: 400, max: 3800 }), (record, limit) => {
        const packed = packRecord(record, place, given, limit);
        expect(packed).toBeDefined();
        expect(packed?.text.length).toBeLessThanOrEqual(limit);
        expect(packed?.text).toMatch(/^[\w.-]+$/);
        const back = unpackRecord(packed?.text ?? '', exercise, given);
        expect(back?.record.best).toBeCloseTo(record.best, 9);
        expect(back?.record.state.attempts).toBe(record.state.attempts);
        if (!packed?.dropped.includes('edits')) expect(back?.record.state.edits).toEqual(record.state.edits);
        else expect(back?.lacksEdits).toBe(true);
      }),
      { numRuns: 30 },
    );
  });

  test('costs about what was changed: a dozen new lines of a program take a few hundred characters', () => {
    const lines = Array.from(
      { length: 12 },
      (_, index) => `    printf("block %d at %p\\n", ${index}, blocks[${index}]);`,
    );
    const edited = `${given[file]}\n${lines.join('\n')}`;
    const record = newRecord(exercise, 1);
    const packed = packRecord({ ...record, state: { ...record.state, edits: { [file]: edited } } }, place, given, 3800);
    expect(packed?.dropped).toEqual([]);
    expect(packed?.text.length).toBeLessThan(600);
  });

  test('of an untouched exercise is short, for every exercise', () => {
    for (const name of exerciseNames()) {
      const each = readExercise(name).exercise;
      expect(packRecord(newRecord(each, 1), place, {}, 3800)?.text.length, name).toBeLessThan(260);
    }
  });

  test('knows that the program it changes is another one now: the edits go, the rest stays', () => {
    const record = newRecord(exercise, 1);
    const state = { ...record.state, attempts: 3, edits: { [file]: 'int main() { return 1; }' } };
    const packed = packRecord({ ...record, best: 0.5, state }, place, given, 3800);
    const back = unpackRecord(packed?.text ?? '', exercise, { ...given, [file]: 'another program' });
    expect(back).toMatchObject({ lacksEdits: true, record: { best: 0.5, state: { attempts: 3, edits: {} } } });
  });

  test('that is rubbish, cut off or of another exercise is none', () => {
    const whole = packRecord(newRecord(exercise, 1), place, given, 3800)?.text ?? '';
    const other = readExercise('hs-places').exercise;
    expect(unpackRecord(whole, other, given)).toBeUndefined();
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), fc.nat(whole.length - 1), (rubbish, cut) => {
        expect(unpackRecord(rubbish, exercise, given)).toBeUndefined();
        expect(unpackRecord(whole.slice(0, cut), exercise, given)).toBeUndefined();
        expect(
          unpackRecord(whole.slice(0, cut) + rubbish + whole.slice(cut + 1), exercise, given) === undefined ||
            rubbish === whole[cut],
        ).toBe(true);
      }),
    );
  });
});
