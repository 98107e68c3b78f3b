/**
 * The machine while it runs, as the debugger's tests see it: one object that always shows the present, so that a test that
 * is asked after every instruction costs no memory.
 */
import type { Image } from '../compiler/symbols.ts';
import { loadedModules } from '../debugger/modules.ts';
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
  private knownAtLength = -1;

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

  /** The modules loaded now; worked out anew only when something was logged. */
  modules(): readonly LoadedModule[] {
    const { length } = this.machine.log.entries;
    if (length !== this.knownAtLength) {
      this.known = loadedModules(this.machine.log.entries, this.images);
      this.knownAtLength = length;
    }
    return this.known;
  }
}
