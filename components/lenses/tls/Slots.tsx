/** Values by index: the last error, the slots of TlsAlloc, and those of FlsAlloc with their destructors; a column a thread. */
import { nameOf } from '@/debugger/symbols.ts';
import type { Moment } from '@/lab/moment.ts';
import { flsCallback, flsSlotAddress, TLS_SLOTS, tlsBitmaps, tlsSlotAddress } from '@/nt/query-tls.ts';
import { TEB } from '@/nt/structs/peb.ts';
import { Cell, type PartProps, ThreadHeads } from './columns.tsx';

const ROWS_SHOWN = 24;

export function Slots(props: PartProps) {
  const { now, before, bitmaps, alive, peb, w } = props;
  const used = new Set(bitmaps.indices);
  const { rows, others } = shownIndices(props);
  const lastError = TEB.offsetOf('LastErrorValue');
  return (
    <div class="tls-scroll">
      <table>
        <ThreadHeads {...props} first={[w.index]} />
        <tbody>
          {rows.map((index) => (
            <tr key={index}>
              <th scope="row">
                {index} {!used.has(index) && <span class="quiet">({w.gone})</span>}
              </th>
              {alive.map(({ id, teb }) => {
                const at = tlsSlotAddress(now.space, teb, index);
                const past = before && tlsSlotAddress(before.space, teb, index);
                return <Cell key={id} {...{ props, id, at, empty: w.noBlock }} before={past} />;
              })}
            </tr>
          ))}
          {others > 0 && (
            <tr>
              <td class="quiet" colSpan={alive.length + 1}>
                {w.others(others)}
              </td>
            </tr>
          )}
          {bitmaps.flsIndices
            .filter((index) => index !== 0)
            .map((index) => (
              <tr key={`fls${index}`}>
                <th scope="row">
                  FLS {index} <span class="quiet">→ {callbackName(now, peb, index)}</span>
                </th>
                {alive.map(({ id, teb }) => {
                  const at = flsSlotAddress(now.space, teb, index);
                  const past = before && flsSlotAddress(before.space, teb, index);
                  return <Cell key={id} {...{ props, id, at, empty: w.noFls }} before={past} />;
                })}
              </tr>
            ))}
          <tr>
            <th scope="row">
              {w.lastError} <span class="quiet">TEB+34</span>
            </th>
            {alive.map(({ id, teb }) => (
              <Cell key={id} {...{ props, id }} at={teb + lastError} before={teb + lastError} />
            ))}
          </tr>
        </tbody>
      </table>
    </div>
  );
}

function callbackName(now: Moment, peb: number, index: number): string {
  const callback = flsCallback(now.space, peb, index);
  return callback ? (nameOf(now.modules, callback) ?? '') : '–';
}

/** Indices in use now or before the last step, or with a value in some thread; when they are many, those with values and those just freed, and how many are left out. */
function shownIndices({ now, before, bitmaps, alive, peb }: PartProps): { rows: readonly number[]; others: number } {
  const past = before ? tlsBitmaps(before.space, peb).indices : bitmaps.indices;
  const used = [...bitmaps.indices, ...past].filter((index) => index !== 0 && index !== TLS_SLOTS);
  const all = new Set(used);
  const isThere = new Set(bitmaps.indices);
  const withValue = new Set(past.filter((index) => !isThere.has(index)));
  const candidates = [...Array(TLS_SLOTS).keys(), ...used.filter((index) => index > TLS_SLOTS)].slice(1);
  for (const index of candidates) {
    if (!alive.some(({ teb }) => now.space.tryU32(tlsSlotAddress(now.space, teb, index) ?? 0))) continue;
    all.add(index);
    withValue.add(index);
  }
  const sorted = [...all].sort((a, b) => a - b);
  if (sorted.length <= ROWS_SHOWN) return { rows: sorted, others: 0 };
  const rows = sorted.filter((index) => withValue.has(index)).slice(0, ROWS_SHOWN);
  return { rows, others: sorted.length - rows.length };
}
