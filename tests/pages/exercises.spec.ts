/** Exercises in a real browser: by keyboard, kept, explained, taken along. */
import { expect, test } from '@playwright/test';

test('a wrong value is explained, kept over a reload and a switch of language, and the right one solves', async ({
  page,
}) => {
  await page.goto('/exercises/rt-debug-block/?seed=3');
  await page.getByLabel('How many bytes').fill('0x44');
  await page.getByLabel('Which request number').fill('24');
  await page.getByLabel('Yes, behind').check();
  await page.getByRole('button', { name: 'Check' }).click();
  await expect(page.getByText('The program asked for less.')).toBeVisible({ timeout: 20_000 });
  await expect(page.getByText('2 of 3 are right.')).toBeVisible();
  await page.reload();
  await expect(page.getByLabel('How many bytes')).toHaveValue('0x44');
  await page.getByRole('link', { name: /中文/ }).click();
  await expect(page).toHaveURL(/\/zh\/exercises\/rt-debug-block\/.*seed=3/);
  await expect(page.getByLabel('程序请求了多少字节')).toHaveValue('0x44');
  await page.getByLabel('程序请求了多少字节').fill('32');
  await page.getByRole('button', { name: '检查' }).click();
  await expect(page.getByText('正确。得 3 / 3 分。')).toBeVisible({ timeout: 20_000 });
});

test('a list is put in order by keyboard alone', async ({ page }) => {
  await page.goto('/exercises/hs-guard/');
  const item = page.locator('.order li', { hasText: 'writes to a local variable' });
  await expect(page.locator('astro-island[ssr]')).toHaveCount(0);
  const up = item.getByRole('button', { name: /^Move up/ });
  await up.focus();
  for (let i = 0; i < 4; i++) await page.keyboard.press('Enter');
  await expect(page.locator('.order li').first()).toContainText('writes to a local variable');
  await expect(up).toBeFocused();
  await page.getByRole('button', { name: 'Check' }).focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('status').filter({ hasText: /Not yet|Right/ })).toBeVisible({ timeout: 20_000 });
});

test('a failing program says where, and the lab opens at that moment', async ({ page }) => {
  await page.goto('/exercises/rt-who-frees/');
  await expect(page.locator('.exercise-editor')).toContainText('MakeName', { timeout: 20_000 });
  await page.getByRole('button', { name: 'Check' }).click();
  await expect(page.getByText('main (Reader.c:16) frees the block')).toBeVisible({ timeout: 30_000 });
  await page.getByRole('button', { name: 'Show this moment in the lab' }).first().click();
  await expect(page.locator('.story')).toContainText('RtlFreeHeap', { timeout: 30_000 });
  await expect(page.locator('.lens-source')).toContainText('Freeing', { timeout: 20_000 });
});

test('progress is shown, saved as a file, forgotten and read again', async ({ page }) => {
  await page.goto('/exercises/hs-places/');
  await page.getByLabel('In the EXE’s image').or(page.getByLabel("In the EXE's image")).check();
  await page.getByRole('button', { name: 'Check' }).click();
  await expect(page.getByText('1 of 3 are right.')).toBeVisible({ timeout: 20_000 });
  await page.goto('/progress/');
  await expect(page.getByText('1 of 3 points').first()).toBeVisible();
  const waiting = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Save as a file' }).click();
  const file = await (await waiting).path();
  await page.getByRole('button', { name: 'Forget everything' }).click();
  await page.getByRole('button', { name: 'Press again to forget' }).click();
  await expect(page.getByText('1 of 3 points')).toHaveCount(0);
  await page.locator('input[type=file]').setInputFiles(file);
  await expect(page.getByText('1 state taken from the file.')).toBeVisible();
  await expect(page.getByText('1 of 3 points').first()).toBeVisible();
});

test('rubbish in the address and in the storage does no harm', async ({ page }) => {
  await page.addInitScript(() => localStorage.setItem('glass:exercise:hs-places:1', '{"exercise":[1,{"a":"'));
  await page.goto('/exercises/hs-places/?seed=%3Cscript%3E');
  await expect(page.getByRole('alert')).toContainText('is no seed');
  await page.getByRole('button', { name: 'Check' }).click();
  await expect(page.getByText('0 of 3 are right.')).toBeVisible({ timeout: 20_000 });
});

test('an edit that does not compile is kept over a reload and explained', async ({ page }) => {
  await page.goto('/exercises/hs-lfh/');
  const text = page.locator('.exercise-editor .cm-content');
  await text.focus();
  await page.keyboard.press('Control+End');
  await page.keyboard.type('int broken(');
  await page.reload();
  await expect(page.locator('.exercise-editor')).toContainText('int broken(', { timeout: 20_000 });
  await page.getByRole('button', { name: 'Check' }).click();
  await expect(page.getByText('It does not compile. exercise.c(')).toBeVisible({ timeout: 30_000 });
});
