/** The ready-made packages of the built site, unzipped, in systems that keep to their standards to the letter. */
import { expect, type FrameLocator, type Page, test } from '@playwright/test';
import { type Packages, servePackages } from './packages/server.ts';

let packages: Packages;
test.beforeAll(async () => {
  packages = await servePackages();
});
test.afterAll(() => packages.close());

/** What must not happen on any page: errors in the console, refusals by the policy, missing files, other hosts. */
const troubles: string[] = [];
test.beforeEach(({ page }) => {
  troubles.length = 0;
  page.on('console', (message) => {
    // That nothing is kept yet is 404 in xAPI.
    if (message.location().url.includes('/store/')) return;
    if (message.type() === 'error' || /Content Security Policy/.test(message.text())) troubles.push(message.text());
  });
  page.on('pageerror', (error) => troubles.push(error.message));
  page.on('request', (request) => {
    if (/^http/.test(request.url()) && !request.url().startsWith(packages.origin)) troubles.push(request.url());
  });
  page.on('response', (response) => {
    if (response.status() >= 400 && !response.url().includes('/store/'))
      troubles.push(`${response.status()} ${response.url()}`);
  });
});
test.afterEach(() => expect(troubles).toEqual([]));

type Version = '1.2' | '2004';

async function launch(page: Page, version: Version, name: string, more: Readonly<Record<string, string>> = {}) {
  const query = new URLSearchParams({
    version,
    start: `/${name}.scorm-${version}/${more['file'] ?? `${name}.html`}`,
    ...more,
  });
  await page.goto(`${packages.origin}/lms.html?${query}`);
  return page.frameLocator('iframe');
}

const value = (page: Page, element: string) =>
  page.evaluate((name) => String((window as never as { value: (name: string) => unknown }).value(name) ?? ''), element);
const calls = (page: Page) => page.evaluate(() => (window as never as { calls: string[][] }).calls);
/** The session of the course ends as when its window is left: the frame goes. */
const leave = (page: Page) => page.evaluate(() => document.querySelector('iframe')?.remove());

const names = {
  '1.2': { status: 'cmi.core.lesson_status', raw: 'cmi.core.score.raw', exit: 'cmi.core.exit', done: 'passed' },
  '2004': { status: 'cmi.completion_status', raw: 'cmi.score.raw', exit: 'cmi.exit', done: 'completed' },
} as const;

async function answer(frame: FrameLocator, options: readonly string[]) {
  for (const option of options) await frame.locator(`input[value="${option}"]`).check();
  await frame.getByRole('button', { name: 'Check', exact: true }).click();
}

for (const version of ['1.2', '2004'] as const) {
  const { status, raw, done } = names[version];

  test(`SCORM ${version}: incomplete, a score that is partial, resumed, then ${done}`, async ({ page }) => {
    let frame = await launch(page, version, 'hs-places');
    await expect(frame.getByText('Your work is kept by the course')).toBeVisible();
    expect(await value(page, status)).toBe('incomplete');
    await frame.locator('input[value="image"]').check();
    await page.waitForFunction(() => localStorage.getItem('kept')?.includes('1.'), undefined, { timeout: 10_000 });
    expect(await value(page, raw), 'saving is no submission').toBe('');

    await answer(frame, ['image', 'split', 'kept']);
    await expect(frame.getByText('Sent to the course: 67 %')).toBeVisible();
    expect(await value(page, raw)).toBe('67');
    expect(await value(page, status)).toBe('incomplete');
    expect(await page.evaluate(() => localStorage.getItem('kept')), 'committed with the answer').toContain('67');
    await leave(page);
    expect((await calls(page)).at(-1)?.[0]).toBe(version === '1.2' ? 'LMSFinish' : 'Terminate');
    expect(await value(page, status), 'nothing is passed or failed by closing').toBe('incomplete');

    frame = await launch(page, version, 'hs-places');
    await expect(frame.locator('input[value="kept"]')).toBeChecked();
    expect(
      (await calls(page)).filter(([, element]) => element === raw),
      'nothing is reported by opening',
    ).toEqual([]);
    await answer(frame, ['next']);
    await expect(frame.getByText('Sent to the course: 100 %, passed')).toBeVisible();
    expect(await value(page, raw)).toBe('100');
    expect(await value(page, status)).toBe(done);
    if (version === '2004') {
      expect(await value(page, 'cmi.success_status')).toBe('passed');
      expect(await value(page, 'cmi.score.scaled')).toBe('1');
    }
    // A worse answer later lowers nothing.
    await answer(frame, ['unmapped']);
    await expect(frame.getByText('2 of 3 are right.')).toBeVisible();
    expect(await value(page, raw)).toBe('100');
    expect(await value(page, status)).toBe(done);
    const made = await calls(page);
    expect(made.filter((call) => call.includes('too long'))).toEqual([]);
    expect(made.filter((call) => call.at(-1) !== '0')).toEqual([]);
    const set = made.filter(
      ([name, element]) => name?.endsWith('SetValue') && element?.startsWith('cmi.interactions.'),
    );
    expect(set.filter(([, element]) => element?.endsWith('.id')).length).toBe(6);
    expect(set.filter(([, element]) => element?.endsWith('.result')).map((call) => call[2])).toContain('correct');
  });

  test(`SCORM ${version}: a program that is being changed is there again, however the page was closed`, async ({
    page,
    context,
  }) => {
    const frame = await launch(page, version, 'hs-lfh');
    await frame.locator('.exercise-editor .cm-content').focus();
    await page.keyboard.press('Control+End');
    await page.keyboard.type('/* first words */');
    await page.waitForFunction(
      () =>
        (localStorage.getItem('kept') ?? '').length > 0 &&
        Object.values(JSON.parse(localStorage.getItem('kept') ?? '{}')).some((each) => String(each).startsWith('1.')),
      undefined,
      { timeout: 10_000 },
    );
    await page.keyboard.type('/* last words */');
    const kept = await page.evaluate(() => localStorage.getItem('kept') ?? '');
    // Another browser, which has only what was committed when this one died.
    await context.clearCookies();
    await page.evaluate((text) => {
      localStorage.clear();
      localStorage.setItem('kept', text);
    }, kept);
    const opened = await context.newPage();
    await page.goto('about:blank');
    const origin = packages.origin;
    await opened.goto(`${origin}/empty.html`);
    await opened.evaluate((text) => {
      localStorage.clear();
      localStorage.setItem('kept', text);
    }, kept);
    const again = await launch(opened, version, 'hs-lfh');
    await expect(again.locator('.exercise-editor')).toContainText('first words', { timeout: 20_000 });
    expect(await value(opened, status)).toBe('incomplete');
    expect(await value(opened, raw)).toBe('');
  });

  test(`SCORM ${version}: rubbish that the course hands back is said, and the exercise begins anew`, async ({
    page,
  }) => {
    await page.goto(`${packages.origin}/empty.html`);
    await page.evaluate(() => localStorage.setItem('kept', JSON.stringify({ suspend_data: '1.a.b.<script>.%00' })));
    const frame = await launch(page, version, 'hs-places');
    await expect(frame.getByRole('alert').filter({ hasText: 'cannot be read' })).toBeVisible();
    await answer(frame, ['image', 'split', 'next']);
    await expect(frame.getByText('Sent to the course: 100 %, passed')).toBeVisible();
  });
}

test('what is only shown is neither saved nor scored', async ({ page }) => {
  const frame = await launch(page, '2004', 'hs-places', { set: '{"mode":"review"}' });
  await expect(frame.getByText('The course only shows this')).toBeVisible();
  await answer(frame, ['image', 'split', 'next']);
  await expect(frame.getByText('Right. 3 of 3 points.')).toBeVisible();
  await leave(page);
  expect((await calls(page)).filter(([name]) => name === 'SetValue')).toEqual([]);
});

test('outside a course a package works, and says that no score goes anywhere', async ({ page }) => {
  await page.goto(`${packages.origin}/course.scorm-1.2/hs-places.html`);
  await expect(page.getByText('no score goes anywhere')).toBeVisible();
  await answer(page as never as FrameLocator, ['image', 'split', 'next']);
  await expect(page.getByText('Right. 3 of 3 points.')).toBeVisible();
  await page.reload();
  await expect(page.locator('input[value="next"]')).toBeChecked();
});

test('a package compiles, runs and shows what is changed in it', async ({ page }) => {
  await page.goto(`${packages.origin}/run-time-library.cmi5/embed/rt-who-frees/index.html`);
  await expect(page.locator('.exercise-editor')).toContainText('MakeName', { timeout: 20_000 });
  await page.getByRole('button', { name: 'Check', exact: true }).click();
  await expect(page.getByText('main (Reader.c:16) frees the block')).toBeVisible({ timeout: 30_000 });
  await page.getByRole('button', { name: 'Show this moment in the lab' }).first().click();
  await expect(page.locator('.lens-source')).toContainText('Freeing', { timeout: 20_000 });
});

test('turning to the other language goes on with the same session', async ({ page }) => {
  const frame = await launch(page, '2004', 'hs-places');
  await frame.locator('input[value="image"]').check();
  await frame.getByRole('link', { name: '中文' }).click();
  await expect(frame.getByText('你的进度由课程保存')).toBeVisible();
  await expect(frame.locator('input[value="image"]')).toBeChecked();
  expect((await calls(page)).map(([name]) => name)).not.toContain('Terminate');
});

test('cmi5: statements in their order, a state that is there again, and the way back', async ({ page }) => {
  const { store, origin } = packages;
  store.launchData = {
    contextTemplate: {
      contextActivities: { grouping: [{ id: 'https://example.org/course' }] },
      extensions: { 'https://w3id.org/xapi/cmi5/context/extensions/sessionid': 'session-1' },
    },
    launchMode: 'Normal',
    masteryScore: 1,
    moveOn: 'CompletedOrPassed',
    returnURL: `${origin}/empty.html`,
  };
  const registration = '0b8f4d52-6f0c-4a3e-9c0b-1f2e3d4c5b6a';
  const address = (session: number) => {
    store.tokens = 0;
    return `${origin}/hs-places.cmi5/hs-places.html?${new URLSearchParams({
      endpoint: `${origin}/store/xapi/`,
      fetch: `${origin}/store/fetch?session=${session}`,
      actor: JSON.stringify({ objectType: 'Agent', account: { homePage: 'https://example.org', name: 'ada' } }),
      registration,
      activityId: 'https://example.org/unit/7',
    })}`;
  };
  const verbs = () =>
    store.statements.map(({ verb }) =>
      String((verb as { id: string }).id)
        .split('/')
        .at(-1),
    );

  await page.goto(address(1));
  await expect(page.getByText('Your work is kept by the course')).toBeVisible();
  expect(verbs()).toEqual(['initialized']);
  await answer(page as never as FrameLocator, ['image', 'split', 'kept']);
  await expect(page.getByText('Sent to the course: 67 %')).toBeVisible();
  await expect.poll(() => verbs().filter((verb) => verb === 'answered').length).toBe(3);
  // A page that is loaded again has been left: it says so, shows what is kept, and says nothing more to the course.
  await page.reload();
  await expect(page.getByText('The course has closed this session')).toBeVisible();
  await expect(page.locator('input[value="kept"]')).toBeChecked();
  await page.getByRole('button', { name: 'Finish and go back to the course' }).click();
  await expect(page.getByText('Back in the course')).toBeVisible();
  expect(verbs()).toEqual(['initialized', 'answered', 'answered', 'answered', 'failed', 'terminated']);

  store.statements.length = 0;
  await page.evaluate(() => localStorage.clear());
  await page.goto(address(2));
  await expect(page.locator('input[value="kept"]')).toBeChecked();
  await answer(page as never as FrameLocator, ['next']);
  await expect(page.getByText('Sent to the course: 100 %, passed')).toBeVisible();
  await expect.poll(verbs).toEqual(['initialized', 'answered', 'answered', 'answered', 'completed', 'passed']);
  await page.goto(`${origin}/empty.html`);
  await expect.poll(() => verbs().at(-1)).toBe('terminated');

  const [first] = store.statements;
  const passed = store.statements.find(({ verb }) => (verb as { id: string }).id.endsWith('/passed'));
  expect(first).toMatchObject({
    actor: { account: { name: 'ada' } },
    object: { id: 'https://example.org/unit/7' },
    context: {
      registration,
      contextActivities: {
        grouping: [{ id: 'https://example.org/course' }],
        category: [{ id: 'https://w3id.org/xapi/cmi5/context/categories/cmi5' }],
      },
      extensions: { 'https://w3id.org/xapi/cmi5/context/extensions/sessionid': 'session-1' },
    },
  });
  expect(passed).toMatchObject({
    result: { success: true, score: { scaled: 1 } },
    context: {
      contextActivities: { category: [{ id: /cmi5$/ }, { id: /moveon$/ }].map(() => expect.anything()) },
      extensions: { 'https://w3id.org/xapi/cmi5/context/extensions/masteryscore': 1 },
    },
  });
  const times = store.statements.map(({ timestamp }) => String(timestamp));
  expect([...times].sort()).toEqual(times);
  expect(new Set(store.statements.map(({ id }) => id)).size).toBe(store.statements.length);
  expect(store.complaints).toEqual([]);
});
