/**
 * A structure over memory, as `dt` shows it: offsets, names, values, and what the last step changed.
 *
 * At first it is the one that the lab's start has looked at last (`…; dt ntdll!_RTL_CRITICAL_SECTION lock`), else the PEB.
 * Fields that the start names (`dt ntdll!_TEB @$teb TlsSlots`) come first, so that they are seen without scrolling.
 */
import { useEffect, useRef, useState } from 'preact/hooks';
import { nameOf } from '@/debugger/symbols.ts';
import { typeNamed } from '@/debugger/types.ts';
import { valueText } from '@/debugger/values.ts';
import type { LensProps } from './lens.ts';
import { Address, Value } from './text.tsx';

export function Struct({ lab, now, before, words, selection }: LensProps) {
  const [, shown = 'ntdll!_PEB', shownAt = '@$peb', fields = ''] =
    /.*\bdt (\w+!\w+) ([^;]+?)((?: [A-Z]\w+)*)\s*(?:;|$)/s.exec(lab.program.start ?? '') ?? [];
  const [type, setType] = useState(shown);
  const [place, setPlace] = useState(shownAt);
  const named = new Set(fields.split(/\s+/));
  const found = typeNamed(now.modules, type);
  const address = lab.session.tryEvaluate(place);
  const root = useRef<HTMLDivElement>(null);
  useEffect(() => revealChange(root.current), [now]);
  return (
    <div class="struct" ref={root}>
      <form onSubmit={(event) => event.preventDefault()}>
        <label>
          {words.type} <input value={type} spellcheck={false} onInput={(event) => setType(event.currentTarget.value)} />
        </label>
        <label>
          {words.address}{' '}
          <input value={place} spellcheck={false} onInput={(event) => setPlace(event.currentTarget.value)} />
        </label>
      </form>
      {found?.type.kind !== 'struct' ? (
        <p class="error">{`Symbol ${type} not found.`}</p>
      ) : typeof address === 'string' ? (
        <p class="error">{address}</p>
      ) : (
        <table>
          <tbody>
            {namedFirst(found.type.members, named).map((member) => {
              const here = (address + member.offset) >>> 0;
              const text = valueText(now.space, member.type, here, (target) => nameOf(now.modules, target));
              const past =
                before && valueText(before.space, member.type, here, (target) => nameOf(before.modules, target));
              return (
                <tr key={`${member.name}${member.offset}`}>
                  <td>
                    <Address value={here} selection={selection}>
                      +0x{member.offset.toString(16).padStart(3, '0')}
                    </Address>
                  </td>
                  <th scope="row">{member.name}</th>
                  <td>
                    <Value isChanged={past !== undefined && past !== text} words={words}>
                      {text}
                    </Value>
                  </td>
                </tr>
              );
            })}
          </tbody>
        </table>
      )}
    </div>
  );
}

function namedFirst<Member extends { readonly name: string }>(
  members: readonly Member[],
  named: ReadonlySet<string>,
): readonly Member[] {
  const isNamed = ({ name }: Member) => named.has(name);
  return [...members.filter(isNamed), ...members.filter((member) => !isNamed(member))];
}

/** Brings the first value that changed into view, scrolling the lens's own box and never the page. */
function revealChange(root: HTMLElement | null): void {
  const row = root?.querySelector('.changed')?.closest('tr');
  let box = root?.parentElement;
  while (box && box.scrollHeight <= box.clientHeight) box = box.parentElement;
  if (!row || !box?.closest('.lab')) return;
  const top = row.getBoundingClientRect().top - box.getBoundingClientRect().top;
  if (top < 24 || top > box.clientHeight - 48) box.scrollTop += top - box.clientHeight / 2;
}
