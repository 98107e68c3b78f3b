/**
 * Doubly linked lists of guest bytes: LIST_ENTRY heads and links, with Windows' names for what is done to them. Structures that
 * hang in a list are found by subtracting the link's offset (CONTAINING_RECORD).
 */
import type { ReadSpace, Space } from '../machine/space.ts';

/** More links than any sound list here has: only a list that was overwritten goes on for longer. */
const LINKS_MAX = 1_000_000;

/** Makes `head` an empty list. */
export function InitializeListHead(space: Space, head: number): void {
  space.setU32(head, head);
  space.setU32(head + 4, head);
}

export function IsListEmpty(space: ReadSpace, head: number): boolean {
  return space.u32(head) === head;
}

/** Links `entry` as the last of the list. */
export function InsertTailList(space: Space, head: number, entry: number): void {
  const last = space.u32(head + 4);
  space.setU32(entry, head);
  space.setU32(entry + 4, last);
  space.setU32(last, entry);
  space.setU32(head + 4, entry);
}

/** Links `entry` as the first of the list. */
export function InsertHeadList(space: Space, head: number, entry: number): void {
  const first = space.u32(head);
  space.setU32(entry, first);
  space.setU32(entry + 4, head);
  space.setU32(first + 4, entry);
  space.setU32(head, entry);
}

/** Takes `entry` out of the list that it is in. */
export function RemoveEntryList(space: Space, entry: number): void {
  const next = space.u32(entry);
  const previous = space.u32(entry + 4);
  space.setU32(previous, next);
  space.setU32(next + 4, previous);
}

/** The links of a list in order. */
export function entriesOf(space: ReadSpace, head: number, entriesMax = LINKS_MAX): number[] {
  const entries: number[] = [];
  for (let entry = space.tryU32(head); entry !== undefined && entry !== head; entry = space.tryU32(entry)) {
    if (entries.length >= entriesMax) break;
    entries.push(entry);
  }
  return entries;
}
