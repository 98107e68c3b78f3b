/** What a page weighs: little before a lab comes into view, and a lab with its machine, images and lenses within bounds. */
import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import type { Page } from '@playwright/test';
import { chapters, dist, expect, test } from './site.ts';

test.use({ serviceWorkers: 'block' });

/** Kilobytes of all files asked for so far, as a host that compresses text sends them. */
function weigh(page: Page): (kind: RegExp) => number {
  const paths: string[] = [];
  page.on('response', (response) => paths.push(new URL(response.url()).pathname));
  const size = (path: string) => {
    const body = readFileSync(`${dist}${path}`);
    return path.endsWith('.bin') ? body.length : gzipSync(body, { level: 9 }).length;
  };
  return (kind) => paths.filter((path) => kind.test(path)).reduce((sum, path) => sum + size(path), 0) / 1024;
}

test('a chapter takes at most 40 KB of JavaScript before a lab comes into view', async ({ page }) => {
  const chapter = chapters[0];
  test.skip(chapter === undefined, 'no chapter is there yet');
  const weight = weigh(page);
  await page.setViewportSize({ width: 1280, height: 300 });
  await page.goto(chapter!, { waitUntil: 'networkidle' });
  await expect.poll(() => weight(/\.m?js$/)).toBeGreaterThan(0);
  const script = weight(/\.m?js$/);
  expect(script).toBeLessThanOrEqual(40);
});

test('the cover’s lab takes at most 300 KB with all images; the editor and the compiler come when Edit is pressed', async ({
  page,
}) => {
  const weight = weigh(page);
  await page.goto('/', { waitUntil: 'networkidle' });
  await page.locator('.lab-place').first().scrollIntoViewIfNeeded();
  await expect(page.locator('.lab-live')).toBeVisible({ timeout: 30_000 });
  await page.waitForLoadState('networkidle');
  const machine = weight(/\.m?js$|\/lab\/(programs|system)\//);
  test.info().annotations.push({ type: 'KB', description: machine.toFixed(1) });
  expect(machine).toBeLessThanOrEqual(300);
  expect(weight(/\/lab\/build\//)).toBe(0);
  await page.getByRole('button', { name: 'Edit' }).click();
  await expect(page.locator('.cm-content, .lab-editor')).toBeVisible({ timeout: 30_000 });
});
