/** `!heap`: heaps listed, summed up, walked, and searched for an address. */
import type { HeapBlock, HeapView } from '../../nt/query-heap.ts';
import { blockAt, processHeaps, readHeap } from '../../nt/query-heap.ts';
import { HEAP } from '../../nt/structs/heap.ts';
import type { Command, Context } from '../command.ts';
import { refuse } from '../error.ts';
import { hex, hex8 } from '../format.ts';

const pebOf = (context: Context) => context.state.space.tryU32(context.state.registers.fsBase + 0x30) ?? 0;

/** _HEAP.Flags and ForceFlags: tail checking, free checking, parameter validation. */
const CHECKS: readonly (readonly [number, string])[] = [
  [0x20, 'tail checking'],
  [0x40, 'free checking'],
  [0x40000000, 'validate parameters'],
];

const ENTRY_BUSY = 1;
const KILOBYTE = 1024;

function heap(context: Context, args: string): string {
  const words = args.split(/\s+/).filter(Boolean);
  const option = words[0]?.startsWith('-') ? words.shift() : undefined;
  switch (option) {
    case undefined:
      return words.length === 0 ? listed(context) : walked(context, context.evaluate(words.join(' ')));
    case '-s':
      return summary(context);
    case '-a':
    case '-h':
      return walked(context, heapOf(context, words));
    case '-x':
    case '-p':
      return found(context, context.evaluate((words[0] === '-a' ? words.slice(1) : words).join(' ')));
    default:
      return refuse(`!heap has -s, -a heap, -h heap and -x address, not ${option}`);
  }
}

function views(context: Context): readonly HeapView[] {
  return processHeaps(context.state.space, pebOf(context)).flatMap(
    (address) => readHeap(context.state.space, address) ?? [],
  );
}

/** The heap that was named: by address, or by its number in the list; 0 means all, so the first. */
function heapOf(context: Context, words: readonly string[]): number {
  const value = words.length === 0 ? 0 : context.evaluate(words.join(' '));
  const heaps = processHeaps(context.state.space, pebOf(context));
  const chosen = value <= heaps.length ? heaps[Math.max(0, value - 1)] : value;
  return chosen ?? refuse('There is no heap yet');
}

function listed(context: Context): string {
  const heaps = views(context);
  const hasChecks = heaps.some(({ forceFlags }) => forceFlags !== 0);
  const head = `Index   Address  ${hasChecks ? 'Name      Debugging options enabled' : ''}\n`;
  return (
    head +
    heaps
      .map((view, index) => `${String(index + 1).padStart(3)}:   ${hex8(view.address)}${checksText(view)}\n`)
      .join('')
  );
}

function checksText({ flags }: HeapView): string {
  const on = CHECKS.filter(([bit]) => (flags & bit) !== 0).map(([, name]) => name);
  return on.length > 0 ? `           ${on.join(' ')}` : '';
}

function dataOf(context: Context, name: string): number | undefined {
  const address = context.expressions.symbol(name);
  return address === undefined ? undefined : context.state.space.tryU32(address);
}

function flagOf(context: Context, name: string): number | undefined {
  const address = context.expressions.symbol(name);
  return address === undefined ? undefined : context.state.space.tryU8(address);
}

function summary(context: Context): string {
  const key = dataOf(context, 'ntdll!RtlpLFHKey');
  const terminates = flagOf(context, 'ntdll!RtlpTerminateOnHeapCorruption');
  const lines = [
    ...(key === undefined ? [] : [`LFH Key                   : 0x${hex8(key)}`]),
    ...(terminates === undefined ? [] : [`Termination on corruption : ${terminates ? 'ENABLED' : 'DISABLED'}`]),
    '  Heap     Flags   Reserv  Commit  Virt   Free  List   UCR  Virt  Lock  Fast ',
    '                    (k)     (k)    (k)     (k) length      blocks cont. heap ',
    '-----------------------------------------------------------------------------',
  ];
  for (const view of views(context)) lines.push(summaryLine(view));
  lines.push('-----------------------------------------------------------------------------', '');
  return lines.join('\n');
}

function summaryLine(view: HeapView): string {
  const kilobytes = (bytes: number) => String(Math.round(bytes / KILOBYTE)).padStart(7);
  const committed = view.segments.reduce((sum, { committed: bytes }) => sum + bytes, 0);
  const reserved = view.segments.reduce((sum, { address, end }) => sum + end - address, 0);
  const ranges = view.segments.reduce((sum, segment) => sum + segment.ranges, 0);
  return [
    `${hex8(view.address)} ${hex8(view.flags)}`,
    kilobytes(reserved),
    kilobytes(committed),
    kilobytes(reserved),
    kilobytes(view.totalFreeSize * 8),
    String(view.freeLists.length).padStart(5),
    String(ranges).padStart(5),
    String(view.virtualBlocks.length).padStart(5),
    '     0',
    view.frontEndHeapType === 2 ? '  LFH' : '     ',
  ].join(' ');
}

/** `-a`: header, free list and all blocks, in the shape of WinDbg on Windows 7. */
function walked(context: Context, address: number): string {
  const view = readHeap(context.state.space, address) ?? refuse(`There is no heap at ${hex8(address)}`);
  return (
    head(context, view) +
    freeLists(view) +
    view.segments.map((segment, index) => segmentText(segment, index)).join('') +
    virtualText(view) +
    problems(view)
  );
}

function head(context: Context, view: HeapView): string {
  const heap_ = HEAP.at(context.state.space, view.address);
  const index = processHeaps(context.state.space, pebOf(context)).indexOf(view.address) + 1;
  const segments = view.segments
    .map((s) => `    Segment at ${hex8(s.address)} to ${hex8(s.end)} (${hex8(s.committed)} bytes committed)\n`)
    .join('');
  const row = (name: string, value: number) => `    ${`${name}:`.padEnd(22)}${hex8(value)}\n`;
  return (
    `Index   Address  Name      Debugging options enabled\n${String(index).padStart(3)}:   ${hex8(view.address)}${checksText(view)}\n${segments}` +
    row('Flags', view.flags) +
    row('ForceFlags', view.forceFlags) +
    '    Granularity:          8 bytes\n' +
    row('Segment Reserve', heap_.SegmentReserve) +
    row('Segment Commit', heap_.SegmentCommit) +
    row('DeCommit Block Thres', heap_.DeCommitFreeBlockThreshold) +
    row('DeCommit Total Thres', heap_.DeCommitTotalFreeThreshold) +
    row('Total Free Size', view.totalFreeSize) +
    row('Max. Allocation Size', heap_.MaximumAllocationSize) +
    row('Lock Variable at', view.lockVariable) +
    row('Virtual Alloc List', view.address + HEAP.offsetOf('VirtualAllocdBlocks')) +
    row('Uncommitted ranges', view.address + HEAP.offsetOf('UCRList'))
  );
}

function freeLists(view: HeapView): string {
  const listHead = view.address + HEAP.offsetOf('FreeLists');
  const links = view.freeLists.map(({ address }) => address + 8);
  const items = view.freeLists
    .map(({ address, size }) => `    ${hex8(address)}: size ${hex(size).padStart(5, '0')}\n`)
    .join('');
  return `    FreeList[ 00 ] at ${hex8(listHead)}: ${hex8(links[links.length - 1] ?? listHead)} . ${hex8(links[0] ?? listHead)}  (${links.length} block${links.length === 1 ? '' : 's'})\n${items}\n`;
}

function segmentText(segment: HeapView['segments'][number], index: number): string {
  const lines = segment.blocks.map((block) => blockLine(block)).join('');
  return `    Segment${String(index).padStart(2, '0')} at ${hex8(segment.address)}:\n        First Entry:    ${hex8(segment.firstEntry)}\n        Last Entry:     ${hex8(segment.end)}\n\n    Heap entries for Segment${String(index).padStart(2, '0')} in Heap\n         address: psize . size  flags   state (requested size)\n${lines}`;
}

/** "00560588: 00588 . 00010 [101] - busy (8)" */
function blockLine(block: HeapBlock): string {
  if (block.state === 'uncommitted')
    return `        ${hex8(block.address)}:      ${hex8(block.size)}      - uncommitted bytes.\n`;
  const isBusy = (block.flags & ENTRY_BUSY) !== 0;
  const state = isBusy ? `busy (${hex(block.requested)})` : 'free';
  const use = block.use && block.use !== 'heap header' ? `  ${block.use}` : '';
  const inner = (block.blocks ?? []).map(
    (sub) =>
      `            ${hex8(sub.address)}: ${hex(sub.size).padStart(5, '0')} - ${sub.state === 'lfh busy' ? `busy (${hex(sub.requested)})` : 'free'}\n`,
  );
  return `        ${hex8(block.address)}: ${hex(block.previousSize).padStart(5, '0')} . ${hex(block.size).padStart(5, '0')} [1${hex(block.flags).padStart(2, '0')}] - ${state}${use}\n${inner.join('')}`;
}

function virtualText(view: HeapView): string {
  return view.virtualBlocks
    .map(
      (block) =>
        `    Virtual block ${hex8(block.address)}: ${hex8(block.size)} - busy (${hex(block.requested)}), user address ${hex8(block.user)}\n`,
    )
    .join('');
}

function problems(view: HeapView): string {
  return view.problems.map(({ address, kind, text }) => `    ERROR at ${hex8(address)} (${kind}): ${text}\n`).join('');
}

function found(context: Context, address: number): string {
  for (const view of views(context)) {
    const block = blockAt(view, address);
    if (!block) continue;
    const columns = 'Entry     User      Heap      Segment       Size  PrevSize  Unused    Flags';
    const line = [
      hex8(block.address),
      hex8(block.user),
      hex8(view.address),
      hex8(block.segment),
      hex(block.size).padStart(9),
      hex(block.previousSize).padStart(9),
      hex(Math.max(0, block.size - block.requested)).padStart(7),
    ];
    return `${columns}\n${'-'.repeat(77)}\n${line.slice(0, 4).join('  ')} ${line.slice(4).join(' ')}  ${block.state}${block.use ? ` (${block.use})` : ''}\n`;
  }
  return `${hex8(address)} is in no heap of this process\n`;
}

export const heapCommands: readonly Command[] = [
  {
    names: ['!heap'],
    usage: '!heap [-s | -a heap | -h heap | -x address]',
    help: 'heaps: list, sums, all blocks of one, the block around an address',
    run: heap,
  },
];
