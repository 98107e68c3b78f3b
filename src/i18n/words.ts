/**
 * The words of the site's own interface, in both languages.
 *
 * `en` is the list; `zh` is typed by it, so a word missing in one language does not compile.
 */
export const languages = ['en', 'zh'] as const;
export type Language = (typeof languages)[number];

const en = {
  htmlLang: 'en',
  languageName: 'English',
  title: 'Windows Under Glass',
  tagline: 'A textbook of Windows internals that runs while you read it',
  what: [
    'Every mechanism that a page of this book explains is running inside that page: a small, real 32-bit Windows, from the processor’s instructions up to the heap.',
    'Stop it, step it, step it back; look into any byte of it from any side; change the program and see what changes.',
  ],
  skip: 'Skip to the text',
  search: 'Search',
  searchHint: 'Words, functions, structures…',
  searchNone: 'Nothing found for',
  searchFailed: 'The search index could not be loaded.',
  searchCount: (count: number) => (count === 1 ? '1 result' : `${count} results`),
  close: 'Close',
  otherLanguage: '中文',
  otherLanguageLabel: '中文（阅读本页的中文版）',
  theme: 'Colours',
  themes: { system: 'as the system', light: 'light', dark: 'dark' },
  contents: 'Contents',
  inThisChapter: 'In this chapter',
  chapter: (number: number) => `Chapter ${number}`,
  objectives: 'After this chapter you can',
  previous: 'Previous chapter',
  next: 'Next chapter',
  home: 'Cover and contents',
  start: 'Start reading',
  resume: 'Go on reading',
  readOf: (read: number, all: number) => `${read} of ${all} sections read`,
  sections: (count: number) => (count === 1 ? '1 section' : `${count} sections`),
  forget: 'Forget my progress',
  noChapters: 'No chapter is finished yet in this language.',
  tryIt: 'Try it: this program is running on this page',
  tryItTitle: 'Three words on the heap',
  tryItText:
    'It is C, compiled to x86, and it runs in your browser. Press Step; press Into, and follow a call into the C library and on into ntdll; press Back, and it has not happened.',
  howTitle: 'What is under the glass',
  how: [
    [
      'A processor',
      'IA-32 instructions, paging, faults. Position in the run is the only clock, so each run can be repeated, and run backwards, to the instruction.',
    ],
    ['A kernel', 'NT’s structures at NT’s offsets, in simulated memory. What dt prints is what the kernel reads.'],
    [
      'The DLLs',
      'ntdll, kernel32 and the Visual C++ run-time library, written in C. Step from malloc into RtlAllocateHeap, and read it.',
    ],
    ['A debugger', 'WinDbg’s commands. Each transcript in the text is run by it when the book is built.'],
  ],
  reference:
    'Reference: Windows 7 SP1, 32-bit, with the Visual C++ 2008 run-time library. A “Today” note says what has changed since.',
  footer:
    'An independent open textbook, not connected with Microsoft. Nothing that you do here leaves your browser; your progress is kept in it.',
  instructors: 'For instructors: exercises and packages for your course',
  notFound: 'There is no such page.',
  linkToSection: 'Link to this section',
  note: { note: 'Note', warn: 'Careful', today: 'Today', recorded: 'Recorded on a real Windows' },
  predict: 'Predict first',
  reveal: 'Show the answer',
  wrong: 'What people get wrong',
  figure: 'Figure',
  sources: 'Sources',
  terms: 'Terms',
  transcript: 'Run by this book’s debugger when the page was built',
  lines: (from: number, to: number) => (from === to ? `line ${from}` : `lines ${from}–${to}`),
};

export type Words = typeof en;

const zh: Words = {
  htmlLang: 'zh-CN',
  languageName: '中文',
  title: '玻璃罩下的 Windows',
  tagline: '一本边读边运行的 Windows 内部原理教科书',
  what: [
    '书页讲解的每一种机制，都在那一页里真实地运行：一台小而真的 32 位 Windows，从处理器指令一直到堆。',
    '让它停下，单步前进，再一步步退回；从任何一面看它的任何一个字节；改动程序，看看什么随之改变。',
  ],
  skip: '跳到正文',
  search: '搜索',
  searchHint: '词语、函数、结构……',
  searchNone: '没有找到：',
  searchFailed: '无法加载搜索索引。',
  searchCount: (count: number) => `${count} 个结果`,
  close: '关闭',
  otherLanguage: 'English',
  otherLanguageLabel: 'English (read this page in English)',
  theme: '颜色',
  themes: { system: '跟随系统', light: '浅色', dark: '深色' },
  contents: '目录',
  inThisChapter: '本章内容',
  chapter: (number: number) => `第 ${number} 章`,
  objectives: '读完本章，你能够',
  previous: '上一章',
  next: '下一章',
  home: '封面与目录',
  start: '开始阅读',
  resume: '继续阅读',
  readOf: (read: number, all: number) => `已读 ${read} / ${all} 节`,
  sections: (count: number) => `${count} 节`,
  forget: '清除阅读进度',
  noChapters: '这种语言还没有写完的章节。',
  tryIt: '试一试：这个程序正在本页运行',
  tryItTitle: '堆里的三个单词',
  tryItText:
    '它是编译成 x86 指令的 C 程序，就在你的浏览器里运行。按“单步”；按“进入”，跟着一次调用走进 C 运行库，再走进 ntdll；按“后退”，刚才的一步就像没有发生过。',
  howTitle: '玻璃罩下有什么',
  how: [
    ['一个处理器', 'IA-32 指令、分页、异常。指令位置是唯一的时钟，所以每次运行都能精确到指令地重复，也能倒着走。'],
    ['一个内核', 'NT 的结构，按 NT 的偏移放在模拟的内存里。dt 打印的，就是内核读取的。'],
    ['系统 DLL', 'ntdll、kernel32 和 Visual C++ 运行库，都用 C 写成。从 malloc 单步进入 RtlAllocateHeap，读懂它。'],
    ['一个调试器', 'WinDbg 的命令。正文里的每段调试记录，都是成书时由它运行得到的。'],
  ],
  reference: '参照系统：32 位 Windows 7 SP1，Visual C++ 2008 运行库。此后的变化写在各章的“今天”里。',
  footer: '一本独立的开放教科书，与微软公司无关。你在这里做的一切都不会离开你的浏览器；阅读进度也只保存在其中。',
  instructors: '致教师：把练习和课程包放进你的课程',
  notFound: '没有这个页面。',
  linkToSection: '本节链接',
  note: { note: '说明', warn: '当心', today: '今天', recorded: '真实 Windows 上的记录' },
  predict: '先猜一猜',
  reveal: '看答案',
  wrong: '常见误解',
  figure: '图',
  sources: '资料来源',
  terms: '术语',
  transcript: '成书时由本书的调试器运行得到',
  lines: (from: number, to: number) => (from === to ? `第 ${from} 行` : `第 ${from}–${to} 行`),
};

const all: Record<Language, Words> = { en, zh };

/** The words of a language; anything but `zh` is English. */
export function words(language: string | undefined): Words {
  return all[languageOf(language)];
}

/** The book's language for a page's locale. */
export function languageOf(locale: string | undefined): Language {
  return locale === 'zh' ? 'zh' : 'en';
}

export function otherLanguage(language: Language): Language {
  return language === 'en' ? 'zh' : 'en';
}
