/** From the entry point to main and from exit to the end of the process. */
import { beforeAll, describe, expect, it } from 'vitest';
import { loadSystem } from '../../src/windows/system.node.ts';
import { RUNTIMES, runC } from './crt-run.ts';

beforeAll(() => void loadSystem(), 120_000);

const showArguments =
  '#include <stdio.h>\nint main(int argc, char **argv) { int i; for (i = 0; i < argc; i++) printf("[%s]", argv[i]); return argc; }';
const showWide =
  '#include <stdio.h>\nint wmain(int argc, wchar_t **argv) { int i; for (i = 0; i < argc; i++) wprintf(L"[%s]", argv[i]); return argc; }';

describe('the command line', () => {
  it.each([
    ['program.exe', '[program.exe]'],
    ['program.exe one  two\tthree', '[program.exe][one][two][three]'],
    ['"C:\\My Programs\\program.exe" x', '[C:\\My Programs\\program.exe][x]'],
    ['p "a b" c', '[p][a b][c]'],
    ['p a\\b "c\\d"', '[p][a\\b][c\\d]'],
    ['p "a\\"b" c\\\\"d e"', '[p][a"b][c\\d e]'],
    ['p a\\\\\\"b', '[p][a\\"b]'],
    ['p "" x', '[p][][x]'],
    ['p "she said ""hi"""', '[p][she said "hi"]'],
  ])('%s is taken apart by Windows’ rules', (commandLine, expected) => {
    expect(runC(showArguments, { runtime: 'MD', commandLine }).output).toBe(expected);
    expect(runC(showWide, { runtime: 'MTd', commandLine }).output).toBe(expected);
  });
});

describe.each(RUNTIMES)('with /%s', (runtime) => {
  it('initialisers run in the order of their sections, exit functions last first', () => {
    const text = `#include <stdio.h>
      #include <stdlib.h>
      #pragma section(".CRT$XIU", long, read)
      #pragma section(".CRT$XCU", long, read)
      static int __cdecl i(void) { puts("XIU"); return 0; }
      static void __cdecl c(void) { puts("XCU"); }
      __declspec(allocate(".CRT$XIU")) int (__cdecl *pi)(void) = i;
      __declspec(allocate(".CRT$XCU")) void (__cdecl *pc)(void) = c;
      static void one(void) { puts("one"); }
      static void two(void) { puts("two"); atexit(one); }
      int main(void) { puts("main"); atexit(one); atexit(two); return 5; }`;
    const ran = runC(text, { runtime });
    expect(ran.output).toBe('XIU\nXCU\nmain\ntwo\none\none\n');
    expect(ran.code).toBe(5);
  });

  it('an initialiser that fails ends the process before main', () => {
    const text = `#include <stdio.h>
      #pragma section(".CRT$XIU", long, read)
      static int __cdecl i(void) { return 9; }
      __declspec(allocate(".CRT$XIU")) int (__cdecl *pi)(void) = i;
      int main(void) { puts("main"); return 0; }`;
    const ran = runC(text, { runtime });
    expect(ran.output).toBe('');
    expect(ran.code).toBe(255);
  });

  it('exit flushes and _exit does not', () => {
    const text = (end: string) =>
      `#include <stdio.h>\n#include <stdlib.h>\nint main(void) { setvbuf(stdout, NULL, _IOFBF, 512); printf("text"); ${end}(4); }`;
    expect(runC(text('exit'), { runtime })).toMatchObject({ output: 'text', code: 4 });
    expect(runC(text('_exit'), { runtime })).toMatchObject({ output: '', code: 4 });
  });

  it('abort says so and ends with 3', () => {
    const ran = runC('#include <stdlib.h>\nint main(void) { abort(); }', { runtime });
    expect(ran.errors).toBe(
      "\nThis application has requested the Runtime to terminate it in an unusual way.\nPlease contact the application's support team for more information.\n",
    );
    expect(ran.code).toBe(3);
  });

  it('assert names the expression, the file and the line', () => {
    const ran = runC('#include <assert.h>\nint main(void) {\n  int x = 3;\n  assert(x == 4);\n  return 0; }', {
      runtime,
      fileName: 'check.c',
    });
    expect(ran.errors).toMatch(/^Assertion failed: x == 4, file check\.c, line 4\n/);
    expect(ran.code).toBe(3);
  });

  it('an invalid parameter goes to the handler; without one the process ends', () => {
    const text = `#include <stdio.h>
      #include <stdlib.h>
      #include <string.h>
      #include <crtdbg.h>
      static void __cdecl handler(const wchar_t *e, const wchar_t *f, const wchar_t *n, unsigned l, uintptr_t r) { printf("invalid\\n"); }
      int main(int argc, char **argv) { char b[4]; _CrtSetReportMode(_CRT_ASSERT, 0);
        if (argc > 1) _set_invalid_parameter_handler(handler);
        printf("%d ", strcpy_s(b, 4, "too long")); printf("[%s]\\n", b); return 0; }`;
    expect(runC(text, { runtime, commandLine: 'p with' }).output).toBe('invalid\n34 []\n');
    expect(runC(text, { runtime, commandLine: 'p' })).toMatchObject({ output: '', code: 0xc000000d });
  });

  it('the environment is there and can be changed', () => {
    const text = `#include <stdio.h>
      #include <stdlib.h>
      int main(void) { printf("%s ", getenv("COLOUR")); _putenv("COLOUR=red"); printf("%s ", getenv("colour")); _putenv("COLOUR="); printf("%d\\n", getenv("COLOUR") == NULL); return 0; }`;
    expect(runC(text, { runtime, environment: { COLOUR: 'blue' } }).output).toBe('blue red 1\n');
  });
});

describe('what only Windows’ library does', () => {
  it('prints exponents with three digits, pointers with eight, and 64-bit numbers with I64', () => {
    const text = `#include <stdio.h>
      int main(void) { printf("%e %E %g %g|", 1.5, 12345.678, 1e20, 1e-10); printf("%p|", (void *)0xBEEF); printf("%I64d %I64x|%S %hs %ls|%s|", 5000000000, 255i64, L"wide", "narrow", L"w", (char *)0);
        wprintf(L"%s %S %c %C|", L"wide", "narrow", L'c', 'C'); printf("%.0f %.0f %.2f|%f %f\\n", 0.5, 2.5, 0.125, 1e308 * 10, -(1e308 * 10)); return 0; }`;
    expect(runC(text).output).toBe(
      '1.500000e+000 1.234568E+004 1e+020 1e-010|0000BEEF|5000000000 ff|wide narrow w|(null)|wide narrow c C|1 3 0.13|1.#INF00 -1.#INF00\n',
    );
  });

  it('makes random numbers with its own generator', () => {
    const text =
      '#include <stdio.h>\n#include <stdlib.h>\nint main(void) { int i; for (i = 0; i < 5; i++) printf("%d ", rand()); srand(42); printf("%d", rand()); return 0; }';
    expect(runC(text).output).toBe('41 18467 6334 26500 19169 175');
  });

  it('reads and writes text with its own string functions', () => {
    const text = `#include <stdio.h>
      #include <string.h>
      #include <stdlib.h>
      int main(void) { char a[40]; strcpy_s(a, 40, "MiXed"); printf("%s ", _strrev(_strdup(a))); printf("%s ", _strupr(a)); printf("%s %d ", _strlwr(a), _stricmp("ABC", "abd"));
        printf("%s %s %s ", _itoa(-255, a, 10), _itoa(255, a + 10, 16), _ultoa(4294967295u, a + 20, 2)); printf("%d ", sprintf_s(a, 40, "%d", 12)); printf("%d %d", _snprintf(a, 3, "%s", "abcdef"), _scprintf("%05d", 7)); return 0; }`;
    expect(runC(text).output).toBe('deXiM MIXED mixed -1 -255 ff 11111111111111111111111111111111 2 -1 5');
  });

  it('writes wide text as UTF-8 once a locale is set, and not at all before', () => {
    const text =
      '#include <stdio.h>\n#include <locale.h>\nint main(void) { printf("%d ", wprintf(L"\\x4e2d")); setlocale(LC_ALL, ""); wprintf(L"\\x4e2d\\x00e9"); return 0; }';
    expect(runC(text).output).toBe('-1 \u00e4\u00b8\u00ad\u00c3\u00a9');
  });
});

describe('exceptions and jumps', () => {
  it('an exception with a signal handler comes to it, and longjmp leads out', () => {
    const text = `#include <stdio.h>
      #include <setjmp.h>
      #include <signal.h>
      static jmp_buf e;
      static void __cdecl caught(int s) { printf("%d ", s); longjmp(e, 7); }
      int main(void) { int r; signal(SIGSEGV, caught); r = setjmp(e); if (r == 0) *(volatile int *)0 = 1; printf("%d\\n", r); return 2; }`;
    for (const runtime of ['MD', 'MTd'] as const)
      expect(runC(text, { runtime })).toMatchObject({ output: '11 7\n', code: 2 });
  });

  it('longjmp runs the __finally blocks that it leaves', () => {
    const text = `#include <stdio.h>
      #include <setjmp.h>
      static jmp_buf e;
      static void inner(void) { __try { longjmp(e, 1); } __finally { puts("inner"); } }
      int main(void) { if (setjmp(e) == 0) { __try { inner(); } __finally { puts("outer"); } } else puts("back"); return 0; }`;
    expect(runC(text).output).toBe('inner\nouter\nback\n');
  });

  it('an exception that nobody handles ends the process with its code', () => {
    expect(runC('int main(void) { *(int *)0 = 1; return 0; }').code).toBe(0xc0000005);
    expect(runC('int main(void) { int z = 0; return 1 / z; }', { runtime: 'MT' }).code).toBe(0xc0000094);
  });
});
