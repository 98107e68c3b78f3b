/** The lab of an exercise: its program, or the reader's, at the start or at a moment that a check has found. */

import { LabView } from '@components/lab/LabView.tsx';
import { useLabState } from '@components/lab/useLab.ts';
import { useEffect, useState } from 'preact/hooks';
import type { Language } from '@/i18n/words.ts';
import type { Exercise } from '@/lab/exercise.ts';
import { exerciseLab } from '@/lab/grade.ts';
import type { Lab } from '@/lab/lab.ts';
import type { TrialProgram } from '@/lab/trial.ts';
import { systemSource } from '@/site/lab-data.ts';

/** What a lab is opened with. */
export interface LabRequest {
  readonly program: TrialProgram;
  readonly seed: number;
  /** Where to go; the exercise's start when it is left out. */
  readonly position?: number;
  /** Run to the end at once. */
  readonly runs?: boolean;
}

interface Props {
  readonly exercise: Exercise;
  readonly title: string;
  readonly language: Language;
  readonly request: LabRequest;
}

/** Makes the lab that a request asks for. */
export async function openLab(exercise: Exercise, request: LabRequest): Promise<Lab> {
  const holder: { lab?: Lab } = {};
  const lab = await exerciseLab(exercise, request.program, request.seed, (file) =>
    systemSource(file, () => holder.lab?.refresh()),
  );
  holder.lab = lab;
  if (request.position !== undefined) await lab.act({ kind: 'goto', position: request.position });
  if (request.runs) await lab.act({ kind: 'run', direction: 'forward' });
  return lab;
}

export default function ExerciseLab({ exercise, title, language, request }: Props) {
  const [lab, setLab] = useState<Lab | undefined>(undefined);
  useEffect(() => {
    let isWanted = true;
    setLab(undefined);
    void openLab(exercise, request).then((opened) => {
      if (isWanted) setLab(opened);
    });
    return () => {
      isWanted = false;
    };
  }, [request]);
  return lab ? <Shown key={request} lab={lab} exercise={exercise} title={title} language={language} /> : null;
}

function Shown({ lab, exercise, title, language }: Omit<Props, 'request'> & { readonly lab: Lab }) {
  const state = useLabState(lab);
  return <LabView lab={lab} state={state.value} language={language} title={title} shown={exercise.lenses} />;
}
