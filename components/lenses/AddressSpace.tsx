/**
 * The address space as a ladder from low to high: one band an allocation, in it the runs of pages alike, drawn by what they
 * are. Empty stretches are folded, and heights say "more", not "how much": a stack of 256 pages must not hide a guard page.
 */
import { protectionName } from '@/debugger/commands/address.ts';
import { hex8 } from '@/debugger/format.ts';
import type { Moment } from '@/lab/moment.ts';
import { programProcess, type RegionView, regions } from '@/nt/query.ts';
import type { LensProps } from './lens.ts';
import { type SpaceWords, spaceWords, useText } from './space/words.ts';
import { Address } from './text.tsx';

const PAGE_BYTES = 0x1000;

/** The regions of one allocation, or a free stretch. */
interface Band {
  readonly base: number;
  readonly size: number;
  readonly regions: readonly RegionView[];
}

function regionsOf(moment: Moment): readonly RegionView[] {
  const process = programProcess(moment.space);
  return process ? regions(moment.space, process.address) : [];
}

function bandsOf(all: readonly RegionView[]): readonly Band[] {
  const bands: { base: number; size: number; regions: RegionView[] }[] = [];
  for (const region of all) {
    const last = bands[bands.length - 1];
    const isSame =
      last !== undefined &&
      region.state !== 'free' &&
      last.regions[0]?.allocationBase === region.allocationBase &&
      last.regions[0].state !== 'free';
    if (isSame) {
      last.regions.push(region);
      last.size += region.size;
    } else bands.push({ base: region.base, size: region.size, regions: [region] });
  }
  return bands;
}

/** The class that colours a region, by what it is first and by its state second. */
function kindOf(region: RegionView): string {
  if (region.state === 'free') return 'free';
  if (region.isGuard) return 'guard';
  if (region.state === 'reserve') return 'reserved';
  if (region.type === 'image') return 'image';
  if (region.use.kind === 'stack' || region.use.kind === 'heap') return region.use.kind;
  return region.type === 'mapped' ? 'mapped' : 'committed';
}

const keyOf = (region: RegionView) => `${region.base} ${region.size} ${region.state} ${region.protect}`;

export function AddressSpace({ now, before, language, words, selection }: LensProps) {
  const say = spaceWords(language);
  const bands = bandsOf(regionsOf(now));
  const known = new Set(before ? regionsOf(before).map(keyOf) : []);
  const isChanged = (region: RegionView) =>
    before !== undefined && region.state !== 'free' && !known.has(keyOf(region));
  const selected = selection.value?.address;
  if (bands.length === 0) return <p class="lens-empty">{say.none}</p>;
  return (
    <div class="space">
      <p class="quiet">{say.note}</p>
      <Legend say={say} />
      <table aria-label={words.lensNames['space']}>
        <thead>
          <tr>
            <th scope="col">{say.base}</th>
            <th scope="col">{say.use}</th>
            <th scope="col">{say.size}</th>
            <th scope="col">{say.protection}</th>
          </tr>
        </thead>
        {bands.map((band) => (
          <tbody key={band.base} class={`band ${kindOf(band.regions[0] as RegionView) === 'free' ? 'is-free' : ''}`}>
            {band.regions.map((region, index) => {
              const isHere = selected !== undefined && selected >= region.base && selected < region.base + region.size;
              return (
                <tr
                  key={region.base}
                  class={`region ${isChanged(region) ? 'changed' : ''} ${isHere && region.state !== 'free' ? 'is-selected' : ''}`}
                >
                  <td>
                    <Address value={region.base} length={Math.min(region.size, 16)} selection={selection} />
                  </td>
                  <td>
                    <span class={`bar bar-${kindOf(region)} height-${heightOf(region)}`} aria-hidden="true" />
                    {index === 0 && <strong>{region.state === 'free' ? '' : useText(region, say)}</strong>}{' '}
                    <span class="quiet">{detailOf(region, say)}</span>
                  </td>
                  <td class="size">{say.pages(region.size / PAGE_BYTES)}</td>
                  <td class="quiet">{protectionName(region.protect).replaceAll('PAGE_', '')}</td>
                </tr>
              );
            })}
          </tbody>
        ))}
        <tbody class="band">
          <tr class="region">
            <td>{hex8(0x80000000)}</td>
            <td>
              <span class="bar bar-kernel height-3" aria-hidden="true" /> <span class="quiet">{say.kernel}</span>
            </td>
            <td />
            <td />
          </tr>
        </tbody>
      </table>
    </div>
  );
}

/** 0 to 3: more pages, a taller bar. */
function heightOf(region: RegionView): number {
  const pages = region.size / PAGE_BYTES;
  if (region.state === 'free') return 0;
  return pages <= 2 ? 0 : pages <= 32 ? 1 : pages <= 512 ? 2 : 3;
}

function detailOf(region: RegionView, say: SpaceWords): string {
  return region.isGuard ? say.guard : say.states[region.state];
}

function Legend({ say }: { say: SpaceWords }) {
  const items = [
    ['reserved', say.reserved],
    ['committed', say.committed],
    ['heap', say.heap],
    ['stack', say.stack],
    ['guard', say.guard],
    ['image', say.image],
    ['mapped', say.mapped],
  ] as const;
  return (
    <ul class="heap-legend">
      {items.map(([name, text]) => (
        <li key={name}>
          <span class={`bar bar-${name}`} aria-hidden="true" />
          {text}
        </li>
      ))}
    </ul>
  );
}
