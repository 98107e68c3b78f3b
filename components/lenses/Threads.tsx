/** The threads: state, priority, what each waits for and where it stands; choosing one shows its stack, here and in all lenses. */
import { hex } from '@/debugger/format.ts';
import { nameOf } from '@/debugger/symbols.ts';
import { type NumberedThread, registersOf } from '@/debugger/threads.ts';
import type { ProcessWaits } from '@/debugger/waits.ts';
import { ETHREAD } from '@/nt/structs/ps.ts';
import { Calls } from './Calls.tsx';
import type { LensProps } from './lens.ts';
import { Badge, threadsOf, threadTitle } from './threads/badge.tsx';
import { hasEnded, waitsOf } from './threads/known.ts';
import { type ThreadWords, threadWords } from './threads/words.ts';

const ROWS_SHOWN = 100;

export function Threads(props: LensProps) {
  const { now, language } = props;
  const say = threadWords(language);
  const threads = threadsOf(now);
  if (threads.length === 0) return <p class="lens-empty">{hasEnded(now) ? say.hasEnded : say.none}</p>;
  const waits = waitsOf(now);
  const inView = threads.find(({ id }) => id === now.thread?.id);
  return (
    <div class="threads">
      <table aria-label={say.threads}>
        <thead>
          <tr>
            <th scope="col">{say.thread}</th>
            <th scope="col">{say.state}</th>
            <th scope="col">
              {say.priority} <span class="quiet">({say.nowBase})</span>
            </th>
            <th scope="col">{say.stands}</th>
          </tr>
        </thead>
        <tbody>
          {threads.slice(0, ROWS_SHOWN).map((thread) => (
            <Row key={thread.id} props={props} thread={thread} waits={waits} say={say} />
          ))}
        </tbody>
      </table>
      {threads.length > ROWS_SHOWN && <p class="quiet">{say.more(threads.length - ROWS_SHOWN)}</p>}
      {inView && (
        <section class="thread-stack">
          <h4>
            {say.stackOf} <Badge number={inView.number} title={threadTitle(now, inView.startAddress)} />
          </h4>
          <Calls {...props} />
        </section>
      )}
    </div>
  );
}

interface RowProps {
  readonly props: LensProps;
  readonly thread: NumberedThread;
  readonly waits: ProcessWaits;
  readonly say: ThreadWords;
}

function Row({ props, thread, waits, say }: RowProps) {
  const { lab, now, before } = props;
  const isInView = now.thread?.id === thread.id;
  const past = before && threadsOf(before).find(({ id }) => id === thread.id);
  const isChanged = past !== undefined && past.state !== thread.state;
  const boost = thread.priority - thread.basePriority;
  const title = threadTitle(now, thread.startAddress);
  const place = nameOf(now.modules, registersOf(now, thread).eip);
  return (
    <tr class={isInView ? 'in-view' : ''}>
      <th scope="row">
        <button type="button" aria-pressed={isInView} onClick={() => void lab.act({ kind: 'thread', id: thread.id })}>
          <Badge number={thread.number} title={title} /> <span class="quiet">{hex(thread.id)}</span>
        </button>
      </th>
      <td class={isChanged ? 'changed' : ''}>
        <State thread={thread} waits={waits} now={props} say={say} />
      </td>
      <td>
        {thread.priority} / {thread.basePriority}
        {boost > 0 && <span class="boost"> {say.boosted(boost)}</span>}
      </td>
      <td class="place">{place ?? ''}</td>
    </tr>
  );
}

function State({
  thread,
  waits,
  now: { now },
  say,
}: {
  thread: NumberedThread;
  waits: ProcessWaits;
  now: LensProps;
  say: ThreadWords;
}) {
  const suspended = ETHREAD.at(now.space, thread.address).Tcb.SuspendCount;
  const edges = waits.edges.filter(({ threadId }) => threadId === thread.id);
  const names = edges.flatMap(({ object }) => {
    const waited = waits.objects.find(({ address }) => address === object);
    if (waited?.object?.type === 'Thread') {
      const ends = threadsOf(now).find(({ address }) => address === object);
      if (ends) return [`${say.endOf} ${ends.number}`];
    }
    return waited ? [waits.nameOf(waited)] : [];
  });
  const isInRing = waits.cycle.includes(thread.id);
  return (
    <>
      <span class={`thread-state state-${thread.state.toLowerCase()}`}>{thread.state}</span>
      {thread.processor !== undefined && <span class="quiet"> P{thread.processor}</span>}
      {thread.waitReason && <span class="quiet"> {thread.waitReason}</span>}
      {names.length > 0 && (
        <span class="wait-names">
          {' '}
          {names.slice(0, 3).join(', ')}
          {names.length > 3 ? '…' : ''}
        </span>
      )}
      {suspended > 0 && <span class="quiet"> {say.suspended(suspended)}</span>}
      {isInRing && <strong class="error"> {say.deadlock}</strong>}
    </>
  );
}
