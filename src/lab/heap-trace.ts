/**
 * What a program does with its heaps, in order: each allocation, each free and each destroyed heap, seen by probes on ntdll's
 * functions, so the machine knows nothing of it and a program in C, C++ or with its own wrappers is seen alike.
 *
 * A block belongs to the line of the program's own sources that asked for it: the first frame that is neither the heap nor an
 * allocator. Blocks that a library function asked for on its own account (printf's buffer) belong to nobody here.
 */
import type { LinePlace, LoadedModule } from '../debugger/symbols.ts';
import { addressOf, lineAt, symbolAt } from '../debugger/symbols.ts';
import type { Machine } from '../machine/machine.ts';
import type { Processor } from '../machine/processor.ts';
import type { ReadSpace } from '../machine/space.ts';
import { callersOf, returnsOf } from './allocations.ts';

/** A line of the program's own. */
export interface OwnLine {
  readonly file: string;
  readonly line: number;
  readonly function: string;
}

export interface TracedBlock {
  readonly position: number;
  readonly address: number;
  readonly heap: number;
  readonly size: number;
  readonly by: OwnLine | undefined;
}

/** A free that is not what it should be. */
export interface TracedMistake {
  readonly kind: 'foreign' | 'twice' | 'unknown';
  readonly position: number;
  readonly address: number;
  readonly heap: number;
  readonly by: OwnLine | undefined;
  /** The block that was or is at the address. */
  readonly block: TracedBlock | undefined;
}

type Probe = (m: Machine, p: Processor) => boolean;

const ALLOCATORS =
  /^(?:(?:_?(?:m|c|re)alloc|free|_?expand|_?strdup|_?wcsdup|_?mbsdup)(?:_\w+)?|operator (?:new|delete)(?:\[\])?|_?(?:heap_alloc|nh_malloc|calloc|realloc|free|malloc|recalloc|msize)\w*|(?:Rtl|Heap|Local|Global|CoTaskMem)\w*(?:Alloc|ReAlloc|Free)\w*|Rtlp\w+|_aligned_\w+)$/;
const EVENTS_MAX = 100_000;

const word = (p: Processor, space: ReadSpace, index: number) => space.tryU32(((p.r[4] ?? 0) + 4 * index) >>> 0) ?? 0;

export class HeapTrace {
  /** Blocks that are allocated now, by address. */
  readonly live = new Map<number, TracedBlock>();
  readonly mistakes: TracedMistake[] = [];
  allocations = 0;
  private readonly freed = new Map<number, TracedBlock>();
  private readonly modules: () => readonly LoadedModule[];
  private readonly isOwn: (file: string) => boolean;
  private readonly space: () => ReadSpace;

  constructor(modules: () => readonly LoadedModule[], isOwn: (file: string) => boolean, space: () => ReadSpace) {
    this.modules = modules;
    this.isOwn = isOwn;
    this.space = space;
  }

  /** Blocks of the program's own code that nobody has freed, oldest first. */
  get leaks(): readonly TracedBlock[] {
    return [...this.live.values()].filter(({ by }) => by).sort((a, b) => a.position - b.position);
  }

  /** Where to look and what to do there; ntdll is there from the first instruction on. */
  probes(): ReadonlyMap<number, Probe> {
    const probes = new Map<number, Probe>();
    const space = this.space();
    const ntdll = this.modules().find(({ fileName }) => fileName.toLowerCase() === 'ntdll.dll');
    if (!ntdll) return probes;
    const goOn =
      (look: (m: Machine, p: Processor) => void): Probe =>
      (m, p) => {
        if (this.allocations < EVENTS_MAX) look(m, p);
        return false;
      };
    const onReturn = (name: string, look: (m: Machine, p: Processor) => void) => {
      for (const address of returnsOf(ntdll, name, space)) probes.set(address, goOn(look));
    };
    const onEntry = (name: string, look: (m: Machine, p: Processor) => void) => {
      const address = addressOf([ntdll], name);
      if (address !== undefined) probes.set(address, goOn(look));
    };
    onReturn('RtlAllocateHeap', (m, p) => this.allocated(m, p, 3));
    onReturn('RtlReAllocateHeap', (m, p) => this.moved(m, p));
    onEntry('RtlFreeHeap', (m, p) => this.free(m, p));
    onEntry('RtlDestroyHeap', (_m, p) => this.destroyed(word(p, this.space(), 1)));
    return probes;
  }

  private allocated(m: Machine, p: Processor, sizeAt: number): void {
    const space = this.space();
    const address = (p.r[0] ?? 0) >>> 0;
    if (address === 0) return;
    this.allocations++;
    const by = this.ownCaller(p);
    const heap = word(p, space, 1);
    this.live.set(address, { position: m.position, address, heap, size: word(p, space, sizeAt), by });
    this.freed.delete(address);
  }

  private moved(m: Machine, p: Processor): void {
    const old = word(p, this.space(), 3);
    if (p.r[0] !== 0) this.live.delete(old);
    this.allocated(m, p, 4);
  }

  private free(m: Machine, p: Processor): void {
    const space = this.space();
    const heap = word(p, space, 1);
    const address = word(p, space, 3);
    if (address === 0) return;
    const block = this.live.get(address);
    if (block?.heap === heap) {
      this.live.delete(address);
      this.freed.set(address, block);
      return;
    }
    const by = this.ownCaller(p);
    const before = block ?? this.freed.get(address);
    if (!before && !by) return;
    const kind = block ? 'foreign' : before ? 'twice' : 'unknown';
    this.mistakes.push({ kind, position: m.position, address, heap, by, block: before });
  }

  private destroyed(heap: number): void {
    for (const block of [...this.live.values()]) if (block.heap === heap) this.live.delete(block.address);
  }

  /** The program's line that called an allocator, with the probed function's return address on top of the stack. */
  private ownCaller(p: Processor): OwnLine | undefined {
    const modules = this.modules();
    for (const address of callersOf(this.space(), (p.r[4] ?? 0) >>> 0, (p.r[5] ?? 0) >>> 0)) {
      const place: LinePlace | undefined = lineAt(modules, address - 1);
      const name = symbolAt(modules, address - 1)?.name ?? '';
      if (place && this.isOwn(place.file)) return { file: place.file, line: place.line, function: name };
      if (!ALLOCATORS.test(name)) return undefined;
    }
    return undefined;
  }
}
