// recorded: gcc -m32 -std=gnu99 -fms-extensions -malign-double -mms-bitfields -fshort-wchar -mlong-double-64 -msse2 -mfpmath=sse -O0 -w int64.c -lm && ./a.out
/* 64-bit integers. */
#include <stdio.h>
long long a = 1234567890123LL, b = -987654321LL;
unsigned long long u = 0xfedcba9876543210ULL;
long long square(long long x) { return x * x; }
int main(void) {
    int i;
    printf("%lld %lld %lld\n", a + b, a - b, a * 7);
    printf("%lld %lld %lld %lld\n", a / b, a % b, b / 10, b % 10);
    printf("%llx %llx %llx\n", u >> 4, u << 4, u >> 40);
    printf("%llu %llu\n", u / 1000, u % 1000);
    printf("%lld %lld\n", b >> 3, a << 5);
    printf("%llx %llx %llx %llx\n", u & 0xffff0000ffffULL, u | 0xff, u ^ u, ~u);
    printf("%d %d %d %d %d %d\n", a < b, a > b, a <= b, a >= b, a == b, a != b);
    printf("%d %d\n", u > 1, (long long)u > 1);
    printf("%lld %lld\n", -a, square(100000));
    for (i = 0; i < 64; i += 13) printf("%lld ", 1LL << i);
    printf("\n");
    a++; b--; printf("%lld %lld\n", a, b); a += 10; b *= -3; printf("%lld %lld\n", a--, --b);
    u /= 3; printf("%llu\n", u); u >>= 33; printf("%llu %d\n", u, (int)u);
    printf("%d %d\n", !a, a && b);
    i = (int)a; printf("%d %u\n", i, (unsigned)b);
    a = i; printf("%lld\n", a); a = (unsigned)i; printf("%lld\n", a);
    printf("%d\n", a ? 1 : 2);
    return 0;
}
// expect: 1233580235802 1235555544444 8641975230861
// expect: -1249 987643194 -98765432 -1
// expect: fedcba987654321 edcba98765432100 fedcba
// expect: 18364758544493064 720
// expect: -123456791 39506172483936
// expect: ba9800003210 fedcba98765432ff 0 123456789abcdef
// expect: 0 1 0 1 0 1
// expect: 1 0
// expect: -1234567890123 10000000000
// expect: 1 8192 67108864 549755813888 4503599627370496
// expect: 1234567890124 -987654322
// expect: 1234567890134 2962962965
// expect: 6121586181497688240
// expect: 712646425 712646425
// expect: 0 1
// expect: 1912276181 2962962965
// expect: 1912276181
// expect: 1912276181
// expect: 1
