// recorded: gcc -m32 -std=gnu99 -fms-extensions -malign-double -mms-bitfields -fshort-wchar -mlong-double-64 -msse2 -mfpmath=sse -O0 -w calculator.c -lm && ./a.out
/* A recursive-descent parser for sums and products. */
#include <stdio.h>
#include <ctype.h>
#include <stdlib.h>
static const char *at;
static double expr(void);
static double primary(void) { double v; while (*at == ' ') at++; if (*at == '(') { at++; v = expr(); at++; return v; } if (*at == '-') { at++; return -primary(); } v = 0; while (isdigit((unsigned char)*at)) v = v * 10 + (*at++ - '0'); if (*at == '.') { double f = 0.1; at++; while (isdigit((unsigned char)*at)) { v += f * (*at++ - '0'); f /= 10; } } while (*at == ' ') at++; return v; }
static double term(void) { double v = primary(); for (;;) { if (*at == '*') { at++; v *= primary(); } else if (*at == '/') { at++; v /= primary(); } else return v; } }
static double expr(void) { double v = term(); for (;;) switch (*at) { case '+': at++; v += term(); break; case '-': at++; v -= term(); break; default: return v; } }
int main(void) {
    const char *tests[] = { "1 + 2 * 3", "(1 + 2) * 3", "10 / 4 - 1", "-(2.5 * 2) + 7", "2 * (3 + (4 - 1)) / 3" }; int i;
    for (i = 0; i < 5; i++) { at = tests[i]; printf("%s = %.2f\n", tests[i], expr()); }
    return 0;
}
// expect: 1 + 2 * 3 = 7.00
// expect: (1 + 2) * 3 = 3.00
// expect: 10 / 4 - 1 = 1.50
// expect: -(2.5 * 2) + 7 = -5.00
// expect: 2 * (3 + (4 - 1)) / 3 = 12.00
