/**
 * Whatever the text, the front gives a unit or a diagnostic: no other exception, no stack overflow, no endless work.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CompileError, type Diagnostic } from '../../src/compiler/diagnostic.ts';
import { parseUnit } from '../../src/compiler/parse.ts';

function outcome(text: string, language: 'c' | 'c++' = 'c'): Diagnostic | undefined {
  try {
    parseUnit({ name: 'x.c', text }, { language, defines: {}, include: () => undefined });
    return undefined;
  } catch (error) {
    if (error instanceof CompileError) return error.diagnostic;
    throw error;
  }
}

const WORDS = (
  'int char void unsigned long short double float struct union enum typedef static extern const if else while do for switch case ' +
  'default return break continue goto sizeof x y f T s 0 1 2.5 0x10 9i64 \'a\' "s" L"w" ( ) { } [ ] ; , . -> ++ -- + - * / % & | ^ ~ ! ' +
  '= == != < > <= >= << >> && || ? : += ... # ## \n \\ __asm __try __except __finally __leave __declspec __stdcall __int64 ' +
  'thread naked align new delete true class template operator extern "C" namespace std :: #define\tM #if #endif #else #include\t"x" ' +
  '/* // \' " @ ` é #pragma\tpack(1) __pragma _Pragma __VA_ARGS__ defined'
).split(' ');

const settings = { seed: 20090714, numRuns: 1500 };

describe('hostile text', () => {
  it('of random characters gives a unit or a diagnostic', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 200, unit: 'binary' }), (text) => {
        outcome(text);
      }),
      { ...settings, numRuns: 500 },
    );
  });

  for (const language of ['c', 'c++'] as const)
    it(`of random tokens gives a unit or a diagnostic inside the text (${language})`, () => {
      fc.assert(
        fc.property(fc.array(fc.constantFrom(...WORDS), { maxLength: 60 }), (tokens) => {
          const text = tokens.join(' ');
          const diagnostic = outcome(text, language);
          if (!diagnostic) return;
          const lines = text.split('\n');
          expect(diagnostic.line).toBeGreaterThanOrEqual(1);
          expect(diagnostic.line).toBeLessThanOrEqual(lines.length);
          expect(diagnostic.column).toBeGreaterThanOrEqual(1);
          expect(diagnostic.message).not.toContain('undefined');
        }),
        settings,
      );
    });

  it('of valid programs with a token taken out, doubled or exchanged gives a unit or a diagnostic', () => {
    const program =
      'typedef struct s { int a : 3 ; char b [ 4 ] ; struct s * next ; } S ; enum e { A , B = 2 } ; static S g = { 1 , "ab" , & g } ; ' +
      'int ( * fp ) ( int , ... ) ; int add ( int a , int b ) { return a + b ; } int main ( void ) { int i , t [ 3 ] = { [ 1 ] = 2 } ; ' +
      'for ( i = 0 ; i < 3 ; i ++ ) { switch ( t [ i ] ) { case A : break ; default : g . a += add ( i , t [ i ] ) ; } } ' +
      "__try { i = sizeof ( S ) ; } __finally { __asm mov eax , i } do { g . next -> b [ 1 ] = 'x' ; } while ( -- i ) ; " +
      'return i ? fp ( 1 , ( S ) { 2 } . a ) : ( int ) & g ; }';
    const tokens = program.split(' ');
    expect(outcome(program.replace('__asm mov eax , i', '__asm mov eax , i\n'))).toBeUndefined();
    fc.assert(
      fc.property(fc.nat(tokens.length - 1), fc.nat(tokens.length - 1), fc.nat(2), (at, other, how) => {
        const changed = [...tokens];
        if (how === 0) changed.splice(at, 1);
        else if (how === 1) changed.splice(at, 0, changed[other] as string);
        else changed[at] = changed[other] as string;
        outcome(changed.join(' '));
        outcome(changed.join(' '), 'c++');
      }),
      settings,
    );
  });
});

describe('deep or endless text ends with a message:', () => {
  const deep = (open: string, middle: string, close: string, count = 20_000) =>
    open.repeat(count) + middle + close.repeat(count);
  const cases: Readonly<Record<string, string>> = {
    parentheses: `int x = ${deep('(', '1', ')')};`,
    casts: `int x = ${'(int)'.repeat(50_000)}1;`,
    'unary operators': `int x = ${'- '.repeat(50_000)}1;`,
    dereferences: `int f(void) { return ${'*'.repeat(50_000)}1; }`,
    blocks: `void f(void) ${deep('{', '', '}')}`,
    'if statements': `void f(void) { ${'if (1) '.repeat(50_000)}; }`,
    'else chains': `void f(int x) { ${'if (x) ; else '.repeat(50_000)}; }`,
    'a long sum': `int f(int x) { return ${'x + '.repeat(50_000)}1; }`,
    'a long call chain': `int f(int x) { return ${deep('f(', '1', ')')}; }`,
    'a long index chain': `int f(int *x) { return x${'[0]'.repeat(50_000)}; }`,
    assignments: `int f(int x) { ${'x = '.repeat(50_000)}1; }`,
    conditionals: `int f(int x) { return ${'x ? 1 : '.repeat(50_000)}1; }`,
    initialisers: `int x = ${deep('{', '1', '}')};`,
    pointers: `int ${'*'.repeat(50_000)} p;`,
    declarators: `int ${deep('(', 'x', ')')};`,
    'functions of functions': `int f${'(int (*)'.repeat(20_000)};`,
    structures: `${'struct { '.repeat(20_000)}`,
    'array dimensions': `int a${'[2]'.repeat(50_000)};`,
    comments: '/*'.repeat(50_000),
    'preprocessor parentheses': `#if ${deep('(', '1', ')')}\n#endif`,
    'preprocessor signs': `#if ${'-'.repeat(50_000)}1\n#endif`,
    'nested #if': '#if 1\n'.repeat(20_000),
    'nested macros': `#define F(x) x\nint x = ${deep('F(', '1', ')')};`,
    'doubling macros': `${Array.from({ length: 40 }, (_, i) => `#define M${i + 1} M${i} M${i}\n`).join('')}#define M0 x\nM40`,
    'a function of a macro': `#define F(x) F(x) F(x)\n#define G(x) F(F(F(F(F(F(F(F(F(F(F(F(F(F(F(F(F(F(F(F(x))))))))))))))))))))\nG(G(1))`,
    'string escapes': `char *s = "${'\\'.repeat(50_000)}`,
  };
  for (const [name, text] of Object.entries(cases))
    it(name, () => {
      const diagnostic = outcome(text);
      if (diagnostic) expect(diagnostic.message.length).toBeLessThan(400);
      else expect(['comments', 'casts']).toContain(name);
    });

  it('a file that includes itself', () => {
    const include = (name: string) => ({ name, text: '#include "x.c"\n' });
    expect(() => parseUnit({ name: 'x.c', text: '#include "x.c"' }, { language: 'c', defines: {}, include })).toThrow(
      /40 deep/,
    );
  });

  it('a list of a hundred thousand values is no problem', () => {
    expect(outcome(`int a[] = { ${'1, '.repeat(100_000)} };`)).toBeUndefined();
  });
});
