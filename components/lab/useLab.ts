/** A lab's state as a signal, so that lenses redraw when it changes and only then. */
import { type Signal, useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { Lab, LabState } from '@/lab/lab.ts';

/** The state of `lab`, new after each action. */
export function useLabState(lab: Lab): Signal<LabState> {
  const state = useSignal(lab.now);
  useEffect(() => {
    state.value = lab.now;
    return lab.subscribe((next) => {
      state.value = next;
    });
  }, [lab, state]);
  return state;
}
