import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { type CourseRecord, newRecord, withState } from '@/lab/embedding/record.ts';
import { readExercise } from '@/lab/exercise-files.node.ts';
import { launchDataFrom, launchFrom } from '@/lab/packages/cmi5.ts';
import { cmi5Host } from '@/lab/packages/cmi5-host.ts';
import { localCopy } from '@/lab/packages/local-copy.ts';
import type { PackageNews } from '@/lab/packages/news.ts';
import { gradedState } from '@/lab/progress.ts';

const { exercise } = readExercise('hs-places');
const registration = '0b8f4d52-6f0c-4a3e-9c0b-1f2e3d4c5b6a';
const search = `?${new URLSearchParams({
  endpoint: 'https://lrs.example/xapi',
  fetch: 'https://lrs.example/fetch?1',
  actor: JSON.stringify({ account: { homePage: 'https://lms.example', name: 'ada' } }),
  registration,
  activityId: 'https://lms.example/unit/1',
})}`;

/** A record store that remembers; `breaks` makes it refuse. */
function recordStore(launchData: object, state?: string) {
  const heard = {
    verbs: [] as string[],
    statements: [] as object[],
    tokens: 0,
    breaks: false,
    state,
    /** How long the next document is under way, and those that have come. */
    putTakes: 0,
    puts: [] as { record: CourseRecord }[],
  };
  const answer = (status: number, body?: unknown) =>
    new Response(body === undefined ? null : typeof body === 'string' ? body : JSON.stringify(body), { status });
  const fetch = (async (address: URL, init: RequestInit = {}) => {
    if (address.pathname === '/fetch')
      return answer(200, heard.tokens++ === 0 ? { 'auth-token': 'x' } : { 'error-code': '1' });
    if (heard.breaks) return answer(500);
    if (address.searchParams.get('stateId') === 'LMS.LaunchData') return answer(200, launchData);
    if (address.pathname.endsWith('/profile')) return answer(200, { languagePreference: 'fr-CA, zh-CN' });
    if (address.pathname.endsWith('/state')) {
      if (init.method === 'PUT') {
        if (heard.putTakes > 0) await new Promise((resolve) => setTimeout(resolve, heard.putTakes));
        heard.state = String(init.body);
        heard.puts.push(JSON.parse(heard.state));
      }
      return init.method === 'PUT' ? answer(204) : heard.state === undefined ? answer(404) : answer(200, heard.state);
    }
    const list = JSON.parse(String(init.body)) as { verb: { display: { en: string } } }[];
    heard.statements.push(...list);
    heard.verbs.push(...list.map(({ verb }) => verb.display.en));
    return answer(200, []);
  }) as typeof globalThis.fetch;
  return { heard, fetch };
}

function opened(store: ReturnType<typeof recordStore>, session = new Map<string, string>()) {
  const news: PackageNews[] = [];
  const languages: string[] = [];
  const keep = (map: Map<string, string>) => ({
    getItem: (key: string) => map.get(key) ?? null,
    setItem: (key: string, text: string) => void map.set(key, text),
  });
  const tools = {
    texts: async () => ({}),
    say: (each: PackageNews) => news.push(each),
    prefer: (preferred: readonly string[]) => void languages.push(...preferred),
    copy: localCopy(keep(new Map())),
    pass: 1,
  };
  const launch = launchFrom(search);
  if (!launch) throw new Error('no launch');
  return { host: cmi5Host(launch, tools, { fetch: store.fetch, session: keep(session) }), news, languages };
}

function checked(score: number) {
  const findings = exercise.questions.map(({ id }, index) => ({ part: id, holds: index < score, key: '', values: {} }));
  const grade = { solved: score === 3, score, max: 3, findings };
  const record = newRecord(exercise, 1);
  return { exercise, grade, record: withState(record, gradedState(record.state, exercise, grade)) };
}

const settled = () => vi.advanceTimersByTimeAsync(50);

describe('a launch', () => {
  test('is read from the address, in any order, and is none when a part is missing or broken', () => {
    expect(launchFrom(search)).toMatchObject({ registration, activityId: 'https://lms.example/unit/1' });
    expect(launchFrom(search)?.endpoint.href).toBe('https://lrs.example/xapi/');
    for (const name of ['endpoint', 'fetch', 'actor', 'registration', 'activityId']) {
      const query = new URLSearchParams(search);
      query.set(name, 'javascript:alert(1)');
      if (name !== 'activityId') expect(launchFrom(`?${query}`), name).toBeUndefined();
      query.delete(name);
      expect(launchFrom(`?${query}`), name).toBeUndefined();
    }
  });
  test('whose data is rubbish is a normal one without a pass mark', () => {
    for (const value of [undefined, 7, 'x', [], { launchMode: 3, masteryScore: 'x', returnURL: 'javascript:0' }]) {
      expect(launchDataFrom(value)).toMatchObject({
        launchMode: 'Normal',
        masteryScore: undefined,
        returnUrl: undefined,
      });
    }
  });
});

describe('a cmi5 host', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  test('says initialized first, passed once, and terminated last; saving says nothing', async () => {
    const store = recordStore({ launchMode: 'Normal', masteryScore: 1 });
    const { host, languages } = opened(store);
    await host.restore(exercise, undefined);
    expect(languages).toEqual(['fr-CA', 'zh-CN']);
    host.save(exercise, newRecord(exercise, 1));
    await vi.advanceTimersByTimeAsync(3000);
    expect(store.heard.verbs).toEqual(['initialized']);
    expect(JSON.parse(store.heard.state ?? '')).toMatchObject({ v: 1, record: { best: 0 } });
    host.submit(checked(1));
    host.submit(checked(3));
    host.submit({ ...checked(0), record: { ...checked(0).record, best: 1 } });
    await settled();
    host.leave();
    await settled();
    expect(store.heard.verbs.filter((verb) => verb !== 'answered')).toEqual([
      'initialized',
      'completed',
      'passed',
      'terminated',
    ]);
    host.submit(checked(3));
    host.leave();
    await settled();
    expect(store.heard.verbs.at(-1)).toBe('terminated');
    expect(store.heard.verbs.filter((verb) => verb === 'terminated').length).toBe(1);
  });

  test('opened and closed says nothing of success; a session of wrong answers ends as failed, once', async () => {
    const store = recordStore({});
    const first = opened(store);
    await first.host.restore(exercise, undefined);
    await first.host.finish();
    expect(store.heard.verbs).toEqual(['initialized', 'terminated']);
    const second = recordStore({});
    const { host } = opened(second);
    await host.restore(exercise, undefined);
    host.submit(checked(1));
    host.submit(checked(2));
    await host.finish();
    expect(second.heard.verbs.filter((verb) => verb !== 'answered')).toEqual(['initialized', 'failed', 'terminated']);
    expect(second.heard.statements.at(-2)).toMatchObject({ result: { success: false, score: { scaled: 0.6667 } } });
  });

  test('a page that is loaded again goes on: one token, one initialized', async () => {
    const store = recordStore({});
    const session = new Map<string, string>();
    const before = opened(store, session);
    await before.host.restore(exercise, undefined);
    before.host.submit(checked(3));
    await settled();
    const after = opened(store, session);
    expect(await after.host.restore(exercise, undefined)).toMatchObject({ best: 1 });
    after.host.submit(checked(3));
    await settled();
    expect(store.heard.verbs.filter((verb) => verb !== 'answered')).toEqual(['initialized', 'completed', 'passed']);
  });

  test('in review only the first and the last are said, and nothing is kept', async () => {
    const store = recordStore({ launchMode: 'Review' });
    const { host } = opened(store);
    await host.restore(exercise, undefined);
    host.save(exercise, newRecord(exercise, 1));
    host.submit(checked(3));
    await vi.advanceTimersByTimeAsync(3000);
    host.leave();
    await settled();
    expect(store.heard.verbs).toEqual(['initialized', 'terminated']);
    expect(store.heard.state).toBeUndefined();
  });

  test('what a store refused goes again with the next answer, in its order', async () => {
    const store = recordStore({});
    const { host, news } = opened(store);
    await host.restore(exercise, undefined);
    store.heard.breaks = true;
    host.submit(checked(1));
    await settled();
    expect(news).toContainEqual({ kind: 'not taken', why: '' });
    store.heard.breaks = false;
    host.submit(checked(3));
    await settled();
    expect(store.heard.verbs).toEqual(['initialized', ...Array(6).fill('answered'), 'completed', 'passed']);
  });

  test('a state that is taken slowly is followed by the newest, never overtaken by it', async () => {
    const store = recordStore({});
    const { host } = opened(store);
    await host.restore(exercise, undefined);
    const record = newRecord(exercise, 1);
    const saveHints = (hints: number) => host.save(exercise, { ...record, state: { ...record.state, hints } });
    store.heard.putTakes = 4000;
    saveHints(1);
    await vi.advanceTimersByTimeAsync(1600);
    store.heard.putTakes = 10;
    saveHints(2);
    await vi.advanceTimersByTimeAsync(1600);
    saveHints(3);
    await vi.advanceTimersByTimeAsync(8000);
    expect(store.heard.puts.map(({ record: kept }) => kept.state.hints)).toEqual([1, 3]);
  });

  test('a page that is left while a state is under way still writes the newest', async () => {
    const store = recordStore({});
    const { host } = opened(store);
    await host.restore(exercise, undefined);
    const record = newRecord(exercise, 1);
    store.heard.putTakes = 60_000;
    host.save(exercise, record);
    await vi.advanceTimersByTimeAsync(1600);
    store.heard.putTakes = 10;
    host.save(exercise, { ...record, state: { ...record.state, hints: 2 } });
    host.flush();
    host.leave();
    await settled();
    expect(store.heard.puts.map(({ record: kept }) => kept.state.hints)).toEqual([2]);
    expect(store.heard.verbs).toEqual(['initialized', 'terminated']);
  });

  test('what a store refused goes again by itself, and it is said that it was taken', async () => {
    const store = recordStore({});
    const { host, news } = opened(store);
    await host.restore(exercise, undefined);
    store.heard.breaks = true;
    host.submit(checked(3));
    await settled();
    expect(news.at(-1)).toEqual({ kind: 'not taken', why: '' });
    store.heard.breaks = false;
    await vi.advanceTimersByTimeAsync(60_000);
    expect(news.at(-1)).toEqual({ kind: 'taken' });
    expect(store.heard.puts).toMatchObject([{ record: { best: 1 } }]);
    expect(store.heard.verbs).toEqual(['initialized', ...Array(3).fill('answered'), 'completed', 'passed']);
  });

  test('turns of a schedule are what is answered', async () => {
    const schedule = readExercise('ts-lost-update').exercise;
    const grade = { solved: true, score: schedule.points, max: schedule.points, findings: [] };
    const record = newRecord(schedule, 1);
    const order = schedule.schedule?.solution ?? [];
    const store = recordStore({});
    const { host } = opened(store);
    await host.restore(schedule, undefined);
    const state = gradedState({ ...record.state, order }, schedule, grade);
    host.submit({ exercise: schedule, grade, record: withState(record, state) });
    await settled();
    expect(store.heard.statements[1]).toMatchObject({ result: { response: order.join(' ') } });
  });

  test.each(['{', '[]', '{"v":1,"record":{"state":7}}', 'null', '"x"'])(
    'a state that is %s is a clean start',
    async (state) => {
      const store = recordStore({}, state);
      const { host, news } = opened(store);
      expect(await host.restore(exercise, undefined)).toBeUndefined();
      expect(news.map(({ kind }) => kind)).toContain('unreadable');
    },
  );
});
