/**
 * What a debugger knows of an image: functions, lines, variables and types, by relative virtual address (RVA).
 *
 * Plain data, so that it can be stored as JSON beside the image. All lists by RVA are sorted. `types` is a table; a `TypeIndex`
 * is an index into it, so that structures can refer to themselves.
 */
export type TypeIndex = number;

export interface ImageSymbols {
  /** "RuntimeTest" for RuntimeTest.exe, as WinDbg shows it: base name without extension, letters as in the file name. */
  readonly module: string;
  /** Source file names as the debugger shows them. */
  readonly files: readonly string[];
  readonly functions: readonly FunctionSymbol[];
  /** Triples rva, index into `files`, line; a row holds until the next one. Line 0: no source. */
  readonly lines: readonly number[];
  readonly data: readonly DataSymbol[];
  readonly types: readonly SymbolType[];
  /** Type names (tags and typedefs) to types. */
  readonly typeNames: Readonly<Record<string, TypeIndex>>;
}

export interface FunctionSymbol {
  readonly name: string;
  readonly rva: number;
  readonly size: number;
  /** Where the body starts, behind the prologue: breakpoints set by line go there. */
  readonly bodyRva: number;
  /** Keeps an EBP frame. False for naked and hand-written code. */
  readonly hasFrame: boolean;
  /** Seen by other modules' programmers: false for `static` functions (a public symbol file has no trace of them). */
  readonly isPublic: boolean;
  readonly returns: TypeIndex;
  readonly parameters: readonly LocalSymbol[];
  readonly locals: readonly LocalSymbol[];
}

export interface LocalSymbol {
  readonly name: string;
  readonly type: TypeIndex;
  /** Bytes from EBP: parameters above 0, locals below. */
  readonly offset: number;
  /** RVAs between which the name is in scope; both 0 for all of the function. */
  readonly from: number;
  readonly to: number;
}

export interface DataSymbol {
  readonly name: string;
  readonly rva: number;
  readonly type: TypeIndex;
  readonly isPublic: boolean;
}

export type SymbolType =
  | { readonly kind: 'void' }
  | { readonly kind: 'integer'; readonly name: string; readonly size: number; readonly signed: boolean }
  | { readonly kind: 'float'; readonly name: string; readonly size: number }
  | { readonly kind: 'pointer'; readonly to: TypeIndex }
  | { readonly kind: 'array'; readonly of: TypeIndex; readonly count: number }
  | {
      readonly kind: 'struct';
      readonly name: string;
      readonly size: number;
      readonly isUnion: boolean;
      readonly members: readonly SymbolMember[];
    }
  | {
      readonly kind: 'enum';
      readonly name: string;
      readonly size: number;
      readonly values: readonly { readonly name: string; readonly value: number }[];
    }
  | { readonly kind: 'function'; readonly returns: TypeIndex; readonly parameters: readonly TypeIndex[] };

export interface SymbolMember {
  readonly name: string;
  readonly type: TypeIndex;
  readonly offset: number;
  readonly bits?: { readonly shift: number; readonly width: number };
}

/** An image and what is known of it: what the linker makes and the loader and debugger take. */
export interface Image {
  /** "ntdll.dll" */
  readonly fileName: string;
  /** A PE32 file. */
  readonly bytes: Uint8Array;
  readonly symbols: ImageSymbols;
}
