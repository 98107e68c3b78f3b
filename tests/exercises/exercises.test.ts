/**
 * Every exercise both ways, with five seeds: its solution passes; what it starts with and every wrong answer fail, each with
 * words of its own in both languages.
 */
import { describe, expect, test } from 'vitest';
import { findingSentences } from '../../components/exercise/feedback.ts';
import { exerciseWords } from '../../components/exercise/words.ts';
import type { Answer, Exercise, Grade } from '../../src/lab/exercise.ts';
import { noAnswer } from '../../src/lab/exercise.ts';
import { type ExerciseFolder, exerciseNames, readExercise } from '../../src/lab/exercise-files.node.ts';
import { gradeTools } from '../../src/lab/exercise-tools.node.ts';
import { answerText, type GradeTools, grade, rightAnswer, sourceValue } from '../../src/lab/grade.ts';

const seeds = [1, 2, 7, 1000, 0xfffffffe];
const languages = ['en', 'zh'] as const;

/** What a reader is told of a grade, in a language. */
function told({ findings }: Grade, { exercise, texts }: ExerciseFolder, language: (typeof languages)[number]): string {
  const words = exerciseWords(language);
  const failing = findings.filter(({ holds }) => !holds);
  expect(failing.length, exercise.name).toBeGreaterThan(0);
  return failing
    .map((finding) => {
      const sentences = findingSentences(finding, texts[language], words);
      expect(
        sentences.length,
        `${exercise.name}: nothing is said about ${finding.part} ${finding.key}`,
      ).toBeGreaterThan(0);
      expect(sentences.join(' ')).not.toMatch(/undefined|\?\?|NaN/);
      return sentences.join(' ');
    })
    .join('\n');
}

async function rightAnswers(exercise: Exercise, seed: number, tools: GradeTools): Promise<Record<string, string>> {
  const answers: Record<string, string> = {};
  for (const question of exercise.questions) {
    answers[question.id] = answerText(question, await rightAnswer(exercise, question, seed, tools));
  }
  return answers;
}

/** Wrong answers of an exercise by name, for one seed. */
async function wrongAnswers(folder: ExerciseFolder, seed: number, tools: GradeTools): Promise<[string, Answer][]> {
  const { exercise, wrong, wrongOrders } = folder;
  if (exercise.kind === 'edit') return Object.entries(wrong).map(([name, edits]) => [name, { ...noAnswer, edits }]);
  if (exercise.kind === 'order' || exercise.kind === 'schedule')
    return wrongOrders.map((order) => [order.join(' '), { ...noAnswer, order }]);
  const right = await rightAnswers(exercise, seed, tools);
  const list: [string, Answer][] = [];
  for (const question of exercise.questions) {
    const mistakes: [string, string][] = (question.options ?? [])
      .filter((option) => option !== right[question.id])
      .map((option) => [option, option]);
    for (const [name, source] of Object.entries(question.wrong ?? {})) {
      mistakes.push([name, answerText(question, await sourceValue(exercise, source, seed, tools))]);
    }
    for (const [name, given] of mistakes) {
      list.push([`${question.id}: ${name}`, { ...noAnswer, answers: { ...right, [question.id]: given } }]);
    }
  }
  return list;
}

describe.each(exerciseNames())('the exercise %s', (name) => {
  const folder = readExercise(name);
  const { exercise, texts, solution } = folder;
  const tools = gradeTools(folder);
  const graded = (answer: Answer, seed: number) => grade(exercise, answer, seed, tools, texts.en.orders);

  test('is passed by its solution, for each seed', async () => {
    for (const seed of seeds) {
      const answers = await rightAnswers(exercise, seed, tools);
      const result = await graded(
        { answers, order: exercise.schedule?.solution ?? exercise.order, edits: solution },
        seed,
      );
      expect(result.findings.filter(({ holds }) => !holds)).toEqual([]);
      expect(result.score).toBe(exercise.points);
    }
  }, 120_000);

  test('is not passed by what it starts with', async () => {
    for (const seed of seeds) {
      const result = await graded(noAnswer, seed);
      expect(result.solved).toBe(false);
      expect(result.score).toBe(0);
      for (const language of languages) told(result, folder, language);
    }
  }, 120_000);

  test('is not passed by any wrong answer, and says why', async () => {
    for (const seed of seeds) {
      const wrong = await wrongAnswers(folder, seed, tools);
      expect(wrong.length).toBeGreaterThan(1);
      const results = new Map<string, Grade>();
      for (const [what, answer] of wrong) {
        const result = await graded(answer, seed);
        expect(result.solved, `${what}, seed ${seed}`).toBe(false);
        expect(result.score).toBeLessThan(exercise.points);
        results.set(what, result);
      }
      for (const language of languages) {
        const sayings = [...results].map(([what, result]) => `${what.split(':')[0]} ${told(result, folder, language)}`);
        const said = exercise.kind === 'edit' ? sayings.map((each) => each.slice(each.indexOf(' '))) : sayings;
        expect(new Set(said).size, said.join('\n\n')).toBe(said.length);
      }
    }
  }, 180_000);
});

describe('exercises', () => {
  const all = exerciseNames().map(readExercise);

  test.each([
    'run-time-library',
    'heap-and-stack',
    'threads-and-scheduling',
    'structured-exception-handling',
    'thread-local-storage',
    'handles-and-synchronisation',
  ])('the chapter %s has five, of mixed kinds and rising difficulty', (chapter) => {
    const own = all.map(({ exercise }) => exercise).filter((exercise) => exercise.chapter === chapter);
    expect(own.length).toBeGreaterThanOrEqual(5);
    expect(new Set(own.map(({ kind }) => kind)).size).toBeGreaterThanOrEqual(4);
    expect(new Set(own.map(({ number }) => number)).size).toBe(own.length);
    expect(new Set(own.map(({ level }) => level))).toEqual(new Set([1, 2, 3]));
  });

  test('their hints, objectives and questions correspond in both languages', () => {
    for (const { texts } of all) {
      expect(texts.zh.hints.length).toBe(texts.en.hints.length);
      expect(texts.zh.objectives.length).toBe(texts.en.objectives.length);
      expect(texts.zh.orders.map(({ first, then }) => [first, then])).toEqual(
        texts.en.orders.map(({ first, then }) => [first, then]),
      );
      expect(Object.keys(texts.zh.feedback)).toEqual(Object.keys(texts.en.feedback));
    }
  });

  test('a debugging exercise has another answer with another seed', async () => {
    for (const folder of all.filter(({ exercise }) => exercise.kind === 'debug')) {
      const tools = gradeTools(folder);
      const answers = await Promise.all(seeds.map((seed) => rightAnswers(folder.exercise, seed, tools)));
      expect(new Set(answers.map((each) => JSON.stringify(each))).size, folder.exercise.name).toBeGreaterThan(3);
    }
  }, 120_000);

  test.each([
    ['rt-start-order', ['DllMain', 'mainCRTStartup', '_heap_init', 'Early', 'main']],
    [
      'tl-order',
      [
        'dllCallback',
        'DllMain',
        'exeCallback',
        'mainCRTStartup',
        'main',
        'dllCallback',
        'DllMain',
        'exeCallback',
        'worker',
      ],
    ],
  ])(
    'the order of %s is the order in which the machine comes there',
    async (name, order) => {
      const folder = readExercise(name);
      const { exerciseLab } = await import('../../src/lab/grade.ts');
      const lab = await exerciseLab(folder.exercise, await gradeTools(folder).program(), 3);
      const met: string[] = [];
      for (let i = 0; i < order.length; i++) {
        await lab.act({ kind: 'run', direction: 'forward' });
        met.push(lab.session.nameOf(lab.session.state.registers.eip)?.replace(/^.*!/, '') ?? '');
      }
      expect(met).toEqual(order);
    },
    60_000,
  );
});
