// recorded: gcc -m32 -std=gnu99 -fms-extensions -malign-double -mms-bitfields -fshort-wchar -mlong-double-64 -msse2 -mfpmath=sse -O0 -w unsigned-division.c -lm && ./a.out
/* Division and shifts where signs matter. */
#include <stdio.h>
int main(void) {
    int i; unsigned u = 0xfffffff0u; short s = -7; unsigned short us = 0xfff9; signed char c = -128;
    printf("%d %d %d %d\n", -7 / 2, -7 % 2, 7 / -2, 7 % -2);
    printf("%u %u %d %d\n", u / 3, u % 3, (int)u / 3, (int)u % 3);
    printf("%d %d %d %d\n", s / 2, us / 2, s >> 1, us >> 1);
    printf("%d %d %d\n", c / 3, c >> 2, -c);
    printf("%u %d\n", u >> 28, (int)u >> 28);
    for (i = -4; i <= 4; i++) printf("%d:%d:%d ", i / 3, i % 3, i >> 1); printf("\n");
    { int x = -100; x /= 7; printf("%d ", x); x = -100; x %= 7; printf("%d ", x); x = -100; x >>= 3; printf("%d\n", x); }
    { unsigned x = -100; x /= 7; printf("%u ", x); x = -100; x >>= 3; printf("%u\n", x); }
    { int d = 8; printf("%d %d %d\n", 100 / d, -100 / d, -100 % d); }
    return 0;
}
// expect: -3 -1 -3 1
// expect: 1431655760 0 -5 -1
// expect: -3 32764 -4 32764
// expect: -42 -32 128
// expect: 15 -1
// expect: -1:-1:-2 -1:0:-2 0:-2:-1 0:-1:-1 0:0:0 0:1:0 0:2:1 1:0:1 1:1:2
// expect: -14 -2 -13
// expect: 613566742 536870899
// expect: 12 -12 -4
