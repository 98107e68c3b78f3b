/** The copy of an attempt that a packaged exercise keeps in the browser, for each learner of a shared computer his own. */
import { type CourseRecord, recordFrom } from '../embedding/record.ts';
import type { Exercise } from '../exercise.ts';

export interface Copied {
  readonly origin: string;
  readonly count: number;
  readonly record: CourseRecord;
}

export interface LocalCopy {
  read(learner: string, exercise: Exercise): Copied | undefined;
  write(learner: string, exercise: Exercise, copied: Copied): void;
}

/** Copies in a store of texts, such as the browser's; a store that fails keeps nothing. */
export function localCopy(store: Pick<Storage, 'getItem' | 'setItem'> | undefined): LocalCopy {
  const key = (learner: string, { name }: Exercise) => `glass:package:${encodeURIComponent(learner)}:${name}`;
  return {
    read: (learner, exercise) => {
      try {
        const value: unknown = JSON.parse(store?.getItem(key(learner, exercise)) ?? 'null');
        if (typeof value !== 'object' || value === null) return undefined;
        const { origin, count, record } = value as Readonly<Record<string, unknown>>;
        const good = recordFrom(record, exercise);
        if (!good || typeof origin !== 'string' || typeof count !== 'number') return undefined;
        return { origin, count, record: good };
      } catch {
        return undefined;
      }
    },
    write: (learner, exercise, copied) => {
      try {
        store?.setItem(key(learner, exercise), JSON.stringify(copied));
      } catch {
        // Full, or refused: the course has it all the same.
      }
    },
  };
}
