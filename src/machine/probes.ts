/**
 * Probes: questions asked before the instruction at a linear address runs. They live in the decoded code, so they cost
 * nothing anywhere else; setting one drops the code decoded at its address. They are not part of the machine's state.
 */
import type { Op, Place } from './execute/operand.ts';
import type { Machine } from './machine.ts';
import { EIP, LEAVE, type Processor } from './processor.ts';

/** Runs before the instruction; true stops the machine there. */
export type Probe = (m: Machine, p: Processor) => boolean;

export class Probes {
  private readonly machine: Machine;
  private readonly byAddress = new Map<number, Probe>();
  /** Where the machine stopped last for a probe: going on from there does not ask again. */
  private passing: { readonly address: number; readonly processor: number; readonly position: number } | undefined;

  constructor(machine: Machine) {
    this.machine = machine;
  }

  /** From now on `probe` is asked before the instruction at `address`. One probe an address: the last one set. */
  set(address: number, probe: Probe): void {
    const linear = address >>> 0;
    const known = this.byAddress.has(linear);
    this.byAddress.set(linear, probe);
    if (!known) this.machine.dropCodeAt(linear);
  }

  delete(address: number): void {
    if (this.byAddress.delete(address >>> 0)) this.machine.dropCodeAt(address >>> 0);
  }

  clear(): void {
    for (const address of [...this.byAddress.keys()]) this.delete(address);
  }

  has(address: number): boolean {
    return this.byAddress.has(address >>> 0);
  }

  /** Asks again even where the machine stopped last. */
  forgetStop(): void {
    this.passing = undefined;
  }

  /** What to run before the instruction at `linear`, if a probe is set there. */
  at(linear: number, place: Place): Op | undefined {
    if (!this.byAddress.has(linear)) return undefined;
    return (p, x) => {
      const start = x[EIP] as number;
      if ((start + place.offset) >>> 0 === linear) this.ask(p, x, linear, start, p.clock + place.index);
    };
  }

  private ask(p: Processor, x: Int32Array, address: number, start: number, position: number): void {
    const passing = this.passing;
    this.passing = undefined;
    if (passing?.address === address && passing.processor === p.index && passing.position === position) return;
    const probe = this.byAddress.get(address);
    if (!probe) return;
    x[EIP] = address;
    this.machine.position = position;
    const stops = probe(this.machine, p);
    this.machine.position = p.clock;
    x[EIP] = start;
    if (!stops && !this.machine.stop) return;
    this.machine.stop ??= { kind: 'probe', address, processor: p.index };
    this.passing = { address, processor: p.index, position };
    p.trap = undefined;
    throw LEAVE;
  }
}
