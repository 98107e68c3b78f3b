// recorded: gcc -m32 -std=gnu99 -fms-extensions -malign-double -mms-bitfields -fshort-wchar -mlong-double-64 -msse2 -mfpmath=sse -O0 -w promotions.c -lm && ./a.out
/* char and short operands are promoted to int; assignment cuts them again. */
#include <stdio.h>
int main(void) {
    char c = 100; unsigned char uc = 250; short s = 30000; unsigned short us = 65535;
    int i; 
    i = c + c; printf("%d\n", i);
    c = c + c; printf("%d\n", c);
    i = uc + 10; printf("%d\n", i);
    uc = uc + 10; printf("%d\n", uc);
    i = s + s; printf("%d\n", i);
    s = s + s; printf("%d\n", s);
    printf("%d %d\n", us + 1, (unsigned short)(us + 1));
    printf("%d\n", uc < -1);
    printf("%d\n", (unsigned)1 < -1);
    printf("%d %d\n", ~uc, -us);
    uc = 200; uc += 100; printf("%d\n", uc);
    c = -1; uc = c; printf("%d %d %d\n", c, uc, c == uc);
    printf("%d\n", (char)300 + (signed char)200);
    us = 40000; us *= 2; printf("%d\n", us);
    c = 127; c++; printf("%d\n", c); ++c; printf("%d\n", c);
    return 0;
}
// expect: 200
// expect: -56
// expect: 260
// expect: 4
// expect: 60000
// expect: -5536
// expect: 65536 0
// expect: 0
// expect: 1
// expect: -5 -65535
// expect: 44
// expect: -1 255 0
// expect: -12
// expect: 14464
// expect: -128
// expect: -127
