/**
 * Makes the built pages independent of where they are hosted: every address from the site's root becomes relative, in pages and styles.
 *
 * Authors and components write `/zh/heap/`; after the build each page holds `../zh/heap/index.html` instead, so the site
 * runs from any folder of any static host, also from one that serves no directory index. `404.html` is left alone: a
 * host may show it at any depth, so it is written without links to other files.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { AstroIntegration } from 'astro';
import { filesUnder } from './pages.ts';

const attributes = /\b(href|src|poster|component-url|renderer-url|before-hydration-url)="(\/(?!\/)[^"]*)"/g;

/** The address of `target` (from the root) as seen from the page `page` (a path without leading slash). */
export function relativeAddress(page: string, target: string): string {
  const [, path = '', tail = ''] = /^([^?#]*)(.*)$/.exec(target) ?? [];
  const file = path.endsWith('/') && path !== '/' ? `${path}index.html` : path === '/' ? '/index.html' : path;
  const address = posix.relative(posix.dirname(`/${page}`), file);
  return `${address.includes(':') ? `./${address}` : address}${tail}`;
}

const inStyles = /\burl\((["']?)(\/(?!\/)[^"')]*)\1\)/g;

/** Rewrites all root addresses of one style sheet: those of fonts. */
export function relativeStyles(file: string, css: string): string {
  return css.replace(
    inStyles,
    (_all, quote: string, target: string) => `url(${quote}${relativeAddress(file, target)}${quote})`,
  );
}

/** Rewrites all root addresses of one page. */
export function relativePage(page: string, html: string): string {
  return html.replace(attributes, (_all, name: string, target: string) => `${name}="${relativeAddress(page, target)}"`);
}

export function relativeLinks(): AstroIntegration {
  return {
    name: 'relative-links',
    hooks: {
      'astro:build:done': ({ dir }) => {
        const folder = fileURLToPath(dir);
        for (const name of filesUnder(folder)) {
          if (!/\.(html|css)$/.test(name) || name === '404.html') continue;
          const file = join(folder, name);
          const text = readFileSync(file, 'utf8');
          writeFileSync(file, name.endsWith('.css') ? relativeStyles(name, text) : relativePage(name, text));
        }
      },
    },
  };
}
