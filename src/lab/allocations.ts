/**
 * Who allocated each block: the call stack at each return of RtlAllocateHeap and RtlReAllocateHeap.
 *
 * The records come from probes on the functions' return instructions, so the machine knows nothing of them. They are kept
 * by position: running the same stretch again gives the same records, and a moment sees those up to its position.
 */
import type { Image } from '../compiler/symbols.ts';
import type { LoadedModule } from '../debugger/symbols.ts';
import { functionAt, imageOf } from '../debugger/symbols.ts';
import { disassemble } from '../machine/disassemble.ts';
import type { Machine } from '../machine/machine.ts';
import type { Processor } from '../machine/processor.ts';
import type { ReadSpace } from '../machine/space.ts';

export interface Allocation {
  readonly position: number;
  /** What the function returned. */
  readonly address: number;
  readonly heap: number;
  readonly size: number;
  /** Return addresses, innermost first. */
  readonly callers: readonly number[];
}

const FUNCTIONS = ['RtlAllocateHeap', 'RtlReAllocateHeap'] as const;
const CALLERS_MAX = 24;
const RECORDS_MAX = 200_000;
const RETURN_WITH_POP = 0xc2;

export class Allocations {
  private records: Allocation[] = [];
  private readonly positions = new Set<number>();

  /** Forgets what happened behind `position`: another future begins there. */
  forgetAfter(position: number): void {
    for (const record of this.records) if (record.position > position) this.positions.delete(record.position);
    this.records = this.records.filter((record) => record.position <= position);
  }

  /** The allocation that gave out `address` last, up to `position`. */
  of(address: number, position: number): Allocation | undefined {
    return this.records.findLast((record) => record.address === address && record.position <= position);
  }

  /** Return instructions of the heap's allocating functions, with what to do there. */
  probes(
    modules: readonly LoadedModule[],
    images: readonly Image[],
    spaceOf: () => ReadSpace,
  ): ReadonlyMap<number, (m: Machine, p: Processor) => boolean> {
    const probes = new Map<number, (m: Machine, p: Processor) => boolean>();
    const ntdll = modules.find((module) => module.fileName.toLowerCase() === 'ntdll.dll');
    const image = ntdll && imageOf(images, ntdll.fileName);
    if (!ntdll || !image) return probes;
    for (const name of FUNCTIONS) {
      const sizeArgument = name === 'RtlAllocateHeap' ? 3 : 4;
      for (const address of returnsOf(ntdll, name, spaceOf())) {
        probes.set(address, (m, p) => {
          this.record(m.position, p, spaceOf(), sizeArgument);
          return false;
        });
      }
    }
    return probes;
  }

  private record(position: number, p: Processor, space: ReadSpace, sizeArgument: number): void {
    const address = (p.r[0] ?? 0) >>> 0;
    if (address === 0 || this.positions.has(position) || this.records.length >= RECORDS_MAX) return;
    const esp = (p.r[4] ?? 0) >>> 0;
    const size = space.tryU32(esp + 4 * sizeArgument) ?? 0;
    this.positions.add(position);
    const record = {
      position,
      address,
      heap: space.tryU32(esp + 4) ?? 0,
      size,
      callers: callersOf(space, esp, (p.r[5] ?? 0) >>> 0),
    };
    const index = this.records.findLastIndex((known) => known.position < position);
    this.records.splice(index + 1, 0, record);
  }
}

/** The return address on top of the stack and those of the EBP chain above it. */
export function callersOf(space: ReadSpace, esp: number, ebp: number): readonly number[] {
  const callers = [space.tryU32(esp) ?? 0];
  let frame = ebp;
  while (callers.length < CALLERS_MAX) {
    const address = space.tryU32(frame + 4);
    const next = space.tryU32(frame);
    if (!address || next === undefined) break;
    callers.push(address);
    if (next <= frame) break;
    frame = next;
  }
  return callers;
}

/** Addresses of the `ret n` instructions of a function. */
export function returnsOf(module: LoadedModule, name: string, space: ReadSpace): readonly number[] {
  const symbol = module.symbols?.functions.find((candidate) => candidate.name === name);
  if (!symbol || functionAt(module, module.base + symbol.rva) !== symbol) return [];
  const addresses: number[] = [];
  const end = module.base + symbol.rva + symbol.size;
  for (let address = module.base + symbol.rva; address < end; ) {
    if (space.tryU8(address) === RETURN_WITH_POP) addresses.push(address);
    address += disassemble((at) => space.tryU8(at), address).length;
  }
  return addresses;
}
