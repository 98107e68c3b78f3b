import { describe, expect, test } from 'vitest';
import { code, result } from './back-guest.ts';

describe('the shape of the code', () => {
  test('is that of an unoptimised Microsoft compiler', () => {
    expect(code('int f(int a) { int i; int s = 0; for (i = 0; i < a; i++) s += i; return s; }', 'f')).toEqual([
      'push ebp',
      'mov ebp,esp',
      'sub esp,8',
      'mov dword ptr [ebp-8],0',
      'mov dword ptr [ebp-4],0',
      'jmp 0000001f',
      'mov eax,dword ptr [ebp-4]',
      'add eax,1',
      'mov dword ptr [ebp-4],eax',
      'mov eax,dword ptr [ebp-4]',
      'cmp eax,dword ptr [ebp+8]',
      'jge 00000032',
      'mov eax,dword ptr [ebp-8]',
      'add eax,dword ptr [ebp-4]',
      'mov dword ptr [ebp-8],eax',
      'jmp 00000016',
      'mov eax,dword ptr [ebp-8]',
      'mov esp,ebp',
      'pop ebp',
      'ret',
    ]);
  });

  test('loads, changes and stores a counter in three instructions, so that another thread can come between', () => {
    const lines = code('int counter; void f(void) { counter++; }', 'f');
    expect(lines.slice(2, 5).map((line) => line.split(' ')[0])).toEqual(['mov', 'add', 'mov']);
  });

  test('folds addresses into operands', () => {
    const lines = code('struct s { int a, b; }; int f(struct s *p, int i) { return p[i].b; }', 'f');
    expect(lines).toContain('mov eax,dword ptr [eax+ecx*8+4]');
  });

  test('jumps on conditions without making a number of them', () => {
    const lines = code('int f(int a, int b) { if (a > 3 && b != 0) return 1; return 2; }', 'f');
    expect(lines).toContain('cmp dword ptr [ebp+8],3');
    expect(lines.some((line) => line.startsWith('set'))).toBe(false);
  });

  test('begins with mov edi,edi when it shall be patchable', () => {
    expect(code('void f(void) {}', 'f', { hotpatch: true })[0]).toBe('mov edi,edi');
  });

  test('fills locals with CC in debug builds', () => {
    expect(code('int f(void) { int a[4]; return a[0]; }', 'f', { rtc: true })).toContain('rep stos dword ptr es:[edi]');
    expect(result('int main(void) { int a[4]; return a[2]; }', { rtc: true })).toBe(0xcccccccc | 0);
  });

  test('probes large frames page by page', () => {
    expect(result('int main(void) { char b[20000]; b[0] = 1; b[19999] = 2; return b[0] + b[19999]; }')).toBe(3);
  });
});

describe('compiled programs compute', () => {
  const cases: readonly (readonly [string, string, number])[] = [
    [
      'recursion',
      'int fib(int n) { return n < 2 ? n : fib(n - 1) + fib(n - 2); } int main(void) { return fib(15); }',
      610,
    ],
    [
      '8- and 16-bit wrap-around',
      'int main(void) { unsigned char c = 250; short s = 32767; c += 10; s++; return c + s; }',
      -32764,
    ],
    ['signed division towards zero', 'int d = -17; int main(void) { return d / 4 * 100 + d % 4 * 10 + d / 3; }', -415],
    ['unsigned division', 'unsigned u = 0xfffffffb; int main(void) { return u / 16 == 0x0fffffff && u % 10 == 1; }', 1],
    [
      '64-bit multiplication, division and shifts',
      'long long a = 123456789012LL; int n = 5; int main(void) { return (int)((a * 37 / 1001 % 100000 << n) >> 2); }',
      302840,
    ],
    [
      'structures by value',
      'struct s { int a[5]; } g = { { 1, 2, 3, 4, 5 } }; struct s f(struct s x) { x.a[4] = 9; return x; } int main(void) { struct s r = f(g); return r.a[4] * 10 + g.a[4]; }',
      95,
    ],
    [
      'small structures in registers',
      'struct p { int x, y; }; struct p f(int n) { struct p r; r.x = n; r.y = -n; return r; } int main(void) { return f(7).x - f(3).y; }',
      10,
    ],
    [
      'bit-fields',
      'struct b { unsigned a : 3; int s : 5; unsigned long long w : 40; } b; int main(void) { b.a = 9; b.s = -7; b.w = 1; b.w -= 2; return b.a + b.s * 10 + (b.w == 0xffffffffffLL); }',
      -68,
    ],
    [
      'floating point',
      'double a = 2.5; float b = 0.5f; int main(void) { double r = a * 4 - b / 2; return (int)(r * 100) + (a < b) + (a >= b) * 2; }',
      977,
    ],
    [
      'unsigned and 64-bit conversions',
      'unsigned u = 4000000000u; int main(void) { double d = u; unsigned long long q = 18000000000000000000ULL; return (unsigned)(d / 2) == 2000000000u && (unsigned long long)(double)q == q; }',
      1,
    ],
    [
      'jump tables',
      'int f(int n) { switch (n) { case 1: return 5; case 2: return 6; case 3: return 7; case 4: return 8; case 6: return 9; default: return 1; } } int main(void) { return f(0) + f(1) * 10 + f(6) * 100 + f(5) * 1000 + f(4) * 10000; }',
      81951,
    ],
    [
      'sparse switches',
      'int f(int n) { switch (n) { case -1000: return 5; case 70000: return 6; } return 1; } int main(void) { return f(-1000) * 100 + f(70000) * 10 + f(2); }',
      561,
    ],
    [
      'stdcall and fastcall',
      'int __stdcall s(int a, short b) { return a - b; } int __fastcall f(int a, int b, int c) { return a * 100 + b * 10 + c; } int (__fastcall *p)(int, int, int) = f; int main(void) { return s(9, 4) * 1000 + f(1, 2, 3) + p(4, 5, 6); }',
      5579,
    ],
    [
      'variable arguments',
      'int f(int n, ...) { int *p = &n + 1, s = 0; while (n--) s += *p++; return s; } int main(void) { return f(4, 1, 2, 3, 4); }',
      10,
    ],
    [
      '__asm with names of C',
      'int g = 5; int f(int p) { int l = 2; __asm { mov eax, p\n add eax, l\n again: add eax, g\n cmp eax, 30\n jl again\n mov l, eax }\n return l; } int main(void) { return f(1); }',
      33,
    ],
    [
      'naked functions',
      '__declspec(naked) int f(int a) { __asm { mov eax, [esp+4]\n neg eax\n ret } } int main(void) { return f(5); }',
      -5,
    ],
    [
      'a call that changes what a sum reads',
      'int g = 1; int f(void) { g = 10; return 1; } int main(void) { int a[3]; int i = 0; a[i++] = i; g += f(); return g * 10 + a[0]; }',
      111,
    ],
    [
      'goto out of nested loops',
      'int main(void) { int i, j; for (i = 0; i < 9; i++) for (j = 0; j < 9; j++) if (i * j == 35) goto out; out: return i * 10 + j; }',
      57,
    ],
    [
      '_alloca',
      'void *_alloca(unsigned); int f(int n) { int *p = (int *)_alloca(n * 4), i, s = 0; for (i = 0; i < n; i++) p[i] = i; for (i = 0; i < n; i++) s += p[i]; return s; } int main(void) { return f(10) + f(2000) % 7; }',
      48,
    ],
  ];
  for (const [name, text, expected] of cases) test(name, () => expect(result(text)).toBe(expected));
});
