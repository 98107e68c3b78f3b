// recorded: gcc -m32 -std=gnu99 -fms-extensions -malign-double -mms-bitfields -fshort-wchar -mlong-double-64 -msse2 -mfpmath=sse -O0 -w assignment-conversions.c -lm && ./a.out
/* Conversions at assignment, argument and return. */
#include <stdio.h>
char tochar(int x) { return x; } unsigned char touc(int x) { return x; } short tos(double d) { return d; } double tod(int x) { return x; } float tof(double d) { return d; } long long toll(unsigned u) { return u; } unsigned fromll(long long q) { return q; } _Bool tob(int x) { return x; }
int takes(char c, short s, unsigned char u, float f) { return c + s + u + (int)f; }
int main(void) {
    printf("%d %d %d\n", tochar(300), touc(-1), tos(1234.99));
    printf("%.1f %.2f %lld %u\n", tod(7), tof(1.25), toll(-1), fromll(-2));
    printf("%d %d %d\n", tob(256), tob(0), takes(300, 70000, 257, 2.9));
    { unsigned char c; int i = c = 511; printf("%d\n", i); }
    { int i; double d = i = 3.9; printf("%.1f\n", d); }
    { short s = 1; s += 70000; printf("%d\n", s); s -= 0.5; printf("%d\n", s); }
    { unsigned u = -1; long long q = u; printf("%lld\n", q); q = (int)u; printf("%lld\n", q); u = 3e9; printf("%u\n", u); }
    { char c = 'a'; c ^= 0x20; c |= 0x80; printf("%d\n", c); }
    { int x = 10; x *= 0.25f; printf("%d\n", x); x <<= 33 - 32; printf("%d\n", x); }
    return 0;
}
// expect: 44 255 1234
// expect: 7.0 1.25 4294967295 4294967294
// expect: 1 0 4511
// expect: 255
// expect: 3.0
// expect: 4465
// expect: 4464
// expect: 4294967295
// expect: -1
// expect: 3000000000
// expect: -63
// expect: 2
// expect: 4
