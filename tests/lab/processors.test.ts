/** Steps back on two processors: the instruction before is this thread's, whoever had a turn in between. */
import { expect, test } from 'vitest';
import { labOf } from './labs.ts';

const RACE = `#include <windows.h>
int counter;
DWORD WINAPI count(LPVOID p) {
  int i;
  for (i = 0; i < 1000; i++)
    counter++;
  return 0;
}
int main(void) {
  HANDLE h[2]; int i;
  for (i = 0; i < 2; i++) h[i] = CreateThread(NULL, 0, count, NULL, 0, NULL);
  WaitForMultipleObjects(2, h, TRUE, INFINITE);
  return 0;
}`;

test('a step back from a lost update comes to this thread’s load, before the other one’s turn', async () => {
  const lab = await labOf(RACE, 'bp /w "@eax <= poi(counter)" count+0x29; g', { processors: 2 });
  const thread = lab.now.now.thread?.id;
  const eips: number[] = [];
  const step = (direction: 'forward' | 'backward') =>
    lab.act({ kind: 'step', how: 'over', unit: 'instruction', direction });
  for (let i = 0; i < 3; i++) {
    eips.push(lab.now.now.registers.eip & 0xff);
    expect(lab.now.now.thread?.id).toBe(thread);
    await step('backward');
  }
  // Store, add, load.
  expect(eips).toEqual([0x29, 0x26, 0x21]);
  for (let i = 0; i < 3; i++) await step('forward');
  expect(lab.now.now.registers.eip & 0xff).toBe(0x29);
  expect(lab.now.now.thread?.id).toBe(thread);
});

test('a line of several commands keeps to the thread that it came to', async () => {
  const lab = await labOf(RACE, 'bp main; g', { processors: 2 });
  await lab.act({ kind: 'command', line: 'bp /w "@eax <= poi(counter)" count+0x29; g; t-' });
  expect(lab.now.now.registers.eip & 0xff).toBe(0x21);
});

test('a step by line from a thread that ends comes to the breakpoint of another one', async () => {
  const text = `#include <windows.h>
DWORD WINAPI work(LPVOID p) {
  return 1;
}
int main(void) {
  HANDLE h = CreateThread(NULL, 0, work, NULL, 0, NULL);
  WaitForSingleObject(h, INFINITE);
  CloseHandle(h);
  return 0;
}`;
  const lab = await labOf(text, 'bp test.c:8; bp test.c:3; g; bc 1');
  const worker = lab.now.now.thread?.id;
  for (let i = 0; i < 2; i++) await lab.act({ kind: 'step', how: 'over', unit: 'line', direction: 'forward' });
  expect(lab.now.end).toMatchObject({ kind: 'found' });
  expect(lab.now.now.thread?.id).not.toBe(worker);
});

test('before the first instruction of a thread that was let run lies the other thread’s', async () => {
  const lab = await labOf(
    RACE.replace('HANDLE h[2];', 'HANDLE h[2]; SetThreadPriority(GetCurrentThread(), 2);'),
    'bp count; g; bc *',
  );
  const { position, thread } = lab.now.now;
  await lab.act({ kind: 'switch', processor: 0, id: undefined });
  expect(lab.now.now.thread?.id).not.toBe(thread?.id);
  await lab.act({ kind: 'step', how: 'over', unit: 'instruction', direction: 'backward' });
  expect(lab.now.now.position).toBe(position - 1);
  expect(lab.now.now.thread?.id).toBe(thread?.id);
});
