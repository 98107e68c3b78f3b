/**
 * A moment: the machine at one position, as lenses see it. Immutable: it reads from a snapshot, never from the machine
 * that runs on. Lenses compare `now` with `before` and listen to nothing.
 */
import type { Image } from '../compiler/symbols.ts';
import { loadedModules } from '../debugger/modules.ts';
import type { LoadedModule } from '../debugger/symbols.ts';
import type { Registers, State } from '../debugger/target.ts';
import type { LogEntry } from '../machine/log.ts';
import type { Machine, MachineSnapshot } from '../machine/machine.ts';
import { SnapshotReader } from '../machine/memory.ts';
import type { ReadSpace } from '../machine/space.ts';
import { View } from '../machine/space.ts';

export class Moment implements State {
  readonly snapshot: MachineSnapshot;
  readonly position: number;
  readonly time100ns: number;
  readonly processorIndex: number;
  readonly space: ReadSpace;
  readonly images: readonly Image[];
  /** Everything that happened up to this position. */
  readonly log: readonly LogEntry[];
  private loaded: readonly LoadedModule[] | undefined;

  constructor(machine: Machine, snapshot: MachineSnapshot, images: readonly Image[], processorIndex = 0) {
    this.snapshot = snapshot;
    this.position = snapshot.position;
    this.time100ns = snapshot.position + snapshot.idleTime100ns;
    this.processorIndex = processorIndex;
    this.images = images;
    this.log = machine.log.entries.slice(0, snapshot.logLength);
    this.space = new View(new SnapshotReader(snapshot.memory), this.registers.cr3, machine.isDemandZero);
  }

  get registers(): Registers & { readonly cr3: number } {
    const state = this.snapshot.processors[this.processorIndex];
    if (!state) throw new RangeError('this machine has no such processor');
    return state;
  }

  /** The modules loaded at this moment, with their symbols. */
  get modules(): readonly LoadedModule[] {
    this.loaded ??= loadedModules(this.log, this.images);
    return this.loaded;
  }
}
