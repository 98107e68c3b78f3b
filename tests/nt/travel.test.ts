import { expect, test } from 'vitest';
import { hash } from '../../src/machine/hash.ts';
import { typeInput } from '../../src/nt/input.ts';
import { bootText } from './guest.ts';

const busy = `
static HANDLE standard(int which) { ULONG *peb; __asm { mov eax, fs:[30h]
   mov peb, eax } return ((HANDLE *)(peb[4] + 0x18))[which]; }
int start(void) { char b[32]; IO_STATUS_BLOCK io; ULONG i; for (i = 0; i < 40; i++) {
    ULONG base = 0, size = 0x3000; ULONG due[2]; due[0] = 0 - i * 10000; due[1] = i ? 0xFFFFFFFF : 0; HANDLE h;
    NtAllocateVirtualMemory((HANDLE)-1, (PVOID *)&base, 0, &size, 0x3000, 4); *(ULONG *)base = i;
    NtCreateEvent(&h, 0x1f0003, 0, 1, 0); NtWaitForSingleObject(h, 0, due);
    NtWriteFile(standard(1), 0, 0, 0, &io, b, 2, 0, 0);
    if (i % 3) { size = 0; NtFreeVirtualMemory((HANDLE)-1, (PVOID *)&base, &size, 0x8000); NtClose(h); }
    if (i == 20) NtReadFile(standard(0), 0, 0, 0, &io, b, 32, 0, 0);
  } return 0; }`;

test('a run from a snapshot is the same run, to the instruction', () => {
  const m = bootText(busy);
  const hashes: [number, string | number][] = [];
  const snapshots = [m.snapshot()];
  const go = (): void => {
    for (let position = 2000; position <= 40_000; position += 2000) {
      if (m.position > position) continue;
      const stop = m.run(position);
      if (stop.kind === 'input') typeInput(m, 'x\n');
      hashes.push([m.position, hash(m)]);
      if (stop.kind === 'exit') break;
      snapshots.push(m.snapshot());
    }
  };
  go();
  const first = hashes.splice(0);
  const log = m.log.entries.length;
  for (const snapshot of [snapshots[0], snapshots[3], snapshots[0]]) {
    if (!snapshot) continue;
    m.restore(snapshot);
    go();
    const again = hashes.splice(0);
    expect(again).toEqual(first.slice(first.length - again.length));
    expect(m.log.entries.length).toBe(log);
  }
});
