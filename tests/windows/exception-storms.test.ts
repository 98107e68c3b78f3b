/**
 * Exception storms: what handles exceptions raises them, and what they need is broken. Each ends as Windows ends it, with the
 * exception's code or in an endless loop that the budget ends; nothing of it reaches the host.
 */
import { describe, expect, it } from 'vitest';
import { exe, run } from './run.ts';

const HEAD = `#include <windows.h>
#include <stdio.h>
#include <setjmp.h>
#define HANDLER(name) EXCEPTION_DISPOSITION __cdecl name(EXCEPTION_RECORD *r, void *frame, CONTEXT *c, void *d)
static void say(const char *text) { puts(text); fflush(stdout); }
static void raise(DWORD code) { RaiseException(code, 0, 0, NULL); }
`;

const outcome = (source: string, options: { readonly sehop?: boolean; readonly limit?: number } = {}) => {
  const { output, stop } = run(exe(`${HEAD}${source}`, { options: { stackReserve: 0x40000 } }), options);
  const end = stop.kind === 'exit' ? stop.code.toString(16) : stop.kind;
  return { output, end };
};

const ACCESS_VIOLATION = 'c0000005';

describe('what faults while it handles a fault', () => {
  it('a hand-made handler, again and again, until no stack is left', () => {
    const source = `HANDLER(h) { return *(int *)4; }
      int main(void) { DWORD a = (DWORD)h; __asm { push a
 push fs:[0]
 mov fs:[0], esp } *(int *)0 = 1; return 0; }`;
    expect(outcome(source)).toEqual({ output: '', end: ACCESS_VIOLATION });
  });

  it('a handler that is no code at all', () => {
    const source = `int main(void) { __asm { push 0
 push fs:[0]
 mov fs:[0], esp } *(int *)0 = 1; return 0; }`;
    expect(outcome(source)).toEqual({ output: '', end: ACCESS_VIOLATION });
  });

  it('a hand-made handler in the unwind pass: the new exception is taken outside', () => {
    const source = `int times;
      HANDLER(h) { if (r->ExceptionFlags & 6 && times++ == 0) *(int *)8 = 1; return ExceptionContinueSearch; }
      void f(void) { DWORD a = (DWORD)h; __asm { push a
 push fs:[0]
 mov fs:[0], esp } raise(0xE0000001); }
      int main(void) { __try { __try { f(); } __except (GetExceptionCode() == 0xE0000001) { say("?"); } }
        __except (1) { printf("%08lx %d\\n", GetExceptionCode(), times); } return 0; }`;
    expect(outcome(source)).toEqual({ output: 'c0000005 1\n', end: '0' });
  });

  it('a filter that has a __try of its own, whose filter is itself', () => {
    const source = `int filter(void) { __try { *(int *)0 = 1; } __except (filter()) { } return 0; }
      int main(void) { __try { *(int *)0 = 1; } __except (filter()) { } return 0; }`;
    expect(outcome(source)).toEqual({ output: '', end: ACCESS_VIOLATION });
  });

  it('a filter that uses the stack up is taken by the frame outside', () => {
    const source = `int asked; int dive(int n) { volatile char room[1000]; room[0] = 1; return dive(n + 1) + room[0]; }
      int main(void) { __try { __try { *(int *)0 = 1; } __except (asked++ == 0 ? dive(0) : 0) { say("?"); } }
        __except (GetExceptionCode() == EXCEPTION_STACK_OVERFLOW) { say("overflow"); } return 0; }`;
    expect(outcome(source)).toEqual({ output: 'overflow\n', end: '0' });
  });

  it('an __except block that uses the stack up', () => {
    const source = `int dive(int n) { volatile char room[1000]; room[0] = 1; return dive(n + 1) + room[0]; }
      int main(void) { __try { __try { *(int *)0 = 1; } __except (1) { dive(0); } }
        __except (1) { printf("%08lx\\n", GetExceptionCode()); } return 0; }`;
    expect(outcome(source)).toEqual({ output: 'c00000fd\n', end: '0' });
  });

  it('the last filter, by recursion: what is nested ends the process at once', () => {
    const source = `LONG WINAPI last(EXCEPTION_POINTERS *p) { say("last"); raise(0xE0000002); return 0; }
      int main(void) { SetUnhandledExceptionFilter(last); raise(0xE0000001); return 0; }`;
    expect(outcome(source)).toEqual({ output: 'last\n', end: 'e0000002' });
  });

  it('a continue handler', () => {
    const source = `int times;
      LONG CALLBACK e(EXCEPTION_POINTERS *p) { return -1; }
      LONG CALLBACK c(EXCEPTION_POINTERS *p) { if (times++ < 3) raise(0xE0000002); return 0; }
      int main(void) { AddVectoredExceptionHandler(1, e); AddVectoredContinueHandler(1, c); raise(0xE0000001); printf("%d\\n", times); return 0; }`;
    expect(outcome(source)).toEqual({ output: '4\n', end: '0' });
  });

  it('a finally block that faults, in a loop that catches it', () => {
    const source = `int main(void) { int i, n = 0;
        for (i = 0; i < 200; i++) __try { __try { raise(0xE0000001); } __finally { raise(0xE0000002); } } __except (1) { n += GetExceptionCode() == 0xE0000002; }
        printf("%d\\n", n); return 0; }`;
    expect(outcome(source)).toEqual({ output: '200\n', end: '0' });
  });
});

describe('what cannot be continued', () => {
  it('and is continued every time uses the stack up', () => {
    const source = `int main(void) { __try { RaiseException(0xE0000001, EXCEPTION_NONCONTINUABLE, 0, NULL); } __except (-1) { } return 0; }`;
    expect(outcome(source)).toEqual({ output: '', end: ACCESS_VIOLATION });
  });

  it('and is continued by a vectored handler comes back from RaiseException', () => {
    const source = `LONG CALLBACK v(EXCEPTION_POINTERS *p) { return -1; }
      int main(void) { AddVectoredExceptionHandler(1, v); RaiseException(0xE0000001, EXCEPTION_NONCONTINUABLE, 0, NULL); say("back"); return 0; }`;
    expect(outcome(source)).toEqual({ output: 'back\n', end: '0' });
  });

  it('a fault that is continued without a change repeats until the budget ends it', () => {
    const source = `int main(void) { __try { *(int *)0 = 1; } __except (-1) { } return 0; }`;
    expect(outcome(source, { limit: 2_000_000 }).end).not.toBe('0');
  });
});

describe('a broken chain', () => {
  const broken = (change: string) => `HANDLER(pass) { return ExceptionContinueSearch; }
    int main(void) { DWORD spare[2], *p = spare; p[0] = __readfsdword(0); p[1] = (DWORD)pass; ${change}
      __try { } __finally { } *(int *)0 = 1; return 0; }`;
  const set = (value: string) => broken(`{ DWORD v = (DWORD)(${value}); __writefsdword(0, v); }`);

  it.each([
    ['not aligned', set('(char *)p + 1')],
    ['outside of the stack', set('0x00400000')],
    ['at the end of memory', set('0xfffffff0')],
    ['at 0', set('0')],
    ['whose next is nowhere', broken('p[0] = 0x10; __writefsdword(0, (DWORD)p);')],
    ['whose next is below', broken('p[0] = (DWORD)p - 0x800; __writefsdword(0, (DWORD)p);')],
    ['whose handler lies on the stack', broken('p[1] = (DWORD)p; __writefsdword(0, (DWORD)p);')],
  ])('with a record %s ends the process', (_, source) => {
    expect(outcome(source)).toEqual({ output: '', end: ACCESS_VIOLATION });
    expect(outcome(source, { sehop: true })).toEqual({ output: '', end: ACCESS_VIOLATION });
  });

  const loop = broken('p[0] = (DWORD)p; __writefsdword(0, (DWORD)p);');

  it('that is a loop is walked for ever, but for SEHOP', () => {
    expect(outcome(loop, { limit: 3_000_000 }).end).not.toBe(ACCESS_VIOLATION);
    expect(outcome(loop, { sehop: true })).toEqual({ output: '', end: ACCESS_VIOLATION });
  });
});

describe('jumps', () => {
  it('by longjmp out of a filter leave the exception behind', () => {
    const source = `jmp_buf place; int out(void) { longjmp(place, 5); return 0; }
      int main(void) { DWORD head = __readfsdword(0); int i;
        for (i = 0; i < 300; i++) if (setjmp(place) == 0) { __try { __try { raise(0xE0000001); } __finally { if (i == 0) say("finally"); } } __except (out()) { say("?"); } }
        __try { raise(0xE0000002); } __except (1) { printf("%08lx %d\\n", GetExceptionCode(), head == __readfsdword(0)); } return 0; }`;
    expect(outcome(source)).toEqual({ output: 'finally\ne0000002 1\n', end: '0' });
  });

  it('by longjmp out of finally blocks, in both passes and deep', () => {
    const source = `jmp_buf place;
      void deep(int n, int at) { __try { if (n == 0) raise(0xE0000001); deep(n - 1, at); } __finally { if (n == at) longjmp(place, n + 1); } }
      int main(void) { int k, r, sum = 0;
        for (k = 0; k < 6; k++) { r = setjmp(place); if (r == 0) { __try { deep(5, k); } __except (1) { say("?"); } } else sum = sum * 10 + r; }
        printf("%d\\n", sum); return 0; }`;
    expect(outcome(source)).toEqual({ output: '123456\n', end: '0' });
  });

  it('by ExitProcess and ExitThread out of filters and blocks end what they end', () => {
    const filter = (what: string) =>
      `int main(void) { __try { __try { raise(0xE0000001); } __finally { say("never"); } } __except (${what}, 1) { } return 1; }`;
    expect(outcome(filter('ExitProcess(7)'))).toEqual({ output: '', end: '7' });
    expect(outcome(filter('ExitThread(8)'))).toEqual({ output: '', end: '8' });
    const block = 'int main(void) { __try { raise(0xE0000001); } __except (1) { ExitProcess(9); } return 1; }';
    expect(outcome(block)).toEqual({ output: '', end: '9' });
  });
});

describe('a CONTEXT that a filter has spoilt', () => {
  const spoil = (
    change: string,
  ) => `int f(EXCEPTION_POINTERS *p) { CONTEXT *c = p->ContextRecord; if (p->ExceptionRecord->ExceptionCode != 0xE0000001) return 0; ${change} return -1; }
    int main(void) { __try { raise(0xE0000001); say("on"); } __except (f(GetExceptionInformation())) { say("handler"); } return 0; }`;

  it('without a stack ends the process with the next fault', () => {
    expect(outcome(spoil('c->Esp = c->Ebp = 0;')).end).toBe(ACCESS_VIOLATION);
    expect(outcome(spoil('c->Esp = c->Ebp = 0xfffffffc;')).end).toBe(ACCESS_VIOLATION);
  });

  it('with flags and selectors that user mode may not have is made harmless', () => {
    expect(outcome(spoil('c->EFlags |= 0xfffff0fd & ~0x500; c->EFlags &= ~0x500;')).output).toBe('on\n');
    expect(['0', ACCESS_VIOLATION]).toContain(outcome(spoil('c->SegCs = 0; c->SegSs = 0x77; c->SegFs = 1;')).end);
  });

  it('with another EIP goes there', () => {
    expect(outcome(spoil('c->Eip = 0xfffffff0; c->Ebp = 3;')).end).toBe(ACCESS_VIOLATION);
    expect(outcome(spoil('c->Eip = 0;')).end).toBe(ACCESS_VIOLATION);
  });

  it.each(Array.from({ length: 12 }, (_, i) => i + 1))('by chance ends somehow (%i)', (seed) => {
    const source = `static DWORD state = ${seed} * 2654435761u;
      static DWORD chance(void) { state = state * 1664525 + 1013904223; return state ^ state >> 15; }
      static int count;
      int f(EXCEPTION_POINTERS *p) { int i, n = 1 + chance() % 3; DWORD *words = (DWORD *)p->ContextRecord;
        if (count++ > 20) ExitProcess(3);
        for (i = 0; i < n; i++) words[chance() % (0x2cc / 4)] = chance() % 3 ? chance() : (DWORD)p + chance() % 4096;
        if (chance() % 4 == 0) ((DWORD *)p->ExceptionRecord)[chance() % 20] = chance();
        if (chance() % 4 == 0) ((DWORD *)__readfsdword(0))[chance() % 6] = chance();
        return (int)(chance() % 3) - 1; }
      void g(void) { __try { raise(0xE0000001); } __finally { if (chance() % 5 == 0) *(int *)chance() = 1; } }
      int main(void) { int i; for (i = 0; i < 10; i++) __try { g(); } __except (f(GetExceptionInformation())) { } return 0; }`;
    expect(outcome(source, { limit: 5_000_000 }).end).toMatch(/^[0-9a-f]+$|limit|budget|debug|deadlock|input/);
  });
});

describe('the doors of the kernel', () => {
  it('take no bad pointers', () => {
    const source = `typedef LONG (__stdcall *Call)(void *, void *, DWORD);
      int main(void) { HMODULE n = GetModuleHandleA("ntdll.dll"); Call raises = (Call)GetProcAddress(n, "NtRaiseException");
        LONG (__stdcall *goes)(void *, DWORD) = (void *)GetProcAddress(n, "NtContinue"); LONG s; int i;
        void *bad[] = { 0, (void *)0x10, (void *)0x80000000, (void *)0xfffffff0 };
        for (i = 0; i < 4; i++) { __try { s = goes(bad[i], 0); printf("%08lx ", s); } __except (1) { printf("x%08lx ", GetExceptionCode()); } }
        for (i = 0; i < 4; i++) { __try { s = raises(bad[i], bad[3 - i], 1); printf("%08lx ", s); } __except (1) { printf("x%08lx ", GetExceptionCode()); } }
        say(""); return 0; }`;
    expect(outcome(source).output).toMatch(/^(x?c0000005 ){8}\n$/);
  });

  it('let a vectored handler take itself off the list, more than once', () => {
    const source = `PVOID h; int n;
      LONG CALLBACK v(EXCEPTION_POINTERS *p) { n++; printf("%lu ", RemoveVectoredExceptionHandler(h)); printf("%lu\\n", RemoveVectoredExceptionHandler(h)); return 0; }
      LONG CALLBACK w(EXCEPTION_POINTERS *p) { return -1; }
      int main(void) { h = AddVectoredExceptionHandler(1, v); AddVectoredExceptionHandler(0, w); raise(0xE0000001); raise(0xE0000001); printf("%d\\n", n); return 0; }`;
    expect(outcome(source)).toEqual({ output: '1 0\n1\n', end: '0' });
  });
});
