/** Stepping through an exception, forward and back: each stage is told, in order, by the narration and by the lens, in both languages. */
import { signal } from '@preact/signals';
import { renderToString } from 'preact-render-to-string';
import { describe, expect, test } from 'vitest';
import { labWords } from '../../components/lab/words.ts';
import { lensOf, loadLens } from '../../components/lenses/index.ts';
import type { Selection } from '../../components/lenses/lens.ts';
import type { Lab } from '../../src/lab/lab.ts';
import { narrateExceptions } from '../../src/lab/narrate-exceptions.ts';
import { labOf, said } from '../lab/labs.ts';

const SOURCE = `#include <windows.h>
#include <stdio.h>
LONG CALLBACK logger(EXCEPTION_POINTERS *p) { return EXCEPTION_CONTINUE_SEARCH; }
volatile int count;
int filter(int answer) { return answer; }
void f(int *p) { __try { *p = 1; } __finally { count++; } }
int main(void)
{
    AddVectoredExceptionHandler(1, logger);
    __try { f(NULL); } __except (filter(1)) { count++; }
    __try { RaiseException(0xE0000001, 0, 0, NULL); } __except (filter(-1)) { }
    return 0;
}
`;

const ENGLISH = [
  'The processor trapped into the kernel',
  'KiDispatchException put record and context of c0000005',
  'KiUserExceptionDispatcher begins',
  'RtlDispatchException begins',
  'A vectored handler is asked: test!logger',
  'The vectored handler answered 0',
  'Search pass: the handler of the record',
  'The filter of level 0 is asked',
  'The filter answered 1 (execute handler)',
  'RtlUnwind begins',
  'Unwind pass: the handler of the record',
  'The __finally block of level 0 runs',
  'The __finally block has ended',
  'The __except block of level 0 takes over',
  'NtRaiseException hands the exception to the kernel',
  'KiDispatchException put record and context of e0000001',
  'RtlDispatchException begins',
  'The filter answered -1 (continue execution)',
  'NtContinue: execution goes on at kernel32!RaiseException',
];
const CHINESE = [
  '陷入内核',
  'KiDispatchException 把 c0000005',
  'KiUserExceptionDispatcher 开始',
  'RtlDispatchException 开始',
  '询问向量化处理程序：test!logger',
  '向量化处理程序回答 0',
  '搜索阶段',
  '询问层级 0 的筛选器',
  '筛选器回答 1（执行 __except 块）',
  'RtlUnwind 开始',
  '展开阶段',
  '层级 0 的 __finally 块运行',
  '__finally 块结束',
  '层级 0 的 __except 块接手',
  'NtRaiseException 把异常交给内核',
  'KiDispatchException 把 e0000001',
  'NtContinue：从 kernel32!RaiseException',
];

const LENS = [
  'the processor traps into the kernel, at test!f',
  'KiDispatchException has put EXCEPTION_RECORD and CONTEXT',
  'KiUserExceptionDispatcher begins',
  'RtlDispatchException: vectored handlers, then the chain',
  'vectored handler test!logger',
  'search pass: the handler of',
  'filter of level 0',
  'RtlUnwind: everything inside this one is to end:',
  'unwind pass: the handler of',
  '__finally of level 0',
  '__except block of level 0',
];
const LENS_CHINESE = [
  '处理器陷入内核，位置 test!f',
  'KiDispatchException 已把',
  'KiUserExceptionDispatcher 开始',
  'RtlDispatchException：',
  '向量化处理程序 test!logger',
  '搜索阶段',
  '筛选器，层级',
  'RtlUnwind：',
  '展开阶段',
  '__finally，层级',
  '__except 块，层级',
];

/** Whether all texts occur, each behind the one before. */
function inOrder(text: string, parts: readonly string[]): string | undefined {
  let from = 0;
  for (const part of parts) {
    const at = text.indexOf(part, from);
    if (at < 0) return part;
    from = at + 1;
  }
  return undefined;
}

function told(lab: Lab, language: 'en' | 'zh'): string {
  const { now, before } = lab.now;
  const [from, to] = [before?.position ?? now.position, now.position];
  const teb = now.registers.fsBase >>> 0;
  const events = lab.exceptions.between(teb, Math.min(from, to), Math.max(from, to));
  const previous = lab.exceptions.between(teb, 0, Math.min(from, to)).at(-1);
  return narrateExceptions(events, previous, now, language, from > to);
}

async function lens(lab: Lab, language: 'en' | 'zh'): Promise<string> {
  await loadLens('seh');
  const Lens = lensOf('seh');
  if (!Lens) throw new Error('the lens is there');
  const props = { lab, ...lab.now, language, words: labWords(language), selection: signal<Selection | undefined>() };
  const html = renderToString(<Lens {...props} />);
  return html
    .replace(/<[^>]*>/g, ' ')
    .replaceAll('&gt;', '>')
    .replace(/\s+/g, ' ');
}

describe('line by line through exceptions', () => {
  test('each stage is told in its order, and taken back in the other direction', async () => {
    const lab = await labOf(SOURCE, 'bp test.c:10; g');
    const forward = { en: '', zh: '' };
    let steps = 0;
    for (; steps < 200 && !forward.en.includes('NtContinue: execution'); steps++) {
      await lab.act({ kind: 'command', line: 't 6' });
      forward.en += `${told(lab, 'en')} `;
      forward.zh += told(lab, 'zh');
    }
    expect(inOrder(forward.en, ENGLISH), forward.en).toBeUndefined();
    expect(inOrder(forward.zh, CHINESE), forward.zh).toBeUndefined();

    // Some lines back, then to the beginning of the first unwind in one go.
    await lab.act({ kind: 'command', line: 't- 8' });
    expect(told(lab, 'en')).toMatch(/^Taken back: .*NtContinue: execution goes on at kernel32!RaiseException/);
    await lab.act({ kind: 'command', line: 'bp ntdll!RtlUnwind; g-' });
    expect(inOrder(told(lab, 'en'), ['Taken back: ', 'Unwind pass', '… (', 'The filter answered -1'])).toBeUndefined();
    expect(told(lab, 'zh')).toMatch(/^撤回：/);
    const text = await lens(lab, 'en');
    expect(text).toContain('filter of level 0');
    expect(text).not.toContain('unwind pass: the handler');
  }, 60_000);

  test('the lens lists the stages in their order when the first exception is over', async () => {
    const lab = await labOf(SOURCE, 'bp test.c:11; g');
    expect(inOrder(await lens(lab, 'en'), LENS), await lens(lab, 'en')).toBeUndefined();
    expect(inOrder(await lens(lab, 'zh'), LENS_CHINESE), await lens(lab, 'zh')).toBeUndefined();
  });

  test('the debugger’s first chance comes between the trap and the dispatcher', async () => {
    const lab = await labOf(SOURCE, 'bp test.c:10; g', { debugged: true });
    expect(await said(lab, 'g')).toContain('Access violation - code c0000005 (first chance)');
    expect(await lens(lab, 'en')).toContain('the kernel has stopped for the debugger, first chance');
    expect(await lens(lab, 'zh')).toContain('第一次机会。程序还不知道');
    await said(lab, 'bp filter; gn');
    const text = told(lab, 'en');
    expect(inOrder(text, ENGLISH.slice(0, 1)), text).toBeUndefined();
    const order = [LENS[0]!, 'the debugger had the first chance', ...LENS.slice(1, 5)];
    expect(inOrder(await lens(lab, 'en'), order), await lens(lab, 'en')).toBeUndefined();
  });
});
