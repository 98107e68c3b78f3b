/** Exceptions: `!exchain`, `.exr`, `.cxr`, `.ecxr`, `.lastevent`. */
import { globals } from '../../nt/kernel.ts';
import { statusName } from '../../nt/ntstatus.ts';
import { threads } from '../../nt/query.ts';
import { CONTEXT } from '../../nt/structs/rtl.ts';
import type { Command, Context } from '../command.ts';
import { refuse } from '../error.ts';
import { exceptionHeadline, instructionText } from '../events.ts';
import type { ChainRecord } from '../exception-chain.ts';
import { exceptionChain } from '../exception-chain.ts';
import { hex8 } from '../format.ts';
import { registersText } from '../registers-text.ts';
import { stackFrames } from '../stack.ts';
import type { Registers } from '../target.ts';

/** `!exchain`: a line for each record; below those of the C run-time the rows of the scope table that are in force. */
function exchain(context: Context): string {
  const { space, registers } = context.state;
  const chain = exceptionChain(space, registers.fsBase, context.modules);
  const lines = chain.records.map((record) => recordText(context, record));
  const invalid = `Invalid exception stack at ${hex8(chain.end)}\n`;
  return `${lines.join('')}${invalid}`;
}

function recordText(context: Context, record: ChainRecord): string {
  const named = (address: number) => `${context.nameOf(address) ?? hex8(address)} (${hex8(address)})`;
  let text = `${hex8(record.address)}: ${named(record.handler)}\n`;
  const broken = [record.cookies?.gs === false && 'GS', record.cookies?.eh === false && 'EH'].filter(Boolean);
  if (broken.length > 0) text += `  ${broken.join(' and ')} cookie of the frame is overwritten\n`;
  for (let level = record.tryLevel ?? -1; level >= 0; ) {
    const scope = record.scopes[level];
    if (!scope) break;
    text +=
      scope.filter === 0
        ? `  CRT scope ${String(level).padStart(2)}, func:   ${named(scope.handler)}\n`
        : `  CRT scope ${String(level).padStart(2)}, filter: ${named(scope.filter)}\n                func:   ${named(scope.handler)}\n`;
    level = scope.enclosing;
  }
  return text;
}

/** The exception that the debugger was told of and has not answered yet: the thread stands at it. */
function reported({
  state,
}: Context): { readonly record: number; readonly code: number; readonly first: boolean } | undefined {
  const g = globals(state.space);
  const thread = threads(state.space).find(({ teb }) => teb === state.registers.fsBase);
  if (!thread || g.DbgkReportedThread !== thread.address) return undefined;
  const code = g.DbgkReportedRecord.ExceptionCode;
  return { record: g.DbgkReportedRecord.address, code, first: g.DbgkReportedCode === code };
}

/** The arguments of the NtRaiseException that the thread stands in. */
function raised(context: Context): number | undefined {
  const frame = context.frames(3).find((candidate) => candidate.function?.name === 'NtRaiseException');
  return frame && context.state.space.tryU32(frame.childEbp + 12);
}

function lastEvent(context: Context): string {
  const event = reported(context);
  const { space, registers } = context.state;
  if (!event) return registersText(registers) + instructionText(context);
  const id = (offset: number) => (space.tryU32(registers.fsBase + offset) ?? 0).toString(16);
  return `Last event: ${id(0x20)}.${id(0x24)}: ${exceptionHeadline(event.code, event.first)}`;
}

/** From a protecting record to EBP of the ExecuteHandler2 that has made it. */
const PROTECTOR_TO_EBP = 24;

/**
 * The record and context of the exception that is being dispatched: arguments of RtlDispatchException, or, inside filters,
 * which run with another frame's EBP, those of the innermost ExecuteHandler2, found by its record on the chain.
 */
function currentException(context: Context): { record: number; context: number | undefined } {
  const { space, registers } = context.state;
  const event = reported(context);
  if (event) return { record: event.record, context: raised(context) };
  const word = (address: number) => space.tryU32(address) ?? 0;
  const frames = context.frames();
  if (frames[0]?.function?.name === 'KiUserExceptionDispatcher') {
    const esp = (registers.r[4] ?? 0) >>> 0;
    return { record: word(esp), context: word(esp + 4) };
  }
  const protector = exceptionChain(space, registers.fsBase, context.modules).records.find(
    ({ kind }) => kind === 'protector',
  );
  const dispatcher = frames.find((frame) => frame.function?.name === 'RtlDispatchException');
  if (protector && (!dispatcher || protector.address < dispatcher.childEbp)) {
    const ebp = protector.address + PROTECTOR_TO_EBP;
    return { record: word(ebp + 8), context: word(ebp + 16) };
  }
  if (!dispatcher) return refuse('No exception is being dispatched on this thread.');
  return { record: word(dispatcher.childEbp + 8), context: word(dispatcher.childEbp + 12) };
}

/** `.exr` */
function exceptionRecord(context: Context, args: string): string {
  const address = args === '-1' || args === '' ? currentException(context).record : context.evaluate(args);
  const { space } = context.state;
  const word = (offset: number) => space.tryU32((address + offset) >>> 0) ?? refuse(`Unable to read ${hex8(address)}`);
  const [code, flags, place, count] = [word(0), word(4), word(12), word(16)];
  const parameters = Array.from({ length: Math.min(count, 15) }, (_, i) => word(20 + 4 * i));
  const name = context.nameOf(place);
  const status = statusName(code);
  return (
    `ExceptionAddress: ${hex8(place)}${name ? ` (${name})` : ''}\n` +
    `   ExceptionCode: ${hex8(code)}${status.startsWith('0x') ? '' : ` (${status})`}\n` +
    `  ExceptionFlags: ${hex8(flags)}\n` +
    `NumberParameters: ${count}\n` +
    parameters.map((value, i) => `   Parameter[${i}]: ${hex8(value)}\n`).join('') +
    accessText(code, parameters)
  );
}

const ACCESS: Readonly<Record<number, string>> = { 0: 'read from', 1: 'write to', 8: 'execute non-executable' };

function accessText(code: number, [kind, address]: readonly number[]): string {
  const isAccess = code === 0xc0000005 || code === 0x80000001 || code === 0xc00000fd;
  if (!isAccess || kind === undefined || address === undefined) return '';
  return `Attempt to ${ACCESS[kind] ?? 'access'} address ${hex8(address)}\n`;
}

/** The registers of a CONTEXT in memory, and the call stack from there. */
function contextRecord(context: Context, args: string, name: string): string {
  if (name === '.cxr' && args === '') return registersText(context.state.registers) + instructionText(context);
  const { state } = context;
  const address = name === '.ecxr' ? currentException(context).context : context.evaluate(args);
  if (address === undefined) return contextText(context, state.registers);
  if (state.space.tryBytes(address, CONTEXT.size) === undefined) refuse(`Unable to read context, ${hex8(address)}`);
  const from = CONTEXT.at(state.space, address);
  const { Eax, Ecx, Edx, Ebx, Esp, Ebp, Esi, Edi } = from;
  const registers = {
    r: Int32Array.of(Eax, Ecx, Edx, Ebx, Esp, Ebp, Esi, Edi),
    eip: from.Eip,
    eflags: from.EFlags,
    fsBase: state.registers.fsBase,
  };
  return contextText(context, registers);
}

function contextText(context: Context, registers: Registers): string {
  const frames = stackFrames({ ...pieces(context), registers }, context.modules, 24);
  const stack = frames.map(
    (frame) => `${hex8(frame.childEbp)} ${hex8(frame.returnAddress)} ${context.nameOf(frame.eip) ?? hex8(frame.eip)}\n`,
  );
  return `${registersText(registers)}ChildEBP RetAddr  \n${stack.join('')}`;
}

/** The parts of a state that a walk over another context's stack needs. */
function pieces({ state }: Context): Context['state'] {
  return {
    position: state.position,
    registers: state.registers,
    processors: state.processors,
    processorIndex: state.processorIndex,
    space: state.space,
    time100ns: state.time100ns,
    log: state.log,
  };
}

export const exceptionCommands: readonly Command[] = [
  { names: ['!exchain'], usage: '!exchain', help: 'the chain of exception handlers at fs:[0]', run: exchain },
  {
    names: ['.exr'],
    usage: '.exr address · .exr -1',
    help: 'an EXCEPTION_RECORD; -1: of the exception that is being dispatched',
    run: exceptionRecord,
  },
  {
    names: ['.cxr', '.ecxr'],
    usage: '.cxr address · .ecxr',
    help: 'the registers in a CONTEXT and the stack from there; .ecxr: of the exception that is being dispatched',
    run: contextRecord,
  },
  {
    names: ['.lastevent'],
    usage: '.lastevent',
    help: 'the exception that the debugger has stopped for, or where the machine stands',
    run: lastEvent,
  },
];
