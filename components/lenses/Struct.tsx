/** A structure over memory, as `dt` shows it: offsets, names, values, and what the last step changed. */
import { useState } from 'preact/hooks';
import { nameOf } from '@/debugger/symbols.ts';
import { typeNamed } from '@/debugger/types.ts';
import { valueText } from '@/debugger/values.ts';
import type { LensProps } from './lens.ts';
import { Address, Value } from './text.tsx';

export function Struct({ lab, now, before, words, selection }: LensProps) {
  const [type, setType] = useState('ntdll!_PEB');
  const [place, setPlace] = useState('@$peb');
  const found = typeNamed(now.modules, type);
  const address = lab.session.tryEvaluate(place);
  return (
    <div class="struct">
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
            {found.type.members.map((member) => {
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
