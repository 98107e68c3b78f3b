/** Thread-local storage: indices, values by thread, static variables, callbacks, and their errors as documented. */
import { describe, expect, it } from 'vitest';
import { dll, exe, run } from './run.ts';

const HEAD = '#include <windows.h>\n#include <stdio.h>\n#include <malloc.h>\n';
const lines = (output: string) =>
  output
    .trimEnd()
    .split('\n')
    .map((line) => line.trimEnd());

describe('TlsAlloc and its kin', () => {
  it('give 1086 indices: 0 and 64 are never given out; errors are the documented ones', () => {
    const source = `${HEAD}int main(void) {
    DWORD i, n = 0, first = 0, prev = 0, sixtyfour = 0; 
    for (;;) { SetLastError(0); i = TlsAlloc(); if (i == TLS_OUT_OF_INDEXES) break; if (!n) first = i; if (prev == 63) sixtyfour = i; prev = i; n++; }
    printf("%d %d %d %d\\n", first <= 5, sixtyfour, prev, n + first - 1);
    i = GetLastError(); printf("%d\\n", i == 8 || i == 259);
    SetLastError(5); TlsGetValue(first); printf("%lu\\n", GetLastError());
    SetLastError(5); printf("%p ", TlsGetValue(2000)); printf("%lu\\n", GetLastError());
    SetLastError(5); printf("%d ", TlsSetValue(2000, 0)); printf("%lu\\n", GetLastError());
    SetLastError(5); printf("%d %lu\\n", TlsSetValue(1000, (void*)7), GetLastError());
    printf("%p\\n", TlsGetValue(1000));
    printf("%d ", TlsFree(1000)); printf("%d\\n", TlsAlloc() == 1000);
    printf("%p\\n", TlsGetValue(1000));
    printf("%d ", TlsFree(1000)); SetLastError(0); printf("%d", TlsFree(1000)); printf(" %lu\\n", GetLastError());
    SetLastError(0); printf("%d ", TlsFree(5000)); printf("%lu\\n", GetLastError());
    return 0;
}
`;
    expect(lines(run(exe(source)).output)).toEqual([
      '1 65 1087 1086',
      '1',
      '0',
      '00000000 87',
      '0 87',
      '1 5',
      '00000007',
      '1 1',
      '00000000',
      '1 0 87',
      '0 87',
    ]);
  });
});

describe('thread-local values', () => {
  it('differ by thread; TlsFree clears them in all; static variables begin anew in each', () => {
    const source = `${HEAD}DWORD idx; HANDLE go, done;
__declspec(thread) int x = 7;
__declspec(thread) char name[12] = "abc";
DWORD WINAPI t(void *p) { int k = (int)p; printf("%d %s %d\\n", x, name, (int)TlsGetValue(idx)); x = k; TlsSetValue(idx, p); SetEvent(done); WaitForSingleObject(go, INFINITE); printf("%d %d\\n", x, (int)TlsGetValue(idx)); SetEvent(done); return 0; }
int main(void) { HANDLE h; idx = TlsAlloc(); x = 100; TlsSetValue(idx, (void*)5); go = CreateEvent(0,0,0,0); done = CreateEvent(0,0,0,0);
 h = CreateThread(0,0,t,(void*)200,0,0); WaitForSingleObject(done, INFINITE); printf("%d %d\\n", x, (int)TlsGetValue(idx));
 printf("%d ", TlsFree(idx)); printf("%d\\n", TlsAlloc() == idx); printf("%d\\n", (int)TlsGetValue(idx)); SetEvent(go); WaitForSingleObject(h, INFINITE); return 0; }
`;
    expect(lines(run(exe(source)).output)).toEqual(['7 abc 0', '100 5', '1 1', '0', '200 0']);
  });
  it('belong to errno too', () => {
    const source = `${HEAD}#include <errno.h>
DWORD WINAPI t(void *p) { printf("%d\\n", errno); errno = 9; return 0; }
int main(void) { HANDLE h; errno = 5; h = CreateThread(0,0,t,0,0,0); WaitForSingleObject(h, INFINITE); printf("%d\\n", errno); return 0; }
`;
    expect(lines(run(exe(source)).output)).toEqual(['0', '5']);
  });
  it('in fibre-local slots go to their callbacks', () => {
    const source = `${HEAD}VOID WINAPI cb(PVOID p) { printf("fls %d\\n", (int)p); }
DWORD idx; DWORD WINAPI t(void *p) { FlsSetValue(idx, (void*)2); printf("t\\n"); return 0; }
int main(void) { HANDLE h; idx = FlsAlloc(cb); FlsSetValue(idx, (void*)1); h = CreateThread(0,0,t,0,0,0); WaitForSingleObject(h, INFINITE); printf("%d\\n", (int)FlsGetValue(idx)); FlsFree(idx); SetLastError(0); printf("%d ", FlsFree(idx)); printf("%d\\n", GetLastError()); return 0; }
`;
    expect(lines(run(exe(source)).output)).toEqual(['t', 'fls 2', '1', 'fls 1', '0 87']);
  });
});

describe('static thread-local storage', () => {
  it('has callbacks that run before main, in threads, and at the end', () => {
    const source = `${HEAD}#pragma comment(linker, "/INCLUDE:__tls_used")
__declspec(thread) int v = 1;
DWORD mainId;
void NTAPI cb(PVOID h, DWORD reason, PVOID r) { printf("tls %lu %s %d\\n", reason, GetCurrentThreadId() == mainId || !mainId ? "main" : "other", h == GetModuleHandle(0)); }
#pragma data_seg(".CRT$XLB")
PIMAGE_TLS_CALLBACK p_cb = cb;
#pragma data_seg()
DWORD WINAPI t(void *p) { printf("thread\\n"); return 0; }
int main(void) { HANDLE h; mainId = GetCurrentThreadId(); printf("main\\n"); h = CreateThread(0,0,t,0,0,0); WaitForSingleObject(h, INFINITE); printf("end\\n"); return 0; }
`;
    expect(lines(run(exe(source)).output)).toEqual([
      'tls 1 main 1',
      'main',
      'tls 2 other 1',
      'thread',
      'tls 3 other 1',
      'end',
      'tls 0 main 1',
    ]);
  });
  it('has callbacks without any variable, when the source asks for the directory', () => {
    const text = (who: string) => `${HEAD}#pragma comment(linker, "/INCLUDE:__tls_used")
void NTAPI cb(PVOID h, DWORD reason, PVOID r) { printf("${who} %lu\\n", reason); }
#pragma data_seg(".CRT$XLB")
PIMAGE_TLS_CALLBACK p_cb = cb;
#pragma data_seg()
`;
    const program = `${text('exe')}__declspec(dllimport) int two(void); int main(void) { printf("main %d\\n", two()); return 0; }\n`;
    const library = `${text('dll')}__declspec(dllexport) int two(void) { return 2; }
BOOL WINAPI DllMain(HINSTANCE h, DWORD r, LPVOID p) { printf("DllMain %lu\\n", r); return TRUE; }
`;
    expect(lines(run([exe(program), dll('two', library)]).output)).toEqual([
      'dll 1',
      'DllMain 1',
      'exe 1',
      'main 2',
      'dll 0',
      'DllMain 0',
      'exe 0',
    ]);
  });
  it('refuses a symbol that the source asks for and nobody has', () => {
    const source = `${HEAD}#pragma comment(linker, "/INCLUDE:_nobody")\nint main(void) { return 0; }\n`;
    expect(() => run(exe(source))).toThrow(/nobody/);
  });
  it('of a DLL that is loaded later exists in the threads that run already', () => {
    const source = `${HEAD}DWORD WINAPI t(void *p) { int (*get)(void); HANDLE *e = p; SetEvent(e[0]); WaitForSingleObject(e[1], INFINITE); get = (int(*)(void))GetProcAddress(GetModuleHandleA("tdll"), "get"); printf("old thread %d\\n", get()); return 0; }
DWORD WINAPI u(void *p) { int (*get)(void) = (int(*)(void))p; printf("new thread %d\\n", get()); return 0; }
int main(void) { HANDLE e[2], h; HMODULE d; int (*get)(void); void (*set)(int);
 e[0] = CreateEvent(0,0,0,0); e[1] = CreateEvent(0,0,0,0); h = CreateThread(0,0,t,e,0,0); WaitForSingleObject(e[0], INFINITE);
 d = LoadLibraryA("tdll.dll"); if (!d) { printf("no %lu\\n", GetLastError()); return 1; }
 get = (int(*)(void))GetProcAddress(d, "get"); set = (void(*)(int))GetProcAddress(d, "set");
 printf("%d\\n", get()); set(9); printf("%d\\n", get()); SetEvent(e[1]); WaitForSingleObject(h, INFINITE);
 h = CreateThread(0,0,u,get,0,0); WaitForSingleObject(h, INFINITE); printf("%d\\n", FreeLibrary(d)); return 0; }
`;
    const library = `${HEAD}__declspec(thread) int x = 42;
__declspec(dllexport) int get(void) { return x; }
__declspec(dllexport) void set(int v) { x = v; }
BOOL WINAPI DllMain(HINSTANCE h, DWORD r, LPVOID p) { printf("dll %lu\\n", r); fflush(stdout); return TRUE; }
`;
    expect(lines(run([exe(source), dll('tdll', library)]).output)).toEqual([
      'dll 1',
      '42',
      '9',
      'old thread 42',
      'dll 3',
      'dll 2',
      'new thread 42',
      'dll 3',
      'dll 0',
      '1',
    ]);
  });
});
