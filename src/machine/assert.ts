/**
 * The one way in which our own mistakes show themselves. A guest's mistake never comes here: it becomes an exception
 * or a status inside the guest.
 */

/** Thrown when something that must always hold does not: a bug of ours, never of a guest. */
export class AssertionError extends Error {
  override name = 'AssertionError';
}

/** Holds `condition` to be true from here on; otherwise throws an AssertionError that says what must hold. */
export function assert(condition: unknown, mustHold: string): asserts condition {
  if (!condition) throw new AssertionError(mustHold);
}

/** Marks a place that no value can reach, because a switch above has dealt with all of them. */
export function unreachable(value: never): never {
  throw new AssertionError(`no case is left for ${String(value)}`);
}
