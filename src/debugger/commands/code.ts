/** `u`, `ub`, `uf`: disassembly. */
import type { Command, Context } from '../command.ts';
import { refuse } from '../error.ts';
import { disassemblyLine } from '../events.ts';
import type { LoadedModule } from '../symbols.ts';
import { functionAt, lineAt, moduleAt, symbolAt } from '../symbols.ts';
import { parseRange } from './memory.ts';

const LINES = 8;

function unassemble(context: Context, args: string): string {
  const next = context.memory.codeNext || context.state.registers.eip;
  const range = parseRange(context, args, 1, next);
  const count = range.count ?? LINES;
  let address = range.address;
  let out = '';
  for (let i = 0; i < count; i++) {
    const place = symbolAt(context.modules, address, context.options);
    if (i === 0 || place?.displacement === 0) out += heading(context, address);
    const line = disassemblyLine(context, address);
    out += `${line.text}\n`;
    address = (address + line.length) >>> 0;
  }
  context.memory.codeNext = address;
  return out;
}

/** "RuntimeTest!wmain [file @ line]:" */
function heading(context: Context, address: number): string {
  const name = context.nameOf(address);
  if (!name) return '';
  const line = lineAt(context.modules, address);
  return `${name}${line ? ` [${line.file} @ ${line.line}]` : ''}:\n`;
}

/** The instructions before an address: found by decoding from the function's start. */
function before(context: Context, args: string): string {
  const address = args === '' ? context.state.registers.eip : context.evaluate(args);
  const inside = around(context, address);
  const lines: string[] = [];
  let at = inside ? inside.start : address;
  while (at < address) {
    const line = disassemblyLine(context, at);
    lines.push(`${line.text}\n`);
    at += line.length;
  }
  return heading(context, address) + lines.slice(-LINES).join('');
}

function around(context: Context, address: number): { module: LoadedModule; start: number; end: number } | undefined {
  const module = moduleAt(context.modules, address);
  const found = module && functionAt(module, address);
  return module && found
    ? { module, start: module.base + found.rva, end: module.base + found.rva + found.size }
    : undefined;
}

/** A whole function, with its source lines. */
function wholeFunction(context: Context, args: string): string {
  const address = args === '' ? context.state.registers.eip : context.evaluate(args);
  const inside = around(context, address) ?? refuse(`No code found, no function at ${args || 'eip'}`);
  let out = heading(context, inside.start);
  let row = -1;
  for (let at = inside.start; at < inside.end; ) {
    const line = lineAt(context.modules, at);
    if (line && line.start !== row) {
      row = line.start;
      out += `${String(line.line).padStart(5)} ${sourceText(context, line.file, line.line)}\n`;
    }
    const shown = disassemblyLine(context, at);
    out += `${shown.text}\n`;
    at += shown.length;
  }
  return out;
}

function sourceText(context: Context, file: string, line: number): string {
  return context.target.source(file)?.split('\n')[line - 1]?.trim() ?? '';
}

export const codeCommands: readonly Command[] = [
  { names: ['u'], usage: 'u [address [Lcount]]', help: 'unassemble', run: unassemble },
  {
    names: ['ub'],
    usage: 'ub [address]',
    help: 'unassemble backwards: the instructions before an address',
    run: before,
  },
  {
    names: ['uf'],
    usage: 'uf [function]',
    help: 'unassemble a whole function with its source lines',
    run: wholeFunction,
  },
];
