/**
 * Exercises and labs in the pages of others, from another origin: a host written from SPLICE's public specification, a page with our
 * own script, one with H5P's resizer, hostile ones, and browsers that refuse storage.
 */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import AxeBuilder from '@axe-core/playwright';
import { expect, type FrameLocator, type Page, test } from '@playwright/test';

test.use({ reducedMotion: 'reduce' } as never);

let server: Server;
let host = '';
let body = '';
let troubles: string[] = [];

test.beforeAll(async () => {
  server = createServer((_request, response) => {
    response.writeHead(200, { 'Content-Type': 'text/html; charset=utf-8' });
    response.end(`<!doctype html><html lang="en"><title>Host</title><body>${body}`);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  host = `http://localhost:${(server.address() as AddressInfo).port}/`;
});
test.afterAll(() => server.close());

/** Whatever a page around does, nothing is refused by the site's own policy and nothing throws, in any frame. */
test.beforeEach(({ page }) => {
  troubles = [];
  page.on('pageerror', (error) => troubles.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error') troubles.push(message.text());
  });
});
test.afterEach(() => expect(troubles.filter((text) => !text.includes('favicon'))).toEqual([]));

/** A host as SPLICE's specification describes it: what it stores lies in its own storage. */
const spliceHost = `<script>
const log = window.log = [];
const frameOf = (event) => [...document.querySelectorAll('iframe')].find((each) => each.contentWindow === event.source);
addEventListener('message', (event) => {
  const frame = frameOf(event);
  if (!frame) return;
  const { subject, message_id } = event.data;
  log.push({ frame: frame.id, ...event.data });
  if (subject === 'lti.frameResize') {
    if (event.data.width) frame.style.width = event.data.width + 'px';
    frame.style.height = event.data.height + 'px';
  }
  if (subject === 'SPLICE.reportScoreAndState') localStorage.setItem(frame.id, JSON.stringify(event.data.state));
  if (subject === 'SPLICE.getState') {
    const state = JSON.parse(localStorage.getItem(frame.id));
    event.source.postMessage({ subject: 'SPLICE.getState.response', message_id, state }, '*');
  }
});
</script>`;

const frame = (base: string | undefined, id: string, path: string) =>
  `<iframe id="${id}" title="${id}" src="${base}${path}" style="width:100%;height:150px;border:0"></iframe>`;

type Logged = Record<string, unknown> & { frame: string };
const logOf = (page: Page) => page.evaluate(() => (window as unknown as { log: Logged[] }).log);
const reports = async (page: Page) =>
  (await logOf(page)).filter(({ subject }) => subject === 'SPLICE.reportScoreAndState');

async function choose(exercise: FrameLocator, name: RegExp): Promise<void> {
  await exercise.getByLabel(name).check({ timeout: 20_000 });
}
const right = /In the EXE.s image/;

async function check(exercise: FrameLocator, result: string | RegExp): Promise<void> {
  await exercise.getByRole('button', { name: /^(Check|检查)$/ }).click();
  await expect(exercise.getByText(result)).toBeVisible({ timeout: 30_000 });
}

/** The frame is as high as what it shows, and does not scroll. */
async function fits(page: Page, id: string): Promise<void> {
  const inner = page.frame({ url: new RegExp(id) })!;
  await expect
    .poll(() => inner.evaluate(() => document.documentElement.scrollHeight - document.documentElement.clientHeight))
    .toBe(0);
  await expect
    .poll(() =>
      inner.evaluate(() => innerHeight - document.querySelector('[data-embed]')!.getBoundingClientRect().height),
    )
    .toBeLessThan(2);
}

test('a SPLICE host gets a score once per Check, gives the state back after a reload, and follows the height', async ({
  page,
  baseURL,
}) => {
  body = spliceHost + frame(baseURL, 'one', '/embed/hs-places/?seed=7');
  await page.goto(host);
  const exercise = page.frameLocator('#one');
  await choose(exercise, right);
  await fits(page, 'hs-places');
  expect(await reports(page)).toEqual([]);
  await check(exercise, '1 of 3 are right.');
  await fits(page, 'hs-places');
  const first = await reports(page);
  expect(first).toMatchObject([{ state: { submissions: 1, state: { seed: 7, exercise: 'hs-places' } } }]);
  expect(first[0]!['score']).toBeCloseTo(1 / 3);
  await check(exercise, '1 of 3 are right.');
  await expect.poll(async () => (await reports(page)).length).toBe(2);
  const log = await logOf(page);
  expect(log.filter(({ subject }) => subject === 'SPLICE.getState')).toHaveLength(1);
  expect(log.some((message) => 'width' in message)).toBe(false);
  expect(new Set(log.filter(({ message_id }) => message_id).map(({ message_id }) => message_id)).size).toBe(
    log.filter(({ message_id }) => message_id).length,
  );
  await page.reload();
  await expect(exercise.getByLabel(right)).toBeChecked({ timeout: 20_000 });
  await expect(exercise.getByText('1 of 3 are right.')).toBeVisible();
  await fits(page, 'hs-places');
  await page.waitForTimeout(3500);
  expect(await reports(page)).toEqual([]);
});

test('a new start and a worse answer do not lower what was reported', async ({ page, baseURL }) => {
  body = spliceHost + frame(baseURL, 'one', '/embed/hs-places/');
  await page.goto(host);
  const exercise = page.frameLocator('#one');
  await choose(exercise, right);
  await check(exercise, '1 of 3 are right.');
  await exercise.getByRole('button', { name: 'Start over' }).click();
  await exercise.getByRole('button', { name: /Forget my answer/ }).click();
  await check(exercise, '0 of 3 are right.');
  await expect.poll(async () => (await reports(page)).length).toBeGreaterThanOrEqual(2);
  for (const { score } of await reports(page)) expect(score).toBeCloseTo(1 / 3);
});

test('two exercises on a page, one of them in Chinese, do not mix', async ({ page, baseURL }) => {
  body = spliceHost + frame(baseURL, 'one', '/embed/hs-places/') + frame(baseURL, 'two', '/zh/embed/hs-guard/');
  await page.goto(host);
  const [one, two] = [page.frameLocator('#one'), page.frameLocator('#two')];
  await choose(one, right);
  await check(two, /还不对/);
  await check(one, '1 of 3 are right.');
  const all = await reports(page);
  expect(all.map(({ frame: id, activity_id }) => [id, activity_id])).toEqual([
    ['two', 'hs-guard'],
    ['one', 'hs-places'],
  ]);
  await page.reload();
  await expect(one.getByLabel(right)).toBeChecked({ timeout: 20_000 });
  await expect(two.getByText(/还不对/)).toBeVisible({ timeout: 20_000 });
  await fits(page, 'hs-places');
  await fits(page, 'hs-guard');
});

test('hostile messages and a broken state do no harm, and what the page keeps is not overwritten by merely looking', async ({
  page,
  baseURL,
}) => {
  body = `${spliceHost}<script>
    localStorage.setItem('one', JSON.stringify({ v: 1, best: 1e9, state: { exercise: ['x'], version: {}, seed: 'NaN' } }));
    setInterval(() => {
      for (const data of [null, 7, 'x', '{"a":', [], { subject: 'SPLICE.getState.response', message_id: 'guess', state: { best: 1 } },
        { type: 'windows-under-glass', version: 1, event: 'restore', state: { state: { exercise: 'hs-guard' } } },
        { type: 'windows-under-glass', version: 9e99, event: { toString: null } }, { context: 'h5p', action: {} },
        { subject: { a: 1 } }, new Map([[1, 2]]), new Uint8Array(9)])
        frames[0].postMessage(data, '*');
    }, 50);
  </script>${frame(baseURL, 'one', '/embed/hs-places/?seed=%00%3Cscript%3E&theme=%22')}`;
  await page.goto(host);
  const exercise = page.frameLocator('#one');
  await expect(exercise.getByRole('alert')).toContainText('is no seed', { timeout: 20_000 });
  await choose(exercise, right);
  await page.waitForTimeout(3500);
  expect(await reports(page)).toEqual([]);
  await check(exercise, '1 of 3 are right.');
  expect(await reports(page)).toMatchObject([{ score: 1 / 3 }]);
});

test('rubbish in the address and in the storage gives a clear word and a clean start', async ({ page, baseURL }) => {
  await page.addInitScript(() => {
    if (location.pathname === '/') return;
    localStorage.setItem('glass:embedded:hs-places', '{"v":1,"best":"x","state":{"exercise":"hs-places","version":[');
    localStorage.setItem('glass:embedded:hs-guard', '{"v":1,"best":-4,"state":[[[[]]]],"others":{"length":1e9}}');
    localStorage.setItem('glass:exercise:hs-places:1', '\u0000');
  });
  body =
    frame(baseURL, 'one', '/embed/hs-places/?seed=4294967296#state=%7B%22a') +
    frame(baseURL, 'two', '/embed/hs-guard/#x');
  await page.goto(host.replace('localhost', '127.0.0.1'));
  const exercise = page.frameLocator('#one');
  await expect(exercise.getByRole('alert')).toContainText('is no seed', { timeout: 20_000 });
  await check(exercise, '0 of 3 are right.');
  await check(page.frameLocator('#two'), /Not yet/);
});

test('with storage refused an exercise works, and the host’s state alone brings it back', async ({ page, baseURL }) => {
  await page.addInitScript(() => {
    if (location.hostname === 'localhost') return;
    for (const name of ['localStorage', 'sessionStorage', 'indexedDB'])
      Object.defineProperty(window, name, {
        get: () => {
          throw new DOMException('The operation is insecure.', 'SecurityError');
        },
      });
  });
  body = spliceHost + frame(baseURL, 'one', '/embed/hs-places/');
  await page.goto(host);
  const exercise = page.frameLocator('#one');
  await choose(exercise, right);
  await check(exercise, '1 of 3 are right.');
  await page.reload();
  await expect(exercise.getByLabel(right)).toBeChecked({ timeout: 20_000 });
});

test('in a page that says nothing an exercise begins soon, and its own copy brings it back', async ({
  page,
  baseURL,
}) => {
  body = frame(baseURL, 'one', '/embed/hs-places/');
  // Of the same site: in a page of another one this browser refuses storage.
  await page.goto(host.replace('localhost', '127.0.0.1'));
  const exercise = page.frameLocator('#one');
  await choose(exercise, right);
  await page.reload();
  await expect(exercise.getByLabel(right)).toBeChecked({ timeout: 20_000 });
  // The page gives no height, so the frame scrolls: nothing is out of reach.
  await exercise.getByRole('link', { name: /in the book/ }).scrollIntoViewIfNeeded();
  await expect(exercise.getByRole('link', { name: /in the book/ })).toBeInViewport();
});

test('one script tag and an element: height, events, a state given back, and two that do not mix', async ({
  page,
  baseURL,
}) => {
  body = `<script src="${baseURL}/embed.js"></script>
    <windows-exercise id="one" name="hs-places" seed="7"></windows-exercise>
    <windows-exercise id="two" name="hs-guard" lang="zh"></windows-exercise>
    <windows-exercise id="none" name="../../evil"></windows-exercise>
    <script>
    window.log = [];
    for (const kind of ['ready', 'state', 'score', 'note'])
      addEventListener(kind, ({ target, detail }) => log.push({ frame: target.id, kind, ...detail }));
    document.querySelector('#one').state = JSON.parse(localStorage.getItem('one'));
    addEventListener('score', ({ target, detail }) => localStorage.setItem(target.id, JSON.stringify(detail.state)));
    </script>`;
  await page.goto(host);
  const one = page.frameLocator('#one iframe');
  const two = page.frameLocator('#two iframe');
  await choose(one, right);
  await check(one, '1 of 3 are right.');
  await check(two, /还不对/);
  await fits(page, 'hs-places');
  await fits(page, 'hs-guard');
  const scores = (await logOf(page)).filter(({ kind }) => kind === 'score');
  expect(scores).toMatchObject([
    { frame: 'one', exercise: 'hs-places', seed: 7, points: 1, max: 3, solved: false, submissions: 1 },
    { frame: 'two', exercise: 'hs-guard', submissions: 1 },
  ]);
  await expect(page.locator('#none')).toContainText('names no exercise');
  expect(await page.locator('iframe').count()).toBe(2);
  // Another frame's word is not taken for the exercise's.
  const height = await page.locator('#two iframe').evaluate((each) => each.style.height);
  await page
    .frames()[1]!
    .evaluate(() =>
      parent.frames[1]!.parent.postMessage(
        { type: 'windows-under-glass', version: 1, event: 'height', height: 77 },
        '*',
      ),
    );
  expect(await page.locator('#two iframe').evaluate((each) => each.style.height)).toBe(height);
  await page.evaluate(() => postMessage({ type: 'windows-under-glass', version: 1, event: 'score', score: 1 }, '*'));
  expect((await logOf(page)).filter(({ kind }) => kind === 'score')).toHaveLength(2);
  await page.reload();
  await expect(one.getByLabel(right)).toBeChecked({ timeout: 20_000 });
});

test('an H5P resizer gives the frame its height', async ({ page, baseURL }) => {
  body = `<script>
    addEventListener('message', (event) => {
      if (event.data.context !== 'h5p') return;
      const frame = document.querySelector('iframe');
      if (event.data.action === 'hello') event.source.postMessage({ context: 'h5p', action: 'hello' }, event.origin);
      if (event.data.action === 'resize') frame.style.height = event.data.scrollHeight + 'px';
    });
  </script>${frame(baseURL, 'one', '/embed/hs-places/')}`;
  await page.goto(host);
  await choose(page.frameLocator('#one'), right);
  await fits(page, 'hs-places');
});

test('a lab stands by itself: by name, by the link that Share made, and what is neither is said', async ({
  page,
  baseURL,
}) => {
  await page.goto(`${baseURL}/`);
  await page.locator('.lab-place').first().scrollIntoViewIfNeeded();
  await page.getByRole('button', { name: 'Step', exact: true }).first().click({ timeout: 30_000 });
  await page.getByRole('button', { name: 'Share' }).click();
  await expect.poll(() => page.evaluate(() => location.hash)).toMatch(/^#lab-/);
  const link = page.url();
  const line = await page.locator('.lab-live .story').first().textContent();
  body = `<script src="${baseURL}/embed.js"></script>
    <windows-lab id="one" link="${link}"></windows-lab><windows-lab id="two" lang="zh" program="three-words" lenses="source,registers"></windows-lab>`;
  await page.goto(host);
  await expect(page.frameLocator('#one iframe').locator('.lab-live .story')).toHaveText(line!, { timeout: 30_000 });
  await page.locator('#two').scrollIntoViewIfNeeded();
  await expect(page.frameLocator('#two iframe').locator('.lab-live')).toBeVisible({ timeout: 30_000 });
  await fits(page, 'program=three-words');
  for (const [address, text] of [
    ['/embed/lab/', 'names no program'],
    ['/embed/lab/?program=nowhere', 'There is no program “nowhere”'],
    ['/zh/embed/lab/#lab-x=AAAA', '已损坏'],
  ] as const) {
    await page.goto('about:blank');
    await page.goto(`${baseURL}${address}`);
    await expect(page.getByRole('alert')).toContainText(text, { timeout: 20_000 });
  }
  // The program that is nowhere.
  expect(troubles.splice(0)).toEqual([expect.stringContaining('404')]);
});

test('an oEmbed answer is found from the exercise’s page and leads to its frame', async ({ page, request }) => {
  await page.goto('/zh/exercises/hs-places/');
  const found = page.locator('link[type="application/json+oembed"]');
  const address = new URL((await found.getAttribute('href'))!, page.url());
  const answer = await (await request.get(address.href)).json();
  expect(answer).toMatchObject({ version: '1.0', type: 'rich', width: 640, height: 600 });
  const source = /src="([^"]+)"/.exec(answer.html)![1]!;
  const frameAddress = new URL(source, address);
  expect((await request.get(frameAddress.href)).status()).toBe(200);
  expect(frameAddress.pathname).toBe('/zh/embed/hs-places/index.html');
});

test('by keyboard alone, in both languages, with no fault that axe finds, 320 pixels wide', async ({
  page,
  baseURL,
}) => {
  await page.setViewportSize({ width: 320, height: 700 });
  for (const [path, button] of [
    ['/embed/hs-places/', 'Check'],
    ['/zh/embed/hs-places/', '检查'],
  ] as const) {
    body = `${spliceHost}<main><h1>Course</h1>${frame(baseURL, 'one', path)}</main>`;
    await page.goto(host);
    const exercise = page.frameLocator('#one');
    await expect(exercise.locator('.exercise-place')).toHaveAttribute('aria-busy', 'false', { timeout: 20_000 });
    const focused = () =>
      page.frame({ url: /hs-places/ })!.evaluate(() => {
        const { activeElement } = document;
        return activeElement?.textContent || (activeElement as HTMLInputElement)?.type || '';
      });
    for (let i = 0; i < 20 && (await focused()) !== 'radio'; i++) await page.keyboard.press('Tab');
    await page.keyboard.press('Space');
    for (let i = 0; i < 20 && (await focused()) !== button; i++) await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await expect.poll(async () => (await reports(page)).length, { timeout: 20_000 }).toBe(1);
    const { violations } = await new AxeBuilder({ page: page as never }).analyze();
    expect(
      violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`),
    ).toEqual([]);
    const inner = page.frame({ url: /hs-places/ })!;
    expect(await inner.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
    await fits(page, 'hs-places');
  }
});
