// recorded: gcc -m32 -std=gnu99 -fms-extensions -malign-double -mms-bitfields -fshort-wchar -mlong-double-64 -msse2 -mfpmath=sse -O0 -w const-volatile.c -lm && ./a.out
/* Qualifiers don't change what programs do. */
#include <stdio.h>
const int limit = 3; volatile int flag; const char *const names[] = { "a", "b" };
static int sum(const int *const a, register int n) { register int t = 0; while (n--) t += a[n]; return t; }
int main(void) {
    const int a[] = { 1, 2, 3 }; volatile int *p = &flag; const volatile int cv = 9; int x = 1; int *restrict q = &x;
    *p = limit; flag++; *q += cv;
    printf("%d %d %d %s\n", sum(a, limit), flag, x, names[1]);
    { const char *s = "read"; char const *t = s + 1; printf("%s %s\n", s, t); }
    return 0;
}
// expect: 6 4 10 b
// expect: read ead
