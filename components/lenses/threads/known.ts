/** What lenses ask of a moment more than once: read once, because a moment never changes. */
import { type ProcessWaits, processWaits } from '@/debugger/waits.ts';
import type { Moment } from '@/lab/moment.ts';
import { threads } from '@/nt/query.ts';
import { type HandleTableView, handleTableView, type NamedObject, namedObjects } from '@/nt/query-objects.ts';

function once<T>(read: (moment: Moment) => T): (moment: Moment) => T {
  const known = new WeakMap<Moment, { readonly value: T }>();
  return (moment) => {
    let found = known.get(moment);
    if (!found) {
      found = { value: read(moment) };
      known.set(moment, found);
    }
    return found.value;
  };
}

/** The program's handle table. */
export const handleTableOf: (moment: Moment) => HandleTableView | undefined = once((moment) =>
  handleTableView(moment.space),
);

/** The first word of each handle's entry, by handle. */
export const handleWordsOf: (moment: Moment) => ReadonlyMap<number, number> = once(
  (moment) => new Map(handleTableOf(moment)?.handles.map(({ handle, word }) => [handle, word])),
);

/** Who waits for whom. */
export const waitsOf: (moment: Moment) => ProcessWaits = once((moment) =>
  processWaits(moment, moment.modules, handleTableOf(moment)),
);

/** Every object with a name. */
export const namesOf: (moment: Moment) => readonly NamedObject[] = once((moment) => namedObjects(moment.space));

/** Whether the program has run and ended: then there is nothing to show, rather than nothing yet. */
export const hasEnded = (moment: Moment): boolean =>
  moment.log.some(({ kind }) => kind === 'processExit') && threads(moment.space).length === 0;
