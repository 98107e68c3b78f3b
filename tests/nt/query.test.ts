import { expect, test } from 'vitest';
import { SnapshotReader } from '../../src/machine/memory.ts';
import { View } from '../../src/machine/space.ts';
import { currentThread, handles, processes, programProcess, regions, threads } from '../../src/nt/query.ts';
import { bootText } from './guest.ts';

function booted() {
  const m = bootText('int start(void) { for (;;) ; return 0; }');
  m.run(100_000);
  const snapshot = m.snapshot();
  const cr3 = snapshot.processors[0]?.cr3 ?? 0;
  return { m, space: new View(new SnapshotReader(snapshot.memory), cr3, m.isDemandZero) };
}

test('a snapshot tells processes, threads and handles', () => {
  const { space } = booted();
  expect(processes(space).map(({ name }) => name)).toEqual(['System', 'test.exe']);
  const [thread, ...others] = threads(space);
  expect(others).toEqual([]);
  expect(thread).toMatchObject({ state: 'Running', processor: 0, stackBase: 0x130000, deallocationStack: 0x30000 });
  expect(currentThread(space, 0)?.id).toBe(thread?.id);
  expect(handles(space).map(({ type, name }) => `${type} ${name}`)).toEqual([
    'File console input',
    'File console output',
    'File console error',
  ]);
});

test('regions cover the user space without gap, and say what they are for', () => {
  const { space } = booted();
  const all = regions(space, programProcess(space)?.address ?? 0);
  let at = 0x10000;
  for (const region of all) {
    expect(region.base).toBe(at);
    at += region.size;
  }
  expect(at).toBe(0x7fff0000);
  const labels = all
    .filter(({ state }) => state !== 'free')
    .map(({ base, state, label, isGuard }) => `${base.toString(16)} ${state} ${label}${isGuard ? ' guard' : ''}`);
  expect(labels).toContain('30000 reserve Stack of thread 12');
  expect(labels).toContain('12e000 commit Stack of thread 12 guard');
  expect(labels).toContain('12f000 commit Stack of thread 12');
  expect(labels).toContain('401000 commit Image test.exe');
  expect(labels).toContain('7ffe0000 commit Data shared with the kernel');
  expect(labels).toContain('7ffdf000 commit TEB of thread 12');
});
