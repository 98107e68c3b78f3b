/** The lab on the cover, used as a reader would: forward, back, by keyboard, edited, shared, and treated badly. */
import type { Page } from '@playwright/test';
import { expect, test } from './site.ts';

test.use({ serviceWorkers: 'block' });
test.describe.configure({ timeout: 120_000 });

/** Opens a page's first lab and waits for its machine. */
async function openLab(page: Page, address = '/'): Promise<void> {
  await page.goto(address);
  await page.locator('.lab-place').first().scrollIntoViewIfNeeded();
  await expect(page.locator('.lab-live')).toBeVisible({ timeout: 60_000 });
}

/** Presses a control and waits for the new state: the timeline tells a new position. */
async function press(page: Page, name: string): Promise<void> {
  const timeline = page.locator('.lab-live .timeline');
  const before = await timeline.textContent();
  await page.locator('.lab-live').getByRole('button', { name, exact: true }).click();
  await expect(timeline).not.toHaveText(before ?? '', { timeout: 30_000 });
  await idle(page);
}

/** Puts a text in place of what the editor holds, as pasting does. */
async function replaceText(page: Page, text: string): Promise<void> {
  const editor = page.locator('.lab-live .cm-content');
  await editor.press('Control+a');
  await editor.evaluate((element, pasted) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData('text/plain', pasted);
    element.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
  }, text);
}

async function idle(page: Page): Promise<void> {
  await expect(page.locator('.lab-live .lab')).not.toHaveAttribute('data-running', /./, { timeout: 60_000 });
}

const story = (page: Page) => page.locator('.lab-live .story');
const tab = (page: Page, name: string) => page.locator('.lab-live').getByRole('tab', { name, exact: true });

test('the page shows the starting state before the machine is there', async ({ browser }) => {
  const context = await browser.newContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto(test.info().project.use.baseURL ?? '');
  await expect(page.locator('.lab-place')).toContainText('int main(void)');
  await expect(page.locator('.lab-place .story')).toContainText('three-words.c:16');
  await context.close();
});

test('Step goes on and Back comes to where it was', async ({ page }) => {
  await openLab(page);
  const timeline = page.locator('.lab-live .timeline');
  const position = async () => /[\d,]+(?= of)/.exec((await timeline.textContent()) ?? '')?.[0];
  await press(page, 'Step');
  const positions = [await position()];
  for (let i = 0; i < 4; i += 1) {
    await press(page, 'Step');
    positions.push(await position());
  }
  expect(new Set(positions).size).toBe(5);
  for (const expected of positions.slice(0, -1).reverse()) {
    await press(page, 'Back');
    expect(await position()).toBe(expected);
  }
});

test('Run comes to the end and shows the output; Restart begins anew', async ({ page }) => {
  await openLab(page);
  await press(page, 'Run');
  await tab(page, 'Console').click();
  const console = page.locator('.lab-live .lens-console');
  await expect(console).toContainText('Windows under glass');
  await press(page, 'Restart');
  await expect(console).not.toContainText('Windows under glass');
});

test('the debugger takes WinDbg’s commands, by keyboard', async ({ page }) => {
  await openLab(page);
  await tab(page, 'Debugger').focus();
  await page.keyboard.press('Enter');
  const input = page.locator('.lab-live .lens-debugger input');
  await input.fill('bp ntdll!RtlAllocateHeap; g; k');
  await input.press('Enter');
  await idle(page);
  const output = page.locator('.lab-live .lens-debugger');
  for (const frame of ['ntdll!RtlAllocateHeap', 'MSVCR90!malloc', 'three_words!main', 'kernel32!BaseThreadInitThunk']) {
    await expect(output).toContainText(new RegExp(frame.replace('_', '[-_]')));
  }
});

test('an edited program runs, and a mistake in it is shown under its line', async ({ page }) => {
  await openLab(page);
  await page.locator('.lab-live').getByRole('button', { name: 'Edit', exact: true }).click();
  const editor = page.locator('.lab-live .cm-content');
  await expect(editor).toBeVisible({ timeout: 30_000 });
  await replaceText(
    page,
    '#include <stdio.h>\nint main(void)\n{\n    printf("edited %d\\n", six * 7)\n    return 0;\n}\n',
  );
  const build = page.locator('.lab-live').getByRole('button', { name: 'Build and run', exact: true });
  await build.click();
  await expect(page.locator('.lab-live .diagnostic')).toContainText('six', { timeout: 60_000 });
  await replaceText(
    page,
    '#include <stdio.h>\nint main(void)\n{\n    printf("edited %d\\n", 6 * 7);\n    return 0;\n}\n',
  );
  await build.click();
  await expect(editor).toBeHidden({ timeout: 60_000 });
  await idle(page);
  await press(page, 'Run');
  await tab(page, 'Console').click();
  await expect(page.locator('.lab-live .lens-console')).toContainText('edited 42');
});

test('two hundred clicks forth and back leave the page alive, and the start is the start', async ({ page }) => {
  await openLab(page);
  let seed = 12345;
  const names = ['Step', 'Into', 'Out', 'Back', 'Back', 'Into', 'Step', 'Run back', 'Into'];
  for (let i = 0; i < 200; i += 1) {
    seed = (Math.imul(seed, 1103515245) + 12345) >>> 0;
    const name = names[(seed >>> 16) % names.length]!;
    const button = page.locator('.lab-live').getByRole('button', { name, exact: true });
    if (await button.isEnabled()) await button.click({ timeout: 30_000 });
  }
  await idle(page);
  await press(page, 'Restart');
  await expect(story(page)).toContainText('three-words.c:16');
});
