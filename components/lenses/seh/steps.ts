/** A story of an exception as steps: what is called with what it answered, indented by what it happened inside. */
import type { ExceptionEvent, ExceptionEventKind, ExceptionStory } from '@/lab/exception-trace.ts';

/** The kernel's part comes before the first instruction of the dispatcher: three stages at one position. */
export type StageKind = ExceptionEventKind | 'trap' | 'firstChance' | 'kernel';

export interface Step {
  readonly stage: StageKind;
  readonly event: ExceptionEvent;
  /** undefined while it has not answered. */
  answer: ExceptionEvent | undefined;
  /** Why it will never answer: its handler has taken the exception and unwinds; or its call was abandoned. */
  ending: 'took' | 'abandoned' | undefined;
  readonly depth: number;
}

/** How an exception ended; `forgotten`: another one, or an unwind, went past it. */
export interface Fate {
  readonly dispatch: ExceptionEvent;
  readonly end: 'taken' | 'continued' | 'nobody' | 'forgotten' | undefined;
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
  return ANSWER_OF[step.event.kind] !== undefined && step.answer === undefined && step.ending === undefined;
}

/** The steps of a story, in order; `isOver`: nothing of it can go on any more. */
export function stepsOf(story: ExceptionStory, isOver: boolean): readonly Step[] {
  const steps: Step[] = [];
  const waiting: Step[] = [];
  for (const event of story.events) {
    while (waiting.length > 0 && event.esp > (waiting.at(-1)?.event.esp ?? 0) + 16) abandon(waiting.pop());
    if (ANSWERS.has(event.kind)) {
      const asked = waiting.findLast((step) => ANSWER_OF[step.event.kind] === event.kind);
      if (!asked) continue;
      asked.answer = event;
      for (const step of waiting.splice(waiting.indexOf(asked)).slice(1)) abandon(step);
      continue;
    }
    if (event.kind === 'dispatch') steps.push(...kernelSteps(event, steps.at(-1)?.stage === 'raise', waiting.length));
    const step: Step = { stage: event.kind, event, answer: undefined, ending: undefined, depth: waiting.length };
    steps.push(step);
    if (event.kind === 'unwind') {
      const taker = waiting.findLast((asked) => asked.event.kind === 'search' && asked.event.frame === event.value);
      if (taker) taker.ending = 'took';
    }
    if (isSettling(event)) settle(waiting, event);
    if (ANSWER_OF[event.kind]) waiting.push(step);
  }
  if (isOver) for (const step of waiting) if (step.ending !== 'took') abandon(step);
  return steps;
}

const isSettling = ({ kind }: ExceptionEvent): boolean =>
  kind === 'execute' || kind === 'continue' || kind === 'secondChance';

/** Stacks below this address are left for good. */
const leftBelow = (event: ExceptionEvent): number => (event.kind === 'execute' ? event.frame : event.context);

function abandon(step: Step | undefined): void {
  if (step && step.answer === undefined) step.ending = 'abandoned';
}

/** Calls that a settled exception leaves behind: the innermost handler of its frame has taken it, the others are abandoned. */
function settle(waiting: Step[], event: ExceptionEvent): void {
  let isTaken = event.kind !== 'execute';
  while (waiting.length > 0 && waiting.at(-1)!.event.esp < leftBelow(event)) {
    const step = waiting.pop()!;
    const takes = !isTaken && step.event.kind === 'search' && step.event.frame === event.frame;
    if (takes) step.ending = 'took';
    else abandon(step);
    isTaken ||= takes;
  }
}

/** What became of each exception of a story. */
export function fatesOf(story: ExceptionStory): readonly Fate[] {
  const fates: { dispatch: ExceptionEvent; end: Fate['end'] }[] = [];
  let open: typeof fates = [];
  const leave = (below: number, end: Fate['end']) => {
    const left = open.filter(({ dispatch }) => dispatch.esp < below);
    open = open.filter(({ dispatch }) => dispatch.esp >= below);
    for (const fate of left) fate.end = fate === left.at(-1) ? end : 'forgotten';
  };
  for (const event of story.events) {
    if (event.kind === 'dispatch') {
      leave(event.esp, 'forgotten');
      const fate = { dispatch: event, end: undefined };
      fates.push(fate);
      open.push(fate);
    } else if (event.kind === 'execute') leave(leftBelow(event), isUnhandled(story, event) ? 'nobody' : 'taken');
    else if (event.kind === 'continue') leave(leftBelow(event), 'continued');
    else if (event.kind === 'secondChance') leave(leftBelow(event), 'nobody');
  }
  return fates;
}

/** Behind UnhandledExceptionFilter only the block that every thread starts in takes an exception: it ends the process. */
const isUnhandled = ({ events }: ExceptionStory, execute: ExceptionEvent): boolean => {
  const filter = events.findLast(({ kind, position }) => kind === 'filter' && position < execute.position);
  return filter !== undefined && events.some((e) => e.kind === 'unhandled' && e.position > filter.position);
};

/** What the kernel did: the trap, unless the program has asked for the exception itself; the debugger's chance; the dispatch. */
function kernelSteps(event: ExceptionEvent, wasRaised: boolean, depth: number): readonly Step[] {
  const stages: StageKind[] = [];
  if (!wasRaised) stages.push('trap');
  if (event.level === 1) stages.push('firstChance');
  stages.push('kernel');
  return stages.map((stage) => ({ stage, event, answer: undefined, ending: undefined, depth }));
}
