/** One number for the whole state of a machine: equal states, equal numbers. For tests of time travel. */
import type { Machine } from './machine.ts';

/** The hash of memory, processors, time and chance of `machine`. */
export function hash(machine: Machine): string {
  const { memory, processors, ...rest } = machine.snapshot();
  let h = 0x811c9dc5;
  const mix = (value: number) => {
    h = Math.imul(h ^ value, 0x01000193);
    h ^= h >>> 15;
  };
  memory.frames.forEach((frame, n) => {
    if (!frame) return;
    mix(n);
    const words = new Int32Array(frame.buffer, frame.byteOffset, frame.byteLength >> 2);
    for (const word of words) mix(word);
  });
  for (const text of [JSON.stringify(processors.map(plain)), JSON.stringify(rest), memory.freeFrames.join()]) {
    for (let i = 0; i < text.length; i++) mix(text.charCodeAt(i));
  }
  return (h >>> 0).toString(16).padStart(8, '0');
}

function plain(state: object): unknown {
  return JSON.parse(
    JSON.stringify(state, (_key, value: unknown) =>
      value instanceof Float64Array ? [...new BigInt64Array(value.slice().buffer)].map(String) : value,
    ),
  );
}
