/**
 * Names and what they mean, from the innermost block out to the file.
 *
 * C has two name spaces that nest: ordinary names and tags. (Members belong to their structures, labels to functions.)
 */
import type { Variable } from './ast.ts';
import type { CType, IntegerType, StructType } from './ctypes.ts';

/** The meaning of an ordinary name. */
export type Meaning =
  | { readonly kind: 'variable'; readonly variable: Variable }
  | { readonly kind: 'typedef'; readonly type: CType; readonly isConst: boolean; readonly align: number }
  | { readonly kind: 'enumerator'; readonly value: bigint; readonly type: IntegerType };

/** The meaning of a tag. */
export type Tag =
  | { readonly kind: 'struct'; readonly type: StructType }
  | { readonly kind: 'enum'; readonly type: IntegerType; complete: boolean };

export class Scope {
  readonly outer: Scope | undefined;
  readonly names = new Map<string, Meaning>();
  readonly tags = new Map<string, Tag>();
  /** The variables that live in this block, in order of declaration. */
  readonly variables: Variable[] = [];

  /** The scope of a parameter list: tags first named there belong to the scope around it. */
  readonly isPrototype: boolean;

  constructor(outer: Scope | undefined, isPrototype = false) {
    this.outer = outer;
    this.isPrototype = isPrototype;
  }

  find(name: string): Meaning | undefined {
    for (let scope: Scope | undefined = this; scope; scope = scope.outer) {
      const meaning = scope.names.get(name);
      if (meaning) return meaning;
    }
    return undefined;
  }

  findTag(name: string): Tag | undefined {
    for (let scope: Scope | undefined = this; scope; scope = scope.outer) {
      const tag = scope.tags.get(name);
      if (tag) return tag;
    }
    return undefined;
  }

  /** All ordinary names that can be seen from here. */
  *visible(): Generator<string> {
    for (let scope: Scope | undefined = this; scope; scope = scope.outer) yield* scope.names.keys();
  }
}
