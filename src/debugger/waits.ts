/**
 * Who waits for whom, with what the kernel does not know: an event that a critical section waits by belongs to the section's
 * owner. Lens and `!waits` both ask here.
 */
import { type HandleTableView, handleTableView } from '../nt/query-objects.ts';
import { type WaitedObject, type WaitGraph, waitGraph } from '../nt/query-waits.ts';
import { hex } from './format.ts';
import type { CriticalSectionView } from './locks.ts';
import { criticalSections } from './locks.ts';
import type { LoadedModule } from './symbols.ts';
import type { State } from './target.ts';

export interface ProcessWaits extends WaitGraph {
  /** How an object is called: the critical section behind it, its name, or the handle that leads to it. */
  nameOf(object: WaitedObject): string;
  sectionOf(object: number): CriticalSectionView | undefined;
}

/** The waits of the program's process. */
export function processWaits(
  state: State,
  modules: readonly LoadedModule[],
  table: HandleTableView | undefined = handleTableView(state.space),
): ProcessWaits {
  const { space } = state;
  const handles = new Map<number, number>();
  const objects = new Map<number, number>();
  for (const { handle, object } of table?.handles ?? []) {
    objects.set(handle, object);
    if (!handles.has(object)) handles.set(object, handle);
  }
  const sections = new Map<number, CriticalSectionView>();
  for (const section of criticalSections(state, modules)) {
    const event = objects.get(section.lockSemaphore);
    if (event !== undefined && section.lockSemaphore !== 0) sections.set(event, section);
  }
  const graph = waitGraph(space, undefined, (object) => sections.get(object)?.owningThread || undefined);
  return {
    ...graph,
    sectionOf: (object) => sections.get(object),
    nameOf: (waited) => {
      const section = sections.get(waited.address);
      if (section) return `CritSec ${section.name ?? hex(section.address)}`;
      if (waited.key !== undefined) return `KeyedEvent (key ${hex(waited.key)})`;
      const type = waited.object?.type ?? waited.dispatcher.typeName;
      const handle = handles.get(waited.address);
      if (waited.object?.name)
        return type === 'Thread' || type === 'Process' ? waited.object.name : `${type} "${waited.object.name}"`;
      return handle === undefined ? type : `${type} (handle ${hex(handle)})`;
    },
  };
}
