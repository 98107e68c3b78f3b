/** Labs for tests: programs compiled, booted and brought to a start. */
import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { Lab } from '../../src/lab/lab.ts';
import type { BootOptions } from '../../src/nt/boot.ts';
import { buildProgram, type ModuleSource, type Runtime } from '../../src/windows/build.ts';
import { loadSystem } from '../../src/windows/system.node.ts';

const programs = join(import.meta.dirname, '..', '..', 'content', 'programs');

/** A lab over one C file, at the state that `start` leads to. */
export async function labOf(
  text: string,
  start = 'bp main; g',
  options: Partial<BootOptions> = {},
  runtime: Runtime = 'MD',
): Promise<Lab> {
  return labOfModules([{ name: 'test', kind: 'exe', sources: [{ name: 'test.c', text }], runtime }], start, options);
}

/** RuntimeTest and RuntimeDll, the book's own, with the run-time libraries that the test wants. */
export async function runtimeTest(
  exe: Runtime,
  dll: Runtime,
  start: string,
  options: Partial<BootOptions> = {},
): Promise<Lab> {
  const source = (file: string) => ({ name: file, text: readFileSync(join(programs, 'runtime-mdd', file), 'utf8') });
  return labOfModules(
    [
      { name: 'RuntimeTest', kind: 'exe', sources: [source('RuntimeTest.cpp')], runtime: exe },
      { name: 'RuntimeDll', kind: 'dll', sources: [source('RuntimeDll.cpp')], runtime: dll },
    ],
    start,
    options,
  );
}

/** A lab over modules, the EXE first. */
export async function labOfModules(
  modules: readonly ModuleSource[],
  start: string,
  options: Partial<BootOptions> = {},
): Promise<Lab> {
  const system = loadSystem();
  const own = buildProgram(modules, system);
  const sources = Object.fromEntries(
    modules.flatMap((module) => module.sources.map(({ name, text }) => [basename(name), text])),
  );
  const lab = new Lab({
    images: [...own, ...system.images],
    program: own[0]?.fileName ?? '',
    sources,
    systemSource: (file) => system.sources[file],
    options,
    start,
  });
  await lab.ready;
  return lab;
}

/** What a debugger command prints. */
export async function said(lab: Lab, line: string): Promise<string> {
  const before = lab.now.transcript.length;
  await lab.act({ kind: 'command', line });
  return lab.now.transcript.slice(before).replace(/^.*\n/, '');
}

/** The names in a stack that `k` printed, offsets left out. */
export function frameNames(text: string): readonly string[] {
  return text
    .split('\n')
    .slice(1)
    .map((line) => /^\w{8} \w{8} (.*?)(?:\+0x\w+)?(?: \[.*)?$/.exec(line)?.[1] ?? '')
    .filter(Boolean);
}
