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
    printf("%.2f %.1f\n", modf(3.75, &whole), whole);
    printf("%.3f %d\n", frexp(10.0, &e), e);
    printf("%.1f\n", ldexp(0.75, 4));
    return 0;
}
// expect: 1.414214 1024.000000 2.718282
// expect: 0.841471 0.540302 1.557408
// expect: 2.302585 3.000000 2.356194
// expect: -2.0 -1.0 2.5 1.5
// expect: 0.75 -824610258216315565903718372243410070954999071026553251670649991256232343528445887102541753149596422333227200778602221745963263743119302856152582297319690541626517830020286675071205565076675585917542832770077388772308748751209707785789670789244844744259877913578145054720.0
// expect: 0.625 -134678640
// expect: 12.0
