// recorded: gcc -m32 -std=gnu99 -fms-extensions -malign-double -mms-bitfields -fshort-wchar -mlong-double-64 -msse2 -mfpmath=sse -O0 -w initializers.c -lm && ./a.out
/* Initialisers: designated, nested, with braces left out, partly given. */
#include <stdio.h>
struct point { int x, y; };
struct deep { int a; struct point p[2]; char s[4]; } d = { 1, { { 2, 3 }, { 4 } }, "ab" };
struct deep flat = { 1, 2, 3, 4, 5, 'x', 'y' };
struct deep named = { .s = "zz", .p[1].y = 9, .p[0] = { 7, 8 }, .a = 6 };
int sparse[10] = { [2] = 5, 6, [8] = 7, [1] = 4 };
int sized[] = { [5] = 1, 2 };
int matrix[][2] = { 1, 2, 3, 4, 5 };
union { char c; int i; } u = { .i = 0x12345678 };
char *words[4] = { "zero", [2] = "two" };
int x = 5, *px = &x, *past = sparse + 3, diff = sizeof(int) * 4 - 1;
char *tail = &"hello"[2];
double dd = 1.5, table[3] = { 1, 2.5f, -3 };
struct point *mid = &d.p[1];
int *inner = &d.p[1].x;
void show(struct deep *q) { printf("%d %d %d %d %d %s\n", q->a, q->p[0].x, q->p[0].y, q->p[1].x, q->p[1].y, q->s); }
int main(void) {
    int i, n = 3; struct deep local = { n, { { n + 1, n + 2 } }, { 'q' } }; int a[5] = { n, n * 2 };
    struct point pts[] = { [1] = { .y = n }, { n } };
    show(&d); show(&flat); show(&named); show(&local);
    for (i = 0; i < 10; i++) printf("%d ", sparse[i]);
    printf("%d %d %d\n", (int)(sizeof sized / sizeof *sized), sized[6], (int)sizeof matrix);
    printf("%x %s %d %s\n", u.i, words[2], words[1] == 0, tail);
    printf("%d %d %d\n", *px, *past, diff);
    printf("%.1f %.1f %.1f\n", dd, table[1], table[2]);
    printf("%d %d\n", mid->x, *inner);
    printf("%d %d %d %d %d\n", a[0], a[1], a[2], a[3], a[4]);
    printf("%d %d %d %d\n", pts[0].x, pts[1].y, pts[2].x, (int)sizeof pts);
    { struct point p = { 1 }, q = { .y = 2 }, r = p; struct point *pp = &r; struct point s = *pp; printf("%d %d %d %d %d\n", p.x, p.y, q.x, q.y, s.x); }
    { int t[2][3] = { { 1 }, { 2, 3 } }; printf("%d %d %d\n", t[0][1], t[1][1], t[1][2]); }
    { char s[2][4] = { "ab", { 'c', 'd' } }; printf("%s %s\n", s[0], s[1]); }
    { int one = { 1 }; struct { struct { int a[2]; } b; int c; } w = { .b.a[1] = 4, 5 }; printf("%d %d %d %d\n", one, w.b.a[0], w.b.a[1], w.c); }
    return 0;
}
// expect: 1 2 3 4 0 ab
// expect: 1 2 3 4 5 xy
// expect: 6 7 8 0 9 zz
// expect: 3 4 5 0 0 q
// expect: 0 4 5 6 0 0 0 0 7 0 7 2 24
// expect: 12345678 two 1 llo
// expect: 5 6 15
// expect: 1.5 2.5 -3.0
// expect: 4 4
// expect: 3 6 0 0 0
// expect: 0 3 3 24
// expect: 1 0 0 2 1
// expect: 0 3 0
// expect: ab cd
// expect: 1 0 4 5
