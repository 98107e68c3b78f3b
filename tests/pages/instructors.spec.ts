/** The page for instructors: code that works as it is copied, packages that are there, and all of it readable without a script. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { dist, expect, pages, test } from './site.ts';

const exercises = pages.filter((path) => /^\/exercises\/.+/.test(path)).map((path) => path.split('/')[2] ?? '');

test('code has this site’s own address, and its frame shows the exercise', async ({ page, baseURL }) => {
  await page.goto('/instructors/');
  const article = page.locator('article', { has: page.getByText('hs-places', { exact: true }) });
  await article.locator('summary').click();
  const codes = await article.locator('pre').allTextContents();
  expect(codes[0]).toBe(`${baseURL}/exercises/hs-places/`);
  expect(codes[2]).toContain(`<script src="${baseURL}/embed.js"></script>`);
  const source = /src="([^"]+)"/.exec(codes[1] ?? '')?.[1] ?? '';
  await page.goto(source);
  await expect(page.getByRole('button', { name: 'Check', exact: true })).toBeVisible();
});

test('every exercise has its downloads, and each is in the site', async ({ page }) => {
  await page.goto('/zh/instructors/');
  const links = await page.$$eval('a[download]', (all) =>
    all.map((link) => new URL((link as HTMLAnchorElement).href).pathname),
  );
  for (const name of ['course', ...exercises]) {
    for (const standard of ['scorm-1.2', 'scorm-2004', 'cmi5'])
      expect(links).toContain(`/packages/${name}.${standard}.zip`);
  }
  for (const link of links) expect(existsSync(join(dist, link)), link).toBe(true);
});

test.describe('without a script', () => {
  test.use({ javaScriptEnabled: false });
  test('it is all there to read', async ({ page }) => {
    await page.goto('/instructors/');
    await expect(page.locator('article')).toHaveCount(exercises.length);
    await expect(page.getByText('replace https://book.example/ by the address')).toBeVisible();
  });
});
