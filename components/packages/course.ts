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

/** Connects to the course around the page. */
export function connect(head: PackageHead, say: (news: PackageNews) => void): Course {
  const copy = localCopy(storage('localStorage'));
  const tools: PackageTools = { texts, say, copy, pass: head.pass };
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
