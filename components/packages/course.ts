/**
 * The course that a packaged page stands in. The package says in its head which standard it was made for; the page says whether
 * such a course is there. Without one the exercise works all the same, with the browser for a host.
 */
import { programOf } from '@components/exercise/tools.ts';
import type { Exercise } from '@/lab/exercise.ts';
import { launchFrom } from '@/lab/packages/cmi5.ts';
import { cmi5Host } from '@/lab/packages/cmi5-host.ts';
import { type LocalCopy, localCopy } from '@/lab/packages/local-copy.ts';
import type { PackageNews } from '@/lab/packages/news.ts';
import { type PackageHost, type PackageTools, scormHost } from '@/lab/packages/scorm-host.ts';
import { findApi, openSession, type ScormVersion } from '@/lab/packages/scorm-session.ts';
import type { PackageHead } from './head.ts';

export interface Course {
  readonly host: PackageHost;
  /** Ends the session and gives the address to go to, if the course named one. None: the course's own window has its buttons. */
  readonly finish?: () => Promise<URL | undefined>;
}

function storage(name: 'localStorage' | 'sessionStorage'): Storage | undefined {
  try {
    return window[name];
  } catch {
    return undefined;
  }
}

const CHOSEN = 'glass:package-language';

/** Remembers which language the learner has turned to; the package's first page reads it. */
export function rememberLanguage(language: string): void {
  try {
    localStorage.setItem(CHOSEN, language.slice(0, 2));
  } catch {
    // Then the browser's own language opens next time.
  }
}

/** Whether the other page's language is the better one for a learner who prefers these and has not chosen. */
function prefersOther(languages: readonly string[]): boolean {
  if (storage('localStorage')?.getItem(CHOSEN)) return false;
  const here = document.documentElement.lang.slice(0, 2);
  const best = languages.map((each) => each.slice(0, 2).toLowerCase()).find((each) => each === 'en' || each === 'zh');
  return best !== undefined && best !== here;
}

/** Connects to the course around the page. `turn` goes to the page in the other language, in the same session. */
export function connect(head: PackageHead, say: (news: PackageNews) => void, turn: () => void): Course {
  const copy = localCopy(storage('localStorage'));
  const prefer = (languages: readonly string[]) => {
    if (head.other !== undefined && prefersOther(languages)) turn();
  };
  const tools: PackageTools = { texts, say, prefer, copy, pass: head.pass };
  if (head.standard === 'cmi5') {
    const launch = launchFrom(location.search);
    if (launch) {
      const host = cmi5Host(launch, tools, { fetch: fetch.bind(window), session: storage('sessionStorage') });
      return { host, finish: () => host.finish().then(() => host.returnUrl()) };
    }
  } else {
    const version: ScormVersion = head.standard === 'scorm-1.2' ? '1.2' : '2004';
    const api = findApi(window, version);
    const session = api && openSession(api, version);
    if (session) return { host: scormHost(session, tools) };
    if (api) {
      say({ kind: 'over' });
      return { host: alone(copy) };
    }
  }
  say({ kind: 'outside' });
  return { host: alone(copy) };
}

/** The program of an exercise that is solved by changing it. */
async function texts(exercise: Exercise): Promise<Readonly<Record<string, string>>> {
  if (exercise.kind !== 'edit') return {};
  try {
    return (await programOf(exercise)).sources;
  } catch {
    return {};
  }
}

/** The browser as a host. */
function alone(copy: LocalCopy): PackageHost {
  return {
    restore: async (exercise) => copy.read('', exercise)?.record,
    save: (exercise, record) => copy.write('', exercise, { origin: '', count: 0, record }),
    submit: () => undefined,
    flush: () => undefined,
    leave: () => undefined,
  };
}
