import { describe, expect, it } from 'vitest';
import { formatDiagnostic } from '../../src/compiler/diagnostic.ts';
import { diagnosticOf, unitOf } from './front-text.ts';

/** Message of a text in which ▸ stands before the place, and ◂ behind the stretch, that the caret must mark. */
function marked(text: string, language: 'c' | 'c++' = 'c'): { message: string; hint: string | undefined } {
  const plain = text.replace('▸', '').replace('◂', '');
  const before = text.slice(0, text.indexOf('▸')).split('\n');
  const d = diagnosticOf(plain, language);
  expect({ line: d.line, column: d.column, length: d.length }, d.message).toEqual({
    line: before.length,
    column: (before[before.length - 1] as string).length + 1,
    length: text.indexOf('◂') - text.indexOf('▸') - 1,
  });
  return { message: d.message, hint: d.hint };
}

const inMain = (code: string) => `int main(void) { ${code} }`;

describe('a missing token is reported where it is missing:', () => {
  it('at the end of what stands before it', () => {
    expect(marked('int main(void) { int count = 1▸\n◂  return count; }').message).toBe(
      "';' is expected after the declaration",
    );
    expect(marked(inMain('int x = 3▸ ◂y;')).message).toBe("';' is expected after the declaration");
    expect(marked(inMain('return 0▸ ◂}')).message).toBe("';' is expected after return");
    expect(marked(inMain('int i; for (i = 0; i < 3; i++▸ ◂{ }')).message).toBe(
      "')' is expected after the parts of for",
    );
    expect(marked('struct s { int a; }▸ ◂int main(void) { return 0; }').message).toBe(
      "';' is expected after the structure",
    );
  });

  it('at the brace that nobody closes or opens', () => {
    expect(marked('int main(void) { if (1) ▸{◂ return 2;').message).toContain('never closed');
    expect(marked(`${inMain('return 0;')} ▸}◂`).message).toBe("this '}' closes nothing");
    expect(marked(inMain('▸else◂ ;')).message).toBe("this 'else' belongs to no 'if'");
    expect(marked('▸/*◂ never\nclosed').message).toContain('never closed');
    expect(marked('char *s = ▸"abc;◂\nint x;').message).toBe('the string is not closed on its line');
  });
});

describe('an unknown name', () => {
  it('brings the nearest known one', () => {
    expect(marked(inMain('int count = 1; return ▸coutn◂;'))).toEqual({
      message: "undeclared name 'coutn'",
      hint: "did you mean 'count'?",
    });
    expect(marked('struct node { int value; } n; int f(void) { return n.▸vlaue◂; }')).toEqual({
      message: "'struct node' has no member 'vlaue'",
      hint: "did you mean 'value'?",
    });
    expect(marked('▸imt◂ main(void) { return 0; }').hint).toBe("did you mean 'int'?");
    expect(marked(inMain('goto ▸edn◂; end: ;')).hint).toBe("did you mean 'end'?");
    expect(marked('struct s { int x; } v = { .▸xx◂ = 1 };').hint).toBe("did you mean 'x'?");
  });

  it('of a library brings its header', () => {
    expect(marked(inMain('▸printf◂("x");'))).toEqual({
      message: "undeclared function 'printf'",
      hint: 'it is declared in stdio.h: write #include <stdio.h>',
    });
    expect(marked(inMain('void *p = ▸HeapAlloc◂(0, 0, 1);')).hint).toContain('windows.h');
    expect(marked('▸DWORD◂ x;').hint).toContain('windows.h');
  });
});

describe('types that do not fit', () => {
  it('are named, with what to write instead', () => {
    expect(marked(inMain('int *p; p ▸=◂ 5;'))).toEqual({
      message: 'the assigned value is an integer, but a pointer (int *) is wanted',
      hint: 'if the number is meant as an address, write a cast: (int *)',
    });
    expect(marked(inMain('int i, *p = &i; i ▸=◂ p;')).hint).toBe('write * before it to take what it points to');
    expect(marked(inMain('char *s = ▸L"wide"◂;')).message).toBe(
      "the initialiser is 'wchar_t *', but 'char *' is wanted",
    );
    expect(marked('void f(int *p); void g(double *d) { f(▸d◂); }').message).toBe(
      "argument 1 of 'f' is 'double *', but 'int *' is wanted",
    );
    expect(marked('int cb(int); void f(int (__stdcall *p)(int)); void g(void) { f(▸cb◂); }').hint).toContain(
      '__stdcall',
    );
    expect(marked('struct a { int x; } v; int f(void) { return ▸v◂; }').message).toContain("can't become an 'int'");
    expect(marked('struct s { int x; } v, *p = &v; int f(void) { return p▸.◂x; }').hint).toBe(
      "it is a pointer: write '->'",
    );
    expect(marked('struct s { int x; } v; int f(void) { return v▸->◂x; }').hint).toBe("it is no pointer: write '.'");
  });

  it('in calls show the prototype', () => {
    expect(marked('int f(int a, char *b); int g(void) { return f(1▸)◂; }')).toEqual({
      message: "'f' takes 2 arguments, not 1",
      hint: 'it is declared as: int f(int a, char *b)',
    });
    expect(marked('int f(int a); int g(void) { return f(1, ▸2◂); }').message).toBe("'f' takes 1 argument, not 2");
  });

  it('of constant things are refused', () => {
    expect(marked(inMain('const int x = 1; x ▸=◂ 2;')).message).toBe("a const object can't be changed");
    expect(marked('void f(const char *s) { *s ▸=◂ 1; }').message).toBe("a const object can't be changed");
    expect(marked(inMain('5 ▸=◂ 6;')).message).toContain('is a value');
    expect(marked(inMain('int a[2]; ▸a◂ = 0;')).message).toBe("an array can't be assigned to");
  });
});

describe('constraints of C', () => {
  it('are told in words', () => {
    expect(marked(inMain('int n = 3; int a[▸n◂];')).hint).toContain('malloc');
    expect(marked(inMain('▸break◂;')).message).toBe("'break' stands outside a loop or switch");
    expect(marked(inMain('switch (1) { case 1: case ▸1◂: ; }')).message).toBe('the switch has two labels for 1');
    expect(marked('int x = 1; int ▸x◂ = 2;').message).toBe("'x' is defined twice");
    expect(marked('int f(void); int ▸f◂(int);').hint).toBe('it is already declared as: int f(void)');
    expect(marked('char a[3] = ▸"hello"◂;').message).toBe('the string has 5 characters, but the array holds 3');
    expect(marked('int a[2] = { 1, 2, ▸3◂ };').message).toContain('more values');
    expect(marked('void f(void) { return ▸1◂; }').message).toContain('returns nothing');
    expect(marked('int f(void) { return 1; } int x = ▸f◂();').message).toContain('must be constant');
    expect(marked(inMain('int ▸if◂ = 1;')).hint).toContain('word of the language');
    expect(marked('int x = ▸09◂;').message).toContain('octal');
  });

  it('and of __declspec(thread) are told in words: it is for what is static', () => {
    const local = marked(inMain('__declspec(thread) int ▸x◂ = 1;'));
    expect(local).toEqual({
      message: "'thread' is only for variables that are static or global",
      hint: 'write static __declspec(thread)',
    });
    expect(marked('void f(__declspec(thread) int ▸x◂) { }').message).toBe(local.message);
    expect(marked('struct s { __declspec(thread) int ▸x◂; };').message).toBe(local.message);
    expect(marked('__declspec(thread) int x; int *p = ▸&◂x;').message).toContain('must be constant');
    expect(
      unitOf(`__declspec(thread) int x; ${inMain('static __declspec(thread) int y; return x + y;')}`).functions,
    ).toHaveLength(1);
    expect(marked('▸thread_local◂ int x;', 'c++').message).toContain('__declspec(thread) is');
  });
});

describe('C++ that is not supported', () => {
  it('is refused with a sentence', () => {
    expect(marked('▸class◂ A { };', 'c++').message).toContain('classes are not supported');
    expect(marked('▸template◂ <class T> T f(T x);', 'c++').message).toBe('templates are not supported');
    expect(marked('▸namespace◂ a { }', 'c++').message).toBe('namespaces are not supported');
    expect(marked('void f() { ▸throw◂ 1; }', 'c++').message).toContain('exceptions are not supported');
    expect(marked('int f(int); int ▸f◂(double);', 'c++').message).toContain('overloading is not supported');
    expect(marked('struct A { int ▸f◂(); };', 'c++').message).toBe('member functions are not supported');
    expect(marked('struct A { ▸A◂(); };', 'c++').message).toBe('constructors are not supported');
    expect(marked('struct A { ▸virtual◂ int f(); };', 'c++').message).toBe('virtual functions are not supported');
    expect(marked('struct B { int x; }; struct A ▸:◂ B { };', 'c++').message).toBe('inheritance is not supported');
    expect(marked('void *m(); int *f() { return ▸m◂(); }', 'c++').message).toContain('C++ wants a cast');
  });

  it('its words are names in C', () => {
    expect(unitOf('int class, new, template, this; int bool(void) { return new + this; }').functions).toHaveLength(1);
  });
});

describe('the message', () => {
  it('is shown with its line and a caret', () => {
    expect(formatDiagnostic(diagnosticOf('int main(void)\n{\n\treturn coutn;\n}'))).toBe(
      ["x.c(3,9): error: undeclared name 'coutn'", '\treturn coutn;', '\t       ^^^^^'].join('\n'),
    );
  });

  it('says nothing of a missing return behind a loop without end', () => {
    const { warnings } = unitOf('int f(void) { for (;;) ; } int g(void) { while (1) ; } int h(int i) { while (i) ; }');
    expect(warnings.map((w) => w.message)).toEqual(["'h' must return a value"]);
  });

  it('of a warning does not stop the unit', () => {
    const { warnings } = unitOf('int f(unsigned *p); int g(int *p) { return f(p) / 0; }');
    expect(warnings.map((w) => [w.line, w.column, w.message])).toEqual([
      [1, 46, "argument 1 of 'f' is 'int *', but 'unsigned int *' is wanted"],
      [1, 49, 'division by zero'],
    ]);
  });
});
