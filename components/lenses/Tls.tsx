/** Thread-local storage: the bitmap that all threads share, each thread's slots side by side, and the static blocks by module. */
import { hex8 } from '@/debugger/format.ts';
import { nameOf } from '@/debugger/symbols.ts';
import type { Moment } from '@/lab/moment.ts';
import { type ThreadView, threads } from '@/nt/query.ts';
import {
  staticTls,
  staticTlsBlock,
  TLS_EXPANSION_SLOTS,
  TLS_SLOTS,
  tlsBitmaps,
  tlsSlotAddress,
} from '@/nt/query-tls.ts';
import type { LensProps } from './lens.ts';
import { Address, Value } from './text.tsx';
import { type TlsWords, tlsWords } from './tls/words.ts';

const CELL = 16;
const INDICES_SHOWN = 80;

export function Tls(props: LensProps) {
  const { now, language } = props;
  const w = tlsWords(language);
  const peb = now.space.tryU32(now.registers.fsBase + 0x30) ?? 0;
  const { indices, flsIndices } = tlsBitmaps(now.space, peb);
  const alive = threads(now.space).filter(({ teb, state }) => teb !== 0 && state !== 'Terminated');
  const expansion = indices.filter((index) => index >= TLS_SLOTS);
  return (
    <div class="tls">
      <p class="part-title">{w.bitmap}</p>
      <Bits indices={indices} w={w} />
      <p>
        {w.count(indices.filter((index) => index < TLS_SLOTS).length, TLS_SLOTS)}
        {' · '}
        {w.expansion}: {w.count(expansion.length, TLS_EXPANSION_SLOTS)}
        {' · '}
        {w.fls(flsIndices.join(' '))}
      </p>
      <p class="part-title">{w.values}</p>
      <Slots {...props} {...{ w, alive, indices }} />
      <p class="part-title">{w.static}</p>
      <StaticBlocks {...props} {...{ w, alive }} />
    </div>
  );
}

/** The 64 bits of the first bitmap, 32 a row. */
function Bits({ indices, w }: { readonly indices: readonly number[]; readonly w: TlsWords }) {
  const used = new Set(indices);
  const text = (index: number) => (index === 0 ? w.reserved : used.has(index) ? w.used : w.free);
  const label = indices.filter((index) => index < TLS_SLOTS).join(', ');
  return (
    <svg class="tls-bits" viewBox={`0 0 ${32 * CELL} ${2 * CELL}`} role="img" aria-label={`${w.used}: ${label}`}>
      {Array.from({ length: TLS_SLOTS }, (_, index) => (
        <rect
          key={index}
          class={index === 0 ? 'reserved' : used.has(index) ? 'used' : ''}
          x={(index % 32) * CELL + 1}
          y={Math.floor(index / 32) * CELL + 1}
          width={CELL - 3}
          height={CELL - 3}
        >
          <title>{`${index}: ${text(index)}`}</title>
        </rect>
      ))}
    </svg>
  );
}

interface PartProps extends LensProps {
  readonly w: TlsWords;
  readonly alive: readonly ThreadView[];
}

function ThreadHeads({ now, w, alive }: Pick<PartProps, 'now' | 'w' | 'alive'>) {
  return (
    <>
      {alive.map(({ id, teb }) => (
        <th key={id} scope="col" class={teb === now.registers.fsBase ? 'mine' : ''}>
          {w.thread(id.toString(16))} {teb === now.registers.fsBase && `(${w.current})`}
        </th>
      ))}
    </>
  );
}

/** Indices that are in use, and those in which some thread still has a value. */
function shownIndices(now: Moment, alive: readonly ThreadView[], indices: readonly number[]): readonly number[] {
  const all = new Set(indices.filter((index) => index !== 0 && index !== TLS_SLOTS));
  for (let index = 1; index < TLS_SLOTS; index++)
    if (alive.some(({ teb }) => now.space.tryU32(tlsSlotAddress(now.space, teb, index) ?? 0))) all.add(index);
  return [...all].sort((a, b) => a - b).slice(0, INDICES_SHOWN);
}

function Slots({
  now,
  before,
  words,
  selection,
  w,
  alive,
  indices,
}: PartProps & { readonly indices: readonly number[] }) {
  const used = new Set(indices);
  return (
    <div class="tls-scroll">
      <table>
        <thead>
          <tr>
            <th scope="col">{w.index}</th>
            <ThreadHeads {...{ now, w, alive }} />
          </tr>
        </thead>
        <tbody>
          {shownIndices(now, alive, indices).map((index) => (
            <tr key={index}>
              <th scope="row">
                {index} {!used.has(index) && <span class="quiet">({w.gone})</span>}
              </th>
              {alive.map(({ id, teb }) => {
                const at = tlsSlotAddress(now.space, teb, index);
                if (at === undefined)
                  return (
                    <td key={id} class="empty">
                      {w.noBlock}
                    </td>
                  );
                const value = now.space.tryU32(at) ?? 0;
                const isChanged = before !== undefined && before.space.tryU32(at) !== value;
                return (
                  <td key={id} class={value === 0 ? 'empty' : ''}>
                    <Address value={at} selection={selection}>
                      <Value {...{ isChanged, words }}>{hex8(value)}</Value>
                    </Address>
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function StaticBlocks({ now, selection, w, alive }: PartProps) {
  const modules = now.modules.flatMap((module) => {
    const tls = staticTls(now.space, module.base);
    return tls ? [{ module, tls }] : [];
  });
  if (modules.length === 0) return <p class="quiet">{w.none}</p>;
  return (
    <div class="tls-scroll">
      <table>
        <thead>
          <tr>
            <th scope="col">{w.module}</th>
            <th scope="col">_tls_index</th>
            <th scope="col">{w.template}</th>
            <th scope="col">{w.callbacks}</th>
            <ThreadHeads {...{ now, w, alive }} />
          </tr>
        </thead>
        <tbody>
          {modules.map(({ module, tls }) => {
            const length = tls.templateEnd - tls.templateStart + tls.zeroFill;
            return (
              <tr key={module.base}>
                <th scope="row">{module.fileName}</th>
                <td>{tls.index}</td>
                <td>
                  <Address value={tls.templateStart} length={length} selection={selection} />{' '}
                  <span class="quiet">{w.bytes(length)}</span>
                </td>
                <td>{tls.callbacks.map((callback) => nameOf(now.modules, callback) ?? hex8(callback)).join(', ')}</td>
                {alive.map(({ id, teb }) => {
                  const block = staticTlsBlock(now.space, teb, tls.index);
                  return (
                    <td key={id} class={block === 0 ? 'empty' : ''}>
                      {block === 0 ? w.noStatic : <Address value={block} length={length} selection={selection} />}
                      <Variables {...{ now, module, tls, block, selection }} />
                    </td>
                  );
                })}
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}

interface VariablesProps extends Pick<LensProps, 'now' | 'selection'> {
  readonly module: Moment['modules'][number];
  readonly tls: NonNullable<ReturnType<typeof staticTls>>;
  readonly block: number;
}

/** The module's thread variables by name, with this thread's values. */
function Variables({ now, module, tls, block, selection }: VariablesProps) {
  if (block === 0) return null;
  const [from, to] = [tls.templateStart - module.base, tls.templateEnd - module.base + tls.zeroFill];
  const variables = (module.symbols?.data ?? []).filter(
    ({ rva, name }) => rva >= from && rva < to && !name.startsWith('_tls_'),
  );
  return (
    <>
      {variables.slice(0, 8).map(({ name, rva }) => (
        <div key={name}>
          {name} ={' '}
          <Address value={block + rva - from} selection={selection}>
            {hex8(now.space.tryU32(block + rva - from) ?? 0)}
          </Address>
        </div>
      ))}
    </>
  );
}
