/**
 * Making processes and threads: EPROCESS with its page directory, PEB and process parameters; ETHREAD with kernel stack, user stack
 * and TEB, whose first user-mode instruction is ntdll's.
 */
import { assert } from '../machine/assert.ts';
import type { Machine } from '../machine/machine.ts';
import { PAGE_SHIFT, PAGE_SIZE } from '../machine/memory.ts';
import { PTE_PRESENT, PTE_USER, PTE_WRITE } from '../machine/space.ts';
import {
  CONTEXT_FLOATING_POINT,
  CONTEXT_FULL,
  FRAME_AND_FPU,
  frameAddress,
  USER_CODE,
  USER_DATA,
  USER_TEB,
} from './context.ts';
import { DispatcherType } from './dispatcher.ts';
import { ExCreateClientId, ExCreateHandleTable } from './handle.ts';
import { globals, kernelOf, kernelSpace, PTE_BASE, SHARED_DATA_KERNEL, SHARED_DATA_USER } from './kernel.ts';
import { InitializeListHead, InsertTailList } from './list.ts';
import { initializeDispatcher, ObCreateObject, ObjectType, ObReferenceObject } from './object.ts';
import { allocatePages } from './pool.ts';
import { MM_GUARD_PAGE, MM_READONLY, MM_READWRITE } from './pte.ts';
import { setForeground } from './quantum.ts';
import { ThreadState } from './ready-queue.ts';
import { KTRAP_FRAME } from './structs/ke.ts';
import { TEB } from './structs/peb.ts';
import { EPROCESS, ETHREAD } from './structs/ps.ts';
import { CONTEXT, FLOATING_SAVE_AREA } from './structs/rtl.ts';
import { commit, findFreeRange, type Memory, makeVad } from './virtual-memory.ts';

const KERNEL_STACK_PAGES = 3;
const NORMAL_PRIORITY = 8;

/** A page directory with the kernel's half in it, mapped into itself at C0000000. */
export function createDirectory(m: Machine): number {
  const frame = m.memory.allocateFrame();
  assert(frame !== undefined, 'there is a frame for a page directory');
  const directory = (frame << PAGE_SHIFT) >>> 0;
  const from = kernelOf(m).directory;
  for (let i = 512; from !== 0 && i < 1024; i++) {
    m.memory.setPhysicalU32(directory + i * 4, m.memory.physicalU32(from + i * 4));
  }
  m.memory.setPhysicalU32(directory + (PTE_BASE >>> 22) * 4, (directory | PTE_PRESENT | PTE_WRITE) >>> 0);
  return directory;
}

/** A process object without threads, linked among the active ones. */
export function createProcess(m: Machine, imageName: string, directory: number, parent: number): EPROCESS {
  const space = kernelSpace(m);
  const process = EPROCESS.at(space, ObCreateObject(m, ObjectType.Process, EPROCESS.size));
  const { Pcb } = process;
  initializeDispatcher(space, process.address, DispatcherType.Process, 0x98, 0);
  for (const head of [Pcb.ProfileListHead, Pcb.ThreadListHead, Pcb.ReadyListHead, process.ThreadListHead]) {
    InitializeListHead(space, head.address);
  }
  Pcb.DirectoryTableBase = directory;
  Pcb.BasePriority = NORMAL_PRIORITY;
  Pcb.Affinity.Count = 1;
  Pcb.Affinity.Size = 1;
  Pcb.Affinity.Bitmap.set(0, 2 ** m.processors.length - 1);
  process.UniqueProcessId = ExCreateClientId(m, globals(space).PspCidTable, process.address);
  process.InheritedFromUniqueProcessId = parent;
  process.CreateTime.QuadPart = BigInt(m.time100ns);
  process.ExitStatus = 0x103;
  process.PriorityClass = 2;
  setForeground(space, process, false);
  process.HighestUserAddress = 0x7fff0000;
  process.ProcessInserted = 1;
  const anchor = process.VadRoot.BalancedRoot;
  anchor.Parent = anchor.address;
  for (let i = 0; i < 14 && i < imageName.length; i++) process.ImageFileName.set(i, imageName.charCodeAt(i));
  process.ObjectTable = ExCreateHandleTable(m, process.address, process.UniqueProcessId);
  InsertTailList(space, globals(space).PsActiveProcessHead.address, process.ActiveProcessLinks.address);
  return process;
}

/** The memory of a process, for the functions on virtual memory. */
export function memoryOfProcess(m: Machine, process: EPROCESS): Memory {
  return { m, process, space: m.spaceOf(process.Pcb.DirectoryTableBase) };
}

/** Lets the process see the page that the kernel shares with all. */
export function mapSharedData(v: Memory): void {
  const frame = kernelSpace(v.m).pte(SHARED_DATA_KERNEL) >>> PAGE_SHIFT;
  makeVad(v, SHARED_DATA_USER, SHARED_DATA_USER + 0xffff, MM_READONLY).NoChange = 1;
  v.space.setPte(SHARED_DATA_USER, ((frame << PAGE_SHIFT) | PTE_PRESENT | PTE_USER) >>> 0);
}

/** A thread object with its kernel stack: State Initialized, nowhere queued. */
export function createThreadObject(m: Machine, process: EPROCESS): ETHREAD {
  const space = kernelSpace(m);
  const thread = ETHREAD.at(space, ObCreateObject(m, ObjectType.Thread, ETHREAD.size));
  const { Tcb } = thread;
  initializeDispatcher(space, thread.address, DispatcherType.Thread, 0x200, 0);
  initializeDispatcher(space, Tcb.Timer.address, DispatcherType.TimerNotification, 0x28, 0);
  initializeDispatcher(space, Tcb.SuspendSemaphore.address, DispatcherType.Semaphore, 0x14, 0);
  Tcb.SuspendSemaphore.Limit = 2;
  for (const head of [
    Tcb.MutantListHead,
    Tcb.ApcState.ApcListHead.get(0),
    Tcb.ApcState.ApcListHead.get(1),
    thread.IrpList,
    thread.ActiveTimerListHead,
  ]) {
    InitializeListHead(space, head.address);
  }
  const stack = allocatePages(m, KERNEL_STACK_PAGES, 1);
  Tcb.StackBase = stack + KERNEL_STACK_PAGES * PAGE_SIZE;
  Tcb.InitialStack = Tcb.StackBase;
  Tcb.StackLimit = stack;
  Tcb.KernelStack = Tcb.InitialStack - FRAME_AND_FPU;
  Tcb.TrapFrame = frameAddress(Tcb);
  Tcb.Process = process.address;
  Tcb.ApcState.Process = process.address;
  Tcb.ApcStatePointer.set(0, Tcb.ApcState.address);
  Tcb.ApcStatePointer.set(1, Tcb.SavedApcState.address);
  Tcb.BasePriority = process.Pcb.BasePriority;
  Tcb.Priority = process.Pcb.BasePriority;
  Tcb.QuantumReset = process.Pcb.QuantumReset;
  Tcb.Affinity.Mask = process.Pcb.Affinity.Bitmap.get(0);
  Tcb.UserAffinity.Mask = Tcb.Affinity.Mask;
  ObReferenceObject(space, process.address);
  Tcb.KernelStackResident = 1;
  Tcb.ServiceTable = globals(space).KeServiceDescriptorTable.address;
  Tcb.State = ThreadState.Initialized;
  thread.ExitStatus = 0x103;
  thread.CreateTime.QuadPart = BigInt(m.time100ns);
  return thread;
}

/** Links a thread into its process and gives it an id. */
export function insertThread(m: Machine, process: EPROCESS, thread: ETHREAD): void {
  const space = kernelSpace(m);
  thread.Cid.UniqueProcess = process.UniqueProcessId;
  thread.Cid.UniqueThread = ExCreateClientId(m, globals(space).PspCidTable, thread.address);
  InsertTailList(space, process.ThreadListHead.address, thread.ThreadListEntry.address);
  InsertTailList(space, process.Pcb.ThreadListHead.address, thread.Tcb.ThreadListEntry.address);
  process.ActiveThreads += 1;
  process.ActiveThreadsHighWatermark = Math.max(process.ActiveThreadsHighWatermark, process.ActiveThreads);
  thread.ThreadInserted = 1;
  thread.Tcb.IdealProcessor = process.Pcb.ThreadSeed.get(0) % m.processors.length;
  thread.Tcb.UserIdealProcessor = thread.Tcb.IdealProcessor;
  thread.Tcb.NextProcessor = thread.Tcb.IdealProcessor;
  process.Pcb.ThreadSeed.set(0, process.Pcb.ThreadSeed.get(0) + 1);
}

/** A user stack: reserve, guard page, committed pages at the high end. */
export interface UserStack {
  readonly base: number;
  readonly limit: number;
  readonly deallocation: number;
}

/** Makes a user stack of `reserve` bytes, at `at` or where there is room. */
export function createUserStack(v: Memory, reserve: number, committed: number, at?: number): UserStack {
  const size = Math.ceil(Math.max(reserve, committed + 0x2000, 0x10000) / 0x10000) * 0x10000;
  const low = at ?? findFreeRange(v, size);
  assert(low !== undefined, 'there is room for a stack');
  makeVad(v, low, low + size - 1, MM_READWRITE);
  const base = low + size;
  const limit = base - Math.max(1, Math.ceil(committed / PAGE_SIZE)) * PAGE_SIZE;
  commit(v, limit, base - 1, MM_READWRITE);
  commit(v, limit - PAGE_SIZE, limit - 1, MM_READWRITE | MM_GUARD_PAGE);
  return { base, limit, deallocation: low };
}

/** Makes the TEB of a thread, one page at `address`. */
export function createTeb(
  v: Memory,
  process: EPROCESS,
  thread: ETHREAD,
  address: number,
  stack: UserStack,
  initial: boolean,
): void {
  makeVad(v, address, address + PAGE_SIZE - 1, MM_READWRITE).Teb = 1;
  commit(v, address, address + PAGE_SIZE - 1, MM_READWRITE);
  const teb = TEB.at(v.space, address);
  teb.NtTib.ExceptionList = 0xffffffff;
  teb.NtTib.StackBase = stack.base;
  teb.NtTib.StackLimit = stack.limit;
  teb.NtTib.Version = 0x1e00;
  teb.NtTib.Self = address;
  teb.ClientId.UniqueProcess = thread.Cid.UniqueProcess;
  teb.ClientId.UniqueThread = thread.Cid.UniqueThread;
  teb.RealClientId.UniqueProcess = thread.Cid.UniqueProcess;
  teb.RealClientId.UniqueThread = thread.Cid.UniqueThread;
  teb.ProcessEnvironmentBlock = process.Peb;
  teb.CurrentLocale = 0x409;
  teb.TxFsContext = 0xfffe;
  teb.DeallocationStack = stack.deallocation;
  teb.StaticUnicodeString.MaximumLength = 522;
  teb.StaticUnicodeString.Buffer = address + TEB.offsetOf('StaticUnicodeBuffer');
  teb.InitialThread = initial ? 1 : 0;
  thread.Tcb.Teb = address;
}

/**
 * Lets a thread begin as Windows does: an initial user APC runs LdrInitializeThunk(CONTEXT, ntdll), and that context goes on
 * in RtlUserThreadStart with the start address in EAX and the parameter in EBX.
 */
export function prepareUserThread(
  v: Memory,
  thread: ETHREAD,
  stack: UserStack,
  start: number,
  parameter: number,
): void {
  const space = kernelSpace(v.m);
  const doors = kernelOf(v.m).doors;
  assert(doors, 'ntdll is mapped before a user thread is made');
  const esp = stack.base - 0x10;
  const contextAddress = ((esp & ~3) >>> 0) - CONTEXT.size;
  const context = CONTEXT.at(v.space, contextAddress);
  context.ContextFlags = CONTEXT_FULL | CONTEXT_FLOATING_POINT;
  Object.assign(context, { Eip: doors.RtlUserThreadStart, Eax: start, Ebx: parameter, Esp: esp, EFlags: 0x202 });
  Object.assign(context, { SegCs: USER_CODE, SegSs: USER_DATA, SegDs: USER_DATA, SegEs: USER_DATA, SegFs: USER_TEB });
  const fpu = FLOATING_SAVE_AREA.at(v.space, context.FloatSave.address);
  Object.assign(fpu, { ControlWord: 0xffff027f, StatusWord: 0xffff0000, TagWord: 0xffffffff });
  const top = contextAddress - 0x10;
  [doors.LdrInitializeThunk, contextAddress, doors.ntdllBase, 0].forEach((value, i) => {
    v.space.setU32(top + i * 4, value);
  });
  thread.StartAddress = doors.RtlUserThreadStart;
  thread.Win32StartAddress = start;
  const { position } = v.m;
  v.m.log.append({
    position,
    processor: v.m.currentProcessor,
    thread: thread.Cid.UniqueThread,
    kind: 'newThread',
    start,
  });
  const frame = KTRAP_FRAME.at(space, frameAddress(thread.Tcb));
  Object.assign(frame, { Eip: doors.KiUserApcDispatcher, HardwareEsp: top, EFlags: 0x202 });
  Object.assign(frame, {
    SegCs: USER_CODE,
    HardwareSegSs: USER_DATA,
    SegDs: USER_DATA,
    SegEs: USER_DATA,
    SegFs: USER_TEB,
  });
  space.setU16(thread.Tcb.InitialStack - 0x210, 0x27f);
}
