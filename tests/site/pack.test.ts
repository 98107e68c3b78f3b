/** Packing and unpacking, and the addresses of pages. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { pack, unpack } from '@/site/pack.ts';
import { relativeAddress, relativePage } from '@/site/relative-links.ts';

test('what is packed comes back as it was', () => {
  const leaf = fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.constant(null), fc.uint8Array({ maxLength: 40 }));
  const { tree } = fc.letrec((tie) => ({
    tree: fc.oneof(
      { maxDepth: 4 },
      leaf,
      fc.array(tie('tree'), { maxLength: 4 }),
      fc.dictionary(fc.stringMatching(/^[a-z]{1,6}$/), tie('tree'), { maxKeys: 4, noNullPrototype: true }),
    ),
  }));
  fc.assert(
    fc.property(tree, (value) => {
      expect(unpack(pack(value))).toEqual(value);
    }),
  );
});

test('what cannot be packed is refused by name', () => {
  expect(() => pack({ symbols: { byName: new Map() } })).toThrow('value.symbols.byName cannot be packed');
});

test.each([
  ['index.html', '/', 'index.html'],
  ['index.html', '/zh/', 'zh/index.html'],
  ['zh/heap/index.html', '/', '../../index.html'],
  ['zh/heap/index.html', '/heap/', '../../heap/index.html'],
  ['zh/heap/index.html', '/zh/stack/#frames', '../stack/index.html#frames'],
  ['heap/index.html', '/_astro/a.css', '../_astro/a.css'],
  ['heap/index.html', '/x.svg?v=2', '../x.svg?v=2'],
])('on %s the address %s is %s', (page, target, expected) => {
  expect(relativeAddress(page, target)).toBe(expected);
});

test('a page’s own text and other sites’ addresses are left alone', () => {
  const html =
    '<a href="//other.example/">x</a><a href="https://a.example/">y</a><a href="#z">z</a><code>href=&quot;/x&quot;</code>';
  expect(relativePage('a/index.html', html)).toBe(html);
  expect(relativePage('a/index.html', '<astro-island component-url="/_astro/Lab.js">')).toBe(
    '<astro-island component-url="../_astro/Lab.js">',
  );
});
