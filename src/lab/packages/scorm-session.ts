/**
 * A session with a SCORM run-time environment: the object that a learning management system puts into a window above ours, and
 * the names that the two versions of the standard give to the same things. All values are texts; success is the text "true".
 *
 * What must hold: nothing that such an object does (throw, return rubbish, vanish) throws here.
 */
export type ScormVersion = '1.2' | '2004';

/** Names of elements; undefined where a version has none. */
export interface ScormNames {
  readonly learner: string;
  readonly entry: string;
  readonly exit: string;
  readonly mode: string;
  readonly credit: string;
  readonly state: string;
  readonly time: string;
  readonly score: string;
  readonly pass: string;
  readonly language: string;
}

export const scormNames: Readonly<Record<ScormVersion, ScormNames>> = {
  '1.2': {
    learner: 'cmi.core.student_id',
    entry: 'cmi.core.entry',
    exit: 'cmi.core.exit',
    mode: 'cmi.core.lesson_mode',
    credit: 'cmi.core.credit',
    state: 'cmi.suspend_data',
    time: 'cmi.core.session_time',
    score: 'cmi.core.score',
    pass: 'cmi.student_data.mastery_score',
    language: 'cmi.student_preference.language',
  },
  '2004': {
    learner: 'cmi.learner_id',
    entry: 'cmi.entry',
    exit: 'cmi.exit',
    mode: 'cmi.mode',
    credit: 'cmi.credit',
    state: 'cmi.suspend_data',
    time: 'cmi.session_time',
    score: 'cmi.score',
    pass: 'cmi.scaled_passing_score',
    language: 'cmi.learner_preference.language',
  },
};

/** Characters of state that each version keeps; a little is left over for systems that count otherwise. */
export const stateLimits: Readonly<Record<ScormVersion, number>> = { '1.2': 3800, '2004': 60_000 };

export interface ScormSession {
  readonly version: ScormVersion;
  get(element: string): string;
  /** True when the value was taken. */
  set(element: string, value: string): boolean;
  commit(): boolean;
  finish(): boolean;
  /** The last error in words, for the learner to hand on. */
  error(): string;
}

type Api = Readonly<Record<string, unknown>>;

const calls: Readonly<Record<ScormVersion, readonly [string, string, string, string, string, string, string]>> = {
  '1.2': [
    'LMSInitialize',
    'LMSGetValue',
    'LMSSetValue',
    'LMSCommit',
    'LMSFinish',
    'LMSGetLastError',
    'LMSGetErrorString',
  ],
  '2004': ['Initialize', 'GetValue', 'SetValue', 'Commit', 'Terminate', 'GetLastError', 'GetErrorString'],
};

/** How many windows upwards a run-time object is looked for. */
const LEVELS_MAX = 50;

interface Frame {
  readonly parent?: unknown;
  readonly opener?: unknown;
}

/** The run-time object above a window: in its parents, then in those of the windows that opened them. */
export function findApi(from: unknown, version: ScormVersion): Api | undefined {
  const name = version === '1.2' ? 'API' : 'API_1484_11';
  const seen = new Set<unknown>();
  const climb = (start: unknown): Api | undefined => {
    const openers: unknown[] = [];
    for (let frame = start; isObject(frame) && !seen.has(frame) && seen.size < LEVELS_MAX; ) {
      seen.add(frame);
      const api = property(frame, name);
      if (isObject(api)) return api as Api;
      openers.push(property(frame, 'opener'));
      frame = property(frame, 'parent') as Frame;
    }
    for (const opener of openers) {
      const found = isObject(opener) ? climb(opener) : undefined;
      if (found) return found;
    }
    return undefined;
  };
  return climb(from);
}

const isObject = (value: unknown): value is object =>
  (typeof value === 'object' && value !== null) || typeof value === 'function';

/** A property of a window, which may be of another origin and then refuses. */
function property(of: object, name: string): unknown {
  try {
    return (of as Readonly<Record<string, unknown>>)[name];
  } catch {
    return undefined;
  }
}

/** Opens a session; undefined when the system refuses. One that is open already (the page was turned) goes on. */
export function openSession(api: Api, version: ScormVersion): ScormSession | undefined {
  const [initialize, getValue, setValue, commit, finish, lastError, errorString] = calls[version];
  const call = (name: string, ...values: string[]): string => {
    try {
      const method = api[name];
      return typeof method === 'function' ? String(method.apply(api, values) ?? '') : '';
    } catch {
      return '';
    }
  };
  const code = () => call(lastError);
  if (call(initialize, '') !== 'true') {
    // "Already initialized" is 103 in 2004; 1.2 says 101 of everything, so it is asked for a value.
    if (code() !== (version === '2004' ? '103' : '101')) return undefined;
    if (version === '1.2' && call(getValue, scormNames[version].entry) === '' && code() !== '0') return undefined;
  }
  return {
    version,
    get: (element) => call(getValue, element),
    set: (element, value) => call(setValue, element, value) === 'true',
    commit: () => call(commit, '') === 'true',
    finish: () => call(finish, '') === 'true',
    error: () => `${code()} ${call(errorString, code())}`.trim(),
  };
}

/** Time spent in a session, as the version writes it. */
export function scormTime(milliseconds: number, version: ScormVersion): string {
  const hundredths = Math.max(0, Math.floor(milliseconds / 10));
  const seconds = Math.floor(hundredths / 100);
  const [hours, minutes, rest] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  const two = (value: number) => String(value).padStart(2, '0');
  const fraction = two(hundredths % 100);
  return version === '1.2'
    ? `${String(Math.min(hours, 9999)).padStart(4, '0')}:${two(minutes)}:${two(rest)}.${fraction}`
    : `PT${hours}H${minutes}M${rest}.${fraction}S`;
}
