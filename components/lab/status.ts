/** One sentence on why the machine stands still. */
import type { LabState } from '@/lab/lab.ts';
import { exceptionName } from './exceptions.ts';
import type { LabWords } from './words.ts';

export interface Status {
  readonly text: string;
  readonly kind: 'plain' | 'good' | 'warn' | 'bad';
}

/** Error statuses are what Windows gives a process that an exception ended. */
const isFailureCode = (code: number) => code >>> 30 === 3;

export function statusOf({ end, isRunning, failure }: LabState, words: LabWords): Status {
  if (failure) return { text: words.failure + failure, kind: 'bad' };
  if (isRunning) return { text: words.running, kind: 'plain' };
  switch (end?.kind) {
    case 'exit':
      if (isFailureCode(end.code))
        return { text: words.killed(hexCode(end.code), exceptionName(end.code)), kind: 'bad' };
      return { text: words.exited(String(end.code | 0)), kind: 'good' };
    case 'input':
      return { text: words.waitsForInput, kind: 'warn' };
    case 'deadlock':
      return { text: words.deadlock, kind: 'bad' };
    case 'exception':
      return { text: words.exception(hexCode(end.code), exceptionName(end.code)), kind: 'bad' };
    case 'start':
      return { text: words.start, kind: 'plain' };
    case 'interrupted':
      return { text: words.interrupted, kind: 'plain' };
    case 'budget':
      return { text: words.budget, kind: 'warn' };
    default:
      return { text: '', kind: 'plain' };
  }
}

export function hexCode(code: number): string {
  return `0x${(code >>> 0).toString(16).toUpperCase().padStart(8, '0')}`;
}
