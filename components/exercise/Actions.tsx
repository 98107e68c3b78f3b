/** The buttons of an exercise. What cannot be taken back asks once more, in its own place. */
import { useState } from 'preact/hooks';
import type { Exercise, ExerciseText } from '@/lab/exercise.ts';
import type { ExerciseState } from '@/lab/progress.ts';
import type { ExerciseWords } from './words.ts';

interface Props {
  readonly exercise: Exercise;
  readonly text: ExerciseText;
  readonly words: ExerciseWords;
  readonly state: ExerciseState;
  readonly seed: number;
  readonly isBusy: boolean;
  /** The solution stands below. */
  readonly isShown: boolean;
  readonly canRun: boolean;
  readonly hasLab: boolean;
  readonly onCheck: () => void;
  readonly onHint: () => void;
  readonly onGiveUp: () => void;
  readonly onReset: () => void;
  readonly onLab: () => void;
  readonly onOtherSeed: (() => void) | undefined;
}

export function Actions(props: Props) {
  const { exercise, text, words, state, seed, isBusy, isShown, canRun, hasLab } = props;
  const [asked, ask] = useState<'giveUp' | 'reset' | undefined>(undefined);
  const hasBegun =
    state.attempts > 0 || state.hints > 0 || Object.keys({ ...state.answers, ...state.edits }).length > 0;
  const run = exercise.kind === 'edit' ? words.runLab : words.openLab;
  const sure = (what: 'giveUp' | 'reset', act: () => void) => (
    <span class="exercise-sure">
      <button
        type="button"
        ref={(button) => button?.focus()}
        onClick={() => {
          ask(undefined);
          act();
        }}
      >
        {what === 'giveUp' ? words.giveUpSure : words.resetSure}
      </button>
      <button type="button" onClick={() => ask(undefined)}>
        {what === 'giveUp' ? words.keepTrying : words.cancel}
      </button>
    </span>
  );
  return (
    <div class="exercise-actions">
      <button type="button" class="primary" aria-disabled={isBusy} onClick={() => !isBusy && props.onCheck()}>
        {words.check}
      </button>
      {canRun && (
        <button type="button" aria-disabled={isBusy} onClick={() => !isBusy && props.onLab()}>
          {hasLab ? words.closeLab : run}
        </button>
      )}
      <button
        type="button"
        aria-disabled={state.hints >= text.hints.length}
        onClick={() => state.hints < text.hints.length && props.onHint()}
      >
        {state.hints < text.hints.length ? words.hint(state.hints + 1, text.hints.length) : words.noMoreHints}
      </button>
      {!isShown &&
        (asked === 'giveUp' ? (
          sure('giveUp', props.onGiveUp)
        ) : (
          <button type="button" onClick={() => ask('giveUp')}>
            {words.giveUp}
          </button>
        ))}
      {(hasBegun || isShown) &&
        (asked === 'reset' ? (
          sure('reset', props.onReset)
        ) : (
          <button type="button" onClick={() => ask('reset')}>
            {words.reset}
          </button>
        ))}
      <span class="exercise-seed">
        <span title={words.seedHelp}>{words.seed(seed)}</span>
        {props.onOtherSeed && (
          <button type="button" onClick={props.onOtherSeed}>
            {words.otherSeed}
          </button>
        )}
      </span>
    </div>
  );
}
