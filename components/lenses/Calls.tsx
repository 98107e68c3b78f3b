/** The call stack: who called whom, each module in its own colour, innermost first. */
import { hex8 } from '@/debugger/format.ts';
import { stackFrames } from '@/debugger/stack.ts';
import { lineAt, nameOf } from '@/debugger/symbols.ts';
import type { LensProps } from './lens.ts';
import { Address } from './text.tsx';

const FRAMES_SHOWN = 40;

const baseName = (file: string) => file.slice(Math.max(file.lastIndexOf('\\'), file.lastIndexOf('/')) + 1);

export function Calls({ lab, now, before, words, selection }: LensProps) {
  const frames = stackFrames(now, now.modules, FRAMES_SHOWN);
  const known = new Set(
    before
      ? stackFrames(before, before.modules, FRAMES_SHOWN).map((frame) => `${frame.childEbp}:${frame.function?.name}`)
      : [],
  );
  const own = (file: string) => lab.program.sources[file] !== undefined;
  return (
    <table class="calls">
      <thead>
        <tr>
          <th scope="col">ChildEBP</th>
          <th scope="col">RetAddr</th>
          <th scope="col">{words.lensNames['calls']}</th>
        </tr>
      </thead>
      <tbody>
        {frames.map((frame) => {
          const line = lineAt(now.modules, frame.index === 0 ? frame.eip : frame.eip - 1);
          const isNew = before !== undefined && !known.has(`${frame.childEbp}:${frame.function?.name}`);
          return (
            <tr key={frame.index} class={`${line && own(line.file) ? 'own' : ''}${isNew ? ' changed' : ''}`}>
              <td>
                <Address value={frame.childEbp} length={8} selection={selection} />
              </td>
              <td>{hex8(frame.returnAddress)}</td>
              <td class="name">
                {nameOf(now.modules, frame.eip) ?? hex8(frame.eip)}
                {line && (
                  <span class="quiet">
                    {' '}
                    {baseName(line.file)}:{line.line}
                  </span>
                )}
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}
