/**
 * What the parts of the generator share while they write one function: the code buffer, the frame, which registers are
 * taken, and each other (the abstract methods, so that the families need not import one another in circles).
 *
 * Registers: expressions are worked out in EAX, ECX and EDX. `value(e, t)` leaves its result in `t`, which the caller has taken.
 * `need(e)` says how many of them `e` takes at most; who holds a register while evaluating something that needs more than
 * are free puts it into the frame first. `CLOBBERS` is the need of all that destroys every register (calls, division, 64-bit and
 * floating-point work): so whoever generates such a node may use all three. ESI, EDI and EBX are saved when used.
 */
import { assert } from '../machine/assert.ts';
import type { Expression, FunctionDefinition, Place, Statement, Variable } from './ast.ts';
import type { CType } from './ctypes.ts';
import { CompileError } from './diagnostic.ts';
import type { CodeBuffer, Mem } from './encode.ts';
import { at, EAX, EBP, ECX, EDX } from './encode.ts';
import type { Frame } from './frame.ts';

export interface GenerateOptions {
  readonly debug: boolean;
  /** Fill locals with 0xCC at entry, as /RTC1 does. */
  readonly rtc?: boolean;
  /** Security cookies in frames with buffers and with __try, as /GS has them. */
  readonly bufferSecurity?: boolean;
  /** Begin each function with `mov edi,edi`. */
  readonly hotpatch?: boolean;
}

/** What a name in __asm stands for. */
export type AsmName =
  | { readonly kind: 'frame'; readonly offset: number; readonly size: number }
  | { readonly kind: 'symbol'; readonly name: string; readonly size: number; readonly isFunction: boolean }
  | { readonly kind: 'constant'; readonly value: number }
  | { readonly kind: 'label'; readonly name: string };

/** Assembles one line. */
export type Assembler = (
  text: string,
  options: { readonly resolve: (name: string) => AsmName | undefined },
) =>
  | {
      readonly bytes: Uint8Array;
      readonly relocations: readonly {
        readonly offset: number;
        readonly kind: 'absolute' | 'relative' | 'relative8';
        readonly name: string;
        readonly addend: number;
      }[];
    }
  | { readonly error: string };

/** What functions ask of their unit. */
export interface UnitContext {
  readonly options: GenerateOptions;
  readonly files: readonly string[];
  /** The linker's name, noted as referred to. */
  symbol(variable: Variable): string;
  /** "__imp__f": the cell that the loader fills with a dllimport variable's address. */
  importSymbol(variable: Variable): string;
  /** A function of the run-time or intrinsics library, by its linker name. */
  externalSymbol(name: string): string;
  /** A read-only constant: 4 or 8 bytes. */
  realConstant(value: number, size: 4 | 8): string;
  /** Turns a line of __asm into bytes. */
  readonly assemble: Assembler;
  /** Whether a name has been given out by this unit. */
  hasSymbol(name: string): boolean;
}

/** A direct operand: needs no code and no register. */
export type Operand =
  | { readonly kind: 'constant'; readonly value: number; readonly symbol?: string }
  | { readonly kind: 'memory'; readonly mem: Mem };

export interface JumpTarget {
  readonly label: number;
  /** The try level there. */
  readonly level: number;
  /** How many __finally blocks surround it. */
  readonly finallyDepth: number;
  /** First mention in the source, of named labels. */
  readonly place?: Place;
}

/** One row of the scope table. */
export interface SehScope {
  readonly enclosing: number;
  /** Undefined for __finally. */
  readonly filter: number | undefined;
  readonly handler: number;
}

export interface SehState {
  readonly scopes: SehScope[];
  /** The scope that code is being written in; -1 outside. */
  level: number;
  /** Where `__leave` goes, innermost last. */
  readonly leaves: JumpTarget[];
}

/** Where a __finally block that has __try blocks keeps its ESP and the head of the chain. */
export interface FinallyState {
  readonly stack: Mem;
  readonly head: Mem;
}

export const CLOBBERS = 99;

export abstract class FunctionState {
  readonly unit: UnitContext;
  readonly definition: FunctionDefinition;
  readonly code: CodeBuffer;
  readonly frame: Frame;
  readonly returnLabel: number;
  /** Values on the x87 stack. */
  realDepth = 0;
  /** How many __finally blocks surround the code being written. */
  inFinally = 0;
  /** What each of them keeps, the outermost first. */
  readonly finallyStates: (FinallyState | undefined)[] = [];
  /** The __finally blocks that have __try blocks inside. */
  readonly finallyWithTry = new Set<Statement>();
  usesEbx = false;
  usesEsi = false;
  usesEdi = false;
  /** ESP no longer tells where the saved registers are: _alloca. */
  movesStack = false;
  readonly breaks: JumpTarget[] = [];
  readonly continues: JumpTarget[] = [];
  /** Labels of the innermost switch's cases; the default's under 'default'. */
  cases: ReadonlyMap<bigint | 'default', number> = new Map();
  /** Where names are in scope: code offsets. */
  readonly scopes: { readonly variable: Variable; from: number; to: number }[] = [];
  /** The __try blocks of the function; undefined while it has none. */
  seh: SehState | undefined;
  /**
   * Inside a __finally block: where its "abnormal" flag is. Inside filters: the EXCEPTION_POINTERS pointer. Inside __except
   * blocks: the exception's code.
   */
  abnormalFlag: Mem | undefined;
  exceptionPointers: Mem | undefined;
  exceptionCode: Mem | undefined;
  /** Where the security cookie is kept, in a function with buffers under /GS. */
  cookieSlot: Mem | undefined;
  readonly namedLabels = new Map<string, JumpTarget>();
  /** Triples: code offset, file, line. */
  readonly lines: number[] = [];
  /** One bit for each of EAX, ECX, EDX that nobody has taken. */
  #free = 7;

  constructor(unit: UnitContext, definition: FunctionDefinition, code: CodeBuffer, frame: Frame) {
    this.unit = unit;
    this.definition = definition;
    this.code = code;
    this.frame = frame;
    this.returnLabel = code.newLabel();
  }

  // ------------------------------------------------------------- registers

  get freeCount(): number {
    return (this.#free & 1) + ((this.#free >> 1) & 1) + (this.#free >> 2);
  }

  take(preferred = EAX): number {
    const register = this.isFree(preferred) ? preferred : [EAX, ECX, EDX].find((r) => this.isFree(r));
    assert(register !== undefined, 'a register is free where need() promised one');
    this.#free &= ~(1 << register);
    return register;
  }

  /** Takes this very register. */
  reserve(register: number): void {
    assert(this.isFree(register), 'a reserved register was free');
    this.#free &= ~(1 << register);
  }

  give(register: number): void {
    this.#free |= 1 << register;
  }

  isFree(register: number): boolean {
    return ((this.#free >> register) & 1) === 1;
  }

  giveMem(mem: Mem): void {
    if (mem.base >= EAX && mem.base <= EDX) this.give(mem.base);
    if (mem.index >= EAX && mem.index <= EDX) this.give(mem.index);
  }

  /** A place in the frame for a value that has to leave its register. */
  slot(size = 4): Mem {
    return at(EBP, this.frame.temporary(size));
  }

  saveWide(mem: Mem): void {
    this.code.store(mem, EAX, 4);
    this.code.store({ ...mem, displacement: mem.displacement + 4 }, EDX, 4);
  }

  useString(): void {
    this.usesEsi = true;
    this.usesEdi = true;
    assert(this.isFree(ECX), 'string instructions count in ECX');
  }

  // --------------------------------------------------------------- general

  fail(place: Place, message: string, hint?: string): never {
    const file = this.unit.files[place.file] ?? '';
    const { line, column } = place;
    throw new CompileError({ file, line, column, length: 1, message, text: '', ...(hint ? { hint } : {}) });
  }

  /** Begins a row of the line table, unless the row before is of the same line. */
  note(place: Place): void {
    if (!this.unit.options.debug) return;
    const last = this.lines.length - 3;
    if (last >= 0 && this.lines[last] === this.code.length) this.lines.length = last;
    else if (last >= 0 && this.lines[last + 1] === place.file && this.lines[last + 2] === place.line) return;
    this.lines.push(this.code.length, place.file, place.line);
  }

  /** The label of that name, at the try level that the function's labels were found on. */
  labelOf(name: string, place?: Place): JumpTarget {
    let target = this.namedLabels.get(name);
    if (!target) {
      target = { label: this.code.newLabel(), level: -1, finallyDepth: 0, ...(place ? { place } : {}) };
      this.namedLabels.set(name, target);
    }
    return target;
  }

  // -------------------------------------------------------------- families

  /** Leaves an integer of up to 4 bytes or a pointer in `target`, extended to 32 bits. */
  abstract value(e: Expression, target: number): void;
  /** Runs `e` for what it does. */
  abstract effect(e: Expression): void;
  /** Leaves a 64-bit integer in EDX:EAX. */
  abstract wide(e: Expression): void;
  /** Leaves a floating-point number in ST(0). */
  abstract real(e: Expression): void;
  /** The memory operand of an lvalue; takes registers until `giveMem`. */
  abstract address(e: Expression): Mem;
  /** Where the bytes of a structure-typed expression are; takes registers until `giveMem`. */
  abstract structure(e: Expression): Mem;
  /** Jumps to the label when `e` is `when` (true: not zero), otherwise falls through. */
  abstract jumpIf(e: Expression, label: number, when: boolean): void;
  /** Calls; the result is in EAX, EDX:EAX, ST(0), or for structures at the place returned. */
  abstract call(e: Extract<Expression, { kind: 'call' }>): Mem | undefined;
  abstract intrinsic(e: Extract<Expression, { kind: 'intrinsic' }>): void;
  abstract initialize(e: Extract<Expression, { kind: 'literal' }>): void;
  abstract statement(s: Statement): void;
}

export const isWide = (type: CType): boolean => type.kind === 'integer' && type.size === 8;
export const isReal = (type: CType): boolean => type.kind === 'float';
/** Fits a register: integers up to 4 bytes and pointers. */
export const isWord = (type: CType): boolean =>
  (type.kind === 'integer' && type.size <= 4) ||
  type.kind === 'pointer' ||
  type.kind === 'array' ||
  type.kind === 'function';
export const isSigned = (type: CType): boolean => type.kind === 'integer' && type.signed;
export const wordSize = (type: CType): 1 | 2 | 4 =>
  type.kind === 'integer' && type.size < 4 ? (type.size as 1 | 2) : 4;
