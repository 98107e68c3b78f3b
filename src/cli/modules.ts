/** Sources on the command line, as modules: files alone make one EXE; "name=file:/MDd" makes a module each. */
import { readFileSync } from 'node:fs';
import { basename, extname } from 'node:path';
import type { ModuleSource, Runtime } from '../windows/build.ts';
import { UsageError } from './arguments.ts';

const RUNTIMES: readonly Runtime[] = ['MD', 'MDd', 'MT', 'MTd'];

function runtimeOf(text: string | undefined, standard: Runtime): Runtime {
  if (text === undefined) return standard;
  const name = text.replace(/^[-/]/, '');
  const found = RUNTIMES.find((runtime) => runtime === name);
  if (!found)
    throw new UsageError(`'${text}' is no run-time library; there are ${RUNTIMES.map((r) => `/${r}`).join(' ')}`);
  return found;
}

function readSource(path: string): { name: string; text: string } {
  try {
    return { name: basename(path), text: readFileSync(path, 'utf8') };
  } catch {
    throw new UsageError(`${path} cannot be read`);
  }
}

/** The modules that `words` name, the EXE first. */
export function modulesOf(words: readonly string[], runtime: string | undefined): readonly ModuleSource[] {
  const standard = runtimeOf(runtime, 'MD');
  const named = words.filter((word) => /^[\w.-]+=/.test(word));
  if (named.length === 0) {
    const name = basename(words[0] ?? 'program', extname(words[0] ?? ''));
    return [{ name, kind: 'exe', sources: words.map(readSource), runtime: standard }];
  }
  if (named.length !== words.length)
    throw new UsageError('when one module has a name, all need one: Name=file.cpp:/MDd');
  return words.map((word, index) => moduleOf(word, index === 0 ? 'exe' : 'dll', standard));
}

/** "RuntimeDll=a.cpp,b.cpp:/MTd" */
function moduleOf(word: string, kind: 'exe' | 'dll', standard: Runtime): ModuleSource {
  const [, name = '', files = '', option] = /^([\w.-]+)=(.*?)(?::([-/]M[DT]d?))?$/.exec(word) ?? [];
  if (files === '') throw new UsageError(`${word} names no source file`);
  return {
    name: name.replace(/\.(exe|dll)$/i, ''),
    kind,
    sources: files.split(',').map(readSource),
    runtime: runtimeOf(option, standard),
  };
}
