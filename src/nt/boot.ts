/**
 * Boot: from an empty machine to a program whose first thread is about to run ntdll.
 *
 * Order: kernel space (page tables, global variables, pool, processors with their idle threads), the disk, the System process, the
 * program's process (image, ntdll, shared page, parameters, PEB), its first thread.
 */
import { assert } from '../machine/assert.ts';
import { Machine } from '../machine/machine.ts';
import { PAGE_SHIFT, PAGE_SIZE } from '../machine/memory.ts';
import { PTE_COPY_ON_WRITE, PTE_PRESENT, PTE_WRITE, type Space } from '../machine/space.ts';
import { KeUpdateSystemTime, KiIdle, startClock } from './clock.ts';
import { initializeConsole } from './console.ts';
import { breakCopyOnWrite, bringIn } from './fault.ts';
import {
  createFcb,
  FILE_ATTRIBUTE_ARCHIVE,
  FILE_ATTRIBUTE_DIRECTORY,
  findFile,
  parentPath,
  SYSTEM_FOLDER,
  writeFcb,
} from './files.ts';
import { createHandle, ExCreateHandleTable } from './handle.ts';
import {
  ARGUMENT_TABLE,
  type BootImage,
  callerOn,
  type Doors,
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
import { headerOf, ObCreateObject, ObjectType } from './object.ts';
import { DYNAMIC_BASE, exportsOf, type PeImage, parsePe } from './pe.ts';
import { createPeb, createProcessParameters } from './peb-setup.ts';
import { initializePool, mapKernelPage } from './pool.ts';
import {
  createDirectory,
  createProcess,
  createTeb,
  createThreadObject,
  createUserStack,
  insertThread,
  mapSharedData,
  memoryOfProcess,
  prepareUserThread,
} from './process.ts';
import { endedStop } from './process-end.ts';
import { isDemandZero, protectionOf } from './pte.ts';
import { KiReadyThread, ThreadState } from './scheduler.ts';
import { createImageSection, type MappedImage, mapImage } from './section.ts';
import { createFileObject, Device } from './services/file.ts';
import { SERVICE_COUNT, services } from './services/index.ts';
import { KUSER_SHARED_DATA } from './structs/peb.ts';
import type { EPROCESS } from './structs/ps.ts';
import { initializeTimers } from './timer.ts';
import { KiTrap } from './trap.ts';
import type { Memory } from './virtual-memory.ts';

export interface BootOptions {
  /** Found by file name, letters' case aside, as if in the system folder or the program's. */
  readonly images: readonly BootImage[];
  /** File name of the EXE. */
  readonly program: string;
  readonly commandLine?: string;
  readonly environment?: Readonly<Record<string, string>>;
  readonly seed?: number;
  readonly processors?: number;
  /** Created by a debugger: BeingDebugged, NtGlobalFlag 70, first-chance stops. */
  readonly debugged?: boolean;
  readonly framesMax?: number;
  readonly currentDirectory?: string;
  /** Files on the disk: full paths, or names in the current directory. */
  readonly files?: Readonly<Record<string, Uint8Array>>;
}

export const PROGRAM_FOLDER = 'C:\\Course';
/** Frames that user memory cannot use up: page tables, pool, kernel stacks. */
const FRAMES_OF_KERNEL = 4096;
const systemFiles = /^(ntdll|kernel32|kernelbase|user32|gdi32|advapi32|msvcr\w*|msvcrt\w*|ucrtbase\w*)\.dll$/i;

/** A machine whose first user instruction is about to run. Throws for options that name no program that can be run. */
export function boot(options: BootOptions): Machine {
  const { seed = 1, processors = 1 } = options;
  const m = new Machine(
    options.framesMax === undefined ? { seed, processors } : { seed, processors, framesMax: options.framesMax },
  );
  const kernel: Kernel = {
    directory: firstDirectory(m),
    images: options.images,
    debugged: options.debugged ?? false,
    doors: undefined,
  };
  m.kernel = kernel;
  m.isDemandZero = isDemandZero;
  m.resolve = (space, address, write) => resolveForKernel(m, space, address, write);
  m.hooks = {
    trap: KiTrap,
    due: KeUpdateSystemTime,
    idle: (machine) => idle(machine),
  };
  initializeKernelSpace(m);
  initializeSharedData(m);
  initializeProcessors(m);
  makeDisk(m, options);
  startProgram(m, options);
  startClock(m);
  return m;
}

/** When all idle: the next timer, else an end that says why. */
function idle(m: Machine): boolean {
  const ended = endedStop(m);
  if (ended) {
    m.stop = ended;
    return false;
  }
  if (KiIdle(m)) return true;
  const console = globals(kernelSpace(m)).Console;
  const waits = console.InputEvent.Header.WaitListHead;
  m.stop = waits.Flink === waits.address ? { kind: 'deadlock' } : { kind: 'input' };
  return false;
}

/** What a kernel access to a page that is not there brings in: what the user could have had, at any protection. */
function resolveForKernel(m: Machine, space: Space, address: number, write: boolean): boolean {
  const pte = space.pte(address);
  if (pte & PTE_PRESENT) {
    if (write && pte & PTE_COPY_ON_WRITE) breakCopyOnWrite(space, address);
    return true;
  }
  return isDemandZero(pte) && bringIn(m.memory, space, address, protectionOf(pte));
}

function firstDirectory(m: Machine): number {
  // Frame 0 stays unused, so that no directory and no page is at physical address 0.
  m.memory.allocateFrame();
  m.kernel = { directory: 0, images: [], debugged: false, doors: undefined } satisfies Kernel;
  return createDirectory(m);
}

/** Page tables for all that the kernel will ever map, its global variables, the pool. */
function initializeKernelSpace(m: Machine): void {
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

function initializeSharedData(m: Machine): void {
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
function initializeProcessors(m: Machine): void {
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
  const processor = m.processors[index];
  if (processor) {
    processor.halted = true;
    processor.cr3 = kernelOf(m).directory;
  }
}

/** Where an image lies on the disk. */
function pathOf(fileName: string, folder: string): string {
  return systemFiles.test(fileName) ? `${SYSTEM_FOLDER}\\${fileName}` : `${folder}\\${fileName}`;
}

function programFolder(options: BootOptions): string {
  return (options.currentDirectory ?? PROGRAM_FOLDER).replace(/\\+$/, '');
}

function makeDisk(m: Machine, options: BootOptions): void {
  const folder = programFolder(options);
  for (const path of ['C:\\Windows\\Temp', SYSTEM_FOLDER, PROGRAM_FOLDER, folder]) makeFolder(m, path);
  options.images.forEach((image, i) => {
    createFcb(m, pathOf(image.fileName, folder), FILE_ATTRIBUTE_ARCHIVE, i + 1);
  });
  for (const [name, bytes] of Object.entries(options.files ?? {})) {
    const path = /^[A-Za-z]:\\/.test(name) ? name : `${folder}\\${name.replaceAll('/', '\\')}`;
    makeFolder(m, parentPath(path));
    writeFcb(m, createFcb(m, path, FILE_ATTRIBUTE_ARCHIVE), 0, bytes);
  }
}

function makeFolder(m: Machine, path: string): void {
  if (findFile(kernelSpace(m), path)) return;
  if (path.length > 3) makeFolder(m, parentPath(path));
  createFcb(m, path, FILE_ATTRIBUTE_DIRECTORY);
}

/** Maps an image of the disk into the program, as the kernel itself does for the EXE and ntdll. */
function mapFromDisk(m: Machine, v: Memory, path: string): MappedImage {
  const fcb = findFile(kernelSpace(m), path);
  assert(fcb, `${path} is among the images`);
  const mapped = mapImage(v, createImageSection(m, createFileObject({ m }, Device.Disk, fcb.address)));
  const { base, image } = mapped;
  m.log.append({
    position: 0,
    processor: 0,
    thread: 0,
    kind: 'module',
    name: mapped.path,
    base,
    size: image.size,
    what: 'map',
  });
  return mapped;
}

function startProgram(m: Machine, options: BootOptions): void {
  const space = kernelSpace(m);
  const folder = programFolder(options);
  const process = createProcess(m, options.program, createDirectory(m), globals(space).PsInitialSystemProcess);
  process.InheritedFromUniqueProcessId = 4;
  process.Cookie = m.random();
  const v = memoryOfProcess(m, process);
  mapSharedData(v);
  const exe = mapFromDisk(m, v, pathOf(options.program, folder));
  const ntdll = mapFromDisk(m, v, `${SYSTEM_FOLDER}\\ntdll.dll`);
  const doors = doorsOf(ntdll);
  kernelOf(m).doors = doors;
  const shared = KUSER_SHARED_DATA.at(space, SHARED_DATA_KERNEL);
  shared.SystemCall = doors.KiFastSystemCall;
  shared.SystemCallReturn = doors.KiFastSystemCallRet;
  process.SectionBaseAddress = exe.base;

  const thread = createThreadObject(m, process);
  insertThread(m, process, thread);
  const place = 0x30000 + (exe.image.dllCharacteristics & DYNAMIC_BASE ? (m.random() & 0x1f) * 0x10000 : 0);
  const stack = createUserStack(
    v,
    exe.image.stackReserve,
    exe.image.stackCommit,
    fits(exe.image, exe.base, place) ? place : undefined,
  );
  const handles = standardHandles(m, process);
  const parameters = createProcessParameters(v, {
    imagePath: exe.path,
    commandLine: options.commandLine ?? `"${exe.path}"`,
    currentDirectory: `${folder}\\`,
    dllPath: `${folder};${SYSTEM_FOLDER};C:\\Windows;.`,
    environment: options.environment,
    handles,
  });
  const page = 0x7ffd0000 + (m.random() % 15) * PAGE_SIZE;
  const pebAddress = createPeb(v, {
    at: page,
    exe,
    parameters,
    debugged: options.debugged ?? false,
    processors: m.processors.length,
  });
  process.Peb = pebAddress;
  createTeb(v, process, thread, 0x7ffdf000, stack, true);
  prepareUserThread(v, thread, stack, exe.base + exe.image.entryRva, pebAddress);
  KiReadyThread(m, thread.Tcb);
}

/** True when a stack at `place` does not run into the image. */
function fits(image: PeImage, base: number, place: number): boolean {
  return place + Math.max(image.stackReserve, 0x10000) + 0x10000 <= base;
}

function doorsOf(ntdll: MappedImage): Doors {
  const found = exportsOf(ntdll.image);
  const at = (name: string): number => {
    const rva = found.get(name);
    assert(rva !== undefined, `ntdll exports ${name}`);
    return ntdll.base + rva;
  };
  return {
    ntdllBase: ntdll.base,
    LdrInitializeThunk: at('LdrInitializeThunk'),
    KiUserExceptionDispatcher: at('KiUserExceptionDispatcher'),
    KiUserApcDispatcher: at('KiUserApcDispatcher'),
    RtlUserThreadStart: at('RtlUserThreadStart'),
    KiFastSystemCall: at('KiFastSystemCall'),
    KiFastSystemCallRet: at('KiFastSystemCallRet'),
  };
}

/** Handles to the console: input, output, error. */
function standardHandles(m: Machine, process: EPROCESS): readonly [number, number, number] {
  const p = m.processors[0];
  assert(p, 'a machine has a processor');
  const c = { ...callerOn(m, p), process };
  const make = (device: number): number => {
    const body = createFileObject(c, device);
    const handle = createHandle(c, body, 0x0012019f, true);
    headerOf(c.kernel, body).PointerCount -= 1;
    return handle;
  };
  return [make(Device.ConsoleInput), make(Device.ConsoleOutput), make(Device.ConsoleError)];
}

/** Whether bytes are an EXE or DLL that this machine can run. */
export function isImage(bytes: Uint8Array): boolean {
  return parsePe(bytes) !== undefined;
}
