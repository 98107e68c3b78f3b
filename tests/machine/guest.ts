/** A machine with some mapped pages and assembled code, for tests. */
import { assemble } from '../../src/machine/assemble.ts';
import { Machine, type MachineOptions } from '../../src/machine/machine.ts';
import type { Processor, Trap } from '../../src/machine/processor.ts';
import type { Space } from '../../src/machine/space.ts';

export const CODE = 0x401000;
export const DATA = 0x500000;
export const STACK_TOP = 0x610000;

export interface Guest {
  readonly m: Machine;
  readonly p: Processor;
  readonly space: Space;
  readonly traps: Trap[];
}

/** Maps zeroed user pages. */
export function map(m: Machine, space: Space, from: number, pages: number, bits = 7): void {
  for (let n = 0; n < pages; n++) space.setPte(from + n * 4096, ((m.memory.allocateFrame() as number) << 12) | bits);
}

/** The bytes of a listing, one instruction a line; `name:` stands for an address, usable in jumps. */
export function listing(text: string, address = CODE): Uint8Array {
  const lines = text.split('\n').map((line) => line.trim());
  const labels = new Map<string, number>();
  const bytes: number[] = [];
  const fixups: { at: number; size: number; name: string }[] = [];
  for (const line of lines) {
    const label = /^(\w+):$/.exec(line);
    if (label) {
      labels.set(label[1] as string, bytes.length);
      continue;
    }
    const made = assemble(line, { address: address + bytes.length });
    if ('error' in made) throw new Error(`${line}: ${made.error}`);
    for (const r of made.relocations) {
      fixups.push({ at: bytes.length + r.offset, size: r.kind === 'relative8' ? 1 : 4, name: r.name });
    }
    bytes.push(...made.bytes);
  }
  for (const { at, size, name } of fixups) {
    const distance = (labels.get(name) ?? Number.NaN) - (at + size);
    if (Number.isNaN(distance)) throw new Error(`no label ${name}`);
    for (let n = 0; n < size; n++) bytes[at + n] = (distance >> (8 * n)) & 0xff;
  }
  return Uint8Array.from(bytes);
}

/** A machine about to run `code`, with code, data and stack mapped. A trap is recorded and stops the machine. */
export function guest(code: string | Uint8Array, options: MachineOptions = {}): Guest {
  const m = new Machine(options);
  const directory = (m.memory.allocateFrame() as number) << 12;
  const space = m.spaceOf(directory);
  map(m, space, CODE, 2);
  map(m, space, DATA, 4);
  map(m, space, STACK_TOP - 0x4000, 4);
  space.setBytes(CODE, typeof code === 'string' ? listing(code) : code);
  const traps: Trap[] = [];
  m.hooks = {
    trap: (_m, _p, trap) => {
      traps.push(trap);
      m.stop = { kind: 'exit', code: 0 };
    },
    due: () => {
      m.nextDue = Number.POSITIVE_INFINITY;
    },
    idle: () => false,
  };
  for (const p of m.processors) {
    m.setDirectory(p, directory);
    p.eip = CODE;
    p.r[4] = STACK_TOP - p.index * 0x1000;
  }
  return { m, p: m.processors[0] as Processor, space, traps };
}
