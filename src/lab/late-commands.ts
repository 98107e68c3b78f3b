/**
 * Debugger commands whose code is brought when one of them is first typed, so that a lab can show its first picture without
 * them. A command that is seldom the first one typed belongs here: its file in `debugger/commands/`, and its names below.
 */
import type { Command } from '../debugger/command.ts';
import { assert } from '../machine/assert.ts';

interface LateGroup {
  readonly names: readonly string[];
  readonly load: () => Promise<readonly Command[]>;
}

const groups: Readonly<Record<string, LateGroup>> = {
  heap: {
    names: ['!heap'],
    load: async () => (await import('../debugger/commands/heap.ts')).heapCommands,
  },
  code: {
    names: ['u', 'ub', 'uf'],
    load: async () => (await import('../debugger/commands/code.ts')).codeCommands,
  },
  filters: {
    names: ['sx', 'sxe', 'sxd', 'sxn', 'sxi', 'sxr', 'gh', 'gn'],
    load: async () => (await import('../debugger/commands/filters.ts')).filterCommands,
  },
  process: {
    names: ['!peb', '!teb', '!gle'],
    load: async () => (await import('../debugger/commands/process.ts')).processCommands,
  },
  symbols: {
    names: ['lm', 'x', 'ln'],
    load: async () => (await import('../debugger/commands/symbols.ts')).symbolCommands,
  },
  types: {
    names: ['dt'],
    load: async () => (await import('../debugger/commands/types.ts')).typeCommands,
  },
  address: {
    names: ['!address', '!vprot'],
    load: async () => (await import('../debugger/commands/address.ts')).addressCommands,
  },
  threads: {
    names: ['~', '~*', '~.', '~#', '!thread', '!process', '!ready', '!running', '!waits'],
    load: async () => (await import('../debugger/commands/threads.ts')).threadCommands,
  },
  objects: {
    names: ['!handle', '!object', '!locks', '!cs'],
    load: async () => (await import('../debugger/commands/objects.ts')).objectCommands,
  },
  exceptions: {
    names: ['!exchain', '.exr', '.cxr', '.ecxr', '.lastevent'],
    load: async () => (await import('../debugger/commands/exceptions.ts')).exceptionCommands,
  },
  tls: {
    names: ['!tls'],
    load: async () => (await import('../debugger/commands/tls.ts')).tlsCommands,
  },
};

/** The group of each command that comes late. */
export const lateCommands: ReadonlyMap<string, string> = new Map(
  Object.entries(groups).flatMap(([group, { names }]) => names.map((name) => [name, group] as const)),
);

/** The commands of a group; their names are those that `lateCommands` has for it. */
export async function loadCommands(group: string): Promise<readonly Command[]> {
  const late = groups[group];
  assert(late, 'a group of late commands is known');
  const commands = await late.load();
  const names = commands.flatMap((command) => command.names);
  assert(
    names.length === late.names.length && names.every((name) => late.names.includes(name)),
    `late-commands.ts names the commands of ${group}`,
  );
  return commands;
}
