import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { newRecord, withState } from '@/lab/embedding/record.ts';
import { readExercise } from '@/lab/exercise-files.node.ts';
import { interactionsOf, reportInteractions } from '@/lab/packages/interactions.ts';
import { localCopy } from '@/lab/packages/local-copy.ts';
import type { PackageNews } from '@/lab/packages/news.ts';
import { scormHost } from '@/lab/packages/scorm-host.ts';
import { findApi, openSession, type ScormSession, type ScormVersion, scormTime } from '@/lab/packages/scorm-session.ts';
import { gradedState } from '@/lab/progress.ts';

const { exercise } = readExercise('hs-places');

/** A system that keeps what it is told and answers with it. */
function system(version: ScormVersion, kept: Readonly<Record<string, string>> = {}) {
  const values = new Map(Object.entries(kept));
  const calls: string[] = [];
  const session: ScormSession = {
    version,
    get: (element) => values.get(element) ?? '',
    set: (element, value) => {
      calls.push(`${element}=${value}`);
      values.set(element, value);
      return true;
    },
    commit: () => calls.push('commit') > 0,
    finish: () => calls.push('finish') > 0,
    error: () => '0',
  };
  return { session, values, calls };
}

function hostOf(session: ScormSession, store = new Map<string, string>()) {
  const news: PackageNews[] = [];
  const copy = localCopy({
    getItem: (key) => store.get(key) ?? null,
    setItem: (key, text) => void store.set(key, text),
  });
  const host = scormHost(session, { texts: async () => ({}), say: (each) => news.push(each), copy, pass: 1 });
  return { host, news };
}

function checked(score: number, gaveUp = false) {
  const findings = exercise.questions.map(({ id }, index) => ({ part: id, holds: index < score, key: '', values: {} }));
  const grade = { solved: score === 3, score, max: 3, findings };
  const record = newRecord(exercise, 1);
  const state = gradedState({ ...record.state, answers: { literal: 'image' } }, exercise, grade);
  return { exercise, grade, record: withState(record, { ...state, gaveUp }) };
}

describe('the run-time object', () => {
  const api = { LMSInitialize: () => 'true' };
  test('is found upwards, past frames of other origins', () => {
    const top: Record<string, unknown> = { API: api };
    top['parent'] = top;
    const foreign = {
      get API() {
        throw new Error('another origin');
      },
      parent: top,
    };
    expect(findApi({ parent: foreign }, '1.2')).toBe(api);
  });
  test('is found in the window that opened one of them, and not where there is none', () => {
    const opener: Record<string, unknown> = { API_1484_11: api };
    opener['parent'] = opener;
    const top: Record<string, unknown> = { opener };
    top['parent'] = top;
    expect(findApi({ parent: top }, '2004')).toBe(api);
    expect(findApi({ parent: top }, '1.2')).toBeUndefined();
  });
  test('may throw, answer nothing or be gone: no session, and no exception', () => {
    const throws = () => {
      throw new Error('gone');
    };
    expect(openSession({ LMSInitialize: throws }, '1.2')).toBeUndefined();
    expect(openSession({}, '2004')).toBeUndefined();
    const half = openSession({ Initialize: () => true, SetValue: throws, GetLastError: () => '0' }, '2004');
    expect(half?.set('cmi.exit', 'suspend')).toBe(false);
    expect(half?.get('cmi.exit')).toBe('');
  });
  test('that is initialized already goes on', () => {
    const again = { Initialize: () => 'false', GetLastError: () => '103', GetValue: () => '' };
    expect(openSession(again, '2004')).toBeDefined();
    expect(openSession({ ...again, GetLastError: () => '104' }, '2004')).toBeUndefined();
  });
  test('gets times in the form of its version', () => {
    expect(scormTime(3_723_456, '1.2')).toBe('0001:02:03.45');
    expect(scormTime(3_723_456, '2004')).toBe('PT1H2M3.45S');
    expect(scormTime(-5, '1.2')).toBe('0000:00:00.00');
  });
});

describe('a SCORM host', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  test.each(['1.2', '2004'] as const)(
    '%s: opening says incomplete, and closing changes neither score nor status',
    async (version) => {
      const { session, calls } = system(version);
      const { host } = hostOf(session);
      await host.restore(exercise, undefined);
      host.leave();
      const said = calls.filter((call) => /status|score|success/.test(call));
      expect(said).toEqual([
        version === '1.2' ? 'cmi.core.lesson_status=incomplete' : 'cmi.completion_status=incomplete',
      ]);
      expect(calls.at(-1)).toBe('finish');
      expect(calls).toContain(version === '1.2' ? 'cmi.core.exit=suspend' : 'cmi.exit=suspend');
    },
  );

  test('work is saved soon after the last keystroke, and in the midst of long typing', async () => {
    const { session, calls } = system('1.2');
    const { host } = hostOf(session);
    await host.restore(exercise, undefined);
    calls.length = 0;
    for (let second = 0; second < 22; second++) {
      host.save(exercise, newRecord(exercise, second));
      vi.advanceTimersByTime(1000);
    }
    const commits = calls.filter((call) => call === 'commit').length;
    expect(commits).toBeGreaterThanOrEqual(2);
    expect(commits).toBeLessThan(5);
    vi.advanceTimersByTime(3000);
    expect(calls.filter((call) => call === 'commit').length).toBe(commits + 1);
    expect(calls.some((call) => /score|status/.test(call))).toBe(false);
  });

  test('an answer is committed at once; what was passed stays passed, and the best score stays', async () => {
    const { session, values, calls } = system('1.2');
    const { host } = hostOf(session);
    await host.restore(exercise, undefined);
    host.submit(checked(1));
    expect(calls.at(-1)).toBe('commit');
    expect(values.get('cmi.core.score.raw')).toBe('33');
    expect(values.get('cmi.core.lesson_status')).toBe('incomplete');
    host.submit(checked(3));
    expect(values.get('cmi.core.lesson_status')).toBe('passed');
    host.submit({ ...checked(0, true), record: { ...checked(0, true).record, best: 1 } });
    expect(values.get('cmi.core.lesson_status')).toBe('passed');
    expect(values.get('cmi.core.score.raw')).toBe('100');
  });

  test('an answer after the solution was shown completes and fails', async () => {
    const { session, values } = system('2004');
    const { host } = hostOf(session);
    await host.restore(exercise, undefined);
    host.submit(checked(1, true));
    expect(values.get('cmi.completion_status')).toBe('completed');
    expect(values.get('cmi.success_status')).toBe('failed');
  });

  test('the pass mark of the course goes before that of the package', async () => {
    const { session, values } = system('2004', { 'cmi.scaled_passing_score': '0.3' });
    const { host } = hostOf(session);
    await host.restore(exercise, undefined);
    host.submit(checked(1));
    expect(values.get('cmi.success_status')).toBe('passed');
  });

  test('a copy in the browser goes on when it is newer in the same attempt, and never in another', async () => {
    const store = new Map<string, string>();
    const first = system('1.2');
    const { host } = hostOf(first.session, store);
    await host.restore(exercise, undefined);
    host.save(exercise, newRecord(exercise, 1));
    vi.advanceTimersByTime(3000);
    const record = newRecord(exercise, 1);
    host.save(exercise, { ...record, state: { ...record.state, answers: { literal: 'stack' } } });
    const resumed = system('1.2', { 'cmi.suspend_data': first.values.get('cmi.suspend_data') ?? '' });
    expect(await hostOf(resumed.session, store).host.restore(exercise, undefined)).toMatchObject({
      state: { answers: { literal: 'stack' } },
    });
    expect(await hostOf(system('1.2').session, store).host.restore(exercise, undefined)).toBeUndefined();
  });

  test('a program that is too long is dropped and named, and the score is there', async () => {
    const edit = readExercise('hs-lfh').exercise;
    const { session, values } = system('1.2');
    const { host, news } = hostOf(session);
    await host.restore(edit, undefined);
    let chance = 1;
    const noise = Array.from({ length: 9000 }, () => {
      chance = (Math.imul(chance, 1_664_525) + 1_013_904_223) >>> 0;
      return String.fromCharCode(33 + ((chance >>> 16) % 94));
    }).join('');
    const record = newRecord(edit, 1);
    host.save(edit, { ...record, best: 0.5, state: { ...record.state, edits: { [edit.files[0] ?? '']: noise } } });
    host.flush();
    expect(news).toContainEqual({ kind: 'too large', dropped: ['edits'] });
    expect(values.get('cmi.suspend_data')?.length).toBeLessThanOrEqual(3800);
  });

  test('a system that refuses is named, and nothing throws', async () => {
    const { session } = system('2004');
    const { host, news } = hostOf({ ...session, set: () => false, commit: () => false, error: () => '391 no' });
    await host.restore(exercise, undefined);
    host.submit(checked(3));
    expect(news).toContainEqual({ kind: 'not taken', why: '391 no' });
  });
});

describe('interactions', () => {
  test('say the turns that were taken where the learner is the scheduler', () => {
    const schedule = readExercise('ts-lost-update').exercise;
    const [first = '', second = ''] = schedule.schedule?.threads ?? [];
    const turns = [first, first, second];
    const findings = [{ part: 'schedule', holds: false, key: 'not broken', values: {} }];
    const grade = { solved: false, score: 0, max: schedule.points, findings };
    const state = gradedState({ ...newRecord(schedule, 1).state, order: turns }, schedule, grade);
    const said = (version: ScormVersion, order: readonly string[]) => {
      const { session, values } = system(version);
      reportInteractions(session, interactionsOf(schedule, { ...state, order }), new Date());
      return values.get(`cmi.interactions.0.${version === '1.2' ? 'student_response' : 'learner_response'}`);
    };
    expect(said('1.2', turns)).toBe(turns.join(' '));
    expect(said('2004', turns)).toBe(turns.join(' '));
    expect(said('1.2', Array(200).fill(first))?.length).toBe(255);
    expect(interactionsOf(schedule, state)).toMatchObject([{ id: 'ts-lost-update', type: 'other', isRight: false }]);
  });
  test('are one for each question, with what was answered', () => {
    const { record } = checked(1);
    expect(interactionsOf(exercise, record.state)[0]).toEqual({
      id: 'hs-places-literal',
      type: 'choice',
      response: ['image'],
      isRight: true,
      among: ['image', 'stack', 'heap'],
    });
  });
});
