/** The sentences on exceptions in a lab's story: their words come when the first exception is passed. */
import { useEffect, useState } from 'preact/hooks';
import type { Language } from '@/i18n/words.ts';
import type { Lab, LabState } from '@/lab/lab.ts';

type Narrate = typeof import('@/lab/narrate-exceptions.ts').narrateExceptions;

let narrateExceptions: Narrate | undefined;

/** What the last move has passed, or taken back; empty while nothing was or the words are on their way. */
export function useExceptions(lab: Lab, { now, before }: LabState, language: Language): string {
  const [, redraw] = useState(0);
  const teb = now.registers.fsBase >>> 0;
  const from = before?.position ?? now.position;
  const isBack = from > now.position;
  const passed = lab.exceptions.between(teb, Math.min(from, now.position), Math.max(from, now.position));
  const isAny = passed.length > 0;
  useEffect(() => {
    if (!isAny || narrateExceptions) return;
    void import('@/lab/narrate-exceptions.ts').then((module) => {
      narrateExceptions = module.narrateExceptions;
      redraw((count) => count + 1);
    });
  }, [isAny]);
  if (!isAny || !narrateExceptions) return '';
  return narrateExceptions(
    passed,
    lab.exceptions.between(teb, 0, passed[0]!.position - 1).at(-1),
    now,
    language,
    isBack,
  );
}
