/** Which structure the structure lens begins with. */
import { signal } from '@preact/signals';
import { renderToString } from 'preact-render-to-string';
import { expect, test } from 'vitest';
import { labWords } from '../../components/lab/words.ts';
import { lensOf, loadLens } from '../../components/lenses/index.ts';
import type { Selection } from '../../components/lenses/lens.ts';
import { labOf } from '../lab/labs.ts';

const SOURCE = `#include <windows.h>
CRITICAL_SECTION lock;
int main(void)
{
    InitializeCriticalSection(&lock);
    EnterCriticalSection(&lock);
    return 0;
}
`;

async function shown(start: string): Promise<string> {
  const lab = await labOf(SOURCE, start);
  await loadLens('struct');
  const Lens = lensOf('struct');
  if (!Lens) throw new Error('no lens');
  return renderToString(
    <Lens
      lab={lab}
      now={lab.now.now}
      before={lab.now.before}
      language="en"
      words={labWords('en')}
      selection={signal<Selection | undefined>(undefined)}
    />,
  );
}

test('the structure that the start looks at last is the one that is shown', async () => {
  const html = await shown('bp main; g; dt ntdll!_PEB @$peb; p; p; dt ntdll!_RTL_CRITICAL_SECTION lock');
  expect(html).toContain('RecursionCount');
  expect(html).not.toContain('ProcessHeap');
}, 60_000);

test('a start that looks at nothing leaves the PEB', async () => {
  expect(await shown('bp main; g')).toContain('ProcessHeap');
}, 60_000);

test('fields that the start names come first, and the others follow', async () => {
  const html = await shown('bp main; g; dt ntdll!_TEB @$teb TlsExpansionSlots');
  expect(html.indexOf('TlsExpansionSlots')).toBeGreaterThan(0);
  expect(html.indexOf('TlsExpansionSlots')).toBeLessThan(html.indexOf('>NtTib<'));
}, 60_000);
