/** Setting, listing and removing breakpoints. */
import type { Breakpoint } from '../breakpoints.ts';
import type { Command, Context } from '../command.ts';
import { refuse } from '../error.ts';
import { hex8 } from '../format.ts';
import { splitArguments, unquoted } from '../split.ts';
import { lineAt } from '../symbols.ts';

/** `bp [/w "condition"] address [passes] ["commands"]` */
function set(context: Context, args: string): string {
  const words = splitArguments(args);
  let condition: string | undefined;
  if (words[0] === '/w') {
    words.shift();
    condition = unquoted(words.shift() ?? '') ?? refuse('bp /w wants a condition in quotes');
  }
  if (words[0] === '/1') words.shift();
  const commands = unquoted(words[words.length - 1] ?? '');
  if (commands !== undefined) words.pop();
  const passes =
    words.length > 1 && /^(0x)?[\da-f]+$/i.test(words[words.length - 1] ?? '')
      ? context.evaluate(words.pop() ?? '')
      : 1;
  const text = words.join(' ') || hex8(context.state.registers.eip);
  const address = context.breakpointAddress(text);
  const made = context.breakpoints.add({
    text,
    address,
    passes,
    ...(condition ? { condition } : {}),
    ...(commands ? { commands } : {}),
  });
  return address === undefined ? `Bp expression '${text}' could not be resolved, adding deferred bp ${made.id}\n` : '';
}

/** `ba r|w|e size address` */
function setData(context: Context, args: string): string {
  const words = splitArguments(args);
  const kind =
    /^([rwe])(\d)?$/.exec(words.shift() ?? '') ?? refuse('ba wants the access first: ba w4 address, ba r4 address');
  const length = Number(kind[2] ?? words.shift() ?? 4);
  if (![1, 2, 4].includes(length)) refuse('Data breakpoints cover 1, 2 or 4 bytes');
  const commands = unquoted(words[words.length - 1] ?? '');
  if (commands !== undefined) words.pop();
  const text = words.join(' ');
  const address = context.evaluate(text);
  if (address % length !== 0) refuse('Data breakpoint must be aligned to its size');
  const data = kind[1] === 'e' ? {} : { data: { length, write: kind[1] === 'w' } };
  context.breakpoints.add({ text, address, passes: 1, ...data, ...(commands ? { commands } : {}) });
  return '';
}

function list(context: Context): string {
  return context.breakpoints.list.map((breakpoint) => `${lineOf(context, breakpoint)}\n`).join('');
}

function lineOf(context: Context, breakpoint: Breakpoint): string {
  const { id, isEnabled, address, data, passes, hits, commands, condition } = breakpoint;
  const place = address === undefined ? `         (${breakpoint.text})` : hex8(address);
  const kind = data ? ` ${data.write ? 'w' : 'r'} ${data.length}` : '';
  const source = address === undefined ? undefined : lineAt(context.modules, address);
  const where = source ? ` [${source.file} @ ${source.line}]` : '';
  const name = address === undefined ? '' : (context.nameOf(address) ?? breakpoint.text);
  const remaining = String(Math.max(1, passes - hits)).padStart(4, '0');
  const more = `${condition ? ` /w "${condition}"` : ''}${commands ? ` "${commands}"` : ''}`;
  return `${String(id).padStart(2)} ${isEnabled ? 'e' : 'd'}${address === undefined ? 'u' : ' '}${kind} ${place}${where}     ${remaining} (${String(passes).padStart(4, '0')})  0:**** ${name}${more}`;
}

/** Does `act` with each breakpoint that `args` names: numbers, ranges, or `*`. */
function each(context: Context, args: string, act: (breakpoint: Breakpoint) => void): string {
  if (args === '') refuse('Which breakpoints? Give numbers, or * for all');
  const all = [...context.breakpoints.list];
  for (const word of args.split(/[\s,]+/)) {
    const range = /^(\d+)(?:-(\d+))?$/.exec(word);
    if (word !== '*' && !range) refuse(`'${word}' is not the number of a breakpoint`);
    const first = Number(range?.[1] ?? 0);
    const last = Number(range?.[2] ?? (range ? first : Number.MAX_SAFE_INTEGER));
    all.filter(({ id }) => id >= first && id <= last).forEach(act);
  }
  return '';
}

export const breakpointCommands: readonly Command[] = [
  {
    names: ['bp', 'bu', 'bm'],
    usage: 'bp [/w "condition"] address [passes] ["commands"]',
    help: 'break before the code at the address, symbol or `file.c:line`',
    run: set,
  },
  {
    names: ['ba'],
    usage: 'ba w4 address ["commands"]',
    help: 'break after a write (w) or any access (r) to 1, 2 or 4 bytes',
    run: setData,
  },
  { names: ['bl'], usage: 'bl', help: 'list the breakpoints', run: list },
  {
    names: ['bc'],
    usage: 'bc numbers | *',
    help: 'clear breakpoints',
    run: (c, args) => each(c, args, ({ id }) => c.breakpoints.remove(id)),
  },
  {
    names: ['bd'],
    usage: 'bd numbers | *',
    help: 'disable breakpoints',
    run: (c, args) =>
      each(c, args, (b) => {
        b.isEnabled = false;
      }),
  },
  {
    names: ['be'],
    usage: 'be numbers | *',
    help: 'enable breakpoints',
    run: (c, args) =>
      each(c, args, (b) => {
        b.isEnabled = true;
      }),
  },
];
