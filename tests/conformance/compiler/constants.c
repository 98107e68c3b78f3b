// recorded: gcc -m32 -std=gnu99 -fms-extensions -malign-double -mms-bitfields -fshort-wchar -mlong-double-64 -msse2 -mfpmath=sse -O0 -w constants.c -lm && ./a.out
/* Forms of constants and their types. */
#include <stdio.h>
int main(void) {
    printf("%d %d %d %d\n", 0x1F, 017, 0, 'A');
    printf("%d %d %d %d\n", (int)sizeof 1, (int)sizeof 1L, (int)sizeof 1LL, (int)sizeof 4294967296);
    printf("%d %d %d\n", (int)sizeof 0xffffffff, 0xffffffff > 0, 2147483648 > 0);
    printf("%u %lu %llu\n", 4294967295U, 4294967295UL, 18446744073709551615ULL);
    printf("%.3f %.3f %.3f %.3f\n", 1., .5, 1e-2, 2.5E+1);
    printf("%d %d\n", (int)sizeof 1.0, (int)sizeof 1.0f);
    printf("%d %d %d\n", '\t', '\\', '\'');
    printf("%d %d\n", '\377', '\x7f');
    printf("%d\n", -2147483647 - 1);
    printf("%.4f\n", 0x1.8p1);
    return 0;
}
// expect: 31 15 0 65
// expect: 4 4 8 8
// expect: 4 1 1
// expect: 4294967295 4294967295 18446744073709551615
// expect: 1.000 0.500 0.010 25.000
// expect: 8 4
// expect: 9 92 39
// expect: -1 127
// expect: -2147483648
// expect: 3.0000
