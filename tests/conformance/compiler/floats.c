// recorded: gcc -m32 -std=gnu99 -fms-extensions -malign-double -mms-bitfields -fshort-wchar -mlong-double-64 -msse2 -mfpmath=sse -O0 -w floats.c -lm && ./a.out
/* double and float arithmetic, conversions, comparisons. */
#include <stdio.h>
double a = 3.25, b = -1.5; float f = 0.1f, g = 2.5f;
double average(int n, double *v) { double s = 0; int i; for (i = 0; i < n; i++) s += v[i]; return s / n; }
float scale(float x, int k) { return x * k; }
int main(void) {
    double v[4] = { 1, 2, 3, 4.5 }; int i = 7; unsigned u = 3000000000u; long long q = -5000000000LL;
    printf("%.4f %.4f %.4f %.4f\n", a + b, a - b, a * b, a / b);
    printf("%.7f %.3f %.3f\n", f, f + g, g / 3);
    printf("%d %d %d %d %d %d\n", a < b, a > b, a <= b, a >= b, a == b, a != b);
    printf("%d %d %d %u\n", (int)a, (int)b, (int)-2.9, (unsigned)3.99e9);
    printf("%.1f %.1f %.1f\n", (double)i, (double)u, (double)q);
    printf("%lld\n", (long long)-1.5e12);
    printf("%.3f %.2f\n", average(4, v), scale(1.25f, 3));
    a += 1; b *= 2; f -= 0.05f; g /= 2; printf("%.2f %.2f %.2f %.2f\n", a, b, f, g);
    a++; --b; printf("%.2f %.2f\n", a, b);
    i *= 1.5; printf("%d\n", i); i += 0.9; printf("%d\n", i);
    printf("%.2f %d %d\n", -a, !a, !0.0);
    printf("%d %d\n", a && b, 0.0 || f);
    printf("%.1f\n", i > 5 ? 1 : 2.5);
    printf("%g %g\n", 0.0001, 123456.0);
    if (a) printf("nonzero\n"); while (f > 0) f -= 0.02f; printf("%d\n", f <= 0);
    { char c = 65.7; short s = -3.7f; printf("%d %d\n", c, s); }
    printf("%.6f %.10f\n", 1.0f / 3, 1.0 / 3);
    printf("%.2f\n", 1e3 + .5 + 5. + 0x10);
    return 0;
}
// expect: 1.7500 4.7500 -4.8750 -2.1667
// expect: 0.1000000 2.600 0.833
// expect: 0 1 0 1 0 1
// expect: 3 -1 -2 3990000000
// expect: 7.0 3000000000.0 -5000000000.0
// expect: -1500000000000
// expect: 2.625 3.75
// expect: 4.25 -3.00 0.05 1.25
// expect: 5.25 -4.00
// expect: 10
// expect: 10
// expect: -5.25 0 1
// expect: 1 1
// expect: 1.0
// expect: 0.0001 123456
// expect: nonzero
// expect: 1
// expect: 65 -3
// expect: 0.333333 0.3333333333
// expect: 1021.50
