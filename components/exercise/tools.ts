/** What grading an exercise needs, in a page: its program, and the compiler, which is loaded when it is first asked for. */
import type { Exercise } from '@/lab/exercise.ts';
import type { GradeTools } from '@/lab/grade.ts';
import { loadProgram, type ProgramData } from '@/site/lab-data.ts';

/** The program of an exercise; throws when it has none or it cannot be loaded. */
export function programOf(exercise: Exercise): Promise<ProgramData> {
  if (exercise.program === undefined) throw new Error(`the exercise ${exercise.name} has no program`);
  return loadProgram(exercise.program);
}

/** Tools for an exercise; `progress` hears how far a grading of many runs has come. */
export function gradeTools(exercise: Exercise, progress: (done: number, all: number) => void): GradeTools {
  return {
    program: () => programOf(exercise),
    build: async (edits) => {
      const { build } = await import('../lab/build.ts');
      const result = await build(await programOf(exercise), edits);
      return 'data' in result ? result.data : result;
    },
    progress,
  };
}
