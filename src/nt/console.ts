/**
 * The console. Output is only logged. Input waits in a buffer of the CONSOLE structure until it is read: by lines while the input
 * mode has ENABLE_LINE_INPUT, else as it comes. A reader without input waits for InputEvent and looks again.
 */
import type { Machine } from '../machine/machine.ts';
import { KeResetEvent, KeSetEvent } from './dispatcher.ts';
import { globals, kernelSpace } from './kernel.ts';
import { initializeDispatcher } from './object.ts';
import { ExAllocatePoolWithTag, ExFreePool } from './pool.ts';
import type { CONSOLE } from './structs/io.ts';

export const ENABLE_PROCESSED_INPUT = 1;
export const ENABLE_LINE_INPUT = 2;
export const ENABLE_ECHO_INPUT = 4;
/** Nobody types more than this ahead. */
const INPUT_MAX = 0x10_0000;
/** Nobody reads more than this. */
const OUTPUT_MAX = 0x0200_0000;
const LINE_FEED = 10;

export function consoleOf(m: Machine): CONSOLE {
  return globals(kernelSpace(m)).Console;
}

/**
 * Counts text that is put out, so that a program that never ends to write meets a limit. False: it has, the machine stops,
 * and the text is lost.
 */
export function chargeOutput(m: Machine, length: number): boolean {
  const it = consoleOf(m);
  if (it.OutputSize + length > OUTPUT_MAX) {
    m.stop = { kind: 'budget', what: 'trace' };
    return false;
  }
  it.OutputSize += length;
  return true;
}

/** The console as it is when a machine boots. */
export function initializeConsole(m: Machine): void {
  const it = consoleOf(m);
  initializeDispatcher(kernelSpace(m), it.InputEvent.address, 0, 0x10, 0);
  it.InputMode = 0x1f7;
  it.OutputMode = 3;
  it.Attributes = 7;
}

/** Appends typed bytes to the input; as much as there is room for. */
export function appendInput(m: Machine, bytes: Uint8Array): void {
  const it = consoleOf(m);
  const space = kernelSpace(m);
  const size = it.InputSize;
  const count = Math.min(bytes.length, INPUT_MAX - size);
  if (size + count > it.InputCapacity) {
    const capacity = Math.max(256, 2 ** Math.ceil(Math.log2(size + count)));
    const buffer = ExAllocatePoolWithTag(m, capacity, 'ConI');
    if (it.InputBuffer !== 0) {
      space.setBytes(buffer, space.bytes(it.InputBuffer, size));
      ExFreePool(m, it.InputBuffer);
    }
    it.InputBuffer = buffer;
    it.InputCapacity = capacity;
  }
  if (count > 0) space.setBytes(it.InputBuffer + size, bytes.subarray(0, count));
  it.InputSize = size + count;
  if (inputReady(m)) KeSetEvent(m, it.InputEvent.address);
}

/** No more will be typed: readers get the end of the file once the buffer is empty. */
export function endInput(m: Machine): void {
  const it = consoleOf(m);
  it.EndOfInput = 1;
  KeSetEvent(m, it.InputEvent.address);
}

/** How many bytes a read could take now; 0 while it has to wait, or at the end. */
function readable(m: Machine): number {
  const it = consoleOf(m);
  if (it.InputSize === 0 || !(it.InputMode & ENABLE_LINE_INPUT)) return it.InputSize;
  const bytes = kernelSpace(m).bytes(it.InputBuffer, it.InputSize);
  const line = bytes.indexOf(LINE_FEED);
  return line >= 0 ? line + 1 : it.EndOfInput ? it.InputSize : 0;
}

function inputReady(m: Machine): boolean {
  return readable(m) > 0 || consoleOf(m).EndOfInput !== 0;
}

/** Takes up to `length` bytes of a line; undefined when the reader has to wait; empty at the end of input. */
export function takeInput(m: Machine, length: number): Uint8Array | undefined {
  if (!inputReady(m)) {
    KeResetEvent(m, consoleOf(m).InputEvent.address);
    return undefined;
  }
  const it = consoleOf(m);
  const space = kernelSpace(m);
  const count = Math.min(length, readable(m));
  if (count === 0) return new Uint8Array(0);
  const all = space.bytes(it.InputBuffer, it.InputSize);
  space.setBytes(it.InputBuffer, all.subarray(count));
  it.InputSize -= count;
  if (!inputReady(m)) KeResetEvent(m, it.InputEvent.address);
  return all.slice(0, count);
}

/** Sets how input is read; what waits may be ready now. */
export function setInputMode(m: Machine, mode: number): void {
  const it = consoleOf(m);
  it.InputMode = mode;
  if (inputReady(m)) KeSetEvent(m, it.InputEvent.address);
}
