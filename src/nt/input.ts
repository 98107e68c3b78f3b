/**
 * What the reader types into the console. It arrives between two instructions, at the machine's position of now.
 */
import type { Machine } from '../machine/machine.ts';
import { appendInput, endInput } from './console.ts';

/** Types `text`; line ends arrive as carriage return and line feed, as a Windows console delivers them. */
export function typeInput(m: Machine, text: string): void {
  m.log.append({ position: m.position, processor: 0, thread: 0, kind: 'input', text });
  appendInput(m, new TextEncoder().encode(text.replace(/\r?\n/g, '\r\n')));
}

/** Ends the input, as Ctrl+Z or the end of a file does. */
export function closeInput(m: Machine): void {
  endInput(m);
}
