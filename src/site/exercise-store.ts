/** Exercises' states in this browser: one entry for each exercise and seed, so that two pages do not undo each other. */
import type { Exercise } from '@/lab/exercise.ts';
import { anyStateFrom, type ExerciseState, stateFrom } from '@/lab/progress.ts';
import { read, write } from './client/store.ts';

const keyOf = (name: string, seed: number) => `exercise:${name}:${seed}`;

function parsed(text: string | null): unknown {
  try {
    return text === null ? undefined : JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** What is kept for an exercise and a seed; undefined when nothing is, or nothing that can be read. */
export function keptState(exercise: Exercise, seed: number): ExerciseState | undefined {
  return stateFrom(parsed(read(keyOf(exercise.name, seed))), exercise, seed);
}

/** Keeps a state. */
export function keepState(state: ExerciseState): void {
  write(keyOf(state.exercise, state.seed), JSON.stringify(state));
}

/** All states that are kept. */
export function keptStates(): ExerciseState[] {
  const states: ExerciseState[] = [];
  try {
    for (const key of Object.keys(localStorage)) {
      if (!key.startsWith('glass:exercise:')) continue;
      const state = anyStateFrom(parsed(localStorage.getItem(key)));
      if (state && key === `glass:${keyOf(state.exercise, state.seed)}`) states.push(state);
    }
  } catch {
    // A browser that keeps nothing has nothing.
  }
  return states;
}

/** Forgets the states of these exercises. */
export function forgetStates(isWanted: (state: ExerciseState) => boolean): void {
  for (const state of keptStates()) if (isWanted(state)) write(keyOf(state.exercise, state.seed), null);
}

/** Adds states from a file; where one is kept already, the better score stays. Returns how many were taken. */
export function takeStates(states: readonly ExerciseState[]): number {
  const known = new Map(keptStates().map((state) => [keyOf(state.exercise, state.seed), state]));
  let taken = 0;
  for (const state of states) {
    const here = known.get(keyOf(state.exercise, state.seed));
    if (here && (here.score > state.score || (here.score === state.score && here.attempts >= state.attempts))) continue;
    keepState(state);
    taken++;
  }
  return taken;
}
