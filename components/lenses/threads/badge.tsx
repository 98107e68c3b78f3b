/** A thread's number in its colour, with its name: the same in all lenses. */
import { nameOf } from '@/debugger/symbols.ts';
import { type NumberedThread, numberedThreads } from '@/debugger/threads.ts';
import type { Moment } from '@/lab/moment.ts';
import { threadTimeline } from '@/nt/query-scheduler.ts';

const known = new WeakMap<Moment, readonly NumberedThread[]>();

/** The threads of a moment by number. */
export function threadsOf(now: Moment): readonly NumberedThread[] {
  let threads = known.get(now);
  if (!threads) {
    threads = numberedThreads(now);
    known.set(now, threads);
  }
  return threads;
}

/** The number of a thread that lives, or has lived. */
export function numberOf(now: Moment, id: number): number {
  const alive = threadsOf(now).find((thread) => thread.id === id);
  return alive?.number ?? threadTimeline(now.log).findLast((track) => track.id === id)?.number ?? 0;
}

/** "Worker" of test!Worker; the thread that began in the EXE's entry is called main. */
export function threadTitle(now: Moment, startAddress: number): string {
  const name =
    nameOf(now.modules, startAddress)
      ?.replace(/^.*!/, '')
      .replace(/\+0x[\da-f]+$/, '') ?? '';
  return /^w?mainCRTStartup$/.test(name) ? 'main' : name;
}

/** "thread 1 Worker" for sentences. */
export function threadText(now: Moment, id: number, word: string): string {
  const thread = threadsOf(now).find((candidate) => candidate.id === id);
  const title = thread ? threadTitle(now, thread.startAddress) : '';
  return `${word} ${numberOf(now, id)}${title ? ` (${title})` : ''}`;
}

/** The class that gives a thread its colour. */
export const threadClass = (number: number) => `thread-${(number % 8) + 1}`;

export function Badge({ number, title }: { number: number; title?: string | undefined }) {
  return (
    <>
      <span class={`thread-badge ${threadClass(number)}`}>{number}</span>
      {title && <span class="thread-title"> {title}</span>}
    </>
  );
}
