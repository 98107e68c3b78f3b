/** The unit tests: everything under tests/ but the browser tests in tests/pages and the benchmarks. */
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const folder = (name: string) => fileURLToPath(new URL(`./${name}`, import.meta.url));

export default defineConfig({
  resolve: {
    alias: [
      { find: /^@\//, replacement: folder('src/') },
      { find: /^@components\//, replacement: folder('components/') },
      { find: /^@content\//, replacement: folder('content/') },
    ],
  },
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  test: {
    include: ['tests/**/*.test.{ts,tsx}'],
    exclude: ['tests/pages/**', 'tests/bench/**', 'node_modules/**'],
    maxWorkers: '100%',
    testTimeout: 20_000,
    hookTimeout: 30_000,
    reporters: process.env['CI'] ? ['dot'] : ['default'],
  },
});
