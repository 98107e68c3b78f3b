/** The hosts that a browser has for an exercise: the page around its frame, or, where there is none, the browser's own storage. */

import { FrameSession } from '@/lab/embedding/frame-session.ts';
import type { CourseHost } from '@/lab/embedding/host.ts';
import type { CourseRecord } from '@/lab/embedding/record.ts';
import { SEED_DEFAULT } from '@/lab/seed.ts';
import { read, write } from '@/site/client/store.ts';
import { keepState, keptState } from '@/site/exercise-store.ts';
import { hearParent, isFramed, newMessageId, postToParent } from './parent-window.ts';

/** The storage of the book's own pages: an exercise that is opened alone goes on where it was left there. */
export const storageHost: CourseHost = {
  restore: (exercise, seed) => Promise.resolve(keptState(exercise, seed ?? SEED_DEFAULT)),
  save: (_exercise, record) => keepState(record.state),
  submit: ({ record }) => keepState(record.state),
};

/** A copy is kept apart for each user that the page around the frame names. */
const copyName = (exercise: string, user: string) => `embedded:${exercise}${user === '' ? '' : `:${user}`}`;

function readCopy(exercise: string, user: string): unknown {
  try {
    return JSON.parse(read(copyName(exercise, user)) ?? 'null');
  } catch {
    return undefined;
  }
}

function writeCopy(exercise: string, user: string, record: CourseRecord): boolean {
  const text = JSON.stringify(record);
  write(copyName(exercise, user), text);
  return read(copyName(exercise, user)) === text;
}

function after(milliseconds: number, work: () => void): () => void {
  const timer = setTimeout(work, milliseconds);
  return () => clearTimeout(timer);
}

/** The host of an exercise on this page. */
export function hostHere(): CourseHost {
  if (!isFramed()) return storageHost;
  const session = new FrameSession({ post: postToParent, newId: newMessageId, after, readCopy, writeCopy });
  hearParent((data) => session.receive(data));
  document.addEventListener('visibilitychange', () => document.hidden && session.flush());
  addEventListener('pagehide', () => session.leave());
  return session;
}
