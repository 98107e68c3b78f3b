import { expect, test } from 'vitest';
import { relativePage, relativeStyles } from '@/site/relative-links.ts';

test('addresses from the site’s root become relative, in pages and in styles, and others stay', () => {
  expect(relativePage('zh/heap/index.html', '<a href="/zh/">x</a><a href="//other/">y</a>')).toBe(
    '<a href="../index.html">x</a><a href="//other/">y</a>',
  );
  const css = 'src:url(/_astro/a.woff2) format("woff2"),url("/favicon.svg");x:url(data:a),url(b.png)';
  expect(relativeStyles('_astro/a.css', css)).toBe(
    'src:url(a.woff2) format("woff2"),url("../favicon.svg");x:url(data:a),url(b.png)',
  );
});
