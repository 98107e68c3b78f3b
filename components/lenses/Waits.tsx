/** Who waits for whom: threads on the left, what they wait for on the right, and who has it; a ring is a deadlock. */
import type { ProcessWaits } from '@/debugger/waits.ts';
import type { WaitEdge } from '@/nt/query-waits.ts';
import type { LensProps } from './lens.ts';
import { Address } from './text.tsx';
import { Badge, numberOf, threadsOf, threadText, threadTitle } from './threads/badge.tsx';
import { waitsOf } from './threads/known.ts';
import { stateText } from './threads/state.ts';
import { WaitPicture } from './threads/WaitPicture.tsx';
import { type ThreadWords, threadWords } from './threads/words.ts';

const WAITS_SHOWN = 100;

export function Waits(props: LensProps) {
  const { now, language } = props;
  const say = threadWords(language);
  const waits = waitsOf(now);
  if (waits.edges.length === 0) return <p class="lens-empty">{say.nobodyWaits}</p>;
  const names = (ids: readonly number[]) => ids.map((id) => threadText(now, id, say.thread)).join(' → ');
  return (
    <div class="waits">
      {waits.cycle.length > 0 && (
        <p class="waits-ring" role="alert">
          <strong>{say.deadlock}</strong> {say.ring(names([...waits.cycle, waits.cycle[0] ?? 0]))}
        </p>
      )}
      <WaitPicture now={now} waits={waits} say={say} />
      <table aria-label={say.graph}>
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
  return (
    <tr class={isInRing ? 'ring' : ''}>
      <th scope="row">
        <Badge number={numberOf(now, edge.threadId)} title={thread && threadTitle(now, thread.startAddress)} />
      </th>
      <td>
        <Address value={edge.object} length={16} selection={selection}>
          {waited ? waits.nameOf(waited) : ''}
        </Address>{' '}
        <span class="quiet">{edge.kind === 'any' ? say.oneOf : edge.kind === 'all' ? say.allOf : ''}</span>
      </td>
      <td>{waited && waited.key === undefined && stateText(waited.dispatcher, say)}</td>
      <td>
        {edge.ownerId === undefined ? (
          <span class="quiet">{say.nobodyOwns}</span>
        ) : (
          <>
            <Badge number={numberOf(now, edge.ownerId)} />
            {waited?.object?.type === 'Thread' && <span class="quiet"> {say.signalEnds}</span>}
          </>
        )}
      </td>
    </tr>
  );
}
