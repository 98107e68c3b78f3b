/** The system DLLs on a machine's disk: what the program imports, and no more. */
import { expect, test } from 'vitest';
import { readExercise } from '../../src/lab/exercise-files.node.ts';
import { gradeTools } from '../../src/lab/exercise-tools.node.ts';

test('a machine that grades has the DLLs that the program imports, as the page has', async () => {
  const { images } = await gradeTools(readExercise('ho-way')).program();
  expect(images.map(({ fileName }) => fileName)).toEqual(['exercise.exe', 'ntdll.dll', 'kernel32.dll', 'MSVCR90.dll']);
});
