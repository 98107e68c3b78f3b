/**
 * What "a step" is: the tests that end one, forward or backward.
 *
 * A step by line ends at the first instruction of another row of the line table that has a source; `over` counts only rows
 * in the frame that was current or in a caller's. A frame that ESP has gone below belongs to something that was called.
 * Backward, the last position at which the same test says yes wins, so a test must not keep a memory of its own.
 */
import { disassemble } from '../machine/disassemble.ts';
import { stackFrames } from './stack.ts';
import type { LinePlace, LoadedModule } from './symbols.ts';
import { functionAt, lineAt, moduleAt, rowStarts } from './symbols.ts';
import type { State, StopTest } from './target.ts';

export interface StepOptions {
  readonly kind: 'into' | 'over' | 'out';
  readonly unit: 'line' | 'instruction';
  readonly direction: 'forward' | 'backward';
  /** Which sources count; lines of others are run through. */
  readonly counts: (file: string) => boolean;
}

export type TurnOptions = Pick<StepOptions, 'unit' | 'counts'>;

const ESP = 4;
const EBP = 5;

/** The thread that runs, told by its TEB. */
const threadOf = (state: State) => state.registers.fsBase;
const stackPointer = (state: State) => (state.registers.r[ESP] ?? 0) >>> 0;
const framePointer = (state: State) => (state.registers.r[EBP] ?? 0) >>> 0;

/** A test that ends a step which starts at `now`. `modules` are those that are loaded or may be loaded on the way. */
export function stepTest(now: State, modules: readonly LoadedModule[], options: StepOptions): StopTest {
  const start = frozen(now);
  if (options.kind === 'out') return outTest(start, modules, options);
  if (options.unit === 'instruction') return instructionTest(start, options);
  return lineTest(start, modules, options);
}

/** The state may be a live one, which goes on changing: position and registers are kept as they are now. */
function frozen(state: State): State {
  const { r, eip, eflags, fsBase } = state.registers;
  return {
    position: state.position,
    registers: { r: r.slice(), eip, eflags, fsBase },
    processorIndex: state.processorIndex,
    processors: state.processors,
    space: state.space,
    time100ns: state.time100ns,
    log: state.log,
  };
}

/** Asked only at the addresses where rows begin, so a step over a long call runs at full speed. */
function lineTest(start: State, modules: readonly LoadedModule[], options: StepOptions): StopTest {
  const teb = threadOf(start);
  const floor = stackPointer(start);
  const frame = bodyFrame(start, modules);
  const from = lineAt(modules, start.registers.eip);
  const isCallee = (state: State) =>
    options.kind === 'over' && stackPointer(state) < floor && framePointer(state) !== frame;
  const isStop = (state: State) =>
    threadOf(state) === teb && !isCallee(state) && isOtherRow(state, modules, from, options.counts);
  const line = (state: State) => {
    const row = lineAt(modules, state.registers.eip);
    return row && `${row.file}:${row.line}`;
  };
  const rows = rowsFor(start, modules, options);
  if (!rows) return { each: isStop, line, staysWhenNotFound: true };
  return { addresses: new Map(rows.map((address) => [address, isStop])), line, staysWhenNotFound: true };
}

/** EBP while the body of the current function runs: in its first instructions it has not been set yet. */
function bodyFrame(start: State, modules: readonly LoadedModule[]): number {
  const { eip } = start.registers;
  const module = moduleAt(modules, eip);
  const inside = module && functionAt(module, eip);
  if (!module || !inside?.hasFrame || eip >= module.base + inside.bodyRva) return framePointer(start);
  const isPushed = start.space.tryU32(stackPointer(start)) === framePointer(start) && eip > module.base + inside.rva;
  return isPushed ? stackPointer(start) : stackPointer(start) - 4;
}

function isOtherRow(
  state: State,
  modules: readonly LoadedModule[],
  from: LinePlace | undefined,
  counts: (file: string) => boolean,
): boolean {
  const { eip } = state.registers;
  const row = lineAt(modules, eip);
  if (!row || !counts(row.file)) return false;
  const inside = functionAt(row.module, eip);
  const body = inside && row.module.base + inside.bodyRva;
  if (body !== undefined ? eip < body || (eip !== row.start && eip !== body) : eip !== row.start) return false;
  return !from || row.line !== from.line || row.file !== from.file || eip === from.start;
}

/** More rows than these are not all watched. */
const ROWS_MAX = 1500;

/**
 * The addresses at which a step can end, when they are few. When the system's sources count there are thousands: a step
 * over or out can then end only in functions that are on the stack, and a step into ends so soon that every instruction may
 * be asked (undefined).
 */
function rowsFor(start: State, modules: readonly LoadedModule[], options: StepOptions): readonly number[] | undefined {
  const rows = rowStarts(modules, options.counts);
  if (rows.length <= ROWS_MAX) return rows;
  if (options.kind === 'into') return undefined;
  const functions = stackFrames(start, modules, 64).flatMap(({ module, function: f }) =>
    module && f ? [{ from: module.base + f.rva, to: module.base + f.rva + f.size }] : [],
  );
  return rows.filter((address) => functions.some(({ from, to }) => address >= from && address < to));
}

/** Whether the thread has done something between two states of it: behind another processor's turn it may stand where it stood before. */
function hasMoved({ position, registers }: State, state: State): boolean {
  const { r, eip, eflags } = state.registers;
  if (Math.abs(state.position - position) === 1) return true;
  return eip !== registers.eip || eflags !== registers.eflags || r.some((value, i) => value !== registers.r[i]);
}

/** Before a thread's first instruction lies what another one did. */
function instructionTest(start: State, options: StepOptions): StopTest {
  const teb = threadOf(start);
  const isForward = options.direction === 'forward';
  if (options.kind === 'into')
    return { each: (state) => threadOf(state) === teb && hasMoved(start, state), elsePrevious: !isForward };
  return isForward ? overForward(start) : { ...overBackward(start), elsePrevious: true };
}

/**
 * A turn of the thread that runs at `now`: to its next row (or instruction) in the sources that count, or until another
 * thread runs on its processor, because it waits, has ended or was preempted.
 */
export function turnTest(now: State, modules: readonly LoadedModule[], options: TurnOptions): StopTest {
  const start = frozen(now);
  const teb = threadOf(start);
  const isOther = (state: State) => threadOf(state) !== teb;
  if (options.unit === 'instruction') {
    const isOwn = (state: State) => {
      const row = lineAt(modules, state.registers.eip);
      return row !== undefined && options.counts(row.file);
    };
    return { each: (state) => isOther(state) || isOwn(state) };
  }
  const from = lineAt(modules, start.registers.eip);
  const isRow = (state: State) => isOther(state) || isOtherRow(state, modules, from, options.counts);
  const rows = rowStarts(modules, options.counts);
  return { each: isOther, addresses: new Map(rows.map((address) => [address, isRow])) };
}

function decode(state: State, address: number) {
  return disassemble((at) => state.space.tryU8(at), address);
}

function overForward(start: State): StopTest {
  const teb = threadOf(start);
  const here = start.registers.eip;
  const instruction = decode(start, here);
  const next = (here + instruction.length) >>> 0;
  const floor = stackPointer(start);
  if (instruction.isCall)
    return { each: (state) => threadOf(state) === teb && state.registers.eip === next && stackPointer(state) >= floor };
  if (/^rep/.test(instruction.text))
    return { each: (state) => threadOf(state) === teb && state.registers.eip !== here };
  return { each: (state) => threadOf(state) === teb && hasMoved(start, state) };
}

/**
 * Behind a return stands the call that led there; otherwise simply the instruction before. Where another processor has had a turn
 * in between, that is the last one of this thread that ends here.
 */
function overBackward(start: State): StopTest {
  const teb = threadOf(start);
  const here = start.registers.eip;
  const isBefore = (state: State) => {
    const instruction = decode(state, state.registers.eip);
    if (state.position === start.position - 1 && !instruction.isReturn) return true;
    if (state.registers.eip + instruction.length !== here) return false;
    const popped = stackPointer(start) - stackPointer(state);
    return popped >= (instruction.isCall ? 0 : -0x400) && popped <= 0x400;
  };
  return { each: (state) => threadOf(state) === teb && isBefore(state) };
}

/** Forward: the function has returned to its caller. Backward: the call that entered the function. */
function outTest(start: State, modules: readonly LoadedModule[], options: StepOptions): StopTest {
  const teb = threadOf(start);
  const slot = returnSlot(start, modules);
  if (options.direction === 'backward') {
    return {
      each: (state) =>
        threadOf(state) === teb && stackPointer(state) === slot + 4 && decode(state, state.registers.eip).isCall,
    };
  }
  const isAbove = (state: State) => threadOf(state) === teb && stackPointer(state) > slot;
  if (options.unit === 'instruction') return { each: isAbove };
  const rows = rowsFor(start, modules, options) ?? [];
  return { addresses: new Map(rows.map((address) => [address, isAbove])) };
}

/** Where the return address of the current frame lies. */
function returnSlot(start: State, modules: readonly LoadedModule[]): number {
  const module = moduleAt(modules, start.registers.eip);
  const inside = module && functionAt(module, start.registers.eip);
  const isInBody =
    inside?.hasFrame === true && module !== undefined && start.registers.eip >= module.base + inside.bodyRva;
  return isInBody ? framePointer(start) + 4 : stackPointer(start);
}
