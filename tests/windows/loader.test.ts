import { describe, expect, it } from 'vitest';
import { dll, exe, run } from './run.ts';

const SAY = `
#include <windows.h>
#include <stdio.h>
static void say(const char *text) { DWORD n; WriteFile(GetStdHandle(STD_OUTPUT_HANDLE), text, lstrlenA(text), &n, NULL); }
`;

/** A DLL whose DllMain says its name, the reason, and whether the third argument is set. */
function talking(name: string, extra = '', answer = 'TRUE'): ReturnType<typeof dll> {
  return dll(
    name,
    `${SAY}${extra}
__declspec(dllexport) int ${name}Value(void) { return sizeof("${name}"); }
BOOL WINAPI DllMain(HINSTANCE instance, DWORD reason, LPVOID reserved)
{
    char text[80];
    _snprintf(text, sizeof text, "${name} %lu %d\\n", reason, reserved != NULL);
    say(text);
    return reason == DLL_PROCESS_ATTACH ? ${answer} : TRUE;
}
`,
  );
}

describe('the loader', () => {
  it('lists modules in the order of mapping, and initialises what is imported before who imports it', () => {
    const inner = talking('inner');
    const outer = talking(
      'outer',
      '__declspec(dllimport) int innerValue(void); int use(void) { return innerValue(); }',
    );
    const program = exe(`
#include <windows.h>
#include <stdio.h>
__declspec(dllimport) int outerValue(void);
int main(void) { printf("main %d\\n", outerValue()); return 0; }
`);
    const { output, stop, entries } = run([program, outer, inner]);
    expect(output).toBe('inner 1 1\nouter 1 1\nmain 6\nouter 0 1\ninner 0 1\n');
    expect(stop).toMatchObject({ kind: 'exit', code: 0 });
    const mapped = entries.filter((e) => e.kind === 'module').map((e) => (e as unknown as { name: string }).name);
    const names = mapped.map((name) => name.replace(/.*\\/, '').toLowerCase());
    expect(names.slice(0, 3)).toEqual(['test.exe', 'ntdll.dll', 'kernel32.dll']);
    expect(names.indexOf('outer.dll')).toBeLessThan(names.indexOf('inner.dll'));
  });

  it('ends a program whose DLL is missing with C0000135 and a message that names it', () => {
    const program = exe('__declspec(dllimport) int outerValue(void); int main(void) { return outerValue(); }');
    const { stop, output } = run([program, talking('outer')], { missing: ['outer.dll'] });
    expect(output).toBe('');
    expect(stop).toMatchObject({ kind: 'exit', code: 0xc0000135 });
    expect((stop as { reason?: string }).reason).toContain('outer.dll is missing');
  });

  it('ends a program that imports what its DLL does not export with C0000139 and both names', () => {
    const program = exe('__declspec(dllimport) int outerValue(void); int main(void) { return outerValue(); }');
    const lacking = dll('outer', '__declspec(dllexport) int somethingElse(void) { return 1; }');
    const { stop } = run([program, talking('outer')], { replaced: [lacking] });
    expect(stop).toMatchObject({ kind: 'exit', code: 0xc0000139 });
    expect((stop as { reason?: string }).reason).toMatch(/outerValue.*outer\.dll/);
  });

  it('ends a program whose DLL refuses to start with C0000142', () => {
    const program = exe('__declspec(dllimport) int outerValue(void); int main(void) { return outerValue(); }');
    const { stop, output } = run([program, talking('outer', '', 'FALSE')]);
    // The run-time library's entry asks DllMain once more, to undo what it had begun.
    expect(output).toBe('outer 1 1\nouter 0 1\n');
    expect(stop).toMatchObject({ kind: 'exit', code: 0xc0000142 });
  });

  it('loads a library once, counts its users, and unloads it with what it had brought', () => {
    const inner = talking('inner');
    const outer = talking(
      'outer',
      '__declspec(dllimport) int innerValue(void); int use(void) { return innerValue(); }',
    );
    const program = exe(`
#include <windows.h>
#include <stdio.h>
int main(void)
{
    HMODULE first = LoadLibraryA("outer"), second = LoadLibraryA("OUTER.DLL");
    int (*value)(void) = (int (*)(void))GetProcAddress(first, "outerValue");
    printf("same %d value %d\\n", first == second, value());
    printf("free %d there %d\\n", FreeLibrary(first), GetModuleHandleA("inner.dll") != NULL);
    printf("free %d", FreeLibrary(first));
    printf(" there %d %d\\n", GetModuleHandleA("outer.dll") != NULL, GetModuleHandleA("inner.dll") != NULL);
    printf("free %d error %lu\\n", FreeLibrary(first), GetLastError());
    return 0;
}
`);
    const { output } = run([program, outer, inner]);
    expect(output).toBe(
      'inner 1 0\nouter 1 0\nsame 1 value 6\nfree 1 there 1\nouter 0 0\ninner 0 0\nfree 1 there 0 0\nfree 0 error 126\n',
    );
  });

  it('tells a caller of LoadLibrary what is wrong instead of ending the program', () => {
    const program = exe(`
#include <windows.h>
#include <stdio.h>
int main(void)
{
    printf("%p", LoadLibraryA("nothere.dll")); printf(" %lu\\n", GetLastError());
    printf("%p", LoadLibraryA("refuses.dll")); printf(" %lu\\n", GetLastError());
    printf("%p", GetModuleHandleA("refuses.dll")); printf(" %lu\\n", GetLastError());
    printf("%p", GetProcAddress(GetModuleHandleA("kernel32"), "NoSuchFunction")); printf(" %lu\\n", GetLastError());
    return 0;
}
`);
    const { output } = run([program, talking('refuses', '', 'FALSE')]);
    expect(output).toBe('00000000 126\nrefuses 1 0\nrefuses 0 0\n00000000 1114\n00000000 126\n00000000 127\n');
  });

  it('follows forwarders: HeapAlloc of kernel32 is RtlAllocateHeap of ntdll', () => {
    const program = exe(`
#include <windows.h>
#include <stdio.h>
int main(void)
{
    FARPROC there = GetProcAddress(GetModuleHandleA("ntdll.dll"), "RtlAllocateHeap");
    printf("%d %d\\n", there != NULL, there == GetProcAddress(GetModuleHandleA("kernel32.dll"), "HeapAlloc"));
    printf("%d\\n", GetProcAddress(GetModuleHandleA("kernel32.dll"), "HeapFree") == GetProcAddress(GetModuleHandleA("ntdll.dll"), "RtlFreeHeap"));
    return 0;
}
`);
    expect(run(program).output).toBe('1 1\n0\n');
  });

  it('moves a DLL whose base is taken, and its addresses with it', () => {
    const text = (name: string) =>
      `static int number = 7; int *place = &number; __declspec(dllexport) int *${name}Place(void) { return place; }`;
    const program = exe(`
#include <windows.h>
#include <stdio.h>
__declspec(dllimport) int *onePlace(void);
__declspec(dllimport) int *twoPlace(void);
int main(void) { printf("%d %d %d\\n", *onePlace(), *twoPlace(), onePlace() != twoPlace()); return 0; }
`);
    const { output, entries } = run([program, dll('one', text('one')), dll('two', text('two'))]);
    expect(output).toBe('7 7 1\n');
    const bases = entries.filter((e) => e.kind === 'module' && /one|two/.test(String((e as { name?: string }).name)));
    expect(new Set(bases.map((e) => (e as unknown as { base: number }).base)).size).toBe(2);
  });

  it('gives each module static thread-local storage, also one that LoadLibrary brings', () => {
    const late = dll(
      'late',
      '__declspec(thread) int mine = 11; __declspec(dllexport) int bump(void) { return ++mine; }',
    );
    const program = exe(`
#include <windows.h>
#include <stdio.h>
__declspec(thread) int own = 5;
int main(void)
{
    int (*bump)(void) = (int (*)(void))GetProcAddress(LoadLibraryA("late.dll"), "bump");
    own++;
    printf("%d %d", own, bump());
    printf(" %d %d\\n", own, bump());
    return 0;
}
`);
    expect(run([program, late]).output).toBe('6 12 6 13\n');
  });

  it('ends a program whose DllMain faults with the code of the exception', () => {
    const faulty = dll(
      'faulty',
      `${SAY}__declspec(dllexport) int faultyValue(void) { return 1; }
BOOL WINAPI DllMain(HINSTANCE i, DWORD reason, LPVOID r) { if (reason == DLL_PROCESS_ATTACH) *(volatile int *)8 = 1; return TRUE; }`,
    );
    const program = exe('__declspec(dllimport) int faultyValue(void); int main(void) { return faultyValue(); }');
    expect(run([program, faulty]).stop).toMatchObject({ kind: 'exit', code: 0xc0000005 });
  });

  it('loads DLLs that import from each other', () => {
    const half = (name: string, other: string) =>
      dll(
        name,
        `__declspec(dllimport) int ${other}Number(void);
__declspec(dllexport) int ${name}Number(void) { return sizeof("${name}"); }
__declspec(dllexport) int ${name}Sum(void) { return ${name}Number() + ${other}Number(); }`,
      );
    const program = exe(`
#include <stdio.h>
__declspec(dllimport) int leftSum(void);
__declspec(dllimport) int rightSum(void);
int main(void) { printf("%d %d\\n", leftSum(), rightSum()); return 0; }
`);
    expect(run([program, half('left', 'right'), half('right', 'left')]).output).toBe('11 11\n');
  });

  it('lets a DllMain load a further library', () => {
    const outer = dll(
      'outer',
      `${SAY}__declspec(dllexport) int outerValue(void) { return GetModuleHandleA("inner.dll") != NULL; }
BOOL WINAPI DllMain(HINSTANCE i, DWORD reason, LPVOID r)
{
    if (reason == DLL_PROCESS_ATTACH) { LoadLibraryA("inner.dll"); say("outer\\n"); }
    return TRUE;
}`,
    );
    const program = exe(`
#include <stdio.h>
__declspec(dllimport) int outerValue(void);
int main(void) { printf("main %d\\n", outerValue()); return 0; }
`);
    expect(run([program, outer, talking('inner')]).output).toBe('inner 1 0\nouter\nmain 1\ninner 0 1\n');
  });

  it('calls TLS callbacks before DllMain and before the entry point, and again at the end', () => {
    const program = exe(`${SAY}
static void NTAPI callback(PVOID module, DWORD reason, PVOID reserved) { say(reason == DLL_PROCESS_ATTACH ? "callback 1\\n" : "callback 0\\n"); }
#pragma section(".CRT$XLB", long, read)
__declspec(allocate(".CRT$XLB")) PIMAGE_TLS_CALLBACK pointer = callback;
__declspec(thread) int variable = 3;
int main(void) { printf("main %d\\n", variable); fflush(stdout); return 0; }
`);
    expect(run(program).output).toBe('callback 1\nmain 3\ncallback 0\n');
  });

  it('hands debug strings to the trace', () => {
    const program = exe(
      '#include <windows.h>\nint main(void) { OutputDebugStringA("narrow"); OutputDebugStringW(L"wide"); return 0; }',
    );
    const texts = run(program).entries.flatMap((e) =>
      e.kind === 'debugPrint' ? [(e as unknown as { text: string }).text] : [],
    );
    expect(texts).toEqual(['narrow', 'wide']);
  });
});
