/**
 * A thread's registers as bytes: KTRAP_FRAME at the top of its kernel stack (below it in address the service's arguments, above
 * it 210h bytes for the x87 state in the form of FXSAVE), and CONTEXT as user mode sees it.
 *
 * The processor's registers are the truth while a thread runs; the frame is, when it does not.
 */
import type { Processor } from '../machine/processor.ts';
import { EAX, EBP, EBX, ECX, EDI, EDX, ESI, ESP } from '../machine/processor.ts';
import type { Space } from '../machine/space.ts';
import { fpuStateFromRegisters, fpuTagWord, readExtended, writeExtended } from './extended.ts';
import { type KTHREAD, KTRAP_FRAME } from './structs/ke.ts';
import { CONTEXT, FLOATING_SAVE_AREA } from './structs/rtl.ts';

export const CONTEXT_CONTROL = 0x10001;
export const CONTEXT_INTEGER = 0x10002;
export const CONTEXT_SEGMENTS = 0x10004;
export const CONTEXT_FLOATING_POINT = 0x10008;
export const CONTEXT_DEBUG_REGISTERS = 0x10010;
export const CONTEXT_FULL = 0x10007;
export const CONTEXT_ALL = 0x1001f;

/** KTRAP_FRAME and the x87 area together. */
export const FRAME_AND_FPU = 0x29c;
/** From the top of the kernel stack down to the x87 state. */
export const FPU_AREA = 0x210;
export const USER_CODE = 0x1b;
export const USER_DATA = 0x23;
export const USER_TEB = 0x3b;
export const FLAG_IF = 0x200;
/** The flags that a context may set: arithmetic, TF, DF, AC, ID. */
export const FLAGS_OF_USER = 0x240dd5;

/** Where a thread's trap frame lies. */
export function frameAddress(thread: KTHREAD): number {
  return thread.InitialStack - FRAME_AND_FPU;
}

/** Saves the registers of a processor in the running thread's trap frame; `eip` is where it goes on. */
export function saveFrame(p: Processor, space: Space, thread: KTHREAD, eip: number): KTRAP_FRAME {
  const frame = KTRAP_FRAME.at(space, frameAddress(thread));
  const r = p.r;
  frame.Eax = r[EAX] as number;
  frame.Ecx = r[ECX] as number;
  frame.Edx = r[EDX] as number;
  frame.Ebx = r[EBX] as number;
  frame.Ebp = r[EBP] as number;
  frame.Esi = r[ESI] as number;
  frame.Edi = r[EDI] as number;
  frame.HardwareEsp = r[ESP] as number;
  frame.Eip = eip;
  frame.EFlags = p.eflags | FLAG_IF;
  frame.SegCs = p.cs;
  frame.HardwareSegSs = p.ss;
  frame.SegDs = p.ds;
  frame.SegEs = p.es;
  frame.SegFs = p.fs;
  frame.SegGs = p.gs;
  frame.DbgArgMark = 0xbadb0d00;
  frame.DbgEbp = r[EBP] as number;
  frame.DbgEip = eip;
  frame.PreviousPreviousMode = 1;
  thread.TrapFrame = frame.address;
  return frame;
}

/** Loads a processor from a thread's trap frame. */
export function loadFrame(p: Processor, space: Space, thread: KTHREAD): void {
  const frame = KTRAP_FRAME.at(space, frameAddress(thread));
  const r = p.r;
  r[EAX] = frame.Eax;
  r[ECX] = frame.Ecx;
  r[EDX] = frame.Edx;
  r[EBX] = frame.Ebx;
  r[EBP] = frame.Ebp;
  r[ESI] = frame.Esi;
  r[EDI] = frame.Edi;
  r[ESP] = frame.HardwareEsp;
  p.eip = frame.Eip;
  p.eflags = frame.EFlags;
  p.cs = frame.SegCs;
  p.ss = frame.HardwareSegSs;
  p.ds = frame.SegDs;
  p.es = frame.SegEs;
  p.fs = frame.SegFs;
  p.gs = frame.SegGs;
}

/** Saves the x87 state above the trap frame, as FXSAVE lays it out. */
export function saveFpu(p: Processor, space: Space, thread: KTHREAD): void {
  const area = thread.InitialStack - FPU_AREA;
  const { control, status, top, used, registers, negativeNaN } = p.fpu.save();
  space.setU16(area, control);
  space.setU16(area + 2, status | (top << 11));
  space.setU8(area + 4, used);
  const bytes = new Uint8Array(16);
  for (let i = 0; i < 8; i++) {
    const n = (top + i) & 7;
    writeExtended(bytes, 0, registers[n] as number, ((negativeNaN >> n) & 1) === 1);
    space.setBytes(area + 0x20 + i * 16, bytes);
  }
}

/** Loads the x87 state from above the trap frame. */
export function loadFpu(p: Processor, space: Space, thread: KTHREAD): void {
  const area = thread.InitialStack - FPU_AREA;
  const statusWord = space.u16(area + 2);
  const values = Array.from({ length: 8 }, (_, i) => readExtended(space.bytes(area + 0x20 + i * 16, 10), 0));
  p.fpu.load(fpuStateFromRegisters(space.u16(area), statusWord, space.u8(area + 4), values));
}

/** The processor's registers as the bytes of a CONTEXT. */
export function contextOf(p: Processor, flags: number): Uint8Array {
  const bytes = new Uint8Array(CONTEXT.size);
  const view = new DataView(bytes.buffer);
  const put = (member: Parameters<typeof CONTEXT.offsetOf>[0], value: number): void =>
    view.setUint32(CONTEXT.offsetOf(member), value >>> 0, true);
  const r = p.r;
  put('ContextFlags', flags);
  put('SegGs', p.gs);
  put('SegFs', p.fs);
  put('SegEs', p.es);
  put('SegDs', p.ds);
  put('Edi', r[EDI] as number);
  put('Esi', r[ESI] as number);
  put('Ebx', r[EBX] as number);
  put('Edx', r[EDX] as number);
  put('Ecx', r[ECX] as number);
  put('Eax', r[EAX] as number);
  put('Ebp', r[EBP] as number);
  put('Eip', p.eip);
  put('SegCs', p.cs);
  put('EFlags', p.eflags | FLAG_IF);
  put('Esp', r[ESP] as number);
  put('SegSs', p.ss);
  putFpu(p, bytes, view);
  return bytes;
}

function putFpu(p: Processor, bytes: Uint8Array, view: DataView): void {
  const base = CONTEXT.offsetOf('FloatSave');
  const area = base + FLOATING_SAVE_AREA.offsetOf('RegisterArea');
  const { control, status, top, used, registers, negativeNaN } = p.fpu.save();
  view.setUint32(base, control | 0xffff0000, true);
  view.setUint32(base + 4, status | (top << 11) | 0xffff0000, true);
  view.setUint32(base + 8, fpuTagWord(used) | 0xffff0000, true);
  for (let i = 0; i < 8; i++) {
    const n = (top + i) & 7;
    writeExtended(bytes, area + i * 10, registers[n] as number, ((negativeNaN >> n) & 1) === 1);
  }
}

/** Loads into the processor the parts of a CONTEXT that its flags name. User mode can set nothing that is the kernel's. */
export function applyContext(p: Processor, bytes: Uint8Array): void {
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  const get = (member: Parameters<typeof CONTEXT.offsetOf>[0]): number =>
    view.getUint32(CONTEXT.offsetOf(member), true);
  const flags = get('ContextFlags');
  const has = (part: number): boolean => (flags & part) === part;
  const r = p.r;
  if (has(CONTEXT_CONTROL)) {
    r[EBP] = get('Ebp');
    p.eip = get('Eip');
    p.eflags = (get('EFlags') & FLAGS_OF_USER) | FLAG_IF | 2;
    r[ESP] = get('Esp');
    p.cs = USER_CODE;
    p.ss = USER_DATA;
  }
  if (has(CONTEXT_INTEGER)) {
    r[EDI] = get('Edi');
    r[ESI] = get('Esi');
    r[EBX] = get('Ebx');
    r[EDX] = get('Edx');
    r[ECX] = get('Ecx');
    r[EAX] = get('Eax');
  }
  if (has(CONTEXT_SEGMENTS)) setFlatSegments(p);
  if (has(CONTEXT_FLOATING_POINT)) getFpu(p, bytes, view);
}

/** The selectors that user mode runs with. */
export function setFlatSegments(p: Processor): void {
  p.cs = USER_CODE;
  p.ss = USER_DATA;
  p.ds = USER_DATA;
  p.es = USER_DATA;
  p.fs = USER_TEB;
  p.gs = 0;
}

function getFpu(p: Processor, bytes: Uint8Array, view: DataView): void {
  const base = CONTEXT.offsetOf('FloatSave');
  const area = base + FLOATING_SAVE_AREA.offsetOf('RegisterArea');
  const tags = view.getUint32(base + 8, true);
  let used = 0;
  for (let i = 0; i < 8; i++) if (((tags >>> (i * 2)) & 3) !== 3) used |= 1 << i;
  const values = Array.from({ length: 8 }, (_, i) => readExtended(bytes, area + i * 10));
  p.fpu.load(fpuStateFromRegisters(view.getUint16(base, true), view.getUint16(base + 4, true), used, values));
}
