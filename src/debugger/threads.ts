/**
 * Threads as the debugger sees them: numbered in the order in which they were first seen, each with the registers with which
 * it stands in user mode, whether it runs now or not.
 */
import { currentThread, type ThreadView, threadRegisters, threads } from '../nt/query.ts';
import { threadNumber } from '../nt/query-scheduler.ts';
import type { Registers, State } from './target.ts';

export interface NumberedThread extends ThreadView {
  /** The n of `~n`. */
  readonly number: number;
}

/** The threads of the program's process, by number. */
export function numberedThreads(state: State): readonly NumberedThread[] {
  const all = threads(state.space);
  const ids = all.map(({ id }) => id);
  return all
    .map((thread) => ({ ...thread, number: threadNumber(state.log, ids, thread.id) }))
    .sort((a, b) => a.number - b.number);
}

/** Ids of the process's threads, oldest first. */
export function threadIds(state: State): readonly number[] {
  return threads(state.space).map(({ id }) => id);
}

/** The registers with which a thread stands: its processor's while it runs, else those that the kernel saved. */
export function registersOf(state: State, thread: ThreadView): Registers {
  const running = thread.processor === undefined ? undefined : state.processors[thread.processor];
  return running ?? threadRegisters(state.space, { ...thread, processor: undefined }, []);
}

/** The same machine, looked at from a thread. */
export function stateOfThread(state: State, thread: ThreadView): State {
  return {
    position: state.position,
    registers: registersOf(state, thread),
    processorIndex: thread.processor ?? state.processorIndex,
    processors: state.processors,
    space: state.space,
    time100ns: state.time100ns,
    log: state.log,
  };
}

/** The thread that `state` is looked at from: told by its TEB; undefined before there is one. */
export function threadInView(state: State): ThreadView | undefined {
  const teb = state.registers.fsBase;
  const running = currentThread(state.space, state.processorIndex);
  return running?.teb === teb ? running : (threads(state.space).find((thread) => thread.teb === teb) ?? running);
}
