/**
 * The machine: physical memory, processors, the count of executed instructions, and the loop that runs it all.
 *
 * It has never heard of an operating system: what to do at a trap, when a time is due and when all processors are idle is
 * asked of `hooks`. What must hold: everything that influences the future lies in memory, in the processors, or in the fields
 * that `snapshot` copies; the same snapshot and the same inputs give the same run, to the instruction.
 */
import { assert } from './assert.ts';
import { type Block, Code, link, NO_BLOCK } from './code.ts';
import { Log } from './log.ts';
import { type MemorySnapshot, PAGE_SHIFT, PhysicalMemory } from './memory.ts';
import { Probes } from './probes.ts';
import { type DataWatch, EIP, FLAG_TF, LEAVE, Processor, type ProcessorState, type Trap } from './processor.ts';
import { mixed, nextSeed } from './random.ts';
import { type IsDemandZero, type Resolve, Space, View } from './space.ts';
import type { Stop } from './stop.ts';

/** What the operating system does for the machine. Its own state is in guest memory. */
export interface Hooks {
  /** An instruction gave control away. Faults: EIP is on it; int n, int 3: behind it; sysenter: on it. */
  trap(m: Machine, p: Processor, trap: Trap): void;
  /** The position reached `nextDue`: sets it anew, to something later. */
  due(m: Machine): void;
  /** All processors are halted. Lets time pass until somebody runs, or answers false: nothing can ever run. */
  idle(m: Machine): boolean;
}

/** The machine at one moment; immutable. */
export interface MachineSnapshot {
  readonly memory: MemorySnapshot;
  readonly processors: readonly ProcessorState[];
  readonly position: number;
  readonly idleTime100ns: number;
  readonly nextDue: number;
  readonly seed: number;
  readonly current: number;
  readonly sliceEnd: number;
  readonly logLength: number;
}

export interface MachineOptions {
  readonly processors?: number;
  readonly seed?: number;
  readonly framesMax?: number;
}

/** So often may all be idle with no instruction executed in between before that counts as forever. */
const IDLE_MAX = 100_000;

const NO_HOOKS: Hooks = {
  trap: (m) => {
    m.stop = { kind: 'deadlock' };
  },
  due: (m) => {
    m.nextDue = Number.POSITIVE_INFINITY;
  },
  idle: () => false,
};

export class Machine {
  readonly memory: PhysicalMemory;
  readonly processors: readonly Processor[];
  readonly probes: Probes;
  readonly log = new Log();
  /**
   * Instructions executed by all processors since boot, and faults: the only clock. A fault counts as one, so that before
   * and after it are two positions.
   */
  position = 0;
  /** Simulated time slept through while all processors were idle. */
  idleTime100ns = 0;
  /** The position at which `hooks.due` is called. */
  nextDue: number = Number.POSITIVE_INFINITY;
  hooks: Hooks = NO_HOOKS;
  /** The operating system's constants of a boot; shared by all snapshots. */
  kernel: unknown;
  /** Set by hooks and probes to end `run`. */
  stop: Stop | undefined;
  /** When set, asked after every instruction; true stops. */
  afterEach: ((m: Machine, p: Processor) => boolean) | undefined;
  resolve: Resolve = () => false;
  isDemandZero: IsDemandZero = () => false;
  private readonly code: Code;
  private readonly spaces = new Map<number, Space>();
  private seed: number;
  private current = 0;
  private sliceEnd = 0;
  private watches: readonly DataWatch[] = [];

  constructor(options: MachineOptions = {}) {
    this.memory = new PhysicalMemory(options.framesMax);
    this.seed = (options.seed ?? 0) >>> 0;
    const count = options.processors ?? 1;
    assert(count >= 1 && count <= 32, 'a machine has 1 to 32 processors');
    this.processors = Array.from({ length: count }, (_, index) => new Processor(index, this.memory));
    this.probes = new Probes(this);
    this.code = new Code(
      this.memory,
      () => this.flushWrites(),
      (linear, place) => this.probes.at(linear, place),
    );
    this.memory.onFrameReplaced = (frame) => this.code.drop(frame);
    this.memory.onGrown = () => {
      for (const p of this.processors) p.attachMemory();
    };
  }

  /** Simulated time since boot. */
  get time100ns(): number {
    return this.position + this.idleTime100ns;
  }

  /** Index of the processor whose instruction ran last, or runs now. */
  get currentProcessor(): number {
    return this.current;
  }

  /** The next 32-bit word of seeded chance. */
  random(): number {
    this.seed = nextSeed(this.seed);
    return mixed(this.seed);
  }

  /** Accesses that a debugger waits for; while there are any, the machine runs slowly. */
  get dataWatch(): readonly DataWatch[] {
    return this.watches;
  }

  set dataWatch(watches: readonly DataWatch[]) {
    this.watches = watches;
    this.code.epoch++;
    for (const p of this.processors) {
      p.watches = watches;
      p.flushAll();
    }
  }

  /** The address space with this directory, with the kernel's rights. */
  spaceOf(cr3: number): Space {
    let space = this.spaces.get(cr3);
    if (!space) {
      space = new Space(
        this.memory,
        cr3,
        (s, address, write) => this.resolve(s, address, write),
        (page) => this.flushPage(page),
        (pte) => this.isDemandZero(pte),
      );
      this.spaces.set(cr3, space);
    }
    return space;
  }

  /** Lets `p` see the address space with this directory from now on. */
  setDirectory(p: Processor, cr3: number): void {
    if (p.cr3 === cr3) return;
    p.cr3 = cr3;
    this.code.epoch++;
    p.flushAll();
  }

  /** Forgets the translation of a page on all processors. */
  flushPage(page: number): void {
    this.code.epoch++;
    for (const p of this.processors) p.flushPage(page);
  }

  flushAll(): void {
    this.code.epoch++;
    for (const p of this.processors) p.flushAll();
  }

  private flushWrites(): void {
    for (const p of this.processors) p.flushWrites();
  }

  /** Forgets code decoded at a linear address of any address space, so that probes are looked for anew. */
  dropCodeAt(linear: number): void {
    const directories = new Set([...this.spaces.keys(), ...this.processors.map((p) => p.cr3)]);
    for (const directory of directories) {
      const view = new View(this.memory, directory);
      for (const at of [linear, linear - (linear & 0xfff) - 1]) {
        const physical = view.physical(at >>> 0);
        if (physical !== undefined && physical >= 0) this.code.drop(physical >>> PAGE_SHIFT);
      }
    }
  }

  /**
   * Executes until the position is `limit` or something stops it. What is due and whose turn it is at the limit is settled
   * before it returns, so that a position is one state, however it was come to.
   */
  run(limit: number): Stop {
    this.stop = undefined;
    let idleInARow = 0;
    while (!this.stop) {
      if (this.position >= this.nextDue) {
        this.hooks.due(this);
        assert(this.nextDue > this.position, 'what is due next lies in the future');
        continue;
      }
      const p = this.turn();
      if (p) {
        idleInARow = 0;
        if (this.position >= limit) return { kind: 'limit' };
        this.runSlice(p, Math.min(limit, this.nextDue, this.sliceEnd));
      } else if (idleInARow++ > IDLE_MAX || !this.hooks.idle(this)) {
        this.stop ??= { kind: 'deadlock' };
      }
    }
    return this.stop;
  }

  /** The processor whose turn it is; undefined when all are halted. */
  private turn(): Processor | undefined {
    const count = this.processors.length;
    const now = this.processors[this.current] as Processor;
    if (!now.halted && this.position < this.sliceEnd) return now;
    for (let n = 1; n <= count; n++) {
      const index = (this.current + n) % count;
      const p = this.processors[index] as Processor;
      if (p.halted) continue;
      if (this.current !== index) this.code.epoch++;
      this.current = index;
      this.sliceEnd = count === 1 ? Number.POSITIVE_INFINITY : this.position + 64 + (this.random() % 129);
      return p;
    }
    return undefined;
  }

  private runSlice(p: Processor, end: number): void {
    const single = (p.otherFlags & FLAG_TF) !== 0;
    if (!single && !this.afterEach && this.watches.length === 0) {
      this.execute(p, end);
      return;
    }
    const before = this.position;
    const trapped = this.execute(p, this.position + 1);
    if (this.position === before || this.stop) return;
    if (single && !trapped) this.deliver(p, { vector: 1, address: 0, write: false, present: false, execute: false });
    const hit = p.watchHit;
    p.watchHit = undefined;
    if (hit) this.stop ??= { kind: 'watch', address: hit.address, wrote: hit.wrote, processor: p.index };
    if (this.afterEach?.(this, p)) this.stop ??= { kind: 'asked' };
  }

  /** Runs blocks of `p` until position `end` or until an instruction leaves; true when that was a trap. */
  private execute(p: Processor, end: number): boolean {
    const x = p.x;
    const code = this.code;
    const readPage = p.readPage;
    const pages = code.pages;
    let position = this.position;
    let block: Block = NO_BLOCK;
    let i = 0;
    let before: Block = NO_BLOCK;
    try {
      while (position < end) {
        i = 0;
        const eip = x[EIP] as number;
        const linked = before.linkEpoch === code.epoch;
        if (linked && before.linkEip === eip) block = before.link as Block;
        else if (linked && before.otherEip === eip && before.other !== undefined) block = before.other;
        else {
          block = NO_BLOCK;
          const base = readPage[eip >>> 12] as number;
          const known = base >= 0 ? pages[base >>> 12]?.[eip & 0xfff] : undefined;
          block = known !== undefined && known.second === -1 ? known : code.fetch(p);
          if (before !== NO_BLOCK && block.second === -1) link(before, eip, block, code.epoch);
        }
        before = block;
        p.clock = position;
        const ops = block.ops;
        const count = block.count;
        if (count <= end - position) {
          for (; i < count; i++) (ops[i] as (typeof ops)[number])(p, x);
          if (!block.jumps) x[EIP] = eip + block.length;
          position += count;
        } else {
          const part = end - position;
          for (; i < part; i++) (ops[i] as (typeof ops)[number])(p, x);
          x[EIP] = eip + (block.offsets[part] as number);
          position = end;
        }
      }
      this.position = position;
      return false;
    } catch (thrown) {
      if (thrown !== LEAVE) throw thrown;
      return this.left(p, position, block, i);
    }
  }

  /** After an instruction left: position and EIP are made exact, and its trap is delivered. */
  private left(p: Processor, position: number, block: Block, index: number): boolean {
    const retired = p.retired;
    p.retired = false;
    const executed = index + (retired ? 1 : 0);
    this.position = position + executed;
    if (!retired) p.x[EIP] = (p.x[EIP] as number) + (block.offsets[index] as number);
    const trap = p.trap;
    p.trap = undefined;
    if (!trap) {
      assert(executed > 0 || this.stop, 'a dropped block is not found again');
      return false;
    }
    this.deliver(p, trap);
    if (!retired) this.position++;
    return true;
  }

  private deliver(p: Processor, trap: Trap): void {
    this.hooks.trap(this, p, trap);
  }

  /** The whole state, as an immutable value. */
  snapshot(): MachineSnapshot {
    const memory = this.memory.snapshot();
    this.flushWrites();
    const { position, idleTime100ns, nextDue, seed, current, sliceEnd } = this;
    const processors = this.processors.map((p) => p.save());
    const logLength = this.log.length;
    return { memory, processors, position, idleTime100ns, nextDue, seed, current, sliceEnd, logLength };
  }

  /** Makes the machine what it was at `snapshot`. */
  restore(snapshot: MachineSnapshot): void {
    this.memory.restore(snapshot.memory);
    this.flushAll();
    for (const p of this.processors) {
      const state = snapshot.processors[p.index];
      assert(state, 'a snapshot has the machine’s number of processors');
      p.load(state);
      p.watchHit = undefined;
    }
    this.position = snapshot.position;
    this.idleTime100ns = snapshot.idleTime100ns;
    this.nextDue = snapshot.nextDue;
    this.seed = snapshot.seed;
    this.current = snapshot.current;
    this.sliceEnd = snapshot.sliceEnd;
    this.log.truncate(snapshot.logLength);
    this.stop = undefined;
    this.probes.forgetStop();
  }
}
