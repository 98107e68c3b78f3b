/** Ready-made packages of the built site, in `packages/`: for the whole course, each chapter and each exercise, in each standard. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { AstroIntegration } from 'astro';
import { SiteFiles } from './files.node.ts';
import { makePackage, packageGroups, planOf, usualChoices } from './make.node.ts';
import { packageFile, standards } from './plan.ts';

export function readyPackages(): AstroIntegration {
  let content = '';
  return {
    name: 'packages',
    hooks: {
      'astro:config:setup': ({ config }) => {
        content = join(fileURLToPath(config.root), 'content');
      },
      'astro:build:done': ({ dir, logger }) => {
        const folder = fileURLToPath(dir);
        const site = new SiteFiles(folder);
        const groups = packageGroups(content);
        const names = [
          'course',
          ...groups.flatMap(({ name, exercises }) => [name, ...exercises.map((each) => each.name)]),
        ];
        mkdirSync(join(folder, 'packages'), { recursive: true });
        let total = 0;
        for (const name of names) {
          const plan = planOf(name, groups, usualChoices);
          if (!plan) continue;
          for (const standard of standards) {
            const zip = makePackage(plan, standard, site);
            total += zip.length;
            writeFileSync(join(folder, 'packages', packageFile(name, standard)), zip);
          }
        }
        logger.info(`${names.length * standards.length} packages, ${(total / 1e6).toFixed(1)} MB`);
      },
    },
  };
}
