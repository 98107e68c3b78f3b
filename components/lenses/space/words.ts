/** The address-space lens's words; `zh` is typed by `en`. */
import type { Language } from '@/i18n/words.ts';
import type { RegionView } from '@/nt/query.ts';

const en = {
  none: 'There is no process yet.',
  free: 'free',
  reserved: 'reserved: addresses without memory',
  committed: 'committed private memory',
  image: 'image of a module',
  mapped: 'mapped',
  stack: 'stack',
  guard: 'guard page',
  heap: 'heap',
  kernel: 'kernel space, closed to user mode',
  base: 'from',
  size: 'size',
  state: 'state',
  protection: 'protection',
  use: 'what it is',
  states: { free: 'free', reserve: 'reserved', commit: 'committed' } as Record<RegionView['state'], string>,
  pages: (count: number) => `${count.toLocaleString('en')} ${count === 1 ? 'page' : 'pages'}`,
  note: 'Lower addresses at the top. Heights are not to scale: empty stretches are folded.',
  uses: {
    stack: (thread: number) => `stack of thread ${thread}`,
    teb: (thread: number) => `TEB of thread ${thread}`,
    peb: 'PEB',
    heap: (index: number) => `heap ${index + 1}`,
    parameters: 'process parameters',
    environment: 'environment',
    sharedData: 'KUSER_SHARED_DATA',
    private: 'private memory',
    free: 'free',
  },
};

export type SpaceWords = typeof en;

const zh: SpaceWords = {
  none: '还没有进程。',
  free: '空闲',
  reserved: '已保留：只有地址，没有内存',
  committed: '已提交的私有内存',
  image: '模块的映像',
  mapped: '映射',
  stack: '栈',
  guard: '保护页',
  heap: '堆',
  kernel: '内核空间，用户模式不可访问',
  base: '起始',
  size: '大小',
  state: '状态',
  protection: '保护',
  use: '用途',
  states: { free: '空闲', reserve: '已保留', commit: '已提交' },
  pages: (count) => `${count.toLocaleString('en')} 页`,
  note: '低地址在上。高度不按比例：空白处被折叠。',
  uses: {
    stack: (thread) => `线程 ${thread} 的栈`,
    teb: (thread) => `线程 ${thread} 的 TEB`,
    peb: 'PEB',
    heap: (index) => `堆 ${index + 1}`,
    parameters: '进程参数',
    environment: '环境变量',
    sharedData: 'KUSER_SHARED_DATA',
    private: '私有内存',
    free: '空闲',
  },
};

export function spaceWords(language: Language): SpaceWords {
  return language === 'zh' ? zh : en;
}

/** What a region is for, in the reader's language. */
export function useText({ use }: RegionView, say: SpaceWords): string {
  switch (use.kind) {
    case 'image':
      return use.name;
    case 'stack':
    case 'teb':
      return say.uses[use.kind](use.thread);
    case 'heap':
      return say.uses.heap(use.index);
    default:
      return say.uses[use.kind];
  }
}
