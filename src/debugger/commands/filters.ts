/** What happens at exceptions: `sx`, `sxe`, `sxd`, `sxn`, `sxi`, `sxr`; and going on from one: `gh`, `gn`. */
import { CONTINUE_HANDLED, CONTINUE_NOT_HANDLED, DBGK_CONTINUE_STATUS } from '../../nt/kernel.ts';
import type { Command, Context } from '../command.ts';
import { refuse } from '../error.ts';
import type { Reaction } from '../exception-filters.ts';
import type { Request, RunEnd } from '../target.ts';

const REACTIONS: Readonly<Record<string, Reaction>> = {
  sxe: 'break',
  sxd: 'second-chance break',
  sxn: 'output',
  sxi: 'ignore',
};

function setFilter(context: Context, args: string, name: string): string {
  const reaction = REACTIONS[name];
  const words = args.split(/[\s,]+/).filter(Boolean);
  if (!reaction || words.length === 0)
    return refuse(`${name} wants an exception: av, dz, sov, a code, or * for all others`);
  for (const word of words) {
    const key = context.filters.keyOf(word) ?? refuse(`'${word}' is no exception that is known here`);
    context.filters.set(key, reaction);
  }
  return '';
}

/** Tells the kernel how the debugger has answered, and goes on. */
function* answer(context: Context, status: number): Generator<Request, string, RunEnd | undefined> {
  const bytes = new Uint8Array(4);
  bytes[0] = status;
  yield { kind: 'poke', change: { address: DBGK_CONTINUE_STATUS, bytes } };
  return yield* context.run('forward', {});
}

export const filterCommands: readonly Command[] = [
  {
    names: ['sx'],
    usage: 'sx',
    help: 'what the debugger does at each kind of exception',
    run: (context) => `${context.filters.rows().join('\n')}\n`,
  },
  {
    names: ['sxe', 'sxd', 'sxn', 'sxi'],
    usage: 'sxe · sxd · sxn · sxi exception',
    help: 'stop at the first chance, at the second only, tell and go on, go on; av, dz, sov, a code, or *',
    run: setFilter,
  },
  {
    names: ['sxr'],
    usage: 'sxr',
    help: 'the first settings again',
    run: (context) => {
      context.filters.reset();
      return 'sx state reset to defaults\n';
    },
  },
  {
    names: ['gh', 'gn'],
    usage: 'gh · gn',
    help: 'go on from an exception: handled (nobody else is asked), or not handled (the program’s handlers are)',
    run: (context, _, name) => answer(context, name === 'gh' ? CONTINUE_HANDLED : CONTINUE_NOT_HANDLED),
  },
];
