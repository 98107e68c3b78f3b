import { beforeAll, describe, expect, test } from 'vitest';
import type { Lab } from '../../src/lab/lab.ts';
import { labOf, said } from '../lab/labs.ts';

const PROGRAM = `#include <windows.h>
#include <stdio.h>

struct pair { int first; short second; char letter; unsigned flag : 1; unsigned rest : 7; };

struct pair thePair = { 258, -2, 'Z', 1, 5 };
int numbers[3] = { 1, 2, 3 };
char text[] = "glass";

static int twice(int n)
{
    int result = n * 2;
    return result;
}

int main(void)
{
    int i;
    HANDLE heap = HeapCreate(0, 0x1000, 0x10000);
    for (i = 0; i < 3; i++)
        numbers[i] = twice(numbers[i]);
    SetLastError(5);
    HeapDestroy(heap);
    printf("done\\n");
    return 0;
}
`;

let lab: Lab;

describe('at main', () => {
  beforeAll(async () => {
    lab = await labOf(PROGRAM);
  }, 60_000);

  test('PEB fields stand at the offsets of Windows 7', async () => {
    const text = await said(lab, 'dt ntdll!_PEB @$peb');
    for (const row of [
      '+0x018 ProcessHeap',
      '+0x01c FastPebLock',
      '+0x088 NumberOfHeaps',
      '+0x08c MaximumNumberOfHeaps : 0x10',
      '+0x090 ProcessHeaps',
    ]) {
      expect(text).toContain(row);
    }
    const heap = /ProcessHeap {6}: (0x\w{8})/.exec(text)?.[1] ?? 'none';
    expect(text).toContain(`-> ${heap}`);
  });

  test('an address may be an expression with parentheses in parentheses', async () => {
    const text = await said(lab, 'dt ntdll!_PEB ((poi((@$teb + (30))) | (0)) & ffffffff) ProcessHeap');
    expect(text).toBe(await said(lab, 'dt ntdll!_PEB @$peb ProcessHeap'));
  });

  test('HeapCreate makes NumberOfHeaps grow, and going back makes it what it was', async () => {
    const count = async () => Number(/: (\d+)/.exec(await said(lab, 'dt ntdll!_PEB NumberOfHeaps @$peb'))?.[1]);
    const before = await count();
    await said(lab, 'bp test.c:20; g');
    expect(await count()).toBe(before + 1);
    await said(lab, 'g-');
    expect(await count()).toBe(before);
  });

  test('a structure of the program is shown with its bit fields', async () => {
    expect(await said(lab, 'dt thePair')).toBe(
      "   +0x000 first            : 0n258\n   +0x004 second           : 0n-2\n   +0x006 letter           : 90 'Z'\n   +0x008 flag             : 0y1\n   +0x008 rest             : 0y0000101\n",
    );
  });

  test('memory is shown as bytes, words, dwords and text', async () => {
    expect(await said(lab, 'dd numbers L3')).toMatch(/^\w{8} {2}00000001 00000002 00000003\n$/);
    expect(await said(lab, 'dw numbers L2')).toMatch(/^\w{8} {2}0001 0000\n$/);
    expect(await said(lab, 'db text L6')).toMatch(/^\w{8} {2}67 6c 61 73 73 00 +glass\.\n$/);
    expect(await said(lab, 'da text')).toMatch(/^\w{8} {2}"glass"\n$/);
    expect(await said(lab, 'dd 0 L2')).toBe('00000000  ???????? ????????\n');
  });

  test('expressions are hexadecimal, wrap at 32 bits and read memory', async () => {
    expect(await said(lab, '? 10 + 0n10')).toBe('Evaluate expression: 26 = 0000001a\n');
    expect(await said(lab, '? poi(numbers+4) * 3')).toBe('Evaluate expression: 6 = 00000006\n');
    expect(await said(lab, '? 0 - 1')).toBe('Evaluate expression: -1 = ffffffff\n');
    expect(await said(lab, '? (1 << 4) | 3 & 2')).toBe('Evaluate expression: 18 = 00000012\n');
    expect(await said(lab, '? eax == @eax')).toBe('Evaluate expression: 1 = 00000001\n');
  });

  test('a mistake is answered with a sentence and changes nothing', async () => {
    const position = lab.now.now.position;
    for (const line of [
      '? nosuchname',
      '? 1 +',
      '? (1',
      'dt nosuchtype',
      'frobnicate',
      'bp',
      'eb',
      'k zz',
      'u 0 L99999',
      'r foo',
      '!heap -q',
      '? 1/0',
      'x nothing',
      '.frame 99',
      'ba q4 1',
    ]) {
      await said(lab, line);
      expect(lab.now.failure, line).toBeUndefined();
    }
    expect(lab.now.now.position).toBe(position);
  });

  test('a conditional breakpoint stops only when its condition holds', async () => {
    await said(lab, 'bc *; bp /w "poi(@esp+4)==3" test!twice; g');
    expect(await said(lab, 'dd @esp+4 L1')).toMatch(/ 00000003\n$/);
    await said(lab, 'bc *; .restart');
  });

  test('a breakpoint string that ends in gc goes on by itself', async () => {
    const other = await labOf(PROGRAM);
    const text = await said(other, 'bp test!twice ".echo called; gc"; g');
    expect(text.match(/called/g)).toHaveLength(3);
    expect(text).toContain('ended with code 00000000');
  });

  test('a data breakpoint stops behind the write', async () => {
    const other = await labOf(PROGRAM);
    await said(other, 'ba w4 numbers+8; g');
    expect(await said(other, 'dd numbers+8 L1')).toMatch(/ 00000006\n$/);
  });

  test('entering bytes is an input: it can be gone back behind', async () => {
    const other = await labOf(PROGRAM);
    await said(other, 'p');
    await said(other, 'ed numbers 2a');
    expect(await said(other, 'dd numbers L1')).toMatch(/ 0000002a\n$/);
    await said(other, 'p-');
    expect(await said(other, 'dd numbers L1')).toMatch(/ 00000001\n$/);
  });

  test('the last error is told by !gle', async () => {
    const other = await labOf(PROGRAM, 'bp test.c:23; g');
    expect(await said(other, '!gle')).toContain('(5)');
  });

  test('every command has its place in .help, and one name means one command', async () => {
    const text = await said(lab, '.help');
    const { commands } = lab.session;
    const names = commands.flatMap((command) => command.names);
    expect(names).toContain('!heap');
    expect(new Set(names).size).toBe(names.length);
    for (const { usage } of commands) expect(text).toContain(usage);
  });
});

test('l-t makes steps go by instructions, l+t by lines again', async () => {
  const stepping = await labOf(PROGRAM);
  const row = async (command: string) => /\d+\]/.exec(await said(stepping, `${command}; k 1`))?.[0];
  expect(await said(stepping, 'l-t')).toContain('Source options are off');
  const here = await row('t');
  expect(await row('t-')).toBe(here);
  expect(await said(stepping, 'l+t')).toContain('Source options are on');
  expect(await row('t')).not.toBe(here);
}, 60_000);
