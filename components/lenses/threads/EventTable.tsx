/** The scheduler's last events in words: the picture's text form. */
import type { Moment } from '@/lab/moment.ts';
import type { ScheduleEntry } from '@/nt/query-scheduler.ts';
import { threadText } from './badge.tsx';
import { whyText } from './why.ts';
import type { ThreadWords } from './words.ts';

const EVENTS_SHOWN = 30;
const KINDS: readonly string[] = ['switch', 'ready', 'boost', 'wait', 'wake'];

export function EventTable({ now, say }: { now: Moment; say: ThreadWords }) {
  const entries: ScheduleEntry[] = [];
  for (let i = now.log.length - 1; i >= 0 && entries.length < EVENTS_SHOWN; i--) {
    const entry = now.log[i];
    if (entry && KINDS.includes(entry.kind)) entries.push(entry as ScheduleEntry);
  }
  return (
    <details class="thread-events">
      <summary>{say.asText}</summary>
      <table>
        <thead>
          <tr>
            <th scope="col">{say.position}</th>
            <th scope="col">{say.event}</th>
          </tr>
        </thead>
        <tbody>
          {entries.map((entry, index) => (
            <tr key={index}>
              <td>{entry.position.toLocaleString('en')}</td>
              <td>{eventText(now, entry, say)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  );
}

function eventText(now: Moment, entry: ScheduleEntry, say: ThreadWords): string {
  const thread = threadText(now, entry.thread, say.thread);
  switch (entry.kind) {
    case 'switch':
      return `P${entry.processor}: ${whyText(now, entry, say)}`;
    case 'ready':
      return `${thread}: ${say.states.ready}, ${say.priorityIs(entry.priority ?? 0)}`;
    case 'boost':
      return `${thread}: ${say.priority} ${entry.from} → ${entry.to} (${entry.why})`;
    case 'wait':
      return `${thread}: ${say.states.waiting}`;
    default:
      return `${thread}: ${say.key} ${(entry.status ?? 0).toString(16)}`;
  }
}
