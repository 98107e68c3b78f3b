/** A story of an exception as steps: what is called with what it answered, indented by what it happened inside. */
import type { ExceptionEvent, ExceptionEventKind, ExceptionStory } from '@/lab/exception-trace.ts';

/** The kernel's part comes before the first instruction of the dispatcher: three stages at one position. */
export type StageKind = ExceptionEventKind | 'trap' | 'firstChance' | 'kernel';

export interface Step {
  readonly stage: StageKind;
  readonly event: ExceptionEvent;
  /** undefined while it has not answered. */
  answer: ExceptionEvent | undefined;
  readonly depth: number;
}

const ANSWER_OF: Partial<Record<ExceptionEventKind, ExceptionEventKind>> = {
  vectored: 'vectoredAnswer',
  search: 'searchAnswer',
  filter: 'filterAnswer',
  unwindCall: 'unwindAnswer',
  finally: 'finallyEnd',
};
const ANSWERS: ReadonlySet<ExceptionEventKind> = new Set(Object.values(ANSWER_OF));

/** Kinds that wait for an answer. */
export function waitsForAnswer(step: Step): boolean {
  return ANSWER_OF[step.event.kind] !== undefined && step.answer === undefined;
}

/** The steps of a story, in order. */
export function stepsOf(story: ExceptionStory): readonly Step[] {
  const steps: Step[] = [];
  const waiting: Step[] = [];
  for (const event of story.events) {
    while (waiting.length > 0 && event.esp > (waiting.at(-1)?.event.esp ?? 0) + 16) waiting.pop();
    if (ANSWERS.has(event.kind)) {
      const asked = waiting.findLast((step) => ANSWER_OF[step.event.kind] === event.kind);
      if (!asked) continue;
      asked.answer = event;
      waiting.splice(waiting.indexOf(asked));
      continue;
    }
    if (event.kind === 'dispatch') steps.push(...kernelSteps(event, steps.at(-1)?.stage === 'raise', waiting.length));
    const step: Step = { stage: event.kind, event, answer: undefined, depth: waiting.length };
    steps.push(step);
    if (ANSWER_OF[event.kind]) waiting.push(step);
  }
  return steps;
}

/** What the kernel did: the trap, unless the program has asked for the exception itself; the debugger's chance; the dispatch. */
function kernelSteps(event: ExceptionEvent, wasRaised: boolean, depth: number): readonly Step[] {
  const stages: StageKind[] = [];
  if (!wasRaised) stages.push('trap');
  if (event.level === 1) stages.push('firstChance');
  stages.push('kernel');
  return stages.map((stage) => ({ stage, event, answer: undefined, depth }));
}
