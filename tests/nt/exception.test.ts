import { describe, expect, test } from 'vitest';
import { STATUS } from '../../src/nt/ntstatus.ts';
import { bootText, run } from './guest.ts';

/** A handler is set through ntdll's exported variable: its address is found by the test, so the program looks for it itself. */
const find = `
static char *ntdll = (char *)0x77f00000;
static ULONG word(ULONG rva) { return *(ULONG *)(ntdll + rva); }
static int same(char *a, char *b) { while (*a && *a == *b) { a++; b++; } return *a == *b; }
static void *import(char *name) { ULONG d = word(word(0x3c) + 0x78), i;
  for (i = 0; i < word(d + 24); i++) if (same(ntdll + word(word(d + 32) + i * 4), name))
    return ntdll + word(word(d + 28) + *(USHORT *)(ntdll + word(d + 36) + i * 2) * 4);
  return 0; }
`;

function codeOf(body: string): number {
  const { stop } = run(`int start(void) { ${body} return 0; }`);
  return stop.kind === 'exit' ? stop.code : -1;
}

describe('an exception that nobody handles ends the process with its code', () => {
  test.each([
    ['a read of address 0', '__asm { mov eax, ds:[0] }', STATUS.STATUS_ACCESS_VIOLATION],
    ['a division by zero', 'volatile int z = 0; z = 1 / z;', STATUS.STATUS_INTEGER_DIVIDE_BY_ZERO],
    [
      'a quotient that is too big',
      '__asm { mov eax, 80000000h\n cdq\n mov ecx, -1\n idiv ecx }',
      STATUS.STATUS_INTEGER_OVERFLOW,
    ],
    ['an unknown opcode', '__asm { _emit 0Fh\n _emit 0Bh }', STATUS.STATUS_ILLEGAL_INSTRUCTION],
    ['a privileged instruction', '__asm { hlt }', STATUS.STATUS_PRIVILEGED_INSTRUCTION],
    ['a breakpoint', '__asm { int 3 }', STATUS.STATUS_BREAKPOINT],
    ['an interrupt that is not for users', '__asm { int 40h }', STATUS.STATUS_ACCESS_VIOLATION],
    ['an assertion', '__asm { int 2Ch }', STATUS.STATUS_ASSERTION_FAILURE],
    ['a single step', '__asm { pushfd\n or dword ptr [esp], 100h\n popfd\n nop }', STATUS.STATUS_SINGLE_STEP],
    ['a write to kernel memory', '__asm { mov dword ptr ds:[84000000h], 1 }', STATUS.STATUS_ACCESS_VIOLATION],
  ])('%s', (_, body, code) => {
    expect(codeOf(body).toString(16)).toBe(code.toString(16));
  });
});

describe('a handler', () => {
  test('sees record and context, and may go on behind the instruction', () => {
    const text = `${find}
      ULONG seen[4];
      int handler(ULONG *record, ULONG *context) { seen[0] = record[0]; seen[1] = record[4]; seen[2] = record[5]; seen[3] = record[6];
        context[0xb8 / 4] += 10; context[0xb0 / 4] = 5; return 1; }
      int start(void) { int x; *(void **)import("Handler") = handler;
        __asm { mov dword ptr ds:[1234h], 9
          mov x, eax }
        return x + (seen[0] == 0xC0000005) * 10 + (seen[1] == 2) * 100 + (seen[2] == 1) * 1000 + (seen[3] == 0x1234) * 10000; }`;
    expect(run(text).stop).toMatchObject({ kind: 'exit', code: 11115 });
  });

  test('gets all registers back as they were when it changes nothing', () => {
    const text = `${find}
      int handler(ULONG *record, ULONG *context) { context[0xb8 / 4] += 1; return 1; }
      int start(void) { int b, s, d; *(void **)import("Handler") = handler;
        __asm { push ebx
          push esi
          push edi
          mov ebx, 11
          mov esi, 22
          mov edi, 33
          int 3
          mov b, ebx
          mov s, esi
          mov d, edi
          pop edi
          pop esi
          pop ebx }
        return b + s + d; }`;
    expect(run(text).stop).toMatchObject({ kind: 'exit', code: 66 });
  });
});

describe('with a debugger', () => {
  test('the machine stops at a fault before the program hears of it, and goes on into it', () => {
    const m = bootText('int start(void) { __asm { mov eax, ds:[0] } return 0; }', { debugged: true });
    const stop = m.run(1_000_000);
    expect(stop).toMatchObject({ kind: 'debug', code: STATUS.STATUS_ACCESS_VIOLATION, first: true });
    expect(m.processors[0]?.eip).toBe(stop.kind === 'debug' ? stop.address : 0);
    expect(m.run(1_000_000)).toMatchObject({ kind: 'debug', first: false });
    expect(m.run(1_000_000)).toMatchObject({ kind: 'exit', code: STATUS.STATUS_ACCESS_VIOLATION });
  });

  test('a breakpoint is stepped over when the program goes on', () => {
    const m = bootText('int start(void) { __asm { int 3 } return 7; }', { debugged: true });
    expect(m.run(1_000_000)).toMatchObject({ kind: 'debug', code: STATUS.STATUS_BREAKPOINT });
    expect(m.run(1_000_000)).toEqual({ kind: 'exit', code: 7 });
  });

  test('BeingDebugged and NtGlobalFlag tell it', () => {
    const text =
      'int start(void) { ULONG x; __asm { mov eax, fs:[30h]\n movzx ecx, byte ptr [eax+2]\n add ecx, [eax+68h]\n mov x, ecx } return x; }';
    expect(run(text, { debugged: true }).stop).toMatchObject({ code: 0x71 });
    expect(run(text).stop).toMatchObject({ code: 0 });
  });
});
