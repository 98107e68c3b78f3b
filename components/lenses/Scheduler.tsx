/** The scheduler: who runs on each processor and for how long yet, who is ready, why the last switch happened, and all of it over time. */
import type { Moment } from '@/lab/moment.ts';
import { lastSwitch, type ProcessorView, processorViews } from '@/nt/query-scheduler.ts';
import type { LensProps } from './lens.ts';
import { Badge, numberOf, threadsOf, threadText, threadTitle } from './threads/badge.tsx';
import { EventTable } from './threads/EventTable.tsx';
import { Timeline } from './threads/Timeline.tsx';
import { whyText } from './threads/why.ts';
import { type ThreadWords, threadWords } from './threads/words.ts';

const QUEUE_SHOWN = 16;

export function Scheduler(props: LensProps) {
  const { now, language } = props;
  const say = threadWords(language);
  const processors = processorViews(now.space, now.time100ns);
  if (processors.length === 0) return <p class="lens-empty">{say.none}</p>;
  return (
    <div class="scheduler">
      <p class="scheduler-why">
        <strong>{say.lastSwitch}</strong> <Why now={now} say={say} />
      </p>
      <div class="processors">
        {processors.map((processor) => (
          <Processor key={processor.index} props={props} processor={processor} say={say} />
        ))}
      </div>
      <Timeline props={props} processorCount={processors.length} say={say} />
      <EventTable now={now} say={say} />
    </div>
  );
}

/** One sentence on the last switch. */
function Why({ now, say }: { now: Moment; say: ThreadWords }) {
  const entry = lastSwitch(now.log);
  return <>{entry ? whyText(now, entry, say) : say.noSwitch}</>;
}

interface ProcessorProps {
  readonly props: LensProps;
  readonly processor: ProcessorView;
  readonly say: ThreadWords;
}

function Processor({ props, processor, say }: ProcessorProps) {
  const { lab, now } = props;
  const thread = threadsOf(now).find(({ id }) => id === processor.threadId);
  const letRun = (id: number | undefined) => void lab.act({ kind: 'switch', processor: processor.index, id });
  return (
    <div class="processor">
      <p class="processor-head">
        <strong>
          {say.processor} {processor.index}
        </strong>{' '}
        {thread ? (
          <>
            {say.runs} <Badge number={thread.number} title={threadTitle(now, thread.startAddress)} />{' '}
            <span class="quiet">{say.priorityIs(thread.priority)}</span>
          </>
        ) : (
          <span class="quiet">{say.idle}</span>
        )}
        {processor.nextThreadId !== undefined && (
          <>
            {' '}
            · {say.next} <Badge number={numberOf(now, processor.nextThreadId)} />
          </>
        )}
      </p>
      {processor.quantumLeft !== undefined && processor.quantum !== undefined && (
        <Quantum left={processor.quantumLeft} all={processor.quantum} say={say} />
      )}
      {processor.ready.length === 0 ? (
        <p class="quiet queue-none">{say.nobodyReady}</p>
      ) : (
        <>
          <table class="ready-queues" aria-label={say.readyQueues}>
            <tbody>
              {processor.ready.map(({ priority, threads }) => (
                <tr key={priority}>
                  <th scope="row">{priority}</th>
                  <td>
                    {threads.slice(0, QUEUE_SHOWN).map(({ id }) => {
                      const title = say.letThisRun(threadText(now, id, say.thread));
                      return (
                        <button key={id} type="button" title={title} aria-label={title} onClick={() => letRun(id)}>
                          <Badge number={numberOf(now, id)} />
                        </button>
                      );
                    })}
                    {threads.length > QUEUE_SHOWN && (
                      <span class="quiet"> {say.more(threads.length - QUEUE_SHOWN)}</span>
                    )}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
          {thread && (
            <button type="button" class="let-run" title={say.letRunHelp} onClick={() => letRun(undefined)}>
              {say.letRun}
            </button>
          )}
        </>
      )}
    </div>
  );
}

function Quantum({ left, all, say }: { left: number; all: number; say: ThreadWords }) {
  const share = Math.min(1, all === 0 ? 0 : left / all);
  return (
    <p class="quantum">
      {say.quantum}{' '}
      <svg viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">
        <rect class="whole" x="0" y="0" width="100" height="8" />
        <rect class="left" x="0" y="0" width={share * 100} height="8" />
      </svg>{' '}
      <span class="quiet">{say.ticksLeft(left.toFixed(2), String(all))}</span>
    </p>
  );
}
