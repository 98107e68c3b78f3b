// recorded: gcc -m32 -std=gnu99 -fms-extensions -malign-double -mms-bitfields -fshort-wchar -mlong-double-64 -msse2 -mfpmath=sse -O0 -w old-style.c -lm && ./a.out
/* Definitions as before the standard. */
#include <stdio.h>
int add(a, b) int a; int b; { return a + b; }
char *pick(s, n, c) char *s; char c; { return s + n + (c == 'x'); }
double half(d) double d; { return d / 2; }
int noproto();
implicit() { return 5; }
main() {
    printf("%d %s %.2f %d\n", add(2, 3), pick("hello", 1, 'x'), half(5.0), noproto(1, 2));
    printf("%d\n", implicit());
    return 0;
}
int noproto(int a, int b) { return a * 10 + b; }
// expect: 5 llo 2.50 12
// expect: 5
