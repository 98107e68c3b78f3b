/**
 * Packs plain data with bytes in it (images, object files, libraries) into one binary file, for pages to fetch.
 *
 *     | length of the JSON, 4 bytes, little end first | JSON | the byte arrays, one after the other |
 *
 * In the JSON a byte array is `{"$bytes": [offset, length]}`. What must hold: `unpack(pack(value))` equals `value`, for
 * values made of null, booleans, numbers, strings, arrays, plain objects and Uint8Array.
 */
const encoder = new TextEncoder();

/** The packed form of a value. */
export function pack(value: unknown): Uint8Array {
  const parts: Uint8Array[] = [];
  let size = 0;
  const plain = (item: unknown, path: string): unknown => {
    if (item instanceof Uint8Array) {
      parts.push(item);
      size += item.length;
      return { $bytes: [size - item.length, item.length] };
    }
    if (Array.isArray(item)) return item.map((element, index) => plain(element, `${path}[${index}]`));
    if (typeof item === 'object' && item !== null) {
      const prototype = Object.getPrototypeOf(item);
      if (prototype !== Object.prototype && prototype !== null) throw new TypeError(`${path} cannot be packed`);
      return Object.fromEntries(
        Object.entries(item)
          .filter(([, part]) => part !== undefined)
          .map(([name, part]) => [name, plain(part, `${path}.${name}`)]),
      );
    }
    if (typeof item === 'function' || typeof item === 'bigint') throw new TypeError(`${path} cannot be packed`);
    return item;
  };
  const json = encoder.encode(JSON.stringify(plain(value, 'value')));
  const packed = new Uint8Array(4 + json.length + size);
  new DataView(packed.buffer).setUint32(0, json.length, true);
  packed.set(json, 4);
  let at = 4 + json.length;
  for (const part of parts) {
    packed.set(part, at);
    at += part.length;
  }
  return packed;
}

/** The value that was packed. Its byte arrays are copies of their own. */
export function unpack(packed: Uint8Array): unknown {
  const length = new DataView(packed.buffer, packed.byteOffset).getUint32(0, true);
  const start = 4 + length;
  const text = new TextDecoder().decode(packed.subarray(4, start));
  return JSON.parse(text, (_name, item: unknown) => {
    const span = (item as { $bytes?: [number, number] } | null)?.$bytes;
    return span ? packed.slice(start + span[0], start + span[0] + span[1]) : item;
  });
}
