/** All lenses, by the names that authors write in `<Lab lenses="…">`. A new lens is a line here and its words. */
import { AddressSpace } from './AddressSpace.tsx';
import { Calls } from './Calls.tsx';
import { Console } from './Console.tsx';
import { DebuggerLens } from './DebuggerLens.tsx';
import { Disassembly } from './Disassembly.tsx';
import { Heap } from './Heap.tsx';
import type { Lens } from './lens.ts';
import { Memory } from './Memory.tsx';
import { Modules } from './Modules.tsx';
import { Registers } from './Registers.tsx';
import { Source } from './Source.tsx';
import { Stack } from './Stack.tsx';
import { Struct } from './Struct.tsx';

export const lenses: Readonly<Record<string, Lens>> = {
  source: Source,
  disassembly: Disassembly,
  registers: Registers,
  calls: Calls,
  heap: Heap,
  stack: Stack,
  memory: Memory,
  struct: Struct,
  modules: Modules,
  space: AddressSpace,
  console: Console,
  debugger: DebuggerLens,
};
