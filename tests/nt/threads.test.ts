/** Threads as programs see them: made, waited for, ended, suspended, with the library's data of their own. */
import { describe, expect, test } from 'vitest';
import { exe, type RunOptions, run } from '../windows/run.ts';

const head = '#include <windows.h>\n#include <process.h>\n#include <stdio.h>\n#include <errno.h>\n';

/** Lines that the program prints. */
function lines(text: string, options: RunOptions = {}): string[] {
  const { output, stop } = run(exe(head + text), { limit: 100_000_000, ...options });
  expect(stop).toMatchObject({ kind: 'exit' });
  return output.trimEnd().split('\n');
}

describe('threads', () => {
  test('run, and their exit codes stay with the handle', () => {
    const text = `
DWORD WINAPI work(LPVOID p) { return 40 + (DWORD)p; }
int main(void) {
  HANDLE h[3]; DWORD id[3], code; int i;
  for (i = 0; i < 3; i++) h[i] = CreateThread(NULL, 0, work, (LPVOID)i, 0, &id[i]);
  printf("%u\\n", WaitForMultipleObjects(3, h, TRUE, INFINITE));
  for (i = 0; i < 3; i++) { GetExitCodeThread(h[i], &code); printf("%u %d\\n", code, GetThreadId(h[i]) == id[i]); CloseHandle(h[i]); }
  return 0;
}`;
    for (const processors of [1, 2, 4]) expect(lines(text, { processors })).toEqual(['0', '40 1', '41 1', '42 1']);
  });

  test('are 259 while they run and have an errno of their own', () => {
    const text = `
unsigned __stdcall work(void *p) { errno = 33; Sleep(50); return errno; }
int main(void) {
  DWORD code; HANDLE h;
  errno = 5;
  h = (HANDLE)_beginthreadex(NULL, 0, work, NULL, 0, NULL);
  Sleep(20); GetExitCodeThread(h, &code); printf("%u\\n", code);
  printf("%u\\n", WaitForSingleObject(h, 0));
  WaitForSingleObject(h, INFINITE); GetExitCodeThread(h, &code); printf("%u %d\\n", code, errno);
  return 0;
}`;
    expect(lines(text)).toEqual(['259', '258', '33 5']);
  });

  test('that are suspended do not run until the last count is taken back', () => {
    const text = `
volatile int ran;
DWORD WINAPI work(LPVOID p) { ran = 1; return 0; }
int main(void) {
  HANDLE h = CreateThread(NULL, 0, work, NULL, CREATE_SUSPENDED, NULL); int i; DWORD n = 0;
  printf("%u %u\\n", SuspendThread(h), SuspendThread(h));
  Sleep(100); printf("%d\\n", ran);
  printf("%u %u %d\\n", ResumeThread(h), ResumeThread(h), ran);
  printf("%u\\n", ResumeThread(h)); WaitForSingleObject(h, INFINITE); printf("%d %u\\n", ran, ResumeThread(h));
  h = CreateThread(NULL, 0, work, NULL, CREATE_SUSPENDED, NULL);
  for (i = 1; i < 127; i++) n = SuspendThread(h);
  printf("%u ", n); printf("%d ", SuspendThread(h)); printf("%u\\n", GetLastError());
  return 0;
}`;
    // Arguments of printf are evaluated from the last to the first.
    expect(lines(text)).toEqual(['2 1', '0', '2 3 0', '1', '1 0', '126 -1 156']);
  });

  test('come and go 200 at a time, and memory and ids come back', () => {
    const text = `
DWORD WINAPI work(LPVOID p) { Sleep(10); return 0; }
int main(void) {
  static HANDLE h[200]; int i, round; DWORD first = 0, id = 0;
  for (round = 0; round < 2; round++) {
    for (i = 0; i < 200; i++) { h[i] = CreateThread(NULL, 0, work, NULL, 0, &id); if (!h[i]) printf("failed %d\\n", GetLastError()); }
    if (round == 0) first = id;
    for (i = 0; i < 200; i++) { WaitForSingleObject(h[i], INFINITE); CloseHandle(h[i]); }
  }
  printf("%d\\n", first != 0);
  return 0;
}`;
    const { output, machine } = run(exe(head + text), { limit: 200_000_000 });
    expect(output).toBe('1\n');
    expect(machine.memory.framesInUse).toBeLessThan(3000);
  });

  test('interleave by the seed, and the same seed gives the same run', () => {
    const text = `
volatile int counter;
DWORD WINAPI work(LPVOID p) { int i; for (i = 0; i < 2000; i++) counter++; return 0; }
int main(void) {
  HANDLE h[2]; int i;
  for (i = 0; i < 2; i++) h[i] = CreateThread(NULL, 0, work, NULL, 0, NULL);
  WaitForMultipleObjects(2, h, TRUE, INFINITE);
  printf("%d\\n", counter); return 0;
}`;
    const results = [1, 2, 3, 4].map((seed) => lines(text, { seed, processors: 2 })[0]);
    expect(new Set(results).size).toBeGreaterThan(1);
    expect(results.some((each) => Number(each) < 4000)).toBe(true);
    expect([1, 2, 3, 4].map((seed) => lines(text, { seed, processors: 2 })[0])).toEqual(results);
  });
});
