// recorded: gcc -m32 -std=gnu99 -fms-extensions -malign-double -mms-bitfields -fshort-wchar -mlong-double-64 -msse2 -mfpmath=sse -O0 -w side-effects.c -lm && ./a.out
/* Increments and assignments in larger expressions. */
#include <stdio.h>
int calls; int next(void) { return calls++; }
int a[5] = { 5, 4, 3, 2, 1 };
int main(void) {
    int i = 0, j, k; char s[] = "abcdef", *p = s;
    j = i++ + 10; k = ++i * 2; printf("%d %d %d\n", i, j, k);
    a[next()] += 100; a[next()]++; printf("%d %d %d\n", a[0], a[1], calls);
    *p++ = 'X'; *p++ += 1; printf("%s %d\n", s, (int)(p - s));
    i = j = k = 7; printf("%d\n", i + j + k);
    i = 5; i += i -= 2; printf("%d\n", i);
    i = 3; j = (i++, i + 1); printf("%d\n", j);
    { int *q = a; j = *q++ + *q++ * 0; printf("%d\n", (int)(q - a)); }
    { struct { int n; } t = { 1 }, *pt = &t; pt->n++; ++pt->n; pt->n <<= pt->n; printf("%d\n", t.n--); printf("%d\n", t.n); }
    k = 0; while (k++ < 3) ; printf("%d\n", k);
    i = 10; j = i-- - --i; printf("%d\n", i);
    { long long q = 5; q <<= 2; q = q++ + 1; printf("%d\n", (int)(q > 20)); }
    return 0;
}
// expect: 2 10 4
// expect: 105 5 2
// expect: Xccdef 2
// expect: 21
// expect: 6
// expect: 5
// expect: 2
// expect: 24
// expect: 23
// expect: 4
// expect: 8
// expect: 1
