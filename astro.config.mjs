import { satteri } from '@astrojs/markdown-satteri';
import mdx from '@astrojs/mdx';
import preact from '@astrojs/preact';
import sitemap from '@astrojs/sitemap';
import { defineConfig } from 'astro/config';
import { codeTheme, codeTransformer, windbg } from './src/site/code.ts';
import { labAssets } from './src/site/lab-assets.ts';
import { readyPackages } from './src/site/packages/ready.ts';
import { relativeLinks } from './src/site/relative-links.ts';
import { search } from './src/site/search.ts';
import { serviceWorker } from './src/site/service-worker.ts';

/** The address the site will have, where it is known: only canonical links and the sitemap need it. */
const site = process.env['SITE'];

export default defineConfig({
  ...(site ? { site } : {}),
  trailingSlash: 'always',
  build: { format: 'directory', inlineStylesheets: 'never' },
  devToolbar: { enabled: false },
  i18n: { locales: ['en', 'zh'], defaultLocale: 'en', routing: { prefixDefaultLocale: false } },
  integrations: [
    mdx(),
    preact(),
    ...(site ? [sitemap({ i18n: { defaultLocale: 'en', locales: { en: 'en', zh: 'zh-CN' } } })] : []),
    labAssets(),
    search(),
    relativeLinks(),
    readyPackages(),
    serviceWorker(),
  ],
  markdown: {
    processor: satteri({ features: { headingAttributes: true } }),
    syntaxHighlight: 'shiki',
    shikiConfig: { theme: codeTheme, wrap: null, langs: [windbg], transformers: [codeTransformer] },
  },
  security: {
    csp: {
      directives: [
        "default-src 'none'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "worker-src 'self'",
        "manifest-src 'self'",
        "base-uri 'self'",
        "form-action 'none'",
      ],
    },
  },
  vite: {
    experimental: { renderBuiltUrl: (_file, { ssr }) => (ssr ? undefined : { relative: true }) },
    build: {
      assetsInlineLimit: 0,
      rolldownOptions: {
        onLog(level, log, next) {
          if (log.code !== 'MODULE_LEVEL_DIRECTIVE') next(level, log);
        },
      },
    },
  },
});
