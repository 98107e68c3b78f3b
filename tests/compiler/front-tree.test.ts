import { describe, expect, it } from 'vitest';
import type { Expression } from '../../src/compiler/ast.ts';
import type { StructType } from '../../src/compiler/ctypes.ts';
import { typeText } from '../../src/compiler/types.ts';
import { unitOf } from './front-text.ts';

/** An expression as text that shows every node. */
function show(e: Expression): string {
  switch (e.kind) {
    case 'integer':
      return `${e.value}`;
    case 'float':
      return `${e.value}f`;
    case 'variable':
      return e.variable.name || e.variable.linkName.replace(/\d+/, '');
    case 'member':
      return `${show(e.object)}.${e.offset}${e.bits ? `:${e.bits.shift}:${e.bits.width}` : ''}`;
    case 'dereference':
      return `*${show(e.pointer)}`;
    case 'addressOf':
      return `&${show(e.object)}`;
    case 'unary':
      return `${e.operator}${show(e.operand)}`;
    case 'not':
      return `!${show(e.operand)}`;
    case 'cast':
      return `(${typeText(e.type)})${show(e.operand)}`;
    case 'binary':
    case 'logical':
      return `(${show(e.left)} ${e.operator} ${show(e.right)})`;
    case 'conditional':
      return `(${show(e.condition)} ? ${show(e.then)} : ${show(e.otherwise)})`;
    case 'comma':
      return `(${show(e.left)}, ${show(e.right)})`;
    case 'assign':
      return `${show(e.target)} = ${show(e.value)}`;
    case 'compound':
      return `${show(e.target)} ${e.operator}=[${typeText(e.computeType)}] ${show(e.value)}`;
    case 'postfix':
      return `${show(e.target)}${e.delta > 0 ? '+' : ''}${e.delta}++`;
    case 'call':
      return `${show(e.callee)}(${e.arguments.map(show).join(', ')})`;
    case 'literal':
      return `{${e.initialize.length}}`;
    case 'intrinsic':
      return `${e.name}!(${e.arguments.map(show).join(', ')})`;
  }
}

const NAMES =
  'struct s { char c; int n; unsigned b : 3; short a[4]; struct s *next; } v, *p; int i, j, ia[10]; unsigned u; char c; short h; long l;' +
  'long long q; double d; float f; char *t; void *w; int fn(int, double); int (*fp)(char); int old();';

/** An expression over the names above. */
function parsed(text: string): Expression {
  const unit = unitOf(`${NAMES} void x(void) { (void)(${text}); }`);
  const s = unit.functions[0]?.body.statements[0];
  if (s?.kind !== 'expression' || s.expression.kind !== 'cast') throw new Error('a cast is expected');
  return s.expression.operand;
}

const tree = (text: string) => show(parsed(text));
const typed = (text: string) => typeText(parsed(text).type);

describe('expressions', () => {
  it('stand with the conversions of C written out', () => {
    expect(tree('c + h')).toBe('((int)c + (int)h)');
    expect(tree('i + u')).toBe('((unsigned int)i + u)');
    expect(tree('u < q')).toBe('((__int64)u < q)');
    expect(tree('fn(c, f)')).toBe('fn((int)c, (double)f)');
    expect(tree("fp('a')")).toBe('fp(97)');
    expect(tree('old(c, f)')).toBe('old((int)c, (double)f)');
    expect(tree('c <<= q')).toBe('c <<=[int] (int)q');
    expect(tree('c += d > 1')).toBe('c +=[int] (d > 1f)');
    expect(tree('i *= 1.5')).toBe('i *=[double] 1.5f');
  });

  it('have the types of C', () => {
    expect(typed('c + c')).toBe('int');
    expect(typed('l + u')).toBe('unsigned long');
    expect(typed('q + u')).toBe('__int64');
    expect(typed('f * 2')).toBe('float');
    expect(typed('f * 2.0')).toBe('double');
    expect(typed('i ? t : 0')).toBe('char *');
    expect(typed('&ia')).toBe('int (*)[10]');
    expect(typed('p->a')).toBe('short *');
    expect(typed('fn')).toBe('int (*)(int, double)');
    expect(typed('4294967296')).toBe('__int64');
    expect(typed('0xffffffff')).toBe('unsigned int');
    expect(typed('1i64 + 1')).toBe('__int64');
    expect(typed("L'x'")).toBe('wchar_t');
    expect(typed('L"x"')).toBe('wchar_t *');
  });

  it('scale pointers and turn arrays and members into addresses', () => {
    expect(tree('*(ia + i)')).toBe('*(&ia + (i * 4))');
    expect(tree('ia[2]')).toBe('*(&ia + 8)');
    expect(tree('2[ia]')).toBe('*(&ia + 8)');
    expect(tree('p->n')).toBe('*p.4');
    expect(tree('p[i].a[1]')).toBe('*(&*(p + (i * 24)).12 + 2)');
    expect(tree('v.b')).toBe('v.8:0:3');
    expect(tree('p++ - &v')).toBe('(((int)p+24++ - (int)&v) / 24)');
    expect(tree('&*t == w')).toBe('((void *)t == w)');
    expect(tree('(*fp)(1)')).toBe('fp(1)');
    expect(tree('(int)"text"')).toBe('(int)&$SG');
  });

  it('on constants are computed', () => {
    expect(tree('1 + 2 * 3 - (7 % 4 << 2)')).toBe('-5');
    expect(tree('sizeof(struct s) + sizeof ia / sizeof *ia')).toBe('34');
    expect(tree('(char)300 + -1u / 2')).toBe('2147483691');
    expect(tree('1 ? 2 : 3')).toBe('2');
    expect(tree('(int)2.9 + !0 + (3 > 2 && 2 > 3)')).toBe('3');
    expect(tree('(int)&((struct s *)0)->a[2]')).toBe('16');
  });
});

function layout(text: string): string {
  const type = unitOf(`${text} v;`).data[0]?.variable.type as StructType;
  const members = (type.members ?? []).map(
    (m) => `${m.name}@${m.offset}${m.bits ? `:${m.bits.shift}:${m.bits.width}` : ''}`,
  );
  return `${members.join(' ')} size ${type.size} align ${type.align}`;
}

describe("structures are laid out as Microsoft's compiler does:", () => {
  it('by alignment and pack', () => {
    expect(layout('struct { char a; double b; short c; }')).toBe('a@0 b@8 c@16 size 24 align 8');
    expect(layout('#pragma pack(push, 1)\nstruct { char a; int b; }')).toBe('a@0 b@1 size 5 align 1');
    expect(layout('#pragma pack(push, x, 2)\n#pragma pack(pop, x)\nstruct { char a; int b; }')).toBe(
      'a@0 b@4 size 8 align 4',
    );
    expect(layout('__declspec(align(16)) struct { char a; }')).toBe('a@0 size 1 align 1');
    expect(layout('struct __declspec(align(16)) { char a; __declspec(align(8)) char b; }')).toBe(
      'a@0 b@8 size 16 align 16',
    );
  });

  it('bit-fields of one size share a unit', () => {
    expect(layout('struct { int a : 3; int b : 30; char c : 2; char d : 7; }')).toBe(
      'a@0:0:3 b@4:0:30 c@8:0:2 d@9:0:7 size 12 align 4',
    );
    expect(layout('struct { char a : 4; int b : 4; }')).toBe('a@0:0:4 b@4:0:4 size 8 align 4');
    expect(layout('struct { unsigned a : 3, : 0, b : 3; }')).toBe('a@0:0:3 b@4:0:3 size 8 align 4');
  });

  it('unnamed members belong to the outer one; flexible arrays add nothing', () => {
    expect(layout('struct { int a; union { int b; char c; }; char d[]; }')).toBe('a@0 @4 d@8 size 8 align 4');
  });
});

describe('declarations', () => {
  const types = (text: string) => unitOf(text).data.map(({ variable }) => typeText(variable.type, variable.name));

  it('are read from the inside out', () => {
    expect(types('int *a[3], (*b)[3], *(*c(void))[2];')).toEqual(['int *a[3]', 'int (*b)[3]']);
    expect(types('int (*(*x)(int))(char, ...);')).toEqual(['int (*(*x)(int))(char, ...)']);
    expect(types('typedef int T[2]; T *p; const char *const q = "s";')).toEqual([
      'char [2]',
      'const char *q',
      'int (*p)[2]',
    ]);
  });

  it('know calling conventions wherever they are written', () => {
    const conventions = (text: string) =>
      unitOf(text).data.map(({ variable: { type } }) =>
        type.kind === 'pointer' && type.to.kind === 'function' ? type.to.convention : '?',
      );
    expect(
      conventions(
        'int (__stdcall *a)(int); void *(__fastcall *b)(void); int (*c)(void); typedef int (__stdcall *T)(int); T d;',
      ),
    ).toEqual(['stdcall', 'fastcall', 'cdecl', 'stdcall']);
    const [f] = unitOf('int __stdcall f(int); int f(int x) { return x; }').functions;
    expect(f?.type.convention).toBe('stdcall');
    expect(unitOf('int __stdcall f(int a, ...) { return a; }').functions[0]?.type.convention).toBe('cdecl');
  });

  it('put variables into sections and give them their attributes', () => {
    const { data } = unitOf(
      '#pragma data_seg(".shared")\nint a = 0; int b;\n#pragma data_seg()\nint c = 1; __declspec(thread) int d; __declspec(allocate(".CRT$XCU")) int e = 2; static const int g = 3;',
    );
    expect(data.map(({ variable: { name, attributes } }) => [name, attributes.section, attributes.thread])).toEqual([
      ['a', '.shared', undefined],
      ['c', undefined, undefined],
      ['e', '.CRT$XCU', undefined],
      ['g', undefined, undefined],
      ['b', undefined, undefined],
      ['d', undefined, true],
    ]);
    expect(data.map((d) => d.readOnly)).toEqual([false, false, false, true, false, false]);
    expect(data[0]?.bytes).toEqual(new Uint8Array(4));
  });

  it('with addresses in their values carry relocations', () => {
    const { data } = unitOf(
      'struct { char c; int *p; } s = { 1, 0 }; int a[4]; int *p = &a[2] - 1, n = sizeof a; char *t = "ab" + 1; void f(void); void (*g)(void) = f;',
    );
    const rows = data.map((d) => [
      d.variable.name,
      [...(d.bytes ?? [])],
      d.relocations.map((r) => `${r.offset}:${r.target.name}+${r.addend}`),
    ]);
    expect(rows).toEqual([
      ['s', [1, 0, 0, 0, 0, 0, 0, 0], []],
      ['p', [0, 0, 0, 0], ['0:a+4']],
      ['n', [16, 0, 0, 0], []],
      ['', [97, 98, 0], []],
      ['t', [0, 0, 0, 0], ['0:+1']],
      ['g', [0, 0, 0, 0], ['0:f+0']],
      ['a', [], []],
    ]);
  });

  it('of inline functions that nobody uses leave nothing behind', () => {
    const unit = unitOf(
      'static __inline char *a(void) { return "a"; } __forceinline char *b(void) { return a(); } __inline int c(void) { return 0; } char *d(void) { return b(); }',
    );
    expect(unit.functions.map((f) => f.variable.name)).toEqual(['a', 'b', 'd']);
    expect(unitOf('static __inline char *a(void) { return "a"; }').data).toEqual([]);
  });
});

describe('statements', () => {
  it('list the labels of a switch and keep labels in a row flat', () => {
    const [f] = unitOf("void f(int x) { switch (x) { case 1: case 'a': x++; default: ; } }").functions;
    const [s] = f?.body.statements ?? [];
    if (s?.kind !== 'switch' || s.body.kind !== 'block') throw new Error('a switch is expected');
    expect(s.cases.map((c) => c.value)).toEqual([1n, 97n]);
    expect(s.hasDefault).toBe(true);
    expect(s.body.statements.map((t) => t.kind)).toEqual(['case', 'case', 'expression', 'case', 'block']);
  });

  it('of assembly come line by line, with the meaning of their names', () => {
    const [f] = unitOf(
      'struct s { int a, b; }; enum { N = 4 }; int g; void f(struct s *p) { short w[2]; __asm { mov eax, p ; isn\'t "this\n add eax, [ecx]s.b // two\n l1: mov w, N }\n __asm push eax __asm pop g\n }',
    ).functions;
    const lines = (f?.body.statements ?? []).flatMap((s) => (s.kind === 'asm' ? s.lines : []));
    expect(lines.map((line) => line.text)).toEqual([
      'mov eax, p',
      'add eax, dword ptr [ecx]+4',
      'l1: mov w, N',
      'push eax',
      'pop g',
    ]);
    expect([...(lines[0]?.variables.keys() ?? [])]).toEqual(['p']);
    expect([...(lines[2]?.constants ?? [])]).toEqual([['N', 4]]);
    expect(lines.map((line) => line.place.line)).toEqual([1, 2, 3, 4, 4]);
  });

  it('of C++ call operator functions, one for each signature', () => {
    const unit = unitOf(
      'namespace std { struct nothrow_t { }; extern const nothrow_t nothrow; } void *operator new(unsigned int, const std::nothrow_t&); int *f() { return new (std::nothrow) int; } int *g(int n) { return new int[n]; } void h(int *p) { delete p; delete[] p; }',
      'c++',
    );
    const calls: string[] = [];
    for (const { body } of unit.functions)
      for (const s of body.statements) {
        let e = s.kind === 'return' ? s.value : s.kind === 'expression' ? s.expression : undefined;
        while (e?.kind === 'cast') e = e.operand;
        if (e?.kind === 'call' && e.callee.kind === 'variable') calls.push(e.callee.variable.linkName);
      }
    expect(calls).toEqual([
      'operator new(unsigned int,const nothrow_t &)',
      'operator new[](unsigned int)',
      'operator delete(void *)',
      'operator delete[](void *)',
    ]);
  });
});
