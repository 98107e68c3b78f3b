/**
 * Where the kernel's data lies, and how its functions reach it.
 *
 *     82800000  NT_GLOBALS: the global variables of nt       84000000  pool for small blocks
 *     82810000  KPCR with KPRCB, one per processor (4 pages) 88000000  whole pages: stacks, tables, file contents
 *     C0000000  the page tables themselves                   FFDF0000  KUSER_SHARED_DATA (7FFE0000 in user mode)
 *
 * All that changes is in these bytes. `Machine.kernel` holds what a boot fixes for good: the images on disk, the addresses of
 * ntdll's doors, the options.
 */
import { assert } from '../machine/assert.ts';
import type { Machine } from '../machine/machine.ts';
import type { Processor } from '../machine/processor.ts';
import type { ReadSpace, Space } from '../machine/space.ts';
import { type At, array, I32, PVOID, pointer, struct, U8, U32 } from '../machine/struct.ts';
import { CONSOLE } from './structs/io.ts';
import { KPCR, KSERVICE_TABLE_DESCRIPTOR } from './structs/ke.ts';
import { EPROCESS, ETHREAD } from './structs/ps.ts';
import { EXCEPTION_RECORD, LIST_ENTRY } from './structs/rtl.ts';

export const NT_BASE = 0x82800000;
export const KPCR_BASE = 0x82810000;
/** From one processor's KPCR to the next. */
export const KPCR_STRIDE = 0x4000;
export const POOL_BASE = 0x84000000;
export const POOL_END = 0x84800000;
export const PAGES_BASE = 0x88000000;
export const PAGES_END = 0x8c000000;
export const PTE_BASE = 0xc0000000;
export const SHARED_DATA_KERNEL = 0xffdf0000;
export const SHARED_DATA_USER = 0x7ffe0000;
/** MmUserProbeAddress: the first address that user pointers may not reach. */
export const USER_PROBE_ADDRESS = 0x7fff0000;
export const LOWEST_USER_ADDRESS = 0x10000;
export const HIGHEST_USER_ADDRESS = 0x7ffeffff;

/** The kernel's global variables, by their names in nt where nt has them. */
export const NT_GLOBALS = struct('NT_GLOBALS', {
  PsActiveProcessHead: LIST_ENTRY,
  PsInitialSystemProcess: pointer('EPROCESS'),
  PspCidTable: pointer('HANDLE_TABLE'),
  KeServiceDescriptorTable: array(KSERVICE_TABLE_DESCRIPTOR, 2),
  KeNumberProcessors: U32,
  MmTotalCommittedPages: U32,
  MmTotalCommitLimit: U32,
  KiIdleSummary: U32,
  /** What waits of the foreground process add, and the quantum units by distance from the background. */
  PsPrioritySeparation: U32,
  PspForegroundQuantum: array(U8, 4),
  /** Time before boot that the first tick has already run. */
  KiClockPhase: U32,
  /** The tick at which the balance-set manager looks again. */
  KiBalanceSetDue: I32,
  /** The directory that \\ stands for, and the one in which names without a path lie. */
  ObpRootDirectoryObject: pointer('OBJECT_DIRECTORY'),
  ObpBaseNamedObjects: pointer('OBJECT_DIRECTORY'),
  ExpKeyedEvent: PVOID,
  IopFileListHead: LIST_ENTRY,
  Console: CONSOLE,
  /** Bump pointers of the pool: where the next fresh small block comes from. */
  PoolNext: U32,
  PoolLimit: U32,
  PoolPagesEnd: U32,
  /** Free small blocks by size in granules of 8 bytes. */
  PoolFreeLists: array(U32, 512),
  /** The exception that a debugger was last told of; the same one at the same place goes on. */
  DbgkReportedThread: U32,
  DbgkReportedEip: U32,
  DbgkReportedCode: U32,
  DbgkReportedRecord: EXCEPTION_RECORD,
  /** How the debugger has answered: 0 as is usual for the exception, else one of the two below. */
  DbgkContinueStatus: U32,
  LastHardError: U32,
  KiTickCount: I32,
});
export type NT_GLOBALS = At<typeof NT_GLOBALS>;

/** Where a debugger leaves its answer to an exception. */
export const DBGK_CONTINUE_STATUS = NT_BASE + NT_GLOBALS.offsetOf('DbgkContinueStatus');
export const CONTINUE_HANDLED = 1;
export const CONTINUE_NOT_HANDLED = 2;

/** Where NT_GLOBALS ends there is room for the bitmap of whole pages: one bit a page of the range. */
export const PAGES_BITMAP = NT_BASE + 0x4000;
export const SERVICE_TABLE = NT_BASE + 0x8000;
export const ARGUMENT_TABLE = NT_BASE + 0x9000;
export const IDT_BASE = NT_BASE + 0xa000;
export const GDT_BASE = NT_BASE + 0xb000;
export const TSS_BASE = NT_BASE + 0xc000;
export const NT_PAGES = 0xd;

/** A file that a machine is booted with. */
export interface BootImage {
  readonly fileName: string;
  readonly bytes: Uint8Array;
}

/** Entries of ntdll that the kernel lets user mode begin at. */
export interface Doors {
  readonly ntdllBase: number;
  readonly LdrInitializeThunk: number;
  readonly KiUserExceptionDispatcher: number;
  readonly KiUserApcDispatcher: number;
  /** 0 in an ntdll that has none. */
  readonly KiRaiseUserExceptionDispatcher: number;
  readonly RtlUserThreadStart: number;
  readonly KiFastSystemCall: number;
  readonly KiFastSystemCallRet: number;
}

/** What is fixed for good when a machine was booted. */
export interface Kernel {
  readonly directory: number;
  readonly images: readonly BootImage[];
  readonly debugged: boolean;
  /** Exception chains are checked as a whole before any handler is called (SEHOP). */
  readonly sehop: boolean;
  doors: Doors | undefined;
}

/** The constants of this machine's boot. */
export function kernelOf(m: Machine): Kernel {
  assert(m.kernel, 'the machine was booted');
  return m.kernel as Kernel;
}

/** The address space in which the kernel's own structures are reached. */
export function kernelSpace(m: Machine): Space {
  return m.spaceOf(kernelOf(m).directory);
}

/** The global variables. */
export function globals(space: ReadSpace): NT_GLOBALS {
  return NT_GLOBALS.at(space, NT_BASE);
}

/** The control region of processor `index`. */
export function pcrOf(space: ReadSpace, index: number): KPCR {
  return KPCR.at(space, KPCR_BASE + index * KPCR_STRIDE);
}

/** Who asks the kernel for something: the thread that runs on a processor, and its process. */
export interface Caller {
  readonly m: Machine;
  readonly p: Processor;
  /** The kernel's view: for objects. */
  readonly kernel: Space;
  /** The process's view: for user memory. */
  readonly space: Space;
  readonly thread: ETHREAD;
  readonly process: EPROCESS;
}

/** The thread that runs on `p`. */
export function callerOn(m: Machine, p: Processor): Caller {
  const kernel = kernelSpace(m);
  const thread = ETHREAD.at(kernel, pcrOf(kernel, p.index).PrcbData.CurrentThread);
  const process = EPROCESS.at(kernel, thread.Tcb.Process);
  return { m, p, kernel, space: m.spaceOf(process.Pcb.DirectoryTableBase), thread, process };
}

/** The fields that every log entry has, for something that `c` does. */
export function logPlace(c: Caller): { position: number; processor: number; thread: number } {
  return { position: c.m.position, processor: c.p.index, thread: c.thread.Cid.UniqueThread };
}
