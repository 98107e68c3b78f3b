/**
 * The stack as bytes: from ESP upwards, word by word, each frame in a band of its own with what its words are: locals by
 * name, saved EBP, return address, arguments.
 */
import { hex8 } from '@/debugger/format.ts';
import type { Frame } from '@/debugger/stack.ts';
import { stackFrames } from '@/debugger/stack.ts';
import { nameOf } from '@/debugger/symbols.ts';
import { sizeOfType, typeName, typeOfSymbol } from '@/debugger/types.ts';
import type { Moment } from '@/lab/moment.ts';
import type { LensProps } from './lens.ts';
import { Address, Value } from './text.tsx';

const WORDS_SHOWN = 72;

interface Word {
  readonly address: number;
  readonly frame: number;
  readonly meaning: string;
  readonly kind: 'local' | 'ebp' | 'return' | 'argument' | 'other';
}

export function Stack({ now, before, words, selection, language }: LensProps) {
  const esp = (now.registers.r[4] ?? 0) >>> 0;
  const frames = stackFrames(now, now.modules, 24);
  const rows = wordsFrom(now, frames, esp, language);
  return (
    <table class="stack-words" aria-label={words.lensNames['stack']}>
      <tbody>
        {rows.map((row) => {
          const value = now.space.tryU32(row.address);
          const isChanged = before !== undefined && before.space.tryU32(row.address) !== value;
          const isFirst = row.frame !== rows[rows.indexOf(row) - 1]?.frame;
          const frame = frames[row.frame];
          return [
            isFirst && frame && (
              <tr key={`${row.address}f`} class="frame-head">
                <th colSpan={4} scope="colgroup">
                  {nameOf(now.modules, frame.eip) ?? hex8(frame.eip)}
                </th>
              </tr>
            ),
            <tr key={row.address} class={`frame-${row.frame % 2} ${row.kind}`}>
              <td class="pointer">{pointerName(now, row.address)}</td>
              <td>
                <Address value={row.address} selection={selection} />
              </td>
              <td>
                <Value isChanged={isChanged} words={words}>
                  {value === undefined ? '????????' : hex8(value)}
                </Value>
              </td>
              <td class="meaning">
                {row.meaning || (value === undefined ? '' : <span class="quiet">{nameOf(now.modules, value)}</span>)}
              </td>
            </tr>,
          ];
        })}
      </tbody>
    </table>
  );
}

function pointerName(now: Moment, address: number): string {
  const [esp, ebp] = [(now.registers.r[4] ?? 0) >>> 0, (now.registers.r[5] ?? 0) >>> 0];
  return address === esp ? (esp === ebp ? 'esp ebp →' : 'esp →') : address === ebp ? 'ebp →' : '';
}

function wordsFrom(now: Moment, frames: readonly Frame[], esp: number, language: 'en' | 'zh'): readonly Word[] {
  const meanings = new Map<number, Omit<Word, 'address' | 'frame'>>();
  for (const frame of frames) describeFrame(now, frame, meanings, language);
  const rows: Word[] = [];
  let frame = 0;
  for (
    let address = (esp & ~3) >>> 0;
    rows.length < WORDS_SHOWN && now.space.tryU32(address) !== undefined;
    address += 4
  ) {
    while (frame + 1 < frames.length && address > (frames[frame]?.childEbp ?? 0) + 4) frame++;
    rows.push({ address, frame, meaning: '', kind: 'other', ...meanings.get(address) });
  }
  return rows;
}

function describeFrame(
  now: Moment,
  frame: Frame,
  meanings: Map<number, Omit<Word, 'address' | 'frame'>>,
  language: 'en' | 'zh',
): void {
  const zh = language === 'zh';
  const caller = nameOf(now.modules, frame.returnAddress) ?? hex8(frame.returnAddress);
  meanings.set(frame.childEbp + 4, {
    kind: 'return',
    meaning: zh ? `返回地址：${caller}` : `return address: ${caller}`,
  });
  const symbols = frame.module?.symbols;
  const isInBody = frame.function && frame.module && frame.eip >= frame.module.base + frame.function.bodyRva;
  if (frame.childEbp === frame.ebp)
    meanings.set(frame.childEbp, { kind: 'ebp', meaning: zh ? '调用者的 EBP' : 'caller’s EBP' });
  if (!symbols || !frame.function || !isInBody) return;
  for (const variable of [...frame.function.parameters, ...frame.function.locals]) {
    const type = typeOfSymbol(symbols, variable.type);
    const kind = variable.offset > 0 ? 'argument' : 'local';
    const size = Math.max(4, sizeOfType(type));
    for (let at = 0; at < Math.min(size, 256); at += 4) {
      const address = ((frame.ebp + variable.offset + at) & ~3) >>> 0;
      meanings.set(address, {
        kind,
        meaning: at === 0 ? `${typeName(type)} ${variable.name}` : `${variable.name} +0x${at.toString(16)}`,
      });
    }
  }
}
