/** The debug heap: its bytes, its messages, and what follows when something is wrong. */
import { beforeAll, describe, expect, it } from 'vitest';
import { loadSystem } from '../../src/windows/system.node.ts';
import { runC } from './crt-run.ts';

beforeAll(() => void loadSystem(), 120_000);

const head = '#include <stdio.h>\n#include <stdlib.h>\n#include <string.h>\n#include <malloc.h>\n#include <crtdbg.h>\n';
const toStdout = '_CrtSetReportMode(_CRT_WARN, _CRTDBG_MODE_FILE); _CrtSetReportFile(_CRT_WARN, _CRTDBG_FILE_STDOUT);';
const program = (body: string) => `${head}int main(void)\n{\n${body}\nreturn 0;\n}\n`;

describe.each(['MDd', 'MTd'] as const)('the debug heap of /%s', (runtime) => {
  it('puts a header of 0x20 bytes in front, CD in and FD around', () => {
    const body = `
      unsigned char *p = malloc(40); unsigned long *h = (unsigned long *)(p - 0x20); int i, n = 0;
      for (i = 0; i < 40; i++) n += p[i] == 0xCD;
      printf("%x %x %08x %d ", h[4], h[5], h[7], n);
      printf("%08x %d\\n", *(unsigned *)(p + 40), (int)_msize(p));`;
    expect(runC(program(body), { runtime }).output).toBe('28 1 fdfdfdfd 40 fdfdfdfd 40\n');
  });

  it('links newer blocks in front of older ones and counts requests', () => {
    const body = `
      char *a = malloc(1), *b = malloc(2); long *h = (long *)(b - 0x20), *g = (long *)(a - 0x20);
      printf("%d %d %d\\n", h[0] == (long)g, g[1] == (long)h, h[6] - g[6]);`;
    expect(runC(program(body), { runtime }).output).toBe('1 1 1\n');
  });

  it('lists leaks newest first, with file and line where they are known', () => {
    const body = `
      char *p, *q; ${toStdout}
      p = malloc(40); strcpy(p, "leaked text");
      q = _malloc_dbg(5, _NORMAL_BLOCK, "where.c", 77);
      printf("%d %d\\n", (int)_CrtDumpMemoryLeaks(), q != p);`;
    const { output } = runC(program(body), { runtime });
    expect(output.replace(/\{\d+\}/g, '{n}').replace(/0x[0-9A-F]{8}/g, '0xA')).toBe(
      'Detected memory leaks!\nDumping objects ->\nwhere.c(77) : {n} normal block at 0xA, 5 bytes long.\n' +
        ' Data: <     > CD CD CD CD CD \n{n} normal block at 0xA, 40 bytes long.\n' +
        ' Data: <leaked text     > 6C 65 61 6B 65 64 20 74 65 78 74 00 CD CD CD CD \nObject dump complete.\n1 1\n',
    );
  });

  it('tells the debugger of leaks at exit when that is asked for', () => {
    const body = '_CrtSetDbgFlag(_CrtSetDbgFlag(_CRTDBG_REPORT_FLAG) | _CRTDBG_LEAK_CHECK_DF); malloc(3);';
    const ran = runC(program(body), { runtime });
    expect(ran.code).toBe(0);
    expect(ran.debugger).toMatch(
      /^Detected memory leaks!\nDumping objects ->\n\{\d+\} normal block at 0x[0-9A-F]{8}, 3 bytes long\.\n/,
    );
  });

  it('finds an overrun at free, not before, and says on which side', () => {
    const body = 'char *p = malloc(40); p[40] = 0; puts("written"); fflush(stdout); free(p); puts("not reached");';
    const ran = runC(program(body), { runtime });
    expect(ran.output).toBe('written\n');
    expect(ran.errors).toMatch(
      /HEAP CORRUPTION DETECTED: after Normal block \(#\d+\) at 0x[0-9A-F]{8}\.\nCRT detected that the application wrote to memory after end of heap buffer\./,
    );
    expect(ran.code).toBe(3);
    const before = runC(program('char *p = malloc(40); p[-1] = 0; free(p);'), { runtime });
    expect(before.errors).toContain('HEAP CORRUPTION DETECTED: before Normal block');
  });

  it('goes on after a report when the answer is ignore', () => {
    const body = 'char *p = malloc(4); p[4] = 1; free(p); puts("went on");';
    const ran = runC(program(body), { runtime, environment: { CRT_REPORT_ANSWER: 'ignore' } });
    expect(ran.errors).toContain('HEAP CORRUPTION DETECTED');
    expect(ran.output).toBe('went on\n');
    expect(ran.code).toBe(0);
  });

  it('stops in the debugger when there is one', () => {
    const ran = runC(program('char *p = malloc(4); p[4] = 1; free(p); puts("went on");'), { runtime, debugged: true });
    expect(ran.exceptions).toContain(0x80000003);
    expect(ran.output).toBe('went on\n');
  });

  it('asserts that a freed pointer is one of its heap', () => {
    const ran = runC(program('int x[64]; memset(x, 0, sizeof x); free(x + 32);'), { runtime });
    expect(ran.errors).toContain('Debug Assertion Failed!');
    expect(ran.errors).toContain('Expression: _CrtIsValidHeapPointer(pUserData)');
    expect(ran.code).toBe(3);
  });

  it('keeps freed blocks filled with DD when asked to', () => {
    const body = `
      unsigned char *p; _CrtSetDbgFlag(_CRTDBG_ALLOC_MEM_DF | _CRTDBG_DELAY_FREE_MEM_DF);
      p = malloc(8); free(p); printf("%02x %02x type %d\\n", p[0], p[7], ((int *)(p - 0x20))[5]);
      p[3] = 1; ${toStdout} printf("%d\\n", _CrtCheckMemory());`;
    const { output } = runC(program(body), { runtime });
    expect(output).toMatch(/^dd dd type 0\nHEAP CORRUPTION DETECTED: on top of Free block at 0x/);
    expect(output).toMatch(/DAMAGED located at|Free located at/);
    expect(output.endsWith('\n0\n')).toBe(true);
  });

  it('counts what is between two checkpoints', () => {
    const body = `
      _CrtMemState a, b, d; ${toStdout}
      _CrtMemCheckpoint(&a); malloc(100); malloc(23); _CrtMemCheckpoint(&b);
      printf("%d ", _CrtMemDifference(&d, &a, &b)); printf("%d %d\\n", (int)d.lCounts[1], (int)d.lSizes[1]);
      _CrtMemDumpStatistics(&d);`;
    const { output } = runC(program(body), { runtime });
    expect(output).toContain('1 2 123\n0 bytes in 0 Free Blocks.\n123 bytes in 2 Normal Blocks.\n');
    expect(output).toMatch(/Largest number used: \d+ bytes\.\nTotal allocations: 123 bytes\.\n/);
  });

  it('grows a block with CD and keeps what was in it', () => {
    const body = `
      unsigned char *p = malloc(4); memcpy(p, "abcd", 4); p = realloc(p, 8);
      printf("%.4s %02x %08x\\n", p, p[4], *(unsigned *)(p + 8));`;
    expect(runC(program(body), { runtime }).output).toBe('abcd cd fdfdfdfd\n');
  });

  it('calls hooks, and an allocation that the hook refuses gives NULL', () => {
    const text = `${head}
      static int seen;
      static int __cdecl hook(int type, void *p, size_t n, int use, long r, const unsigned char *f, int l)
      { if (use == _CRT_BLOCK) return 1; seen++; return n != 13; }
      int main(void) { char *a, *b; _CrtSetAllocHook(hook); a = malloc(12); b = malloc(13); free(a); _CrtSetAllocHook(NULL);
        printf("%d %d %d\\n", seen, a != NULL, b == NULL); return 0; }`;
    expect(runC(text, { runtime }).output).toBe('3 1 1\n');
  });

  it('tells aligned blocks from others', () => {
    const body = `
      char *p = _aligned_malloc(100, 64); printf("%d %d\\n", (int)((unsigned)p % 64), (int)_aligned_msize(p, 64, 0) >= 100);
      p = _aligned_realloc(p, 200, 64); printf("%d\\n", (int)((unsigned)p % 64)); fflush(stdout); free(p);`;
    const ran = runC(program(body), { runtime });
    expect(ran.output).toBe('0 1\n0\n');
    expect(ran.errors).toContain('was allocated by aligned routines, use _aligned_free()');
  });
});
