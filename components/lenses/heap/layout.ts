/**
 * Where blocks lie on the map: memory as rows of equal length, address upwards from left to right and from top to bottom.
 * A block that would fill many rows is folded: its beginning, one row that says how much is left out, its end.
 */
import type { HeapBlock } from '@/nt/query-heap.ts';

export interface Piece {
  readonly block: HeapBlock;
  /** Bytes of the block that this piece shows, as offsets in its row. */
  readonly from: number;
  readonly to: number;
  readonly isStart: boolean;
  readonly isEnd: boolean;
}

export type MapRow =
  | { readonly kind: 'bytes'; readonly address: number; readonly pieces: readonly Piece[] }
  /** `bytes` of `block` are left out here. */
  | { readonly kind: 'fold'; readonly block: HeapBlock; readonly bytes: number };

/** Rows that a block may fill before it is folded. */
const FOLD_ROWS = 3;

/** Blocks as they lie side by side: the blocks of an LFH area take the place of the area, around its own header. */
export function flatBlocks(blocks: readonly HeapBlock[]): readonly HeapBlock[] {
  return blocks.flatMap((block) => {
    if (!block.blocks || block.blocks.length === 0) return [block];
    const first = block.blocks[0]?.address ?? block.address;
    const last = block.blocks[block.blocks.length - 1];
    const end = last ? last.address + last.size : block.address + block.size;
    const tail = block.address + block.size - end;
    const head: HeapBlock = { ...block, size: first - block.address, blocks: [] };
    const rest: HeapBlock[] = tail > 0 ? [{ ...block, address: end, size: tail, blocks: [] }] : [];
    return [head, ...block.blocks, ...rest];
  });
}

/** The rows of `blocks`, `rowBytes` each. */
export function mapRows(blocks: readonly HeapBlock[], rowBytes: number): readonly MapRow[] {
  const rows: MapRow[] = [];
  let pieces: Piece[] = [];
  let rowAddress = blocks[0]?.address ?? 0;
  const finishRow = (next: number) => {
    if (pieces.length > 0) rows.push({ kind: 'bytes', address: rowAddress, pieces });
    pieces = [];
    rowAddress = next;
  };
  for (const block of flatBlocks(blocks)) {
    const end = block.address + block.size;
    for (let at = block.address; at < end; ) {
      if (at >= rowAddress + rowBytes) finishRow(at);
      const left = end - at;
      const isBetween = at > block.address && pieces.length === 0;
      if (isBetween && left > FOLD_ROWS * rowBytes) {
        const skipped = Math.floor((left - rowBytes) / rowBytes) * rowBytes;
        rows.push({ kind: 'fold', block, bytes: skipped });
        at += skipped;
        rowAddress = at;
        continue;
      }
      const to = Math.min(end, rowAddress + rowBytes);
      pieces.push({
        block,
        from: at - rowAddress,
        to: to - rowAddress,
        isStart: at === block.address,
        isEnd: to === end,
      });
      at = to;
    }
  }
  finishRow(0);
  return rows;
}

/** Bytes a row, so that the map is neither a stripe nor a wall. */
export function rowBytesFor(blocks: readonly HeapBlock[]): number {
  for (const rowBytes of [256, 512, 1024, 2048, 4096]) {
    if (mapRows(blocks, rowBytes).length <= 60) return rowBytes;
  }
  return 8192;
}
