import { describe, expect, test } from 'vitest';
import { exe, run } from '../windows/run.ts';
import { code, object } from './back-guest.ts';

const program = (body: string): string => `#include <windows.h>\n#include <stdio.h>\n${body}`;
const output = (body: string): string => run(exe(program(body))).output.replaceAll('\r\n', '\n');

describe('__try', () => {
  test('links a record of _except_handler3 and unlinks it', () => {
    const lines = code('int f(int *p) { __try { return *p; } __except (1) { return 0; } }', 'f');
    expect(lines.slice(0, 8).map((line) => line.replace(/[0-9a-f]{8}h?/, '…'))).toEqual([
      'push ebp',
      'mov ebp,esp',
      'push 0FFFFFFFFh',
      'push 0',
      'push 0',
      'mov eax,dword ptr fs:[…]',
      'push eax',
      'mov dword ptr fs:[…],esp',
    ]);
  });

  test('can stand in no naked function', () => {
    const build = () => object('__declspec(naked) void f(void) { __try { __asm ret } __except (1) { __asm ret } }');
    expect(build).toThrow('naked');
  });

  test('runs a filter, then the handler, with the code of the exception', () => {
    const body = `
      int filter(DWORD code, EXCEPTION_POINTERS *p) { printf("%08x %d\\n", code, p->ExceptionRecord->NumberParameters); return 1; }
      int main(void) { int n = 1; __try { n = 2; *(volatile int *)0 = 1; n = 3; } __except (filter(GetExceptionCode(), GetExceptionInformation())) { printf("%d\\n", n); } return 0; }`;
    expect(output(body)).toBe('c0000005 2\n2\n');
  });

  test('runs __finally at the end, on return, break, continue, goto and __leave, inner blocks first', () => {
    const body = `
      int f(int k) {
        int n = 0, i;
        for (i = 0; i < 3; i++) {
          __try {
            __try { if (k == 1) return 10; if (k == 2) break; if (k == 3) continue; if (k == 4) goto out; if (k == 5) __leave; n++; }
            __finally { printf("i%d", AbnormalTermination()); }
          } __finally { printf("o "); }
        }
      out:
        return n;
      }
      int main(void) { int k; for (k = 0; k < 6; k++) printf("=%d\\n", f(k)); return 0; }`;
    expect(output(body)).toBe('i0o i0o i0o =3\ni1o =10\ni1o =0\ni1o i1o i1o =0\ni1o =0\ni0o i0o i0o =0\n');
  });

  test('unwinds the frames between, running their __finally blocks before the handler', () => {
    const body = `
      int f(int n) { __try { if (n == 0) RaiseException(0xE0000001, 0, 0, NULL); return f(n - 1); } __finally { printf("f%d ", n); } }
      int g(void) { __try { return f(2); } __except (GetExceptionCode() == 0xE0000001) { printf("caught"); return 5; } }
      int main(void) { return printf(" %d\\n", g()) < 0; }`;
    expect(output(body)).toBe('f0 f1 f2 caught 5\n');
  });

  test('goes on where the exception was when a filter has mended the cause', () => {
    const body = `
      int mend(EXCEPTION_POINTERS *p, int *good) { p->ContextRecord->Ecx = (DWORD)good; return EXCEPTION_CONTINUE_EXECUTION; }
      int main(void) { int good = 7, r = 0; __try { __asm { xor ecx, ecx
 mov eax, [ecx]
 mov r, eax } } __except (mend(GetExceptionInformation(), &good)) { } printf("%d\\n", r); return 0; }`;
    expect(output(body)).toBe('7\n');
  });

  test('asks outer blocks when an exception comes out of a handler or of a __finally block', () => {
    const body = `
      int main(void) {
        __try { __try { RaiseException(0x11, 0, 0, NULL); } __except (1) { printf("%x ", GetExceptionCode()); RaiseException(0x12, 0, 0, NULL); } }
        __except (1) { printf("%x ", GetExceptionCode()); }
        __try { __try { RaiseException(0x21, 0, 0, NULL); } __finally { RaiseException(0x22, 0, 0, NULL); } }
        __except (1) { printf("%x\\n", GetExceptionCode()); }
        return 0;
      }`;
    expect(output(body)).toBe('11 12 22\n');
  });
});
