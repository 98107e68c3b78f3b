/** The system DLLs on a machine's disk: what the program imports or names, and no more. */
import { expect, test } from 'vitest';
import { readExercise } from '../../src/lab/exercise-files.node.ts';
import { gradeTools } from '../../src/lab/exercise-tools.node.ts';
import { neededDlls } from '../../src/lab/needed.ts';
import { buildProgram } from '../../src/windows/build.ts';
import { loadSystem } from '../../src/windows/system.node.ts';
import { exe } from '../windows/run.ts';

test('a machine that grades has the DLLs that the program imports, as the page has', async () => {
  const { images } = await gradeTools(readExercise('ho-way')).program();
  expect(images.map(({ fileName }) => fileName)).toEqual(['exercise.exe', 'ntdll.dll', 'kernel32.dll', 'MSVCR90.dll']);
});

test('a DLL that a program names for LoadLibrary is on the disk', () => {
  const system = loadSystem();
  const needed = (name: string) => {
    const source = `#include <windows.h>\nint main(void) { return LoadLibraryW(L"${name}") == NULL; }`;
    return neededDlls(buildProgram([exe(source)], system), system.images);
  };
  expect(needed('USER32')).toContain('user32.dll');
  expect(needed('none')).not.toContain('user32.dll');
});
