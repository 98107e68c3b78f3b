/** Builds the search index of the finished pages with Pagefind; the search window itself is ours. */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { AstroIntegration } from 'astro';
import { close, createIndex } from 'pagefind';
import { filesUnder } from './pages.ts';

/** Pagefind's own user interfaces, which no page of ours loads. */
const unused = /^pagefind-(ui|modular-ui|component-ui|highlight)\./;

export function search(): AstroIntegration {
  return {
    name: 'search',
    hooks: {
      'astro:build:done': async ({ dir }) => {
        const folder = fileURLToPath(dir);
        const { index, errors } = await createIndex();
        if (!index) throw new Error(`The search index could not be made: ${errors.join('; ')}`);
        await index.addDirectory({ path: folder });
        const output = join(folder, 'pagefind');
        await index.writeFiles({ outputPath: output });
        await close();
        for (const file of filesUnder(output)) if (unused.test(file)) rmSync(join(output, file));
      },
    },
  };
}
