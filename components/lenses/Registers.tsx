/** The processor's registers and flags, with what the last step changed. */
import { hex8 } from '@/debugger/format.ts';
import { REGISTER_NAMES } from '@/debugger/names.ts';
import { nameOf } from '@/debugger/symbols.ts';
import type { LensProps } from './lens.ts';
import { Address, Value } from './text.tsx';

/** In the order in which people read them, not in that of the encoding. */
const ORDER = ['eax', 'ebx', 'ecx', 'edx', 'esi', 'edi', 'ebp', 'esp'] as const;
const FLAGS: readonly (readonly [string, number])[] = [
  ['CF', 0],
  ['PF', 2],
  ['AF', 4],
  ['ZF', 6],
  ['SF', 7],
  ['TF', 8],
  ['IF', 9],
  ['DF', 10],
  ['OF', 11],
];

export function Registers({ now, before, words, selection }: LensProps) {
  const { r, eip, eflags } = now.registers;
  const past = before?.registers;
  const place = nameOf(now.modules, eip);
  return (
    <div class="registers">
      <dl>
        {ORDER.map((name) => {
          const index = REGISTER_NAMES.indexOf(name);
          const value = (r[index] ?? 0) >>> 0;
          return (
            <div key={name}>
              <dt>{name}</dt>
              <dd>
                <Value isChanged={past !== undefined && (past.r[index] ?? 0) >>> 0 !== value} words={words}>
                  <Address value={value} selection={selection} />
                </Value>
              </dd>
            </div>
          );
        })}
        <div class="wide">
          <dt>eip</dt>
          <dd>
            <Value isChanged={past !== undefined && past.eip !== eip} words={words}>
              <Address value={eip} length={1} selection={selection} />
            </Value>{' '}
            <span class="quiet">{place}</span>
          </dd>
        </div>
        <div class="wide">
          <dt>efl</dt>
          <dd>
            {hex8(eflags)}
            <span class="flags">
              {FLAGS.map(([name, bit]) => {
                const isSet = ((eflags >>> bit) & 1) === 1;
                const isChanged = past !== undefined && ((past.eflags ^ eflags) >>> bit) & 1;
                return (
                  <span key={name} class={`flag${isSet ? ' set' : ''}${isChanged ? ' changed' : ''}`}>
                    {name}
                    <span class="visually-hidden">{isSet ? ' 1' : ' 0'}</span>
                  </span>
                );
              })}
            </span>
          </dd>
        </div>
      </dl>
    </div>
  );
}
