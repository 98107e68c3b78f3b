/** One finding: whether it holds, and why not. A mark and a word say it, never colour alone. */
import type { ExerciseText, Finding } from '@/lab/exercise.ts';
import { findingSentences } from './feedback.ts';
import { Inline } from './inline.tsx';
import type { ExerciseWords } from './words.ts';

interface Props {
  readonly id?: string;
  readonly finding: Finding;
  readonly text: ExerciseText;
  readonly words: ExerciseWords;
}

export function FindingLine({ id, finding, text, words }: Props) {
  const sentences = findingSentences(finding, text, words);
  return (
    <p id={id} class={`finding ${finding.holds ? 'holds' : 'fails'}`}>
      <strong>
        <span aria-hidden="true">{finding.holds ? '✓' : '✗'}</span> {finding.holds ? words.right : words.wrong}
      </strong>
      {sentences.map((sentence) => (
        <span key={sentence}>
          {' '}
          <Inline text={sentence} />
        </span>
      ))}
    </p>
  );
}
