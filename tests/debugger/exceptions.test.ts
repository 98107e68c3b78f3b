import { describe, expect, it } from 'vitest';
import { labOf, said } from '../lab/labs.ts';

const SOURCE = `#include <windows.h>
#include <stdio.h>
int filter(DWORD code) { printf("%08lx\\n", code); return 1; }
int main(void)
{
    __try { RaiseException(0xE0000001, 0, 0, NULL); printf("continued\\n"); } __except (filter(GetExceptionCode())) { }
    __try { *(int *)0 = 1; } __except (filter(GetExceptionCode())) { }
    __try { __debugbreak(); printf("over\\n"); } __except (filter(GetExceptionCode())) { }
    fflush(stdout);
    return 0;
}
`;

const debugged = () => labOf(SOURCE, 'bp main; g', { debugged: true });

function output(lab: Awaited<ReturnType<typeof debugged>>): string {
  const pieces = lab.machine.log.entries.filter(({ kind }) => kind === 'output');
  return pieces
    .map((entry) => new TextDecoder().decode((entry as unknown as { readonly bytes: Uint8Array }).bytes))
    .join('')
    .replaceAll('\r\n', '\n');
}

describe('exceptions of a debugged process', () => {
  it('stop at the first chance when they have a name; others are told of', async () => {
    const lab = await debugged();
    expect(await said(lab, 'g')).toMatch(
      /^Unknown exception - code e0000001 \(first chance\)\nAccess violation - code c0000005 \(first chance\)\n/,
    );
    expect(await said(lab, 'g')).toMatch(/^Break instruction exception - code 80000003 \(first chance\)\n/);
    expect(await said(lab, 'g')).toContain('ended with code 00000000');
    expect(output(lab)).toBe('e0000001\nc0000005\nover\n');
  });

  it('are handled by gh, and passed to the program by gn', async () => {
    const lab = await debugged();
    await said(lab, 'sxe e0000001');
    expect(await said(lab, 'g')).toMatch(/^Unknown exception - code e0000001 \(first chance\)/);
    expect(await said(lab, 'gh')).toMatch(/^Access violation/);
    // The cause is still there: the same instruction faults again.
    expect(await said(lab, 'gh')).toMatch(/^Access violation - code c0000005 \(first chance\)/);
    expect(await said(lab, 'gn')).toMatch(/^Break instruction exception/);
    await said(lab, 'gn');
    expect(output(lab)).toBe('continued\nc0000005\n80000003\n');
  });

  it('meet what sxd, sxn and sxi have set', async () => {
    const lab = await debugged();
    await said(lab, 'sxd av; sxi bpe; sxi *');
    expect(await said(lab, 'sx')).toContain('av - Access violation - second-chance break');
    expect(await said(lab, 'g')).toMatch(/^Access violation - code c0000005 \(first chance\)\nThe process has ended/);
    expect(await said(lab, 'sxe nothing')).toContain('no exception that is known');
  });

  it('stop at the second chance when nobody takes them', async () => {
    const lab = await labOf('int main(void) { *(int *)0 = 1; return 0; }', 'bp main; g', { debugged: true });
    expect(await said(lab, 'sxd av; g')).toContain('(!!! second chance !!!)');
    expect(await said(lab, 'g')).toContain('ended with code c0000005');
  });
});
