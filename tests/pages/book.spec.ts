/** The book's shell at work: skipping, colours, language, search, progress, offline, hosting, and without JavaScript. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chapters, expect, test } from './site.ts';

test.use({ reducedMotion: 'reduce' } as never);

const chapter = chapters.find((path) => !path.startsWith('/zh/'));

test.describe('on every page', () => {
  test.use({ serviceWorkers: 'block' });

  test('the first Tab offers to skip to the text', async ({ page }) => {
    await page.goto('/');
    await page.keyboard.press('Tab');
    await expect(page.locator('.skip')).toBeFocused();
    await expect(page.locator('.skip')).toBeInViewport();
    await page.keyboard.press('Enter');
    await expect(page.locator('main')).toBeFocused();
  });

  test('the colours chosen are kept, and stand before the first paint of the next page', async ({ page }) => {
    await page.emulateMedia({ colorScheme: 'light' });
    await page.goto('/');
    const background = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    const light = await background();
    const button = page.locator('[data-theme-switch]');
    await button.click();
    await button.click();
    expect(await background()).not.toBe(light);
    await page.goto('/zh/', { waitUntil: 'commit' });
    await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
    await button.click();
    await expect(page.locator('html')).not.toHaveAttribute('data-theme');
    expect(await background()).toBe(light);
  });

  test('an address that does not exist says so in both languages', async ({ page, request, troubles }) => {
    expect((await request.get('/no/such/page/')).status()).toBe(404);
    await page.goto('/no/such/page/');
    await expect(page.locator('main')).toContainText('There is no such page.');
    await expect(page.locator('main')).toContainText('没有这个页面');
    expect(troubles.splice(0).every((trouble) => trouble.includes('404'))).toBe(true);
  });
});

test('the server refuses paths that lead out of the site', async ({ request }) => {
  for (const path of ['/..%2f..%2fpackage.json', '/%2e%2e/package.json', '/%00', '/%']) {
    expect((await request.get(path)).status(), path).toBeGreaterThanOrEqual(400);
  }
});

test.describe('in a chapter', () => {
  test.skip(chapter === undefined, 'no chapter is there yet');
  test.use({ serviceWorkers: 'block' });

  test('the language switch leads to the same section', async ({ page }) => {
    await page.goto(chapter!);
    const heading = page.locator('.prose h2[id]').nth(1);
    const id = await heading.getAttribute('id');
    await heading.evaluate((element) => element.scrollIntoView({ block: 'start' }));
    await page.evaluate(() => scrollBy(0, 20));
    await page.locator('[data-language-switch]').evaluate((link) => (link as HTMLElement).click());
    await page.waitForURL(/\/zh\//);
    await expect(page.locator('html')).toHaveAttribute('lang', 'zh-CN');
    expect(new URL(page.url()).hash).toBe(`#${id}`);
    await page.waitForLoadState('load');
    await expect
      .poll(() => page.locator(`[id="${id}"]`).evaluate((element) => Math.abs(element.getBoundingClientRect().top)))
      .toBeLessThan(200);
    await page.locator('[data-language-switch]').evaluate((link) => (link as HTMLElement).click());
    await page.waitForURL((url) => !url.pathname.startsWith('/zh/'));
    expect(new URL(page.url()).hash).toBe(`#${id}`);
  });

  test('what has been read shows on the cover, with the way back to it', async ({ page }) => {
    await page.goto(chapter!);
    await page.evaluate(() => scrollTo(0, document.documentElement.scrollHeight));
    await expect(page.locator('.toc-side a[data-read]').first()).toBeVisible({ timeout: 10_000 });
    await page.goto('/');
    const row = page.locator(`[data-progress="${chapter!.replaceAll('/', '')}"]`);
    await expect(row.locator('progress')).toBeVisible();
    const resume = page.locator('[data-resume]');
    await expect(resume).toBeVisible();
    expect(new URL((await resume.getAttribute('href'))!, page.url()).hash).toMatch(/^#./);
    await page.locator('[data-forget]').click();
    await expect(resume).toBeHidden();
  });

  test('search finds a word of the text, by keyboard alone', async ({ page }) => {
    await page.goto('/');
    await page.keyboard.press('Control+k');
    await page.keyboard.type('heap');
    const result = page.locator('.search-results a').first();
    await expect(result).toBeVisible();
    await expect(result.locator('mark').first()).toBeVisible();
    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    await expect(result).toBeFocused();
    await page.keyboard.press('Enter');
    await page.waitForURL((url) => url.pathname.endsWith('index.html'));
    await expect(page.locator('.prose')).toBeVisible();
  });

  test('search finds Chinese words', async ({ page }) => {
    await page.goto('/zh/');
    await page.locator('[data-search-open]').click();
    await page.keyboard.type('堆');
    await expect(page.locator('.search-results a').first()).toHaveAttribute('href', /\/zh\//);
    await page.keyboard.press('Escape');
    await expect(page.locator('dialog.search')).toBeHidden();
  });

  test('a prediction unfolds its answer', async ({ page }) => {
    await page.goto(chapter!);
    const predict = page.locator('.predict').first();
    await expect(predict.locator('.predict-answer')).toBeHidden();
    await predict.locator('summary').press('Enter');
    await expect(predict.locator('.predict-answer')).toBeVisible();
  });

  test('the contents are at hand on a narrow screen too', async ({ page }) => {
    await page.setViewportSize({ width: 390, height: 800 });
    await page.goto(chapter!);
    await page.locator('.toc-fold summary').click();
    const link = page.locator('.toc-fold a').nth(1);
    await link.click();
    await expect(page.locator('.prose h2[id]').nth(1)).toBeInViewport();
  });
});

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false });

  test('text, contents, navigation and answers are there', async ({ page }) => {
    await page.goto('/');
    await expect(page.locator('h1')).toBeVisible();
    test.skip(chapter === undefined, 'no chapter is there yet');
    await page.locator('.cover-contents a').first().click();
    await expect(page.locator('.prose p').first()).toBeVisible();
    const predict = page.locator('.predict').first();
    await predict.locator('summary').click();
    await expect(predict.locator('.predict-answer')).toBeVisible();
    await page.locator('[data-language-switch]').click();
    await expect(page.locator('html')).toHaveAttribute('lang', 'zh-CN');
  });
});

test('a second visit works without a network', async ({ page, context, troubles }) => {
  test.slow();
  await page.goto('/');
  await page.evaluate(() => navigator.serviceWorker.ready);
  await expect
    .poll(() => page.evaluate(() => navigator.serviceWorker.controller !== null), { timeout: 30_000 })
    .toBe(true);
  await context.setOffline(true);
  await page.goto(`${chapter ?? '/'}`);
  await expect(page.locator('h1')).toBeVisible();
  await page.locator('[data-language-switch]').click();
  await expect(page.locator('html')).toHaveAttribute('lang', 'zh-CN');
  const serif = await page.evaluate(() => getComputedStyle(document.querySelector('h1')!).fontFamily);
  expect(serif).toContain('Source Serif');
  expect(troubles.filter((trouble) => !/ERR_INTERNET_DISCONNECTED/.test(trouble))).toEqual([]);
  troubles.length = 0;
});

test('the site works from a folder of any host', async ({ page, troubles }) => {
  const port = Number(process.env['E2E_PORT']) + 1 + test.info().workerIndex;
  const server = spawn(process.execPath, ['scripts/serve.mjs'], {
    env: { ...process.env, PORT: String(port), BASE: '/courses/windows/' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  try {
    await once(server.stdout!, 'data');
    await page.goto(`http://127.0.0.1:${port}/courses/windows/`);
    await expect(page.locator('h1')).toBeVisible();
    if (chapter !== undefined) {
      await page.locator('.cover-contents a').first().click();
      await expect(page.locator('.prose')).toBeVisible();
    }
    await page.locator('[data-language-switch]').click();
    await expect(page).toHaveURL(/\/courses\/windows\/zh\//);
    const margin = await page.evaluate(() => getComputedStyle(document.body).margin);
    expect(margin).toBe('0px');
    expect(troubles.filter((trouble) => !trouble.startsWith(`asks http://127.0.0.1:${port}`))).toEqual([]);
    troubles.length = 0;
  } finally {
    server.kill();
  }
});
