/**
 * What the reader does to the machine: types into the console, lets another thread run. It comes between two instructions, at the
 * machine's position of now.
 */
import type { Machine } from '../machine/machine.ts';
import { KiServiceExit } from './apc.ts';
import { appendInput, endInput } from './console.ts';
import { globals, kernelSpace } from './kernel.ts';
import { KiForceSwitch } from './scheduler.ts';

/** Types `text`; line ends arrive as carriage return and line feed, as a Windows console delivers them. */
export function typeInput(m: Machine, text: string): void {
  m.log.append({ position: m.position, processor: 0, thread: 0, kind: 'input', text });
  appendInput(m, new TextEncoder().encode(text.replace(/\r?\n/g, '\r\n')));
  KiServiceExit(m);
}

/** Ends the input, as Ctrl+Z or the end of a file does. */
export function closeInput(m: Machine): void {
  endInput(m);
  KiServiceExit(m);
}

/** True when some thread waits for console input. */
export function isInputAwaited(m: Machine): boolean {
  const { Header } = globals(kernelSpace(m)).Console.InputEvent;
  return Header.WaitListHead.Flink !== Header.WaitListHead.address;
}

/** Lets processor `index` run another thread now: the one with this id when it is Ready, else the next one. False: there is none. */
export function forceSwitch(m: Machine, processorIndex: number, threadId?: number): boolean {
  const done = KiForceSwitch(m, processorIndex, threadId);
  KiServiceExit(m);
  return done;
}
