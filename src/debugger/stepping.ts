/**
 * What "a step" is: the tests that end one, forward or backward.
 *
 * A step by line ends at the first instruction of another row of the line table that has a source; `over` counts only rows
 * in the frame that was current or in a caller's. A frame that ESP has gone below belongs to something that was called.
 * Backward, the last position at which the same test says yes wins, so a test must not keep a memory of its own.
 */
import { disassemble } from '../machine/disassemble.ts';
import type { LinePlace, LoadedModule } from './symbols.ts';
import { functionAt, lineAt, moduleAt } from './symbols.ts';
import type { State, StopTest } from './target.ts';

export interface StepOptions {
  readonly kind: 'into' | 'over' | 'out';
  readonly unit: 'line' | 'instruction';
  readonly direction: 'forward' | 'backward';
  /** Which modules' sources count; others are run through. */
  readonly counts: (module: LoadedModule) => boolean;
}

/** Gives the modules of a state; the caller may keep them while nothing is loaded. */
export type ModulesOf = (state: State) => readonly LoadedModule[];

const ESP = 4;
const EBP = 5;

/** The thread that runs, told by its TEB. */
const threadOf = (state: State) => state.registers.fsBase;
const stackPointer = (state: State) => (state.registers.r[ESP] ?? 0) >>> 0;
const framePointer = (state: State) => (state.registers.r[EBP] ?? 0) >>> 0;

/** A test that ends a step which starts at `start`. */
export function stepTest(start: State, modulesOf: ModulesOf, options: StepOptions): StopTest {
  if (options.kind === 'out') return outTest(start, modulesOf, options);
  if (options.unit === 'instruction') return instructionTest(start, options);
  return lineTest(start, modulesOf, options);
}

function lineTest(start: State, modulesOf: ModulesOf, options: StepOptions): StopTest {
  const teb = threadOf(start);
  const floor = stackPointer(start);
  const frame = framePointer(start);
  const from = lineAt(modulesOf(start), start.registers.eip);
  const isCallee = (state: State) =>
    options.kind === 'over' && stackPointer(state) < floor && framePointer(state) !== frame;
  return {
    each: (state) => threadOf(state) === teb && isRowStart(state, modulesOf(state), from, options) && !isCallee(state),
  };
}

function isRowStart(
  state: State,
  modules: readonly LoadedModule[],
  from: LinePlace | undefined,
  options: StepOptions,
): boolean {
  const eip = state.registers.eip;
  const row = lineAt(modules, eip);
  if (!row || !options.counts(row.module)) return false;
  const inside = functionAt(row.module, eip);
  const body = inside && row.module.base + inside.bodyRva;
  if (body !== undefined && eip < body) return false;
  if (eip !== row.start && eip !== body) return false;
  return !from || row.line !== from.line || row.file !== from.file || eip === from.start;
}

function instructionTest(start: State, options: StepOptions): StopTest {
  const teb = threadOf(start);
  if (options.kind === 'into') return { each: (state) => threadOf(state) === teb };
  return options.direction === 'forward' ? overForward(start) : overBackward(start);
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
  return { each: (state) => threadOf(state) === teb };
}

/** Behind a return stands the call that led there; otherwise simply the instruction before. */
function overBackward(start: State): StopTest {
  const teb = threadOf(start);
  const here = start.registers.eip;
  const isMatchingCall = (state: State) => {
    const instruction = decode(state, state.registers.eip);
    const popped = stackPointer(start) - stackPointer(state);
    return instruction.isCall && state.registers.eip + instruction.length === here && popped >= 0 && popped <= 0x400;
  };
  return {
    each: (state) => {
      if (threadOf(state) !== teb) return false;
      if (state.position === start.position - 1)
        return !decode(state, state.registers.eip).isReturn || isMatchingCall(state);
      return isMatchingCall(state);
    },
  };
}

/** Forward: the function has returned to its caller. Backward: the call that entered the function. */
function outTest(start: State, modulesOf: ModulesOf, options: StepOptions): StopTest {
  const teb = threadOf(start);
  const slot = returnSlot(start, modulesOf(start));
  if (options.direction === 'backward') {
    return {
      each: (state) =>
        threadOf(state) === teb && stackPointer(state) === slot + 4 && decode(state, state.registers.eip).isCall,
    };
  }
  const isAbove = (state: State) => threadOf(state) === teb && stackPointer(state) > slot;
  if (options.unit === 'instruction') return { each: isAbove };
  return {
    each: (state) => {
      if (!isAbove(state)) return false;
      const row = lineAt(modulesOf(state), state.registers.eip);
      return row !== undefined && options.counts(row.module);
    },
  };
}

/** Where the return address of the current frame lies. */
function returnSlot(start: State, modules: readonly LoadedModule[]): number {
  const module = moduleAt(modules, start.registers.eip);
  const inside = module && functionAt(module, start.registers.eip);
  const isInBody =
    inside?.hasFrame === true && module !== undefined && start.registers.eip >= module.base + inside.bodyRva;
  return isInBody ? framePointer(start) + 4 : stackPointer(start);
}
