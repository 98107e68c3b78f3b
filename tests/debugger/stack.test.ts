import { expect, test } from 'vitest';
import { frameNames, runtimeTest, said } from '../lab/labs.ts';

const ENTRY = [
  'RuntimeTest!__tmainCRTStartup',
  'RuntimeTest!wmainCRTStartup',
  'kernel32!BaseThreadInitThunk',
  'ntdll!__RtlUserThreadStart',
  'ntdll!_RtlUserThreadStart',
];

test('the stack of an allocation in the EXE under /MDd is the one of the notes', async () => {
  const lab = await runtimeTest('MDd', 'MDd', 'bp RuntimeTest.cpp:45; g; bp ntdll!RtlAllocateHeap; g; .symopt+4000');
  expect(frameNames(await said(lab, 'k'))).toEqual([
    'ntdll!RtlAllocateHeap',
    'MSVCR90D!_heap_alloc_base',
    'MSVCR90D!_nh_malloc_dbg',
    'MSVCR90D!_nh_malloc_dbg',
    'MSVCR90D!_nh_malloc_dbg',
    'MSVCR90D!malloc',
    'MSVCR90D!operator new',
    'RuntimeTest!operator new',
    'RuntimeTest!operator new[]',
    'RuntimeTest!wmain',
    ...ENTRY,
  ]);
});

test('the stack of an allocation in the DLL under /MTd is the one of the notes', async () => {
  const lab = await runtimeTest('MTd', 'MTd', 'bp RuntimeDll!AllocateMem; g; bp ntdll!RtlAllocateHeap; g');
  expect(frameNames(await said(lab, 'k'))).toEqual([
    'ntdll!RtlAllocateHeap',
    'RuntimeDll!_heap_alloc_base',
    'RuntimeDll!_heap_alloc_dbg_impl',
    'RuntimeDll!_nh_malloc_dbg_impl',
    'RuntimeDll!_nh_malloc_dbg',
    'RuntimeDll!malloc',
    'RuntimeDll!operator new',
    'RuntimeDll!operator new',
    'RuntimeDll!operator new[]',
    'RuntimeDll!AllocateMem',
    'RuntimeTest!wmain',
    ...ENTRY,
  ]);
});

test('each frame lies above the one that it called, and the innermost one at the top of the stack', async () => {
  const lab = await runtimeTest('MTd', 'MTd', 'bp RuntimeDll!AllocateMem; g; bp ntdll!RtlAllocateHeap; g');
  const bases = (await said(lab, 'k'))
    .split('\n')
    .slice(1)
    .map((line) => Number.parseInt(line.slice(0, 8), 16))
    .filter(Number.isFinite);
  expect(bases.length).toBeGreaterThan(10);
  expect(bases).toEqual([...bases].sort((a, b) => a - b));
  const esp = Number.parseInt(/esp=(\w+)/.exec(await said(lab, 'r'))?.[1] ?? '', 16);
  expect(bases[0]).toBe(esp - 4);
});
