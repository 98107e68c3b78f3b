/** What grading an exercise needs, under Node: its program built with the system from disk. */
import { CompileError } from '../compiler/diagnostic.ts';
import { buildEdited, type ProgramOutline } from '../windows/build.ts';
import { readProgramFiles } from '../windows/files.node.ts';
import { programIn } from '../windows/program.ts';
import { loadSystem } from '../windows/system.node.ts';
import type { ExerciseFolder } from './exercise-files.node.ts';
import type { GradeTools } from './grade.ts';
import { withNeeded } from './needed.ts';
import type { TrialProgram } from './trial.ts';

/** The program of an exercise: its own, or the book's. */
function outlineFor({ exercise, outline }: ExerciseFolder): ProgramOutline | undefined {
  return outline ?? (exercise.program === undefined ? undefined : programIn(readProgramFiles(), exercise.program));
}

/** Tools for the exercise of a folder. */
export function gradeTools(folder: ExerciseFolder): GradeTools {
  const outline = outlineFor(folder);
  let original: TrialProgram | undefined;
  const built = (edits: Readonly<Record<string, string>>): TrialProgram => {
    if (!outline) throw new Error(`the exercise ${folder.exercise.name} has no program`);
    const system = loadSystem();
    const own = buildEdited(outline, edits, system);
    const images = withNeeded(own, system.images);
    return { images, program: own[0]?.fileName ?? '', sources: { ...outline.sources, ...edits } };
  };
  return {
    program: async () => {
      original ??= built({});
      return original;
    },
    build: async (edits) => {
      try {
        return built(edits);
      } catch (error) {
        if (error instanceof CompileError) return { diagnostic: error.diagnostic };
        throw error;
      }
    },
  };
}
