/**
 * Virtual address descriptors: the regions of a process's user space, in NT's balanced tree.
 *
 * The tree hangs at EPROCESS.VadRoot: BalancedRoot.RightChild is the top node, whose parent is BalancedRoot itself. A node's
 * first word is its parent's address with the balance in the two low bits: 0 even, 1 right deeper, 3 left deeper. Regions do
 * not overlap and are ordered by page number.
 */
import { assert } from '../machine/assert.ts';
import type { ReadSpace, Space } from '../machine/space.ts';
import { MMADDRESS_NODE, MMVAD } from './structs/mm.ts';
import type { EPROCESS } from './structs/ps.ts';

const LEFT = MMADDRESS_NODE.offsetOf('LeftChild');
const RIGHT = MMADDRESS_NODE.offsetOf('RightChild');
const START = MMADDRESS_NODE.offsetOf('StartingVpn');
const END = MMADDRESS_NODE.offsetOf('EndingVpn');
const LEFT_HEAVY = 3;
const RIGHT_HEAVY = 1;

function parentOf(space: ReadSpace, node: number): number {
  return (space.u32(node) & ~3) >>> 0;
}

function balanceOf(space: ReadSpace, node: number): number {
  return space.u32(node) & 3;
}

function setParent(space: Space, node: number, parent: number): void {
  space.setU32(node, parent | balanceOf(space, node));
}

function setBalance(space: Space, node: number, balance: number): void {
  space.setU32(node, parentOf(space, node) | balance);
}

/** The node that anchors the tree of a process. */
export function vadAnchor(process: EPROCESS): number {
  return process.VadRoot.address;
}

/** The region that contains page `vpn`, or 0. */
export function MiLocateAddress(space: ReadSpace, anchor: number, vpn: number): number {
  let node = space.u32(anchor + RIGHT);
  while (node !== 0) {
    if (vpn < space.u32(node + START)) node = space.u32(node + LEFT);
    else if (vpn > space.u32(node + END)) node = space.u32(node + RIGHT);
    else return node;
  }
  return 0;
}

/** The first region that ends at or behind page `vpn`, or 0. */
export function vadFrom(space: ReadSpace, anchor: number, vpn: number): number {
  let node = space.u32(anchor + RIGHT);
  let found = 0;
  while (node !== 0) {
    if (space.u32(node + END) >= vpn) {
      found = node;
      node = space.u32(node + LEFT);
    } else node = space.u32(node + RIGHT);
  }
  return found;
}

/** The region behind `vad` by address, or 0. */
export function nextVad(space: ReadSpace, anchor: number, vad: number): number {
  return vadFrom(space, anchor, space.u32(vad + END) + 1);
}

/** True when a region shares a page with `start`..`end` (page numbers, inclusive). */
export function vadConflict(space: ReadSpace, anchor: number, start: number, end: number): boolean {
  const found = vadFrom(space, anchor, start);
  return found !== 0 && space.u32(found + START) <= end;
}

/** All regions in order of address. */
export function vadsOf(space: ReadSpace, anchor: number): MMVAD[] {
  const vads: MMVAD[] = [];
  for (let node = vadFrom(space, anchor, 0); node !== 0 && vads.length < 100_000; node = nextVad(space, anchor, node)) {
    vads.push(MMVAD.at(space, node));
  }
  return vads;
}

/** Links a region whose page numbers are set into the tree. */
export function MiInsertVad(space: Space, anchor: number, vad: number): void {
  let parent = anchor;
  let link = RIGHT;
  for (let node = space.u32(anchor + RIGHT); node !== 0; node = space.u32(node + link)) {
    parent = node;
    link = space.u32(vad + START) < space.u32(node + START) ? LEFT : RIGHT;
  }
  space.setU32(vad, parent);
  space.setU32(vad + LEFT, 0);
  space.setU32(vad + RIGHT, 0);
  space.setU32(parent + link, vad);
  rebalanceAfterInsert(space, anchor, vad);
}

function rebalanceAfterInsert(space: Space, anchor: number, inserted: number): void {
  let child = inserted;
  for (let node = parentOf(space, child); node !== anchor; node = parentOf(space, node)) {
    const grown = space.u32(node + LEFT) === child ? LEFT_HEAVY : RIGHT_HEAVY;
    const balance = balanceOf(space, node);
    if (balance === 0) {
      setBalance(space, node, grown);
      child = node;
      continue;
    }
    if (balance !== grown) setBalance(space, node, 0);
    else rotate(space, node);
    return;
  }
}

/** Takes a region out of the tree. */
export function MiRemoveVad(space: Space, anchor: number, vad: number): void {
  if (space.u32(vad + LEFT) !== 0 && space.u32(vad + RIGHT) !== 0) exchangeWithSuccessor(space, vad);
  const child = space.u32(vad + LEFT) || space.u32(vad + RIGHT);
  const parent = parentOf(space, vad);
  const link = space.u32(parent + LEFT) === vad ? LEFT : RIGHT;
  space.setU32(parent + link, child);
  if (child !== 0) setParent(space, child, parent);
  rebalanceAfterRemove(space, anchor, parent, link);
}

/** Lets a node with two children and the next one by address trade places, so that the node has at most one child. */
function exchangeWithSuccessor(space: Space, node: number): void {
  let next = space.u32(node + RIGHT);
  while (space.u32(next + LEFT) !== 0) next = space.u32(next + LEFT);
  const [header, left, right] = [space.u32(node), space.u32(node + LEFT), space.u32(node + RIGHT)];
  const [nextHeader, nextRight] = [space.u32(next), space.u32(next + RIGHT)];
  const parent = (header & ~3) >>> 0;
  const nextParent = (nextHeader & ~3) >>> 0;
  space.setU32(parent + (space.u32(parent + LEFT) === node ? LEFT : RIGHT), next);
  space.setU32(next, header);
  space.setU32(next + LEFT, left);
  setParent(space, left, next);
  space.setU32(node + LEFT, 0);
  space.setU32(node + RIGHT, nextRight);
  if (nextRight !== 0) setParent(space, nextRight, node);
  if (nextParent === node) {
    space.setU32(next + RIGHT, node);
    space.setU32(node, next | (nextHeader & 3));
    return;
  }
  space.setU32(next + RIGHT, right);
  setParent(space, right, next);
  space.setU32(nextParent + LEFT, node);
  space.setU32(node, nextHeader);
}

function rebalanceAfterRemove(space: Space, anchor: number, from: number, side: number): void {
  let node = from;
  let link = side;
  while (node !== anchor) {
    const shrunk = link === LEFT ? LEFT_HEAVY : RIGHT_HEAVY;
    const balance = balanceOf(space, node);
    if (balance === 0) {
      setBalance(space, node, shrunk === LEFT_HEAVY ? RIGHT_HEAVY : LEFT_HEAVY);
      return;
    }
    let top = node;
    if (balance === shrunk) setBalance(space, node, 0);
    else {
      top = rotate(space, node);
      if (balanceOf(space, top) !== 0) return;
    }
    const parent = parentOf(space, top);
    link = space.u32(parent + LEFT) === top ? LEFT : RIGHT;
    node = parent;
  }
}

/** Repairs a node whose deeper side is two deeper; returns the node that stands in its place. */
function rotate(space: Space, node: number): number {
  const heavy = balanceOf(space, node);
  const deep = heavy === LEFT_HEAVY ? LEFT : RIGHT;
  const child = space.u32(node + deep);
  if (balanceOf(space, child) === heavy || balanceOf(space, child) === 0) {
    const even = balanceOf(space, child) === 0;
    lift(space, child, node, deep);
    setBalance(space, node, even ? heavy : 0);
    setBalance(space, child, even ? opposite(heavy) : 0);
    return child;
  }
  const other = deep === LEFT ? RIGHT : LEFT;
  const grandchild = space.u32(child + other);
  assert(grandchild !== 0, 'a node that is deeper on one side has a child there');
  const was = balanceOf(space, grandchild);
  lift(space, grandchild, child, other);
  lift(space, grandchild, node, deep);
  setBalance(space, node, was === heavy ? opposite(heavy) : 0);
  setBalance(space, child, was === opposite(heavy) ? heavy : 0);
  setBalance(space, grandchild, 0);
  return grandchild;
}

function opposite(heavy: number): number {
  return heavy === LEFT_HEAVY ? RIGHT_HEAVY : LEFT_HEAVY;
}

/** Puts `child`, which hangs at `side` of `node`, into the place of `node`. */
function lift(space: Space, child: number, node: number, side: number): void {
  const inner = side === LEFT ? RIGHT : LEFT;
  const parent = parentOf(space, node);
  const moved = space.u32(child + inner);
  space.setU32(node + side, moved);
  if (moved !== 0) setParent(space, moved, node);
  space.setU32(parent + (space.u32(parent + LEFT) === node ? LEFT : RIGHT), child);
  setParent(space, child, parent);
  space.setU32(child + inner, node);
  setParent(space, node, child);
}
