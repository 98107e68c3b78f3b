/** What must hold of every page of the book, in both languages. */
import AxeBuilder from '@axe-core/playwright';
import type { APIRequestContext, Page } from '@playwright/test';
import { expect, pages, test } from './site.ts';

test.use({ reducedMotion: 'reduce', serviceWorkers: 'block' } as never);

const schemes = ['light', 'dark'] as const;

/** An exercise by itself, on the site or for a frame: these are many, and small. */
const isSmall = (path: string) => /\/(?:exercises|embed)\/[^/]+\/$/.test(path);

for (const path of pages) {
  if (isSmall(path)) {
    test(`${path} is a sound page, has no fault that axe finds and fits 320 pixels`, async ({ page, request }) => {
      await page.goto(path);
      await isSound(page, request, path);
      await hasNoSigns(page);
      for (const colorScheme of schemes) await hasNoFault(page, colorScheme);
      await fits320(page);
    });
    continue;
  }
  test.describe(path, () => {
    test('has a title, a language, one main heading, and no broken link within the site', async ({ page, request }) => {
      await page.goto(path);
      await isSound(page, request, path);
    });

    for (const colorScheme of schemes) {
      test(`has no fault that axe finds, ${colorScheme}`, async ({ page }) => {
        // A chapter has some twenty labs, each with hundreds of elements that axe looks at one by one.
        test.setTimeout(300_000);
        await page.goto(path);
        await hasNoFault(page, colorScheme);
      });
    }

    test('fits a screen 320 pixels wide', async ({ page }) => {
      await page.goto(path);
      await fits320(page);
    });

    test('shows Markdown’s own signs nowhere', async ({ page }) => {
      await page.goto(path);
      await hasNoSigns(page);
    });
  });
}

async function isSound(page: Page, request: APIRequestContext, path: string): Promise<void> {
  await expect(page).toHaveTitle(/\S/);
  await expect(page.locator('html')).toHaveAttribute('lang', path.startsWith('/zh/') ? 'zh-CN' : 'en');
  await expect(page.locator('h1')).toHaveCount(1);
  const links = await page.$$eval('a[href]', (all) => all.map((link) => (link as HTMLAnchorElement).href));
  const here = new URL(page.url()).origin;
  const own = new Set(links.filter((link) => link.startsWith(here)).map((link) => link.replace(/#.*/, '')));
  for (const link of own) expect((await request.head(link)).status(), link).toBe(200);
  const fragments = await page.$$eval('a[href^="#"]', (all) => all.map((link) => link.getAttribute('href')!.slice(1)));
  for (const id of new Set(fragments)) await expect(page.locator(`[id="${decodeURIComponent(id)}"]`)).toHaveCount(1);
}

async function hasNoFault(page: Page, colorScheme: (typeof schemes)[number]): Promise<void> {
  await page.emulateMedia({ colorScheme });
  const { violations } = await new AxeBuilder({ page: page as never }).analyze();
  const faults = violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.target.join(' ')).join(', ')}`);
  expect(faults).toEqual([]);
}

async function fits320(page: Page): Promise<void> {
  await page.setViewportSize({ width: 320, height: 640 });
  await expect
    .poll(() => page.evaluate(() => document.documentElement.scrollWidth - innerWidth))
    .toBeLessThanOrEqual(0);
}

async function hasNoSigns(page: Page): Promise<void> {
  const found = await page.locator('main').evaluate((main) => {
    const copy = main.cloneNode(true) as HTMLElement;
    for (const code of copy.querySelectorAll('pre, code, samp, script, style, .lab-place')) code.remove();
    return (copy.textContent ?? '').match(/.{0,30}(?:\*\*|\]\(|\{#|:::).{0,30}/g) ?? [];
  });
  expect(found).toEqual([]);
}

test('what can be clicked can be reached by keyboard', async ({ page }) => {
  // All pages, one after the other.
  test.setTimeout(600_000);
  for (const path of pages) {
    await page.goto(path);
    const unreachable = await page.evaluate(() => {
      const reach = 'a[href],button,input,select,textarea,summary,iframe,[tabindex],[contenteditable=true],label';
      return [...document.querySelectorAll<HTMLElement>('body *')]
        .filter(
          (element) => getComputedStyle(element).cursor === 'pointer' && element.getBoundingClientRect().width > 0,
        )
        .filter((element) => !element.closest(reach) && !element.querySelector(reach))
        .map((element) => element.outerHTML.slice(0, 80));
    });
    expect(unreachable, path).toEqual([]);
  }
});
