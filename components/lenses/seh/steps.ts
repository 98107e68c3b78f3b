/** A story of an exception as steps: what is called with what it answered, indented by what it happened inside. */
import type { ExceptionEvent, ExceptionEventKind, ExceptionStory } from '@/lab/exception-trace.ts';

export interface Step {
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
    const step: Step = { event, answer: undefined, depth: waiting.length };
    steps.push(step);
    if (ANSWER_OF[event.kind]) waiting.push(step);
  }
  return steps;
}
