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
  current: 'in view',
  choose: 'look at the machine from this thread',
  others: (count: number) => `and ${count} more indices in use, with 0 in every thread`,
  lastError: 'last error',
  noFls: 'no block',
  noThread: 'No thread is alive: each thread’s storage went with it.',
  noBlock: 'no expansion block',
  gone: 'not in use any more',
  static: 'Static blocks (__declspec(thread)): TEB+2C → array → block',
  none: 'No module has static thread-local storage; TEB+2C is not used.',
  array: 'array',
  template: 'template',
  bytes: (count: number) => `${count} bytes`,
  callbacks: 'callbacks',
  block: (index: number) => `block [${index}]`,
  noStatic: 'none',
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
  current: '正在查看',
  choose: '从这个线程看机器',
  others: (count) => `另有 ${count} 个使用中的索引，在每个线程里都是 0`,
  lastError: '最后错误',
  noFls: '没有块',
  noThread: '没有活着的线程：线程的局部存储已随线程而去。',
  noBlock: '没有扩展块',
  gone: '已不再使用',
  static: '静态块（__declspec(thread)）：TEB+2C → 数组 → 块',
  none: '没有模块带静态线程局部存储；TEB+2C 未使用。',
  array: '数组',
  template: '模板',
  bytes: (count) => `${count} 字节`,
  callbacks: '回调',
  block: (index) => `块 [${index}]`,
  noStatic: '无',
};

export function tlsWords(language: Language): TlsWords {
  return language === 'zh' ? zh : en;
}
