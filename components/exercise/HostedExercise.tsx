/**
 * An exercise that stands with a host: it begins with what the host kept, tells it each change, and hands in what is checked.
 * Until the host has answered the exercise is shown and cannot be worked on, so that nothing typed is thrown away.
 */
import type { ComponentChildren } from 'preact';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { Language } from '@/i18n/words.ts';
import type { CourseHost } from '@/lab/embedding/host.ts';
import {
  type CourseRecord,
  isUntouched,
  merged,
  newRecord,
  recordFrom,
  withSeed,
  withState,
} from '@/lab/embedding/record.ts';
import { type Exercise, type ExerciseText, isSeeded } from '@/lab/exercise.ts';
import type { ExerciseEvent, ExerciseState } from '@/lab/progress.ts';
import { SEED_DEFAULT, seedFrom } from '@/lab/seed.ts';
import { ExerciseView } from './ExerciseView.tsx';
import { exerciseWords } from './words.ts';
import './exercise.css';

export interface HostedExerciseProps {
  readonly exercise: Exercise;
  readonly text: ExerciseText;
  readonly language: Language;
  /** Undefined while the page is drawn without a browser. */
  readonly host: CourseHost | undefined;
  /** The seed that is asked for, as text; one that is fixed cannot be changed by the learner. */
  readonly asked: string | null;
  readonly level?: 1 | 2 | 3;
  readonly children?: ComponentChildren;
  readonly solution?: ComponentChildren;
}

/** The record to begin with: what was kept, turned to the seed that is asked for. */
function begun(kept: unknown, exercise: Exercise, seed: number | undefined): CourseRecord {
  const record = recordFrom(kept, exercise);
  if (!record) return newRecord(exercise, seed ?? SEED_DEFAULT);
  return seed === undefined ? record : withSeed(record, exercise, seed);
}

/** Until the view begins anew its answer can be read and not changed. */
function holdAnswer(place: Element): void {
  for (const part of place.querySelectorAll('.exercise-answer, .exercise-actions')) part.setAttribute('inert', '');
}

export function HostedExercise(props: HostedExerciseProps) {
  const { exercise, text, language, host, asked, level = 3, children, solution } = props;
  const words = exerciseWords(language);
  const seed = seedFrom(asked);
  const latest = useRef<CourseRecord>(newRecord(exercise, seed ?? SEED_DEFAULT));
  const place = useRef<HTMLDivElement>(null);
  /** Counts beginnings, so that the view begins anew with each; 0 while the host is waited for. */
  const [turn, setTurn] = useState(0);
  const begin = (record: CourseRecord) => {
    latest.current = record;
    setTurn((count) => count + 1);
  };
  useEffect(() => {
    if (!host) return;
    let isHere = true;
    const start = (kept: unknown) => {
      if (!isHere) return;
      begin(begun(kept, exercise, seed));
      host.onLate?.(exercise, (late) => {
        const record = recordFrom(late, exercise);
        if (!isHere || !record) return;
        if (isUntouched(latest.current.state)) return begin(begun(record, exercise, seed));
        begin(merged(latest.current, record));
        host.save(exercise, latest.current);
      });
    };
    host.restore(exercise, seed).then(start, () => start(undefined));
    return () => {
      isHere = false;
    };
  }, [host, exercise, asked]);
  const onState = (state: ExerciseState) => {
    latest.current = withState(latest.current, state);
    host?.save(exercise, latest.current);
  };
  const onEvent = (event: ExerciseEvent) => {
    if (event.kind === 'checked') host?.submit({ exercise, record: latest.current, grade: event.grade });
    else host?.note?.(exercise, event);
  };
  const otherSeed = () => {
    const [random = SEED_DEFAULT] = crypto.getRandomValues(new Uint16Array(1));
    const record = withSeed(latest.current, exercise, random);
    host?.save(exercise, record);
    begin(record);
  };
  const isWaiting = host !== undefined && turn === 0;
  useLayoutEffect(() => {
    if (isWaiting && place.current) holdAnswer(place.current);
  }, [isWaiting]);
  return (
    <div class="exercise-place" ref={place} aria-busy={isWaiting}>
      {turn > 0 && asked !== null && seed === undefined && (
        <p class="exercise-old" role="alert">
          {words.badSeed(asked.slice(0, 40))}
        </p>
      )}
      <ExerciseView
        key={turn}
        {...{ exercise, text, language, level, solution, onState, onEvent }}
        seed={latest.current.state.seed}
        state={latest.current.state}
        task={children}
        onOtherSeed={isSeeded(exercise) && asked === null ? otherSeed : undefined}
      />
      <noscript>
        <p class="exercise-old">{words.noScript}</p>
      </noscript>
    </div>
  );
}
