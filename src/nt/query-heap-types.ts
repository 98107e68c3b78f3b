/** What can be said of a heap: the shapes that the heap lens and `!heap` share. All sizes in bytes, headers included. */

export type BlockState =
  | 'busy'
  | 'free'
  | 'lfh busy'
  | 'lfh free'
  | 'virtual'
  | 'uncommitted'
  | 'internal'
  /** Bytes that no sound header accounts for. */
  | 'damaged';

/** What a block of the heap's own is. */
export type InternalUse =
  | 'heap header'
  | 'segment header'
  | 'UCR descriptor'
  | 'UserBlocks'
  | 'cached UserBlocks'
  | 'lists lookup'
  | 'low-fragmentation heap'
  | 'zone'
  | 'other';

export interface HeapBlock {
  /** Of the entry; for a large block of its region; otherwise of the first byte. */
  readonly address: number;
  readonly size: number;
  /** What the program was given: behind the header. */
  readonly user: number;
  /** What the program asked for; 0 where nobody asked. */
  readonly requested: number;
  readonly state: BlockState;
  readonly use?: InternalUse;
  readonly flags: number;
  readonly previousSize: number;
  /** Base of the segment; 0 for a large block. */
  readonly segment: number;
  /** The blocks in an area of the low-fragmentation heap. */
  readonly blocks?: readonly HeapBlock[];
  /** Address of the subsegment, for an area and the blocks in it. */
  readonly subsegment?: number;
}

export interface HeapSegmentView {
  readonly address: number;
  readonly end: number;
  readonly committed: number;
  readonly uncommitted: number;
  readonly ranges: number;
  readonly firstEntry: number;
  readonly blocks: readonly HeapBlock[];
}

export type ProblemKind =
  | 'unreadable'
  | 'checksum'
  | 'size'
  | 'previous size'
  | 'list link'
  | 'list order'
  | 'list entry'
  | 'hint'
  | 'count'
  | 'tail'
  | 'low-fragmentation'
  | 'limit';

/** Something that does not fit together. */
export interface HeapProblem {
  readonly kind: ProblemKind;
  readonly address: number;
  readonly text: string;
}

export interface FreeListItem {
  /** Of the entry; its links are 8 bytes further on. */
  readonly address: number;
  readonly size: number;
}

/** A size whose requests are counted, or which the low-fragmentation heap has taken over. */
export interface SizeCounter {
  /** Block size in bytes. */
  readonly size: number;
  /** Outstanding allocations and allocations in all, while it is counted. */
  readonly outstanding: number;
  readonly total: number;
  /** Address of the bucket when the size is the low-fragmentation heap's. */
  readonly bucket?: number;
  /** The first free block of the size (entry address), if there is one. */
  readonly firstFree?: number;
}

export interface BucketView {
  readonly index: number;
  /** Block size in bytes. */
  readonly size: number;
  readonly blocks: number;
  readonly subsegments: number;
  readonly active?: number;
  readonly hint?: number;
  readonly cached: readonly number[];
}

export interface SubsegmentView {
  readonly address: number;
  readonly userBlocks: number;
  readonly blockSize: number;
  readonly blockCount: number;
  /** Free blocks, and where their chain begins (entry address). */
  readonly depth: number;
  readonly firstFree?: number;
  readonly sequence: number;
  /** The chain of free blocks, entry addresses in the order in which they will be handed out. */
  readonly chain: readonly number[];
}

export interface LowFragmentationView {
  readonly address: number;
  readonly buckets: readonly BucketView[];
  readonly subsegments: readonly SubsegmentView[];
  /** Areas that wait to be used again. */
  readonly cachedAreas: number;
}

export interface HeapView {
  readonly address: number;
  readonly flags: number;
  readonly forceFlags: number;
  readonly encoding: readonly [number, number];
  readonly signatureOk: boolean;
  /** In granules, as the heap keeps it. */
  readonly totalFreeSize: number;
  readonly virtualMemoryThreshold: number;
  readonly frontEndHeapType: number;
  readonly lockVariable: number;
  readonly segments: readonly HeapSegmentView[];
  readonly virtualBlocks: readonly HeapBlock[];
  readonly freeLists: readonly FreeListItem[];
  readonly counters: readonly SizeCounter[];
  readonly lowFragmentation?: LowFragmentationView;
  readonly problems: readonly HeapProblem[];
}

export interface HeapLimits {
  /** Blocks in one heap, blocks in areas included. */
  readonly blocks: number;
  /** Items of one list. */
  readonly items: number;
  readonly segments: number;
}

export const defaultLimits: HeapLimits = { blocks: 60_000, items: 60_000, segments: 256 };
