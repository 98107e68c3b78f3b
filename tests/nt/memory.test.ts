import { describe, expect, test } from 'vitest';
import { STATUS } from '../../src/nt/ntstatus.ts';
import { run } from './guest.ts';

const helpers = `
#define SELF ((HANDLE)-1)
typedef struct { PVOID Base, AllocationBase; ULONG AllocationProtect, Size, State, Protect, Type; } INFO;
static NTSTATUS allocate(ULONG *base, ULONG size, ULONG type, ULONG protect) { return NtAllocateVirtualMemory(SELF, (PVOID *)base, 0, &size, type, protect); }
static ULONG ask(ULONG at, int what) { INFO i; NtQueryVirtualMemory(SELF, (PVOID)at, 0, &i, sizeof i, 0); return ((ULONG *)&i)[what]; }
`;

/** The exit code of a program whose start has this body. */
function result(body: string, framesMax?: number): number {
  const { stop } = run(
    `${helpers} int start(void) { ULONG base = 0, size = 0, old; ${body} }`,
    framesMax === undefined ? {} : { framesMax },
  );
  return stop.kind === 'exit' ? stop.code : -1;
}

describe('virtual memory', () => {
  test('is reserved at multiples of 64 KB and committed by pages', () => {
    expect(result('allocate(&base, 1, 0x3000, 4); return base & 0xffff;')).toBe(0);
    expect(result('allocate(&base, 0x5001, 0x2000, 4); return ask(base, 3);')).toBe(0x6000);
    expect(result('allocate(&base, 0x5001, 0x2000, 4); return ask(base, 4);')).toBe(0x2000);
    expect(
      result(
        'allocate(&base, 0x8000, 0x2000, 4); old = base + 0x2000; allocate(&old, 0x1000, 0x1000, 4); return ask(old, 3) + ask(old, 4);',
      ),
    ).toBe(0x2000);
  });

  test('is zero when it is first read, and keeps what is written', () => {
    expect(result('allocate(&base, 0x10000, 0x3000, 4); return *(ULONG *)(base + 0x3ffc);')).toBe(0);
    expect(
      result('allocate(&base, 0x10000, 0x3000, 4); *(ULONG *)(base + 0x3ffe) = 77; return *(ULONG *)(base + 0x3ffe);'),
    ).toBe(77);
  });

  test('top down comes from the high end', () => {
    expect(result('allocate(&base, 0x1000, 0x103000, 4); return base > 0x70000000;')).toBe(1);
  });

  test('cannot be had twice at the same place', () => {
    expect(result('allocate(&base, 0x1000, 0x3000, 4); return allocate(&base, 0x1000, 0x3000, 4);')).toBe(
      STATUS.STATUS_CONFLICTING_ADDRESSES,
    );
  });

  test('is limited by what can be committed, not by what can be reserved', () => {
    expect(result('return allocate(&base, 0x40000000, 0x2000, 4);')).toBe(0);
    expect(result('return allocate(&base, 0x40000000, 0x3000, 4);')).toBe(STATUS.STATUS_COMMITMENT_LIMIT);
    expect(
      result('allocate(&base, 0x40000000, 0x3000, 4); base = 0; return allocate(&base, 0x40000000, 0x2000, 4);'),
    ).toBe(0);
  });

  test('a release gives everything back, from the base of the region only', () => {
    const made = 'allocate(&base, 0x20000, 0x3000, 4); ';
    expect(
      result(`${made} old = base; NtFreeVirtualMemory(SELF, (PVOID *)&base, &size, 0x8000); return ask(old, 4);`),
    ).toBe(0x10000);
    expect(result(`${made} base += 0x1000; return NtFreeVirtualMemory(SELF, (PVOID *)&base, &size, 0x8000);`)).toBe(
      STATUS.STATUS_FREE_VM_NOT_AT_BASE,
    );
    expect(result(`${made} base = 0x5000000; return NtFreeVirtualMemory(SELF, (PVOID *)&base, &size, 0x8000);`)).toBe(
      STATUS.STATUS_MEMORY_NOT_ALLOCATED,
    );
  });

  test('a decommitted page is reserved and faults', () => {
    const made =
      'allocate(&base, 0x20000, 0x3000, 4); *(char *)(base + 0x1000) = 5; old = base; base += 0x1000; size = 0x1000; NtFreeVirtualMemory(SELF, (PVOID *)&base, &size, 0x4000); ';
    expect(result(`${made} return ask(old + 0x1000, 4);`)).toBe(0x2000);
    expect(result(`${made} return *(char *)(old + 0x1000);`)).toBe(STATUS.STATUS_ACCESS_VIOLATION);
    expect(result(`${made} old += 0x1000; allocate(&old, 0x1000, 0x1000, 4); return *(char *)old;`)).toBe(0);
  });

  test('protections hold, and can be changed', () => {
    const protect = (value: number): string =>
      `allocate(&base, 0x3000, 0x3000, 4); *(char *)base = 9; size = 0x1000; NtProtectVirtualMemory(SELF, (PVOID *)&base, &size, ${value}, &old); `;
    expect(result(`${protect(2)} return *(char *)base + old;`)).toBe(13);
    expect(result(`${protect(2)} *(char *)base = 1; return 0;`)).toBe(STATUS.STATUS_ACCESS_VIOLATION);
    expect(result(`${protect(1)} return *(char *)base;`)).toBe(STATUS.STATUS_ACCESS_VIOLATION);
    expect(
      result(`${protect(1)} NtProtectVirtualMemory(SELF, (PVOID *)&base, &size, 4, &old); return *(char *)base + old;`),
    ).toBe(10);
    expect(
      result('size = 0x1000; base = 0x5000000; return NtProtectVirtualMemory(SELF, (PVOID *)&base, &size, 4, &old);'),
    ).toBe(STATUS.STATUS_CONFLICTING_ADDRESSES);
  });

  test('a guard page warns once', () => {
    expect(result('allocate(&base, 0x1000, 0x3000, 0x104); return *(char *)base;')).toBe(
      STATUS.STATUS_GUARD_PAGE_VIOLATION,
    );
  });

  test('constants of the image cannot be written, its data can', () => {
    expect(result('*(int *)0x401000 = 1; return 0;')).toBe(STATUS.STATUS_ACCESS_VIOLATION);
    expect(result('static int x = 4; x += 1; return x;')).toBe(5);
  });
});

describe('the stack', () => {
  const teb = 'static ULONG limit(void) { ULONG x; __asm { mov eax, fs:[8]\n mov x, eax } return x; }';

  test('grows page by page when its guard page is touched', () => {
    const text = `${teb} int deep(int n) { volatile char b[1000]; b[0] = n; return n == 0 ? limit() : deep(n - 1) + b[0] - b[0]; }
      int start(void) { ULONG before = limit(); return before - deep(20); }`;
    const { stop } = run(text);
    expect(stop).toMatchObject({ kind: 'exit', code: 0x5000 });
  });

  test('overflows at the end of its reserve', () => {
    const { m, stop } = run(
      'int deep(int n) { volatile char b[1000]; b[0] = n; return deep(n + 1) + b[0]; } int start(void) { return deep(0); }',
      { stackReserve: 0x20000 },
    );
    expect(stop).toMatchObject({ kind: 'exit', code: STATUS.STATUS_STACK_OVERFLOW });
    expect(m.log.entries.filter((entry) => entry.kind === 'exception')).toMatchObject([
      { first: true },
      { first: false },
    ]);
  });

  test('below the guard page there is nothing', () => {
    const { stop } = run('int start(void) { __asm { mov eax, [esp-8000h] } return 0; }');
    expect(stop).toMatchObject({ kind: 'exit', code: STATUS.STATUS_ACCESS_VIOLATION });
  });

  test('that cannot take the handler ends the process', () => {
    const { stop } = run('int start(void) { __asm { mov esp, 1000h\n mov eax, [0] } return 0; }');
    expect(stop).toMatchObject({ kind: 'exit', code: STATUS.STATUS_ACCESS_VIOLATION });
  });
});

describe('large reservations', () => {
  test('cost no more than small ones', () => {
    const { m, stop } = run(
      `${helpers} int start(void) { ULONG i, base, size; for (i = 0; i < 300; i++) { base = 0; allocate(&base, 0x40000000, 0x2000, 4);
        if (ask(base, 3) != 0x40000000) return 1; size = 0; NtFreeVirtualMemory(SELF, (PVOID *)&base, &size, 0x8000); } return 0; }`,
    );
    expect(stop).toEqual({ kind: 'exit', code: 0 });
    expect(m.memory.framesInUse).toBeLessThan(200);
  });

  test('with a few pages committed far apart tell each run', () => {
    expect(
      result(
        'allocate(&base, 0x2000000, 0x2000, 4); old = base + 0x1234000; allocate(&old, 0x2000, 0x1000, 4); return (ask(base, 3) == 0x1234000) + (ask(old, 3) == 0x2000) * 2 + (ask(base + 0x1236000, 3) == 0x2000000 - 0x1236000) * 4;',
      ),
    ).toBe(7);
  });
});
