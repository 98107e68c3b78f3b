// recorded: gcc -m32 -std=gnu99 -fms-extensions -malign-double -mms-bitfields -fshort-wchar -mlong-double-64 -msse2 -mfpmath=sse -O0 -w compare-and-logic.c -lm && ./a.out
/* Comparisons give 0 or 1; && and || stop early. */
#include <stdio.h>
int calls;
int f(int x) { calls++; return x; }
int main(void) {
    int a = 3, b = 4; unsigned u = 3; char *p = "x", *q = 0;
    printf("%d%d%d%d%d%d\n", a < b, a > b, a <= b, a >= b, a == b, a != b);
    printf("%d %d\n", f(0) && f(1), calls);
    printf("%d %d\n", f(2) || f(1), calls);
    printf("%d %d\n", f(2) && f(3), calls);
    printf("%d %d %d %d\n", !p, !q, p && !q, q || p);
    printf("%d %d\n", u > -1, (int)u > -1);
    printf("%d\n", a < b < 2);
    printf("%d\n", (a, b));
    printf("%d %d\n", a > b ? a : b, a < b ? a : b);
    if (!(a == 3 && b == 5) || f(9)) printf("yes %d\n", calls);
    printf("%d\n", a == 3 ? b == 5 ? 1 : b == 4 ? 2 : 3 : 4);
    printf("%d\n", (a && b) + (a || q) + !!p);
    return 0;
}
// expect: 101001
// expect: 0 0
// expect: 1 1
// expect: 1 2
// expect: 0 1 1 1
// expect: 0 1
// expect: 1
// expect: 4
// expect: 4 3
// expect: yes 4
// expect: 2
// expect: 3
