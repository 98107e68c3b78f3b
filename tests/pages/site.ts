/** What the browser tests share: the built pages, and a page that collects everything that went wrong on it. */
import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { test as base } from '@playwright/test';

/** The folder of the built site. */
export const dist = fileURLToPath(new URL('../../dist/', import.meta.url));

const chapterNames = readdirSync(new URL('../../content/chapters/en/', import.meta.url))
  .sort()
  .map((file) => file.replace(/^\d+-(.*)\.mdx$/, '$1'));

/** The addresses of all pages, `/`, `/zh/`, `/zh/heap-and-stack/` … */
export const pages: string[] = readdirSync(dist, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('index.html'))
  .map((file) => `/${file.replaceAll('\\', '/').replace(/index\.html$/, '')}`)
  .sort();

/** The chapters' addresses, English ones first, in the order of their numbers. */
export const chapters = ['', '/zh'].flatMap((prefix) => chapterNames.map((name) => `${prefix}/${name}/`));

export const test = base.extend<{ troubles: string[] }>({
  /** Console errors, uncaught exceptions, refused or failed requests, requests to elsewhere: all must stay away. */
  troubles: [
    async ({ page }, use, info) => {
      const troubles: string[] = [];
      const origin = new URL(info.project.use.baseURL ?? '').origin;
      page.on('console', (message) => {
        if (message.type() === 'error' || /Content Security Policy/.test(message.text())) troubles.push(message.text());
      });
      page.on('pageerror', (error) => troubles.push(`uncaught: ${error.message}`));
      page.on('request', (request) => {
        const url = new URL(request.url());
        if (/^https?:$/.test(url.protocol) && url.origin !== origin) troubles.push(`asks ${url.origin}`);
      });
      page.on('response', (response) => {
        if (response.status() >= 400) troubles.push(`${response.status()} ${response.url()}`);
      });
      await use(troubles);
      base.expect(troubles, 'nothing may go wrong on the page').toEqual([]);
    },
    { auto: true },
  ],
});

export { expect } from '@playwright/test';
