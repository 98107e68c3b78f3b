/** The handle table: its pages drawn as levels, each handle with its object, and the way from a chosen value to the object's bytes. */
import { useState } from 'preact/hooks';
import { accessNames } from '@/debugger/access.ts';
import { hex, hex8 } from '@/debugger/format.ts';
import { type HandleEntryView, type HandleTableView, objectView, typeOfObject } from '@/nt/query-objects.ts';
import type { LensProps } from './lens.ts';
import { Address } from './text.tsx';
import { HandlePages } from './threads/HandlePages.tsx';
import { handleTableOf, handleWordsOf, hasEnded } from './threads/known.ts';
import { type ThreadWords, threadWords } from './threads/words.ts';

const ROWS_SHOWN = 120;
/** Handles whose types are looked up for the filter. */
const TYPED_MAX = 20_000;

export function Handles(props: LensProps) {
  const { now, before, language, selection } = props;
  const say = threadWords(language);
  const [chosen, choose] = useState<number | undefined>(undefined);
  const [type, setType] = useState('');
  const table = handleTableOf(now);
  if (!table) return <p class="lens-empty">{hasEnded(now) ? say.hasEnded : say.noTable}</p>;
  const types = new Map<string, number>();
  const typeOf = (entry: HandleEntryView) => typeOfObject(now.space, entry.object);
  const shown: HandleEntryView[] = [];
  for (const entry of table.handles.slice(0, TYPED_MAX)) {
    const name = typeOf(entry);
    types.set(name, (types.get(name) ?? 0) + 1);
    if (type === '' || name === type) shown.push(entry);
  }
  const past = before && handleWordsOf(before);
  const isNew = (entry: HandleEntryView) => past !== undefined && past.get(entry.handle) !== entry.word;
  const fresh = shown.filter(isNew);
  const current = table.handles.find(({ handle }) => handle === chosen) ?? fresh[fresh.length - 1];
  const select = (entry: HandleEntryView) => {
    choose(entry.handle);
    selection.value = { address: entry.object, length: 16 };
  };
  return (
    <div class="handles">
      <p class="handles-summary">
        {say.handles(table.handleCount, table.highWatermark)}{' '}
        <span class="quiet">{say.firstFree(hex(table.firstFreeHandle))}</span>
      </p>
      <HandlePages table={table} chosen={current?.handle} say={say} />
      {current ? <Way props={props} table={table} entry={current} say={say} /> : <p class="quiet">{say.pickHandle}</p>}
      <div class="handle-types">
        {['', ...[...types.keys()].sort()].map((name) => (
          <button key={name} type="button" aria-pressed={name === type} onClick={() => setType(name)}>
            {name === '' ? say.all : name}{' '}
            <span class="quiet">{name === '' ? table.handles.length : types.get(name)}</span>
          </button>
        ))}
      </div>
      <table class="handle-list">
        <thead>
          <tr>
            {[say.handle, say.type, say.name, say.counts, say.access].map((text) => (
              <th key={text} scope="col">
                {text}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {shown.slice(0, ROWS_SHOWN).map((entry) => {
            const object = objectView(now.space, entry.object);
            return (
              <tr key={entry.handle} class={`${entry === current ? 'in-view' : ''}${isNew(entry) ? ' changed' : ''}`}>
                <th scope="row">
                  <button type="button" aria-pressed={entry === current} onClick={() => select(entry)}>
                    {hex(entry.handle)}
                  </button>
                </th>
                <td>{object?.type}</td>
                <td class="name">{object?.name ?? <span class="quiet">{say.unnamed}</span>}</td>
                <td>
                  {object?.handleCount} / {object?.pointerCount}
                </td>
                <td>{hex8(entry.access)}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
      {shown.length > ROWS_SHOWN && <p class="quiet">{say.more(shown.length - ROWS_SHOWN)}</p>}
    </div>
  );
}

interface WayProps {
  readonly props: LensProps;
  readonly table: HandleTableView;
  readonly entry: HandleEntryView;
  readonly say: ThreadWords;
}

/** Value → index → entry → object header → body. */
function Way({ props, table, entry, say }: WayProps) {
  const { now, selection } = props;
  const object = objectView(now.space, entry.object);
  const index = entry.handle >>> 2;
  const access = (entry.access | (entry.isProtected ? 0x0200_0000 : 0)) >>> 0;
  const rights = object ? accessNames(object.type, entry.access) : undefined;
  const page = table.leaves.findIndex(({ firstHandle }) => (entry.handle - firstHandle) >>> 0 < 2048);
  return (
    <ol class="handle-way">
      <li>
        <strong>{say.handle}</strong>{' '}
        {say.path(`0x${hex(entry.handle)}`, `0x${hex(index)}`, page, `0x${hex(index % 512)}`)}
      </li>
      <li>
        <strong>{say.entry}</strong> <Address value={entry.entry} length={8} selection={selection} />:{' '}
        <code>
          {hex8(entry.word)} {hex8(access)}
        </code>{' '}
        <span class="quiet">{say.entryWords}</span>
        {entry.isInherited && <> · {say.inherit}</>}
        {entry.isProtected && <> · {say.protect}</>}
        {rights && (
          <span class="rights">
            {[...rights.specific, ...rights.standard].map((name) => (
              <span key={name}>{name}</span>
            ))}
          </span>
        )}
      </li>
      {object && (
        <li>
          <strong>{say.header}</strong> <Address value={object.header} length={0x18} selection={selection} />{' '}
          HandleCount {object.handleCount}, PointerCount {object.pointerCount}, TypeIndex {object.typeIndex}
        </li>
      )}
      {object && (
        <li>
          <strong>{object.type}</strong> <Address value={object.address} length={16} selection={selection} />{' '}
          {object.name ?? <span class="quiet">{say.unnamed}</span>} <span class="quiet">({say.showObject})</span>
        </li>
      )}
    </ol>
  );
}
