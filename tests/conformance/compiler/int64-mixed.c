// recorded: gcc -m32 -std=gnu99 -fms-extensions -malign-double -mms-bitfields -fshort-wchar -mlong-double-64 -msse2 -mfpmath=sse -O0 -w int64-mixed.c -lm && ./a.out
/* 64-bit values in calls, structures, arrays and conversions. */
#include <stdio.h>
struct S { char c; long long v; int i; };
long long pick(int n, long long a, long long b, char c) { return n ? a + c : b - c; }
unsigned long long fact(int n) { return n <= 1 ? 1 : n * fact(n - 1); }
int main(void) {
    struct S s = { 'x', 0x123456789abcdefLL, 7 }, t;
    long long arr[3] = { 1, -2, 3LL << 40 };
    long long *p = arr;
    int i;
    t = s; t.v += s.i;
    printf("%lld %lld\n", t.v - s.v, pick(1, 10000000000LL, 5, 'A'));
    printf("%lld %llu\n", pick(0, 1, 2, 3), fact(20));
    for (i = 0; i < 3; i++) printf("%lld ", *p++);
    printf("\n%d\n", (int)(p - arr));
    arr[1] += arr[2]--; printf("%lld %lld\n", arr[1], arr[2]);
    printf("%d\n", (int)sizeof(struct S));
    { short s2 = -3; unsigned short us = 50000; long long v = s2; v += us; printf("%lld\n", v); s2 = (short)v; printf("%d\n", s2); }
    { double d = 1e15 + 0.5; long long v = (long long)d; printf("%lld %.1f\n", v, (double)v * 2); }
    { unsigned long long big = 18446744073709551615ULL; printf("%.0f\n", (double)(big >> 1)); }
    switch (arr[2]) { case 3: printf("three\n"); break; case (3LL << 40) - 1: printf("big\n"); break; default: printf("other\n"); }
    return 0;
}
// expect: 7 10000000065
// expect: -1 2432902008176640000
// expect: 1 -2 3298534883328
// expect: 3
// expect: 3298534883326 3298534883327
// expect: 24
// expect: 49997
// expect: -15539
// expect: 1000000000000000 2000000000000000.0
// expect: 9223372036854775808
// expect: big
