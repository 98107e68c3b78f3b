/** The names of objects as a tree of directories, with the counts and state of each object. */
import { useState } from 'preact/hooks';
import { type NamedObject, typeOfObject } from '@/nt/query-objects.ts';
import type { LensProps } from './lens.ts';
import { Address } from './text.tsx';
import { handleTableOf, namesOf } from './threads/known.ts';
import { stateText } from './threads/state.ts';
import { type ThreadWords, threadWords } from './threads/words.ts';

const NAMES_SHOWN = 150;

export function Objects(props: LensProps) {
  const { now, before, language, selection } = props;
  const say = threadWords(language);
  const [wanted, want] = useState('');
  const all = namesOf(now).filter(({ object }) => object.type !== 'Directory' && object.type !== 'SymbolicLink');
  const found = all.filter(({ path }) => path.toLowerCase().includes(wanted.toLowerCase()));
  const past = new Set(before && namesOf(before).map(({ path, object }) => `${path} ${object.address}`));
  const shown = found.slice(0, NAMES_SHOWN);
  const directories = new Map<string, NamedObject[]>();
  for (const named of shown) {
    const directory = named.path.slice(0, Math.max(1, named.path.lastIndexOf('\\')));
    const those = directories.get(directory);
    if (those) those.push(named);
    else directories.set(directory, [named]);
  }
  return (
    <div class="objects">
      <label class="filter">
        {say.filter} <input value={wanted} spellcheck={false} onInput={(event) => want(event.currentTarget.value)} />
      </label>
      {all.length === 0 && <p class="quiet">{say.noNames}</p>}
      <table aria-label={props.words.lensNames['objects']}>
        <thead>
          <tr>
            {[say.name, say.type, say.counts, say.state].map((text) => (
              <th key={text} scope="col">
                {text}
              </th>
            ))}
          </tr>
        </thead>
        {[...directories].map(([directory, named]) => (
          <tbody key={directory}>
            <tr class="directory">
              <th scope="rowgroup" colSpan={4}>
                {directory} <span class="quiet">{named.length}</span>
              </th>
            </tr>
            {named.map(({ path, object }) => (
              <tr
                key={`${path}${object.address}`}
                class={before && !past.has(`${path} ${object.address}`) ? 'changed' : ''}
              >
                <th scope="row" class="leaf-name">
                  <Address value={object.address} length={16} selection={selection}>
                    {path.slice(path.lastIndexOf('\\') + 1)}
                  </Address>
                </th>
                <td>{object.type}</td>
                <td>
                  {object.handleCount} / {object.pointerCount}
                </td>
                <td>{object.dispatcher && stateText(object.dispatcher, say)}</td>
              </tr>
            ))}
          </tbody>
        ))}
      </table>
      {found.length > shown.length && <p class="quiet">{say.more(found.length - shown.length)}</p>}
      <Unnamed props={props} say={say} />
    </div>
  );
}

/** Objects that only handles lead to, counted by type. */
function Unnamed({ props, say }: { props: LensProps; say: ThreadWords }) {
  const { space } = props.now;
  const counts = new Map<string, number>();
  const seen = new Set<number>();
  const named = new Set(namesOf(props.now).map(({ object }) => object.address));
  for (const { object } of handleTableOf(props.now)?.handles ?? []) {
    if (seen.has(object)) continue;
    seen.add(object);
    if (named.has(object)) continue;
    const type = typeOfObject(space, object);
    counts.set(type, (counts.get(type) ?? 0) + 1);
  }
  if (counts.size === 0) return null;
  return (
    <p class="unnamed">
      {say.byType}:{' '}
      {[...counts]
        .sort()
        .map(([type, count]) => `${type} ${count}`)
        .join(' · ')}
    </p>
  );
}
