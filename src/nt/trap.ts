/**
 * Every entry into the kernel: page faults, exceptions, interrupts from user mode and system calls.
 *
 * What the kernel may not do is throw because of a guest: a status that was raised becomes the service's result or an
 * exception; kernel data that is no longer there (somebody wrote over it from a debugger) is a bug check, which stops the run.
 */
import type { Machine } from '../machine/machine.ts';
import { EAX, ECX, EDX, FLAG_TF, type Processor, type Trap } from '../machine/processor.ts';
import { Unmapped } from '../machine/space.ts';
import { KiServiceExit } from './apc.ts';
import { chargeOutput } from './console.ts';
import { dispatchToProgram, KiDispatchException, tellDebugger } from './exception.ts';
import { exceptionAt } from './exception-record.ts';
import { MmAccessFault } from './fault.ts';
import { type Caller, callerOn, kernelOf, logPlace } from './kernel.ts';
import { STATUS } from './ntstatus.ts';
import { StatusRaised } from './raise.ts';
import { TICK_100NS } from './scheduler.ts';
import { KiSystemService } from './system-call.ts';
import { readUser } from './user-memory.ts';

const KI_GET_TICK_COUNT = 0x2a;
const KI_CALLBACK_RETURN = 0x2b;
const KI_ASSERT = 0x2c;
const KI_DEBUG_SERVICE = 0x2d;
const KI_SYSTEM_SERVICE = 0x2e;

/** The machine's trap hook. */
export function KiTrap(m: Machine, p: Processor, trap: Trap): void {
  try {
    const c = callerOn(m, p);
    if (trap.vector === 'sysenter') KiSystemService(c, 'sysenter');
    else if (trap.vector === 14) pageFault(c, trap);
    else interrupt(c, trap.vector);
    KiServiceExit(m);
  } catch (thrown) {
    if (thrown instanceof Unmapped) bugCheck(m, thrown.address);
    else if (thrown instanceof StatusRaised) bugCheck(m, thrown.status);
    else throw thrown;
  }
}

function bugCheck(m: Machine, parameter: number): void {
  const at = (parameter >>> 0).toString(16).padStart(8, '0');
  m.stop = { kind: 'exit', code: 0x50, reason: `bug check 50 (kernel data is not there: ${at})` };
}

function pageFault(c: Caller, trap: Trap): void {
  const status = MmAccessFault(c, trap.address, trap.write);
  if (status === STATUS.STATUS_SUCCESS || c.m.stop) return;
  const kind = trap.write ? 1 : 0;
  KiDispatchException(c, exceptionAt(c.p.eip, status, [kind, trap.address]), true);
}

function interrupt(c: Caller, vector: number): void {
  const { p } = c;
  switch (vector) {
    case 0:
      fault(c, divideError(c));
      return;
    case 1:
      p.eflags &= ~FLAG_TF;
      fault(c, STATUS.STATUS_SINGLE_STEP);
      return;
    case 3:
      breakpoint(c, p.eip - 1);
      return;
    case 4:
      p.eip -= 1;
      fault(c, STATUS.STATUS_INTEGER_OVERFLOW);
      return;
    case 5:
      fault(c, STATUS.STATUS_ARRAY_BOUNDS_EXCEEDED);
      return;
    case 6:
      fault(c, hasLock(c) ? STATUS.STATUS_INVALID_LOCK_SEQUENCE : STATUS.STATUS_ILLEGAL_INSTRUCTION);
      return;
    case 13:
      protectionFault(c);
      return;
    case 16:
    case 19:
      fault(c, floatError(c), [0]);
      return;
    case KI_GET_TICK_COUNT:
      p.r[EAX] = Math.floor((Math.floor(c.m.time100ns / TICK_100NS) * 15625) / 1000);
      return;
    case KI_CALLBACK_RETURN:
      p.r[EAX] = 0xc0000258 | 0;
      return;
    case KI_ASSERT:
      p.eip -= 2;
      fault(c, STATUS.STATUS_ASSERTION_FAILURE);
      return;
    case KI_DEBUG_SERVICE:
      debugService(c);
      return;
    case KI_SYSTEM_SERVICE:
      KiSystemService(c, 'int2e');
      return;
    default:
      p.eip -= 2;
      fault(c, STATUS.STATUS_ACCESS_VIOLATION, [0, 0xffffffff]);
      return;
  }
}

function fault(c: Caller, code: number, parameters: readonly number[] = []): void {
  KiDispatchException(c, exceptionAt(c.p.eip, code, parameters), true);
}

/** An int 3: the debugger sees it at the instruction, and going on steps over it; a program sees it at the instruction too. */
function breakpoint(c: Caller, address: number): void {
  const after = c.p.eip;
  const record = exceptionAt(address, STATUS.STATUS_BREAKPOINT, [0, 0, 0]);
  c.p.eip = address;
  if (!kernelOf(c.m).debugged) {
    KiDispatchException(c, record, true);
    return;
  }
  const answer = tellDebugger(c, record, true);
  if (answer === 'not handled') dispatchToProgram(c, record, true);
  else if (answer !== 'stopped') c.p.eip = after;
}

/** The kernel tells a divisor of zero from a quotient that is too big by looking at the instruction's bytes. */
function divideError(c: Caller): number {
  const bytes = codeBytes(c, 16);
  let i = 0;
  while (isPrefix(bytes[i])) i++;
  const modrm = bytes[i + 1];
  if ((bytes[i] !== 0xf6 && bytes[i] !== 0xf7) || modrm === undefined) return STATUS.STATUS_INTEGER_DIVIDE_BY_ZERO;
  const divisor = operandValue(c, bytes, i);
  return divisor === 0 || divisor === undefined ? STATUS.STATUS_INTEGER_DIVIDE_BY_ZERO : STATUS.STATUS_INTEGER_OVERFLOW;
}

/** The divisor of a div or idiv when it is a register or [ebp+disp]; undefined for what would need a whole decoder. */
function operandValue(c: Caller, bytes: Uint8Array, i: number): number | undefined {
  const modrm = bytes[i + 1] as number;
  const mode = modrm >>> 6;
  const rm = modrm & 7;
  const isByte = bytes[i] === 0xf6;
  const word = bytes.subarray(0, i).includes(0x66);
  const mask = isByte ? 0xff : word ? 0xffff : 0xffffffff;
  if (mode === 3) return registerValue(c, rm, isByte) & mask;
  if (rm === 4) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  if (bytes.length < i + 6) return undefined;
  const isAbsolute = mode === 0 && rm === 5;
  const displacement = mode === 1 ? view.getInt8(i + 2) : mode === 2 || isAbsolute ? view.getInt32(i + 2, true) : 0;
  const base = isAbsolute ? 0 : (c.p.r[rm] as number);
  const value = c.space.tryU32((base + displacement) >>> 0);
  return value === undefined ? undefined : (value & mask) >>> 0;
}

function registerValue(c: Caller, register: number, isByte: boolean): number {
  if (!isByte) return c.p.r[register] as number;
  return register < 4 ? (c.p.r[register] as number) : (c.p.r[register - 4] as number) >>> 8;
}

function isPrefix(byte: number | undefined): boolean {
  return (
    byte === 0x66 ||
    byte === 0xf0 ||
    byte === 0xf2 ||
    byte === 0xf3 ||
    (byte !== undefined && (byte & 0xe7) === 0x26) ||
    byte === 0x64 ||
    byte === 0x65
  );
}

/** Up to `length` bytes at EIP, as far as they are there. */
function codeBytes(c: Caller, length: number): Uint8Array {
  for (let n = length; n > 0; n--) {
    const bytes = c.space.tryBytes(c.p.eip, n);
    if (bytes) return bytes;
  }
  return new Uint8Array(0);
}

function hasLock(c: Caller): boolean {
  return codeBytes(c, 4).includes(0xf0);
}

/** Privileged instructions have their own code; any other protection fault is an access violation without an address. */
function protectionFault(c: Caller): void {
  const bytes = codeBytes(c, 8);
  let i = 0;
  while (isPrefix(bytes[i])) i++;
  const opcode = bytes[i] ?? 0;
  const second = bytes[i + 1] ?? 0;
  const isPort =
    (opcode >= 0x6c && opcode <= 0x6f) || (opcode >= 0xe4 && opcode <= 0xe7) || (opcode >= 0xec && opcode <= 0xef);
  const isSystem =
    opcode === 0x0f &&
    (second <= 0x01 ||
      second === 0x06 ||
      (second >= 0x08 && second <= 0x09) ||
      (second >= 0x20 && second <= 0x23) ||
      (second >= 0x30 && second <= 0x35));
  const isPrivileged = opcode === 0xf4 || opcode === 0xfa || opcode === 0xfb || isPort || isSystem;
  if (isPrivileged) fault(c, STATUS.STATUS_PRIVILEGED_INSTRUCTION);
  else fault(c, STATUS.STATUS_ACCESS_VIOLATION, [0, 0xffffffff]);
}

/** The first x87 exception that is seen and not masked. */
function floatError(c: Caller): number {
  const open = c.p.fpu.status & ~c.p.fpu.control & 0x3f;
  if (c.p.fpu.status & 0x40) return STATUS.STATUS_FLOAT_STACK_CHECK;
  if (open & 1) return STATUS.STATUS_FLOAT_INVALID_OPERATION;
  if (open & 4) return STATUS.STATUS_FLOAT_DIVIDE_BY_ZERO;
  if (open & 2) return STATUS.STATUS_FLOAT_DENORMAL_OPERAND;
  if (open & 8) return STATUS.STATUS_FLOAT_OVERFLOW;
  return open & 0x10 ? STATUS.STATUS_FLOAT_UNDERFLOW : STATUS.STATUS_FLOAT_INEXACT_RESULT;
}

/** int 2Dh: EAX 1 prints ECX, EDX bytes; the int 3 behind it is skipped. Anything else is a breakpoint with its registers. */
function debugService(c: Caller): void {
  const { p } = c;
  const [service, text, length] = [p.r[EAX] as number, (p.r[ECX] as number) >>> 0, (p.r[EDX] as number) & 0xffff];
  if (service !== 1) {
    const address = p.eip;
    KiDispatchException(c, exceptionAt(address, STATUS.STATUS_BREAKPOINT, [service, text, length]), true);
    return;
  }
  p.eip += 1;
  try {
    debugPrint(c, readUser(c, text, Math.min(length, 512)));
    p.r[EAX] = 0;
  } catch (thrown) {
    if (!(thrown instanceof StatusRaised)) throw thrown;
    p.r[EAX] = thrown.status;
  }
}

/** Text for a debugger. */
export function debugPrint(c: Caller, bytes: Uint8Array): void {
  if (!chargeOutput(c.m, bytes.length)) return;
  c.m.log.append({ ...logPlace(c), kind: 'debugPrint', text: new TextDecoder().decode(bytes) });
}
