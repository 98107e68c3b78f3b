import { describe, expect, it } from 'vitest';
import { diagnosticOf, expanded, unitOf } from './front-text.ts';

const STANDARD = `#define x 3
#define f(a) f(x * (a))
#undef x
#define x 2
#define g f
#define z z[0]
#define h g(~
#define m(a) a(w)
#define w 0,1
#define t(a) a
#define p() int
#define q(x) x
#define r(x,y) x ## y
#define str(x) # x
`;

describe('macros', () => {
  it('expand as the examples of the standard show', () => {
    expect(expanded(`${STANDARD}f(y+1) + f(f(z)) % t(t(g)(0) + t)(1);`)).toBe(
      'f(2 * (y+1)) + f(2 * (f(2 * (z[0])))) % f(2 * (0)) + t(1);',
    );
    expect(expanded(`${STANDARD}g(x+(3,4)-w) | h 5) & m\n(f)^m(m);`)).toBe(
      'f(2 * (2+(3,4)-0,1)) | f(2 * (~ 5)) & f(2 * (0,1))^m(0,1);',
    );
    expect(expanded(`${STANDARD}p() i[q()] = { q(1), r(2,3), r(4,), r(,5) };`)).toBe('int i[] = { 1, 23, 4, 5 };');
    expect(expanded(`${STANDARD}char c[2][6] = { str(hello), str() };`)).toBe('char c[2][6] = { "hello", "" };');
  });

  it('keep white space between tokens when they make a string', () => {
    expect(expanded('#define s(x) #x\ns( a  +\n b "q\\n" )')).toBe('"a + b \\"q\\\\n\\""');
  });

  it("drop the comma before empty variable arguments, as Microsoft's preprocessor does", () => {
    const log = '#define A(f, ...) p(f, __VA_ARGS__)\n#define B(f, ...) p(f, ##__VA_ARGS__)\n';
    expect(expanded(`${log}A("x"); A("x", 1, 2); B("x"); B("x", 1);`)).toBe('p("x"); p("x", 1, 2); p("x"); p("x", 1);');
  });

  it('paste prefixes to strings and make characters', () => {
    expect(expanded('#define L_(s) L ## s\n#define C(c) #@c\nL_("a") L_(\'b\') C(d)')).toBe("L\"a\" L'b' 'd'");
  });

  it('know their line, their file and a counter', () => {
    expect(expanded('__LINE__ __FILE__\n__LINE__ __COUNTER__ __COUNTER__\n#line 50 "other.c"\n__LINE__ __FILE__')).toBe(
      '1 "x.c" 2 0 1 50 "other.c"',
    );
  });

  it('that take arguments stay as they are without a parenthesis', () => {
    expect(expanded('#define f(x) [x]\nf f (1) f')).toBe('f [1] f');
  });
});

describe('directives', () => {
  it('skip whatever a group holds', () => {
    expect(
      expanded('#if 0\nisn\'t " /* C */ #else\n#if 1\nno\n#else\nno\n#endif\n#elif 1\nyes\n#else\nno\n#endif'),
    ).toBe('yes');
  });

  it('decide by value', () => {
    expect(expanded('#define A 2\n#if (A << 3 | 1) == 17 && defined(A) && !defined B && -1 > 0u\nyes\n#endif')).toBe(
      'yes',
    );
    expect(expanded("#if 'ab' == 0x6162 && (0 ? 1 / 0 : 1) && 0x7fffffffffffffff > 0\nyes\n#endif")).toBe('yes');
  });

  it('include a file once where it says so', () => {
    const files = { 'a.h': '#pragma once\na', 'b.h': '#ifndef B\n#define B\nb\n#endif' };
    expect(expanded('#include "a.h"\n#include <a.h>\n#include "b.h"\n#include "b.h"', files)).toBe('a b');
  });

  it('reach the unit as linker options and libraries', () => {
    const unit = unitOf(
      '#pragma comment(lib, "user32.lib")\n#pragma comment(linker, "/export:a=" "b")\n__pragma(comment(lib, "x"))',
    );
    expect(unit.libraries).toEqual(['user32.lib', 'x']);
    expect(unit.linkerOptions).toEqual(['/export:a=b']);
  });

  it('complain at their own place', () => {
    expect(diagnosticOf('int x;\n#if 1\nint y;\n')).toMatchObject({ line: 2, message: '#if without #endif' });
    expect(diagnosticOf('#error not today')).toMatchObject({ message: '#error not today' });
    expect(diagnosticOf('#inlcude <stdio.h>')).toMatchObject({ hint: 'did you mean #include?' });
    expect(diagnosticOf('#include <nothing.h>')).toMatchObject({
      column: 10,
      length: 11,
      message: "there is no file 'nothing.h' to include",
    });
    expect(diagnosticOf('#include "a.h"', 'c', { 'a.h': 'int f(\n;' })).toMatchObject({ file: 'a.h', line: 2 });
  });
});

describe('places', () => {
  it('of what a macro makes are those of its use', () => {
    expect(diagnosticOf('#define M(a) a + nothing\n\nint f(void) { return M(1); }')).toMatchObject({
      line: 3,
      column: 22,
      message: "undeclared name 'nothing'",
      hint: "'nothing' comes out of the macro 'M'",
    });
  });

  it('count lines through comments, continued lines and strings', () => {
    expect(diagnosticOf('/* 1\n2\n3 */ int a; \\\n int b; // c \\\n d\nchar *s = "x\\\ny";\nint oops')).toMatchObject({
      line: 8,
    });
  });
});
