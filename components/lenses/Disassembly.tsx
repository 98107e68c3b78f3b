/** The instructions around the one that runs next, with the source line that each belongs to. */
import { hex2, hex8 } from '@/debugger/format.ts';
import { importCellName } from '@/debugger/import-cells.ts';
import type { LoadedModule } from '@/debugger/symbols.ts';
import { functionAt, lineAt, moduleAt, nameOf } from '@/debugger/symbols.ts';
import type { Moment } from '@/lab/moment.ts';
import { disassemble } from '@/machine/disassemble.ts';
import type { LensProps } from './lens.ts';

const BEFORE = 8;
const AFTER = 24;

interface Row {
  readonly address: number;
  readonly bytes: string;
  readonly text: string;
  /** Source line that begins here. */
  readonly source: string | undefined;
}

export function Disassembly({ lab, now, before }: LensProps) {
  const { eip } = now.registers;
  const rows = rowsAround(lab, now, eip);
  return (
    <table class="disassembly">
      <caption>{nameOf(now.modules, eip) ?? hex8(eip)}</caption>
      <tbody>
        {rows.map((row) => [
          row.source !== undefined && (
            <tr key={`${row.address}s`} class="source-row">
              <td colSpan={3}>{row.source}</td>
            </tr>
          ),
          <tr
            key={row.address}
            class={row.address === eip ? 'current' : row.address === before?.registers.eip ? 'past' : ''}
            aria-current={row.address === eip ? 'step' : undefined}
          >
            <td>{hex8(row.address)}</td>
            <td class="quiet bytes">{row.bytes}</td>
            <td>{row.text}</td>
          </tr>,
        ])}
      </tbody>
    </table>
  );
}

function rowsAround(lab: LensProps['lab'], now: Moment, eip: number): readonly Row[] {
  const module = moduleAt(now.modules, eip);
  const inside = module && functionAt(module, eip);
  const start = module && inside ? module.base + inside.rva : eip;
  const end = module && inside ? start + inside.size : eip + 128;
  const rows: Row[] = [];
  for (let address = start; address < end && rows.length < 4000; ) {
    const { row, length } = rowAt(lab, now, module, address);
    rows.push(row);
    address = (address + length) >>> 0;
  }
  const index = Math.max(
    0,
    rows.findIndex((row) => row.address >= eip),
  );
  return rows.slice(Math.max(0, index - BEFORE), index + AFTER);
}

function rowAt(
  lab: LensProps['lab'],
  now: Moment,
  module: LoadedModule | undefined,
  address: number,
): { row: Row; length: number } {
  if (now.space.tryU8(address) === undefined)
    return { row: { address, bytes: '', text: '????????', source: undefined }, length: 1 };
  const instruction = disassemble(
    (at) => now.space.tryU8(at),
    address,
    (target) => importCellName(now.space, now.modules, target) ?? nameOf(now.modules, target),
  );
  const line = module && lineAt(now.modules, address);
  const source =
    line?.start === address
      ? `${line.line}  ${lab.source(line.file)?.split('\n')[line.line - 1]?.trim() ?? ''}`
      : undefined;
  return {
    row: { address, bytes: instruction.bytes.map(hex2).join(''), text: instruction.text, source },
    length: instruction.length,
  };
}
