/** Going: forward, backward, by step. */
import type { Command, Context } from '../command.ts';
import { refuse } from '../error.ts';
import { disassemblyLine } from '../events.ts';
import { stepTest } from '../stepping.ts';
import type { Request, RunEnd, StopTest } from '../target.ts';

type Run = Generator<Request, string, RunEnd | undefined>;

function go(context: Context, args: string, name: string): Run {
  const direction = name.endsWith('-') ? 'backward' : 'forward';
  const address = args === '' ? undefined : context.evaluate(args.replace(/^=?/, ''));
  const test: StopTest = address === undefined ? {} : { addresses: new Map([[address, () => true]]) };
  return context.run(direction, test);
}

/** `p`, `t`, `gu` and their backward kin: by source line when the code has one and source mode is on, else by instruction. */
function* step(context: Context, args: string, name: string): Run {
  const count = args === '' ? 1 : context.evaluate(args);
  const direction = name.endsWith('-') ? ('backward' as const) : ('forward' as const);
  const kind = name.startsWith('g') ? ('out' as const) : name.startsWith('t') ? ('into' as const) : ('over' as const);
  const unit = context.options.stepsIntoSource && kind !== 'out' ? ('line' as const) : ('instruction' as const);
  for (let i = 0; i < count; i++) {
    const test = stepTest(context.state, context.allModules(), { kind, unit, direction, counts: () => true });
    const rest = yield* context.run(direction, test, i < count - 1);
    if (rest) return rest;
  }
  return '';
}

/** `pc`, `tc`: to the next call; `pt`, `tt`: to the next return. */
function untilKind(context: Context, name: string): Run {
  const wanted = name.endsWith('c') ? /call/ : /ret/;
  const into = name.startsWith('t');
  const floor = (context.state.registers.r[4] ?? 0) >>> 0;
  const start = context.state.position;
  const test: StopTest = {
    each: (state) => {
      if (!into && (state.registers.r[4] ?? 0) >>> 0 < floor - 0x400) return false;
      return state.position !== start && wanted.test(disassemblyLine(context, state.registers.eip).text.slice(25, 30));
    },
  };
  return context.run('forward', test);
}

function sourceMode(context: Context, args: string, name: string): string {
  const mode = name.slice(1) + args;
  if (mode !== '+t' && mode !== '-t') refuse('l+t steps by source lines, l-t by instructions');
  context.setOption('stepsIntoSource', mode === '+t');
  return `Source options are ${mode === '+t' ? 'on' : 'off'}\n`;
}

export const runCommands: readonly Command[] = [
  { names: ['g'], usage: 'g [address]', help: 'go: run to the next breakpoint, or to the address', run: go },
  { names: ['g-'], usage: 'g- [address]', help: 'go back to the last breakpoint before this position', run: go },
  { names: ['p', 'p-'], usage: 'p [count] · p-', help: 'step over, forward or back', run: step },
  { names: ['t', 't-'], usage: 't [count] · t-', help: 'step into (trace), forward or back', run: step },
  {
    names: ['gu', 'gu-'],
    usage: 'gu · gu-',
    help: 'go up: until this function returns, or back to its call',
    run: step,
  },
  {
    names: ['pc', 'tc'],
    usage: 'pc · tc',
    help: 'run to the next call (tc: also inside called functions)',
    run: (c, _, name) => untilKind(c, name),
  },
  { names: ['pt', 'tt'], usage: 'pt · tt', help: 'run to the next return', run: (c, _, name) => untilKind(c, name) },
  {
    names: ['l', 'l-'],
    usage: 'l+t · l-t',
    help: 'source mode on or off: p and t go by lines or by instructions',
    run: sourceMode,
  },
];
