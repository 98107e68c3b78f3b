/** Packages are made of a site that is built and is not older than what it is built from. */
import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { missingPage, whyToBuild } from '@/site/packages/built.node.ts';
import { packageGroups, planOf, usualChoices } from '@/site/packages/make.node.ts';
import { sitePages } from '@/site/packages/pages.ts';
import type { PackagePlan } from '@/site/packages/plan.ts';

const plan = planOf('hs-places', packageGroups('content'), usualChoices) as PackagePlan;
let root = '';
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'built-'));
});
afterEach(() => rmSync(root, { recursive: true }));

function put(file: string, seconds: number): void {
  const path = join(root, file);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, '');
  utimesSync(path, seconds, seconds);
}

const why = () => whyToBuild(root, join(root, 'dist'), [plan]);

test('the site is built when it is not there, when an exercise is not in it, and when a source is newer', () => {
  expect(why()).toBe('The site is not built yet');
  put('dist/index.html', 2000);
  put('content/exercises/hs-places/exercise.json', 1000);
  const pages = sitePages(plan).map(({ file }) => file);
  expect(why()).toBe(`The built site has no ${pages[0]}`);
  for (const page of pages) put(join('dist', page), 2000);
  expect(missingPage(join(root, 'dist'), [plan])).toBeUndefined();
  expect(why()).toBeUndefined();
  put('content/exercises/hs-places/en.yaml', 3000);
  expect(why()).toBe('content/exercises/hs-places/en.yaml is newer than the built site');
});
