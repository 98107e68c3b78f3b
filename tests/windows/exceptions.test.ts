import { describe, expect, it } from 'vitest';
import type { Stop } from '../../src/machine/stop.ts';
import { exe, run } from './run.ts';

const HEAD = '#include <windows.h>\n#include <stdio.h>\n';

describe('an exception that nobody handles', () => {
  it('ends the program with its code, after what was printed', () => {
    const { output, stop } = run(
      exe(`${HEAD}int main(void) { puts("before"); *(volatile int *)0 = 1; puts("after"); return 0; }`),
    );
    expect(output).toBe('before\n');
    expect(stop).toMatchObject({ kind: 'exit', code: 0xc0000005 });
  });

  it('tells a division by zero from an overflow of the quotient', () => {
    const divide = (by: number) =>
      run(exe(`${HEAD}int by = ${by}; int main(void) { volatile int n = 0x80000000; return n / by; }`)).stop;
    expect(divide(0)).toMatchObject({ code: 0xc0000094 });
    expect(divide(-1)).toMatchObject({ code: 0xc0000095 });
  });

  it('is a stack overflow when recursion does not end', () => {
    const source = `int f(int n) { volatile char local[500]; local[0] = (char)n; return f(n + 1) + local[0]; } int main(void) { return f(0); }`;
    expect(run(exe(source)).stop).toMatchObject({ kind: 'exit', code: 0xc00000fd });
  });

  it('can be survived again and again: _resetstkoflw sets the guard page up', () => {
    const source = `#include <windows.h>
#include <malloc.h>
#include <stdio.h>
int depth;
void dive(void) { volatile char local[1000]; local[0] = (char)++depth; dive(); local[1] = 0; }
void once(void)
{
    depth = 0;
    __try { dive(); } __except (EXCEPTION_EXECUTE_HANDLER) { printf("%08lx %d %d ", GetExceptionCode(), depth > 900, _resetstkoflw()); }
}
int main(void) { once(); once(); once(); return 0; }`;
    expect(run(exe(source)).output).toBe('c00000fd 1 1 '.repeat(3));
  });

  it('is shown to the filter of SetUnhandledExceptionFilter, but not under a debugger', () => {
    const source = `${HEAD}
LONG WINAPI filter(EXCEPTION_POINTERS *p)
{
    EXCEPTION_RECORD *r = p->ExceptionRecord;
    printf("filter %08lx %lu %lx\\n", r->ExceptionCode, r->ExceptionInformation[0], r->ExceptionInformation[1]);
    fflush(stdout);
    return EXCEPTION_EXECUTE_HANDLER;
}
int main(void) { SetUnhandledExceptionFilter(filter); *(volatile int *)0x1234 = 1; return 0; }
`;
    const { output, stop } = run(exe(source));
    expect(output).toBe('filter c0000005 1 1234\n');
    expect(stop).toMatchObject({ kind: 'exit', code: 0xc0000005 });

    const { machine, stop: first } = run(exe(source), { debugged: true });
    const stops = [first];
    for (let last: Stop = first; last.kind === 'debug'; stops.push(last))
      last = machine.run(machine.position + 5_000_000);
    expect(stops).toMatchObject([
      { kind: 'debug', code: 0x80000003, first: true },
      { kind: 'debug', code: 0xc0000005, first: true },
      { kind: 'debug', code: 0xc0000005, first: false },
      { kind: 'exit', code: 0xc0000005 },
    ]);
    expect(machine.log.entries.some((entry) => entry.kind === 'output')).toBe(false);
  });
});

describe('vectored handlers', () => {
  it('are asked in their order, until one continues the execution', () => {
    const source = `${HEAD}
int logs;
LONG WINAPI logger(EXCEPTION_POINTERS *p) { logs++; return EXCEPTION_CONTINUE_SEARCH; }
LONG WINAPI skipper(EXCEPTION_POINTERS *p)
{
    if (p->ExceptionRecord->ExceptionCode != EXCEPTION_BREAKPOINT) return EXCEPTION_CONTINUE_SEARCH;
    p->ContextRecord->Eip++;
    return EXCEPTION_CONTINUE_EXECUTION;
}
int main(void)
{
    PVOID first = AddVectoredExceptionHandler(1, logger), second = AddVectoredExceptionHandler(FIRST, skipper);
    __debugbreak(); __debugbreak(); __debugbreak();
    printf("%d", logs);
    printf(" %lu %lu\\n", RemoveVectoredExceptionHandler(first), RemoveVectoredExceptionHandler(first));
    return 0;
}
`;
    expect(run(exe(source.replace('FIRST', '0'))).output).toBe('3 0 1\n');
    expect(run(exe(source.replace('FIRST', '1'))).output).toBe('0 0 1\n');
  });
});

describe('__try', () => {
  const program = (body: string, before = '') =>
    run(exe(`${HEAD}${before}\nint main(void)\n{\n${body}\n    return 0;\n}\n`));

  it('asks all filters from the inside out, then runs the finally blocks, then the accepting block', () => {
    const { output } = program(
      '    __try { g(); } __except (printf("F0\\n"), 1) { printf("body %08lx\\n", GetExceptionCode()); }',
      `void f(void)
{
    volatile int zero = 0;
    __try {
        __try { zero = 1 / zero; } __finally { printf("N1 %d\\n", AbnormalTermination()); }
    } __except (printf("F1\\n"), EXCEPTION_CONTINUE_SEARCH) { printf("never\\n"); }
}
void g(void) { __try { f(); } __finally { printf("N2 %d\\n", AbnormalTermination()); } }
`,
    );
    expect(output).toBe('F1\nF0\nN1 1\nN2 1\nbody c0000094\n');
  });

  it('lets a filter repair the cause and go on, once for each page', () => {
    const { output } = program(`
    int faults = 0, i;
    char *memory = VirtualAlloc(NULL, 0x10000, MEM_RESERVE, PAGE_READWRITE);
    __try {
        for (i = 0; i < 16; i++) memory[i * 4096] = (char)i;
    } __except (faults++, VirtualAlloc(memory + i * 4096, 1, MEM_COMMIT, PAGE_READWRITE), EXCEPTION_CONTINUE_EXECUTION) { }
    printf("%d %d\\n", faults, memory[15 * 4096]);`);
    expect(output).toBe('16 15\n');
  });

  it('raises C0000025, linked to the first, when a filter wants to continue what cannot be continued', () => {
    const { output } = program(`
    __try {
        RaiseException(0xF0001234, EXCEPTION_NONCONTINUABLE, 0, NULL);
    } __except (GetExceptionCode() == 0xE0001234 ? -1 : 1) { printf("%08lx\\n", GetExceptionCode()); }`);
    expect(output).toBe('c0000025\n');
  });

  it('survives an exception inside a finally block: the new one takes the place of the old', () => {
    const { output } = program(`
    __try {
        __try { RaiseException(0xE0000001, 0, 0, NULL); } __finally { RaiseException(0xE0000002, 0, 0, NULL); }
    } __except (1) { printf("%08lx\\n", GetExceptionCode()); }`);
    expect(output).toBe('e0000002\n');
  });

  it('runs finally blocks for return, break and continue, abnormally, and for __leave normally', () => {
    const { output } = program(
      `
    int i;
    printf("%d\\n", early());
    for (i = 0; i < 3; i++) {
        __try { if (i == 1) continue; if (i == 2) break; } __finally { printf("%d %d\\n", i, AbnormalTermination()); }
    }
    __try { __leave; } __finally { printf("left %d\\n", AbnormalTermination()); }`,
      'int early(void) { __try { return 7; } __finally { printf("early %d\\n", AbnormalTermination()); } }',
    );
    expect(output).toBe('early 1\n7\n0 0\n1 1\n2 1\nleft 0\n');
  });

  it('makes one record a frame on the chain at fs:[0], each above the one before', () => {
    const { output } = program(
      '    int base = depth(0);\n    printf("%d\\n", depth(5) - base);',
      `int length(void)
{
    EXCEPTION_REGISTRATION_RECORD *record, *before = NULL;
    int count = 0;
    for (record = (EXCEPTION_REGISTRATION_RECORD *)__readfsdword(0); record != (void *)-1; record = record->Next) {
        if (record <= before) return -1;
        before = record;
        count++;
    }
    return count;
}
int depth(int n) { int answer = 0; __try { answer = n == 0 ? length() : depth(n - 1); } __finally { } return answer; }
`,
    );
    expect(output).toBe('5\n');
  });
});
