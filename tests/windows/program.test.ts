import { describe, expect, it } from 'vitest';
import { CompileError } from '../../src/compiler/diagnostic.ts';
import { boot } from '../../src/nt/boot.ts';
import { buildEdited, buildProgram, type ModuleSource } from '../../src/windows/build.ts';
import { programIn, programNamesIn } from '../../src/windows/program.ts';
import { loadSystem } from '../../src/windows/system.node.ts';
import { exe } from './run.ts';

const FILES = {
  'single.c': 'int main(void) { return 1; }',
  'two/modules.json':
    '[{ "name": "Main", "sources": ["main.c", "../shared/help.c"], "runtime": "MTd", "defines": { "X": "5" } }, { "name": "Side", "sources": ["side.c"] }]',
  'two/main.c': 'int help(void); __declspec(dllimport) int side(void); int main(void) { return X + help() + side(); }',
  'shared/help.c': 'int help(void) { return 30; }',
  'two/side.c': '__declspec(dllexport) int side(void) { return 200; }',
  'broken/modules.json': '[{ "name": "Broken", "sources": ["missing.c"] }]',
};

/** The message of the first mistake. */
function mistake(text: string): string {
  try {
    buildProgram([exe(text)], loadSystem());
  } catch (error) {
    if (error instanceof CompileError) return error.diagnostic.message;
    throw error;
  }
  return '';
}

describe('programs in folders', () => {
  it('are single files or folders with modules', () => {
    expect(programNamesIn(FILES)).toEqual(['broken', 'single', 'two']);
    expect(programIn(FILES, 'single').modules).toEqual([
      { name: 'single', kind: 'exe', sources: ['single.c'], runtime: 'MD' },
    ]);
    expect(programIn(FILES, 'two').modules).toMatchObject([
      { name: 'Main', kind: 'exe', sources: ['main.c', 'help.c'], runtime: 'MTd' },
      { name: 'Side', kind: 'dll', sources: ['side.c'], runtime: 'MD' },
    ]);
  });

  it('say what is wrong with their description', () => {
    expect(() => programIn(FILES, 'broken')).toThrow('missing.c');
    expect(() => programIn(FILES, 'none')).toThrow('broken, single, two');
  });

  it('are built with their defines and run-time libraries, and anew with edits', () => {
    const system = loadSystem();
    const end = (edits: Record<string, string>) => {
      const images = [...buildEdited(programIn(FILES, 'two'), edits, system), ...system.images];
      return boot({ images, program: 'Main.exe' }).run(5_000_000);
    };
    expect(end({})).toMatchObject({ kind: 'exit', code: 235 });
    expect(end({ 'help.c': 'int help(void) { return 1; }' })).toMatchObject({ kind: 'exit', code: 206 });
  });
});

describe('a mistake', () => {
  it('in a name of Windows is answered with the nearest one', () => {
    expect(mistake('int main(void) { return HeapAllocate(); }')).toMatch(/HeapAllocate/);
    expect(
      mistake(
        'void *__stdcall HeapAllocc(void *h, unsigned f, unsigned n); int main(void) { return HeapAllocc(0, 0, 1) != 0; }',
      ),
    ).toMatch(/unresolved external 'HeapAllocc'.*did you mean 'HeapAlloc'/);
  });

  it('is having no main', () => {
    expect(mistake('int helper(void) { return 0; }')).toBe('test.exe has no main, wmain or WinMain');
  });
});

describe('a sample for C++ in a .c file', () => {
  const build = (text: string) => {
    const said: string[] = [];
    const module: ModuleSource = { name: 'p', kind: 'exe', sources: [{ name: 'p.c', text }], runtime: 'MD' };
    buildProgram([module], loadSystem(), ({ message }) => said.push(message));
    return said;
  };

  it('is compiled as C++ when it says true, and that is told', () => {
    const sample = 'int main(void)\n{\n    while (true)\n        return 0;\n}\n';
    expect(build(sample)).toEqual(["undeclared name 'true' in C: compiled as C++"]);
  });

  it('keeps the mistake that C has found where C++ does not help', () => {
    expect(() => build('int main(void)\n{\n    return true + nothing;\n}\n')).toThrow("undeclared name 'true'");
    expect(() => build('int main(void)\n{\n    return nothing;\n}\n')).toThrow("undeclared name 'nothing'");
  });
});
