/**
 * Threads over time: a row for each, tall where it runs, half as tall where it is ready, a thin line where it waits. The
 * row of a processor shows whose turn it was. What is narrower than a column of the picture is gathered: who ran at all
 * in a column is shown as running.
 */
import { useState } from 'preact/hooks';
import type { Segment, ThreadTrack } from '@/nt/query-scheduler.ts';
import { threadTimeline } from '@/nt/query-scheduler.ts';
import type { LensProps } from '../lens.ts';
import { Badge, threadClass, threadTitle } from './badge.tsx';
import type { ThreadWords } from './words.ts';

const COLUMNS = 400;
const ROWS_SHOWN = 24;
const ZOOMS: readonly number[] = [0, 1_000_000, 100_000, 10_000];

interface Props {
  readonly props: LensProps;
  readonly processorCount: number;
  readonly say: ThreadWords;
}

/** A stretch of columns of the same look. */
interface Run {
  readonly x: number;
  readonly width: number;
  readonly look: string;
}

export function Timeline({ props, processorCount, say }: Props) {
  const { lab, now } = props;
  const [zoom, setZoom] = useState(0);
  const { start, end } = lab.now.range;
  const from =
    zoom === 0
      ? wholeFrom(threadTimeline(now.log), Math.min(start, now.position), now.position)
      : Math.max(0, now.position - zoom);
  const to = Math.max(from + 1, zoom === 0 ? Math.max(end, now.position) : now.position);
  const tracks = threadTimeline(now.log).filter((track) => track.state !== 'ended' || track.since > from);
  const span = { from, to };
  const go = (event: MouseEvent & { readonly currentTarget: SVGSVGElement }) => {
    const box = event.currentTarget.getBoundingClientRect();
    const share = (event.clientX - box.left) / Math.max(1, box.width);
    void lab.act({ kind: 'goto', position: Math.round(from + share * (to - from)) });
  };
  const mark = ((now.position - from) / (to - from)) * COLUMNS;
  const row = (runs: readonly Run[], text: string) => (
    // biome-ignore lint/a11y/useKeyWithClickEvents: by keyboard the lab's own timeline leads to any position
    <svg viewBox={`0 0 ${COLUMNS} 20`} preserveAspectRatio="none" role="img" aria-label={text} onClick={go}>
      {runs.map(({ x, width, look }) => (
        <rect key={x} class={look} x={x} width={width} y={topOf(look)} height={20 - 2 * topOf(look)} />
      ))}
      <rect class="mark" x={Math.min(mark, COLUMNS - 1.5)} width="1.5" y="0" height="20" />
    </svg>
  );
  return (
    <div class="thread-timeline">
      <div class="zooms">
        <strong>{say.timeline}</strong>
        {ZOOMS.map((size) => (
          <button key={size} type="button" aria-pressed={zoom === size} onClick={() => setZoom(size)}>
            {size === 0 ? say.zoomAll : say.zoomLast(size.toLocaleString('en'))}
          </button>
        ))}
        <span class="quiet">{say.instructions}</span>
      </div>
      {Array.from({ length: processorCount }, (_, index) => (
        <div class="strip processor-strip" key={`p${index}`}>
          <span class="strip-name">
            {say.processor} {index}
          </span>
          {row(processorRuns(tracks, index, span, now.position), `${say.processor} ${index}`)}
        </div>
      ))}
      {tracks.slice(0, ROWS_SHOWN).map((track) => {
        const title = threadTitle(now, track.startAddress);
        return (
          <div class="strip" key={track.number}>
            <span class="strip-name">
              <Badge number={track.number} title={title} />
            </span>
            {row(threadRuns(track, span, now.position), `${say.thread} ${track.number}: ${say.states[track.state]}`)}
          </div>
        );
      })}
      {tracks.length > ROWS_SHOWN && <p class="quiet">{say.more(tracks.length - ROWS_SHOWN)}</p>}
      <ul class="strip-legend">
        {(['running', 'ready', 'waiting'] as const).map((state) => (
          <li key={state}>
            <svg viewBox="0 0 24 20" aria-hidden="true">
              <rect class={`${state} thread-1`} x="0" width="24" y={topOf(state)} height={20 - 2 * topOf(state)} />
            </svg>
            {say.states[state]}
          </li>
        ))}
        <li class="quiet">{say.timelineHelp}</li>
      </ul>
    </div>
  );
}

/** Where there is something to see from on: the lab's beginning, or a little before the second thread came. */
function wholeFrom(tracks: readonly ThreadTrack[], start: number, position: number): number {
  const second = tracks[1];
  if (!second) return start;
  const came = second.segments[0]?.from ?? second.since;
  return Math.min(start, Math.max(0, Math.floor(came - 0.03 * (position - came))));
}

function topOf(look: string): number {
  if (look.startsWith('running')) return 2;
  return look.startsWith('ready') ? 6.5 : 9.2;
}

interface Span {
  readonly from: number;
  readonly to: number;
}

/** Later looks win over earlier ones in a column. */
const RANK: Readonly<Record<string, number>> = { waiting: 1, ready: 2, running: 3 };

/** The track's segments with the one that is not over yet. */
function allSegments(track: ThreadTrack, now: number): readonly Segment[] {
  const { since, state, processor } = track;
  return [...track.segments, { from: since, to: Math.max(now, since), state, processor }];
}

function threadRuns(track: ThreadTrack, span: Span, now: number): readonly Run[] {
  const columns = new Array<string>(COLUMNS).fill('');
  const colour = threadClass(track.number);
  for (const segment of allSegments(track, now)) {
    const rank = RANK[segment.state];
    if (rank === undefined) continue;
    eachColumn(segment, span, (column) => {
      const there = RANK[columns[column]?.split(' ')[0] ?? ''] ?? 0;
      if (rank > there) columns[column] = `${segment.state} ${colour}`;
    });
  }
  return runsOf(columns);
}

function processorRuns(tracks: readonly ThreadTrack[], processor: number, span: Span, now: number): readonly Run[] {
  const columns = new Array<string>(COLUMNS).fill('');
  for (const track of tracks) {
    for (const segment of allSegments(track, now)) {
      if (segment.state !== 'running' || segment.processor !== processor) continue;
      eachColumn(segment, span, (column) => {
        columns[column] = `running ${threadClass(track.number)}`;
      });
    }
  }
  return runsOf(columns);
}

function eachColumn(segment: Segment, { from, to }: Span, visit: (column: number) => void): void {
  if (segment.to < from || segment.from > to) return;
  const columnOf = (position: number) => Math.floor(((position - from) / (to - from)) * COLUMNS);
  const first = Math.max(0, columnOf(segment.from));
  const last = Math.min(COLUMNS - 1, Math.max(first, columnOf(segment.to) - 1));
  for (let column = first; column <= last; column++) visit(column);
}

function runsOf(columns: readonly string[]): readonly Run[] {
  const runs: Run[] = [];
  for (let x = 0; x < columns.length; ) {
    const look = columns[x] ?? '';
    let width = 1;
    while (x + width < columns.length && columns[x + width] === look) width++;
    if (look !== '') runs.push({ x, width, look });
    x += width;
  }
  return runs;
}
