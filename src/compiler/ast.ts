/**
 * The tree between parser and generator.
 *
 * The parser has done all that needs C's rules: names are resolved to `Variable`s, every expression has its type, the
 * usual conversions stand as explicit `cast` nodes, arrays and functions have decayed (`addressOf` with a pointer type),
 * pointer arithmetic is scaled (plain integer add on pointer-typed operands), `sizeof`, enumerators and constant
 * expressions are numbers, string literals are static variables, `a->b` is `member(dereference(a))`, `new` and `delete` are
 * calls. So the generator knows bytes and registers and nothing of C's rules.
 */
import type { CType, FunctionType } from './ctypes.ts';
import type { Diagnostic } from './diagnostic.ts';

/** A place in a source file, for diagnostics and the line table. Lines and columns count from 1. */
export interface Place {
  /** Index into the unit's `files`. */
  readonly file: number;
  readonly line: number;
  readonly column: number;
}

/** What a name stands for. Compared by identity. */
export interface Variable {
  readonly name: string;
  type: CType;
  readonly place: Place;
  /** 'global' includes functions and static locals; locals and parameters live in a frame. */
  readonly storage: 'global' | 'local' | 'parameter';
  /** Globals: visible to other units. Static functions, static locals and string literals are not. */
  external: boolean;
  /** Globals: the linker's name without decoration. Unique in the unit for static locals and literals ("counter$1", "$SG12"). */
  readonly linkName: string;
  /** `extern "C"` or plain C: always true in .c files. C++ functions in .cpp files are decorated by the generator's one rule. */
  readonly cLinkage: boolean;
  /** Values for missing last arguments in C++, one for each parameter; the parser has put them into the calls. */
  defaults?: readonly (Expression | undefined)[];
  /** Declared `const`. */
  readonly isConst?: boolean;
  attributes: Attributes;
}

export interface Attributes {
  readonly dllimport?: boolean;
  readonly dllexport?: boolean;
  readonly thread?: boolean;
  readonly naked?: boolean;
  readonly noreturn?: boolean;
  readonly align?: number;
  /** `__declspec(allocate(".CRT$XCU"))` or `#pragma data_seg` / `code_seg`. */
  readonly section?: string;
  /** `__declspec(selectany)`: several units may define it; the linker keeps one. */
  readonly selectAny?: boolean;
}

/** One translation unit. */
export interface Unit {
  /** Names of the source file (index 0) and of all files it included, as given to the compiler. */
  readonly files: readonly string[];
  readonly functions: readonly FunctionDefinition[];
  readonly data: readonly DataDefinition[];
  /** From `#pragma comment(linker, "/export:f=g")` and `comment(lib, "x")`. */
  readonly linkerOptions: readonly string[];
  readonly libraries: readonly string[];
  /** All named types seen, for the debugger: structure tags, typedef names, enumerations. */
  readonly typeNames: ReadonlyMap<string, CType>;
  readonly enumerations: ReadonlyMap<string, readonly { readonly name: string; readonly value: number }[]>;
  /** What looks like a mistake but isn't forbidden. */
  readonly warnings: readonly Diagnostic[];
  /** Functions whose address or call the unit needs but that it only declares are found by walking; nothing here. */
}

export interface FunctionDefinition {
  readonly variable: Variable;
  readonly type: FunctionType;
  readonly parameters: readonly Variable[];
  readonly body: Block;
  readonly place: Place;
  /** The closing brace. */
  readonly end: Place;
}

/** A global, static local or string literal with storage in this unit. */
export interface DataDefinition {
  readonly variable: Variable;
  /** Undefined for zero-initialised storage. Length is the variable's size (flexible array members may lengthen it). */
  readonly bytes: Uint8Array | undefined;
  /** 32-bit addresses stored inside `bytes`. */
  readonly relocations: readonly { readonly offset: number; readonly target: Variable; readonly addend: number }[];
  readonly readOnly: boolean;
  /** C++ only: runs before main (".CRT$XCU"). The initial value is `bytes` until then. */
  readonly dynamicInitializer?: Expression;
}

// ---------------------------------------------------------------- expressions

interface Node<Kind extends string> {
  readonly kind: Kind;
  readonly type: CType;
  readonly place: Place;
}

export type Expression =
  | (Node<'integer'> & { readonly value: bigint })
  | (Node<'float'> & { readonly value: number })
  /** The value (as rvalue) or place (as lvalue) of a variable. For functions only below `addressOf` or as a callee. */
  | (Node<'variable'> & { readonly variable: Variable })
  | (Node<'member'> & {
      readonly object: Expression;
      readonly offset: number;
      readonly bits?: { readonly shift: number; readonly width: number };
      readonly isConst?: boolean;
    })
  | (Node<'dereference'> & { readonly pointer: Expression })
  | (Node<'addressOf'> & { readonly object: Expression })
  | (Node<'unary'> & { readonly operator: '-' | '~'; readonly operand: Expression })
  /** Logical not: int 0 or 1. The operand is integer, pointer or float. */
  | (Node<'not'> & { readonly operand: Expression })
  /** Operands have the same type after conversions (shifts: right operand is int). `type` is the result's. */
  | (Node<'binary'> & { readonly operator: BinaryOperator; readonly left: Expression; readonly right: Expression })
  | (Node<'logical'> & { readonly operator: '&&' | '||'; readonly left: Expression; readonly right: Expression })
  | (Node<'conditional'> & {
      readonly condition: Expression;
      readonly then: Expression;
      readonly otherwise: Expression;
    })
  | (Node<'comma'> & { readonly left: Expression; readonly right: Expression })
  /** `value` already has the target's type. Structures are copied. The result is the value stored. */
  | (Node<'assign'> & { readonly target: Expression; readonly value: Expression })
  /** target = (type of target)((computeType)target operator value). `value` has computeType (shifts: int). Target is evaluated once. */
  | (Node<'compound'> & {
      readonly operator: ArithmeticOperator;
      readonly target: Expression;
      readonly value: Expression;
      readonly computeType: CType;
    })
  /** `x++`, `x--`: adds `delta` (scaled for pointers; 1 or -1 for floats), gives the old value. */
  | (Node<'postfix'> & { readonly target: Expression; readonly delta: number })
  | (Node<'cast'> & { readonly operand: Expression })
  /** `callee` is a function designator (`variable`) or an expression of pointer-to-function type. Arguments are promoted. */
  | (Node<'call'> & {
      readonly callee: Expression;
      readonly functionType: FunctionType;
      readonly arguments: readonly Expression[];
    })
  /** Compound literal or aggregate initialiser of a local: runs `initialize`, then is the variable. */
  | (Node<'literal'> & { readonly variable: Variable; readonly initialize: readonly Initialization[] })
  /** Things that C can't say: see Intrinsic. */
  | (Node<'intrinsic'> & { readonly name: Intrinsic; readonly arguments: readonly Expression[] });

export type ArithmeticOperator = '+' | '-' | '*' | '/' | '%' | '<<' | '>>' | '&' | '|' | '^';
export type BinaryOperator = ArithmeticOperator | '==' | '!=' | '<' | '<=' | '>' | '>=';

export type Intrinsic =
  | '_alloca'
  | '__debugbreak'
  | '_ReturnAddress'
  | '__readfsdword'
  | '__writefsdword'
  | '_InterlockedIncrement'
  | '_InterlockedDecrement'
  | '_InterlockedExchange'
  | '_InterlockedExchangeAdd'
  | '_InterlockedCompareExchange'
  | '_InterlockedCompareExchange64'
  | '_InterlockedAnd'
  | '_InterlockedOr'
  | '_InterlockedXor'
  | '_interlockedbittestandset'
  | '_interlockedbittestandreset'
  | '_BitScanForward'
  | '_BitScanReverse'
  | '_byteswap_ulong'
  | '__rdtsc'
  | '_ReadWriteBarrier'
  /** Inside a filter: the exception's code, the EXCEPTION_POINTERS; inside a __finally: whether it is an abnormal end. */
  | '_exception_code'
  | '_exception_info'
  | '_abnormal_termination';

/** A step of initialising a local: fill all of it with zeros, or store one scalar (or copy one structure) at an offset. */
export type Initialization =
  | { readonly kind: 'zero' }
  | {
      readonly kind: 'store';
      readonly offset: number;
      readonly type: CType;
      readonly value: Expression;
      readonly bits?: { readonly shift: number; readonly width: number };
    }
  /** Copies the bytes of a string literal. */
  | { readonly kind: 'copy'; readonly offset: number; readonly source: Variable; readonly size: number };

// ----------------------------------------------------------------- statements

interface StatementNode<Kind extends string> {
  readonly kind: Kind;
  readonly place: Place;
}

/** Declares that its variables live in this block; the debugger shows them only inside. */
export type Block = StatementNode<'block'> & {
  readonly variables: readonly Variable[];
  readonly statements: readonly Statement[];
  readonly end: Place;
};

export type Statement =
  | (StatementNode<'expression'> & { readonly expression: Expression })
  /** The initialiser of a local. */
  | (StatementNode<'initialize'> & { readonly variable: Variable; readonly steps: readonly Initialization[] })
  | Block
  | (StatementNode<'if'> & {
      readonly condition: Expression;
      readonly then: Statement;
      readonly otherwise: Statement | undefined;
    })
  | (StatementNode<'while'> & { readonly condition: Expression; readonly body: Statement })
  | (StatementNode<'doWhile'> & { readonly condition: Expression; readonly body: Statement })
  /** `initial` is a statement (declaration or expression); wrapped in a block by the parser when it declares. */
  | (StatementNode<'for'> & {
      readonly initial: Statement | undefined;
      readonly condition: Expression | undefined;
      readonly step: Expression | undefined;
      readonly body: Statement;
    })
  /** `cases` lists all labels inside `body`, in order; `body` holds matching `case` statements. Value is int or __int64. */
  | (StatementNode<'switch'> & {
      readonly value: Expression;
      readonly cases: readonly SwitchCase[];
      readonly hasDefault: boolean;
      readonly body: Statement;
    })
  /** A label of the innermost switch: `case value:` or, without a value, `default:`. */
  | (StatementNode<'case'> & { readonly label: SwitchCase | 'default'; readonly statement: Statement })
  | (StatementNode<'break'> & {})
  | (StatementNode<'continue'> & {})
  | (StatementNode<'return'> & { readonly value: Expression | undefined })
  | (StatementNode<'goto'> & { readonly label: string })
  | (StatementNode<'label'> & { readonly label: string; readonly statement: Statement })
  | (StatementNode<'asm'> & { readonly lines: readonly AsmLine[] })
  | (StatementNode<'tryExcept'> & {
      readonly body: Block;
      readonly filter: Expression;
      readonly handler: Block;
      /** The handler asks for the exception's code. */
      readonly usesCode: boolean;
    })
  | (StatementNode<'tryFinally'> & { readonly body: Block; readonly finally: Block })
  | (StatementNode<'leave'> & {});

export interface SwitchCase {
  readonly value: bigint;
  readonly place: Place;
}

/** One instruction or label of an `__asm` block, as text, with the names in it that C knows. */
export interface AsmLine {
  readonly text: string;
  readonly place: Place;
  /** Variables (and functions) by the name that the text uses. */
  readonly variables: ReadonlyMap<string, Variable>;
  /** Enumerators and, as "type.member" or "variable.member" texts, member offsets. */
  readonly constants: ReadonlyMap<string, number>;
}
