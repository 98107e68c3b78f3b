#include <stdio.h>
/* Values and precisions where rounding is no tie, and no exponents: there Windows and others write differently. */
int main(void)
{
    double values[] = { 0.0, 1.0, -1.0, 3.14159265358979, 2.71828182845905, 1e-5, 123456.789, 1e10, 0.1, 1.0 / 3, 99.9999999, 1e15, 123456789012345.0, 5e-324 };
    int i, p;
    for (i = 0; i < (int)(sizeof values / sizeof *values); i++) {
        for (p = 0; p < 12; p += 3)
            printf("%.*f ", p, values[i] + 0.0001);
        printf("[%12.4f] [%-12.2f] [%012.3f] [%+.1f] [% .3f] [%#.0f]\n", values[i], values[i], values[i], values[i], values[i], values[i]);
    }
    printf("%g %g %g %g %g %g\n", 100000.0, 0.0001, 1.5, 0.1, 123456.0, 1234.5678);
    printf("%G %.3g %.10g %#g\n", 2.5, 1234.0 / 1000, 3.14159265358979, 1.5);
    printf("%.40f\n%.30f\n", 0.1, 1e-10);
    printf("%f\n%.0f\n", 1.7976931348623157e308, 1e300);
    printf("%.15g %.17g\n", 0.1, 0.1);
    return 0;
}
