/** An exercise on a page of the book: its seed comes from the address, its state is kept in this browser. */
import type { ComponentChildren } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { Language } from '@/i18n/words.ts';
import { type Exercise, type ExerciseText, isSeeded } from '@/lab/exercise.ts';
import type { ExerciseState } from '@/lab/progress.ts';
import { SEED_DEFAULT, seedFrom } from '@/lab/seed.ts';
import { keepState, keptState } from '@/site/exercise-store.ts';
import { ExerciseView } from './ExerciseView.tsx';
import { exerciseWords } from './words.ts';
import '@components/lab/LabIsland.tsx';
import './exercise.css';

export interface ExerciseIslandProps {
  readonly exercise: Exercise;
  readonly text: ExerciseText;
  readonly language: Language;
  readonly level?: 1 | 2 | 3;
  readonly children?: ComponentChildren;
  readonly solution?: ComponentChildren;
}

interface Begin {
  readonly seed: number;
  readonly state: ExerciseState | undefined;
  readonly badSeed: string | undefined;
}

function begin(exercise: Exercise): Begin {
  const asked = new URLSearchParams(location.search).get('seed');
  const seed = seedFrom(asked);
  const state = keptState(exercise, seed ?? SEED_DEFAULT);
  return {
    seed: seed ?? SEED_DEFAULT,
    state,
    badSeed: asked !== null && seed === undefined ? asked.slice(0, 40) : undefined,
  };
}

/** The other language's page gets the same problem. */
function carrySeed(): void {
  const link = document.querySelector<HTMLAnchorElement>('[data-language-switch]');
  if (link) link.search = location.search;
}

export default function ExerciseIsland({
  exercise,
  text,
  language,
  level = 3,
  children,
  solution,
}: ExerciseIslandProps) {
  const words = exerciseWords(language);
  const [begun, setBegun] = useState<Begin | undefined>(undefined);
  useEffect(() => {
    setBegun(begin(exercise));
    carrySeed();
  }, [exercise]);
  const otherSeed = () => {
    const [seed = SEED_DEFAULT] = crypto.getRandomValues(new Uint16Array(1));
    const address = new URL(location.href);
    address.searchParams.set('seed', String(seed));
    history.replaceState(null, '', address);
    carrySeed();
    setBegun(begin(exercise));
  };
  const { seed, state, badSeed } = begun ?? { seed: SEED_DEFAULT, state: undefined, badSeed: undefined };
  return (
    <div class="exercise-place">
      {badSeed !== undefined && (
        <p class="exercise-old" role="alert">
          {words.badSeed(badSeed)}
        </p>
      )}
      <ExerciseView
        key={begun ? `seed ${seed}` : 'before'}
        {...{ exercise, text, language, seed, state, level, solution }}
        task={children}
        onState={keepState}
        onOtherSeed={isSeeded(exercise) ? otherSeed : undefined}
      />
      <noscript>
        <p class="exercise-old">{words.noScript}</p>
      </noscript>
    </div>
  );
}
