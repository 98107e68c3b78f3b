/**
 * `npm run package -- [chapter|exercise|course …] [--scorm 1.2|2004] [--cmi5] [--language en|zh] [--seed N] [--pass PERCENT] [--out folder]`
 *
 * Makes zips for learning management systems from the built site, which is built first when there is none, when it lacks a page, or when
 * what it is built from is newer. Without names: the whole course. Without a standard: all three.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const root = fileURLToPath(new URL('..', import.meta.url));
const usage = `Usage: npm run package -- [course|chapter|exercise …] [options]
  --scorm 1.2|2004   a SCORM package (may be given twice)
  --cmi5             a cmi5 package; without a standard all three are made
  --language en|zh   one language; without it both, each learner getting the browser's
  --seed N           the problem that everybody gets; without it problem 1 or the learner's choice
  --pass PERCENT     what passes; without it all points (a course that names a pass mark overrides this)
  --out FOLDER       where the zips go; without it packages/`;

/** Ends with a sentence for whoever called. */
function refuse(text) {
  console.error(`${text}\n\n${usage}`);
  process.exit(2);
}

function read() {
  const options = {
    scorm: { type: 'string', multiple: true },
    cmi5: { type: 'boolean' },
    language: { type: 'string' },
    seed: { type: 'string' },
    pass: { type: 'string' },
    out: { type: 'string' },
    help: { type: 'boolean' },
  };
  try {
    return parseArgs({ options, allowPositionals: true });
  } catch (error) {
    return refuse(error.message);
  }
}

const { values, positionals } = read();
if (values.help) {
  console.log(usage);
  process.exit(0);
}
const wanted = [...(values.scorm ?? []).map((version) => `scorm-${version}`), ...(values.cmi5 ? ['cmi5'] : [])];
const { standards, packageFile } = await import('../src/site/packages/plan.ts');
const unknown = wanted.find((standard) => !standards.includes(standard));
if (unknown) refuse(`There is no ${unknown}: --scorm takes 1.2 or 2004.`);
if (values.language !== undefined && !['en', 'zh'].includes(values.language)) refuse('--language takes en or zh.');
if (values.seed !== undefined && !(/^\d{1,10}$/.test(values.seed) && Number(values.seed) <= 0xffffffff)) {
  refuse('--seed takes a whole number from 0 to 4294967295.');
}
const percent = Number(values.pass ?? 100);
if (!(percent > 0 && percent <= 100)) refuse('--pass takes a percentage above 0, at most 100.');

const { SiteFiles } = await import('../src/site/packages/files.node.ts');
const { missingPage, whyToBuild } = await import('../src/site/packages/built.node.ts');
const { makePackage, packageGroups, planOf } = await import('../src/site/packages/make.node.ts');
const groups = packageGroups(join(root, 'content'));
const choices = {
  languages: values.language ? [values.language] : ['en', 'zh'],
  pass: percent / 100,
  ...(values.seed === undefined ? {} : { seed: Number(values.seed) }),
};
const names = positionals.length > 0 ? positionals : ['course'];
const plans = names.map(
  (name) =>
    planOf(name, groups, choices) ??
    refuse(
      `There is no chapter or exercise ${name}. There are: course, ${groups.map((group) => `${group.name} (${group.exercises.map((each) => each.name).join(', ')})`).join(', ')}.`,
    ),
);

const dist = join(root, 'dist');
const why = whyToBuild(root, dist, plans);
if (why !== undefined) {
  console.log(`${why}: it is built first …`);
  const { status } = spawnSync('astro build --silent', { shell: true, stdio: 'inherit', cwd: root });
  if (status !== 0) {
    console.error('The site could not be built, so there are no packages.');
    process.exit(status ?? 1);
  }
  const missing = missingPage(dist, plans);
  if (missing !== undefined) {
    console.error(`The site was built and has no ${missing}, so there are no packages.`);
    process.exit(1);
  }
}
const site = new SiteFiles(dist);
const out = resolve(process.cwd(), values.out ?? 'packages');
mkdirSync(out, { recursive: true });
for (const plan of plans) {
  for (const standard of wanted.length > 0 ? wanted : standards) {
    const zip = makePackage(plan, standard, site);
    const file = join(out, packageFile(plan.name, standard));
    writeFileSync(file, zip);
    console.log(`${relative(process.cwd(), file)}  ${(zip.length / 1024).toFixed(0)} KB`);
  }
}
