/**
 * Walking the stack: from EIP, ESP and EBP to frames.
 *
 * Our compiler keeps EBP frames, so the walk is the chain [EBP] → caller's EBP, [EBP+4] → return address. What the chain
 * cannot say is where a function stands that has not made its frame yet or has torn it down: symbols know how long the
 * prologue is. Code without a frame (system-call stubs, hand-written assembly) has its return address on top of the stack.
 */
import type { FunctionSymbol } from '../compiler/symbols.ts';
import type { LoadedModule } from './symbols.ts';
import { functionAt, moduleAt } from './symbols.ts';
import type { State } from './target.ts';

export interface Frame {
  readonly index: number;
  readonly eip: number;
  /** What `k` prints as ChildEBP: where the frame's saved EBP lies or will lie. */
  readonly childEbp: number;
  /** EBP while the frame's body runs. */
  readonly ebp: number;
  readonly returnAddress: number;
  readonly module: LoadedModule | undefined;
  readonly function: FunctionSymbol | undefined;
}

/** How far `k` goes at most. */
export const FRAMES_MAX = 512;

const ESP = 4;
const EBP = 5;

interface Cursor {
  readonly eip: number;
  readonly esp: number;
  readonly ebp: number;
}

/** The frames of the current thread, innermost first. Stops where the chain ends or makes no sense. */
export function stackFrames(state: State, modules: readonly LoadedModule[], limit = FRAMES_MAX): Frame[] {
  const { r, eip } = state.registers;
  const frames: Frame[] = [];
  let cursor: Cursor | undefined = { eip, esp: (r[ESP] ?? 0) >>> 0, ebp: (r[EBP] ?? 0) >>> 0 };
  while (cursor && frames.length < Math.min(limit, FRAMES_MAX)) {
    const frame = frameAt(state, modules, cursor, frames.length);
    frames.push(frame);
    cursor = callerOf(state, modules, frame, frames);
  }
  return frames;
}

function frameAt(state: State, modules: readonly LoadedModule[], cursor: Cursor, index: number): Frame {
  const module = moduleAt(modules, cursor.eip);
  const inside = module && functionAt(module, cursor.eip);
  const childEbp = (index === 0 ? savedEbpSlot(state, module, inside, cursor) : cursor.ebp) >>> 0;
  const returnAddress = state.space.tryU32(childEbp + 4) ?? 0;
  return { index, eip: cursor.eip, childEbp, ebp: cursor.ebp, returnAddress, module, function: inside };
}

/** Where the innermost frame's saved EBP lies, or would lie: four below the return address. */
function savedEbpSlot(
  state: State,
  module: LoadedModule | undefined,
  inside: FunctionSymbol | undefined,
  cursor: Cursor,
): number {
  if (!module || !inside) return cursor.ebp;
  if (!inside.hasFrame) return cursor.esp - 4;
  const start = module.base + inside.rva;
  const pushEbp = state.space.tryU16(start) === 0xff8b ? start + 2 : start;
  if (cursor.eip <= pushEbp) return cursor.esp - 4;
  if (cursor.eip <= pushEbp + 1) return cursor.esp;
  const isAtReturn = [0xc3, 0xc2].includes(state.space.tryU8(cursor.eip) ?? 0);
  return isAtReturn ? cursor.esp - 4 : cursor.ebp;
}

function callerOf(
  state: State,
  modules: readonly LoadedModule[],
  frame: Frame,
  frames: readonly Frame[],
): Cursor | undefined {
  if (frame.returnAddress === 0) return undefined;
  const isOwnSlot = frame.childEbp === frame.ebp;
  const isInnermostWithoutSlot = frame.index === 0 && !isOwnSlot;
  const wasPushed = isInnermostWithoutSlot && isAfterPush(state, frame);
  const ebp = isOwnSlot || wasPushed ? state.space.tryU32(frame.childEbp) : frame.ebp;
  if (ebp === undefined) return undefined;
  const before = frames[frames.length - 2];
  if (before && frame.childEbp <= before.childEbp) return undefined;
  if (ebp === 0 && !moduleAt(modules, frame.returnAddress)) return undefined;
  return { eip: frame.returnAddress, esp: frame.childEbp + 8, ebp: ebp >>> 0 };
}

/** True between `push ebp` and `mov ebp,esp`. */
function isAfterPush(state: State, frame: Frame): boolean {
  return frame.childEbp === (state.registers.r[ESP] ?? 0) >>> 0;
}
