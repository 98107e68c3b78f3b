/** Runs a C program with one of the run-time libraries on the booted machine. */
import { boot } from '../../src/nt/boot.ts';
import { closeInput, typeInput } from '../../src/nt/input.ts';
import { buildProgram, type Runtime } from '../../src/windows/build.ts';
import { loadSystem } from '../../src/windows/system.node.ts';

export const RUNTIMES: readonly Runtime[] = ['MD', 'MDd', 'MT', 'MTd'];

const LIMIT = 80_000_000;

export interface Settings {
  readonly runtime?: Runtime;
  readonly input?: string;
  readonly commandLine?: string;
  readonly environment?: Readonly<Record<string, string>>;
  readonly debugged?: boolean;
  readonly fileName?: string;
}

export interface Ran {
  readonly output: string;
  readonly errors: string;
  readonly debugger: string;
  readonly code: number | undefined;
  /** First-chance exceptions that a debugger was told of. */
  readonly exceptions: readonly number[];
}

/** Runs to the end. Output comes with plain line ends. */
export function runC(text: string, settings: Settings = {}): Ran {
  const system = loadSystem();
  const { runtime = 'MD', input, fileName = 'program.c', commandLine, environment, debugged = false } = settings;
  const images = buildProgram([{ name: 'program', kind: 'exe', runtime, sources: [{ name: fileName, text }] }], system);
  const machine = boot({
    images: [...system.images, ...images],
    program: 'program.exe',
    seed: 1,
    debugged,
    ...(commandLine === undefined ? {} : { commandLine }),
    ...(environment === undefined ? {} : { environment }),
  });
  if (input) typeInput(machine, input.replaceAll('\n', '\r\n'));
  const exceptions: number[] = [];
  for (;;) {
    const stop = machine.run(LIMIT);
    if (stop.kind === 'input') closeInput(machine);
    else if (stop.kind === 'debug') exceptions.push(stop.code >>> 0);
    else return { ...texts(machine.log.entries), code: stop.kind === 'exit' ? stop.code >>> 0 : undefined, exceptions };
  }
}

function texts(entries: readonly { readonly kind: string }[]): { output: string; errors: string; debugger: string } {
  const decoder = new TextDecoder('latin1');
  const all = { output: '', errors: '', debugger: '' };
  for (const entry of entries) {
    const { kind, handle, bytes, text } = entry as { kind: string; handle?: number; bytes?: Uint8Array; text?: string };
    if (kind === 'output') all[handle === 2 ? 'errors' : 'output'] += decoder.decode(bytes).replaceAll('\r', '');
    if (kind === 'debugPrint') all.debugger += text ?? '';
  }
  return all;
}
