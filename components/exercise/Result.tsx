/** What a check came to: one sentence for all, and, for a program, each demand with what is behind it and the way to the moment. */
import type { Exercise, ExerciseText, Finding } from '@/lab/exercise.ts';
import type { ExerciseState } from '@/lab/progress.ts';
import { findingSentences, partWords } from './feedback.ts';
import { Inline } from './inline.tsx';
import type { ExerciseWords } from './words.ts';

interface Props {
  readonly exercise: Exercise;
  readonly text: ExerciseText;
  readonly words: ExerciseWords;
  readonly state: ExerciseState;
  readonly busy: boolean;
  readonly onMoment: (finding: Finding) => void;
}

/** The sentence for the last check; empty before the first. */
export function resultSentence(state: ExerciseState, exercise: Exercise, words: ExerciseWords): string {
  const { grade } = state;
  if (!grade) return '';
  if (grade.solved && state.gaveUp && !state.solved) return words.afterSolution;
  if (grade.solved) return words.allRight(grade.score, grade.max);
  const right = grade.findings.filter(({ holds }) => holds).length;
  return exercise.kind !== 'edit' && grade.findings.length > 1
    ? words.partlyRight(right, grade.findings.length)
    : words.notYet;
}

/** The demands of a program, each with its finding. */
export function Demands({ exercise, text, words, state, busy, onMoment }: Props) {
  const findings = state.grade?.findings ?? [];
  return (
    <ul class="demands">
      {findings.map((finding) => (
        <li key={finding.part} class={finding.holds ? 'holds' : 'fails'}>
          <strong>
            <span aria-hidden="true">{finding.holds ? '✓' : '✗'}</span> {partWords(finding, exercise, words)}
            <span class="visually-hidden"> {finding.holds ? words.holds : words.fails}</span>
          </strong>
          {findingSentences(finding, text, words).map((sentence) => (
            <p key={sentence}>
              <Inline text={sentence} />
            </p>
          ))}
          {!finding.holds && finding.position !== undefined && finding.seed !== undefined && (
            <p>
              <button type="button" disabled={busy} onClick={() => onMoment(finding)}>
                {words.showMoment}
              </button>{' '}
              <small>{words.inRun(finding.seed)}</small>
            </p>
          )}
        </li>
      ))}
    </ul>
  );
}
