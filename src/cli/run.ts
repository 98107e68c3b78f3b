/** Runs a program in the terminal: its input, output, errors and exit code are the command's own. */
import { readSync, writeSync } from 'node:fs';
import type { LogEntry } from '../machine/log.ts';
import type { Machine } from '../machine/machine.ts';
import type { Stop } from '../machine/stop.ts';
import { closeInput, isInputAwaited, typeInput } from '../nt/input.ts';
import { statusName } from '../nt/ntstatus.ts';

const SLICE = 2_000_000;
const STANDARD_INPUT = 0;

interface OutputEntry extends LogEntry {
  readonly handle: 1 | 2;
  readonly bytes: Uint8Array;
}

/** Writes what the machine has put out since the last call. */
export class OutputPipe {
  private seen = 0;

  flush(machine: Machine): void {
    const { entries } = machine.log;
    for (; this.seen < entries.length; this.seen++) {
      const entry = entries[this.seen];
      if (entry?.kind === 'output') writeAll((entry as OutputEntry).handle, (entry as OutputEntry).bytes);
    }
  }
}

/** Text as Windows programs write it has CR LF; a terminal wants LF. */
function writeAll(descriptor: number, bytes: Uint8Array): void {
  const text = bytes.filter((byte, index) => byte !== 13 || bytes[index + 1] !== 10);
  for (let done = 0; done < text.length; ) {
    try {
      done += writeSync(descriptor, text, done);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'EPIPE') process.exit(0);
      if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') throw error;
    }
  }
}

/** Gives the guest what stands in standard input: what can be read at once, or the end of input. */
export function feedInput(machine: Machine): void {
  const buffer = Buffer.alloc(65_536);
  for (;;) {
    try {
      const count = readSync(STANDARD_INPUT, buffer);
      if (count === 0) closeInput(machine);
      else typeInput(machine, buffer.toString('utf8', 0, count).replace(/\r?\n/g, '\r\n'));
      return;
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === 'EOF') {
        closeInput(machine);
        return;
      }
      if (code !== 'EAGAIN') throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 10);
    }
  }
}

/** Runs until the program ends or `limit` instructions have run. */
export function runToEnd(machine: Machine, limit: number): Stop {
  const pipe = new OutputPipe();
  for (;;) {
    const stop = machine.run(Math.min(limit, machine.position + SLICE));
    pipe.flush(machine);
    // A thread may wait for a line while others go on: the line is read then, too.
    if (stop.kind === 'input' || (stop.kind === 'limit' && isInputAwaited(machine))) feedInput(machine);
    else if (stop.kind !== 'limit') return stop;
    if (machine.position >= limit) return { kind: 'limit' };
  }
}

const isErrorStatus = (code: number) => code >>> 30 === 3;

/** The exit code for the shell, and what to say on standard error about how the run ended. */
export function outcome(stop: Stop, program: string, machine: Machine): { code: number; message: string } {
  switch (stop.kind) {
    case 'exit':
      return exitOutcome(stop.code, program, stop.reason);
    case 'limit':
      return { code: 124, message: `${program}: stopped after ${machine.position} instructions (--limit)` };
    case 'deadlock':
      return {
        code: 125,
        message: `${program}: all threads wait, and nothing will ever wake one${ringText(stop.cycle)}`,
      };
    case 'debug':
      return { code: 1, message: `${program}: exception ${hex(stop.code)} at ${hex(stop.address)}` };
    case 'budget':
      return { code: 125, message: `${program}: the machine's ${stop.what} is used up` };
    default:
      return { code: 125, message: `${program}: stopped (${stop.kind})` };
  }
}

function exitOutcome(code: number, program: string, reason: string | undefined): { code: number; message: string } {
  if (!isErrorStatus(code)) return { code: code & 0xff, message: '' };
  const name = statusName(code);
  return {
    code: code & 0xff || 1,
    message: `${program}: ended with ${hex(code)}${name ? ` ${name}` : ''}${reason ? `: ${reason}` : ''}`,
  };
}

function hex(value: number): string {
  return `0x${(value >>> 0).toString(16).toUpperCase().padStart(8, '0')}`;
}

/** The threads of a deadlock, each waiting for the next. */
function ringText(cycle: readonly number[] | undefined): string {
  const first = cycle?.[0];
  return cycle === undefined || first === undefined ? '' : `: thread ${[...cycle, first].join(' waits for thread ')}`;
}
