/**
 * The commands that every session has from its first line. The others are listed in
 * `lab/late-commands.ts`, and their code is brought when one of them is first typed.
 */
import type { Command } from '../command.ts';
import { breakpointCommands } from './breakpoints.ts';
import { generalCommands } from './general.ts';
import { memoryCommands } from './memory.ts';
import { runCommands } from './run.ts';
import { stackCommands } from './stack.ts';

export const commands: readonly Command[] = [
  ...runCommands,
  ...breakpointCommands,
  ...stackCommands,
  ...memoryCommands,
  ...generalCommands,
];
