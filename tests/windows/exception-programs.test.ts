/** Programs on exceptions whose output is known: published samples, and the rules of the dispatcher one by one. */
import { describe, expect, it } from 'vitest';
import { exe, run } from './run.ts';

const HEAD = '#include <windows.h>\n#include <stdio.h>\n#include <malloc.h>\n';
const lines = (output: string) =>
  output
    .trimEnd()
    .split('\n')
    .map((line) => line.trimEnd());

describe('registration records made by hand', () => {
  it('repair a register and go on', () => {
    const source = `${HEAD}/* Pietrek's MYSEH */
DWORD scratch;
EXCEPTION_DISPOSITION __cdecl _except_handler(struct _EXCEPTION_RECORD *ExceptionRecord, void *EstablisherFrame, struct _CONTEXT *ContextRecord, void *DispatcherContext)
{
    unsigned i;
    printf("Hello from an exception handler\\n");
    ContextRecord->Eax = (DWORD)&scratch;
    return ExceptionContinueExecution;
}
int main()
{
    DWORD handler = (DWORD)_except_handler;
    __asm
    {
        push    handler
        push    FS:[0]
        mov     FS:[0],ESP
    }
    __asm
    {
        mov     eax,0
        mov     [eax], 1
    }
    printf("After writing!\\n");
    __asm
    {
        mov     eax,[ESP]
        mov     FS:[0], EAX
        add     esp, 8
    }
    return 0;
}
`;
    expect(lines(run(exe(source)).output)).toEqual(['Hello from an exception handler', 'After writing!']);
  });
  it('are called in both passes', () => {
    const source = `${HEAD}EXCEPTION_DISPOSITION __cdecl _except_handler(struct _EXCEPTION_RECORD *ExceptionRecord, void *EstablisherFrame, struct _CONTEXT *ContextRecord, void *DispatcherContext)
{
    printf("Home Grown handler: Exception Code: %08X Exception Flags %X", ExceptionRecord->ExceptionCode, ExceptionRecord->ExceptionFlags);
    if (ExceptionRecord->ExceptionFlags & 1) printf(" EH_NONCONTINUABLE");
    if (ExceptionRecord->ExceptionFlags & 2) printf(" EH_UNWINDING");
    if (ExceptionRecord->ExceptionFlags & 4) printf(" EH_EXIT_UNWIND");
    if (ExceptionRecord->ExceptionFlags & 8) printf(" EH_STACK_INVALID");
    if (ExceptionRecord->ExceptionFlags & 0x10) printf(" EH_NESTED_CALL");
    printf("\\n");
    return ExceptionContinueSearch;
}
void HomeGrownFrame(void)
{
    DWORD handler = (DWORD)_except_handler;
    __asm {
        push handler
        push FS:[0]
        mov FS:[0], ESP
    }
    *(PDWORD)0 = 0;
    printf("I should never get here!\\n");
    __asm {
        mov eax,[ESP]
        mov FS:[0], EAX
        add esp, 8
    }
}
int main()
{
    _try { HomeGrownFrame(); }
    _except(EXCEPTION_EXECUTE_HANDLER) { printf("Caught the exception in main()\\n"); }
    return 0;
}
`;
    expect(lines(run(exe(source)).output)).toEqual([
      'Home Grown handler: Exception Code: C0000005 Exception Flags 0',
      'Home Grown handler: Exception Code: C0000027 Exception Flags 2 EH_UNWINDING',
      'Caught the exception in main()',
    ]);
  });
  it('are told of a disposition that does not exist', () => {
    const source = `${HEAD}EXCEPTION_DISPOSITION __cdecl h(struct _EXCEPTION_RECORD *r, void *f, struct _CONTEXT *c, void *d) { printf("%08lx %lx\\n", r->ExceptionCode, r->ExceptionFlags); if (r->ExceptionFlags & 6) return 1; return r->ExceptionCode == 0xc0000026 ? 1 : 77; }
void g(void) { DWORD handler = (DWORD)h; __asm { push handler
 push fs:[0]
 mov fs:[0], esp } *(int*)0 = 1; }
int main(void) { __try { g(); } __except (printf("filter %08lx of %08lx\\n", GetExceptionCode(), (GetExceptionInformation())->ExceptionRecord->ExceptionRecord->ExceptionCode), 1) { printf("body\\n"); } return 0; }
`;
    expect(lines(run(exe(source)).output)).toEqual([
      'c0000005 0',
      'c0000026 1',
      'filter c0000026 of c0000005',
      'c0000027 2',
      'body',
    ]);
  });
  it('are unwound by RtlUnwind, which returns with the context that they have changed', () => {
    const source = `${HEAD}/* Wine exception.c style */
typedef struct { void *Prev; void *Handler; } REG;
DWORD __stdcall dummy(void) { return 0; }
int got;
EXCEPTION_DISPOSITION __cdecl h(EXCEPTION_RECORD *r, void *f, CONTEXT *c, void *d) { got++; printf("%08lx %lx\\n", r->ExceptionCode, r->ExceptionFlags); c->Eax += 1; return 1; }
void (__stdcall *pRtlUnwind)(void*, void*, void*, void*);
int main(void) {
    struct { void *Prev; void *Handler; } r1, r2; DWORD res = 0, after = 0, *p1, *p2;
    pRtlUnwind = (void*)GetProcAddress(GetModuleHandleA("ntdll"), "RtlUnwind");
    p2 = (DWORD*)&r1; p1 = (DWORD*)&r2; if (p1 > p2) { DWORD *t = p1; p1 = p2; p2 = t; }
    p2[0] = __readfsdword(0); p2[1] = (DWORD)h; p1[0] = (DWORD)p2; p1[1] = (DWORD)h;
    __writefsdword(0, (DWORD)p1);
    __asm {
        push 0DEAD0000h
        push 0
        push 0
        push p2
        call pRtlUnwind
        mov res, eax
    }
    after = __readfsdword(0); __writefsdword(0, p2[0]);
    printf("%lx %d %d\\n", res, after == (DWORD)p2, got);
    return 0;
}
`;
    expect(lines(run(exe(source)).output)).toEqual(['c0000027 2', 'dead0001 1 1']);
  });
});

describe('RaiseException', () => {
  it('passes up to 15 parameters, clears bit 28, and keeps one flag', () => {
    const source = `${HEAD}int f(EXCEPTION_POINTERS *p) {
    EXCEPTION_RECORD *r = p->ExceptionRecord; DWORD i;
    printf("%08lx %lx %lu:", r->ExceptionCode, r->ExceptionFlags, r->NumberParameters);
    for (i = 0; i < r->NumberParameters; i++) printf(" %lu", r->ExceptionInformation[i]);
    printf("\\n");
    return 1;
}
int main(void) {
    ULONG_PTR a[20]; int i; for (i = 0; i < 20; i++) a[i] = i;
    __try { RaiseException(0xE0000001, 0, 3, a); } __except (f(GetExceptionInformation())) {}
    __try { RaiseException(0xE0000001, 0, 3, NULL); } __except (f(GetExceptionInformation())) {}
    __try { RaiseException(0xE0000001, 1, 20, a); } __except (f(GetExceptionInformation())) {}
    __try { RaiseException(0xFF00FF01, 0xff, 0, a); } __except (f(GetExceptionInformation())) {}
    __try { RaiseException(0, 0, 0, 0); } __except (f(GetExceptionInformation())) {}
    __try { RaiseException(1, 0, 0, 0); puts("x"); } __except (GetExceptionCode() == 1 ? EXCEPTION_CONTINUE_EXECUTION : 1) {}
    return 0;
}
`;
    expect(lines(run(exe(source)).output)).toEqual([
      'e0000001 0 3: 0 1 2',
      'e0000001 0 0:',
      'e0000001 1 15: 0 1 2 3 4 5 6 7 8 9 10 11 12 13 14',
      'ef00ff01 1 0:',
      '00000000 0 0:',
      'x',
    ]);
  });
  it('links C0000025 to what could not be continued', () => {
    const source = `${HEAD}int f(EXCEPTION_POINTERS *p) {
    EXCEPTION_RECORD *r = p->ExceptionRecord;
    printf("%08lx %lx -> %08lx\\n", r->ExceptionCode, r->ExceptionFlags, r->ExceptionRecord ? r->ExceptionRecord->ExceptionCode : 0);
    return r->ExceptionCode == 0xC0000025 ? 1 : -1;
}
int main(void) {
    __try { RaiseException(0xE0001234, 1, 0, 0); } __except (f(GetExceptionInformation())) { printf("done\\n"); }
    return 0;
}
`;
    expect(lines(run(exe(source)).output)).toEqual(['e0001234 1 -> 00000000', 'c0000025 1 -> e0001234', 'done']);
  });
});

describe('each cause', () => {
  it('has its code, address and parameters', () => {
    const source = `${HEAD}#define T(...) __try { __VA_ARGS__; printf("?\\n"); } __except (show(GetExceptionInformation(), 0)) {}
volatile int zero, minus = -1, min = 0x80000000; char *g;
int show(EXCEPTION_POINTERS *p, char *n) {
    EXCEPTION_RECORD *r = p->ExceptionRecord; DWORD i;
    printf("%08lx %d", r->ExceptionCode, r->ExceptionAddress == (PVOID)p->ContextRecord->Eip);
    for (i = 0; i < r->NumberParameters; i++) printf(" %lx", r->ExceptionInformation[i]);
    printf("\\n"); return 1;
}
int main(void) {
    void (*fn)(void) = 0;
    T(zero = 1 / zero)
    T(zero = min / minus)
    T(*(char*)0x10 = 1)
    T(zero = *(char*)0x20)
    T(fn())
    T(__asm { hlt })
    T(__asm { cli })
    T(__asm { in al, dx })
    T(__asm { int 3 })
    T(__asm { _emit 0xcd }; __asm { _emit 3 })
    T(__asm { ud2 })
    T(__asm _emit 0xf0 __asm _emit 0x0f __asm _emit 0x0b)
    T(__asm { int 2ch })
    T(__asm _emit 0xcd __asm _emit 0xff)
    T(__debugbreak())
    T(DebugBreak())
    g = VirtualAlloc(0, 4096, MEM_COMMIT, PAGE_READWRITE | PAGE_GUARD);
    T(*g = 1)
    *g = 2;
    g = VirtualAlloc(0, 4096, MEM_COMMIT, PAGE_READONLY);
    T(zero = *g; *g = 1)
    return 0;
}
`;
    expect(lines(run(exe(source)).output)).toEqual([
      'c0000094 1',
      'c0000095 1',
      'c0000005 1 1 10',
      'c0000005 1 0 20',
      'c0000005 1 0 0',
      'c0000096 1',
      'c0000096 1',
      'c0000096 1',
      '80000003 1 0 0 0',
      '80000003 1 0 0 0',
      'c000001d 1',
      'c000001e 1',
      'c0000420 1',
      'c0000005 1 0 ffffffff',
      '80000003 1 0 0 0',
      '80000003 1 0 0 0',
      '80000001 1 1 130000',
      'c0000005 1 1 140000',
    ]);
  });
});

describe('vectored continue handlers', () => {
  it('are called only when execution is to continue, and the PEB says that there are any', () => {
    const source = `${HEAD}LONG CALLBACK v1(EXCEPTION_POINTERS *p) { printf("v1\\n"); return 0; }
LONG CALLBACK c1(EXCEPTION_POINTERS *p) { printf("c1\\n"); return 0; }
LONG CALLBACK c2(EXCEPTION_POINTERS *p) { printf("c2\\n"); return -1; }
LONG CALLBACK c3(EXCEPTION_POINTERS *p) { printf("c3\\n"); return 0; }
int main(void) {
    PVOID h = AddVectoredExceptionHandler(0, v1), k;
    DWORD *peb = (DWORD*)__readfsdword(0x30);
    printf("%lx\\n", peb[10]);
    AddVectoredContinueHandler(0, c1); k = AddVectoredContinueHandler(0, c2); AddVectoredContinueHandler(0, c3);
    printf("%lx\\n", peb[10]);
    __try { RaiseException(0xE0000001, 0, 0, 0); printf("on\\n"); } __except (-1) {}
    RemoveVectoredContinueHandler(k);
    __try { RaiseException(0xE0000001, 0, 0, 0); printf("on\\n"); } __except (-1) {}
    __try { RaiseException(0xE0000001, 0, 0, 0); printf("on\\n"); } __except (1) { printf("x\\n"); }
    printf("%d\\n", RemoveVectoredExceptionHandler(h));
    printf("%d\\n", RemoveVectoredExceptionHandler((PVOID)0xdeadbeef));
    printf("%lx\\n", peb[10]);
    return 0;
}
`;
    expect(lines(run(exe(source)).output)).toEqual([
      '4',
      'c',
      'v1',
      'c1',
      'c2',
      'on',
      'v1',
      'c1',
      'c3',
      'on',
      'v1',
      'x',
      '1',
      '0',
      '8',
    ]);
  });
});

describe('unwinds', () => {
  it('that meet one another: an exception and a longjmp in a finally block', () => {
    const source = `${HEAD}#include <setjmp.h>
jmp_buf jb;
int main(void) {
    /* exception in finally during unwind, outer catches within function g; longjmp out of finally */
    __try {
        __try { __try { *(int*)0 = 1; } __finally { printf("F1 %d\\n", AbnormalTermination()); RaiseException(0xE0000007, 0, 0, 0); } }
        __finally { printf("F2 %d\\n", AbnormalTermination()); }
    } __except (printf("filter %08lx\\n", GetExceptionCode()), 1) { printf("body %08lx\\n", GetExceptionCode()); }
    if (setjmp(jb) == 0) {
        __try { __try { *(int*)0 = 1; } __finally { printf("jump\\n"); longjmp(jb, 5); } }
        __except (1) { printf("never\\n"); }
    } else printf("landed\\n");
    __try { *(int*)0 = 1; } __except (1) { printf("still fine\\n"); }
    return 0;
}
`;
    expect(lines(run(exe(source)).output)).toEqual([
      'filter c0000005',
      'F1 1',
      'filter e0000007',
      'F2 1',
      'body e0000007',
      'jump',
      'landed',
      'still fine',
    ]);
  });
  it('end when a finally block returns or continues a loop', () => {
    const source = `${HEAD}int f(void) { __try { *(int*)0 = 1; } __finally { return 3; } return 4; }
int g(void) { int i; for (i = 0; i < 3; i++) { __try { *(int*)0 = 1; } __finally { continue; } } return i; }
int main(void) {
    __try { printf("%d\\n", f()); printf("%d\\n", g()); } __except (printf("filter\\n"), 1) { printf("handler\\n"); }
    return 0;
}
`;
    expect(lines(run(exe(source)).output)).toEqual(['filter', '3', 'filter', 'filter', 'filter', '3']);
  });
  it('end when a finally block leaves by goto, break or __leave', () => {
    const source = `${HEAD}int f(int k) { int i = 0; for (i = 0; i < 5; i++) { __try { __try { if (k == 1) RaiseException(0xE0000001,0,0,0); if (k == 2) goto out; } __finally { switch (i) { case 3: goto out; default: if (i < 2) continue; break; } printf("n%d ", i); } } __except (1) { printf("h%d ", i); } } out: printf("i%d ", i); { __try { __try { RaiseException(0xE0000001,0,0,0); } __finally { __leave; } } __except(1) { printf("no "); } } return i; }
int main(void) { int k; char c[8]; __try { RaiseException(0xE0000001,0,0,0); } __except(1) {} for (k = 0; k < 3; k++) { f(k); printf("\\n"); } return 0; }
`;
    expect(lines(run(exe(source)).output)).toEqual(['n2 i3', 'n2 h2 i3', 'n2 i2']);
  });
  it('run by return without a value too', () => {
    const source = `${HEAD}void f(int k) { __try { __try { __try { if (k) RaiseException(0xE0000000 + k, 0, 0, 0); else return; } __finally { printf("a%d ", AbnormalTermination()); } } __except (printf("fa "), k == 1) { printf("ha "); if (k == 1) return; } } __finally { printf("b%d ", AbnormalTermination()); } printf("end "); }
int main(void) { int k; for (k = 0; k < 4; k++) { __try { f(k); } __except (printf("fm "), k == 3 ? -1 : 1) { printf("hm "); } printf("\\n"); } return 0; }
`;
    expect(lines(run(exe(source)).output)).toEqual(['a1 b1', 'fa a1 ha b1', 'fa fm a1 b1 hm', 'fa fm a0 b0 end']);
  });
});

describe('exception storms', () => {
  const end = (body: string) => run(exe(`${HEAD}${body}`, { options: { stackReserve: 0x40000 } })).stop;

  it('of a filter that faults end when the stack is used up', () => {
    const body =
      'int f(void) { return *(volatile int *)0; } int main(void) { __try { *(int *)0 = 1; } __except (f()) { } return 0; }';
    expect(end(body)).toMatchObject({ kind: 'exit', code: 0xc0000005 });
  }, 30_000);

  it('of a vectored handler that faults end so too', () => {
    const body =
      'LONG CALLBACK v(EXCEPTION_POINTERS *p) { return *(volatile int *)0; } int main(void) { AddVectoredExceptionHandler(1, v); *(int *)0 = 1; return 0; }';
    expect(end(body)).toMatchObject({ kind: 'exit', code: 0xc0000005 });
  }, 30_000);

  it('of a last filter that faults end at once: the exception is nested', () => {
    const body =
      'LONG WINAPI top(EXCEPTION_POINTERS *p) { return *(volatile int *)0; } int main(void) { SetUnhandledExceptionFilter(top); *(int *)0 = 1; return 0; }';
    expect(end(body)).toMatchObject({ kind: 'exit', code: 0xc0000005 });
  });

  it('with a chain that leads nowhere end with the first exception', () => {
    const body = 'int main(void) { __asm { mov dword ptr fs:[0], 12345678h } *(int *)0 = 1; return 0; }';
    expect(end(body)).toMatchObject({ kind: 'exit', code: 0xc0000005 });
  });
});

describe('a record that a buffer overrun has overwritten', () => {
  /** Overwrites its own record up to the handler, then faults. */
  const smash = (handler: string) => `${HEAD}
EXCEPTION_DISPOSITION __cdecl attack(EXCEPTION_RECORD *r, void *f, CONTEXT *c, void *d)
{
    printf("attacker's code\\n");
    ExitProcess(7);
    return ExceptionContinueSearch;
}
void victim(DWORD handler)
{
    DWORD buffer[4];
    int i;
    __try {
        for (i = 0; &buffer[i] != (DWORD *)__readfsdword(0); i++) buffer[i] = 0x90909090;
        buffer[i] = 0x90909090;
        buffer[i + 1] = handler;
        *(int *)0 = 1;
    } __except (1) { printf("handled\\n"); }
}
int main(void) { victim((DWORD)(${handler})); return 0; }`;
  const end = (handler: string, options: { readonly safeSeh?: boolean; readonly sehop?: boolean } = {}) => {
    const { safeSeh = false, sehop = false } = options;
    const { output, stop } = run(exe(smash(handler), { options: { safeSeh } }), { sehop });
    return { output, code: stop.kind === 'exit' ? stop.code : undefined };
  };
  const refused = { output: '', code: 0xc0000005 };

  it('leads to code of the attacker when nothing is checked', () => {
    expect(end('attack')).toEqual({ output: "attacker's code\n", code: 7 });
  });

  it('is refused by SafeSEH: the image does not list the handler', () => {
    expect(end('attack', { safeSeh: true })).toEqual(refused);
  });

  it('is refused by SEHOP: the chain does not end where it should', () => {
    expect(end('attack', { sehop: true })).toEqual(refused);
  });

  it('is refused when it names code of a system DLL that is no handler, or data on the stack', () => {
    expect(end('GetProcAddress(GetModuleHandleA("kernel32"), "ExitProcess")')).toEqual(refused);
    expect(end('_alloca(4)')).toEqual(refused);
  });

  it('does not disturb programs that are sound', () => {
    const source = `${HEAD}int main(void) { __try { *(int *)0 = 1; } __except (1) { printf("handled\\n"); } return 0; }`;
    expect(run(exe(source, { options: { safeSeh: true } }), { sehop: true }).output).toBe('handled\n');
  });
});
