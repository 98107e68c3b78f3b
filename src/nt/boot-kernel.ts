/**
 * The kernel's own half of a boot: page tables and pool, global variables, the shared page, processors with their idle threads.
 */
import { assert } from '../machine/assert.ts';
import type { Machine } from '../machine/machine.ts';
import { PAGE_SHIFT, PAGE_SIZE } from '../machine/memory.ts';
import { PTE_PRESENT, PTE_WRITE, type Space } from '../machine/space.ts';
import { initializeConsole } from './console.ts';
import { ExCreateHandleTable } from './handle.ts';
import {
  ARGUMENT_TABLE,
  GDT_BASE,
  globals,
  IDT_BASE,
  type Kernel,
  KPCR_BASE,
  KPCR_STRIDE,
  kernelOf,
  kernelSpace,
  NT_BASE,
  NT_PAGES,
  PAGES_BASE,
  PAGES_END,
  POOL_BASE,
  POOL_END,
  pcrOf,
  SERVICE_TABLE,
  SHARED_DATA_KERNEL,
  TSS_BASE,
} from './kernel.ts';
import { InitializeListHead } from './list.ts';
import { ObCreateObject, ObjectType } from './object.ts';
import { initializeObjectDirectories } from './object-directory.ts';
import { initializePool, mapKernelPage } from './pool.ts';
import { createDirectory, createProcess, createThreadObject } from './process.ts';
import { ThreadState } from './ready-queue.ts';
import { SERVICE_COUNT, services } from './services/index.ts';
import { KUSER_SHARED_DATA } from './structs/peb.ts';
import type { EPROCESS } from './structs/ps.ts';
import { initializeTimers } from './timer.ts';

/** Frames that user memory cannot use up: page tables, pool, kernel stacks. */
const FRAMES_OF_KERNEL = 4096;

/** The first page directory, the kernel's own. */
export function firstDirectory(m: Machine): number {
  // Frame 0 stays unused, so that no directory and no page is at physical address 0.
  m.memory.allocateFrame();
  m.kernel = { directory: 0, images: [], debugged: false, sehop: false, doors: undefined } satisfies Kernel;
  return createDirectory(m);
}

/** Page tables for all that the kernel will ever map, its global variables, the pool. */
export function initializeKernelSpace(m: Machine): void {
  const space = kernelSpace(m);
  const ranges = [
    [NT_BASE, NT_BASE + 0x400000],
    [POOL_BASE, POOL_END],
    [PAGES_BASE, PAGES_END],
    [0xffc00000, 0x100000000],
  ] as const;
  for (const [start, end] of ranges) {
    for (let at = start; at < end; at += 0x400000) makeTable(m, space.directory, at);
  }
  for (let page = 0; page < NT_PAGES; page++) mapKernelPage(m, NT_BASE + page * PAGE_SIZE);
  mapKernelPage(m, SHARED_DATA_KERNEL);
  initializePool(m);
  const g = globals(space);
  InitializeListHead(space, g.PsActiveProcessHead.address);
  InitializeListHead(space, g.IopFileListHead.address);
  g.KeNumberProcessors = m.processors.length;
  g.MmTotalCommitLimit = Math.max(64, m.memory.framesMax - FRAMES_OF_KERNEL);
  g.PspCidTable = ExCreateHandleTable(m, 0, 0);
  initializeServiceTable(space);
  initializeObjectDirectories(m);
  g.ExpKeyedEvent = ObCreateObject(m, ObjectType.KeyedEvent, 8);
  InitializeListHead(space, g.ExpKeyedEvent);
  initializeConsole(m);
}

function makeTable(m: Machine, directory: number, address: number): void {
  const frame = m.memory.allocateFrame();
  assert(frame !== undefined, 'there are frames for the kernel’s page tables');
  m.memory.setPhysicalU32(directory + (address >>> 22) * 4, ((frame << PAGE_SHIFT) | PTE_PRESENT | PTE_WRITE) >>> 0);
}

/** KeServiceDescriptorTable: addresses stand for the routines (one word apart in NT_BASE's image), and argument bytes. */
function initializeServiceTable(space: Space): void {
  const descriptor = globals(space).KeServiceDescriptorTable.get(0);
  descriptor.Base = SERVICE_TABLE;
  descriptor.Limit = SERVICE_COUNT;
  descriptor.Number = ARGUMENT_TABLE;
  for (const { number, argumentNames } of services) {
    space.setU32(SERVICE_TABLE + number * 4, NT_BASE + 0x100000 + number * 16);
    space.setU8(ARGUMENT_TABLE + number, argumentNames.length * 4);
  }
}

export function initializeSharedData(m: Machine): void {
  const shared = KUSER_SHARED_DATA.at(kernelSpace(m), SHARED_DATA_KERNEL);
  shared.TickCountMultiplier = 0x0fa00000;
  [...'C:\\Windows'].forEach((letter, i) => {
    shared.NtSystemRoot.set(i, letter.charCodeAt(0));
  });
  shared.NtProductType = 1;
  shared.ProductTypeIsValid = 1;
  shared.NtMajorVersion = 6;
  shared.NtMinorVersion = 1;
  shared.NumberOfPhysicalPages = m.memory.framesMax;
  shared.TestRetInstruction = 0xc3n;
  shared.Cookie = m.random();
  shared.ActiveProcessorCount = m.processors.length;
  shared.ActiveGroupCount = 1;
  shared.ActiveConsoleId = 1;
}

/** A KPCR for each processor, and an idle thread that is current until there is something to do. */
export function initializeProcessors(m: Machine): void {
  const space = kernelSpace(m);
  for (const p of m.processors) {
    for (let page = 0; page < KPCR_STRIDE / PAGE_SIZE; page++)
      mapKernelPage(m, KPCR_BASE + p.index * KPCR_STRIDE + page * PAGE_SIZE);
  }
  initializeTimers(space);
  const system = createProcess(m, 'System', kernelOf(m).directory, 0);
  globals(space).PsInitialSystemProcess = system.address;
  for (const p of m.processors) initializeProcessor(m, space, system, p.index);
}

function initializeProcessor(m: Machine, space: Space, system: EPROCESS, index: number): void {
  const pcr = pcrOf(space, index);
  const prcb = pcr.PrcbData;
  pcr.NtTib.ExceptionList = 0xffffffff;
  pcr.SelfPcr = pcr.address;
  pcr.Prcb = prcb.address;
  pcr.IDT = IDT_BASE;
  pcr.GDT = GDT_BASE;
  pcr.TSS = TSS_BASE;
  pcr.MajorVersion = 1;
  pcr.MinorVersion = 1;
  pcr.SetMember = 1 << index;
  pcr.Number = index;
  prcb.MajorVersion = 1;
  prcb.MinorVersion = 1;
  prcb.Number = index;
  prcb.GroupSetMember = 1 << index;
  prcb.MHz = 10;
  for (let i = 0; i < 32; i++) InitializeListHead(space, prcb.DispatcherReadyListHead.addressOf(i));
  InitializeListHead(space, prcb.WaitListHead.address);
  for (let i = 0; i < 2; i++) InitializeListHead(space, prcb.DpcData.get(i).DpcListHead.address);
  const idleThread = createThreadObject(m, system);
  idleThread.Tcb.State = ThreadState.Running;
  idleThread.Tcb.Priority = 0;
  idleThread.Tcb.BasePriority = 0;
  idleThread.Tcb.SystemThread = 1;
  prcb.IdleThread = idleThread.address;
  prcb.CurrentThread = idleThread.address;
  globals(space).KiIdleSummary |= 1 << index;
  const processor = m.processors[index];
  if (processor) {
    processor.halted = true;
    processor.cr3 = kernelOf(m).directory;
  }
}
