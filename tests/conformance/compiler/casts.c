// recorded: gcc -m32 -std=gnu99 -fms-extensions -malign-double -mms-bitfields -fshort-wchar -mlong-double-64 -msse2 -mfpmath=sse -O0 -w casts.c -lm && ./a.out
/* Casts between integers, floats and pointers. */
#include <stdio.h>
int main(void) {
    int i = -1; unsigned u = 0x89abcdef; double d = 1e9 + 0.75; void *p = (void *)0x1234; char buf[8] = { 1, 2, 3, 4, 5, 6, 7, 8 };
    printf("%d %d %d %d\n", (char)u, (unsigned char)u, (short)u, (unsigned short)u);
    printf("%u %d\n", (unsigned)i, (int)u);
    printf("%lld %lld\n", (long long)i, (long long)u);
    printf("%lld %llu\n", (long long)(unsigned)i, (unsigned long long)i);
    printf("%d %x\n", (int)d, (unsigned)(unsigned long)p);
    printf("%x %x\n", *(int *)buf, *(unsigned short *)(buf + 1));
    printf("%d\n", (int)(char)(int)300.9);
    printf("%.1f %.1f\n", (double)i, (double)u);
    printf("%d\n", (int)(float)16777217);
    printf("%d\n", ((char *)p + 4) == (char *)0x1238);
    (void)i; (void)printf("void\n");
    printf("%d %d\n", (_Bool)5, (_Bool)0.25);
    printf("%d\n", -1 >> 31 == -1);
    printf("%u\n", -1u / 2);
    return 0;
}
// expect: -17 239 -12817 52719
// expect: 4294967295 -1985229329
// expect: -1 2309737967
// expect: 4294967295 18446744073709551615
// expect: 1000000000 1234
// expect: 4030201 302
// expect: 44
// expect: -1.0 2309737967.0
// expect: 16777216
// expect: 1
// expect: void
// expect: 1 1
// expect: 1
// expect: 2147483647
