// recorded: gcc -m32 -std=gnu99 -fms-extensions -malign-double -mms-bitfields -fshort-wchar -mlong-double-64 -msse2 -mfpmath=sse -O0 -w float-functions.c -lm && ./a.out
/* The functions of math.h. */
#include <stdio.h>
#include <math.h>
int main(void) {
    double x = 2.0, whole; int e;
    printf("%.6f %.6f %.6f\n", sqrt(x), pow(x, 10), exp(1.0));
    printf("%.6f %.6f %.6f\n", sin(1.0), cos(1.0), tan(1.0));
    printf("%.6f %.6f %.6f\n", log(10.0), log10(1000.0), atan2(1.0, -1.0));
    printf("%.1f %.1f %.1f %.1f\n", floor(-1.5), ceil(-1.5), fabs(-2.5), fmod(7.5, 2.0));
    x = modf(3.75, &whole); printf("%.2f %.1f\n", x, whole);
    x = frexp(10.0, &e); printf("%.3f %d\n", x, e);
    printf("%.1f\n", ldexp(0.75, 4));
    return 0;
}
// expect: 1.414214 1024.000000 2.718282
// expect: 0.841471 0.540302 1.557408
// expect: 2.302585 3.000000 2.356194
// expect: -2.0 -1.0 2.5 1.5
// expect: 0.75 3.0
// expect: 0.625 4
// expect: 12.0
