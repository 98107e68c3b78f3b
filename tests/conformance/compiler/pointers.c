// recorded: gcc -m32 -std=gnu99 -fms-extensions -malign-double -mms-bitfields -fshort-wchar -mlong-double-64 -msse2 -mfpmath=sse -O0 -w pointers.c -lm && ./a.out
/* Pointer arithmetic, comparison, difference, pointers to pointers, void pointers. */
#include <stdio.h>
void swap(int *a, int *b) { int t = *a; *a = *b; *b = t; }
char *find(char *s, char c) { while (*s && *s != c) s++; return *s ? s : NULL; }
void set(int **pp, int *to) { *pp = to; }
int main(void) {
    int a[5] = { 10, 20, 30, 40, 50 }; int *p = a, *q = &a[4], x = 1, y = 2;
    int **pp = &p; short sh[3] = { 1, 2, 3 }; short *s = sh; void *v = a;
    char text[] = "pointer";
    printf("%d %d %d\n", *p, *(p + 2), p[3]);
    printf("%d %d %d\n", (int)(q - p), q > p, p == a);
    p++; printf("%d ", *p); p += 2; printf("%d ", *p); --p; printf("%d ", *p--); printf("%d\n", *p);
    printf("%d %d\n", **pp, 2[a]);
    *pp = q; printf("%d\n", *p);
    set(&p, a + 1); printf("%d\n", *p);
    swap(&x, &y); printf("%d %d\n", x, y);
    printf("%s %s\n", find(text, 'n'), find(text, 'z') ? "yes" : "no");
    printf("%d %d\n", *s++, *++s);
    printf("%d\n", *((int *)v + 1));
    printf("%d\n", (int)((char *)&a[1] - (char *)&a[0]));
    *p++ = 7; *p = *(p - 1) + 1; printf("%d %d\n", a[1], a[2]);
    (*p)++; printf("%d\n", a[2]);
    printf("%d\n", &a[3] - &a[1] == 2);
    { int *end = a + 5, n = 0; for (p = a; p != end; ++p) n += *p; printf("%d\n", n); }
    return 0;
}
// expect: 10 30 40
// expect: 4 1 1
// expect: 20 40 30 20
// expect: 20 30
// expect: 50
// expect: 20
// expect: 2 1
// expect: nter no
// expect: 2 2
// expect: 20
// expect: 4
// expect: 7 8
// expect: 9
// expect: 1
// expect: 116
