// recorded: gcc -m32 -std=gnu99 -fms-extensions -malign-double -mms-bitfields -fshort-wchar -mlong-double-64 -msse2 -mfpmath=sse -O0 -w arithmetic-int.c -lm && ./a.out
/* Integer arithmetic: signs of quotients and remainders, shifts, wrap-around. */
#include <stdio.h>
int a = 17, b = -5, c = 3;
unsigned u = 4000000000u;
int main(void) {
    printf("%d %d %d %d\n", a / b, a % b, -a / c, -a % c);
    printf("%d %d %d\n", a << 3, b >> 1, (int)(u >> 4));
    printf("%u %u %u\n", u / 7, u % 7, u * 3);
    printf("%d %d %d %d\n", a & 12, a | 12, a ^ 12, ~a);
    printf("%d %d %d\n", -a, +a, !a);
    printf("%d\n", a * b + c - (a - b) * c);
    a += 5; b -= 2; c *= 7; printf("%d %d %d\n", a, b, c);
    a /= 3; b %= 4; c <<= 2; printf("%d %d %d\n", a, b, c);
    a |= 64; b ^= 0x55; c >>= 3; u &= 0xff0; printf("%d %d %d %u\n", a, b, c, u);
    return 0;
}
// expect: -3 2 -5 -2
// expect: 136 -3 250000000
// expect: 571428571 3 3410065408
// expect: 0 29 29 -18
// expect: -17 17 0
// expect: -148
// expect: 22 -7 21
// expect: 7 -3 84
// expect: 71 -88 10 2048
