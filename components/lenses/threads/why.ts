/** Why a switch happened, in one sentence. */
import type { Moment } from '@/lab/moment.ts';
import type { ScheduleEntry } from '@/nt/query-scheduler.ts';
import { threadText } from './badge.tsx';
import type { ThreadWords } from './words.ts';

export function whyText(now: Moment, entry: ScheduleEntry, say: ThreadWords): string {
  const from = threadText(now, entry.previous ?? 0, say.thread);
  const to = threadText(now, entry.thread, say.thread);
  const reason = entry.reason ?? 'other';
  if (entry.thread === 0) return (say.whyIdle[reason] ?? say.whyIdle['other'])?.(from) ?? '';
  return (say.why[reason] ?? say.why['other'])?.(from, to) ?? '';
}
