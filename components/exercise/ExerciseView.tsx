/**
 * An exercise: its task, the place to answer, hints, the result and the solution. It knows nothing of where it stands: what is
 * to be kept goes out through `onState` with each change, and what happened through `onEvent`; only `checked` is a submission.
 */
import type { ComponentChildren } from 'preact';
import { useEffect, useId, useRef, useState } from 'preact/hooks';
import type { Language } from '@/i18n/words.ts';
import { demandText } from '@/lab/demands.ts';
import type { Exercise, ExerciseText } from '@/lab/exercise.ts';
import { type ExerciseEvent, type ExerciseState, isOld, newState } from '@/lab/progress.ts';
import { Actions } from './Actions.tsx';
import { FindingLine } from './FindingLine.tsx';
import { demandWords } from './feedback.ts';
import { Inline } from './inline.tsx';
import { LateSchedule } from './LateSchedule.tsx';
import { firstOrder, Order } from './Order.tsx';
import { Questions } from './Questions.tsx';
import { Demands, resultSentence } from './Result.tsx';
import { Sources } from './Sources.tsx';
import { programOf } from './tools.ts';
import { useChecker } from './useChecker.ts';
import { exerciseWords } from './words.ts';

export interface ExerciseViewProps {
  readonly exercise: Exercise;
  readonly text: ExerciseText;
  readonly language: Language;
  readonly seed: number;
  /** What was kept; a new one begins when it is left out. Another seed or exercise needs another `key`. */
  readonly state?: ExerciseState | undefined;
  readonly onState: (state: ExerciseState) => void;
  readonly onEvent?: (event: ExerciseEvent) => void;
  /** Offers another problem, where the host can give one. */
  readonly onOtherSeed?: (() => void) | undefined;
  readonly task?: ComponentChildren;
  readonly solution?: ComponentChildren;
  /** The heading's level; 3 in a chapter. */
  readonly level?: 1 | 2 | 3;
}

export function ExerciseView(props: ExerciseViewProps) {
  const { exercise, text, language, seed, onState, onEvent, level = 3 } = props;
  const words = exerciseWords(language);
  const prefix = useId();
  const [state, setState] = useState(props.state ?? newState(exercise, seed));
  const latest = useRef(state);
  const [sources, setSources] = useState<Readonly<Record<string, string>> | undefined>(undefined);
  const [resets, setResets] = useState(0);
  const checker = useChecker(exercise, text, words);
  const change = (next: ExerciseState) => {
    latest.current = next;
    setState(next);
    onState(next);
  };
  const update = (part: Partial<ExerciseState>) => change({ ...latest.current, ...part });
  useEffect(() => {
    if (exercise.kind === 'edit')
      void programOf(exercise).then(
        (data) => setSources(data.sources),
        () => undefined,
      );
  }, [exercise]);
  const check = () =>
    checker.check(
      { ...latest.current, order: latest.current.order.length > 0 ? latest.current.order : firstOrder(exercise, seed) },
      (graded) => {
        const { answers, edits, order } = latest.current;
        const next = { ...graded, answers, edits, order };
        change(next);
        if (next.grade) onEvent?.({ kind: 'checked', state: next, grade: next.grade });
        if (exercise.kind === 'predict') setTimeout(() => void checker.open(next, { runs: true }));
      },
    );
  const reset = () => {
    checker.closeLab();
    change(newState(exercise, seed));
    setResets(resets + 1);
    onEvent?.({ kind: 'reset', state: latest.current });
  };
  const findings = state.grade?.findings ?? [];
  const sentence = checker.busy || checker.problem || resultSentence(state, exercise, words);
  const Heading = `h${level}` as 'h3';
  const isShown = state.solved || state.gaveUp;
  const canRun =
    exercise.program !== undefined &&
    exercise.kind !== 'schedule' &&
    (exercise.kind !== 'predict' || state.attempts > 0);
  return (
    <section class={`exercise kind-${exercise.kind}`} aria-label={`${words.exercise}: ${text.title}`}>
      <header class="exercise-head">
        <p class="exercise-kind">
          <span>
            {words.exercise} · {words.kinds[exercise.kind]}
          </span>
          <span>{words.levels[exercise.level]}</span>
          <span>{words.minutes(exercise.minutes)}</span>
          <span class="exercise-score">
            {state.attempts > 0 ? words.points(state.score, state.max) : words.worth(exercise.points)}
            {state.solved && ` · ✓ ${words.solved}`}
          </span>
        </p>
        <Heading>{text.title}</Heading>
      </header>
      <div class="exercise-task">{props.task}</div>
      <details class="exercise-objectives">
        <summary>{words.objectives}</summary>
        <ul>
          {text.objectives.map((objective) => (
            <li key={objective}>
              <Inline text={objective} />
            </li>
          ))}
        </ul>
      </details>
      {isOld(state, exercise) && <p class="exercise-old">{words.old}</p>}
      <div class="exercise-answer" key={resets}>
        {exercise.questions.length > 0 && (
          <Questions
            {...{ exercise, text, words, seed, findings, prefix }}
            answers={state.answers}
            onAnswer={(id, answer) => update({ answers: { ...latest.current.answers, [id]: answer } })}
          />
        )}
        {exercise.kind === 'order' && (
          <Order
            {...{ exercise, text, words, seed, findings }}
            order={state.order}
            onOrder={(order) => update({ order })}
          />
        )}
        {exercise.kind === 'schedule' && (
          <LateSchedule
            {...{ exercise, words, language, seed }}
            title={text.title}
            turns={state.order}
            onTurns={(order) => update({ order })}
          />
        )}
        {exercise.kind === 'edit' && (
          <>
            {!state.grade && (
              <ul class="demands">
                {exercise.demands.map((demand) => (
                  <li key={demandText(demand)}>{demandWords(demand, words)}</li>
                ))}
              </ul>
            )}
            <Sources
              files={exercise.files}
              original={sources}
              edits={state.edits}
              finding={findings.find(({ part }) => part === 'build')}
              words={words}
              onEdit={(file, changed) => {
                const { [file]: _before, ...others } = latest.current.edits;
                update({ edits: changed === undefined ? others : { ...others, [file]: changed } });
              }}
            />
          </>
        )}
      </div>
      <Actions
        {...{ exercise, text, words, state, seed, isShown, canRun }}
        isBusy={checker.busy !== ''}
        hasLab={checker.lab !== undefined}
        onCheck={() => void check()}
        onHint={() => {
          update({ hints: latest.current.hints + 1 });
          onEvent?.({ kind: 'hint', state: latest.current, hint: latest.current.hints });
        }}
        onGiveUp={() => {
          update({ gaveUp: !latest.current.solved });
          onEvent?.({ kind: 'solution', state: latest.current });
        }}
        onReset={reset}
        onLab={() => (checker.lab ? checker.closeLab() : void checker.open(latest.current))}
        onOtherSeed={props.onOtherSeed}
      />
      <div class="exercise-result" role="status" aria-live="polite">
        {sentence && <p class={state.grade?.solved && !checker.busy ? 'holds' : ''}>{sentence}</p>}
        {exercise.kind === 'schedule' &&
          !checker.busy &&
          findings.map((finding) => <FindingLine key={finding.part} {...{ finding, text, words }} />)}
        {exercise.kind === 'edit' && !checker.busy && (
          <Demands
            {...{ exercise, text, words, state }}
            busy={checker.busy !== ''}
            onMoment={(finding) => void checker.openAt(latest.current, finding)}
          />
        )}
      </div>
      {state.hints > 0 && (
        <div class="exercise-hints" aria-live="polite">
          <p class="exercise-part">{words.hints}</p>
          <ol>
            {text.hints.slice(0, state.hints).map((hint) => (
              <li key={hint}>
                <Inline text={hint} />
              </li>
            ))}
          </ol>
        </div>
      )}
      {checker.lab && level === 1 && <h2 class="visually-hidden">{words.lab}</h2>}
      {checker.lab && (
        <checker.lab.View exercise={exercise} title={text.title} language={language} request={checker.lab.request} />
      )}
      {isShown && (
        <details class="exercise-solution" open={state.gaveUp}>
          <summary>{words.solution}</summary>
          {props.solution}
        </details>
      )}
    </section>
  );
}
