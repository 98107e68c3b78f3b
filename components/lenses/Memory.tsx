/** Bytes anywhere: sixteen a row, with what the last step changed, and an address that can be an expression. */
import { useState } from 'preact/hooks';
import { hex2, hex8, printable } from '@/debugger/format.ts';
import type { LensProps } from './lens.ts';

const ROWS = 16;
const PER_ROW = 16;

export function Memory({ lab, now, before, words, selection }: LensProps) {
  const [text, setText] = useState('');
  const [error, setError] = useState('');
  const [start, setStart] = useState<number | undefined>(undefined);
  const selected = selection.value;
  const origin = start ?? selected?.address ?? (now.registers.r[4] ?? 0) >>> 0;
  const first = (origin & ~0xf) >>> 0;
  const go = (event: Event) => {
    event.preventDefault();
    const answer = lab.session.tryEvaluate(text);
    setError(typeof answer === 'string' ? answer : '');
    if (typeof answer === 'number') {
      setStart(answer);
      selection.value = { address: answer, length: 4 };
    }
  };
  return (
    <div class="memory">
      <form onSubmit={go}>
        <label>
          {words.address}{' '}
          <input
            value={text}
            placeholder={hex8(first)}
            spellcheck={false}
            onInput={(event) => setText(event.currentTarget.value)}
          />
        </label>
        <button type="submit">{words.go}</button>
        <button type="button" onClick={() => setStart((first - ROWS * PER_ROW) >>> 0)} aria-label="−">
          ▲
        </button>
        <button type="button" onClick={() => setStart((first + ROWS * PER_ROW) >>> 0)} aria-label="+">
          ▼
        </button>
        {error && (
          <span class="error" role="alert">
            {error}
          </span>
        )}
      </form>
      <table>
        <tbody>
          {Array.from({ length: ROWS }, (_, row) => (
            <Row key={row} address={(first + row * PER_ROW) >>> 0} now={now} before={before} selected={selected} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

type RowProps = Pick<LensProps, 'now' | 'before'> & {
  address: number;
  selected: { address: number; length: number } | undefined;
};

function Row({ address, now, before, selected }: RowProps) {
  const bytes = Array.from({ length: PER_ROW }, (_, i) => now.space.tryU8((address + i) >>> 0));
  return (
    <tr>
      <th scope="row">{hex8(address)}</th>
      <td class="bytes">
        {bytes.map((byte, i) => {
          const here = (address + i) >>> 0;
          const isSelected =
            selected !== undefined && here >= selected.address && here < selected.address + selected.length;
          const isChanged = before !== undefined && before.space.tryU8(here) !== byte;
          return (
            <span key={i} class={`byte${isSelected ? ' selected' : ''}${isChanged ? ' changed' : ''}`}>
              {byte === undefined ? '??' : hex2(byte)}
            </span>
          );
        })}
      </td>
      <td class="characters">{bytes.map((byte) => (byte === undefined ? '?' : printable(byte))).join('')}</td>
    </tr>
  );
}
