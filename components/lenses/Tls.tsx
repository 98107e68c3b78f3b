/**
 * Thread-local storage: the bitmap of indices that all threads share, each thread's values side by side, the slots with
 * destructors (FLS), and the static blocks by module.
 *
 * A column is a thread, in the order and with the badge that it has in all lenses; the one in view is marked.
 */

import { programProcess } from '@/nt/query.ts';
import { staticTls, TLS_EXPANSION_SLOTS, TLS_SLOTS, tlsBitmaps } from '@/nt/query-tls.ts';
import type { LensProps } from './lens.ts';
import { threadsOf } from './threads/badge.tsx';
import { Bits, ExpansionBits } from './tls/Bits.tsx';
import { Slots } from './tls/Slots.tsx';
import { StaticBlocks } from './tls/StaticBlocks.tsx';
import { tlsWords } from './tls/words.ts';

/** Index 0 of each bitmap is never given out. */
const RESERVED = 2;

export function Tls(props: LensProps) {
  const { now, language } = props;
  const w = tlsWords(language);
  const peb = programProcess(now.space)?.peb;
  const alive = threadsOf(now).filter(({ teb, state }) => teb !== 0 && state !== 'Terminated');
  if (!peb || alive.length === 0) return <p class="lens-empty">{w.noThread}</p>;
  const bitmaps = tlsBitmaps(now.space, peb);
  const { indices } = bitmaps;
  const expansion = indices.filter((index) => index >= TLS_SLOTS);
  const part = { ...props, w, alive, bitmaps, peb };
  const byIndex = (
    <>
      <p class="part-title">{w.bitmap}</p>
      <Bits indices={indices} w={w} />
      <p>
        {w.count(indices.length - expansion.length, TLS_SLOTS)}
        {' · '}
        {w.expansion}: {w.count(expansion.length, TLS_EXPANSION_SLOTS)}
      </p>
      {expansion.length > 1 && <ExpansionBits indices={expansion} w={w} />}
      <p class="part-title">{w.values}</p>
      <Slots {...part} />
    </>
  );
  const blocks = (
    <>
      <p class="part-title">{w.static}</p>
      <StaticBlocks {...part} />
    </>
  );
  // Of the two mechanisms the one that the program uses comes first.
  const isStatic = indices.length <= RESERVED && now.modules.some(({ base }) => staticTls(now.space, base));
  return (
    <div class="tls">
      {isStatic ? blocks : byIndex}
      {isStatic ? byIndex : blocks}
    </div>
  );
}
