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
