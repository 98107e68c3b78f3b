/**
 * Read-only questions for lenses and the debugger: processes, threads, modules, regions, handles. They read guest bytes through
 * any view of the process's address space (live or of a snapshot), in which the kernel's half is visible too; page tables are
 * read where they map themselves, at C0000000. What a wild pointer has ruined is left out, never thrown about.
 */
import type { ProcessorState } from '../machine/processor.ts';
import type { ReadSpace } from '../machine/space.ts';
import { fcbName } from './files.ts';
import { handlesOf } from './handle.ts';
import { globals, NT_BASE, pcrOf } from './kernel.ts';
import { entriesOf } from './list.ts';
import { headerOf, ObjectType, ObQueryName, objectTypeName } from './object.ts';
import { FCB, FILE_OBJECT } from './structs/io.ts';
import { DISPATCHER_HEADER, KTRAP_FRAME, KWAIT_BLOCK } from './structs/ke.ts';
import { LDR_DATA_TABLE_ENTRY, PEB_LDR_DATA } from './structs/ldr.ts';
import { OBJECT_BODY } from './structs/ob.ts';
import { PEB, TEB } from './structs/peb.ts';
import { EPROCESS, ETHREAD } from './structs/ps.ts';
import { utf16 } from './user-memory.ts';

export { type RegionView, regions } from './query-regions.ts';

const ACTIVE_LINKS = EPROCESS.offsetOf('ActiveProcessLinks');
const THREAD_LINKS = ETHREAD.offsetOf('ThreadListEntry');

export interface ProcessView {
  /** Of the EPROCESS. */
  readonly address: number;
  readonly id: number;
  readonly name: string;
  readonly peb: number;
  readonly directory: number;
  readonly hasEnded: boolean;
  readonly exitStatus: number;
  readonly threadCount: number;
  readonly handleCount: number;
  readonly committedPages: number;
}

/** True when a kernel was booted in this memory. */
export function hasKernel(space: ReadSpace): boolean {
  return space.tryU32(NT_BASE) !== undefined;
}

/** All processes, the System process first. */
export function processes(space: ReadSpace): ProcessView[] {
  if (!hasKernel(space)) return [];
  return entriesOf(space, globals(space).PsActiveProcessHead.address, 256).map((entry) =>
    processView(space, entry - ACTIVE_LINKS),
  );
}

function processView(space: ReadSpace, address: number): ProcessView {
  const process = EPROCESS.at(space, address);
  let name = '';
  for (let i = 0; i < 15 && process.ImageFileName.get(i) !== 0; i++)
    name += String.fromCharCode(process.ImageFileName.get(i));
  return {
    address,
    id: process.UniqueProcessId,
    name,
    peb: process.Peb,
    directory: process.Pcb.DirectoryTableBase,
    hasEnded: process.ProcessExiting === 1,
    exitStatus: process.ExitStatus,
    threadCount: process.ActiveThreads,
    handleCount: process.ObjectTable === 0 ? 0 : (space.tryU32(process.ObjectTable + 0x30) ?? 0),
    committedPages: process.CommitCharge,
  };
}

/** The program's process: the first one that is not System. */
export function programProcess(space: ReadSpace): ProcessView | undefined {
  return processes(space).find((process) => process.peb !== 0);
}

export const threadStateNames: readonly string[] = [
  'Initialized',
  'Ready',
  'Running',
  'Standby',
  'Terminated',
  'Waiting',
  'Transition',
  'DeferredReady',
];

const waitReasonNames: Readonly<Record<number, string>> = {
  0: 'Executive',
  4: 'DelayExecution',
  5: 'Suspended',
  6: 'UserRequest',
  21: 'WrKeyedEvent',
};

export interface ThreadView {
  /** Of the ETHREAD (and KTHREAD). */
  readonly address: number;
  readonly id: number;
  readonly processId: number;
  readonly state: string;
  /** Only of a thread that waits. */
  readonly waitReason: string | undefined;
  /** The objects that it waits for. */
  readonly waitsFor: readonly { readonly address: number; readonly type: string; readonly signalState: number }[];
  /** The processor on which it runs now. */
  readonly processor: number | undefined;
  readonly teb: number;
  readonly stackBase: number;
  readonly stackLimit: number;
  readonly deallocationStack: number;
  readonly startAddress: number;
  readonly priority: number;
  readonly basePriority: number;
  readonly contextSwitches: number;
  readonly lastError: number;
}

/** The threads of a process, oldest first. */
export function threads(space: ReadSpace, process: ProcessView | undefined = programProcess(space)): ThreadView[] {
  if (!process) return [];
  const head = EPROCESS.at(space, process.address).ThreadListHead.address;
  return entriesOf(space, head, 4096).map((entry) => threadView(space, entry - THREAD_LINKS));
}

function threadView(space: ReadSpace, address: number): ThreadView {
  const thread = ETHREAD.at(space, address);
  const { Tcb } = thread;
  const teb = TEB.at(space, Tcb.Teb);
  const tebWord = (member: 'NtTib' | 'DeallocationStack' | 'LastErrorValue', offset = 0): number =>
    space.tryU32(teb.address + TEB.offsetOf(member) + offset) ?? 0;
  return {
    address,
    id: thread.Cid.UniqueThread,
    processId: thread.Cid.UniqueProcess,
    state: threadStateNames[Tcb.State] ?? `state ${Tcb.State}`,
    waitReason: Tcb.State === 5 ? (waitReasonNames[Tcb.WaitReason] ?? `reason ${Tcb.WaitReason}`) : undefined,
    waitsFor: Tcb.State === 5 ? waitsFor(space, Tcb.WaitBlockList) : [],
    processor: Tcb.State === 2 ? processorOf(space, address) : undefined,
    teb: Tcb.Teb,
    stackBase: tebWord('NtTib', 4),
    stackLimit: tebWord('NtTib', 8),
    deallocationStack: tebWord('DeallocationStack'),
    startAddress: thread.Win32StartAddress,
    priority: Tcb.Priority,
    basePriority: Tcb.BasePriority,
    contextSwitches: Tcb.ContextSwitches,
    lastError: tebWord('LastErrorValue'),
  };
}

const dispatcherNames: readonly string[] = [
  'manual-reset event',
  'auto-reset event',
  'mutex',
  'process',
  'queue',
  'semaphore',
  'thread',
  'gate',
  'timer',
  'auto-reset timer',
];

function waitsFor(space: ReadSpace, first: number): { address: number; type: string; signalState: number }[] {
  const found: { address: number; type: string; signalState: number }[] = [];
  let at = first;
  while (at !== 0 && found.length < 65 && space.tryU32(at) !== undefined) {
    const block = KWAIT_BLOCK.at(space, at);
    const header = DISPATCHER_HEADER.at(space, block.Object);
    if (space.tryU32(block.Object) === undefined) break;
    found.push({
      address: block.Object,
      type: dispatcherNames[header.Type] ?? `type ${header.Type}`,
      signalState: header.SignalState,
    });
    at = block.NextWaitBlock === first ? 0 : block.NextWaitBlock;
  }
  return found;
}

function processorOf(space: ReadSpace, thread: number): number | undefined {
  const count = globals(space).KeNumberProcessors;
  for (let index = 0; index < Math.min(count, 32); index++) {
    if (pcrOf(space, index).PrcbData.CurrentThread === thread) return index;
  }
  return undefined;
}

/** The thread that runs on a processor; undefined when it idles. */
export function currentThread(space: ReadSpace, processorIndex: number): ThreadView | undefined {
  if (!hasKernel(space)) return undefined;
  const prcb = pcrOf(space, processorIndex).PrcbData;
  return prcb.CurrentThread === prcb.IdleThread || prcb.CurrentThread === 0
    ? undefined
    : threadView(space, prcb.CurrentThread);
}

/** The registers with which a thread stands in user mode. */
export interface ThreadRegisters {
  readonly r: Int32Array;
  readonly eip: number;
  readonly eflags: number;
  readonly fsBase: number;
}

/** Registers of a thread: the processor's while it runs, those of its trap frame while it does not. */
export function threadRegisters(
  space: ReadSpace,
  thread: ThreadView,
  processors: readonly ProcessorState[],
): ThreadRegisters {
  const running = thread.processor === undefined ? undefined : processors[thread.processor];
  if (running) return { r: running.r, eip: running.eip, eflags: running.eflags, fsBase: running.fsBase };
  const frame = KTRAP_FRAME.at(space, ETHREAD.at(space, thread.address).Tcb.TrapFrame);
  const { Eax, Ecx, Edx, Ebx, HardwareEsp, Ebp, Esi, Edi } = frame;
  return {
    r: Int32Array.of(Eax, Ecx, Edx, Ebx, HardwareEsp, Ebp, Esi, Edi),
    eip: frame.Eip,
    eflags: frame.EFlags,
    fsBase: thread.teb,
  };
}

export interface ModuleView {
  readonly base: number;
  readonly size: number;
  /** "ntdll.dll" */
  readonly name: string;
  readonly path: string;
  readonly entryPoint: number;
  readonly loadCount: number;
  readonly flags: number;
  /** Of the LDR_DATA_TABLE_ENTRY. */
  readonly address: number;
}

/** The modules that the loader lists, in load order; empty before the loader has made its list. */
export function modules(space: ReadSpace, peb: number): ModuleView[] {
  const ldr = space.tryU32(peb + PEB.offsetOf('Ldr'));
  if (ldr === undefined || ldr === 0 || space.tryU32(ldr) === undefined) return [];
  const head = ldr + PEB_LDR_DATA.offsetOf('InLoadOrderModuleList');
  if (!space.tryU32(head)) return [];
  const found: ModuleView[] = [];
  for (const address of entriesOf(space, head, 512)) {
    if (space.tryBytes(address, LDR_DATA_TABLE_ENTRY.size) === undefined) break;
    const entry = LDR_DATA_TABLE_ENTRY.at(space, address);
    const text = (string: { Buffer: number; Length: number }): string =>
      utf16(space.tryBytes(string.Buffer, string.Length) ?? new Uint8Array(0));
    found.push({
      base: entry.DllBase,
      size: entry.SizeOfImage,
      name: text(entry.BaseDllName),
      path: text(entry.FullDllName),
      entryPoint: entry.EntryPoint,
      loadCount: entry.LoadCount,
      flags: entry.Flags,
      address,
    });
  }
  return found;
}

export interface HandleView {
  readonly handle: number;
  readonly type: string;
  /** A file's path, an object's name, a process's or thread's id. */
  readonly name: string | undefined;
  readonly access: number;
  /** Of the object's body. */
  readonly object: number;
  readonly handleCount: number;
  readonly pointerCount: number;
}

const deviceNames: readonly string[] = ['', 'console input', 'console output', 'console error', 'NUL'];

/** The handles of a process, in order. */
export function handles(space: ReadSpace, process: ProcessView | undefined = programProcess(space)): HandleView[] {
  if (!process) return [];
  return handlesOf(space, EPROCESS.at(space, process.address).ObjectTable).map(({ handle, entry }) => {
    const object = ((entry.Object & ~7) >>> 0) + OBJECT_BODY;
    const header = headerOf(space, object);
    return {
      handle,
      type: objectTypeName(header.TypeIndex),
      name: objectName(space, object, header.TypeIndex),
      access: entry.GrantedAccess,
      object,
      handleCount: header.HandleCount,
      pointerCount: header.PointerCount,
    };
  });
}

function objectName(space: ReadSpace, object: number, typeIndex: number): string | undefined {
  if (typeIndex === ObjectType.File) {
    const file = FILE_OBJECT.at(space, object);
    return file.FsContext === 0 ? deviceNames[file.FsContext2] : fcbName(space, FCB.at(space, file.FsContext));
  }
  if (typeIndex === ObjectType.Process) return `process ${EPROCESS.at(space, object).UniqueProcessId}`;
  if (typeIndex === ObjectType.Thread) return `thread ${ETHREAD.at(space, object).Cid.UniqueThread}`;
  return ObQueryName(space, object);
}
