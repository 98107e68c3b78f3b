/**
 * Writes the service worker that lets the book be read, and its labs run, without a network.
 *
 * The worker's cache is named after a hash of all files, so each build has its own and the old one is dropped when the
 * new one is complete. Pages come from the network first, everything else from the cache first. All addresses are
 * relative to the worker's own, so it works under any path.
 */
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { AstroIntegration } from 'astro';
import { filesUnder } from './pages.ts';

/** Parts of the fonts that neither language needs; a page that does fetches them itself. */
const unneeded = /-(cyrillic|cyrillic-ext|greek|greek-ext|vietnamese)-wght-/;

/** What other sites take from here, and readers of the book do not. */
const forOthers = /^(zh\/)?embed\/|^oembed\/|^packages\//;

/** The program of the worker; `FILES` and `VERSION` stand above it. */
const program = `
const NAME = 'glass-' + VERSION;
const root = new URL('./', self.location.href);

self.addEventListener('install', (event) => {
  event.waitUntil((async () => {
    const cache = await caches.open(NAME);
    for (let at = 0; at < FILES.length; at += 20) {
      await Promise.all(FILES.slice(at, at + 20).map(async (file) => {
        const address = new URL(file, root);
        const response = await fetch(address, { cache: file.startsWith('_astro/') ? 'default' : 'no-cache' });
        if (!response.ok) throw new Error(file + ': ' + response.status);
        await cache.put(address, response);
      }));
    }
    await self.skipWaiting();
  })());
});

self.addEventListener('activate', (event) => {
  event.waitUntil((async () => {
    for (const name of await caches.keys()) if (name.startsWith('glass-') && name !== NAME) await caches.delete(name);
    await self.clients.claim();
  })());
});

async function cached(url) {
  const cache = await caches.open(NAME);
  url.search = '';
  url.hash = '';
  return (await cache.match(url)) ?? (url.pathname.endsWith('/') ? await cache.match(new URL('index.html', url)) : undefined);
}

async function page(request) {
  try {
    return await fetch(request);
  } catch (error) {
    const kept = (await cached(new URL(request.url))) ?? (await cached(new URL('404.html', root)));
    if (kept) return new Response(kept.body, { status: 200, headers: kept.headers });
    throw error;
  }
}

self.addEventListener('fetch', (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== 'GET' || url.origin !== root.origin || !url.pathname.startsWith(root.pathname)) return;
  if (request.mode === 'navigate') event.respondWith(page(request));
  else event.respondWith(cached(url).then((kept) => kept ?? fetch(request)));
});
`;

export function serviceWorker(): AstroIntegration {
  return {
    name: 'service-worker',
    hooks: {
      'astro:build:done': ({ dir }) => {
        const folder = fileURLToPath(dir);
        const files = filesUnder(folder).filter(
          (file) =>
            file !== 'service-worker.js' && !file.endsWith('.map') && !unneeded.test(file) && !forOthers.test(file),
        );
        const hash = createHash('sha256');
        for (const file of files) hash.update(file).update(readFileSync(join(folder, file)));
        const version = hash.digest('hex').slice(0, 16);
        const list = `const VERSION = '${version}';\nconst FILES = ${JSON.stringify(files)};\n`;
        writeFileSync(join(folder, 'service-worker.js'), list + program);
      },
    },
  };
}
