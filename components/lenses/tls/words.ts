/** Words of the lens on thread-local storage, in both languages. */
import type { Language } from '@/i18n/words.ts';

const en = {
  bitmap: 'Indices in use: one bitmap for the process (PEB.TlsBitmap)',
  expansion: 'Expansion bitmap (indices 64 to 1087)',
  count: (used: number, all: number) => `${used} of ${all} in use`,
  used: 'in use',
  reserved: 'reserved by Windows',
  free: 'free',
  values: 'Values: one array of slots for each thread',
  index: 'index',
  thread: (id: string) => `thread ${id}`,
  current: 'current',
  noBlock: 'no expansion block',
  gone: 'not in use any more',
  static: 'Static blocks (__declspec(thread)): TEB+2C → array → block',
  none: 'No module has static thread-local storage; TEB+2C is not used.',
  module: 'module',
  template: 'template',
  bytes: (count: number) => `${count} bytes`,
  callbacks: 'callbacks',
  block: 'block',
  noStatic: 'none',
  fls: (list: string) => `FLS indices in use: ${list}`,
};

export type TlsWords = typeof en;

const zh: TlsWords = {
  bitmap: '使用中的索引：整个进程共用一个位图（PEB.TlsBitmap）',
  expansion: '扩展位图（索引 64 到 1087）',
  count: (used, all) => `${all} 个中已用 ${used} 个`,
  used: '使用中',
  reserved: '由 Windows 保留',
  free: '空闲',
  values: '值：每个线程各有一个槽数组',
  index: '索引',
  thread: (id) => `线程 ${id}`,
  current: '当前',
  noBlock: '没有扩展块',
  gone: '已不再使用',
  static: '静态块（__declspec(thread)）：TEB+2C → 数组 → 块',
  none: '没有模块带静态线程局部存储；TEB+2C 未使用。',
  module: '模块',
  template: '模板',
  bytes: (count) => `${count} 字节`,
  callbacks: '回调',
  block: '块',
  noStatic: '无',
  fls: (list) => `使用中的 FLS 索引：${list}`,
};

export function tlsWords(language: Language): TlsWords {
  return language === 'zh' ? zh : en;
}
