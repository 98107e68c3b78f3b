/** Static blocks: for each module with thread variables its index, then a row for each variable, with what the template says and what each thread has. */
import { hex, hex8 } from '@/debugger/format.ts';
import { type LoadedModule, nameOf } from '@/debugger/symbols.ts';
import { type StaticTls, staticTls, staticTlsBlock } from '@/nt/query-tls.ts';
import { TEB } from '@/nt/structs/peb.ts';
import { Address } from '../text.tsx';
import { Cell, type PartProps, ThreadHeads } from './columns.tsx';

const VARIABLES_SHOWN = 12;

interface ModuleTls {
  readonly module: LoadedModule;
  readonly tls: StaticTls;
}

interface Variable {
  readonly name: string;
  readonly offset: number;
  readonly size: number;
}

export function StaticBlocks(props: PartProps) {
  const { now, alive, w } = props;
  const modules = now.modules.flatMap((module): ModuleTls[] => {
    const tls = staticTls(now.space, module.base);
    return tls ? [{ module, tls }] : [];
  });
  if (modules.length === 0) return <p class="quiet">{w.none}</p>;
  const pointer = TEB.offsetOf('ThreadLocalStoragePointer');
  return (
    <div class="tls-scroll">
      <table>
        <ThreadHeads {...props} first={['', w.template]} />
        <tbody>
          <tr>
            <th scope="row">
              {w.array} <span class="quiet">TEB+2C</span>
            </th>
            <td />
            {alive.map(({ id, teb }) => (
              <Cell key={id} {...{ props, id }} at={teb + pointer} before={teb + pointer} />
            ))}
          </tr>
          {modules.map((found) => (
            <ModuleRows key={found.module.base} props={props} {...found} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function ModuleRows({ props, module, tls }: ModuleTls & { readonly props: PartProps }) {
  const { now, before, alive, selection, w } = props;
  const block = (space: PartProps['now']['space'], teb: number) => staticTlsBlock(space, teb, tls.index) || undefined;
  const arrayCell = (space: PartProps['now']['space'], teb: number) => {
    const array = space.tryU32(teb + TEB.offsetOf('ThreadLocalStoragePointer'));
    return array ? array + 4 * tls.index : undefined;
  };
  return (
    <>
      <tr>
        <td class="tls-module" colSpan={2 + alive.length}>
          <strong>{module.fileName}</strong> <span class="quiet">_tls_index</span>{' '}
          <Address value={tls.indexAddress} selection={selection}>
            {tls.index}
          </Address>
          {tls.callbacks.length > 0 && (
            <>
              {' · '}
              <span class="quiet">{w.callbacks}</span>{' '}
              {tls.callbacks.map((callback) => nameOf(now.modules, callback) ?? hex8(callback)).join(', ')}
            </>
          )}
        </td>
      </tr>
      <tr>
        <th scope="row">
          {w.block(tls.index)} <span class="quiet">{w.bytes(lengthOf(tls))}</span>
        </th>
        <td>
          <Address value={tls.templateStart} length={lengthOf(tls)} selection={selection} />
        </td>
        {alive.map(({ id, teb }) => (
          <Cell
            key={id}
            {...{ props, id, empty: w.noStatic }}
            at={arrayCell(now.space, teb)}
            before={before && arrayCell(before.space, teb)}
          />
        ))}
      </tr>
      {variablesOf(module, tls).map(({ name, offset, size }) => (
        <tr key={name}>
          <th scope="row">
            {name} <span class="quiet">+{hex(offset)}</span>
          </th>
          <Cell props={props} id={-1} size={size} at={tls.templateStart + offset} before={tls.templateStart + offset} />
          {alive.map(({ id, teb }) => {
            const [at, past] = [block(now.space, teb), before && block(before.space, teb)];
            return (
              <Cell
                key={id}
                {...{ props, id, size }}
                at={at === undefined ? undefined : at + offset}
                before={past === undefined ? undefined : past + offset}
              />
            );
          })}
        </tr>
      ))}
    </>
  );
}

const lengthOf = (tls: StaticTls): number => tls.templateEnd - tls.templateStart + tls.zeroFill;

/** The module's thread variables by name; of large ones the first four bytes. */
function variablesOf(module: LoadedModule, tls: StaticTls): readonly Variable[] {
  const start = tls.templateStart - module.base;
  return (module.symbols?.data ?? [])
    .filter(({ rva, name }) => rva >= start && rva < start + lengthOf(tls) && !name.startsWith('_tls_'))
    .slice(0, VARIABLES_SHOWN)
    .map(({ name, rva, type }) => {
      const known = module.symbols?.types[type];
      return { name, offset: rva - start, size: known?.kind === 'integer' ? Math.min(known.size, 4) : 4 };
    });
}
