/** `dt`: types, and memory seen as a type. */
import type { Command, Context } from '../command.ts';
import { refuse } from '../error.ts';
import { splitArguments } from '../split.ts';
import type { DebugMember, DebugType, StructDebugType } from '../types.ts';
import { sizeOfType, typeName, typeNamed, typeOfSymbol } from '../types.ts';
import { valueText } from '../values.ts';
import { variablesInScope } from './stack.ts';

interface Options {
  /** How deep structures inside are opened: `-r2`. */
  readonly depth: number;
  /** Member names to show; empty for all. */
  readonly members: readonly string[];
  /** How many elements: `-a5`. */
  readonly count: number;
}

/** `dt [-r[depth]] [-a[count]] type [members] [address]` */
function displayType(context: Context, args: string): string {
  const words = splitArguments(args);
  let depth = 0;
  let count = 1;
  const rest: string[] = [];
  for (const word of words) {
    const option = /^-([rabvn])(\d*)$/.exec(word);
    if (option?.[1] === 'r') depth = Number(option[2] || 8);
    else if (option?.[1] === 'a') count = Number(option[2] || 1);
    else if (!option) rest.push(word);
  }
  const name = rest.shift() ?? refuse('dt wants a type or a variable: dt ntdll!_PEB, dt ntdll!_PEB @$peb');
  if (/[*?]/.test(name)) return listTypes(context, name);
  const found: { type: DebugType; address?: number } =
    typeNamed(context.modules, name) ?? variableNamed(context, name) ?? refuse(`Symbol ${name} not found.`);
  const { address, members } = addressAndMembers(context, rest, found.type);
  const where = address ?? found.address;
  const options: Options = { depth, members, count: Math.min(Math.max(count, 1), 256) };
  return textOf(context, found.type, where, options);
}

/** Words behind the type: member names and an address, in any order. */
function addressAndMembers(
  context: Context,
  words: readonly string[],
  type: DebugType,
): { address: number | undefined; members: string[] } {
  const known = new Set(type.kind === 'struct' ? type.members.map(({ name }) => name.toLowerCase()) : []);
  const isMember = (word: string) =>
    known.has(word.toLowerCase()) || (/^[A-Za-z_][\w.]*$/.test(word) && !looksLikeAddress(context, word));
  const members = words.filter(isMember);
  const rest = words.filter((word) => !isMember(word));
  return { address: rest.length === 0 ? undefined : context.evaluate(rest.join(' ')), members };
}

function looksLikeAddress(context: Context, word: string): boolean {
  if (/^(poi|by|wo|dwo)$/.test(word)) return true;
  return (
    /^[\da-f`]{5,}$/i.test(word) ||
    context.expressions.symbol(word) !== undefined ||
    context.expressions.register(word) !== undefined
  );
}

/** A local of the current frame or a global variable with its type and address. */
function variableNamed(context: Context, name: string): { type: DebugType; address: number } | undefined {
  const frame = context.currentFrame();
  const local = frame && variablesInScope(frame).find((variable) => variable.name === name);
  if (frame?.module?.symbols && local) {
    return { type: typeOfSymbol(frame.module.symbols, local.type), address: (frame.ebp + local.offset) >>> 0 };
  }
  const bare = name.slice(name.indexOf('!') + 1);
  for (const { symbols, base } of context.modules) {
    const data = symbols?.data.find((symbol) => symbol.name === bare);
    if (symbols && data) return { type: typeOfSymbol(symbols, data.type), address: (base + data.rva) >>> 0 };
  }
  return undefined;
}

function textOf(context: Context, type: DebugType, address: number | undefined, options: Options): string {
  if (address === undefined) return type.kind === 'struct' ? layoutText(type, 0, 0, options) : `${typeName(type)}\n`;
  const target = type.kind === 'pointer' && type.to().kind === 'struct' ? type : undefined;
  if (target) {
    const to = context.state.space.tryU32(address) ?? refuse(`Memory read error ${address.toString(16)}`);
    return `Local var Type ${typeName(type.kind === 'pointer' ? type.to() : type)}*\n${textOf(context, target.to(), to, options)}`;
  }
  let out = '';
  for (let i = 0; i < options.count; i++) {
    const here = (address + i * sizeOfType(type)) >>> 0;
    if (options.count > 1) out += `[${i}] @ ${here.toString(16).padStart(8, '0')}\n`;
    out +=
      type.kind === 'struct'
        ? valuesText(context, type, here, 0, options)
        : `${valueText(context.state.space, type, here, (a) => context.nameOf(a))}\n`;
  }
  return out;
}

const column = (indent: number, offset: number, name: string) =>
  `${'   '.repeat(indent + 1)}+0x${offset.toString(16).padStart(3, '0')} ${name.padEnd(16)} : `;

function shownMembers(type: StructDebugType, options: Options, indent: number): readonly DebugMember[] {
  if (indent > 0 || options.members.length === 0) return type.members;
  const wanted = options.members.map((name) => name.toLowerCase());
  return type.members.filter(({ name }) => wanted.includes(name.toLowerCase()));
}

function layoutText(type: StructDebugType, indent: number, base: number, options: Options): string {
  return shownMembers(type, options, indent)
    .map((member) => {
      const line = `${column(indent, base + member.offset, member.name)}${typeName(member.type)}\n`;
      const isOpened = member.type.kind === 'struct' && indent < options.depth;
      return isOpened && member.type.kind === 'struct' ? line + layoutText(member.type, indent + 1, 0, options) : line;
    })
    .join('');
}

function valuesText(
  context: Context,
  type: StructDebugType,
  address: number,
  indent: number,
  options: Options,
): string {
  const { space } = context.state;
  return shownMembers(type, options, indent)
    .map((member) => {
      const here = (address + member.offset) >>> 0;
      const value = valueText(space, member.type, here, (a) => context.nameOf(a));
      const line = `${column(indent, member.offset, member.name)}${value}\n`;
      const isOpened = member.type.kind === 'struct' && indent < options.depth;
      return isOpened && member.type.kind === 'struct'
        ? line + valuesText(context, member.type, here, indent + 1, options)
        : line;
    })
    .join('');
}

function listTypes(context: Context, pattern: string): string {
  const bang = pattern.indexOf('!');
  const module = bang < 0 ? undefined : pattern.slice(0, bang).toLowerCase();
  const expression = new RegExp(
    `^${pattern
      .slice(bang + 1)
      .replace(/[.+^${}()|[\]\\]/g, '\\$&')
      .replaceAll('*', '.*')
      .replaceAll('?', '.')}$`,
    'i',
  );
  const names: string[] = [];
  for (const { name, symbols } of context.modules) {
    if (module !== undefined && name.toLowerCase() !== module) continue;
    for (const typeName_ of Object.keys(symbols?.typeNames ?? {}))
      if (expression.test(typeName_)) names.push(`          ${name}!${typeName_}\n`);
  }
  return names.slice(0, 300).join('');
}

export const typeCommands: readonly Command[] = [
  {
    names: ['dt'],
    usage: 'dt [-r[depth]] [-a[count]] type [members] [address]',
    help: 'display a type, or memory seen as that type',
    run: displayType,
  },
];
