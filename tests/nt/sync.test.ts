/** Locks, condition variables, timers and misuse of handles, as programs see them. */
import { describe, expect, test } from 'vitest';
import { exe, type RunOptions, run } from '../windows/run.ts';

const head = '#include <windows.h>\n#include <stdio.h>\n';

function lines(text: string, options: RunOptions = {}): string[] {
  const { output, stop } = run(exe(head + text), { limit: 200_000_000, ...options });
  expect(stop).toMatchObject({ kind: 'exit' });
  return output.trimEnd().split('\n');
}

describe('user-mode locks', () => {
  test('critical sections and slim locks exclude each other, once-initialisation runs once', () => {
    const text = `
CRITICAL_SECTION cs; SRWLOCK srw = SRWLOCK_INIT; INIT_ONCE once = INIT_ONCE_STATIC_INIT; int a, b, inits;
BOOL CALLBACK init(PINIT_ONCE o, PVOID p, PVOID *c) { inits++; Sleep(20); *c = (PVOID)0x40; return TRUE; }
DWORD WINAPI work(LPVOID p) {
  int i; PVOID c = NULL;
  InitOnceExecuteOnce(&once, init, NULL, &c);
  for (i = 0; i < 300; i++) {
    EnterCriticalSection(&cs); a++; LeaveCriticalSection(&cs);
    AcquireSRWLockExclusive(&srw); b++; ReleaseSRWLockExclusive(&srw);
    AcquireSRWLockShared(&srw); if (b < 1) printf("?"); ReleaseSRWLockShared(&srw);
  }
  return (DWORD)c;
}
int main(void) {
  HANDLE h[4]; int i; DWORD code;
  InitializeCriticalSectionAndSpinCount(&cs, 100);
  for (i = 0; i < 4; i++) h[i] = CreateThread(NULL, 0, work, NULL, 0, NULL);
  WaitForMultipleObjects(4, h, TRUE, INFINITE);
  GetExitCodeThread(h[3], &code);
  printf("%d %d %d %x %d %p\\n", a, b, inits, code, cs.LockCount, srw.Ptr);
  return 0;
}`;
    for (const seed of [1, 2, 3]) expect(lines(text, { processors: 3, seed })).toEqual(['1200 1200 1 40 -1 00000000']);
    expect(lines(text)).toEqual(['1200 1200 1 40 -1 00000000']);
  });

  test('the lock count of a critical section tells who waits, and its event comes with the first waiter', () => {
    const text = `
CRITICAL_SECTION cs;
DWORD WINAPI work(LPVOID p) { EnterCriticalSection(&cs); LeaveCriticalSection(&cs); return 0; }
int main(void) {
  HANDLE h[2]; int i;
  InitializeCriticalSection(&cs); printf("%d\\n", cs.LockCount);
  EnterCriticalSection(&cs); EnterCriticalSection(&cs);
  printf("%d %d %d\\n", cs.LockCount, cs.RecursionCount, cs.LockSemaphore != 0);
  for (i = 0; i < 2; i++) { h[i] = CreateThread(NULL, 0, work, NULL, 0, NULL); Sleep(50); printf("%d %d\\n", cs.LockCount, cs.LockSemaphore != 0); }
  LeaveCriticalSection(&cs); LeaveCriticalSection(&cs);
  WaitForMultipleObjects(2, h, TRUE, INFINITE); printf("%d\\n", cs.LockCount);
  return 0;
}`;
    expect(lines(text)).toEqual(['-1', '-2 2 0', '-6 1', '-10 1', '-1']);
  });

  test('condition variables wake one, all, or nobody; a wait on them can be over', () => {
    const text = `
CRITICAL_SECTION cs; CONDITION_VARIABLE cv; int items, sum;
DWORD WINAPI consumer(LPVOID p) {
  int i;
  for (i = 0; i < 100; i++) {
    EnterCriticalSection(&cs);
    while (items == 0) SleepConditionVariableCS(&cv, &cs, INFINITE);
    items--; sum++;
    LeaveCriticalSection(&cs);
  }
  return 0;
}
int main(void) {
  HANDLE h[3]; int i; BOOL slept;
  InitializeCriticalSection(&cs); InitializeConditionVariable(&cv);
  for (i = 0; i < 3; i++) h[i] = CreateThread(NULL, 0, consumer, NULL, 0, NULL);
  Sleep(50);
  for (i = 0; i < 300; i++) { EnterCriticalSection(&cs); items++; LeaveCriticalSection(&cs); if (i % 7) WakeConditionVariable(&cv); else WakeAllConditionVariable(&cv); }
  WaitForMultipleObjects(3, h, TRUE, INFINITE);
  EnterCriticalSection(&cs); slept = SleepConditionVariableCS(&cv, &cs, 30);
  printf("%d %d %u %p\\n", sum, slept, GetLastError(), cv.Ptr);
  return 0;
}`;
    for (const processors of [1, 2, 4]) expect(lines(text, { processors })).toEqual(['300 0 1460 00000000']);
  });

  test('interlocked lists give every entry to exactly one thread', () => {
    const text = `
typedef struct { SLIST_ENTRY link; LONG seen; } ITEM;
SLIST_HEADER list; ITEM items[200]; LONG taken;
DWORD WINAPI work(LPVOID p) { PSLIST_ENTRY e; while ((e = InterlockedPopEntrySList(&list)) != NULL) { InterlockedIncrement(&((ITEM *)e)->seen); InterlockedIncrement(&taken); } return 0; }
int main(void) {
  HANDLE h[2]; int i, wrong = 0;
  InitializeSListHead(&list);
  for (i = 0; i < 200; i++) InterlockedPushEntrySList(&list, &items[i].link);
  printf("%d ", QueryDepthSList(&list));
  for (i = 0; i < 2; i++) h[i] = CreateThread(NULL, 0, work, NULL, 0, NULL);
  WaitForMultipleObjects(2, h, TRUE, INFINITE);
  for (i = 0; i < 200; i++) if (items[i].seen != 1) wrong++;
  printf("%d %d %d\\n", taken, wrong, QueryDepthSList(&list));
  return 0;
}`;
    expect(lines(text, { processors: 2 })).toEqual(['200 200 0 0']);
  });
});

describe('objects', () => {
  test('waitable timers come once or again and again', () => {
    const text = `
int main(void) {
  LARGE_INTEGER due; HANDLE t = CreateWaitableTimer(NULL, FALSE, NULL); DWORD start = GetTickCount(); int i;
  due.QuadPart = -1000000;
  SetWaitableTimer(t, &due, 50, NULL, NULL, 0);
  for (i = 0; i < 3; i++) WaitForSingleObject(t, INFINITE);
  i = GetTickCount() - start; printf("%d\\n", i >= 200 && i <= 240);
  CancelWaitableTimer(t); printf("%u\\n", WaitForSingleObject(t, 500));
  return 0;
}`;
    expect(lines(text)).toEqual(['1', '258']);
  });

  test('an abandoned mutex tells exactly one waiter', () => {
    const text = `
HANDLE m;
DWORD WINAPI work(LPVOID p) { WaitForSingleObject(m, INFINITE); WaitForSingleObject(m, INFINITE); return 0; }
int main(void) {
  HANDLE h; DWORD first;
  m = CreateMutex(NULL, FALSE, NULL); h = CreateThread(NULL, 0, work, NULL, 0, NULL); WaitForSingleObject(h, INFINITE);
  first = WaitForSingleObject(m, INFINITE); printf("%x ", first);
  printf("%d ", ReleaseMutex(m)); printf("%x ", WaitForSingleObject(m, 0));
  ReleaseMutex(m); printf("%d ", ReleaseMutex(m)); printf("%u\\n", GetLastError());
  return 0;
}`;
    expect(lines(text)).toEqual(['80 1 0 0 288']);
  });

  test('misuse is Windows’ error: closing twice, waiting on garbage, too many posts, protected handles', () => {
    const text = `
int main(void) {
  HANDLE e = CreateEvent(NULL, FALSE, FALSE, NULL), s = CreateSemaphore(NULL, 2, 3, NULL), many[65]; LONG before = 77; DWORD flags; int i;
  CloseHandle(e); printf("%d ", CloseHandle(e)); printf("%u\\n", GetLastError());
  printf("%x ", WaitForSingleObject((HANDLE)0x1234568, 0)); printf("%u\\n", GetLastError());
  printf("%d ", ReleaseSemaphore(s, 2, &before)); printf("%u %d\\n", GetLastError(), before);
  SetHandleInformation(s, HANDLE_FLAG_PROTECT_FROM_CLOSE, HANDLE_FLAG_PROTECT_FROM_CLOSE);
  GetHandleInformation(s, &flags); printf("%u %d ", flags, CloseHandle(s)); printf("%u\\n", GetLastError());
  for (i = 0; i < 65; i++) many[i] = s;
  printf("%x ", WaitForMultipleObjects(65, many, FALSE, 0)); printf("%u\\n", GetLastError());
  printf("%x ", WaitForMultipleObjects(2, many, TRUE, 0)); printf("%u\\n", GetLastError());
  return 0;
}`;
    expect(lines(text)).toEqual(['0 6', 'ffffffff 6', '0 298 77', '2 0 6', 'ffffffff 87', 'ffffffff 87']);
  });

  test('SignalObjectAndWait hands over from one thread to the other', () => {
    const text = `
HANDLE a, b; int n;
DWORD WINAPI work(LPVOID p) { int i; WaitForSingleObject(b, INFINITE); for (i = 0; i < 5; i++) { n++; SignalObjectAndWait(a, b, i == 4 ? 0 : INFINITE, FALSE); } return 0; }
int main(void) {
  HANDLE h; int i;
  a = CreateEvent(NULL, FALSE, FALSE, NULL); b = CreateEvent(NULL, FALSE, FALSE, NULL); h = CreateThread(NULL, 0, work, NULL, 0, NULL);
  for (i = 0; i < 5; i++) { SignalObjectAndWait(b, a, INFINITE, FALSE); printf("%d ", n); }
  WaitForSingleObject(h, INFINITE); printf("\\n"); return 0;
}`;
    expect(lines(text)).toEqual(['1 2 3 4 5']);
  });

  test('names lead to objects by type, and the last error says what was there', () => {
    const text = `
int main(void) {
  HANDLE a, b; DWORD e;
  SetLastError(9); a = CreateEvent(NULL, TRUE, FALSE, TEXT("one")); printf("%u ", GetLastError());
  b = CreateEvent(NULL, FALSE, TRUE, TEXT("Local\\\\one")); e = GetLastError(); printf("%u %u ", e, WaitForSingleObject(b, 0));
  printf("%d ", CreateMutex(NULL, FALSE, TEXT("one")) != NULL); printf("%u ", GetLastError());
  printf("%d ", OpenEvent(SYNCHRONIZE, FALSE, TEXT("One")) != NULL); printf("%u ", GetLastError());
  printf("%d ", OpenEvent(0, FALSE, TEXT("one")) != NULL); printf("%u\\n", GetLastError());
  CloseHandle(b); b = OpenEvent(SYNCHRONIZE, FALSE, TEXT("one"));
  printf("%d ", SetEvent(b)); printf("%u ", GetLastError());
  SetEvent(a); printf("%u ", WaitForSingleObject(b, 0)); CloseHandle(a); CloseHandle(b);
  printf("%d ", OpenEvent(SYNCHRONIZE, FALSE, TEXT("one")) != NULL); printf("%u ", GetLastError());
  printf("%d ", CreateEvent(NULL, FALSE, FALSE, TEXT("no\\\\where")) != NULL); printf("%u\\n", GetLastError());
  return 0;
}`;
    expect(lines(text)).toEqual(['0 183 258 0 6 0 2 0 5', '0 5 0 0 2 0 3']);
  });

  test('10,000 handles and 1,000 names come and go', () => {
    const text = `
int main(void) {
  static HANDLE h[10000]; int i, wrong = 0; DWORD before, after; char name[20];
  GetProcessHandleCount(GetCurrentProcess(), &before);
  for (i = 0; i < 10000; i++) { if (i < 1000) { sprintf(name, "name%d", i); h[i] = CreateEventA(NULL, FALSE, FALSE, name); } else h[i] = CreateEvent(NULL, FALSE, FALSE, NULL); if (!h[i] || (DWORD)h[i] % 0x800 == 0) wrong++; }
  for (i = 0; i < 10000; i++) { SetEvent(h[i]); if (WaitForSingleObject(h[i], 0)) wrong++; CloseHandle(h[i]); }
  GetProcessHandleCount(GetCurrentProcess(), &after);
  printf("%d %d\\n", wrong, after - before);
  return 0;
}`;
    expect(lines(text)).toEqual(['0 0']);
  });

  test('two mutexes in the wrong order are a deadlock, told with the ring', () => {
    const text = `
HANDLE m[2];
DWORD WINAPI work(LPVOID p) { int i = (int)p; WaitForSingleObject(m[i], INFINITE); Sleep(20); WaitForSingleObject(m[1 - i], INFINITE); return 0; }
int main(void) {
  HANDLE h[2]; int i;
  for (i = 0; i < 2; i++) m[i] = CreateMutex(NULL, FALSE, NULL);
  for (i = 0; i < 2; i++) h[i] = CreateThread(NULL, 0, work, (LPVOID)i, 0, NULL);
  return WaitForMultipleObjects(2, h, TRUE, INFINITE);
}`;
    const { stop } = run(exe(head + text));
    expect(stop.kind).toBe('deadlock');
    expect((stop as { cycle?: readonly number[] }).cycle).toHaveLength(2);
  });
});
