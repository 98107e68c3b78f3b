import { signal } from '@preact/signals';
import { renderToString } from 'preact-render-to-string';
import { beforeAll, describe, expect, test } from 'vitest';
import { labWords } from '../../components/lab/words.ts';
import { lensOf, loadLens } from '../../components/lenses/index.ts';
import type { Selection } from '../../components/lenses/lens.ts';
import type { Lab } from '../../src/lab/lab.ts';
import { labOf, said } from '../lab/labs.ts';

const SOURCE = `#include <windows.h>
#include <stdio.h>
__declspec(thread) int counter = 7;
LONG CALLBACK logger(EXCEPTION_POINTERS *p) { return EXCEPTION_CONTINUE_SEARCH; }
int filter(int answer) { return answer; }
void f(void)
{
    volatile int zero = 0;
    __try {
        __try {
            zero = 1 / zero;
        } __finally { printf("N1\\n"); }
    } __except (filter(0)) { printf("never\\n"); }
}
void g(void) { __try { f(); } __finally { printf("N2\\n"); } }
int main(void)
{
    TlsSetValue(TlsAlloc(), (void *)0x1234);
    counter++;
    AddVectoredExceptionHandler(1, logger);
    __try { g(); } __except (filter(1)) { printf("body\\n"); }
    return 0;
}
`;

/** What a reader sees of a lens: its HTML without tags. */
async function seen(lab: Lab, name: string, language: 'en' | 'zh' = 'en'): Promise<string> {
  await loadLens(name);
  const Lens = lensOf(name);
  if (!Lens) throw new Error(`no lens ${name}`);
  const { now, before } = lab.now;
  const html = renderToString(
    <Lens
      lab={lab}
      now={now}
      before={before}
      language={language}
      words={labWords(language)}
      selection={signal<Selection | undefined>(undefined)}
    />,
  );
  expect(html).not.toContain('style=');
  return html
    .replace(/<[^>]*>/g, ' ')
    .replaceAll('&gt;', '>')
    .replace(/\s+/g, ' ');
}

describe('in the second filter that is asked', () => {
  let lab: Lab;
  beforeAll(async () => {
    lab = await labOf(SOURCE, 'bp filter; g; g');
  });

  test('the chain shows each record, the levels in force, and what the first filter has answered', async () => {
    const text = await seen(lab, 'seh');
    expect(text).toContain('c0000094 STATUS_INTEGER_DIVIDE_BY_ZERO is under way');
    const order = [
      'RtlpExceptionProtector',
      'test!f',
      'test!g',
      'test!main',
      '__tmainCRTStartup',
      'FinalExceptionHandler',
    ];
    expect(order.map((name) => text.indexOf(name))).toEqual(
      order.map((name) => text.indexOf(name)).sort((a, b) => a - b),
    );
    expect(text).toMatch(/try level 1 .* 0 continue search/);
    expect(text).toMatch(/filter of level 0 .* being asked now/);
    expect(text).toContain('vectored handler test!logger');
    expect(text).not.toContain('RtlUnwind:');
    expect(text).toContain('ffffffff');
  });

  test('the record and the context are decoded', async () => {
    const text = await seen(lab, 'exception');
    expect(text).toMatch(/ExceptionCode c0000094 STATUS_INTEGER_DIVIDE_BY_ZERO/);
    expect(text).toMatch(/ExceptionAddress \w{8} test!f\+0x\w+ \(test\.c:11\)/);
  });

  test('!exchain, .exr and .ecxr agree with them', async () => {
    expect(await said(lab, '!exchain')).toMatch(/test!_except_handler3 .*\n {2}CRT scope {2}1, func: {3}test!f/);
    expect(await said(lab, '.exr -1')).toContain('ExceptionCode: c0000094');
    expect(await said(lab, '.ecxr')).toMatch(/test!f\+0x\w+\n.* test!g\+0x\w+\n.* test!main/);
  });

  test('thread-local storage shows the slot and the static variable', async () => {
    const text = await seen(lab, 'tls');
    expect(text).toMatch(/1 00001234/);
    expect(text).toMatch(/counter \+4 00000007 00000008/);
    expect(await said(lab, '!tls')).toContain('0x0001 : 00001234');
    expect(await seen(lab, 'tls', 'zh')).toContain('位图');
  });
});

describe('going on and back', () => {
  test('the unwind pass follows the search pass; back, its steps are gone again', async () => {
    const lab = await labOf(SOURCE, 'bp filter; g; g; bc *; bp printf; g');
    expect(await seen(lab, 'seh')).toMatch(/RtlUnwind: .*unwind pass: .*__finally of level 1 .* running now/);
    await lab.act({ kind: 'command', line: 'g; g' });
    expect(await seen(lab, 'seh')).toMatch(/is over: .*__except block of level 0/);
    await lab.act({ kind: 'command', line: 'bp filter; g-; g-; g-' });
    const text = await seen(lab, 'seh', 'zh');
    expect(text).toContain('正在处理');
    expect(text).not.toContain('RtlUnwind：');
  });
});

test('one step into the instruction that faults shows record and context, and a step back takes them away', async () => {
  const lab = await labOf(SOURCE, 'bp test.c:11; g');
  const into = { kind: 'step', how: 'into', unit: 'line', direction: 'forward' } as const;
  await lab.act(into);
  const text = await seen(lab, 'exception');
  expect(text).toContain('c0000094');
  expect(text).toContain('CONTEXT: the registers to go on with');
  expect(await seen(lab, 'seh')).toContain('is under way');
  await lab.act({ ...into, direction: 'backward' });
  expect(await seen(lab, 'exception')).toContain('There has been no exception yet.');
});
