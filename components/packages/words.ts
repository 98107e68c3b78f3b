/** What a packaged exercise says of the course that it stands in, in both languages; `zh` is typed by `en`. */
import type { Language } from '@/i18n/words.ts';
import type { PackageNews } from '@/lab/packages/news.ts';

const dropped = {
  others: 'answers to problems with other numbers',
  findings: 'findings',
  edits: 'your changed program',
  answers: 'your answers',
};

const en = {
  opening: 'Asking the course what it has kept…',
  otherLanguage: '中文',
  finish: 'Finish and go back to the course',
  end: 'Finish',
  finished: 'Your course has everything. You may close this window.',
  news: {
    course: () => 'Your work is kept by the course. A score is sent when you press Check.',
    outside: () =>
      'This is not opened from a course: everything works and is kept in this browser, and no score goes anywhere.',
    review: () => 'The course only shows this: you can try everything, and nothing is saved or scored.',
    over: () =>
      'The course has closed this session, as it does when a page is left or loaded again. Open the exercise anew from the course: everything up to then is there. What you do here now is not sent.',
    reported: (best: number, passed: boolean) =>
      `Sent to the course: ${Math.round(best * 100)} %${passed ? ', passed' : ''}. The best score counts.`,
    unreadable: () => 'What the course had kept of this exercise cannot be read, so it begins anew.',
    'edits gone': () =>
      'The course kept your score, but not your changed program: it was too long, or the exercise has changed since.',
    'too large': (what: readonly (keyof typeof dropped)[]) =>
      `The course keeps few characters: ${what.map((each) => dropped[each]).join(', ')} did not fit and ${what.length === 1 && what[0] === 'edits' ? 'is' : 'are'} kept in this browser only. The score is not affected.`,
    'not taken': (why: string) =>
      `The course did not take it${why === '' ? '' : ` (${why})`}. Your work is kept in this browser; it is sent again with your next check at the latest.`,
  },
  dropped,
};

export type PackageWords = typeof en;

const droppedZh: typeof dropped = {
  others: '其他题号的回答',
  findings: '检查结果的细节',
  edits: '你修改的程序',
  answers: '你的回答',
};

const zh: PackageWords = {
  opening: '正在向课程询问它保存的内容……',
  otherLanguage: 'English',
  finish: '结束并返回课程',
  end: '结束',
  finished: '课程已收到全部内容。可以关闭这个窗口了。',
  news: {
    course: () => '你的进度由课程保存。按“检查”时才会提交得分。',
    outside: () => '这里不是从课程中打开的：一切照常工作，并保存在这个浏览器里，但得分不会发送到任何地方。',
    review: () => '课程只是在展示这个练习：可以随意试，但不会保存，也不会计分。',
    over: () =>
      '课程已经结束了这次会话：离开页面或重新加载都会这样。请从课程里重新打开这个练习，此前的一切都还在。现在在这里做的不会再发送。',
    reported: (best, passed) => `已提交给课程：${Math.round(best * 100)} %${passed ? '，通过' : ''}。以最高分为准。`,
    unreadable: () => '课程保存的内容无法读取，所以这个练习从头开始。',
    'edits gone': () => '课程保存了你的得分，但没有保存你修改的程序：它太长，或者这个练习后来改过了。',
    'too large': (what) =>
      `课程能保存的字符很少：${what.map((each) => droppedZh[each]).join('、')}放不下，只保存在这个浏览器里。得分不受影响。`,
    'not taken': (why) =>
      `课程没有接收${why === '' ? '' : `（${why}）`}。你的进度保存在这个浏览器里；最迟在下次检查时会再次发送。`,
  },
  dropped: droppedZh,
};

export function packageWords(language: Language): PackageWords {
  return language === 'zh' ? zh : en;
}

/** A piece of news in words. */
export function newsText(news: PackageNews, { news: says }: PackageWords): string {
  switch (news.kind) {
    case 'reported':
      return says.reported(news.best, news.passed);
    case 'too large':
      return says['too large'](news.dropped);
    case 'not taken':
      return says['not taken'](news.why);
    case 'taken':
      return '';
    default:
      return says[news.kind]();
  }
}
