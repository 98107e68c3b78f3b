/**
 * Breakpoints: at code (`bp`, `bu`, by source line) and at data (`ba`), with conditions, pass counts and command strings.
 *
 * An address that can't be named yet (the module is not loaded) stays open and is looked for again whenever a run begins or
 * a module is loaded. The list belongs to the debugger, not to the machine: going back in time does not undo it.
 */
import type { StopTest } from './target.ts';

export interface Breakpoint {
  readonly id: number;
  isEnabled: boolean;
  /** What it was set on: "wmain", "ntdll!RtlAllocateHeap", "main.c:12". */
  readonly text: string;
  /** Undefined while the symbol is unknown. */
  address: number | undefined;
  /** For `ba`: how many bytes and which access. */
  readonly data?: { readonly length: number; readonly write: boolean };
  /** Stops only when this MASM expression is not zero. */
  readonly condition?: string;
  /** Commands to run at each stop. */
  readonly commands?: string;
  /** Stops at the n-th hit. */
  readonly passes: number;
  hits: number;
}

export class Breakpoints {
  readonly list: Breakpoint[] = [];

  /** Adds a breakpoint; one at the same code address is replaced. */
  add(settings: Omit<Breakpoint, 'id' | 'isEnabled' | 'hits'>): Breakpoint {
    const same = this.list.findIndex(
      (b) => !b.data && !settings.data && b.address !== undefined && b.address === settings.address,
    );
    const id = same >= 0 ? (this.list[same]?.id ?? 0) : this.nextId();
    const breakpoint: Breakpoint = { ...settings, id, isEnabled: true, hits: 0 };
    if (same >= 0) this.list[same] = breakpoint;
    else this.list.push(breakpoint);
    this.list.sort((a, b) => a.id - b.id);
    return breakpoint;
  }

  private nextId(): number {
    let id = 0;
    while (this.list.some((breakpoint) => breakpoint.id === id)) id++;
    return id;
  }

  remove(id: number): void {
    const index = this.list.findIndex((breakpoint) => breakpoint.id === id);
    if (index >= 0) this.list.splice(index, 1);
  }

  /** Code breakpoints that are on at `address`. */
  at(address: number): Breakpoint[] {
    return this.list.filter((breakpoint) => breakpoint.isEnabled && !breakpoint.data && breakpoint.address === address);
  }

  /** Addresses and data ranges to watch; `isStop` decides at each hit of code. */
  test(isStop: (address: number) => boolean): StopTest {
    const addresses = new Map<number, () => boolean>();
    const watch: { address: number; length: number; write: boolean }[] = [];
    for (const { isEnabled, address, data } of this.list) {
      if (!isEnabled || address === undefined) continue;
      if (data) watch.push({ address, ...data });
      else addresses.set(address, () => isStop(address));
    }
    return watch.length > 0 ? { addresses, watch } : { addresses };
  }
}
