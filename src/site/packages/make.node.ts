/** Makes packages: the plan of what is asked for, and its zip from the built site. Under Node only. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { strToU8, type Zippable, zipSync } from 'fflate';
import { load } from 'js-yaml';
import { exerciseNames, readExercise } from '../../lab/exercise-files.node.ts';
import type { SiteFiles } from './files.node.ts';
import { manifestOf } from './manifests.ts';
import { launchPage, launchScript, packagedPage, sitePages } from './pages.ts';
import {
  exercisesOf,
  type PackageGroup,
  type PackageLanguage,
  type PackagePlan,
  type PackedExercise,
  type Said,
  type Standard,
} from './plan.ts';

export interface PackageChoices {
  readonly languages: readonly PackageLanguage[];
  readonly pass: number;
  readonly seed?: number;
}

export const usualChoices: PackageChoices = { languages: ['en', 'zh'], pass: 1 };

const book: Said = { en: 'Windows Under Glass', zh: '玻璃罩下的 Windows' };
const bookText: Said = {
  en: 'Exercises from the open textbook of Windows internals. Each runs a small, real 32-bit Windows in the page, and checks itself.',
  zh: '选自开放的 Windows 内部原理教科书的练习。每个练习都在页面里运行一台小而真的 32 位 Windows，并自动检查。',
};

/** The exercises by chapter, in the book's order. */
export function packageGroups(contentFolder: string): PackageGroup[] {
  const all = exerciseNames().map(readExercise);
  const chapters = [...new Set(all.map(({ exercise }) => exercise.chapter))];
  const titles = new Map(chapters.map((name) => [name, chapterTitle(contentFolder, name)]));
  chapters.sort((a, b) => (titles.get(a)?.number ?? 99) - (titles.get(b)?.number ?? 99) || a.localeCompare(b));
  return chapters.map((name) => ({
    name,
    title: titles.get(name)?.title ?? { en: name, zh: name },
    exercises: all
      .filter(({ exercise }) => exercise.chapter === name)
      .sort((a, b) => a.exercise.number - b.exercise.number || a.exercise.name.localeCompare(b.exercise.name))
      .map(
        ({ exercise, texts }): PackedExercise => ({
          name: exercise.name,
          title: { en: plain(texts.en.title), zh: plain(texts.zh.title) },
          description: { en: plain(texts.en.objectives.join('; ')), zh: plain(texts.zh.objectives.join('；')) },
        }),
      ),
  }));
}

const plain = (text: string) => text.replaceAll('`', '');

/** A chapter's number and titles from its front matter; a chapter that is not written yet has none. */
function chapterTitle(contentFolder: string, name: string): { number: number; title: Said } {
  const read = (language: PackageLanguage) => {
    const folder = join(contentFolder, 'chapters', language);
    const file = readdirSync(folder).find((each) => new RegExp(`^\\d\\d-${name}\\.mdx$`).test(each));
    const front = file && /^---\r?\n([\s\S]*?)\r?\n---/.exec(readFileSync(join(folder, file), 'utf8'))?.[1];
    return (front ? load(front) : {}) as { number?: number; title?: string };
  };
  const [en, zh] = [read('en'), read('zh')];
  const number = en.number ?? 99;
  const numbered = (title: string | undefined, other: string | undefined) =>
    (title ?? other) ? `${number === 99 ? '' : `${number} `}${title ?? other}` : name;
  return { number, title: { en: numbered(en.title, zh.title), zh: numbered(zh.title, en.title) } };
}

/** The plan of a package that is asked for by name: an exercise, a chapter, or `course`; undefined when there is none. */
export function planOf(
  name: string,
  groups: readonly PackageGroup[],
  choices: PackageChoices,
): PackagePlan | undefined {
  if (name === 'course') return { name, title: book, description: bookText, groups, ...choices };
  const chapter = groups.find((group) => group.name === name);
  if (chapter) return { name, title: chapter.title, description: bookText, groups: [chapter], ...choices };
  for (const group of groups) {
    const exercise = group.exercises.find((each) => each.name === name);
    if (exercise) {
      const { title, description } = exercise;
      return { name, title, description, groups: [{ ...group, exercises: [exercise] }], ...choices };
    }
  }
  return undefined;
}

/** The same files give the same zip, whenever it is made: this is the earliest time that a zip can say, in any zone. */
const MADE = new Date(1980, 0, 2);

/** The zip of a package. */
export function makePackage(plan: PackagePlan, standard: Standard, site: SiteFiles): Uint8Array {
  const pages = sitePages(plan);
  const missing = pages.find(({ file }) => !site.has(file));
  if (missing) throw new Error(`the built site has no ${missing.file}: build it anew`);
  const entries = new Map<string, Uint8Array>();
  for (const { file, exercise } of pages) {
    entries.set(file, strToU8(packagedPage(site.text(file), exercise.name, standard, plan)));
  }
  if (plan.languages.length > 1) {
    for (const exercise of exercisesOf(plan)) entries.set(`${exercise.name}.html`, strToU8(launchPage(exercise)));
    entries.set('launch.js', strToU8(launchScript));
  }
  const lab = new Set(exercisesOf(plan).flatMap(({ name }) => site.labFilesOf(name)));
  const assets = site.assetsOf(
    pages.map(({ file }) => file),
    lab.size > 0,
  );
  for (const file of [...assets, ...lab]) entries.set(file, site.bytes(file));
  if (site.has('favicon.svg')) entries.set('favicon.svg', site.bytes('favicon.svg'));
  const files = [...entries.keys()].sort();
  const [manifest, text] = manifestOf(standard, plan, files);
  const zip: Zippable = { [manifest]: [strToU8(text), { level: 9, mtime: MADE }] };
  for (const file of files) {
    const isPacked = /\.(bin|woff2)$/.test(file);
    zip[file] = [entries.get(file) ?? new Uint8Array(), { level: isPacked ? 0 : 9, mtime: MADE }];
  }
  return zipSync(zip);
}
