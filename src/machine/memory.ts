/**
 * Physical memory: frames of 4 KB in one growing buffer.
 *
 * `bytes` and `words` are two views of the same buffer and are replaced when it grows, so nobody keeps them.
 * `dirty[f]` is 1 when frame f was written since the last snapshot. A snapshot is a list of immutable page copies;
 * frames that nobody wrote in between share their copy with the snapshot before. What must hold: whoever writes into a
 * frame has called `markDirty(frame)` since the last snapshot.
 */
import { assert } from './assert.ts';

export const PAGE_SIZE = 4096;
export const PAGE_SHIFT = 12;

/** The contents of physical memory at one moment; immutable, and cheap because untouched frames are shared. */
export interface MemorySnapshot {
  /** One copy per frame; `undefined` for frames that were never used. */
  readonly frames: readonly (Uint8Array | undefined)[];
  /** Frames that were given back, last in first out. */
  readonly freeFrames: readonly number[];
}

/** Something from which physical words can be read: the live memory or a snapshot. */
export interface PhysicalReader {
  /** The byte at a physical address, 0 where there is no frame. */
  physicalU8(address: number): number;
  /** The little-endian word at a 4-aligned physical address, 0 where there is no frame. */
  physicalU32(address: number): number;
}

export class PhysicalMemory implements PhysicalReader {
  bytes: Uint8Array;
  words: Int32Array;
  dirty: Uint8Array;
  /** 1 for frames from which the processor has decoded instructions: a write there must drop them. */
  hasCode: Uint8Array;
  frameCount = 0;
  readonly framesMax: number;
  private freeFrames: number[] = [];
  private copies: (Uint8Array | undefined)[] = [];
  private dirtyList: number[] = [];
  /** Called with each frame whose contents a restore replaced. */
  onFrameReplaced: (frame: number) => void = () => {};
  /** Called after `bytes` and `words` were replaced. */
  onGrown: () => void = () => {};

  /** An empty memory that may grow to `framesMax` frames. */
  constructor(framesMax = 65_536, framesAtFirst = 1024) {
    this.framesMax = framesMax;
    const buffer = new ArrayBuffer(Math.min(framesAtFirst, framesMax) * PAGE_SIZE);
    this.bytes = new Uint8Array(buffer);
    this.words = new Int32Array(buffer);
    this.dirty = new Uint8Array(buffer.byteLength / PAGE_SIZE);
    this.hasCode = new Uint8Array(buffer.byteLength / PAGE_SIZE);
  }

  /** Frames in use now. */
  get framesInUse(): number {
    return this.frameCount - this.freeFrames.length;
  }

  /** Takes a zeroed frame and returns its number, or undefined when memory is used up. */
  allocateFrame(): number | undefined {
    const reused = this.freeFrames.pop();
    if (reused !== undefined) {
      this.markDirty(reused);
      this.bytes.fill(0, reused * PAGE_SIZE, (reused + 1) * PAGE_SIZE);
      return reused;
    }
    if (this.frameCount >= this.framesMax) return undefined;
    const frame = this.frameCount++;
    if (this.frameCount * PAGE_SIZE > this.bytes.length) this.grow();
    this.markDirty(frame);
    return frame;
  }

  /** Gives a frame back; its contents are undefined from now on. */
  freeFrame(frame: number): void {
    assert(frame >= 0 && frame < this.frameCount, 'a freed frame was allocated');
    if (this.hasCode[frame]) this.onFrameReplaced(frame);
    this.freeFrames.push(frame);
  }

  /** Says that `frame` is about to be written. */
  markDirty(frame: number): void {
    if (this.dirty[frame]) return;
    this.dirty[frame] = 1;
    this.dirtyList.push(frame);
  }

  physicalU8(address: number): number {
    return this.bytes[address] ?? 0;
  }

  physicalU32(address: number): number {
    return (this.words[address >>> 2] ?? 0) >>> 0;
  }

  /** Stores a word at a 4-aligned physical address. */
  setPhysicalU32(address: number, value: number): void {
    this.markDirty(address >>> PAGE_SHIFT);
    this.words[address >>> 2] = value;
  }

  /** Copies the frames that changed since the last snapshot; afterwards no frame is dirty. */
  snapshot(): MemorySnapshot {
    const copies = this.copies.slice();
    copies.length = this.frameCount;
    for (const frame of this.dirtyList) {
      copies[frame] = this.bytes.slice(frame * PAGE_SIZE, (frame + 1) * PAGE_SIZE);
      this.dirty[frame] = 0;
    }
    this.dirtyList = [];
    this.copies = copies;
    return { frames: copies, freeFrames: this.freeFrames.slice() };
  }

  /** Makes memory what it was at `snapshot`; afterwards no frame is dirty. */
  restore(snapshot: MemorySnapshot): void {
    while (snapshot.frames.length * PAGE_SIZE > this.bytes.length) this.grow();
    const count = Math.max(snapshot.frames.length, this.frameCount);
    for (let frame = 0; frame < count; frame++) {
      const wanted = snapshot.frames[frame];
      if (!this.dirty[frame] && wanted === this.copies[frame]) continue;
      if (wanted) this.bytes.set(wanted, frame * PAGE_SIZE);
      else this.bytes.fill(0, frame * PAGE_SIZE, (frame + 1) * PAGE_SIZE);
      this.dirty[frame] = 0;
      if (this.hasCode[frame]) this.onFrameReplaced(frame);
    }
    this.dirtyList = [];
    this.frameCount = snapshot.frames.length;
    this.freeFrames = snapshot.freeFrames.slice();
    this.copies = snapshot.frames.slice();
  }

  private grow(): void {
    const frames = Math.min(this.framesMax, (this.bytes.length / PAGE_SIZE) * 2);
    const bytes = new Uint8Array(frames * PAGE_SIZE);
    bytes.set(this.bytes);
    this.bytes = bytes;
    this.words = new Int32Array(bytes.buffer);
    this.dirty = widened(this.dirty, frames);
    this.hasCode = widened(this.hasCode, frames);
    this.onGrown();
  }
}

function widened(array: Uint8Array, length: number): Uint8Array {
  const wide = new Uint8Array(length);
  wide.set(array);
  return wide;
}

/** Physical memory as it was: reads go to the copies of a snapshot. */
export class SnapshotReader implements PhysicalReader {
  private readonly frames: readonly (Uint8Array | undefined)[];

  constructor(snapshot: MemorySnapshot) {
    this.frames = snapshot.frames;
  }

  physicalU8(address: number): number {
    return this.frames[address >>> PAGE_SHIFT]?.[address & (PAGE_SIZE - 1)] ?? 0;
  }

  physicalU32(address: number): number {
    const frame = this.frames[address >>> PAGE_SHIFT];
    if (!frame) return 0;
    const o = address & (PAGE_SIZE - 1);
    return (
      ((frame[o] as number) |
        ((frame[o + 1] as number) << 8) |
        ((frame[o + 2] as number) << 16) |
        ((frame[o + 3] as number) << 24)) >>>
      0
    );
  }
}
