/** `!peb`, `!teb`, `!gle`: the process and thread blocks, told. */
import { statusName } from '../../nt/ntstatus.ts';
import { RTL_USER_PROCESS_PARAMETERS } from '../../nt/structs/ldr.ts';
import { PEB, TEB } from '../../nt/structs/peb.ts';
import type { Command, Context } from '../command.ts';
import { refuse } from '../error.ts';
import { hex, hex8 } from '../format.ts';
import { stringAt } from '../values.ts';

const tebOf = (context: Context) => context.state.registers.fsBase;

/** A structure's row: name and value. */
const row = (name: string, value: string) => `    ${`${name}:`.padEnd(26)}${value}\n`;

function readable(context: Context, address: number, what: string): number {
  if (context.state.space.tryU32(address) === undefined) refuse(`There is no ${what} at ${hex8(address)}`);
  return address;
}

function peb(context: Context): string {
  const { space } = context.state;
  const block = PEB.at(space, readable(context, space.tryU32(tebOf(context) + 0x30) ?? 0, 'PEB'));
  const yes = (value: number) => (value ? 'Yes' : 'No');
  return (
    `PEB at ${hex8(block.address)}\n` +
    row('InheritedAddressSpace', yes(block.InheritedAddressSpace)) +
    row('BeingDebugged', yes(block.BeingDebugged)) +
    row('ImageBaseAddress', hex8(block.ImageBaseAddress)) +
    row('NtGlobalFlag', hex(block.NtGlobalFlag)) +
    row('Ldr', hex8(block.Ldr)) +
    `${context.modules.map((module) => `        ${hex8(module.base)} ${module.fileName}\n`).join('')}` +
    row('SubSystemData', hex8(block.SubSystemData)) +
    row('ProcessHeap', hex8(block.ProcessHeap)) +
    row('NumberOfHeaps', String(block.NumberOfHeaps)) +
    row('ProcessParameters', hex8(block.ProcessParameters)) +
    parametersText(context, block.ProcessParameters)
  );
}

function parametersText(context: Context, address: number): string {
  const { space } = context.state;
  if (address === 0 || space.tryU32(address) === undefined) return '';
  const parameters = RTL_USER_PROCESS_PARAMETERS.at(space, address);
  const text = (string: { Buffer: number; Length: number }) =>
    `'${string.Buffer === 0 ? '' : stringAt(space, string.Buffer, 2, string.Length / 2)}'`;
  return (
    row('CurrentDirectory', text(parameters.CurrentDirectory.DosPath)) +
    row('ImageFile', text(parameters.ImagePathName)) +
    row('CommandLine', text(parameters.CommandLine)) +
    row('Environment', hex8(parameters.Environment))
  );
}

function teb(context: Context, args: string): string {
  const { space } = context.state;
  const block = TEB.at(space, readable(context, args === '' ? tebOf(context) : context.evaluate(args), 'TEB'));
  const { NtTib: tib } = block;
  return (
    `TEB at ${hex8(block.address)}\n` +
    row('ExceptionList', hex8(tib.ExceptionList)) +
    row('StackBase', hex8(tib.StackBase)) +
    row('StackLimit', hex8(tib.StackLimit)) +
    row('SubSystemTib', hex8(tib.SubSystemTib)) +
    row('FiberData', hex8(tib.FiberData)) +
    row('ArbitraryUserPointer', hex8(tib.ArbitraryUserPointer)) +
    row('Self', hex8(tib.Self)) +
    row('EnvironmentPointer', hex8(block.EnvironmentPointer)) +
    row('ClientId', `${hex8(block.ClientId.UniqueProcess)} . ${hex8(block.ClientId.UniqueThread)}`) +
    row('Tls Storage', hex8(block.ThreadLocalStoragePointer)) +
    row('PEB Address', hex8(block.ProcessEnvironmentBlock)) +
    row('LastErrorValue', String(block.LastErrorValue)) +
    row('LastStatusValue', hex(block.LastStatusValue)) +
    row('Count Owned Locks', String(block.CountOfOwnedCriticalSections)) +
    row('HardErrorMode', String(block.HardErrorMode))
  );
}

function lastError(context: Context): string {
  const block = TEB.at(context.state.space, readable(context, tebOf(context), 'TEB'));
  const error = block.LastErrorValue;
  const status = block.LastStatusValue;
  return `LastErrorValue: (Win32) 0x${hex(error)} (${error})\nLastStatusValue: (NTSTATUS) 0x${hex(status)}${status === 0 ? ' - STATUS_SUCCESS' : ` - ${statusName(status)}`}\n`;
}

export const processCommands: readonly Command[] = [
  { names: ['!peb'], usage: '!peb', help: 'the process environment block', run: peb },
  { names: ['!teb'], usage: '!teb [address]', help: 'the thread environment block', run: teb },
  { names: ['!gle'], usage: '!gle', help: 'the last error of the current thread', run: lastError },
];
