/**
 * The book as the pages see it: the chapters that exist, in order, and the addresses of everything in both languages.
 *
 * What must hold: a chapter's file name, number and address agree, and no two chapters of a language share a number.
 */
import { type CollectionEntry, getCollection } from 'astro:content';
import { type Language, languages } from '@/i18n/words.ts';

export interface Chapter {
  readonly language: Language;
  /** The address within its language, and what pairs it with the other one: `heap-and-stack`. */
  readonly name: string;
  readonly number: number;
  readonly title: string;
  readonly summary: string;
  readonly objectives: readonly string[];
  readonly entry: CollectionEntry<'chapters'>;
}

/** The address of a chapter, or of the cover, from the site's root. */
export function addressOf(language: Language, name = ''): string {
  return `${language === 'en' ? '/' : `/${language}/`}${name === '' ? '' : `${name}/`}`;
}

function chapterOf(entry: CollectionEntry<'chapters'>): Chapter {
  const match = /^(en|zh)\/(\d\d)-([a-z0-9-]+)$/.exec(entry.id);
  if (!match) throw new Error(`content/chapters/${entry.id}.mdx: a chapter's file is called NN-name.mdx`);
  const [, language, digits, name] = match;
  const { number, title, summary, objectives } = entry.data;
  if (number !== Number(digits)) {
    throw new Error(`content/chapters/${entry.id}.mdx: its front matter says number ${number}`);
  }
  return { language: language as Language, name: name!, number, title, summary, objectives, entry };
}

/** The chapters of a language in their order. */
export async function chaptersOf(language: Language): Promise<Chapter[]> {
  const entries = await getCollection('chapters');
  const chapters = entries.map(chapterOf).filter((chapter) => chapter.language === language);
  chapters.sort((a, b) => a.number - b.number);
  for (const [index, chapter] of chapters.entries()) {
    const twin = chapters[index + 1];
    if (twin?.number === chapter.number) throw new Error(`Two ${language} chapters have the number ${chapter.number}`);
  }
  return chapters;
}

export interface Section {
  readonly id: string;
  readonly title: string;
  readonly number: string;
}

/** The numbered sections of a chapter: its second-level headings. */
export function sectionsOf(chapter: Chapter, headings: { depth: number; slug: string; text: string }[]): Section[] {
  return headings
    .filter((heading) => heading.depth === 2)
    .map((heading, index) => ({ id: heading.slug, title: heading.text, number: `${chapter.number}.${index + 1}` }));
}

/** The address of the same page in the other language, or of its cover where the page does not exist there. */
export async function counterpart(language: Language, name: string): Promise<string> {
  const other = languages.find((candidate) => candidate !== language)!;
  const exists = (await chaptersOf(other)).some((chapter) => chapter.name === name);
  return addressOf(other, exists ? name : '');
}
