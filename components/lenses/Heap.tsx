/** The heaps of the process: blocks in their segments, headers decoded, lists, the front end, and who allocated what. */
import { useState } from 'preact/hooks';
import { hex8 } from '@/debugger/format.ts';
import { rvaOf } from '@/debugger/symbols.ts';
import type { Moment } from '@/lab/moment.ts';
import { type HeapBlock, type HeapView, processHeaps, readHeap } from '@/nt/query-heap.ts';
import { BlockDetail } from './heap/BlockDetail.tsx';
import { BlockTable, FreeLists, FrontEnd } from './heap/HeapLists.tsx';
import { HeapMap, hexSize } from './heap/HeapMap.tsx';
import { flatBlocks } from './heap/layout.ts';
import { type HeapWords, heapWords } from './heap/words.ts';
import type { LensProps } from './lens.ts';

type Part = 'map' | 'lists' | 'lfh' | 'table';
const PARTS: readonly Part[] = ['map', 'lists', 'lfh', 'table'];

const pebOf = (moment: Moment) => moment.space.tryU32(moment.registers.fsBase + 0x30) ?? 0;

/** What a heap is for: named by who holds its handle. */
function purposeOf(now: Moment, heap: number, say: HeapWords): string {
  if (now.space.tryU32(pebOf(now) + 0x18) === heap) return say.processHeap;
  for (const module of now.modules) {
    const rva = rvaOf(module.symbols, '_crtheap');
    if (rva !== undefined && now.space.tryU32(module.base + rva) === heap) return say.crtHeap(module.name);
  }
  return say.privateHeap;
}

const allBlocks = (heap: HeapView) => [
  ...heap.segments.flatMap((segment) => flatBlocks(segment.blocks)),
  ...heap.virtualBlocks,
];

/** Entry addresses of blocks that are new or whose state or size is another than before. */
function changedBlocks(now: HeapView, before: HeapView | undefined): ReadonlySet<number> {
  if (!before) return new Set();
  const known = new Map(allBlocks(before).map((block) => [block.address, block]));
  const isSame = (block: HeapBlock) => {
    const past = known.get(block.address);
    return (
      past !== undefined && past.state === block.state && past.size === block.size && past.requested === block.requested
    );
  };
  return new Set(
    allBlocks(now)
      .filter((block) => !isSame(block))
      .map((block) => block.address),
  );
}

/** The heap that the last step changed, or the youngest. */
function interestingHeap(now: Moment, before: Moment | undefined, heaps: readonly number[]): number | undefined {
  if (before) {
    for (const heap of [...heaps].reverse()) {
      const view = readHeap(now.space, heap);
      const past = readHeap(before.space, heap);
      if (view && (!past || changedBlocks(view, past).size > 0)) return heap;
    }
  }
  return heaps[heaps.length - 1];
}

export function Heap(props: LensProps) {
  const { now, before, language, selection } = props;
  const say = heapWords(language);
  const heaps = processHeaps(now.space, pebOf(now));
  const [chosen, choose] = useState<number | undefined>(undefined);
  const [part, setPart] = useState<Part>('map');
  const [blockAddress, setBlock] = useState<number | undefined>(undefined);
  const address = chosen !== undefined && heaps.includes(chosen) ? chosen : interestingHeap(now, before, heaps);
  const heap = address === undefined ? undefined : readHeap(now.space, address);
  if (address === undefined || !heap) return <p class="lens-empty">{say.none}</p>;
  const changed = changedBlocks(heap, before && readHeap(before.space, address));
  const blocks = allBlocks(heap);
  const block = selectedBlock(blocks, blockAddress, changed);
  const select = (at: number) => {
    setBlock(at);
    const found = blocks.find((candidate) => candidate.address === at);
    if (found) selection.value = { address: found.user, length: Math.max(1, found.requested) };
  };
  return (
    <div class="heap">
      <div class="heap-heaps">
        {heaps.map((base) => (
          <button key={base} type="button" aria-pressed={base === address} onClick={() => choose(base)}>
            {hex8(base)} <span class="quiet">{purposeOf(now, base, say)}</span>
          </button>
        ))}
      </div>
      <Summary heap={heap} blocks={blocks} say={say} />
      <div class="heap-parts">
        {PARTS.map((name) => (
          <button key={name} type="button" aria-pressed={name === part} onClick={() => setPart(name)}>
            {say[name]}
          </button>
        ))}
      </div>
      {part === 'map' && (
        <Legend hasLfh={heap.lowFragmentation !== undefined} say={say} changedWord={props.words.changedHere} />
      )}
      {heap.problems.length > 0 && <Problems heap={heap} say={say} />}
      {part === 'map' &&
        heap.segments.map((segment) => (
          <div key={segment.address} class="heap-segment">
            <HeapMap
              segment={segment}
              position={now.position}
              words={say}
              changed={changed}
              selected={block?.address}
              onSelect={(b) => select(b.address)}
            />
          </div>
        ))}
      {part === 'map' && heap.virtualBlocks.length > 0 && (
        <BlockTable blocks={heap.virtualBlocks} say={say} changed={changed} onSelect={select} />
      )}
      {part === 'lists' && <FreeLists heap={heap} say={say} onSelect={select} />}
      {part === 'lfh' && <FrontEnd heap={heap} say={say} onSelect={select} />}
      {part === 'table' && <BlockTable blocks={blocks} say={say} changed={changed} onSelect={select} />}
      {block ? (
        <BlockDetail props={props} heap={address} block={block} say={say} />
      ) : (
        <p class="quiet heap-hint">{say.select}</p>
      )}
    </div>
  );
}

/** The block that the reader points at, else the one that the last step changed most tellingly. */
function selectedBlock(
  blocks: readonly HeapBlock[],
  address: number | undefined,
  changed: ReadonlySet<number>,
): HeapBlock | undefined {
  const pointed = address === undefined ? undefined : blocks.find((block) => block.address === address);
  if (pointed) return pointed;
  const fresh = blocks.filter((block) => changed.has(block.address));
  return fresh.find((block) => block.state === 'damaged') ?? fresh.find((block) => block.requested > 0) ?? fresh[0];
}

function Summary({ heap, blocks, say }: { heap: HeapView; blocks: readonly HeapBlock[]; say: HeapWords }) {
  const committed = heap.segments.reduce((sum, segment) => sum + segment.committed, 0);
  const busy = blocks.filter(
    (block) => block.state === 'busy' || block.state === 'lfh busy' || block.state === 'virtual',
  ).length;
  const free = blocks.filter((block) => block.state === 'free').length;
  const hasChecks = (heap.forceFlags & 0x60) !== 0;
  return (
    <p class="heap-summary">
      {say.committed} {hexSize(committed)} · {say.free} {hexSize(heap.totalFreeSize * 8)} · {busy} {say.busyBlocks} ·{' '}
      {free} {say.freeBlocks} · {say.frontEnd}: {heap.frontEndHeapType === 2 ? say.frontEndLfh : say.frontEndNone}
      {hasChecks && ` · ${say.checks}`}
    </p>
  );
}

/** What the colours of the map mean. */
function Legend({ hasLfh, say, changedWord }: { hasLfh: boolean; say: HeapWords; changedWord: string }) {
  const items: readonly (readonly [string, string])[] = [
    ['state-busy', say.legendHeader],
    ['body-busy', say.states.busy],
    ['unused', say.legendUnused],
    ['body-free', say.states.free],
    ...(hasLfh ? ([['state-lfh-busy', say.frontEndLfh]] as const) : []),
    ['state-internal', say.states.internal],
    ['is-changed', changedWord],
  ];
  return (
    <ul class="heap-legend" aria-label={say.legend}>
      {items.map(([name, text]) => (
        <li key={name}>
          <span class={`swatch ${name}`} aria-hidden="true" />
          {text}
        </li>
      ))}
    </ul>
  );
}

function Problems({ heap, say }: { heap: HeapView; say: HeapWords }) {
  return (
    <div class="heap-problems" role="alert">
      <strong>{say.problems}</strong>
      <ul>
        {heap.problems.slice(0, 6).map((problem) => (
          <li key={`${problem.address}${problem.kind}`}>
            {hex8(problem.address)}: {say.problem(problem)}
          </li>
        ))}
      </ul>
    </div>
  );
}
