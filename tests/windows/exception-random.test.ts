/**
 * Random trees of __try blocks over several functions, with random filters, against a small model of the rules: filters from
 * the inside out first, then __finally blocks from the inside out, then the accepting block. What a filter answers depends on
 * the exception, so that one that comes out of a __finally block may be taken nearer than the one that is being unwound for.
 */
import { describe, expect, it } from 'vitest';
import { exe, run } from './run.ts';

type Node =
  | { readonly kind: 'print'; readonly id: number }
  | { readonly kind: 'raise'; readonly id: number }
  | {
      readonly kind: 'except';
      readonly id: number;
      readonly answer: -1 | 0 | 1;
      readonly body: Tree;
      readonly handler: Tree;
    }
  | { readonly kind: 'finally'; readonly id: number; readonly body: Tree; readonly block: Tree }
  | { readonly kind: 'call'; readonly id: number; readonly body: Tree }
  | { readonly kind: 'leave'; readonly id: number };
type Tree = readonly Node[];

class Random {
  private state: number;
  constructor(seed: number) {
    this.state = seed >>> 0;
  }
  below(n: number): number {
    this.state = (Math.imul(this.state, 1664525) + 1013904223) >>> 0;
    return Math.floor((this.state / 2 ** 32) * n);
  }
}

class Program {
  private next = 1;
  private readonly functions: string[] = [];
  private readonly random: Random;
  constructor(random: Random) {
    this.random = random;
  }

  tree(depth: number, inTry: boolean): Tree {
    return Array.from({ length: 1 + this.random.below(2) }, () => this.node(depth, inTry));
  }

  private node(depth: number, inTry: boolean): Node {
    const id = this.next++;
    const choice = depth === 0 ? this.random.below(3) : this.random.below(10);
    if (choice === 0) return { kind: 'print', id };
    if (choice === 1) return { kind: 'raise', id };
    if (choice === 2) return inTry ? { kind: 'leave', id } : { kind: 'raise', id };
    if (choice <= 5) {
      const answer = ([-1, 0, 1, 1] as const)[this.random.below(4)] ?? 1;
      return { kind: 'except', id, answer, body: this.tree(depth - 1, true), handler: this.tree(depth - 1, inTry) };
    }
    if (choice <= 8)
      return { kind: 'finally', id, body: this.tree(depth - 1, true), block: this.tree(depth - 1, false) };
    return { kind: 'call', id, body: this.tree(depth - 1, false) };
  }

  /** C text of a tree; functions that it calls go before it. */
  text(tree: Tree): string {
    return tree.map((node) => this.nodeText(node)).join('\n');
  }

  private nodeText(node: Node): string {
    const { id } = node;
    switch (node.kind) {
      case 'print':
        return `say('p', ${id});`;
      case 'raise':
        return `say('r', ${id}); RaiseException(0xE0000000 + ${id}, 0, 0, NULL); say('c', ${id});`;
      case 'leave':
        return `say('l', ${id}); if (zero == 0) __leave;`;
      case 'except':
        return `__try { ${this.text(node.body)} } __except (filter(GetExceptionCode(), ${id}, ${node.answer})) { say('h', ${id}); ${this.text(node.handler)} }`;
      case 'finally':
        return `__try { ${this.text(node.body)} } __finally { say(AbnormalTermination() ? 'A' : 'N', ${id}); ${this.text(node.block)} say('e', ${id}); }`;
      case 'call':
        this.functions.push(`void f${id}(void) { ${this.text(node.body)} }`);
        return `f${id}();`;
    }
  }

  source(tree: Tree): string {
    const main = this.text(tree);
    return `#include <windows.h>
#include <stdio.h>
volatile int zero;
void say(char what, int id) { printf("%c%d ", what, id); }
int filter(DWORD code, int id, int answer) { printf("f%d:%x ", id, code & 0xffff); return id != 0 && (code + id) % 3 == 0 ? 0 : answer; }
${this.functions.join('\n')}
int main(void) { __try { ${main} } __except (filter(GetExceptionCode(), 0, 1)) { say('h', 0); } say('x', 0); return 0; }
`;
  }
}

/** Control that leaves the place where it is: an unwind to a scope, or a __leave. */
class Unwind {
  readonly target: object;
  readonly code: number;
  constructor(target: object, code: number) {
    this.target = target;
    this.code = code;
  }
}
class Leave {}

interface Scope {
  readonly id: number;
  readonly answer: -1 | 0 | 1;
}

/** The rules: a dynamic stack of scopes with filters, innermost last. */
class Model {
  output = '';
  private scopes: Scope[] = [];

  private say(text: string): void {
    this.output += `${text} `;
  }

  main(tree: Tree): string {
    this.except(
      { id: 0, answer: 1 },
      () => this.run(tree),
      () => this.say('h0'),
    );
    this.say('x0');
    return this.output.trimEnd();
  }

  private run(tree: Tree): void {
    for (const node of tree) this.node(node);
  }

  private node(node: Node): void {
    switch (node.kind) {
      case 'print':
        this.say(`p${node.id}`);
        break;
      case 'raise':
        this.say(`r${node.id}`);
        this.raise(node.id);
        this.say(`c${node.id}`);
        break;
      case 'leave':
        this.say(`l${node.id}`);
        throw new Leave();
      case 'call':
        this.run(node.body);
        break;
      case 'except':
        this.except(
          { id: node.id, answer: node.answer },
          () => this.run(node.body),
          () => {
            this.say(`h${node.id}`);
            this.run(node.handler);
          },
        );
        break;
      case 'finally':
        this.finally(node);
        break;
    }
  }

  /** The search pass. Returns when somebody continues the execution. */
  private raise(id: number): void {
    for (const scope of this.scopes.toReversed()) {
      this.say(`f${scope.id}:${id.toString(16)}`);
      const answer = scope.id !== 0 && (0xe0000000 + id + scope.id) % 3 === 0 ? 0 : scope.answer;
      if (answer < 0) return;
      if (answer > 0) throw new Unwind(scope, id);
    }
    throw new Error('the outermost filter takes all');
  }

  private except(scope: Scope, body: () => void, handler: () => void): void {
    const outer = this.scopes;
    this.scopes = [...outer, scope];
    try {
      body();
      this.scopes = outer;
    } catch (thrown) {
      this.scopes = outer;
      if (thrown instanceof Leave) return;
      if (!(thrown instanceof Unwind) || thrown.target !== scope) throw thrown;
      handler();
    }
  }

  /** A block's own raise searches the scopes around it; an unwind out of it takes the place of the one under way. */
  private finally(node: Extract<Node, { kind: 'finally' }>): void {
    const outer = this.scopes;
    let unwind: unknown;
    try {
      this.run(node.body);
    } catch (thrown) {
      if (!(thrown instanceof Leave)) unwind = thrown;
    }
    this.scopes = outer;
    this.say(`${unwind ? 'A' : 'N'}${node.id}`);
    this.run(node.block);
    this.say(`e${node.id}`);
    if (unwind) throw unwind;
  }
}

describe('random trees of __try', () => {
  for (let seed = 1; seed <= 24; seed++) {
    it(`agree with the model (seed ${seed})`, () => {
      const program = new Program(new Random(seed));
      const tree = [...program.tree(4, true), ...program.tree(4, true)];
      const source = program.source(tree);
      expect(run(exe(source)).output.trimEnd(), source).toBe(new Model().main(tree));
    });
  }
});
