/** What the map cannot show: the free list in its order, the counters, and the low-fragmentation heap's buckets. */

import { hex8 } from '@/debugger/format.ts';
import type { HeapBlock, HeapView } from '@/nt/query-heap.ts';
import { hexSize } from './HeapMap.tsx';
import type { HeapWords } from './words.ts';

interface Props {
  readonly heap: HeapView;
  readonly say: HeapWords;
  readonly onSelect: (address: number) => void;
}

const ITEMS_SHOWN = 64;

/** FreeLists as a chain of boxes, smallest first. */
export function FreeLists({ heap, say, onSelect }: Props) {
  return (
    <section class="free-lists">
      <p class="quiet">{say.listHelp}</p>
      {heap.freeLists.length === 0 ? (
        <p>{say.listEmpty}</p>
      ) : (
        <ol class="chain">
          <li class="chain-head">FreeLists</li>
          {heap.freeLists.slice(0, ITEMS_SHOWN).map(({ address, size }) => (
            <li key={address}>
              <button type="button" onClick={() => onSelect(address)}>
                <strong>{hexSize(size)}</strong> <span class="quiet">{hex8(address)}</span>
              </button>
            </li>
          ))}
        </ol>
      )}
      <Counters heap={heap} say={say} onSelect={onSelect} />
    </section>
  );
}

function Counters({ heap, say }: Props) {
  if (heap.counters.length === 0) return null;
  return (
    <table>
      <caption>
        {say.counters}: <span class="quiet">{say.countersHelp}</span>
      </caption>
      <thead>
        <tr>
          <th scope="col">{say.size}</th>
          <th scope="col">{say.outstanding}</th>
          <th scope="col">{say.total}</th>
        </tr>
      </thead>
      <tbody>
        {heap.counters.map((counter) => (
          <tr key={counter.size}>
            <th scope="row">{hexSize(counter.size)}</th>
            {counter.bucket === undefined ? (
              <>
                <td>
                  <span class="meter">
                    <progress max={17} value={Math.min(17, counter.outstanding)} aria-label={say.outstanding} />{' '}
                    {counter.outstanding}
                  </span>
                </td>
                <td>{counter.total}</td>
              </>
            ) : (
              <td colSpan={2}>{say.takenOver}</td>
            )}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** Buckets with their subsegments. */
export function FrontEnd({ heap, say, onSelect }: Props) {
  const lfh = heap.lowFragmentation;
  if (!lfh) return <p>{say.noLfh}</p>;
  return (
    <table>
      <thead>
        <tr>
          <th scope="col">{say.subsegment}</th>
          <th scope="col">UserBlocks</th>
          <th scope="col">{say.size}</th>
          <th scope="col">{say.blocksWord}</th>
          <th scope="col">{say.depth}</th>
        </tr>
      </thead>
      <tbody>
        {lfh.subsegments.map((subsegment) => (
          <tr key={subsegment.address}>
            <th scope="row">{hex8(subsegment.address)}</th>
            <td>
              <button type="button" class="address" onClick={() => onSelect(subsegment.userBlocks)}>
                {hex8(subsegment.userBlocks)}
              </button>
            </td>
            <td>{hexSize(subsegment.blockSize)}</td>
            <td>{subsegment.blockCount}</td>
            <td>{subsegment.depth}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** All blocks in order, as a table: the text form of the map. */
export function BlockTable({
  blocks,
  say,
  changed,
  onSelect,
}: {
  blocks: readonly HeapBlock[];
  say: HeapWords;
  changed: ReadonlySet<number>;
  onSelect: (address: number) => void;
}) {
  return (
    <table>
      <thead>
        <tr>
          <th scope="col">{say.entry}</th>
          <th scope="col">{say.size}</th>
          <th scope="col">{say.requested}</th>
          <th scope="col">{say.state}</th>
        </tr>
      </thead>
      <tbody>
        {blocks.slice(0, 2000).map((block) => (
          <tr key={block.address} class={changed.has(block.address) ? 'changed' : ''}>
            <td>
              <button type="button" class="address" onClick={() => onSelect(block.address)}>
                {hex8(block.address)}
              </button>
            </td>
            <td>{hexSize(block.size)}</td>
            <td>{block.requested > 0 ? block.requested : ''}</td>
            <td>{block.use ? say.uses[block.use] : say.states[block.state]}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
