// recorded: gcc -m32 -std=gnu99 -fms-extensions -malign-double -mms-bitfields -fshort-wchar -mlong-double-64 -msse2 -mfpmath=sse -O0 -w layout.c -lm && ./a.out
/* Sizes and offsets of structures, also packed. */
#include <stdio.h>
#include <stddef.h>
struct a { char c; double d; short s; };
struct b { short s; struct a a; char c; };
#pragma pack(push, 1)
struct packed { char c; int i; double d; short s; };
#pragma pack(2)
struct two { char c; int i; };
#pragma pack(pop)
struct after { char c; int i; };
struct e { char a; long long b; char c; };
struct flexible { int n; char data[]; };
typedef struct { char x[3]; } three;
struct holder { three t; short s; three u; };
int main(void) {
    printf("%d %d %d\n", (int)sizeof(struct a), (int)offsetof(struct a, d), (int)offsetof(struct a, s));
    printf("%d %d %d\n", (int)sizeof(struct b), (int)offsetof(struct b, a), (int)offsetof(struct b, c));
    printf("%d %d %d\n", (int)sizeof(struct packed), (int)offsetof(struct packed, i), (int)offsetof(struct packed, s));
    printf("%d %d\n", (int)sizeof(struct two), (int)sizeof(struct after));
    printf("%d %d %d\n", (int)sizeof(struct e), (int)sizeof(struct flexible), (int)offsetof(struct flexible, data));
    printf("%d %d\n", (int)sizeof(struct holder), (int)offsetof(struct holder, u));
    printf("%d %d %d %d %d %d\n", (int)sizeof(char), (int)sizeof(short), (int)sizeof(int), (int)sizeof(long), (int)sizeof(long long), (int)sizeof(void *));
    printf("%d %d %d\n", (int)sizeof(float), (int)sizeof(double), (int)sizeof 'a');
    { struct packed p = { 1, 2, 3.5, 4 }; p.i += p.s; p.d *= 2; printf("%d %.1f\n", p.i, p.d); }
    printf("%d\n", (int)offsetof(struct b, a.s));
    return 0;
}
// expect: 24 8 16
// expect: 40 8 32
// expect: 15 1 13
// expect: 6 8
// expect: 24 4 4
// expect: 10 6
// expect: 1 2 4 4 8 4
// expect: 4 8 4
// expect: 6 7.0
// expect: 24
