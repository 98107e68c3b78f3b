/** From bytes to text in WinDbg's shape: `mov     eax,dword ptr [ebp+8]`. */
import { decode } from './decode.ts';
import type { Instruction, MemoryOperand, Operand } from './instruction.ts';
import { REGISTERS16, REGISTERS32, registerName, SEGMENTS, SHORT_NAMES, SIZE_NAMES } from './names.ts';

export interface Disassembly {
  readonly text: string;
  readonly length: number;
  readonly bytes: readonly number[];
  /** Where a direct jump or call goes. */
  readonly target?: number;
  readonly isCall: boolean;
  readonly isReturn: boolean;
  /** True for jumps, conditional ones too. */
  readonly isJump: boolean;
}

/** The name of an address, such as `ntdll!RtlAllocateHeap+0x12`. */
export type SymbolOf = (address: number) => string | undefined;

const UNREADABLE: unique symbol = Symbol('unreadable');

/** The instruction at `address`; `???` where there is none or its bytes cannot be read. */
export function disassemble(
  read: (address: number) => number | undefined,
  address: number,
  symbolOf: SymbolOf = () => undefined,
): Disassembly {
  const bytes: number[] = [];
  const instruction = tryDecode((offset) => {
    const byte = read((address + offset) >>> 0);
    if (byte === undefined || offset >= 15) throw UNREADABLE;
    bytes[offset] = byte;
    return byte;
  });
  if (!instruction) {
    return { text: '???', length: 1, bytes: bytes.slice(0, 1), isCall: false, isReturn: false, isJump: false };
  }
  const { mnemonic, length } = instruction;
  const target = targetOf(instruction, address);
  return {
    text: textOf(instruction, address, symbolOf),
    length,
    bytes,
    ...(target === undefined ? {} : { target }),
    isCall: mnemonic === 'call',
    isReturn: mnemonic === 'ret' || mnemonic === 'retf' || mnemonic === 'iretd',
    isJump: mnemonic.startsWith('j') || mnemonic.startsWith('loop'),
  };
}

function tryDecode(byteAt: (offset: number) => number): Instruction | undefined {
  try {
    return decode(byteAt);
  } catch (thrown) {
    if (thrown === UNREADABLE) return undefined;
    throw thrown;
  }
}

function targetOf(i: Instruction, address: number): number | undefined {
  const [o] = i.operands;
  if (o?.kind !== 'relative') return undefined;
  const target = (address + i.length + o.distance) >>> 0;
  return i.size === 2 ? target & 0xffff : target;
}

function textOf(i: Instruction, address: number, symbolOf: SymbolOf): string {
  const operands = i.operands.map((o, n) => operandText(o, n, i, address, symbolOf)).join(',');
  const name = `${prefixOf(i)}${nameOf(i)}`;
  return operands === '' ? name : `${name.padEnd(7)} ${operands}`;
}

function nameOf(i: Instruction): string {
  const short = i.mnemonic === 'jecxz' ? i.addressSize === 2 : i.size === 2;
  return (short && SHORT_NAMES[i.mnemonic]) || i.mnemonic;
}

function prefixOf(i: Instruction): string {
  const lock = i.lock ? 'lock ' : '';
  const kind = i.row.patterns.map((p) => p[0]).join('');
  const isString = /[XY]/.test(kind);
  if (i.repeat === '') return lock;
  if (!isString) return i.mnemonic === 'nop' && i.repeat === 'rep' ? lock : `${lock}${i.repeat} `;
  const compares = i.mnemonic === 'cmps' || i.mnemonic === 'scas';
  return `${lock}${compares && i.repeat === 'rep' ? 'repe' : i.repeat} `;
}

/** A number as MASM writes it: hexadecimal with h, and a leading 0 before a letter; plain below 10. */
export function number(value: number): string {
  const unsigned = value >>> 0;
  if (unsigned < 10) return String(unsigned);
  const text = unsigned.toString(16).toUpperCase();
  return `${/^[A-F]/.test(text) ? '0' : ''}${text}h`;
}

const hex8 = (value: number): string => (value >>> 0).toString(16).padStart(8, '0');

function operandText(o: Operand, n: number, i: Instruction, address: number, symbolOf: SymbolOf): string {
  switch (o.kind) {
    case 'register':
      return registerName(o.size, o.index);
    case 'segment':
      return SEGMENTS[o.index] as string;
    case 'st':
      return i.row.patterns[n] === 'st' ? 'st' : `st(${o.index})`;
    case 'immediate':
      return immediateText(o.value, o.size, i.row.patterns[n] as string, i, symbolOf);
    case 'relative': {
      const target = targetOf(i, address) as number;
      const name = symbolOf(target);
      return name === undefined ? hex8(target) : `${name} (${hex8(target)})`;
    }
    case 'far':
      return `${o.selector.toString(16).padStart(4, '0')}:${hex8(o.offset)}`;
    case 'memory':
      return memoryText(o, i.row.patterns[n] as string, symbolOf);
  }
}

function immediateText(value: number, size: number, pattern: string, i: Instruction, symbolOf: SymbolOf): string {
  if (pattern === 'Cd') return `cr${value}`;
  if (pattern === 'Dd') return `dr${value}`;
  const mayPoint = size === 4 && value >>> 0 >= 0x10000 && (i.mnemonic === 'push' || i.mnemonic === 'mov');
  const name = mayPoint ? symbolOf(value >>> 0) : undefined;
  return name === undefined ? number(value) : `offset ${name} (${hex8(value)})`;
}

function memoryText(o: MemoryOperand, pattern: string, symbolOf: SymbolOf): string {
  const size = SIZE_NAMES[o.size];
  const isLea = pattern === 'M';
  const head = size && !isLea ? `${size} ptr ` : '';
  const segment = o.segment >= 0 && !(pattern[0] === 'X' && o.segment === 3) ? `${SEGMENTS[o.segment]}:` : '';
  if (o.base < 0 && o.index < 0) {
    const name = segment === '' ? symbolOf(o.displacement >>> 0) : undefined;
    if (name !== undefined) return `${head}[${name} (${hex8(o.displacement)})]`;
    return `${head}${segment || (isLea ? '' : 'ds:')}[${hex8(o.displacement)}h]`;
  }
  return `${head}${segment}[${addressText(o)}]`;
}

function addressText(o: MemoryOperand): string {
  const names = o.short ? REGISTERS16 : REGISTERS32;
  const parts: string[] = [];
  if (o.base >= 0) parts.push(names[o.base] as string);
  if (o.index >= 0) parts.push(`${names[o.index]}${o.scale > 1 ? `*${o.scale}` : ''}`);
  const d = o.displacement;
  if (d === 0) return parts.join('+');
  if (o.base < 0 && o.scale > 1) return `${parts.join('+')}+${number(d)}`;
  return d < 0 ? `${parts.join('+')}-${number(-d)}` : `${parts.join('+')}+${number(d)}`;
}
