/** What the tables of the TLS lens share: a column for each thread, and a cell that shows four bytes of memory. */
import type { ComponentChildren } from 'preact';
import { hex, hex8 } from '@/debugger/format.ts';
import type { NumberedThread } from '@/debugger/threads.ts';
import type { TlsBitmaps } from '@/nt/query-tls.ts';
import type { LensProps } from '../lens.ts';
import { Address, Value } from '../text.tsx';
import { Badge, threadTitle } from '../threads/badge.tsx';
import type { TlsWords } from './words.ts';

export interface PartProps extends LensProps {
  readonly w: TlsWords;
  readonly peb: number;
  readonly bitmaps: TlsBitmaps;
  readonly alive: readonly NumberedThread[];
}

/** The table's head; a click on a thread looks at the machine from there. */
export function ThreadHeads({ lab, now, w, alive, first }: PartProps & { readonly first: readonly string[] }) {
  return (
    <thead>
      <tr>
        {first.map((text) =>
          text === '' ? (
            <td key={text} />
          ) : (
            <th key={text} scope="col">
              {text}
            </th>
          ),
        )}
        {alive.map(({ id, number, startAddress }) => (
          <th key={id} scope="col" class={isInView(now, id) ? 'in-view' : ''}>
            <button
              type="button"
              aria-pressed={isInView(now, id)}
              title={isInView(now, id) ? w.current : w.choose}
              onClick={() => void lab.act({ kind: 'thread', id })}
            >
              <Badge number={number} title={threadTitle(now, startAddress)} /> <span class="quiet">{hex(id)}</span>
            </button>
          </th>
        ))}
      </tr>
    </thead>
  );
}

export function isInView(now: LensProps['now'], id: number): boolean {
  return now.thread?.id === id;
}

/** Up to four bytes at `at` as a cell; marked when they, or the place where they lie, have changed. */
export function Cell({
  props,
  id,
  at,
  before,
  size = 4,
  empty,
}: {
  readonly props: PartProps;
  readonly id: number;
  readonly at: number | undefined;
  /** The place of the same thing before the last step. */
  readonly before: number | undefined;
  readonly size?: number;
  readonly empty?: ComponentChildren;
}) {
  const { now, words, selection } = props;
  const inView = isInView(now, id) ? ' in-view' : '';
  const value = at === undefined ? undefined : bytesAt(now.space, at, size);
  if (at === undefined || value === undefined) return <td class={`empty${inView}`}>{empty}</td>;
  const past = before === undefined ? undefined : props.before && bytesAt(props.before.space, before, size);
  const isChanged = props.before !== undefined && past !== value && !(past === undefined && value === 0);
  return (
    <td class={`${value === 0 ? 'empty' : ''}${inView}`}>
      <Address value={at} length={size} selection={selection}>
        <Value {...{ isChanged, words }}>{hex8(value).slice(-2 * size)}</Value>
      </Address>
    </td>
  );
}

function bytesAt(space: LensProps['now']['space'], at: number, size: number): number | undefined {
  const shift = at & 3;
  const word = space.tryU32(at - shift);
  if (word === undefined || size === 4) return shift === 0 ? word : space.tryU32(at);
  return (word >>> (8 * shift)) & (2 ** (8 * size) - 1);
}
