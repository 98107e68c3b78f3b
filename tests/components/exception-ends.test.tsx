/** How exceptions and unwinds end, as the chain's lens tells it: taken, forgotten, refused by ntdll, taken by nobody. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { signal } from '@preact/signals';
import { renderToString } from 'preact-render-to-string';
import { describe, expect, test } from 'vitest';
import { labWords } from '../../components/lab/words.ts';
import { lensOf, loadLens } from '../../components/lenses/index.ts';
import type { Selection } from '../../components/lenses/lens.ts';
import type { Lab } from '../../src/lab/lab.ts';
import { narrateExceptions } from '../../src/lab/narrate-exceptions.ts';
import type { BootOptions } from '../../src/nt/boot.ts';
import type { ModuleSource } from '../../src/windows/build.ts';
import { labOfModules, said } from '../lab/labs.ts';

const programs = join(import.meta.dirname, '..', '..', 'content', 'programs');

function labOfProgram(
  name: string,
  start: string,
  options: NonNullable<ModuleSource['options']> = {},
  boot: Partial<BootOptions> = {},
): Promise<Lab> {
  const file = `${name}.c`;
  const sources = [{ name: file, text: readFileSync(join(programs, file), 'utf8') }];
  return labOfModules([{ name, kind: 'exe', sources, runtime: 'MD', options }], start, boot);
}

/** The number of the line of a program that holds `text`. */
function lineOf(name: string, text: string): number {
  const lines = readFileSync(join(programs, `${name}.c`), 'utf8').split('\n');
  return lines.findIndex((line) => line.includes(text)) + 1;
}

async function seen(lab: Lab, language: 'en' | 'zh' = 'en'): Promise<string> {
  await loadLens('seh');
  const Lens = lensOf('seh');
  if (!Lens) throw new Error('the lens is there');
  const props = { lab, ...lab.now, language, words: labWords(language), selection: signal<Selection | undefined>() };
  return renderToString(<Lens {...props} />)
    .replace(/<[^>]*>/g, ' ')
    .replaceAll('&gt;', '>')
    .replace(/\s+/g, ' ');
}

describe('a record that the program has overwritten', () => {
  const OVERWRITTEN = `bp ch5-smash.c:${lineOf('ch5-smash', '*(volatile int *)0')}; g`;

  test('the label stays that of the frame in which the record lies; the chain breaks off behind it', async () => {
    const lab = await labOfProgram('ch5-smash', OVERWRITTEN);
    const text = await seen(lab);
    expect(text).toMatch(/ch5_smash!copy next 00401000 · handler ch5_smash!stolen/);
    expect(text).toContain('not on this thread’s stack: the chain breaks off here');
    await said(lab, 'g');
    expect(await seen(lab)).toMatch(/The process ended while c0000005 \S+ was under way/);
    expect(await seen(lab)).not.toMatch(/refuse|being asked/);
  });

  test('SafeSEH: ntdll refuses the handler, nobody takes the exception, the process has ended', async () => {
    const lab = await labOfProgram('ch5-smash', OVERWRITTEN, { safeSeh: true });
    await said(lab, 'g');
    const text = await seen(lab);
    expect(text).toMatch(/c0000005 STATUS_ACCESS_VIOLATION: nobody took it; the process has ended/);
    expect(text).toMatch(/RtlIsValidHandler refuses the handler.*: \w{8} ch5_smash!stolen nobody took it/);
    expect(text).not.toContain('SEHOP');
    expect(await seen(lab, 'zh')).toMatch(/无人接受；进程已结束.*映像的表里没有它/);
    const { now, before } = lab.now;
    const events = lab.exceptions.between(now.registers.fsBase >>> 0, before?.position ?? 0, now.position);
    expect(narrateExceptions(events.slice(-2), undefined, now, 'en', false)).toMatch(
      /^SafeSEH: .*ch5_smash!stolen\. Nob/,
    );
  });

  test('SEHOP: ntdll refuses the whole chain', async () => {
    const lab = await labOfProgram('ch5-smash', OVERWRITTEN, {}, { sehop: true });
    await said(lab, 'g');
    expect(await seen(lab)).toMatch(/SEHOP: the chain does not reach its last record.*nobody took it: NtRaise/);
    expect(await seen(lab)).not.toContain('SafeSEH');
  });

  test('a forged scope table does not change the label either, not even while its filter runs', async () => {
    const lab = await labOfProgram('ch5-forged', 'bp ch5-forged.c:30; bp ch5_forged!stolen; g');
    expect(await seen(lab)).toMatch(/ch5_forged!copy next \w{8} · handler ch5_forged!_except_handler3/);
    await said(lab, 'g; g');
    expect(await seen(lab)).toMatch(/ch5_forged!copy next \w{8} · handler ch5_forged!_except_handler3/);
  });

  test('/GS: the cookie does not fit, and nothing is promised', async () => {
    const lab = await labOfProgram('ch5-forged', 'bp ch5-forged.c:30; g', { bufferSecurity: true });
    expect(await seen(lab)).toMatch(/ch5_forged!copy .*a cookie of the frame does not fit/);
    expect(await seen(lab, 'zh')).toContain('帧中的 cookie 对不上');
  });
});

describe('an unwind', () => {
  test('without an exception has an unwind pass too, in which nobody is asked', async () => {
    const lab = await labOfProgram('ch5-longjmp', 'bp ch5-longjmp.c:20; g');
    expect(await seen(lab)).toMatch(/^ An unwind without an exception is under way/);
    expect(await seen(lab)).toMatch(/unwind pass: cleaning up now 0 __finally/);
    expect(await seen(lab, 'zh')).toContain('正在进行没有异常的展开');
    await said(lab, 'bc *; bp ch5-longjmp.c:28; g');
    const text = await seen(lab);
    expect(text).toMatch(/^ The last unwind had no exception; it is over/);
    expect(text.match(/unwind pass: the handler of \w{8} ch5_longjmp!_except_handler3 1 \(cleaned up\)/g)).toHaveLength(
      3,
    );
    expect(text).not.toMatch(/being asked|continue search/);
  });

  test('that another one runs into is abandoned, and the exception that the block got is named', async () => {
    const lab = await labOfProgram('ch5-collided', 'bp ch5-collided.c:29; g');
    for (const move of ['r', 'g']) {
      await said(lab, move);
      const text = await seen(lab);
      expect(text).toMatch(/^ e0000002 \S+ is over: an __except block has taken it; forgotten on the way: c0000005/);
      expect(text).toMatch(/__finally of level 1 ch5-collided\.c:16 abandoned/);
      expect(text).toMatch(/search pass: the handler of \w{8} ch5_collided!_except_handler3 takes it, does not return/);
      expect(text).not.toMatch(/being asked|running now|cleaning up now/);
    }
  });
});

test('an exception that only the unhandled filter has taken was taken by nobody', async () => {
  const lab = await labOfProgram('ch5-unhandled', 'bp main; g; g');
  const text = await seen(lab);
  expect(text).toMatch(/c0000005 STATUS_ACCESS_VIOLATION: nobody took it; the process has ended/);
});
