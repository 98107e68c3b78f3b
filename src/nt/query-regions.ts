/**
 * The address space of a process as runs of pages alike, each with what it is for: an image, a heap, a thread's stack, the PEB …
 */
import { PAGE_SIZE } from '../machine/memory.ts';
import type { ReadSpace } from '../machine/space.ts';
import { HIGHEST_USER_ADDRESS, LOWEST_USER_ADDRESS, SHARED_DATA_USER } from './kernel.ts';
import { entriesOf } from './list.ts';
import { PAGE_GUARD } from './pte.ts';
import { sectionFileName } from './section.ts';
import { HEAP, HEAP_SEGMENT } from './structs/heap.ts';
import type { MMVAD } from './structs/mm.ts';
import { PEB, TEB } from './structs/peb.ts';
import { EPROCESS, ETHREAD } from './structs/ps.ts';
import { vadAnchor, vadsOf } from './vad.ts';
import { MEM_COMMIT, MEM_FREE, MEM_IMAGE, MEM_PRIVATE, pteView, queryRegion, type Region } from './virtual-memory.ts';

/** What a region is used for. */
export type RegionUse =
  | { readonly kind: 'free' }
  | { readonly kind: 'image'; readonly name: string }
  | { readonly kind: 'stack'; readonly thread: number }
  | { readonly kind: 'teb'; readonly thread: number }
  | { readonly kind: 'peb' }
  | { readonly kind: 'heap'; readonly heap: number; readonly index: number }
  | { readonly kind: 'parameters' }
  | { readonly kind: 'environment' }
  | { readonly kind: 'sharedData' }
  | { readonly kind: 'private' };

export interface RegionView {
  readonly base: number;
  readonly size: number;
  readonly allocationBase: number;
  readonly state: 'free' | 'reserve' | 'commit';
  readonly type: 'image' | 'mapped' | 'private' | undefined;
  /** PAGE_… of committed pages, 0 else. */
  readonly protect: number;
  readonly isGuard: boolean;
  readonly use: RegionUse;
  /** One phrase in WinDbg's words: "Stack [~0; 1a4.1a8]" is told by `use`. */
  readonly label: string;
}

/** All of a process's user space from 10000 on, in order of address. `process` is the address of its EPROCESS. */
export function regions(space: ReadSpace, process: number): RegionView[] {
  const owner = EPROCESS.at(space, process);
  const view = pteView(space);
  const uses = usesOf(space, owner);
  const found: RegionView[] = [];
  for (let at = LOWEST_USER_ADDRESS; at <= HIGHEST_USER_ADDRESS && found.length < 20_000; ) {
    const region = queryRegion(space, owner, view, at);
    found.push(regionView(region, uses.get(region.allocationBase)));
    at = region.base + Math.max(region.size, PAGE_SIZE);
  }
  return found;
}

function regionView(region: Region, use: RegionUse = { kind: 'private' }): RegionView {
  const isFree = region.state === MEM_FREE;
  return {
    base: region.base,
    size: region.size,
    allocationBase: region.allocationBase,
    state: isFree ? 'free' : region.state === MEM_COMMIT ? 'commit' : 'reserve',
    type: isFree ? undefined : region.type === MEM_IMAGE ? 'image' : region.type === MEM_PRIVATE ? 'private' : 'mapped',
    protect: isFree ? 0 : region.protect,
    isGuard: (region.protect & PAGE_GUARD) !== 0,
    use: isFree ? { kind: 'free' } : use,
    label: labelOf(isFree ? { kind: 'free' } : use),
  };
}

function labelOf(use: RegionUse): string {
  switch (use.kind) {
    case 'image':
      return `Image ${use.name}`;
    case 'stack':
      return `Stack of thread ${use.thread}`;
    case 'teb':
      return `TEB of thread ${use.thread}`;
    case 'peb':
      return 'PEB';
    case 'heap':
      return `Heap ${use.index + 1} at ${use.heap.toString(16).padStart(8, '0')}`;
    case 'parameters':
      return 'Process parameters';
    case 'environment':
      return 'Environment';
    case 'sharedData':
      return 'Data shared with the kernel';
    case 'free':
      return 'Free';
    default:
      return 'Private memory';
  }
}

/** Use by the base of the region. */
function usesOf(space: ReadSpace, process: EPROCESS): Map<number, RegionUse> {
  const uses = new Map<number, RegionUse>();
  const vads = vadsOf(space, vadAnchor(process));
  const set = (address: number | undefined, use: RegionUse): void => {
    if (address === undefined || address === 0) return;
    const vad = vads.find((each) => contains(each, address));
    if (vad) uses.set(vad.StartingVpn * PAGE_SIZE, use);
  };
  for (const vad of vads) {
    const name = vad.VadType === 2 ? sectionFileName(space, vad) : undefined;
    if (name !== undefined)
      uses.set(vad.StartingVpn * PAGE_SIZE, { kind: 'image', name: name.slice(name.lastIndexOf('\\') + 1) });
  }
  set(SHARED_DATA_USER, { kind: 'sharedData' });
  heapUses(space, process.Peb, set);
  const parameters = space.tryU32(process.Peb + PEB.offsetOf('ProcessParameters'));
  set(parameters, { kind: 'parameters' });
  if (parameters) set(space.tryU32(parameters + 0x48), { kind: 'environment' });
  for (const entry of entriesOf(space, process.ThreadListHead.address, 4096)) {
    const thread = ETHREAD.at(space, entry - ETHREAD.offsetOf('ThreadListEntry'));
    const teb = thread.Tcb.Teb;
    set(space.tryU32(teb + TEB.offsetOf('DeallocationStack')), { kind: 'stack', thread: thread.Cid.UniqueThread });
    set(teb, { kind: 'teb', thread: thread.Cid.UniqueThread });
  }
  set(process.Peb, { kind: 'peb' });
  return uses;
}

function contains(vad: MMVAD, address: number): boolean {
  return vad.StartingVpn * PAGE_SIZE <= address && address < (vad.EndingVpn + 1) * PAGE_SIZE;
}

/** Heaps as the PEB lists them: their first region, further segments, large blocks. */
function heapUses(space: ReadSpace, peb: number, set: (address: number | undefined, use: RegionUse) => void): void {
  const count = Math.min(space.tryU32(peb + PEB.offsetOf('NumberOfHeaps')) ?? 0, 256);
  const list = space.tryU32(peb + PEB.offsetOf('ProcessHeaps')) ?? 0;
  for (let index = 0; index < count; index++) {
    const heap = space.tryU32(list + index * 4);
    if (heap === undefined || space.tryU32(heap + HEAP.offsetOf('Signature')) !== 0xeeffeeff) continue;
    const use: RegionUse = { kind: 'heap', heap, index };
    set(heap, use);
    const segments = entriesOf(space, heap + HEAP.offsetOf('SegmentList'), 1024);
    for (const link of segments) set(link - HEAP_SEGMENT.offsetOf('SegmentListEntry'), use);
    for (const block of entriesOf(space, heap + HEAP.offsetOf('VirtualAllocdBlocks'), 4096)) set(block, use);
  }
}
