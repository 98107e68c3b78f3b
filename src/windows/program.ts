/**
 * Programs as they lie in a folder: `name.c` or `name.cpp` is one EXE built with /MD; a folder `name/` has a `modules.json` that
 * lists its modules, the EXE first:
 *
 *   [{ "name": "RuntimeTest", "kind": "exe", "sources": ["RuntimeTest.cpp"], "runtime": "MDd", "defines": { "UNICODE": "" } }]
 *
 * Sources are paths from the folder. Further members are those of ModuleOptions, such as "bufferSecurity": true for /GS.
 */
import type { ModuleOptions, ModuleOutline, ProgramOutline, Runtime } from './build.ts';
import type { Files } from './headers.ts';

const RUNTIMES: readonly Runtime[] = ['MD', 'MDd', 'MT', 'MTd'];

interface WrittenModule extends ModuleOptions {
  readonly name?: unknown;
  readonly kind?: unknown;
  readonly sources?: unknown;
  readonly runtime?: unknown;
}

/** The names of all programs among files that are named by their path below the programs' folder. */
export function programNamesIn(files: Files): string[] {
  const names = Object.keys(files).flatMap(
    (path) => /^(.*)\/modules\.json$/.exec(path)?.[1] ?? /^([^/]+)\.(?:c|cpp)$/.exec(path)?.[1] ?? [],
  );
  return [...new Set(names)].sort();
}

/** The program of that name. Throws an Error that says what is wrong with its description. */
export function programIn(files: Files, name: string): ProgramOutline {
  const single = [`${name}.c`, `${name}.cpp`].find((path) => files[path] !== undefined);
  if (single !== undefined) {
    return {
      modules: [{ name, kind: 'exe', sources: [single], runtime: 'MD' }],
      sources: { [single]: files[single] ?? '' },
    };
  }
  const path = `${name}/modules.json`;
  const text = files[path];
  if (text === undefined) throw new Error(`there is no program ${name}; there are ${programNamesIn(files).join(', ')}`);
  const written: unknown = JSON.parse(text);
  if (!Array.isArray(written) || written.length === 0) throw new Error(`${path} is a list of modules`);
  const sources: Record<string, string> = {};
  const modules = written.map((each: WrittenModule, index) => outline(each, index, path, files, sources));
  return { modules, sources };
}

function outline(
  written: WrittenModule,
  index: number,
  path: string,
  files: Files,
  texts: Record<string, string>,
): ModuleOutline {
  const { name, kind = index === 0 ? 'exe' : 'dll', sources, runtime = 'MD', ...options } = written;
  if (typeof name !== 'string' || !/^[\w.-]+$/.test(name)) throw new Error(`${path}: module ${index + 1} needs a name`);
  if (kind !== 'exe' && kind !== 'dll') throw new Error(`${path}: ${name}: kind is "exe" or "dll"`);
  const chosen = RUNTIMES.find((each) => each === runtime);
  if (chosen === undefined) throw new Error(`${path}: ${name}: runtime is one of ${RUNTIMES.join(', ')}`);
  if (!Array.isArray(sources) || sources.length === 0) throw new Error(`${path}: ${name} needs sources`);
  const names = sources.map((source) => take(String(source), path, files, texts));
  return { name, kind, sources: names, runtime: chosen, options };
}

/** Reads one source; it is known by its base name from then on. */
function take(source: string, path: string, files: Files, texts: Record<string, string>): string {
  const parts = `${path.slice(0, path.lastIndexOf('/'))}/${source}`.split('/');
  const place: string[] = [];
  for (const part of parts) {
    if (part === '..') place.pop();
    else if (part !== '.') place.push(part);
  }
  const text = files[place.join('/')];
  if (text === undefined) throw new Error(`${path} names ${source}, which is not there`);
  const name = place[place.length - 1] ?? source;
  if (texts[name] !== undefined && texts[name] !== text)
    throw new Error(`${path}: two different files are called ${name}`);
  texts[name] = text;
  return name;
}
