/** An exercise in a frame and the page around it: who is asked, who is believed, what is reported and when. */
import fc from 'fast-check';
import { beforeEach, describe, expect, test } from 'vitest';
import { FrameHeight } from '@/lab/embedding/frame-height.ts';
import { FrameSession } from '@/lab/embedding/frame-session.ts';
import { messageFromPage } from '@/lab/embedding/messages.ts';
import { type CourseRecord, newRecord, recordFrom, withState } from '@/lab/embedding/record.ts';
import { readExercise } from '@/lab/exercise-files.node.ts';
import { newState } from '@/lab/progress.ts';

const { exercise } = readExercise('hs-places');
const max = exercise.points;
const question = exercise.questions[0]!.id;

type Message = Record<string, unknown>;

/** A page that says nothing by itself, and a clock that is turned by hand. */
class Stage {
  readonly posted: Message[] = [];
  readonly copies = new Map<string, unknown>();
  #clock = 0;
  #timers: { at: number; work: () => void }[] = [];
  #ids = 0;
  readonly session = new FrameSession({
    post: (message) => this.posted.push(message as Message),
    newId: () => `id ${++this.#ids}`,
    after: (milliseconds, work) => {
      const timer = { at: this.#clock + milliseconds, work };
      this.#timers.push(timer);
      return () => {
        this.#timers = this.#timers.filter((each) => each !== timer);
      };
    },
    readCopy: (name, user) => this.copies.get(`${name} ${user}`),
    writeCopy: (name, user, record) => {
      if (this.isRefused) return false;
      this.copies.set(`${name} ${user}`, record);
      return true;
    },
  });
  isRefused = false;
  begun: unknown = 'waiting';

  async open(): Promise<void> {
    void this.session.restore(exercise).then((kept) => {
      this.begun = kept;
    });
    await Promise.resolve();
  }

  async pass(milliseconds: number): Promise<void> {
    this.#clock += milliseconds;
    const due = this.#timers.filter(({ at }) => at <= this.#clock);
    this.#timers = this.#timers.filter(({ at }) => at > this.#clock);
    for (const { work } of due) work();
    await Promise.resolve();
  }

  async say(message: unknown): Promise<void> {
    this.session.receive(message);
    await Promise.resolve();
  }

  ofSubject(subject: string): Message[] {
    return this.posted.filter((message) => message['subject'] === subject);
  }

  own(event: string): Message[] {
    return this.posted.filter((message) => message['event'] === event);
  }

  async answer(state: unknown, more: object = {}): Promise<void> {
    const id = this.ofSubject('SPLICE.getState')[0]!['message_id'];
    await this.say({ subject: 'SPLICE.getState.response', message_id: id, state, ...more });
  }
}

const answered = (record: CourseRecord, text: string) =>
  withState(record, { ...record.state, answers: { [question]: text } });
const graded = (record: CourseRecord, score: number): CourseRecord =>
  withState(record, { ...record.state, attempts: record.state.attempts + 1, score, solved: score === max });
const submission = (record: CourseRecord, score: number) => ({
  exercise,
  record,
  grade: { solved: score === max, score, max, findings: [] },
});

let stage: Stage;
beforeEach(async () => {
  stage = new Stage();
  await stage.open();
});

describe('an exercise that begins', () => {
  test('asks the page once in each language that it speaks', () => {
    expect(stage.ofSubject('SPLICE.getState')).toMatchObject([{ activity_id: 'hs-places', content_id: 'hs-places' }]);
    expect(stage.own('ready')).toMatchObject([{ type: 'windows-under-glass', version: 1, exercise: 'hs-places' }]);
  });

  test('takes the state of the page before its own copy', async () => {
    stage.copies.set('hs-places ', answered(newRecord(exercise, 1), 'copy'));
    await stage.answer(answered(newRecord(exercise, 1), 'page'));
    expect(stage.begun).toMatchObject({ state: { answers: { [question]: 'page' } } });
  });

  test('takes a state that the page has kept as text', async () => {
    await stage.answer(JSON.stringify(answered(newRecord(exercise, 1), 'page')));
    expect(stage.begun).toMatchObject({ state: { answers: { [question]: 'page' } } });
  });

  test('takes its own copy when the page keeps nothing, says nothing, or what it says is broken', async () => {
    const copy = answered(newRecord(exercise, 1), 'copy');
    for (const say of [
      () => stage.answer(null),
      () => stage.answer({ v: 1, best: 1, state: { exercise: 'hs-places' } }),
      () => stage.answer(undefined, { error: { code: 'timeout' } }),
      () => stage.pass(2000),
    ]) {
      stage = new Stage();
      stage.copies.set('hs-places ', copy);
      await stage.open();
      await say();
      await stage.pass(300);
      expect(stage.begun).toBe(copy);
    }
  });

  test('takes no copy that belongs to another user', async () => {
    stage.copies.set('hs-places ', answered(newRecord(exercise, 1), 'somebody'));
    await stage.answer(null, { user_id: 'u7' });
    await stage.pass(300);
    expect(stage.begun).toBeUndefined();
  });

  test('believes an answer only when it quotes the question', async () => {
    await stage.say({ subject: 'SPLICE.getState.response', message_id: 'id 99', state: newRecord(exercise, 1) });
    expect(stage.begun).toBe('waiting');
  });

  test('hears an answer that comes late, and reports nothing before', async () => {
    await stage.pass(2000);
    expect(stage.begun).toBeUndefined();
    const late: unknown[] = [];
    stage.session.onLate(exercise, (kept) => late.push(kept));
    const first = graded(newRecord(exercise, 1), 1);
    stage.session.save(exercise, first);
    stage.session.submit(submission(first, 1));
    expect(stage.ofSubject('SPLICE.reportScoreAndState')).toEqual([]);
    await stage.answer(graded(newRecord(exercise, 4), 2));
    expect(late).toMatchObject([{ best: 2 / max }]);
    expect(stage.ofSubject('SPLICE.reportScoreAndState')).toMatchObject([{ score: 2 / max }]);
  });
});

describe('work', () => {
  test('that was not handed in is reported to no SPLICE page that kept nothing', async () => {
    await stage.answer(null);
    stage.session.save(exercise, answered(newRecord(exercise, 1), 'stack'));
    await stage.pass(60_000);
    stage.session.leave();
    expect(stage.ofSubject('SPLICE.reportScoreAndState')).toEqual([]);
    expect(stage.own('state')).toHaveLength(1);
    expect(stage.copies.get('hs-places ')).toMatchObject({ state: { answers: { [question]: 'stack' } } });
  });

  test('that the browser refuses to keep is saved by the page, but not at once', async () => {
    await stage.answer(null);
    stage.isRefused = true;
    stage.session.save(exercise, answered(newRecord(exercise, 1), 'stack'));
    await stage.pass(19_000);
    expect(stage.ofSubject('SPLICE.reportScoreAndState')).toEqual([]);
    await stage.pass(4000);
    await stage.pass(20_000);
    expect(stage.ofSubject('SPLICE.reportScoreAndState')).toMatchObject([
      { score: 0, state: { submissions: 0, state: { answers: { [question]: 'stack' } } } },
    ]);
  });

  test('that the browser refuses to keep waits for a page that has not answered yet, and is saved by it', async () => {
    await stage.pass(2100);
    stage.isRefused = true;
    stage.session.save(exercise, answered(newRecord(exercise, 1), 'stack'));
    await stage.pass(3000);
    await stage.pass(400);
    await stage.answer(undefined);
    expect(stage.ofSubject('SPLICE.reportScoreAndState')).toEqual([]);
    await stage.pass(20_000);
    expect(stage.ofSubject('SPLICE.reportScoreAndState')).toMatchObject([
      { score: 0, state: { submissions: 0, state: { answers: { [question]: 'stack' } } } },
    ]);
  });

  test('that a page with our own messages keeps is never reported to a SPLICE page as a draft', async () => {
    await stage.say({ type: 'windows-under-glass', version: 1, event: 'restore', state: null });
    await stage.answer(null);
    stage.isRefused = true;
    stage.session.save(exercise, answered(newRecord(exercise, 1), 'stack'));
    for (let i = 0; i < 5; i++) await stage.pass(10_000);
    stage.session.leave();
    expect(stage.ofSubject('SPLICE.reportScoreAndState')).toEqual([]);
    expect(stage.own('state')).toHaveLength(1);
  });

  test('that is handed in at once is reported once, though the browser keeps nothing', async () => {
    await stage.answer(null);
    stage.isRefused = true;
    const record = graded(newRecord(exercise, 1), 1);
    stage.session.save(exercise, record);
    stage.session.submit(submission(record, 1));
    await stage.pass(60_000);
    stage.session.leave();
    expect(stage.ofSubject('SPLICE.reportScoreAndState')).toHaveLength(1);
  });

  test('that goes on after a restore is saved with the score that was restored', async () => {
    const kept = graded(newRecord(exercise, 1), max);
    await stage.answer(kept);
    expect(stage.ofSubject('SPLICE.reportScoreAndState')).toEqual([]);
    stage.session.save(exercise, withState(kept, newState(exercise, 1)));
    await stage.pass(3000);
    expect(stage.ofSubject('SPLICE.reportScoreAndState')).toMatchObject([{ score: 1, state: { best: 1 } }]);
  });

  test('is reported once for each submission, and never lower than before', async () => {
    await stage.answer(null);
    let record = newRecord(exercise, 1);
    for (const score of [1, max, 0]) {
      record = graded(record, score);
      stage.session.save(exercise, record);
      stage.session.submit(submission(record, score));
    }
    await stage.pass(60_000);
    stage.session.leave();
    const reports = stage.ofSubject('SPLICE.reportScoreAndState');
    expect(reports.map(({ score }) => score)).toEqual([1 / max, 1, 1]);
    expect(reports.map(({ state }) => (state as Message)['submissions'])).toEqual([1, 2, 3]);
    expect(stage.own('score')).toHaveLength(3);
    expect(new Set(stage.posted.map((message) => message['message_id'] ?? message)).size).toBe(stage.posted.length);
    expect(recordFrom(structuredClone(reports[2]!['state']), exercise)?.best).toBe(1);
  });

  test('is handed over at once when the page says that it will unload the frame', async () => {
    await stage.answer(graded(newRecord(exercise, 1), 1));
    stage.session.save(exercise, answered(graded(newRecord(exercise, 1), 1), 'heap'));
    await stage.say({ subject: 'SPLICE.flushState', message_id: 'f1' });
    expect(stage.ofSubject('SPLICE.reportScoreAndState')).toHaveLength(1);
    expect(stage.ofSubject('SPLICE.flushState.response')).toMatchObject([{ message_id: 'f1', hadState: true }]);
  });

  test('is not pressed on a page that knows no SPLICE', async () => {
    await stage.answer(undefined, { error: { code: 'unsupported_subject' } });
    const record = graded(newRecord(exercise, 1), 1);
    stage.session.submit(submission(record, 1));
    stage.session.leave();
    expect(stage.posted.filter(({ subject }) => subject !== undefined)).toHaveLength(1);
    expect(stage.own('score')).toHaveLength(1);
  });
});

test('a page that speaks our own protocol gives its state back', async () => {
  await stage.say({
    type: 'windows-under-glass',
    version: 1,
    event: 'restore',
    state: graded(newRecord(exercise, 3), 1),
  });
  expect(stage.begun).toMatchObject({ state: { seed: 3 } });
});

test('rubbish is no message, and the session stands whatever is said', async () => {
  const rubbish = fc.oneof(
    fc.anything(),
    fc.string(),
    fc.record({ subject: fc.constant('SPLICE.getState.response'), message_id: fc.anything(), state: fc.anything() }),
    fc.record({ type: fc.constant('windows-under-glass'), version: fc.anything(), event: fc.anything() }),
    fc.record({ context: fc.constant('h5p'), action: fc.anything() }),
  );
  const height = new FrameHeight(
    'x',
    () => {},
    () => 'id',
  );
  fc.assert(
    fc.property(rubbish, (data) => {
      messageFromPage(data);
      messageFromPage(JSON.stringify(data));
      stage.session.receive(data);
      height.receive(data);
    }),
    { numRuns: 500 },
  );
  await stage.answer({ best: 9, state: [], others: 3 });
  await stage.pass(300);
  expect(stage.begun).toBeUndefined();
});

describe('the height', () => {
  const sizes = () => {
    const posted: Message[] = [];
    const height = new FrameHeight(
      'x',
      (message) => posted.push(message as Message),
      () => 'id',
    );
    return { posted, height };
  };

  test('is asked for in whole pixels, once for each change, and never a width', () => {
    const { posted, height } = sizes();
    for (const each of [300.2, 300.9, 301, 0, Number.NaN, 280]) height.measured(each);
    expect(posted.filter(({ subject }) => subject === 'lti.frameResize').map((each) => each['height'])).toEqual([
      301, 280,
    ]);
    expect(posted.some((message) => 'width' in message)).toBe(false);
  });

  test('is told to an H5P resizer when it has answered', () => {
    const { posted, height } = sizes();
    height.start();
    height.measured(300);
    expect(posted.filter(({ context }) => context === 'h5p')).toEqual([{ context: 'h5p', action: 'hello' }]);
    height.receive({ context: 'h5p', action: 'hello' });
    expect(posted.at(-1)).toMatchObject({ context: 'h5p', action: 'resize', scrollHeight: 300 });
  });
});
