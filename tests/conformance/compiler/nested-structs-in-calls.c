// recorded: gcc -m32 -std=gnu99 -fms-extensions -malign-double -mms-bitfields -fshort-wchar -mlong-double-64 -msse2 -mfpmath=sse -O0 -w nested-structs-in-calls.c -lm && ./a.out
/* Structures as arguments and results of several sizes. */
#include <stdio.h>
struct s1 { char c; }; struct s2 { short s; }; struct s4 { int i; }; struct s8 { int a, b; }; struct s12 { int a, b, c; }; struct sd { double d; }; struct sq { long long q; }; struct big { int a[20]; };
struct s1 f1(struct s1 x) { x.c++; return x; } struct s2 f2(struct s2 x) { x.s *= 2; return x; } struct s4 f4(struct s4 x) { x.i = -x.i; return x; } struct s8 f8(struct s8 x) { struct s8 r = { x.b, x.a }; return r; }
struct s12 f12(int n, struct s12 x, int m) { x.a += n; x.c += m; return x; } struct sd fd(struct sd x) { x.d /= 4; return x; } struct sq fq(struct sq x) { x.q <<= 8; return x; }
struct big fb(struct big b, int at) { b.a[at] = at; return b; }
int total(struct big b) { int i, t = 0; for (i = 0; i < 20; i++) t += b.a[i]; return t; }
int main(void) {
    struct s1 a = { 'a' }; struct s2 b = { 21 }; struct s4 c = { 5 }; struct s8 d = { 1, 2 }; struct s12 e = { 1, 2, 3 }; struct sd g = { 10 }; struct sq q = { 3 }; struct big z = { { 1, 2, 3 } }; struct s12 (*fp)(int, struct s12, int) = f12;
    printf("%c %d %d %d\n", f1(a).c, f2(b).s, f4(f4(c)).i, f8(d).a);
    e = f12(10, f12(1, e, 2), 20); printf("%d %d %d\n", e.a, e.b, e.c); e = fp(1, e, 1); printf("%d\n", e.c);
    printf("%.2f %lld\n", fd(g).d, fq(q).q);
    printf("%d %d %d\n", total(fb(fb(z, 10), 5)), total(z), fb(z, 19).a[19]);
    f12(1, e, 1); fb(z, 1);
    return 0;
}
// expect: b 42 5 2
// expect: 12 2 25
// expect: 26
// expect: 2.50 768
// expect: 21 6 19
