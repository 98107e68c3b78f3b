/** The call stack while an exception is under way, and what the debugger knows of one that it was told of. */
import { describe, expect, it } from 'vitest';
import { labOf, said } from '../lab/labs.ts';

const SOURCE = `#include <windows.h>
#include <stdio.h>
int asked(DWORD code) { return code == 0xC0000005; }
void inner(int *p)
{
    __try { *p = 1; } __finally { asked(0); }
}
int main(void)
{
    __try { inner((int *)0x30); } __except (asked(GetExceptionCode())) { puts("caught"); }
    return 0;
}
`;

/** The functions of a stack, innermost first. */
const functions = (text: string): string[] => text.split('\n').flatMap((line) => /!(\w+)/.exec(line)?.[1] ?? []);

const DISPATCH = ['RtlpExecuteHandlerForException', 'RtlDispatchException', 'KiUserExceptionDispatcher'];
const OUTER = ['inner', 'main', '__tmainCRTStartup'];

describe('the call stack', () => {
  it('in a filter goes by the handler and the dispatcher to the place that faulted', async () => {
    const lab = await labOf(SOURCE, 'bp asked; g');
    const stack = functions(await said(lab, 'k 10'));
    expect(stack.slice(0, 10)).toEqual(['asked', 'main', '_except_handler3', 'ExecuteHandler2', ...DISPATCH, ...OUTER]);
  });

  it('in a finally block shows both passes', async () => {
    const lab = await labOf(SOURCE, 'bp asked; g');
    const stack = functions(await said(lab, 'g; k 20'));
    const from = stack.indexOf('_local_unwind2');
    expect(stack.slice(from - 2, from + 14)).toEqual([
      'asked',
      'inner',
      '_local_unwind2',
      '_except_handler3',
      'ExecuteHandler2',
      'RtlpExecuteHandlerForUnwind',
      'RtlUnwind',
      '_global_unwind2',
      '_except_handler3',
      'ExecuteHandler2',
      ...DISPATCH,
      ...OUTER,
    ]);
  });

  it('in the filter itself begins with its function, and is the same at its ret', async () => {
    const lab = await labOf(SOURCE, 'bp asked; g; gu; l-t');
    const stack = functions(await said(lab, 'k 10'));
    expect(stack.slice(0, 3)).toEqual(['main', '_except_handler3', 'ExecuteHandler2']);
    expect(functions(await said(lab, 'pt; k 10')).slice(-9)).toEqual(stack.slice(-9));
  });

  it('at a system call has the stub’s caller', async () => {
    const lab = await labOf(
      '#include <windows.h>\nint main(void) { Sleep(1); return 0; }',
      'bp ntdll!NtDelayExecution; g',
    );
    expect(functions(await said(lab, 't; t; k 9')).slice(-9, -6)).toEqual(['NtDelayExecution', 'SleepEx', 'Sleep']);
  });
});

describe('a first-chance stop', () => {
  it('is described by .exr -1, .lastevent and .ecxr', async () => {
    const lab = await labOf(SOURCE, 'bp main; g', { debugged: true });
    await said(lab, 'g');
    const record = await said(lab, '.exr -1');
    expect(record).toContain('ExceptionCode: c0000005');
    expect(record).toContain('Parameter[0]: 00000001\n   Parameter[1]: 00000030\nAttempt to write to address 00000030');
    expect(record).toMatch(/ExceptionAddress: [0-9a-f]{8} \(test!inner\+/);
    expect(await said(lab, '.lastevent')).toMatch(
      /^Last event: [0-9a-f]+\.[0-9a-f]+: Access violation - code c0000005 \(first chance\)\n$/,
    );
    expect(functions(await said(lab, '.ecxr')).slice(0, 2)).toEqual(['inner', 'main']);
  });

  it('of a raised exception has the raiser’s context', async () => {
    const source =
      '#include <windows.h>\nint main(void) { ULONG_PTR a = 7; RaiseException(0xE0000001, 1, 1, &a); return 0; }';
    const lab = await labOf(source, 'bp main; g', { debugged: true });
    await said(lab, 'sxe e0000001; g');
    expect(await said(lab, '.exr -1')).toMatch(
      /ExceptionCode: e0000001\n {2}ExceptionFlags: 00000001\n.*1\n.*00000007/,
    );
    expect(functions(await said(lab, '.ecxr')).slice(0, 2)).toEqual(['RaiseException', 'main']);
  });

  it('is over when the program has gone on', async () => {
    const lab = await labOf(SOURCE, 'bp main; g', { debugged: true });
    await said(lab, 'g; bp asked; g');
    expect(await said(lab, '.exr -1')).toContain('c0000005');
    expect(await said(lab, '.lastevent')).not.toContain('Last event');
  });
});

describe('a call through an import cell', () => {
  it('has the name of the cell', async () => {
    const lab = await labOf(SOURCE, 'bp main; g');
    expect(await said(lab, 'uf test!__tmainCRTStartup')).toMatch(/dword ptr \[test!_imp__\w+ \([0-9a-f]{8}\)\]/);
  });
});
