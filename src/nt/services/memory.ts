/**
 * Services on virtual memory: allocate, free, protect, query, and reading and writing another (here: one's own) process.
 */
import { PAGE_SIZE } from '../../machine/memory.ts';
import { ObReferenceObjectByHandle } from '../handle.ts';
import { type Caller, HIGHEST_USER_ADDRESS } from '../kernel.ts';
import { STATUS } from '../ntstatus.ts';
import { ObjectType } from '../object.ts';
import { isCopyOnWrite, protectionMask } from '../pte.ts';
import { raiseStatus, StatusRaised } from '../raise.ts';
import { sectionFileName } from '../section.ts';
import { MMVAD } from '../structs/mm.ts';
import { EPROCESS } from '../structs/ps.ts';
import {
  ProbeForRead,
  ProbeForWrite,
  readUser,
  readUserU32,
  touchForRead,
  utf16Bytes,
  writeUser,
  writeUserU32,
  writeUserU32Optional,
} from '../user-memory.ts';
import { MiLocateAddress, vadAnchor } from '../vad.ts';
import {
  commit,
  MEM_COMMIT,
  MEM_DECOMMIT,
  MEM_RELEASE,
  MEM_RESERVE,
  MEM_RESET,
  MEM_TOP_DOWN,
  type Memory,
  protect,
  pteView,
  queryRegion,
  regionOf,
  release,
  reserve,
  uncommit,
  VadImageMap,
} from '../virtual-memory.ts';
import { HANDLE, PPVOID, PULONG, PVOID, service, ULONG } from './service.ts';

/** Write-watch, physical and large pages are not there. */
const ALLOCATION_TYPES = MEM_COMMIT | MEM_RESERVE | MEM_RESET | MEM_TOP_DOWN;
const STATUS_UNABLE_TO_DELETE_SECTION = 0xc000001b;

/** The memory of the process behind a handle. */
export function memoryOf(c: Caller, handle: number): Memory {
  const body = ObReferenceObjectByHandle(c, handle, ObjectType.Process);
  const process = EPROCESS.at(c.kernel, body);
  if (process.Pcb.DirectoryTableBase === 0 || process.ProcessExiting) raiseStatus(STATUS.STATUS_PROCESS_IS_TERMINATING);
  return { m: c.m, process, space: c.m.spaceOf(process.Pcb.DirectoryTableBase) };
}

const pageDown = (address: number): number => address - (address % PAGE_SIZE);
const pageUp = (address: number): number => Math.ceil(address / PAGE_SIZE) * PAGE_SIZE;

function checkedProtection(protect: number): number {
  const mask = protectionMask(protect);
  if (mask === undefined) raiseStatus(STATUS.STATUS_INVALID_PAGE_PROTECTION);
  return mask;
}

function highestFor(zeroBits: number): number {
  if (zeroBits > 32 || (zeroBits > 21 && zeroBits < 32)) raiseStatus(STATUS.STATUS_INVALID_PARAMETER_3);
  return zeroBits === 0 ? HIGHEST_USER_ADDRESS : Math.min(HIGHEST_USER_ADDRESS, 2 ** (32 - zeroBits) - 1);
}

function allocate(
  c: Caller,
  handle: number,
  base: number,
  zeroBits: number,
  size: number,
  type: number,
  protectFlags: number,
) {
  const highest = highestFor(zeroBits);
  if (type & ~ALLOCATION_TYPES || !(type & (MEM_COMMIT | MEM_RESERVE | MEM_RESET)))
    raiseStatus(STATUS.STATUS_INVALID_PARAMETER_5);
  if (type & MEM_RESET && type !== MEM_RESET) raiseStatus(STATUS.STATUS_INVALID_PARAMETER_5);
  const protection = checkedProtection(protectFlags);
  if (isCopyOnWrite(protection)) raiseStatus(STATUS.STATUS_INVALID_PAGE_PROTECTION);
  if (base > HIGHEST_USER_ADDRESS) raiseStatus(STATUS.STATUS_INVALID_PARAMETER_2);
  if (size === 0 || base + size > HIGHEST_USER_ADDRESS + 1) raiseStatus(STATUS.STATUS_INVALID_PARAMETER_4);
  const v = memoryOf(c, handle);
  if (base === 0 || type & MEM_RESERVE) {
    const vad = reserve(v, base, size, protection, (type & MEM_TOP_DOWN) !== 0, highest);
    const start = vad.StartingVpn * PAGE_SIZE;
    const end = (vad.EndingVpn + 1) * PAGE_SIZE - 1;
    if (!(type & MEM_COMMIT)) return { start, size: end + 1 - start };
    try {
      commit(v, start, end, protection);
    } catch (thrown) {
      if (thrown instanceof StatusRaised) release(v, vad, start, end);
      throw thrown;
    }
    vad.MemCommit = 1;
    return { start, size: end + 1 - start };
  }
  const start = pageDown(base);
  const end = pageUp(base + size) - 1;
  const vad = regionOf(v, start, end, STATUS.STATUS_CONFLICTING_ADDRESSES);
  if (vad.VadType === VadImageMap) raiseStatus(STATUS.STATUS_CONFLICTING_ADDRESSES);
  if (!(type & MEM_RESET)) commit(v, start, end, protection);
  return { start, size: end + 1 - start };
}

function free(c: Caller, handle: number, base: number, size: number, type: number): { start: number; size: number } {
  if (type !== MEM_DECOMMIT && type !== MEM_RELEASE) raiseStatus(STATUS.STATUS_INVALID_PARAMETER_4);
  if (base > HIGHEST_USER_ADDRESS) raiseStatus(STATUS.STATUS_INVALID_PARAMETER_2);
  if (base + size > HIGHEST_USER_ADDRESS + 1) raiseStatus(STATUS.STATUS_INVALID_PARAMETER_3);
  const v = memoryOf(c, handle);
  let start = pageDown(base);
  let end = pageUp(base + size) - 1;
  const node = MiLocateAddress(c.kernel, vadAnchor(v.process), start / PAGE_SIZE);
  if (node === 0) raiseStatus(STATUS.STATUS_MEMORY_NOT_ALLOCATED);
  const vad = MMVAD.at(c.kernel, node);
  if (vad.VadType === VadImageMap) raiseStatus(STATUS_UNABLE_TO_DELETE_SECTION);
  if (size === 0) {
    if (vad.StartingVpn * PAGE_SIZE !== start) raiseStatus(STATUS.STATUS_FREE_VM_NOT_AT_BASE);
    end = (vad.EndingVpn + 1) * PAGE_SIZE - 1;
  }
  if (end > (vad.EndingVpn + 1) * PAGE_SIZE - 1) raiseStatus(STATUS.STATUS_UNABLE_TO_FREE_VM);
  if (vad.NoChange) raiseStatus(STATUS.STATUS_INVALID_PAGE_PROTECTION);
  start = Math.max(start, vad.StartingVpn * PAGE_SIZE);
  if (type === MEM_RELEASE) release(v, vad, start, end);
  else uncommit(v, start, end, true);
  return { start, size: end + 1 - start };
}

function query(c: Caller, handle: number, address: number, into: number, length: number): number {
  if (length < 0x1c) raiseStatus(STATUS.STATUS_INFO_LENGTH_MISMATCH);
  if (address > HIGHEST_USER_ADDRESS) raiseStatus(STATUS.STATUS_INVALID_PARAMETER);
  const v = memoryOf(c, handle);
  const region = queryRegion(c.kernel, v.process, pteView(v.space), address);
  const bytes = new Uint8Array(0x1c);
  const view = new DataView(bytes.buffer);
  const { base, allocationBase, allocationProtect, size, state, protect: current, type } = region;
  [base, allocationBase, allocationProtect, size, state, current, type].forEach((value, i) => {
    view.setUint32(i * 4, value, true);
  });
  writeUser(c, into, bytes);
  return bytes.length;
}

/** The name of the file that is mapped at an address, as UNICODE_STRING with its text behind. */
function queryFileName(c: Caller, handle: number, address: number, into: number, length: number): number {
  const v = memoryOf(c, handle);
  const node = MiLocateAddress(c.kernel, vadAnchor(v.process), Math.floor(address / PAGE_SIZE));
  const vad = node === 0 ? undefined : MMVAD.at(c.kernel, node);
  if (vad?.VadType !== VadImageMap) raiseStatus(STATUS.STATUS_INVALID_PARAMETER);
  const text = utf16Bytes(sectionFileName(c.kernel, vad));
  const total = 8 + text.length + 2;
  if (length < total) raiseStatus(STATUS.STATUS_INFO_LENGTH_MISMATCH);
  const bytes = new Uint8Array(total);
  const view = new DataView(bytes.buffer);
  view.setUint16(0, text.length, true);
  view.setUint16(2, text.length + 2, true);
  view.setUint32(4, into + 8, true);
  bytes.set(text, 8);
  writeUser(c, into, bytes);
  return total;
}

/** Copies as far as both sides reach; tells how far. */
function copyMemory(
  c: Caller,
  handle: number,
  far: number,
  near: number,
  length: number,
  done: number,
  write: boolean,
): number {
  ProbeForRead(near, length);
  if (done !== 0) ProbeForWrite(c, done, 4);
  memoryOf(c, handle);
  if (write) writeUser(c, far, readUser(c, near, length));
  else writeUser(c, near, readUser(c, far, length));
  writeUserU32Optional(c, done, length);
  return STATUS.STATUS_SUCCESS;
}

/** Brings the pages in. They stay anyhow: this kernel pages nothing out, so there is nothing for an unlock to undo. */
function lock(c: Caller, process: number, baseAt: number, sizeAt: number): number {
  const base = readUserU32(c, baseAt);
  const size = readUserU32(c, sizeAt);
  ProbeForWrite(c, baseAt, 4);
  ProbeForWrite(c, sizeAt, 4);
  memoryOf(c, process);
  if (base > HIGHEST_USER_ADDRESS) raiseStatus(STATUS.STATUS_INVALID_PARAMETER_2);
  if (size === 0 || base + size > HIGHEST_USER_ADDRESS + 1) raiseStatus(STATUS.STATUS_INVALID_PARAMETER_3);
  const start = pageDown(base);
  const end = pageUp(base + size);
  touchForRead(c, start, end - start);
  writeUserU32(c, baseAt, start);
  writeUserU32(c, sizeAt, end - start);
  return STATUS.STATUS_SUCCESS;
}

export const memoryServices = [
  service(
    0x13,
    'NtAllocateVirtualMemory',
    {
      ProcessHandle: HANDLE,
      BaseAddress: PPVOID,
      ZeroBits: ULONG,
      RegionSize: PULONG,
      AllocationType: ULONG,
      Protect: ULONG,
    },
    (c, a) => {
      const base = readUserU32(c, a.BaseAddress);
      const size = readUserU32(c, a.RegionSize);
      ProbeForWrite(c, a.BaseAddress, 4);
      ProbeForWrite(c, a.RegionSize, 4);
      const made = allocate(c, a.ProcessHandle, base, a.ZeroBits, size, a.AllocationType, a.Protect);
      writeUserU32(c, a.BaseAddress, made.start);
      writeUserU32(c, a.RegionSize, made.size);
      return STATUS.STATUS_SUCCESS;
    },
  ),
  service(
    0x83,
    'NtFreeVirtualMemory',
    { ProcessHandle: HANDLE, BaseAddress: PPVOID, RegionSize: PULONG, FreeType: ULONG },
    (c, a) => {
      const base = readUserU32(c, a.BaseAddress);
      const size = readUserU32(c, a.RegionSize);
      ProbeForWrite(c, a.BaseAddress, 4);
      ProbeForWrite(c, a.RegionSize, 4);
      const done = free(c, a.ProcessHandle, base, size, a.FreeType);
      // The pointers may have lain in what is gone now: that is the caller's loss.
      writeUserU32(c, a.BaseAddress, done.start);
      writeUserU32(c, a.RegionSize, done.size);
      return STATUS.STATUS_SUCCESS;
    },
  ),
  service(
    0xa2,
    'NtLockVirtualMemory',
    { ProcessHandle: HANDLE, BaseAddress: PPVOID, RegionSize: PULONG, MapType: ULONG },
    (c, a) => lock(c, a.ProcessHandle, a.BaseAddress, a.RegionSize),
  ),
  service(
    0x180,
    'NtUnlockVirtualMemory',
    { ProcessHandle: HANDLE, BaseAddress: PPVOID, RegionSize: PULONG, MapType: ULONG },
    (c, a) => lock(c, a.ProcessHandle, a.BaseAddress, a.RegionSize),
  ),
  service(
    0xd7,
    'NtProtectVirtualMemory',
    { ProcessHandle: HANDLE, BaseAddress: PPVOID, RegionSize: PULONG, NewProtect: ULONG, OldProtect: PULONG },
    (c, a) => {
      const base = readUserU32(c, a.BaseAddress);
      const size = readUserU32(c, a.RegionSize);
      const protection = checkedProtection(a.NewProtect);
      for (const pointer of [a.BaseAddress, a.RegionSize, a.OldProtect]) ProbeForWrite(c, pointer, 4);
      if (base > HIGHEST_USER_ADDRESS) raiseStatus(STATUS.STATUS_INVALID_PARAMETER_2);
      if (size === 0 || base + size > HIGHEST_USER_ADDRESS + 1) raiseStatus(STATUS.STATUS_INVALID_PARAMETER_3);
      const start = pageDown(base);
      const end = pageUp(base + size) - 1;
      const old = protect(memoryOf(c, a.ProcessHandle), start, end, protection);
      writeUserU32(c, a.BaseAddress, start);
      writeUserU32(c, a.RegionSize, end + 1 - start);
      writeUserU32(c, a.OldProtect, old);
      return STATUS.STATUS_SUCCESS;
    },
  ),
  service(
    0x10b,
    'NtQueryVirtualMemory',
    {
      ProcessHandle: HANDLE,
      BaseAddress: PVOID,
      MemoryInformationClass: ULONG,
      MemoryInformation: PVOID,
      MemoryInformationLength: ULONG,
      ReturnLength: PULONG,
    },
    (c, a) => {
      const isName = a.MemoryInformationClass === 2;
      if (a.MemoryInformationClass !== 0 && !isName) return STATUS.STATUS_INVALID_INFO_CLASS;
      const ask = isName ? queryFileName : query;
      const length = ask(c, a.ProcessHandle, a.BaseAddress, a.MemoryInformation, a.MemoryInformationLength);
      writeUserU32Optional(c, a.ReturnLength, length);
      return STATUS.STATUS_SUCCESS;
    },
  ),
  service(
    0x115,
    'NtReadVirtualMemory',
    { ProcessHandle: HANDLE, BaseAddress: PVOID, Buffer: PVOID, BufferSize: ULONG, NumberOfBytesRead: PULONG },
    (c, a) => copyMemory(c, a.ProcessHandle, a.BaseAddress, a.Buffer, a.BufferSize, a.NumberOfBytesRead, false),
  ),
  service(
    0x18f,
    'NtWriteVirtualMemory',
    { ProcessHandle: HANDLE, BaseAddress: PVOID, Buffer: PVOID, BufferSize: ULONG, NumberOfBytesWritten: PULONG },
    (c, a) => copyMemory(c, a.ProcessHandle, a.BaseAddress, a.Buffer, a.BufferSize, a.NumberOfBytesWritten, true),
  ),
  service(0x7d, 'NtFlushInstructionCache', { ProcessHandle: HANDLE, BaseAddress: PVOID, Length: ULONG }, (c, a) => {
    memoryOf(c, a.ProcessHandle);
    return STATUS.STATUS_SUCCESS;
  }),
];
