/** `!address`: the address space as regions, or the region around one address. */
import { programProcess, type RegionView, regions } from '../../nt/query.ts';
import type { Command, Context } from '../command.ts';
import { refuse } from '../error.ts';
import { hex8 } from '../format.ts';

const PROTECTIONS: Readonly<Record<number, string>> = {
  1: 'PAGE_NOACCESS',
  2: 'PAGE_READONLY',
  4: 'PAGE_READWRITE',
  8: 'PAGE_WRITECOPY',
  16: 'PAGE_EXECUTE',
  32: 'PAGE_EXECUTE_READ',
  64: 'PAGE_EXECUTE_READWRITE',
  128: 'PAGE_EXECUTE_WRITECOPY',
};

/** A page protection by Windows' names. */
export function protectionName(protect: number): string {
  if (protect === 0) return '';
  const names = [PROTECTIONS[protect & 0xff] ?? `0x${protect.toString(16)}`];
  if (protect & 0x100) names.push('PAGE_GUARD');
  if (protect & 0x200) names.push('PAGE_NOCACHE');
  return names.join('|');
}

const STATES = { free: 'MEM_FREE', reserve: 'MEM_RESERVE', commit: 'MEM_COMMIT' } as const;
const TYPES = { image: 'MEM_IMAGE', mapped: 'MEM_MAPPED', private: 'MEM_PRIVATE' } as const;

function address(context: Context, args: string): string {
  const process = programProcess(context.state.space) ?? refuse('There is no process yet');
  const all = regions(context.state.space, process.address);
  if (args === '') return table(all);
  const wanted = context.evaluate(args);
  const found =
    all.find(({ base, size }) => wanted >= base && wanted < base + size) ??
    refuse(`${hex8(wanted)} is not in user space`);
  return details(found);
}

function table(all: readonly RegionView[]): string {
  const head = '  BaseAddr EndAddr+1 RgnSize     Type       State                 Protect             Usage\n';
  const line = `${'-'.repeat(95)}\n`;
  return head + line + all.map((region) => `${row(region)}\n`).join('');
}

function row({ base, size, state, type, protect, label }: RegionView): string {
  const cells = [
    hex8(base),
    hex8(base + size),
    hex8(size),
    (type ? TYPES[type] : '').padEnd(11),
    STATES[state].padEnd(12),
    protectionName(protect).padEnd(34),
    label,
  ];
  return `  ${cells.join(' ')}`;
}

function details({ base, size, allocationBase, state, type, protect, label }: RegionView): string {
  const line = (name: string, value: string) => `${name.padEnd(24)}${value}\n`;
  return (
    line('Usage:', label) +
    line('Base Address:', hex8(base)) +
    line('End Address:', hex8(base + size)) +
    line('Region Size:', hex8(size)) +
    line('State:', STATES[state]) +
    (state === 'commit' ? line('Protect:', protectionName(protect)) : '') +
    (type ? line('Type:', TYPES[type]) + line('Allocation Base:', hex8(allocationBase)) : '')
  );
}

export const addressCommands: readonly Command[] = [
  {
    names: ['!address', '!vprot'],
    usage: '!address [address]',
    help: 'the regions of the address space, or the one around an address',
    run: address,
  },
];
