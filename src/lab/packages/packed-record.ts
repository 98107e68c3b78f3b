/**
 * The record of an exercise in the few characters that a learning management system keeps: SCORM 1.2 gives 4096.
 *
 *     1.origin.count.core.dictionary.edits.check
 *
 * `core` is the record without edited texts, `edits` are these texts, both deflated and in the letters of base64url; the texts are
 * deflated with the program as it was given for a dictionary, so that a change costs about what was changed. `origin` names the
 * attempt in which the record began, `count` grows with each packing: a copy kept elsewhere can be compared. `check` is over all.
 *
 * What must hold: whatever text comes back, unpacking gives a record that was checked, or says that there is none.
 */
import { deflateSync, inflateSync, strFromU8, strToU8 } from 'fflate';
import type { CourseRecord } from '../embedding/record.ts';
import { recordFrom } from '../embedding/record.ts';
import type { Exercise } from '../exercise.ts';
import type { ExerciseState } from '../progress.ts';

/** Program texts as they were given, by file name. */
export type Texts = Readonly<Record<string, string>>;

/** What had to be left out, from the least to the most that a learner misses. */
export type Dropped = 'others' | 'findings' | 'edits' | 'answers';

export interface PackedRecord {
  readonly text: string;
  readonly dropped: readonly Dropped[];
}

export interface UnpackedRecord {
  readonly origin: string;
  readonly count: number;
  readonly record: CourseRecord;
  /** The edited texts are not in it: they were left out, or the program that they change is another one now. */
  readonly lacksEdits: boolean;
}

/** Longer texts are of no system that keeps to its standard. */
const TEXT_MAX = 70_000;

/** What nearly every record says. */
const usual = strToU8(
  '"findings":[{"part":"order","holds":true,"key":"wrong value","values":{"given":"0x","inPlace":}}]' +
    '{"part":"build","holds":false,"key":"unanswered","values":{}},{"part":"every block freed","holds":true,"key":"no leak"' +
    '"gaveUp":false,"grade":{"solved":true,"score":,"max":"seed":1,"attempts":1,"hints":0,"score":0,"max":3,"solved":false,' +
    '{"v":1,"best":1,"others":[],"state":{"exercise":"","version":"","seed":1,"answers":{},"order":[],"edits":{},"attempts":',
);

/** The record as text of at most `limit` characters; undefined when not even score and attempts fit. */
export function packRecord(
  record: CourseRecord,
  place: { readonly origin: string; readonly count: number },
  given: Texts,
  limit: number,
): PackedRecord | undefined {
  const { grade: _grade, ...state } = record.state;
  const alone = { ...record, others: [] };
  const bare = { ...state, answers: {}, order: [], edits: {} };
  const steps: readonly { readonly record: CourseRecord; readonly dropped: readonly Dropped[] }[] = [
    { record, dropped: [] },
    { record: alone, dropped: ['others'] },
    { record: { ...alone, state }, dropped: ['others', 'findings'] },
    { record: { ...alone, state: { ...record.state, edits: {} } }, dropped: ['others', 'edits'] },
    { record: { ...alone, state: { ...state, edits: {} } }, dropped: ['others', 'findings', 'edits'] },
    { record: { ...alone, state: bare }, dropped: ['others', 'findings', 'edits', 'answers'] },
  ];
  for (const step of steps) {
    const text = packed(step.record, place, given, step.dropped.includes('edits'));
    if (text.length <= limit) return { text, dropped: step.dropped.filter((what) => isMissed(what, record)) };
  }
  return undefined;
}

function isMissed(what: Dropped, { state, others }: CourseRecord): boolean {
  if (what === 'others') return others.length > 0;
  if (what === 'findings') return state.grade !== undefined;
  if (what === 'edits') return Object.keys(state.edits).length > 0;
  return Object.keys(state.answers).length > 0 || state.order.length > 0;
}

function packed(
  record: CourseRecord,
  place: { readonly origin: string; readonly count: number },
  given: Texts,
  lacksEdits: boolean,
): string {
  const without = (state: ExerciseState) => ({ ...state, edits: {} });
  const core = JSON.stringify({ ...record, state: without(record.state), others: record.others.map(without) });
  const edits = [record.state, ...record.others].map((state) => state.edits);
  const dictionary = dictionaryOf(given);
  const parts = [
    '1',
    place.origin,
    place.count.toString(36),
    base64(deflateSync(strToU8(core), { level: 9, dictionary: usual })),
    checksum(dictionary),
    lacksEdits ? '-' : base64(deflateSync(strToU8(JSON.stringify(edits)), { level: 9, dictionary })),
  ];
  const body = parts.join('.');
  return `${body}.${checksum(strToU8(body))}`;
}

/** What a packed text holds for an exercise; undefined when it is none that can be read. */
export function unpackRecord(text: string, exercise: Exercise, given: Texts): UnpackedRecord | undefined {
  if (text.length > TEXT_MAX) return undefined;
  const match = /^(1\.([0-9a-z]{1,12})\.([0-9a-z]{1,8})\.([\w-]+)\.([0-9a-f]{8})\.([\w-]+))\.([0-9a-f]{8})$/.exec(text);
  if (!match) return undefined;
  const [, body = '', origin = '', count = '', core = '', hash, edits = '', check] = match;
  if (checksum(strToU8(body)) !== check) return undefined;
  const value = inflated(core, usual);
  if (typeof value !== 'object' || value === null) return undefined;
  const dictionary = dictionaryOf(given);
  const texts = edits !== '-' && hash === checksum(dictionary) ? inflated(edits, dictionary) : undefined;
  const record = recordFrom(withEdits(value as Readonly<Record<string, unknown>>, texts), exercise);
  return record && { origin, count: Number.parseInt(count, 36), record, lacksEdits: texts === undefined };
}

function withEdits(record: Readonly<Record<string, unknown>>, texts: unknown): unknown {
  if (!Array.isArray(texts)) return record;
  const put = (state: unknown, index: number) =>
    typeof state === 'object' && state !== null ? { ...state, edits: texts[index] ?? {} } : state;
  const others = Array.isArray(record['others']) ? record['others'] : [];
  return { ...record, state: put(record['state'], 0), others: others.map((state, index) => put(state, index + 1)) };
}

function inflated(text: string, dictionary: Uint8Array): unknown {
  try {
    const bytes = Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (letter) =>
      letter.charCodeAt(0),
    );
    return JSON.parse(strFromU8(inflateSync(bytes, { dictionary })));
  } catch {
    return undefined;
  }
}

/** Deflate looks back 32 KB: of longer programs the end counts. */
function dictionaryOf(given: Texts): Uint8Array {
  const texts = Object.keys(given)
    .sort()
    .map((file) => JSON.stringify({ [file]: given[file] }));
  return strToU8(texts.join('')).slice(-0x8000);
}

function base64(bytes: Uint8Array): string {
  let letters = '';
  for (const byte of bytes) letters += String.fromCharCode(byte);
  return btoa(letters).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}

/** FNV-1a, 32 bits. */
function checksum(bytes: Uint8Array): string {
  let hash = 0x811c9dc5;
  for (const byte of bytes) hash = Math.imul(hash ^ byte, 0x01000193);
  return (hash >>> 0).toString(16).padStart(8, '0');
}
