/**
 * Packs plain data with bytes in it (images, symbols, object files) into one binary file, small behind gzip.
 *
 *     | length of the JSON, 4 bytes, little end first | JSON | the byte arrays, one after the other |
 *
 * The JSON is the value itself, but for five forms, each an object with one member:
 *
 *     {"$bytes": [offset, length]}            a Uint8Array
 *     {"$numbers": [offset, length, stride]}  integers, 7 bits a byte: each as the zigzag difference from the one `stride` before (0: as it is);
 *                                             first all with index 0 modulo `stride`, then those with 1, …
 *     {"$table": [[names], [columns]]}        objects with the same members: a column for each member
 *     {"$mixed": [[kinds], [tables]]}         objects with several sets of members: the set of each, and a table for each set
 *     {"$lists": [[lengths], items]}          arrays of arrays: the lengths, and all items in one array
 *
 * What must hold: `unpack(pack(value))` equals `value`, for values made of null, booleans, numbers, strings, arrays, plain
 * objects and Uint8Array.
 */
const NUMBERS_MIN = 8;
const STRIDES = [0, 1, 3];

/** The packed form of a value. */
export function pack(value: unknown): Uint8Array {
  const blobs = new Blobs();
  const json = new TextEncoder().encode(JSON.stringify(encode(value, 'value', blobs)));
  const packed = new Uint8Array(4 + json.length + blobs.size);
  new DataView(packed.buffer).setUint32(0, json.length, true);
  packed.set(json, 4);
  blobs.copyTo(packed.subarray(4 + json.length));
  return packed;
}

/** The value that was packed. Its byte arrays are copies of their own. */
export function unpack(packed: Uint8Array): unknown {
  const length = new DataView(packed.buffer, packed.byteOffset).getUint32(0, true);
  const text = new TextDecoder().decode(packed.subarray(4, 4 + length));
  const blobs = packed.subarray(4 + length);
  return JSON.parse(text, (_name, item: unknown) => decode(item, blobs));
}

class Blobs {
  size = 0;
  private readonly parts: Uint8Array[] = [];

  add(part: Uint8Array): [offset: number, length: number] {
    this.parts.push(part);
    this.size += part.length;
    return [this.size - part.length, part.length];
  }

  copyTo(target: Uint8Array): void {
    let at = 0;
    for (const part of this.parts) {
      target.set(part, at);
      at += part.length;
    }
  }
}

function encode(item: unknown, path: string, blobs: Blobs): unknown {
  if (item instanceof Uint8Array) return { $bytes: blobs.add(item) };
  if (Array.isArray(item)) return encodeArray(item, path, blobs);
  if (typeof item === 'object' && item !== null) {
    const prototype = Object.getPrototypeOf(item);
    const members = Object.entries(item).filter(([, part]) => part !== undefined);
    const isForm = members.some(([name]) => name.startsWith('$'));
    if ((prototype !== Object.prototype && prototype !== null) || isForm)
      throw new TypeError(`${path} cannot be packed`);
    return Object.fromEntries(members.map(([name, part]) => [name, encode(part, `${path}.${name}`, blobs)]));
  }
  if (typeof item === 'function' || typeof item === 'bigint') throw new TypeError(`${path} cannot be packed`);
  return item;
}

function encodeArray(items: readonly unknown[], path: string, blobs: Blobs): unknown {
  if (items.length >= NUMBERS_MIN && items.every(isInteger)) {
    const tries = STRIDES.map((stride) => ({ stride, bytes: differences(items, stride) }));
    const best = tries.reduce((a, b) => (entropy(b.bytes) < entropy(a.bytes) ? b : a));
    return { $numbers: [...blobs.add(best.bytes), best.stride] };
  }
  const kinds = kindsOf(items);
  if (kinds) {
    const tables = kinds.names.map((names, kind) =>
      encodeTable(
        names,
        kinds.rows.filter((_row, index) => kinds.kind[index] === kind),
        path,
        blobs,
      ),
    );
    return tables.length === 1 ? tables[0] : { $mixed: [encodeArray(kinds.kind, path, blobs), tables] };
  }
  if (items.length >= 2 && items.every((each): each is unknown[] => Array.isArray(each))) {
    const lengths = items.map((each) => each.length);
    return { $lists: [encodeArray(lengths, path, blobs), encodeArray(items.flat(1), `${path}[]`, blobs)] };
  }
  return items.map((each, index) => encode(each, `${path}[${index}]`, blobs));
}

function encodeTable(names: readonly string[], rows: readonly Row[], path: string, blobs: Blobs): unknown {
  const column = (name: string) =>
    encodeArray(
      rows.map((row) => row[name]),
      `${path}[].${name}`,
      blobs,
    );
  return { $table: [names, names.map(column)] };
}

type Row = Readonly<Record<string, unknown>>;

interface Kinds {
  readonly rows: readonly Row[];
  /** The sets of members that occur. */
  readonly names: readonly (readonly string[])[];
  /** For each row the index of its set. */
  readonly kind: readonly number[];
}

/** Sorts objects by the members that they have; undefined when the items are not all plain objects, or too different. */
function kindsOf(items: readonly unknown[]): Kinds | undefined {
  if (items.length < 2) return undefined;
  const known = new Map<string, number>();
  const names: string[][] = [];
  const kind: number[] = [];
  for (const item of items) {
    const members = namesOf(item);
    if (!members || members.length === 0 || members.some((name) => name.startsWith('$'))) return undefined;
    const key = members.join('\0');
    if (!known.has(key)) {
      known.set(key, names.length);
      names.push(members);
    }
    kind.push(known.get(key)!);
  }
  return names.length === 1 || names.length * 2 <= items.length ? { rows: items as Row[], names, kind } : undefined;
}

function namesOf(item: unknown): string[] | undefined {
  if (typeof item !== 'object' || item === null || Object.getPrototypeOf(item) !== Object.prototype) return undefined;
  const members = Object.entries(item);
  return members.some(([, part]) => part === undefined) ? undefined : members.map(([name]) => name);
}

/** Integers whose differences can be taken without loss. */
function isInteger(item: unknown): item is number {
  return Number.isInteger(item) && Math.abs(item as number) <= 0xffff_ffff && !Object.is(item, -0);
}

/** About how many bits the bytes take behind a compressor. */
function entropy(bytes: Uint8Array): number {
  const counts = new Map<number, number>();
  for (const byte of bytes) counts.set(byte, (counts.get(byte) ?? 0) + 1);
  return [...counts.values()].reduce((bits, count) => bits - count * Math.log2(count / bytes.length), 0);
}

function differences(numbers: readonly number[], stride: number): Uint8Array {
  const bytes: number[] = [];
  const step = Math.max(stride, 1);
  for (let phase = 0; phase < step; phase++) {
    for (let i = phase; i < numbers.length; i += step) {
      const difference = numbers[i]! - (stride === 0 ? 0 : (numbers[i - stride] ?? 0));
      let rest = difference < 0 ? -2 * difference - 1 : 2 * difference;
      for (; rest >= 0x80; rest = Math.floor(rest / 0x80)) bytes.push((rest % 0x80) | 0x80);
      bytes.push(rest);
    }
  }
  return Uint8Array.from(bytes);
}

function sums(bytes: Uint8Array, stride: number): number[] {
  const differences: number[] = [];
  for (let at = 0; at < bytes.length; ) {
    let rest = 0;
    let scale = 1;
    for (; bytes[at]! >= 0x80; scale *= 0x80) rest += (bytes[at++]! & 0x7f) * scale;
    rest += bytes[at++]! * scale;
    differences.push(rest % 2 === 1 ? -(rest + 1) / 2 : rest / 2);
  }
  const numbers: number[] = new Array(differences.length);
  let next = 0;
  const step = Math.max(stride, 1);
  for (let phase = 0; phase < step; phase++) {
    for (let i = phase; i < numbers.length; i += step) {
      numbers[i] = differences[next++]! + (stride === 0 ? 0 : (numbers[i - stride] ?? 0));
    }
  }
  return numbers;
}

interface Forms {
  readonly $bytes?: [offset: number, length: number];
  readonly $numbers?: [offset: number, length: number, stride: number];
  readonly $table?: [names: string[], columns: unknown[][]];
  readonly $mixed?: [kinds: number[], tables: Record<string, unknown>[][]];
  readonly $lists?: [lengths: number[], items: unknown[]];
}

/** One item of the JSON whose parts are decoded already. */
function decode(item: unknown, blobs: Uint8Array): unknown {
  if (typeof item !== 'object' || item === null || Array.isArray(item)) return item;
  const { $bytes, $numbers, $table, $mixed, $lists } = item as Forms;
  if ($bytes) return new Uint8Array(blobs.subarray($bytes[0], $bytes[0] + $bytes[1]));
  if ($numbers) return sums(blobs.subarray($numbers[0], $numbers[0] + $numbers[1]), $numbers[2]);
  if ($table) return rowsOf($table[0], $table[1]);
  if ($mixed) {
    const next = $mixed[1].map(() => 0);
    return $mixed[0].map((kind) => $mixed[1][kind]?.[next[kind]!++]);
  }
  if ($lists) {
    let at = 0;
    return $lists[0].map((length) => {
      at += length;
      return $lists[1].slice(at - length, at);
    });
  }
  return item;
}

function rowsOf(names: readonly string[], columns: readonly (readonly unknown[])[]): Record<string, unknown>[] {
  return (columns[0] ?? []).map((_item, row) =>
    Object.fromEntries(names.map((name, index) => [name, columns[index]?.[row]])),
  );
}
