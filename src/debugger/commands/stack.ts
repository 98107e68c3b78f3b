/** `k` and kin, `.frame`, `dv`. */
import type { LocalSymbol } from '../../compiler/symbols.ts';
import type { Command, Context } from '../command.ts';
import { refuse } from '../error.ts';
import { hex2, hex8 } from '../format.ts';
import type { Frame } from '../stack.ts';
import { isSystemModule, lineAt } from '../symbols.ts';
import { typeName, typeOfSymbol } from '../types.ts';
import { valueText } from '../values.ts';

function stack(context: Context, args: string, name: string): string {
  const limit = args === '' ? undefined : context.evaluate(args.replace(/^=?/, ''));
  const frames = context.frames(limit);
  const numbers = name.includes('n');
  const withArguments = name.includes('b') || name.includes('v');
  const head = `${numbers ? ' # ' : ''}ChildEBP RetAddr  ${withArguments ? 'Args to Child              ' : ''}\n`;
  return (
    head +
    frames
      .map((frame) => `${numbers ? `${hex2(frame.index)} ` : ''}${frameLine(context, frame, withArguments, name)}\n`)
      .join('')
  );
}

function frameLine(context: Context, frame: Frame, withArguments: boolean, name: string): string {
  const parameters = withArguments
    ? `${[8, 12, 16].map((offset) => word(context, frame.childEbp + offset)).join(' ')} `
    : '';
  const values = name.includes('p') ? parameterValues(context, frame) : '';
  const convention = name.includes('v') && frame.function ? conventionText(frame) : '';
  return `${hex8(frame.childEbp)} ${hex8(frame.returnAddress)} ${parameters}${placeText(context, frame, values)}${convention}`;
}

function word(context: Context, address: number): string {
  const value = context.state.space.tryU32(address);
  return value === undefined ? '????????' : hex8(value);
}

/** "RuntimeTest!wmain+0x1a [c:\…\runtimetest.cpp @ 20]" */
function placeText(context: Context, frame: Frame, values: string): string {
  const name = context.nameOf(frame.eip) ?? `0x${hex8(frame.eip)}`;
  const isPublicOnly =
    context.options.publicsOnly === true && frame.module !== undefined && isSystemModule(frame.module);
  const line = isPublicOnly ? undefined : lineAt(context.modules, frame.index === 0 ? frame.eip : frame.eip - 1);
  return `${name}${values}${line ? ` [${line.file.toLowerCase()} @ ${line.line}]` : ''}`;
}

function parameterValues(context: Context, frame: Frame): string {
  const symbols = frame.module?.symbols;
  if (!frame.function || !symbols) return '';
  const values = frame.function.parameters.map(
    (p) => `${typeName(typeOfSymbol(symbols, p.type))} ${p.name} = ${localValue(context, frame, p)}`,
  );
  return `(${values.join(', ')})`;
}

function conventionText(frame: Frame): string {
  if (!frame.function?.hasFrame) return ' (FPO: [0,0,0])';
  return ` (CONV: ${frame.function.parameters.length === 0 ? 'cdecl' : 'stdcall or cdecl'})`;
}

function localValue(context: Context, frame: Frame, local: LocalSymbol): string {
  const symbols = frame.module?.symbols;
  if (!symbols) return '';
  const type = typeOfSymbol(symbols, local.type);
  return valueText(context.state.space, type, (frame.ebp + local.offset) >>> 0, (address) =>
    context.nameOf(address),
  ).trim();
}

/** Parameters and the locals whose block the frame stands in. */
export function variablesInScope(frame: Frame): readonly LocalSymbol[] {
  if (!frame.function || !frame.module) return [];
  const rva = frame.eip - frame.module.base - (frame.index > 0 ? 1 : 0);
  const isInScope = (local: LocalSymbol) => local.to === 0 || (rva >= local.from && rva < local.to);
  return [...frame.function.parameters, ...frame.function.locals.filter(isInScope)];
}

function locals(context: Context, args: string): string {
  const frame = context.currentFrame();
  const symbols = frame?.module?.symbols;
  if (!frame?.function || !symbols) refuse('Unable to enumerate locals: no symbols for this frame');
  const withTypes = /\/t/.test(args);
  const withAddresses = /\/v/.test(args);
  const pattern = args.replace(/\/\w+/g, '').trim();
  const shown = variablesInScope(frame).filter(({ name }) => pattern === '' || name === pattern);
  return shown
    .map((local) => {
      const place = withAddresses ? `${hex8((frame.ebp + local.offset) >>> 0)}  ` : '';
      const type = withTypes ? `${typeName(typeOfSymbol(symbols, local.type))} ` : '';
      return `${place}${`${type}${local.name}`.padStart(15)} = ${localValue(context, frame, local)}\n`;
    })
    .join('');
}

function chooseFrame(context: Context, args: string): string {
  if (args !== '') context.chooseFrame(context.evaluate(args));
  const frame = context.currentFrame() ?? refuse('There is no such frame');
  return `${hex2(frame.index)} ${frameLine(context, frame, false, 'k')}\n`;
}

export const stackCommands: readonly Command[] = [
  {
    names: ['k', 'kb', 'kv', 'kn', 'kp', 'kbn', 'knb', 'kvn', 'kpn'],
    usage: 'k|kb|kv|kn|kp [frames]',
    help: 'the call stack: with the first arguments (b, v), numbers (n) or parameters (p)',
    run: stack,
  },
  { names: ['dv'], usage: 'dv [/t] [/v] [name]', help: 'local variables of the current frame', run: locals },
  { names: ['.frame'], usage: '.frame [number]', help: 'choose the frame whose locals are meant', run: chooseFrame },
];
