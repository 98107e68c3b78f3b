/** `lm`, `x`, `ln`. */
import type { Command, Context } from '../command.ts';
import { refuse } from '../error.ts';
import { hex8 } from '../format.ts';
import type { LoadedModule } from '../symbols.ts';
import { lineAt, symbolAt } from '../symbols.ts';

const MATCHES_MAX = 400;

function modulesText(context: Context, args: string): string {
  const pattern = /(?:^|\s)m\s+(\S+)/.exec(args)?.[1] ?? (/^[\w*?]+$/.test(args) && args !== 'm' ? args : '*');
  const isWanted = wildcard(pattern);
  const modules = [...context.modules].sort((a, b) => a.base - b.base).filter((module) => isWanted(module.name));
  return `start    end        module name\n${modules.map((module) => `${moduleLine(module)}\n`).join('')}`;
}

function moduleLine({ base, size, name, fileName, symbols }: LoadedModule): string {
  return `${hex8(base)} ${hex8(base + size)}   ${name.padEnd(10)} ${symbols ? `(private pdb symbols)  ${fileName.replace(/\.[^.]*$/, '.pdb')}` : '(no symbols)'}`;
}

/** A test for `*` and `?` patterns, without regard to case. */
function wildcard(pattern: string): (name: string) => boolean {
  const escaped = pattern
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  const expression = new RegExp(`^${escaped}$`, 'i');
  return (name) => expression.test(name);
}

function examine(context: Context, args: string): string {
  const bang = args.indexOf('!');
  if (bang < 0) refuse('x wants module!pattern, for instance x ntdll!Rtl*Heap');
  const isModule = wildcard(args.slice(0, bang).trim() || '*');
  const isSymbol = wildcard(args.slice(bang + 1).trim());
  const found: string[] = [];
  for (const module of context.modules) {
    if (!module.symbols || !isModule(module.name)) continue;
    for (const symbol of [...module.symbols.functions, ...module.symbols.data]) {
      if (isSymbol(symbol.name)) found.push(`${hex8(module.base + symbol.rva)} ${module.name}!${symbol.name}\n`);
    }
  }
  const shown = found.slice(0, MATCHES_MAX);
  return (
    shown.join('') +
    (found.length > shown.length ? `… ${found.length - shown.length} more; make the pattern narrower\n` : '')
  );
}

function nearest(context: Context, args: string): string {
  const address = args === '' ? context.state.registers.eip : context.evaluate(args);
  const before = symbolAt(context.modules, address, context.options);
  if (!before) return '';
  const line = lineAt(context.modules, address);
  const exact = before.displacement === 0 ? `Exact matches:\n    ${before.module.name}!${before.name}\n` : '';
  const source = line ? `${line.file}(${line.line})\n` : '';
  return `${source}(${hex8(address - before.displacement)})   ${before.module.name}!${before.name}${before.displacement ? `+0x${before.displacement.toString(16)}` : ''}${nextSymbol(before.module, address)}\n${exact}`;
}

function nextSymbol(module: LoadedModule, address: number): string {
  const next = module.symbols?.functions.find((symbol) => module.base + symbol.rva > address);
  return next ? `   |  (${hex8(module.base + next.rva)})   ${module.name}!${next.name}` : '';
}

export const symbolCommands: readonly Command[] = [
  { names: ['lm'], usage: 'lm [m pattern]', help: 'list the loaded modules', run: modulesText },
  {
    names: ['x'],
    usage: 'x module!pattern',
    help: 'examine symbols: all that match, with their addresses',
    run: examine,
  },
  { names: ['ln'], usage: 'ln [address]', help: 'list the nearest symbols', run: nearest },
];
