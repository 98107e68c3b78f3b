// recorded: gcc -m32 -std=gnu99 -fms-extensions -malign-double -mms-bitfields -fshort-wchar -mlong-double-64 -msse2 -mfpmath=sse -O0 -w comma-and-nested-calls.c -lm && ./a.out
/* Commas, nested calls, arguments with effects in separate statements. */
#include <stdio.h>
int add(int a, int b) { return a + b; }
int inc(int *p) { return ++*p; }
int apply(int (*f)(int, int), int a, int b) { return f(a, b); }
int main(void) {
    int i, j, n = 0;
    for (i = 0, j = 9; i < j; ++i, --j) n += add(i, add(j, add(i, j)));
    printf("%d\n", n);
    i = (inc(&n), inc(&n), add(n, 1)); printf("%d\n", i);
    printf("%d\n", apply(add, apply(add, 1, 2), apply(add, 3, apply(add, 4, 5))));
    if (i = 0, j) printf("j\n");
    while (n--, n > i + 200) ; printf("%d\n", n);
    printf("%d\n", add(add(1, 2) * add(3, 4), add(5, 6) - add(7, 8)) << add(0, 1));
    return 0;
}
// expect: 90
// expect: 93
// expect: 15
// expect: j
// expect: 91
// expect: 34
