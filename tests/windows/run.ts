/** Programs on a booted machine: what they print, how they end, what the log says. */
import type { LogEntry } from '../../src/machine/log.ts';
import type { Machine } from '../../src/machine/machine.ts';
import type { Stop } from '../../src/machine/stop.ts';
import { type BootOptions, boot } from '../../src/nt/boot.ts';
import { buildProgram, fileNameOf, type ModuleSource, type Runtime } from '../../src/windows/build.ts';
import { loadSystem } from '../../src/windows/system.node.ts';

/** Built, or read from the cache, before the first test's time begins to count. */
const system = loadSystem();

export interface Outcome {
  readonly output: string;
  readonly stop: Stop;
  readonly machine: Machine;
  readonly entries: readonly LogEntry[];
}

export interface RunOptions extends Partial<BootOptions> {
  readonly missing?: readonly string[];
  /** Modules that lie on the disk in place of those that the program was linked with. */
  readonly replaced?: readonly ModuleSource[];
  readonly limit?: number;
}

/** An EXE of one C file. */
export function exe(text: string, options: Partial<ModuleSource> = {}): ModuleSource {
  return { name: 'test', kind: 'exe', sources: [{ name: 'test.c', text }], runtime: 'MD', ...options };
}

/** A DLL of one C file. */
export function dll(name: string, text: string, runtime: Runtime = 'MD'): ModuleSource {
  return { name, kind: 'dll', sources: [{ name: `${name}.c`, text }], runtime };
}

/** Builds the modules (the first is the EXE), boots without the `missing` ones and with the `replaced` ones, and runs to the end. */
export function run(modules: ModuleSource | readonly ModuleSource[], options: RunOptions = {}): Outcome {
  const list = Array.isArray(modules) ? (modules as readonly ModuleSource[]) : [modules as ModuleSource];
  const { missing = [], replaced = [], limit = 20_000_000, ...rest } = options;
  const instead = buildProgram(replaced, system);
  const absent = [...missing, ...instead.map((image) => image.fileName)];
  const linked = [...buildProgram(list, system), ...system.images].filter((image) => !absent.includes(image.fileName));
  const images = [...linked, ...instead];
  const program = fileNameOf(list[0] as ModuleSource);
  const machine = boot({ images, program, ...rest });
  const stop = machine.run(limit);
  return { output: outputOf(machine), stop, machine, entries: machine.log.entries };
}

function outputOf(machine: Machine): string {
  const decoder = new TextDecoder();
  const pieces = machine.log.entries.filter((entry) => entry.kind === 'output');
  return pieces
    .map((entry) => decoder.decode((entry as LogEntry & { bytes: Uint8Array }).bytes))
    .join('')
    .replaceAll('\r\n', '\n');
}
