// recorded: gcc -m32 -std=gnu99 -fms-extensions -malign-double -mms-bitfields -fshort-wchar -mlong-double-64 -msse2 -mfpmath=sse -O0 -w preprocessor-conditions.c -lm && ./a.out
/* #if and its kin. */
#include <stdio.h>
#define A 1
#define B
#define C 0x10
#define F(x) ((x) + 1)
int main(void) {
#if A && defined(B) && !defined Z
    printf("1\n");
#else
    printf("wrong 1\n");
#endif
#if UNKNOWN || C == 16 && 'A' == 65
    printf("2\n");
#endif
#ifdef B
#ifndef A
    printf("wrong\n");
#elif C > 100
    printf("wrong\n");
#elif F(C) == 17
    printf("3\n");
#else
    printf("wrong\n");
#endif
#endif
#if 0
    this isn't C ' at " all
#if 1
    nor this
#else
#endif
#elif (1 ? 2 : 3) == 2 && -1 < 0u - 1 && ~0 == -1
    printf("4\n");
#endif
#if 1 == 1L && 0x7fffffff + 1 > 0 && (3 - 5) / 2 == -1 && 7 % 4 == 3 && (1 << 4 | 3) == 19
    printf("5\n");
#endif
#if 0 && 1 / 0
#else
    printf("6\n");
#endif
#line 100 "other.c"
    printf("%d %s\n", __LINE__, __FILE__);
#pragma unknown thing
    return 0;
}
// expect: 1
// expect: 2
// expect: 3
// expect: 5
// expect: 6
// expect: 100 other.c
