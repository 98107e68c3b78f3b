/** The run as a line that can be dragged: where it stands, how far it has come, and where things happened. */
import { useEffect, useRef, useState } from 'preact/hooks';
import type { Lab, LabState } from '@/lab/lab.ts';
import type { LabWords } from './words.ts';

interface Props {
  readonly lab: Lab;
  readonly state: LabState;
  readonly words: LabWords;
}

/** How many places along the line a mark may have. */
const MARKS_MAX = 200;

export function Timeline({ lab, state, words }: Props) {
  const { start, end } = state.range;
  const { position } = state.now;
  const [dragged, drag] = useState<number | undefined>(undefined);
  const wanted = useRef<number | undefined>(undefined);
  useEffect(() => drag(undefined), [state.now]);
  /** Only the newest place is gone to: those that the hand has left behind are skipped. */
  const go = (target: number) => {
    drag(target);
    const isUnderWay = wanted.current !== undefined;
    wanted.current = target;
    if (!isUnderWay) void follow();
  };
  const follow = async () => {
    for (let target = wanted.current; target !== undefined; ) {
      await lab.act({ kind: 'goto', position: target });
      const next: number | undefined = wanted.current === target ? undefined : wanted.current;
      wanted.current = next;
      target = next;
    }
  };
  const text = words.positionOf(position.toLocaleString('en'), end.toLocaleString('en'));
  return (
    <div class="timeline">
      <div class="timeline-line">
        <Marks state={state} />
        <input
          type="range"
          aria-label={words.timeline}
          aria-valuetext={text}
          min={start}
          max={Math.max(end, start + 1)}
          step={1}
          value={dragged ?? position}
          disabled={end <= start}
          onInput={(event) => go(Number(event.currentTarget.value))}
        />
      </div>
      <output>
        {text} · {words.time((state.now.time100ns / 10_000).toFixed(3))}
      </output>
    </div>
  );
}

/** Ticks where the program wrote to the console (low) and where exceptions happened (high). */
function Marks({ state }: Pick<Props, 'state'>) {
  const { start, end } = state.range;
  const span = Math.max(1, end - start);
  const places = new Map<string, { x: number; kind: string }>();
  for (const entry of state.now.log) {
    if (entry.position < start || (entry.kind !== 'output' && entry.kind !== 'exception')) continue;
    const x = Math.round(((entry.position - start) / span) * MARKS_MAX) / MARKS_MAX;
    places.set(`${entry.kind}${x}`, { x, kind: entry.kind });
  }
  return (
    <svg class="timeline-marks" viewBox="0 0 1000 10" preserveAspectRatio="none" aria-hidden="true">
      {[...places.values()].map(({ x, kind }) => (
        <rect
          key={`${kind}${x}`}
          class={kind}
          x={x * 1000 - 1.5}
          y={kind === 'exception' ? 0 : 4}
          width={3}
          height={kind === 'exception' ? 10 : 6}
        />
      ))}
    </svg>
  );
}
