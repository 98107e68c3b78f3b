/** One block taken apart: its header as bytes, key and fields; its CRT header if it has one; who allocated it. */
import { hex2, hex8 } from '@/debugger/format.ts';
import { lineAt, nameOf } from '@/debugger/symbols.ts';
import { crtDebugBlock, type HeapBlock, readHeapEntry } from '@/nt/query-heap.ts';
import type { LensProps } from '../lens.ts';
import { Address } from '../text.tsx';
import { hexSize, stateClass } from './HeapMap.tsx';
import type { HeapWords } from './words.ts';

interface Props {
  readonly props: LensProps;
  readonly heap: number;
  readonly block: HeapBlock;
  readonly say: HeapWords;
}

export function BlockDetail({ props, heap, block, say }: Props) {
  const { selection } = props;
  const isSized = block.requested > 0;
  return (
    <section class="block-detail" aria-label={say.block}>
      <dl class="facts">
        <Fact name={say.state}>
          <span class={`swatch ${stateClass(block)}`} aria-hidden="true" />{' '}
          {block.use ? say.uses[block.use] : say.states[block.state]}
        </Fact>
        <Fact name={say.entry}>
          <Address value={block.address} length={8} selection={selection} />
        </Fact>
        <Fact name={say.user}>
          <Address value={block.user} length={Math.max(1, block.requested)} selection={selection} />
        </Fact>
        <Fact name={say.size}>{hexSize(block.size)}</Fact>
        {isSized && <Fact name={say.requested}>{block.requested}</Fact>}
        {isSized && block.state !== 'virtual' && <Fact name={say.unused}>{block.size - block.requested}</Fact>}
      </dl>
      <Header now={props.now} heap={heap} block={block} say={say} />
      <CrtHeader now={props.now} block={block} say={say} />
      <Allocated props={props} block={block} say={say} />
    </section>
  );
}

function Fact({ name, children }: { name: string; children: preact.ComponentChildren }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

/** The eight bytes, the key, and what comes out. */
function Header({ now, heap, block, say }: Pick<LensProps, 'now'> & Omit<Props, 'props'>) {
  if (block.state === 'uncommitted') return null;
  const entry = readHeapEntry(now.space, heap, block.address);
  if (!entry || entry.isLowFragmentation || block.subsegment) return null;
  const bytes = (words: readonly [number, number]) =>
    words.flatMap((word) => [0, 8, 16, 24].map((shift) => hex2(word >>> shift))).join(' ');
  const { header } = entry;
  return (
    <table class="decode">
      <caption>{say.header}</caption>
      <tbody>
        <tr>
          <th scope="row">{say.raw}</th>
          <td>{bytes(entry.encoded)}</td>
        </tr>
        <tr>
          <th scope="row">{say.key}</th>
          <td>{bytes(entry.key)}</td>
        </tr>
        <tr>
          <th scope="row">{say.decoded}</th>
          <td>{bytes(entry.decoded)}</td>
        </tr>
        <tr>
          <th scope="row">{say.fields}</th>
          <td>
            Size {hexSize(header.size)} × 8 · Flags {hex2(header.flags)} · SmallTagIndex {hex2(header.smallTagIndex)} ·
            PreviousSize {hexSize(header.previousSize)} × 8 · UnusedBytes {hex2(header.unusedBytes)}
          </td>
        </tr>
        <tr class={entry.checksumOk ? 'ok' : 'bad'}>
          <th scope="row">{entry.checksumOk ? '✓' : '✗'}</th>
          <td>{entry.checksumOk ? say.checksumOk : say.checksumBad}</td>
        </tr>
      </tbody>
    </table>
  );
}

function CrtHeader({ now, block, say }: Pick<LensProps, 'now'> & Pick<Props, 'block' | 'say'>) {
  const crt = crtDebugBlock(now.space, block);
  if (!crt) return null;
  const isWhole = crt.gapBeforeOk && crt.gapAfterOk;
  return (
    <table class="decode">
      <caption>{say.crt}</caption>
      <tbody>
        <tr>
          <th scope="row">{say.user}</th>
          <td>
            {hex8(crt.data)} · {say.requested} {crt.dataSize} · {say.use} {crt.use} · {say.request} {crt.request}
            {crt.file ? ` · ${crt.file}(${crt.line})` : ''}
          </td>
        </tr>
        <tr class={isWhole ? 'ok' : 'bad'}>
          <th scope="row">{isWhole ? '✓' : '✗'}</th>
          <td>
            {isWhole
              ? say.gapsOk
              : [crt.gapBeforeOk ? '' : say.gapBefore, crt.gapAfterOk ? '' : say.gapAfter].filter(Boolean).join(' · ')}
          </td>
        </tr>
      </tbody>
    </table>
  );
}

function Allocated({ props: { lab, now, words }, block, say }: Pick<Props, 'props' | 'block' | 'say'>) {
  const allocation = block.requested > 0 ? lab.allocations.of(block.user, now.position) : undefined;
  if (!allocation) return null;
  return (
    <div class="allocated">
      <p>
        {say.allocatedBy} <span class="quiet">{say.atPosition(allocation.position.toLocaleString('en'))}</span>{' '}
        <button type="button" onClick={() => void lab.act({ kind: 'goto', position: allocation.position })}>
          {say.goThere}
        </button>
      </p>
      <ol aria-label={words.lensNames['calls']}>
        {allocation.callers.slice(0, 12).map((address, index) => {
          const line = lineAt(now.modules, address - 1);
          const isOwn = line && lab.program.sources[line.file] !== undefined;
          return (
            <li key={index} class={isOwn ? 'own' : ''}>
              {nameOf(now.modules, address) ?? hex8(address)}
              {isOwn && <span class="quiet"> :{line.line}</span>}
            </li>
          );
        })}
      </ol>
    </div>
  );
}
