/** The segments of a heap, drawn: each block with its header, its bytes and what is left unused. */

import { useEffect, useRef } from 'preact/hooks';
import { hex, hex8 } from '@/debugger/format.ts';
import type { HeapBlock, HeapSegmentView } from '@/nt/query-heap.ts';
import type { MapRow, Piece } from './layout.ts';
import { mapRows, rowBytesFor } from './layout.ts';
import type { HeapWords } from './words.ts';

const WIDTH = 560;
const ADDRESS_WIDTH = 64;
const ROW = 24;
const GAP = 4;
const FOLD = 15;
const ROWS_MAX = 400;
const HEADER_BYTES = 8;

export interface HeapMapProps {
  readonly segment: HeapSegmentView;
  /** Of the moment that is shown. */
  readonly position: number;
  readonly words: HeapWords;
  /** Entry addresses of blocks that the last step changed. */
  readonly changed: ReadonlySet<number>;
  readonly selected: number | undefined;
  readonly onSelect: (block: HeapBlock) => void;
}

export function HeapMap({ segment, position, words, changed, selected, onSelect }: HeapMapProps) {
  const rowBytes = rowBytesFor(segment.blocks);
  const all = mapRows(segment.blocks, rowBytes);
  const rows = all.slice(0, ROWS_MAX);
  let y = 0;
  const placed = rows.map((row) => {
    const place = { row, y };
    y += row.kind === 'fold' ? FOLD : ROW + GAP;
    return place;
  });
  const scale = (WIDTH - ADDRESS_WIDTH) / rowBytes;
  const map = useRef<SVGSVGElement>(null);
  useEffect(() => showChanged(map.current), [position]);
  return (
    <>
      <svg
        ref={map}
        class="heap-map"
        viewBox={`0 0 ${WIDTH} ${Math.max(y, ROW)}`}
        role="img"
        aria-label={`${words.segment} ${hex8(segment.address)}`}
      >
        {placed.map(({ row, y: top }) => (
          <Row
            key={`${top}`}
            row={row}
            y={top}
            scale={scale}
            words={words}
            changed={changed}
            selected={selected}
            onSelect={onSelect}
          />
        ))}
      </svg>
      {all.length > rows.length && <p class="quiet">{words.more(all.length - rows.length)}</p>}
    </>
  );
}

/** Brings what the last step changed into view, inside the lens's own box. */
function showChanged(map: SVGSVGElement | null): void {
  const block = map?.querySelector('.is-changed');
  const box = map?.closest('.lens');
  if (!block || !box) return;
  const place = block.getBoundingClientRect();
  const frame = box.getBoundingClientRect();
  if (place.top < frame.top || place.bottom > frame.bottom) box.scrollTop += place.top - frame.top - frame.height / 3;
}

interface RowProps extends Omit<HeapMapProps, 'segment' | 'position'> {
  readonly row: MapRow;
  readonly y: number;
  readonly scale: number;
}

function Row({ row, y, scale, words, changed, selected, onSelect }: RowProps) {
  if (row.kind === 'fold') {
    return (
      <g class={`fold ${stateClass(row.block)}`}>
        <path d={`M${ADDRESS_WIDTH} ${y - 1} h${WIDTH - ADDRESS_WIDTH}`} />
        <text x={(WIDTH + ADDRESS_WIDTH) / 2} y={y + FOLD / 2 + 1}>
          {words.folded(`0x${hex(row.bytes)}`)}
        </text>
      </g>
    );
  }
  return (
    <g>
      <text class="row-address" x={ADDRESS_WIDTH - 8} y={y + ROW / 2 + 4}>
        {hex8(row.address)}
      </text>
      {row.pieces.map((piece) => (
        <BlockPiece
          key={`${piece.block.address}-${piece.from}`}
          piece={piece}
          y={y}
          scale={scale}
          words={words}
          isChanged={changed.has(piece.block.address)}
          isSelected={selected === piece.block.address}
          onSelect={onSelect}
        />
      ))}
    </g>
  );
}

interface PieceProps {
  readonly piece: Piece;
  readonly y: number;
  readonly scale: number;
  readonly words: HeapWords;
  readonly isChanged: boolean;
  readonly isSelected: boolean;
  readonly onSelect: (block: HeapBlock) => void;
}

/** The class that colours a block by its state. */
export function stateClass(block: HeapBlock): string {
  return `state-${block.state.replace(' ', '-')}`;
}

function BlockPiece({ piece, y, scale, words, isChanged, isSelected, onSelect }: PieceProps) {
  const { block, from, to, isStart, isEnd } = piece;
  const x = ADDRESS_WIDTH + from * scale;
  const width = Math.max(1, (to - from) * scale - (isEnd ? 1.5 : 0));
  const hasHeader = isStart && block.state !== 'uncommitted' && block.user === block.address + HEADER_BYTES;
  const headerWidth = hasHeader ? Math.min(HEADER_BYTES * scale, width) : 0;
  const label = labelOf(block, words);
  const room = (width - headerWidth) / 7;
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the same blocks stand in the text form, where each is a button
    <g
      class={`block ${stateClass(block)}${isChanged ? ' is-changed' : ''}${isSelected ? ' is-selected' : ''}`}
      onClick={() => onSelect(block)}
    >
      <title>{titleOf(block, words)}</title>
      <rect class="body" x={x} y={y} width={width} height={ROW} rx={isStart && isEnd ? 2 : 0} />
      {hasHeader && <rect class="header" x={x} y={y} width={headerWidth} height={ROW} />}
      <Unused piece={piece} x={x} y={y} scale={scale} />
      {isStart && label.length <= room && (
        <text x={x + headerWidth + (width - headerWidth) / 2} y={y + ROW / 2 + 4}>
          {label}
        </text>
      )}
      <rect class="frame" x={x + 0.5} y={y + 0.5} width={Math.max(0, width - 1)} height={ROW - 1} />
    </g>
  );
}

/** Bytes behind what was asked for, hatched. */
function Unused({ piece, x, y, scale }: { piece: Piece; x: number; y: number; scale: number }) {
  const { block, from, to } = piece;
  const isBusy = block.state === 'busy' || block.state === 'lfh busy';
  const usedEnd = block.user + block.requested;
  if (!isBusy || !piece.isStart || !piece.isEnd) return null;
  const used = Math.min(to - from, usedEnd - block.address);
  const width = (to - from - used) * scale;
  return width > 1 ? <rect class="unused" x={x + used * scale} y={y} width={width - 1.5} height={ROW} /> : null;
}

/** What stands in a block: what was asked for, or how large a free block is. */
function labelOf(block: HeapBlock, words: HeapWords): string {
  if (block.state === 'busy' || block.state === 'lfh busy') return String(block.requested);
  if (block.state === 'free') return `${words.free} ${hexSize(block.size)}`;
  if (block.state === 'lfh free') return '·';
  if (block.state === 'internal') return words.uses[block.use ?? 'other'];
  return `${words.states[block.state]} ${hexSize(block.size)}`;
}

export function hexSize(size: number): string {
  return `0x${hex(size)}`;
}

function titleOf(block: HeapBlock, words: HeapWords): string {
  const what = block.use ? words.uses[block.use] : words.states[block.state];
  const asked = block.requested > 0 ? `, ${words.requested} ${block.requested}` : '';
  return `${hex8(block.address)}: ${what}, ${words.size} ${hexSize(block.size)}${asked}`;
}
