/** What is printed when a run ends: the event, the registers, and the next instruction. */
import { disassemble } from '../machine/disassemble.ts';
import type { Context } from './command.ts';
import { hex2, hex8 } from './format.ts';
import { importCellName } from './import-cells.ts';
import { registersText } from './registers-text.ts';
import type { RunEnd } from './target.ts';

/** Exception codes by the names that WinDbg prints. */
const EXCEPTION_NAMES: Readonly<Record<number, string>> = {
  2147483649: 'Guard page violation',
  2147483651: 'Break instruction exception',
  2147483652: 'Single step exception',
  3221225477: 'Access violation',
  3221225480: 'Invalid handle',
  3221225501: 'Illegal instruction',
  3221225620: 'Integer divide-by-zero',
  3221225621: 'Integer overflow',
  3221225622: 'Privileged instruction',
  3221225725: 'Stack overflow',
  3221226356: 'Heap corruption',
};

/** The lines for `end`; `quiet` leaves out the registers (as `gu` inside scripts would). */
export function describeStop(context: Context, end: RunEnd, quiet: boolean): string {
  const head = headline(context, end);
  const isAlive = end.kind !== 'exit';
  return head + (isAlive && !quiet ? `${registersText(context.state.registers)}${instructionText(context)}` : '');
}

/** "Access violation - code c0000005 (first chance)" */
export function exceptionHeadline(code: number, first: boolean): string {
  const name = EXCEPTION_NAMES[code >>> 0] ?? 'Unknown exception';
  return `${name} - code ${hex8(code)} (${first ? 'first' : '!!! second'} chance${first ? '' : ' !!!'})\n`;
}

function headline(context: Context, end: RunEnd): string {
  switch (end.kind) {
    case 'found':
      return (end.address === undefined ? [] : context.breakpoints.at(end.address))
        .map((b) => `Breakpoint ${b.id} hit\n`)
        .join('');
    case 'start':
      return 'Beginning of the run: there is nothing before this position.\n';
    case 'exit':
      return `The process has ended with code ${hex8(end.code)}${end.reason ? ` (${end.reason})` : ''}.\n`;
    case 'input':
      return 'The program waits for console input.\n';
    case 'deadlock':
      return 'All threads wait, and no timer is due: nothing will ever run again.\n';
    case 'exception':
      return exceptionHeadline(end.code, end.first);
    case 'budget':
      return `Stopped: the budget of ${end.what} for one run is used up.\n`;
    case 'interrupted':
      return 'Stopped by the reader.\n';
  }
}

/** "ntdll!RtlAllocateHeap:" and the instruction that comes next. */
export function instructionText(context: Context): string {
  const { eip } = context.state.registers;
  const name = context.nameOf(eip);
  return `${name ? `${name}:\n` : ''}${disassemblyLine(context, eip).text}\n`;
}

/** One line of `u`: address, bytes, text; and its length. */
export function disassemblyLine(context: Context, address: number): { text: string; length: number } {
  const { space } = context.state;
  if (space.tryU8(address) === undefined) return { text: `${hex8(address)} ??              ???`, length: 1 };
  const instruction = disassemble(
    (at) => space.tryU8(at),
    address,
    (target) => importCellName(space, context.modules, target) ?? context.nameOf(target),
  );
  const bytes = instruction.bytes.map(hex2).join('').padEnd(15);
  return { text: `${hex8(address)} ${bytes} ${instruction.text}`, length: instruction.length };
}
