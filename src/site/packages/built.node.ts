/** Whether the built site is there, has the pages that packages are made of, and is newer than what it is built from. Under Node only. */
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { sitePages } from './pages.ts';
import type { PackagePlan } from './plan.ts';

const sources = ['content', 'src', 'components', 'public', 'astro.config.mjs', 'package-lock.json'];

/** A page that a plan needs and the built site has not; undefined when all are there. */
export function missingPage(dist: string, plans: readonly PackagePlan[]): string | undefined {
  const files = plans.flatMap((plan) => sitePages(plan).map(({ file }) => file));
  return files.find((file) => !existsSync(join(dist, file)));
}

/** Why the site must be built before packages are made of it, as a clause; undefined when it need not. */
export function whyToBuild(root: string, dist: string, plans: readonly PackagePlan[]): string | undefined {
  const first = join(dist, 'index.html');
  if (!existsSync(first)) return 'The site is not built yet';
  const missing = missingPage(dist, plans);
  if (missing !== undefined) return `The built site has no ${missing}`;
  const newer = newerIn(root, statSync(first).mtimeMs);
  return newer === undefined ? undefined : `${newer} is newer than the built site`;
}

/** A file among the site's sources that changed after `time`. */
function newerIn(root: string, time: number): string | undefined {
  for (const source of sources.map((name) => join(root, name)).filter((path) => existsSync(path))) {
    const files = statSync(source).isDirectory()
      ? readdirSync(source, { recursive: true, withFileTypes: true })
          .filter((entry) => entry.isFile())
          .map((entry) => join(entry.parentPath, entry.name))
      : [source];
    const newer = files.find((file) => statSync(file).mtimeMs > time);
    if (newer !== undefined) return relative(root, newer).split(sep).join('/');
  }
  return undefined;
}
