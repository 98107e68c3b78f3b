/** The modules that are loaded, each with its run-time library. */
import { hex8 } from '@/debugger/format.ts';
import type { LoadedModule } from '@/debugger/symbols.ts';
import { rvaOf } from '@/debugger/symbols.ts';
import type { Moment } from '@/lab/moment.ts';
import type { LensProps } from './lens.ts';
import { Address } from './text.tsx';

/** The heap of the C run-time library that lives in a module, when one does. */
function crtHeapOf(now: Moment, module: LoadedModule): number | undefined {
  const rva = rvaOf(module.symbols, '_crtheap');
  return rva === undefined ? undefined : now.space.tryU32(module.base + rva);
}

export function Modules({ now, before, language, words, selection }: LensProps) {
  const known = new Set(before?.modules.map((module) => module.base));
  const head =
    language === 'zh' ? ['模块', '起始', '结束', 'C 运行库的堆'] : ['module', 'start', 'end', 'C run-time heap'];
  const none = language === 'zh' ? '此模块里没有 C 运行库' : 'no C run-time library inside';
  const notYet = language === 'zh' ? '有 C 运行库，堆还没有建立' : 'has a C run-time library; no heap yet';
  return (
    <table class="modules" aria-label={words.lensNames['modules']}>
      <thead>
        <tr>
          {head.map((text) => (
            <th key={text} scope="col">
              {text}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {now.modules.map((module) => {
          const heap = crtHeapOf(now, module);
          return (
            <tr key={module.base} class={before && !known.has(module.base) ? 'changed' : ''}>
              <th scope="row">{module.fileName}</th>
              <td>
                <Address value={module.base} selection={selection} />
              </td>
              <td>{hex8(module.base + module.size)}</td>
              <td>
                {heap === undefined ? (
                  <span class="quiet">{none}</span>
                ) : heap === 0 ? (
                  notYet
                ) : (
                  <Address value={heap} selection={selection} />
                )}
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}
