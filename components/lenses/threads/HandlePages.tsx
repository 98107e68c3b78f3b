/** A handle table as levels: TableCode, a page of pointers when there are several pages, and the pages of entries. */
import { hex, hex8 } from '@/debugger/format.ts';
import type { HandleLeafView, HandleTableView } from '@/nt/query-objects.ts';
import type { ThreadWords } from './words.ts';

const PAGES_SHOWN = 8;
const ROW = 64;

interface Props {
  readonly table: HandleTableView;
  readonly chosen: number | undefined;
  readonly say: ThreadWords;
}

export function HandlePages({ table, chosen, say }: Props) {
  const isChosenIn = (leaf: HandleLeafView) =>
    chosen !== undefined && chosen >= leaf.firstHandle && chosen < leaf.firstHandle + 2048;
  const first = table.leaves.slice(0, PAGES_SHOWN);
  const shown = first.some(isChosenIn) ? first : [...first, ...table.leaves.slice(PAGES_SHOWN).filter(isChosenIn)];
  return (
    <figure class="handle-pages" aria-label={say.table}>
      <figcaption>
        <code>HANDLE_TABLE {hex8(table.address)}</code> → <code>TableCode {hex8(table.tableCode)}</code>{' '}
        <span class="quiet">{say.levels(table.levels)}</span>
      </figcaption>
      {table.levels > 0 && (
        <p class="pointer-page">
          <code>{hex8(table.tableCode & ~3)}</code> <span aria-hidden="true">→</span>{' '}
          {table.leaves.slice(0, 24).map((leaf, index) => (
            <span key={leaf.address} class={`pointer${isChosenIn(leaf) ? ' chosen' : ''}`} title={hex8(leaf.address)}>
              {index}
            </span>
          ))}
        </p>
      )}
      <div class="leaves">
        {shown.map((leaf) => (
          <Leaf key={leaf.address} leaf={leaf} chosen={isChosenIn(leaf) ? chosen : undefined} say={say} />
        ))}
      </div>
      {table.leaves.length > shown.length && <p class="quiet">{say.more(table.leaves.length - shown.length)}</p>}
    </figure>
  );
}

/** 512 entries, 64 a row; neighbours of one kind are one rectangle. */
function Leaf({ leaf, chosen, say }: { leaf: HandleLeafView; chosen: number | undefined; say: ThreadWords }) {
  const text = say.leaf(`0x${hex(leaf.firstHandle)}`, leaf.used);
  const rects = [];
  for (let i = 0; i < leaf.entries.length; ) {
    const kind = leaf.entries[i];
    let count = 1;
    while ((i + count) % ROW !== 0 && leaf.entries[i + count] === kind) count++;
    if (kind !== 'free')
      rects.push(<rect key={i} class={kind} x={i % ROW} y={Math.floor(i / ROW) * 1.2} width={count} height="1" />);
    i += count;
  }
  const slot = chosen === undefined ? undefined : (chosen - leaf.firstHandle) >>> 2;
  return (
    <div class="leaf">
      <span class="quiet">{text}</span>
      <svg viewBox="0 0 64 9.4" preserveAspectRatio="none" role="img" aria-label={text}>
        <rect class="page" x="0" y="0" width="64" height="9.4" />
        {rects}
        {slot !== undefined && (
          <rect class="chosen" x={slot % ROW} y={Math.floor(slot / ROW) * 1.2} width="1" height="1" />
        )}
      </svg>
    </div>
  );
}
