/** The words of pages for frames, in both languages; `zh` is typed by `en`. */
import type { Language } from '@/i18n/words.ts';

const en = {
  from: 'From the open textbook',
  inBook: 'This exercise in the book (opens a new tab)',
  bookInTab: 'The book (opens a new tab)',
  labTitle: 'Lab',
  labText: 'A lab of this book by itself: a small, real 32-bit Windows that runs in the page.',
  noLab: 'The address names no program. It needs a link that “Share” has made, or ?program= with a name.',
  unknownProgram: (name: string) => `There is no program “${name}” here, or it could not be loaded.`,
  brokenLink: 'This link to a run is broken or was cut off.',
};

export type EmbedWords = typeof en;

const zh: EmbedWords = {
  from: '选自开放教科书',
  inBook: '在书中打开这个练习（新标签页）',
  bookInTab: '打开这本书（新标签页）',
  labTitle: '实验',
  labText: '单独放在页面里的一个实验：一台小而真的 32 位 Windows，就在页面里运行。',
  noLab: '地址里没有程序。需要由“分享”得到的链接，或者写上 ?program= 和程序名。',
  unknownProgram: (name) => `这里没有程序“${name}”，或者无法加载。`,
  brokenLink: '这个运行链接已损坏，或者不完整。',
};

export function embedWords(language: Language): EmbedWords {
  return language === 'zh' ? zh : en;
}
