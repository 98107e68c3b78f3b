/**
 * A course that speaks cmi5, as a host of one exercise: work goes into a state document, answers become statements.
 *
 * `initialized` is sent at the start, `completed` and `passed` with the answer that earns them, each once for a registration; `failed` is said
 * when a session ends in which answers were checked and none has ever passed, for a session may say only one of the two.
 * `terminated` is last. What a session has said so far is kept with the work, so that a reload says nothing twice.
 *
 * What a store refuses goes again after a while, and with the next answer.
 *
 * What must hold: saving makes no statement. State documents are written one after the other, each as it is when its turn comes, so that
 * none overwrites a newer one. Nothing follows `terminated`. In browse and review only the first and the last are sent.
 */
import type { Submission } from '../embedding/host.ts';
import type { CourseRecord } from '../embedding/record.ts';
import { recordFrom } from '../embedding/record.ts';
import type { Exercise } from '../exercise.ts';
import { answeredStatement, type DefinedVerb, definedStatement, type Launch, launchDataFrom } from './cmi5.ts';
import { Cmi5Connection, type WebPorts } from './cmi5-connection.ts';
import { interactionsOf } from './interactions.ts';
import type { PackageHost, PackageTools } from './scorm-host.ts';
import { soon } from './soon.ts';

/** The state document of a registration. */
interface Kept {
  readonly v: 1;
  /** Grows with each change: tells which of two copies has come further. */
  readonly count: number;
  readonly record?: CourseRecord;
  /** Statements that a registration may have once. */
  readonly said: readonly DefinedVerb[];
}

const isVerb = (value: unknown): value is DefinedVerb => value === 'completed' || value === 'passed';

const STATE_ID = 'windows-under-glass';
/** How long a store that refused is left alone: at first, and at most, for each refusal doubles it. */
const RETRY_MS = 8000;
const RETRY_MAX_MS = 120_000;

export interface Cmi5Host extends PackageHost {
  /** Where the course wants its learner back; undefined while it has not said so. */
  returnUrl(): URL | undefined;
  /** Ends the session, and resolves when the course has taken its last words. */
  finish(): Promise<void>;
}

export function cmi5Host(launch: Launch, { say, prefer, copy, pass }: PackageTools, ports: WebPorts): Cmi5Host {
  const learner = JSON.stringify(launch.actor['account'] ?? launch.actor);
  const sessionKey = `glass:cmi5:session:${launch.fetch.href}`;
  let connection: Cmi5Connection | undefined;
  let data = launchDataFrom(undefined);
  let session = sessionFrom(ports.session?.getItem(sessionKey));
  let said: readonly DefinedVerb[] = [];
  let record: CourseRecord | undefined;
  let count = 0;
  let isUnsaved = false;
  const gathering = soon(() => void write());
  let writing: Promise<boolean> = Promise.resolve(true);
  let pause = RETRY_MS;
  let retry: ReturnType<typeof setTimeout> | undefined;

  const isShown = () => data.launchMode !== 'Normal';
  const isLive = () => connection !== undefined && !session.isOver;

  function remember(part: Partial<Session>): void {
    session = { ...session, ...part };
    ports.session?.setItem(sessionKey, JSON.stringify(session));
  }

  const parts = () => ({ id: crypto.randomUUID(), timestamp: new Date(), launch, data });
  const seconds = () => (Date.now() - session.began) / 1000;
  const defined = (verb: DefinedVerb) => definedStatement(verb, parts(), seconds(), record?.best ?? 0);
  const kept = (): Kept => ({ v: 1, count, said, ...(record ? { record } : {}) });

  async function send(statements: readonly object[], isLast = false): Promise<boolean> {
    const isTaken = connection === undefined || (await connection.send(statements, isLast));
    if (!isTaken) refused();
    return isTaken;
  }

  function refused(): void {
    say({ kind: 'not taken', why: '' });
    if (retry !== undefined) return;
    retry = setTimeout(() => void again(), pause);
    pause = Math.min(pause * 2, RETRY_MAX_MS);
  }

  async function again(): Promise<void> {
    retry = undefined;
    const taken = await Promise.all([send([]), write()]);
    if (!taken.every((each) => each)) return;
    pause = RETRY_MS;
    say({ kind: 'taken' });
  }

  async function restore(exercise: Exercise): Promise<unknown> {
    try {
      connection = await Cmi5Connection.open(launch, ports);
      data = launchDataFrom(await connection.readState('LMS.LaunchData'));
      await begin();
      const languages = languagesFrom(await connection.readProfile('cmi5LearnerPreferences'));
      if (languages.length > 0) prefer?.(languages);
      return isShown() ? read(exercise) : fromState(await connection.readState(STATE_ID), exercise);
    } catch (error) {
      connection = undefined;
      say({ kind: 'not taken', why: error instanceof Error ? error.message : '' });
      return copy.read(learner, exercise)?.record;
    }
  }

  async function read(exercise: Exercise): Promise<unknown> {
    const value = (await connection?.readState(STATE_ID)) as Partial<Kept> | undefined;
    return recordFrom(value?.record, exercise);
  }

  async function begin(): Promise<void> {
    if (session.isOver) {
      say({ kind: 'over' });
      return;
    }
    say({ kind: isShown() ? 'review' : 'course' });
    if (session.began > 0) return;
    remember({ began: Date.now() });
    await send([defined('initialized')]);
  }

  /** What the course kept, or the browser's copy when it has come further in the same registration. */
  function fromState(value: unknown, exercise: Exercise): CourseRecord | undefined {
    const here = copy.read(learner, exercise);
    const document = (typeof value === 'object' && value !== null ? value : {}) as Partial<Kept>;
    said = Array.isArray(document.said) ? document.said.filter(isVerb) : [];
    const theirs = recordFrom(document.record, exercise);
    if (value !== undefined && document.record !== undefined && !theirs) say({ kind: 'unreadable' });
    else if (value !== undefined && document.v !== 1) say({ kind: 'unreadable' });
    const theirCount = typeof document.count === 'number' && document.count > 0 ? document.count : 0;
    const isNewer = here !== undefined && here.origin === launch.registration && here.count > theirCount;
    count = isNewer ? here.count : theirCount;
    record = isNewer ? { ...here.record, best: Math.max(here.record.best, theirs?.best ?? 0) } : theirs;
    return record;
  }

  function save(exercise: Exercise, next: CourseRecord): void {
    if (isShown()) return;
    record = next;
    isUnsaved = true;
    count++;
    copy.write(learner, exercise, { origin: launch.registration, count, record });
    gathering.changed();
  }

  /** Writes what is not written yet, after what is under way; true when the store has it. */
  function write(): Promise<boolean> {
    gathering.stop();
    writing = writing.then(writeNow);
    return writing;
  }

  async function writeNow(): Promise<boolean> {
    if (!connection || !isUnsaved || !isLive()) return !isUnsaved;
    isUnsaved = false;
    if (await connection.writeState(STATE_ID, kept())) return true;
    isUnsaved = true;
    refused();
    return false;
  }

  const flush = () => void write();

  function submit({ exercise, record: next }: Submission): void {
    if (isShown()) return;
    if (!isLive()) {
      say(connection ? { kind: 'over' } : { kind: 'not taken', why: '' });
      return;
    }
    record = next;
    isUnsaved = true;
    const statements = interactionsOf(exercise, next.state).map((each) => answeredStatement(each, parts()));
    const isPassed = next.best >= (data.masteryScore ?? pass);
    const verbs: readonly DefinedVerb[] = isPassed ? ['completed', 'passed'] : next.state.gaveUp ? ['completed'] : [];
    const fresh = verbs.filter((verb) => !said.includes(verb));
    said = [...said, ...fresh];
    remember({ isTried: true });
    void send([...statements, ...fresh.map(defined)]);
    flush();
    say({ kind: 'reported', best: next.best, passed: isPassed });
  }

  /** The last words of a session; none when they were said. */
  function last(): object[] {
    if (!isLive() || session.began === 0) return [];
    const isFailed = session.isTried && !said.includes('passed') && !isShown();
    remember({ isOver: true });
    return [...(isFailed ? [defined('failed')] : []), defined('terminated')];
  }

  /** Nothing can be waited for any more: what is not written goes beside what is under way. */
  function leave(): void {
    gathering.stop();
    void writeNow();
    void send(last(), true);
  }

  async function finish(): Promise<void> {
    await write();
    await send(last());
  }

  return { restore, save, submit, flush, leave, finish, returnUrl: () => data.returnUrl };
}

/** The languages in a learner's preferences, the best first. */
function languagesFrom(preferences: unknown): string[] {
  const { languagePreference } = (preferences ?? {}) as Readonly<Record<string, unknown>>;
  return typeof languagePreference === 'string' ? languagePreference.split(',').map((each) => each.trim()) : [];
}

/** What a window remembers of its session. */
interface Session {
  readonly began: number;
  /** An answer was checked in it. */
  readonly isTried: boolean;
  readonly isOver: boolean;
}

function sessionFrom(text: string | null | undefined): Session {
  try {
    const { began, isTried, isOver } = JSON.parse(text ?? '{}') as Readonly<Record<string, unknown>>;
    return { began: typeof began === 'number' ? began : 0, isTried: isTried === true, isOver: isOver === true };
  } catch {
    return { began: 0, isTried: false, isOver: false };
  }
}
