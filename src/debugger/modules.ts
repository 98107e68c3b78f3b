/**
 * Which modules are loaded, told as a debugger on Windows is told: by the events of mapping and unmapping, not by the
 * process's own lists, which do not stand yet when the loader begins and which a wild pointer may have ruined.
 */
import type { Image } from '../compiler/symbols.ts';
import type { LogEntry } from '../machine/log.ts';
import type { LoadedModule } from './symbols.ts';
import { imageOf } from './symbols.ts';

/** An image was mapped or unmapped. */
interface ModuleEntry extends LogEntry {
  readonly kind: 'module';
  readonly what: 'map' | 'unmap';
  /** Full path. */
  readonly name: string;
  readonly base: number;
  readonly size: number;
}

const isModuleEntry = (entry: LogEntry): entry is ModuleEntry => entry.kind === 'module';

/** Whether one of `entries` from index `from` on maps or unmaps a module. */
export function hasModuleEntry(entries: readonly LogEntry[], from: number): boolean {
  for (let index = from; index < entries.length; index++) if (entries[index]?.kind === 'module') return true;
  return false;
}

/** The modules that are mapped behind the last of `entries`, in the order of mapping. */
export function loadedModules(entries: readonly LogEntry[], images: readonly Image[]): readonly LoadedModule[] {
  const modules = new Map<number, LoadedModule>();
  for (const entry of entries) {
    if (!isModuleEntry(entry)) continue;
    if (entry.what === 'unmap') modules.delete(entry.base);
    else modules.set(entry.base, moduleOf(entry.name, entry.base, entry.size, images));
  }
  return [...modules.values()];
}

function moduleOf(path: string, base: number, size: number, images: readonly Image[]): LoadedModule {
  const fileName = path.slice(path.lastIndexOf('\\') + 1);
  const symbols = imageOf(images, fileName)?.symbols;
  /** As WinDbg does: a name must be able to stand in an expression. */
  const name = (symbols?.module ?? fileName.replace(/\.[^.]*$/, '')).replace(/\W/g, '_');
  return { base, size, name, fileName, symbols };
}
