/** Who waits for whom: threads on the left, what they wait for on the right, and who has it; a ring is a deadlock. */
import type { ProcessWaits } from '@/debugger/waits.ts';
import type { WaitEdge, WaitedObject } from '@/nt/query-waits.ts';
import type { LensProps } from './lens.ts';
import { Address } from './text.tsx';
import { Badge, numberOf, threadsOf, threadText, threadTitle } from './threads/badge.tsx';
import { hasEnded, waitsOf } from './threads/known.ts';
import { stateText } from './threads/state.ts';
import { WaitPicture } from './threads/WaitPicture.tsx';
import { type ThreadWords, threadWords } from './threads/words.ts';

const WAITS_SHOWN = 100;

export function Waits(props: LensProps) {
  const { now, language } = props;
  const say = threadWords(language);
  const waits = waitsOf(now);
  if (waits.edges.length === 0) return <p class="lens-empty">{hasEnded(now) ? say.hasEnded : say.nobodyWaits}</p>;
  const names = (ids: readonly number[]) => ids.map((id) => threadText(now, id, say.thread)).join(' → ');
  return (
    <div class="waits">
      {waits.cycle.length > 0 && (
        <p class="waits-ring" role="alert">
          <strong>{say.deadlock}</strong> {say.ring(names([...waits.cycle, waits.cycle[0] ?? 0]))}
        </p>
      )}
      <WaitPicture now={now} waits={waits} say={say} />
      <table class="wait-rows" aria-label={say.graph}>
        <thead>
          <tr>
            {[say.thread, say.waitsFor, say.state, say.heldBy].map((text) => (
              <th key={text} scope="col">
                {text}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {waits.edges.slice(0, WAITS_SHOWN).map((edge) => (
            <Row key={`${edge.threadId} ${edge.object}`} props={props} waits={waits} edge={edge} say={say} />
          ))}
        </tbody>
      </table>
      {waits.edges.length > WAITS_SHOWN && <p class="quiet">{say.more(waits.edges.length - WAITS_SHOWN)}</p>}
    </div>
  );
}

/** A mutex without an owner is free, and only an owner may release it; anybody may signal an event or a semaphore. */
function nobodyText(waited: WaitedObject | undefined, say: ThreadWords): string {
  if (!waited || waited.key !== undefined) return say.noOwner;
  return waited.object?.type === 'Mutant' ? say.nobodyHas : say.nobodyOwns;
}

interface RowProps {
  readonly props: LensProps;
  readonly waits: ProcessWaits;
  readonly edge: WaitEdge;
  readonly say: ThreadWords;
}

function Row({ props, waits, edge, say }: RowProps) {
  const { now, selection } = props;
  const waited = waits.objects.find(({ address }) => address === edge.object);
  const thread = threadsOf(now).find(({ id }) => id === edge.threadId);
  const isInRing = waits.cycle.includes(edge.threadId);
  const isEnd = waited?.object?.type === 'Thread';
  return (
    <tr class={isInRing ? 'ring' : ''}>
      <th scope="row">
        <Badge number={numberOf(now, edge.threadId)} title={thread && threadTitle(now, thread.startAddress)} />
      </th>
      <td>
        <Address value={edge.object} length={16} selection={selection}>
          {isEnd ? say.endOf : waited ? waits.nameOf(waited) : ''}
        </Address>{' '}
        {isEnd && edge.ownerId !== undefined && <Badge number={numberOf(now, edge.ownerId)} />}{' '}
        <span class="quiet">{edge.kind === 'any' ? say.oneOf : edge.kind === 'all' ? say.allOf : ''}</span>
      </td>
      <td>{waited && (waited.key === undefined ? stateText(waited.dispatcher, say) : say.keyed)}</td>
      <td data-label={say.heldBy}>
        {edge.ownerId === undefined ? (
          <span class="quiet">{nobodyText(waited, say)}</span>
        ) : (
          <>
            <Badge number={numberOf(now, edge.ownerId)} />
            {isEnd && <span class="quiet"> {say.signalEnds}</span>}
          </>
        )}
      </td>
    </tr>
  );
}
