/** `__try` inside `__finally`, and what an exception's code is when its record is long gone. */
import { describe, expect, test } from 'vitest';
import { exe, run } from '../windows/run.ts';
import { object } from './back-guest.ts';

const output = (body: string): string =>
  run(exe(`#include <windows.h>\n#include <stdio.h>\n${body}`)).output.replaceAll('\r\n', '\n');

const FILTER = `int fl(int id, DWORD c, int want) { printf("f%d:%lx ", id, c & 0xff); return (c & 0xff) == (DWORD)want; }
void raise(int n) { RaiseException(0xE0000000 + n, 0, 0, NULL); }
`;

describe('__try inside __finally', () => {
  test('works when the block runs normally and when an unwind has called it', () => {
    const body = `${FILTER}
      void f(int k) {
        __try { if (k) raise(1); }
        __finally {
          __try { raise(2); } __except (fl(2, GetExceptionCode(), 2)) { printf("h%lx ", GetExceptionCode() & 0xff); }
          __try { __try { raise(3); } __finally { printf("N%d ", AbnormalTermination()); } } __except (fl(3, GetExceptionCode(), 3)) { printf("h3 "); }
          printf("A%d ", AbnormalTermination());
        }
        printf("end\\n");
      }
      int main(void) { f(0); __try { f(1); } __except (fl(0, GetExceptionCode(), 1)) { printf("h0\\n"); } return 0; }`;
    expect(output(body)).toBe('f2:2 h2 f3:3 N1 h3 A0 end\nf0:1 f2:2 h2 f3:3 N1 h3 A1 h0\n');
  });

  test('is left by break, continue and return as elsewhere', () => {
    const body = `${FILTER}
      void f(void) {
        int i;
        __try { raise(1); }
        __finally {
          for (i = 0; i < 4; i++) { __try { if (i == 2) break; } __finally { printf("i%d ", i); if (i == 0) continue; } printf("n%d ", i); }
          printf("A%d ", AbnormalTermination());
        }
      }
      int g(void) { __try { raise(1); } __finally { __try { return 7; } __finally { printf("Nr "); } } return 8; }
      int main(void) {
        __try { f(); } __except (1) { printf("h\\n"); }
        __try { printf("%d\\n", g()); } __except (1) { printf("never\\n"); }
        return 0;
      }`;
    expect(output(body)).toBe('i0 i1 n1 i2 A1 h\nNr 7\n');
  });

  test('an exception out of a __finally block may be taken by a block of the same function, or runs all that is left', () => {
    const body = `${FILTER}
      void f(void) {
        __try { __try { raise(1); } __finally { printf("N1 "); raise(2); } } __except (fl(5, GetExceptionCode(), 2)) { printf("h5 "); }
        printf("end\\n");
      }
      void g(void) { __try { __try { raise(1); } __finally { printf("N1 "); raise(3); } } __finally { printf("N0 "); } }
      int main(void) {
        __try { f(); } __except (fl(9, GetExceptionCode(), 1)) { printf("never\\n"); }
        __try { __try { g(); } __except (fl(8, GetExceptionCode(), 1)) { printf("never\\n"); } } __except (fl(9, GetExceptionCode(), 3)) { printf("h9\\n"); }
        return 0;
      }`;
    expect(output(body)).toBe('f5:1 f9:1 N1 f5:2 h5 end\nf8:1 N1 f8:3 f9:3 N0 h9\n');
  });
});

describe('an exception that has been taken', () => {
  test('has its code in the block after calls have used the stack that its record was on', () => {
    const body = `
      int deep(int n) { volatile char a[200]; int i; for (i = 0; i < 200; i++) a[i] = (char)n; return n ? deep(n - 1) : a[3]; }
      int main(void) { __try { RaiseException(0xE0000123, 0, 0, NULL); } __except (1) { deep(20); printf("%08lx\\n", GetExceptionCode()); } return 0; }`;
    expect(output(body)).toBe('e0000123\n');
  });

  test('has no record any more', () => {
    const build = () => object('void *f(void) { __try { return 0; } __except (1) { return _exception_info(); } }');
    expect(build).toThrow('for filters only');
  });
});
