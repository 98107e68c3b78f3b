/** /GS: cookies in frames with buffers, records of _except_handler4, and how a process ends when one has been overwritten. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { labOfModules, said } from '../lab/labs.ts';
import { exe, run } from './run.ts';

const HEAD = '#include <windows.h>\n#include <stdio.h>\n#include <string.h>\n';
const outcome = (source: string, bufferSecurity: boolean) => {
  const { output, stop } = run(exe(HEAD + source, { options: { bufferSecurity, stackReserve: 0x40000 } }));
  return { output, end: stop.kind === 'exit' ? stop.code.toString(16) : stop.kind };
};

describe('a return address that strcpy has overwritten', () => {
  /** Runs over the buffer until the word above the saved EBP is `attack`. */
  const source = `
void attack(void) { puts("attacker's code"); ExitProcess(7); }
void victim(const DWORD *words, int count)
{
    char buffer[8];
    int kept = 5;
    memcpy(buffer, words, 4 * count);
    printf("%d ", kept);
    fflush(stdout);
}
int main(void)
{
    DWORD words[12];
    int i;
    for (i = 0; i < 12; i++) words[i] = (DWORD)attack;
    victim(words, COUNT);
    puts("back");
    return 0;
}`;
  const overrun = source.replace('COUNT', '9');

  it('leads to code of the attacker without /GS, and with it to the end of the process', () => {
    expect(outcome(overrun, false)).toMatchObject({ end: '7' });
    expect(outcome(overrun, true)).toEqual({ output: '5 ', end: 'c0000409' });
  });

  it('is none when the buffer is large enough', () => {
    expect(outcome(source.replace('COUNT', '2'), true)).toEqual({ output: '5 back\n', end: '0' });
  });
});

describe('a registration record', () => {
  /** Puts a scope table of its own into the record, whose filter is the attacker's. */
  const source = `
int attack(void) { puts("attacker's code"); fflush(stdout); ExitProcess(7); return 0; }
DWORD table[7] = { 0xfffffffe, 0, 0, 0, 0xffffffff, (DWORD)attack, (DWORD)attack };
void victim(void)
{
    __try {
        DWORD *record = (DWORD *)__readfsdword(0);
        record[2] = (DWORD)&table[START];
        *(int *)0 = 1;
    } __except (1) { puts("handled"); }
}
int main(void) { victim(); return 0; }`;

  it('whose scope table was replaced leads to the attacker’s filter, but not under /GS', () => {
    expect(outcome(source.replace('START', '4'), false)).toEqual({ output: "attacker's code\n", end: '7' });
    const { output, end } = outcome(source.replace('START', '0'), true);
    expect(output).toBe('');
    expect(['c0000005', 'c0000409']).toContain(end);
  });

  it('is not believed when the frame’s buffer has been overrun before the exception', () => {
    const text = `void victim(int count) { char buffer[8]; int i; __try { for (i = 0; i < count; i++) buffer[i] = 'A'; *(int *)0 = 1; } __except (1) { printf("handled %.3s\\n", buffer); } }
      int main(void) { victim(8); fflush(stdout); victim(12); return 0; }`;
    expect(outcome(text, true)).toEqual({ output: 'handled AAA\n', end: 'c0000409' });
  });
});

describe('programs that are sound', () => {
  const folder = new URL('../conformance/exceptions/', import.meta.url);
  it.each(['ways-out', 'exception-in-finally', 'exception-in-filter', 'demand-commit', 'hand-made-unwind'])(
    '%s prints the same under /GS',
    (name) => {
      const read = (ending: string) => readFileSync(new URL(`${name}.${ending}`, folder), 'utf8');
      const { output } = run(exe(read('c'), { options: { bufferSecurity: true } }), { limit: 100_000_000 });
      expect(output).toBe(read('out'));
    },
  );

  it.each(['MD', 'MT', 'MDd', 'MTd'] as const)('work with /%s, SafeSEH and SEHOP', (runtime) => {
    const source = `${HEAD}int f(char *s) { char b[20]; int *p = 0; __try { strcpy(b, s); __try { *p = 1; } __finally { b[0] = 'X'; } } __except (GetExceptionCode() == EXCEPTION_ACCESS_VIOLATION) { printf("%s %08lx\\n", b, GetExceptionCode()); return _snprintf(b, 20, "%d", 12345); } return 0; }
      int main(void) { printf("%d\\n", f("text")); return 0; }`;
    const options = { bufferSecurity: true, safeSeh: true };
    const { output } = run(exe(source, { runtime, options }), { sehop: true });
    expect(output).toBe('Xext c0000005\n5\n');
  });
});

describe('the debugger', () => {
  it('reads the masked scope table, and tells a cookie that was overwritten', async () => {
    const source = `${HEAD}int filter(void) { return 1; }
void f(int over) { char buffer[8]; int i; __try { for (i = 0; i < 8 + over; i++) buffer[i] = 'A'; *(int *)0 = 1; } __except (filter()) { printf("%.3s", buffer); } }
int main(void) { f(0); f(4); return 0; }`;
    const lab = await labOfModules([exe(source, { options: { bufferSecurity: true } })], 'bp filter; g');
    expect(await said(lab, '!exchain')).toMatch(/test!_except_handler4 .*\n {2}CRT scope {2}0, filter: test!f/);
    expect(await said(lab, 'k')).toMatch(/test!filter.*\n.*test!f.*\n.*test!_except_handler4.*\n.*ExecuteHandler2/);
    const broken = await said(lab, 'bc *; bp ntdll!KiUserExceptionDispatcher; g; !exchain');
    expect(broken).toMatch(/test!_except_handler4 .*\n {2}GS cookie of the frame is overwritten\n/);
    expect(await said(lab, 'bc *; g')).toContain('c0000409');
  });
});
