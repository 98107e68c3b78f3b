/** All commands. A new one is a line here. */
import type { Command } from '../command.ts';
import { addressCommands } from './address.ts';
import { breakpointCommands } from './breakpoints.ts';
import { codeCommands } from './code.ts';
import { exceptionCommands } from './exceptions.ts';
import { filterCommands } from './filters.ts';
import { generalCommands } from './general.ts';
import { heapCommands } from './heap.ts';
import { memoryCommands } from './memory.ts';
import { objectCommands } from './objects.ts';
import { processCommands } from './process.ts';
import { runCommands } from './run.ts';
import { stackCommands } from './stack.ts';
import { symbolCommands } from './symbols.ts';
import { threadCommands } from './threads.ts';
import { tlsCommands } from './tls.ts';
import { typeCommands } from './types.ts';

export const commands: readonly Command[] = [
  ...runCommands,
  ...breakpointCommands,
  ...stackCommands,
  ...memoryCommands,
  ...typeCommands,
  ...symbolCommands,
  ...codeCommands,
  ...heapCommands,
  ...addressCommands,
  ...processCommands,
  ...threadCommands,
  ...objectCommands,
  ...exceptionCommands,
  ...filterCommands,
  ...tlsCommands,
  ...generalCommands,
];
