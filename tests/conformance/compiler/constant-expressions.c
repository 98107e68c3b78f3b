// recorded: gcc -m32 -std=gnu99 -fms-extensions -malign-double -mms-bitfields -fshort-wchar -mlong-double-64 -msse2 -mfpmath=sse -O0 -w constant-expressions.c -lm && ./a.out
/* Constant expressions where C wants them: sizes, cases, enumerators, widths, offsets. */
#include <stdio.h>
#include <stddef.h>
struct s { char a; int b[3]; struct { short x, y; } in; };
#define ASSERT(e) typedef char assertion[(e) ? 1 : -1]
ASSERT(offsetof(struct s, b[2]) == 12); ASSERT(sizeof(struct s) == 20);
enum { A = offsetof(struct s, in.y), B = 'a' + 1, C = (int)2.5, D = sizeof(int[A]), E = (1 ? 10 : 1 / 0), F = -1 < 0u, G = ~0 & 0xff };
char pad[offsetof(struct s, in)]; int fixed[A > 5 ? 2 : 3][(unsigned char)257 + 1];
int f(int x) { switch (x) { case offsetof(struct s, b): return 1; case A: return 2; case B: return 3; case 1 << 10 | 1: return 4; case (char)200: return 5; } return 0; }
struct t { unsigned a : A / 6, b : sizeof(char) * 4; };
int main(void) {
    printf("%d %d %d %d %d %d %d\n", A, B, C, D, E, F, G);
    printf("%d %d %d\n", (int)sizeof pad, (int)sizeof fixed, (int)sizeof(struct t));
    printf("%d %d %d %d %d %d\n", f(4), f(18), f('b'), f(1025), f(-56), f(7));
    return 0;
}
// expect: 18 98 2 72 10 0 255
// expect: 16 16 4
// expect: 1 2 3 4 5 0
