/**
 * The machine while it runs, as the debugger's tests see it: one object that always shows the present, so that a test that
 * is asked after every instruction costs no memory.
 */
import type { Image } from '../compiler/symbols.ts';
import { hasModuleEntry, loadedModules } from '../debugger/modules.ts';
import type { LoadedModule } from '../debugger/symbols.ts';
import type { Registers, State } from '../debugger/target.ts';
import { assert } from '../machine/assert.ts';
import type { LogEntry } from '../machine/log.ts';
import type { Machine } from '../machine/machine.ts';
import type { ReadSpace } from '../machine/space.ts';
import { View } from '../machine/space.ts';

export class LiveState implements State {
  private readonly machine: Machine;
  private readonly images: readonly Image[];
  private view: View | undefined;
  private known: readonly LoadedModule[] = [];
  /** How much of the log `known` was made from, and its last entry. */
  private seenEntries = 0;
  private lastSeen: LogEntry | undefined;

  constructor(machine: Machine, images: readonly Image[]) {
    this.machine = machine;
    this.images = images;
  }

  get position(): number {
    return this.machine.position;
  }

  get time100ns(): number {
    return this.machine.time100ns;
  }

  get processorIndex(): number {
    return this.machine.currentProcessor;
  }

  get registers(): Registers & { readonly cr3: number } {
    const processor = this.machine.processors[this.processorIndex];
    assert(processor, 'the current processor exists');
    return processor;
  }

  get processors(): readonly Registers[] {
    return this.machine.processors;
  }

  get space(): ReadSpace {
    const { cr3 } = this.registers;
    if (this.view?.directory !== cr3) this.view = new View(this.machine.memory, cr3, this.machine.isDemandZero);
    return this.view;
  }

  get log(): readonly LogEntry[] {
    return this.machine.log.entries;
  }

  /** The modules loaded now; worked out anew only when one was mapped or unmapped, or the log was cut back. */
  modules(): readonly LoadedModule[] {
    const { entries } = this.machine.log;
    const isCut = entries.length < this.seenEntries || entries[this.seenEntries - 1] !== this.lastSeen;
    if (isCut || hasModuleEntry(entries, this.seenEntries)) this.known = loadedModules(entries, this.images);
    this.seenEntries = entries.length;
    this.lastSeen = entries[entries.length - 1];
    return this.known;
  }
}
