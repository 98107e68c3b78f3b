import { describe, expect, test } from 'vitest';
import { bootText, output, run } from './guest.ts';

const put = `
static int length(char *s) { int n = 0; while (s[n]) n++; return n; }
static HANDLE standard(int which) { ULONG *peb; __asm { mov eax, fs:[30h]
   mov peb, eax } return ((HANDLE *)(peb[4] + 0x18))[which]; }
static void put(char *s) { IO_STATUS_BLOCK io; NtWriteFile(standard(1), 0, 0, 0, &io, s, length(s), 0, 0); }
`;

describe('a program', () => {
  test('boots, and its start value is the exit code', () => {
    const { stop } = run('int start(void) { return 42; }');
    expect(stop).toEqual({ kind: 'exit', code: 42 });
  });

  test('writes to the console', () => {
    const { m, stop } = run(`${put} int start(void) { put("hello\\n"); return 0; }`);
    expect(stop).toEqual({ kind: 'exit', code: 0 });
    expect(output(m)).toBe('hello\n');
  });

  test('waits for what is typed, and gets it line by line', () => {
    const m = bootText(`${put} int start(void) { char b[80]; IO_STATUS_BLOCK io;
      NtReadFile(standard(0), 0, 0, 0, &io, b, 80, 0, 0); b[io.Information] = 0; put(b);
      NtReadFile(standard(0), 0, 0, 0, &io, b, 80, 0, 0); return io.Information; }`);
    expect(m.run(1_000_000)).toEqual({ kind: 'input' });
    expect(m.run(1_000_000)).toEqual({ kind: 'input' });
  });
});
