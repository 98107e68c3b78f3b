/**
 * Seeds of exercises: the same seed gives the same problem on every machine. What comes from an address or a message may be
 * anything; what is no seed is undefined, and the page says so.
 */
export const SEED_DEFAULT = 1;
export const SEED_MAX = 0xffffffff;

/** The seed that a text says; undefined when it says none. */
export function seedFrom(text: string | null | undefined): number | undefined {
  if (typeof text !== 'string' || !/^\d{1,10}$/.test(text)) return undefined;
  const seed = Number(text);
  return seed <= SEED_MAX ? seed : undefined;
}

/** The seed of the `index`th run of an exercise with `seed`. */
export function runSeed(seed: number, index: number): number {
  return (seed + Math.imul(index, 0x9e3779b1)) >>> 0;
}

/** `list` in an order that the seed decides. */
export function shuffled<T>(list: readonly T[], seed: number): T[] {
  const result = [...list];
  let state = (seed ^ 0x6d2b79f5) >>> 0;
  for (let i = result.length - 1; i > 0; i--) {
    state = (Math.imul(state ^ (state >>> 15), 0x2c1b3c6d) + 0x297a2d39) >>> 0;
    const other = ((state ^ (state >>> 12)) >>> 0) % (i + 1);
    [result[i], result[other]] = [result[other] as T, result[i] as T];
  }
  return result;
}

/** Shuffled, and never in the order that it began with. */
export function mixed<T>(list: readonly T[], seed: number): T[] {
  const result = shuffled(list, seed);
  if (result.length > 1 && result.every((item, index) => item === list[index])) result.push(result.shift() as T);
  return result;
}
