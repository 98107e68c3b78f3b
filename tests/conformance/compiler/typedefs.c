// recorded: gcc -m32 -std=gnu99 -fms-extensions -malign-double -mms-bitfields -fshort-wchar -mlong-double-64 -msse2 -mfpmath=sse -O0 -w typedefs.c -lm && ./a.out
/* Typedefs of all sorts, also hidden by other uses of the name. */
#include <stdio.h>
typedef unsigned char byte; typedef byte block[4]; typedef int (*compare)(const void *, const void *);
typedef struct list list; struct list { int v; list *next; };
typedef struct { int x; } a_t, *a_p; typedef char *string;
typedef int fn(int); fn twice;
int twice(int x) { return 2 * x; }
typedef const int cint;
int cmp(const void *a, const void *b) { return *(const int *)a - *(const int *)b; }
int main(void) {
    block b = { 1, 2, 3, 255 }; list l2 = { 2 }, l1 = { 1, &l2 }; a_t a = { 5 }; a_p p = &a; string s = "str", *ps = &s;
    compare c = cmp; int m = 3, n = 4; fn *f = twice; cint k = 8;
    printf("%d %d\n", b[3] + 1, (int)sizeof(block));
    printf("%d %d %s %d\n", l1.next->v, p->x, *ps, c(&m, &n));
    printf("%d %d\n", f(21), k);
    { int byte = 9; byte++; printf("%d\n", byte); }
    { struct { int byte; } t = { 4 }; printf("%d\n", t.byte); }
    { unsigned long int ul = 5; long unsigned lu = 6; short int si = -1; signed sg = -2; unsigned un = 3; long long int ll = 7; printf("%d\n", (int)(ul + lu + si + sg + un + ll)); }
    return 0;
}
// expect: 256 4
// expect: 2 5 str -1
// expect: 42 8
// expect: 10
// expect: 4
// expect: 18
