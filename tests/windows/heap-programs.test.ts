/** The heap as programs meet it: compiled C on the booted machine, through kernel32 and the run-time library. */
import { beforeAll, describe, expect, it } from 'vitest';
import type { Machine } from '../../src/machine/machine.ts';
import { boot } from '../../src/nt/boot.ts';
import { type HeapView, processHeaps, readHeap } from '../../src/nt/query-heap.ts';
import { TEB } from '../../src/nt/structs/peb.ts';
import { buildProgram, type ModuleOptions, type Runtime } from '../../src/windows/build.ts';
import { loadSystem } from '../../src/windows/system.node.ts';
import type { System } from '../../src/windows/system.ts';

let system: System;
beforeAll(() => {
  system = loadSystem();
}, 60_000);

interface Settings {
  readonly runtime?: Runtime;
  readonly debugged?: boolean;
  readonly seed?: number;
  readonly options?: ModuleOptions;
}

interface Ran {
  readonly machine: Machine;
  readonly output: string;
  readonly exitCode: number | undefined;
}

function start(text: string, settings: Settings): Machine {
  const { runtime = 'MD', debugged = false, seed = 1, options } = settings;
  const images = buildProgram(
    [{ name: 'heap', kind: 'exe', runtime, sources: [{ name: 'heap.c', text }], ...(options ? { options } : {}) }],
    system,
  );
  return boot({ images: [...system.images, ...images], program: 'heap.exe', debugged, seed });
}

function textOf(machine: Machine, kind: 'output' | 'debugPrint'): string {
  let text = '';
  for (const entry of machine.log.entries) {
    if (entry.kind !== kind) continue;
    const { bytes, text: printed } = entry as { bytes?: Uint8Array; text?: string };
    text += printed ?? new TextDecoder('latin1').decode(bytes);
  }
  return text;
}

/** Runs a program to its end. What a debugger is told of is let pass. */
function run(text: string, settings: Settings = {}): Ran {
  const machine = start(text, settings);
  for (;;) {
    const stop = machine.run(60_000_000);
    if (stop.kind === 'debug') continue;
    const exitCode = stop.kind === 'exit' ? stop.code >>> 0 : undefined;
    return { machine, output: textOf(machine, 'output').replaceAll('\r', ''), exitCode };
  }
}

/** Runs a program until it has printed "ready", and reads all heaps of its process. */
function heapsWhenReady(text: string, settings: Settings = {}): { heaps: HeapView[]; machine: Machine } {
  const machine = start(text, settings);
  while (!textOf(machine, 'output').includes('ready')) {
    const stop = machine.run(machine.position + 100_000);
    if (machine.position > 80_000_000 || (stop.kind !== 'limit' && stop.kind !== 'debug')) {
      throw new Error(`the program gets ready: ${JSON.stringify(stop)} ${textOf(machine, 'output')}`);
    }
  }
  const p = machine.processors[0];
  if (!p) throw new Error('there is a processor');
  const space = machine.spaceOf(p.cr3);
  const peb = TEB.at(space, p.fsBase).ProcessEnvironmentBlock;
  const heaps = processHeaps(space, peb).map((heap) => readHeap(space, heap));
  return { heaps: heaps.filter((heap) => heap !== undefined), machine };
}

const head = '#include <windows.h>\n#include <stdio.h>\n#include <stdlib.h>\n#include <string.h>\n';
const wait = 'puts("ready"); fflush(stdout); for (;;) ;';

describe('a program', () => {
  it('sees in a fixed heap what was recorded on Windows 7', () => {
    const { output } = run(`${head}int main(void) {
      char *h = HeapCreate(0, 0x1000, 0x10000), *p[6]; int i; PROCESS_HEAP_ENTRY e;
      for (i = 0; i < 6; i++) { p[i] = HeapAlloc(h, 0, 8); printf("%x ", p[i] - h); }
      printf("%lx ", *(DWORD *)(h + 0x78));
      HeapFree(h, 0, p[0]); HeapFree(h, 0, p[2]); HeapFree(h, 0, p[4]);
      printf("%lx ", *(DWORD *)(h + 0x78));
      printf("%x\\n", (char *)HeapAlloc(h, 0, 8) - h);
      e.lpData = NULL;
      while (HeapWalk(h, &e)) printf("%x:%lx:%x ", (char *)e.lpData - h, e.cbData, e.wFlags);
      printf("%lu\\n", GetLastError());
      return 0; }`);
    const [first, second] = output.split('\n');
    expect(first).toBe('590 5a0 5b0 5c0 5d0 5e0 13f 145 5d0');
    expect(second).toBe('0:588:1 590:0:0 5a0:8:4 5b0:0:0 5c0:8:4 5d0:8:4 5e0:8:4 5f0:9e8:0 1000:f000:2 259');
  });

  const lfh = `${head}int main(void) { HANDLE h = HeapCreate(0, 0, 0); int i;
    for (i = 1; i <= 40; i++) if (((BYTE *)HeapAlloc(h, 0, 0x28))[-1] & 0x80) break;
    printf("%d", i); return 0; }`;

  it('gets its 19th block from the low-fragmentation heap, and under a debugger none', () => {
    expect(run(lfh).output).toBe('19');
    expect(run(lfh, { debugged: true }).output).toBe('41');
  });

  it('finds BAADF00D in a fresh block only when a debugger made its process', () => {
    const text = `${head}int main(void) { DWORD *p = HeapAlloc(GetProcessHeap(), 0, 12);
      printf("%lx %lx %lx", p[0], p[3], p[4]); return 0; }`;
    expect(run(text, { debugged: true }).output).toBe('baadf00d abababab abababab');
    expect(run(text).output).not.toContain('baadf00d');
  });

  const overrun = `${head}int main(void) { HANDLE h = HeapCreate(0, 0, 0);
    char *a = HeapAlloc(h, 0, 12), *b = HeapAlloc(h, 0, 12);
    memset(a, 'A', 20);
    printf("%d", HeapFree(h, 0, b)); printf(" %lu", GetLastError()); return 3; }`;

  it('goes on after a damaged block was freed, when it was linked for Windows 2000', () => {
    expect(run(overrun)).toMatchObject({ output: '0 87', exitCode: 3 });
  });

  it('ends with C0000374 there when it was linked for Windows Vista or asked for it', () => {
    const vista = run(overrun, { options: { subsystemVersion: [6, 0] } });
    expect(vista).toMatchObject({ output: '', exitCode: 0xc0000374 });
    const asked = overrun.replace(
      'char *a',
      'BOOL set = HeapSetInformation(NULL, HeapEnableTerminationOnCorruption, NULL, 0); char *a',
    );
    expect(run(asked)).toMatchObject({ output: '', exitCode: 0xc0000374 });
  });

  it('breaks into its debugger when a block with a damaged header is freed', () => {
    const text = `${head}int main(void) { char *p = HeapAlloc(GetProcessHeap(), 0, 12); p[-6] ^= 1;
      return HeapFree(GetProcessHeap(), 0, p); }`;
    const machine = start(text, { debugged: true });
    const codes: number[] = [];
    for (let stop = machine.run(60_000_000); stop.kind === 'debug'; stop = machine.run(60_000_000)) {
      codes.push(stop.code >>> 0);
    }
    expect(codes).toContain(0x80000003);
    expect(textOf(machine, 'debugPrint')).toMatch(
      /HEAP\[heap\.exe\]: Invalid address specified to RtlFreeHeap\( [0-9A-F]{8}, [0-9A-F]{8} \)/,
    );
  });

  it('is told by the debug heap where it wrote past the end', () => {
    const { machine } = run(
      `${head}int main(void) { char *p = HeapAlloc(GetProcessHeap(), 0, 12); p[12] = 0; HeapFree(GetProcessHeap(), 0, p); return 0; }`,
      { debugged: true },
    );
    expect(textOf(machine, 'debugPrint')).toMatch(
      /HEAP\[heap\.exe\]: Heap block at [0-9A-F]{8} modified at [0-9A-F]{8} past requested size of c/i,
    );
  });

  it('that wants exceptions gets C0000017 when a fixed heap is full', () => {
    const { exitCode } = run(`${head}int main(void) {
      HANDLE h = HeapCreate(HEAP_GENERATE_EXCEPTIONS, 0, 0x10000);
      for (;;) HeapAlloc(h, 0, 4000); }`);
    expect(exitCode).toBe(0xc0000017);
  });

  it('keeps its heaps in order through thousands of calls of malloc, realloc and free', () => {
    for (const runtime of ['MD', 'MTd'] as const) {
      const { heaps } = heapsWhenReady(
        `${head}static unsigned seed = 7; static unsigned next(void) { return (seed = seed * 1664525 + 1013904223) >> 8; }
        int main(void) { static char *p[200]; static unsigned n[200]; unsigned i, k, c;
          for (c = 0; c < 2500; c++) {
            i = next() % 200;
            if (p[i] == NULL) { n[i] = next() % 9 == 0 ? next() % 20000 : next() % 100; p[i] = malloc(n[i]); memset(p[i], (int)i, n[i]); continue; }
            for (k = 0; k < n[i]; k++) if (p[i][k] != (char)i) { puts("damaged"); return 1; }
            if (next() % 3 == 0) { n[i] = next() % 300; p[i] = realloc(p[i], n[i]); memset(p[i], (int)i, n[i]); }
            else { free(p[i]); p[i] = NULL; }
          }
          ${wait} }`,
        { runtime },
      );
      expect(heaps.length).toBeGreaterThanOrEqual(2);
      expect(heaps.flatMap((heap) => heap.problems)).toEqual([]);
    }
  });

  it('has other heap bases and keys with another seed', () => {
    const text = `${head}int main(void) { ${wait} }`;
    const [a, b] = [1, 2].map((seed) => heapsWhenReady(text, { seed }).heaps[0]);
    expect(a?.encoding).not.toEqual(b?.encoding);
  });
});
