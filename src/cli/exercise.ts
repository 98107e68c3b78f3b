/** `glass exercise`: what an exercise asks with a seed, and, for instructors, what is right. */
import { demandText } from '../lab/demands.ts';
import type { Exercise, ExerciseText, Question } from '../lab/exercise.ts';
import { exerciseNames, readExercise } from '../lab/exercise-files.node.ts';
import { gradeTools } from '../lab/exercise-tools.node.ts';
import { answerText, rightAnswer } from '../lab/grade.ts';
import { mixed } from '../lab/seed.ts';
import { type Settings, UsageError } from './arguments.ts';

/** Prints the list of exercises, or the one that is named; returns the exit code. */
export async function printExercise({ modules: [name], seed, answer }: Settings): Promise<number> {
  if (name === undefined) {
    for (const { exercise, texts } of exerciseNames().map(readExercise)) {
      say(`${exercise.name.padEnd(20)} ${exercise.chapter.padEnd(20)} ${exercise.kind.padEnd(8)} ${texts.en.title}`);
    }
    return 0;
  }
  if (!exerciseNames().includes(name))
    throw new UsageError(`there is no exercise ${name}; there are ${exerciseNames().join(', ')}`);
  const folder = readExercise(name);
  const { exercise, texts } = folder;
  const { title, objectives, items } = texts.en;
  say(`${title} (${exercise.kind}, level ${exercise.level}, ${exercise.points} points, seed ${seed})`);
  for (const objective of objectives) say(`  ${objective}`);
  if (exercise.kind === 'order') printOrder(exercise, items, seed, answer);
  if (exercise.schedule) {
    const { threads, goal, solution } = exercise.schedule;
    say(`- threads ${threads.join(', ')}; to be reached: ${goal === 'deadlock' ? goal : `output ${goal.output}`}`);
    if (answer) say(`  turns: ${solution.join(' ')}`);
  }
  for (const demand of exercise.demands) say(`- ${demandText(demand)}`);
  const tools = gradeTools(folder);
  for (const question of exercise.questions) {
    printQuestion(question, texts.en);
    if (answer) say(`  answer: ${answerText(question, await rightAnswer(exercise, question, seed, tools))}`);
  }
  if (answer && exercise.kind === 'edit')
    for (const [file, text] of Object.entries(folder.solution)) say(`\n=== ${file}\n${text}`);
  return 0;
}

function printQuestion({ id, options }: Question, { questions }: ExerciseText): void {
  const text = questions[id];
  say(`\n${id}: ${text?.ask}`);
  for (const option of options ?? []) say(`  ${option}: ${text?.options?.[option]}`);
}

function printOrder({ order }: Exercise, items: ExerciseText['items'], seed: number, answer: boolean): void {
  for (const item of answer ? order : mixed(order, seed)) say(`- ${items[item]}`);
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
