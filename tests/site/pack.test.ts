/** Packing and unpacking, and the addresses of pages. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Image, ImageSymbols } from '@/compiler/symbols.ts';
import { pack, unpack } from '@/site/pack.ts';
import { relativeAddress, relativePage } from '@/site/relative-links.ts';
import { fat, type SlimImage, slim, withUsedTypes } from '@/site/slim.ts';
import { buildProgram, modulesOf } from '@/windows/build.ts';
import { loadSystem } from '@/windows/system.node.ts';

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

test('a program’s images come back from their small form as they were', () => {
  const system = loadSystem();
  const outline = {
    modules: [{ name: 'probe', kind: 'exe', sources: ['probe.c'], runtime: 'MTd' }],
    sources: {
      'probe.c':
        '#include <stdio.h>\nint main(void) { int i; for (i = 0; i < 3; i++) { int j = i; printf("%d", j); } return 0; }',
    },
  } as const;
  for (const image of [...buildProgram(modulesOf(outline), system), ...system.images]) {
    expect(fat(unpack(pack(slim(image))) as SlimImage)).toEqual(image);
  }
});

test('without unused types every symbol still names the same type', () => {
  const kernel32 = loadSystem().images.find(({ fileName }) => fileName === 'kernel32.dll')!;
  const fewer = withUsedTypes(kernel32);
  expect(fewer.symbols.types.length).toBeLessThan(kernel32.symbols.types.length);
  const nameOf = ({ types }: ImageSymbols, index: number, depth = 0): string => {
    const type = types[index];
    if (!type || depth > 3) return '…';
    if (type.kind === 'pointer') return `${nameOf({ types } as ImageSymbols, type.to, depth + 1)}*`;
    if (type.kind === 'struct') {
      return `${type.name}{${type.members.map((each) => nameOf({ types } as ImageSymbols, each.type, depth + 1))}}`;
    }
    return 'name' in type ? type.name : type.kind;
  };
  const signatures = ({ symbols }: Image) =>
    symbols.functions.map(({ name, returns, parameters, locals }) =>
      [name, nameOf(symbols, returns), ...[...parameters, ...locals].map((each) => nameOf(symbols, each.type))].join(
        ' ',
      ),
    );
  expect(signatures(fewer)).toEqual(signatures(kernel32));
});
