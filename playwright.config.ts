/** The browser tests: the built site in dist/, served by our own static server, in Chromium. */
import { existsSync } from 'node:fs';
import { defineConfig } from '@playwright/test';

process.env['E2E_PORT'] ??= String(20_000 + Math.floor(Math.random() * 20_000));
const origin = `http://127.0.0.1:${process.env['E2E_PORT']}`;
const chromium = process.env['CHROMIUM'] ?? '/usr/bin/chromium';

export default defineConfig({
  testDir: 'tests/pages',
  outputDir: 'test-results',
  fullyParallel: true,
  workers: 2,
  retries: 0,
  forbidOnly: Boolean(process.env['CI']),
  reporter: process.env['CI'] ? 'dot' : 'list',
  timeout: 60_000,
  use: {
    baseURL: origin,
    video: 'off',
    trace: 'off',
    launchOptions: {
      ...(existsSync(chromium) ? { executablePath: chromium } : {}),
      chromiumSandbox: process.getuid?.() !== 0,
      args: [
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-default-apps',
        '--disable-sync',
      ],
    },
  },
  webServer: {
    command: 'node scripts/serve.mjs',
    url: `${origin}/`,
    env: { PORT: process.env['E2E_PORT'] },
    reuseExistingServer: false,
  },
});
