/**
 * Programs on exceptions and thread-local storage whose output is known: `name.c` beside `name.out`, or a folder with
 * `modules.json`, as programs of the book have it. Each program's first comment says where its output comes from.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { modulesOf } from '../../src/windows/build.ts';
import { programIn, programNamesIn } from '../../src/windows/program.ts';
import { run } from './run.ts';

function filesOf(folder: string): Record<string, string> {
  const root = new URL(`../conformance/${folder}/`, import.meta.url);
  const paths = readdirSync(root, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return Object.fromEntries(
    paths.map(({ parentPath, name }) => {
      const path = `${parentPath}/${name}`.replaceAll('//', '/');
      return [path.slice(root.pathname.length), readFileSync(path, 'utf8')];
    }),
  );
}

for (const folder of ['exceptions', 'tls']) {
  const files = filesOf(folder);
  describe(`conformance: ${folder}`, () => {
    it.each(programNamesIn(files))(
      '%s prints what is known',
      (name) => {
        const { output, stop } = run(modulesOf(programIn(files, name)), { limit: 200_000_000 });
        const code = stop.kind === 'exit' ? stop.code : -1;
        const ended = stop.kind === 'exit' && code === 0 ? '' : `[${stop.kind} ${(code >>> 0).toString(16)}]\n`;
        expect(output + ended).toBe(files[`${name}.out`]);
      },
      60_000,
    );
  });
}
