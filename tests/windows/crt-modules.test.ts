/** Blocks that cross from one module to another: whether free works depends on who owns the heap. */
import { beforeAll, describe, expect, it } from 'vitest';
import { boot } from '../../src/nt/boot.ts';
import { buildProgram, type Runtime } from '../../src/windows/build.ts';
import { loadSystem } from '../../src/windows/system.node.ts';

beforeAll(() => void loadSystem(), 120_000);

const exe = `
#include <stdio.h>
#include <stdlib.h>
#include <malloc.h>
#include <errno.h>
#include <windows.h>
__declspec(dllimport) char *AllocateMem(int n);
__declspec(dllimport) int DllHeap(void);
__declspec(dllimport) int *DllErrno(void);
int main(void)
{
    char *p = AllocateMem(100);
    printf("%s heap, ", DllHeap() == _get_heap_handle() ? "one" : DllHeap() == (int)GetProcessHeap() ? "process" : "own");
    printf("%s errno, ", DllErrno() == _errno() ? "one" : "own");
    fflush(stdout);
    free(p);
    printf("freed %d %u", errno, (unsigned)GetLastError());
    return 0;
}
`;

const dll = `
#include <stdlib.h>
#include <malloc.h>
#include <errno.h>
__declspec(dllexport) char *AllocateMem(int n) { return (char *)malloc(n); }
__declspec(dllexport) int DllHeap(void) { return (int)_get_heap_handle(); }
__declspec(dllexport) int *DllErrno(void) { return _errno(); }
`;

function run(exeRuntime: Runtime, dllRuntime: Runtime): { output: string; errors: string; code: number } {
  const system = loadSystem();
  const images = buildProgram(
    [
      { name: 'exe', kind: 'exe', runtime: exeRuntime, sources: [{ name: 'exe.c', text: exe }] },
      { name: 'alloc', kind: 'dll', runtime: dllRuntime, sources: [{ name: 'alloc.c', text: dll }] },
    ],
    system,
  );
  const machine = boot({ images: [...system.images, ...images], program: 'exe.exe', seed: 1 });
  const stop = machine.run(60_000_000);
  const decoder = new TextDecoder('latin1');
  const text = (handle: number) =>
    machine.log.entries
      .filter((entry) => entry.kind === 'output' && (entry as unknown as { handle: number }).handle === handle)
      .map((entry) => decoder.decode((entry as unknown as { bytes: Uint8Array }).bytes))
      .join('');
  return { output: text(1), errors: text(2), code: stop.kind === 'exit' ? stop.code >>> 0 : -1 };
}

describe('a block that the DLL allocates and the EXE frees', () => {
  it.each(['MD', 'MDd'] as const)('goes well when both use the same DLL (/%s)', (runtime) => {
    expect(run(runtime, runtime)).toMatchObject({ output: 'one heap, one errno, freed 0 0', code: 0 });
  });

  it.each([
    ['MT', 'MT'],
    ['MD', 'MT'],
    ['MT', 'MD'],
  ] as const)('stays where it is between release copies (/%s, /%s): HeapFree refuses', (a, b) => {
    expect(run(a, b)).toMatchObject({ output: 'own heap, own errno, freed 22 87', code: 0 });
  });

  it.each([
    ['MDd', 'MD'],
    ['MDd', 'MTd'],
    ['MTd', 'MTd'],
    ['MTd', 'MT'],
  ] as const)('is found out by a debug copy that frees it (/%s, /%s)', (a, b) => {
    const ran = run(a, b);
    expect(ran.output).toBe('own heap, own errno, ');
    expect(ran.errors).toContain('Expression: _CrtIsValidHeapPointer(pUserData)');
    expect(ran.code).toBe(3);
  });

  it.each([
    ['MD', 'MDd'],
    ['MT', 'MTd'],
  ] as const)('has a header in front that a release copy takes for the heap’s (/%s, /%s)', (a, b) => {
    const ran = run(a, b);
    expect(ran.output.startsWith('own heap, own errno, ')).toBe(true);
    expect(ran.output).not.toContain('freed 0 0');
  });
});
