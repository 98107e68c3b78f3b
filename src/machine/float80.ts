/**
 * Doubles to and from the x87's ten-byte memory form, and bit patterns of doubles and floats.
 *
 *     79 sign   78..64 exponent (bias 16383)   63..0 significand with its leading 1
 */

const scratch = new DataView(new ArrayBuffer(8));

/** The double with these two words. */
export function doubleOf(low: number, high: number): number {
  scratch.setInt32(0, low, true);
  scratch.setInt32(4, high, true);
  return scratch.getFloat64(0, true);
}

/** Low and high word of a double. */
export function wordsOf(value: number): [number, number] {
  scratch.setFloat64(0, value, true);
  return [scratch.getInt32(0, true), scratch.getInt32(4, true)];
}

export function floatOf(word: number): number {
  scratch.setInt32(0, word, true);
  return scratch.getFloat32(0, true);
}

export function wordOfFloat(value: number): number {
  scratch.setFloat32(0, value, true);
  return scratch.getInt32(0, true);
}

/** The ten-byte form: significand, then sign and exponent. */
export function toExtended(value: number): { significand: bigint; head: number } {
  scratch.setFloat64(0, value, true);
  const bits = scratch.getBigUint64(0, true);
  const sign = Number(bits >> 63n) << 15;
  const exponent = Number((bits >> 52n) & 0x7ffn);
  const fraction = bits & 0xfffffffffffffn;
  if (exponent === 0x7ff) return { significand: (1n << 63n) | (fraction << 11n), head: sign | 0x7fff };
  if (exponent !== 0) return { significand: (1n << 63n) | (fraction << 11n), head: sign | (exponent - 1023 + 16383) };
  if (fraction === 0n) return { significand: 0n, head: sign };
  const shift = 64 - fraction.toString(2).length;
  return { significand: fraction << BigInt(shift), head: sign | (16383 - 1022 + 11 - shift) };
}

/** The nearest double to a ten-byte value. */
export function fromExtended(significand: bigint, head: number): number {
  const sign = head & 0x8000 ? -1 : 1;
  const exponent = head & 0x7fff;
  if (exponent === 0x7fff)
    return (significand << 1n) & 0xffffffffffffffffn ? Number.NaN : sign * Number.POSITIVE_INFINITY;
  if (significand === 0n) return sign * 0;
  const power = exponent - 16383 - 63;
  if (power < -1074 - 64) return sign * 0;
  if (power >= -1022)
    return sign * Number(significand) * 2 ** Math.min(power, 1000) * (power > 1000 ? 2 ** (power - 1000) : 1);
  return sign * subnormal(significand, -1074 - power);
}

/** significand * 2^-1074 / 2^shift, rounded to nearest even. */
function subnormal(significand: bigint, shift: number): number {
  if (shift <= 0) return Number(significand) * 2 ** (-1074 - shift);
  const bits = BigInt(shift);
  const whole = significand >> bits;
  const rest = significand - (whole << bits);
  const half = 1n << (bits - 1n);
  const up = rest > half || (rest === half && (whole & 1n) === 1n);
  const wide = whole.toString(2).length > 53;
  return wide ? Number(significand) * 2 ** (-1074 - shift) : Number(whole + (up ? 1n : 0n)) * 2 ** -1074;
}
