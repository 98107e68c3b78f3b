/** Who runs when: timelines worked out by hand from the rules, in clock ticks. */
import { describe, expect, test } from 'vitest';
import type { LogEntry } from '../../src/machine/log.ts';
import { forceSwitch } from '../../src/nt/input.ts';
import { exe, type RunOptions, run } from '../windows/run.ts';

const TICK = 156_250;
const head = '#include <windows.h>\n#include <stdio.h>\n';
/** Ticks begin with the boot, the program is in the background: a turn is 2 ticks, and waits bring no foreground boost. */
const background: RunOptions = { clockPhase: 0, foreground: false, limit: 400_000_000 };

interface Switch extends LogEntry {
  readonly previous: number;
  readonly previousState: string;
  readonly reason: string;
}

function switches(entries: readonly LogEntry[]): Switch[] {
  return entries.filter((entry) => entry.kind === 'switch') as Switch[];
}

/** Threads that burn the processor for `ticks` each, at levels relative to the process; the main thread starts them all and waits. */
function burners(threads: readonly { level: number; ticks: number }[]): string {
  return `
struct { int level; DWORD ticks; } plan[] = {${threads.map((each) => `{${each.level}, ${each.ticks}}`).join(', ')}};
#define COUNT (sizeof(plan) / sizeof(plan[0]))
DWORD WINAPI burn(LPVOID p) {
  FILETIME c, e, k, u;
  do GetThreadTimes(GetCurrentThread(), &c, &e, &k, &u); while (u.dwLowDateTime / 156250 < plan[(int)p].ticks);
  return 0;
}
int main(void) {
  HANDLE h[COUNT]; int i;
  SetThreadPriority(GetCurrentThread(), THREAD_PRIORITY_TIME_CRITICAL);
  for (i = 0; i < COUNT; i++) { h[i] = CreateThread(NULL, 0, burn, (LPVOID)i, CREATE_SUSPENDED, NULL); SetThreadPriority(h[i], plan[i].level); SetThreadPriorityBoost(h[i], TRUE); }
  Sleep(1);
  for (i = 0; i < COUNT; i++) ResumeThread(h[i]);
  WaitForMultipleObjects(COUNT, h, TRUE, INFINITE);
  return 0;
}`;
}

/** Which thread ran for how many ticks, one after the other, from the main thread's wait on; threads are counted from 0. */
function timeline(text: string, options: RunOptions = background): [number, number][] {
  const { entries, stop } = run(exe(head + text), options);
  expect(stop).toEqual({ kind: 'exit', code: 0 });
  const all = switches(entries);
  const ids = [...new Set(all.map((each) => each.thread))].filter((id) => id !== 0).sort((a, b) => a - b);
  const turns: [number, number][] = [];
  for (const [i, each] of all.entries()) {
    const length = Math.round(((all[i + 1]?.position ?? each.position) - each.position) / TICK);
    const last = turns.at(-1);
    const index = ids.indexOf(each.thread) - 1;
    if (each.thread === 0 || index < 0 || length === 0) continue;
    if (last?.[0] === index) last[1] += length;
    else turns.push([index, length]);
  }
  return turns;
}

describe('the scheduler', () => {
  test('lets equals take turns of two ticks, and higher ones run before them', () => {
    // Levels 8, 8 and 9: the 9 first, to its end. The next one comes in just behind a tick: at the second tick from there its cycles
    // are not quite two ticks, so it keeps the processor to the third. From then on turns begin and end at ticks.
    expect(
      timeline(
        burners([
          { level: 0, ticks: 5 },
          { level: 0, ticks: 4 },
          { level: 1, ticks: 3 },
        ]),
      ),
    ).toEqual([
      [2, 3],
      [0, 3],
      [1, 2],
      [0, 2],
      [1, 2],
    ]);
  });

  test('gives turns of six ticks in the foreground and twelve on a server', () => {
    const two = burners([
      { level: 0, ticks: 15 },
      { level: 0, ticks: 15 },
    ]);
    const lengths = (options: RunOptions) => timeline(two, { ...background, ...options }).map(([, length]) => length);
    // The first turn begins behind a tick and gets one more.
    expect(lengths({ foreground: true })).toEqual([7, 6, 6, 6, 2, 3]);
    expect(lengths({ server: true })).toEqual([13, 12, 2, 3]);
  });

  test('boosts a starved thread to 15 after about four seconds, for one tick', () => {
    const text = `
volatile int ran;
DWORD WINAPI high(LPVOID p) { while (!ran) ; return 0; }
DWORD WINAPI low(LPVOID p) { ran = 1; return 0; }
int main(void) {
  HANDLE h[2];
  SetThreadPriority(GetCurrentThread(), THREAD_PRIORITY_TIME_CRITICAL);
  h[0] = CreateThread(NULL, 0, high, NULL, CREATE_SUSPENDED, NULL); SetThreadPriority(h[0], THREAD_PRIORITY_ABOVE_NORMAL);
  h[1] = CreateThread(NULL, 0, low, NULL, 0, NULL); ResumeThread(h[0]);
  WaitForMultipleObjects(2, h, TRUE, INFINITE);
  return 0;
}`;
    const { entries } = run(exe(head + text), background);
    const boost = entries.find((entry) => entry.kind === 'boost' && (entry as { why?: string }).why === 'starvation');
    expect(boost).toMatchObject({ from: 8, to: 15 });
    const seconds = (boost?.position ?? 0) / 1e7;
    expect(seconds).toBeGreaterThan(4.6);
    expect(seconds).toBeLessThan(5.8);
  });

  test('runs a woken higher thread at once, and the one it took the place of before its equals', () => {
    const text = `
volatile int stop; HANDLE go;
DWORD WINAPI burn(LPVOID p) { while (!stop) ; return 0; }
DWORD WINAPI waiter(LPVOID p) { WaitForSingleObject(go, 20); WaitForSingleObject(go, 100); stop = 1; return 0; }
int main(void) {
  HANDLE h[3]; int i;
  go = CreateEvent(NULL, FALSE, FALSE, NULL);
  SetThreadPriority(GetCurrentThread(), THREAD_PRIORITY_TIME_CRITICAL);
  h[2] = CreateThread(NULL, 0, waiter, NULL, CREATE_SUSPENDED, NULL); SetThreadPriority(h[2], THREAD_PRIORITY_HIGHEST); ResumeThread(h[2]);
  for (i = 0; i < 2; i++) h[i] = CreateThread(NULL, 0, burn, NULL, 0, NULL);
  WaitForMultipleObjects(3, h, TRUE, INFINITE);
  return 0;
}`;
    const { entries } = run(exe(head + text), background);
    const all = switches(entries);
    const at = all.findIndex((each) => each.reason === 'preempted' && each.previousState === 'Ready');
    const preempted = all[at];
    expect(preempted).toBeDefined();
    // The waiter waits again at once: who was taken off comes back, not the other one.
    expect(all[at + 1]).toMatchObject({ thread: preempted?.previous, previous: preempted?.thread, reason: 'wait' });
  });

  test('lets a lower thread have a whole turn when the one above yields to it', () => {
    const text = `
volatile long beats;
DWORD WINAPI beat(LPVOID p) { while (beats >= 0) beats++; return 0; }
int main(void) {
  HANDLE h = CreateThread(NULL, 0, beat, NULL, CREATE_SUSPENDED, NULL);
  SetThreadPriority(h, THREAD_PRIORITY_LOWEST); ResumeThread(h);
  printf("%d ", beats == 0); printf("%d ", SwitchToThread()); printf("%d ", beats > 1000); beats = 0;
  Sleep(0); printf("%d\\n", beats > 1000); return 0;
}`;
    expect(run(exe(head + text), background).output).toBe('1 1 1 1\n');
  });

  test('has nobody wait in a queue while a processor idles', () => {
    const text = burners([
      { level: 0, ticks: 4 },
      { level: 0, ticks: 4 },
      { level: 0, ticks: 4 },
    ]);
    const { entries, machine } = run(exe(head + text), { ...background, processors: 4 });
    const used = new Set(
      switches(entries)
        .filter((each) => each.thread !== 0)
        .map((each) => each.processor),
    );
    expect(used.size).toBeGreaterThanOrEqual(3);
    expect(machine.processors.length).toBe(4);
  });

  test('keeps a thread on the processors of its affinity', () => {
    const text = `
DWORD WINAPI where(LPVOID p) { int i; DWORD bad = 0; for (i = 0; i < 50; i++) { if (GetCurrentProcessorNumber() != 1) bad++; Sleep(i % 2); } return bad; }
int main(void) {
  HANDLE h[3]; int i; DWORD code;
  for (i = 0; i < 3; i++) { h[i] = CreateThread(NULL, 0, where, NULL, CREATE_SUSPENDED, NULL); printf("%x ", SetThreadAffinityMask(h[i], 2)); ResumeThread(h[i]); }
  SetThreadAffinityMask(GetCurrentThread(), 1); printf("%u ", GetCurrentProcessorNumber());
  WaitForMultipleObjects(3, h, TRUE, INFINITE);
  for (i = 0; i < 3; i++) { GetExitCodeThread(h[i], &code); printf("%u ", code); }
  printf("%x ", SetThreadAffinityMask(h[0], 8)); printf("%u\\n", GetLastError());
  return 0;
}`;
    expect(run(exe(head + text), { ...background, processors: 2 }).output).toBe('3 3 3 0 0 0 0 0 87\n');
  });

  test('moves a running thread that may not stay, even when nobody else wants its processor', () => {
    const text = `
int main(void) {
  int i;
  for (i = 0; i < 6; i++) { SetThreadAffinityMask(GetCurrentThread(), 1 << (i % 3)); printf("%u ", GetCurrentProcessorNumber()); }
  return 0;
}`;
    expect(run(exe(head + text), { ...background, processors: 3 }).output).toBe('0 1 2 0 1 2 ');
  });

  test('knows base priorities by class and level', () => {
    const text = `
int main(void) {
  HANDLE t = GetCurrentThread(), p = GetCurrentProcess();
  printf("%d %x ", GetThreadPriority(t), GetPriorityClass(p));
  printf("%d ", SetThreadPriority(t, THREAD_PRIORITY_IDLE)); printf("%d ", GetThreadPriority(t));
  printf("%d ", SetPriorityClass(p, ABOVE_NORMAL_PRIORITY_CLASS)); printf("%d %x ", GetThreadPriority(t), GetPriorityClass(p));
  printf("%d ", SetThreadPriority(t, 3)); printf("%u ", GetLastError());
  printf("%d %d\\n", SetThreadPriority(t, THREAD_PRIORITY_LOWEST), SwitchToThread());
  return 0;
}`;
    expect(run(exe(head + text), background).output).toBe('0 20 1 -15 1 -15 8000 0 87 1 0\n');
  });

  test('lets the reader force another thread in, and the lost update shows', () => {
    const text = `
volatile int counter;
DWORD WINAPI work(LPVOID p) { int i; for (i = 0; i < 100; i++) counter++; return 0; }
int main(void) { HANDLE h[2]; int i; for (i = 0; i < 2; i++) h[i] = CreateThread(NULL, 0, work, NULL, 0, NULL);
  WaitForMultipleObjects(2, h, TRUE, INFINITE); printf("%d\\n", counter); return 0; }`;
    const plain = run(exe(head + text), background);
    expect(plain.output).toBe('200\n');
    const { machine } = run(exe(head + text), { ...background, limit: 1 });
    let forced = 0;
    while (machine.run(machine.position + 37).kind === 'limit') if (forceSwitch(machine, 0)) forced++;
    expect(forced).toBeGreaterThan(10);
    const output = machine.log.entries.filter((entry) => entry.kind === 'output') as unknown as { bytes: Uint8Array }[];
    expect(Number(new TextDecoder().decode(output.at(-1)?.bytes))).toBeLessThan(200);
  });
});
