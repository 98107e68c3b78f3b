/**
 * Blocks of the debug CRT inside heap blocks: the header that its malloc puts in front of the user's bytes, and the four FD
 * bytes on both sides of them.
 *
 *     +0 next  +4 previous  +8 file name  +c line  +10 size  +14 use  +18 request number  +1c FD FD FD FD  +20 data … FD FD FD FD
 */
import type { ReadSpace } from '../machine/space.ts';
import type { HeapBlock } from './query-heap-types.ts';

const HEADER_BYTES = 0x20;
const GAP = 0xfdfdfdfd;
const uses = ['free', 'normal', 'CRT', 'ignore', 'client'] as const;

export type CrtBlockUse = (typeof uses)[number];

export interface CrtDebugBlock {
  readonly header: number;
  /** What malloc returned. */
  readonly data: number;
  readonly dataSize: number;
  readonly use: CrtBlockUse;
  readonly subtype: number;
  readonly request: number;
  readonly file: string | undefined;
  readonly line: number;
  readonly next: number;
  readonly previous: number;
  readonly gapBeforeOk: boolean;
  readonly gapAfterOk: boolean;
}

function readText(space: ReadSpace, address: number): string | undefined {
  let text = '';
  for (let i = 0; i < 260; i++) {
    const byte = space.tryU8((address + i) >>> 0);
    if (byte === undefined) return undefined;
    if (byte === 0) return text;
    text += String.fromCharCode(byte);
  }
  return text;
}

/**
 * The debug CRT's block in a busy heap block, if it looks like one: size and use must fit, and at least one of the gaps must
 * be whole, so that a block with one overwritten gap is still recognised.
 */
export function crtDebugBlock(space: ReadSpace, block: HeapBlock): CrtDebugBlock | undefined {
  if (block.state !== 'busy' && block.state !== 'lfh busy' && block.state !== 'virtual') return undefined;
  const header = block.user;
  const words = [0, 4, 8, 0xc, 0x10, 0x14, 0x18, 0x1c].map((offset) => space.tryU32(header + offset));
  if (words.some((word) => word === undefined)) return undefined;
  const [next = 0, previous = 0, file = 0, line = 0, dataSize = 0, blockUse = 0, request = 0, gap = 0] =
    words as number[];
  const use = uses[blockUse & 0xffff];
  if (!use || dataSize + HEADER_BYTES + 4 !== block.requested) return undefined;
  const gapBeforeOk = gap >>> 0 === GAP;
  const after = space.tryU32(header + HEADER_BYTES + dataSize);
  const gapAfterOk = after !== undefined && after >>> 0 === GAP;
  if (!gapBeforeOk && !gapAfterOk) return undefined;
  return {
    header,
    data: header + HEADER_BYTES,
    dataSize,
    use,
    subtype: blockUse >>> 16,
    request,
    file: file === 0 ? undefined : readText(space, file),
    line,
    next,
    previous,
    gapBeforeOk,
    gapAfterOk,
  };
}
