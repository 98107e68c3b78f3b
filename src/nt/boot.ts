/**
 * Boot: from an empty machine to a program whose first thread is about to run ntdll.
 *
 * Order: kernel space (page tables, global variables, pool, processors with their idle threads), the disk, the System process, the
 * program's process (image, ntdll, shared page, parameters, PEB), its first thread.
 */
import { assert } from '../machine/assert.ts';
import { Machine } from '../machine/machine.ts';
import { PAGE_SIZE } from '../machine/memory.ts';
import { PTE_COPY_ON_WRITE, PTE_PRESENT, type Space } from '../machine/space.ts';
import type { Stop } from '../machine/stop.ts';
import { firstDirectory, initializeKernelSpace, initializeProcessors, initializeSharedData } from './boot-kernel.ts';
import { KeUpdateSystemTime, KiIdle, startClock } from './clock.ts';
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
import { createHandle } from './handle.ts';
import {
  type BootImage,
  callerOn,
  type Doors,
  globals,
  type Kernel,
  kernelOf,
  kernelSpace,
  SHARED_DATA_KERNEL,
} from './kernel.ts';
import { headerOf } from './object.ts';
import { DYNAMIC_BASE, exportsOf, type PeImage } from './pe.ts';
import { createPeb, createProcessParameters } from './peb-setup.ts';
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
import { PsChangeQuantumTable, type SchedulingOptions, setForeground, TICK_100NS } from './quantum.ts';
import { programProcess } from './query.ts';
import { waitGraph } from './query-waits.ts';
import { KiDispatchInterrupt, KiReadyThread } from './scheduler.ts';
import { createImageSection, type MappedImage, mapImage } from './section.ts';
import { createFileObject, Device } from './services/file-object.ts';
import { KUSER_SHARED_DATA } from './structs/peb.ts';
import type { EPROCESS } from './structs/ps.ts';
import { KiTrap } from './trap.ts';
import type { Memory } from './virtual-memory.ts';

export interface BootOptions extends SchedulingOptions {
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
  /** Checks exception chains as a whole (SEHOP): off, as on Windows 7 clients, unless asked for. */
  readonly sehop?: boolean;
  readonly framesMax?: number;
  /** The program is the one that the user works with; default true. */
  readonly foreground?: boolean;
  /** How much of the first clock tick is over at boot, in 100 ns; by the seed where it is left out. */
  readonly clockPhase?: number;
  readonly currentDirectory?: string;
  /** Files on the disk: full paths, or names in the current directory. */
  readonly files?: Readonly<Record<string, Uint8Array>>;
}

/** What an author chooses of a machine: everything about its boot but the program. */
export type BootChoice = Pick<
  BootOptions,
  'seed' | 'processors' | 'debugged' | 'sehop' | 'clockPhase' | 'foreground' | keyof SchedulingOptions
>;

export const PROGRAM_FOLDER = 'C:\\Course';
const systemFiles = /^(ntdll|kernel32|kernelbase|user32|gdi32|advapi32|msvcr\w*|msvcrt\w*|ucrtbase\w*)\.dll$/i;

/** A machine whose first user instruction is about to run. Throws for options that name no program that can be run. */
export function boot(options: BootOptions): Machine {
  const { seed = 0, processors = 1 } = options;
  const m = new Machine(
    options.framesMax === undefined ? { seed, processors } : { seed, processors, framesMax: options.framesMax },
  );
  const kernel: Kernel = {
    directory: firstDirectory(m),
    images: options.images,
    debugged: options.debugged ?? false,
    sehop: options.sehop ?? false,
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
  initializeClock(m, options);
  initializeProcessors(m);
  makeDisk(m, options);
  startProgram(m, options);
  startClock(m);
  return m;
}

/** The clock ticks on while nobody looks: where in a tick a boot falls is chance, and the seed decides. */
function initializeClock(m: Machine, options: BootOptions): void {
  const space = kernelSpace(m);
  const cookie = KUSER_SHARED_DATA.at(space, SHARED_DATA_KERNEL).Cookie;
  globals(space).KiClockPhase = Math.trunc(Math.abs(options.clockPhase ?? cookie)) % TICK_100NS;
  PsChangeQuantumTable(space, options);
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
  m.stop = waits.Flink === waits.address ? deadlock(m) : { kind: 'input' };
  return false;
}

function deadlock(m: Machine): Stop {
  const program = programProcess(kernelSpace(m));
  const { cycle } = waitGraph(program ? m.spaceOf(program.directory) : kernelSpace(m), program);
  return cycle.length === 0 ? { kind: 'deadlock' } : { kind: 'deadlock', cycle };
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
  setForeground(space, process, options.foreground ?? true);
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
  KiDispatchInterrupt(m);
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
    KiRaiseUserExceptionDispatcher: found.has('KiRaiseUserExceptionDispatcher')
      ? at('KiRaiseUserExceptionDispatcher')
      : 0,
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
