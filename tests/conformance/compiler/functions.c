// recorded: gcc -m32 -std=gnu99 -fms-extensions -malign-double -mms-bitfields -fshort-wchar -mlong-double-64 -msse2 -mfpmath=sse -O0 -w functions.c -lm && ./a.out
/* Calls: recursion, many arguments, results ignored, mutual recursion, prototypes. */
#include <stdio.h>
int even(int n);
int odd(int n) { return n == 0 ? 0 : even(n - 1); }
int even(int n) { return n == 0 ? 1 : odd(n - 1); }
int many(int a, char b, short c, long d, unsigned char e, double f, int *g, long long h) { *g += 1; return a + b + c + d + e + (int)f + *g + (int)h; }
int fib(int n) { if (n < 2) return n; return fib(n - 1) + fib(n - 2); }
int ackermann(int m, int n) { return m == 0 ? n + 1 : n == 0 ? ackermann(m - 1, 1) : ackermann(m - 1, ackermann(m, n - 1)); }
void nothing(void) {}
static int twice(int (*f)(int), int x) { return f(f(x)); }
int add3(int x) { return x + 3; }
int main(void) {
    int g = 5;
    nothing();
    printf("%d %d\n", even(10), odd(7));
    printf("%d %d\n", many(1, 'b', -3, 100000, 255, 2.75, &g, 1000000000000LL), g);
    many(1, 2, 3, 4, 5, 6, &g, 7);
    printf("%d %d %d\n", g, fib(15), ackermann(2, 3));
    printf("%d\n", twice(add3, 10));
    printf("%d\n", many(add3(1), add3(2), add3(3), add3(add3(4)), 1, fib(7), &g, g));
    return 0;
}
// expect: 1 1
// expect: -727279609 5
// expect: 7 610 9
// expect: 16
// expect: 54
