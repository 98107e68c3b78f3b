/** `?`, `r`, `.formats`, `.help`, `.symopt`, `.echo`. */
import type { Command, Context } from '../command.ts';
import { refuse } from '../error.ts';
import { instructionText } from '../events.ts';
import { hex8, hex64, printable } from '../format.ts';
import { REGISTER_NAMES, registerValue } from '../names.ts';
import { registersText } from '../registers-text.ts';
import type { Request, RunEnd } from '../target.ts';

function evaluateText(context: Context, args: string): string {
  if (args === '') return helpText(context, '');
  const value = context.evaluate(args);
  return `Evaluate expression: ${value | 0} = ${hex8(value)}\n`;
}

function formats(context: Context, args: string): string {
  const value = context.evaluate(args) >>> 0;
  const characters = [24, 16, 8, 0].map((shift) => printable((value >>> shift) & 0xff)).join('');
  return [
    'Evaluate expression:',
    `  Hex:     ${hex8(value)}`,
    `  Decimal: ${value | 0}`,
    `  Octal:   ${value.toString(8).padStart(11, '0')}`,
    `  Binary:  ${(value.toString(2).padStart(32, '0').match(/.{8}/g) ?? []).join(' ')}`,
    `  Chars:   ${characters}`,
    '',
  ].join('\n');
}

/** `r`, `r eax`, `r eax=5`, `r @eax, ecx` */
function* registers(context: Context, args: string): Generator<Request, string, RunEnd | undefined> {
  const assignment = /^@?(\w+)\s*=\s*(.+)$/.exec(args);
  if (assignment) {
    yield {
      kind: 'poke',
      change: { register: registerNumber(assignment[1] ?? ''), value: context.evaluate(assignment[2] ?? '') },
    };
    return '';
  }
  if (args === '') return registersText(context.state.registers) + instructionText(context);
  const names = args.split(/[\s,]+/).map((name) => name.replace(/^@/, '').toLowerCase());
  return `${names.map((name) => `${name}=${hex8(registerOrPseudo(context, name))}`).join(' ')}\n`;
}

function registerOrPseudo(context: Context, name: string): number {
  const value = name.startsWith('$')
    ? context.expressions.pseudoRegister(name.slice(1))
    : registerValue(context.state, name);
  return value ?? refuse(`Bad register error at '${name}'`);
}

function registerNumber(name: string): number | 'eip' | 'eflags' {
  const lower = name.toLowerCase();
  if (lower === 'eip') return 'eip';
  if (lower === 'efl') return 'eflags';
  const index = REGISTER_NAMES.indexOf(lower as (typeof REGISTER_NAMES)[number]);
  return index >= 0 ? index : refuse(`Bad register error at '${name}'`);
}

function helpText(context: Context, args: string): string {
  const wanted = args.toLowerCase();
  const shown = context.commands.filter(({ names }) => wanted === '' || names.includes(wanted));
  if (shown.length === 0) refuse(`There is no command '${args}'`);
  return shown.map(({ usage, help }) => `${usage.padEnd(46)} ${help}\n`).join('');
}

/** SYMOPT_PUBLICS_ONLY, the one option that changes what is shown here. */
const PUBLICS_ONLY = 0x4000;

function symbolOptions(context: Context, args: string): string {
  const change = /^([+-])\s*(.+)$/.exec(args);
  if (change && (context.evaluate(change[2] ?? '') & PUBLICS_ONLY) !== 0)
    context.setOption('publicsOnly', change[1] === '+');
  const isOn = context.options.publicsOnly === true;
  return `Symbol options are 0x${(0x30337 | (isOn ? PUBLICS_ONLY : 0)).toString(16)}:\n  0x00004000 - SYMOPT_PUBLICS_ONLY ${isOn ? 'on' : 'off'}\n`;
}

function time(context: Context): string {
  const { position, time100ns } = context.state;
  return `Position ${position}; simulated time ${(time100ns / 1e4).toFixed(4)} ms since boot (0x${hex64(BigInt(time100ns))} units of 100 ns)\n`;
}

export const generalCommands: readonly Command[] = [
  {
    names: ['?'],
    usage: '? expression',
    help: 'evaluate: numbers are hexadecimal, 0n is decimal, poi() reads memory',
    run: evaluateText,
  },
  { names: ['.formats'], usage: '.formats expression', help: 'a number in several notations', run: formats },
  {
    names: ['r'],
    usage: 'r [register[=value]]',
    help: 'show or set registers (setting is an input of this run)',
    run: registers,
  },
  {
    names: ['.symopt'],
    usage: '.symopt [+4000 | -4000]',
    help: 'public symbols only, as with the symbol files that Microsoft gives out',
    run: symbolOptions,
  },
  { names: ['.time'], usage: '.time', help: 'position and simulated time', run: time },
  {
    names: ['.echo'],
    usage: '.echo text',
    help: 'print text',
    run: (_, args) => `${args.replace(/^"(.*)"$/, '$1')}\n`,
  },
  { names: ['.help'], usage: '.help [command]', help: 'this list', run: helpText },
];
