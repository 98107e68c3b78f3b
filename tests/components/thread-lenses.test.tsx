import { signal } from '@preact/signals';
import { renderToString } from 'preact-render-to-string';
import { beforeAll, describe, expect, test } from 'vitest';
import { labWords } from '../../components/lab/words.ts';
import { lensNames, lensOf, loadLens } from '../../components/lenses/index.ts';
import type { Selection } from '../../components/lenses/lens.ts';
import type { Lab } from '../../src/lab/lab.ts';
import { narrate } from '../../src/lab/narrate.ts';
import { labOf, said } from '../lab/labs.ts';

const DEADLOCK = `#include <windows.h>
HANDLE a, b;
DWORD WINAPI Worker(LPVOID reversed)
{
    WaitForSingleObject(reversed ? b : a, INFINITE);
    Sleep(20);
    WaitForSingleObject(reversed ? a : b, INFINITE);
    return 0;
}
int main(void)
{
    HANDLE workers[2];
    a = CreateMutexA(NULL, FALSE, "A");
    b = CreateMutexA(NULL, FALSE, "B");
    workers[0] = CreateThread(NULL, 0, Worker, (void *)0, 0, NULL);
    workers[1] = CreateThread(NULL, 0, Worker, (void *)1, 0, NULL);
    WaitForMultipleObjects(2, workers, TRUE, INFINITE);
    return 0;
}
`;

/** What a reader sees of a lens: its HTML without tags. */
async function seen(lab: Lab, name: string, language: 'en' | 'zh' = 'en', selected?: Selection): Promise<string> {
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
      selection={signal(selected)}
    />,
  );
  expect(html).not.toContain('style=');
  return html
    .replace(/<[^>]*>/g, ' ')
    .replaceAll('&quot;', '"')
    .replace(/\s+/g, ' ');
}

let lab: Lab;

describe('two threads that each wait for the other’s mutex', () => {
  beforeAll(async () => {
    lab = await labOf(DEADLOCK, 'g');
  }, 60_000);

  test('Waits names the ring and both mutexes', async () => {
    const text = await seen(lab, 'waits');
    expect(text).toContain('Deadlock Each waits for what the next one has');
    expect(text).toMatch(
      /thread 1 \(Worker\) → thread 2 \(Worker\) → thread 1|Thread 1 \(Worker\) → Thread 2 \(Worker\) → Thread 1/,
    );
    expect(text).toMatch(/1 Worker Mutant "B" 0: owned 2 /);
    expect(text).toMatch(/2 Worker Mutant "A" 0: owned 1 /);
    expect(await seen(lab, 'waits', 'zh')).toContain('死锁');
  });

  test('Source shows the line of the program that waits, not the door to the kernel', async () => {
    const text = await seen(lab, 'source');
    expect(text).toContain('(reversed ? a : b, INFINITE)');
    expect(text).not.toContain('sysenter');
  });

  test('Object begins with the object that the start has looked at', async () => {
    for (const name of ['A', 'B']) {
      const start = `bp main; g; bc *; g; !object \\BaseNamedObjects\\${name}`;
      expect(await seen(await labOf(DEADLOCK, start), 'object')).toMatch(new RegExp(`Mutant ${name} +OBJECT_HEADER`));
    }
  }, 60_000);

  test('Threads shows every thread, what it waits for, and the stack of the one in view', async () => {
    const text = await seen(lab, 'threads');
    expect(text).toMatch(/0 main \w+ Waiting UserRequest/);
    expect(text).toMatch(/1 Worker \w+ Waiting UserRequest Mutant "B" Deadlock/);
    await lab.act({ kind: 'command', line: '~0s' });
    expect(await seen(lab, 'threads')).toContain('test!main');
    await lab.act({ kind: 'command', line: '~1s' });
    expect(await seen(lab, 'threads')).toContain('test!Worker');
    expect(lab.session.prompt).toBe('0:001> ');
  });

  test('Scheduler says why the processor idles and shows a row for each thread', async () => {
    const text = await seen(lab, 'scheduler');
    expect(text).toMatch(/Last switch Thread \d \(Worker\) waits, and nobody is ready: the processor idles\./);
    expect(text).toContain('Processor 0 idle');
    expect(text).toMatch(/0 main 1 Worker 2 Worker/);
  });

  test('Handles leads from a value to the object, Objects lists names, Object shows the wait list', async () => {
    const handles = await seen(lab, 'handles');
    expect(handles).toMatch(/Mutant A 1 \/ \d+ 001f0001/);
    const objects = await seen(lab, 'objects');
    expect(objects).toMatch(/\\BaseNamedObjects 2 A Mutant .* B Mutant/);
    const address = Number.parseInt(
      /(\w{8}) Mutant +A/.exec(await said(lab, '!object \\BaseNamedObjects'))?.[1] ?? '',
      16,
    );
    const object = await seen(lab, 'object', 'en', { address, length: 16 });
    expect(object).toMatch(/Mutant A OBJECT_HEADER/);
    expect(object).toContain('2: mutex');
    expect(object).toMatch(/KWAIT_BLOCK \w{8} \+8 Thread 2 \+14 WaitKey 0/);
  });
});

test('a wait by key has no state of its own', async () => {
  const slim = await labOf(
    `#include <windows.h>
SRWLOCK lock = SRWLOCK_INIT;
int main(void)
{
    AcquireSRWLockExclusive(&lock);
    AcquireSRWLockExclusive(&lock);
    return 0;
}
`,
    'g',
  );
  const text = await seen(slim, 'waits');
  expect(text).toContain('KeyedEvent (key');
  expect(text).toContain('has no state: only a thread that knows the key ends the wait nobody');
  expect(text).not.toContain('limit');
}, 60_000);

test('a free mutex that is waited for together with an event is free, not anybody’s; after the end nothing is said to come yet', async () => {
  const all = `#include <windows.h>
HANDLE both[2];
DWORD WINAPI Patient(LPVOID unused) { return WaitForMultipleObjects(2, both, TRUE, INFINITE); }
int main(void)
{
    both[0] = CreateMutexA(NULL, FALSE, "M");
    both[1] = CreateEventA(NULL, FALSE, FALSE, "E");
    CreateThread(NULL, 0, Patient, NULL, 0, NULL);
    Sleep(20);
    return 0;
}
`;
  const waiting = await labOf(all, 'bp main; g; bp test.c:10; g');
  const text = await seen(waiting, 'waits');
  expect(text).toMatch(/Mutant "M" +\(with others, all at once\) 1: free nobody: it is free/);
  expect(text).toMatch(/Event "E" +\(with others, all at once\) 0: a wait must wait nobody: any thread may signal it/);
  await waiting.act({ kind: 'command', line: 'g' });
  for (const name of ['waits', 'threads', 'handles'])
    expect(await seen(waiting, name)).toContain('The process has ended.');
}, 60_000);

test('the reader lets the other one run, and going back takes it back', async () => {
  const spin = `#include <windows.h>
volatile int turns[2];
DWORD WINAPI Spin(LPVOID which) { for (;;) turns[(int)which]++; }
int main(void)
{
    HANDLE h[2];
    h[0] = CreateThread(NULL, 0, Spin, (void *)0, CREATE_SUSPENDED, NULL);
    h[1] = CreateThread(NULL, 0, Spin, (void *)1, CREATE_SUSPENDED, NULL);
    SetThreadPriorityBoost(h[0], TRUE);
    SetThreadPriorityBoost(h[1], TRUE);
    ResumeThread(h[0]);
    ResumeThread(h[1]);
    WaitForMultipleObjects(2, h, TRUE, INFINITE);
    return 0;
}
`;
  const running = await labOf(spin, 'bp test!Spin; g');
  await lab.ready;
  const first = running.now.now.thread?.id;
  const position = running.now.now.position;
  expect(await said(running, '!ready')).toContain('READY');
  await running.act({ kind: 'switch', processor: 0, id: undefined });
  const other = running.now.now.thread?.id;
  expect(running.now.now.position).toBe(position);
  expect(other).not.toBe(first);
  expect(await seen(running, 'scheduler')).toContain('You let Thread');
  expect(narrate(running.now.now, running.now.before, 'en')).toMatch(/^Thread \d runs now: you wanted it\./);
  await running.act({ kind: 'command', line: 'p' });
  await running.act({ kind: 'goto', position });
  expect(running.now.now.thread?.id).toBe(other);
  expect(running.inputs).toEqual([{ position, kind: 'switch', processor: 0 }]);
});

test('every lens has a name in both languages', () => {
  for (const name of lensNames) {
    expect(labWords('en').lensNames[name]).toBeTruthy();
    expect(labWords('zh').lensNames[name]).toBeTruthy();
  }
});
