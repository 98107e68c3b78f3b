// recorded: gcc -m32 -std=gnu99 -fms-extensions -malign-double -mms-bitfields -fshort-wchar -mlong-double-64 -msse2 -mfpmath=sse -O0 -w matrix.c -lm && ./a.out
/* Matrix product with double and int. */
#include <stdio.h>
void product(int n, double a[][3], double b[][3], double c[][3]) { int i, j, k; for (i = 0; i < n; i++) for (j = 0; j < n; j++) for (c[i][j] = k = 0; k < n; k++) c[i][j] += a[i][k] * b[k][j]; }
int main(void) {
    double a[3][3] = { { 1, 2, 3 }, { 4, 5, 6 }, { 7, 8, 10 } }, id[3][3] = { { 1 }, { 0, 1 }, { 0, 0, 1 } }, c[3][3]; int i;
    product(3, a, id, c); product(3, c, a, id);
    for (i = 0; i < 3; i++) printf("%.1f %.1f %.1f\n", id[i][0], id[i][1], id[i][2]);
    return 0;
}
// expect: 30.0 36.0 45.0
// expect: 66.0 81.0 102.0
// expect: 109.0 134.0 169.0
