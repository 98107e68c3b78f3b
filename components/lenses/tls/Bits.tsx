/** The bitmaps of TLS indices as cells: the 64 of the TEB's slots, and the 1024 of the expansion block. */
import { TLS_SLOTS } from '@/nt/query-tls.ts';
import type { TlsWords } from './words.ts';

const CELL = 16;
const ROW = 32;
const SMALL_CELL = 4;
const SMALL_ROW = 128;

interface Props {
  readonly indices: readonly number[];
  readonly w: TlsWords;
}

/** The 64 bits of the first bitmap, 32 a row. */
export function Bits({ indices, w }: Props) {
  const used = new Set(indices);
  const text = (index: number) => (index === 0 ? w.reserved : used.has(index) ? w.used : w.free);
  const label = indices.filter((index) => index < TLS_SLOTS).join(', ');
  return (
    <svg class="tls-bits" viewBox={`0 0 ${ROW * CELL} ${2 * CELL}`} role="img" aria-label={`${w.used}: ${label}`}>
      {Array.from({ length: TLS_SLOTS }, (_, index) => (
        <rect
          key={index}
          class={index === 0 ? 'reserved' : used.has(index) ? 'used' : ''}
          x={(index % ROW) * CELL + 1}
          y={Math.floor(index / ROW) * CELL + 1}
          width={CELL - 3}
          height={CELL - 3}
        >
          <title>{`${index}: ${text(index)}`}</title>
        </rect>
      ))}
    </svg>
  );
}

/** The 1024 bits of the second one, 128 a row; neighbours in use are drawn as one bar. */
export function ExpansionBits({ indices, w }: Props) {
  const runs: { from: number; to: number }[] = [];
  for (const bit of indices.map((index) => index - TLS_SLOTS).filter((bit) => bit > 0)) {
    const last = runs.at(-1);
    if (last && bit === last.to && bit % SMALL_ROW !== 0) last.to = bit + 1;
    else runs.push({ from: bit, to: bit + 1 });
  }
  const bar = (from: number, to: number, kind: string) => (
    <rect
      key={from}
      class={kind}
      x={(from % SMALL_ROW) * SMALL_CELL}
      y={Math.floor(from / SMALL_ROW) * SMALL_CELL}
      width={(to - from) * SMALL_CELL}
      height={SMALL_CELL - 1}
    />
  );
  const height = (1024 / SMALL_ROW) * SMALL_CELL;
  return (
    <svg
      class="tls-bits"
      viewBox={`0 0 ${SMALL_ROW * SMALL_CELL} ${height}`}
      role="img"
      aria-label={`${w.expansion}: ${w.count(indices.length, 1024)}`}
    >
      <rect width={SMALL_ROW * SMALL_CELL} height={height} />
      {bar(0, 1, 'reserved')}
      {runs.map(({ from, to }) => bar(from, to, 'used'))}
    </svg>
  );
}
