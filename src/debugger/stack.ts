/**
 * Walking the stack: from EIP, ESP and EBP to frames.
 *
 * Our compiler keeps EBP frames, so the walk is the chain [EBP] → caller's EBP, [EBP+4] → return address. What the chain
 * cannot say is where a function stands that has not made its frame yet or has torn it down: symbols know how long the
 * prologue is. Code without a frame (system-call stubs, hand-written assembly) has its return address on top of the stack.
 * KiUserExceptionDispatcher was called by nobody: behind it comes the place where the exception happened, from its CONTEXT.
 * So it is with KiUserApcDispatcher: behind a user APC comes the wait that it has ended.
 * Filters and __finally blocks run with the EBP of their function; where they were called from, `block-frames.ts` knows.
 */
import type { FunctionSymbol } from '../compiler/symbols.ts';
import type { BlockCaller, Cursor } from './block-frames.ts';
import { blockCaller } from './block-frames.ts';
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

/** The frames of the current thread, innermost first. Stops where the chain ends or makes no sense. */
export function stackFrames(state: State, modules: readonly LoadedModule[], limit = FRAMES_MAX): Frame[] {
  const { r, eip } = state.registers;
  const frames: Frame[] = [];
  let cursor: Cursor | undefined = { eip, esp: (r[ESP] ?? 0) >>> 0, ebp: (r[EBP] ?? 0) >>> 0, exact: true };
  while (cursor && frames.length < Math.min(limit, FRAMES_MAX)) {
    const frame = frameAt(state, modules, cursor, frames.length);
    const found: BlockCaller | undefined = blockCaller(state, modules, cursor, frame.function);
    // In a prologue EBP is the caller's still; at the `ret` of a block the return address is on top.
    const block: BlockCaller | undefined =
      found && (frame.childEbp === frame.ebp || found.slot <= cursor.esp) ? found : undefined;
    const raised: Cursor | undefined = block
      ? undefined
      : (interrupted(state, frame, cursor) ?? waiting(state, modules, frame, cursor));
    if (block) frames.push({ ...frame, childEbp: block.slot - 4, returnAddress: block.cursor.eip });
    else if (raised) frames.push({ ...frame, childEbp: cursor.esp, returnAddress: raised.eip });
    else frames.push(frame);
    cursor = block?.cursor ?? raised ?? callerOf(state, modules, frame, frames, cursor);
  }
  return frames;
}

/** What KiUserExceptionDispatcher was started for: above its stack pointer are the record's address and the CONTEXT's. */
function interrupted({ space }: State, frame: Frame, { esp }: Cursor): Cursor | undefined {
  if (frame.function?.name !== 'KiUserExceptionDispatcher') return undefined;
  for (let at = esp; at < esp + 16; at += 4) {
    const context = space.tryU32(at + 4) ?? 0;
    const distance = context - (space.tryU32(at) ?? 0);
    if (context <= at || distance < 20 || distance > 80) continue;
    const word = (offset: number) => space.tryU32(context + offset) ?? 0;
    return { eip: word(0xb8), esp: word(0xc4), ebp: word(0xb4), exact: true };
  }
  return undefined;
}

/** What KiUserApcDispatcher goes back to: the CONTEXT a few words above its stack pointer. A thread's start leads nowhere back. */
function waiting(
  { space }: State,
  modules: readonly LoadedModule[],
  frame: Frame,
  { esp }: Cursor,
): Cursor | undefined {
  if (frame.function?.name !== 'KiUserApcDispatcher') return undefined;
  for (let at = esp; at <= esp + 0x14; at += 4) {
    const word = (offset: number) => space.tryU32(at + offset) ?? 0;
    if ((word(0) & 0xffff0007) !== 0x10007 || word(0xbc) !== USER_CODE) continue;
    const module = moduleAt(modules, word(0xb8));
    if (module && functionAt(module, word(0xb8))?.name === 'RtlUserThreadStart') return undefined;
    return { eip: word(0xb8), esp: word(0xc4), ebp: word(0xb4), exact: true };
  }
  return undefined;
}

const USER_CODE = 0x1b;

function frameAt(state: State, modules: readonly LoadedModule[], cursor: Cursor, index: number): Frame {
  const module = moduleAt(modules, cursor.eip);
  const inside = module && functionAt(module, cursor.eip);
  const isKnown = cursor.exact || isStub(state, modules, inside, cursor);
  const childEbp = (isKnown ? savedEbpSlot(state, module, inside, cursor) : cursor.ebp) >>> 0;
  const returnAddress = state.space.tryU32(childEbp + 4) ?? 0;
  return { index, eip: cursor.eip, childEbp, ebp: cursor.ebp, returnAddress, module, function: inside };
}

/** A system-call stub that has called: it pushes nothing, so that its own return address follows. */
function isStub(
  { space }: State,
  modules: readonly LoadedModule[],
  inside: FunctionSymbol | undefined,
  { esp }: Cursor,
): boolean {
  if (!inside || inside.hasFrame) return false;
  const address = space.tryU32(esp) ?? 0;
  const module = moduleAt(modules, address);
  return module !== undefined && functionAt(module, address) !== undefined;
}

/** Where the innermost frame's saved EBP lies, or would lie: four below the return address. */
function savedEbpSlot(
  state: State,
  module: LoadedModule | undefined,
  inside: FunctionSymbol | undefined,
  cursor: Cursor,
): number {
  if (!module || !inside) return cursor.ebp;
  const start = module.base + inside.rva;
  // Hand-written code may make the same frame: push ebp, mov ebp,esp.
  if (!inside.hasFrame && (state.space.tryU32(start) ?? 0) << 8 !== 0xec8b55 << 8) return cursor.esp - 4;
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
  cursor: Cursor,
): Cursor | undefined {
  if (frame.returnAddress === 0) return undefined;
  const isOwnSlot = frame.childEbp === frame.ebp;
  const wasPushed = cursor.exact === true && !isOwnSlot && frame.childEbp === cursor.esp;
  const ebp = isOwnSlot || wasPushed ? state.space.tryU32(frame.childEbp) : frame.ebp;
  if (ebp === undefined) return undefined;
  const before = frames[frames.length - 2];
  if (before && frame.childEbp <= before.childEbp) return undefined;
  if (ebp === 0 && !moduleAt(modules, frame.returnAddress)) return undefined;
  return { eip: frame.returnAddress, esp: frame.childEbp + 8, ebp: ebp >>> 0 };
}
