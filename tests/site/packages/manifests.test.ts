import { describe, expect, test } from 'vitest';
import { packageGroups, planOf, usualChoices } from '@/site/packages/make.node.ts';
import { manifestOf, xmlText } from '@/site/packages/manifests.ts';
import { packagedPage, sitePages } from '@/site/packages/pages.ts';
import { exercisesOf, type PackagePlan, standards, startPage } from '@/site/packages/plan.ts';

const groups = packageGroups('content');
const course = planOf('course', groups, usualChoices) as PackagePlan;
const single = planOf('hs-lfh', groups, { languages: ['zh'], pass: 0.8, seed: 7 }) as PackagePlan;
const files = (plan: PackagePlan) => [
  ...sitePages(plan).map(({ file }) => file),
  ...(plan.languages.length > 1 ? exercisesOf(plan).map(({ name }) => `${name}.html`) : []),
  '_astro/a.js',
];

interface Element {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: Element[];
}

/** The elements of a manifest; throws where it is not well formed. */
function parsed(xml: string): Element {
  const root: Element = { name: '', attributes: {}, children: [] };
  const open = [root];
  for (const [, end, name = '', rest = '', closed] of xml
    .replace(/<\?.*?\?>/, '')
    .matchAll(/<(\/?)([\w:]+)((?:\s+[\w:]+="[^"<]*")*)\s*(\/?)>/g)) {
    if (end) {
      if (open.pop()?.name !== name) throw new Error(`</${name}> closes nothing`);
      continue;
    }
    const attributes = Object.fromEntries(
      [...rest.matchAll(/([\w:]+)="([^"]*)"/g)].map(([, key, text]) => [key, text]),
    );
    const element = { name, attributes, children: [] };
    open.at(-1)?.children.push(element);
    if (!closed) open.push(element);
  }
  if (open.length !== 1) throw new Error('not closed');
  return root.children[0] as Element;
}

const all = (element: Element, name: string): Element[] => [
  ...(element.name === name ? [element] : []),
  ...element.children.flatMap((child) => all(child, name)),
];

describe.each(standards)('the manifest of %s', (standard) => {
  test.each([course, single])('names every exercise of $name once, and only files that are there', (plan) => {
    const [, text] = manifestOf(standard, plan, files(plan));
    const root = parsed(text);
    const there = new Set(files(plan));
    if (standard === 'cmi5') {
      expect(all(root, 'au').length).toBe(exercisesOf(plan).length);
      expect(all(root, 'au').map(({ children }) => children.map(({ name }) => name))).toEqual(
        exercisesOf(plan).map(() => ['title', 'description', 'url']),
      );
      for (const exercise of exercisesOf(plan)) expect(text).toContain(`<url>${startPage(exercise, plan)}</url>`);
    } else {
      expect(root.children.map(({ name }) => name)).toEqual(['metadata', 'organizations', 'resources']);
      const resources = new Map(all(root, 'resource').map((each) => [each.attributes['identifier'], each]));
      const items = all(root, 'item').filter(({ attributes }) => attributes['identifierref'] !== undefined);
      expect(items.length).toBe(exercisesOf(plan).length);
      for (const { attributes } of items) {
        const resource = resources.get(attributes['identifierref']);
        expect(resource?.attributes[standard === 'scorm-1.2' ? 'adlcp:scormtype' : 'adlcp:scormType']).toBe('sco');
        expect(resource?.children.map((child) => child.attributes['href'])).toContain(resource?.attributes['href']);
      }
      const listed = all(root, 'file').map(({ attributes }) => attributes['href']);
      expect([...listed].sort()).toEqual([...there].sort());
      const identifiers = all(root, 'item')
        .concat(all(root, 'resource'))
        .map(({ attributes }) => attributes['identifier'] ?? '');
      expect(new Set(identifiers).size).toBe(identifiers.length);
      for (const identifier of identifiers) expect(identifier).toMatch(/^[A-Za-z_][\w.-]*$/);
    }
  });
});

test('what an author writes is text in a manifest, whatever it is', () => {
  expect(xmlText('a < b && "c"\u0001\n')).toBe('a &lt; b &amp;&amp; &quot;c&quot;\n');
});

describe('a page of a package', () => {
  const html =
    `<html lang="zh-CN"><head><meta charset="utf-8"><meta name="viewport" content="w"><link rel="canonical" href="https://book.example/"><link data-site-root href="../../../index.html">` +
    `<meta http-equiv="content-security-policy" content="default-src 'none';connect-src 'self';script-src 'self'"></head><body>See <a href="../../heap/index.html#x">chapter 2</a>, <a href="https://example.org/">there</a>.<p class="embed-foot"><span>From</span><a href="../../exercises/x/index.html" target="_blank">book</a></p></body></html>`;

  test('says what package it is in, keeps its root and loses what leads out', () => {
    const page = packagedPage(html, 'hs-lfh', 'scorm-1.2', single);
    expect(page).toContain('<meta name="glass-package" content="scorm-1.2" data-pass="0.8" data-seed="7">');
    expect(page).toContain('data-site-root');
    expect(page).not.toMatch(/rel="canonical"|index.html#x|>book/);
    expect(page).toContain(
      'See chapter 2, <a href="https://example.org/">there</a>.<p class="embed-foot"><span>From</span></p>',
    );
    expect(page).toContain("connect-src 'self';");
  });

  test('may ask the record store for cmi5 alone, and knows its other language', () => {
    const page = packagedPage(html, 'hs-lfh', 'cmi5', course);
    expect(page).toContain("connect-src 'self' https: http:;script-src 'self'");
    expect(page).toContain('data-other="../../../embed/hs-lfh/index.html"');
  });
});
