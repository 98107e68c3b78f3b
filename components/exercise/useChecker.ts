/** Checking an answer and opening labs: what of an exercise's life takes time and may fail. */
import { useState } from 'preact/hooks';
import type { Exercise, ExerciseText, Finding } from '@/lab/exercise.ts';
import { type ExerciseState, gradedState } from '@/lab/progress.ts';
import type { LabRequest } from './ExerciseLab.tsx';
import { gradeTools } from './tools.ts';
import type { ExerciseWords } from './words.ts';

type View = typeof import('./ExerciseLab.tsx').default;

export interface OpenLab {
  readonly View: View;
  readonly request: LabRequest;
}

/** Does what a reader asks for, one thing at a time; `busy` says what is under way, `problem` what went wrong. */
export function useChecker(exercise: Exercise, text: ExerciseText, words: ExerciseWords) {
  const [busy, setBusy] = useState('');
  const [problem, setProblem] = useState('');
  const [lab, setLab] = useState<OpenLab | undefined>(undefined);
  const during = async (what: string, work: () => Promise<void>) => {
    if (busy !== '') return;
    setBusy(what);
    setProblem('');
    try {
      await work();
    } catch (error) {
      setProblem(words.loadFailed(error instanceof Error ? error.message : String(error)));
    }
    setBusy('');
  };
  const tools = gradeTools(exercise, (done, all) => all > 1 && setBusy(words.checkingRun(done + 1, all)));
  const check = (state: ExerciseState, onGraded: (state: ExerciseState) => void) =>
    during(words.checking, async () => {
      const { grade } = await import('@/lab/grade.ts');
      onGraded(gradedState(state, exercise, await grade(exercise, state, state.seed, tools, text.orders)));
    });
  /** Opens the lab with the reader's program; one that does not compile is left to `check` to explain. */
  const open = (state: ExerciseState, how: Omit<LabRequest, 'program' | 'seed'> & { readonly seed?: number } = {}) =>
    during(words.loading, async () => {
      const { default: ExerciseLab } = await import('./ExerciseLab.tsx');
      const hasEdits = Object.keys(state.edits).length > 0;
      const built = hasEdits ? await tools.build(state.edits) : await tools.program();
      if ('diagnostic' in built) {
        const { file, line, column, message } = built.diagnostic;
        setProblem(words.findings.build({ file, line, column, message }));
        return;
      }
      setLab({ View: ExerciseLab, request: { seed: state.seed, ...how, program: built } });
    });
  const openAt = (state: ExerciseState, { seed, position }: Finding) =>
    open(state, { ...(seed === undefined ? {} : { seed }), ...(position === undefined ? {} : { position }) });
  return { busy, problem, lab, check, open, openAt, closeLab: () => setLab(undefined) };
}
