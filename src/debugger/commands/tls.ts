/** `!tls`: the slots of a thread. */
import { threads } from '../../nt/query.ts';
import { staticTls, staticTlsBlock, TLS_SLOTS, tlsBitmaps, tlsSlotAddress } from '../../nt/query-tls.ts';
import type { Command, Context } from '../command.ts';
import { refuse } from '../error.ts';
import { hex, hex8 } from '../format.ts';

function tls(context: Context, args: string): string {
  const { space, registers } = context.state;
  const [slot = '-1', place = ''] = args.split(/\s+/).filter(Boolean);
  const index = slot === '-1' ? -1 : context.evaluate(slot);
  const tebs =
    place === '-1'
      ? threads(space)
          .map(({ teb }) => teb)
          .filter(Boolean)
      : [place === '' ? registers.fsBase : context.evaluate(place)];
  return tebs.map((teb) => threadText(context, teb, index)).join('');
}

function threadText(context: Context, teb: number, index: number): string {
  const { space } = context.state;
  const peb = space.tryU32(teb + 0x30) ?? refuse(`There is no TEB at ${hex8(teb)}`);
  const id = `${hex(space.tryU32(teb + 0x20) ?? 0)}.${hex(space.tryU32(teb + 0x24) ?? 0)}`;
  const { indices } = tlsBitmaps(space, peb);
  const value = (i: number) => space.tryU32(tlsSlotAddress(space, teb, i) ?? 0) ?? 0;
  if (index >= 0) return `${id}: ${hex8(value(index))}\n`;
  const used = indices.filter((i) => i !== 0 && i !== TLS_SLOTS);
  const rows = used.map((i) => `0x${i.toString(16).padStart(4, '0')} : ${hex8(value(i))}\n`);
  return `TLS slots on thread: ${id}\n${rows.join('')}${staticText(context, teb)}`;
}

function staticText(context: Context, teb: number): string {
  const rows = context.modules.flatMap((module) => {
    const storage = staticTls(context.state.space, module.base);
    if (!storage) return [];
    const block = staticTlsBlock(context.state.space, teb, storage.index);
    return [`  ${module.name}: _tls_index ${storage.index}, block ${hex8(block)}\n`];
  });
  return rows.length === 0 ? '' : `Static blocks (TEB+2c):\n${rows.join('')}`;
}

export const tlsCommands: readonly Command[] = [
  {
    names: ['!tls'],
    usage: '!tls [-1 | slot] [teb | -1]',
    help: 'TLS slots of this thread, of the one with that TEB, or of all (-1)',
    run: tls,
  },
];
