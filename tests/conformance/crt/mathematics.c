#include <stdio.h>
#include <math.h>
int main(void)
{
    double x, i;
    int e;
    for (x = -3.0; x <= 3.0; x += 0.75)
        printf("%.10f %.10f %.10f %.10f %.10f\n", sin(x), cos(x), tan(x), exp(x), atan(x));
    for (x = 0.25; x < 40; x *= 2.3)
        printf("%.10f %.10f %.10f %.10f %.10f\n", sqrt(x), log(x), log10(x), pow(x, 1.7), pow(x, -2));
    for (x = -1; x <= 1; x += 0.25)
        printf("%.10f %.10f %.10f %.10f %.10f\n", asin(x), acos(x), sinh(x), cosh(x), tanh(x));
    for (x = -2.75; x <= 2.75; x += 0.5)
        printf("%.1f %.1f %.2f %.4f %.10f\n", floor(x), ceil(x), fabs(x), fmod(x, 0.7), atan2(x, 1.5));
    for (e = 0; e < 12; e++) printf("%d %d %d ", (int)pow(10, e > 9 ? 9 : e), (int)pow(2, e), (int)pow(-3, e > 9 ? 9 : e));
    putchar('\n');
    x = frexp(100.0, &e); printf("%f %d %f\n", x, e, ldexp(0.5, 10));
    x = modf(-3.75, &i); printf("%f %f\n", x, i);
    printf("%.3f %.3f\n", hypot(3, 4), pow(27, 1.0 / 3));
    printf("%d %d\n", (int)floor(-0.5), (int)ceil(0.2));
    printf("%.15f %.15f %.15f\n", sqrt(2.0), exp(1.0), 4 * atan(1.0));
    return 0;
}
