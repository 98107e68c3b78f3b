/** Our LZMA decoder against the encoder of another hand. */
import fc from 'fast-check';
import { compress } from 'lzma1';
import { expect, test } from 'vitest';
import { unpackLzma } from '@/site/lzma.ts';

const packed = (bytes: Uint8Array) => new Uint8Array(compress(bytes, 9));

test('what the encoder packed comes back: bytes at random, and bytes that repeat themselves', () => {
  const noise = fc.uint8Array({ maxLength: 600 });
  const echoes = fc
    .array(fc.tuple(fc.uint8Array({ minLength: 1, maxLength: 20 }), fc.integer({ min: 1, max: 60 })), { maxLength: 12 })
    .map((parts) =>
      Uint8Array.from(parts.flatMap(([bytes, count]) => Array.from({ length: count }, () => [...bytes]).flat())),
    );
  fc.assert(
    fc.property(fc.oneof(noise, echoes), (bytes) => {
      expect(unpackLzma(packed(bytes))).toEqual(bytes);
    }),
    { numRuns: 60 },
  );
});

test('far matches and long ones come back', () => {
  const bytes = new Uint8Array(150_000);
  let seed = 1;
  for (let i = 0; i < bytes.length; i++) {
    seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
    bytes[i] = i > 70_000 && i % 97 !== 0 ? bytes[i - 69_000]! : seed >>> 24;
  }
  expect(unpackLzma(packed(bytes))).toEqual(bytes);
});

test('a damaged file is an error or other bytes, never a hang or a crash of the host', () => {
  const good = packed(
    new TextEncoder().encode('RtlAllocateHeap RtlFreeHeap RtlReAllocateHeap RtlSizeHeap '.repeat(20)),
  );
  fc.assert(
    fc.property(fc.nat(good.length - 1), fc.nat(255), fc.nat(good.length), (at, value, length) => {
      const bad = good.slice(0, length);
      if (at < bad.length && at >= 5) bad[at] = value;
      try {
        unpackLzma(bad);
      } catch (error) {
        expect(error).toBeInstanceOf(RangeError);
      }
    }),
  );
});
