import { beforeAll, describe, expect, test } from 'vitest';
import type { Lab } from '../../src/lab/lab.ts';
import { labOf, said } from '../lab/labs.ts';

const PROGRAM = `#include <windows.h>
CRITICAL_SECTION lock;
int main(void)
{
    HANDLE copy;
    HANDLE ready = CreateEventA(NULL, FALSE, FALSE, "ready");
    HANDLE door = CreateMutexA(NULL, TRUE, "Local\\\\door");
    HANDLE seats = CreateSemaphoreA(NULL, 2, 5, NULL);
    DuplicateHandle(GetCurrentProcess(), ready, GetCurrentProcess(), &copy, 0, TRUE, DUPLICATE_SAME_ACCESS);
    WaitForSingleObject(door, 0);
    InitializeCriticalSection(&lock);
    EnterCriticalSection(&lock);
    WaitForSingleObject(ready, INFINITE);
    return 0;
}
`;

let lab: Lab;

const pointerAt = async (place: string) => /= (\w+)\s*$/.exec(await said(lab, `? poi(${place})`))?.[1];

describe('while the only thread waits for an event', () => {
  beforeAll(async () => {
    lab = await labOf(PROGRAM, 'g');
  }, 60_000);

  test('!handle lists handles by type, and a handle’s object with its counts and state', async () => {
    const all = await said(lab, '!handle 0 f');
    expect(all).toMatch(/Event {10}\t2\n/);
    expect(all).toMatch(/Semaphore Count 2\n {4}Semaphore Limit 5/);
    const events = await said(lab, '!handle 0 f Event');
    expect(events).toContain('2 Handles');
    expect(events.match(/HandleCount {2}\t2/g)).toHaveLength(2);
    expect(events).toMatch(/Attributes {3}\t2 Inherit/);
    expect(events).toContain('\\BaseNamedObjects\\ready');
    expect(events).toContain('Event Type Auto Reset\n    Event is Waiting');
  });

  test('!object names the owner of a mutex that was taken twice', async () => {
    const text = await said(lab, '!object \\BaseNamedObjects\\door');
    expect(text).toContain('SignalState: -1');
    const id = /Id: (\w+\.\w+)/.exec(await said(lab, '~'))?.[1];
    expect(text).toContain(`Mutant Owner ${id}`);
    expect(await said(lab, '!object \\BaseNamedObjects')).toMatch(/Mutant +door[\s\S]*Event +ready/);
    expect(await said(lab, '!object 10000')).toContain('is not a valid object');
  });

  test('@$thread and @$proc are the kernel’s objects of the thread that is looked at', async () => {
    const thread = /THREAD (\w+)/.exec(await said(lab, '!thread'))?.[1];
    expect(await said(lab, '? @$thread')).toContain(`= ${thread}`);
    expect(await said(lab, '!process')).toMatch(new RegExp(`ObjectTable: ${await pointerAt('@$proc+f4')}`));
  });

  test('!waits, !thread and !running say that the thread waits and the processor idles', async () => {
    expect(await said(lab, '!waits')).toMatch(/^thread 0 \(\w+\) waits for \w{8} Event "ready"\n$/);
    const thread = await said(lab, '!thread');
    expect(thread).toMatch(/WAIT: \(UserRequest\)/);
    expect(thread).toContain('SynchronizationEvent');
    expect(thread).toContain('test!main');
    expect(await said(lab, '!running')).toContain('idle');
    expect(await said(lab, '!ready')).toBe('Processor 0: No threads in READY state\n');
    expect(await said(lab, '!process')).toMatch(/Image: test\.exe\n\n +THREAD/);
  });

  test('!locks and !cs find the locked critical section by name, with its owner', async () => {
    const locks = await said(lab, '!locks');
    expect(locks).toMatch(/CritSec test!lock\+0 at \w{8}\nWaiterWoken +No\nLockCount +0\nRecursionCount +1\n/);
    expect(locks.match(/\*\*\* Locked/g)).toHaveLength(1);
    expect(await said(lab, '!cs test!lock')).toMatch(/\(test!lock\+0x0\)\nLOCKED/);
    expect((await said(lab, '!locks -v')).length).toBeGreaterThan(locks.length);
  });

  test('~0s keeps the thread, and threads that there are not are refused', async () => {
    expect(await said(lab, '~0s')).toContain('eip=');
    expect(await said(lab, '~7s')).toContain('Illegal thread');
    expect(await said(lab, '~*k')).toMatch(/\. {2}0 {2}Id: [\s\S]*test!main/);
    expect(lab.session.prompt).toBe('0:000> ');
  });
});
