/**
 * The registers of any thread as a CONTEXT: the processor's while it runs, else its trap frame and the x87 state above it. Only
 * the parts that ContextFlags names are read or changed.
 */
import {
  applyContext,
  CONTEXT_CONTROL,
  CONTEXT_DEBUG_REGISTERS,
  CONTEXT_FLOATING_POINT,
  CONTEXT_FULL,
  CONTEXT_INTEGER,
  CONTEXT_SEGMENTS,
  contextOf,
  FLAG_IF,
  FLAGS_OF_USER,
  FPU_AREA,
  frameAddress,
} from './context.ts';
import { fpuTagWord } from './extended.ts';
import { type Caller, pcrOf } from './kernel.ts';
import { type KTHREAD, KTRAP_FRAME } from './structs/ke.ts';
import { CONTEXT, FLOATING_SAVE_AREA } from './structs/rtl.ts';

/** From which byte to which each part of a CONTEXT reaches. */
export const CONTEXT_PARTS: readonly (readonly [flag: number, from: number, to: number])[] = [
  [CONTEXT_DEBUG_REGISTERS, 0x04, 0x1c],
  [CONTEXT_FLOATING_POINT, 0x1c, 0x8c],
  [CONTEXT_SEGMENTS, 0x8c, 0x9c],
  [CONTEXT_INTEGER, 0x9c, 0xb4],
  [CONTEXT_CONTROL, 0xb4, 0xcc],
];

function processorOf(c: Caller, thread: KTHREAD): Caller['p'] | undefined {
  return c.m.processors.find((p) => pcrOf(c.kernel, p.index).PrcbData.CurrentThread === thread.address);
}

/** All parts of the registers of `thread`. */
export function contextOfThread(c: Caller, thread: KTHREAD): Uint8Array {
  const p = processorOf(c, thread);
  return p ? contextOf(p, CONTEXT_FULL | CONTEXT_FLOATING_POINT) : contextOfFrame(c, thread);
}

/** Members of CONTEXT and where the trap frame has them. */
const MEMBERS = [
  ['SegGs', 'SegGs'],
  ['SegFs', 'SegFs'],
  ['SegEs', 'SegEs'],
  ['SegDs', 'SegDs'],
  ['Edi', 'Edi'],
  ['Esi', 'Esi'],
  ['Ebx', 'Ebx'],
  ['Edx', 'Edx'],
  ['Ecx', 'Ecx'],
  ['Eax', 'Eax'],
  ['Ebp', 'Ebp'],
  ['Eip', 'Eip'],
  ['SegCs', 'SegCs'],
  ['EFlags', 'EFlags'],
  ['Esp', 'HardwareEsp'],
  ['SegSs', 'HardwareSegSs'],
] as const;

function contextOfFrame(c: Caller, thread: KTHREAD): Uint8Array {
  const frame = KTRAP_FRAME.at(c.kernel, frameAddress(thread));
  const bytes = new Uint8Array(CONTEXT.size);
  const view = new DataView(bytes.buffer);
  for (const [member, from] of MEMBERS) view.setUint32(CONTEXT.offsetOf(member), frame[from] >>> 0, true);
  const area = thread.InitialStack - FPU_AREA;
  const save = CONTEXT.offsetOf('FloatSave');
  view.setUint32(save, (c.kernel.u16(area) | 0xffff0000) >>> 0, true);
  view.setUint32(save + 4, (c.kernel.u16(area + 2) | 0xffff0000) >>> 0, true);
  view.setUint32(save + 8, (fpuTagWord(c.kernel.u8(area + 4)) | 0xffff0000) >>> 0, true);
  const registers = save + FLOATING_SAVE_AREA.offsetOf('RegisterArea');
  for (let i = 0; i < 8; i++) bytes.set(c.kernel.bytes(area + 0x20 + i * 16, 10), registers + i * 10);
  return bytes;
}

/** Loads the parts that the context's flags name. User mode can set nothing that is the kernel's. */
export function setThreadContext(c: Caller, thread: KTHREAD, bytes: Uint8Array): void {
  const p = processorOf(c, thread);
  if (p) {
    applyContext(p, bytes);
    return;
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  const flags = view.getUint32(0, true);
  const frame = KTRAP_FRAME.at(c.kernel, frameAddress(thread));
  for (const [member, into] of MEMBERS) {
    if (member.startsWith('Seg')) continue;
    const offset = CONTEXT.offsetOf(member);
    const part = CONTEXT_PARTS.find(([, from, to]) => offset >= from && offset < to);
    if (!part || (flags & part[0]) !== part[0]) continue;
    const value = view.getUint32(offset, true);
    frame[into] = member === 'EFlags' ? (value & FLAGS_OF_USER) | FLAG_IF | 2 : value;
  }
  if ((flags & CONTEXT_FLOATING_POINT) === CONTEXT_FLOATING_POINT) setFpu(c, thread, bytes, view);
}

/** Two bits of the tag word for each register: 3 is empty. */
function setFpu(c: Caller, thread: KTHREAD, bytes: Uint8Array, view: DataView): void {
  const area = thread.InitialStack - FPU_AREA;
  const save = CONTEXT.offsetOf('FloatSave');
  const tags = view.getUint32(save + 8, true);
  const used = Array.from({ length: 8 }, (_, i) => i).filter((i) => ((tags >>> (i * 2)) & 3) !== 3);
  c.kernel.setU16(area, view.getUint16(save, true));
  c.kernel.setU16(area + 2, view.getUint16(save + 4, true));
  c.kernel.setU8(
    area + 4,
    used.reduce((mask, i) => mask | (1 << i), 0),
  );
  const registers = save + FLOATING_SAVE_AREA.offsetOf('RegisterArea');
  for (let i = 0; i < 8; i++)
    c.kernel.setBytes(area + 0x20 + i * 16, bytes.slice(registers + i * 10, registers + i * 10 + 10));
}
