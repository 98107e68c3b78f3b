/**
 * Decoded code: basic blocks as arrays of closures, kept per physical frame and offset, so that every address space and
 * processor that maps the frame shares them.
 *
 * A block never goes beyond its page. An instruction that crosses a page makes a block of its own, which remembers the frame
 * behind and is valid only while the next linear page is that frame. When a frame is written, its blocks are dropped by
 * overwriting their closures in place: a processor in the midst of one leaves at its next instruction. What must hold:
 * a frame that has blocks is marked in `hasCode`.
 */
import { decode, LENGTH_MAX } from './decode.ts';
import { endsBlock, executable } from './execute/execute.ts';
import type { Op, Place } from './execute/operand.ts';
import type { Instruction } from './instruction.ts';
import type { PhysicalMemory } from './memory.ts';
import { PAGE_SHIFT, PAGE_SIZE } from './memory.ts';
import { LEAVE, type Processor } from './processor.ts';

export interface Block {
  readonly ops: Op[];
  /** Physical address of its first byte. */
  readonly start: number;
  /** Distance of each instruction from the block's start, and one more for the end. */
  readonly offsets: readonly number[];
  readonly count: number;
  readonly length: number;
  /** True when the last instruction sets EIP itself. */
  readonly jumps: boolean;
  /** Physical base of the second page that the block's one instruction reaches into, or -1. */
  readonly second: number;
  /** Two blocks that ran after this one, the EIP of each, and the epoch in which that holds. */
  link: Block | undefined;
  linkEip: number;
  other: Block | undefined;
  otherEip: number;
  linkEpoch: number;
}

/** What runs before the instruction at a linear address, `place` in its block; undefined where nothing does. */
export type ProbeAt = (linear: number, place: Place) => Op | undefined;

const BLOCK_MAX = 64;

function unlinked(): Pick<Block, 'link' | 'linkEip' | 'other' | 'otherEip' | 'linkEpoch'> {
  return { link: undefined, linkEip: 0, other: undefined, otherEip: 0, linkEpoch: -1 };
}

/** Remembers that `next` ran after `block`; the first two are kept. */
export function link(block: Block, eip: number, next: Block, epoch: number): void {
  if (block.linkEpoch !== epoch) {
    block.linkEpoch = epoch;
    block.link = next;
    block.linkEip = eip;
    block.other = undefined;
  } else if (block.other === undefined) {
    block.other = next;
    block.otherEip = eip;
  }
}

const dropped: Op = (p) => {
  p.trap = undefined;
  throw LEAVE;
};

/** Stands for the block that is being looked for. */
export const NO_BLOCK: Block = {
  ops: [],
  start: -1,
  offsets: [0],
  count: 0,
  length: 0,
  jumps: false,
  second: -1,
  ...unlinked(),
};

export class Code {
  /** By frame, then by offset in the page. */
  readonly pages: ((Block | undefined)[] | undefined)[] = [];
  private readonly blocksOf: (Block[] | undefined)[] = [];
  private readonly memory: PhysicalMemory;
  /** Grows whenever a link between blocks may have become wrong. */
  epoch = 0;
  /** Called when a frame has code for the first time: nobody may go on writing to it unnoticed. */
  private readonly onFirstCode: () => void;
  private readonly probeAt: ProbeAt;

  constructor(memory: PhysicalMemory, onFirstCode: () => void, probeAt: ProbeAt) {
    this.memory = memory;
    this.onFirstCode = onFirstCode;
    this.probeAt = probeAt;
  }

  /** The block at the processor's EIP; leaves with a page fault when its bytes cannot be fetched. */
  fetch(p: Processor): Block {
    const eip = p.eip;
    const physical = p.reachRead(eip, true);
    const known = this.pages[physical >>> PAGE_SHIFT]?.[physical & 0xfff];
    if (known && (known.second === -1 || known.second === p.reachRead(nextPage(eip), true))) return known;
    return this.build(p, eip, physical);
  }

  /** Forgets all code decoded from `frame`. */
  drop(frame: number): void {
    this.epoch++;
    const blocks = this.blocksOf[frame] ?? [];
    this.blocksOf[frame] = undefined;
    this.pages[frame] = undefined;
    this.memory.hasCode[frame] = 0;
    for (const block of blocks) {
      block.ops.fill(dropped);
      if (block.second >= 0) this.forget(block);
    }
  }

  private build(p: Processor, eip: number, physical: number): Block {
    const start = physical & 0xfff;
    const ops: Op[] = [];
    const offsets: number[] = [];
    let offset = 0;
    let jumps = false;
    let second = -1;
    while (ops.length < BLOCK_MAX && start + offset < PAGE_SIZE && !jumps) {
      if (ops.length > 0 && start + offset > PAGE_SIZE - LENGTH_MAX) break;
      const i = this.decodeAt(p, eip + offset);
      const place = { offset, index: ops.length };
      const length = typeof i === 'object' ? i.length : 1;
      const op = typeof i === 'object' ? executable(i, place) : raises(i);
      if (start + offset + length > PAGE_SIZE) second = p.reachRead(nextPage(eip), true) & ~0xfff;
      const probe = this.probeAt((eip + offset) >>> 0, place);
      ops.push(probe ? both(probe, op) : op);
      offsets.push(offset);
      offset += length;
      jumps = typeof i !== 'object' || endsBlock(i);
    }
    offsets.push(offset);
    const block: Block = {
      ops,
      start: physical,
      offsets,
      count: ops.length,
      length: offset,
      jumps,
      second,
      ...unlinked(),
    };
    this.keep(block);
    return block;
  }

  private keep(block: Block): void {
    const frame = block.start >>> PAGE_SHIFT;
    this.pages[frame] ??= new Array<Block | undefined>(PAGE_SIZE);
    const page = this.pages[frame];
    const old = page[block.start & 0xfff];
    if (old) {
      this.forget(old);
      this.epoch++;
    }
    page[block.start & 0xfff] = block;
    this.note(frame, block);
    if (block.second >= 0) this.note(block.second >>> PAGE_SHIFT, block);
  }

  /** Takes a block out of all lists. */
  private forget(block: Block): void {
    const frame = block.start >>> PAGE_SHIFT;
    const page = this.pages[frame];
    if (page?.[block.start & 0xfff] === block) page[block.start & 0xfff] = undefined;
    for (const f of [frame, block.second >>> PAGE_SHIFT]) {
      const blocks = this.blocksOf[f];
      const at = blocks ? blocks.indexOf(block) : -1;
      if (at >= 0) blocks?.splice(at, 1);
    }
  }

  private note(frame: number, block: Block): void {
    this.blocksOf[frame] ??= [];
    this.blocksOf[frame].push(block);
    if (this.memory.hasCode[frame]) return;
    this.memory.hasCode[frame] = 1;
    this.onFirstCode();
  }

  /** The instruction at a linear address, or the vector of the fault that its bytes are. */
  private decodeAt(p: Processor, linear: number): Instruction | 6 | 13 {
    try {
      return (
        decode((offset) => {
          if (offset >= LENGTH_MAX) throw TOO_LONG;
          return p.bytes[p.reachRead((linear + offset) >>> 0, true)] as number;
        }) ?? 6
      );
    } catch (thrown) {
      if (thrown === TOO_LONG) return 13;
      throw thrown;
    }
  }
}

const TOO_LONG: unique symbol = Symbol('too long');

const nextPage = (linear: number): number => ((linear & ~0xfff) + PAGE_SIZE) >>> 0;

const raises =
  (vector: number): Op =>
  (p) =>
    p.raise(vector);

function both(probe: Op, op: Op): Op {
  return (p, x) => {
    probe(p, x);
    op(p, x);
  };
}
