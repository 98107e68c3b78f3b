/** The state of something that can be waited for, in words. */
import type { DispatcherView } from '@/nt/query-objects.ts';
import type { ThreadWords } from './words.ts';

const MUTANT = 2;

export function stateText({ type, signalState, limit }: DispatcherView, say: ThreadWords): string {
  if (type === MUTANT) return say.signal.mutant(signalState);
  if (limit !== undefined) return say.signal.semaphore(signalState, limit);
  return say.signal.other(signalState);
}
