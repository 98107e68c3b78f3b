/**
 * Grading: an answer to an exercise and a seed in, findings out. The same function serves the page, the terminal and the
 * tests. It looks at what was reached, never at the way there.
 */
import type { Diagnostic } from '../compiler/diagnostic.ts';
import { unreachable } from '../machine/assert.ts';
import { consoleOutput } from './console.ts';
import { runsOf } from './demands.ts';
import type { Answer, Exercise, ExerciseText, Finding, Grade, Question, ValueSource } from './exercise.ts';
import { gradeOf } from './exercise.ts';
import { findingsOf, watchedFunctions } from './expect.ts';
import { Lab } from './lab.ts';
import { SchedulePlay } from './schedule.ts';
import { runSeed } from './seed.ts';
import type { TrialProgram } from './trial.ts';
import { runTrial, trialCommandLine } from './trial.ts';

/** What grading needs from where it runs. */
export interface GradeTools {
  /** The exercise's program as it was given, when it has one. */
  program(): Promise<TrialProgram>;
  /** The program with changed sources, or the first mistake in them. */
  build(edits: Readonly<Record<string, string>>): Promise<TrialProgram | { readonly diagnostic: Diagnostic }>;
  /** Told how far a longer grading has come. */
  progress?(done: number, all: number): void;
}

/** A value that the machine or the author gave. */
export type Value = string | number;

/** Grades an answer; `orders` (from the texts) explain a wrong order. */
export async function grade(
  exercise: Exercise,
  answer: Answer,
  seed: number,
  tools: GradeTools,
  orders: ExerciseText['orders'] = [],
): Promise<Grade> {
  switch (exercise.kind) {
    case 'edit':
      return gradeOf(exercise, await gradeEdits(exercise, answer, seed, tools));
    case 'order':
      return gradeOf(exercise, gradeOrder(exercise.order, answer.order, orders));
    case 'schedule':
      return gradeOf(exercise, await gradeSchedule(exercise, answer.order, seed, tools));
    case 'debug':
    case 'predict':
    case 'choose':
      return gradeOf(exercise, await gradeQuestions(exercise, answer, seed, tools));
    default:
      return unreachable(exercise.kind);
  }
}

// ------------------------------------------------------------------------------------------- editing

async function gradeEdits(exercise: Exercise, { edits }: Answer, seed: number, tools: GradeTools): Promise<Finding[]> {
  const built = await tools.build(edits);
  if ('diagnostic' in built) {
    const { file, line, column, message } = built.diagnostic;
    return [{ part: 'build', holds: false, key: 'build', values: { file, line, column, message } }];
  }
  const runs = runsOf(exercise.demands);
  const watched = watchedFunctions(exercise.demands);
  let findings: readonly Finding[] = [];
  for (let run = 0; run < runs; run++) {
    tools.progress?.(run, runs);
    findings = findingsOf(
      exercise.demands,
      await runTrial(built, { ...exercise.boot, seed: runSeed(seed, run) }, watched),
    );
    if (findings.some(({ holds }) => !holds)) break;
  }
  return [...findings];
}

// --------------------------------------------------------------------------------------------- order

function gradeOrder(right: readonly string[], given: readonly string[], orders: ExerciseText['orders']): Finding[] {
  if (given.length !== right.length || !right.every((item) => given.includes(item)))
    return [{ part: 'order', holds: false, key: 'unanswered', values: {} }];
  if (right.every((item, index) => item === given[index]))
    return [{ part: 'order', holds: true, key: 'holds', values: {} }];
  const broken = orders.findIndex(({ first, then }) => given.indexOf(first) > given.indexOf(then));
  const inPlace = right.filter((item, index) => item === given[index]).length;
  const values = broken < 0 ? { inPlace } : { inPlace, order: broken };
  return [{ part: 'order', holds: false, key: broken < 0 ? 'order' : 'order explained', values }];
}

// ------------------------------------------------------------------------------------------ schedule

async function gradeSchedule(
  exercise: Exercise,
  turns: readonly string[],
  seed: number,
  tools: GradeTools,
): Promise<Finding[]> {
  const finding = (holds: boolean, key: string, values: Finding['values'] = {}): Finding[] => [
    { part: 'schedule', holds, key, values, seed },
  ];
  if (turns.length === 0) return finding(false, 'unanswered');
  const play = await SchedulePlay.begin(exercise, await exerciseLab(exercise, await tools.program(), seed));
  for (const [index, name] of turns.entries()) {
    if (!(await play.turn(name))) return finding(false, 'no turn', { turn: index + 1, thread: name });
  }
  const outcome = await play.runOn();
  if (outcome.isReached) return finding(true, 'holds');
  return finding(false, outcome.end === 'exit' ? 'not broken' : 'stopped', {
    output: outcome.output,
    why: outcome.end,
  });
}

// ----------------------------------------------------------------------------------------- questions

async function gradeQuestions(exercise: Exercise, answer: Answer, seed: number, tools: GradeTools): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const question of exercise.questions) {
    findings.push(await gradeQuestion(exercise, question, answer.answers[question.id] ?? '', seed, tools));
  }
  return findings;
}

async function gradeQuestion(
  exercise: Exercise,
  question: Question,
  given: string,
  seed: number,
  tools: GradeTools,
): Promise<Finding> {
  const finding = (holds: boolean, key: string, values: Finding['values'] = {}): Finding => ({
    part: question.id,
    holds,
    key,
    values,
    seed,
  });
  if (given.trim() === '') return finding(false, 'unanswered');
  if (question.form === 'choice') {
    const right = await rightAnswer(exercise, question, seed, tools);
    if (!question.options?.includes(given)) return finding(false, 'unanswered');
    return finding(given === right, 'option', { option: given });
  }
  const value = valueGiven(question, given);
  if (value === undefined) return finding(false, question.form === 'address' ? 'no address' : 'no number', { given });
  if (isSame(value, await sourceValue(exercise, question.answer, seed, tools))) return finding(true, 'holds');
  for (const [name, source] of Object.entries(question.wrong ?? {})) {
    if (isSame(value, await sourceValue(exercise, source, seed, tools)))
      return finding(false, 'known mistake', { mistake: name, given });
  }
  return finding(false, 'wrong value', { given });
}

/** What a reader typed, as a value; undefined when it is no number where one is asked for. */
function valueGiven({ form }: Question, given: string): Value | undefined {
  const text = given.trim();
  if (form === 'text') return text;
  return form === 'address' ? hexadecimal(text) : wholeNumber(text);
}

function hexadecimal(text: string): number | undefined {
  const digits = /^(?:0x)?([0-9a-f]{1,8})h?$/i.exec(text.replaceAll('`', ''))?.[1];
  return digits === undefined ? undefined : Number.parseInt(digits, 16);
}

function wholeNumber(text: string): number | undefined {
  if (/^0n?\d+$|^\d{1,10}$/i.test(text)) return Number(text.replace(/^0n/i, ''));
  const digits = /^(?:0x([0-9a-f]{1,8})|([0-9a-f]{1,8})h)$/i.exec(text);
  return digits ? Number.parseInt(digits[1] ?? digits[2] ?? '', 16) : undefined;
}

function isSame(given: Value, right: Value): boolean {
  if (typeof given === 'number') return given === Number(right);
  const plain = (value: Value) => String(value).trim().replace(/\s+/g, ' ');
  return plain(given) === plain(right);
}

/** A value as a reader would write it. */
export function answerText({ form }: Question, value: Value): string {
  return form === 'address' && typeof value === 'number' ? value.toString(16).padStart(8, '0') : String(value);
}

/** The right answer to a question for a seed: a value, or the name of an option. */
export async function rightAnswer(
  exercise: Exercise,
  question: Question,
  seed: number,
  tools: GradeTools,
): Promise<Value> {
  const value = await sourceValue(exercise, question.answer, seed, tools);
  if (!question.optionValues) return value;
  const option = Object.entries(question.optionValues).find(
    ([, each]) => isSame(value, each) || String(each) === String(value),
  );
  return option?.[0] ?? `(${value})`;
}

/** Values that a machine gave: a machine that is booted alike says the same again. */
const known = new WeakMap<GradeTools, Map<string, Promise<Value>>>();

/** A value for a seed: written down, or taken from the machine. */
export async function sourceValue(
  exercise: Exercise,
  source: ValueSource,
  seed: number,
  tools: GradeTools,
): Promise<Value> {
  if ('value' in source) return source.value;
  const values = known.get(tools) ?? new Map<string, Promise<Value>>();
  known.set(tools, values);
  const key = `${exercise.name} ${seed} ${JSON.stringify(source)}`;
  const value = values.get(key) ?? machineValue(exercise, source, seed, tools);
  values.set(key, value);
  return value;
}

async function machineValue(
  exercise: Exercise,
  source: Exclude<ValueSource, { readonly value: Value }>,
  seed: number,
  tools: GradeTools,
): Promise<Value> {
  const lab = await exerciseLab(exercise, await tools.program(), seed);
  if (source.at) await lab.act({ kind: 'command', line: source.at });
  if ('expression' in source) return lab.session.evaluate(source.expression);
  if ('output' in source) {
    return new RegExp(source.output, 'm').exec(consoleOutput(lab.now.now.log))?.[1] ?? '';
  }
  const before = lab.now.transcript.length;
  await lab.act({ kind: 'command', line: source.command });
  return new RegExp(source.match, 'm').exec(lab.now.transcript.slice(before).replace(/^.*\n/, ''))?.[1] ?? '';
}

/** A lab over an exercise's program with a seed, at the exercise's start. */
export async function exerciseLab(
  exercise: Exercise,
  program: TrialProgram,
  seed: number,
  systemSource?: (file: string) => string | undefined,
): Promise<Lab> {
  const lab = new Lab({
    ...program,
    ...(systemSource ? { systemSource } : {}),
    options: { ...exercise.boot, seed, commandLine: trialCommandLine(program.program, seed) },
    start: exercise.start,
  });
  await lab.ready;
  return lab;
}
