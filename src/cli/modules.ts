/** Sources on the command line, as modules: files alone make one EXE; "name=file:/MDd" makes a module each. */
import { existsSync, readFileSync } from 'node:fs';
import { basename, dirname, extname, join } from 'node:path';
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

interface SourceText {
  readonly name: string;
  readonly text: string;
}

/** The sources and, by the names that they are included with, the headers of their own that lie beside them. */
function readSources(paths: readonly string[]): SourceText[] {
  const headers = new Map<string, SourceText>();
  const sources = paths.map((path) => {
    const source = { name: basename(path), text: readSource(path) };
    addHeaders(source.text, dirname(path), headers);
    return source;
  });
  return [...sources, ...headers.values()];
}

function addHeaders(text: string, folder: string, headers: Map<string, SourceText>): void {
  for (const [, name = ''] of text.matchAll(/^[ \t]*#[ \t]*include[ \t]*"([^"\n]+)"/gm)) {
    const path = join(folder, name);
    if (headers.has(name) || !existsSync(path)) continue;
    const header = { name, text: readSource(path) };
    headers.set(name, header);
    addHeaders(header.text, dirname(path), headers);
  }
}

function readSource(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const why =
      code === 'ENOENT' ? 'there is no such file' : code === 'EISDIR' ? 'it is a folder' : 'it cannot be read';
    throw new UsageError(`${path}: ${why}`);
  }
}

/** The modules that `words` name, the EXE first. */
export function modulesOf(words: readonly string[], runtime: string | undefined): readonly ModuleSource[] {
  const standard = runtimeOf(runtime, 'MD');
  const named = words.filter((word) => /^[\w.-]+=/.test(word));
  if (named.length === 0) {
    const name = basename(words[0] ?? 'program', extname(words[0] ?? ''));
    return [{ name, kind: 'exe', sources: readSources(words), runtime: standard }];
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
    sources: readSources(files.split(',')),
    runtime: runtimeOf(option, standard),
  };
}
