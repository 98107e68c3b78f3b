/** What the lens on thread-local storage shows with several threads: a column for each, and what each step has changed. */
import { signal } from '@preact/signals';
import { renderToString } from 'preact-render-to-string';
import { beforeAll, describe, expect, test } from 'vitest';
import { labWords } from '../../components/lab/words.ts';
import { lensOf, loadLens } from '../../components/lenses/index.ts';
import type { Selection } from '../../components/lenses/lens.ts';
import type { Lab } from '../../src/lab/lab.ts';
import { labOf } from '../lab/labs.ts';

const SOURCE = `#include <windows.h>
__declspec(thread) short small = 7;
__declspec(thread) int own = 0x111;
DWORD slot, late, fls;
VOID WINAPI cleanup(PVOID value) { }
void mark(void) { }
DWORD WINAPI worker(LPVOID number)
{
    TlsSetValue(slot, number);
    own = (int)number + 1;
    FlsSetValue(fls, number);
    SetLastError((DWORD)number & 15);
    if ((int)number == 0x3333) TlsSetValue(late, number);
    Sleep((int)number == 0x2222 ? 50 : 1000);
    return 0;
}
int main(void)
{
    HANDLE threads[3];
    int i;
    slot = TlsAlloc();
    fls = FlsAlloc(cleanup);
    for (i = 0; i < 70; i++) late = TlsAlloc();
    TlsSetValue(slot, (LPVOID)0x1111);
    for (i = 0; i < 3; i++) threads[i] = CreateThread(NULL, 0, worker, (LPVOID)(0x2222 + 0x1111 * i), 0, NULL);
    Sleep(20);
    mark();
    WaitForSingleObject(threads[0], INFINITE);
    mark();
    TlsFree(slot);
    mark();
    return 0;
}
`;

/** The rows of the lens's tables: the texts of their cells, a changed one in brackets. */
async function rows(lab: Lab): Promise<readonly string[]> {
  await loadLens('tls');
  const Lens = lensOf('tls');
  if (!Lens) throw new Error('no lens');
  const html = renderToString(
    <Lens
      lab={lab}
      now={lab.now.now}
      before={lab.now.before}
      language="en"
      words={labWords('en')}
      selection={signal<Selection | undefined>(undefined)}
    />,
  );
  expect(html).not.toContain('style=');
  return [...html.matchAll(/<tr>(.*?)<\/tr>/g)].map((row) =>
    [...(row[1] ?? '').matchAll(/<t[hd][^>]*>(.*?)<\/t[hd]>/g)]
      .map((cell) => {
        const text = cell[1] ?? '';
        const plain = text
          .replace(/<[^>]*>/g, ' ')
          .replace('(changed)', '')
          .replaceAll('&gt;', '>')
          .replace(/\s+/g, ' ')
          .trim();
        return text.includes('class="changed"') ? `[${plain.split(' ')[0]}]` : plain;
      })
      .join(' | '),
  );
}

const row = (all: readonly string[], start: string) => all.find((text) => text.startsWith(start)) ?? all.join('\n');

describe.each([1, 2])('four threads on %i processors', (processors) => {
  let lab: Lab;
  beforeAll(async () => {
    lab = await labOf(SOURCE, 'bp mark; g', { processors });
  });

  test('are four columns, in the order of their numbers, with their own values side by side', async () => {
    const all = await rows(lab);
    expect(all[0]).toMatch(/^index \| 0 main \w+ \| 1 worker \w+ \| 2 worker \w+ \| 3 worker \w+$/);
    expect(row(all, '1 |').replace(/[[\]]/g, '')).toBe('1 | 00001111 | 00002222 | 00003333 | 00004444');
    expect(row(all, 'own').replace(/[[\]]/g, '')).toMatch(
      /^own \+\w+ \| 00000111 \| 00000111 \| 00002223 \| 00003334 \| 00004445$/,
    );
    expect(row(all, 'small').replace(/[[\]]/g, '')).toMatch(/^small \+\w+ \| 0007 \| 0007 \| 0007 \| 0007 \| 0007$/);
    expect(row(all, 'FLS 2').replace(/[[\]]/g, '')).toMatch(
      /^FLS 2 → test!cleanup \| 00000000 \| 00002222 \| 00003333 \| 00004444$/,
    );
    expect(row(all, 'last error').replace(/[[\]]/g, '')).toMatch(/\| 0{7}2 \| 0{7}3 \| 0{7}4$/);
  });

  test('with many indices show those with values, say how many are left out, and who has no expansion block', async () => {
    const all = await rows(lab);
    expect(row(all, '72 |').replace(/[[\]]/g, '')).toBe(
      '72 | 00000000 | no expansion block | 00003333 | no expansion block',
    );
    expect(all.some((text) => text.startsWith('and 69 more indices in use'))).toBe(true);
  });

  test('become three columns when one has ended; a step back brings it again', async () => {
    const first = await rows(lab);
    await lab.act({ kind: 'command', line: 'g' });
    const all = await rows(lab);
    expect(all[0]).toMatch(/^index \| 0 main \w+ \| 2 worker \w+ \| 3 worker \w+$/);
    await lab.act({ kind: 'command', line: 'g-' });
    expect((await rows(lab)).map((text) => text.replace(/[[\]]/g, ''))).toEqual(
      first.map((text) => text.replace(/[[\]]/g, '')),
    );
    await lab.act({ kind: 'command', line: 'g' });
  });

  test('all lose the value when the index is freed, and all are marked', async () => {
    await lab.act({ kind: 'command', line: 'g' });
    const all = await rows(lab);
    expect(row(all, '1 (')).toBe('1 (not in use any more) | [00000000] | [00000000] | [00000000]');
    expect(row(all, '72 |')).toContain('00003333');
    await lab.act({ kind: 'command', line: 't' });
    expect((await rows(lab)).some((text) => text.startsWith('1 '))).toBe(false);
  });
});

test('when no thread is left there is a sentence, not an empty table', async () => {
  const lab = await labOf('int main(void) { return 0; }', 'g');
  expect(await rows(lab)).toEqual([]);
});
