/** Guests that do their worst: the host never throws, every run ends, and the kernel's structures stay sound. */
import { describe, expect, test } from 'vitest';
import type { Machine } from '../../src/machine/machine.ts';
import { kernelSpace } from '../../src/nt/kernel.ts';
import { handles, processes, programProcess, regions, threads } from '../../src/nt/query.ts';
import { EPROCESS } from '../../src/nt/structs/ps.ts';
import { vadAnchor, vadsOf } from '../../src/nt/vad.ts';
import { bootText } from './guest.ts';

/** Calls random services with arguments that are sometimes nearly right. */
const attack = (seed: number): string => `
  static ULONG seed = ${seed};
  static ULONG chance(void) { seed ^= seed << 13; seed ^= seed >> 17; seed ^= seed << 5; return seed; }
  static ULONG heap[64], numbers[] = { 0x13, 0x83, 0xd7, 0x10b, 0x115, 0x18f, 0x40, 0x4a, 0x55, 0x47, 0x143, 0x12c, 0xd8, 0x187, 0x185, 0x32, 0x6f,
    0x42, 0xb3, 0x111, 0x18c, 0xe7, 0x149, 0x10c, 0xd9, 0xdf, 0x6b, 0x54, 0xc2, 0xa8, 0x181, 0xfe, 0xea, 0xec, 0x14d, 0x14f, 0x105, 0x110, 0x62, 0x11b, 0x184, 0x190, 0x174, 0x88 };
  static ULONG types[] = { 0x1000, 0x2000, 0x3000, 0x3000, 0x4000, 0x8000, 0x103000, 1, 2, 4, 4, 0x40, 0x104, 0x1f0003, 0x1000000 };
  static ULONG argument(void) {
    switch (chance() % 16) {
      case 0: return 0;
      case 1: return chance();
      case 2: case 3: case 4: return (ULONG)&heap[chance() % 60];
      case 5: return (chance() % 64) * 4;
      case 6: return chance() % 0x30;
      case 7: return 0x80000000 + chance() % 0x10000000;
      case 8: return 1 << (chance() % 32);
      case 9: return 0x7ffd0000 + chance() % 0x40000;
      case 10: case 11: case 12: return types[chance() % (sizeof types / 4)];
      case 13: return 0x600000 + chance() % 32 * 0x8000;
      default: return chance() % 0x20000;
    }
  }
  /** Memory services get their own process mostly, and words that may be an address and a size. */
  static void likely(ULONG number, ULONG *args) {
    static ULONG protects[] = { 1, 2, 4, 4, 4, 0x40, 0x104 };
    if (number != 0x13 && number != 0x83 && number != 0xd7 && number != 0x10b && number != 0xea) return;
    args[0] = 0xFFFFFFFF;
    heap[60] = chance() % 3 ? 0x600000 + chance() % 32 * 0x8000 : 0;
    heap[61] = chance() % 3 ? chance() % 0x40000 : 0;
    args[1] = (ULONG)&heap[60];
    if (number == 0x13) { args[2] = 0; args[3] = (ULONG)&heap[61]; }
    else if (number != 0xea) args[2] = (ULONG)&heap[61];
    if (chance() % 6 == 0) return;
    if (number == 0x13) { args[4] = types[chance() % 7]; args[5] = protects[chance() % 7]; }
    if (number == 0x83) args[3] = chance() % 2 ? 0x4000 : 0x8000;
    if (number == 0xd7) { args[3] = protects[chance() % 7]; args[4] = (ULONG)&heap[62]; }
  }
  int start(void) {
    ULONG args[12], i, n, number; long status; static long long none = 0;
    for (n = 0; n < 600; n++) {
      for (i = 0; i < 12; i++) args[i] = argument();
      for (i = 0; i < 8; i++) heap[chance() % 60] = argument();
      number = chance() % 8 ? numbers[chance() % 2 ? chance() % 4 : chance() % (sizeof numbers / 4)] : chance() % 0x400;
      if (number == 0x172 || number == 0x173 || number == 0x3c || number == 0x10f || number == 0x181) continue;
      if (number == 0x187) args[2] = (ULONG)&none;
      if (number == 0x185) args[4] = (ULONG)&none;
      if (number == 0x184 || number == 0x11b) args[3] = (ULONG)&none;
      if (chance() % 8) likely(number, args);
      __asm { mov eax, number
        lea edx, args
        int 2Eh
        mov status, eax }
    }
    return 0;
  }`;

function soundness(m: Machine): void {
  const space = kernelSpace(m);
  const program = programProcess(space);
  expect(processes(space)).toHaveLength(2);
  if (!program || program.hasEnded) return;
  let end = 0;
  for (const vad of vadsOf(space, vadAnchor(EPROCESS.at(space, program.address)))) {
    expect(vad.StartingVpn).toBeGreaterThanOrEqual(end);
    expect(vad.EndingVpn).toBeGreaterThanOrEqual(vad.StartingVpn);
    end = vad.EndingVpn + 1;
  }
  const inUser = m.spaceOf(program.directory);
  const committed = regions(inUser, program.address).filter(({ state }) => state === 'commit');
  const pages = committed.reduce((sum, { size }) => sum + size / 0x1000, 0);
  // The page that is shared with the kernel is charged to nobody.
  expect(program.committedPages).toBe(pages - 1);
  threads(inUser);
  handles(inUser);
}

/** Lets the machine go on, whatever it stops for, at most `rounds` times. */
function runOn(m: Machine, limit: number, rounds = 40): string {
  let kind = '';
  for (let i = 0; i < rounds; i++) {
    kind = m.run(limit).kind;
    if (kind === 'exit' || kind === 'limit' || kind === 'deadlock' || kind === 'input') break;
  }
  return kind;
}

describe('services take whatever they are given', () => {
  test.each(Array.from({ length: 4 }, (_, i) => i + 1))('random calls, seed %i', (seed) => {
    const m = bootText(attack(seed * 2654435761), { framesMax: 12_000, seed });
    expect(['exit', 'limit', 'deadlock', 'input']).toContain(runOn(m, 3_000_000));
    soundness(m);
  });
});

describe('registers may hold anything', () => {
  test.each([
    ['a system call with a stack in the kernel', 'mov esp, 84000010h\n mov edx, esp\n mov eax, 32h\n sysenter'],
    ['a system call with a stack at the end of memory', 'mov esp, 0FFFFFFFEh\n mov edx, esp\n mov eax, 13h\n sysenter'],
    ['a system call without a stack', 'xor esp, esp\n mov edx, esp\n mov eax, 187h\n sysenter'],
    ['arguments that wrap round', 'mov edx, 0FFFFFFF0h\n mov eax, 13h\n int 2Eh\n int 3'],
    ['a fault with a wild stack', 'mov esp, 0FFFFFFFCh\n mov eax, [0]'],
    ['a fault with a stack of zero', 'xor esp, esp\n mov eax, [0]'],
    ['a fault with a stack just above nothing', 'mov esp, 100h\n int 3'],
    ['NtContinue with nonsense', 'push 0\n push 7FFE0000h\n mov edx, esp\n mov eax, 3Ch\n int 2Eh\n int 3'],
    [
      'NtRaiseException with nonsense',
      'push 1\n push 7FFE0000h\n push 7FFE0000h\n mov edx, esp\n mov eax, 10Fh\n int 2Eh\n int 3',
    ],
    ['code in the shared page', 'mov eax, 7FFE0300h\n jmp eax'],
    ['an endless fault', 'push esp\n pop esp\n sub esp, 4\n jmp dword ptr ds:[7FFE0304h]'],
    [
      'a debug service with nonsense',
      'mov eax, 1\n mov ecx, 80000000h\n mov edx, 0FFFFh\n int 2Dh\n nop\n mov eax, 2\n int 2Dh\n nop',
    ],
    [
      'writes to the TEB',
      'mov dword ptr fs:[4], 0\n mov dword ptr fs:[8], 0FFFFFFFFh\n mov dword ptr fs:[0E0Ch], 7FFFFFFFh\n mov esp, 130000h - 8000h\n push 1',
    ],
  ])('%s', (_, code) => {
    const m = bootText(`int start(void) { __asm { ${code} } return 0; }`);
    expect(['exit', 'limit']).toContain(runOn(m, 200_000));
    soundness(m);
  });

  test('the TEB can be freed under the thread', () => {
    const m = bootText(
      'int start(void) { ULONG b = 0x7ffdf000, s = 0; NtFreeVirtualMemory((HANDLE)-1, (PVOID *)&b, &s, 0x8000); __asm { mov eax, [esp-2000h] } return 1; }',
    );
    expect(runOn(m, 200_000)).toBe('exit');
  });

  test('the stack can be freed under the thread', () => {
    const m = bootText(
      'int start(void) { static ULONG b = 0x30000, s = 0; NtFreeVirtualMemory((HANDLE)-1, (PVOID *)&b, &s, 0x8000); return 1; }',
    );
    expect(runOn(m, 200_000)).toBe('exit');
  });
});

describe('images may be anything', () => {
  test('a file that is no image is refused', async () => {
    const { parsePe } = await import('../../src/nt/pe.ts');
    const { program } = await import('./guest.ts');
    const good = program('int start(void) { return 0; }').bytes;
    let seed = 12345;
    const chance = (): number => {
      seed ^= seed << 13;
      seed ^= seed >>> 17;
      seed ^= seed << 5;
      return seed >>> 0;
    };
    const { laidOut, exportsOf } = await import('../../src/nt/pe.ts');
    for (let i = 0; i < 400; i++) {
      const bytes = good.slice(0, chance() % 3 ? good.length : chance() % good.length);
      for (let n = chance() % 12; n >= 0; n--) bytes[chance() % Math.min(bytes.length || 1, 0x400)] = chance();
      const image = parsePe(bytes);
      if (!image) continue;
      laidOut(image, image.imageBase + 0x10000);
      exportsOf(image);
    }
    expect(parsePe(good)).toBeDefined();
  });
});
