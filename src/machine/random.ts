/** Seeded chance: a counter whose every value is well mixed (splitmix32), so the whole state is one 32-bit word. */

/** The state after `state`. */
export function nextSeed(state: number): number {
  return (state + 0x9e3779b9) >>> 0;
}

/** The random word that belongs to a state. */
export function mixed(state: number): number {
  let z = state;
  z = Math.imul(z ^ (z >>> 16), 0x21f0aaad);
  z = Math.imul(z ^ (z >>> 15), 0x735a2d97);
  return (z ^ (z >>> 15)) >>> 0;
}
