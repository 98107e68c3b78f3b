/**
 * The heap's C on a bare processor, with no operating system: the memory services that it asks for are answered here, and its
 * functions are called one at a time from the test. What it does with memory it must not touch ends in a thrown error.
 */
import { compile } from '../../src/compiler/compile.ts';
import { link } from '../../src/compiler/link.ts';
import type { ImageSymbols } from '../../src/compiler/symbols.ts';
import { assert } from '../../src/machine/assert.ts';
import { Machine } from '../../src/machine/machine.ts';
import type { Processor, Trap } from '../../src/machine/processor.ts';
import type { Space } from '../../src/machine/space.ts';
import { PEB, TEB } from '../../src/nt/structs/peb.ts';
import { readWindowsFiles } from '../../src/windows/files.node.ts';
import { systemInclude, withGenerated } from '../../src/windows/headers.ts';

const IMAGE_BASE = 0x77000000;
const PEB_ADDRESS = 0x7ffd0000;
const TEB_ADDRESS = 0x7ffd8000;
const SHARED_DATA = 0x7ffe0000;
const STACK_TOP = 0x00200000;
const RETURN_TO = 0xfffffff0;
const LOWEST = 0x00300000;
const HIGHEST = 0x70000000;
const MEM_COMMIT = 0x1000;
const MEM_RESERVE = 0x2000;
const MEM_RELEASE = 0x8000;

/** What the heap asks of the rest of ntdll, each as a door to the test. */
const services = `
#pragma once
#include <ntioapi.h>
NTSTATUS NTAPI NtAllocateVirtualMemory(HANDLE, PVOID *, ULONG_PTR, PSIZE_T, ULONG, ULONG);
NTSTATUS NTAPI NtFreeVirtualMemory(HANDLE, PVOID *, PSIZE_T, ULONG);
NTSTATUS NTAPI NtQuerySystemTime(PLARGE_INTEGER);
NTSTATUS NTAPI NtTerminateProcess(HANDLE, NTSTATUS);
NTSTATUS NTAPI NtRaiseException(PEXCEPTION_RECORD, PCONTEXT, BOOLEAN);
`;

const doors = `
#include <ntheap.h>
#define DOOR(number, bytes) { __asm { mov eax, number } __asm { lea edx, [esp+4] } __asm { int 2eh } __asm { ret bytes } }
__declspec(naked) NTSTATUS NTAPI NtAllocateVirtualMemory(HANDLE a, PVOID *b, ULONG_PTR c, PSIZE_T d, ULONG e, ULONG f) DOOR(1, 24)
__declspec(naked) NTSTATUS NTAPI NtFreeVirtualMemory(HANDLE a, PVOID *b, PSIZE_T c, ULONG d) DOOR(2, 16)
__declspec(naked) NTSTATUS NTAPI NtQuerySystemTime(PLARGE_INTEGER a) DOOR(3, 4)
__declspec(naked) NTSTATUS NTAPI NtTerminateProcess(HANDLE a, NTSTATUS b) DOOR(4, 8)
__declspec(naked) NTSTATUS NTAPI NtRaiseException(PEXCEPTION_RECORD a, PCONTEXT b, BOOLEAN c) DOOR(5, 12)
__declspec(naked) VOID NTAPI RtlRaiseException(PEXCEPTION_RECORD a) DOOR(6, 4)
__declspec(naked) VOID NTAPI RtlSetLastWin32ErrorAndNtStatusFromNtStatus(NTSTATUS a) DOOR(7, 4)
__declspec(naked) VOID NTAPI DbgBreakPoint(VOID) DOOR(8, 0)
__declspec(naked) ULONG __cdecl DbgPrint(PCSZ a, ...) DOOR(9, 0)
VOID NTAPI RtlCaptureContext(PCONTEXT a) { a->ContextFlags = 0; }
PIMAGE_NT_HEADERS NTAPI RtlImageNtHeader(PVOID a) { return NULL; }
NTSTATUS NTAPI RtlInitializeCriticalSection(PRTL_CRITICAL_SECTION a) { a->RecursionCount = 0; return 0; }
NTSTATUS NTAPI RtlDeleteCriticalSection(PRTL_CRITICAL_SECTION a) { return 0; }
NTSTATUS NTAPI RtlEnterCriticalSection(PRTL_CRITICAL_SECTION a) {
    HANDLE me = NtCurrentTeb();
    if (a->OwningThread != me) {
        while (_InterlockedCompareExchange(&a->LockCount, 1, 0) != 0) ;
        a->OwningThread = me;
    }
    a->RecursionCount++;
    return 0;
}
NTSTATUS NTAPI RtlLeaveCriticalSection(PRTL_CRITICAL_SECTION a) {
    if (--a->RecursionCount == 0) {
        a->OwningThread = NULL;
        _InterlockedExchange(&a->LockCount, 0);
    }
    return 0;
}
/* Allocates and frees Count times what it draws from Seed; fills its blocks and returns how often one was not as it was. */
ULONG NTAPI Worker(PHEAP Heap, ULONG Seed, ULONG Count, ULONG Sizes) {
    UCHAR *Blocks[24];
    ULONG Lengths[24];
    ULONG Wrong = 0;
    ULONG i;
    ULONG k;
    for (i = 0; i < 24; i++) Blocks[i] = NULL;
    while (Count-- != 0) {
        Seed = Seed * 1664525 + 1013904223;
        i = (Seed >> 16) % 24;
        if (Blocks[i] == NULL) {
            Lengths[i] = 8 + (Seed >> 8) % Sizes;
            Blocks[i] = RtlAllocateHeap(Heap, 0, Lengths[i]);
            if (Blocks[i] == NULL) { Wrong++; continue; }
            RtlFillMemory(Blocks[i], Lengths[i], (UCHAR)(Seed >> 24));
        } else {
            for (k = 1; k < Lengths[i]; k++) if (Blocks[i][k] != Blocks[i][0]) Wrong++;
            if (!RtlFreeHeap(Heap, 0, Blocks[i])) Wrong++;
            Blocks[i] = NULL;
        }
    }
    for (i = 0; i < 24; i++) if (Blocks[i] != NULL && !RtlFreeHeap(Heap, 0, Blocks[i])) Wrong++;
    return Wrong;
}
`;

function compileHeap(): { bytes: Uint8Array; symbols: ImageSymbols } {
  const files = {
    ...withGenerated(readWindowsFiles()),
    'include/internal/ntservices.h': services,
    'ntdll/doors.c': doors,
  } as Readonly<Record<string, string>>;
  const include = systemInclude(files);
  const names = Object.keys(files).filter((name) => /^ntdll\/(heap.*|rtlmem|doors)\.c$/.test(name));
  const objects = names.map((name) =>
    compile({ name, text: files[name] ?? '' }, { language: 'c', defines: { _NTDLL_: '1' }, include, debug: true }),
  );
  return link({
    fileName: 'bare.dll',
    isDll: true,
    entry: '',
    base: IMAGE_BASE,
    subsystem: 'console',
    subsystemVersion: [6, 1],
    stackReserve: 0x100000,
    stackCommit: 0x1000,
    heapReserve: 0x100000,
    heapCommit: 0x1000,
    objects,
    libraries: [],
    dynamicBase: false,
    relocations: false,
  });
}

let compiled: ReturnType<typeof compileHeap> | undefined;

/** A processor on which the heap's functions can be called. */
export class BareHeap {
  readonly machine: Machine;
  readonly space: Space;
  readonly peb = PEB_ADDRESS;
  /** A page that the heap does not know. */
  readonly scratch = TEB_ADDRESS + 0x1000;
  /** What DbgPrint was asked to print: formats, with their arguments behind them. */
  readonly printed: string[] = [];
  readonly raised: number[] = [];
  breaks = 0;
  lastStatus = 0;
  terminated: number | undefined;
  /** 1 reserved, 2 committed, by page. */
  private readonly pages = new Map<number, 1 | 2>();
  private readonly regions = new Map<number, number>();
  private readonly symbols: ImageSymbols;

  constructor(
    options: { globalFlag?: number; beingDebugged?: boolean; cookie?: number; processors?: number; seed?: number } = {},
  ) {
    compiled ??= compileHeap();
    this.symbols = compiled.symbols;
    const { processors = 1, seed = 1 } = options;
    const m = new Machine({ framesMax: 0x8000, processors, seed });
    this.machine = m;
    const directory = (m.memory.allocateFrame() as number) << 12;
    this.space = m.spaceOf(directory);

    m.hooks = { trap: (_, p, trap) => this.trap(p, trap), due: () => {}, idle: () => false };
    this.load(compiled.bytes);
    for (const page of [PEB_ADDRESS, this.scratch, SHARED_DATA]) this.map(page);
    for (let page = STACK_TOP - 0x10000 * processors; page < STACK_TOP; page += 0x1000) this.map(page);
    for (const p of m.processors) this.startProcessor(p, directory);
    const peb = PEB.at(this.space, PEB_ADDRESS);
    peb.HeapSegmentReserve = 0x100000;
    peb.HeapSegmentCommit = 0x2000;
    peb.HeapDeCommitTotalFreeThreshold = 0x10000;
    peb.HeapDeCommitFreeBlockThreshold = 0x1000;
    peb.NtGlobalFlag = options.globalFlag ?? 0;
    peb.BeingDebugged = options.beingDebugged ? 1 : 0;
    this.space.setU32(SHARED_DATA + 0x330, options.cookie ?? 0x12345678);
  }

  private startProcessor(p: Processor, directory: number): void {
    const address = TEB_ADDRESS - p.index * 0x1000;
    this.map(address);
    this.machine.setDirectory(p, directory);
    p.fsBase = address;
    const teb = TEB.at(this.space, address);
    teb.NtTib.Self = address;
    teb.ProcessEnvironmentBlock = PEB_ADDRESS;
    p.halted = p.index !== 0;
  }

  get committedPages(): number {
    let count = 0;
    for (const state of this.pages.values()) if (state === 2) count++;
    return count;
  }

  isCommitted(address: number): boolean {
    return this.pages.get(address >>> 12) === 2;
  }

  /** Where a variable of the heap lies. */
  address(name: string): number {
    const symbol = this.symbols.data.find((each) => each.name === name);
    assert(symbol, `the heap has a variable ${name}`);
    return IMAGE_BASE + symbol.rva;
  }

  /** Calls a function of the heap, by its source name, and answers EAX. */
  call(name: string, ...args: number[]): number {
    return this.callOnAll(name, [args])[0] as number;
  }

  /** Calls a function on as many processors as there are lists of arguments, at the same time. */
  callOnAll(name: string, lists: readonly (readonly number[])[]): number[] {
    const symbol = this.symbols.functions.find((each) => each.name === name);
    assert(symbol, `the heap has a function ${name}`);
    lists.forEach((args, index) => {
      const p = this.machine.processors[index] as Processor;
      let esp = STACK_TOP - 0x10000 * index - 0x100;
      for (const argument of [RETURN_TO, ...args].reverse()) {
        esp -= 4;
        this.space.setU32(esp, argument >>> 0);
      }
      p.r[4] = esp;
      p.r[5] = 0;
      p.eip = IMAGE_BASE + symbol.rva;
      p.halted = false;
    });
    const stop = this.machine.run(this.machine.position + 40_000_000);
    for (const p of this.machine.processors) p.halted = true;
    assert(stop.kind === 'exit', `${name} comes back (${stop.kind})`);
    if (stop.code !== 0) throw new Error(`${name}: ${stop.reason}`);
    return lists.map((_, index) => ((this.machine.processors[index] as Processor).r[0] as number) >>> 0);
  }

  private map(page: number): void {
    this.space.setPte(page, ((this.machine.memory.allocateFrame() as number) << 12) | 7);
  }

  private load(bytes: Uint8Array): void {
    const file = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const nt = file.getUint32(0x3c, true);
    const size = file.getUint32(nt + 0x50, true);
    for (let offset = 0; offset < size; offset += 0x1000) this.map(IMAGE_BASE + offset);
    const table = nt + 0x18 + file.getUint16(nt + 0x14, true);
    for (let i = 0; i < file.getUint16(nt + 6, true); i++) {
      const row = table + i * 40;
      const raw = file.getUint32(row + 0x14, true);
      const length = Math.min(file.getUint32(row + 8, true), file.getUint32(row + 0x10, true));
      this.space.setBytes(IMAGE_BASE + file.getUint32(row + 0xc, true), bytes.subarray(raw, raw + length));
    }
  }

  private trap(p: Processor, trap: Trap): void {
    const m = this.machine;
    if (trap.vector === 0x2e) {
      p.r[0] = this.service(p.r[0] as number, (p.r[2] as number) >>> 0);
    } else if (trap.vector === 14 && trap.execute && trap.address === RETURN_TO) {
      p.halted = true;
      if (m.processors.every((each) => each.halted)) m.stop = { kind: 'exit', code: 0 };
    } else {
      const where = this.symbols.functions.find(
        (each) => p.eip - IMAGE_BASE >= each.rva && p.eip - IMAGE_BASE < each.rva + each.size,
      );
      const reason = `vector ${trap.vector} at ${trap.address.toString(16)} in ${where?.name ?? p.eip.toString(16)}`;
      m.stop = { kind: 'exit', code: 1, reason };
    }
  }

  private service(number: number, args: number): number {
    const argument = (index: number): number => this.space.u32(args + index * 4);
    switch (number) {
      case 1:
        return this.allocate(argument(1), argument(3), argument(4));
      case 2:
        return this.free(argument(1), argument(2), argument(3));
      case 3:
        this.space.setU32(argument(0), 0x123);
        this.space.setU32(argument(0) + 4, 0x1d0000);
        return 0;
      case 4:
        this.terminated = argument(1);
        this.machine.stop = { kind: 'exit', code: 0 };
        return 0;
      case 5:
      case 6:
        this.raised.push(this.space.u32(argument(0)));
        return 0;
      case 7:
        this.lastStatus = argument(0);
        return 0;
      case 8:
        this.breaks++;
        return 0;
      case 9:
        this.printed.push(this.format(args));
        return 0;
      default:
        return -1;
    }
  }

  private format(args: number): string {
    let format = '';
    for (let at = this.space.u32(args); this.space.u8(at) !== 0; at++) format += String.fromCharCode(this.space.u8(at));
    let next = args + 4;
    return format.replace(/%[0-9l]*[a-z]/gi, (each) => {
      const value = this.space.u32(next);
      next += 4;
      if (!each.endsWith('s')) return value.toString(/[du]$/.test(each) ? 10 : 16).padStart(each === '%p' ? 8 : 1, '0');
      let found = '';
      for (let at = value; this.space.u8(at) !== 0; at++) found += String.fromCharCode(this.space.u8(at));
      return found;
    });
  }

  private allocate(base: number, size: number, type: number): number {
    let address = this.space.u32(base);
    let bytes = this.space.u32(size);
    if (bytes === 0) return 0xc000000d | 0;
    if (address === 0) {
      bytes = (bytes + 0xfff) & ~0xfff;
      address = this.findRoom(bytes);
      if (address === 0) return 0xc0000017 | 0;
      this.reserve(address, bytes);
    } else {
      const end = (address + bytes + 0xfff) & ~0xfff;
      address &= type & MEM_RESERVE ? ~0xffff : ~0xfff;
      bytes = end - address;
      if (type & MEM_RESERVE) {
        if (!this.isFree(address, bytes)) return 0xc0000018 | 0;
        this.reserve(address, bytes);
      }
    }
    if (type & MEM_COMMIT) {
      for (let page = address; page < address + bytes; page += 0x1000) {
        if (this.pages.get(page >>> 12) === 2) continue;
        assert(this.pages.get(page >>> 12) === 1, 'only reserved pages are committed');
        this.pages.set(page >>> 12, 2);
        this.map(page);
      }
    }
    this.space.setU32(base, address);
    this.space.setU32(size, bytes);
    return 0;
  }

  private isFree(address: number, bytes: number): boolean {
    for (let page = address; page < address + bytes; page += 0x1000) if (this.pages.has(page >>> 12)) return false;
    return address >= LOWEST && address + bytes <= HIGHEST;
  }

  private findRoom(bytes: number): number {
    for (let at = LOWEST; at + bytes <= HIGHEST; at += 0x10000) if (this.isFree(at, bytes)) return at;
    return 0;
  }

  private reserve(address: number, bytes: number): void {
    this.regions.set(address, bytes);
    for (let page = address; page < address + bytes; page += 0x1000) this.pages.set(page >>> 12, 1);
  }

  private free(base: number, size: number, type: number): number {
    const address = this.space.u32(base);
    const bytes = type === MEM_RELEASE ? (this.regions.get(address) ?? 0) : this.space.u32(size);
    assert(bytes > 0 && (address & 0xfff) === 0 && (bytes & 0xfff) === 0, 'whole pages or a whole region are freed');
    for (let page = address; page < address + bytes; page += 0x1000) {
      assert(this.pages.has(page >>> 12), 'only what was reserved is freed');
      if (this.pages.get(page >>> 12) === 2) {
        this.machine.memory.freeFrame(this.space.pte(page) >>> 12);
        this.space.setPte(page, 0);
      }
      if (type === MEM_RELEASE) this.pages.delete(page >>> 12);
      else this.pages.set(page >>> 12, 1);
    }
    if (type === MEM_RELEASE) this.regions.delete(address);
    return 0;
  }
}
