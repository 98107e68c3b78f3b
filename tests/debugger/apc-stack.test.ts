import { expect, it } from 'vitest';
import { labOf, said } from '../lab/labs.ts';

const PROGRAM = `#include <windows.h>
VOID CALLBACK note(ULONG_PTR value)
{
    SetLastError((DWORD)value);
}
int main(void)
{
    QueueUserAPC(note, GetCurrentThread(), 7);
    SleepEx(INFINITE, TRUE);
    return 0;
}
`;

it('behind a user APC the stack goes on with the wait that it has ended', async () => {
  const lab = await labOf(PROGRAM, 'bp note; g');
  const text = await said(lab, 'k');
  const names = [...text.matchAll(/^[0-9a-f]{8} [0-9a-f]{8} \w+!(\w+)/gm)].map((match) => match[1]);
  expect(names.slice(0, 6)).toEqual([
    'note',
    'RtlDispatchAPC',
    'KiUserApcDispatcher',
    'KiFastSystemCallRet',
    'NtDelayExecution',
    'SleepEx',
  ]);
  expect(names).toContain('main');
  await lab.act({ kind: 'command', line: 'gu; p; p' });
  expect(await said(lab, 'k')).toContain('SleepEx');
}, 60_000);
