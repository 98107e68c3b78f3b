/**
 * A moment: the machine at one position, as lenses see it. Immutable: it reads from a snapshot, never from the machine
 * that runs on. Lenses compare `now` with `before` and listen to nothing.
 *
 * It is looked at from one thread, whose registers and stack lenses show: the one on the processor that is current, unless
 * the reader chose another.
 */
import type { Image } from '../compiler/symbols.ts';
import { loadedModules } from '../debugger/modules.ts';
import type { LoadedModule } from '../debugger/symbols.ts';
import type { Registers, State } from '../debugger/target.ts';
import { registersOf, threadInView } from '../debugger/threads.ts';
import type { LogEntry } from '../machine/log.ts';
import type { Machine, MachineSnapshot } from '../machine/machine.ts';
import { SnapshotReader } from '../machine/memory.ts';
import type { ReadSpace } from '../machine/space.ts';
import { View } from '../machine/space.ts';
import { type ThreadView, threads } from '../nt/query.ts';

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

  private readonly chosen: Registers | undefined;
  private inView: { readonly thread: ThreadView | undefined } | undefined;

  constructor(machine: Machine, snapshot: MachineSnapshot, images: readonly Image[], threadId?: number) {
    this.snapshot = snapshot;
    this.position = snapshot.position;
    this.time100ns = snapshot.position + snapshot.idleTime100ns;
    this.images = images;
    this.log = machine.log.entries.slice(0, snapshot.logLength);
    const directory = snapshot.processors[snapshot.current]?.cr3 ?? 0;
    this.space = new View(new SnapshotReader(snapshot.memory), directory, machine.isDemandZero);
    const chosen = threadId === undefined ? undefined : threads(this.space).find(({ id }) => id === threadId);
    this.processorIndex = chosen?.processor ?? snapshot.current;
    if (chosen) {
      this.chosen = registersOf(this, chosen);
      this.inView = { thread: chosen };
    }
  }

  get processors(): readonly Registers[] {
    return this.snapshot.processors;
  }

  /** The thread from which this moment is looked at. */
  get thread(): ThreadView | undefined {
    this.inView ??= { thread: threadInView(this) };
    return this.inView.thread;
  }

  /** The same moment as another object: lenses draw anew only for another one. */
  again(): Moment {
    return Object.assign(Object.create(Moment.prototype) as Moment, this);
  }

  get registers(): Registers {
    if (this.chosen) return this.chosen;
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
