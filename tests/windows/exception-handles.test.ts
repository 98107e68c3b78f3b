/** Wrong handles under a debugger: NtClose raises C0000008 and C0000235; without one it only fails. */
import { describe, expect, it } from 'vitest';
import { labOf, said } from '../lab/labs.ts';
import { exe, run } from './run.ts';

const SOURCE = `#include <windows.h>
#include <stdio.h>
static int tell(EXCEPTION_POINTERS *p)
{
    printf("%08lx %lx %lu\\n", p->ExceptionRecord->ExceptionCode, p->ExceptionRecord->ExceptionFlags, p->ExceptionRecord->NumberParameters);
    return 1;
}
int main(void)
{
    HANDLE h = CreateEventA(NULL, FALSE, FALSE, NULL);
    SetHandleInformation(h, HANDLE_FLAG_PROTECT_FROM_CLOSE, HANDLE_FLAG_PROTECT_FROM_CLOSE);
    __try { printf("%d", CloseHandle((HANDLE)0x1234)); printf(" %lu\\n", GetLastError()); } __except (tell(GetExceptionInformation())) { }
    __try { printf("%d", CloseHandle(h)); printf(" %lu\\n", GetLastError()); } __except (tell(GetExceptionInformation())) { }
    fflush(stdout);
    return 0;
}
`;

describe('closing a wrong handle', () => {
  it('fails without a debugger', () => {
    expect(run(exe(SOURCE)).output).toBe('0 6\n0 6\n');
  });

  it('is an exception for the debugger first, then for the program', async () => {
    const lab = await labOf(SOURCE, 'bp main; g', { debugged: true });
    expect(await said(lab, 'g')).toMatch(/^Invalid handle - code c0000008 \(first chance\)/);
    expect(await said(lab, 'k')).toMatch(/KiRaiseUserExceptionDispatcher.*\n.*NtClose.*\n.*CloseHandle.*\n.*test!main/);
    await said(lab, 'sxe c0000235');
    expect(await said(lab, 'gn')).toMatch(/code c0000235 \(first chance\)/);
    // Handled: the system call returns its status.
    expect(await said(lab, 'gh')).toContain('ended with code 00000000');
    const output = lab.machine.log.entries.flatMap((entry) =>
      entry.kind === 'output' ? [new TextDecoder().decode((entry as unknown as { bytes: Uint8Array }).bytes)] : [],
    );
    expect(output.join('').replaceAll('\r\n', '\n')).toBe('c0000008 0 0\n0 6\n');
  });
});
