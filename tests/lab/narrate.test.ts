/** Which calls and returns the narration tells, and that filters, __finally and __except blocks are neither. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Lab } from '../../src/lab/lab.ts';
import { narrate } from '../../src/lab/narrate.ts';
import { labOf, said } from './labs.ts';

const program = (name: string) =>
  readFileSync(join(import.meta.dirname, '..', '..', 'content', 'programs', `${name}.c`), 'utf8');

const told = ({ now }: Lab, language: 'en' | 'zh' = 'en') => narrate(now.now, now.before, language);

/** All that is told on the way of `count` steps. */
async function toldOnTheWay(lab: Lab, command: string, count: number): Promise<string> {
  let text = '';
  for (let i = 0; i < count; i++) {
    await said(lab, command);
    text += `${told(lab)}\n`;
  }
  return text;
}

test('a return is told right behind the call: with EAX, and without it where the function is void', async () => {
  const lab = await labOf(
    'int seven(void) { return 7; }\nvoid nothing(void) { }\nint main(void) { seven(); nothing(); return 0; }\n',
    'bp seven; bp nothing; g',
  );
  await said(lab, 'gu');
  expect(told(lab)).toMatch(/^seven returned 0x7\. /);
  expect(told(lab, 'zh')).toMatch(/^seven 返回 0x7。/);
  await said(lab, 'g');
  expect(told(lab)).toMatch(/^Entered nothing\. /);
  await said(lab, 'gu');
  expect(told(lab)).toMatch(/^nothing returned\. /);
  expect(told(lab, 'zh')).toMatch(/^nothing 返回了。/);
});

test('a call of the same function inside itself is a call', async () => {
  const lab = await labOf(
    'int down(int n) { return n ? down(n - 1) : 3; }\nint main(void) { return down(2); }\n',
    'bp down; g',
  );
  await said(lab, 'g');
  expect(told(lab)).toMatch(/^Entered down\. /);
  await said(lab, 'gu');
  expect(told(lab)).not.toContain('returned 0x0');
});

test('entering and leaving a finally block without an exception is neither a call nor a return', async () => {
  const lab = await labOf(program('ch5-levels'), 'bp main; g');
  const text = await toldOnTheWay(lab, 'p', 12);
  expect(text).toContain('test.c:23');
  expect(text).not.toMatch(/Entered|returned/);
  const again = await labOf(program('ch5-levels'), 'bp test.c:21; g');
  let instructions = '';
  for (let i = 0; i < 10; i++) {
    await again.act({ kind: 'step', how: 'into', unit: 'instruction', direction: 'forward' });
    instructions += `${told(again)}\n`;
  }
  expect(instructions).toContain('test.c:24');
  expect(instructions).toContain('test.c:25');
  expect(instructions).not.toMatch(/Entered|returned/);
});

test('a function that an exception has interrupted has not returned, and its filter was not called by anybody', async () => {
  const lab = await labOf(program('ch5-answers'), 'bp test.c:25; bp test.c:28; bp test.c:43; g');
  const text = await toldOnTheWay(lab, 'g', 4);
  expect(text).toContain('test.c:28');
  expect(text).toContain('test.c:43');
  expect(text).not.toMatch(/returned/);
  const filter = await labOf(program('ch5-answers'), 'bp test.c:25; g');
  expect(await toldOnTheWay(filter, 'p', 4)).not.toMatch(/Entered attempt|attempt returned|Entered _except/);
});
