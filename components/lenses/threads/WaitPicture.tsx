/**
 * The wait graph drawn: a full arrow from a thread to what it waits for, a broken one from there to the thread that has it.
 * Who waits for the end of a thread has an arc to it on the left.
 * Threads of a ring stand first and in its order, so that the ring is seen as one.
 */
import type { ProcessWaits } from '@/debugger/waits.ts';
import type { Moment } from '@/lab/moment.ts';
import { ObjectType } from '@/nt/object.ts';
import type { WaitEdge } from '@/nt/query-waits.ts';
import { numberOf, threadClass, threadsOf, threadTitle } from './badge.tsx';
import type { ThreadWords } from './words.ts';

const ROWS_MAX = 14;
const STEP = 46;
const BOX = 26;
const LEFT_X = 44;
const LEFT_WIDTH = 184;
const RIGHT_X = 276;
const RIGHT_WIDTH = 230;
const WIDTH = RIGHT_X + RIGHT_WIDTH;

interface Props {
  readonly now: Moment;
  readonly waits: ProcessWaits;
  readonly say: ThreadWords;
}

export function WaitPicture({ now, waits, say }: Props) {
  const ids = [
    ...new Set([
      ...waits.cycle,
      ...waits.edges.map(({ threadId }) => threadId),
      ...waits.edges.flatMap(({ ownerId }) => (ownerId === undefined ? [] : [ownerId])),
    ]),
  ].slice(0, ROWS_MAX);
  const edges = waits.edges.filter(({ threadId }) => ids.includes(threadId));
  const ordered = [...edges].sort((a, b) => ids.indexOf(a.threadId) - ids.indexOf(b.threadId));
  const isEndOf = ({ object, ownerId }: WaitEdge) =>
    ownerId !== undefined &&
    waits.objects.find(({ address }) => address === object)?.object?.typeIndex === ObjectType.Thread;
  const others = ordered.filter((edge) => !isEndOf(edge));
  const objects = [...new Set(others.map(({ object }) => object))].slice(0, ROWS_MAX);
  const threadY = (id: number) => ids.indexOf(id) * STEP + 8;
  const objectY = (object: number) => objects.indexOf(object) * STEP + 8 + STEP / 2;
  const height = Math.max(ids.length, objects.length + 0.5) * STEP + 4;
  const inRing = new Set(waits.cycle);
  const isRingEdge = (from: number, to: number | undefined) =>
    to !== undefined && waits.cycle[(waits.cycle.indexOf(from) + 1) % waits.cycle.length] === to && inRing.has(from);
  return (
    <svg class="wait-picture" viewBox={`0 0 ${WIDTH} ${height}`} role="img" aria-label={say.graph}>
      <defs>
        {['plain', 'ring'].map((kind) => (
          <marker
            key={kind}
            id={`arrow-${kind}`}
            class={kind}
            viewBox="0 0 8 8"
            refX="7"
            refY="4"
            markerWidth="7"
            markerHeight="7"
            orient="auto-start-reverse"
          >
            <path d="M0 0 L8 4 L0 8 z" />
          </marker>
        ))}
      </defs>
      {ordered.filter(isEndOf).map(({ threadId, ownerId = 0 }) => {
        if (!ids.includes(ownerId)) return null;
        const kind = isRingEdge(threadId, ownerId) ? 'ring' : 'plain';
        const [from, to] = [threadY(threadId) + BOX / 2, threadY(ownerId) + BOX / 2 + (threadId < ownerId ? -5 : 5)];
        const bend = LEFT_X - Math.min(LEFT_X - 4, 12 + Math.abs(to - from) / 5);
        return (
          <g key={`${threadId} ${ownerId}`} class={kind}>
            <path
              class="wants"
              d={`M${LEFT_X} ${from} C${bend} ${from} ${bend} ${to} ${LEFT_X - 2} ${to}`}
              marker-end={`url(#arrow-${kind})`}
            />
          </g>
        );
      })}
      {others
        .filter(({ object }) => objects.includes(object))
        .map(({ threadId, object, ownerId }) => {
          const isRing = isRingEdge(threadId, ownerId);
          const kind = isRing ? 'ring' : 'plain';
          const y = objectY(object) + BOX / 2;
          return (
            <g key={`${threadId} ${object}`} class={kind}>
              <line
                class="wants"
                x1={LEFT_WIDTH}
                y1={threadY(threadId) + BOX / 2}
                x2={RIGHT_X - 2}
                y2={y - 4}
                marker-end={`url(#arrow-${kind})`}
              />
              {ownerId !== undefined && ids.includes(ownerId) && (
                <line
                  class="held"
                  x1={RIGHT_X}
                  y1={y + 5}
                  x2={LEFT_WIDTH + 2}
                  y2={threadY(ownerId) + BOX / 2 + 4}
                  marker-end={`url(#arrow-${kind})`}
                />
              )}
            </g>
          );
        })}
      {ids.map((id) => {
        const number = numberOf(now, id);
        const thread = threadsOf(now).find((candidate) => candidate.id === id);
        return (
          <g key={id} class={`box ${threadClass(number)}${inRing.has(id) ? ' ring' : ''}`}>
            <rect x={LEFT_X} y={threadY(id)} width={LEFT_WIDTH - LEFT_X} height={BOX} rx="4" />
            <text x={LEFT_X + 10} y={threadY(id) + 17}>
              {short(`${number} ${thread ? threadTitle(now, thread.startAddress) : ''}`, 18)}
            </text>
          </g>
        );
      })}
      {objects.map((address) => {
        const waited = waits.objects.find((candidate) => candidate.address === address);
        return (
          <g key={address} class="box object">
            <rect x={RIGHT_X} y={objectY(address)} width={RIGHT_WIDTH - 1} height={BOX} rx="12" />
            <text x={RIGHT_X + 12} y={objectY(address) + 17}>
              {short(waited ? waits.nameOf(waited) : '', 30)}
            </text>
          </g>
        );
      })}
    </svg>
  );
}

const short = (text: string, most: number) => (text.length > most ? `${text.slice(0, most - 1)}…` : text);
