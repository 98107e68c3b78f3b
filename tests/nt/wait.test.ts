import { describe, expect, test } from 'vitest';
import { STATUS } from '../../src/nt/ntstatus.ts';
import { bootText, run } from './guest.ts';

function result(body: string): number | string {
  const { stop } = run(
    `int start(void) { HANDLE h = 0, g = 0; LONG old = 0; HANDLE both[2]; long long soon = -200000; long long none = 0; ${body} }`,
  );
  return stop.kind === 'exit' ? stop.code : stop.kind;
}

describe('waits', () => {
  test('an auto-reset event lets one wait through', () => {
    const made = 'NtCreateEvent(&h, 0x1f0003, 0, 1, 0); NtSetEvent(h, &old); ';
    expect(result(`${made} return NtWaitForSingleObject(h, 0, &none);`)).toBe(0);
    expect(result(`${made} NtWaitForSingleObject(h, 0, 0); return NtWaitForSingleObject(h, 0, &none);`)).toBe(
      STATUS.STATUS_TIMEOUT,
    );
    expect(result(`${made} NtSetEvent(h, &old); return old;`)).toBe(1);
  });

  test('a manual-reset event stays', () => {
    expect(
      result(
        'NtCreateEvent(&h, 0x1f0003, 0, 0, 1); NtWaitForSingleObject(h, 0, 0); return NtWaitForSingleObject(h, 0, 0);',
      ),
    ).toBe(0);
  });

  test('a wait that nothing can end is a deadlock', () => {
    expect(result('NtCreateEvent(&h, 0x1f0003, 0, 1, 0); return NtWaitForSingleObject(h, 0, 0);')).toBe('deadlock');
  });

  test('a time-out ends the wait', () => {
    expect(result('NtCreateEvent(&h, 0x1f0003, 0, 1, 0); return NtWaitForSingleObject(h, 0, &soon);')).toBe(
      STATUS.STATUS_TIMEOUT,
    );
  });

  test('a mutex may be owned several times by its owner', () => {
    const made = 'NtCreateMutant(&h, 0x1f0001, 0, 1); ';
    expect(result(`${made} NtWaitForSingleObject(h, 0, 0); NtReleaseMutant(h, &old); return old;`)).toBe(0xffffffff);
    expect(result(`${made} NtReleaseMutant(h, 0); return NtReleaseMutant(h, 0);`)).toBe(STATUS.STATUS_MUTANT_NOT_OWNED);
  });

  test('a semaphore counts to its limit', () => {
    const made = 'NtCreateSemaphore(&h, 0x1f0003, 0, 1, 2); ';
    expect(result(`${made} NtReleaseSemaphore(h, 1, &old); return old;`)).toBe(1);
    expect(result(`${made} return NtReleaseSemaphore(h, 2, &old);`)).toBe(STATUS.STATUS_SEMAPHORE_LIMIT_EXCEEDED);
    expect(result(`${made} NtWaitForSingleObject(h, 0, 0); return NtWaitForSingleObject(h, 0, &soon);`)).toBe(
      STATUS.STATUS_TIMEOUT,
    );
  });

  test('a wait for any takes the first that is signalled, a wait for all takes nothing until all are', () => {
    const made =
      'NtCreateEvent(&h, 0x1f0003, 0, 1, 0); NtCreateEvent(&g, 0x1f0003, 0, 1, 1); both[0] = h; both[1] = g; ';
    expect(result(`${made} return NtWaitForMultipleObjects(2, both, 1, 0, 0);`)).toBe(1);
    expect(result(`${made} return NtWaitForMultipleObjects(2, both, 0, 0, &soon);`)).toBe(STATUS.STATUS_TIMEOUT);
    expect(
      result(`${made} NtWaitForMultipleObjects(2, both, 0, 0, &soon); return NtWaitForSingleObject(g, 0, &none);`),
    ).toBe(0);
  });

  test('a closed handle is none', () => {
    expect(result('NtCreateEvent(&h, 0x1f0003, 0, 1, 0); NtClose(h); return NtSetEvent(h, 0);')).toBe(
      STATUS.STATUS_INVALID_HANDLE,
    );
    expect(result('return NtClose((HANDLE)0x1234);')).toBe(STATUS.STATUS_INVALID_HANDLE);
    expect(
      result('NtCreateEvent(&h, 0x1f0003, 0, 1, 0); NtClose(h); NtCreateEvent(&g, 0x1f0003, 0, 1, 0); return h == g;'),
    ).toBe(1);
  });

  test('hundreds of handles need a second leaf of the table', () => {
    expect(result('int i; for (i = 0; i < 700; i++) NtCreateEvent(&h, 0x1f0003, 0, 1, 0); return (ULONG)h;')).toBe(
      (700 + 3 + 1) * 4,
    );
    expect(
      result(
        'int i; for (i = 0; i < 700; i++) NtCreateEvent(&h, 0x1f0003, 0, 1, 0); return NtSetEvent((HANDLE)0x800, 0);',
      ),
    ).toBe(STATUS.STATUS_INVALID_HANDLE);
  });
});

describe('time', () => {
  test('passes while all sleep, in ticks, without instructions', () => {
    const m = bootText('int start(void) { long long due = -10000000; return NtDelayExecution(0, &due); }');
    expect(m.run(1_000_000)).toEqual({ kind: 'exit', code: 0 });
    expect(m.time100ns).toBeGreaterThanOrEqual(10_000_000);
    expect(m.time100ns).toBeLessThan(10_000_000 + 2 * 156_250);
    expect(m.position).toBeLessThan(10_000);
  });

  test('the shared page tells it', () => {
    const text =
      'int start(void) { long long due = -10000000; NtDelayExecution(0, &due); return *(ULONG *)0x7ffe0320; }';
    expect(run(text).stop).toMatchObject({ code: 65 });
  });
});
