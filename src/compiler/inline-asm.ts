/**
 * `__asm` blocks: each line goes through the assembler, its names being locals of the frame, globals, constants, members'
 * offsets, or labels, which C and __asm share.
 */
import type { AsmLine } from './ast.ts';
import { type CType, sizeOf } from './ctypes.ts';
import type { AsmName, FunctionState } from './generate-state.ts';

const conditionNames: Readonly<Record<string, number>> = {
  jo: 0,
  jno: 1,
  jb: 2,
  jc: 2,
  jnae: 2,
  jae: 3,
  jnb: 3,
  jnc: 3,
  je: 4,
  jz: 4,
  jne: 5,
  jnz: 5,
  jbe: 6,
  jna: 6,
  ja: 7,
  jnbe: 7,
  js: 8,
  jns: 9,
  jp: 10,
  jpe: 10,
  jnp: 11,
  jpo: 11,
  jl: 12,
  jnge: 12,
  jge: 13,
  jnl: 13,
  jle: 14,
  jng: 14,
  jg: 15,
  jnle: 15,
};
const shortOnly: Readonly<Record<string, number>> = {
  loopne: 0xe0,
  loopnz: 0xe0,
  loope: 0xe1,
  loopz: 0xe1,
  loop: 0xe2,
  jecxz: 0xe3,
};

const LABEL = /^\s*([A-Za-z_$?@][\w$?@]*)\s*:\s*(.*)$/;
const JUMP = /^\s*(j\w+|loop\w*)\s+(?:short\s+|near\s+ptr\s+)?([A-Za-z_$?@][\w$?@]*)\s*$/i;
/** An address in brackets without a size, and a number behind it. */
const UNSIZED = /^(mov|add|sub|and|or|xor|cmp|test)\s*\[(?=[^\]]*\]\s*,\s*\d)/i;
/** `offset label` as a whole operand. */
const OFFSET = /\boffset\s+([A-Za-z_$?@][\w$?@]*)/i;
const REGISTER = /^(e?(ax|bx|cx|dx|si|di|sp|bp)|[abcd][hl])$/i;

export function asmBlock(g: FunctionState, lines: readonly AsmLine[]): void {
  for (const line of lines) {
    g.note(line.place);
    noteRegisters(g, line.text);
    asmLine(g, line, line.text.trim());
  }
}

function asmLine(g: FunctionState, line: AsmLine, text: string): void {
  const label = LABEL.exec(text);
  if (label) {
    g.code.place(g.labelOf(label[1] as string).label);
    text = (label[2] as string).trim();
  }
  if (text === '' || jump(g, line, text)) return;
  const assemble = (instruction: string) => g.unit.assemble(instruction, { resolve: (name) => meaning(g, line, name) });
  const name = OFFSET.exec(text)?.[1];
  if (name && !meaning(g, line, name)) {
    labelAddress(g, line, text, name);
    return;
  }
  let result = assemble(text);
  // As in MASM's old days, and Microsoft's inline assembler still: `mov [eax], 1` stores a byte.
  if ('error' in result && UNSIZED.test(text)) result = assemble(text.replace(UNSIZED, '$1 byte ptr ['));
  if ('error' in result) g.fail(line.place, result.error);
  write(g, line, result);
}

/** An instruction whose immediate operand is the address of a label of the function. */
function labelAddress(g: FunctionState, line: AsmLine, text: string, label: string): void {
  const resolve = (name: string): AsmName | undefined =>
    name === label ? { kind: 'symbol', name, size: 0, isFunction: true } : meaning(g, line, name);
  const result = g.unit.assemble(text, { resolve });
  if ('error' in result) g.fail(line.place, result.error);
  else write(g, line, result, label);
}

/** Jumps to labels, so that they may become short or long. */
function jump(g: FunctionState, line: AsmLine, text: string): boolean {
  const match = JUMP.exec(text);
  if (!match) return false;
  const mnemonic = (match[1] as string).toLowerCase();
  const name = match[2] as string;
  if (REGISTER.test(name) || line.variables.has(name) || line.constants.has(name)) return false;
  const { label } = g.labelOf(name);
  const code = conditionNames[mnemonic];
  const short = shortOnly[mnemonic];
  if (mnemonic === 'jmp') g.code.jmp(label);
  else if (code !== undefined) g.code.jcc(code, label);
  else if (short !== undefined) g.code.jumpShort(short, label);
  else return false;
  return true;
}

/** The size an operand has through its name: of an array that of an element; 0 where the other operand must say. */
function operandSize(type: CType): number {
  const size = sizeOf(type.kind === 'array' ? type.of : type);
  return size === 1 || size === 2 || size === 4 || size === 8 ? size : 0;
}

function meaning(g: FunctionState, line: AsmLine, name: string): AsmName | undefined {
  const constant = line.constants.get(name);
  if (constant !== undefined) return { kind: 'constant', value: constant };
  const variable = line.variables.get(name);
  if (!variable) return undefined;
  const isFunction = variable.type.kind === 'function';
  const size = operandSize(variable.type);
  if (variable.storage !== 'global') return { kind: 'frame', offset: g.frame.offsetOf(variable), size };
  // A call to an imported function goes through the cell that holds its address.
  if (variable.attributes.dllimport)
    return { kind: 'symbol', name: g.unit.importSymbol(variable), size: 4, isFunction: false };
  return { kind: 'symbol', name: g.unit.symbol(variable), size, isFunction };
}

function write(
  g: FunctionState,
  line: AsmLine,
  result: Exclude<ReturnType<FunctionState['unit']['assemble']>, { error: string }>,
  label?: string,
): void {
  let from = 0;
  for (const { offset, kind, name, addend } of result.relocations.toSorted((a, b) => a.offset - b.offset)) {
    g.code.bytes(...result.bytes.subarray(from, offset));
    from = offset + 4;
    if (kind === 'relative8') g.fail(line.place, 'this jump reaches labels only');
    if (name === label) {
      g.code.relocate('dir32', g.code.self, addend, g.labelOf(name).label);
      continue;
    }
    if (!g.unit.hasSymbol(name)) g.fail(line.place, `'${name}' is not known here`);
    g.code.relocate(kind === 'absolute' ? 'dir32' : 'rel32', name, addend);
  }
  g.code.bytes(...result.bytes.subarray(from));
}

/** Registers that a caller expects back. */
function noteRegisters(g: FunctionState, text: string): void {
  if (/\b(ebx|bx|bl|bh)\b|cmpxchg8b|cpuid/i.test(text)) g.usesEbx = true;
  if (/\b(esi|si)\b|\b(movs|lods|cmps)[bwd]?\b/i.test(text)) g.usesEsi = true;
  if (/\b(edi|di)\b|\b(movs|stos|scas|cmps)[bwd]?\b/i.test(text)) g.usesEdi = true;
}
