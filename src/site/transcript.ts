/**
 * What our debugger prints for a list of commands: run when the book is built, so that the text of a chapter cannot say
 * anything else. Both languages share one run.
 */
import { splitCommands } from '@/debugger/split.ts';
import { Lab } from '@/lab/lab.ts';
import type { BootChoice } from '@/nt/boot.ts';
import { programData } from '@/site/lab-data.node.ts';

export interface TranscriptOptions extends BootChoice {
  readonly program: string;
  /** Commands separated by semicolons, as at the debugger's prompt. */
  readonly commands: string;
  /** Commands given before, whose output is not shown. */
  readonly start?: string;
}

const runs = new Map<string, Promise<string>>();

/** The transcript: prompts, commands and their output. */
export function transcript(options: TranscriptOptions): Promise<string> {
  const key = JSON.stringify(options);
  const known = runs.get(key) ?? run(options);
  runs.set(key, known);
  return known;
}

async function run({ program, commands, start, ...options }: TranscriptOptions): Promise<string> {
  const data = programData(program);
  const lab = new Lab({ ...data, options, ...(start === undefined ? {} : { start }) });
  await lab.ready;
  const before = lab.now.transcript.length;
  for (const line of splitCommands(commands)) await lab.act({ kind: 'command', line });
  const { transcript: text, failure } = lab.now;
  if (failure) throw new Error(`The transcript of ${program} failed: ${failure}`);
  const shown = text.slice(before).trimEnd();
  const refused = /^ *\^ .*|^Couldn't resolve error.*/m.exec(shown);
  if (refused) throw new Error(`The debugger refuses "${commands}" in ${program}:\n${shown}`);
  return shown;
}
