/** The machine's loop: positions, traps, probes, snapshots, self-modifying code, several processors, hostile code. */
import { describe, expect, it } from 'vitest';
import { hash } from '../../src/machine/hash.ts';
import type { Machine } from '../../src/machine/machine.ts';
import { CODE, DATA, guest, map, STACK_TOP } from './guest.ts';

const COUNT = `
  xor eax, eax
again:
  inc eax
  mov dword ptr [00500000h], eax
  cmp eax, 1000
  jne again
  int 3`;

describe('run', () => {
  it('stops exactly at the position that was asked for, wherever that lies in a block', () => {
    for (let limit = 0; limit < 20; limit++) {
      const { m, p } = guest(COUNT);
      expect(m.run(limit)).toEqual({ kind: 'limit' });
      expect(m.position).toBe(limit);
      const other = guest(COUNT);
      for (let n = 1; n <= limit; n++) other.m.run(n);
      expect(other.p.save()).toEqual(p.save());
    }
  });

  it('counts an int 3 and leaves EIP behind it', () => {
    const { m, p, traps } = guest('nop\nint 3\nnop');
    expect(m.run(100)).toEqual({ kind: 'exit', code: 0 });
    expect(traps).toMatchObject([{ vector: 3 }]);
    expect([p.eip, m.position]).toEqual([CODE + 2, 2]);
  });

  it('leaves EIP on a faulting instruction and registers untouched, and counts the fault', () => {
    const { m, p, traps } = guest('mov eax, 7\npush eax\nadd dword ptr [eax+1000h], ecx\nnop');
    m.run(100);
    expect(traps).toEqual([{ vector: 14, address: 0x1007, write: true, present: false, execute: false }]);
    expect([p.eip, m.position, p.r[0]]).toEqual([CODE + 6, 3, 7]);
  });

  it('faults a write to a read-only page, a read of a supervisor page, and a jump into nothing', () => {
    const { m, p, space, traps } = guest('mov [ecx], eax\nmov eax, [edx]\njmp edi');
    map(m, space, 0x700000, 1, 5);
    map(m, space, 0x800000, 1, 3);
    p.r.set([0, 0x700000, 0x800000, 0, STACK_TOP, 0, 0, 0x900000]);
    for (let n = 0; n < 3; n++) {
      m.run(100);
      if (n < 2) p.eip += 2;
    }
    expect(traps).toMatchObject([
      { address: 0x700000, write: true, present: true },
      { address: 0x800000, write: false, present: true },
      { address: 0x900000, execute: true, present: false },
    ]);
  });

  it('leaves EIP on sysenter, runs it again if the kernel leaves it there, and still comes to its end', () => {
    const { m, p } = guest('sysenter\nnop');
    let asked = 0;
    m.hooks.trap = (_m, _p, trap) => {
      expect(trap.vector).toBe('sysenter');
      if (++asked === 3) p.eip += 2;
    };
    m.run(4);
    expect([asked, p.eip, m.position]).toEqual([3, CODE + 3, 4]);
  });

  it('ends even when every instruction faults and the kernel does nothing', () => {
    const { m } = guest('mov eax, [0]');
    let faults = 0;
    m.hooks.trap = () => {
      faults++;
    };
    expect(m.run(1000)).toEqual({ kind: 'limit' });
    expect(faults).toBeLessThan(1100);
  });

  it('refuses privileged instructions, unknown ones and wrong locks', () => {
    for (const [bytes, vector] of [
      [[0xf4], 13],
      [[0xfa], 13],
      [[0x0f, 0xff], 6],
      [[0xf0, 0x90], 6],
      [new Array(15).fill(0x66).concat(0x90), 13],
    ] as const) {
      const { m, p, traps } = guest(Uint8Array.of(0x90, ...bytes));
      m.run(10);
      expect(traps).toMatchObject([{ vector }]);
      expect([p.eip, m.position]).toEqual([CODE + 1, 2]);
    }
  });

  it('single-steps when TF is set', () => {
    const { m, p, traps } = guest('push 302h\npopfd\nnop\nnop');
    m.hooks.trap = (_m, _p, trap) => traps.push(trap);
    m.run(4);
    expect(traps).toMatchObject([{ vector: 1 }, { vector: 1 }]);
    expect(p.eip).toBe(CODE + 8);
  });

  it('calls due at its position and reads the time stamp from the position', () => {
    const { m, p } = guest('nop\nnop\nrdtsc\nnop\nnop');
    const seen: number[] = [];
    m.nextDue = 2;
    m.hooks.due = () => {
      seen.push(m.position);
      m.nextDue = 4;
      if (seen.length > 1) m.nextDue = Number.POSITIVE_INFINITY;
    };
    m.run(5);
    expect([seen, p.r[0], p.r[2]]).toEqual([[2, 4], 2, 0]);
  });

  it('asks idle when all are halted, and says deadlock when nothing can run', () => {
    const { m, p } = guest('nop');
    p.halted = true;
    m.hooks.idle = () => {
      m.idleTime100ns += 500;
      p.halted = false;
      return true;
    };
    m.run(1);
    expect([m.position, m.time100ns]).toEqual([1, 501]);
    p.halted = true;
    m.hooks.idle = () => false;
    expect(m.run(10)).toEqual({ kind: 'deadlock' });
    m.hooks.idle = () => true;
    expect(m.run(10)).toEqual({ kind: 'deadlock' });
  });
});

describe('probes', () => {
  it('stop before the instruction, go on without asking again, and cost nothing when gone', () => {
    const { m, p, space } = guest(COUNT);
    let asked = 0;
    m.run(50);
    m.probes.set(CODE + 3, () => ++asked % 2 === 0);
    expect(m.run(1e6)).toEqual({ kind: 'probe', address: CODE + 3, processor: 0 });
    expect([p.eip, asked]).toEqual([CODE + 3, 2]);
    const before = m.position;
    expect(m.run(1e6)).toMatchObject({ kind: 'probe' });
    expect([asked, m.position - before]).toEqual([4, 8]);
    m.probes.clear();
    expect(m.run(1e6)).toEqual({ kind: 'exit', code: 0 });
    expect([asked, space.u32(DATA)]).toEqual([4, 1000]);
  });

  it('see exact position and EIP', () => {
    const { m } = guest(COUNT);
    const seen: number[][] = [];
    m.probes.set(CODE + 8, (_m, p) => {
      seen.push([m.position, p.eip]);
      return seen.length === 2;
    });
    m.run(1e6);
    expect(seen).toEqual([
      [3, CODE + 8],
      [7, CODE + 8],
    ]);
  });
});

describe('watching', () => {
  it('stops after an instruction that writes to a watched place, and the run is the same as without', () => {
    const { m, p } = guest(COUNT);
    m.dataWatch = [{ address: DATA, length: 4, write: true }];
    expect(m.run(1e6)).toMatchObject({ kind: 'watch', address: DATA, wrote: true });
    expect([p.r[0], m.position]).toEqual([1, 3]);
    m.run(1e6);
    expect([p.r[0], m.position]).toEqual([2, 7]);
    m.dataWatch = [];
    m.run(1000);
    const other = guest(COUNT);
    other.m.run(1000);
    expect(hash(m)).toBe(hash(other.m));
  });

  it('makes no difference to how many positions a string instruction takes', () => {
    const code = 'mov edi, 500003h\nmov ecx, 900h\nrep stosd\nint 3';
    const [plain, watched] = [guest(code), guest(code)];
    watched.m.dataWatch = [{ address: DATA + 0x2000, length: 4, write: true }];
    plain.m.run(1e6);
    const stops = [];
    do stops.push(watched.m.run(1e6).kind);
    while (stops[stops.length - 1] === 'watch');
    expect(stops.length).toBeGreaterThan(1);
    expect(watched.m.position).toBe(plain.m.position);
  });

  it('afterEach is asked after every instruction', () => {
    const { m } = guest(COUNT);
    let asked = 0;
    m.afterEach = () => ++asked === 10;
    expect(m.run(1e6)).toEqual({ kind: 'asked' });
    expect(m.position).toBe(10);
  });
});

describe('self-modifying code', () => {
  it('sees its own change at the very next instruction', () => {
    const { m, p } = guest('mov byte ptr [00401008h], 5\nmov eax, 1\nint 3');
    m.run(100);
    expect(p.r[0]).toBe(5);
  });

  it('sees changes by the kernel and by a restore', () => {
    const { m, p, space } = guest('mov eax, 1\nint 3');
    const before = m.snapshot();
    m.run(100);
    space.setU8(CODE + 1, 9);
    p.eip = CODE;
    m.run(100);
    expect(p.r[0]).toBe(9);
    m.restore(before);
    m.run(100);
    expect(p.r[0]).toBe(1);
  });

  it('works for an instruction that crosses two pages', () => {
    const { m, p, space } = guest('nop');
    space.setBytes(CODE + 0xffe, Uint8Array.of(0xb8, 1, 0, 0, 0, 0xcc));
    for (const value of [1, 2, 3]) {
      space.setU8(CODE + 0x1000, value);
      p.eip = CODE + 0xffe;
      m.run(m.position + 10);
      expect(p.r[0]).toBe(1 + value * 256);
    }
  });
});

describe('snapshots', () => {
  it('bring back the very state, at any moment of a run', () => {
    const { m } = guest(COUNT);
    const hashes: string[] = [];
    const snapshots = [];
    for (let n = 0; n < 20; n++) {
      m.run(n * 37);
      snapshots.push(m.snapshot());
      hashes.push(hash(m));
    }
    for (const n of [3, 17, 0, 9, 8, 19]) {
      m.restore(snapshots[n] as (typeof snapshots)[number]);
      expect(hash(m)).toBe(hashes[n]);
      if (n < 19) m.run((n + 1) * 37);
      expect(hash(m)).toBe(hashes[Math.min(n + 1, 19)]);
    }
  });

  it('take under a millisecond', () => {
    const { m } = guest(COUNT);
    map(m, m.spaceOf(m.processors[0]?.cr3 as number), 0x1000000, 2000);
    m.snapshot();
    const times: number[] = [];
    for (let n = 0; n < 200; n++) {
      m.run(m.position + 15);
      const start = performance.now();
      m.snapshot();
      times.push(performance.now() - start);
    }
    expect(times.sort((a, b) => a - b)[100]).toBeLessThan(1);
  });
});

describe('several processors', () => {
  const LOST = `
    mov ecx, 2000
  again:
    mov eax, dword ptr [00500000h]
    inc eax
    mov dword ptr [00500000h], eax
    loop again
  done:
    jmp done`;

  it('interleave, so that an unlocked counter loses updates, and the seed decides how', () => {
    const count = (seed: number) => {
      const { m, space } = guest(LOST, { processors: 2, seed });
      m.run(30_000);
      return space.u32(DATA);
    };
    expect(count(1)).toBeLessThan(4000);
    expect(count(1)).toBe(count(1));
    expect(new Set([1, 2, 3, 4, 5].map(count)).size).toBeGreaterThan(1);
  });

  it('do not depend on how a run is cut into pieces', () => {
    const whole = guest(LOST, { processors: 3, seed: 5 });
    whole.m.run(5000);
    const pieces = guest(LOST, { processors: 3, seed: 5 });
    for (let n = 1; n <= 5000; n += n % 7) pieces.m.run(n);
    pieces.m.run(5000);
    expect(hash(pieces.m)).toBe(hash(whole.m));
  });
});

describe('random bytes as code', () => {
  /** Skips what faults, so that as many instructions as possible are tried. */
  function survive(m: Machine, seed: number, random: () => number): void {
    m.hooks.trap = (_m, p) => {
      p.eip = CODE + (random() % 0x1ff0);
      p.r[4] = STACK_TOP - 0x800;
      for (const n of [0, 3, 5, 6, 7]) if (random() % 2) p.r[n] = DATA + (random() % 0x3f00);
      p.otherFlags &= ~0x100;
    };
    m.run(200_000);
    expect(m.position, `seed ${seed}`).toBe(200_000);
  }

  it.each([1, 2, 3, 4])('never throws, hangs or grows, and runs the same again (seed %i)', (seed) => {
    const run = () => {
      let state = seed;
      const random = () => {
        state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
        return state >>> 8;
      };
      const { m } = guest(Uint8Array.from({ length: 0x2000 }, random), { processors: (seed % 2) + 1 });
      m.run(10);
      const [start, startState] = [m.snapshot(), state];
      survive(m, seed, random);
      expect(m.memory.framesInUse).toBeLessThan(32);
      const end = hash(m);
      m.restore(start);
      state = startState;
      survive(m, seed, random);
      expect(hash(m)).toBe(end);
      return end;
    };
    expect(run()).toBe(run());
  });
});
