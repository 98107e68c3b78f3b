/** The critical sections of the process: those in ntdll's list, which is where WinDbg finds them too. */
import { entriesOf } from '../nt/list.ts';
import { RTL_CRITICAL_SECTION, RTL_CRITICAL_SECTION_DEBUG } from '../nt/structs/rtl.ts';
import type { LoadedModule } from './symbols.ts';
import { nameOf, rvaOf } from './symbols.ts';
import type { State } from './target.ts';

export interface CriticalSectionView {
  readonly address: number;
  /** "test!lock+0x0", or undefined on a heap or stack. */
  readonly name: string | undefined;
  readonly debugInfo: number;
  /** The word as it stands. */
  readonly lockCount: number;
  readonly isLocked: boolean;
  readonly isWaiterWoken: boolean;
  readonly waiters: number;
  readonly recursionCount: number;
  /** A thread's id; 0: nobody. */
  readonly owningThread: number;
  readonly lockSemaphore: number;
  readonly spinCount: number;
  readonly contentionCount: number;
}

const LINKS = RTL_CRITICAL_SECTION_DEBUG.offsetOf('ProcessLocksList');
const SECTIONS_MAX = 4096;

/** All critical sections that have a debug block, in the order in which they were made. */
export function criticalSections(state: State, modules: readonly LoadedModule[]): readonly CriticalSectionView[] {
  const ntdll = modules.find((module) => module.name === 'ntdll');
  const rva = rvaOf(ntdll?.symbols, 'RtlCriticalSectionList');
  const head = ntdll === undefined || rva === undefined ? 0 : ntdll.base + rva;
  if (head === 0 || !state.space.tryU32(head)) return [];
  return entriesOf(state.space, head, SECTIONS_MAX).flatMap((entry) => {
    const section = state.space.tryU32(entry - LINKS + RTL_CRITICAL_SECTION_DEBUG.offsetOf('CriticalSection'));
    const view = section === undefined ? undefined : criticalSectionAt(state, modules, section);
    return view ? [view] : [];
  });
}

/** What lies at `address`, taken as a critical section; undefined where there is no memory. */
export function criticalSectionAt(
  state: State,
  modules: readonly LoadedModule[],
  address: number,
): CriticalSectionView | undefined {
  const { space } = state;
  if (space.tryBytes(address, RTL_CRITICAL_SECTION.size) === undefined) return undefined;
  const section = RTL_CRITICAL_SECTION.at(space, address);
  const { DebugInfo, LockCount } = section;
  const hasDebug = space.tryBytes(DebugInfo, RTL_CRITICAL_SECTION_DEBUG.size) !== undefined;
  return {
    address,
    name: nameOf(modules, address),
    debugInfo: DebugInfo,
    lockCount: LockCount,
    isLocked: (LockCount & 1) === 0,
    isWaiterWoken: (LockCount & 2) === 0,
    waiters: (-1 - LockCount) >> 2,
    recursionCount: section.RecursionCount,
    owningThread: section.OwningThread,
    lockSemaphore: section.LockSemaphore,
    spinCount: section.SpinCount,
    contentionCount: hasDebug ? RTL_CRITICAL_SECTION_DEBUG.at(space, DebugInfo).ContentionCount : 0,
  };
}
