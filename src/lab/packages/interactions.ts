/**
 * One answer as the standards report it: an interaction for each question, or one for an order, for turns or a program as a whole. What the
 * learner answered is written in the form that its type asks for; texts are cut to what a version takes.
 */
import type { Exercise, Finding, Question } from '../exercise.ts';
import type { ExerciseState } from '../progress.ts';
import { type ScormSession, type ScormVersion, scormTime } from './scorm-session.ts';

export interface Interaction {
  /** A name that stays the same over all attempts. */
  readonly id: string;
  readonly type: 'choice' | 'fill-in' | 'sequencing' | 'other';
  /** The answer: names for choice and sequencing, text for the others. */
  readonly response: readonly string[];
  readonly isRight: boolean;
  /** Names between which a choice or an order was made, in the author's order. */
  readonly among: readonly string[];
}

/** What an answer that was just graded reports. */
export function interactionsOf(exercise: Exercise, state: ExerciseState): Interaction[] {
  const findings = state.grade?.findings ?? [];
  if (exercise.questions.length > 0) return exercise.questions.map((each) => asked(exercise, each, state, findings));
  const isRight = findings.length > 0 && findings.every(({ holds }) => holds);
  if (exercise.kind === 'order') {
    const { order } = state;
    return [{ id: exercise.name, type: 'sequencing', response: order, isRight, among: exercise.order }];
  }
  if (exercise.kind === 'schedule') {
    // The turns as text: a sequence names each thing once in some systems, and 36 of them at most.
    return [{ id: exercise.name, type: 'other', response: state.order, isRight, among: [] }];
  }
  const failing = findings.filter(({ holds }) => !holds).map(({ part }) => part);
  const response = isRight ? ['every demand holds'] : [`does not hold: ${failing.join('; ') || 'nothing was checked'}`];
  return [{ id: exercise.name, type: 'other', response, isRight, among: [] }];
}

function asked(
  exercise: Exercise,
  { id, form, options = [] }: Question,
  { answers }: ExerciseState,
  findings: readonly Finding[],
): Interaction {
  const given = answers[id] ?? '';
  const isChoice = form === 'choice';
  return {
    id: `${exercise.name}-${id}`,
    type: isChoice ? 'choice' : 'fill-in',
    response: given === '' ? [] : [given],
    isRight: findings.find(({ part }) => part === id)?.holds === true,
    among: isChoice ? options : [],
  };
}

/** SCORM 2004 promises room for so many interactions; a system that keeps all attempts of a long evening need not have more. */
const INTERACTIONS_MAX = 250;

/** Writes interactions after those that are there. What a system does not take is left out: the score does not depend on it. */
export function reportInteractions(session: ScormSession, interactions: readonly Interaction[], now: Date): void {
  const count = Number(session.get('cmi.interactions._count')) || 0;
  for (const [index, each] of interactions.entries()) {
    if (count + index >= INTERACTIONS_MAX) return;
    const place = `cmi.interactions.${count + index}`;
    // In this order: 2004 takes nothing of an interaction before its id and its type.
    if (!session.set(`${place}.id`, each.id)) return;
    for (const [name, value] of elementsOf(each, session.version, now)) session.set(`${place}.${name}`, value);
  }
}

function elementsOf(each: Interaction, version: ScormVersion, now: Date): [string, string][] {
  if (version === '2004') {
    return [
      ['type', each.type],
      // A zone may only follow a fraction, of two digits at most.
      ['timestamp', now.toISOString().replace(/\dZ$/, 'Z')],
      ['learner_response', response2004(each)],
      ['result', each.isRight ? 'correct' : 'incorrect'],
    ];
  }
  const midnight = new Date(now).setHours(0, 0, 0, 0);
  return [
    ['type', each.type === 'other' ? 'performance' : each.type],
    ['time', scormTime(now.getTime() - midnight, '1.2').slice(2)],
    ['student_response', response12(each)],
    ['result', each.isRight ? 'correct' : 'wrong'],
  ];
}

function response2004({ type, response }: Interaction): string {
  if (type === 'sequencing' || type === 'choice')
    return response.map((name) => name.replace(/[^\w.-]/g, '_')).join('[,]');
  return response.join(' ').slice(0, type === 'fill-in' ? 250 : 4000);
}

/** In 1.2 a choice is a letter or a digit, by the place in the author's list. */
function response12({ type, response, among }: Interaction): string {
  const letter = (name: string) => '0123456789abcdefghijklmnopqrstuvwxyz'[among.indexOf(name) + 1] ?? '0';
  if (type === 'sequencing' || type === 'choice') return response.map(letter).join(',');
  return response.join(' ').slice(0, 255);
}
