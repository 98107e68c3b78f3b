/**
 * Unpacks LZMA, as the format's specification has it: the encoder runs when the book is built, this alone goes to pages.
 *
 *     | properties (lc + 9 * (lp + 5 * pb)) | dictionary size, 4 bytes | unpacked size, 8 bytes | range-coded stream |
 *
 * The unpacked bytes are the dictionary: the whole output lies in one array. What must hold: a damaged stream throws, and never
 * reads or writes outside of its arrays.
 */
const HEADER_SIZE = 13;
const STATES = 12;
const PROBABILITY_BITS = 11;
const MOVE_BITS = 5;
const TOP = 2 ** 24;
const LENGTH_MIN = 2;
const END_DISTANCE = 0xffff_ffff;

function probabilities(count: number): Uint16Array {
  return new Uint16Array(count).fill(1 << (PROBABILITY_BITS - 1));
}

/** Bits out of a stream, each with a probability that learns. */
class RangeDecoder {
  private readonly bytes: Uint8Array;
  private at: number;
  private range = END_DISTANCE;
  private code = 0;

  constructor(bytes: Uint8Array, at: number) {
    this.bytes = bytes;
    this.at = at + 1;
    for (let i = 0; i < 4; i++) this.code = ((this.code << 8) | this.next()) >>> 0;
  }

  private next(): number {
    const byte = this.bytes[this.at++];
    if (byte === undefined) throw new RangeError('the compressed file ends too early');
    return byte;
  }

  private normalize(): void {
    if (this.range >= TOP) return;
    this.range = (this.range << 8) >>> 0;
    this.code = ((this.code << 8) | this.next()) >>> 0;
  }

  bit(model: Uint16Array, index: number): number {
    this.normalize();
    const probability = model[index]!;
    const bound = (this.range >>> PROBABILITY_BITS) * probability;
    if (this.code < bound) {
      this.range = bound;
      model[index] = probability + (((1 << PROBABILITY_BITS) - probability) >> MOVE_BITS);
      return 0;
    }
    this.range -= bound;
    this.code -= bound;
    model[index] = probability - (probability >> MOVE_BITS);
    return 1;
  }

  /** Bits of even chance, the highest first. */
  direct(count: number): number {
    let value = 0;
    for (let i = 0; i < count; i++) {
      this.normalize();
      this.range >>>= 1;
      const isSet = this.code >= this.range;
      if (isSet) this.code -= this.range;
      value = value * 2 + (isSet ? 1 : 0);
    }
    return value;
  }

  /** `count` bits, the highest first, each in the context of those before it. */
  tree(model: Uint16Array, base: number, count: number): number {
    let node = 1;
    for (let i = 0; i < count; i++) node = (node << 1) | this.bit(model, base + node);
    return node - (1 << count);
  }

  /** The same, the lowest first. */
  reverseTree(model: Uint16Array, base: number, count: number): number {
    let node = 1;
    let value = 0;
    for (let i = 0; i < count; i++) {
      const bit = this.bit(model, base + node);
      node = (node << 1) | bit;
      value |= bit << i;
    }
    return value;
  }
}

/** Lengths of matches: 8 short ones, 8 middle ones (both by position), 256 long ones. */
class LengthDecoder {
  private readonly choice = probabilities(2);
  private readonly low = probabilities(16 << 3);
  private readonly middle = probabilities(16 << 3);
  private readonly high = probabilities(1 << 8);

  read(range: RangeDecoder, place: number): number {
    if (range.bit(this.choice, 0) === 0) return range.tree(this.low, place << 3, 3);
    if (range.bit(this.choice, 1) === 0) return 8 + range.tree(this.middle, place << 3, 3);
    return 16 + range.tree(this.high, 0, 8);
  }
}

/** The unpacked bytes. Throws RangeError when the file is damaged. */
export function unpackLzma(file: Uint8Array): Uint8Array<ArrayBuffer> {
  const properties = file[0] ?? 0xff;
  if (properties >= 9 * 5 * 5 || file.length < HEADER_SIZE) throw new RangeError('this is no LZMA file');
  const size = Number(new DataView(file.buffer, file.byteOffset).getBigUint64(5, true));
  if (size > 2 ** 28) throw new RangeError('the unpacked size is out of bounds');
  const shape = { lc: properties % 9, lp: Math.floor(properties / 9) % 5, pb: Math.floor(properties / 45) };
  return decode(new RangeDecoder(file, HEADER_SIZE), new Uint8Array(size), shape);
}

interface Shape {
  readonly lc: number;
  readonly lp: number;
  readonly pb: number;
}

function decode(range: RangeDecoder, out: Uint8Array<ArrayBuffer>, { lc, lp, pb }: Shape): Uint8Array<ArrayBuffer> {
  const literals = probabilities(0x300 << (lc + lp));
  const isMatch = probabilities(STATES << 4);
  const isRepeat = probabilities(STATES);
  const isRepeat0 = probabilities(STATES);
  const isRepeat0Long = probabilities(STATES << 4);
  const isRepeat1 = probabilities(STATES);
  const isRepeat2 = probabilities(STATES);
  const slots = probabilities(4 << 6);
  const special = probabilities(1 + 128 - 14);
  const align = probabilities(1 << 4);
  const lengths = new LengthDecoder();
  const repeatLengths = new LengthDecoder();
  const past: [number, number, number, number] = [0, 0, 0, 0];
  let state = 0;
  let at = 0;

  const literal = () => {
    const before = at > 0 ? out[at - 1]! : 0;
    const base = 0x300 * (((at & ((1 << lp) - 1)) << lc) + (before >> (8 - lc)));
    let symbol = 1;
    if (state >= 7) {
      let match = out[at - past[0] - 1]!;
      while (symbol < 0x100) {
        const matchBit = (match >> 7) & 1;
        match <<= 1;
        const bit = range.bit(literals, base + ((1 + matchBit) << 8) + symbol);
        symbol = (symbol << 1) | bit;
        if (matchBit !== bit) break;
      }
    }
    while (symbol < 0x100) symbol = (symbol << 1) | range.bit(literals, base + symbol);
    out[at++] = symbol & 0xff;
    state = state < 4 ? 0 : state < 10 ? state - 3 : state - 6;
  };

  const distance = (length: number) => {
    const slot = range.tree(slots, Math.min(length, 3) << 6, 6);
    if (slot < 4) return slot;
    const count = (slot >> 1) - 1;
    const high = (2 | (slot & 1)) * 2 ** count;
    if (slot < 14) return high + range.reverseTree(special, high - slot, count);
    return high + range.direct(count - 4) * 16 + range.reverseTree(align, 0, 4);
  };

  /** The length of a match at one of the last four distances, which comes to the front. */
  const repeat = (place: number) => {
    if (range.bit(isRepeat0, state) === 0) {
      if (range.bit(isRepeat0Long, (state << 4) + place) === 0) {
        state = state < 7 ? 9 : 11;
        return 1;
      }
    } else {
      const index = range.bit(isRepeat1, state) === 0 ? 1 : range.bit(isRepeat2, state) === 0 ? 2 : 3;
      const [chosen] = past.splice(index, 1);
      past.unshift(chosen!);
    }
    const length = repeatLengths.read(range, place) + LENGTH_MIN;
    state = state < 7 ? 8 : 11;
    return length;
  };

  while (at < out.length) {
    const place = at & ((1 << pb) - 1);
    if (range.bit(isMatch, (state << 4) + place) === 0) {
      literal();
      continue;
    }
    let length: number;
    if (range.bit(isRepeat, state) === 1) length = repeat(place);
    else {
      length = lengths.read(range, place);
      state = state < 7 ? 7 : 10;
      const next = distance(length);
      if (next === END_DISTANCE) break;
      past.pop();
      past.unshift(next);
      length += LENGTH_MIN;
    }
    const from = at - past[0] - 1;
    if (from < 0 || at + length > out.length) throw new RangeError('the compressed file is damaged');
    for (let i = 0; i < length; i++) out[at + i] = out[from + i]!;
    at += length;
  }
  if (at !== out.length) throw new RangeError('the compressed file ends too early');
  return out;
}
