/**
 * All lenses, by the names that authors write in `<Lab lenses="…">`. A new lens is a line here and its words.
 *
 * A lens's code is loaded when it is first shown; `lensOf` has it from then on.
 */
import type { Lens } from './lens.ts';

const loaders: Readonly<Record<string, () => Promise<Lens>>> = {
  source: async () => (await import('./Source.tsx')).Source,
  disassembly: async () => (await import('./Disassembly.tsx')).Disassembly,
  registers: async () => (await import('./Registers.tsx')).Registers,
  calls: async () => (await import('./Calls.tsx')).Calls,
  heap: async () => (await import('./Heap.tsx')).Heap,
  stack: async () => (await import('./Stack.tsx')).Stack,
  memory: async () => (await import('./Memory.tsx')).Memory,
  struct: async () => (await import('./Struct.tsx')).Struct,
  modules: async () => (await import('./Modules.tsx')).Modules,
  space: async () => (await import('./AddressSpace.tsx')).AddressSpace,
  seh: async () => (await import('./SehChain.tsx')).SehChain,
  exception: async () => (await import('./ExceptionLens.tsx')).ExceptionLens,
  tls: async () => (await import('./Tls.tsx')).Tls,
  scheduler: async () => (await import('./Scheduler.tsx')).Scheduler,
  threads: async () => (await import('./Threads.tsx')).Threads,
  waits: async () => (await import('./Waits.tsx')).Waits,
  handles: async () => (await import('./Handles.tsx')).Handles,
  objects: async () => (await import('./Objects.tsx')).Objects,
  object: async () => (await import('./ObjectDetail.tsx')).ObjectDetail,
  console: async () => (await import('./Console.tsx')).Console,
  debugger: async () => (await import('./DebuggerLens.tsx')).DebuggerLens,
};

/** The names of all lenses. */
export const lensNames: readonly string[] = Object.keys(loaders);

const loaded = new Map<string, Lens>();

/** A lens whose code is here. */
export function lensOf(name: string): Lens | undefined {
  return loaded.get(name);
}

/** Loads a lens's code; afterwards `lensOf` has it. Unknown names are passed over. */
export async function loadLens(name: string): Promise<void> {
  const lens = await loaders[name]?.();
  if (lens) loaded.set(name, lens);
}

/** The lenses that a lab shows at first: the one on the left, and the first on the right. */
export function firstLenses(shown: readonly string[]): readonly [left: string, right: string] {
  return [shown[0] ?? 'source', shown[1] ?? 'console'];
}
