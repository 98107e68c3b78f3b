/**
 * What authors write, checked: an exercise's definition and its texts. A mistake throws an Error that names the exercise and
 * the place, so that the build stops there.
 */
import type { BootChoice } from '../nt/boot.ts';
import type { Demand } from './demands.ts';
import type {
  AnswerForm,
  Exercise,
  ExerciseKind,
  ExerciseText,
  Level,
  Question,
  QuestionText,
  ScheduleTask,
  ValueSource,
} from './exercise.ts';

type Plain = Readonly<Record<string, unknown>>;

const KINDS: readonly ExerciseKind[] = ['edit', 'debug', 'predict', 'choose', 'order', 'schedule'];
/** More turns than these are not kept. */
const TURNS_MAX = 60;
const BOOT_SWITCHES: readonly string[] = ['debugged', 'sehop', 'foreground', 'server'];
const FORMS: readonly AnswerForm[] = ['choice', 'number', 'address', 'text'];

const isPlain = (value: unknown): value is Plain =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function wrong(where: string, what: string): never {
  throw new Error(`content/exercises/${where}: ${what}`);
}

function text(value: unknown, where: string): string {
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : wrong(where, 'needs a text');
}

function whole(value: unknown, least: number, most: number, where: string): number {
  const isGood = typeof value === 'number' && Number.isInteger(value) && value >= least && value <= most;
  return isGood ? value : wrong(where, `is a whole number from ${least} to ${most}`);
}

function list(value: unknown, where: string): readonly unknown[] {
  return value === undefined ? [] : Array.isArray(value) ? value : wrong(where, 'is a list');
}

const texts = (value: unknown, where: string) => list(value, where).map((each) => text(each, where));

function textRecord(value: unknown, where: string): Readonly<Record<string, string>> {
  if (value === undefined) return {};
  if (!isPlain(value)) return wrong(where, 'has names and texts');
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, text(each, `${where} ${name}`)]));
}

/** What the exercise's own files say beside its definition. */
export interface ExerciseFiles {
  readonly name: string;
  readonly version: string;
  /** Name under which its program is loaded. */
  readonly program?: string;
  readonly sources: readonly string[];
  readonly demands: readonly Demand[];
}

/** The exercise of a definition. */
export function exerciseOf(value: unknown, files: ExerciseFiles): Exercise {
  const where = `${files.name}/exercise.json`;
  if (!isPlain(value)) return wrong(where, 'is an object');
  const kind = KINDS.find((each) => each === value['kind']) ?? wrong(where, `kind is one of ${KINDS.join(', ')}`);
  const questions = list(value['questions'], `${where} questions`).map((each) => questionOf(each, where));
  const order = texts(value['order'], `${where} order`);
  const schedule = kind === 'schedule' ? scheduleFrom(value['schedule'], `${where} schedule`) : undefined;
  const [needed, count] =
    kind === 'order'
      ? ['three items', order.length - 2]
      : kind === 'edit'
        ? ['demands', files.demands.length]
        : kind === 'schedule'
          ? ['a schedule', Number(schedule !== undefined)]
          : ['questions', questions.length];
  if (count <= 0) wrong(where, `has nothing to be graded by: ${kind} needs ${needed}`);
  const readOnly = texts(value['readOnly'], `${where} readOnly`);
  return {
    name: files.name,
    version: files.version,
    chapter: text(value['chapter'], `${where} chapter`),
    number: whole(value['number'], 1, 99, `${where} number`),
    kind,
    level: whole(value['level'], 1, 3, `${where} level`) as Level,
    minutes: whole(value['minutes'], 1, 120, `${where} minutes`),
    points: whole(value['points'], 1, 20, `${where} points`),
    ...(files.program === undefined ? {} : { program: files.program }),
    start: value['start'] === undefined ? 'bp main; g' : text(value['start'], `${where} start`),
    lenses: value['lenses'] === undefined ? ['source', 'console'] : texts(value['lenses'], `${where} lenses`),
    boot: bootFrom(value['boot'], `${where} boot`),
    questions,
    order,
    ...(schedule ? { schedule } : {}),
    demands: files.demands,
    files: kind === 'edit' ? files.sources.filter((file) => !readOnly.includes(file)) : [],
  };
}

function bootFrom(value: unknown, where: string): BootChoice {
  if (value === undefined) return {};
  if (!isPlain(value)) return wrong(where, 'is an object');
  for (const [name, each] of Object.entries(value)) {
    const isGood = name === 'processors' ? whole(each, 1, 4, `${where} ${name}`) : BOOT_SWITCHES.includes(name);
    if (!isGood || (name !== 'processors' && typeof each !== 'boolean'))
      wrong(where, `${name} is none of processors (1 to 4), ${BOOT_SWITCHES.join(', ')} (true or false)`);
  }
  return value;
}

function scheduleFrom(value: unknown, where: string): ScheduleTask {
  if (!isPlain(value)) return wrong(where, 'is an object');
  const threads = texts(value['threads'], `${where} threads`);
  const solution = texts(value['solution'], `${where} solution`);
  if (threads.length < 2) wrong(where, 'needs two threads or more');
  if (!solution.every((name) => threads.includes(name)))
    wrong(where, 'has a solution with a thread that is none of its own');
  if (new Set(threads).size < threads.length) wrong(where, 'has a thread twice');
  const unit = value['unit'] ?? 'line';
  if (unit !== 'line' && unit !== 'instruction') return wrong(where, 'unit is line or instruction');
  return {
    threads,
    unit,
    turnsMax: whole(value['turnsMax'], solution.length, TURNS_MAX, `${where} turnsMax`),
    goal: goalFrom(value['goal'], `${where} goal`),
    solution,
  };
}

function goalFrom(value: unknown, where: string): ScheduleTask['goal'] {
  if (value === 'deadlock') return value;
  if (!isPlain(value)) return wrong(where, 'is deadlock or an output');
  const output = text(value['output'], where);
  try {
    new RegExp(output, 'm');
  } catch (error) {
    wrong(where, String(error));
  }
  return { output };
}

function questionOf(value: unknown, where: string): Question {
  if (!isPlain(value)) return wrong(where, 'a question is an object');
  const id = text(value['id'], `${where} question`);
  const place = `${where} ${id}`;
  const form = FORMS.find((each) => each === value['form']) ?? wrong(place, `form is one of ${FORMS.join(', ')}`);
  const options = texts(value['options'], `${place} options`);
  if (form === 'choice' && options.length < 2) wrong(place, 'a choice needs options');
  const mistakes = value['wrong'];
  const values = value['optionValues'];
  return {
    id,
    form,
    ...(form === 'choice' ? { options } : {}),
    answer: sourceOf(value['answer'], place),
    ...(isPlain(values) ? { optionValues: values as Readonly<Record<string, string | number>> } : {}),
    ...(isPlain(mistakes)
      ? {
          wrong: Object.fromEntries(
            Object.entries(mistakes).map(([name, each]) => [name, sourceOf(each, `${place} ${name}`)]),
          ),
        }
      : {}),
  };
}

function sourceOf(value: unknown, where: string): ValueSource {
  if (typeof value === 'string' || typeof value === 'number') return { value };
  if (!isPlain(value)) return wrong(where, 'needs an answer');
  const at = value['at'] === undefined ? {} : { at: text(value['at'], `${where} at`) };
  if (value['expression'] !== undefined) return { expression: text(value['expression'], where), ...at };
  if (value['output'] !== undefined) return { output: text(value['output'], where), ...at };
  return { command: text(value['command'], where), match: text(value['match'], where), ...at };
}

/** The texts of an exercise in one language; everything that the exercise names must have words. */
export function exerciseTextOf(value: unknown, exercise: Exercise, file: string): ExerciseText {
  const where = `${exercise.name}/${file}`;
  if (!isPlain(value)) return wrong(where, 'has no front matter');
  const questions = isPlain(value['questions']) ? value['questions'] : {};
  const items = textRecord(value['items'], `${where} items`);
  for (const item of exercise.order) if (!items[item]) wrong(where, `the item ${item} has no text`);
  const hints = texts(value['hints'], `${where} hints`);
  const objectives = texts(value['objectives'], `${where} objectives`);
  if (hints.length < 2 || objectives.length === 0) wrong(where, 'needs objectives, and two or three hints');
  return {
    title: text(value['title'], `${where} title`),
    objectives,
    hints,
    questions: Object.fromEntries(
      exercise.questions.map((each) => [each.id, questionText(each, questions[each.id], `${where} ${each.id}`)]),
    ),
    items,
    orders: list(value['orders'], `${where} orders`).map((each) => orderOf(each, exercise, where)),
    feedback: textRecord(value['feedback'], `${where} feedback`),
  };
}

function questionText(question: Question, value: unknown, where: string): QuestionText {
  if (!isPlain(value)) return wrong(where, 'the question has no texts');
  const options = textRecord(value['options'], `${where} options`);
  const why = textRecord(value['why'], `${where} why`);
  for (const option of question.options ?? []) {
    if (!options[option]) wrong(where, `the option ${option} has no text`);
    if (!why[option]) wrong(where, `the option ${option} has no explanation`);
  }
  for (const mistake of Object.keys(question.wrong ?? {}))
    if (!why[mistake]) wrong(where, `the mistake ${mistake} has no explanation`);
  return { ask: text(value['ask'], `${where} ask`), options, why };
}

function orderOf(value: unknown, { order }: Exercise, where: string): ExerciseText['orders'][number] {
  if (!isPlain(value)) return wrong(where, 'an order has first, then and why');
  const [first, then] = [text(value['first'], where), text(value['then'], where)];
  if (order.indexOf(first) < 0 || order.indexOf(first) >= order.indexOf(then))
    wrong(where, `${first} does not come before ${then}`);
  return { first, then, why: text(value['why'], where) };
}
