// recorded: gcc -m32 -std=gnu99 -fms-extensions -malign-double -mms-bitfields -fshort-wchar -mlong-double-64 -msse2 -mfpmath=sse -O0 -w unions.c -lm && ./a.out
/* Unions and unnamed members. */
#include <stdio.h>
union u { int i; unsigned char b[4]; float f; };
struct variant { int kind; union { int i; double d; const char *s; }; };
struct outer { int a; struct { int b; union { int c; char d; }; }; int e; };
union big { long long q; struct { unsigned low; int high; } part; };
void show(struct variant v) { if (v.kind == 0) printf("%d\n", v.i); else if (v.kind == 1) printf("%.1f\n", v.d); else printf("%s\n", v.s); }
int main(void) {
    union u x; struct variant v; struct outer o = { 1, { 2, { 3 } }, 4 }; union big g;
    x.i = 0x01020304; printf("%d %d\n", x.b[0], x.b[3]);
    x.f = 1.0f; printf("%x\n", x.i);
    v.kind = 0; v.i = 5; show(v); v.kind = 1; v.d = 2.5; show(v); v.kind = 2; v.s = "text"; show(v);
    printf("%d %d %d %d %d\n", o.a, o.b, o.c, o.d, o.e);
    g.q = -1; g.part.low = 5; printf("%lld %d\n", g.q, g.part.high);
    printf("%d %d %d\n", (int)sizeof(union u), (int)sizeof(struct variant), (int)sizeof(union big));
    return 0;
}
// expect: 4 1
// expect: 3f800000
// expect: 5
// expect: 2.5
// expect: text
// expect: 1 2 3 3 4
// expect: -4294967291 -1
// expect: 4 16 8
