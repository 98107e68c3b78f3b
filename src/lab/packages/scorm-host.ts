/**
 * A learning management system that speaks SCORM 1.2 or 2004, as a host of one exercise.
 *
 * Work is kept as it goes on, soon after the last keystroke; an answer is committed at once, with score, status and interactions; when the
 * page is left nothing new is said but the time. A copy lies in the browser's storage, and is the one that goes on when it is
 * the newer one of the same attempt: systems lose what is written as a page closes, and keep few characters.
 *
 * What must hold: saving never changes score or status. A status never falls: what was passed stays passed. Where the course only
 * shows an attempt (browse, review) nothing is written.
 */
import type { CourseHost, Submission } from '../embedding/host.ts';
import type { CourseRecord } from '../embedding/record.ts';
import type { Exercise } from '../exercise.ts';
import { interactionsOf, reportInteractions } from './interactions.ts';
import type { LocalCopy } from './local-copy.ts';
import type { PackageNews } from './news.ts';
import { type Dropped, packRecord, type Texts, unpackRecord } from './packed-record.ts';
import { type ScormSession, scormNames, scormTime, stateLimits } from './scorm-session.ts';
import { soon } from './soon.ts';

export interface PackageTools {
  /** The program of an exercise as it was given; none when it has none. */
  readonly texts: (exercise: Exercise) => Promise<Texts>;
  readonly say: (news: PackageNews) => void;
  /** Hears the languages that the course knows its learner to prefer, the best first. */
  readonly prefer?: (languages: readonly string[]) => void;
  readonly copy: LocalCopy;
  /** The share of the points that passes, unless the course says another. */
  readonly pass: number;
}

/** A host that can be told that the page is hidden or left. */
export interface PackageHost extends CourseHost {
  /** Writes what is not written yet. */
  flush(): void;
  /** The page is being left: says how long it was, and ends the session. */
  leave(): void;
}

export function scormHost(session: ScormSession, { texts, say, prefer, copy, pass }: PackageTools): PackageHost {
  const names = scormNames[session.version];
  const began = Date.now();
  const isShown = ['browse', 'review'].includes(session.get(names.mode));
  const passMark = passMarkOf(session, pass);
  const copyName = session.get(names.learner);
  let limit = stateLimits[session.version];
  let given: Texts = {};
  let place = { origin: originFrom(began), count: 0 };
  let unsaved: { readonly exercise: Exercise; readonly record: CourseRecord } | undefined;
  let dropped = '';
  const gathering = soon(flush);
  let isOver = false;

  function begin(): void {
    if (isShown) {
      say({ kind: 'review' });
      return;
    }
    say({ kind: 'course' });
    if (isFresh(session)) setStatus('begun');
    session.set(names.exit, 'suspend');
    session.commit();
  }

  function setStatus(status: 'begun' | 'passed' | 'failed'): void {
    if (session.version === '1.2') {
      const before = session.get('cmi.core.lesson_status');
      const next = { begun: 'incomplete', passed: 'passed', failed: 'failed' }[status];
      if (before !== 'passed') session.set('cmi.core.lesson_status', next);
      return;
    }
    if (status === 'begun') {
      session.set('cmi.completion_status', 'incomplete');
      return;
    }
    session.set('cmi.completion_status', 'completed');
    if (session.get('cmi.success_status') !== 'passed') session.set('cmi.success_status', status);
  }

  function setScore(best: number): void {
    const raw = String(Math.round(best * 100));
    session.set(`${names.score}.min`, '0');
    session.set(`${names.score}.max`, '100');
    session.set(`${names.score}.raw`, raw);
    if (session.version === '1.2') return;
    session.set(`${names.score}.scaled`, String(Math.round(best * 1e4) / 1e4));
    session.set('cmi.progress_measure', String(Math.round(best * 1e4) / 1e4));
  }

  /** Puts the record among what the system keeps; shorter when it takes less than the standard says. */
  function setState(record: CourseRecord): void {
    place = { ...place, count: place.count + 1 };
    for (const most of [limit, stateLimits['1.2']]) {
      const packed = packRecord(record, place, given, most);
      if (!packed) continue;
      if (!session.set(names.state, packed.text)) continue;
      limit = most;
      tellDropped(packed.dropped);
      return;
    }
    say({ kind: 'not taken', why: session.error() });
  }

  function tellDropped(now: readonly Dropped[]): void {
    const missed = now.filter((what) => what !== 'findings');
    if (missed.join() !== dropped && missed.length > 0) say({ kind: 'too large', dropped: missed });
    dropped = missed.join();
  }

  function commit(): void {
    session.set(names.time, scormTime(Date.now() - began, session.version));
    if (!session.commit()) say({ kind: 'not taken', why: session.error() });
  }

  function flush(): void {
    gathering.stop();
    if (!unsaved || isOver) return;
    const { record } = unsaved;
    unsaved = undefined;
    setState(record);
    commit();
  }

  function save(exercise: Exercise, record: CourseRecord): void {
    if (isShown || isOver) return;
    unsaved = { exercise, record };
    copy.write(copyName, exercise, { origin: place.origin, count: place.count + 1, record });
    gathering.changed();
  }

  function submit({ exercise, record }: Submission): void {
    if (isShown) return;
    if (isOver) {
      say({ kind: 'over' });
      return;
    }
    unsaved = { exercise, record };
    setScore(record.best);
    reportInteractions(session, interactionsOf(exercise, record.state), new Date());
    if (record.best >= passMark) setStatus('passed');
    else if (record.state.gaveUp) setStatus('failed');
    say({ kind: 'reported', best: record.best, passed: record.best >= passMark });
    flush();
  }

  async function restore(exercise: Exercise): Promise<unknown> {
    begin();
    const language = session.get(names.language);
    if (language !== '') prefer?.([language]);
    given = await texts(exercise);
    const text = session.get(names.state);
    if (text === '') return undefined;
    const kept = unpackRecord(text, exercise, given);
    if (!kept) {
      say({ kind: 'unreadable' });
      return undefined;
    }
    const here = copy.read(copyName, exercise);
    const isNewer = here !== undefined && here.origin === kept.origin && here.count >= kept.count;
    place = { origin: kept.origin, count: Math.max(kept.count, isNewer ? here.count : 0) };
    if (isNewer) return { ...here.record, best: Math.max(here.record.best, kept.record.best) };
    if (kept.lacksEdits && exercise.kind === 'edit') say({ kind: 'edits gone' });
    return kept.record;
  }

  function leave(): void {
    if (isOver) return;
    flush();
    isOver = true;
    if (!isShown) {
      session.set(names.time, scormTime(Date.now() - began, session.version));
      session.set(names.exit, 'suspend');
    }
    session.finish();
  }

  return { restore, save, submit, flush, leave };
}

/** True at the very first: nobody has given a status yet. */
function isFresh(session: ScormSession): boolean {
  const status = session.get(session.version === '1.2' ? 'cmi.core.lesson_status' : 'cmi.completion_status');
  return ['', 'not attempted', 'unknown'].includes(status);
}

/** The share of the points that passes, as the course or else the package says. */
function passMarkOf(session: ScormSession, pass: number): number {
  const text = session.get(scormNames[session.version].pass);
  const value = Number(text) / (session.version === '1.2' ? 100 : 1);
  return text.trim() !== '' && value > 0 && value <= 1 ? value : pass;
}

function originFrom(time: number): string {
  const chance = crypto.getRandomValues(new Uint16Array(1))[0] ?? 0;
  return (time * 0x1_0000 + chance).toString(36).slice(-10);
}
