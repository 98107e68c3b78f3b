/**
 * What a frame and the page around it say to each other: SPLICE, H5P's resizer, and messages of our own for plain pages.
 *
 * Messages to the page are made here and nowhere else. Messages from the page are unknown values: each is checked field by field,
 * and one that is none of ours is undefined, never an exception.
 */
import type { Grade } from '../exercise.ts';
import type { CourseRecord } from './record.ts';

/** The `type` of our own messages. */
export const OWN_TYPE = 'windows-under-glass';
export const OWN_VERSION = 1;

/** What the page around the frame may say. */
export type FromPage =
  | { readonly kind: 'splice state'; readonly id: string; readonly state: unknown; readonly user: string }
  /** The answer of a page that has heard of no such question, or refuses it. */
  | { readonly kind: 'splice refusal'; readonly id: string; readonly isAbsent: boolean }
  | { readonly kind: 'splice flush'; readonly id: string }
  | { readonly kind: 'h5p'; readonly action: string }
  | { readonly kind: 'restore'; readonly state: unknown; readonly user: string }
  | { readonly kind: 'flush' };

type Plain = Readonly<Record<string, unknown>>;

const isPlain = (value: unknown): value is Plain =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const shortText = (value: unknown): string => (typeof value === 'string' && value.length <= 200 ? value : '');

const JSON_MAX = 2_000_000;

/** Error codes that mean: nobody here speaks SPLICE. */
const ABSENT: readonly string[] = ['unsupported_subject', 'unauthorized', 'wrong_origin', 'bad_request'];

/** The message that `data` is; undefined when it is none that a frame understands. */
export function messageFromPage(data: unknown): FromPage | undefined {
  const value = typeof data === 'string' ? parsed(data) : data;
  if (!isPlain(value)) return undefined;
  if (value['context'] === 'h5p') return { kind: 'h5p', action: shortText(value['action']) };
  if (value['type'] === OWN_TYPE) return ownFrom(value);
  return spliceFrom(value);
}

function parsed(text: string): unknown {
  if (text.length > JSON_MAX || !text.startsWith('{')) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** A state that was kept as JSON text may come back as such. */
function stateOf({ state }: Plain): unknown {
  return typeof state === 'string' ? parsed(state) : (state ?? undefined);
}

function ownFrom(value: Plain): FromPage | undefined {
  if (value['version'] !== OWN_VERSION) return undefined;
  if (value['event'] === 'restore') {
    return { kind: 'restore', state: stateOf(value), user: shortText(value['user']) };
  }
  return value['event'] === 'flush' ? { kind: 'flush' } : undefined;
}

function spliceFrom(value: Plain): FromPage | undefined {
  const id = shortText(value['message_id']);
  if (id === '') return undefined;
  if (value['subject'] === 'SPLICE.flushState') return { kind: 'splice flush', id };
  if (value['subject'] !== 'SPLICE.getState.response') return undefined;
  const { error } = value;
  if (error !== undefined && error !== null) {
    return { kind: 'splice refusal', id, isAbsent: isPlain(error) && ABSENT.includes(shortText(error['code'])) };
  }
  return { kind: 'splice state', id, state: stateOf(value), user: shortText(value['user_id']) };
}

/** Asks a SPLICE page for what it kept; it is also the sign that the exercise is there. */
export function spliceGetState(id: string, exercise: string) {
  return { subject: 'SPLICE.getState', message_id: id, activity_id: exercise, content_id: exercise };
}

/** Score and state for a SPLICE page. */
export function spliceReport(id: string, exercise: string, score: number, record: CourseRecord) {
  return {
    subject: 'SPLICE.reportScoreAndState',
    message_id: id,
    activity_id: exercise,
    content_id: exercise,
    score,
    state: { ...record, best: score, submissions: record.state.attempts },
  };
}

/** Tells a SPLICE page that something happened. */
export function spliceEvent(id: string, exercise: string, name: string, data: object) {
  return { subject: 'SPLICE.sendEvent', message_id: id, activity_id: exercise, content_id: exercise, name, data };
}

export function spliceFlushed(id: string, hadState: boolean) {
  return { subject: 'SPLICE.flushState.response', message_id: id, success: true, hadState };
}

/** Asks for a height. A width is never named: a page that obeyed it would freeze a frame that flows. */
export function frameResize(id: string, height: number) {
  return { subject: 'lti.frameResize', message_id: id, height };
}

/** Asks an H5P resizer to take care of the frame. */
export const h5pHello = { context: 'h5p', action: 'hello' } as const;

export function h5pResize(height: number) {
  return { context: 'h5p', action: 'resize', scrollHeight: height, clientHeight: height, height };
}

/** A message of our own; `name` is that of the exercise, or `lab`. */
export function ownMessage(event: 'ready' | 'height' | 'state' | 'score' | 'event', name: string, fields: object) {
  return { type: OWN_TYPE, version: OWN_VERSION, event, exercise: name, ...fields };
}

/** What our own `score` message says of a submission. */
export function ownScore(record: CourseRecord, best: number, grade: Grade) {
  const { seed, attempts, max } = record.state;
  return {
    score: best,
    points: Math.round(best * max * 100) / 100,
    max,
    seed,
    submissions: attempts,
    solved: record.state.solved,
    answer: { score: grade.max > 0 ? grade.score / grade.max : 0, solved: grade.solved },
    state: { ...record, best },
  };
}
