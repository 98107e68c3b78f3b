/** What a finding says to the reader: the machine's own sentence, and what the author has to say about it. */
import type { Demand } from '@/lab/demands.ts';
import { demandText } from '@/lab/demands.ts';
import type { Exercise, ExerciseText, Finding } from '@/lab/exercise.ts';
import type { ExerciseWords } from './words.ts';

/** The sentences for a finding, most particular first; none for one that simply holds. */
export function findingSentences(finding: Finding, text: ExerciseText, words: ExerciseWords): readonly string[] {
  const { key, part, values, holds } = finding;
  const why = text.questions[part]?.why ?? {};
  if (key === 'option') return sentences(why[String(values['option'])]);
  if (key === 'known mistake') return sentences(why[String(values['mistake'])]);
  if (key === 'order explained') return sentences(text.orders[Number(values['order'])]?.why);
  if (holds) return [];
  const say = words.findings[key as keyof ExerciseWords['findings']] as
    | ((values: Finding['values']) => string)
    | undefined;
  return sentences(say?.(values), text.feedback[key]);
}

const sentences = (...list: readonly (string | undefined)[]) => list.filter((each) => each !== undefined);

/** A demand in the reader's language. */
export function demandWords(demand: Demand, { demands }: ExerciseWords): string {
  switch (demand.kind) {
    case 'calls':
      return demands.calls(demand.name, demand.rule, demand.count);
    case 'low fragmentation':
      return demands['low fragmentation'](demand.size);
    case 'seeds':
      return demands.seeds(demand.count);
    default:
      return demands[demand.kind];
  }
}

/** What a finding is about, in the reader's language. */
export function partWords(finding: Finding, exercise: Exercise, words: ExerciseWords): string {
  const demand = exercise.demands.find((each) => demandText(each) === finding.part);
  if (demand) return demandWords(demand, words);
  return finding.part === 'build' ? words.demands.build : finding.part === 'end' ? words.demands.end : '';
}
